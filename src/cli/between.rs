//! `diurna between`: every event that links two actors.

use super::arguments::{GraphArgument, OutputArguments};
use super::event_table::{self, PartsOf};
use super::filter::{self, FilterArguments};
use super::local::{self, Names};
use super::outcome::{Outcome, Stop};
use super::table::{Column, Form};
use super::{describe, print};
use crate::error::Error;
use crate::graph::Graph;
use crate::query::{Linking, between};
use clap::Args;
use serde_json::{Value, json};
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct BetweenArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// One actor; --role is about this one
    #[arg(value_name = "A")]
    first: String,
    /// The other
    #[arg(value_name = "B")]
    second: String,
    /// Take also the events of one of them that the other speaks of
    #[arg(long)]
    words: bool,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

/// Runs the verb.
pub(super) fn run(arguments: &BetweenArguments) -> Result<Outcome, Stop> {
    let around = |names: &Names| arguments.filter.around(names, &[&arguments.first, &arguments.second]);
    local::answer(&arguments.graph.graph, around, |graph, _| list(arguments, graph).map(Some))
}

fn list(arguments: &BetweenArguments, graph: &Graph) -> Result<Outcome, Stop> {
    let first = filter::actor(graph, &arguments.first)?;
    let second = filter::actor(graph, &arguments.second)?;
    let names = [&first, &second].map(|id| describe::actor_name(graph, id).to_owned());
    if first == second {
        let error =
            Error::new(format!("`{}` and `{}` are both {}", arguments.first, arguments.second, names[0]));
        return Err(Stop::NotFound(
            error.with_help("name two actors; diurna events GRAPH --actor NAME takes one"),
        ));
    }
    let filter = arguments.filter.filter(graph)?;
    let linking = if arguments.words { Linking::DeedsAndWords } else { Linking::Deeds };
    let links = between(graph, &first, &second, linking, &filter);
    let form = arguments.output.form();
    let mut output = print::output();
    if form == Form::Json {
        let values = links.iter().map(|link| {
            let mut event = describe::event_json(graph, link.event);
            event["first"] = json!({"actor": first, "name": names[0], "as": PartsOf(&link.first).words()});
            event["second"] = json!({"actor": second, "name": names[1], "as": PartsOf(&link.second).words()});
            event
        });
        describe::write_json(&mut output, &Value::Array(values.collect()))?;
    } else {
        let mut table = event_table::new_table(&[Column::words("first_as"), Column::words("second_as")]);
        for link in &links {
            let parts = [&link.first, &link.second].map(|parts| PartsOf(parts).cell());
            table.push(event_table::row(graph, link.event, form, parts.into()));
        }
        table.write(&mut output, form)?;
    }
    output.flush()?;
    filter::note_undated(graph, &filter);
    if links.is_empty() {
        let mut message = format!("no event links {} and {}", names[0], names[1]);
        if !arguments.words {
            let with_words = between(graph, &first, &second, Linking::DeedsAndWords, &filter).len();
            if with_words > 0 {
                let events = print::counted(with_words, "event");
                message.push_str(&format!("; --words shows {events} of one that the other speaks of"));
            }
        }
        print::note(&message);
    }
    Ok(Outcome::of_count(links.len()))
}
