//! Graphology JSON, as graphology imports it and sigma draws it.
//!
//! sigma needs `x`, `y`, `size`, `label` and `color` on every node, and takes an attribute `type` for the name of one of
//! its programs: what a node or edge is, is its `kind`.

use super::Selection;
use super::picture::{Edge, Node, Picture};
use super::rows::{Array, Row, write_line};
use super::sheet::Point;
use super::sheet::lay_out;
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::io::{self, Write};

#[derive(Serialize)]
struct File<Nodes, Edges> {
    attributes: Json,
    options: Json,
    nodes: Nodes,
    edges: Edges,
}

#[derive(Serialize)]
struct NodeEntry<'picture> {
    key: &'picture str,
    attributes: Row<'picture>,
}

#[derive(Serialize)]
struct EdgeEntry<'picture> {
    key: &'picture str,
    source: &'picture str,
    target: &'picture str,
    attributes: Row<'picture>,
}

/// Writes `selection` as one JSON object.
///
/// All edges are directed, for graphology's communities refuse a graph with both kinds; the attribute `directed` tells.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    let points = lay_out(&picture);
    let file = File {
        attributes: json!({"view": selection.options.view.name(), "notes": picture.notes}),
        options: json!({"type": "directed", "multi": true, "allowSelfLoops": true}),
        nodes: Array(|| picture.nodes.iter().zip(&points).map(|(node, point)| node_entry(node, *point))),
        edges: Array(|| picture.edges.iter().map(|edge| edge_entry(&picture, edge))),
    };
    write_line(&file, output)
}

fn node_entry(node: &Node, point: Point) -> NodeEntry<'_> {
    // To a tenth of a pixel: the area grows with the degree.
    let size = (30.0 + 20.0 * (node.degree as f64).sqrt()).round() / 10.0;
    let keys = vec![
        ("label", json!(node.label)),
        ("x", json!(point.x)),
        ("y", json!(point.y)),
        ("size", json!(size)),
        ("color", json!(node.colour)),
    ];
    NodeEntry { key: &node.id, attributes: Row::new(keys, &node.attributes) }
}

fn edge_entry<'picture>(picture: &'picture Picture, edge: &'picture Edge) -> EdgeEntry<'picture> {
    let size = (10.0 * (edge.weight as f64).sqrt()).round().min(60.0) / 10.0;
    let keys = vec![("label", json!(edge.label)), ("weight", json!(edge.weight)), ("size", json!(size))];
    EdgeEntry {
        key: &edge.id,
        source: &picture.nodes[edge.source].id,
        target: &picture.nodes[edge.target].id,
        attributes: Row::new(keys, &edge.attributes),
    }
}
