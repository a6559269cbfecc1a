//! `diurna merge`, `split`, `alias` and `why-same`: who is who, decided by people, in a text file beside the graph.

use super::arguments::{GraphArgument, OutputArguments};
use super::graph_file::{decisions_of, decisions_path, keep, read_as_built, write_output};
use super::outcome::{Outcome, Stop};
use super::table::{Cell, Column, Form, Table};
use super::{describe, filter, print};
use crate::entity::ActorKind;
use crate::error::Error;
use crate::graph::{Decision, Decisions, Document, Graph, Id, Ruling, WhySame, Word};
use crate::store::{Changes, Store, is_store};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct MergeArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// The actors that are one, at least two: names or ids; or events, by their ids; or other stores, whose documents go into GRAPH
    #[arg(value_name = "ACTOR|STORE", required = true)]
    actors: Vec<String>,
    #[command(flatten)]
    decision: DecisionArguments,
}

#[derive(Debug, Args)]
pub(super) struct SplitArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// The actor that is two: a name or an id; or an event, by its id
    #[arg(value_name = "ACTOR")]
    actor: String,
    /// The documents that speak of another: paths, titles or ids; none: tell which documents speak of it
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    decision: DecisionArguments,
}

#[derive(Debug, Args)]
pub(super) struct AliasArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// The actor: a name or an id
    #[arg(value_name = "ACTOR")]
    actor: String,
    /// Another name for it
    #[arg(value_name = "NAME", required_unless_present = "kind")]
    name: Option<String>,
    /// What the actor is
    #[arg(long, value_name = "KIND", value_parser = actor_kind())]
    kind: Option<ActorKind>,
    #[command(flatten)]
    decision: DecisionArguments,
}

#[derive(Debug, Args)]
pub(super) struct WhySameArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// One actor: a name or an id; or an event, by its id
    #[arg(value_name = "ACTOR")]
    one: String,
    /// The other; left out: why the documents of the first speak of one
    #[arg(value_name = "OTHER")]
    other: Option<String>,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Debug, Args)]
struct DecisionArguments {
    /// Why; kept with the decision
    #[arg(long, value_name = "WORDS", default_value = "")]
    reason: String,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// The kinds of actors, by their words.
fn actor_kind() -> impl TypedValueParser<Value = ActorKind> {
    PossibleValuesParser::new(ActorKind::all().iter().map(|kind| kind.word()))
        .map(|word| ActorKind::from_word(&word).expect("only words of kinds are possible"))
}

/// A graph that decisions are made about.
struct Opened {
    /// As it was before any decision.
    built: Graph,
    decisions: Decisions,
    /// With what was decided so far.
    graph: Graph,
    /// Of a store: what had come and gone when it was read.
    changes: Option<Changes>,
}

/// The graph at `path` and what was decided about it so far.
fn open(path: &Path) -> Result<Opened, Stop> {
    if path == Path::new("-") {
        return Err(Error::new(
            "decisions are kept in a file beside the graph, and standard input has no place",
        )
        .with_help("write the graph to a file first: diurna build PAGE -o graph.json")
        .into());
    }
    let decisions = decisions_of(path)?;
    let (built, graph, changes) = if is_store(path) {
        read_store(path, &decisions)?
    } else {
        let built = read_as_built(path)?;
        let graph = if decisions.is_empty() { built.clone() } else { built.clone().resolve(&decisions) };
        (built, graph, None)
    };
    Ok(Opened { built, decisions, graph, changes })
}

/// What the documents of the store at `path` gave, with who is who, and what had come and gone.
fn read_store(path: &Path, decisions: &Decisions) -> Result<(Graph, Graph, Option<Changes>), Error> {
    let store = Store::open(path)?;
    let settled = store.settled(decisions)?;
    let changes = store.changes()?;
    let built = store.graph()?;
    let graph = match settled {
        Some(settled) => built.clone().resolve_as(&settled.identities()?),
        None => {
            let graph = built.clone().resolve(decisions);
            keep(path, changes, decisions, &graph);
            graph
        }
    };
    Ok((built, graph, Some(changes)))
}

/// The actor that `name` means, or the event with this id.
fn node(graph: &Graph, name: &str) -> Result<Id, Stop> {
    let id = Id::from(name.trim());
    if is_event(&id) && !graph.parts_of_event(&id).is_empty() { Ok(id) } else { filter::actor(graph, name) }
}

fn is_event(id: &Id) -> bool {
    id.as_str().starts_with("e:")
}

fn name_of(graph: &Graph, id: &Id) -> String {
    let part = || graph.event_part_called(id).map(|part| &part.node);
    match graph.event(id).or_else(part) {
        Some(event) => event.label.clone(),
        None => describe::actor_name(graph, id).to_owned(),
    }
}

/// Fails when there are actors and events among `nodes`.
fn expect_alike(nodes: &[Id]) -> Result<(), Stop> {
    if nodes.iter().any(is_event) && !nodes.iter().all(is_event) {
        return Err(Error::new("an actor and an event are never one")
            .with_help("name actors only, or events only by their ids (e:...)")
            .into());
    }
    Ok(())
}

/// The part of an actor that most texts name: a name for the whole that lasts when documents are added.
fn chief_part(graph: &Graph, actor: &Id) -> Id {
    if is_event(actor) {
        return graph.parts_of_event(actor).into_iter().next().unwrap_or_else(|| actor.clone());
    }
    let mentions = |part: &Id| graph.part_called(part).map_or(0, |known| known.node.mentions.len());
    let parts = graph.parts_of(actor).into_iter();
    parts
        .max_by_key(|part| (mentions(part), std::cmp::Reverse(part.clone())))
        .unwrap_or_else(|| actor.clone())
}

/// Adds decisions to the file beside the graph, or only tells what they would do.
fn decide(
    path: &Path,
    opened: Opened,
    rulings: Vec<Ruling>,
    arguments: &DecisionArguments,
) -> Result<Outcome, Stop> {
    let Opened { built, mut decisions, graph: before, changes } = opened;
    let mut lines = Vec::new();
    for ruling in rulings {
        let decision = Decision { ruling, reason: arguments.reason.clone() };
        lines.push(decision.to_line());
        decisions.add(decision)?;
    }
    let after = built.resolve(&decisions);
    let mut output = print::output();
    for line in &lines {
        writeln!(output, "{line}")?;
    }
    output.flush()?;
    let change = |before: usize, after: usize, what: &str| match before == after {
        true => print::counted(after, what),
        false => format!("{} (were {before})", print::counted(after, what)),
    };
    let actors = change(before.actors().len(), after.actors().len(), "actor");
    let events = change(before.events().len(), after.events().len(), "event");
    let file = decisions_path(path);
    if arguments.dry_run {
        print::note(&format!("would give {actors}, {events}; nothing was written"));
        return Ok(Outcome::Found);
    }
    // Lines of people, comments among them, stay as they are.
    let mut text = std::fs::read_to_string(&file).unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let known: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in lines.iter().filter(|line| !known.contains(line)) {
        text.push_str(line);
        text.push('\n');
    }
    write_output(&file, |output| output.write_all(text.as_bytes()))?;
    if let Some(changes) = changes {
        keep(path, changes, &decisions, &after);
    }
    print::note(&format!("{actors}, {events}; decided in {}: take the line out to undo it", file.display()));
    Ok(Outcome::Found)
}

/// Runs `merge`.
pub(super) fn merge(arguments: &MergeArguments) -> Result<Outcome, Stop> {
    let path = &arguments.graph.graph;
    if is_store(path) && arguments.actors.iter().all(is_store) {
        let others: Vec<PathBuf> = arguments.actors.iter().map(PathBuf::from).collect();
        return super::join::join(path, &others);
    }
    if arguments.actors.len() < 2 {
        return Err(Error::new("merge needs two actors that are one, or two stores")
            .with_help(format!("diurna merge {} \"Ana Ruiz\" \"A. Ruiz\"", path.display()))
            .into());
    }
    let opened = open(path)?;
    let graph = &opened.graph;
    let mut actors = Vec::new();
    for name in &arguments.actors {
        actors.push(node(graph, name)?);
    }
    actors.dedup();
    expect_alike(&actors)?;
    let (first, rest) = actors.split_first().expect("there are at least two");
    if rest.is_empty() {
        let what = if is_event(first) { "event" } else { "actor" };
        print::note(&format!("{} is one {what} already", name_of(graph, first)));
        return Ok(Outcome::Nothing);
    }
    let chief = chief_part(graph, first);
    let rulings = rest.iter().map(|other| Ruling::Same(chief.clone(), chief_part(graph, other))).collect();
    decide(path, opened, rulings, &arguments.decision)
}

/// Whether `document` is what a person calls `name`.
fn is_called(document: &Document, name: &str) -> bool {
    let names = [&document.path, &document.source_id, &document.title, &document.url];
    document.id.as_str() == name
        || names.into_iter().flatten().any(|known| known == name)
        || (name.len() > 3 && document.id.as_str().starts_with(name))
}

/// A part of an actor or event, with the documents that tell of it.
struct ToldPart<'graph> {
    id: &'graph Id,
    name: &'graph str,
    documents: BTreeSet<&'graph Id>,
}

/// The parts of a node that has several.
fn told_parts<'graph>(graph: &'graph Graph, node: &Id) -> Vec<ToldPart<'graph>> {
    if is_event(node) {
        let parts = graph.parts().events.iter().filter(|part| part.same_as == *node);
        let documents = |claims: &'graph [Id]| {
            claims.iter().filter_map(|claim| graph.claim(claim)).map(|claim| &claim.document).collect()
        };
        let told = parts.map(|part| ToldPart {
            id: &part.node.id,
            name: &part.node.label,
            documents: documents(&part.node.claims),
        });
        return told.collect();
    }
    let parts = graph.parts().actors.iter().filter(|part| part.same_as == *node);
    let told = parts.map(|part| ToldPart {
        id: &part.node.id,
        name: &part.node.name,
        documents: part.node.mentions.iter().map(|mention| &mention.document).collect(),
    });
    told.collect()
}

/// Runs `split`.
pub(super) fn split(arguments: &SplitArguments) -> Result<Outcome, Stop> {
    let path = &arguments.graph.graph;
    let opened = open(path)?;
    let graph = &opened.graph;
    let actor = node(graph, &arguments.actor)?;
    let name = name_of(graph, &actor);
    let parts = told_parts(graph, &actor);
    if parts.is_empty() {
        return Err(Stop::NotFound(if is_event(&actor) {
            Error::new(format!("{name} is an event of one document; there is nothing to split"))
        } else {
            Error::new(format!(
                "{name} is one actor of one document, or known to everybody or to you (--actors); there is nothing to split"
            ))
            .with_help("two people in one document are told apart when it is read")
        }));
    }
    if arguments.documents.is_empty() {
        let mut table =
            Table::new(vec![Column::whole("part"), Column::words("name"), Column::words("document")]);
        for part in &parts {
            for &document in &part.documents {
                let document = graph.document(document).map_or(document.as_str(), describe::source);
                table.push(vec![Cell::from(part.id.as_str()), Cell::from(part.name), Cell::from(document)]);
            }
        }
        let mut output = print::output();
        table.write(&mut output, Form::Text)?;
        output.flush()?;
        print::note(&format!("name the documents that speak of another {name}"));
        return Ok(Outcome::Found);
    }
    let mut named: Vec<&Id> = Vec::new();
    for wanted in &arguments.documents {
        let before = named.len();
        named.extend(
            graph.documents().filter(|document| is_called(document, wanted)).map(|document| &document.id),
        );
        if named.len() == before {
            return Err(Stop::NotFound(
                Error::new(format!("no document is called {wanted}"))
                    .with_help(format!("diurna split {} \"{name}\" lists them", path.display())),
            ));
        }
    }
    let (gone, kept): (Vec<_>, Vec<_>) =
        parts.iter().partition(|part| part.documents.iter().any(|document| named.contains(document)));
    let ids = |parts: Vec<&ToldPart>| -> Vec<Id> { parts.into_iter().map(|part| part.id.clone()).collect() };
    if gone.is_empty() || kept.is_empty() {
        let which = if gone.is_empty() { "none" } else { "all" };
        return Err(Stop::NotFound(Error::new(format!(
            "{which} of the documents that name {name} were given"
        ))));
    }
    let ruling = Ruling::NotSame(ids(gone), ids(kept));
    decide(path, opened, vec![ruling], &arguments.decision)
}

/// Runs `alias`.
pub(super) fn alias(arguments: &AliasArguments) -> Result<Outcome, Stop> {
    let path = &arguments.graph.graph;
    let opened = open(path)?;
    let actor = filter::actor(&opened.graph, &arguments.actor)?;
    let part = chief_part(&opened.graph, &actor);
    let alias = arguments.name.iter().map(|name| Ruling::Alias(part.clone(), name.clone()));
    let kind = arguments.kind.map(|kind| Ruling::Kind(part.clone(), kind));
    let rulings = alias.chain(kind).collect();
    decide(path, opened, rulings, &arguments.decision)
}

/// Runs `why-same`.
pub(super) fn why_same(arguments: &WhySameArguments) -> Result<Outcome, Stop> {
    let graph = super::graph_file::read_graph(&arguments.graph.graph)?;
    let part_or_node = |name: &str| -> Result<Id, Stop> {
        let part = graph.part_called(&Id::from(name));
        part.map_or_else(|| node(&graph, name), |part| Ok(part.node.id.clone()))
    };
    let one = part_or_node(&arguments.one)?;
    let other = match &arguments.other {
        Some(other) => part_or_node(other)?,
        None => one.clone(),
    };
    expect_alike(&[one.clone(), other.clone()])?;
    let decisions = decisions_of(&arguments.graph.graph)?;
    let Some(why) = graph.why_same(&one, &other, &decisions) else {
        let (one_name, other_name) = (name_of(&graph, &one), name_of(&graph, &other));
        print::note(&match one == other {
            true => format!("{one_name} is not made of parts that could be compared"),
            false => format!("{one_name} and {other_name} cannot be compared: one has no name"),
        });
        return Ok(Outcome::Nothing);
    };
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => describe::write_json(&mut output, &why_json(&why))?,
        Form::Text => write_why(&mut output, &graph, &why)?,
        form @ (Form::Csv | Form::Markdown) => {
            let mut table = Table::new(vec![Column::number("points"), Column::words("reason")]);
            for (reason, points) in &why.reasons {
                table.push(vec![Cell::from(format!("{points:+.2}")), Cell::from(reason.as_str())]);
            }
            table.write(&mut output, form)?;
        }
    }
    output.flush()?;
    Ok(Outcome::Found)
}

fn why_json(why: &WhySame) -> serde_json::Value {
    let reasons = why.reasons.iter().map(|(reason, points)| json!({"reason": reason, "points": points}));
    json!({
        "parts": [why.one, why.other],
        "same": why.same,
        "conflict": why.conflict,
        "points": why.points,
        "reasons": reasons.collect::<Vec<_>>(),
    })
}

fn write_why(output: &mut impl Write, graph: &Graph, why: &WhySame) -> std::io::Result<()> {
    let part = |id: &Id| {
        if is_event(id) {
            return format!("{} ({id})", name_of(graph, id));
        }
        let node = graph.part_called(id).map(|part| &part.node).or_else(|| graph.actor(id));
        node.map_or_else(|| id.to_string(), |actor| format!("{} ({id})", actor.name))
    };
    let verdict = if why.same { "one" } else { "two" };
    writeln!(output, "{verdict}: {} and {}", part(&why.one), part(&why.other))?;
    for (reason, points) in &why.reasons {
        writeln!(output, "  {points:+.2}  {reason}")?;
    }
    if why.reasons.is_empty() {
        writeln!(output, "         their names have nothing in common")?;
    } else {
        writeln!(output, "  {:+.2}  in all; 4 are enough", why.points)?;
    }
    if let Some(conflict) = why.conflict {
        writeln!(output, "         ruled out: {conflict}")?;
    }
    Ok(())
}
