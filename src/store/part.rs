//! The part of the graph around a few nodes, of a store that knows who is who.
//!
//! In come identifiers and names; out goes a part of the graph of all documents, read from those that speak of them.
//! What its actors and events are called and how they are described is what was kept, not told anew: that may hang on any
//! document.

use super::Store;
use super::contribution::{ACTOR, ActorRest, PlaceRest, key_of, word_of};
use super::write::damaged;
use crate::entity::{ActorKind, PlaceKind};
use crate::error::Result;
use crate::graph::{Actor, Decisions, Event, Graph, Id, Identities, Number, Place, Word};
use memchr::memmem::Finder;
use rusqlite::{OptionalExtension, Transaction};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// How many words `search` is asked for at a time.
const WORDS: usize = 128;

/// So many documents are read sooner than all names are looked through.
const FEW: usize = 128;

type Sql<T> = rusqlite::Result<T>;

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

/// A store at one moment, with who is who of all that is in it; [`Store::settled`] gives it.
#[derive(Debug)]
pub struct Settled<'store> {
    store: &'store Store,
    decisions: &'store Decisions,
    reading: Transaction<'store>,
}

impl<'store> Settled<'store> {
    pub(super) fn new(
        store: &'store Store,
        decisions: &'store Decisions,
        reading: Transaction<'store>,
    ) -> Self {
        Self { store, decisions, reading }
    }

    /// The graph of every document: that of [`Store::graph`], resolved.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn graph(&self) -> Result<Graph> {
        Ok(self.store.graph()?.resolve_as(&self.identities()?))
    }

    /// Who is who in all of it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn identities(&self) -> Result<Identities> {
        let read = || {
            let same = |kind: &str| {
                let mut rows =
                    self.reading.prepare_cached("SELECT raw, id FROM same WHERE kind = ?1 ORDER BY raw")?;
                let rows = rows.query_map([kind], |row| {
                    Ok((Id::from(row.get_ref(0)?.as_str()?), Id::from(row.get_ref(1)?.as_str()?)))
                })?;
                rows.collect::<Sql<BTreeMap<Id, Id>>>()
            };
            let mut told =
                Identities { actors: same("actor")?, events: same("event")?, ..Identities::default() };
            let mut rows = self.reading.prepare_cached("SELECT id, node FROM joined ORDER BY id")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let (id, node) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
                if id.starts_with("e:") {
                    told.whole_events.push(parse(node)?);
                } else {
                    told.whole_actors.push(parse(node)?);
                }
            }
            Ok(told)
        };
        self.done(read())
    }

    /// The part of the graph that holds everything `around` asks for.
    ///
    /// Of the events that have to do with one of [`Around::whole`], all is there. What else the documents say that were
    /// needed is there too; of each actor and place in them all but mentions in other documents, of each other event how
    /// it is described.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn part(&self, around: &Around) -> Result<Graph> {
        let part = self.part_of_at_most(around, usize::MAX)?;
        Ok(part.expect("no store has so many documents"))
    }

    /// The same, if at most `n_documents` have to be read for it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn part_of_at_most(&self, around: &Around, n_documents: usize) -> Result<Option<Graph>> {
        let parts: Sql<Vec<Vec<Id>>> = around.whole.iter().map(|id| self.parts_of(id)).collect();
        let parts: BTreeSet<Id> = self.done(parts)?.into_iter().flatten().collect();
        let mut wanted = self.done(self.documents_with(&parts))?;
        wanted.extend(self.done(self.documents_of_types(&around.types))?);
        if wanted.len() > n_documents {
            return Ok(None);
        }
        let mut known = BTreeSet::new();
        let graph = self.read(wanted, &mut known)?;
        let others = self.done(self.other_parts(&graph, &parts))?;
        let wanted = self.done(self.documents_with(&others))?;
        if wanted.len() > n_documents {
            return Ok(None);
        }
        let others = self.read(wanted, &mut known)?;
        self.done(self.tell(graph.merge(others), &around.named)).map(Some)
    }

    /// The actors and places that `words`, or the start of an id, may name, without mentions.
    ///
    /// All whose names have each of the words at the start of a word, in any case; and what those refer to. Looks through
    /// all names where the words are in those of many documents.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn called(&self, words: &str) -> Result<Graph> {
        let found = self.find_called(words)?;
        self.done(self.tell(Graph::default(), &found))
    }

    /// In how many documents something with this id is spoken of.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_documents_about(&self, id: &Id) -> Result<usize> {
        let parts = self.done(self.parts_of(id))?;
        self.done(self.documents_with(&parts)).map(|documents| documents.len())
    }

    /// Every document, without what it says.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn documents(&self) -> Result<Graph> {
        self.store.documents()
    }

    fn done<T>(&self, found: Sql<T>) -> Result<T> {
        found.map_err(|error| self.store.failed(error))
    }

    /// What the documents with these numbers say, but for `known` ones, and others that were read from the same text.
    fn read(&self, wanted: BTreeSet<i64>, known: &mut BTreeSet<i64>) -> Result<Graph> {
        let mut graph = Graph::default();
        let mut wanted = wanted;
        loop {
            wanted.retain(|&document| known.insert(document));
            if wanted.is_empty() {
                return Ok(graph);
            }
            let read = self.store.union_of(&self.done(self.packed(&wanted))?)?;
            wanted = self.done(self.documents_with(read.documents().map(|document| &document.id)))?;
            graph = graph.merge(read);
        }
    }

    fn packed(&self, documents: &BTreeSet<i64>) -> Sql<Vec<(i64, Vec<u8>)>> {
        let mut read = self.reading.prepare_cached("SELECT graph FROM contribution WHERE document = ?1")?;
        let mut read = |&document| Ok((document, read.query_row([document], |row| row.get(0))?));
        documents.iter().map(&mut read).collect()
    }

    /// The numbers of the documents with something of one of these ids.
    fn documents_with<'id>(&self, ids: impl IntoIterator<Item = &'id Id>) -> Sql<BTreeSet<i64>> {
        let words = ids.into_iter().map(|id| word_of(id.as_str())).filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
        let mut search = self.reading.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1")?;
        let mut documents = BTreeSet::new();
        for words in words.chunks(WORDS) {
            let found = search.query_map([format!("id:({})", words.join(" OR "))], |row| row.get(0))?;
            for document in found {
                documents.insert(document?);
            }
        }
        Ok(documents)
    }

    /// A document with an event of each of `types` that has any.
    fn documents_of_types(&self, types: &BTreeSet<String>) -> Sql<Vec<i64>> {
        let query = "SELECT n >> 24 FROM event WHERE type = ?1 COLLATE NOCASE LIMIT 1";
        let mut of_type = self.reading.prepare_cached(query)?;
        let found = types.iter().map(|kind| of_type.query_row([kind], |row| row.get(0)).optional());
        found.filter_map(Sql::transpose).collect()
    }

    /// The ids that documents gave what all of it is called `id`.
    fn parts_of(&self, id: &Id) -> Sql<Vec<Id>> {
        let mut parts = self.reading.prepare_cached("SELECT raw FROM same WHERE id = ?1")?;
        let parts = parts.query_map([id.as_str()], |row| Ok(Id::from(row.get_ref(0)?.as_str()?)))?;
        let parts: Vec<Id> = parts.collect::<Sql<_>>()?;
        Ok(if parts.is_empty() { vec![id.clone()] } else { parts })
    }

    /// What all of the actor or event is called that a document calls `part`; `told` gets it if that is not the same.
    fn whole_of(&self, part: &Id, told: &mut BTreeMap<Id, Id>) -> Sql<Id> {
        let mut whole = self.reading.prepare_cached("SELECT id FROM same WHERE raw = ?1 AND kind = ?2")?;
        let kind = if part.as_str().starts_with("e:") { "event" } else { "actor" };
        let whole = whole.query_row([part.as_str(), kind], |row| Ok(Id::from(row.get_ref(0)?.as_str()?)));
        let Some(whole) = whole.optional()? else { return Ok(part.clone()) };
        told.insert(part.clone(), whole.clone());
        Ok(whole)
    }

    /// What is known of an actor or event of several documents.
    fn joined<T: DeserializeOwned>(&self, id: &Id) -> Sql<Option<T>> {
        let mut joined = self.reading.prepare_cached("SELECT node FROM joined WHERE id = ?1")?;
        joined.query_row([id.as_str()], |row| parse(row.get_ref(0)?.as_str()?)).optional()
    }

    /// The other parts of the events of `graph` that have to do with one of `parts`.
    fn other_parts(&self, graph: &Graph, parts: &BTreeSet<Id>) -> Sql<BTreeSet<Id>> {
        let mut others = BTreeSet::new();
        for event in graph.events().filter(|event| is_about(graph, event, parts)) {
            let whole = self.whole_of(&event.id, &mut BTreeMap::new())?;
            others.extend(self.parts_of(&whole)?.into_iter().filter(|part| graph.event(part).is_none()));
        }
        Ok(others)
    }

    /// `graph`, which is what some documents say, with who is who and all that is known of its actors and places, of
    /// `named`, and of those that they refer to.
    fn tell(&self, graph: Graph, named: &BTreeSet<Id>) -> Sql<Graph> {
        let mut told = Identities::default();
        let mut nodes = Nodes::default();
        let mut wanted: Vec<Id> = named.iter().cloned().collect();
        wanted.extend(graph.places().map(|place| place.id.clone()));
        for actor in graph.actors() {
            wanted.push(self.whole_of(&actor.id, &mut told.actors)?);
        }
        let mut known: BTreeSet<Id> = BTreeSet::new();
        while let Some(id) = wanted.pop() {
            if !known.insert(id.clone()) {
                continue;
            }
            if let Some(actor) = self.joined::<Actor>(&id)? {
                wanted.extend(referred_to(&actor).cloned());
                told.whole_actors.push(actor);
                continue;
            }
            for part in self.parts_of(&id)? {
                if part != id {
                    told.actors.insert(part.clone(), id.clone());
                }
                let said = self.forms(&part)?;
                for other in said.actors.iter().flat_map(referred_to) {
                    wanted.push(self.whole_of(other, &mut told.actors)?);
                }
                wanted.extend(said.places.iter().filter_map(|place| place.within.clone()));
                nodes.actors.extend(said.actors);
                nodes.places.extend(said.places);
            }
        }
        for event in graph.events() {
            let whole = self.whole_of(&event.id, &mut told.events)?;
            if known.insert(whole.clone()) {
                told.whole_events.extend(self.joined::<Event>(&whole)?);
            }
        }
        Ok(graph.merge(Graph::of_nodes_alone(nodes.actors, nodes.places)).resolve_as(&told))
    }

    /// The actors and places, by what all of each is called, that `words` or the start of an id may name.
    fn find_called(&self, words: &str) -> Result<BTreeSet<Id>> {
        let typed = Typed::new(words);
        if typed.keys.is_empty() {
            return Ok(BTreeSet::new());
        }
        let id = Id::from(typed.start);
        if typed.is_id && self.done(self.is_whole(&id))? {
            return Ok([id].into());
        }
        let mut parts = match self.done(self.documents_naming(&typed))? {
            Some(documents) => {
                let graph = self.store.union_of(&self.done(self.packed(&documents))?)?;
                let actors = graph.actors().filter(|actor| typed.may_name(&actor.name, &actor.aliases));
                let places = graph.places().filter(|place| typed.is_in(&place.name));
                actors.map(|actor| &actor.id).chain(places.map(|place| &place.id)).cloned().collect()
            }
            None => self.done(self.look_through_forms(&typed))?,
        };
        let aliases = self.decisions.aliases().filter(|(_, alias)| typed.is_in(alias));
        parts.extend(aliases.map(|(id, _)| id.clone()));
        self.done(self.wholes_of(&parts, &typed))
    }

    /// Whether all of an actor or place is called `id`.
    fn is_whole(&self, id: &Id) -> Sql<bool> {
        let is_part = self.whole_of(id, &mut BTreeMap::new())? != *id;
        let mut said = self.reading.prepare_cached("SELECT 1 FROM form WHERE id = ?1")?;
        let mut joined = self.reading.prepare_cached("SELECT 1 FROM same WHERE id = ?1")?;
        Ok(joined.exists([id.as_str()])? || (!is_part && said.exists([id.as_str()])?))
    }

    /// The documents in whose names each of the words begins a word, if they are few.
    fn documents_naming(&self, typed: &Typed) -> Sql<Option<BTreeSet<i64>>> {
        // `search` knows letters beyond ASCII in another way than we do.
        let is_word =
            |key: &String| key.is_ascii() && key.contains(|letter: char| letter.is_ascii_alphanumeric());
        if typed.is_id || !typed.keys.iter().all(is_word) {
            return Ok(None);
        }
        let words: Vec<String> =
            typed.keys.iter().map(|key| format!("\"{}\" *", key.replace('"', " "))).collect();
        let mut search = self.reading.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1")?;
        let found = search.query_map([format!("name:({})", words.join(" AND "))], |row| row.get(0))?;
        let found: BTreeSet<i64> = found.take(FEW + 1).collect::<Sql<_>>()?;
        Ok((found.len() <= FEW).then_some(found))
    }

    /// What documents call the actors and places that `typed` may name, found among all of them.
    fn look_through_forms(&self, typed: &Typed) -> Sql<BTreeSet<Id>> {
        let is_meant = |id: &str, name: &str, rest: &str| {
            typed.is_in(name)
                || (typed.is_id && id.starts_with(typed.start))
                // A look at all letters of the aliases is cheap, and most of them fail it.
                || ((rest.contains('\\') || typed.is_in(rest))
                    && serde_json::from_str(rest).is_ok_and(|rest: ActorRest| typed.may_name(name, &rest.aliases)))
        };
        let mut parts = BTreeSet::new();
        let mut forms = self.reading.prepare_cached("SELECT id, name, rest FROM form")?;
        let mut forms = forms.query([])?;
        while let Some(row) = forms.next()? {
            let id = row.get_ref(0)?.as_str()?;
            if is_meant(id, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?) {
                parts.insert(Id::from(id));
            }
        }
        Ok(parts)
    }

    /// What all of each of `parts` is called, and ids that begin as was typed.
    fn wholes_of(&self, parts: &BTreeSet<Id>, typed: &Typed) -> Sql<BTreeSet<Id>> {
        let wholes = parts.iter().map(|part| self.whole_of(part, &mut BTreeMap::new()));
        let mut wholes: BTreeSet<Id> = wholes.collect::<Sql<_>>()?;
        if typed.is_id {
            let query = "SELECT id FROM same WHERE substr(id, 1, length(?1)) = ?1";
            let mut same = self.reading.prepare_cached(query)?;
            let same = same.query_map([typed.start], |row| Ok(Id::from(row.get_ref(0)?.as_str()?)))?;
            wholes.extend(same.collect::<Sql<Vec<Id>>>()?);
        }
        Ok(wholes)
    }

    /// What documents say of the node that they call `id`, mentions aside.
    fn forms(&self, id: &Id) -> Sql<Nodes> {
        let query = "SELECT what, name, kind, country, sector, count, lat, lon, rest FROM form WHERE id = ?1";
        let mut forms = self.reading.prepare_cached(query)?;
        let mut forms = forms.query([id.as_str()])?;
        let mut nodes = Nodes::default();
        while let Some(row) = forms.next()? {
            let (name, kind): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            let (country, rest): (Option<String>, _) = (row.get(3)?, row.get_ref(8)?.as_str()?);
            if row.get_ref(0)?.as_str()? == ACTOR {
                let kind = kind.and_then(|kind| ActorKind::from_word(&kind)).ok_or_else(damaged)?;
                let ActorRest { aliases, descriptions, titles, members } = parse(rest)?;
                nodes.actors.push(Actor {
                    id: id.clone(),
                    name,
                    kind,
                    aliases,
                    country,
                    sector: row.get(4)?,
                    descriptions,
                    titles,
                    members,
                    count: row.get(5)?,
                    mentions: BTreeSet::new(),
                });
            } else {
                let PlaceRest { within } = parse(rest)?;
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
        Ok(nodes)
    }
}

#[derive(Default)]
struct Nodes {
    actors: Vec<Actor>,
    places: Vec<Place>,
}

fn parse<T: DeserializeOwned>(json: &str) -> Sql<T> {
    serde_json::from_str(json).map_err(|_| damaged())
}

/// Whether one of `parts` is `event` or a claim of it, or takes part, speaks of it, or is a document that does.
fn is_about(graph: &Graph, event: &Event, parts: &BTreeSet<Id>) -> bool {
    let claims = || event.claims.iter().filter_map(|claim| graph.claim(claim));
    parts.contains(&event.id)
        || event.participants.iter().any(|participant| parts.contains(&participant.actor))
        || claims().any(|claim| {
            let mut speakers = claim.attribution.iter().filter_map(|hop| hop.actor.as_ref());
            parts.contains(&claim.id)
                || parts.contains(&claim.document)
                || speakers.any(|speaker| parts.contains(speaker))
        })
}

/// What a person typed to name somebody.
struct Typed<'words> {
    keys: Vec<String>,
    finders: Vec<Finder<'static>>,
    start: &'words str,
    /// Whether it may be the start of an identifier.
    is_id: bool,
}

impl<'words> Typed<'words> {
    fn new(words: &'words str) -> Self {
        let keys: Vec<String> = words.split_whitespace().map(key_of).collect();
        let finders = keys.iter().map(|key| Finder::new(key.as_bytes()).into_owned()).collect();
        let start = words.trim();
        Self { keys, finders, start, is_id: start.contains(':') }
    }

    /// Whether `text` has each of the words somewhere, in any case.
    fn is_in(&self, text: &str) -> bool {
        let small = if text.is_ascii() { text.to_ascii_lowercase() } else { key_of(text) };
        self.finders.iter().all(|finder| finder.find(small.as_bytes()).is_some())
    }

    fn may_name(&self, name: &str, aliases: &BTreeSet<String>) -> bool {
        self.is_in(name) || aliases.iter().any(|alias| self.is_in(alias))
    }
}

/// The actors and places that `actor` refers to.
fn referred_to(actor: &Actor) -> impl Iterator<Item = &Id> {
    actor.members.iter().chain(actor.titles.iter().filter_map(|title| title.of.as_ref()))
}
