//! The native form with one record a line, for tools that read a graph piece by piece.
//!
//! Each line is an object of `diurna/1` with the key `record` before its own: `document`, `actor`, `place`, `event`,
//! `claim` or `relation`. The first line is the record `graph` and names the format. Nothing is lost: the lines put
//! together are the JSON form.

use super::Selection;
use super::rows::write_line;
use crate::graph::{FORMAT, Graph};
use serde::Serialize;
use serde_json::json;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'graph, T> {
    record: &'static str,
    #[serde(flatten)]
    node: &'graph T,
}

/// Writes `selection`, the graph's own order kept.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let part;
    let graph: &Graph = if selection.is_whole() {
        selection.graph
    } else {
        part = selection.graph.part(selection.events.iter().map(|event| event.id.clone()));
        &part
    };
    let mut head = json!({"record": "graph", "format": FORMAT});
    let notes: Vec<String> = selection.left_out.cut().into_iter().collect();
    if !notes.is_empty() {
        head["notes"] = json!(notes);
    }
    write_line(&head, output)?;
    write_all("document", graph.documents(), output)?;
    write_all("actor", graph.actors(), output)?;
    write_all("place", graph.places(), output)?;
    write_all("event", graph.events(), output)?;
    write_all("claim", graph.claims(), output)?;
    write_all("relation", graph.relations(), output)
}

fn write_all<'graph, T: Serialize + 'graph>(
    record: &'static str,
    mut nodes: impl Iterator<Item = &'graph T>,
    output: &mut dyn Write,
) -> io::Result<()> {
    nodes.try_for_each(|node| write_line(&Line { record, node }, output))
}
