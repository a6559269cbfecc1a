//! GRAPH arguments, and output files that are never half written.

use crate::error::{Error, Result};
use crate::graph::Graph;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The graph at `path`; `-` is standard input.
pub(super) fn read_graph(path: &Path) -> Result<Graph> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io("read", "-", error))?;
        return parse(&bytes, Path::new("standard input"));
    }
    let bytes = fs::read(path).map_err(|error| cannot_read(path, error))?;
    parse(&bytes, path)
}

fn parse(bytes: &[u8], path: &Path) -> Result<Graph> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Graph::from_json(text.trim_start_matches('\u{feff}')).map_err(|error| error.at(path)),
        Err(_) => Err(Error::new("not a diurna/1 graph: it is not UTF-8 text")
            .at(path)
            .with_help("run: diurna build PAGE -o graph.json")),
    }
}

fn cannot_read(path: &Path, error: io::Error) -> Error {
    if path.is_dir() {
        return Error::new(format!("{} is a folder, not a graph", path.display()))
            .with_help(format!("run: diurna build {} -o graph.json", path.display()));
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

fn folder_of(path: &Path) -> &Path {
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
    expect_writable(path)?;
    let failed = |error: io::Error| Error::io("write", path, error);
    // A pipe or device cannot be replaced, and a link should keep pointing where it points.
    let path: PathBuf = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        let mut output = BufWriter::new(File::options().write(true).open(&path).map_err(failed)?);
        write(&mut output).and_then(|()| output.flush())?;
        return Ok(());
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
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}
