//! The whole walk for one document.

use crate::claim::{Claim, Event, find_claims};
use crate::document::Document;
use crate::entity::{ActorList, Entities, resolve_entities_with};
use crate::lexicon::events::{EventLexicon, event_lexicon};
use crate::text;
use std::sync::LazyLock;

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

/// What a reader knows before the text says it.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'a> {
    /// The words that tell of events; those that ship with the library by default.
    pub senses: &'a EventLexicon,
    /// Actors of the user's own; nobody by default.
    pub actors: &'a ActorList,
}

impl Default for Knowledge<'_> {
    fn default() -> Self {
        static NOBODY: LazyLock<ActorList> = LazyLock::new(ActorList::default);
        Self { senses: event_lexicon(), actors: &NOBODY }
    }
}

/// Reads a document with what ships with the library.
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
    read_with(document, Knowledge::default())
}

/// Reads a document with senses and actors of your own.
///
/// ```
/// use diurna::document::{ReadOptions, read_text};
/// use diurna::entity::ActorList;
/// use diurna::reading::{Knowledge, read_with};
/// let actors = ActorList::parse("name\tkind\taliases\nKolo Brigade\tgroup\tthe iron wolves\n")?;
/// let document = read_text("The iron wolves attacked Lima.", &ReadOptions::default());
/// let reading = read_with(document, Knowledge { actors: &actors, ..Knowledge::default() });
/// assert_eq!(reading.entities.actors[0].name, "Kolo Brigade");
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn read_with(document: Document, knowledge: Knowledge) -> Reading {
    let sentences = text::read(&document.text, document.readable_zones());
    let entities = resolve_entities_with(&document, &sentences, knowledge.actors);
    let (events, claims) = find_claims(&document, &sentences, &entities, knowledge.senses);
    Reading { document, entities, events, claims }
}
