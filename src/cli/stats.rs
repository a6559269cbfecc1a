//! `diurna stats`: how much of what.

use super::arguments::StatsArguments;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::table::{Cell, Column, Form, Table};
use super::{describe, filter, print};
use crate::query::{Filter, Stats, count, events_of};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &StatsArguments) -> Result<Outcome, Stop> {
    let mut graph = read_graph(&arguments.graph.graph)?;
    let filter = arguments.filter.filter(&graph)?;
    filter::note_undated(&graph, &filter);
    if filter != Filter::default() {
        let events = events_of(&graph, &filter).map(|event| event.id.clone());
        graph = graph.part(events.collect::<Vec<_>>());
    }
    let stats = count(&graph);
    let mut output = print::output();
    match arguments.output.form() {
        Form::Json => {
            let value = serde_json::to_value(&stats).expect("the counts have only text keys");
            describe::write_json(&mut output, &value)?;
        }
        Form::Text => write_text(&mut output, &stats)?,
        form @ (Form::Csv | Form::Markdown) => table(&stats).write(&mut output, form)?,
    }
    output.flush()?;
    if filter != Filter::default() && stats.events == 0 {
        print::note("no event meets the conditions");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

fn write_text(output: &mut impl Write, stats: &Stats) -> io::Result<()> {
    let width = print::width();
    let published = stats.published.as_ref().map(|(first, last)| match first == last {
        true => format!(", published {first}"),
        false => format!(", published {first} to {last}"),
    });
    let mut line = |name: &str, text: String| print::paragraph(output, &format!("{name:<12}"), &text, width);
    line("documents", format!("{}{}", stats.documents, published.unwrap_or_default()))?;
    let kinds =
        if stats.actor_kinds.is_empty() { String::new() } else { format!(": {}", pairs(&stats.actor_kinds)) };
    line("actors", format!("{}{kinds}", stats.actors))?;
    if stats.components > 0 {
        let components = print::counted(stats.components, "connected component");
        let largest = print::counted(stats.largest_component, "actor");
        line("  linked", format!("in {components}, the largest of {largest}"))?;
    }
    line("places", stats.places.to_string())?;
    line("events", format!("{}, {} with a date", stats.events, stats.dated_events))?;
    line("  types", pairs(&stats.event_types))?;
    line("  statuses", pairs(&stats.statuses))?;
    line("claims", format!("{}, {} with a speaker", stats.claims, stats.attributed_claims))?;
    if !stats.publishers.is_empty() {
        line("  of", pairs(&stats.publishers))?;
    }
    line("relations", stats.relations.to_string())?;
    if !stats.busiest.is_empty() {
        writeln!(output, "most events")?;
        for (id, name, events) in &stats.busiest {
            writeln!(output, "{events:>9}   {}  {}", print::harmless(name), print::harmless(id.as_str()))?;
        }
    }
    Ok(())
}

/// Every count as a row.
fn table(stats: &Stats) -> Table {
    let mut table = Table::new(vec![
        Column::whole("what"),
        Column::words("name"),
        Column::number("count"),
        Column::whole("id"),
    ]);
    let mut push = |what: &str, name: &str, count: usize, id: &str| {
        table.push(vec![what.into(), name.into(), Cell::from(count), id.into()]);
    };
    push("documents", "", stats.documents, "");
    push("actors", "", stats.actors, "");
    for (kind, count) in most_first(&stats.actor_kinds) {
        push("actors of kind", kind, count, "");
    }
    push("connected components", "", stats.components, "");
    push("actors in the largest component", "", stats.largest_component, "");
    push("places", "", stats.places, "");
    push("events", "", stats.events, "");
    push("events with a date", "", stats.dated_events, "");
    for (kind, count) in most_first(&stats.event_types) {
        push("events of type", kind, count, "");
    }
    for (status, count) in most_first(&stats.statuses) {
        push("events of status", status, count, "");
    }
    push("claims", "", stats.claims, "");
    push("claims with a speaker", "", stats.attributed_claims, "");
    for (publisher, count) in most_first(&stats.publishers) {
        push("claims of publisher", publisher, count, "");
    }
    push("relations", "", stats.relations, "");
    for (id, name, events) in &stats.busiest {
        push("events of actor", name, *events, id.as_str());
    }
    table
}

/// The counts, most first; of those alike the first in the alphabet.
pub(super) fn most_first<K: AsRef<str>>(counts: &BTreeMap<K, usize>) -> Vec<(&str, usize)> {
    let mut counts: Vec<(&str, usize)> = counts.iter().map(|(key, count)| (key.as_ref(), *count)).collect();
    counts.sort_by(|(a, left), (b, right)| right.cmp(left).then(a.cmp(b)));
    counts
}

fn pairs<K: AsRef<str>>(counts: &BTreeMap<K, usize>) -> String {
    let words = most_first(counts).into_iter().map(|(name, count)| format!("{name} {count}"));
    words.collect::<Vec<_>>().join(", ")
}
