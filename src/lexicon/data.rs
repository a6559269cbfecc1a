//! A fingerprint of the data that the library embeds: tables, rules and the model.
//!
//! `build.rs` takes it with this code. Two programs with the same fingerprint and version read a page alike, so that a store
//! need not read it again.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where the data lies in the package.
pub(crate) const FOLDERS: [&str; 2] = ["src/lexicon/en", "models"];

/// The files in `folder` and in its folders, but for what is written for people only.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.append(&mut files_in(&path)?);
        } else if path.extension().is_none_or(|extension| extension != "md") {
            files.push(path);
        }
    }
    Ok(files)
}

/// FNV-1a of `bytes` behind what `hash` is of.
fn add(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A hash of the names and contents of all data files of the package in `root`.
pub(crate) fn fingerprint(root: &Path) -> io::Result<u64> {
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    for folder in FOLDERS {
        for file in files_in(&root.join(folder))? {
            let name = file.strip_prefix(root).unwrap_or(&file).display().to_string().replace('\\', "/");
            files.push((name, file));
        }
    }
    files.sort();
    files.into_iter().try_fold(0xcbf2_9ce4_8422_2325, |hash, (name, file)| {
        let bytes = fs::read(file)?;
        let head = format!("{name}\0{}\0", bytes.len());
        Ok(add(add(hash, head.as_bytes()), &bytes))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_knows_the_data_that_it_is_built_from() {
        let hash = fingerprint(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the data is there");
        assert_eq!(format!("{hash:016x}"), env!("DIURNA_DATA"));
    }

    #[test]
    fn names_and_contents_make_the_fingerprint() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        for folder in FOLDERS {
            fs::create_dir_all(root.join(folder).join("inner")).expect("a folder");
        }
        let put = |name: &str, text: &str| fs::write(root.join(name), text).expect("a file");
        let hash = || fingerprint(root).expect("the data is there");
        put("models/en.bin", "12");
        put("src/lexicon/en/inner/a.tsv", "x");
        let first = hash();
        put("models/README.md", "how it was made");
        put("src/lexicon/en.rs", "code");
        assert_eq!(hash(), first, "what is for people changes no reading");
        put("src/lexicon/en/inner/a.tsv", "y");
        let changed = hash();
        put("src/lexicon/en/inner/a.tsv", "x");
        assert_eq!(hash(), first);
        fs::rename(root.join("models/en.bin"), root.join("models/fr.bin")).expect("it is there");
        assert!(changed != first && hash() != first && hash() != changed);
    }
}
