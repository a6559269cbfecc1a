//! Two CSV tables, nodes and edges, with the column names that Gephi looks for.
//!
//! `Timeset` holds the days on which a row is there, both included, as Gephi writes its intervals; empty: always.

use super::Selection;
use super::picture::{Attributes, Picture, Spell, Type};
use std::io::{self, Write};

/// Writes the nodes of `selection`.
pub(super) fn write_nodes(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    let columns = picture.node_attributes();
    let mut table = csv::Writer::from_writer(output);
    let mut head = vec!["Id", "Label", "Timeset"];
    head.extend(columns.iter().map(|(name, _)| *name));
    table.write_record(head)?;
    for node in &picture.nodes {
        let mut row = vec![cell(&node.id), cell(&node.label), timeset(&node.spells)];
        row.extend(cells(&columns, &node.attributes));
        table.write_record(row)?;
    }
    table.flush()
}

/// Writes the edges of `selection`.
pub(super) fn write_edges(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    let columns = picture.edge_attributes();
    let mut table = csv::Writer::from_writer(output);
    let mut head = vec!["Source", "Target", "Type", "Id", "Label", "Weight", "Timeset"];
    head.extend(columns.iter().map(|(name, _)| *name));
    table.write_record(head)?;
    for edge in &picture.edges {
        let mut row = vec![
            cell(&picture.nodes[edge.source].id),
            cell(&picture.nodes[edge.target].id),
            (if edge.directed { "Directed" } else { "Undirected" }).to_owned(),
            cell(&edge.id),
            cell(&edge.label),
            edge.weight.to_string(),
            timeset(&edge.spells),
        ];
        row.extend(cells(&columns, &edge.attributes));
        table.write_record(row)?;
    }
    table.flush()
}

/// `text` without NUL, which CSV readers take for the end of the text or refuse.
fn cell(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn cells(columns: &[(&'static str, Type)], attributes: &Attributes) -> Vec<String> {
    let value = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted);
    columns
        .iter()
        .map(|(name, _)| value(name).map(|(_, value)| cell(&value.to_text("; "))).unwrap_or_default())
        .collect()
}

/// `<[2024-04-08, 2024-04-09]; [2024-05-01, Infinity]>`.
fn timeset(spells: &[Spell]) -> String {
    if spells.is_empty() {
        return String::new();
    }
    let spells: Vec<String> = spells
        .iter()
        .map(|spell| {
            let first = spell.first.map_or("-Infinity".to_owned(), |day| day.to_string());
            let last = spell.last.map_or("Infinity".to_owned(), |day| day.to_string());
            format!("[{first}, {last}]")
        })
        .collect();
    format!("<{}>", spells.join("; "))
}
