//! The actors view: who is linked to whom, derived from the events they share.

use super::Filter;
use crate::claim::Role;
use crate::graph::{Event, Graph, Id};
use std::collections::{BTreeMap, BTreeSet};

/// Whether one acts on the other or both act together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The first does it to, for or with the second.
    Onto,
    /// Both do it; the first has the smaller id.
    Together,
}

/// Two actors and the events that link them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Who acts.
    pub source: Id,
    /// On whom, or with whom.
    pub target: Id,
    /// Which of the two.
    pub direction: Direction,
    /// The events; their number is the weight of the pair.
    pub events: BTreeSet<Id>,
}

/// The pairs of actors that the accepted events link, by source, target and direction.
pub fn actor_pairs(graph: &Graph, filter: &Filter) -> Vec<Pair> {
    let mut pairs: BTreeMap<(&Id, &Id, Direction), BTreeSet<Id>> = BTreeMap::new();
    for event in graph.events().filter(|event| filter.accepts(graph, event)) {
        for (source, target, direction) in links(event) {
            pairs.entry((source, target, direction)).or_default().insert(event.id.clone());
        }
    }
    let pairs = pairs.into_iter();
    pairs
        .map(|((source, target, direction), events)| Pair {
            source: source.clone(),
            target: target.clone(),
            direction,
            events,
        })
        .collect()
}

fn links(event: &Event) -> BTreeSet<(&Id, &Id, Direction)> {
    let mut links = BTreeSet::new();
    for one in &event.participants {
        for other in event.participants.iter().filter(|other| other.actor != one.actor) {
            match (one.role, other.role) {
                (Role::Agent, Role::Patient | Role::Recipient) => {
                    links.insert((&one.actor, &other.actor, Direction::Onto));
                }
                (Role::Agent | Role::Participant, Role::Agent | Role::Participant)
                    if one.actor < other.actor =>
                {
                    links.insert((&one.actor, &other.actor, Direction::Together));
                }
                _ => {}
            }
        }
    }
    links
}
