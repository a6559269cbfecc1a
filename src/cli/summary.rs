//! `diurna PAGE`: reads a page and tells what it says.

use super::arguments::SummaryArguments;
use super::outcome::{Outcome, Stop};
use super::{describe, export, pages, print};
use crate::export::Options;
use crate::graph::{Actor, Event, Graph, Id};
use crate::query::{Filter, events};
use print::Style;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &SummaryArguments) -> Result<Outcome, Stop> {
    let built = pages::build(&arguments.inputs, &arguments.reading)?;
    let mut output = print::output();
    match arguments.to {
        Some(format) => {
            let options = Options::default();
            export::write_to(&mut output, format, None, &built.graph, &options)?;
        }
        None => {
            let style = Style::of_output();
            write_documents(&mut output, &built.graph, style)?;
            let events = events(&built.graph, &Filter::default());
            write_actors(&mut output, &built.graph, &events, style)?;
            write_events(&mut output, &built.graph, &events, style)?;
        }
    }
    output.flush()?;
    if !built.skipped.is_empty() {
        built.tell();
    }
    Ok(Outcome::Found)
}

/// Writes title, publisher and day of the documents.
fn write_documents(output: &mut impl Write, graph: &Graph, style: Style) -> io::Result<()> {
    for document in graph.documents() {
        let title = document.title.as_deref().or(document.path.as_deref()).unwrap_or("(no title)");
        for (_, line) in print::wrap(&print::harmless(title), print::width()) {
            writeln!(output, "{}", style.bold(&line))?;
        }
        let mut facts: Vec<String> = Vec::new();
        facts.extend(document.publisher.clone());
        facts.extend(document.published.map(describe::day_words));
        facts.extend(document.url.clone());
        if document.stories.len() > 1 {
            facts.push(format!("{} stories", document.stories.len()));
        }
        if !facts.is_empty() {
            print::paragraph(output, "", &facts.join(" | "), print::width())?;
        }
    }
    Ok(())
}

/// Writes the actors, those with most of `events` first.
fn write_actors(output: &mut impl Write, graph: &Graph, events: &[&Event], style: Style) -> io::Result<()> {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for event in events {
        for participant in &event.participants {
            *counts.entry(&participant.actor).or_default() += 1;
        }
    }
    let count = |actor: &Actor| counts.get(&actor.id).copied().unwrap_or_default();
    let mut actors: Vec<&Actor> = graph.actors().collect();
    actors.sort_by(|a, b| {
        count(b).cmp(&count(a)).then(b.mentions.len().cmp(&a.mentions.len())).then(a.name.cmp(&b.name))
    });
    writeln!(output, "\n{}", style.bold(&format!("Actors ({})", actors.len())))?;
    for actor in &actors {
        let name = style.bold(&print::harmless(&actor.name));
        writeln!(output, "  {name} {}", style.dim(&describe::actor_details(actor)))?;
        let mut facts = describe::titles(graph, actor);
        let others = describe::other_names(actor);
        if !others.is_empty() {
            facts.push(format!("also \"{}\"", others.join("\", \"")));
        }
        if !actor.members.is_empty() {
            let members: Vec<&str> =
                actor.members.iter().map(|member| describe::actor_name(graph, member)).collect();
            facts.push(format!("that is {}", members.join(", ")));
        }
        if !facts.is_empty() {
            print::paragraph(output, "      ", &facts.join("; "), print::width())?;
        }
    }
    Ok(())
}

/// Writes `events`, in time order.
fn write_events(output: &mut impl Write, graph: &Graph, events: &[&Event], style: Style) -> io::Result<()> {
    writeln!(output, "\n{}", style.bold(&format!("Events ({})", events.len())))?;
    for event in events {
        describe::write_event(output, graph, event, style)?;
    }
    Ok(())
}
