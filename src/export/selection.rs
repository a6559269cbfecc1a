//! The part of a graph that is exported.

use super::{Options, View};
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Place};
use crate::query::{Pair, actor_pairs};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

/// What the options ask for, in id order, and what they leave out.
#[derive(Debug, Clone)]
pub struct Selection<'graph> {
    /// The whole graph.
    pub graph: &'graph Graph,
    /// What was asked for.
    pub options: &'graph Options,
    /// The events; in the actors view those that link two of the actors.
    pub events: Vec<&'graph Event>,
    /// Who takes part in them.
    pub actors: Vec<&'graph Actor>,
    /// Where they happen; none in the actors view.
    pub places: Vec<&'graph Place>,
    /// Who is linked to whom; only in the actors view.
    pub pairs: Vec<Pair>,
    /// What is not there.
    pub left_out: LeftOut,
}

/// What a selection does not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Actors that take part in none of the events that the filter accepts, or in the actors view share none.
    pub idle_actors: usize,
    /// What [`Options::max_nodes`] was.
    pub limit: Option<usize>,
    /// Actors beyond the limit.
    pub actors: usize,
    /// Events beyond the limit.
    pub events: usize,
    /// Places beyond the limit.
    pub places: usize,
    /// Links between actors beyond the limit.
    pub links: usize,
}

impl LeftOut {
    /// Whether the limit left anything out.
    pub const fn is_cut(&self) -> bool {
        self.actors + self.events + self.places + self.links > 0
    }

    /// What the limit left out, as a line of text; `None` when it left nothing out.
    pub fn cut(&self) -> Option<String> {
        let limit = self.limit.filter(|_| self.is_cut())?;
        let counted = |(count, what): (usize, &str)| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            count => Some(format!("{count} {what}s")),
        };
        let parts =
            [(self.actors, "actor"), (self.events, "event"), (self.places, "place"), (self.links, "link")];
        let parts: Vec<String> = parts.into_iter().filter_map(counted).collect();
        Some(format!("left out by --max-nodes {limit}: {}", parts.join(", ")))
    }

    /// What a reader of the file should know about what is missing: a line for each reason.
    pub fn lines(&self, view: View) -> Vec<String> {
        let mut lines = Vec::new();
        if self.idle_actors > 0 {
            lines.push(format!(
                "left out: {} {}",
                self.idle_actors,
                match view {
                    View::Events => "actors that take part in none of these events",
                    View::Actors => "actors that share no event with another",
                }
            ));
        }
        lines.extend(self.cut());
        lines
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.cut().unwrap_or_default())
    }
}

impl<'graph> Selection<'graph> {
    /// The part of `graph` that `options` ask for.
    ///
    /// Under [`Options::max_nodes`] an event is kept whole, with all who take part in it and where it happens, or not
    /// at all: first the events between the actors that take part in most events. In the actors view the same holds
    /// for the link between two actors. So nothing that is kept shows only half of what the graph says of it.
    ///
    /// ```
    /// use diurna::export::{Options, Selection};
    /// use diurna::graph::Graph;
    /// let graph = Graph::default();
    /// assert!(Selection::new(&graph, &Options::default()).left_out.cut().is_none());
    /// ```
    pub fn new(graph: &'graph Graph, options: &'graph Options) -> Self {
        match options.view {
            View::Events => Self::of_events(graph, options),
            View::Actors => Self::of_actors(graph, options),
        }
    }

    fn of_events(graph: &'graph Graph, options: &'graph Options) -> Self {
        let accepts = |event: &&Event| options.filter.accepts(graph, event);
        let events: Vec<&Event> = graph.events().filter(accepts).collect();
        let all = EventNodes::of(&events);
        let kept = match options.max_nodes {
            Some(limit) if events.len() + all.actors.len() + all.places.len() > limit => {
                best_events(&events, limit)
            }
            _ => events.clone(),
        };
        let nodes = EventNodes::of(&kept);
        Self {
            graph,
            options,
            actors: nodes.actors.iter().filter_map(|id| graph.actor(id)).collect(),
            places: nodes.places.iter().filter_map(|id| graph.place(id)).collect(),
            pairs: Vec::new(),
            left_out: LeftOut {
                idle_actors: graph.actors().len() - all.actors.len(),
                limit: options.max_nodes,
                actors: all.actors.len() - nodes.actors.len(),
                events: events.len() - kept.len(),
                places: all.places.len() - nodes.places.len(),
                links: 0,
            },
            events: kept,
        }
    }

    fn of_actors(graph: &'graph Graph, options: &'graph Options) -> Self {
        let mut pairs = actor_pairs(graph, &options.filter);
        let ends = |pairs: &[Pair]| -> BTreeSet<Id> {
            pairs.iter().flat_map(|pair| [pair.source.clone(), pair.target.clone()]).collect()
        };
        let all = ends(&pairs);
        let n_pairs = pairs.len();
        if let Some(limit) = options.max_nodes.filter(|&limit| all.len() > limit) {
            keep_best_pairs(&mut pairs, limit);
        }
        let kept = ends(&pairs);
        let events: BTreeSet<&Id> = pairs.iter().flat_map(|pair| &pair.events).collect();
        Self {
            graph,
            options,
            events: events.into_iter().filter_map(|id| graph.event(id)).collect(),
            actors: kept.iter().filter_map(|id| graph.actor(id)).collect(),
            places: Vec::new(),
            left_out: LeftOut {
                idle_actors: graph.actors().len() - all.len(),
                limit: options.max_nodes,
                actors: all.len() - kept.len(),
                links: n_pairs - pairs.len(),
                ..LeftOut::default()
            },
            pairs,
        }
    }

    /// Whether it is the whole graph: nothing was filtered and nothing cut.
    pub fn is_whole(&self) -> bool {
        self.events.len() == self.graph.events().len() && !self.left_out.is_cut()
    }

    /// What the events' claims are, in id order.
    pub fn claims(&self) -> Vec<&'graph Claim> {
        let ids: BTreeSet<&Id> = self.events.iter().flat_map(|event| &event.claims).collect();
        ids.into_iter().filter_map(|id| self.graph.claim(id)).collect()
    }

    /// The documents that the claims stand in, in id order.
    pub fn documents(&self) -> Vec<&'graph Document> {
        let ids: BTreeSet<&Id> = self.claims().into_iter().map(|claim| &claim.document).collect();
        ids.into_iter().filter_map(|id| self.graph.document(id)).collect()
    }

    /// Those of [`Selection::actors`] and of the speakers of [`Selection::claims`], in id order.
    pub fn actors_and_speakers(&self) -> Vec<&'graph Actor> {
        let mut ids: BTreeSet<&Id> = self.actors.iter().map(|actor| &actor.id).collect();
        let claims = self.claims().into_iter();
        ids.extend(claims.flat_map(|claim| &claim.attribution).filter_map(|hop| hop.actor.as_ref()));
        ids.into_iter().filter_map(|id| self.graph.actor(id)).collect()
    }
}

/// The actors and places of some events.
struct EventNodes<'graph> {
    actors: BTreeSet<&'graph Id>,
    places: BTreeSet<&'graph Id>,
}

impl<'graph> EventNodes<'graph> {
    fn of(events: &[&'graph Event]) -> Self {
        let participants = events.iter().flat_map(|event| &event.participants);
        Self {
            actors: participants.map(|participant| &participant.actor).collect(),
            places: events.iter().flat_map(|event| &event.places).collect(),
        }
    }
}

/// Those who take part in `event`, each once.
fn actors_of(event: &Event) -> BTreeSet<&Id> {
    event.participants.iter().map(|participant| &participant.actor).collect()
}

/// As many of `events`, the best connected first, as have at most `limit` nodes together; in the order given.
fn best_events<'graph>(events: &[&'graph Event], limit: usize) -> Vec<&'graph Event> {
    let mut degrees: BTreeMap<&Id, usize> = BTreeMap::new();
    for event in events {
        for actor in actors_of(event) {
            *degrees.entry(actor).or_default() += 1;
        }
    }
    let mut ranked: Vec<&Event> = events.to_vec();
    ranked.sort_by_cached_key(|event| {
        let mut ends: Vec<usize> = actors_of(event).into_iter().map(|actor| degrees[actor]).collect();
        ends.sort_unstable_by_key(|&degree| Reverse(degree));
        // A link is worth as much as its weaker end: an event that only one actor takes part in links nobody.
        let strength = (ends.get(1).copied().unwrap_or_default(), ends.first().copied().unwrap_or_default());
        (Reverse(strength), Reverse(event.independent_sources), event.id.clone())
    });
    let mut nodes: HashSet<&Id> = HashSet::new();
    let mut kept: HashSet<&Id> = HashSet::new();
    for event in ranked {
        let mut new = actors_of(event);
        new.extend(&event.places);
        new.retain(|id| !nodes.contains(id));
        if kept.len() + nodes.len() + new.len() < limit {
            nodes.extend(new);
            kept.insert(&event.id);
        }
    }
    events.iter().copied().filter(|event| kept.contains(&event.id)).collect()
}

/// Keeps as many of `pairs`, the best connected first, as have at most `limit` actors together.
fn keep_best_pairs(pairs: &mut Vec<Pair>, limit: usize) {
    let mut degrees: BTreeMap<&Id, usize> = BTreeMap::new();
    for pair in pairs.iter() {
        for end in [&pair.source, &pair.target] {
            *degrees.entry(end).or_default() += pair.events.len();
        }
    }
    let mut ranked: Vec<usize> = (0..pairs.len()).collect();
    ranked.sort_by_key(|&at| {
        let (one, other) = (degrees[&pairs[at].source], degrees[&pairs[at].target]);
        (Reverse(one.min(other)), Reverse(one.max(other)), Reverse(pairs[at].events.len()), at)
    });
    let mut nodes: HashSet<&Id> = HashSet::new();
    let mut keeps = vec![false; pairs.len()];
    for at in ranked {
        let ends = [&pairs[at].source, &pairs[at].target];
        let n_new = ends.iter().filter(|end| !nodes.contains(*end)).count();
        if nodes.len() + n_new <= limit {
            nodes.extend(ends);
            keeps[at] = true;
        }
    }
    let mut keeps = keeps.into_iter();
    pairs.retain(|_| keeps.next().unwrap_or_default());
}
