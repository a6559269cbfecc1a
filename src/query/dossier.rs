//! All about one actor, place or document, counted.

use super::order::in_order;
use super::{Facts, Filter, events_of, speaker_name};
use crate::claim::Role;
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Mention, Moment, Place, Relation};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A name and how often, most first; of those equally often the first in the alphabet.
pub type Counts = Vec<(String, usize)>;

/// What the graph holds on one actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier<'graph> {
    /// Who.
    pub actor: &'graph Actor,
    /// Ties other than events, in which it is source or target.
    pub relations: Vec<&'graph Relation>,
    /// How many documents mention it.
    pub documents: usize,
    /// The first and the last publication of those documents.
    pub seen: Option<(Moment, Moment)>,
    /// The accepted events it takes part in, in time order.
    pub events: Vec<&'graph Event>,
    /// The first and the last day of those events.
    pub active: Option<(NaiveDate, NaiveDate)>,
    /// Those events by type.
    pub types: Counts,
    /// Those events by its role in them.
    pub roles: Vec<(Role, usize)>,
    /// Who else takes part in them, those with most events first.
    pub partners: Vec<(&'graph Actor, usize)>,
    /// Who says so, by number of claims; the page's own voice counts for its publisher.
    pub speakers: Counts,
    /// The accepted events it speaks of without taking part, in time order.
    pub says: Vec<&'graph Event>,
}

/// The dossier of `actor` from the events that `filter` accepts; `None` if the graph has no such actor.
///
/// ```
/// # use diurna::graph::Graph;
/// use diurna::query::{Filter, dossier};
/// # let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
/// #     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
/// #   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
/// #     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#).unwrap();
/// let dossier = dossier(&graph, &"a:1".into(), &Filter::default()).expect("the actor is there");
/// assert_eq!(dossier.partners[0].0.name, "Peru");
/// assert_eq!(dossier.types, [("CONSULT".to_owned(), 1)]);
/// ```
pub fn dossier<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    actor: &Id,
    filter: &Filter,
) -> Option<Dossier<'graph>> {
    let facts = facts.into();
    let graph = facts.graph();
    let actor = graph.actor(actor)?;
    let mut with_actor = filter.clone();
    with_actor.actors.push(actor.id.clone());
    let events = in_order(graph, events_of(facts, &with_actor));
    let says = in_order(graph, events_said_by(facts, &actor.id, filter));
    let mut roles: BTreeMap<Role, usize> = BTreeMap::new();
    for participant in events.iter().flat_map(|event| &event.participants) {
        if participant.actor == actor.id {
            *roles.entry(participant.role).or_default() += 1;
        }
    }
    let mut partners = taking_part(&events);
    partners.remove(&actor.id);
    let mut roles: Vec<(Role, usize)> = roles.into_iter().collect();
    roles.sort_by_key(|(role, count)| (std::cmp::Reverse(*count), *role));
    let (documents, seen) = seen(graph, &actor.mentions);
    Some(Dossier {
        actor,
        relations: graph
            .relations()
            .filter(|relation| relation.source == actor.id || relation.target == actor.id)
            .collect(),
        documents,
        seen,
        active: active(&events),
        types: types(&events),
        roles,
        partners: most_first(graph, partners),
        speakers: speakers(graph, &events, filter),
        says,
        events,
    })
}

/// What the graph holds on one place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceDossier<'graph> {
    /// Where.
    pub place: &'graph Place,
    /// How many documents mention it.
    pub documents: usize,
    /// The first and the last publication of those documents.
    pub seen: Option<(Moment, Moment)>,
    /// The accepted events there or in a place within it, in time order.
    pub events: Vec<&'graph Event>,
    /// The first and the last day of those events.
    pub active: Option<(NaiveDate, NaiveDate)>,
    /// Those events by type.
    pub types: Counts,
    /// Who takes part in them, those with most events first.
    pub actors: Vec<(&'graph Actor, usize)>,
}

/// The dossier of `place` from the events that `filter` accepts; `None` if the graph has no such place.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, place_dossier};
/// let graph = Graph::from_json(r#"{"format": "diurna/1",
///   "actors": [{"id": "a:1", "name": "Lena Ortiz", "kind": "person"}],
///   "places": [{"id": "p:1", "name": "Peru", "kind": "country"}, {"id": "p:2", "name": "Lima", "within": "p:1"}],
///   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "places": ["p:2"],
///     "participants": [{"role": "agent", "actor": "a:1"}]}]}"#)?;
/// let dossier = place_dossier(&graph, &"p:1".into(), &Filter::default()).expect("the place is there");
/// assert_eq!(dossier.events.len(), 1, "Lima lies in Peru");
/// assert_eq!(dossier.actors[0].0.name, "Lena Ortiz");
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn place_dossier<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    place: &Id,
    filter: &Filter,
) -> Option<PlaceDossier<'graph>> {
    let facts = facts.into();
    let graph = facts.graph();
    let place = graph.place(place)?;
    let there = Filter { places: vec![place.id.clone()], ..filter.clone() };
    let is_asked_for = |event: &&Event| filter.places.is_empty() || filter.accepts(graph, event);
    let events = in_order(graph, events_of(facts, &there).filter(is_asked_for));
    let (documents, seen) = seen(graph, &place.mentions);
    Some(PlaceDossier {
        place,
        documents,
        seen,
        active: active(&events),
        types: types(&events),
        actors: most_first(graph, taking_part(&events)),
        events,
    })
}

/// What the graph holds on one document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentDossier<'graph> {
    /// Which.
    pub document: &'graph Document,
    /// The accepted events that it speaks of, in time order.
    pub events: Vec<&'graph Event>,
    /// How many of its claims are about those.
    pub claims: usize,
    /// Those events by type.
    pub types: Counts,
    /// Whom it mentions, those with most mentions first.
    pub actors: Vec<(&'graph Actor, usize)>,
    /// Which places it mentions, those with most mentions first.
    pub places: Vec<(&'graph Place, usize)>,
}

/// The dossier of `document` from the events that `filter` accepts because of a claim in it; `None` if the graph has
/// no such document.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, document_dossier};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "documents": [{"id": "d:1"}],
///   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "claims": ["c:1"]}],
///   "claims": [{"id": "c:1", "event": "e:1", "document": "d:1", "start": 0, "end": 9, "status": "planned"}]}"#)?;
/// let dossier = document_dossier(&graph, &"d:1".into(), &Filter::default()).expect("the document is there");
/// assert_eq!((dossier.events.len(), dossier.claims), (1, 1));
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn document_dossier<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    document: &Id,
    filter: &Filter,
) -> Option<DocumentDossier<'graph>> {
    let facts = facts.into();
    let graph = facts.graph();
    let document = graph.document(document)?;
    let is_asked_for = filter.documents.is_empty() || filter.documents.contains(&document.id);
    let here = Filter { documents: [document.id.clone()].into(), ..filter.clone() };
    let events = in_order(graph, events_of(facts, &here).filter(|_| is_asked_for));
    let claims = events.iter().flat_map(|event| &event.claims).filter_map(|id| graph.claim(id));
    let mut actors: Vec<(&Actor, usize)> = graph
        .actors()
        .map(|actor| (actor, mentions_in(&actor.mentions, &document.id)))
        .filter(|(_, count)| *count > 0)
        .collect();
    actors.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
    let mut places: Vec<(&Place, usize)> = graph
        .places()
        .map(|place| (place, mentions_in(&place.mentions, &document.id)))
        .filter(|(_, count)| *count > 0)
        .collect();
    places.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
    Some(DocumentDossier {
        document,
        claims: claims.filter(|claim| here.accepts_claim(graph, claim)).count(),
        types: types(&events),
        actors,
        places,
        events,
    })
}

fn mentions_in(mentions: &BTreeSet<Mention>, document: &Id) -> usize {
    // The empty mention is before all others of its document.
    let first = Mention::first_from(document, 0);
    mentions.range(first..).take_while(|mention| mention.document == *document).count()
}

/// The accepted events of which `actor` speaks in a claim that the filter accepts, without taking part.
fn events_said_by<'graph>(
    facts: Facts<'_, 'graph>,
    actor: &Id,
    filter: &Filter,
) -> impl Iterator<Item = &'graph Event> {
    let graph = facts.graph();
    let takes_part = |event: &Event| event.participants.iter().any(|participant| participant.actor == *actor);
    let speaks = move |event: &Event| {
        let mut claims = event.claims.iter().filter_map(|claim| graph.claim(claim));
        claims.any(|claim| claim.is_said_by(actor) && filter.accepts_claim(graph, claim))
    };
    let told = facts.events_told_by(actor).into_iter();
    told.filter(move |event| !takes_part(event) && filter.accepts(graph, event) && speaks(event))
}

/// How many documents mentions stand in, and their first and last publication.
fn seen(graph: &Graph, mentions: &BTreeSet<Mention>) -> (usize, Option<(Moment, Moment)>) {
    let mut documents: Vec<&Id> = mentions.iter().map(|mention| &mention.document).collect();
    // Mentions are in the order of their documents.
    documents.dedup();
    let published: Vec<Moment> = documents
        .iter()
        .filter_map(|id| graph.document(id))
        .filter_map(|document| document.published)
        .collect();
    let first_and_last = published.iter().min().copied().zip(published.iter().max().copied());
    (documents.len(), first_and_last)
}

/// In how many of `events` each actor of `graph` takes part, most first; those in none come last, by name.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, actor_counts, events};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
///     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
///   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
///     {"role": "agent", "actor": "a:2"}]}]}"#)?;
/// let counts = actor_counts(&graph, &events(&graph, &Filter::default()));
/// let names: Vec<(&str, usize)> = counts.iter().map(|(actor, count)| (actor.name.as_str(), *count)).collect();
/// assert_eq!(names, [("Peru", 1), ("Lena Ortiz", 0)]);
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn actor_counts<'graph>(graph: &'graph Graph, events: &[&'graph Event]) -> Vec<(&'graph Actor, usize)> {
    let mut counts: FxHashMap<&Id, usize> = graph.actors().map(|actor| (&actor.id, 0)).collect();
    counts.extend(taking_part(events));
    most_first(graph, counts)
}

/// In how many of `events` each of those who take part does so.
fn taking_part<'graph>(events: &[&'graph Event]) -> FxHashMap<&'graph Id, usize> {
    let mut counts: FxHashMap<&Id, usize> = FxHashMap::default();
    let mut actors: Vec<&Id> = Vec::new();
    for event in events {
        actors.clear();
        actors.extend(event.participants.iter().map(|participant| &participant.actor));
        // One who has two roles counts once.
        actors.sort_unstable();
        actors.dedup();
        for &actor in &actors {
            *counts.entry(actor).or_default() += 1;
        }
    }
    counts
}

fn active(events: &[&Event]) -> Option<(NaiveDate, NaiveDate)> {
    let times = || events.iter().filter_map(|event| event.time.as_ref());
    let first = times().filter_map(|time| time.start.or(time.end)).map(|moment| moment.day).min();
    let last = times().filter_map(|time| time.end.or(time.start)).map(|moment| moment.day).max();
    first.zip(last)
}

fn types(events: &[&Event]) -> Counts {
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        *types.entry(event.kind.as_str()).or_default() += 1;
    }
    counted(types.into_iter().map(|(name, count)| (name.to_owned(), count)))
}

fn counted(counts: impl Iterator<Item = (String, usize)>) -> Counts {
    let mut counts: Counts = counts.collect();
    counts.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.cmp(b)));
    counts
}

fn most_first<'graph>(graph: &'graph Graph, counts: FxHashMap<&Id, usize>) -> Vec<(&'graph Actor, usize)> {
    let actors = counts.into_iter().filter_map(|(id, count)| Some((graph.actor(id)?, count)));
    let mut actors: Vec<(&Actor, usize)> = actors.collect();
    actors.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
    actors
}

/// The innermost speaker of each accepted claim on `events`: whose claim it is.
fn speakers(graph: &Graph, events: &[&Event], filter: &Filter) -> Counts {
    let mut speakers: FxHashMap<Cow<str>, usize> = FxHashMap::default();
    for event in events {
        let claims = event.claims.iter().filter_map(|claim| graph.claim(claim));
        let told = claims.filter(|claim| !claim.is_reference() && filter.accepts_claim(graph, claim));
        for claim in told {
            if let Some(speaker) = voice(graph, claim) {
                *speakers.entry(speaker).or_default() += 1;
            }
        }
    }
    counted(speakers.into_iter().map(|(speaker, count)| (speaker.into_owned(), count)))
}

fn voice<'graph>(graph: &'graph Graph, claim: &Claim) -> Option<Cow<'graph, str>> {
    match claim.attribution.last() {
        Some(hop) => Some(speaker_name(graph, hop)),
        None => graph.document(&claim.document)?.publisher.as_deref().map(Cow::from),
    }
}
