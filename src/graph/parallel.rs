//! Large graph files: written and read by all cores.
//!
//! A file laid out as [`Graph::write_json`] does is cut between nodes while it is read, and the pieces are parsed side
//! by side, so its text is never in memory as a whole. Each piece has to be a JSON list by itself; then all of them
//! together are the list that the plain reader would see. Any other layout, and any mistake, is left to the plain
//! reader, which knows line and column.

use super::node::{Actor, Claim, Document, Event, Place, Relation};
use super::{Boxes, FORMAT, Graph, Part, Parts};
use memchr::memmem;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{self, Read};
use std::sync::Mutex;

/// Bytes of a file that one core reads at a time; a piece stays in its cache.
const PIECE: usize = 1 << 18;

/// Nodes that one core writes at a time.
const BATCH: usize = 1 << 10;

/// Batches that are in memory at the same time.
const BATCHES: usize = 64;

/// Every node of a file in the order of the file, in lists of any length.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) documents: Vec<Boxes<Document>>,
    pub(super) actors: Vec<Boxes<Actor>>,
    pub(super) places: Vec<Boxes<Place>>,
    pub(super) events: Vec<Boxes<Event>>,
    pub(super) claims: Vec<Boxes<Claim>>,
    pub(super) relations: Vec<Vec<Relation>>,
    pub(super) parts: Parts,
}

/// The nodes of one piece.
enum Piece {
    Documents(Boxes<Document>),
    Actors(Boxes<Actor>),
    Places(Boxes<Place>),
    Events(Boxes<Event>),
    Claims(Boxes<Claim>),
    Relations(Vec<Relation>),
    ActorParts(Vec<Part<Actor>>),
    EventParts(Vec<Part<Event>>),
    ClaimParts(Vec<Claim>),
    RelationParts(Vec<Relation>),
}

/// The arrays of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Documents,
    Actors,
    Places,
    Events,
    Claims,
    Relations,
    ActorParts,
    EventParts,
    ClaimParts,
    RelationParts,
}

const KEYS: [(&str, Key); 10] = [
    ("documents", Key::Documents),
    ("actors", Key::Actors),
    ("places", Key::Places),
    ("events", Key::Events),
    ("claims", Key::Claims),
    ("relations", Key::Relations),
    ("actor_parts", Key::ActorParts),
    ("event_parts", Key::EventParts),
    ("claim_parts", Key::ClaimParts),
    ("relation_parts", Key::RelationParts),
];

/// Reads the nodes of `input`; `None` when it is laid out in another way, or wrong, or cannot be read.
pub(super) fn read(input: impl Read + Send) -> Option<Nodes> {
    let spare = Mutex::default();
    let mut pieces = Pieces::new(input, &spare)?;
    let numbered = std::iter::from_fn(|| pieces.next()).enumerate().par_bridge();
    let parts: Option<Vec<(usize, Piece)>> = numbered
        .map(|(number, (key, piece))| {
            let part = part(key, &piece)?;
            spare.lock().ok()?.push(piece);
            Some((number, part))
        })
        .collect();
    let mut parts = parts?;
    if !pieces.is_complete {
        return None;
    }
    parts.sort_unstable_by_key(|(number, _)| *number);
    let mut nodes = Nodes::default();
    for (_, part) in parts {
        match part {
            Piece::Documents(part) => nodes.documents.push(part),
            Piece::Actors(part) => nodes.actors.push(part),
            Piece::Places(part) => nodes.places.push(part),
            Piece::Events(part) => nodes.events.push(part),
            Piece::Claims(part) => nodes.claims.push(part),
            Piece::Relations(part) => nodes.relations.push(part),
            Piece::ActorParts(actors) => nodes.parts.actors.extend(actors),
            Piece::EventParts(events) => nodes.parts.events.extend(events),
            Piece::ClaimParts(claims) => nodes.parts.claims.extend(claims),
            Piece::RelationParts(part) => nodes.parts.relations.extend(part),
        }
    }
    // In order, and each once.
    nodes.parts.join(Parts::default());
    Some(nodes)
}

/// A file cut between nodes.
///
/// JSON has no line breaks inside strings, so a line that starts with two blanks and a bracket is where an array
/// ends or, if the file is laid out in another way, somewhere that leaves a piece which is no list.
struct Pieces<'spare, R> {
    input: R,
    /// Memory of pieces that have been parsed: taking new memory for each costs more than parsing what is in it.
    spare: &'spare Mutex<Vec<Vec<u8>>>,
    /// What was read and not yet handed out.
    text: Vec<u8>,
    /// The array that `text` stands in.
    key: Option<Key>,
    seen: Vec<Key>,
    /// Whether the end of the file was where it should be.
    is_complete: bool,
}

const BETWEEN_NODES: &[u8] = b"\n    },\n    {";
const LAST_BRACE: &[u8] = b"\n    }";
const ARRAY_END: &[u8] = b"\n  ]";
const FILE_END: &[u8] = b"\n}\n";

impl<'spare, R: Read> Pieces<'spare, R> {
    fn new(input: R, spare: &'spare Mutex<Vec<Vec<u8>>>) -> Option<Self> {
        let mut pieces =
            Self { input, spare, text: Vec::new(), key: None, seen: Vec::new(), is_complete: false };
        let start = format!("{{\n  \"format\": \"{FORMAT}\"");
        pieces.read_more(start.len())?;
        pieces.take(&start).then_some(pieces)
    }

    /// Reads until `text` has `length` bytes or the file ends.
    fn read_more(&mut self, length: usize) -> Option<()> {
        let missing = length.saturating_sub(self.text.len());
        (&mut self.input).take(missing as u64).read_to_end(&mut self.text).ok()?;
        Some(())
    }

    /// Removes `expected` from the front, if it is there.
    fn take(&mut self, expected: &str) -> bool {
        let is_there = self.text.starts_with(expected.as_bytes());
        if is_there {
            self.text.drain(..expected.len());
        }
        is_there
    }

    /// Goes to the next array that has nodes; `None` at the end of the file, or where it is laid out otherwise.
    fn next_key(&mut self) -> Option<Key> {
        loop {
            self.read_more(64)?;
            if self.text == FILE_END {
                self.is_complete = true;
                return None;
            }
            let found = KEYS.iter().find(|(name, _)| self.take(&format!(",\n  \"{name}\": [")));
            let (_, key) = *found.filter(|(_, key)| !self.seen.contains(key))?;
            self.seen.push(key);
            if !self.take("]") {
                return Some(key);
            }
        }
    }

    /// The next nodes, as a JSON list.
    fn next(&mut self) -> Option<(Key, Vec<u8>)> {
        let key = match self.key {
            Some(key) => key,
            None => self.next_key()?,
        };
        let (mut length, mut searched) = (PIECE, 0);
        loop {
            self.read_more(length)?;
            let is_last = self.text.len() < length;
            if let Some(found) = memmem::find(&self.text[searched..], ARRAY_END) {
                self.key = None;
                return Some((key, self.hand_out(searched + found, ARRAY_END.len())?));
            }
            if is_last {
                return None;
            }
            searched = self.text.len().saturating_sub(BETWEEN_NODES.len());
            if let Some(found) = memmem::rfind(&self.text, BETWEEN_NODES) {
                self.key = Some(key);
                return Some((key, self.hand_out(found + LAST_BRACE.len(), ",".len())?));
            }
            length *= 2;
        }
    }

    /// The text before `end` in brackets, the first in place of a line break; it and `more` bytes go from what is held.
    fn hand_out(&mut self, end: usize, more: usize) -> Option<Vec<u8>> {
        let spare = self.spare.lock().ok()?.pop();
        let mut rest = spare.unwrap_or_else(|| Vec::with_capacity(PIECE + 2));
        rest.clear();
        rest.extend_from_slice(&self.text[end + more..]);
        let mut piece = std::mem::replace(&mut self.text, rest);
        piece.truncate(end);
        piece.push(b']');
        let first = piece.first_mut().filter(|byte| **byte == b'\n')?;
        *first = b'[';
        Some(piece)
    }
}

fn part(key: Key, piece: &[u8]) -> Option<Piece> {
    // Checked once for the whole piece, which is faster than string by string.
    let piece = std::str::from_utf8(piece).ok()?;
    Some(match key {
        Key::Documents => Piece::Documents(serde_json::from_str(piece).ok()?),
        Key::Actors => Piece::Actors(serde_json::from_str(piece).ok()?),
        Key::Places => Piece::Places(serde_json::from_str(piece).ok()?),
        Key::Events => Piece::Events(serde_json::from_str(piece).ok()?),
        Key::Claims => Piece::Claims(serde_json::from_str(piece).ok()?),
        Key::Relations => Piece::Relations(serde_json::from_str(piece).ok()?),
        Key::ActorParts => Piece::ActorParts(serde_json::from_str(piece).ok()?),
        Key::EventParts => Piece::EventParts(serde_json::from_str(piece).ok()?),
        Key::ClaimParts => Piece::ClaimParts(serde_json::from_str(piece).ok()?),
        Key::RelationParts => Piece::RelationParts(serde_json::from_str(piece).ok()?),
    })
}

impl Graph {
    /// Writes what `serde_json::to_writer_pretty` would, several nodes at a time.
    pub(super) fn write_pretty(&self, output: &mut impl io::Write) -> io::Result<()> {
        write!(output, "{{\n  \"format\": \"{FORMAT}\"")?;
        write_section(output, "documents", self.documents())?;
        write_section(output, "actors", self.actors())?;
        write_section(output, "places", self.places())?;
        write_section(output, "events", self.events())?;
        write_section(output, "claims", self.claims())?;
        write_section(output, "relations", self.relations.iter())?;
        if !self.parts.is_empty() {
            write_section(output, "actor_parts", self.parts.actors.iter())?;
            write_section(output, "event_parts", self.parts.events.iter())?;
            // Hardly any graph has them.
            if !self.parts.claims.is_empty() {
                write_section(output, "claim_parts", self.parts.claims.iter())?;
            }
            write_section(output, "relation_parts", self.parts.relations.iter())?;
        }
        output.write_all(b"\n}\n")
    }
}

fn write_section<'graph, T: Serialize + Sync + 'graph>(
    output: &mut impl io::Write,
    key: &str,
    nodes: impl Iterator<Item = &'graph T>,
) -> io::Result<()> {
    write!(output, ",\n  \"{key}\": [")?;
    let nodes: Vec<&T> = nodes.collect();
    if nodes.is_empty() {
        return output.write_all(b"]");
    }
    let mut is_first = true;
    for several in nodes.chunks(BATCH * BATCHES) {
        let written: Vec<Vec<u8>> = several.par_chunks(BATCH).map(write_nodes).collect();
        for bytes in written {
            // Each node comes with a comma before it.
            output.write_all(if is_first { &bytes[1..] } else { &bytes })?;
            is_first = false;
        }
    }
    output.write_all(b"\n  ]")
}

/// The nodes as they stand in the file, a comma before each.
fn write_nodes<T: Serialize>(nodes: &[&T]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(nodes.len() * 512);
    let mut formatter = PrettyFormatter::new();
    // Two levels in: the file's object and the array.
    formatter.begin_object(&mut io::sink()).expect("a sink takes everything");
    formatter.begin_array(&mut io::sink()).expect("a sink takes everything");
    for node in nodes {
        bytes.extend_from_slice(b",\n    ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter.clone());
        node.serialize(&mut serializer).expect("writing to memory cannot fail, and every key is text");
    }
    bytes
}
