//! What differs between two graphs, node by node.

use crate::error::{Error, Result};
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Place, Relation};
use serde::Serialize;
use serde_json::Value;
use std::cmp::Ordering;

/// A node of either graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node<'graph> {
    /// A document.
    Document(&'graph Document),
    /// An actor.
    Actor(&'graph Actor),
    /// A place.
    Place(&'graph Place),
    /// An event.
    Event(&'graph Event),
    /// A claim.
    Claim(&'graph Claim),
    /// A relation, which has no id.
    Relation(&'graph Relation),
}

impl<'graph> Node<'graph> {
    /// What it is: "event".
    pub fn kind(self) -> &'static str {
        match self {
            Self::Document(_) => "document",
            Self::Actor(_) => "actor",
            Self::Place(_) => "place",
            Self::Event(_) => "event",
            Self::Claim(_) => "claim",
            Self::Relation(_) => "relation",
        }
    }

    /// Its id; that of its source for a relation.
    pub fn id(self) -> &'graph Id {
        match self {
            Self::Document(document) => &document.id,
            Self::Actor(actor) => &actor.id,
            Self::Place(place) => &place.id,
            Self::Event(event) => &event.id,
            Self::Claim(claim) => &claim.id,
            Self::Relation(relation) => &relation.source,
        }
    }
}

/// A field whose value differs; absent is [`Value::Null`].
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// Its key in `diurna/1`.
    pub field: String,
    /// The value in the old graph.
    pub old: Value,
    /// The value in the new graph.
    pub new: Value,
}

/// What became of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Change<'graph> {
    /// Only the new graph has it.
    Added(Node<'graph>),
    /// Only the old graph has it.
    Removed(Node<'graph>),
    /// Both have it, and these fields differ; the node is that of the new graph.
    Changed(Node<'graph>, Vec<FieldChange>),
}

impl<'graph> Change<'graph> {
    /// The node that changed.
    pub fn node(&self) -> Node<'graph> {
        match self {
            Self::Added(node) | Self::Removed(node) | Self::Changed(node, _) => *node,
        }
    }
}

/// What was added, removed and changed from `old` to `new`: documents, actors, places, events, claims, relations, and
/// each in id order.
///
/// As ids derive from content, something read differently may be one node less and another more. Fails only if a
/// node has no JSON form, which no graph that was read from a file or page holds.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Change, diff};
/// let with_status = |status: &str| {
///     Graph::from_json(&format!(
///         r#"{{"format": "diurna/1", "events": [{{"id": "e:1", "type": "CONSULT", "status": "{status}"}}]}}"#
///     ))
/// };
/// let (old, new) = (with_status("planned")?, with_status("occurred")?);
/// let changes = diff(&old, &new)?;
/// let Change::Changed(_, fields) = &changes[0] else { panic!("both have e:1") };
/// assert_eq!((fields[0].field.as_str(), &fields[0].new), ("status", &"occurred".into()));
/// assert!(diff(&old, &old)?.is_empty());
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn diff<'graph>(old: &'graph Graph, new: &'graph Graph) -> Result<Vec<Change<'graph>>> {
    let mut changes = Vec::new();
    compare(old.documents(), new.documents(), |node| &node.id, Node::Document, &mut changes)?;
    compare(old.actors(), new.actors(), |node| &node.id, Node::Actor, &mut changes)?;
    compare(old.places(), new.places(), |node| &node.id, Node::Place, &mut changes)?;
    compare(old.events(), new.events(), |node| &node.id, Node::Event, &mut changes)?;
    compare(old.claims(), new.claims(), |node| &node.id, Node::Claim, &mut changes)?;
    compare(old.relations(), new.relations(), |node| node, Node::Relation, &mut changes)?;
    Ok(changes)
}

/// Walks two lists in the order of their keys, side by side.
fn compare<'graph, T: PartialEq + Serialize, K: Ord>(
    old: impl Iterator<Item = &'graph T>,
    new: impl Iterator<Item = &'graph T>,
    key: fn(&T) -> &K,
    node: fn(&'graph T) -> Node<'graph>,
    changes: &mut Vec<Change<'graph>>,
) -> Result<()> {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => key(old).cmp(key(new)),
        };
        match order {
            Ordering::Less => changes.extend(old.next().map(|gone| Change::Removed(node(gone)))),
            Ordering::Greater => changes.extend(new.next().map(|come| Change::Added(node(come)))),
            Ordering::Equal => {
                if let (Some(before), Some(after)) = (old.next(), new.next())
                    && before != after
                {
                    changes.push(Change::Changed(node(after), changed_fields(before, after)?));
                }
            }
        }
    }
}

fn changed_fields<T: Serialize>(old: &T, new: &T) -> Result<Vec<FieldChange>> {
    let fields = |node: &T| match serde_json::to_value(node) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::new("a node that is not an object")),
        Err(error) => Err(Error::new(format!("a node without JSON form: {error}"))),
    };
    let (old, new) = (fields(old)?, fields(new)?);
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let value = |fields: &serde_json::Map<String, Value>, key: &String| fields.get(key).cloned();
    let changes = keys.into_iter().map(|key| FieldChange {
        field: key.clone(),
        old: value(&old, key).unwrap_or_default(),
        new: value(&new, key).unwrap_or_default(),
    });
    Ok(changes.filter(|change| change.old != change.new).collect())
}
