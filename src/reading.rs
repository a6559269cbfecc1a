//! The whole walk for one document.

use crate::claim::{Claim, Event, find_claims};
use crate::document::Document;
use crate::entity::{Entities, resolve_entities};
use crate::lexicon::events::{EventLexicon, event_lexicon};
use crate::text;

/// Everything read from one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// What was read.
    pub document: Document,
    /// Who and where.
    pub entities: Entities,
    /// What happened.
    pub events: Vec<Event>,
    /// Who says what about it.
    pub claims: Vec<Claim>,
}

/// Reads a document with the event senses that ship with the library.
///
/// Never fails: odd text yields fewer facts. The same document gives the same reading, always.
///
/// ```
/// use diurna::document::{ReadOptions, read_text};
/// let document = read_text("Sergei Lavrov visited China on 8 April 2024.", &ReadOptions::default());
/// let reading = diurna::reading::read(document);
/// assert_eq!(reading.events[0].kind, "CONSULT");
/// ```
pub fn read(document: Document) -> Reading {
    read_with(document, event_lexicon())
}

/// Reads a document with event senses of your own.
pub fn read_with(document: Document, lexicon: &EventLexicon) -> Reading {
    let sentences = text::read(&document.text, document.readable_zones());
    let entities = resolve_entities(&document, &sentences);
    let (events, claims) = find_claims(&document, &sentences, &entities, lexicon);
    Reading { document, entities, events, claims }
}
