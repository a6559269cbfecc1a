//! One reading as a graph: indexes become identifiers, bytes become characters.

use super::join::add;
use super::node::{
    Actor, Claim, Document, Event, Hop, Mention, Number, Participant, Place, Polarity, Quantity, Relation,
    Story, Title, Trigger,
};
use super::time::{Moment, Time};
use super::{Code, Graph, Id, Set};
use crate::claim::{self, LinkKind, PlaceBasis};
use crate::document::Span;
use crate::entity::{self, ActorId, ActorKind, PlaceId, TitleOf};
use crate::lexicon::event_types::event_type_of;
use crate::lexicon::world::{Known, world};
use crate::reading::Reading;
use crate::text::Confidence;
use std::collections::{BTreeMap, BTreeSet};

/// Distance in bytes between two known character counts.
const STRIDE: usize = 256;

/// Turns byte offsets of a text into counts of Unicode scalar values; made in one pass, asked in constant time.
struct Characters<'text> {
    text: &'text str,
    /// Characters before each multiple of [`STRIDE`] bytes; a character counts where its first byte is.
    before: Vec<usize>,
}

/// Whether `byte` is the first of a character in UTF-8.
const fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

impl<'text> Characters<'text> {
    fn new(text: &'text str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(STRIDE) {
            before.push(count);
            count += block.iter().filter(|&&byte| starts_character(byte)).count();
        }
        if text.len().is_multiple_of(STRIDE) {
            before.push(count);
        }
        Self { text, before }
    }

    /// The number of characters that start before byte `offset`.
    fn count(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / STRIDE;
        let rest = &self.text.as_bytes()[block * STRIDE..offset];
        self.before[block] + rest.iter().filter(|&&byte| starts_character(byte)).count()
    }

    fn span(&self, span: Span) -> (usize, usize) {
        (self.count(span.start), self.count(span.end))
    }

    /// The words of `span`, with every run of white space as one space.
    fn words(&self, span: Span) -> String {
        let words = self.text.get(span.start..span.end).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The form under which two spellings of a name are the same.
fn normalised(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| match character {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{2010}'..='\u{2015}' => '-',
            other => other,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Everything needed to turn the indexes of one reading into identifiers.
struct Converter<'reading> {
    reading: &'reading Reading,
    characters: Characters<'reading>,
    document: Id,
    actors: Vec<Id>,
    places: Vec<Id>,
    /// The claims of each event, by index.
    claims: Vec<Vec<usize>>,
    events: Vec<Id>,
    /// Which actors become nodes.
    shown: Vec<bool>,
}

impl<'reading> Converter<'reading> {
    fn new(reading: &'reading Reading) -> Self {
        let document = document_id(reading);
        let characters = Characters::new(&reading.document.text);
        let entities = &reading.entities;
        let actors = entities.actors.iter().map(|actor| actor_id(actor, &document, &characters)).collect();
        let places = (0..entities.places.len()).map(|at| place_id(&entities.places, at, 0)).collect();
        let mut claims = vec![Vec::new(); reading.events.len()];
        for (index, claim) in reading.claims.iter().enumerate() {
            if let Some(of_event) = claims.get_mut(claim.event.0) {
                of_event.push(index);
            }
        }
        let mut converter = Self {
            reading,
            characters,
            document,
            actors,
            places,
            claims,
            events: Vec::new(),
            shown: Vec::new(),
        };
        converter.shown = converter.shown_actors();
        converter.events = converter.event_ids();
        converter
    }

    /// Actors with a name, and those others that an event or a claim refers to.
    fn shown_actors(&self) -> Vec<bool> {
        let mut shown: Vec<bool> = self.reading.entities.actors.iter().map(|actor| actor.named).collect();
        let participants =
            self.reading.events.iter().flat_map(|event| &event.participants).map(|(_, id)| *id);
        let speakers =
            self.reading.claims.iter().flat_map(|claim| &claim.attribution).filter_map(|hop| hop.actor);
        for ActorId(index) in participants.chain(speakers) {
            if let Some(shown) = shown.get_mut(index) {
                *shown = true;
            }
        }
        shown
    }

    fn event_ids(&self) -> Vec<Id> {
        let mut seen: BTreeMap<Id, usize> = BTreeMap::new();
        let events = self.reading.events.iter().enumerate();
        events
            .map(|(index, event)| {
                let claims = self.claims[index].iter().map(|&claim| &self.reading.claims[claim]);
                let first = claims.min_by_key(|claim| (claim.trigger, claim.story));
                let trigger = first.map_or(0, |claim| self.characters.count(claim.trigger.start)).to_string();
                let story = first.map_or(0, |claim| claim.story).to_string();
                let parts = [self.document.as_str(), event.kind.as_str(), story.as_str(), trigger.as_str()];
                distinct('e', &parts, &mut seen)
            })
            .collect()
    }

    /// The identifier of an actor, if it is a node.
    fn actor(&self, ActorId(index): ActorId) -> Option<Id> {
        self.shown.get(index).copied().unwrap_or_default().then(|| self.actors[index].clone())
    }

    fn place(&self, PlaceId(index): PlaceId) -> Option<Id> {
        self.places.get(index).cloned()
    }

    fn mention(&self, span: Span, confidence: Option<Confidence>) -> Mention {
        let (start, end) = self.characters.span(span);
        Mention {
            document: self.document.clone(),
            start,
            end,
            text: self.characters.words(span),
            confidence: confidence.map(|confidence| Number::rounded(confidence.fraction())),
        }
    }

    fn document_node(&self) -> Document {
        let document = &self.reading.document;
        let stories = document.stories.iter().enumerate().map(|(index, story)| Story {
            id: story_id(index),
            title: story.title.map(|span| self.characters.words(span)),
            published: story.published.map(Moment::from),
        });
        Document {
            id: self.document.clone(),
            path: document.path.clone(),
            source_id: document.source_id.clone(),
            title: document.title.clone(),
            publisher: document.publisher.clone(),
            published: document.published.map(Moment::from),
            url: document.url.clone(),
            language: None,
            stories: stories.collect(),
        }
    }

    fn titles(&self, actor: &entity::Actor) -> BTreeSet<Title> {
        let of = |of: TitleOf| match of {
            TitleOf::Actor(actor) => self.actor(actor),
            TitleOf::Place(place) => self.place(place),
        };
        let titles = actor.titles.iter();
        titles.map(|title| Title { title: title.title.clone(), of: title.of.and_then(of) }).collect()
    }

    fn actor_node(&self, id: Id, actor: &entity::Actor) -> Actor {
        Actor {
            id,
            name: actor.name.clone(),
            kind: actor.kind,
            aliases: actor.aliases.clone(),
            country: actor.country.clone(),
            sector: actor.sector.clone(),
            descriptions: actor.descriptions.clone(),
            titles: self.titles(actor),
            members: actor.members.iter().filter_map(|&member| self.actor(member)).collect(),
            count: actor.count,
            mentions: actor
                .mentions
                .iter()
                .map(|mention| self.mention(mention.span, Some(mention.confidence)))
                .collect(),
        }
    }

    fn place_node(&self, id: Id, place: &entity::Place) -> Place {
        let number = |value: f64| Number(value + 0.0);
        Place {
            id,
            name: place.name.clone(),
            kind: Some(place.kind),
            country: place.country.clone(),
            lat: place.coordinates.map(|(north, _)| number(north)),
            lon: place.coordinates.map(|(_, east)| number(east)),
            within: place.within.and_then(|within| self.place(within)),
            mentions: place.mentions.iter().map(|&(_, _, span)| self.mention(span, None)).collect(),
        }
    }

    fn event_node(&self, id: Id, event: &claim::Event) -> Event {
        let participants = event.participants.iter();
        let follows = event_type_of(&event.kind, event.mode.as_deref());
        Event {
            id,
            kind: event.kind.as_str().into(),
            mode: event.mode.as_deref().map(Code::from),
            context: event.context.iter().cloned().collect(),
            quad: follows.and_then(|follows| follows.quad).map(Code::from),
            cameo: follows.and_then(|follows| follows.cameo).map(Code::from),
            label: event.label.clone(),
            status: event.status,
            participants: participants
                .enumerate()
                .filter_map(|(index, &(role, actor))| {
                    let confidence = event.sureness.get(index).map(|&sure| Number::rounded(sure));
                    Some(Participant { role, actor: self.actor(actor)?, confidence })
                })
                .collect(),
            places: event.places.iter().filter_map(|&place| self.place(place)).collect(),
            place_basis: Some(event.place_basis)
                .filter(|&basis| basis != PlaceBasis::Words && !event.places.is_empty()),
            time: event.time.as_ref().map(|time| Time::of(time, self.characters.text)),
            quantities: event
                .quantities
                .iter()
                .map(|quantity| Quantity {
                    kind: quantity.kind.as_str().into(),
                    value: Number(quantity.value + 0.0),
                    most: quantity.most.map(|most| Number(most + 0.0)),
                    approximate: quantity.approximate,
                })
                .collect(),
            part_of: self.linked(event, LinkKind::PartOf),
            because_of: self.linked(event, LinkKind::BecauseOf),
            about: self.linked(event, LinkKind::About),
            claims: Set::default(),
            confidence: Some(Number::rounded(event.confidence)),
            independent_sources: 1,
        }
    }

    /// The events that `event` hangs on in this way.
    fn linked(&self, event: &claim::Event, kind: LinkKind) -> Set<Id> {
        let links = event.links.iter().filter(|(link, _)| *link == kind);
        links.filter_map(|(_, other)| self.events.get(other.0).cloned()).collect()
    }

    fn hop(&self, hop: &claim::Hop) -> Hop {
        let actor = hop.actor.and_then(|actor| self.actor(actor));
        Hop {
            anonymous: hop.anonymous,
            actor,
            count: hop.count,
            text: hop.words.map(|span| self.characters.words(span)),
            cue: hop.cue.map(|span| self.characters.words(span)),
        }
    }

    fn claim_node(&self, claim: &claim::Claim, event: &Id, seen: &mut BTreeMap<Id, usize>) -> Claim {
        let quote = self.characters.span(claim.quote);
        let trigger = self.characters.span(claim.trigger);
        let attribution: Vec<Hop> = claim.attribution.iter().map(|hop| self.hop(hop)).collect();
        let kind = self.reading.events.get(claim.event.0).map_or("", |event| event.kind.as_str());
        let places = [trigger.0, trigger.1, quote.0, quote.1].map(|offset| offset.to_string());
        let mut parts = vec![self.document.as_str(), kind];
        parts.extend(places.iter().map(String::as_str));
        for hop in &attribution {
            parts.push(hop.actor.as_ref().map_or("", Id::as_str));
            parts.push(hop.cue.as_deref().unwrap_or_default());
        }
        let text = self.characters.text;
        Claim {
            id: distinct('c', &parts, seen),
            event: event.clone(),
            document: self.document.clone(),
            story: Some(story_id(claim.story)),
            zone: Some(claim.zone),
            quote: text.get(claim.quote.start..claim.quote.end).unwrap_or_default().to_owned(),
            start: quote.0,
            end: quote.1,
            trigger: Some(Trigger {
                start: trigger.0,
                end: trigger.1,
                text: text.get(claim.trigger.start..claim.trigger.end).unwrap_or_default().to_owned(),
            }),
            polarity: if claim.negated { Polarity::Negated } else { Polarity::Affirmed },
            status: claim.status,
            attribution,
            time: claim.time.as_ref().map(|time| Time::of(time, text)),
            quantities: BTreeSet::new(),
            confidence: Some(Number::rounded(claim.confidence)),
            rule: (!claim.rule.is_empty()).then(|| claim.rule.clone()),
        }
    }

    fn relations(&self, graph: &mut Graph) {
        for actor in graph.actors.values() {
            for title in &actor.titles {
                if let Some(of) = &title.of {
                    graph.relations.insert(Relation {
                        source: actor.id.clone(),
                        target: of.clone(),
                        kind: "position".to_owned(),
                        title: Some(title.title.clone()),
                    });
                }
            }
        }
        for tie in &self.reading.entities.ties {
            if let (Some(source), Some(target)) = (self.actor(tie.source), self.actor(tie.target)) {
                graph.relations.insert(Relation { source, target, kind: tie.kind.to_owned(), title: None });
            }
        }
    }

    fn graph(&self) -> Graph {
        let mut graph = Graph::default();
        add(&mut graph.documents, self.document.clone(), Box::new(self.document_node()));
        for (index, place) in self.reading.entities.places.iter().enumerate() {
            let id = &self.places[index];
            add(&mut graph.places, id.clone(), Box::new(self.place_node(id.clone(), place)));
        }
        for (index, actor) in self.reading.entities.actors.iter().enumerate() {
            if let Some(id) = self.actor(ActorId(index)) {
                add(&mut graph.actors, id.clone(), Box::new(self.actor_node(id, actor)));
            }
        }
        let mut seen = BTreeMap::new();
        for (index, event) in self.reading.events.iter().enumerate() {
            let id = &self.events[index];
            let mut node = self.event_node(id.clone(), event);
            for &claim in &self.claims[index] {
                let claim = self.claim_node(&self.reading.claims[claim], id, &mut seen);
                node.claims.insert(claim.id.clone());
                add(&mut graph.claims, claim.id.clone(), Box::new(claim));
            }
            add(&mut graph.events, id.clone(), Box::new(node));
        }
        self.relations(&mut graph);
        graph
    }
}

fn story_id(index: usize) -> Code {
    format!("s{}", index + 1).into()
}

/// The identifier of `parts`; the second thing of one document with the same parts gets another.
fn distinct(prefix: char, parts: &[&str], seen: &mut BTreeMap<Id, usize>) -> Id {
    let id = Id::of(prefix, parts);
    let count = seen.entry(id.clone()).or_default();
    *count += 1;
    if *count == 1 {
        return id;
    }
    let ordinal = count.to_string();
    let mut parts = parts.to_vec();
    parts.push(&ordinal);
    Id::of(prefix, &parts)
}

fn document_id(reading: &Reading) -> Id {
    let document = &reading.document;
    let published = document.published.map(|published| published.day().to_string()).unwrap_or_default();
    Id::of('d', &[&document.text, &published, document.url.as_deref().unwrap_or_default()])
}

fn actor_id(actor: &entity::Actor, document: &Id, characters: &Characters) -> Id {
    if !actor.named {
        let first = actor.mentions.iter().map(|mention| mention.span).min();
        let first = first.map_or(0, |span| characters.count(span.start)).to_string();
        return Id::of('a', &[actor.kind.name(), &normalised(&actor.name), document.as_str(), &first]);
    }
    let country = actor.country.as_deref();
    if actor.listed && actor.kind != ActorKind::Country {
        listed_actor_id(&actor.name)
    } else if is_known(actor.kind, &actor.name, country) {
        plain_actor_id(actor.kind, &actor.name, country)
    } else {
        scoped_actor_id(actor.kind, &actor.name, country, document)
    }
}

/// Whether the tables of the world say who is meant, in whatever document the name stands.
pub(super) fn is_known(kind: ActorKind, name: &str, country: Option<&str>) -> bool {
    match kind {
        ActorKind::Country => country.is_some(),
        ActorKind::Bloc => true,
        ActorKind::Person | ActorKind::Group | ActorKind::Anonymous => false,
        ActorKind::Organization | ActorKind::Media => {
            let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
            matches!(world().known(name), Some(Known::Organization(known)) if known.country == country)
        }
    }
}

/// The identifier of an actor whom kind, name and country tell from all others.
pub(super) fn plain_actor_id(kind: ActorKind, name: &str, country: Option<&str>) -> Id {
    match (kind, country) {
        (ActorKind::Country, Some(country)) => Id::of('a', &[kind.name(), country]),
        _ => Id::of('a', &[kind.name(), &normalised(name), country.unwrap_or_default()]),
    }
}

/// The identifier of an actor of the user's list, which has no two of one name: the same in every document, whatever
/// else they say.
pub(super) fn listed_actor_id(name: &str) -> Id {
    Id::of('a', &["listed", &normalised(name)])
}

/// The identifier of a named actor of one document, whom another document may mean or not.
pub(super) fn scoped_actor_id(kind: ActorKind, name: &str, country: Option<&str>, document: &Id) -> Id {
    Id::of('a', &[kind.name(), &normalised(name), country.unwrap_or_default(), document.as_str()])
}

/// Deeper nesting of places than this is a mistake, perhaps a circle.
const DEEPEST_PLACE: usize = 8;

fn place_id(places: &[entity::Place], index: usize, depth: usize) -> Id {
    let place = &places[index];
    let within = place.within.filter(|within| within.0 < places.len() && depth < DEEPEST_PLACE);
    let within = within.map(|within| place_id(places, within.0, depth + 1));
    let parts = [
        place.kind.name(),
        &normalised(&place.name),
        place.country.as_deref().unwrap_or_default(),
        within.as_ref().map_or("", Id::as_str),
    ];
    Id::of('p', &parts)
}

impl Graph {
    /// The graph of one reading.
    ///
    /// Actors without a name become nodes only when an event or a claim refers to them. Offsets are converted
    /// from bytes to Unicode scalar values. Named actors whom neither the tables of the world nor the user know are of this document
    /// alone, until [`Graph::resolve`] has seen the others. Never fails.
    ///
    /// ```
    /// use diurna::graph::Graph;
    /// use diurna::reading::Reading;
    /// let graph = Graph::from_reading(&Reading::default());
    /// assert_eq!(graph.documents().len(), 1);
    /// assert_eq!(graph.events().len(), 0);
    /// ```
    pub fn from_reading(reading: &Reading) -> Self {
        Converter::new(reading).graph()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_once_each() {
        let text = "Élan – ok".repeat(200);
        let characters = Characters::new(&text);
        for (count, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.count(offset), count);
        }
        assert_eq!(characters.count(text.len()), text.chars().count());
        assert_eq!(Characters::new("").count(0), 0);
        let block = "a".repeat(STRIDE);
        assert_eq!(Characters::new(&block).count(STRIDE), STRIDE);
    }

    #[test]
    fn spelling_does_not_part_a_name() {
        assert_eq!(normalised("Lena  O\u{2019}Hara"), normalised("LENA O'HARA"));
        assert_ne!(normalised("Lena O'Hara"), normalised("Lena Hara"));
    }

    #[test]
    fn an_event_index_out_of_range_is_left_out() {
        let mut reading = Reading::default();
        reading.claims.push(claim::Claim {
            event: claim::EventId(3),
            story: 0,
            zone: crate::document::ZoneKind::Body,
            quote: Span::default(),
            trigger: Span::default(),
            negated: false,
            status: claim::Status::Occurred,
            attribution: Vec::new(),
            time: None,
            standing: claim::Standing::Reported,
            confidence: 1.0,
            rule: String::new(),
        });
        assert_eq!(Graph::from_reading(&reading).claims().len(), 0);
    }
}
