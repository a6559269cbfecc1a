//! Entities: the mentions of one document that are the same actor or place.
//!
//! In come sentences with their names; out go [`Entities`]: actors and places, each with every span that mentions
//! it. What they do is read by [`crate::claim`]. Other documents are unknown here.

use crate::document::Span;
use std::collections::BTreeSet;

/// Index into [`Entities::actors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorId(pub usize);

/// Index into [`Entities::places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub usize);

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorKind {
    /// One human being.
    Person,
    /// A named or definite body: ministry, company, party, army.
    Organization,
    /// A state.
    Country,
    /// Several people or things without a name of their own ("nine communities").
    Group,
    /// Several states ("the West").
    Bloc,
    /// Press, broadcasters, agencies.
    Media,
    /// A speaker who is not named ("five sources").
    Anonymous,
}

impl ActorKind {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Country => "country",
            Self::Group => "group",
            Self::Bloc => "bloc",
            Self::Media => "media",
            Self::Anonymous => "anonymous",
        }
    }
}

/// A position an actor holds: `title` "Foreign Minister" `of` a country, organisation or place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Title {
    /// The title as the text has it, without country or name.
    pub title: String,
    /// Of whom or what.
    pub of: Option<TitleOf>,
}

/// What a title is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TitleOf {
    /// Of a country or an organisation.
    Actor(ActorId),
    /// Of a region or city.
    Place(PlaceId),
}

/// One place in the text that points at an actor, and why we think so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorMention {
    /// Where.
    pub span: Span,
    /// Sentence index.
    pub sentence: usize,
    /// The token that heads the phrase.
    pub head: usize,
    /// The rule that linked it ("name", "surname", "demonym", "metonymy", "pronoun", "apposition", "nominal", ...).
    pub rule: &'static str,
}

/// Somebody who does something or to whom something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The fullest name in the text ("Sergei Lavrov"), or the phrase for those without a name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Whether it has a name of its own; the others become nodes only when they take part in something.
    pub named: bool,
    /// Every form under which the text names it, its name included.
    pub aliases: BTreeSet<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// GOV, MIL, LEG, ... (DESIGN: the words we use).
    pub sector: Option<String>,
    /// Positions held.
    pub titles: Vec<Title>,
    /// Of a group: who belongs to it, if the text says so.
    pub members: Vec<ActorId>,
    /// How many, for groups and anonymous sources.
    pub count: Option<u32>,
    /// Where it is mentioned, in text order.
    pub mentions: Vec<ActorMention>,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A state.
    Country,
    /// A first- or second-order division, or a named area.
    Region,
    /// City, town or village.
    City,
    /// Building, street, base, dam.
    Facility,
    /// River, sea, mountain, or unknown.
    Other,
}

impl PlaceKind {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::City => "city",
            Self::Facility => "facility",
            Self::Other => "other",
        }
    }
}

/// Somewhere on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name in the text.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north and east, if known without doubt.
    pub coordinates: Option<(f64, f64)>,
    /// The place around it.
    pub within: Option<PlaceId>,
    /// Where it is mentioned: sentence, head token, span.
    pub mentions: Vec<(usize, usize, Span)>,
}

/// Two actors tied by something other than an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// From whom.
    pub source: ActorId,
    /// To whom.
    pub target: ActorId,
    /// "part_of", "counterpart_of", "ally_of", "member_of", "source_of".
    pub kind: &'static str,
}

/// Everybody and everywhere in one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entities {
    /// Actors in order of first mention.
    pub actors: Vec<Actor>,
    /// Places in order of first mention.
    pub places: Vec<Place>,
    /// Ties between actors.
    pub ties: Vec<Tie>,
}

impl Entities {
    /// The actor that the phrase headed by token `head` of sentence `sentence` points at.
    pub fn actor_at(&self, sentence: usize, head: usize) -> Option<ActorId> {
        self.actors
            .iter()
            .position(|actor| {
                actor.mentions.iter().any(|mention| (mention.sentence, mention.head) == (sentence, head))
            })
            .map(ActorId)
    }

    /// The place that the phrase headed by token `head` of sentence `sentence` points at.
    pub fn place_at(&self, sentence: usize, head: usize) -> Option<PlaceId> {
        self.places
            .iter()
            .position(|place| place.mentions.iter().any(|mention| (mention.0, mention.1) == (sentence, head)))
            .map(PlaceId)
    }
}
