//! `diurna timeline`: what happened when.

use super::arguments::{GraphArgument, OutputArguments};
use super::filter::{self, FilterArguments};
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::table::{Column, Form};
use super::{describe, event_table};
use crate::query::{Period, Step, timeline};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};
use std::io::{self, Write};

/// What `diurna timeline` takes.
#[derive(Debug, Args)]
pub(super) struct TimelineArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// Whose: an actor that takes part in all of it [default: everybody's]
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// How long the periods are: day, week, month or year
    #[arg(long, value_name = "PERIOD", default_value = "day", value_parser = step())]
    by: Step,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

fn step() -> impl TypedValueParser<Value = Step> {
    PossibleValuesParser::new(["day", "week", "month", "year"]).map(|word| match word.as_str() {
        "week" => Step::Week,
        "month" => Step::Month,
        "year" => Step::Year,
        _ => Step::Day,
    })
}

/// Runs the verb.
pub(super) fn run(arguments: &TimelineArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let mut filter = arguments.filter.filter(&graph)?;
    if let Some(name) = &arguments.name {
        filter.actors.push(filter::actor(&graph, name)?);
    }
    let periods = timeline(&graph, &filter, arguments.by);
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => {
            let values = periods.iter().map(|period| {
                let events = period.events.iter().map(|event| describe::event_json(&graph, event));
                json!({
                    "period": period.to_string(),
                    "first": period.first.map(|day| day.to_string()),
                    "last": period.last.map(|day| day.to_string()),
                    "events": events.collect::<Vec<_>>(),
                })
            });
            describe::write_json(&mut output, &Value::Array(values.collect()))?;
        }
        Form::Text => write_periods(&mut output, &graph, &periods)?,
        Form::Csv | Form::Markdown => {
            let mut table = event_table::new_table(&[Column::whole("period")]);
            for period in &periods {
                for event in &period.events {
                    table.push(event_table::row(&graph, event, form, vec![period.to_string().into()]));
                }
            }
            table.write(&mut output, form)?;
        }
    }
    output.flush()?;
    filter::note_undated(&graph, &filter);
    if periods.is_empty() {
        print::note(&format!("no event of {} meets the conditions", graph.events().len()));
    }
    Ok(Outcome::of_count(periods.len()))
}

/// A heading for each period, and a line or two for each event below it.
fn write_periods(output: &mut impl Write, graph: &crate::graph::Graph, periods: &[Period]) -> io::Result<()> {
    let style = Style::of_output();
    let width = print::table_width();
    let widest = periods.iter().map(|period| period.events.len()).max().unwrap_or_default();
    for (number, period) in periods.iter().enumerate() {
        if number > 0 {
            writeln!(output)?;
        }
        let count = print::counted(period.events.len(), "event");
        let bar = bar(period.events.len(), widest);
        writeln!(output, "{}  {} {}", style.bold(&period.to_string()), bar, style.dim(&count))?;
        for event in &period.events {
            let line = format!(
                "{} ({} {})",
                describe::label(event),
                describe::type_words(event),
                event.status.name()
            );
            let id = style.dim(&print::harmless(event.id.as_str()));
            print::paragraph(output, "  ", &print::harmless(&line), width)?;
            writeln!(output, "    {id}  {}", print::harmless(&describe::speakers(graph, event)))?;
        }
    }
    Ok(())
}

/// The widest bar, in columns.
const BAR: usize = 20;

/// A bar as long as `count` is of `most`, at least one column.
fn bar(count: usize, most: usize) -> String {
    "\u{2587}".repeat((count * BAR).div_ceil(most.max(1)).clamp(1, BAR))
}
