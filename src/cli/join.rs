//! `diurna join`: the documents of several stores in one.

use super::outcome::{Outcome, Stop};
use super::print;
use crate::error::Error;
use crate::store::Store;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct JoinArguments {
    /// The store that documents go into, made if it is not there
    #[arg(value_name = "STORE")]
    store: PathBuf,
    /// The stores that they come from, which stay as they are
    #[arg(value_name = "OTHER", required = true)]
    others: Vec<PathBuf>,
}

/// Runs the verb.
pub(super) fn run(arguments: &JoinArguments) -> Result<Outcome, Stop> {
    join(&arguments.store, &arguments.others)
}

/// Puts the documents of `others` into the store at `store`.
pub(super) fn join(store: &Path, others: &[PathBuf]) -> Result<Outcome, Stop> {
    let others: Vec<Store> = others.iter().map(Store::open).collect::<Result<_, Error>>()?;
    let mut store = Store::open_or_create(store)?;
    let mut added = 0;
    for other in &others {
        added += store.merge_from(other)?;
    }
    let total = store.count_documents()?;
    store.close()?;
    print::note(&format!("added {}, now {total}", print::counted(added, "document")));
    Ok(Outcome::Found)
}
