//! The native JSON form, `diurna/1`: written with arrays in id order, read with every reference checked.

use super::join::{add, sort_stories};
use super::node::{Actor, Claim, Document, Event, Place, Relation};
use super::{Graph, Id};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// What the `format` key of a graph file says.
pub const FORMAT: &str = "diurna/1";

/// How to get a graph from a page.
const HOW_TO_BUILD: &str = "run: diurna build PAGE -o graph.json";

/// The JSON Schema of the native form.
pub const SCHEMA: &str = include_str!("schema.json");

#[derive(Serialize)]
struct FileOut<'graph> {
    format: &'static str,
    documents: Vec<&'graph Document>,
    actors: Vec<&'graph Actor>,
    places: Vec<&'graph Place>,
    events: Vec<&'graph Event>,
    claims: Vec<&'graph Claim>,
    relations: Vec<&'graph Relation>,
}

#[derive(Deserialize)]
struct FileIn {
    format: String,
    #[serde(default)]
    documents: Vec<Document>,
    #[serde(default)]
    actors: Vec<Actor>,
    #[serde(default)]
    places: Vec<Place>,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    claims: Vec<Claim>,
    #[serde(default)]
    relations: Vec<Relation>,
}

impl Graph {
    /// Writes the graph as `diurna/1` JSON, indented, with a newline at the end.
    ///
    /// The same graph gives the same bytes. Fails only when `output` does.
    pub fn write_json(&self, mut output: impl io::Write) -> io::Result<()> {
        let file = FileOut {
            format: FORMAT,
            documents: self.documents.values().collect(),
            actors: self.actors.values().collect(),
            places: self.places.values().collect(),
            events: self.events.values().collect(),
            claims: self.claims.values().collect(),
            relations: self.relations.iter().collect(),
        };
        serde_json::to_writer_pretty(&mut output, &file)?;
        output.write_all(b"\n")
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
        let file: FileIn = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(error) => return Err(explain_failure(text, &error)),
        };
        if file.format != FORMAT {
            return Err(wrong_format(&file.format));
        }
        let mut graph = Self::default();
        for mut document in file.documents {
            sort_stories(&mut document.stories);
            add(&mut graph.documents, document.id.clone(), document);
        }
        for actor in file.actors {
            add(&mut graph.actors, actor.id.clone(), actor);
        }
        for place in file.places {
            add(&mut graph.places, place.id.clone(), place);
        }
        for event in file.events {
            add(&mut graph.events, event.id.clone(), event);
        }
        for claim in file.claims {
            add(&mut graph.claims, claim.id.clone(), claim);
        }
        graph.relations.extend(file.relations);
        graph.check_references()?;
        graph.link_claims();
        Ok(graph)
    }

    /// Adds to each event the claims that name it, as files written by others may give only one direction.
    fn link_claims(&mut self) {
        for claim in self.claims.values() {
            if let Some(event) = self.events.get_mut(&claim.event)
                && !event.claims.contains(&claim.id)
            {
                event.claims.insert(claim.id.clone());
            }
        }
    }

    fn check_references(&self) -> Result<()> {
        for actor in self.actors.values() {
            let whose = ("actor", &actor.id);
            actor.members.iter().try_for_each(|member| expect_in(&self.actors, whose, "actor", member))?;
            for of in actor.titles.iter().filter_map(|title| title.of.as_ref()) {
                self.expect_actor_or_place(whose, of)?;
            }
            let mentions = actor.mentions.iter();
            mentions.map(|mention| &mention.document).try_for_each(|id| self.expect_document(whose, id))?;
        }
        for place in self.places.values() {
            let whose = ("place", &place.id);
            place.within.iter().try_for_each(|within| expect_in(&self.places, whose, "place", within))?;
            let mentions = place.mentions.iter();
            mentions.map(|mention| &mention.document).try_for_each(|id| self.expect_document(whose, id))?;
        }
        for event in self.events.values() {
            let whose = ("event", &event.id);
            let actors = event.participants.iter().map(|participant| &participant.actor);
            actors.into_iter().try_for_each(|actor| expect_in(&self.actors, whose, "actor", actor))?;
            event.places.iter().try_for_each(|place| expect_in(&self.places, whose, "place", place))?;
            event.claims.iter().try_for_each(|claim| expect_in(&self.claims, whose, "claim", claim))?;
        }
        for claim in self.claims.values() {
            let whose = ("claim", &claim.id);
            expect_in(&self.events, whose, "event", &claim.event)?;
            self.expect_document(whose, &claim.document)?;
            let speakers = claim.attribution.iter().filter_map(|hop| hop.actor.as_ref());
            speakers.into_iter().try_for_each(|actor| expect_in(&self.actors, whose, "actor", actor))?;
        }
        for relation in &self.relations {
            self.expect_actor_or_place(("relation of", &relation.source), &relation.source)?;
            self.expect_actor_or_place(("relation of", &relation.source), &relation.target)?;
        }
        Ok(())
    }

    fn expect_document(&self, whose: (&str, &Id), id: &Id) -> Result<()> {
        expect_in(&self.documents, whose, "document", id)
    }

    fn expect_actor_or_place(&self, whose: (&str, &Id), id: &Id) -> Result<()> {
        if self.places.contains_key(id) {
            return Ok(());
        }
        expect_in(&self.actors, whose, "actor or place", id)
    }
}

fn expect_in<T>(nodes: &BTreeMap<Id, T>, (kind, whose): (&str, &Id), what: &str, id: &Id) -> Result<()> {
    if nodes.contains_key(id) {
        return Ok(());
    }
    Err(Error::new(format!("{kind} {whose} refers to {what} {id}, which the file does not hold"))
        .with_help("the file was cut or edited; build it again"))
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
