//! The graph of all documents, and the part of it around a few nodes.

use super::Store;
use super::contribution::{ACTOR, ActorRest, PlaceRest, key_of, unpacked, word_of};
use super::write::damaged;
use crate::entity::{ActorKind, PlaceKind};
use crate::error::Result;
use crate::graph::{Actor, Document, Graph, Id, Moment, Number, Place, Word};
use memchr::memmem::Finder;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Contributions that are in memory, packed, at the same time.
const BATCH: usize = 1 << 10;

/// What a part of the graph is to hold whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// Nodes of any kind, and claims: everything about them.
    pub whole: BTreeSet<Id>,
    /// Actors and places that are only to be known by their names.
    pub named: BTreeSet<Id>,
    /// A type of which there is to be an event, if there is any.
    pub types: BTreeSet<String>,
}

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
        Ok(graph.merge(self.forms(nodes)?))
    }

    /// The actors and places that `words`, or the start of an id, may name, without mentions.
    ///
    /// All whose names have each of the words somewhere, in any case; and what those refer to. Looks through all names.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn called(&self, words: &str) -> Result<Graph> {
        let keys: Vec<String> = words.split_whitespace().map(key_of).collect();
        let finders: Vec<Finder> = keys.iter().map(|key| Finder::new(key.as_bytes())).collect();
        let start = words.trim();
        let mut small = String::new();
        let mut has_all = |text: &str| {
            small_letters(text, &mut small);
            finders.iter().all(|finder| finder.find(small.as_bytes()).is_some())
        };
        let mut is_meant = |id: &str, name: &str, rest: &str| {
            has_all(name)
                || (start.contains(':') && id.starts_with(start))
                // A look at all letters of the aliases is cheap, and most of them fail it.
                || ((rest.contains('\\') || has_all(rest))
                    && serde_json::from_str(rest)
                        .is_ok_and(|rest: ActorRest| rest.aliases.iter().any(|alias| has_all(alias))))
        };
        let mut find = || {
            let mut found = BTreeSet::new();
            let mut forms = self.connection.prepare_cached("SELECT id, name, rest FROM form")?;
            let mut forms = forms.query([])?;
            while let Some(row) = forms.next()? {
                let id = row.get_ref(0)?.as_str()?;
                if is_meant(id, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?) {
                    found.insert(Id::from(id));
                }
            }
            rusqlite::Result::Ok(found)
        };
        if keys.is_empty() {
            return Ok(Graph::default());
        }
        self.forms(find().map_err(|error| self.failed(error))?.into_iter().collect())
    }

    /// In how many documents something with this id is spoken of.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_documents_about(&self, id: &Id) -> Result<usize> {
        let found = self.documents_with(id).map_err(|error| self.failed(error))?;
        Ok(found.len())
    }

    /// Every document, without what it says.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn documents(&self) -> Result<Graph> {
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
        for id in &around.whole {
            documents.extend(self.documents_with(id)?);
        }
        let query = "SELECT n >> 24 FROM event WHERE type = ?1 COLLATE NOCASE LIMIT 1";
        let mut of_type = self.connection.prepare_cached(query)?;
        for kind in &around.types {
            let found: Vec<i64> =
                of_type.query_map([kind], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            documents.extend(found);
        }
        Ok(documents)
    }

    /// The numbers of the documents with something of this id.
    fn documents_with(&self, id: &Id) -> rusqlite::Result<Vec<i64>> {
        let word = word_of(id.as_str());
        if word.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.connection.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1")?;
        found.query_map([format!("id:{word}")], |row| row.get(0))?.collect()
    }

    /// What all documents together say of `nodes`, mentions aside, and of those they refer to.
    fn forms(&self, mut wanted: Vec<Id>) -> Result<Graph> {
        let mut known: BTreeSet<Id> = BTreeSet::new();
        let mut graph = Graph::default();
        while !wanted.is_empty() {
            let mut nodes = Nodes::default();
            for id in wanted {
                if known.insert(id.clone()) {
                    self.read_forms(&id, &mut nodes).map_err(|error| self.failed(error))?;
                }
            }
            let more = Graph::of_nodes_alone(nodes.actors, nodes.places);
            wanted = referred_to(&more).filter(|id| !known.contains(*id)).cloned().collect();
            graph = graph.merge(more);
        }
        Ok(graph)
    }

    fn read_forms(&self, id: &Id, nodes: &mut Nodes) -> rusqlite::Result<()> {
        let query = "SELECT what, name, kind, country, sector, count, lat, lon, rest FROM form WHERE id = ?1";
        let mut forms = self.connection.prepare_cached(query)?;
        let mut forms = forms.query([id.as_str()])?;
        while let Some(row) = forms.next()? {
            let (name, kind): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            let (country, rest): (Option<String>, _) = (row.get(3)?, row.get_ref(8)?.as_str()?);
            if row.get_ref(0)?.as_str()? == ACTOR {
                let kind = kind.and_then(|kind| ActorKind::from_word(&kind)).ok_or_else(damaged)?;
                let ActorRest { aliases, descriptions, titles, members } =
                    serde_json::from_str(rest).map_err(|_| damaged())?;
                let (sector, count) = (row.get(4)?, row.get(5)?);
                let (id, mentions) = (id.clone(), BTreeSet::new());
                nodes.actors.push(Actor {
                    id,
                    name,
                    kind,
                    aliases,
                    country,
                    sector,
                    descriptions,
                    titles,
                    members,
                    count,
                    mentions,
                });
            } else {
                let PlaceRest { within } = serde_json::from_str(rest).map_err(|_| damaged())?;
                let (lat, lon): (Option<f64>, Option<f64>) = (row.get(6)?, row.get(7)?);
                nodes.places.push(Place {
                    id: id.clone(),
                    name,
                    kind: kind.and_then(|kind| PlaceKind::from_word(&kind)),
                    country,
                    lat: lat.map(Number::from),
                    lon: lon.map(Number::from),
                    within,
                    mentions: BTreeSet::new(),
                });
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Nodes {
    actors: Vec<Actor>,
    places: Vec<Place>,
}

/// Makes `small` be [`key_of`] of `text`.
fn small_letters(text: &str, small: &mut String) {
    small.clear();
    if text.is_ascii() {
        small.push_str(text);
        small.make_ascii_lowercase();
    } else {
        small.push_str(&key_of(text));
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
