//! What links two actors, event by event.

use super::order::in_order;
use super::{Facts, Filter, events_of};
use crate::claim::Role;
use crate::graph::{Event, Graph, Id};
use std::collections::BTreeMap;

/// What counts as a link between two actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Linking {
    /// Events that both take part in.
    #[default]
    Deeds,
    /// Those, and events that one takes part in and the other speaks of.
    DeedsAndWords,
}

/// What an actor has to do with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It takes part.
    Role(Role),
    /// It says so.
    Speaker,
}

impl Part {
    /// The word for it: "agent", "speaker".
    pub fn name(self) -> &'static str {
        match self {
            Self::Role(role) => role.name(),
            Self::Speaker => "speaker",
        }
    }
}

/// An event that links two actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Link<'graph> {
    /// The event.
    pub event: &'graph Event,
    /// The parts of the first actor in it; at least one.
    pub first: Vec<Part>,
    /// The parts of the second; at least one.
    pub second: Vec<Part>,
}

/// The events that link `first` and `second`, in time order; those without a date last.
///
/// [`Filter::roles`] are roles of `first`: with [`Role::Agent`] the answer is what it did to or with `second`.
/// Nothing links an actor with itself.
///
/// ```
/// # use diurna::graph::Graph;
/// use diurna::query::{Filter, Linking, Part, between};
/// # let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
/// #     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
/// #   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
/// #     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#).unwrap();
/// let links = between(&graph, &"a:1".into(), &"a:2".into(), Linking::Deeds, &Filter::default());
/// assert_eq!(links[0].event.kind, "CONSULT");
/// assert_eq!(links[0].second[0].name(), "recipient");
/// assert!(between(&graph, &"a:1".into(), &"a:1".into(), Linking::Deeds, &Filter::default()).is_empty());
/// ```
pub fn between<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    first: &Id,
    second: &Id,
    linking: Linking,
    filter: &Filter,
) -> Vec<Link<'graph>> {
    if first == second {
        return Vec::new();
    }
    let facts = facts.into();
    let graph = facts.graph();
    let with = |actors: &[&Id]| {
        let mut filter = Filter { roles: Vec::new(), ..filter.clone() };
        filter.actors.extend(actors.iter().copied().cloned());
        filter
    };
    let filters = match linking {
        Linking::Deeds => vec![with(&[first, second])],
        Linking::DeedsAndWords => vec![with(&[first]), with(&[second])],
    };
    let mut links: BTreeMap<&Id, Link> = BTreeMap::new();
    for event in filters.iter().flat_map(|filter| events_of(facts, filter)) {
        let parts = |actor| parts_in(graph, event, actor, linking);
        let link = Link { event, first: parts(first), second: parts(second) };
        let has_role = |role: &Role| link.first.contains(&Part::Role(*role));
        let is_asked_for = filter.roles.is_empty() || filter.roles.iter().any(has_role);
        if is_asked_for && !link.first.is_empty() && !link.second.is_empty() {
            links.insert(&event.id, link);
        }
    }
    let order = in_order(graph, links.values().map(|link| link.event));
    order.into_iter().filter_map(|event| links.remove(&event.id)).collect()
}

fn parts_in(graph: &Graph, event: &Event, actor: &Id, linking: Linking) -> Vec<Part> {
    let roles = event.participants.iter().filter(|participant| participant.actor == *actor);
    let mut parts: Vec<Part> = roles.map(|participant| Part::Role(participant.role)).collect();
    let speaks = || {
        let mut claims = event.claims.iter().filter_map(|claim| graph.claim(claim));
        claims.any(|claim| claim.is_said_by(actor))
    };
    if linking == Linking::DeedsAndWords && speaks() {
        parts.push(Part::Speaker);
    }
    parts
}
