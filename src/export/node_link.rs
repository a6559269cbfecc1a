//! Node-link JSON, as NetworkX and D3 read it.
//!
//! NetworkX from 3.6 on looks for `edges`, before for `links`; D3 for `links`. A reader that looks for the other key
//! finds no edge and says nothing, so the key can be chosen.

use super::Selection;
use super::picture::{Edge, Node, Picture};
use super::rows::{Array, Row, write_line};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::io::{self, Write};

/// Under which key the edges stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinksKey {
    /// As NetworkX from 3.6 on expects.
    #[default]
    Edges,
    /// As D3 and older NetworkX expect.
    Links,
}

#[derive(Serialize)]
struct File<Nodes, Edges> {
    directed: bool,
    multigraph: bool,
    graph: Json,
    nodes: Nodes,
    #[serde(skip_serializing_if = "Option::is_none")]
    edges: Option<Edges>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Edges>,
}

/// Writes `selection` as one JSON object.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    let edges = Array(|| picture.edges.iter().map(|edge| edge_row(&picture, edge)));
    let (edges, links) = match selection.options.links_key {
        LinksKey::Edges => (Some(edges), None),
        LinksKey::Links => (None, Some(edges)),
    };
    let file = File {
        directed: true,
        multigraph: true,
        graph: json!({"view": selection.options.view.name(), "notes": picture.notes}),
        nodes: Array(|| picture.nodes.iter().map(node_row)),
        edges,
        links,
    };
    write_line(&file, output)
}

fn node_row(node: &Node) -> Row<'_> {
    Row::new(vec![("id", json!(node.id)), ("label", json!(node.label))], &node.attributes)
}

fn edge_row<'picture>(picture: &'picture Picture, edge: &'picture Edge) -> Row<'picture> {
    let keys = vec![
        ("source", json!(picture.nodes[edge.source].id)),
        ("target", json!(picture.nodes[edge.target].id)),
        ("key", json!(edge.id)),
        ("label", json!(edge.label)),
        ("weight", json!(edge.weight)),
    ];
    Row::new(keys, &edge.attributes)
}
