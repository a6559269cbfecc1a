//! openCypher: any question to a graph, in the language that users of graph databases know.
//!
//! In come a [`crate::graph::Graph`] and the text of a query that only reads; out come [`Rows`] of [`Value`]s. What a
//! query can name is [`schema()`]. The language itself is not ours: a [`CypherEngine`] answers, and the one behind
//! the cargo feature `cypher` is `Kglite`. Without the feature there is only the schema.

#[cfg(feature = "cypher")]
mod check;
#[cfg(feature = "cypher")]
mod kglite;
#[cfg(feature = "cypher")]
mod kinds;
#[cfg(any(feature = "cypher", test))]
mod projection;
#[cfg_attr(not(any(feature = "cypher", test)), expect(dead_code, reason = "only an engine reads graphs"))]
mod schema;
mod value;

#[cfg(feature = "cypher")]
pub use kglite::Kglite;
pub use schema::{Label, Property, PropertyKind, RelationshipType, Schema, schema};
pub(crate) use schema::{kind_label, link_type, role_type};
pub use value::{Heading, Node, Path, Relationship, Value};

use super::Filter;
use crate::error::Result;
use crate::graph::Graph;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// What answers queries: a graph loaded into an engine.
pub trait CypherEngine: Sized {
    /// The engine with those events of `graph` that `filter` accepts and everything that belongs to them; a filter
    /// without conditions leaves everything.
    ///
    /// # Errors
    ///
    /// The engine refuses the graph.
    fn load(graph: &Graph, filter: &Filter) -> Result<Self>;

    /// The answer to `question`.
    ///
    /// # Errors
    ///
    /// The query is not openCypher, writes, names a parameter without a value, asks for what the engine cannot do, or
    /// takes too long. Where the place in the query is known, the error's help shows it.
    fn query(&self, question: &Question) -> Result<Rows>;
}

/// A query and what it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The text of the query.
    pub text: String,
    /// The values of its parameters, without the `$` of their names.
    pub parameters: BTreeMap<String, Value>,
    /// When to give up; [`Question::TIME_LIMIT`] unless said otherwise.
    pub time_limit: Duration,
}

impl Question {
    /// Long enough for a whole graph, short enough for a mistyped pattern.
    pub const TIME_LIMIT: Duration = Duration::from_secs(60);

    /// The question that `text` asks, without parameters.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), parameters: BTreeMap::new(), time_limit: Self::TIME_LIMIT }
    }

    /// The same with a value for the parameter `name`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// The same with another time limit.
    #[must_use]
    pub fn within(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }
}

/// An answer: a value for each column in each row, in the order the query asks for.
///
/// Without `ORDER BY` the order is the engine's; it is the same each time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rows {
    /// What the query calls its columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// What the engine found odd, such as a label that no node has; for people.
    #[serde(skip)]
    pub warnings: Vec<String>,
}
