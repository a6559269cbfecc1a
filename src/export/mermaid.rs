//! A Mermaid flowchart, which GitHub, GitLab and Obsidian draw inside a text; for small graphs only.
//!
//! Nodes are called `n0`, `n1`, ..., for Mermaid's identifiers may not be keywords such as `end`; every label is quoted, and
//! every character in it that could mean something to Mermaid, Markdown or HTML is written as its number.

use super::Selection;
use super::picture::{Edge, Node, NodeKind, Picture, Value};
use crate::error::{Error, Result};
use std::io::{self, Write};

/// Above this Mermaid's pictures cannot be read, and GitHub draws none.
const MOST_NODES: usize = 100;

/// Longer labels make one node fill the picture.
const LABEL_CHARACTERS: usize = 80;

/// Fails when `selection` has more than 100 nodes.
pub(super) fn check(selection: &Selection<'_>) -> Result<()> {
    let n_nodes = selection.events.len() + selection.actors.len() + selection.places.len();
    let n_nodes = match selection.options.view {
        super::View::Events => n_nodes,
        super::View::Actors => selection.actors.len(),
    };
    if n_nodes <= MOST_NODES {
        return Ok(());
    }
    Err(Error::new(format!("{n_nodes} nodes are too many for Mermaid, which draws {MOST_NODES} legibly"))
        .with_help(format!(
            "add --max-nodes {MOST_NODES}, ask for less with --actor, --type or --after, or use -T dot"
        )))
}

/// Writes `selection`.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(selection);
    writeln!(output, "flowchart LR")?;
    for note in &picture.notes {
        writeln!(output, "  %% {note}")?;
    }
    for (at, node) in picture.nodes.iter().enumerate() {
        let label = quoted(&label(node));
        match node.kind {
            NodeKind::Actor => writeln!(output, "  n{at}([{label}]):::actor")?,
            NodeKind::Event => writeln!(output, "  n{at}[{label}]:::{}", event_class(node))?,
            NodeKind::Place => writeln!(output, "  n{at}>{label}]:::place")?,
        }
    }
    for edge in &picture.edges {
        let (line, label) = (line(edge), quoted(&edge.label));
        writeln!(output, "  n{} {line}|{label}| n{}", edge.source, edge.target)?;
    }
    writeln!(output, "  classDef actor fill:#d6ecf8,stroke:#333,color:#000")?;
    writeln!(output, "  classDef place fill:#faf3b0,stroke:#999,color:#000")?;
    writeln!(output, "  classDef event fill:#fff,stroke:#333,color:#000")?;
    writeln!(output, "  classDef planned fill:#fff,stroke:#333,color:#000,stroke-dasharray:6 4")?;
    writeln!(output, "  classDef possible fill:#fff,stroke:#333,color:#000,stroke-dasharray:2 3")?;
    writeln!(output, "  classDef denied fill:#fff,stroke:#c00,color:#000")
}

fn status(attributes: &[(&'static str, Value)]) -> String {
    let status = attributes.iter().find(|(name, _)| *name == "status");
    status.map(|(_, value)| value.to_text(" ")).unwrap_or_default()
}

fn event_class(node: &Node) -> &'static str {
    match status(&node.attributes).as_str() {
        "planned" => "planned",
        "possible" | "conditional" | "unknown" => "possible",
        "denied" => "denied",
        _ => "event",
    }
}

fn line(edge: &Edge) -> &'static str {
    let is_solid = matches!(status(&edge.attributes).as_str(), "occurred" | "ongoing" | "denied" | "");
    match (is_solid, edge.directed) {
        (true, true) => "-->",
        (true, false) => "---",
        (false, true) => "-.->",
        (false, false) => "-.-",
    }
}

/// The label, and below it the day of an event.
fn label(node: &Node) -> String {
    let mut label: String = node.label.chars().take(LABEL_CHARACTERS).collect();
    if label.len() < node.label.len() {
        label.push_str("...");
    }
    let day = |wanted: &str| {
        let found = node.attributes.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.to_text(" "))
    };
    let days = match (day("start"), day("end")) {
        (Some(start), Some(end)) if start == end => start,
        (None, None) => return label,
        (start, end) => format!("{}..{}", start.unwrap_or_default(), end.unwrap_or_default()),
    };
    format!("{label}\n{days}")
}

/// `text` as a quoted label.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '\n' => quoted.push_str("<br/>"),
            control if control.is_control() => quoted.push(' '),
            // Neither is a character of HTML.
            '\u{fffe}' | '\u{ffff}' => quoted.push(' '),
            plain if plain.is_alphanumeric() || " .,:-'/".contains(plain) || !plain.is_ascii() => {
                quoted.push(plain)
            }
            special => quoted.push_str(&format!("#{};", u32::from(special))),
        }
    }
    // Mermaid takes an empty label for a mistake.
    if quoted.len() == 1 {
        quoted.push(' ');
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_label_means_anything_to_mermaid() {
        assert_eq!(quoted("a \"b\" [c] #d;\n`e`"), "\"a #34;b#34; #91;c#93; #35;d#59;<br/>#96;e#96;\"");
        assert_eq!(quoted(""), "\" \"");
        assert_eq!(quoted("M\u{fc}ller \u{1f30d}"), "\"M\u{fc}ller \u{1f30d}\"");
    }
}
