//! `diurna between`: every event that links two actors.

use super::arguments::{GraphArgument, OutputArguments};
use super::filter::{self, FilterArguments};
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print;
use super::table::{Cell, Column, Form};
use super::{describe, event_table};
use crate::query::{Linking, Part, between};
use clap::Args;
use serde_json::{Value, json};
use std::io::Write;

/// What `diurna between` takes.
#[derive(Debug, Args)]
pub(super) struct BetweenArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// One actor; --role is asked of this one
    #[arg(value_name = "A")]
    first: String,
    /// The other
    #[arg(value_name = "B")]
    second: String,
    /// Also events that one takes part in and the other speaks of
    #[arg(long)]
    words: bool,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

/// Runs the verb.
pub(super) fn run(arguments: &BetweenArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let first = filter::actor(&graph, &arguments.first)?;
    let second = filter::actor(&graph, &arguments.second)?;
    let filter = arguments.filter.filter(&graph)?;
    let linking = if arguments.words { Linking::DeedsAndWords } else { Linking::Deeds };
    let links = between(&graph, &first, &second, linking, &filter);
    let names = [&first, &second].map(|id| describe::actor_name(&graph, id));
    let form = arguments.output.form();
    let mut output = print::output();
    if form == Form::Json {
        let values = links.iter().map(|link| {
            json!({
                "event": describe::event_json(&graph, link.event),
                "first": {"actor": first, "name": names[0], "parts": words_of(&link.first)},
                "second": {"actor": second, "name": names[1], "parts": words_of(&link.second)},
            })
        });
        describe::write_json(&mut output, &Value::Array(values.collect()))?;
    } else {
        let mut table = event_table::new_table(&[
            Column::words("first").for_programs(),
            Column::words("second").for_programs(),
            Column::words("roles").for_people(),
        ]);
        for link in &links {
            let roles = format!("{} / {}", parts(&link.first), parts(&link.second));
            let cells: Vec<Cell> = vec![parts(&link.first).into(), parts(&link.second).into(), roles.into()];
            table.push(event_table::row(&graph, link.event, form, cells));
        }
        table.write(&mut output, form)?;
    }
    output.flush()?;
    filter::note_undated(&graph, &filter);
    if links.is_empty() {
        print::note(&nothing(first == second, names, linking));
    }
    Ok(Outcome::of_count(links.len()))
}

fn nothing(is_same: bool, [first, second]: [&str; 2], linking: Linking) -> String {
    let (first, second) = (print::harmless(first), print::harmless(second));
    match linking {
        _ if is_same => format!("both names mean {first}; nothing links an actor with itself"),
        Linking::Deeds => format!(
            "{first} and {second} share no such event; --words also asks who speaks, and diurna path goes through others"
        ),
        Linking::DeedsAndWords => {
            format!("{first} and {second} share no such event, and neither speaks of the other's")
        }
    }
}

fn words_of(parts: &[Part]) -> Vec<&'static str> {
    parts.iter().map(|part| part.name()).collect()
}

fn parts(parts: &[Part]) -> String {
    words_of(parts).join("+")
}
