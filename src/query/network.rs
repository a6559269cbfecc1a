//! Who is linked to whom: the graph of actors and events, walked by petgraph.

use super::Filter;
use super::order::in_order;
use crate::claim::{Role, Status};
use crate::graph::{Actor, Event, Graph, Id};
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};

/// An actor or an event.
#[derive(Debug, Clone, Copy)]
enum Node<'graph> {
    Actor(&'graph Actor),
    Event(&'graph Event),
}

/// Actors and the accepted events they take part in.
struct Network<'graph> {
    walk: UnGraph<Node<'graph>, Role>,
    actors: BTreeMap<&'graph Id, NodeIndex>,
}

impl<'graph> Network<'graph> {
    fn new(graph: &'graph Graph, filter: &Filter) -> Self {
        let mut walk = UnGraph::default();
        let mut actors = BTreeMap::new();
        for actor in graph.actors() {
            actors.insert(&actor.id, walk.add_node(Node::Actor(actor)));
        }
        for event in graph.events().filter(|event| filter.accepts(graph, event)) {
            let node = walk.add_node(Node::Event(event));
            for participant in &event.participants {
                if let Some(&actor) = actors.get(&participant.actor) {
                    walk.add_edge(actor, node, participant.role);
                }
            }
        }
        Self { walk, actors }
    }

    /// The events that the actor at `node` takes part in, in one of `roles` (empty: any).
    fn events_of(&self, node: NodeIndex, roles: &[Role]) -> BTreeMap<NodeIndex, &'graph Event> {
        let edges = self.walk.edges(node).filter(|edge| roles.is_empty() || roles.contains(edge.weight()));
        edges
            .filter_map(|edge| {
                let other = if edge.source() == node { edge.target() } else { edge.source() };
                match self.walk[other] {
                    Node::Event(event) => Some((other, event)),
                    Node::Actor(_) => None,
                }
            })
            .collect()
    }

    /// The actors that take part in the event at `node`.
    fn actors_of(&self, node: NodeIndex) -> BTreeMap<NodeIndex, &'graph Actor> {
        let nodes = self.walk.neighbors(node);
        nodes
            .filter_map(|other| match self.walk[other] {
                Node::Actor(actor) => Some((other, actor)),
                Node::Event(_) => None,
            })
            .collect()
    }
}

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
/// [`Filter::roles`] is the part the nearer of two actors has in the event they share.
///
/// ```
/// # use diurna::graph::Graph;
/// # use diurna::query::{Filter, find_neighbors};
/// # let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
/// #     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
/// #   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
/// #     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#).unwrap();
/// let neighbors = find_neighbors(&graph, &"a:1".into(), 1, &Filter::default());
/// assert_eq!(neighbors[0].actor.name, "Peru");
/// ```
pub fn find_neighbors<'graph>(
    graph: &'graph Graph,
    actor: &Id,
    depth: usize,
    filter: &Filter,
) -> Vec<Neighbor<'graph>> {
    let roles = filter.roles.as_slice();
    let network = Network::new(graph, &Filter { roles: Vec::new(), ..filter.clone() });
    let Some(&start) = network.actors.get(actor) else { return Vec::new() };
    let mut known = BTreeSet::from([start]);
    let mut layer = vec![start];
    let mut neighbors = Vec::new();
    for distance in 1..=depth {
        let mut found: BTreeMap<NodeIndex, (&Actor, BTreeMap<NodeIndex, &Event>)> = BTreeMap::new();
        for &from in &layer {
            for (node, event) in network.events_of(from, roles) {
                for (other, actor) in network.actors_of(node) {
                    if !known.contains(&other) {
                        found.entry(other).or_insert((actor, BTreeMap::new())).1.insert(node, event);
                    }
                }
            }
        }
        layer = found.keys().copied().collect();
        if layer.is_empty() {
            break;
        }
        known.extend(&layer);
        let mut found: Vec<Neighbor> = found
            .into_values()
            .map(|(actor, events)| Neighbor {
                actor,
                distance,
                events: in_order(graph, events.into_values()),
            })
            .collect();
        found.sort_by(|a, b| b.events.len().cmp(&a.events.len()).then(a.actor.id.cmp(&b.actor.id)));
        neighbors.extend(found);
    }
    neighbors
}

/// One step of a path: an event that two actors share.
#[derive(Debug, Clone, PartialEq)]
pub struct Hop<'graph> {
    /// From whom.
    pub from: &'graph Actor,
    /// Through which event.
    pub event: &'graph Event,
    /// To whom.
    pub to: &'graph Actor,
}

/// What one event of a path costs; the doubts of five hundred events together cost less.
const HOP: u64 = 1_000_000;

/// The cost of walking through `event`: a hop, and a little for doubt, so that of equally short paths the surest wins.
fn cost(event: &Event) -> u64 {
    let doubt = 1.0 - event.confidence.map_or(1.0, |confidence| confidence.0.clamp(0.0, 1.0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    let doubt = (doubt * 1000.0) as u64;
    let status = match event.status {
        Status::Occurred | Status::Ongoing => 0,
        Status::Planned => 200,
        Status::Possible | Status::Conditional | Status::Unknown => 500,
        Status::Denied => 1000,
    };
    HOP + doubt + status
}

/// The shortest way from one actor to another through events that both ends of a hop take part in.
///
/// Of equally short ways the one with the surest events. `None` when there is none of at most `max_hops` events.
/// The way from an actor to itself is empty.
pub fn find_path<'graph>(
    graph: &'graph Graph,
    from: &Id,
    to: &Id,
    max_hops: Option<usize>,
    filter: &Filter,
) -> Option<Vec<Hop<'graph>>> {
    let network = Network::new(graph, filter);
    let (&start, &goal) = (network.actors.get(from)?, network.actors.get(to)?);
    let cost_to = |node: NodeIndex| match network.walk[node] {
        Node::Event(event) => cost(event),
        Node::Actor(_) => 0,
    };
    let (_, nodes) = petgraph::algo::astar(
        &network.walk,
        start,
        |node| node == goal,
        // Every event on the way is paid for twice, going in and going out; that changes no comparison.
        |edge| cost_to(edge.source()) + cost_to(edge.target()),
        |_| 0,
    )?;
    let mut hops = Vec::new();
    for step in nodes.windows(3).step_by(2) {
        if let [Node::Actor(from), Node::Event(event), Node::Actor(to)] =
            [0, 1, 2].map(|at| network.walk[step[at]])
        {
            hops.push(Hop { from, event, to });
        }
    }
    max_hops.is_none_or(|most| hops.len() <= most).then_some(hops)
}
