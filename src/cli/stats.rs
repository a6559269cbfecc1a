//! `diurna stats`: how much of what.

use super::arguments::StatsArguments;
use super::describe;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print;
use crate::query::count;
use std::io::Write;

/// Runs the verb.
pub(super) fn run(arguments: &StatsArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let stats = count(&graph);
    let mut output = print::output();
    if arguments.output.json {
        let value = serde_json::to_value(&stats).expect("the counts have only text keys");
        describe::write_json(&mut output, &value)?;
        output.flush()?;
        return Ok(Outcome::Found);
    }
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
    output.flush()?;
    Ok(Outcome::Found)
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
