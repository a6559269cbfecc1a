//! `diurna events`: events in time order.

use super::arguments::EventsArguments;
use super::local::{self, Extent, Names};
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::table::Form;
use super::{describe, event_table, filter};
use crate::graph::Graph;
use crate::query::events;
use serde_json::Value;
use std::io::Write;

/// Runs the verb.
pub(super) fn run(arguments: &EventsArguments) -> Result<Outcome, Stop> {
    let around = |names: &Names| arguments.filter.around(names, &[]);
    local::answer(&arguments.graph.graph, around, |graph, extent| list(arguments, graph, extent))
}

fn list(arguments: &EventsArguments, graph: &Graph, extent: Extent) -> Result<Option<Outcome>, Stop> {
    let filter = arguments.filter.filter(graph)?;
    let found = events(graph, &filter);
    if found.is_empty() && extent == Extent::Part {
        return Ok(None);
    }
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => {
            let values = found.iter().map(|event| describe::event_json(graph, event)).collect();
            describe::write_json(&mut output, &Value::Array(values))?;
        }
        Form::Text if arguments.long => {
            let style = Style::of_output();
            for event in &found {
                describe::write_event(&mut output, graph, event, style)?;
            }
        }
        Form::Text | Form::Csv | Form::Markdown => {
            let mut table = event_table::new_table(&[]);
            for event in &found {
                table.push(event_table::row(graph, event, form, Vec::new()));
            }
            table.write(&mut output, form)?;
        }
    }
    output.flush()?;
    filter::note_undated(graph, &filter);
    if found.is_empty() {
        print::note(&format!("no event of {} meets the conditions", graph.events().len()));
    }
    Ok(Some(Outcome::of_count(found.len())))
}
