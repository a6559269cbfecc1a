//! GEXF 1.3, as Gephi reads it, with the days on which each node and edge is there.
//!
//! Rules of the format that are easily broken: the spells of one element must not overlap; `start` and `end` of an element
//! count for nothing beside spells; time without `timeformat` is not read. Both ends of a spell are included. An element
//! without spells is always there. Attributes cannot be absent and present under one type, so absent ones are not
//! written.

use super::picture::{Edge, Node, Picture, Spell, Type, Value};
use super::sheet::{Point, lay_out};
use super::xml::{Xml, legal_id};
use super::{Selection, View};
use std::io::{self, Write};

/// Writes `selection`.
///
/// All edges are directed, for NetworkX refuses a graph with both kinds; the attribute `directed` tells.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    let points = lay_out(&picture);
    let mut xml = Xml::new(output)?;
    xml.open(
        "gexf",
        &[("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")],
    )?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], "diurna")?;
    let mut description = match selection.options.view {
        View::Events => "actors, events and places".to_owned(),
        View::Actors => "actors and the events they share".to_owned(),
    };
    for note in &picture.notes {
        description.push_str("; ");
        description.push_str(note);
    }
    xml.text("description", &[], &description)?;
    xml.close("meta")?;
    let spells =
        picture.nodes.iter().map(|node| &node.spells).chain(picture.edges.iter().map(|edge| &edge.spells));
    let is_dynamic = spells.into_iter().any(|spells| !spells.is_empty());
    let mut graph = vec![("defaultedgetype", "directed"), ("idtype", "string")];
    if is_dynamic {
        graph.extend([("mode", "dynamic"), ("timeformat", "date"), ("timerepresentation", "interval")]);
    } else {
        graph.push(("mode", "static"));
    }
    xml.open("graph", &graph)?;
    let node_columns = columns(picture.node_attributes());
    let edge_columns = columns(picture.edge_attributes());
    write_columns(&mut xml, "node", &node_columns)?;
    write_columns(&mut xml, "edge", &edge_columns)?;
    xml.open("nodes", &[("count", &picture.nodes.len().to_string())])?;
    for (node, point) in picture.nodes.iter().zip(&points) {
        write_node(&mut xml, &node_columns, node, *point)?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[("count", &picture.edges.len().to_string())])?;
    for edge in &picture.edges {
        write_edge(&mut xml, &edge_columns, &picture, edge)?;
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")?;
    xml.end()
}

/// The attributes as columns; the days stand in the spells, where `start` and `end` mean something to Gephi.
fn columns(attributes: Vec<(&'static str, Type)>) -> Vec<(&'static str, Type)> {
    attributes.into_iter().filter(|(name, _)| !is_in_spells(name)).collect()
}

fn is_in_spells(name: &str) -> bool {
    matches!(name, "start" | "end")
}

const fn type_name(kind: Type) -> &'static str {
    match kind {
        // A list of names with commas has no safe form in Gephi's list types.
        Type::Text | Type::List | Type::Day => "string",
        Type::Number => "double",
        Type::Count => "long",
        Type::Flag => "boolean",
    }
}

fn write_columns(xml: &mut Xml<'_>, class: &str, columns: &[(&str, Type)]) -> io::Result<()> {
    xml.open("attributes", &[("class", class), ("mode", "static")])?;
    for (name, kind) in columns {
        xml.empty("attribute", &[("id", name), ("title", name), ("type", type_name(*kind))])?;
    }
    xml.close("attributes")
}

fn write_values(
    xml: &mut Xml<'_>,
    columns: &[(&str, Type)],
    attributes: &[(&'static str, Value)],
) -> io::Result<()> {
    xml.open("attvalues", &[])?;
    for (name, value) in
        attributes.iter().filter(|(name, _)| columns.iter().any(|(column, _)| column == name))
    {
        xml.empty("attvalue", &[("for", name), ("value", &value.to_text("; "))])?;
    }
    xml.close("attvalues")
}

fn write_spells(xml: &mut Xml<'_>, spells: &[Spell]) -> io::Result<()> {
    if spells.is_empty() {
        return Ok(());
    }
    xml.open("spells", &[])?;
    for spell in spells {
        let (first, last) = (spell.first.map(|day| day.to_string()), spell.last.map(|day| day.to_string()));
        let mut ends = Vec::new();
        ends.extend(first.as_deref().map(|day| ("start", day)));
        ends.extend(last.as_deref().map(|day| ("end", day)));
        xml.empty("spell", &ends)?;
    }
    xml.close("spells")
}

fn write_node(xml: &mut Xml<'_>, columns: &[(&str, Type)], node: &Node, point: Point) -> io::Result<()> {
    xml.open("node", &[("id", &legal_id(&node.id)), ("label", &node.label)])?;
    write_values(xml, columns, &node.attributes)?;
    write_spells(xml, &node.spells)?;
    let [red, green, blue] = channels(node.colour).map(|channel| channel.to_string());
    xml.empty("viz:color", &[("r", &red), ("g", &green), ("b", &blue)])?;
    xml.empty("viz:position", &[("x", &point.x.to_string()), ("y", &point.y.to_string()), ("z", "0")])?;
    let size = (100.0 + 50.0 * (node.degree as f64).sqrt()).round() / 10.0;
    xml.empty("viz:size", &[("value", &size.to_string())])?;
    xml.close("node")
}

/// Red, green and blue of `#rrggbb`; NetworkX does not read the hexadecimal form.
fn channels(colour: &str) -> [u8; 3] {
    [1, 3, 5]
        .map(|at| colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0))
}

fn write_edge(xml: &mut Xml<'_>, columns: &[(&str, Type)], picture: &Picture, edge: &Edge) -> io::Result<()> {
    let kind = edge.attributes.iter().find(|(name, _)| *name == "kind");
    let kind = kind.map(|(_, value)| value.to_text(" ")).unwrap_or_default();
    xml.open(
        "edge",
        &[
            ("id", &legal_id(&edge.id)),
            ("source", &legal_id(&picture.nodes[edge.source].id)),
            ("target", &legal_id(&picture.nodes[edge.target].id)),
            ("kind", &kind),
            ("label", &edge.label),
            ("weight", &edge.weight.to_string()),
        ],
    )?;
    write_values(xml, columns, &edge.attributes)?;
    write_spells(xml, &edge.spells)?;
    xml.close("edge")
}
