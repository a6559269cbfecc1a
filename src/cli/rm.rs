//! `diurna rm`: documents out of a store.

use super::add::{is_within, name_of};
use super::outcome::{Outcome, Stop};
use super::print;
use crate::error::Error;
use crate::store::{Known, Store};
use clap::Args;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct RmArguments {
    /// The store
    #[arg(value_name = "STORE")]
    store: PathBuf,
    /// Documents: the path they were read from, a folder, a line's PATH#ID, or their id
    #[arg(value_name = "PATH|ID", required = true)]
    documents: Vec<String>,
    /// Write what was done as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub(super) fn run(arguments: &RmArguments) -> Result<Outcome, Stop> {
    let mut store = Store::open_to_write(&arguments.store)?;
    let mut chosen: BTreeSet<Known> = BTreeSet::new();
    for wanted in &arguments.documents {
        let place = name_of(wanted);
        let is_meant = |known: &Known| {
            known.id.as_str() == wanted
                || is_within(&known.input, &place)
                || wanted.strip_prefix(&known.input).and_then(|rest| rest.strip_prefix('#'))
                    == Some(&known.part).filter(|part| !part.is_empty()).map(String::as_str)
                    && !known.part.is_empty()
        };
        let found = store.known(is_meant)?;
        if found.is_empty() {
            let count = store.count_documents()?;
            let error = Error::new(format!("no document of {count} was read from `{wanted}` or has that id"));
            return Err(Stop::NotFound(error.with_help(format!(
                "this lists them: diurna sql {} \"SELECT id, path FROM documents\"",
                arguments.store.display()
            ))));
        }
        chosen.extend(found);
    }
    let mut removed = 0;
    for known in &chosen {
        removed += usize::from(store.remove(known)?);
    }
    store.close()?;
    if arguments.json {
        let mut output = print::output();
        super::describe::write_json(&mut output, &json!({"removed": removed}))?;
        output.flush()?;
    }
    print::note(&format!("removed {}", print::counted(removed, "document")));
    Ok(Outcome::Found)
}
