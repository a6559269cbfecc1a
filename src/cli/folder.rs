//! Output that is a folder of files, which appears whole or not at all.

use super::graph_file::folder_of;
use super::outcome::Stop;
use crate::error::{Error, Result};
use crate::export::{Format, Selection};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Whether `path` can become a folder with the files of `format`; asked before long work starts.
///
/// A folder that holds other files than `format` writes is somebody's work and is left alone.
pub(super) fn expect_folder(path: &Path, format: &Format) -> Result<()> {
    if path.exists() && !path.is_dir() {
        return Err(Error::new(format!("cannot write {}: it is a file", path.display())).with_help(format!(
            "{} is a folder of {} files; name one",
            format.name,
            format.tables.len()
        )));
    }
    let around = folder_of(path);
    if !around.is_dir() {
        return Err(Error::new(format!(
            "cannot write {}: there is no folder {}",
            path.display(),
            around.display()
        ))
        .with_help(format!("make it first: mkdir -p {}", around.display())));
    }
    if !path.exists() {
        return Ok(());
    }
    let own: Vec<String> = format.tables.iter().map(|table| format.file_name(table)).collect();
    let failed = |error: io::Error| Error::io("read", path, error);
    for entry in fs::read_dir(path).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if !own.contains(&name) {
            return Err(Error::new(format!(
                "cannot write {}: the folder holds `{name}`, which {} does not write",
                path.display(),
                format.name
            ))
            .with_help("name a new folder, or an empty one"));
        }
    }
    Ok(())
}

/// Writes every file of `format` into the folder `path`, which is replaced whole.
///
/// The files are written into a new folder beside it, which takes its place when all of them are on the disk.
pub(super) fn write_folder(
    path: &Path,
    format: &Format,
    selection: &Selection<'_>,
) -> std::result::Result<(), Stop> {
    let failed = |error: io::Error| Error::io("write", path, error);
    // A link to a folder keeps pointing where it points.
    let place: PathBuf = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new folder gets; the process's mask takes from it.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let new = builder.prefix(".diurna-").tempdir_in(folder_of(&place)).map_err(failed)?;
    for table in format.tables {
        let mut output =
            BufWriter::new(File::create(new.path().join(format.file_name(table))).map_err(failed)?);
        (table.write)(selection, &mut output).and_then(|()| output.flush()).map_err(failed)?;
        output.get_ref().sync_all().map_err(failed)?;
    }
    #[cfg(unix)]
    if let Ok(folder) = File::open(new.path()) {
        // Not every file system can be asked.
        let _ = folder.sync_all();
    }
    // A folder with files in it cannot be replaced in one step: the old one waits beside until the new one is there.
    let old = if place.exists() {
        let old =
            tempfile::Builder::new().prefix(".diurna-").tempdir_in(folder_of(&place)).map_err(failed)?;
        fs::rename(&place, old.path().join("old")).map_err(failed)?;
        Some(old)
    } else {
        None
    };
    if let Err(error) = fs::rename(new.path(), &place) {
        if let Some(old) = &old {
            let _ = fs::rename(old.path().join("old"), &place);
        }
        return Err(failed(error).into());
    }
    // Nothing is left there to be removed.
    let _ = new.keep();
    Ok(())
}
