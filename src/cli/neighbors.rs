//! `diurna neighbors`: who shares events with an actor.

use super::arguments::NeighborsArguments;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::{describe, filter};
use crate::query::find_neighbors;
use serde_json::{Value, json};
use std::io::Write;

/// Runs the verb.
pub(super) fn run(arguments: &NeighborsArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let actor = filter::actor(&graph, &arguments.name)?;
    let filter = arguments.filter.filter(&graph)?;
    let neighbors = find_neighbors(&graph, &actor, usize::from(arguments.depth), &filter);
    let mut output = print::output();
    if arguments.output.json {
        let value = neighbors.iter().map(|neighbor| {
            let events = neighbor.events.iter().map(|event| describe::event_json(&graph, event));
            json!({
                "actor": neighbor.actor.id,
                "name": neighbor.actor.name,
                "kind": neighbor.actor.kind.name(),
                "distance": neighbor.distance,
                "events": events.collect::<Vec<_>>(),
            })
        });
        describe::write_json(&mut output, &Value::Array(value.collect()))?;
    } else {
        let style = Style::of_output();
        for neighbor in &neighbors {
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
                    describe::type_words(event),
                    event.status.name(),
                    describe::label(event)
                );
                print::paragraph(&mut output, "    ", &line, print::width())?;
                writeln!(output, "    {}", style.dim(&print::harmless(event.id.as_str())))?;
            }
        }
    }
    output.flush()?;
    if neighbors.is_empty() {
        let name = describe::actor_name(&graph, &actor);
        print::note(&format!("{name} shares no such event with another actor"));
    }
    Ok(Outcome::of_count(neighbors.len()))
}
