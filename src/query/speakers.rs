//! What each speaker says happened.

use super::{Facts, Filter, events, publisher_name, speaker_name};
use crate::graph::{Event, Id};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Somebody who speaks of events.
#[derive(Debug, Clone, PartialEq)]
pub struct Speaker<'graph> {
    /// The name, or what the text has instead; of the page itself its publisher.
    pub name: String,
    /// The actor, if the graph has one.
    pub actor: Option<Id>,
    /// The events, in time order, each once.
    pub events: Vec<&'graph Event>,
}

/// Who speaks of the events that `filter` accepts, and of which; those who speak of most come first.
///
/// Every speaker of a chain speaks of its event; a claim without a chain is its publisher's, or the page's own.
///
/// ```
/// use diurna::document::{ReadOptions, read_text};
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, events_by_speaker};
/// let page = read_text("Police said troops had left Lima.", &ReadOptions::default());
/// let graph = Graph::from_reading(&diurna::reading::read(page));
/// let speakers = events_by_speaker(&graph, &Filter::default());
/// assert!(speakers.iter().any(|speaker| speaker.name.eq_ignore_ascii_case("police")));
/// ```
pub fn events_by_speaker<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    filter: &Filter,
) -> Vec<Speaker<'graph>> {
    let facts = facts.into();
    let graph = facts.graph();
    let mut told: BTreeMap<(String, Option<Id>), Vec<&Event>> = BTreeMap::new();
    let mut tell = |name: String, actor: Option<Id>, event: &'graph Event| {
        let events = told.entry((name, actor)).or_default();
        if events.last().is_none_or(|last| last.id != event.id) {
            events.push(event);
        }
    };
    for event in events(facts, filter) {
        let claims = event.claims.iter().filter_map(|claim| graph.claim(claim));
        for claim in claims.filter(|claim| filter.accepts_claim(graph, claim)) {
            for hop in &claim.attribution {
                tell(speaker_name(graph, hop).into_owned(), hop.actor.clone(), event);
            }
            if claim.attribution.is_empty() {
                tell(publisher_name(graph, claim).to_owned(), None, event);
            }
        }
    }
    let mut speakers: Vec<Speaker> =
        told.into_iter().map(|((name, actor), events)| Speaker { name, actor, events }).collect();
    speakers.sort_by_key(|speaker| Reverse(speaker.events.len()));
    speakers
}
