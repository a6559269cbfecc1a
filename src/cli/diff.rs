//! `diurna diff`: what differs between two graphs.

use super::arguments::OutputArguments;
use super::describe;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Tint};
use super::table::{Cell, Column, Form, Table};
use crate::error::Error;
use crate::graph::Graph;
use crate::query::{Change, Node, diff};
use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What `diurna diff` takes.
#[derive(Debug, Args)]
pub(super) struct DiffArguments {
    /// The graph as it was; - is standard input
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The graph as it is; - is standard input
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Only nodes of this kind (repeated: any of them)
    #[arg(long = "kind", value_name = "KIND", value_parser = PossibleValuesParser::new(Node::KINDS))]
    kinds: Vec<String>,
    /// Exit with 1 if they differ and with 0 if not, as git diff does
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    output: OutputArguments,
}

/// Runs the verb.
pub(super) fn run(arguments: &DiffArguments) -> Result<Outcome, Stop> {
    if arguments.old == Path::new("-") && arguments.new == Path::new("-") {
        return Err(Stop::Failed(
            Error::new("standard input can be only one of the two graphs")
                .with_help("give the other as a file"),
        ));
    }
    let (old, new) = (read_graph(&arguments.old)?, read_graph(&arguments.new)?);
    let mut changes = diff(&old, &new)?;
    if !arguments.kinds.is_empty() {
        changes.retain(|change| arguments.kinds.iter().any(|kind| kind == change.node().kind()));
    }
    let form = arguments.output.form();
    let mut output = print::output();
    if form == Form::Json {
        let values = changes.iter().map(|change| change_json(change, &old, &new));
        describe::write_json(&mut output, &Value::Array(values.collect()))?;
    } else {
        let table = table(&changes, &old, &new, form);
        table.write(&mut output, form)?;
    }
    output.flush()?;
    if form == Form::Text || changes.is_empty() {
        print::note(&summary(&changes));
    }
    Ok(match (arguments.exit_code, changes.is_empty()) {
        (true, is_same) => Outcome::Code(u8::from(!is_same)),
        (false, is_same) => Outcome::of_count(usize::from(!is_same)),
    })
}

/// The word for what became of a node, its colour, and the graph that has it.
fn kind_of<'graph>(
    change: &Change,
    old: &'graph Graph,
    new: &'graph Graph,
) -> (&'static str, Tint, &'graph Graph) {
    match change {
        Change::Added(_) => ("added", Tint::Green, new),
        Change::Removed(_) => ("removed", Tint::Red, old),
        Change::Changed(..) => ("changed", Tint::Yellow, new),
    }
}

/// What a person would call the node.
fn words(node: Node, graph: &Graph) -> String {
    match node {
        Node::Document(document) => match &document.title {
            Some(title) => format!("{title} ({})", describe::source(document)),
            None => describe::source(document).to_owned(),
        },
        Node::Actor(actor) => actor.name.clone(),
        Node::Place(place) => place.name.clone(),
        Node::Event(event) => describe::label(event),
        Node::Claim(claim) => claim.quote.clone(),
        Node::Relation(relation) => format!(
            "{} {} {}",
            describe::actor_name(graph, &relation.source),
            relation.title.clone().unwrap_or_else(|| relation.kind.replace('_', " ")),
            describe::actor_name(graph, &relation.target)
        ),
    }
}

fn table(changes: &[Change], old: &Graph, new: &Graph, form: Form) -> Table {
    let mut table = Table::new(vec![
        Column::whole("change"),
        Column::whole("node"),
        Column::words("what"),
        Column::words("field"),
        Column::words("old"),
        Column::words("new"),
        Column::whole("id"),
    ]);
    for change in changes {
        let (word, tint, graph) = kind_of(change, old, new);
        let node = change.node();
        let mut push = |field: &str, old: String, new: String| {
            table.push(vec![
                Cell::from(word).tinted(tint),
                node.kind().into(),
                words(node, graph).into(),
                field.into(),
                old.into(),
                new.into(),
                Cell::from(node.id().as_str()).tinted(Tint::Dim),
            ]);
        };
        match change {
            Change::Added(_) | Change::Removed(_) => push("", String::new(), String::new()),
            Change::Changed(_, fields) => {
                for field in fields {
                    push(&field.field, value_words(&field.old, form), value_words(&field.new, form));
                }
            }
        }
    }
    table
}

/// A value of `diurna/1` in a cell: text as it is, a long list for people as its length.
fn value_words(value: &Value, form: Form) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if form != Form::Csv && list.iter().any(Value::is_object) => {
            print::counted(list.len(), "entry").replace("entrys", "entries")
        }
        Value::Array(list) if form != Form::Csv => {
            list.iter().map(|value| value_words(value, form)).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn change_json(change: &Change, old: &Graph, new: &Graph) -> Value {
    let (word, _, graph) = kind_of(change, old, new);
    let node = change.node();
    let mut value = json!({"change": word, "node": node.kind(), "id": node.id(), "what": words(node, graph)});
    if let Change::Changed(_, fields) = change {
        let fields =
            fields.iter().map(|field| json!({"field": field.field, "old": field.old, "new": field.new}));
        value["fields"] = Value::Array(fields.collect());
    }
    value
}

/// "2 events added, 1 claim changed".
fn summary(changes: &[Change]) -> String {
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for change in changes {
        let word = match change {
            Change::Added(_) => "added",
            Change::Removed(_) => "removed",
            Change::Changed(..) => "changed",
        };
        let kind = change.node().kind();
        let place = Node::KINDS.iter().position(|candidate| *candidate == kind).unwrap_or_default();
        *counts.entry((place, word)).or_default() += 1;
    }
    if counts.is_empty() {
        return "the graphs do not differ".to_owned();
    }
    let counted = |(&(place, word), &count): (&(usize, &str), &usize)| {
        format!("{} {word}", print::counted(count, Node::KINDS[place]))
    };
    counts.iter().map(counted).collect::<Vec<_>>().join(", ")
}
