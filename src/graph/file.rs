//! The native JSON form, `diurna/1`: written with arrays in id order, read with every reference checked.

use super::join::{Join, add, sort_stories};
use super::node::{Actor, Claim, Document, Event, Place, Relation};
use super::parallel::{self, Nodes};
use super::{Boxes, Graph, Id, Part, Parts, Table};
use crate::error::{Error, Result};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// What the `format` key of a graph file says.
pub const FORMAT: &str = "diurna/1";

/// How to get a graph from a page.
const HOW_TO_BUILD: &str = "run: diurna build PAGE -o graph.json";

/// The JSON Schema of the native form.
pub const SCHEMA: &str = include_str!("schema.json");

#[derive(Deserialize)]
struct FileIn {
    format: String,
    #[serde(default)]
    documents: Boxes<Document>,
    #[serde(default)]
    actors: Boxes<Actor>,
    #[serde(default)]
    places: Boxes<Place>,
    #[serde(default)]
    events: Boxes<Event>,
    #[serde(default)]
    claims: Boxes<Claim>,
    #[serde(default)]
    relations: Vec<Relation>,
    #[serde(default)]
    actor_parts: Vec<Part<Actor>>,
    #[serde(default)]
    event_parts: Vec<Part<Event>>,
    #[serde(default)]
    claim_parts: Vec<Claim>,
    #[serde(default)]
    relation_parts: Vec<Relation>,
}

impl Graph {
    /// Writes the graph as `diurna/1` JSON, indented, with a newline at the end.
    ///
    /// The same graph gives the same bytes. Fails only when `output` does.
    pub fn write_json(&self, mut output: impl io::Write) -> io::Result<()> {
        self.write_pretty(&mut output)
    }

    /// The graph as `diurna/1` JSON; see [`Graph::write_json`].
    ///
    /// ```
    /// use diurna::graph::Graph;
    /// let json = Graph::default().to_json();
    /// assert!(json.starts_with("{\n  \"format\": \"diurna/1\""));
    /// assert_eq!(Graph::from_json(&json).unwrap(), Graph::default());
    /// ```
    pub fn to_json(&self) -> String {
        let mut bytes = Vec::new();
        self.write_json(&mut bytes).expect("writing to memory cannot fail, and every key is text");
        String::from_utf8(bytes).expect("JSON writers write UTF-8")
    }

    /// Reads `diurna/1` JSON.
    ///
    /// Keys it does not know are left out. Two nodes with one id are joined. Fails when the text is not JSON, not
    /// of this format, lacks a key that a node needs, has a word or date that means nothing, or refers to a node
    /// that it does not hold; the error says which.
    ///
    /// ```
    /// use diurna::graph::Graph;
    /// let error = Graph::from_json(r#"{"format": "other/3"}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "the format is `other/3`; this version reads `diurna/1`");
    /// ```
    pub fn from_json(text: &str) -> Result<Self> {
        let nodes = match parallel::read(text.as_bytes()) {
            Some(nodes) => nodes,
            None => read(text)?,
        };
        Self::of_nodes(nodes)
    }

    /// Reads `diurna/1` JSON that may start with a byte order mark; see [`Graph::from_json`].
    ///
    /// Fails too when `bytes` are not UTF-8.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::from_json(text.trim_start_matches('\u{feff}')),
            Err(_) => {
                Err(Error::new(format!("not a {FORMAT} graph: it is not UTF-8 text")).with_help(HOW_TO_BUILD))
            }
        }
    }

    /// Reads the `diurna/1` file at `path`; see [`Graph::from_json`].
    ///
    /// A file as [`Graph::write_json`] writes it is parsed by all cores while it is read, and its text is never in
    /// memory as a whole. Fails too when the file cannot be read or is not UTF-8.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let cannot_read = |error| Error::io("read", path, error);
        let file = File::open(path).map_err(cannot_read)?;
        // A pipe can be read only once, so it is left to the reader that needs to read once.
        let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
        let graph = match is_file.then(|| parallel::read(&file)).flatten() {
            Some(nodes) => Self::of_nodes(nodes),
            None => Self::from_bytes(&fs::read(path).map_err(cannot_read)?),
        };
        graph.map_err(|error| error.at(path))
    }

    fn of_nodes(nodes: Nodes) -> Result<Self> {
        let graph = Self::of_any_nodes(nodes);
        let unlinked = Known::of(&graph).check(&graph)?;
        Ok(graph.with_claims_linked(unlinked))
    }

    fn of_any_nodes(nodes: Nodes) -> Self {
        let Nodes { mut documents, actors, places, events, claims, relations, parts } = nodes;
        documents.iter_mut().flatten().for_each(|document| sort_stories(&mut document.stories));
        let ((documents, actors, places, relations), (events, claims)) = rayon::join(
            || {
                (
                    by_id(documents, |document| &document.id),
                    by_id(actors, |actor| &actor.id),
                    by_id(places, |place| &place.id),
                    relations.into_iter().flatten().collect(),
                )
            },
            || rayon::join(|| by_id(events, |event| &event.id), || by_id(claims, |claim| &claim.id)),
        );
        Self { documents, actors, places, events, claims, relations, parts }
    }

    /// Adds to each event the claims that name it, as files written by others may give only one direction.
    fn with_claims_linked(mut self, unlinked: Vec<(Id, Id)>) -> Self {
        for (event, claim) in unlinked {
            if let Some(event) = self.events.get_mut(&event) {
                event.claims.insert(claim);
            }
        }
        self
    }
}

fn read(text: &str) -> Result<Nodes> {
    let file: FileIn = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => return Err(explain_failure(text, &error)),
    };
    if file.format != FORMAT {
        return Err(wrong_format(&file.format));
    }
    let FileIn { documents, actors, places, events, claims, relations, .. } = file;
    let mut parts = Parts::default();
    parts.join(Parts {
        actors: file.actor_parts,
        events: file.event_parts,
        claims: file.claim_parts,
        relations: file.relation_parts.into_iter().collect(),
    });
    Ok(Nodes {
        parts,
        documents: vec![documents],
        actors: vec![actors],
        places: vec![places],
        events: vec![events],
        claims: vec![claims],
        relations: vec![relations],
    })
}

/// `nodes` by their ids; those that share one are joined.
pub(super) fn by_id<T: Join>(nodes: Vec<Boxes<T>>, id: fn(&T) -> &Id) -> Table<T> {
    // A file as we write it is sorted, and a sorted list becomes a map without a search.
    if nodes.iter().flatten().is_sorted_by(|one, next| id(one) < id(next)) {
        return nodes.into_iter().flatten().map(|node| (id(&node).clone(), node)).collect();
    }
    let mut map = Table::new();
    for node in nodes.into_iter().flatten() {
        add(&mut map, id(&node).clone(), node);
    }
    map
}

/// The ids that a graph holds, to look references up in.
struct Known<'graph> {
    documents: FxHashSet<Id>,
    actors: FxHashSet<Id>,
    places: FxHashSet<Id>,
    events: FxHashMap<Id, &'graph Event>,
}

impl<'graph> Known<'graph> {
    fn of(graph: &'graph Graph) -> Self {
        let ((documents, actors, places), events) = rayon::join(
            || {
                (
                    graph.documents.keys().cloned().collect(),
                    graph.actors.keys().cloned().collect(),
                    graph.places.keys().cloned().collect(),
                )
            },
            || graph.events().map(|event| (event.id.clone(), event)).collect(),
        );
        Self { documents, actors, places, events }
    }

    /// The claims that their events do not list, with those events; the first reference to a missing node fails.
    fn check(&self, graph: &Graph) -> Result<Vec<(Id, Id)>> {
        first_failure(graph.actors(), |actor| self.check_actor(actor))?;
        first_failure(graph.places(), |place| self.check_place(place))?;
        first_failure(graph.events(), |event| self.check_event(event))?;
        first_failure(graph.claims(), |claim| self.check_claim(claim))?;
        let unlinked = self.unlinked_claims(graph)?;
        for relation in &graph.relations {
            self.expect_actor_or_place(("relation of", &relation.source), &relation.source)?;
            self.expect_actor_or_place(("relation of", &relation.source), &relation.target)?;
        }
        Ok(unlinked)
    }

    /// The claims that their events do not list, with those events; a listed claim that is missing fails.
    fn unlinked_claims(&self, graph: &Graph) -> Result<Vec<(Id, Id)>> {
        let claims: Vec<&Claim> = graph.claims().collect();
        let is_unlinked = |claim: &Claim| {
            self.events.get(&claim.event).is_some_and(|event| !event.claims.contains(&claim.id))
        };
        let unlinked = claims.par_iter().filter(|claim| is_unlinked(claim));
        let unlinked: Vec<(Id, Id)> = unlinked.map(|claim| (claim.event.clone(), claim.id.clone())).collect();
        let n_listed: usize = graph.events().map(|event| event.claims.len()).sum();
        // Every claim that is listed where it belongs is there; looking each up would find no more.
        if n_listed > claims.len() - unlinked.len() {
            first_failure(graph.events(), |event| {
                let mut missing_claims =
                    event.claims.iter().filter(|claim| !graph.claims.contains_key(claim));
                missing_claims
                    .next()
                    .map_or(Ok(()), |claim| Err(missing(("event", &event.id), "claim", claim)))
            })?;
        }
        Ok(unlinked)
    }

    fn check_actor(&self, actor: &Actor) -> Result<()> {
        let whose = ("actor", &actor.id);
        actor.members.iter().try_for_each(|member| expect_in(&self.actors, whose, "actor", member))?;
        for of in actor.titles.iter().filter_map(|title| title.of.as_ref()) {
            self.expect_actor_or_place(whose, of)?;
        }
        let mentions = actor.mentions.iter();
        mentions.map(|mention| &mention.document).try_for_each(|id| self.expect_document(whose, id))
    }

    fn check_place(&self, place: &Place) -> Result<()> {
        let whose = ("place", &place.id);
        place.within.iter().try_for_each(|within| expect_in(&self.places, whose, "place", within))?;
        let mentions = place.mentions.iter();
        mentions.map(|mention| &mention.document).try_for_each(|id| self.expect_document(whose, id))
    }

    fn check_event(&self, event: &Event) -> Result<()> {
        let whose = ("event", &event.id);
        let mut actors = event.participants.iter().map(|participant| &participant.actor);
        actors.try_for_each(|actor| expect_in(&self.actors, whose, "actor", actor))?;
        event.places.iter().try_for_each(|place| expect_in(&self.places, whose, "place", place))?;
        let mut others = event.part_of.iter().chain(&event.because_of).chain(&event.about);
        match others.find(|other| !self.events.contains_key(*other)) {
            Some(other) => Err(missing(whose, "event", other)),
            None => Ok(()),
        }
    }

    fn check_claim(&self, claim: &Claim) -> Result<()> {
        let whose = ("claim", &claim.id);
        if !self.events.contains_key(&claim.event) {
            return Err(missing(whose, "event", &claim.event));
        }
        self.expect_document(whose, &claim.document)?;
        let mut speakers = claim.attribution.iter().filter_map(|hop| hop.actor.as_ref());
        speakers.try_for_each(|actor| expect_in(&self.actors, whose, "actor", actor))
    }

    fn expect_document(&self, whose: (&str, &Id), id: &Id) -> Result<()> {
        expect_in(&self.documents, whose, "document", id)
    }

    fn expect_actor_or_place(&self, whose: (&str, &Id), id: &Id) -> Result<()> {
        if self.places.contains(id) {
            return Ok(());
        }
        expect_in(&self.actors, whose, "actor or place", id)
    }
}

/// What the first of `nodes` that fails `check` fails with.
fn first_failure<'graph, T: Sync + 'graph>(
    nodes: impl Iterator<Item = &'graph T>,
    check: impl Fn(&T) -> Result<()> + Sync,
) -> Result<()> {
    let nodes: Vec<&T> = nodes.collect();
    nodes.par_iter().find_map_first(|node| check(node).err()).map_or(Ok(()), Err)
}

fn expect_in(known: &FxHashSet<Id>, whose: (&str, &Id), what: &str, id: &Id) -> Result<()> {
    if known.contains(id) { Ok(()) } else { Err(missing(whose, what, id)) }
}

fn missing((kind, whose): (&str, &Id), what: &str, id: &Id) -> Error {
    Error::new(format!("{kind} {whose} refers to {what} {id}, which the file does not hold"))
        .with_help("the file was cut or edited; build it again")
}

fn wrong_format(found: &str) -> Error {
    Error::new(format!("the format is `{found}`; this version reads `{FORMAT}`")).with_help(HOW_TO_BUILD)
}

/// Why `text` could not be read as a graph, in the user's terms.
fn explain_failure(text: &str, error: &serde_json::Error) -> Error {
    let not_a_graph =
        |found: &str| Error::new(format!("not a {FORMAT} graph: {found}")).with_help(HOW_TO_BUILD);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return not_a_graph("it is empty");
    }
    let value: serde_json::Value = match serde_json::from_str(text) {
        Ok(value) => value,
        // Cut or mistyped JSON deserves the place of the mistake; a page of text does not.
        Err(error) if start.starts_with('{') => {
            return not_a_graph(&format!("broken JSON: {error}"));
        }
        Err(_) => return not_a_graph("it is text, not JSON"),
    };
    match value.get("format") {
        None if value.is_object() => not_a_graph("the JSON object has no `format` key"),
        None => not_a_graph("the JSON is not an object"),
        Some(serde_json::Value::String(format)) if format == FORMAT => {
            Error::new(format!("not a valid {FORMAT} graph: {error}"))
                .with_help("diurna schema prints the JSON Schema of the format")
        }
        Some(serde_json::Value::String(format)) => wrong_format(format),
        Some(other) => wrong_format(&other.to_string()),
    }
}
