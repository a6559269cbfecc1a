//! How much of what a graph holds.

use crate::graph::{Graph, Id, Moment};
use serde::Serialize;
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
        busiest: Vec::new(),
    };
    let day = |moment: Moment| Moment { time: None, ..moment };
    let days = || graph.documents().filter_map(|document| document.published).map(day);
    stats.published =
        days().min().zip(days().max()).map(|(first, last)| (first.to_string(), last.to_string()));
    for actor in graph.actors() {
        *stats.actor_kinds.entry(actor.kind.name()).or_default() += 1;
    }
    let mut busy: BTreeMap<&Id, usize> = BTreeMap::new();
    for event in graph.events() {
        *stats.event_types.entry(event.kind.clone()).or_default() += 1;
        *stats.statuses.entry(event.status.name()).or_default() += 1;
        stats.dated_events += usize::from(event.time.as_ref().is_some_and(|time| time.is_resolved()));
        let mut actors: Vec<&Id> = event.participants.iter().map(|participant| &participant.actor).collect();
        actors.sort();
        actors.dedup();
        for actor in actors {
            *busy.entry(actor).or_default() += 1;
        }
    }
    for claim in graph.claims() {
        stats.attributed_claims += usize::from(!claim.attribution.is_empty());
        let document = graph.document(&claim.document);
        if let Some(publisher) = document.and_then(|document| document.publisher.clone()) {
            *stats.publishers.entry(publisher).or_default() += 1;
        }
    }
    let mut busy: Vec<(&Id, usize)> = busy.into_iter().collect();
    busy.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.cmp(b)));
    let name = |id: &Id| graph.actor(id).map(|actor| actor.name.clone()).unwrap_or_default();
    let busiest = busy.into_iter().take(BUSIEST);
    stats.busiest = busiest.map(|(id, events)| (id.clone(), name(id), events)).collect();
    stats
}
