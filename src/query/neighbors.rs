//! Who shares events with whom.

use super::index::{ActorNumber, EventNumber, Parts};
use super::{Filter, Index, Voices};
use crate::graph::{Actor, Event, Id};
use rayon::prelude::*;

/// An actor that shares events with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbor<'graph> {
    /// Who.
    pub actor: &'graph Actor,
    /// How many events away: 1 shares one with the actor asked about.
    pub distance: usize,
    /// The events it shares with actors one step nearer, in time order.
    pub events: Vec<&'graph Event>,
}

/// The actors up to `depth` events away from `actor` along the events that `filter` accepts: nearest first, then
/// those with most events, then by id.
///
/// [`Filter::roles`] is the part the nearer of two actors has in the event they share. Nobody is reached through the
/// statements of [`Voices`]: two people quoted by one newspaper are not near each other for that.
///
/// ```
/// # use diurna::graph::Graph;
/// # use diurna::query::{Filter, Index, find_neighbors};
/// # let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
/// #     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
/// #   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
/// #     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#).unwrap();
/// let neighbors = find_neighbors(&Index::new(&graph), &"a:1".into(), 1, &Filter::default());
/// assert_eq!(neighbors[0].actor.name, "Peru");
/// ```
pub fn find_neighbors<'graph>(
    index: &Index<'graph>,
    actor: &Id,
    depth: usize,
    filter: &Filter,
) -> Vec<Neighbor<'graph>> {
    let Some(start) = index.number_of(actor) else { return Vec::new() };
    let roles = Parts::of(&filter.roles);
    let anything = Filter { roles: Vec::new(), ..filter.clone() };
    let accepted = index.accepted(&anything);
    let mut is_known = vec![false; index.n_actors()];
    is_known[start as usize] = true;
    let mut layer = vec![start];
    let mut neighbors = Vec::new();
    for distance in 1..=depth {
        let mut shared: Vec<(ActorNumber, EventNumber)> = Vec::new();
        for &from in &layer {
            for (event, parts) in index.events_of(from) {
                let is_open = from == start || !index.is_skipped(Voices::Skip, from, parts);
                if is_open && (filter.roles.is_empty() || parts.has_any_of(roles)) && accepted.has(event) {
                    let others = index.actors_of(event).map(|(other, _)| other);
                    shared.extend(
                        others.filter(|&other| !is_known[other as usize]).map(|other| (other, event)),
                    );
                }
            }
        }
        shared.par_sort_unstable();
        shared.dedup();
        let mut found: Vec<Neighbor> = shared
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(|events| Neighbor {
                actor: index.actor(events[0].0),
                distance,
                events: events.iter().map(|&(_, event)| index.event(event)).collect(),
            })
            .collect();
        layer = shared.chunk_by(|(one, _), (other, _)| one == other).map(|events| events[0].0).collect();
        if layer.is_empty() {
            break;
        }
        for &other in &layer {
            is_known[other as usize] = true;
        }
        // They are in id order, which a stable sort keeps.
        found.sort_by_key(|neighbor| std::cmp::Reverse(neighbor.events.len()));
        neighbors.extend(found);
    }
    neighbors
}
