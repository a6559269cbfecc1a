//! `diurna add` and `diurna sync`: pages into a store.

use super::knowledge::OwnKnowledge;
use super::outcome::{Outcome, Stop};
use super::pages::{ReadArguments, tell_skipped};
use super::print;
use crate::document::input::{Input, find_inputs};
use crate::document::{Page, ReadOptions, Skipped};
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::reading::read_with;
use crate::store::{Contribution, Hash, Known, Put, Store};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde_json::json;
use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Instant;

#[derive(Debug, Args)]
pub(super) struct AddArguments {
    /// The store: one file, made if it is not there
    #[arg(value_name = "STORE")]
    store: PathBuf,
    /// Pages: files, folders, patterns, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<String>,
    /// How many pages to read at a time [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Write a line for each document when it is in
    #[arg(short, long, conflicts_with = "json")]
    verbose: bool,
    /// Write what was done as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: ReadArguments,
}

/// What becomes of documents that were read from the same place before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They stay.
    Add,
    /// They go, when there is something else there now, or nothing.
    Sync,
}

/// Runs the verb.
pub(super) fn run(arguments: &AddArguments, mode: Mode) -> std::result::Result<Outcome, Stop> {
    let inputs = find_inputs(&arguments.inputs)?;
    let reader = Reader {
        options: arguments.reading.options()?,
        knowledge: arguments.reading.own_knowledge()?,
        fingerprint: arguments.reading.fingerprint()?,
        is_alone: inputs.len() == 1,
    };
    let store = Store::open_or_create(&arguments.store)?;
    let known = Store::open(&arguments.store)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.jobs.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| Error::new(format!("cannot start threads: {error}")))?;
    stop_when_asked();
    let mut adding = Adding {
        store,
        mode,
        is_verbose: arguments.verbose,
        seen: HashSet::new(),
        renewed: HashSet::new(),
        done: Done::default(),
        progress: progress(&inputs),
        started: Instant::now(),
    };
    let worked = thread::scope(|scope| {
        // Two batches: one is put in while the other is read.
        let (give, take) = sync_channel(1);
        let reader = &reader;
        let inputs = &inputs;
        scope.spawn(move || pool.install(move || reader.read_all(inputs, &known, &give)));
        adding.put_all(take)
    });
    let ended = worked.and_then(|()| match (mode, is_asked_to_stop()) {
        (Mode::Sync, false) => Ok(adding.remove_unseen(&arguments.inputs, &inputs)?),
        _ => Ok(()),
    });
    adding.progress.finish_and_clear();
    let Adding { store, done, .. } = adding;
    let closed = store.close();
    ended?;
    closed?;
    done.tell(arguments)
}

/// Whether somebody pressed Ctrl-C.
static IS_ASKED_TO_STOP: AtomicBool = AtomicBool::new(false);

fn is_asked_to_stop() -> bool {
    IS_ASKED_TO_STOP.load(Ordering::Relaxed)
}

/// Lets Ctrl-C end the work after the document at hand; a second one ends it at once, which loses nothing either.
fn stop_when_asked() {
    // It fails when it was done before, which is as good.
    let _ = ctrlc::set_handler(|| {
        if IS_ASKED_TO_STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

/// What came of one page.
enum Read {
    New(Box<Contribution>),
    /// It was there already.
    Unchanged(Seen),
    Skipped(Skipped),
    /// So many bytes of the inputs are done.
    Bytes(u64),
}

/// A hash of name and content, which takes less memory than the name.
type Seen = Hash;

struct Reader {
    options: ReadOptions,
    knowledge: OwnKnowledge,
    fingerprint: Vec<u8>,
    is_alone: bool,
}

/// Pages that are read at a time, for each thread, and bytes after which no more are waited for.
const PAGES: usize = 16;
const BYTES: usize = 1 << 22;

impl Reader {
    /// Reads all pages in their order and gives them to the writer, a batch at a time.
    fn read_all(&self, inputs: &[Input], known: &Store, give: &SyncSender<Result<Vec<Read>>>) {
        let most = PAGES * rayon::current_num_threads();
        let (mut waiting, mut bytes) = (Vec::new(), 0);
        let flush = |waiting: &mut Vec<Waiting>| {
            let read = self.read_batch(std::mem::take(waiting), known);
            let is_failed = read.is_err();
            let is_taken = give.send(read).is_ok();
            if is_taken && !is_failed && !is_asked_to_stop() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        for input in inputs {
            let mut is_over = false;
            let skipped = input.pages(&self.options, |page| {
                bytes += page.bytes.len();
                waiting.push(Waiting::Page(self.named(page)));
                if waiting.len() < most && bytes < BYTES {
                    return ControlFlow::Continue(());
                }
                bytes = 0;
                let next = flush(&mut waiting);
                is_over = next.is_break();
                next
            });
            match skipped {
                Ok(skipped) => waiting.extend(skipped.into_iter().map(Waiting::Skipped)),
                Err(error) => {
                    let _ = give.send(Err(error));
                    return;
                }
            }
            if is_over {
                return;
            }
        }
        let _ = flush(&mut waiting);
    }

    fn named(&self, page: Page) -> Named {
        let place = page.place.as_deref().map_or("page", |_| "line");
        let hash = Hash::of(&[&self.fingerprint, place.as_bytes(), &page.bytes]);
        let part = match page.place {
            Some(_) => page.source_id(&self.options).unwrap_or_else(|| hash.to_string()[..12].to_owned()),
            None => String::new(),
        };
        Named { input: name_of(&page.input), part, hash, page }
    }

    fn read_batch(&self, batch: Vec<Waiting>, known: &Store) -> Result<Vec<Read>> {
        let names: Vec<(&str, &str, Hash)> = batch
            .iter()
            .filter_map(|waiting| match waiting {
                Waiting::Page(named) => Some((named.input.as_str(), named.part.as_str(), named.hash)),
                Waiting::Skipped(_) => None,
            })
            .collect();
        let mut known = known.have(&names)?.into_iter();
        let batch: Vec<(&Waiting, bool)> = batch
            .iter()
            .map(|waiting| match waiting {
                Waiting::Page(_) => (waiting, known.next().unwrap_or_default()),
                Waiting::Skipped(_) => (waiting, false),
            })
            .collect();
        let read: Result<Vec<Vec<Read>>> =
            batch.par_iter().map(|(waiting, is_known)| self.read(waiting, *is_known)).collect();
        Ok(read?.into_iter().flatten().collect())
    }

    fn read(&self, waiting: &Waiting, is_known: bool) -> Result<Vec<Read>> {
        let Named { input, part, hash, page } = match waiting {
            Waiting::Page(named) => named,
            Waiting::Skipped(skipped) => return Ok(vec![Read::Skipped(skipped.clone())]),
        };
        let bytes = Read::Bytes(page.bytes.len() as u64 + 1);
        if is_known {
            return Ok(vec![Read::Unchanged(seen(input, part, *hash)), bytes]);
        }
        let read = match page.read(&self.options) {
            Ok(read) => read,
            Err(error) if self.is_alone => return Err(error),
            Err(error) => {
                let reason = format!("is not a page: {error}");
                return Ok(vec![Read::Skipped(Skipped { place: page.input.clone(), reason }), bytes]);
            }
        };
        let documents = read.documents.into_iter().map(|document| {
            let graph = Graph::from_reading(&read_with(document, self.knowledge.get()));
            Read::New(Box::new(Contribution::new(input, part, *hash, graph)))
        });
        Ok(documents.chain(read.skipped.into_iter().map(Read::Skipped)).chain([bytes]).collect())
    }
}

enum Waiting {
    Page(Named),
    Skipped(Skipped),
}

/// A page and what it is called in the store.
struct Named {
    input: String,
    part: String,
    hash: Hash,
    page: Page,
}

fn name_hash(input: &str, part: &str) -> Hash {
    Hash::of(&[input.as_bytes(), part.as_bytes()])
}

fn seen(input: &str, part: &str, hash: Hash) -> Seen {
    Hash::of(&[input.as_bytes(), part.as_bytes(), hash.to_string().as_bytes()])
}

/// `path` without what makes no difference: "./news//a.txt" is "news/a.txt".
pub(super) fn name_of(path: &str) -> String {
    let parts: PathBuf =
        Path::new(path).components().filter(|part| !matches!(part, Component::CurDir)).collect();
    if parts.as_os_str().is_empty() { ".".to_owned() } else { parts.display().to_string() }
}

/// Whether `input`, as it is in the store, is `place` or lies in it.
pub(super) fn is_within(input: &str, place: &str) -> bool {
    place == "." && Path::new(input).is_relative() && input != "-"
        || input == place
        || input.strip_prefix(place).is_some_and(|rest| rest.starts_with(['/', '\\']) || place.ends_with('/'))
}

/// What was done.
#[derive(Debug, Default)]
struct Done {
    added: usize,
    /// Of those, how many have the name of a document that is there with other content.
    beside: usize,
    unchanged: usize,
    replaced: usize,
    removed: usize,
    skipped: Vec<Skipped>,
}

struct Adding {
    store: Store,
    mode: Mode,
    is_verbose: bool,
    seen: HashSet<Seen>,
    /// Names of documents that are new beside older ones.
    renewed: HashSet<Hash>,
    done: Done,
    progress: ProgressBar,
    started: Instant,
}

impl Adding {
    fn put_all(&mut self, take: Receiver<Result<Vec<Read>>>) -> std::result::Result<(), Stop> {
        for batch in take {
            for read in batch? {
                self.put(read)?;
                if is_asked_to_stop() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, read: Read) -> std::result::Result<(), Stop> {
        match read {
            Read::New(contribution) => {
                let (input, part, hash) = contribution.name();
                let put = self.store.put(&contribution)?;
                self.remember(seen(input, part, hash));
                if put == Put::Unchanged {
                    self.done.unchanged += 1;
                } else {
                    // What is beside goes when all is there.
                    let is_beside = put == Put::AddedBeside && self.mode == Mode::Add;
                    if put == Put::AddedBeside && self.mode == Mode::Sync {
                        self.renewed.insert(name_hash(input, part));
                    }
                    self.done.added += 1;
                    self.done.beside += usize::from(is_beside);
                    self.acknowledge(&contribution, is_beside)?;
                }
            }
            Read::Unchanged(seen) => {
                self.remember(seen);
                self.done.unchanged += 1;
            }
            Read::Skipped(skipped) => self.done.skipped.push(skipped),
            Read::Bytes(bytes) => {
                self.progress.inc(bytes);
                let count = self.done.added + self.done.unchanged;
                let rate = count as f64 / self.started.elapsed().as_secs_f64().max(0.001);
                self.progress.set_message(format!("{count} documents, {rate:.0} a second"));
            }
        }
        Ok(())
    }

    fn remember(&mut self, seen: Seen) {
        if self.mode == Mode::Sync {
            self.seen.insert(seen);
        }
    }

    /// A document that is in will be there after a crash; whoever waits for that reads it here.
    fn acknowledge(&self, contribution: &Contribution, is_beside: bool) -> std::result::Result<(), Stop> {
        if self.is_verbose {
            let beside = if is_beside { " (changed; what it said before is kept)" } else { "" };
            let mut output = print::output();
            writeln!(output, "added {}{beside}", contribution.key())?;
            output.flush()?;
        }
        Ok(())
    }

    /// Takes out what was read before from where `inputs` are and is there no longer.
    fn remove_unseen(&mut self, named: &[String], inputs: &[Input]) -> Result<()> {
        let places: Vec<String> = inputs.iter().map(|input| name_of(&input.name())).collect();
        let files: HashSet<&str> = places.iter().map(String::as_str).collect();
        let folders: Vec<String> =
            named.iter().filter(|name| Path::new(name).is_dir()).map(|input| name_of(input)).collect();
        let skipped: Vec<&str> = self.done.skipped.iter().map(|skipped| skipped.place.as_str()).collect();
        let is_gone = |known: &Known| {
            let is_asked_for = files.contains(known.input.as_str())
                || folders.iter().any(|folder| is_within(&known.input, folder));
            // What cannot be read today is not gone.
            let is_skipped = || skipped.iter().any(|place| is_within(&known.input, &name_of(place)));
            is_asked_for && !self.seen.contains(&seen(&known.input, &known.part, known.hash)) && !is_skipped()
        };
        for known in self.store.known(is_gone)? {
            self.store.remove(&known)?;
            // A new document takes the place of one; what else was there under its name is only gone.
            if self.renewed.remove(&name_hash(&known.input, &known.part)) {
                self.done.replaced += 1;
            } else {
                self.done.removed += 1;
            }
        }
        Ok(())
    }
}

impl Done {
    fn tell(&self, arguments: &AddArguments) -> std::result::Result<Outcome, Stop> {
        let is_stopped = is_asked_to_stop();
        let added = self.added - self.replaced;
        if arguments.json {
            let skipped: Vec<_> = self
                .skipped
                .iter()
                .map(|skipped| json!({"place": skipped.place, "reason": skipped.reason}))
                .collect();
            let value = json!({
                "added": added, "unchanged": self.unchanged, "replaced": self.replaced,
                "removed": self.removed, "skipped": skipped, "interrupted": is_stopped,
            });
            let mut output = print::output();
            super::describe::write_json(&mut output, &value)?;
            output.flush()?;
        }
        let mut parts = vec![format!("added {}", print::counted(added, "document"))];
        if self.beside > 0 {
            parts.push(format!("of which {} changed and kept as they were too", self.beside));
        }
        for (what, count) in
            [("unchanged", self.unchanged), ("replaced", self.replaced), ("removed", self.removed)]
        {
            if count > 0 {
                parts.push(format!("{what} {count}"));
            }
        }
        tell_skipped(&parts.join(", "), &self.skipped);
        if is_stopped {
            print::note("stopped; what was added is kept, and the same command goes on from here");
            return Ok(Outcome::Code(130));
        }
        if self.added + self.unchanged + self.removed == 0 {
            let error = Error::new("there was nothing to read");
            return Err(error.with_help("a page is a text, HTML or JSONL file").into());
        }
        Ok(Outcome::Found)
    }
}

fn progress(inputs: &[Input]) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let size = |input: &Input| match input {
        Input::File(path) => path.metadata().map_or(0, |metadata| metadata.len() + 1),
        Input::Standard | Input::Skipped(_) => 0,
    };
    let style = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {msg}, {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(inputs.iter().map(size).sum()).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_depend_on_how_they_are_spelt() {
        assert_eq!(name_of("./news//a.txt"), "news/a.txt");
        assert_eq!(name_of("/news/./a.txt"), "/news/a.txt");
        assert_eq!(name_of("./"), ".");
    }

    #[test]
    fn a_folder_holds_what_lies_in_it() {
        assert!(is_within("news/a.txt", "news") && is_within("news/a.txt", "."));
        assert!(!is_within("newsroom/a.txt", "news") && !is_within("/news/a.txt", "."));
        assert!(is_within("/news/a.txt", "/"));
    }
}
