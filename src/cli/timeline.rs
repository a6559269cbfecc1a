//! `diurna timeline`: what happened when, period by period.

use super::arguments::{GraphArgument, OutputArguments};
use super::event_table::{self, PartsOf};
use super::filter::{self, FilterArguments};
use super::local::{self, Extent, Names};
use super::outcome::{Outcome, Stop};
use super::table::{Cell, Column, Form, Table};
use super::{describe, print};
use crate::graph::{Event, Graph, Id};
use crate::query::{Filter, Part, Period, Step, events_by_speaker, timeline};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::io::Write;

/// How long the periods are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Days
    Day,
    /// Weeks, from Monday to Sunday
    Week,
    /// Months
    Month,
    /// Years
    Year,
    /// No periods: what each speaker says happened
    Speaker,
}

#[derive(Debug, Args)]
pub(super) struct TimelineArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// Only what this actor takes part in
    #[arg(value_name = "ACTOR")]
    name: Option<String>,
    /// How long the periods are; an event that takes longer has a period of its own
    #[arg(long, value_name = "PERIOD", default_value = "day")]
    by: By,
    /// Only count the events of each period
    #[arg(long)]
    count: bool,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

/// Runs the verb.
pub(super) fn run(arguments: &TimelineArguments) -> Result<Outcome, Stop> {
    let around = |names: &Names| {
        let name: Vec<&str> = arguments.name.iter().map(String::as_str).collect();
        arguments.filter.around(names, &name)
    };
    local::answer(&arguments.graph.graph, around, |graph, extent| list(arguments, graph, extent))
}

fn list(arguments: &TimelineArguments, graph: &Graph, extent: Extent) -> Result<Option<Outcome>, Stop> {
    let actor = arguments.name.as_ref().map(|name| filter::actor(graph, name)).transpose()?;
    let mut filter = arguments.filter.filter(graph)?;
    filter.actors.extend(actor.clone());
    let step = match arguments.by {
        By::Day => Step::Day,
        By::Week => Step::Week,
        By::Month => Step::Month,
        By::Year => Step::Year,
        By::Speaker => return by_speaker(arguments, graph, &filter, extent),
    };
    let periods = timeline(graph, &filter, step);
    if periods.is_empty() && extent == Extent::Part {
        return Ok(None);
    }
    let form = arguments.output.form();
    let mut output = print::output();
    if form == Form::Json {
        let events = |period: &Period| match arguments.count {
            true => json!(period.events.len()),
            false => period.events.iter().map(|event| event_json(graph, event, actor.as_ref())).collect(),
        };
        let values = periods.iter().map(|period| {
            let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
            json!({
                "period": period.to_string(),
                "first": day(period.first),
                "last": day(period.last),
                "events": events(period),
            })
        });
        describe::write_json(&mut output, &Value::Array(values.collect()))?;
    } else if arguments.count {
        counts(&periods).write(&mut output, form)?;
    } else {
        let mut table = table(graph, &periods, actor.as_ref(), form);
        if step == Step::Day {
            // There it says what the period says.
            table = table.without("when");
        }
        table.write(&mut output, form)?;
    }
    output.flush()?;
    filter::note_undated(graph, &filter);
    if periods.is_empty() {
        print::note(&format!("no event of {} meets the conditions", graph.events().len()));
    }
    Ok(Some(Outcome::of_count(periods.len())))
}

/// The events of each speaker instead of each period.
fn by_speaker(
    arguments: &TimelineArguments,
    graph: &Graph,
    filter: &Filter,
    extent: Extent,
) -> Result<Option<Outcome>, Stop> {
    let speakers = events_by_speaker(graph, filter);
    if speakers.is_empty() && extent == Extent::Part {
        return Ok(None);
    }
    let form = arguments.output.form();
    let mut output = print::output();
    if form == Form::Json {
        let values = speakers.iter().map(|speaker| {
            let events: Vec<Value> =
                speaker.events.iter().map(|event| describe::event_json(graph, event)).collect();
            let events = if arguments.count { json!(events.len()) } else { Value::Array(events) };
            json!({"speaker": speaker.name, "actor": speaker.actor, "events": events})
        });
        describe::write_json(&mut output, &Value::Array(values.collect()))?;
    } else if arguments.count {
        let mut table = Table::new(vec![Column::words("speaker"), Column::number("events")]);
        for speaker in &speakers {
            table.push(vec![speaker.name.as_str().into(), speaker.events.len().into()]);
        }
        table.write(&mut output, form)?;
    } else {
        let mut table = event_table::new_table(&[Column::words("speaker")]);
        for speaker in &speakers {
            for (at, event) in speaker.events.iter().enumerate() {
                let name = if at == 0 || form != Form::Text { speaker.name.as_str() } else { "" };
                table.push(event_table::row(graph, event, form, vec![name.into()]));
            }
        }
        table.write(&mut output, form)?;
    }
    output.flush()?;
    if speakers.is_empty() {
        print::note(&format!("no event of {} meets the conditions", graph.events().len()));
    }
    Ok(Some(Outcome::of_count(speakers.len())))
}

fn parts(event: &Event, actor: &Id) -> Vec<Part> {
    let roles = event.participants.iter().filter(|participant| participant.actor == *actor);
    roles.map(|participant| Part::Role(participant.role)).collect()
}

fn event_json(graph: &Graph, event: &Event, actor: Option<&Id>) -> Value {
    let mut value = describe::event_json(graph, event);
    if let Some(actor) = actor {
        value["as"] = json!(PartsOf(&parts(event, actor)).words());
    }
    value
}

fn table(graph: &Graph, periods: &[Period], actor: Option<&Id>, form: Form) -> Table {
    let mut first = vec![Column::words("period")];
    first.extend(actor.map(|_| Column::words("as")));
    let mut table = event_table::new_table(&first);
    for period in periods {
        for (at, event) in period.events.iter().enumerate() {
            // On a screen a period is named once, so that the eye sees where it begins.
            let name = if at == 0 || form != Form::Text { period.to_string() } else { String::new() };
            let mut cells = vec![Cell::from(name)];
            cells.extend(actor.map(|actor| PartsOf(&parts(event, actor)).cell()));
            table.push(event_table::row(graph, event, form, cells));
        }
    }
    table
}

/// The longest bar of a count.
const BAR: usize = 40;

fn counts(periods: &[Period]) -> Table {
    let mut table = Table::new(vec![
        Column::whole("period"),
        Column::whole("first").for_programs(),
        Column::whole("last").for_programs(),
        Column::number("events"),
        Column::whole("bar").for_people(),
    ]);
    let most = periods.iter().map(|period| period.events.len()).max().unwrap_or_default().max(BAR);
    for period in periods {
        let day = |day: Option<NaiveDate>| Cell::from(day.map(|day| day.to_string()));
        let n_events = period.events.len();
        table.push(vec![
            period.to_string().into(),
            day(period.first),
            day(period.last),
            n_events.into(),
            "\u{2588}".repeat((n_events * BAR).div_ceil(most)).into(),
        ]);
    }
    table
}
