//! `diurna show`: a graph, or all about one actor or place.

use super::arguments::ShowArguments;
use super::filter::one;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::{describe, summary};
use crate::graph::{Event, Graph, Id};
use crate::query::{Filter, Lookup, events, find_actor, find_place};
use serde_json::{Value, json};
use std::io::{self, Write};

/// How many documents, actors or events a whole graph is shown with; `diurna events` lists all.
const OVERVIEW: usize = 25;

/// Runs the verb.
pub(super) fn run(arguments: &ShowArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let filter = arguments.filter.filter(&graph)?;
    let mut output = print::output();
    let outcome = match &arguments.name {
        None => show_all(&mut output, &graph, &filter, arguments.output.json)?,
        Some(name) => match find_actor(&graph, name) {
            Lookup::One(id) => show_actor(&mut output, &graph, &id, filter, arguments.output.json)?,
            found => match find_place(&graph, name) {
                Lookup::One(id) if matches!(found, Lookup::Nothing(_)) => {
                    show_place(&mut output, &graph, &id, filter, arguments.output.json)?
                }
                _ => {
                    one(found, "actor", name, graph.actors().len())?;
                    Outcome::Nothing
                }
            },
        },
    };
    output.flush()?;
    Ok(outcome)
}

fn events_json(graph: &Graph, events: &[&Event]) -> Vec<Value> {
    events.iter().map(|event| describe::event_json(graph, event)).collect()
}

fn show_all(output: &mut impl Write, graph: &Graph, filter: &Filter, as_json: bool) -> io::Result<Outcome> {
    let events = events(graph, filter);
    if as_json {
        let documents: Vec<_> = graph.documents().collect();
        let actors: Vec<_> = graph.actors().collect();
        let value = json!({"documents": documents, "actors": actors, "events": events_json(graph, &events)});
        describe::write_json(output, &value)?;
    } else {
        let style = Style::of_output();
        summary::write_documents(output, graph, OVERVIEW, style)?;
        summary::write_actors(output, graph, &events, OVERVIEW, style)?;
        summary::write_events(output, graph, &events, OVERVIEW, style)?;
    }
    Ok(Outcome::of_count(graph.actors().len() + events.len()))
}

fn show_actor(
    output: &mut impl Write,
    graph: &Graph,
    id: &Id,
    mut filter: Filter,
    as_json: bool,
) -> io::Result<Outcome> {
    filter.actors.push(id.clone());
    let takes_part = events(graph, &filter);
    filter.actors.pop();
    filter.said_by.push(id.clone());
    let speaks: Vec<&Event> =
        events(graph, &filter).into_iter().filter(|event| !takes_part.contains(event)).collect();
    let Some(actor) = graph.actor(id) else { return Ok(Outcome::Nothing) };
    let relations: Vec<_> =
        graph.relations().filter(|relation| relation.source == *id || relation.target == *id).collect();
    if as_json {
        let value = json!({
            "actor": actor,
            "relations": relations,
            "events": events_json(graph, &takes_part),
            "says": events_json(graph, &speaks),
        });
        describe::write_json(output, &value)?;
        return Ok(Outcome::Found);
    }
    let style = Style::of_output();
    let name = style.bold(&print::harmless(&actor.name));
    writeln!(
        output,
        "{name} {}  {}",
        describe::actor_details(actor),
        style.dim(&print::harmless(id.as_str()))
    )?;
    let width = print::width();
    let others = describe::other_names(actor);
    if !others.is_empty() {
        print::paragraph(output, "  also        ", &others.join(", "), width)?;
    }
    let titles = describe::titles(graph, actor);
    if !titles.is_empty() {
        print::paragraph(output, "  titles      ", &titles.join("; "), width)?;
    }
    for relation in relations.iter().filter(|relation| relation.title.is_none()) {
        let words = format!(
            "{} {} {}",
            describe::actor_name(graph, &relation.source),
            relation.kind.replace('_', " "),
            describe::actor_name(graph, &relation.target)
        );
        print::paragraph(output, "  relation    ", &words, width)?;
    }
    let mut documents: Vec<&Id> = actor.mentions.iter().map(|mention| &mention.document).collect();
    documents.dedup();
    let mentions = print::counted(actor.mentions.len(), "mention");
    writeln!(output, "  mentioned   {mentions} in {}", print::counted(documents.len(), "document"))?;
    if !takes_part.is_empty() {
        summary::write_events(output, graph, &takes_part, usize::MAX, style)?;
    }
    if !speaks.is_empty() {
        writeln!(output, "\n{}", style.bold(&format!("Says ({})", speaks.len())))?;
        for event in speaks {
            describe::write_event(output, graph, event, style)?;
        }
    }
    Ok(Outcome::Found)
}

fn show_place(
    output: &mut impl Write,
    graph: &Graph,
    id: &Id,
    mut filter: Filter,
    as_json: bool,
) -> io::Result<Outcome> {
    filter.places.push(id.clone());
    let events = events(graph, &filter);
    let Some(place) = graph.place(id) else { return Ok(Outcome::Nothing) };
    if as_json {
        describe::write_json(output, &json!({"place": place, "events": events_json(graph, &events)}))?;
        return Ok(Outcome::Found);
    }
    let style = Style::of_output();
    let mut details: Vec<&str> = vec![place.kind.map_or("place", |kind| kind.name())];
    details.extend(place.country.as_deref());
    let within = place.within.as_ref().and_then(|within| graph.place(within));
    let within = within.map(|within| format!(", in {}", print::harmless(&within.name))).unwrap_or_default();
    let name = style.bold(&print::harmless(&place.name));
    writeln!(
        output,
        "{name} ({}){within}  {}",
        details.join(", "),
        style.dim(&print::harmless(id.as_str()))
    )?;
    summary::write_events(output, graph, &events, usize::MAX, style)?;
    Ok(Outcome::Found)
}
