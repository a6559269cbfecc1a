//! Joining two graphs: set union per node and per field.
//!
//! A field with many values takes the union; a field with one value takes the greater of the two in a fixed order,
//! where absent is least. Both are associative, commutative and idempotent, hence so is the whole.

use super::node::{Actor, Claim, Document, Event, Participant, Place, Story};
use super::{Graph, Id, Set, Table};
use std::collections::BTreeSet;

/// Two descriptions of the same thing become one.
pub(super) trait Join {
    fn join(&mut self, other: Self);
}

/// One entry for each role of each actor, with the greater confidence.
pub(super) fn join_participants(own: &mut Set<Participant>, other: Set<Participant>) {
    own.extend(other);
    let mut joined: Vec<Participant> = std::mem::take(own).into_iter().collect();
    // In order, so that the surer of two comes last.
    joined.reverse();
    joined.dedup_by(|next, kept| (next.role, &next.actor) == (kept.role, &kept.actor));
    joined.reverse();
    *own = joined.into();
}

fn keep_greater<T: Ord>(mine: &mut T, other: T) {
    if other > *mine {
        *mine = other;
    }
}

fn unite<T: Ord>(mine: &mut BTreeSet<T>, mut other: BTreeSet<T>) {
    if mine.len() < other.len() {
        std::mem::swap(mine, &mut other);
    }
    mine.extend(other);
}

impl Join for Document {
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.path, other.path);
        keep_greater(&mut self.source_id, other.source_id);
        keep_greater(&mut self.title, other.title);
        keep_greater(&mut self.publisher, other.publisher);
        keep_greater(&mut self.published, other.published);
        keep_greater(&mut self.url, other.url);
        keep_greater(&mut self.language, other.language);
        for story in other.stories {
            match self.stories.iter_mut().find(|mine| mine.id == story.id) {
                Some(mine) => {
                    keep_greater(&mut mine.title, story.title);
                    keep_greater(&mut mine.published, story.published);
                }
                None => self.stories.push(story),
            }
        }
        sort_stories(&mut self.stories);
    }
}

/// Puts "s2" before "s10".
pub(super) fn sort_stories(stories: &mut [Story]) {
    stories.sort_by(|a, b| (a.id.len(), &a.id).cmp(&(b.id.len(), &b.id)));
}

impl Join for Actor {
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.name, other.name);
        keep_greater(&mut self.kind, other.kind);
        unite(&mut self.aliases, other.aliases);
        keep_greater(&mut self.country, other.country);
        keep_greater(&mut self.sector, other.sector);
        unite(&mut self.descriptions, other.descriptions);
        unite(&mut self.titles, other.titles);
        unite(&mut self.members, other.members);
        keep_greater(&mut self.count, other.count);
        unite(&mut self.mentions, other.mentions);
    }
}

impl Join for Place {
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.name, other.name);
        keep_greater(&mut self.kind, other.kind);
        keep_greater(&mut self.country, other.country);
        // As a pair: the latitude of one source with the longitude of another would be a third place.
        if (other.lat, other.lon) > (self.lat, self.lon) {
            (self.lat, self.lon) = (other.lat, other.lon);
        }
        keep_greater(&mut self.within, other.within);
        unite(&mut self.mentions, other.mentions);
    }
}

impl Join for Event {
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.kind, other.kind);
        keep_greater(&mut self.mode, other.mode);
        unite(&mut self.context, other.context);
        keep_greater(&mut self.quad, other.quad);
        keep_greater(&mut self.cameo, other.cameo);
        keep_greater(&mut self.label, other.label);
        keep_greater(&mut self.status, other.status);
        join_participants(&mut self.participants, other.participants);
        self.places.extend(other.places);
        keep_greater(&mut self.time, other.time);
        unite(&mut self.quantities, other.quantities);
        self.part_of.extend(other.part_of);
        self.because_of.extend(other.because_of);
        self.about.extend(other.about);
        self.claims.extend(other.claims);
        keep_greater(&mut self.confidence, other.confidence);
        keep_greater(&mut self.independent_sources, other.independent_sources);
    }
}

impl Join for Claim {
    fn join(&mut self, other: Self) {
        keep_greater(&mut self.event, other.event);
        keep_greater(&mut self.document, other.document);
        keep_greater(&mut self.story, other.story);
        keep_greater(&mut self.zone, other.zone);
        // As one: a sentence and its place belong together.
        if (&other.quote, other.start, other.end) > (&self.quote, self.start, self.end) {
            (self.quote, self.start, self.end) = (other.quote, other.start, other.end);
        }
        keep_greater(&mut self.trigger, other.trigger);
        keep_greater(&mut self.polarity, other.polarity);
        keep_greater(&mut self.status, other.status);
        keep_greater(&mut self.attribution, other.attribution);
        keep_greater(&mut self.time, other.time);
        unite(&mut self.quantities, other.quantities);
        keep_greater(&mut self.confidence, other.confidence);
        keep_greater(&mut self.rule, other.rule);
    }
}

/// All of `nodes` as one; `None` if there are none.
///
/// Neighbours first, then their joins: one after the other, what grows would be copied for each.
pub(super) fn join_all<T: Join>(mut nodes: Vec<Box<T>>) -> Option<Box<T>> {
    while nodes.len() > 1 {
        let mut rest = nodes.into_iter();
        let mut halved = Vec::new();
        while let Some(mut one) = rest.next() {
            if let Some(other) = rest.next() {
                one.join(*other);
            }
            halved.push(one);
        }
        nodes = halved;
    }
    nodes.pop()
}

/// Adds a node, or joins it with the one that has its id already.
pub(super) fn add<T: Join>(nodes: &mut Table<T>, id: Id, node: Box<T>) {
    match nodes.entry(id) {
        std::collections::btree_map::Entry::Vacant(entry) => {
            entry.insert(node);
        }
        std::collections::btree_map::Entry::Occupied(mut entry) => entry.get_mut().join(*node),
    }
}

fn join_nodes<T: Join>(mine: &mut Table<T>, mut other: Table<T>) {
    if mine.len() < other.len() {
        std::mem::swap(mine, &mut other);
    }
    for (id, node) in other {
        add(mine, id, node);
    }
}

impl Graph {
    /// Both graphs as one: union of nodes, and of what is known of each.
    ///
    /// Associative, commutative and idempotent, so parts may be built anywhere and joined in any order. Costs
    /// the smaller graph times the logarithm of the larger. Nobody is told to be the same: for that, join what the
    /// documents gave ([`Graph::unresolved`]) and [`Graph::resolve`] the whole.
    ///
    /// ```
    /// use diurna::graph::Graph;
    /// let graph = Graph::default();
    /// assert_eq!(graph.clone().merge(graph.clone()), graph);
    /// ```
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        join_nodes(&mut self.documents, other.documents);
        join_nodes(&mut self.actors, other.actors);
        join_nodes(&mut self.places, other.places);
        join_nodes(&mut self.events, other.events);
        join_nodes(&mut self.claims, other.claims);
        unite(&mut self.relations, other.relations);
        self.parts.join(other.parts);
        self
    }
}
