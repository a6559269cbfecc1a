//! `diurna stats`: how much of what.

use super::arguments::StatsArguments;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print;
use super::table::{Column, Form, Table};
use super::{describe, filter};
use crate::graph::Id;
use crate::query::{Filter, Stats, count, events_of};
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &StatsArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let filter = arguments.filter.filter(&graph)?;
    let graph = if filter == Filter::default() {
        graph
    } else {
        let events: Vec<Id> = events_of(&graph, &filter).map(|event| event.id.clone()).collect();
        filter::note_undated(&graph, &filter);
        graph.part(events)
    };
    let stats = count(&graph);
    let outcome = Outcome::of_count(stats.documents + stats.actors + stats.events);
    let mut output = print::output();
    match arguments.output.form() {
        Form::Json => {
            let value = serde_json::to_value(&stats).expect("the counts have only text keys");
            describe::write_json(&mut output, &value)?;
        }
        Form::Text => write_stats(&mut output, &stats)?,
        form @ (Form::Csv | Form::Markdown) => table(&stats).write(&mut output, form)?,
    }
    output.flush()?;
    Ok(outcome)
}

/// A row for each count: what, of which kind, how many.
fn table(stats: &Stats) -> Table {
    let mut table = Table::new(vec![Column::whole("what"), Column::words("which"), Column::number("count")]);
    let mut push = |what: &str, which: &str, count: usize| {
        table.push(vec![what.into(), which.into(), count.into()]);
    };
    for (what, count) in [
        ("documents", stats.documents),
        ("actors", stats.actors),
        ("places", stats.places),
        ("events", stats.events),
        ("dated events", stats.dated_events),
        ("claims", stats.claims),
        ("attributed claims", stats.attributed_claims),
        ("relations", stats.relations),
    ] {
        push(what, "", count);
    }
    stats.actor_kinds.iter().for_each(|(kind, count)| push("actors of kind", kind, *count));
    stats.event_types.iter().for_each(|(kind, count)| push("events of type", kind, *count));
    stats.statuses.iter().for_each(|(status, count)| push("events of status", status, *count));
    stats.publishers.iter().for_each(|(publisher, count)| push("claims of publisher", publisher, *count));
    stats.busiest.iter().for_each(|(_, name, count)| push("events with", name, *count));
    table
}

fn write_stats(output: &mut impl Write, stats: &Stats) -> io::Result<()> {
    let published = stats.published.as_ref().map(|(first, last)| match first == last {
        true => format!(", published {first}"),
        false => format!(", published {first} to {last}"),
    });
    writeln!(output, "documents   {}{}", stats.documents, published.unwrap_or_default())?;
    writeln!(output, "actors      {}{}", stats.actors, listed(&stats.actor_kinds))?;
    writeln!(output, "places      {}", stats.places)?;
    writeln!(output, "events      {}, {} with a date", stats.events, stats.dated_events)?;
    writeln!(output, "  types     {}", pairs(&stats.event_types))?;
    writeln!(output, "  statuses  {}", pairs(&stats.statuses))?;
    writeln!(output, "claims      {}, {} with a speaker", stats.claims, stats.attributed_claims)?;
    writeln!(output, "relations   {}", stats.relations)?;
    if !stats.busiest.is_empty() {
        writeln!(output, "most events")?;
        for (id, name, events) in &stats.busiest {
            writeln!(output, "{events:>9}   {}  {id}", print::harmless(name))?;
        }
    }
    Ok(())
}

fn pairs<K: AsRef<str>>(counts: &std::collections::BTreeMap<K, usize>) -> String {
    let mut counts: Vec<(&str, usize)> = counts.iter().map(|(key, count)| (key.as_ref(), *count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts
        .iter()
        .map(|(key, count)| format!("{} {count}", print::harmless(key)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn listed(counts: &std::collections::BTreeMap<&'static str, usize>) -> String {
    if counts.is_empty() { String::new() } else { format!(": {}", pairs(counts)) }
}
