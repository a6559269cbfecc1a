//! A Cypher script that builds the graph: constraints first, then one statement for each node and relationship.
//!
//! Follows openCypher 9 with the constraint syntax of Neo4j 4.4 and later. Every statement is a MERGE, so running the
//! script twice changes nothing, and scripts of several graphs add up. One statement a line, `;` at its end.
//!
//! Text is escaped as openCypher string literals are: `\\`, `\'`, `\n`, `\r`, `\t`; other control characters become
//! U+FFFD, for parsers of different databases disagree on them. Lost: what `super::neo4j` loses.

use super::Selection;
use super::picture::Value;
use super::property_graph::{Column, NODE_TABLES, RELATIONSHIP_TABLES, graph_of};
use std::io::{self, Write};

/// `text` as a string literal.
///
/// ```
/// use diurna::export::cypher_script::quoted;
/// assert_eq!(quoted("it's a \\ \n"), r"'it\'s a \\ \n'");
/// ```
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => quoted.push('\u{fffd}'),
            other => quoted.push(other),
        }
    }
    quoted.push('\'');
    quoted
}

fn literal(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        // A literal without a point would be an integer, and the property would have two types.
        Value::Number(number) => format!("{number:?}"),
        Value::Count(count) => count.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| quoted(part)).collect();
            format!("[{}]", parts.join(", "))
        }
        Value::Day(moment) => quoted(&moment.to_string()),
    }
}

/// `name` so that every parser takes it for one; some keep END for CASE, and some know no backticks.
fn property_name(name: &str) -> &str {
    if name == "end" { "`end`" } else { name }
}

/// The properties that have a value, each as `join` puts name and value together.
fn properties(columns: &[Column], values: &[Option<Value>], join: fn(&str, &str) -> String) -> Vec<String> {
    let present = columns.iter().zip(values).filter_map(|((name, _), value)| Some((name, value.as_ref()?)));
    present.map(|(name, value)| join(name, &literal(value))).collect()
}

/// Writes `selection` as a Cypher script; fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let graph = graph_of(selection);
    for table in NODE_TABLES {
        writeln!(
            output,
            "CREATE CONSTRAINT diurna_{} IF NOT EXISTS FOR (n:{}) REQUIRE n.id IS UNIQUE;",
            table.name, table.label
        )?;
    }
    for table in NODE_TABLES {
        table.for_each(&graph, |node| {
            write!(output, "MERGE (n:{} {{id: {}}})", table.label, quoted(node.id.as_str()))?;
            let mut settings: Vec<String> =
                node.second_label.iter().map(|label| format!("n:{label}")).collect();
            let assign = |name: &str, value: &str| format!("n.{} = {value}", property_name(name));
            settings.extend(properties(table.columns, &node.values, assign));
            if !settings.is_empty() {
                write!(output, " SET {}", settings.join(", "))?;
            }
            writeln!(output, ";")
        })?;
    }
    for table in RELATIONSHIP_TABLES {
        table.for_each(&graph, |relationship| {
            let pairs = properties(table.columns, &relationship.values, |name, value| {
                format!("{}: {value}", property_name(name))
            });
            let pairs = if pairs.is_empty() { String::new() } else { format!(" {{{}}}", pairs.join(", ")) };
            writeln!(
                output,
                "MATCH (a:{} {{id: {}}}), (b:{} {{id: {}}}) MERGE (a)-[:{}{pairs}]->(b);",
                table.from,
                quoted(relationship.from.as_str()),
                table.to,
                quoted(relationship.to.as_str()),
                relationship.kind,
            )
        })?;
    }
    Ok(())
}
