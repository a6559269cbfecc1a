//! GraphML, as NetworkX, igraph, Gephi and Cytoscape read it, and with `--flavor yed` as yEd does.
//!
//! Every attribute is a `key` with its type, declared before use; the label's is called `label`, which is where Gephi looks
//! for it. What is not known is not written, for GraphML has no null. yEd draws only what stands in its own elements, so
//! its flavour has shapes, colours, places and lines as well.

use super::Selection;
use super::picture::{Attributes, Edge, Node, NodeKind, Picture, Type, Value};
use super::sheet::{Point, lay_out};
use super::xml::{Xml, legal_id};
use std::io::{self, Write};

/// For which program beyond the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flavor {
    /// The standard only.
    #[default]
    Plain,
    /// With the elements that yEd draws.
    Yed,
}

/// Writes `selection`.
///
/// All edges are directed, for NetworkX refuses a graph with both kinds; the attribute `directed` tells.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    let flavor = selection.options.flavor;
    let mut xml = Xml::new(output)?;
    let mut spaces = vec![("xmlns", "http://graphml.graphdrawing.org/xmlns")];
    if flavor == Flavor::Yed {
        spaces.push(("xmlns:y", "http://www.yworks.com/xml/graphml"));
    }
    xml.open("graphml", &spaces)?;
    write_keys(&mut xml, "node", &[("label", Type::Text)], &picture.node_attributes())?;
    write_keys(
        &mut xml,
        "edge",
        &[("label", Type::Text), ("weight", Type::Count)],
        &picture.edge_attributes(),
    )?;
    xml.empty(
        "key",
        &[("id", "graph.notes"), ("for", "graph"), ("attr.name", "notes"), ("attr.type", "string")],
    )?;
    if flavor == Flavor::Yed {
        xml.empty("key", &[("id", "node.graphics"), ("for", "node"), ("yfiles.type", "nodegraphics")])?;
        xml.empty("key", &[("id", "edge.graphics"), ("for", "edge"), ("yfiles.type", "edgegraphics")])?;
        // yEd shows it when the pointer rests on the node.
        let description = [("attr.name", "description"), ("attr.type", "string")];
        xml.empty("key", &[("id", "node.description"), ("for", "node"), description[0], description[1]])?;
    }
    xml.open("graph", &[("id", "diurna"), ("edgedefault", "directed")])?;
    let points = if flavor == Flavor::Yed { lay_out(&picture) } else { Vec::new() };
    if !picture.notes.is_empty() {
        xml.text("data", &[("key", "graph.notes")], &picture.notes.join("; "))?;
    }
    for (at, node) in picture.nodes.iter().enumerate() {
        write_node(&mut xml, node, points.get(at).copied())?;
    }
    for edge in &picture.edges {
        write_edge(&mut xml, &picture, edge, flavor)?;
    }
    xml.close("graph")?;
    xml.close("graphml")?;
    xml.end()
}

fn write_keys(
    xml: &mut Xml<'_>,
    class: &str,
    own: &[(&str, Type)],
    attributes: &[(&'static str, Type)],
) -> io::Result<()> {
    for (name, kind) in own.iter().chain(attributes) {
        let kind = match kind {
            // GraphML has neither lists nor days.
            Type::Text | Type::List | Type::Day => "string",
            Type::Number => "double",
            Type::Count => "long",
            Type::Flag => "boolean",
        };
        let id = format!("{class}.{name}");
        xml.empty("key", &[("id", &id), ("for", class), ("attr.name", name), ("attr.type", kind)])?;
    }
    Ok(())
}

fn write_values(xml: &mut Xml<'_>, class: &str, attributes: &Attributes) -> io::Result<()> {
    attributes.iter().try_for_each(|(name, value)| {
        xml.text("data", &[("key", &format!("{class}.{name}"))], &value.to_text("; "))
    })
}

fn find<'node>(attributes: &'node Attributes, wanted: &str) -> Option<&'node Value> {
    attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

fn write_node(xml: &mut Xml<'_>, node: &Node, point: Option<Point>) -> io::Result<()> {
    xml.open("node", &[("id", &legal_id(&node.id))])?;
    xml.text("data", &[("key", "node.label")], &node.label)?;
    write_values(xml, "node", &node.attributes)?;
    if let Some(point) = point {
        if let Some(quote) = find(&node.attributes, "quote") {
            xml.text("data", &[("key", "node.description")], &quote.to_text("; "))?;
        }
        write_node_graphics(xml, node, point)?;
    }
    xml.close("node")
}

/// The width of a node that shows `label`, in yEd's units.
fn width(label: &str) -> f64 {
    // About 7 units a letter at 12 points.
    (label.chars().count().min(40) as f64).mul_add(7.0, 20.0).max(40.0)
}

fn write_node_graphics(xml: &mut Xml<'_>, node: &Node, point: Point) -> io::Result<()> {
    const HEIGHT: f64 = 30.0;
    let width = width(&node.label);
    // yEd draws labels of ten thousand letters as well; the attribute keeps the whole.
    let label: String = node.label.chars().take(200).collect();
    let (shape, text_colour) = match node.kind {
        NodeKind::Actor => ("ellipse", "#000000"),
        NodeKind::Event if node.colour == "#444444" => ("roundrectangle", "#ffffff"),
        NodeKind::Event => ("roundrectangle", "#000000"),
        NodeKind::Place => ("diamond", "#000000"),
    };
    xml.open("data", &[("key", "node.graphics")])?;
    xml.open("y:ShapeNode", &[])?;
    // Twice the distance, as yEd's nodes are as wide as their labels.
    let (x, y) = (point.x * 2.0 - width / 2.0, point.y * 2.0 - HEIGHT / 2.0);
    xml.empty(
        "y:Geometry",
        &[
            ("height", &HEIGHT.to_string()),
            ("width", &width.to_string()),
            ("x", &format!("{x:.2}")),
            ("y", &format!("{y:.2}")),
        ],
    )?;
    xml.empty("y:Fill", &[("color", node.colour), ("transparent", "false")])?;
    xml.empty(
        "y:BorderStyle",
        &[("color", "#333333"), ("type", line_type(&node.attributes)), ("width", "1.0")],
    )?;
    xml.text("y:NodeLabel", &[("textColor", text_colour)], &label)?;
    xml.empty("y:Shape", &[("type", shape)])?;
    xml.close("y:ShapeNode")?;
    xml.close("data")
}

/// Planned is dashed, what is only possible dotted, as in DOT.
fn line_type(attributes: &Attributes) -> &'static str {
    match find(attributes, "status") {
        Some(Value::Text(status)) => match status.as_str() {
            "planned" => "dashed",
            "possible" | "conditional" | "unknown" => "dotted",
            _ => "line",
        },
        _ => "line",
    }
}

fn write_edge(xml: &mut Xml<'_>, picture: &Picture, edge: &Edge, flavor: Flavor) -> io::Result<()> {
    xml.open(
        "edge",
        &[
            ("id", &legal_id(&edge.id)),
            ("source", &legal_id(&picture.nodes[edge.source].id)),
            ("target", &legal_id(&picture.nodes[edge.target].id)),
        ],
    )?;
    xml.text("data", &[("key", "edge.label")], &edge.label)?;
    xml.text("data", &[("key", "edge.weight")], &edge.weight.to_string())?;
    write_values(xml, "edge", &edge.attributes)?;
    if flavor == Flavor::Yed {
        xml.open("data", &[("key", "edge.graphics")])?;
        xml.open("y:PolyLineEdge", &[])?;
        let is_denied = find(&edge.attributes, "status") == Some(&Value::Text("denied".to_owned()));
        let width = (edge.weight as f64).sqrt().min(6.0);
        xml.empty(
            "y:LineStyle",
            &[
                ("color", if is_denied { "#d55e00" } else { "#555555" }),
                ("type", line_type(&edge.attributes)),
                ("width", &format!("{width:.1}")),
            ],
        )?;
        let head = if edge.directed { "standard" } else { "none" };
        xml.empty("y:Arrows", &[("source", "none"), ("target", head)])?;
        xml.text("y:EdgeLabel", &[], &edge.label)?;
        xml.close("y:PolyLineEdge")?;
        xml.close("data")?;
    }
    xml.close("edge")
}
