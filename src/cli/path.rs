//! `diurna path`: how two actors are linked, with one quote for each step.

use super::arguments::PathArguments;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::{describe, filter};
use crate::graph::{Event, Graph, Id};
use crate::query::{Hop, chain_words, claims_in_order, find_path};
use serde_json::json;
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &PathArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let from = filter::actor(&graph, &arguments.from)?;
    let to = filter::actor(&graph, &arguments.to)?;
    let filter = arguments.filter.filter(&graph)?;
    let most = arguments.max_hops.map(usize::from);
    let Some(hops) = find_path(&graph, &from, &to, most, &filter) else {
        let (from, to) = (describe::actor_name(&graph, &from), describe::actor_name(&graph, &to));
        let within =
            most.map(|most| format!(" of at most {}", print::counted(most, "event"))).unwrap_or_default();
        if arguments.output.json {
            let mut output = print::output();
            describe::write_json(&mut output, &serde_json::Value::Null)?;
            output.flush()?;
        }
        print::note(&format!("no chain of events{within} links {from} and {to}"));
        return Ok(Outcome::Nothing);
    };
    let mut output = print::output();
    if arguments.output.json {
        let steps = hops.iter().map(|hop| {
            json!({
                "from": {"actor": hop.from.id, "name": hop.from.name},
                "event": describe::event_json(&graph, hop.event),
                "to": {"actor": hop.to.id, "name": hop.to.name},
            })
        });
        let value = json!({"from": from, "to": to, "hops": steps.collect::<Vec<_>>()});
        describe::write_json(&mut output, &value)?;
    } else {
        write_path(&mut output, &graph, &from, &hops)?;
    }
    output.flush()?;
    Ok(Outcome::Found)
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
            describe::type_words(event),
            event.status.name(),
            time.unwrap_or_default(),
            hop.to.name,
            roles(event, &hop.to.id),
        );
        print::barred(output, "", &step, width)?;
        if let Some(claim) = claims_in_order(graph, event).first() {
            print::barred(output, "", &format!("\"{}\"", claim.quote.trim()), width)?;
            let mut source = describe::publisher(graph, claim).to_owned();
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
