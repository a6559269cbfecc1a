//! The graph: readings of many documents, joined.
//!
//! In comes a [`crate::reading::Reading`] or a `diurna/1` file; out goes a [`Graph`] of documents, actors, places,
//! events, claims and relations, whose identifiers derive from content. Graphs join by set union, so parts built
//! anywhere can be joined anywhere. A graph knows no tokens and no text: only quotes and offsets.

mod code;
mod compact;
mod convert;
mod file;
mod id;
mod identity;
mod join;
mod node;
mod parallel;
mod part;
mod set;
mod time;
mod words;

pub use code::Code;
pub use file::{FORMAT, SCHEMA};
pub use id::Id;
pub use identity::{Decision, Decisions, Identities, Part, Parts, Ruling, WhySame};
pub use node::{
    Actor, Claim, Document, Event, Hop, Mention, Number, Participant, Place, Polarity, Quantity, Relation,
    Story, Title, Trigger,
};
pub use set::Set;
pub use time::{Moment, Time};
pub use words::Word;

use std::collections::{BTreeMap, BTreeSet};

/// Who did what to whom, when, where, and who says so: everything read, by identifier.
///
/// No node refers to a node that is missing: a graph comes from a reading, from a file whose references were
/// checked, or from joining such graphs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    documents: Table<Document>,
    actors: Table<Actor>,
    places: Table<Place>,
    events: Table<Event>,
    claims: Table<Claim>,
    relations: BTreeSet<Relation>,
    parts: Parts,
}

/// Nodes by identifier. In boxes, for nodes are large: identifiers stay close together, and no node is ever moved.
type Table<T> = BTreeMap<Id, Box<T>>;

/// Nodes on their way into a [`Table`].
type Boxes<T> = Vec<Box<T>>;

/// Access to one kind of node: all in id order, and one by its id.
macro_rules! nodes {
    ($type:ident, $all:ident, $one:ident, $what:literal) => {
        #[doc = concat!("The ", $what, "s, in id order.")]
        pub fn $all(&self) -> impl ExactSizeIterator<Item = &$type> + Clone {
            self.$all.values().map(|node| &**node)
        }

        #[doc = concat!("The ", $what, " with this id.")]
        pub fn $one(&self, id: &Id) -> Option<&$type> {
            self.$all.get(id).map(|node| &**node)
        }
    };
}

impl Graph {
    nodes!(Document, documents, document, "document");
    nodes!(Actor, actors, actor, "actor");
    nodes!(Place, places, place, "place");
    nodes!(Event, events, event, "event");
    nodes!(Claim, claims, claim, "claim");

    /// Ties other than events, by source and target.
    pub fn relations(&self) -> impl ExactSizeIterator<Item = &Relation> + Clone {
        self.relations.iter()
    }
}
