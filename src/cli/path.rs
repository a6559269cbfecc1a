//! `diurna path`: how two actors are linked, with one quote for each step.

use super::arguments::PathArguments;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style, Tint};
use super::table::{Cell, Column, Form, Table};
use super::{describe, event_table, filter};
use crate::graph::{Event, Graph, Id};
use crate::query::{Hop, Index, PathSearch, chain_words, claims_in_order, find_paths, publisher_name};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &PathArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let from = filter::actor(&graph, &arguments.from)?;
    let to = filter::actor(&graph, &arguments.to)?;
    let filter = arguments.filter.filter(&graph)?;
    let avoid: Result<Vec<Id>, Stop> =
        arguments.avoid.iter().map(|name| filter::actor(&graph, name)).collect();
    let search = PathSearch {
        paths: usize::from(arguments.paths),
        max_hops: usize::from(arguments.max_hops),
        voices: arguments.voices.voices(),
        avoid: avoid?,
    };
    let paths = find_paths(&Index::new(&graph), &from, &to, &search, &filter);
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => write_json(&mut output, &graph, (&from, &to), &paths)?,
        Form::Text => write_paths(&mut output, &graph, &from, &paths)?,
        Form::Csv | Form::Markdown => table(&graph, &paths, form).write(&mut output, form)?,
    }
    output.flush()?;
    filter::note_undated(&graph, &filter);
    if paths.is_empty() {
        let (from, to) = (describe::actor_name(&graph, &from), describe::actor_name(&graph, &to));
        let within = print::counted(search.max_hops, "event");
        print::note(&format!("no chain of at most {within} links {from} and {to}"));
    }
    Ok(Outcome::of_count(paths.len()))
}

fn write_json(
    output: &mut impl Write,
    graph: &Graph,
    (from, to): (&Id, &Id),
    paths: &[Vec<Hop>],
) -> io::Result<()> {
    let step = |hop: &Hop| {
        json!({
            "from": {"actor": hop.from.id, "name": hop.from.name},
            "event": describe::event_json(graph, hop.event),
            "quote": first_quote(graph, hop.event),
            "to": {"actor": hop.to.id, "name": hop.to.name},
        })
    };
    let paths: Vec<Value> =
        paths.iter().map(|hops| json!({"hops": hops.iter().map(step).collect::<Vec<_>>()})).collect();
    describe::write_json(output, &json!({"from": from, "to": to, "paths": paths}))
}

fn first_quote<'graph>(graph: &'graph Graph, event: &Event) -> Option<&'graph str> {
    claims_in_order(graph, event).first().map(|claim| claim.quote.trim())
}

fn table(graph: &Graph, paths: &[Vec<Hop>], form: Form) -> Table {
    let mut table = event_table::new_table(&[
        Column::number("path"),
        Column::number("hop"),
        Column::whole("from_id").for_programs(),
        Column::words("from"),
        Column::whole("to_id").for_programs(),
        Column::words("to"),
        Column::words("quote").for_people(),
    ]);
    for (path, hops) in paths.iter().enumerate() {
        for (at, hop) in hops.iter().enumerate() {
            let first = vec![
                Cell::from(path + 1),
                Cell::from(at + 1),
                hop.from.id.as_str().into(),
                Cell::from(hop.from.name.as_str()).tinted(Tint::Bold),
                hop.to.id.as_str().into(),
                Cell::from(hop.to.name.as_str()).tinted(Tint::Bold),
                first_quote(graph, hop.event).unwrap_or_default().into(),
            ];
            table.push(event_table::row(graph, hop.event, form, first));
        }
    }
    table
}

fn write_paths(output: &mut impl Write, graph: &Graph, from: &Id, paths: &[Vec<Hop>]) -> io::Result<()> {
    let style = Style::of_output();
    for (at, hops) in paths.iter().enumerate() {
        if paths.len() > 1 {
            let gap = if at == 0 { "" } else { "\n" };
            let heading = format!("{} of {}: {}", at + 1, paths.len(), print::counted(hops.len(), "event"));
            writeln!(output, "{gap}{}", style.dim(&heading))?;
        }
        write_path(output, graph, from, hops)?;
    }
    Ok(())
}

fn write_path(output: &mut impl Write, graph: &Graph, from: &Id, hops: &[Hop]) -> io::Result<()> {
    let style = Style::of_output();
    let width = print::width();
    writeln!(output, "{}", style.bold(&print::harmless(describe::actor_name(graph, from))))?;
    for hop in hops {
        let event = hop.event;
        let time = event.time.as_ref().map(|time| format!(", {}", describe::time_words(time)));
        let step = format!(
            "{} in {}, {}{}, with {} as {}",
            roles(event, &hop.from.id),
            event.type_and_mode(),
            event.status.name(),
            time.unwrap_or_default(),
            hop.to.name,
            roles(event, &hop.to.id),
        );
        print::barred(output, "", &step, width)?;
        if let Some(claim) = claims_in_order(graph, event).first() {
            print::barred(output, "", &format!("\"{}\"", claim.quote.trim()), width)?;
            let mut source = publisher_name(graph, claim).to_owned();
            let document = graph.document(&claim.document);
            if let Some(published) = document.and_then(|document| document.published) {
                source.push_str(&format!(", {}", describe::day_words(published)));
            }
            let chain = chain_words(graph, claim);
            if !chain.is_empty() {
                source.push_str(&format!("; said by {chain}"));
            }
            print::barred(output, "-- ", &source, width)?;
        }
        writeln!(output, "  v {}", style.dim(&print::harmless(event.id.as_str())))?;
        writeln!(output, "{}", style.bold(&print::harmless(&hop.to.name)))?;
    }
    Ok(())
}

/// The parts that `actor` has in `event`: "agent".
fn roles(event: &Event, actor: &Id) -> String {
    let roles =
        event.participants.iter().filter(|found| found.actor == *actor).map(|found| found.role.name());
    roles.collect::<Vec<_>>().join(" and ")
}
