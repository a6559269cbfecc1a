//! Entities: the mentions of one document that are the same actor or place.
//!
//! In come sentences with their names; out go [`Entities`]: actors and places, each with every span that mentions
//! it. What they do is read by [`crate::claim`]. Other documents are unknown here.

mod actor_list;
mod forward;
mod groups;
mod homes;
mod kinds;
mod listed;
pub(crate) mod name_forms;
mod names;
mod nominals;
mod places;
mod pronouns;
mod resolver;
mod speakers;
mod titles;

pub use actor_list::{ActorList, ListedActor};

use crate::document::{Document, Span};
use crate::text::{Confidence, Sentence};
use rustc_hash::FxHashMap;
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
    /// How sure the model is that the head is part of a name of this extent and kind; full where it did not find it.
    pub confidence: Confidence,
    /// The rule that linked it ("name", "listed", "surname", "demonym", "metonymy", "pronoun", "speaker", "apposition", "nominal", ...).
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
    /// Whether the user's [`ActorList`] has it, which then says what it is.
    pub listed: bool,
    /// Every form under which the text names it, its name included.
    pub aliases: BTreeSet<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// GOV, MIL, LEG, ... (DESIGN: the words we use).
    pub sector: Option<String>,
    /// Of a person with a name: the common nouns that the text describes them with ("footballer"), in lower case.
    pub descriptions: BTreeSet<String>,
    /// Positions held.
    pub titles: Vec<Title>,
    /// Of an actor without a name: whom or what its phrase says it belongs to ("members of *the union*").
    pub of: Option<ActorId>,
    /// Of an actor without a name or a body of no known country: where its phrase says it is ("protesters in *Lima*").
    pub at: Option<PlaceId>,
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

/// For every token that may head a phrase: what the phrase points at. Keys are sentence and token.
///
/// It only answers look-ups; nothing iterates over it, so its order cannot reach an output.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeadIndex {
    actors: FxHashMap<(usize, usize), (ActorId, Span)>,
    places: FxHashMap<(usize, usize), (PlaceId, Span)>,
    demonyms: FxHashMap<(usize, usize), ActorId>,
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
    /// For each story the place of its dateline, as far as it is known.
    pub datelines: Vec<Option<PlaceId>>,
    /// Which tokens point at whom; made by [`resolve_entities`] or [`Entities::with_index`].
    pub index: HeadIndex,
}

impl Entities {
    /// These entities with an index made of the heads of their mentions.
    #[must_use]
    pub fn with_index(mut self) -> Self {
        for (id, actor) in self.actors.iter().enumerate() {
            for mention in &actor.mentions {
                let key = (mention.sentence, mention.head);
                self.index.actors.entry(key).or_insert((ActorId(id), mention.span));
            }
        }
        for (id, place) in self.places.iter().enumerate() {
            for &(sentence, head, span) in &place.mentions {
                self.index.places.entry((sentence, head)).or_insert((PlaceId(id), span));
            }
        }
        self
    }

    /// The actor that the phrase headed by token `head` of sentence `sentence` points at.
    ///
    /// Every token of a name and of the title beside it answers, whichever of them the tree makes the head; so do
    /// pronouns and relative pronouns whose antecedent is safe. Constant time.
    pub fn actor_at(&self, sentence: usize, head: usize) -> Option<ActorId> {
        self.index.actors.get(&(sentence, head)).map(|&(actor, _)| actor)
    }

    /// The place that the phrase headed by token `head` of sentence `sentence` points at. Constant time.
    ///
    /// A country's name answers here and in [`Entities::actor_at`]: the words around it tell which is meant.
    pub fn place_at(&self, sentence: usize, head: usize) -> Option<PlaceId> {
        self.index.places.get(&(sentence, head)).map(|&(place, _)| place)
    }

    /// The span of the phrase that mentions an actor at this token, title included, or else a place.
    pub fn phrase_at(&self, sentence: usize, token: usize) -> Option<Span> {
        let key = (sentence, token);
        let actor = self.index.actors.get(&key).map(|&(_, span)| span);
        actor.or_else(|| self.index.places.get(&key).map(|&(_, span)| span))
    }

    /// The country whose adjective this token is ("Russian" in "the Russian invasion").
    ///
    /// The country is an actor of the document, but one with [`Actor::named`] false if nothing else mentions it.
    pub fn demonym_at(&self, sentence: usize, token: usize) -> Option<ActorId> {
        self.index.demonyms.get(&(sentence, token)).copied()
    }
}

/// Finds everybody and everywhere in the sentences of `document`, each once, with all mentions.
///
/// Takes time linear in the length of the text but for the number of distinct names.
///
/// ```
/// use diurna::document::Document;
/// use diurna::entity::{ActorKind, resolve_entities};
/// use diurna::text::conllu::read_conllu;
/// let (text, sentences) = read_conllu(
///     "1\tPeru\tPeru\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tprotested\tprotest\tVERB\tVBD\t_\t0\troot\t_\t_\n",
/// )?;
/// let document = Document { text, ..Document::default() };
/// let entities = resolve_entities(&document, &sentences);
/// assert_eq!(entities.actors[0].kind, ActorKind::Country);
/// assert_eq!(entities.actors[0].country.as_deref(), Some("PER"));
/// assert_eq!(entities.actor_at(0, 1), None);
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn resolve_entities(document: &Document, sentences: &[Sentence]) -> Entities {
    resolve_entities_with(document, sentences, &ActorList::default())
}

/// The same for a reader who knows these actors: what a text calls by one of their names is that actor.
pub fn resolve_entities_with(document: &Document, sentences: &[Sentence], actors: &ActorList) -> Entities {
    resolver::Resolver::new(document, sentences, actors).resolve()
}
