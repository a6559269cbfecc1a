//! Who belongs together: actors that share more events with each other than with the rest.

use super::index::{ActorNumber, View, number};
use super::leiden::{Ties, partition};
use super::{Filter, Index, Voices};
use crate::graph::Actor;
use rayon::prelude::*;

/// Actors that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Community<'graph> {
    /// Those in most events first, then by id.
    pub actors: Vec<&'graph Actor>,
    /// How many events are between its actors alone.
    pub events: usize,
}

/// All communities of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities<'graph> {
    /// Every actor that shares an event with another is in one of them. Largest first, then by their smallest id.
    pub communities: Vec<Community<'graph>>,
    /// How much more of the ties is within communities than chance would put there: 0 is chance, 1 the limit.
    pub modularity: f64,
}

/// Finds communities among the actors, over the events that `filter` accepts and without what `voices` leaves out.
///
/// An event of n actors ties each two of them with weight 1/(n - 1), so that it counts once for each actor (Newman,
/// "Scientific collaboration networks. II", Physical Review E 64, 2001). Communities are found with the algorithm of
/// Leiden (Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected communities", Scientific
/// Reports 9, 2019) by modularity; where it chooses at random we take the best, so that the same graph always gives
/// the same communities. A `resolution` above 1 makes smaller ones, below 1 larger ones.
///
/// ```
/// # use diurna::graph::Graph;
/// # use diurna::query::{Filter, Index, Voices, find_communities};
/// # let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
/// #     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
/// #   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
/// #     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#).unwrap();
/// let found = find_communities(&Index::new(&graph), 1.0, Voices::Skip, &Filter::default());
/// assert_eq!(found.communities[0].actors.len(), 2);
/// ```
pub fn find_communities<'graph>(
    index: &Index<'graph>,
    resolution: f64,
    voices: Voices,
    filter: &Filter,
) -> Communities<'graph> {
    let view = View::new(index, voices, filter);
    let ties = ties(&view);
    let found = partition(&ties, resolution);
    let mut members: Vec<Vec<ActorNumber>> = vec![Vec::new(); found.n_parts];
    for actor in 0..number(view.n_actors()) {
        if ties.has_any(actor) {
            members[found.parts[actor as usize] as usize].push(actor);
        }
    }
    let mut events = vec![0; found.n_parts];
    for event in 0..number(view.n_events()) {
        let mut parts = view.actors_of(event).map(|actor| found.parts[actor as usize]);
        if let Some(part) = parts.next()
            && view.size(event) > 1
            && parts.all(|other| other == part)
        {
            events[part as usize] += 1;
        }
    }
    let mut all: Vec<(Vec<ActorNumber>, usize)> =
        members.into_iter().zip(events).filter(|(members, _)| !members.is_empty()).collect();
    // Members are in id order, so the first has the smallest id.
    all.sort_by_key(|(members, _)| (std::cmp::Reverse(members.len()), members[0]));
    let communities = all.into_iter().map(|(mut members, events)| {
        members.sort_by_key(|&actor| std::cmp::Reverse(view.degree(actor)));
        Community { actors: members.into_iter().map(|actor| index.actor(actor)).collect(), events }
    });
    Communities { communities: communities.collect(), modularity: found.modularity }
}

/// The ties between actors that share events.
fn ties(view: &View) -> Ties {
    /// Actors that one core works on at a time.
    const BATCH: usize = 1 << 12;
    let actors: Vec<ActorNumber> = (0..number(view.n_actors())).collect();
    let rows: Vec<Vec<Vec<(ActorNumber, f64)>>> = actors
        .par_chunks(BATCH)
        .map_init(
            || vec![0.0; view.n_actors()],
            |weights: &mut Vec<f64>, actors| actors.iter().map(|&actor| row(view, actor, weights)).collect(),
        )
        .collect();
    Ties::new(rows.into_iter().flatten())
}

/// Whom `actor` is tied to and how strongly; `weights` is zero for every actor before and after.
fn row(view: &View, actor: ActorNumber, weights: &mut [f64]) -> Vec<(ActorNumber, f64)> {
    let mut others = Vec::new();
    for event in view.events_of(actor) {
        let size = view.size(event);
        for other in view.actors_of(event).filter(|&other| other != actor) {
            let weight = &mut weights[other as usize];
            if *weight == 0.0 {
                others.push(other);
            }
            *weight += 1.0 / (size - 1) as f64;
        }
    }
    others.sort_unstable();
    others.into_iter().map(|other| (other, std::mem::take(&mut weights[other as usize]))).collect()
}
