//! Event rules of the user's own (`--rules`): finds and reads the files.

use crate::error::{Error, Result};
use crate::lexicon::event_rules::{Sense, parse_rules};
use crate::lexicon::events::{EventLexicon, event_lexicon};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Where more event rules are.
#[derive(Debug, Args)]
pub(super) struct RulesArgument {
    /// More event rules: a file, or a folder with files named *.rules; see `diurna lint`
    #[arg(long = "rules", value_name = "PATH", help_heading = "How to read them")]
    paths: Vec<PathBuf>,
}

/// The senses to read with: our own, or those and the user's.
#[derive(Debug)]
pub(super) struct Lexicon(Option<EventLexicon>);

impl Lexicon {
    pub(super) fn senses(&self) -> &EventLexicon {
        self.0.as_ref().unwrap_or_else(|| event_lexicon())
    }
}

impl RulesArgument {
    /// Reads the rules.
    pub(super) fn lexicon(&self) -> Result<Lexicon> {
        if self.paths.is_empty() {
            return Ok(Lexicon(None));
        }
        let mut senses = Vec::new();
        for file in rule_files(&self.paths)? {
            senses.extend(read_rules(&file)?);
        }
        Ok(Lexicon(Some(EventLexicon::with(senses))))
    }
}

impl RulesArgument {
    /// Bytes that differ when the rules do; empty without rules.
    pub(super) fn fingerprint(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for file in rule_files(&self.paths)? {
            bytes.extend(fs::read(&file).map_err(|error| Error::io("read", &file, error))?);
            bytes.push(0);
        }
        Ok(bytes)
    }
}

/// The rule files that `paths` mean, each folder's in the order of their names.
pub(super) fn rule_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).map_err(|error| Error::io("read", path, error))?;
        let mut found = Vec::new();
        for entry in entries {
            let file = entry.map_err(|error| Error::io("read", path, error))?.path();
            if file.extension().is_some_and(|extension| extension == "rules") {
                found.push(file);
            }
        }
        if found.is_empty() {
            return Err(Error::new("there is no file named *.rules in this folder").at(path));
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

/// The senses of one rule file.
pub(super) fn read_rules(file: &Path) -> Result<Vec<Sense>> {
    let text = fs::read_to_string(file).map_err(|error| Error::io("read", file, error))?;
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    parse_rules(&stem, &text).map_err(|error| {
        let help = "the format is in the documentation of lexicon::event_rules; `diurna lint` checks a file";
        Error::new(error.message).at(file).on_line(error.line).with_help(help)
    })
}
