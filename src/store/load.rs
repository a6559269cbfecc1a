//! The graph of all documents.

use super::Store;
use super::contribution::unpacked;
use crate::error::Result;
use crate::graph::{Document, Graph, Id, Moment};
use rayon::prelude::*;

/// Contributions that are in memory, packed, at the same time.
const BATCH: usize = 1 << 10;

impl Store {
    /// The graph of every document, as the documents gave it; [`Graph::resolve`] tells who is who.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn graph(&self) -> Result<Graph> {
        let query = "SELECT document, graph FROM contribution ORDER BY document";
        let mut rows = self.connection.prepare(query).map_err(|error| self.failed(error))?;
        let mut rows = rows.query([]).map_err(|error| self.failed(error))?;
        let mut graph = Graph::default();
        loop {
            let mut packed: Vec<(i64, Vec<u8>)> = Vec::new();
            while packed.len() < BATCH {
                match rows.next().map_err(|error| self.failed(error))? {
                    Some(row) => packed.push(row.try_into().map_err(|error| self.failed(error))?),
                    None => break,
                }
            }
            if packed.is_empty() {
                return Ok(graph);
            }
            graph = graph.merge(self.union_of(&packed)?);
        }
    }

    /// Every document, without what it says.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn documents(&self) -> Result<Graph> {
        let read = || {
            let query =
                "SELECT id, path, source_id, title, publisher, published, url, language FROM document";
            let mut rows = self.connection.prepare_cached(query)?;
            let rows = rows.query_map([], |row| {
                let published: Option<String> = row.get(5)?;
                Ok(Document {
                    id: Id::from(row.get_ref(0)?.as_str()?),
                    path: row.get(1)?,
                    source_id: row.get(2)?,
                    title: row.get(3)?,
                    publisher: row.get(4)?,
                    published: published.and_then(|published| Moment::first_of(&published)),
                    url: row.get(6)?,
                    language: row.get(7)?,
                    stories: Vec::new(),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<Document>>>()
        };
        Ok(Graph::of_documents_alone(read().map_err(|error| self.failed(error))?))
    }

    pub(super) fn union_of(&self, packed: &[(i64, Vec<u8>)]) -> Result<Graph> {
        let path = &self.path;
        let graphs = packed.par_iter().map(|(document, bytes)| unpacked(*document, bytes, path));
        graphs.try_reduce(Graph::default, |one, other| Ok(one.merge(other)))
    }
}
