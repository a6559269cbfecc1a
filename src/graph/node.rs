//! The nodes of a graph, with serde forms that are their JSON.

use super::code::Code;
use super::set::Set;
use super::time::{self, Moment, Time};
use super::{Id, words};
use crate::claim::{PlaceBasis, Role, Status};
use crate::document::ZoneKind;
use crate::entity::{ActorKind, PlaceKind};
use crate::lexicon::event_nouns::EventNoun;
use serde::{Deserialize, Serialize, Serializer};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A number with a total order, written without a fraction when it has none.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(from = "f64")]
pub struct Number(pub f64);

impl From<f64> for Number {
    /// `value`, a negative zero as a plain one, which JSON writes shorter.
    fn from(value: f64) -> Self {
        Self(value + 0.0)
    }
}

impl Number {
    /// `value` to three decimals: enough for a confidence.
    pub(super) fn rounded(value: f32) -> Self {
        Self::from((f64::from(value) * 1000.0).round() / 1000.0)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl std::fmt::Display for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, formatter)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Whole numbers below 2^53 are exact in both forms.
        if self.0.fract() == 0.0 && self.0.abs() < 9_007_199_254_740_992.0 {
            #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and fits")]
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// One page or text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// From its text, day of publication and address.
    pub id: Id,
    /// Where it was read from, as the user wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The identifier its source gives it (the `id` of a JSONL line).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::published")]
    pub published: Option<Moment>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// ISO 639-1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its pieces of news, in text order.
    #[serde(default)]
    pub stories: Vec<Story>,
}

/// One piece of news of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Story {
    /// "s1", "s2", ... within its document.
    pub id: Code,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it, not the page, was published.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::published")]
    pub published: Option<Moment>,
}

/// A stretch of a document's text, in Unicode scalar values, end exclusive.
///
/// Two of the same stretch are one mention, however sure each reading was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mention {
    /// Of which document.
    pub document: Id,
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words there.
    pub text: String,
    /// How likely it is that the words are this name, from 0 to 1; of actors only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Number>,
}

impl Mention {
    fn key(&self) -> (&Id, usize, usize, &str) {
        (&self.document, self.start, self.end, &self.text)
    }

    /// What is not after any mention in `document` that begins at `start` or later.
    pub(crate) fn first_from(document: &Id, start: usize) -> Self {
        Self { document: document.clone(), start, end: 0, text: String::new(), confidence: None }
    }
}

impl Ord for Mention {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Mention {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Mention {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Mention {}

/// A position: `title` "Foreign Minister" `of` an actor or place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Title {
    /// As the text has it.
    pub title: String,
    /// The actor or place it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Id>,
}

/// Somebody who does something or to whom something is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// From kind, name and country; for those without a name from document and first mention.
    pub id: Id,
    /// The fullest name.
    pub name: String,
    /// What it is.
    #[serde(with = "words")]
    pub kind: ActorKind,
    /// Every form of the name that texts use.
    #[serde(default)]
    pub aliases: BTreeSet<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// GOV, MIL, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Of a person: the common nouns that texts describe them with ("footballer").
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub descriptions: BTreeSet<String>,
    /// Positions held.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub titles: BTreeSet<Title>,
    /// Of a group: actors that belong to it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub members: BTreeSet<Id>,
    /// How many, for groups and anonymous sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Where texts speak of it.
    #[serde(default)]
    pub mentions: BTreeSet<Mention>,
}

/// Somewhere on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From kind, name, country and what it lies in.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "words::optional")]
    pub kind: Option<PlaceKind>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<Number>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<Number>,
    /// The place around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Id>,
    /// Where texts speak of it.
    #[serde(default)]
    pub mentions: BTreeSet<Mention>,
}

/// Who takes which part in an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Participant {
    /// The part.
    #[serde(with = "words")]
    pub role: Role,
    /// Who.
    pub actor: Id,
    /// How sure it is that they take it, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Number>,
}

/// A number that belongs to an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quantity {
    /// What is counted ("injured").
    pub kind: Code,
    /// How many; the lower end of a range.
    pub value: Number,
    /// The upper end of a range ("between 10 and 15").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Number>,
    /// Whether the text says "about", "at least", "dozens".
    #[serde(default)]
    pub approximate: bool,
}

impl Quantity {
    /// The number in words for people: "30", "about 30", "10 to 15".
    pub fn amount(&self) -> String {
        match self.most {
            Some(most) => format!("{} to {most}", self.value),
            None if self.approximate => format!("about {}", self.value),
            None => self.value.to_string(),
        }
    }
}

/// Something that happens, is to happen or is said to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// From document, type, story and first trigger.
    pub id: Id,
    /// The type ("CONSULT").
    #[serde(rename = "type")]
    pub kind: Code,
    /// The mode ("visit").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Code>,
    /// PLOVER contexts ("diplomatic").
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub context: BTreeSet<String>,
    /// Quad class: VC or MC (verbal or material cooperation), VX or MX (conflict); derived from the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quad: Option<Code>,
    /// CAMEO code, three or four digits, of which the first two are the root; derived from type and mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<Code>,
    /// A few words for people.
    #[serde(default)]
    pub label: String,
    /// What its claims say, taken together.
    #[serde(with = "words")]
    pub status: Status,
    /// Who takes part.
    #[serde(default)]
    pub participants: Set<Participant>,
    /// Where.
    #[serde(default, skip_serializing_if = "<[Id]>::is_empty")]
    pub places: Set<Id>,
    /// What tells where, if not the words about it: the event that it came of, or the dateline of its story alone.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "words::optional")]
    pub place_basis: Option<PlaceBasis>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// Amounts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub quantities: BTreeSet<Quantity>,
    /// The events that this one took place in ("arrested during the march").
    #[serde(default, skip_serializing_if = "<[Id]>::is_empty")]
    pub part_of: Set<Id>,
    /// The events that this one came of ("killed in the blast").
    #[serde(default, skip_serializing_if = "<[Id]>::is_empty")]
    pub because_of: Set<Id>,
    /// The events, not yet come, that this act is about ("agreed to meet").
    #[serde(default, skip_serializing_if = "<[Id]>::is_empty")]
    pub about: Set<Id>,
    /// What says so.
    #[serde(default)]
    pub claims: Set<Id>,
    /// From 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Number>,
    /// How many sources say so without copying each other.
    #[serde(default = "one")]
    pub independent_sources: u32,
}

fn one() -> u32 {
    1
}

/// The words that name an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trigger {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words there.
    #[serde(default)]
    pub text: String,
}

/// One speaker of an attribution chain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hop {
    /// Who speaks, if there is a node for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Id>,
    /// Whether the speaker is not named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// How many speakers, if the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The words for the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The word of saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
}

/// Whether a sentence affirms or negates what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// "struck".
    #[default]
    Affirmed,
    /// "did not strike".
    Negated,
}

/// What one sentence says about an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// From document, event type, trigger, sentence and speakers.
    pub id: Id,
    /// The event it is about.
    pub event: Id,
    /// The document it stands in.
    pub document: Id,
    /// The story it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<Code>,
    /// The kind of zone it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "words::optional")]
    pub zone: Option<ZoneKind>,
    /// The sentence, word for word.
    #[serde(default)]
    pub quote: String,
    /// First character of the quote in the document's text.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// The words that name the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
    /// Whether the sentence negates it.
    #[serde(default)]
    pub polarity: Polarity,
    /// The status it gives the event.
    #[serde(with = "words")]
    pub status: Status,
    /// Who says so, outermost first, without the page's own publisher.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Hop>,
    /// The time it gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// The amounts that its document gives, where those of the event are others, as a toll that rose.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub quantities: BTreeSet<Quantity>,
    /// From 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Number>,
    /// File and line of the rule, or the name of the model, that read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Event {
    /// The events that this one hangs on: how ("part_of", "because_of", "about"), and which.
    pub fn links(&self) -> impl Iterator<Item = (&'static str, &Id)> {
        let links = [("part_of", &self.part_of), ("because_of", &self.because_of), ("about", &self.about)];
        links.into_iter().flat_map(|(how, events)| events.iter().map(move |event| (how, event)))
    }

    /// The type with the mode, if there is one: "CONSULT/visit".
    pub fn type_and_mode(&self) -> String {
        match &self.mode {
            Some(mode) => format!("{}/{mode}", self.kind),
            None => self.kind.to_string(),
        }
    }
}

impl Claim {
    /// Whether `actor` is in the chain of speakers.
    pub fn is_said_by(&self, actor: &Id) -> bool {
        self.attribution.iter().any(|hop| hop.actor.as_ref() == Some(actor))
    }

    /// Whether the sentence only comes back to the event ("the attack"), and does not tell it.
    pub fn is_reference(&self) -> bool {
        self.rule.as_deref().is_some_and(|rule| rule.starts_with(EventNoun::RULE))
    }
}

/// Two nodes tied by something other than an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    /// From which actor.
    pub source: Id,
    /// To which actor or place.
    pub target: Id,
    /// "position", "part_of", "counterpart_of", ...
    #[serde(rename = "type")]
    pub kind: String,
    /// Of a position: the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}
