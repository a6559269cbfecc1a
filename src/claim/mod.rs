//! Claims and events: what a sentence says happened, who says so, and whether it did.
//!
//! In come sentences and entities; out go [`Event`]s and the [`Claim`]s about them. Nothing here knows another
//! document.

mod arguments;
pub mod attribution;
mod clause;
mod confidence;
mod events;
mod find;
mod links;
mod merge;
mod pointers;
pub mod status;
mod times;

pub use events::{NearMiss, WhyNot};
pub use find::{find_claims, find_near_misses, who_says};

use crate::document::{Span, ZoneKind};
use crate::entity::{ActorId, PlaceId};
use crate::mention::time::TimeExpression;

/// Index into [`crate::reading::Reading::events`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub usize);

/// Whether something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// It happened.
    Occurred,
    /// It goes on.
    Ongoing,
    /// It is to happen.
    Planned,
    /// It may happen or have happened.
    Possible,
    /// It happens if something else does.
    Conditional,
    /// It did not happen.
    Denied,
    /// The text leaves it open.
    Unknown,
}

impl Status {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Occurred => "occurred",
            Self::Ongoing => "ongoing",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Conditional => "conditional",
            Self::Denied => "denied",
            Self::Unknown => "unknown",
        }
    }
}

/// The part an actor takes in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who does it.
    Agent,
    /// Whom it is done to.
    Patient,
    /// To whom something is given or said, whom is visited.
    Recipient,
    /// One of several who do it together.
    Participant,
}

impl Role {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Patient => "patient",
            Self::Recipient => "recipient",
            Self::Participant => "participant",
        }
    }
}

/// A number that belongs to an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What is counted: "killed", "injured", "arrested", "attendance", "attacks", "money", ...
    pub kind: String,
    /// How many; the lower end of a range.
    pub value: f64,
    /// The upper end of a range ("10 to 15").
    pub most: Option<f64>,
    /// Whether the text says "about", "at least", "close to", "dozens".
    pub approximate: bool,
    /// Where.
    pub span: Span,
}

/// What a sentence tells of an event for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It reports it.
    #[default]
    Reported,
    /// It sets something else against it ("after the attack").
    Background,
    /// It makes something else depend on it ("if Norland attacks").
    Condition,
}

/// One speaker of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Who speaks; `None`: nobody is named at all ("it was reported").
    pub actor: Option<ActorId>,
    /// Whether the speaker is not named.
    pub anonymous: bool,
    /// How many speakers, if the text says.
    pub count: Option<u32>,
    /// The words for the speaker; `None`: nobody is named at all.
    pub words: Option<Span>,
    /// The word of saying.
    pub cue: Option<Span>,
}

/// What one sentence says about an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The event it is about.
    pub event: EventId,
    /// Index into the document's stories.
    pub story: usize,
    /// The zone it stands in.
    pub zone: ZoneKind,
    /// The sentence.
    pub quote: Span,
    /// The words that name the event.
    pub trigger: Span,
    /// Whether the sentence negates it.
    pub negated: bool,
    /// The status it gives the event.
    pub status: Status,
    /// Who says so, outermost first, without the publisher.
    pub attribution: Vec<Hop>,
    /// The time it gives.
    pub time: Option<TimeExpression>,
    /// What the sentence tells of it for.
    pub standing: Standing,
    /// From 0 to 1.
    pub confidence: f32,
    /// File and line of the rule, or the name of the model.
    pub rule: String,
}

/// What tells where an event takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum PlaceBasis {
    /// The words about it.
    #[default]
    Words,
    /// The event that it came of.
    Event,
    /// The dateline of its story alone.
    Dateline,
}

impl PlaceBasis {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Event => "event",
            Self::Dateline => "dateline",
        }
    }
}

/// How one event hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// It took place as a part of the other ("arrested during the march").
    PartOf,
    /// It came of the other ("nine were killed in the blast").
    BecauseOf,
    /// It is an act about the other, which has not happened so far ("agreed to send doctors").
    About,
}

impl LinkKind {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PartOf => "part_of",
            Self::BecauseOf => "because_of",
            Self::About => "about",
        }
    }
}

/// Something that happens, is to happen or is said to.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The type ("CONSULT").
    pub kind: String,
    /// The mode ("visit").
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// A few words for people: "Sergei Lavrov visits China".
    pub label: String,
    /// What its claims say, taken together.
    pub status: Status,
    /// Who takes part.
    pub participants: Vec<(Role, ActorId)>,
    /// For each of `participants`, how sure it is that they take that part, from 0 to 1.
    pub sureness: Vec<f32>,
    /// Where it happens.
    pub places: Vec<PlaceId>,
    /// What tells where.
    pub place_basis: PlaceBasis,
    /// When.
    pub time: Option<TimeExpression>,
    /// Amounts.
    pub quantities: Vec<Quantity>,
    /// What it is a part of, came of or is about, where a sentence says so.
    pub links: Vec<(LinkKind, EventId)>,
    /// From 0 to 1.
    pub confidence: f32,
}
