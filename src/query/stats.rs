//! How much of what a graph holds.

use crate::graph::{Actor, Graph, Id, Moment};
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Counts over a graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Documents read.
    pub documents: usize,
    /// Actors.
    pub actors: usize,
    /// Places.
    pub places: usize,
    /// Events.
    pub events: usize,
    /// Claims.
    pub claims: usize,
    /// Relations.
    pub relations: usize,
    /// Events with a date on the calendar.
    pub dated_events: usize,
    /// Claims that name a speaker other than the publisher.
    pub attributed_claims: usize,
    /// First and last day of publication.
    pub published: Option<(String, String)>,
    /// Actors of each kind.
    pub actor_kinds: BTreeMap<&'static str, usize>,
    /// Events of each type.
    pub event_types: BTreeMap<String, usize>,
    /// Events of each status.
    pub statuses: BTreeMap<&'static str, usize>,
    /// Claims of each publisher.
    pub publishers: BTreeMap<String, usize>,
    /// Connected components: groups of actors that no chain of events connects with each other. Actors without an
    /// event are in none.
    pub components: usize,
    /// Actors in the largest of them.
    pub largest_component: usize,
    /// The ten actors with most events, most first: id, name, number of events.
    pub busiest: Vec<(Id, String, usize)>,
}

/// How many of the busiest actors [`count`] lists.
const BUSIEST: usize = 10;

/// Counts everything in `graph`.
///
/// ```
/// use diurna::graph::Graph;
/// assert_eq!(diurna::query::count(&Graph::default()).events, 0);
/// ```
pub fn count(graph: &Graph) -> Stats {
    let mut stats = Stats {
        documents: graph.documents().len(),
        actors: graph.actors().len(),
        places: graph.places().len(),
        events: graph.events().len(),
        claims: graph.claims().len(),
        relations: graph.relations().len(),
        dated_events: 0,
        attributed_claims: 0,
        published: None,
        actor_kinds: BTreeMap::new(),
        event_types: BTreeMap::new(),
        statuses: BTreeMap::new(),
        publishers: BTreeMap::new(),
        components: 0,
        largest_component: 0,
        busiest: Vec::new(),
    };
    let day = |moment: Moment| Moment { time: None, ..moment };
    let days = || graph.documents().filter_map(|document| document.published).map(day);
    stats.published =
        days().min().zip(days().max()).map(|(first, last)| (first.to_string(), last.to_string()));
    for actor in graph.actors() {
        *stats.actor_kinds.entry(actor.kind.name()).or_default() += 1;
    }
    let actors: Vec<&Actor> = graph.actors().collect();
    let numbers: FxHashMap<&Id, usize> = actors.iter().map(|actor| &actor.id).zip(0..).collect();
    let mut n_events = vec![0_usize; actors.len()];
    let mut component_of: UnionFind<usize> = UnionFind::new(actors.len());
    for event in graph.events() {
        *stats.event_types.entry(event.kind.to_string()).or_default() += 1;
        *stats.statuses.entry(event.status.name()).or_default() += 1;
        stats.dated_events += usize::from(event.time.as_ref().is_some_and(|time| time.is_resolved()));
        let participants = event.participants.iter();
        let mut taking_part: Vec<usize> =
            participants.filter_map(|participant| numbers.get(&participant.actor).copied()).collect();
        taking_part.sort_unstable();
        taking_part.dedup();
        for &actor in &taking_part {
            n_events[actor] += 1;
            component_of.union(taking_part[0], actor);
        }
    }
    for claim in graph.claims() {
        stats.attributed_claims += usize::from(!claim.attribution.is_empty());
        let document = graph.document(&claim.document);
        if let Some(publisher) = document.and_then(|document| document.publisher.clone()) {
            *stats.publishers.entry(publisher).or_default() += 1;
        }
    }
    let mut busy: Vec<usize> = (0..actors.len()).filter(|&actor| n_events[actor] > 0).collect();
    let mut sizes: FxHashMap<usize, usize> = FxHashMap::default();
    for &actor in &busy {
        *sizes.entry(component_of.find(actor)).or_default() += 1;
    }
    stats.components = sizes.len();
    stats.largest_component = sizes.into_values().max().unwrap_or_default();
    // A stable sort: those with equally many stay in id order.
    busy.sort_by_key(|&actor| Reverse(n_events[actor]));
    let busiest = busy.into_iter().take(BUSIEST);
    let row = |actor: usize| (actors[actor].id.clone(), actors[actor].name.clone(), n_events[actor]);
    stats.busiest = busiest.map(row).collect();
    stats
}
