//! Cytoscape JSON, as Cytoscape.js and Cytoscape (`.cyjs`) read it.
//!
//! Identifiers are unique across nodes and edges, every edge has one, and no data is called `parent`, which would nest
//! nodes.

use super::Selection;
use super::picture::{Edge, Node, Picture};
use super::rows::{Array, Row, write_line};
use super::sheet::{Point, lay_out};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::io::{self, Write};

#[derive(Serialize)]
struct File<Nodes, Edges> {
    format_version: &'static str,
    generated_by: &'static str,
    data: Json,
    elements: Elements<Nodes, Edges>,
}

#[derive(Serialize)]
struct Elements<Nodes, Edges> {
    nodes: Nodes,
    edges: Edges,
}

#[derive(Serialize)]
struct Element<'picture> {
    data: Row<'picture>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Point>,
    classes: String,
}

/// Writes `selection` as one JSON object.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    let points = lay_out(&picture);
    let file = File {
        format_version: "1.0",
        generated_by: "diurna",
        data: json!({
            "name": "diurna", "view": selection.options.view.name(), "notes": picture.notes,
        }),
        elements: Elements {
            nodes: Array(|| {
                picture.nodes.iter().zip(&points).map(|(node, point)| node_element(node, *point))
            }),
            edges: Array(|| picture.edges.iter().map(|edge| edge_element(&picture, edge))),
        },
    };
    write_line(&file, output)
}

fn node_element(node: &Node, point: Point) -> Element<'_> {
    let keys = vec![
        ("id", json!(node.id)),
        // Cytoscape shows `name`, Cytoscape.js users style by `label`.
        ("name", json!(node.label)),
        ("label", json!(node.label)),
        ("color", json!(node.colour)),
        ("degree", json!(node.degree)),
    ];
    Element {
        data: Row::new(keys, &node.attributes),
        position: Some(point),
        classes: classes(node.kind.name(), &node.attributes),
    }
}

fn edge_element<'picture>(picture: &'picture Picture, edge: &'picture Edge) -> Element<'picture> {
    let keys = vec![
        ("id", json!(edge.id)),
        ("source", json!(picture.nodes[edge.source].id)),
        ("target", json!(picture.nodes[edge.target].id)),
        ("label", json!(edge.label)),
        ("interaction", json!(edge.label)),
        ("weight", json!(edge.weight)),
    ];
    let direction = if edge.directed { "directed" } else { "undirected" };
    Element {
        data: Row::new(keys, &edge.attributes),
        position: None,
        classes: classes(direction, &edge.attributes),
    }
}

/// Class names to style by: `first`, and the kind and status.
fn classes(first: &str, attributes: &[(&str, super::picture::Value)]) -> String {
    let words = attributes.iter().filter(|(name, _)| matches!(*name, "kind" | "actor_kind" | "status"));
    let mut classes = vec![first.to_owned()];
    classes.extend(words.map(|(_, value)| value.to_text(" ")));
    classes.dedup();
    classes.join(" ")
}
