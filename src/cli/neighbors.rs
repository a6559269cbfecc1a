//! `diurna neighbors`: who shares events with an actor.

use super::arguments::NeighborsArguments;
use super::local::{self, Names};
use super::outcome::{Outcome, Stop};
use super::print::{self, Style, Tint};
use super::table::{Cell, Column, Form, Table};
use super::{describe, filter};
use crate::graph::{Event, Graph};
use crate::query::{Index, Neighbor, find_neighbors};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &NeighborsArguments) -> Result<Outcome, Stop> {
    // Further away anything may lie.
    let around = |names: &Names| match arguments.depth {
        1 => arguments.filter.around(names, &[&arguments.name]),
        _ => Ok(None),
    };
    local::answer(&arguments.graph.graph, around, |graph, _| list(arguments, graph).map(Some))
}

fn list(arguments: &NeighborsArguments, graph: &Graph) -> Result<Outcome, Stop> {
    let actor = filter::actor(graph, &arguments.name)?;
    let filter = arguments.filter.filter(graph)?;
    let neighbors = find_neighbors(&Index::new(graph), &actor, usize::from(arguments.depth), &filter);
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => write_json(&mut output, graph, &neighbors)?,
        Form::Text if arguments.long => write_long(&mut output, &neighbors)?,
        Form::Text | Form::Csv | Form::Markdown => table(&neighbors, form).write(&mut output, form)?,
    }
    output.flush()?;
    filter::note_undated(graph, &filter);
    if neighbors.is_empty() {
        let name = describe::actor_name(graph, &actor);
        print::note(&format!("{name} shares no such event with another actor"));
    }
    Ok(Outcome::of_count(neighbors.len()))
}

fn table(neighbors: &[Neighbor], form: Form) -> Table {
    let mut table = Table::new(vec![
        Column::words("actor"),
        Column::whole("kind"),
        Column::whole("country").for_programs(),
        Column::number("distance"),
        Column::number("events"),
        Column::whole("first_date").for_programs(),
        Column::whole("last_date").for_programs(),
        Column::words("last_event"),
        Column::words("event_ids").for_programs(),
        Column::whole("id"),
    ]);
    for neighbor in neighbors {
        let actor = neighbor.actor;
        let ids: Vec<&str> = neighbor.events.iter().map(|event| event.id.as_str()).collect();
        let dated: Vec<&Event> =
            neighbor.events.iter().copied().filter(|event| day(event).is_some()).collect();
        let last = dated.last().or(neighbor.events.last());
        table.push(vec![
            Cell::from(actor.name.as_str()).tinted(Tint::Bold),
            actor.kind.name().into(),
            actor.country.clone().into(),
            neighbor.distance.into(),
            neighbor.events.len().into(),
            dated.first().and_then(|event| day(event)).into(),
            dated.last().and_then(|event| day(event)).into(),
            last.map(|event| dated_label(event, form)).into(),
            ids.join("; ").into(),
            Cell::from(actor.id.as_str()).tinted(Tint::Dim),
        ]);
    }
    table
}

/// What `event` is, for people with its time.
fn dated_label(event: &Event, form: Form) -> String {
    match event.time.as_ref().filter(|_| form != Form::Csv) {
        Some(time) => format!("{}: {}", describe::time_words(time), describe::label(event)),
        None => describe::label(event),
    }
}

/// The day on which `event` starts, or else ends.
fn day(event: &Event) -> Option<String> {
    let time = event.time.as_ref()?;
    Some(time.start.or(time.end)?.day.to_string())
}

fn write_json(output: &mut impl Write, graph: &Graph, neighbors: &[Neighbor]) -> io::Result<()> {
    let value = neighbors.iter().map(|neighbor| {
        let events = neighbor.events.iter().map(|event| describe::event_json(graph, event));
        json!({
            "actor": neighbor.actor.id,
            "name": neighbor.actor.name,
            "kind": neighbor.actor.kind.name(),
            "distance": neighbor.distance,
            "events": events.collect::<Vec<_>>(),
        })
    });
    describe::write_json(output, &Value::Array(value.collect()))
}

/// Each neighbor with every event that it shares.
fn write_long(output: &mut impl Write, neighbors: &[Neighbor]) -> io::Result<()> {
    let style = Style::of_output();
    for neighbor in neighbors {
        let away = match neighbor.distance {
            1 => String::new(),
            distance => format!(", {distance} events away"),
        };
        let count = print::counted(neighbor.events.len(), "event");
        let name = style.bold(&print::harmless(&neighbor.actor.name));
        writeln!(output, "{name} {} {count}{away}", describe::actor_details(neighbor.actor))?;
        for event in &neighbor.events {
            let time = event.time.as_ref().map_or("no date".to_owned(), describe::time_words);
            let line = format!(
                "{time}, {} {}: {}",
                event.type_and_mode(),
                event.status.name(),
                describe::label(event)
            );
            print::paragraph(output, "    ", &line, print::width())?;
            writeln!(output, "    {}", style.dim(&print::harmless(event.id.as_str())))?;
        }
    }
    Ok(())
}
