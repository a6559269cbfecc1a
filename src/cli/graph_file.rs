//! GRAPH arguments, and output files that are never half written.

use crate::error::{Error, Result};
use crate::graph::{Decisions, Graph};
use crate::store::{Changes, Store, is_store};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The graph at `path` with what people decided about it; `-` is standard input.
pub(super) fn read_graph(path: &Path) -> Result<Graph> {
    let decisions = decisions_of(path)?;
    if is_store(path) {
        return read_store(path, &decisions);
    }
    let graph = read_as_built(path)?;
    Ok(if decisions.is_empty() { graph } else { graph.resolve(&decisions) })
}

/// The graph of the store at `path` with who is who: as it is kept, or told now and then kept for the next question.
fn read_store(path: &Path, decisions: &Decisions) -> Result<Graph> {
    let store = Store::open(path)?;
    if let Some(settled) = store.settled(decisions)? {
        return settled.graph();
    }
    let changes = store.changes()?;
    let graph = store.graph()?.resolve(decisions);
    drop(store);
    keep(path, changes, decisions, &graph);
    Ok(graph)
}

/// Lets the store at `path` keep who is who in its `graph`, if it can be written and nobody else does: no answer hangs
/// on it.
pub(super) fn keep(path: &Path, changes: Changes, decisions: &Decisions, graph: &Graph) {
    let _ = Store::open_to_write_at_once(path).and_then(|mut store| {
        store.keep(changes, decisions, graph)?;
        store.close()
    });
}

/// Where the decisions about the graph at `path` are kept.
pub(super) fn decisions_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".decisions");
    name.into()
}

/// What people decided about the graph at `path`; nothing if there is no file of it.
pub(super) fn decisions_of(path: &Path) -> Result<Decisions> {
    let file = decisions_path(path);
    match fs::read_to_string(&file) {
        Ok(text) => Decisions::parse(&text).map_err(|error| error.at(&file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound || path == Path::new("-") => {
            Ok(Decisions::default())
        }
        Err(error) => Err(Error::io("read", &file, error)),
    }
}

/// The graph in the file at `path` without what people decided about it; `-` is standard input.
pub(super) fn read_as_built(path: &Path) -> Result<Graph> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io("read", "-", error))?;
        return Graph::from_bytes(&bytes).map_err(|error| error.at("standard input"));
    }
    if let Err(error) = File::open(path) {
        return Err(cannot_read(path, error));
    }
    if path.is_dir() {
        return Err(folder_is_no_graph(path));
    }
    Graph::from_file(path)
}

fn folder_is_no_graph(path: &Path) -> Error {
    Error::new(format!("{} is a folder, not a graph", path.display()))
        .with_help(format!("run: diurna build {} -o graph.json", path.display()))
}

fn cannot_read(path: &Path, error: io::Error) -> Error {
    if path.is_dir() {
        return folder_is_no_graph(path);
    }
    let missing = error.kind() == io::ErrorKind::NotFound;
    let error = Error::io("read", path, error);
    if missing {
        error.with_help("GRAPH is a file that diurna build wrote, or - for standard input")
    } else {
        error
    }
}

/// Whether `path` can be written in the end; asked before long work starts.
pub(super) fn expect_writable(path: &Path) -> Result<()> {
    if path == Path::new("-") {
        return Ok(());
    }
    if path.is_dir() {
        return Err(Error::new(format!("cannot write {}: it is a folder", path.display())));
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(Error::new(format!(
            "cannot write {}: there is no folder {}",
            path.display(),
            folder.display()
        ))
        .with_help(format!("make it first: mkdir -p {}", folder.display())));
    }
    Ok(())
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Lets `write` write the file at `path`, or standard output for `-`.
///
/// A file appears whole or not at all: it is written beside its place, and moved there when it is on the disk.
pub(super) fn write_output(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> std::result::Result<(), super::Stop> {
    if path == Path::new("-") {
        let mut output = super::print::output();
        write(&mut output)?;
        output.flush()?;
        return Ok(());
    }
    if let Some(file) = write_beside(path, write)? {
        file.take_place()?;
    }
    Ok(())
}

/// Lets each of `files` be written at its path: all of them appear, or none.
pub(super) fn write_outputs<W: FnOnce(&mut dyn Write) -> io::Result<()>>(
    files: impl IntoIterator<Item = (PathBuf, W)>,
) -> std::result::Result<(), super::Stop> {
    let mut waiting = Vec::new();
    for (path, write) in files {
        waiting.extend(write_beside(&path, write)?);
    }
    let mut replaced: Vec<Replaced> = Vec::new();
    for file in waiting {
        let done = Replaced::keep(&file.path).and_then(|kept| {
            file.take_place()?;
            replaced.push(kept);
            Ok(())
        });
        if let Err(error) = done {
            // In reverse, so that a name that was given twice gets back what it had first.
            replaced.into_iter().rev().for_each(Replaced::put_back);
            return Err(error.into());
        }
    }
    Ok(())
}

/// A file that is whole and on the disk, but not yet in its place.
struct Waiting {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl Waiting {
    /// Moves the file to its place; what was there is gone.
    fn take_place(self) -> Result<()> {
        let Self { file, path } = self;
        file.persist(&path).map_err(|error| Error::io("write", &path, error.error))?;
        #[cfg(unix)]
        if let Ok(folder) = File::open(folder_of(&path)) {
            // The new name is safe only when the folder is on the disk too; not every file system can be asked.
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// A place that gets a new file while the old one is kept for the case that the next file fails.
struct Replaced {
    path: PathBuf,
    old: Option<tempfile::TempPath>,
}

impl Replaced {
    fn keep(path: &Path) -> Result<Self> {
        let failed = |error: io::Error| Error::io("write", path, error);
        if !path.exists() {
            return Ok(Self { path: path.to_owned(), old: None });
        }
        let old = tempfile::Builder::new().prefix(".diurna-").tempfile_in(folder_of(path)).map_err(failed)?;
        let old = old.into_temp_path();
        // A second name costs nothing, but not every file system has it.
        fs::remove_file(&old)
            .and_then(|()| fs::hard_link(path, &old))
            .or_else(|_| fs::copy(path, &old).map(drop))
            .map_err(failed)?;
        Ok(Self { path: path.to_owned(), old: Some(old) })
    }

    /// Undoes the replacement as far as the disk lets us.
    fn put_back(self) {
        let _ = match self.old {
            Some(old) => old.persist(&self.path).map_err(|error| error.error),
            None => fs::remove_file(&self.path),
        };
    }
}

/// Writes beside `path` what is to stand there; `None` if it was written there at once, as `path` is no plain file.
fn write_beside(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> std::result::Result<Option<Waiting>, super::Stop> {
    expect_writable(path)?;
    let failed = |error: io::Error| Error::io("write", path, error);
    // A pipe or device cannot be replaced, and a link should keep pointing where it points.
    let path: PathBuf = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        let mut output = BufWriter::new(File::options().write(true).open(&path).map_err(failed)?);
        // A named pipe that nobody reads to the end is no silent success: a place was asked for, and has not got it all.
        write(&mut output).and_then(|()| output.flush()).map_err(failed)?;
        return Ok(None);
    }
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file gets; the process's mask takes from it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.prefix(".diurna-").tempfile_in(folder_of(&path)).map_err(failed)?;
    let mut output = BufWriter::new(file);
    write(&mut output).map_err(failed)?;
    let file = output.into_inner().map_err(|error| failed(error.into_error()))?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(Some(Waiting { file, path }))
}
