//! The graph of all documents, and the part of it around a few nodes.

use super::Store;
use super::contribution::{What, key_of, unpacked};
use crate::error::Result;
use crate::graph::{Graph, Id};
use rayon::prelude::*;
use rusqlite::params;
use std::collections::BTreeSet;

/// Contributions that are in memory, packed, at the same time.
const BATCH: usize = 1 << 10;

/// What a part of the graph is to hold whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// Actors and places: everything about them.
    pub nodes: BTreeSet<Id>,
    /// Documents: everything in them.
    pub documents: BTreeSet<Id>,
    /// Events and claims: everything about them.
    pub events: BTreeSet<Id>,
    /// Actors and places that are only to be known by their names.
    pub named: BTreeSet<Id>,
    /// A type of which there is to be an event, if there is any.
    pub types: BTreeSet<String>,
}

impl Store {
    /// The graph of every document.
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
                return Ok(self.resolved(graph));
            }
            graph = graph.merge(self.union_of(&packed)?);
        }
    }

    /// The part of the graph that holds everything `around` asks for.
    ///
    /// What else the documents say that were needed for it is there too. Of every actor and place in it all is known
    /// but the mentions in other documents.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn part(&self, around: &Around) -> Result<Graph> {
        let documents = self.documents_about(around).map_err(|error| self.failed(error))?;
        let packed = self.packed(&documents).map_err(|error| self.failed(error))?;
        let graph = self.union_of(&packed)?;
        let nodes = graph.actors().map(|actor| &actor.id).chain(graph.places().map(|place| &place.id));
        let nodes: Vec<Id> = nodes.chain(&around.named).cloned().collect();
        Ok(self.resolved(graph.merge(self.forms(nodes)?)))
    }

    /// The actors and places that `words`, or the start of an id, may name, without mentions.
    ///
    /// All whose names have each of the words somewhere, in any case; and what those refer to.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn called(&self, words: &str) -> Result<Graph> {
        let find = || {
            let keys: Vec<String> = words.split_whitespace().map(key_of).collect();
            let mut found = BTreeSet::new();
            let Some((first, rest)) = keys.split_first() else { return Ok(found) };
            let mut names = self.connection.prepare_cached(
                "SELECT node.id, name.key FROM name JOIN node ON node.n = name.node WHERE instr(name.key, ?1)",
            )?;
            let mut names = names.query([first])?;
            while let Some(row) = names.next()? {
                let key = row.get_ref(1)?.as_str().unwrap_or_default();
                if rest.iter().all(|word| key.contains(word)) {
                    found.insert(Id::from(row.get_ref(0)?.as_str().unwrap_or_default()));
                }
            }
            let mut ids = self.connection.prepare_cached("SELECT id FROM node WHERE id BETWEEN ?1 AND ?2")?;
            let start = words.trim();
            if start.contains(':') {
                let mut ids = ids.query(params![start, format!("{start}\u{10ffff}")])?;
                while let Some(row) = ids.next()? {
                    found.insert(Id::from(row.get_ref(0)?.as_str().unwrap_or_default()));
                }
            }
            rusqlite::Result::Ok(found)
        };
        self.forms(find().map_err(|error| self.failed(error))?.into_iter().collect())
    }

    /// In how many documents `node` is spoken of.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_documents_about(&self, node: &Id) -> Result<usize> {
        let query = "SELECT count(*) FROM held JOIN node ON node.n = held.node WHERE node.id = ?1";
        let count = self
            .connection
            .prepare_cached(query)
            .and_then(|mut count| count.query_row([node.as_str()], |row| row.get::<_, i64>(0)));
        count.map(|count| usize::try_from(count).unwrap_or_default()).map_err(|error| self.failed(error))
    }

    /// The one place that every graph goes through on its way out, for decisions on identity.
    #[expect(clippy::unused_self, reason = "decisions will be rows of the store")]
    fn resolved(&self, graph: Graph) -> Graph {
        graph
    }

    fn packed(&self, documents: &BTreeSet<i64>) -> rusqlite::Result<Vec<(i64, Vec<u8>)>> {
        let mut read =
            self.connection.prepare_cached("SELECT graph FROM contribution WHERE document = ?1")?;
        let mut read = |&document| Ok((document, read.query_row([document], |row| row.get(0))?));
        documents.iter().map(&mut read).collect()
    }

    fn union_of(&self, packed: &[(i64, Vec<u8>)]) -> Result<Graph> {
        let path = &self.path;
        let graphs = packed.par_iter().map(|(document, bytes)| unpacked(*document, bytes, path));
        graphs.try_reduce(Graph::default, |one, other| Ok(one.merge(other)))
    }

    /// The numbers of the documents that have to be read for `around`.
    fn documents_about(&self, around: &Around) -> rusqlite::Result<BTreeSet<i64>> {
        let mut documents = BTreeSet::new();
        let mut add = |query: &str, wanted: &str| -> rusqlite::Result<()> {
            let mut found = self.connection.prepare_cached(query)?;
            let mut found = found.query([wanted])?;
            while let Some(row) = found.next()? {
                documents.insert(row.get(0)?);
            }
            Ok(())
        };
        for node in &around.nodes {
            add(
                "SELECT held.document FROM node JOIN held ON held.node = node.n WHERE node.id = ?1",
                node.as_str(),
            )?;
        }
        for document in &around.documents {
            add("SELECT n FROM document WHERE id = ?1", document.as_str())?;
        }
        for event in &around.events {
            add("SELECT n >> 24 FROM event WHERE id = ?1", event.as_str())?;
            add("SELECT n >> 24 FROM claim WHERE id = ?1", event.as_str())?;
        }
        for kind in &around.types {
            add("SELECT n >> 24 FROM event WHERE type = ?1 COLLATE NOCASE LIMIT 1", kind)?;
        }
        Ok(documents)
    }

    /// What all documents together say of `nodes`, mentions aside, and of those they refer to.
    fn forms(&self, mut wanted: Vec<Id>) -> Result<Graph> {
        let mut known: BTreeSet<Id> = BTreeSet::new();
        let mut graph = Graph::default();
        while !wanted.is_empty() {
            let mut forms = Forms::default();
            for id in wanted {
                if known.insert(id.clone()) {
                    self.read_forms(&id, &mut forms).map_err(|error| self.failed(error))?;
                }
            }
            let more = Graph::from_line(&forms.line()).map_err(|error| error.at(&self.path))?;
            wanted = referred_to(&more).filter(|id| !known.contains(*id)).cloned().collect();
            graph = graph.merge(more);
        }
        Ok(graph)
    }

    fn read_forms(&self, id: &Id, forms: &mut Forms) -> rusqlite::Result<()> {
        let query =
            "SELECT node.what, form.form FROM node JOIN form ON form.node = node.n WHERE node.id = ?1";
        let mut found = self.connection.prepare_cached(query)?;
        let mut found = found.query([id.as_str()])?;
        while let Some(row) = found.next()? {
            let is_actor = row.get_ref(0)?.as_str()? == What::Actor.word();
            let list = if is_actor { &mut forms.actors } else { &mut forms.places };
            list.push(row.get(1)?);
        }
        Ok(())
    }
}

/// Nodes as JSON.
#[derive(Default)]
struct Forms {
    actors: Vec<String>,
    places: Vec<String>,
}

impl Forms {
    /// A graph of them, on one line.
    fn line(&self) -> String {
        format!(
            r#"{{"documents":[],"actors":[{}],"places":[{}],"events":[],"claims":[],"relations":[]}}"#,
            self.actors.join(","),
            self.places.join(",")
        )
    }
}

/// The actors and places that actors and places of `graph` refer to.
fn referred_to(graph: &Graph) -> impl Iterator<Item = &Id> {
    let members = graph.actors().flat_map(|actor| &actor.members);
    let titles = graph.actors().flat_map(|actor| &actor.titles);
    members
        .chain(titles.filter_map(|title| title.of.as_ref()))
        .chain(graph.places().filter_map(|place| place.within.as_ref()))
}
