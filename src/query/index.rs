//! A graph numbered and linked for walking: who is in which event, without an id in sight.

use super::Filter;
use crate::claim::Role;
use crate::entity::ActorKind;
use crate::graph::{Actor, Event, Graph, Id, Moment};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::OnceLock;

/// The number of an actor; actors are numbered in id order.
pub(super) type ActorNumber = u32;

/// The number of an event; events are numbered in time order, those without a date last, and by id within a moment.
pub(super) type EventNumber = u32;

/// The parts an actor has in an event, one bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Parts(u8);

impl Parts {
    /// It does nothing in the event but say something.
    const SPEAKS: u8 = 1 << 7;

    pub(super) fn of(roles: &[Role]) -> Self {
        Self(roles.iter().fold(0, |bits, &role| bits | Self::bit(role)))
    }

    const fn bit(role: Role) -> u8 {
        match role {
            Role::Agent => 1,
            Role::Patient => 2,
            Role::Recipient => 4,
            Role::Participant => 8,
        }
    }

    pub(super) const fn has_any_of(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn only_speaks(self) -> bool {
        self.0 & Self::SPEAKS != 0
    }
}

/// Who is linked to what: the links of number n are `links[starts[n]..starts[n + 1]]`.
#[derive(Debug, Default)]
struct Links {
    starts: Vec<u32>,
    links: Vec<u32>,
    parts: Vec<Parts>,
}

impl Links {
    fn of(&self, number: u32) -> impl ExactSizeIterator<Item = (u32, Parts)> + Clone {
        let range = self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize;
        self.links[range.clone()].iter().copied().zip(self.parts[range].iter().copied())
    }

    fn count(&self, number: u32) -> usize {
        (self.starts[number as usize + 1] - self.starts[number as usize]) as usize
    }

    /// The same links from the other side, which has `n_targets` members.
    fn turned(&self, n_targets: usize) -> Self {
        let mut starts = vec![0_u32; n_targets + 1];
        for &target in &self.links {
            starts[target as usize + 1] += 1;
        }
        for at in 0..n_targets {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut links = vec![0; self.links.len()];
        let mut parts = vec![Parts::default(); self.links.len()];
        for source in 0..number(self.starts.len() - 1) {
            for (target, part) in self.of(source) {
                let at = next[target as usize] as usize;
                (links[at], parts[at]) = (source, part);
                next[target as usize] += 1;
            }
        }
        Self { starts, links, parts }
    }
}

/// `count` as a number that links are made of.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).expect("four thousand million nodes do not fit into memory")
}

/// What becomes of actors that only pass on what others do: media, anonymous sources, whoever publishes a document
/// of the graph, and whoever is in more than ten events and only speaks in them.
///
/// It is about the events in which they do nothing but make a statement. A newspaper that is sued is an actor as any
/// other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Voices {
    /// Their statements link them to nobody, or everybody would be near everybody.
    #[default]
    Skip,
    /// Their statements link them as all events do.
    Follow,
}

/// The type of events that are the act of saying.
const SAYING: &str = "STATEMENT";

/// An actor that only ever speaks counts as a voice when it speaks in more events than this.
const FEW: usize = 10;

/// A graph made ready for walking.
///
/// Made once, it answers any number of questions with any filters: who is near whom, by which chain of events, who
/// is central, who belongs together. Making it takes about a second for three million roles; it borrows the graph
/// and adds about fifty bytes for each event.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, Index, find_neighbors};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
///     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
///   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
///     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#)?;
/// let index = Index::new(&graph);
/// assert_eq!(find_neighbors(&index, &"a:1".into(), 1, &Filter::default()).len(), 1);
/// assert_eq!(index.count_events(&"a:2".into()), 1);
/// # Ok::<(), diurna::Error>(())
/// ```
#[derive(Debug)]
pub struct Index<'graph> {
    graph: &'graph Graph,
    actors: Vec<&'graph Actor>,
    events: Vec<&'graph Event>,
    numbers: FxHashMap<&'graph Id, ActorNumber>,
    events_of: Links,
    actors_of: Links,
    is_voice: Vec<bool>,
    /// From actors to the events they speak of; made when it is first needed.
    told: OnceLock<Links>,
}

impl<'graph> Index<'graph> {
    /// Numbers and links everything in `graph`.
    pub fn new(graph: &'graph Graph) -> Self {
        let actors: Vec<&Actor> = graph.actors().collect();
        let numbers: FxHashMap<&Id, ActorNumber> =
            actors.iter().enumerate().map(|(at, actor)| (&actor.id, number(at))).collect();
        let mut events: Vec<(TimeKey, &Event)> =
            graph.events().map(|event| (time_of(event), event)).collect();
        // The graph has them in id order, which a stable sort keeps within a moment.
        events.par_sort_by_key(|(time, _)| *time);
        let events: Vec<&Event> = events.into_iter().map(|(_, event)| event).collect();
        let actors_of = link(&events, &numbers);
        let events_of = actors_of.turned(actors.len());
        let publishers: FxHashSet<&str> =
            graph.documents().filter_map(|document| document.publisher.as_deref()).collect();
        let is_voice = (0..number(actors.len())).into_par_iter().map(|at| {
            let actor = actors[at as usize];
            let mut links = events_of.of(at);
            matches!(actor.kind, ActorKind::Media | ActorKind::Anonymous)
                || publishers.contains(actor.name.as_str())
                || (links.len() > FEW && links.all(|(_, parts)| parts.only_speaks()))
        });
        let is_voice = is_voice.collect();
        Self { graph, actors, events, numbers, events_of, actors_of, is_voice, told: OnceLock::new() }
    }

    /// The graph it was made of.
    pub fn graph(&self) -> &'graph Graph {
        self.graph
    }

    /// In how many events `actor` takes part.
    pub fn count_events(&self, actor: &Id) -> usize {
        self.number_of(actor).map_or(0, |at| self.events_of.count(at))
    }

    /// Events among which are all that `filter` accepts, each once, in time order; `None`: it asks for nobody, so all are.
    pub(super) fn candidates(&self, filter: &Filter) -> Option<Vec<&'graph Event>> {
        let known = filter.actors.iter().map(|actor| self.number_of(actor));
        if let Some(rarest) = known.min_by_key(|actor| actor.map_or(0, |actor| self.degree(actor))) {
            let events = rarest.into_iter().flat_map(|actor| self.events_of(actor));
            return Some(events.map(|(event, _)| self.event(event)).collect());
        }
        if filter.said_by.is_empty() || !filter.published_by.is_empty() {
            return None;
        }
        let speakers = filter.said_by.iter().filter_map(|actor| self.number_of(actor));
        let mut told: Vec<EventNumber> = speakers.flat_map(|actor| self.told_by(actor)).collect();
        told.sort_unstable();
        told.dedup();
        Some(told.into_iter().map(|event| self.event(event)).collect())
    }

    /// The events of which `actor` speaks, in time order.
    pub(super) fn events_told_by(&self, actor: &Id) -> Vec<&'graph Event> {
        let told = self.number_of(actor).into_iter().flat_map(|actor| self.told_by(actor));
        told.map(|event| self.event(event)).collect()
    }

    fn told_by(&self, actor: ActorNumber) -> impl Iterator<Item = EventNumber> {
        self.told.get_or_init(|| self.link_speakers()).of(actor).map(|(event, _)| event)
    }

    /// The links from actors to the events they speak of.
    fn link_speakers(&self) -> Links {
        let events: FxHashMap<&Id, EventNumber> =
            self.events.iter().enumerate().map(|(at, event)| (&event.id, number(at))).collect();
        let mut told: Vec<(EventNumber, ActorNumber)> = Vec::new();
        for claim in self.graph.claims().filter(|claim| !claim.attribution.is_empty()) {
            let Some(&event) = events.get(&claim.event) else { continue };
            let speakers = claim.attribution.iter().filter_map(|hop| self.number_of(hop.actor.as_ref()?));
            told.extend(speakers.map(|speaker| (event, speaker)));
        }
        told.par_sort_unstable();
        told.dedup();
        let mut starts = vec![0; self.events.len() + 1];
        for &(event, _) in &told {
            starts[event as usize + 1] += 1;
        }
        for at in 0..self.events.len() {
            starts[at + 1] += starts[at];
        }
        let links: Vec<ActorNumber> = told.into_iter().map(|(_, speaker)| speaker).collect();
        let parts = vec![Parts::default(); links.len()];
        Links { starts, links, parts }.turned(self.n_actors())
    }

    pub(super) fn n_actors(&self) -> usize {
        self.actors.len()
    }

    pub(super) fn number_of(&self, actor: &Id) -> Option<ActorNumber> {
        self.numbers.get(actor).copied()
    }

    pub(super) fn actor(&self, at: ActorNumber) -> &'graph Actor {
        self.actors[at as usize]
    }

    pub(super) fn event(&self, at: EventNumber) -> &'graph Event {
        self.events[at as usize]
    }

    /// The events of an actor in time order, with its parts in each.
    pub(super) fn events_of(
        &self,
        actor: ActorNumber,
    ) -> impl ExactSizeIterator<Item = (EventNumber, Parts)> + Clone {
        self.events_of.of(actor)
    }

    /// The actors of an event in id order, with their parts in it.
    pub(super) fn actors_of(
        &self,
        event: EventNumber,
    ) -> impl ExactSizeIterator<Item = (ActorNumber, Parts)> + Clone {
        self.actors_of.of(event)
    }

    pub(super) fn degree(&self, actor: ActorNumber) -> usize {
        self.events_of.count(actor)
    }

    /// Whether `voices` leaves out the link that gives `actor` these `parts` in an event.
    pub(super) fn is_skipped(&self, voices: Voices, actor: ActorNumber, parts: Parts) -> bool {
        voices == Voices::Skip && parts.only_speaks() && self.is_voice[actor as usize]
    }

    /// In how many of the events that `filter` accepts each actor takes part.
    ///
    /// Roles, where no actor is asked for, are those an event has to give the actor.
    pub(super) fn degrees(&self, filter: &Filter) -> Vec<usize> {
        let roles = if filter.actors.is_empty() { Parts::of(&filter.roles) } else { Parts::default() };
        let is_any = roles == Parts::default();
        if *filter == Filter::default() {
            return (0..number(self.n_actors())).map(|actor| self.degree(actor)).collect();
        }
        let accepted = self.all_accepted(filter);
        let counts = (0..number(self.n_actors())).into_par_iter().map(|actor| {
            let counted = self
                .events_of(actor)
                .filter(|&(event, parts)| accepted[event as usize] && (is_any || parts.has_any_of(roles)));
            counted.count()
        });
        counts.collect()
    }

    /// Which events `filter` accepts, found out when asked for and remembered.
    pub(super) fn accepted<'index>(&'index self, filter: &'index Filter) -> Accepted<'index, 'graph> {
        let verdicts = if *filter == Filter::default() { Vec::new() } else { vec![None; self.events.len()] };
        Accepted { index: self, filter, verdicts: RefCell::new(verdicts) }
    }

    /// Whether `filter` accepts each event, by number.
    pub(super) fn all_accepted(&self, filter: &Filter) -> Vec<bool> {
        if *filter == Filter::default() {
            return vec![true; self.events.len()];
        }
        self.events.par_iter().map(|event| filter.accepts(self.graph, event)).collect()
    }
}

/// Whether it has no date, its first moment, its last.
type TimeKey = (bool, Option<Moment>, Option<Moment>);

fn time_of(event: &Event) -> TimeKey {
    let (start, end) = event.time.as_ref().map_or((None, None), |time| (time.start, time.end));
    (start.or(end).is_none(), start.or(end), end)
}

/// The links from `events` to the actors with these `numbers`.
fn link(events: &[&Event], numbers: &FxHashMap<&Id, ActorNumber>) -> Links {
    /// Events that one core links at a time.
    const BATCH: usize = 1 << 14;
    let batches: Vec<(Vec<u32>, Vec<ActorNumber>, Vec<Parts>)> = events
        .par_chunks(BATCH)
        .map(|events| {
            let (mut sizes, mut links, mut parts) = (Vec::new(), Vec::new(), Vec::new());
            let mut found: Vec<(ActorNumber, u8)> = Vec::new();
            for event in events {
                found.clear();
                for participant in &event.participants {
                    if let Some(&actor) = numbers.get(&participant.actor) {
                        found.push((actor, Parts::bit(participant.role)));
                    }
                }
                found.sort_unstable();
                found.dedup_by(|next, kept| {
                    let is_same = next.0 == kept.0;
                    kept.1 |= if is_same { next.1 } else { 0 };
                    is_same
                });
                let is_saying = event.kind == SAYING;
                for &(actor, bits) in &found {
                    let speaks = is_saying && bits == Parts::bit(Role::Agent);
                    links.push(actor);
                    parts.push(Parts(if speaks { bits | Parts::SPEAKS } else { bits }));
                }
                sizes.push(number(found.len()));
            }
            (sizes, links, parts)
        })
        .collect();
    let mut all = Links { starts: vec![0], ..Links::default() };
    let mut end = 0;
    for (sizes, links, parts) in batches {
        for size in sizes {
            end += size;
            all.starts.push(end);
        }
        all.links.extend(links);
        all.parts.extend(parts);
    }
    all
}

/// The events that a filter accepts.
pub(super) struct Accepted<'index, 'graph> {
    index: &'index Index<'graph>,
    filter: &'index Filter,
    /// Empty when every event passes.
    verdicts: RefCell<Vec<Option<bool>>>,
}

impl Accepted<'_, '_> {
    pub(super) fn has(&self, event: EventNumber) -> bool {
        let mut verdicts = self.verdicts.borrow_mut();
        match verdicts.get_mut(event as usize) {
            None => true,
            Some(verdict) => {
                *verdict.get_or_insert_with(|| self.filter.accepts(self.index.graph, self.index.event(event)))
            }
        }
    }
}

/// The links that a question about the whole graph is about.
pub(super) struct View {
    events_of: Links,
    actors_of: Links,
}

impl View {
    /// The links in the events that `filter` accepts, without those that `voices` leaves out.
    pub(super) fn new(index: &Index, voices: Voices, filter: &Filter) -> Self {
        let accepted = index.all_accepted(filter);
        let mut actors_of = Links { starts: Vec::with_capacity(accepted.len() + 1), ..Links::default() };
        actors_of.starts.push(0);
        for (event, is_accepted) in accepted.into_iter().enumerate() {
            if is_accepted {
                let linked = index.actors_of(number(event));
                for (actor, parts) in linked.filter(|&(actor, parts)| !index.is_skipped(voices, actor, parts))
                {
                    actors_of.links.push(actor);
                    actors_of.parts.push(parts);
                }
            }
            actors_of.starts.push(number(actors_of.links.len()));
        }
        Self { events_of: actors_of.turned(index.n_actors()), actors_of }
    }

    pub(super) fn n_actors(&self) -> usize {
        self.events_of.starts.len() - 1
    }

    pub(super) fn n_events(&self) -> usize {
        self.actors_of.starts.len() - 1
    }

    /// How many links there are between actors and events.
    pub(super) fn n_links(&self) -> usize {
        self.actors_of.links.len()
    }

    pub(super) fn events_of(&self, actor: ActorNumber) -> impl ExactSizeIterator<Item = EventNumber> + Clone {
        self.events_of.of(actor).map(|(event, _)| event)
    }

    pub(super) fn actors_of(&self, event: EventNumber) -> impl ExactSizeIterator<Item = ActorNumber> + Clone {
        self.actors_of.of(event).map(|(actor, _)| actor)
    }

    pub(super) fn degree(&self, actor: ActorNumber) -> usize {
        self.events_of.count(actor)
    }

    /// How many actors an event has.
    pub(super) fn size(&self, event: EventNumber) -> usize {
        self.actors_of.count(event)
    }

    pub(super) fn degrees(&self) -> Vec<usize> {
        (0..number(self.n_actors())).map(|actor| self.degree(actor)).collect()
    }

    /// The actors that take part in something, by number.
    pub(super) fn linked_actors(&self) -> Vec<ActorNumber> {
        (0..number(self.n_actors())).filter(|&actor| self.degree(actor) > 0).collect()
    }
}
