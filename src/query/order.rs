//! The order in which people read events.

use super::{Facts, Filter};
use crate::graph::{Claim, Event, Graph, Moment};
use rayon::prelude::*;

/// The claims of `event`, earliest publication first, then in text order.
pub fn claims_in_order<'graph>(graph: &'graph Graph, event: &Event) -> Vec<&'graph Claim> {
    let mut claims: Vec<&Claim> = event.claims.iter().filter_map(|id| graph.claim(id)).collect();
    let published = |claim: &Claim| graph.document(&claim.document).and_then(|document| document.published);
    claims.sort_by_cached_key(|claim| {
        (published(claim).is_none(), published(claim), claim.document.clone(), claim.start, claim.id.clone())
    });
    claims
}

/// The events that `filter` accepts, each once; from a graph in id order.
///
/// Every question takes its events from here.
pub fn events_of<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    filter: &Filter,
) -> impl Iterator<Item = &'graph Event> + Clone {
    let facts = facts.into();
    let graph = facts.graph();
    facts.candidates(filter).filter(|event| filter.accepts(graph, event))
}

/// The events that `filter` accepts, in time order; those without a date last, in text order.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, events};
/// assert!(events(&Graph::default(), &Filter::default()).is_empty());
/// ```
pub fn events<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    filter: &Filter,
) -> Vec<&'graph Event> {
    let facts = facts.into();
    in_order(facts.graph(), events_of(facts, filter))
}

/// `events` in the order of [`events`](events()).
pub(super) fn in_order<'graph>(
    graph: &'graph Graph,
    events: impl Iterator<Item = &'graph Event>,
) -> Vec<&'graph Event> {
    let events: Vec<&Event> = events.collect();
    // The claims of an event may be anywhere in memory; two look-ups wait less than one after the other.
    let mut keyed: Vec<_> = events.into_par_iter().map(|event| (key(graph, event), event)).collect();
    keyed.par_sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, event)| event).collect()
}

type Key<'graph> = (bool, Option<Moment>, Option<Moment>, Option<Moment>, &'graph str, usize, &'graph str);

fn key<'graph>(graph: &'graph Graph, event: &'graph Event) -> Key<'graph> {
    let time = event.time.as_ref();
    let (start, end) = time.map_or((None, None), |time| (time.start, time.end));
    let first = event.claims.iter().filter_map(|id| graph.claim(id)).min_by_key(|claim| claim.start);
    let document = first.and_then(|claim| graph.document(&claim.document));
    let at = start.or(end);
    (
        at.is_none(),
        at,
        end,
        document.and_then(|document| document.published),
        first.map_or("", |claim| claim.document.as_str()),
        first.map_or(0, |claim| claim.start),
        event.id.as_str(),
    )
}
