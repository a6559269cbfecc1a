//! What one document says, made ready to be kept.

use crate::error::{Error, Result};
use crate::graph::{Actor, Graph, Place};
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
        Self { input: input.to_owned(), part: part.to_owned(), hash, graph, packed, forms }
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

/// The kinds of nodes that several documents can speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Actor,
    Place,
}

impl What {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Place => "place",
        }
    }
}

/// What a document says of a node, mentions aside.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) what: What,
    pub(super) id: String,
    pub(super) hash: i64,
    pub(super) name: String,
    pub(super) kind: Option<&'static str>,
    pub(super) country: Option<String>,
    pub(super) sector: Option<String>,
    pub(super) count: Option<u32>,
    pub(super) coordinates: Option<(f64, f64)>,
    pub(super) names: BTreeSet<String>,
    /// The node as JSON.
    pub(super) json: String,
}

fn forms_of(graph: &Graph) -> Vec<Form> {
    let hash = |json: &str| {
        let digest = Sha256::digest(json.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        i64::from_le_bytes(first)
    };
    let json = "writing to memory cannot fail, and every key is text";
    let actors = graph.actors().map(|actor| {
        let bare = bare_actor(actor);
        let json = serde_json::to_string(&bare).expect(json);
        Form {
            what: What::Actor,
            id: bare.id.to_string(),
            hash: hash(&json),
            kind: Some(bare.kind.name()),
            country: bare.country,
            sector: bare.sector,
            count: bare.count,
            coordinates: None,
            names: bare.aliases.into_iter().chain([bare.name.clone()]).collect(),
            name: bare.name,
            json,
        }
    });
    let places = graph.places().map(|place| {
        let bare = Place { mentions: BTreeSet::new(), ..place.clone() };
        let json = serde_json::to_string(&bare).expect(json);
        Form {
            what: What::Place,
            id: bare.id.to_string(),
            hash: hash(&json),
            kind: bare.kind.map(|kind| kind.name()),
            country: bare.country,
            sector: None,
            count: None,
            coordinates: bare.lat.zip(bare.lon).map(|(lat, lon)| (lat.0, lon.0)),
            names: [bare.name.clone()].into(),
            name: bare.name,
            json,
        }
    });
    actors.chain(places).collect()
}

/// `actor` without its mentions.
fn bare_actor(actor: &Actor) -> Actor {
    Actor {
        id: actor.id.clone(),
        name: actor.name.clone(),
        kind: actor.kind,
        aliases: actor.aliases.clone(),
        country: actor.country.clone(),
        sector: actor.sector.clone(),
        titles: actor.titles.clone(),
        members: actor.members.clone(),
        count: actor.count,
        mentions: BTreeSet::new(),
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
