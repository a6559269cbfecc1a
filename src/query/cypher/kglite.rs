//! The engine behind the trait: kglite, a graph in memory.
//!
//! Everything that knows kglite is in this file. It keeps three properties of its own on each node: `id`, which is
//! ours; `title`, which is our `name`, `label` or `title`; and `type`, which an [`Event`](crate::graph::Event) has of
//! its own and which elsewhere is the label. Answers show the documented ones only.

use super::check::{Checked, check};
use super::projection::{Link, NodeTable, Projection};
use super::schema::{ACTOR, DOCUMENT, EVENT, PLACE};
use super::value::{Heading, Node, Path, Relationship};
use super::{CypherEngine, PropertyKind, Question, Rows, Value};
use crate::error::{Error, Result};
use crate::graph::{Graph, Id};
use crate::query::Filter;
use kglite::api::cypher::{QueryWarningSink, with_query_warning_sink};
use kglite::api::mutation::{ColumnData, ColumnType, DataFrame, EdgeSpec, add_edges_from_specs, add_nodes};
use kglite::api::param::kglite_value_to_json;
use kglite::api::session::{CancelToken, ExecuteOptions, execute_mut, execute_read};
use kglite::api::{DirGraph, KgError, NodeIndex, NodeValue, PathValue, PropMap, RelValue, Value as Native};
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// kglite with a graph loaded.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::Filter;
/// use diurna::query::cypher::{CypherEngine, Kglite, Question};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
///     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}]}"#)?;
/// let engine = Kglite::load(&graph, &Filter::default())?;
/// let rows = engine.query(&Question::new("MATCH (p:Person) RETURN p.name AS name"))?;
/// assert_eq!(rows.rows, [["Lena Ortiz".into()]]);
/// assert!(engine.query(&Question::new("CREATE (p:Person)")).is_err());
/// # Ok::<(), diurna::Error>(())
/// ```
#[derive(Clone)]
pub struct Kglite {
    graph: Arc<DirGraph>,
}

impl std::fmt::Debug for Kglite {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Kglite").finish_non_exhaustive()
    }
}

/// Stack of the thread that answers; the deepest query that is let through needs a part of it.
const STACK: usize = 256 << 20;

/// How long past its time limit an engine that checks the clock may take.
const GRACE: Duration = Duration::from_millis(500);

impl CypherEngine for Kglite {
    fn load(graph: &Graph, filter: &Filter) -> Result<Self> {
        let projection = Projection::new(graph, filter);
        let loaded = catch_unwind(AssertUnwindSafe(|| load(projection)));
        let graph = loaded.unwrap_or_else(|panic| Err(panicked(panic.as_ref())))?;
        Ok(Self { graph: Arc::new(graph) })
    }

    fn query(&self, question: &Question) -> Result<Rows> {
        let (sender, receiver) = channel();
        let cancel = CancelToken::new();
        let (graph, asked, token) = (Arc::clone(&self.graph), question.clone(), cancel.clone());
        let work = move || {
            let answer = catch_unwind(AssertUnwindSafe(|| answer(&graph, &asked, token)));
            // Nobody listens any more when the time is up.
            let _ = sender.send(answer.unwrap_or_else(|panic| Err(panicked(panic.as_ref()))));
        };
        let thread = std::thread::Builder::new().name("cypher".to_owned()).stack_size(STACK);
        thread.spawn(work).map_err(|error| Error::new(format!("cannot start a thread: {error}")))?;
        match receiver.recv_timeout(question.time_limit.saturating_add(GRACE)) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => {
                cancel.cancel();
                Err(too_slow(question.time_limit))
            }
            Err(RecvTimeoutError::Disconnected) => Err(Error::new("the Cypher engine gave no answer")),
        }
    }
}

impl Kglite {
    /// The engine over a graph that something else filled, such as the setup of a conformance test.
    pub fn over(graph: DirGraph) -> Self {
        Self { graph: Arc::new(graph) }
    }
}

fn too_slow(limit: Duration) -> Error {
    Error::new(format!("the query was not done within {} s", limit.as_secs_f64()))
        .with_help("give it longer with --timeout SECONDS, or ask for less: a label, a direction, fewer hops")
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    Error::new(format!("the Cypher engine failed: {text}"))
        .with_help("this is a defect of the engine; another form of the query may do")
}

fn answer(graph: &DirGraph, question: &Question, cancel: CancelToken) -> Result<Rows> {
    let checked = check(question)?;
    let parameters = question.parameters.iter();
    let parameters: HashMap<String, Native> =
        parameters.map(|(name, value)| Ok((name.clone(), native(value)?))).collect::<Result<_>>()?;
    let mut options = ExecuteOptions::eager(&parameters);
    let now = Instant::now();
    options.deadline = now.checked_add(question.time_limit);
    options.deadline_origin = Some(now);
    options.cancel = Some(cancel);
    options.hide_structural_keys = true;
    let outcome = with_query_warning_sink(QueryWarningSink::Silent, || {
        execute_read(graph, &checked.text, &options).map_err(Box::new)
    });
    let result = outcome.map_err(|error| refused(&checked, question, &error))?.result;
    let rows = result.rows.iter().map(|row| row.iter().map(|value| shown(graph, value)).collect()).collect();
    let warnings = result.diagnostics.map(|diagnostics| diagnostics.warnings).unwrap_or_default();
    let columns = checked.columns.filter(|columns| columns.len() == result.columns.len());
    Ok(Rows { columns: columns.unwrap_or(result.columns), rows, warnings })
}

fn refused(checked: &Checked, question: &Question, error: &KgError) -> Error {
    let message = match error {
        KgError::CypherTimeout { .. } | KgError::Cancelled => return too_slow(question.time_limit),
        KgError::CypherSyntax { message, .. } => message.clone(),
        other => other.to_string(),
    };
    // Below its message the engine shows the line; so do we.
    let message = message.lines().next().unwrap_or_default();
    checked.engine_error(&question.text, &sentence(message), error.position())
}

/// `message` in our form: one line, in lower case unless it begins with a name, without a full stop.
fn sentence(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.');
    let mut characters = line.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => line.to_owned(),
    }
}

/// What the engine is to take for a node's title: the property by which people call such a node.
fn title_property(label: &str) -> Option<&'static str> {
    match label {
        ACTOR | PLACE => Some("name"),
        EVENT => Some("label"),
        DOCUMENT => Some("title"),
        _ => None,
    }
}

fn load(projection: Projection) -> Result<DirGraph> {
    let failed =
        |message: String| Error::new(format!("the Cypher engine refuses the graph: {}", sentence(&message)));
    let mut graph = DirGraph::new();
    for table in projection.nodes.into_iter().filter(|table| !table.rows.is_empty()) {
        let label = table.label;
        let frame = frame(table).map_err(failed)?;
        let title = title_property(label).filter(|title| frame.verify_column(title)).map(str::to_owned);
        add_nodes(&mut graph, frame, label.to_owned(), "id".to_owned(), title, None).map_err(failed)?;
    }
    // All at once: relationships that meet others of their kind would be merged with them.
    let n_links = projection.links.len();
    let specifications = projection.links.into_iter().map(specification).collect::<Result<Vec<_>>>()?;
    let report = add_edges_from_specs(&mut graph, specifications).map_err(failed)?;
    if report.connections_created != n_links {
        return Err(failed(format!("{} of {n_links} relationships were loaded", report.connections_created)));
    }
    for (label, ids) in &projection.kinds {
        let ids = ids.iter().map(|id| Native::String(id.as_str().to_owned())).collect();
        let parameters = [("ids".to_owned(), Native::List(ids))].into();
        let text = format!("UNWIND $ids AS id MATCH (a:{ACTOR} {{id: id}}) SET a:{label}");
        execute_mut(&mut graph, &text, &ExecuteOptions::eager(&parameters))
            .map_err(|error| failed(error.to_string()))?;
    }
    Ok(graph)
}

fn specification(link: Link) -> Result<EdgeSpec> {
    let id = |id: &Id| Native::String(id.as_str().to_owned());
    let properties = link.properties.iter().filter(|(_, value)| *value != Value::Null);
    Ok(EdgeSpec {
        source_type: link.from.0.to_owned(),
        source_id: id(&link.from.1),
        target_type: link.to.0.to_owned(),
        target_id: id(&link.to.1),
        edge_type: link.kind.to_owned(),
        properties: properties
            .map(|(name, value)| Ok(((*name).to_owned(), native(value)?)))
            .collect::<Result<_>>()?,
    })
}

/// `table` as the engine loads it; columns without a value are left out.
fn frame(table: NodeTable) -> std::result::Result<DataFrame, String> {
    let mut frame = DataFrame::new(Vec::new());
    for (at, property) in table.columns.iter().enumerate() {
        let cells = || table.rows.iter().map(move |row| &row[at]);
        if cells().all(|value| *value == Value::Null) {
            continue;
        }
        let (kind, data) = match property.kind {
            PropertyKind::Text | PropertyKind::Time => (
                ColumnType::String,
                ColumnData::String(
                    cells()
                        .map(|value| match value {
                            Value::Text(text) => Some(text.clone()),
                            _ => None,
                        })
                        .collect(),
                ),
            ),
            PropertyKind::Integer => (
                ColumnType::Int64,
                ColumnData::Int64(
                    cells()
                        .map(|value| match value {
                            Value::Integer(number) => Some(*number),
                            _ => None,
                        })
                        .collect(),
                ),
            ),
            PropertyKind::Float => (
                ColumnType::Float64,
                ColumnData::Float64(
                    cells()
                        .map(|value| match value {
                            Value::Float(number) => Some(*number),
                            _ => None,
                        })
                        .collect(),
                ),
            ),
            PropertyKind::Boolean => (
                ColumnType::Boolean,
                ColumnData::Boolean(
                    cells()
                        .map(|value| match value {
                            Value::Boolean(value) => Some(*value),
                            _ => None,
                        })
                        .collect(),
                ),
            ),
            PropertyKind::Texts | PropertyKind::Maps => (
                ColumnType::List,
                ColumnData::List(
                    cells()
                        .map(|value| match value {
                            Value::List(values) => values.iter().map(native).collect::<Result<_>>().ok(),
                            _ => None,
                        })
                        .collect(),
                ),
            ),
        };
        frame.add_column(property.name.to_owned(), kind, data)?;
    }
    Ok(frame)
}

/// Our value as the engine's.
fn native(value: &Value) -> Result<Native> {
    Ok(match value {
        Value::Null => Native::Null,
        Value::Boolean(value) => Native::Boolean(*value),
        Value::Integer(number) => Native::Int64(*number),
        Value::Float(number) => Native::Float64(*number),
        Value::Text(text) => Native::String(text.clone()),
        Value::List(values) => Native::List(values.iter().map(native).collect::<Result<_>>()?),
        Value::Map(entries) => {
            let pairs = entries.iter().map(|(name, value)| Ok((name.as_str().into(), native(value)?)));
            Native::Map(PropMap::from_pairs(pairs.collect::<Result<_>>()?))
        }
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) => {
            return Err(Error::new("a parameter cannot be a node, relationship or path"));
        }
    })
}

/// The engine's value as ours.
fn shown(graph: &DirGraph, value: &Native) -> Value {
    match value {
        Native::Null => Value::Null,
        Native::Boolean(value) => Value::Boolean(*value),
        Native::UniqueId(number) => Value::Integer(i64::from(*number)),
        Native::Int64(number) => Value::Integer(*number),
        Native::Float64(number) => Value::Float(*number),
        Native::String(text) => Value::Text(text.clone()),
        Native::List(values) => Value::List(values.iter().map(|value| shown(graph, value)).collect()),
        Native::Map(entries) => Value::Map(properties(graph, entries)),
        Native::Node(node) => Value::Node(Box::new(shown_node(graph, node))),
        Native::Relationship(relationship) => {
            Value::Relationship(Box::new(shown_relationship(graph, relationship)))
        }
        Native::Path(path) => Value::Path(Box::new(shown_path(graph, path))),
        Native::NodeRef(index) => of_node(graph, *index),
        Native::Duration { months, days, seconds, nanos } => {
            Value::Text(duration(i64::from(*months), i64::from(*days), *seconds, i64::from(*nanos)))
        }
        // Times and points are words in an answer.
        other => match kglite_value_to_json(other) {
            serde_json::Value::String(text) => Value::Text(without_zero_seconds(&text)),
            json => Value::Text(json.to_string()),
        },
    }
}

/// A duration in ISO 8601 form: "P1Y2M3DT4H5M6.7S". Its seconds and nanoseconds are one amount.
fn duration(months: i64, days: i64, seconds: i64, nanos: i64) -> String {
    let mut text = "P".to_owned();
    for (amount, unit) in [(months / 12, 'Y'), (months % 12, 'M'), (days, 'D')] {
        if amount != 0 {
            text.push_str(&format!("{amount}{unit}"));
        }
    }
    // Nanoseconds are never negative, so -0.5 s comes as -1 s and 500,000,000 ns.
    let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
    if total != 0 {
        text.push('T');
        let (sign, total) = (if total < 0 { "-" } else { "" }, total.unsigned_abs());
        let (whole, nanos) = (total / 1_000_000_000, total % 1_000_000_000);
        for (amount, unit) in [(whole / 3600, 'H'), (whole / 60 % 60, 'M')] {
            if amount != 0 {
                text.push_str(&format!("{sign}{amount}{unit}"));
            }
        }
        if nanos != 0 {
            let fraction = format!("{nanos:09}");
            text.push_str(&format!("{sign}{}.{}S", whole % 60, fraction.trim_end_matches('0')));
        } else if whole % 60 != 0 {
            text.push_str(&format!("{sign}{}S", whole % 60));
        }
    }
    if text == "P" { "PT0S".to_owned() } else { text }
}

/// A time as diurna/1 writes it: without seconds that are zero.
fn without_zero_seconds(text: &str) -> String {
    let clock = text.find('T').map_or(0, |at| at + 1);
    let is_clock = |rest: &str| {
        rest.len() >= 8
            && rest.bytes().take(8).enumerate().all(|(at, byte)| match at {
                2 | 5 => byte == b':',
                _ => byte.is_ascii_digit(),
            })
    };
    match text.get(clock..) {
        Some(rest) if is_clock(rest) && &rest[6..8] == "00" && !rest[8..].starts_with('.') => {
            format!("{}{}{}", &text[..clock], &rest[..5], &rest[8..])
        }
        _ => text.to_owned(),
    }
}

fn properties(graph: &DirGraph, entries: &PropMap) -> BTreeMap<String, Value> {
    let entries = entries.iter().filter(|(_, value)| !matches!(value, Native::Null));
    entries.map(|(name, value)| (name.to_string(), shown(graph, value))).collect()
}

/// The `id` of the node at `index`.
fn of_node(graph: &DirGraph, index: u32) -> Value {
    let node = graph.node_view(NodeIndex::new(index as usize));
    node.map_or(Value::Null, |node| shown(graph, &node.id()))
}

fn shown_node(graph: &DirGraph, node: &NodeValue) -> Node {
    let mut properties = properties(graph, &node.properties);
    let label = node.labels.first().map(String::as_str).unwrap_or_default();
    // The engine's own: a type that repeats the label, and a title that repeats what we call otherwise.
    if matches!(properties.get("type"), Some(Value::Text(text)) if text == label) {
        properties.remove("type");
    }
    if let Some(title) = properties.get("title")
        && title_property(label) != Some("title")
        && (title_property(label).is_some()
            || properties.get("name") == Some(title)
            || properties.get("id").is_some_and(|id| is_minted(title, label, id)))
    {
        properties.remove("title");
    }
    Node { labels: node.labels.clone(), properties }
}

/// Whether the engine made `title` from the label and the id.
fn is_minted(title: &Value, label: &str, id: &Value) -> bool {
    let Value::Text(title) = title else { return title == id };
    let id = match id {
        Value::Text(id) => id.clone(),
        other => other.to_string(),
    };
    *title == id || *title == format!("{label}_{id}")
}

fn shown_relationship(graph: &DirGraph, relationship: &RelValue) -> Relationship {
    let mut properties = properties(graph, &relationship.properties);
    if matches!(properties.get("type"), Some(Value::Text(text)) if *text == relationship.rel_type) {
        properties.remove("type");
    }
    Relationship {
        kind: relationship.rel_type.clone(),
        start: of_node(graph, relationship.start_id),
        end: of_node(graph, relationship.end_id),
        properties,
    }
}

fn shown_path(graph: &DirGraph, path: &PathValue) -> Path {
    let steps = path.rels.iter().zip(&path.nodes).map(|(relationship, from)| {
        let heading = if relationship.start_id == from.id { Heading::Along } else { Heading::Against };
        (shown_relationship(graph, relationship), heading)
    });
    Path { nodes: path.nodes.iter().map(|node| shown_node(graph, node)).collect(), steps: steps.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_written_as_iso_8601_has_it() {
        assert_eq!(duration(14, 3, 3 * 3600 + 4 * 60 + 5, 0), "P1Y2M3DT3H4M5S");
        assert_eq!(duration(0, 0, -1, 500_000_000), "PT-0.5S");
        assert_eq!(duration(0, 0, 0, 0), "PT0S");
        assert_eq!(duration(-14, 0, 0, 0), "P-1Y-2M");
    }

    #[test]
    fn a_time_has_no_seconds_that_are_zero() {
        assert_eq!(without_zero_seconds("2024-05-01T10:00:00"), "2024-05-01T10:00");
        assert_eq!(without_zero_seconds("10:00:00+01:00"), "10:00+01:00");
        assert_eq!(without_zero_seconds("10:00:00.5Z"), "10:00:00.5Z");
        assert_eq!(without_zero_seconds("2024-05-01"), "2024-05-01");
    }

    #[test]
    fn messages_of_the_engine_become_ours() {
        assert_eq!(sentence("Unknown function: foo."), "unknown function: foo");
        assert_eq!(sentence("MATCH (a)\n  is bad"), "MATCH (a) is bad");
    }
}
