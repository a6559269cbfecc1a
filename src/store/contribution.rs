//! What one document says, made ready to be kept.

use crate::error::{Error, Result};
use crate::graph::{Actor, Graph, Id, Place, Title};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

/// What a document was read from, and how, in sixteen bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub(super) [u8; 16]);

impl Hash {
    /// The hash of `parts`; no two lists of parts run together.
    ///
    /// ```
    /// use diurna::store::Hash;
    /// assert_ne!(Hash::of(&[b"ab", b"c"]), Hash::of(&[b"a", b"bc"]));
    /// ```
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        Self(bytes)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

/// All that one document says, ready to be put into a store.
///
/// Making it is most of the work of putting it in, and can be done on any thread.
#[derive(Debug, Clone)]
pub struct Contribution {
    pub(super) input: String,
    pub(super) part: String,
    pub(super) hash: Hash,
    pub(super) graph: Graph,
    pub(super) packed: Vec<u8>,
    pub(super) forms: Vec<Form>,
    pub(super) words: Words,
}

impl Contribution {
    /// What the document that the user calls `input`, or `part` of it, says: `graph`, a graph with one document.
    ///
    /// `hash` tells it from other contents that had or will have the same name. `part` is empty when the input is one
    /// document.
    pub fn new(input: &str, part: &str, hash: Hash, graph: Graph) -> Self {
        let packed = pack(&graph);
        Self::of_packed(input, part, hash, graph, packed)
    }

    pub(super) fn of_packed(input: &str, part: &str, hash: Hash, graph: Graph, packed: Vec<u8>) -> Self {
        let forms = forms_of(&graph);
        let words = Words::of(&graph, &forms);
        Self { input: input.to_owned(), part: part.to_owned(), hash, graph, packed, forms, words }
    }

    /// What the user calls the document: the input, and the part of it after a `#`.
    pub fn key(&self) -> String {
        if self.part.is_empty() { self.input.clone() } else { format!("{}#{}", self.input, self.part) }
    }

    /// Input, part and hash.
    pub fn name(&self) -> (&str, &str, Hash) {
        (&self.input, &self.part, self.hash)
    }

    /// What it says.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }
}

/// The bytes in which a graph is kept: one line of JSON, compressed (LZ4, the length of the line before it).
fn pack(graph: &Graph) -> Vec<u8> {
    lz4_flex::compress_prepend_size(graph.to_line().as_bytes())
}

/// The graph that [`pack`] made `bytes` of; `None` if they are damaged.
pub(super) fn unpack(bytes: &[u8]) -> Option<Graph> {
    let line = String::from_utf8(lz4_flex::decompress_size_prepended(bytes).ok()?).ok()?;
    Graph::from_line(&line).ok()
}

/// What a document says of an actor or place, mentions aside: a row of the table `form`.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) what: &'static str,
    pub(super) id: String,
    /// Of all the other fields.
    pub(super) hash: i64,
    pub(super) name: String,
    pub(super) kind: Option<&'static str>,
    pub(super) country: Option<String>,
    pub(super) sector: Option<String>,
    pub(super) count: Option<u32>,
    pub(super) coordinates: Option<(f64, f64)>,
    pub(super) rest: String,
}

/// What the columns of `form` do not say of an actor.
#[derive(Serialize, Deserialize)]
pub(super) struct ActorRest {
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) aliases: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) descriptions: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) titles: BTreeSet<Title>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) members: BTreeSet<Id>,
}

/// What the columns of `form` do not say of a place.
#[derive(Serialize, Deserialize)]
pub(super) struct PlaceRest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<Id>,
}

impl Form {
    fn of_actor(actor: &Actor) -> Self {
        let rest = ActorRest {
            aliases: actor.aliases.clone(),
            descriptions: actor.descriptions.clone(),
            titles: actor.titles.clone(),
            members: actor.members.clone(),
        };
        Self {
            what: ACTOR,
            id: actor.id.to_string(),
            hash: 0,
            name: actor.name.clone(),
            kind: Some(actor.kind.name()),
            country: actor.country.clone(),
            sector: actor.sector.clone(),
            count: actor.count,
            coordinates: None,
            rest: json(&rest),
        }
        .hashed()
    }

    fn of_place(place: &Place) -> Self {
        Self {
            what: PLACE,
            id: place.id.to_string(),
            hash: 0,
            name: place.name.clone(),
            kind: place.kind.map(|kind| kind.name()),
            country: place.country.clone(),
            sector: None,
            count: None,
            coordinates: place.lat.zip(place.lon).map(|(lat, lon)| (lat.0, lon.0)),
            rest: json(&PlaceRest { within: place.within.clone() }),
        }
        .hashed()
    }

    fn hashed(mut self) -> Self {
        let (lat, lon) = self.coordinates.unwrap_or_default();
        let hash = Hash::of(&[
            self.name.as_bytes(),
            self.kind.unwrap_or_default().as_bytes(),
            self.country.as_deref().unwrap_or_default().as_bytes(),
            self.sector.as_deref().unwrap_or_default().as_bytes(),
            &self.count.map_or(-1, i64::from).to_le_bytes(),
            &lat.to_le_bytes(),
            &lon.to_le_bytes(),
            self.rest.as_bytes(),
        ]);
        let mut first = [0; 8];
        first.copy_from_slice(&hash.0[..8]);
        self.hash = i64::from_le_bytes(first);
        self
    }
}

/// What the column `what` calls the two.
pub(super) const ACTOR: &str = "actor";
pub(super) const PLACE: &str = "place";

pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("writing to memory cannot fail, and every key is text")
}

pub(super) fn forms_of(graph: &Graph) -> Vec<Form> {
    graph.actors().map(Form::of_actor).chain(graph.places().map(Form::of_place)).collect()
}

/// The word under which `search` finds `id`.
pub(super) fn word_of(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The word under which `search` finds the documents that say this of a node.
pub(super) fn form_word(id: &str, hash: i64) -> String {
    format!("{}h{hash:016x}", word_of(id))
}

/// The words of a document that `search` finds it by: quotes, names, identifiers.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub(super) quotes: String,
    pub(super) names: String,
    pub(super) ids: String,
}

impl Words {
    fn of(graph: &Graph, forms: &[Form]) -> Self {
        let mut words = Self::default();
        let quotes: BTreeSet<&str> = graph.claims().map(|claim| claim.quote.as_str()).collect();
        for quote in quotes {
            words.quotes.push_str(quote);
            words.quotes.push('\n');
        }
        let names = graph.actors().flat_map(|actor| actor.aliases.iter().chain([&actor.name]));
        for name in names.chain(graph.places().map(|place| &place.name)) {
            words.names.push_str(name);
            words.names.push('\n');
        }
        let ids = graph.events().map(|event| &event.id).chain(graph.claims().map(|claim| &claim.id));
        for id in ids.chain(graph.documents().map(|document| &document.id)) {
            words.ids.push_str(&word_of(id.as_str()));
            words.ids.push(' ');
        }
        for form in forms {
            for word in [word_of(&form.id), form_word(&form.id, form.hash)] {
                words.ids.push_str(&word);
                words.ids.push(' ');
            }
        }
        words
    }
}

/// `text` in small letters, letter by letter, so that the start of a text is the start of its key.
pub(super) fn key_of(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The graph in `bytes`, which `document` of the store at `path` says.
pub(super) fn unpacked(document: i64, bytes: &[u8], path: &Path) -> Result<Graph> {
    unpack(bytes).ok_or_else(|| {
        Error::new(format!("the store is damaged: what document {document} says cannot be read"))
            .at(path)
            .with_help("take a copy of it, or make it again from the documents: diurna add")
    })
}
