//! Parquet: nodes, edges and claims, a file each.
//!
//! Follows Apache Parquet 2 and what GraphFrames expects: nodes have `id`, edges `src` and `dst`. Nodes are actors, events,
//! places and documents, told apart by `label`; what an event's type or a place's kind is called stands in `kind`. Edges are
//! roles (from actor to event), `AT`, `WITHIN`, ties, and `REPORTED_IN` from an event to a document, whose `weight` is the
//! number of claims. Claims name their event and document. Texts are UTF-8 and nothing in them is replaced; `start` and
//! `end` are ISO 8601 words as everywhere, `start_day` and `end_day` the same as DATE. Rows are in id order, in groups of
//! [`ROWS`], compressed by Snappy.
//!
//! Lost: where actors and places are mentioned (their number is kept), the cue of each speaker, the stories' headlines.
//!
//! The crate is used without Arrow, which would be most of the time it takes to build.

use super::Selection;
use super::picture::{Type, Value};
use super::property_graph::{Column, NODE_TABLES, RELATIONSHIP_TABLES, graph_of};
use crate::error::Result;
use crate::graph::{Graph, Id, Moment};
use chrono::NaiveDate;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

/// Rows that are kept in memory before they are written.
const ROWS: usize = 50_000;

/// Passes always; a program built without Parquet says here how to get it.
pub(super) fn check(_: &Selection<'_>) -> Result<()> {
    Ok(())
}

const NODE_COLUMNS: &[Column] = &[
    ("id", Type::Text),
    ("label", Type::Text),
    ("name", Type::Text),
    ("kind", Type::Text),
    ("mode", Type::Text),
    ("status", Type::Text),
    ("country", Type::Text),
    ("sector", Type::Text),
    ("aliases", Type::List),
    ("titles", Type::List),
    ("count", Type::Count),
    ("mentions", Type::Count),
    ("lat", Type::Number),
    ("lon", Type::Number),
    ("context", Type::List),
    ("quad", Type::Text),
    ("cameo", Type::Text),
    ("start", Type::Text),
    ("end", Type::Text),
    ("start_day", Type::Day),
    ("end_day", Type::Day),
    ("grain", Type::Text),
    ("basis", Type::Text),
    ("time_value", Type::Text),
    ("time_text", Type::Text),
    ("quantities", Type::List),
    ("confidence", Type::Number),
    ("independent_sources", Type::Count),
    ("path", Type::Text),
    ("source_id", Type::Text),
    ("publisher", Type::Text),
    ("published", Type::Text),
    ("url", Type::Text),
    ("language", Type::Text),
];

/// The column that holds what nodes with `label` call `property`.
fn node_column(label: &str, property: &'static str) -> &'static str {
    match (label, property) {
        ("Event", "type") => "kind",
        ("Event", "label") | ("Document", "title") => "name",
        _ => property,
    }
}

/// Writes actors, events, places and documents; fails only when `output` does.
pub(super) fn write_nodes(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let graph = graph_of(selection);
    let mut rows = Rows::new("nodes", NODE_COLUMNS, output)?;
    for table in NODE_TABLES.iter().filter(|table| table.label != "Claim") {
        let places: Vec<Option<usize>> = table
            .columns
            .iter()
            .map(|(name, _)| {
                let wanted = node_column(table.label, name);
                NODE_COLUMNS.iter().position(|(column, _)| *column == wanted)
            })
            .collect();
        table.for_each(&graph, |node| {
            let mut row = vec![None; NODE_COLUMNS.len()];
            row[0] = Some(text(node.id));
            row[1] = Some(Value::Text(table.label.to_owned()));
            for (place, value) in places.iter().zip(node.values) {
                if let Some(place) = place {
                    row[*place] = value;
                }
            }
            for (column, day) in [("start", "start_day"), ("end", "end_day")] {
                let at = |name| NODE_COLUMNS.iter().position(|(column, _)| *column == name);
                let (from, to) = (at(column).expect("it is listed"), at(day).expect("it is listed"));
                row[to] = match &row[from] {
                    Some(Value::Text(text)) => Moment::first_of(text).map(Value::Day),
                    _ => None,
                };
            }
            rows.push(row)
        })?;
    }
    rows.finish()
}

const EDGE_COLUMNS: &[Column] = &[
    ("src", Type::Text),
    ("dst", Type::Text),
    ("relationship", Type::Text),
    ("kind", Type::Text),
    ("title", Type::Text),
    ("weight", Type::Count),
];

/// Writes what joins the nodes; fails only when `output` does.
pub(super) fn write_edges(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let graph = graph_of(selection);
    let mut rows = Rows::new("edges", EDGE_COLUMNS, output)?;
    for table in RELATIONSHIP_TABLES.iter().filter(|table| table.from != "Claim") {
        table.for_each(&graph, |relationship| {
            let mut row = edge(relationship.from, relationship.to, relationship.kind, 1);
            for ((name, _), value) in table.columns.iter().zip(relationship.values) {
                if let Some(at) = EDGE_COLUMNS.iter().position(|(column, _)| column == name) {
                    row[at] = value;
                }
            }
            rows.push(row)
        })?;
    }
    for event in graph.events() {
        let mut documents: BTreeMap<&Id, u64> = BTreeMap::new();
        for claim in event.claims.iter().filter_map(|id| graph.claim(id)) {
            *documents.entry(&claim.document).or_default() += 1;
        }
        for (document, n_claims) in documents {
            rows.push(edge(&event.id, document, "REPORTED_IN", n_claims))?;
        }
    }
    rows.finish()
}

fn edge(from: &Id, to: &Id, kind: &str, weight: u64) -> Vec<Option<Value>> {
    let words = [text(from), text(to), Value::Text(kind.to_owned())];
    let mut row: Vec<Option<Value>> = words.into_iter().map(Some).collect();
    row.extend([None, None, Some(Value::Count(weight))]);
    row
}

/// Writes what each sentence says about which event; fails only when `output` does.
pub(super) fn write_claims(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let graph = graph_of(selection);
    let table = NODE_TABLES.iter().find(|table| table.label == "Claim").expect("claims are nodes");
    let mut columns = vec![("id", Type::Text), ("event", Type::Text), ("document", Type::Text)];
    columns.extend(table.columns);
    columns.push(("speaker_ids", Type::List));
    let mut rows = Rows::new("claims", &columns, output)?;
    table.for_each(&graph, |node| {
        let mut row = vec![Some(text(node.id))];
        row.extend(claim_ends(&graph, node.id));
        row.extend(node.values);
        let speakers = graph.claim(node.id).into_iter().flat_map(|claim| &claim.attribution);
        let speakers: Vec<String> =
            speakers.filter_map(|hop| hop.actor.as_ref()).map(Id::to_string).collect();
        row.push((!speakers.is_empty()).then_some(Value::List(speakers)));
        rows.push(row)
    })?;
    rows.finish()
}

fn claim_ends(graph: &Graph, id: &Id) -> [Option<Value>; 2] {
    let claim = graph.claim(id);
    [claim.map(|claim| text(&claim.event)), claim.map(|claim| text(&claim.document))]
}

fn text(id: &Id) -> Value {
    Value::Text(id.to_string())
}

/// A table that is being written, a group of rows at a time.
struct Rows<'columns, 'output> {
    columns: &'columns [Column],
    waiting: Vec<Vec<Option<Value>>>,
    writer: SerializedFileWriter<Vec<u8>>,
    output: &'output mut dyn Write,
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// Columns that every row has.
fn is_required(name: &str) -> bool {
    matches!(name, "id" | "src" | "dst")
}

impl<'columns, 'output> Rows<'columns, 'output> {
    fn new(name: &str, columns: &'columns [Column], output: &'output mut dyn Write) -> io::Result<Self> {
        let mut schema = format!("message {name} {{");
        for (name, kind) in columns {
            let repetition = if is_required(name) { "REQUIRED" } else { "OPTIONAL" };
            schema.push_str(&match kind {
                Type::Text => format!("{repetition} BYTE_ARRAY {name} (STRING);"),
                Type::Number => format!("{repetition} DOUBLE {name};"),
                Type::Count => format!("{repetition} INT64 {name};"),
                Type::Flag => format!("{repetition} BOOLEAN {name};"),
                Type::Day => format!("{repetition} INT32 {name} (DATE);"),
                Type::List => format!(
                    "{repetition} group {name} (LIST) {{ REPEATED group list {{ REQUIRED BYTE_ARRAY element (STRING); }} }}"
                ),
            });
        }
        schema.push('}');
        let schema = Arc::new(parse_message_type(&schema).map_err(failed)?);
        // The usual creator names the version of the crate, which is not what the bytes should depend on.
        let properties = WriterProperties::builder()
            .set_created_by("diurna".to_owned())
            .set_compression(Compression::SNAPPY)
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).map_err(failed)?;
        Ok(Self { columns, waiting: Vec::new(), writer, output })
    }

    fn push(&mut self, row: Vec<Option<Value>>) -> io::Result<()> {
        self.waiting.push(row);
        if self.waiting.len() == ROWS { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> io::Result<()> {
        let waiting = mem::take(&mut self.waiting);
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for (index, (name, kind)) in self.columns.iter().enumerate() {
            let mut column = group.next_column().map_err(failed)?.expect("the schema has as many columns");
            let values = waiting.iter().map(|row| row.get(index).and_then(Option::as_ref));
            let levels = Levels::of(values.clone(), is_required(name));
            let definition = (!is_required(name)).then_some(levels.definition.as_slice());
            let repetition = (*kind == Type::List).then_some(levels.repetition.as_slice());
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let values: Vec<ByteArray> =
                        values.flatten().flat_map(words).map(ByteArray::from).collect();
                    writer.write_batch(&values, definition, repetition).map_err(failed)?;
                }
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let values: Vec<f64> = values.filter_map(as_number).collect();
                    writer.write_batch(&values, definition, None).map_err(failed)?;
                }
                ColumnWriter::Int64ColumnWriter(writer) => {
                    let values: Vec<i64> = values.filter_map(as_count).collect();
                    writer.write_batch(&values, definition, None).map_err(failed)?;
                }
                ColumnWriter::BoolColumnWriter(writer) => {
                    let values: Vec<bool> = values.filter_map(as_flag).collect();
                    writer.write_batch(&values, definition, None).map_err(failed)?;
                }
                ColumnWriter::Int32ColumnWriter(writer) => {
                    let values: Vec<i32> = values.filter_map(as_day).collect();
                    writer.write_batch(&values, definition, None).map_err(failed)?;
                }
                _ => unreachable!("no column has another type"),
            }
            column.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.drain()
    }

    /// Passes on the bytes that are ready.
    fn drain(&mut self) -> io::Result<()> {
        self.writer.flush()?;
        let bytes = mem::take(self.writer.inner_mut());
        self.output.write_all(&bytes)
    }

    fn finish(mut self) -> io::Result<()> {
        if !self.waiting.is_empty() {
            self.write_group()?;
        }
        self.writer.finish().map_err(failed)?;
        self.drain()
    }
}

/// Which rows have a value, and which values belong to one row, as Parquet counts them.
#[derive(Default)]
struct Levels {
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

impl Levels {
    fn of<'value>(values: impl Iterator<Item = Option<&'value Value>>, is_required: bool) -> Self {
        let mut levels = Self::default();
        if is_required {
            return levels;
        }
        for value in values {
            match value {
                Some(Value::List(parts)) => {
                    levels.definition.extend(parts.iter().map(|_| 2));
                    levels.repetition.extend((0..parts.len()).map(|at| i16::from(at > 0)));
                }
                value => {
                    levels.definition.push(i16::from(value.is_some()));
                    levels.repetition.push(0);
                }
            }
        }
        levels
    }
}

fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text],
        Value::List(parts) => parts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn as_number(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn as_count(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Count(count) => Some(i64::try_from(*count).unwrap_or(i64::MAX)),
        _ => None,
    }
}

fn as_flag(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Flag(flag) => Some(*flag),
        _ => None,
    }
}

/// Days since 1970, as DATE counts them.
fn as_day(value: Option<&Value>) -> Option<i32> {
    match value? {
        Value::Day(moment) => {
            let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("it is a day");
            i32::try_from(moment.day.signed_duration_since(epoch).num_days()).ok()
        }
        _ => None,
    }
}
