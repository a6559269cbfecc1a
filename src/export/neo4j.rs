//! CSV for `neo4j-admin database import`: a file for each label and each pair of labels that relationships join.
//!
//! Follows the header rules of the Neo4j 5 operations manual ("CSV header format"): `id:ID(Actor)`,
//! `aliases:string[]`, `:LABEL`, `:START_ID(Actor)`, `:END_ID(Event)`, `:TYPE`; comma between fields, `;` between array
//! elements and labels, quotation marks doubled, line breaks inside quotes. Labels, types and properties are those of
//! `diurna schema --cypher`.
//!
//! Lost: where actors and places are mentioned (their number is kept), the stories' headlines, which place or actor a
//! title is of (but the tie is kept). Replaced: `;` inside an array element by `,`, for the format has no escape for it;
//! control characters but tab and line break by U+FFFD, for CSV readers stop at some of them.

use super::Selection;
use super::picture::{Type, Value};
use super::property_graph::{
    Column, NODE_TABLES, NodeTable, RELATIONSHIP_TABLES, RelationshipTable, graph_of,
};
use std::borrow::Cow;
use std::io::{self, Write};

/// How to import the folder; it lies in it.
const READ_ME: &str = include_str!("neo4j_readme.md");

const fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text | Type::Day => "string",
        Type::Number => "double",
        Type::Count => "long",
        Type::Flag => "boolean",
        Type::List => "string[]",
    }
}

/// `text` without the control characters that CSV readers stumble over.
fn readable(text: &str) -> Cow<'_, str> {
    let unreadable = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    if text.contains(unreadable) {
        return Cow::Owned(text.replace(unreadable, "\u{fffd}"));
    }
    Cow::Borrowed(text)
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::List(parts)) => {
            let parts: Vec<String> = parts.iter().map(|part| readable(part).replace(';', ",")).collect();
            parts.join(";")
        }
        Some(value) => readable(&value.to_text(";")).into_owned(),
    }
}

fn headers<'columns>(columns: &'columns [Column]) -> impl Iterator<Item = String> + use<'columns> {
    columns.iter().map(|(name, kind)| match kind {
        Type::Text | Type::Day => (*name).to_owned(),
        kind => format!("{name}:{}", type_name(*kind)),
    })
}

fn write_nodes(table: &NodeTable, selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    let mut header = vec![format!("id:ID({})", table.label)];
    header.extend(headers(table.columns));
    header.push(":LABEL".to_owned());
    writer.write_record(&header)?;
    table.for_each(&graph_of(selection), |node| {
        let mut record = vec![readable(node.id.as_str()).into_owned()];
        record.extend(node.values.iter().map(|value| cell(value.as_ref())));
        record.push(match node.second_label {
            Some(second) => format!("{};{second}", table.label),
            None => table.label.to_owned(),
        });
        Ok(writer.write_record(&record)?)
    })?;
    writer.flush()
}

fn write_relationships(
    table: &RelationshipTable,
    selection: &Selection<'_>,
    output: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    let mut header = vec![format!(":START_ID({})", table.from), format!(":END_ID({})", table.to)];
    header.extend(headers(table.columns));
    header.push(":TYPE".to_owned());
    writer.write_record(&header)?;
    table.for_each(&graph_of(selection), |relationship| {
        let ends = [relationship.from, relationship.to];
        let mut record: Vec<String> = ends.map(|id| readable(id.as_str()).into_owned()).into();
        record.extend(relationship.values.iter().map(|value| cell(value.as_ref())));
        record.push(relationship.kind.to_owned());
        Ok(writer.write_record(&record)?)
    })?;
    writer.flush()
}

/// Writes the table of nodes or relationships called `name`.
pub(super) fn write_table(name: &str, selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    if let Some(table) = NODE_TABLES.iter().find(|table| table.name == name) {
        return write_nodes(table, selection, output);
    }
    match RELATIONSHIP_TABLES.iter().find(|table| table.name == name) {
        Some(table) => write_relationships(table, selection, output),
        None => unreachable!("{name} is one of the tables listed here"),
    }
}

/// Writes how to import the folder.
pub(super) fn write_read_me(_: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    output.write_all(READ_ME.as_bytes())
}
