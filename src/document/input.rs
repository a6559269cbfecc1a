//! Which files to read: files, folders, globs and standard input, in a fixed order.

use super::{ReadDocuments, ReadOptions, Skipped, read_documents};
use crate::error::{Error, Result};
use globset::GlobBuilder;
use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Standard,
    /// A file, as the user called it or as found under the folder the user named.
    File(PathBuf),
    /// A part of a folder that cannot be listed.
    Skipped(Skipped),
}

impl Input {
    /// What to call it: `-` for standard input.
    pub fn name(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
            Self::Skipped(skipped) => skipped.place.clone(),
        }
    }

    /// Its documents. A file that cannot be read becomes a [`Skipped`].
    ///
    /// # Errors
    /// As [`read_documents`], and when standard input cannot be read.
    pub fn read(&self, options: &ReadOptions) -> Result<ReadDocuments> {
        let name = self.name();
        match self {
            Self::Standard => {
                let mut bytes = Vec::new();
                let read = std::io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|error| Error::io("read", &name, error))?;
                read_documents(Some(&name), &bytes, options)
            }
            Self::File(path) => match std::fs::read(path) {
                Ok(bytes) => read_documents(Some(&name), &bytes, options),
                Err(error) => {
                    let skipped = Skipped { place: name, reason: format!("cannot be read: {error}") };
                    Ok(ReadDocuments { skipped: vec![skipped], ..ReadDocuments::default() })
                }
            },
            Self::Skipped(skipped) => {
                Ok(ReadDocuments { skipped: vec![skipped.clone()], ..ReadDocuments::default() })
            }
        }
    }
}

/// Endings of the files that are read from folders; a file that is named is read whatever its ending.
const EXTENSIONS: [&str; 9] = ["txt", "text", "md", "html", "htm", "xhtml", "json", "jsonl", "ndjson"];

/// The inputs that the arguments of a command line mean.
///
/// `-` is standard input; a folder stands for the files in it with a known ending, hidden ones left out; an argument with
/// `*`, `?`, `[` or `{` that names no file is a glob in which `**` crosses folders. The order is that of the arguments, within
/// a folder or glob that of the paths; a file named twice is read once.
///
/// # Errors
/// When a path does not exist, a glob is malformed, or a folder or glob holds no file to read.
pub fn find_inputs(arguments: &[String]) -> Result<Vec<Input>> {
    let mut inputs = Vec::new();
    let mut known = HashSet::new();
    for argument in arguments {
        for input in inputs_of(argument)? {
            let is_new = match &input {
                Input::File(path) => known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())),
                Input::Standard => !inputs.contains(&Input::Standard),
                Input::Skipped(_) => true,
            };
            if is_new {
                inputs.push(input);
            }
        }
    }
    Ok(inputs)
}

fn inputs_of(argument: &str) -> Result<Vec<Input>> {
    let path = Path::new(argument);
    if argument == "-" {
        Ok(vec![Input::Standard])
    } else if path.is_dir() {
        let found = walk(path, is_known);
        if found.is_empty() {
            let help = format!("files read from folders end in {}", EXTENSIONS.join(", "));
            return Err(Error::new(format!("no page in folder {argument}")).with_help(help));
        }
        Ok(found)
    } else if path.exists() {
        Ok(vec![Input::File(path.to_owned())])
    } else if argument.contains(['*', '?', '[', '{']) {
        expand_glob(argument)
    } else {
        Err(no_such_path(path))
    }
}

fn is_known(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// The files under `folder` that are wanted, and the parts of it that cannot be listed, in order of their paths.
fn walk(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Vec<Input> {
    let is_visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let mut found = Vec::new();
    for entry in
        WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_visible)
    {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_wanted(entry.path()) => {
                found.push(Input::File(entry.into_path()));
            }
            Ok(_) => {}
            Err(error) => {
                let place = error.path().unwrap_or(folder).display().to_string();
                let reason = match error.io_error() {
                    Some(error) => format!("cannot be listed: {error}"),
                    None => "is a link to a folder it lies in".to_owned(),
                };
                found.push(Input::Skipped(Skipped { place, reason }));
            }
        }
    }
    found
}

fn expand_glob(pattern: &str) -> Result<Vec<Input>> {
    let glob =
        GlobBuilder::new(pattern.strip_prefix("./").unwrap_or(pattern)).literal_separator(true).build();
    let matcher = glob.map_err(|error| Error::new(format!("malformed glob: {error}")))?.compile_matcher();
    // The folder before the first wildcard: everything else need not be listed.
    let fixed: PathBuf = Path::new(pattern)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let root = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
    if !root.is_dir() {
        return Err(no_such_path(root));
    }
    let is_wanted = |path: &Path| matcher.is_match(path.strip_prefix("./").unwrap_or(path));
    let mut found: Vec<Input> = walk(root, is_wanted);
    if !found.iter().any(|input| matches!(input, Input::File(_))) {
        return Err(Error::new(format!("no file matches {pattern}")));
    }
    for input in &mut found {
        if let Input::File(path) = input
            && let Ok(plain) = path.strip_prefix("./")
        {
            *path = plain.to_owned();
        }
    }
    Ok(found)
}

/// The error for a path that does not exist, with the most similar name beside it.
fn no_such_path(path: &Path) -> Error {
    let error = Error::new(format!("no such file or folder: {}", path.display()));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wanted = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return error.with_help(format!("there is no folder {}", folder.display()));
    };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let distance = |name: &String| strsim::damerau_levenshtein(&name.to_lowercase(), &wanted);
    match names.iter().min_by_key(|name| distance(name)) {
        Some(name) if distance(name) <= wanted.chars().count() / 3 => {
            error.with_help(format!("did you mean {}?", path.with_file_name(name).display()))
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("b/.hidden")).expect("a folder");
        for name in ["z.txt", "a.html", "b/c.jsonl", "b/notes.png", "b/.hidden/d.txt"] {
            fs::write(folder.path().join(name), "Crews slept.").expect("a file");
        }
        folder
    }

    fn names(folder: &Path, arguments: &[&str]) -> Vec<String> {
        let arguments: Vec<String> =
            arguments.iter().map(|name| folder.join(name).display().to_string()).collect();
        let inputs = find_inputs(&arguments).expect("all are there");
        let strip = |input: &Input| {
            let name = input.name();
            Path::new(&name).strip_prefix(folder).expect("under the folder").display().to_string()
        };
        inputs.iter().map(strip).collect()
    }

    #[test]
    fn folders_and_globs_are_expanded_in_order() {
        let folder = folder();
        assert_eq!(names(folder.path(), &[""]), ["a.html", "b/c.jsonl", "z.txt"]);
        assert_eq!(names(folder.path(), &["z.txt", ""]), ["z.txt", "a.html", "b/c.jsonl"]);
        assert_eq!(names(folder.path(), &["*.txt"]), ["z.txt"]);
        assert_eq!(names(folder.path(), &["**/*.{txt,jsonl}"]), ["b/c.jsonl", "z.txt"]);
        assert_eq!(names(folder.path(), &["b/notes.png"]), ["b/notes.png"]);
    }

    #[test]
    fn what_is_not_there_is_an_error_with_help() {
        let folder = folder();
        let error_of = |name: &str| {
            find_inputs(&[folder.path().join(name).display().to_string()]).expect_err("not there")
        };
        assert!(error_of("z.tx").help().is_some_and(|help| help.ends_with("z.txt?")));
        assert_eq!(error_of("quite-different.csv").help(), None);
        assert!(error_of("*.csv").to_string().contains("no file matches"));
        assert!(error_of("[.txt").to_string().contains("malformed glob"));
        assert_eq!(
            find_inputs(&["-".to_owned(), "-".to_owned()]).expect("standard input"),
            [Input::Standard]
        );
    }

    #[test]
    fn an_unreadable_file_is_skipped_by_name() {
        let read = Input::File("not-there.txt".into()).read(&ReadOptions::default()).expect("a skip");
        assert!(read.skipped[0].reason.starts_with("cannot be read"), "{read:?}");
    }
}
