//! Where a question finds its events.

use super::{Filter, Index};
use crate::graph::{Event, Graph, Id};
use rayon::iter::Either;
use std::collections::BTreeSet;

/// What a question is put to: a graph, which is read from end to end, or an [`Index`] of one, which knows where to look.
///
/// Both give the same answer. Reading a million events takes about a third of the time that making an index takes, so a
/// graph is the better choice for one question, an index for several.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, Index, events};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "events": [
///     {"id": "e:1", "type": "CONSULT", "status": "planned"}]}"#)?;
/// let index = Index::new(&graph);
/// assert_eq!(events(&graph, &Filter::default()), events(&index, &Filter::default()));
/// # Ok::<(), diurna::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Facts<'index, 'graph> {
    /// A graph.
    Graph(&'graph Graph),
    /// An index of a graph.
    Index(&'index Index<'graph>),
}

impl<'graph> From<&'graph Graph> for Facts<'_, 'graph> {
    fn from(graph: &'graph Graph) -> Self {
        Self::Graph(graph)
    }
}

impl<'index, 'graph> From<&'index Index<'graph>> for Facts<'index, 'graph> {
    fn from(index: &'index Index<'graph>) -> Self {
        Self::Index(index)
    }
}

impl<'graph> Facts<'_, 'graph> {
    /// The graph that all facts are in.
    pub fn graph(self) -> &'graph Graph {
        match self {
            Self::Graph(graph) => graph,
            Self::Index(index) => index.graph(),
        }
    }

    /// Events among which are all that `filter` accepts, each once.
    pub(super) fn candidates(self, filter: &Filter) -> impl Iterator<Item = &'graph Event> + Clone {
        let found = match self {
            Self::Index(index) => index.candidates(filter),
            Self::Graph(_) => None,
        };
        // Claims in their order are read faster than the claims of one event after the other are looked up.
        let found = found.or_else(|| filter.asks_for_claims().then(|| events_claimed(self.graph(), filter)));
        match found {
            Some(events) => Either::Left(events.into_iter()),
            None => Either::Right(self.graph().events()),
        }
    }

    /// The events of which `actor` speaks, each once.
    pub(super) fn events_told_by(self, actor: &Id) -> Vec<&'graph Event> {
        match self {
            Self::Index(index) => index.events_told_by(actor),
            Self::Graph(graph) => {
                let filter = Filter { said_by: vec![actor.clone()], ..Filter::default() };
                events_claimed(graph, &filter)
            }
        }
    }
}

/// The events with a claim that `filter` accepts, in id order.
fn events_claimed<'graph>(graph: &'graph Graph, filter: &Filter) -> Vec<&'graph Event> {
    let claims = graph.claims().filter(|claim| filter.accepts_claim(graph, claim));
    let events: BTreeSet<&Id> = claims.map(|claim| &claim.event).collect();
    events.into_iter().filter_map(|event| graph.event(event)).collect()
}
