//! Pages as the user names them, read into one graph.

use super::knowledge::{KnowledgeArguments, OwnKnowledge};
use super::print;
use crate::document::input::find_inputs;
use crate::document::{Format, JsonlFields, Policy, Published, ReadDocuments, ReadOptions, Skipped};
use crate::error::{Error, Result};
use crate::graph::{Decisions, Graph};
use crate::reading::read_with;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::io::IsTerminal;

/// What files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum PageFormat {
    /// Told from the name and the first characters
    #[default]
    Auto,
    /// Plain text, one page a file
    Text,
    /// HTML, one page a file
    Html,
    /// JSON, one page an object
    Jsonl,
}

/// How times that leave something out are completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StoryPolicy {
    /// By the day of publication
    News,
    /// By times named before, as in a history
    Narrative,
}

/// How to read pages.
#[derive(Debug, Args)]
#[command(next_help_heading = "How to read them")]
pub(super) struct ReadArguments {
    /// The day the pages were published; wins over what they say
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Who published the pages; wins over what they say
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// How times that leave something out are completed [default: told from the years each story names]
    #[arg(long, value_name = "POLICY")]
    time_policy: Option<StoryPolicy>,
    /// What the files hold
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    format: PageFormat,
    /// JSONL: the field that holds the identifier
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_field: String,
    /// JSONL: the field that holds the day of publication
    #[arg(long, value_name = "NAME", default_value = "date")]
    date_field: String,
    /// JSONL: the field that holds the headline
    #[arg(long, value_name = "NAME", default_value = "title")]
    title_field: String,
    /// JSONL: the field that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,
    /// JSONL: the field that holds the address
    #[arg(long, value_name = "NAME", default_value = "url")]
    url_field: String,
    /// JSONL: the field that holds the publisher
    #[arg(long, value_name = "NAME", default_value = "publisher")]
    publisher_field: String,
    #[command(flatten)]
    knowledge: KnowledgeArguments,
}

impl ReadArguments {
    pub(super) fn options(&self) -> Result<ReadOptions> {
        Ok(ReadOptions {
            published: self.date.as_deref().map(super::filter::day).transpose()?.map(Published::Day),
            publisher: self.publisher.clone(),
            policy: self.time_policy.map(|policy| match policy {
                StoryPolicy::News => Policy::News,
                StoryPolicy::Narrative => Policy::Narrative,
            }),
            format: match self.format {
                PageFormat::Auto => Format::Auto,
                PageFormat::Text => Format::Text,
                PageFormat::Html => Format::Html,
                PageFormat::Jsonl => Format::Jsonl,
            },
            fields: JsonlFields {
                id: self.id_field.clone(),
                date: self.date_field.clone(),
                title: self.title_field.clone(),
                text: self.text_field.clone(),
                url: self.url_field.clone(),
                publisher: self.publisher_field.clone(),
            },
        })
    }
}

impl ReadArguments {
    /// The senses and actors to read with.
    pub(super) fn own_knowledge(&self) -> Result<OwnKnowledge> {
        self.knowledge.read()
    }

    /// Bytes that differ when the same page may be read differently: by another program, other data in it, or other options.
    pub(super) fn fingerprint(&self) -> Result<Vec<u8>> {
        let mut bytes = format!(
            "{} {} {:?} {:?} {:?} {:?}",
            env!("CARGO_PKG_VERSION"),
            env!("DIURNA_DATA"),
            self.date,
            self.publisher,
            self.time_policy,
            self.format
        )
        .into_bytes();
        for field in [&self.id_field, &self.date_field, &self.title_field, &self.text_field, &self.url_field]
        {
            bytes.extend(field.as_bytes());
            bytes.push(0);
        }
        bytes.extend(self.publisher_field.as_bytes());
        bytes.push(0);
        bytes.extend(self.knowledge.fingerprint()?);
        Ok(bytes)
    }
}

/// A graph and what it was built from.
#[derive(Debug, Default)]
pub(super) struct Built {
    pub(super) graph: Graph,
    /// How many documents were read.
    pub(super) documents: usize,
    /// What was not read, in the order of the inputs.
    pub(super) skipped: Vec<Skipped>,
}

/// More reasons than this go on lines of their own.
const REASONS: usize = 3;

impl Built {
    /// What came of documents that were read from one input.
    fn of(read_documents: ReadDocuments, known: &OwnKnowledge) -> Self {
        let documents = read_documents.documents.len();
        let documents_read = read_documents.documents.into_par_iter();
        let graphs = documents_read.map(|document| Graph::from_reading(&read_with(document, known.get())));
        Self {
            graph: graphs.reduce(Graph::default, Graph::merge),
            documents,
            skipped: read_documents.skipped,
        }
    }

    fn and(mut self, mut other: Self) -> Self {
        self.graph = self.graph.merge(other.graph);
        self.documents += other.documents;
        self.skipped.append(&mut other.skipped);
        self
    }

    /// Tells on standard error what was read, what was skipped and why.
    pub(super) fn tell(&self) {
        tell_skipped(&format!("read {}", print::counted(self.documents, "document")), &self.skipped);
    }
}

/// Tells on standard error what was `done`, and what was skipped and why.
pub(super) fn tell_skipped(done: &str, skipped: &[Skipped]) {
    let reason = |skipped: &Skipped| format!("{} {}", skipped.place, skipped.reason);
    match skipped.len() {
        0 => print::note(done),
        count if count <= REASONS => {
            let reasons: Vec<String> = skipped.iter().map(reason).collect();
            print::note(&format!("{done}, skipped {count} ({})", reasons.join("; ")));
        }
        count => {
            for skipped in skipped {
                print::note(&format!("skipped: {}", reason(skipped)));
            }
            print::note(&format!("{done}, skipped {count} (the reasons are above)"));
        }
    }
}

/// Reads every page that `inputs` means into one graph; standard input if there is none.
pub(super) fn build(inputs: &[String], arguments: &ReadArguments) -> Result<Built> {
    let options = arguments.options()?;
    let known = arguments.own_knowledge()?;
    let standard = ["-".to_owned()];
    let names = if inputs.is_empty() { &standard } else { inputs };
    if inputs.is_empty() && std::io::stdin().is_terminal() {
        return Err(Error::new("nothing to read")
            .with_help("give files, folders or patterns, or - for standard input"));
    }
    let inputs = find_inputs(names)?;
    let is_alone = inputs.len() == 1;
    let progress = progress(inputs.len());
    let parts = inputs.par_iter().map(|input| {
        let built = match input.read(&options) {
            Ok(documents) => Built::of(documents, &known),
            Err(error) if is_alone => return Err(error),
            // One file that is no page does not spoil a folder of pages.
            Err(error) => Built {
                skipped: vec![Skipped { place: input.name(), reason: format!("is not a page: {error}") }],
                ..Built::default()
            },
        };
        progress.inc(1);
        Ok(built)
    });
    let built = parts.try_reduce(Built::default, |one, other| Ok(one.and(other)))?;
    progress.finish_and_clear();
    let built = Built { graph: built.graph.resolve(&Decisions::default()), ..built };
    if built.documents == 0 {
        built.tell();
        return Err(Error::new("there was nothing to read").with_help("a page is a text, HTML or JSONL file"));
    }
    Ok(built)
}

fn progress(count: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() || count < 2 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} pages, {per_sec}, {eta} left");
    ProgressBar::new(count as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
