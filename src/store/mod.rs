//! The store: one file that holds what many documents say, and takes documents in and out.
//!
//! In comes what each document says, a [`Contribution`]; out comes the graph of all of them, or the part of it around
//! a few nodes. A contribution is kept whole and never changed; the graph is their union, so it does not matter in
//! which order documents came, nor which came and went. Rows for SQL lie beside the contributions and go with them.
//! A store knows no text, no folders and no questions.

mod contribution;
mod load;
mod open;
mod part;
mod settle;
mod sql;
mod write;

pub use contribution::{Contribution, Hash};
pub use open::is_store;
pub use part::{Around, Settled};
pub use settle::Changes;
pub use sql::{Rows, Value};
pub use write::{Known, Put};

use rusqlite::Connection;
use std::path::PathBuf;

/// A store, open for reading or for writing too.
///
/// Many may read one while one writes; a second writer waits for the first one's document. What was put in is there
/// after a crash of the program as soon as [`Store::put`] has returned, and after a power failure as soon as
/// [`Store::close`] has.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::reading::Reading;
/// use diurna::store::{Contribution, Hash, Put, Store};
/// let folder = tempfile::tempdir()?;
/// let mut store = Store::open_or_create(folder.path().join("news.store"))?;
/// let graph = Graph::from_reading(&Reading::default());
/// let document = Contribution::new("page.txt", "", Hash::of(&[b"its text"]), graph.clone());
/// assert_eq!(store.put(&document)?, Put::Added);
/// assert_eq!(store.put(&document)?, Put::Unchanged);
/// assert_eq!(store.graph()?, graph);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    connection: Connection,
}
