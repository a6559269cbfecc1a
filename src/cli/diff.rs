//! `diurna diff`: what was added, removed and changed between two graphs.

use super::arguments::OutputArguments;
use super::filter::FilterArguments;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Tint};
use super::table::{Cell, Column, Form, Table};
use super::{describe, event_table};
use crate::error::Error;
use crate::graph::{Graph, Id, Relation};
use crate::query::{Change, FieldChange, Filter, Node, diff, events_of};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Document,
    Actor,
    Place,
    Event,
    Claim,
    Relation,
}

impl Kind {
    fn is_of(self, node: Node) -> bool {
        match self {
            Self::Document => matches!(node, Node::Document(_)),
            Self::Actor => matches!(node, Node::Actor(_)),
            Self::Place => matches!(node, Node::Place(_)),
            Self::Event => matches!(node, Node::Event(_)),
            Self::Claim => matches!(node, Node::Claim(_)),
            Self::Relation => matches!(node, Node::Relation(_)),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct DiffArguments {
    /// The graph before; - is standard input
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The graph after; - is standard input
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Exit as diff(1) does: 0 without a difference, 1 with one
    #[arg(long)]
    exit_code: bool,
    /// Only nodes of this kind (repeated: any of them)
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<Kind>,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

/// Runs the verb.
pub(super) fn run(arguments: &DiffArguments) -> Result<Outcome, Stop> {
    if arguments.old == Path::new("-") && arguments.new == Path::new("-") {
        return Err(Stop::Failed(
            Error::new("OLD and NEW cannot both be standard input")
                .with_help("write one of them to a file first"),
        ));
    }
    let (mut old, mut new) = (read_graph(&arguments.old)?, read_graph(&arguments.new)?);
    let filter = match arguments.filter.filter(&new) {
        // What is asked for may be only in the old graph, or half in each.
        Err(Stop::NotFound(_)) => arguments.filter.filter(&old.clone().merge(new.clone()))?,
        found => found?,
    };
    if filter != Filter::default() {
        // An event counts if it is accepted before or after, or one that no longer is would look removed.
        let accepted = |graph: &Graph| events_of(graph, &filter).map(|event| event.id.clone()).collect();
        let mut events: BTreeSet<Id> = accepted(&old);
        events.append(&mut accepted(&new));
        (old, new) = (old.part(events.iter().cloned()), new.part(events));
    }
    let mut changes = diff(&old, &new)?;
    let is_asked_for = |node: Node| arguments.kinds.iter().any(|kind| kind.is_of(node));
    changes.retain(|change| arguments.kinds.is_empty() || is_asked_for(change.node()));
    let graphs = Graphs { old: &old, new: &new };
    let form = arguments.output.form();
    let mut output = print::output();
    let [added, removed, changed] = tally(&changes);
    if form == Form::Json {
        let value = json!({
            "added": added,
            "removed": removed,
            "changed": changed,
            "changes": changes.iter().map(|change| graphs.json(change)).collect::<Vec<_>>(),
        });
        describe::write_json(&mut output, &value)?;
    } else {
        graphs.table(&changes, form).write(&mut output, form)?;
    }
    output.flush()?;
    print::note(&format!("{added} added, {removed} removed, {changed} changed"));
    Ok(match arguments.exit_code {
        true => Outcome::Code(u8::from(!changes.is_empty())),
        false => Outcome::of_count(changes.len()),
    })
}

/// How many were added, removed and changed.
fn tally(changes: &[Change]) -> [usize; 3] {
    let mut tally = [0; 3];
    for change in changes {
        tally[match change {
            Change::Added(_) => 0,
            Change::Removed(_) => 1,
            Change::Changed(..) => 2,
        }] += 1;
    }
    tally
}

fn word(change: &Change) -> &'static str {
    match change {
        Change::Added(_) => "added",
        Change::Removed(_) => "removed",
        Change::Changed(..) => "changed",
    }
}

/// Where the names behind ids are looked up: a node of one graph may refer to one that only it has.
struct Graphs<'graph> {
    old: &'graph Graph,
    new: &'graph Graph,
}

impl Graphs<'_> {
    fn name_of(&self, id: &Id) -> Option<&str> {
        [self.new, self.old].into_iter().find_map(|graph| {
            let actor = graph.actor(id).map(|actor| actor.name.as_str());
            actor.or_else(|| graph.place(id).map(|place| place.name.as_str()))
        })
    }

    fn relation_words(&self, relation: &Relation) -> String {
        let name = |id| self.name_of(id).unwrap_or(id.as_str());
        let title = relation.title.as_ref().map(|title| format!(" ({title})")).unwrap_or_default();
        let kind = relation.kind.replace('_', " ");
        format!("{} {kind}{title} {}", name(&relation.source), name(&relation.target))
    }

    fn name(&self, node: Node) -> String {
        match node {
            Node::Document(document) => {
                document.title.clone().unwrap_or_else(|| describe::source(document).to_owned())
            }
            Node::Actor(actor) => actor.name.clone(),
            Node::Place(place) => place.name.clone(),
            Node::Event(event) => describe::label(event),
            Node::Claim(claim) => claim.quote.clone(),
            Node::Relation(relation) => self.relation_words(relation),
        }
    }

    fn json(&self, change: &Change) -> Value {
        let node = change.node();
        let mut value = json!({
            "change": word(change),
            "kind": node.kind(),
            "id": node.id(),
            "name": self.name(node),
        });
        match change {
            Change::Added(_) | Change::Removed(_) => value["node"] = node_json(node),
            Change::Changed(_, fields) => {
                let fields = fields
                    .iter()
                    .map(|field| json!({"field": field.field, "old": field.old, "new": field.new}));
                value["fields"] = fields.collect();
            }
        }
        value
    }

    fn table(&self, changes: &[Change], form: Form) -> Table {
        let mut table = Table::new(vec![
            Column::whole("change"),
            Column::whole("kind"),
            Column::words("name"),
            Column::whole("field"),
            Column::words("old"),
            Column::words("new"),
            Column::whole("id"),
        ]);
        for change in changes {
            let node = change.node();
            let (tint, fields) = match change {
                Change::Added(_) => (Tint::Green, None),
                Change::Removed(_) => (Tint::Red, None),
                Change::Changed(_, fields) => (Tint::Yellow, Some(fields)),
            };
            let no_field = [FieldChange { field: String::new(), old: Value::Null, new: Value::Null }];
            let fields = fields.map_or(no_field.as_slice(), Vec::as_slice);
            for (at, field) in fields.iter().enumerate() {
                // On a screen a node is named once, so that the eye sees where it begins.
                let once = |text: String| {
                    Cell::from(if at == 0 || form != Form::Text { text } else { String::new() })
                };
                let link = match node {
                    Node::Document(document) => event_table::source_link(document, form),
                    _ => None,
                };
                let (old, new) = self.values(field);
                table.push(vec![
                    once(word(change).to_owned()).tinted(tint),
                    once(node.kind().to_owned()),
                    once(self.name(node)).tinted(Tint::Bold).linked(link),
                    field.field.as_str().into(),
                    Cell::from(old).tinted(Tint::Red),
                    Cell::from(new).tinted(Tint::Green),
                    once(node.id().to_string()).tinted(Tint::Dim),
                ]);
            }
        }
        table
    }

    /// The two values in words; of two lists only what the other does not have.
    fn values(&self, field: &FieldChange) -> (String, String) {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        if field.old.is_array() || field.new.is_array() {
            let (old, new) = (list(&field.old), list(&field.new));
            let words = |these: &[Value], others: &[Value]| {
                let own = these.iter().filter(|value| !others.contains(value));
                own.map(|value| self.words(value)).collect::<Vec<_>>().join("; ")
            };
            return (words(&old, &new), words(&new, &old));
        }
        (self.words(&field.old), self.words(&field.new))
    }

    fn words(&self, value: &Value) -> String {
        let named = |id: &str| self.name_of(&Id::from(id)).unwrap_or(id).to_owned();
        match value {
            Value::Null => String::new(),
            Value::String(text) => named(text),
            Value::Object(fields) => {
                let text = |key: &str| fields.get(key).and_then(Value::as_str);
                match (text("role"), text("actor"), text("text"), text("start")) {
                    (Some(role), Some(actor), ..) => format!("{role} {}", named(actor)),
                    (.., Some(start)) => match text("end") {
                        Some(end) if end != start => format!("{start} to {end}"),
                        _ => start.to_owned(),
                    },
                    (_, _, Some(text), _) => text.to_owned(),
                    _ => value.to_string(),
                }
            }
            other => other.to_string(),
        }
    }
}

fn node_json(node: Node) -> Value {
    let value = match node {
        Node::Document(document) => serde_json::to_value(document),
        Node::Actor(actor) => serde_json::to_value(actor),
        Node::Place(place) => serde_json::to_value(place),
        Node::Event(event) => serde_json::to_value(event),
        Node::Claim(claim) => serde_json::to_value(claim),
        Node::Relation(relation) => serde_json::to_value(relation),
    };
    value.expect("a node has only text keys")
}
