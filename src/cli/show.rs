//! `diurna show`: a graph, or all about one actor, place, document or event.

use super::arguments::ShowArguments;
use super::filter::{self, one};
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::table::{Column, Form, Table};
use super::{describe, event_table, summary, why};
use crate::graph::{Document, Event, Graph, Id};
use crate::query::{
    Counts, Dossier, Filter, Lookup, PlaceDossier, Subject, dossier, events, find_actor, find_documents,
    find_place, find_subject, place_dossier,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many documents, actors or events a whole graph is shown with; `diurna events` lists all.
const OVERVIEW: usize = 25;

/// How many events an actor or place is shown with, so that it fits a screen or two; `diurna events` lists all.
const EVENTS: usize = 12;

/// How many partners, types or speakers are named.
const NAMED: usize = 8;

/// Runs the verb.
pub(super) fn run(arguments: &ShowArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let filter = arguments.filter.filter(&graph)?;
    let form = arguments.output.form();
    let mut output = print::output();
    let shown = match &arguments.name {
        None => Some(show_all(&mut output, &graph, &filter, form)?),
        Some(name) => show_named(&mut output, &graph, name, &filter, form)?,
    };
    output.flush()?;
    filter::note_undated(&graph, &filter);
    Ok(shown.unwrap_or(Outcome::Nothing))
}

/// Shows what `name` means: an actor, else a place, else a document, else an event by its id.
fn show_named(
    output: &mut impl Write,
    graph: &Graph,
    name: &str,
    filter: &Filter,
    form: Form,
) -> Result<Option<Outcome>, Stop> {
    let actor = find_actor(graph, name);
    let place = || find_place(graph, name);
    let id = match (&actor, place()) {
        (Lookup::One(id), place) => {
            let Some(dossier) = dossier(graph, id, filter) else { return Ok(None) };
            let shown = show_actor(output, graph, &dossier, form)?;
            output.flush()?;
            if let Lookup::One(place) = place {
                let name = print::harmless(describe::place_name(graph, &place));
                print::note(&format!("{name} is also a place: diurna show GRAPH {place}"));
            }
            return Ok(Some(shown));
        }
        (Lookup::Nothing(_), Lookup::One(id)) => Some(id),
        _ => None,
    };
    if let Some(dossier) = id.and_then(|id| place_dossier(graph, &id, filter)) {
        return Ok(Some(show_place(output, graph, &dossier, form)?));
    }
    if let (Lookup::Nothing(_), Lookup::Nothing(_)) = (&actor, place()) {
        if let [document] = find_documents(graph, name)[..] {
            return Ok(Some(show_document(output, graph, document, filter, form)?));
        }
        if let (true, Subject::Event(event)) = (name.starts_with("e:"), find_subject(graph, name)) {
            why::show(output, graph, event, form)?;
            return Ok(Some(Outcome::Found));
        }
    }
    one(actor, "actor", name, graph.actors().len())?;
    Ok(None)
}

fn events_json(graph: &Graph, events: &[&Event]) -> Vec<Value> {
    events.iter().map(|event| describe::event_json(graph, event)).collect()
}

/// Writes `events` as rows, each behind the words that `part` has for it.
fn write_event_rows(
    output: &mut impl Write,
    graph: &Graph,
    events: &[(String, &Event)],
    form: Form,
) -> io::Result<()> {
    let mut table = event_table::new_table(&[Column::words("part")]);
    for (part, event) in events {
        table.push(event_table::row(graph, event, form, vec![part.as_str().into()]));
    }
    table.write(output, form)
}

fn show_all(output: &mut impl Write, graph: &Graph, filter: &Filter, form: Form) -> io::Result<Outcome> {
    let events = events(graph, filter);
    match form {
        Form::Json => {
            let documents: Vec<_> = graph.documents().collect();
            let actors: Vec<_> = graph.actors().collect();
            let value =
                json!({"documents": documents, "actors": actors, "events": events_json(graph, &events)});
            describe::write_json(output, &value)?;
        }
        Form::Text => {
            let style = Style::of_output();
            summary::write_documents(output, graph, OVERVIEW, style)?;
            summary::write_actors(output, graph, &events, OVERVIEW, style)?;
            summary::write_events(output, graph, &events, OVERVIEW, style)?;
        }
        Form::Csv | Form::Markdown => actor_table(graph, &events).write(output, form)?,
    }
    Ok(Outcome::of_count(graph.actors().len() + events.len()))
}

/// A row for each actor, in id order.
fn actor_table(graph: &Graph, events: &[&Event]) -> Table {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for event in events {
        for participant in &event.participants {
            *counts.entry(&participant.actor).or_default() += 1;
        }
    }
    let mut table = Table::new(vec![
        Column::words("name"),
        Column::whole("kind"),
        Column::whole("country"),
        Column::words("aliases"),
        Column::words("titles"),
        Column::number("mentions"),
        Column::number("roles"),
        Column::whole("id"),
    ]);
    for actor in graph.actors() {
        table.push(vec![
            actor.name.as_str().into(),
            actor.kind.name().into(),
            actor.country.clone().into(),
            describe::other_names(actor).join("; ").into(),
            describe::titles(graph, actor).join("; ").into(),
            actor.mentions.len().into(),
            counts.get(&actor.id).copied().unwrap_or_default().into(),
            actor.id.as_str().into(),
        ]);
    }
    table
}

fn show_actor(output: &mut impl Write, graph: &Graph, dossier: &Dossier, form: Form) -> io::Result<Outcome> {
    let actor = dossier.actor;
    match form {
        Form::Text => write_actor(output, graph, dossier)?,
        Form::Json => {
            let partners = dossier.partners.iter().map(
                |(partner, events)| json!({"actor": partner.id, "name": partner.name, "events": events}),
            );
            let roles = dossier.roles.iter().map(|(role, events)| (role.name().to_owned(), *events));
            let value = json!({
                "actor": actor,
                "relations": dossier.relations,
                "documents": dossier.documents,
                "seen": dossier.seen.map(|(first, last)| [first.to_string(), last.to_string()]),
                "active": dossier.active.map(|(first, last)| [first.to_string(), last.to_string()]),
                "types": counts_json(&dossier.types),
                "roles": counts_json(&roles.collect()),
                "partners": partners.collect::<Vec<_>>(),
                "speakers": counts_json(&dossier.speakers),
                "events": events_json(graph, &dossier.events),
                "says": events_json(graph, &dossier.says),
            });
            describe::write_json(output, &value)?;
        }
        Form::Csv | Form::Markdown => {
            let with_roles = dossier.events.iter().map(|event| {
                let roles = event.participants.iter().filter(|participant| participant.actor == actor.id);
                let roles: Vec<&str> = roles.map(|participant| participant.role.name()).collect();
                (roles.join("+"), *event)
            });
            let said = dossier.says.iter().map(|event| ("speaker".to_owned(), *event));
            write_event_rows(output, graph, &with_roles.chain(said).collect::<Vec<_>>(), form)?;
        }
    }
    Ok(Outcome::Found)
}

/// Counts as pairs, which keep their order.
fn counts_json(counts: &Counts) -> Vec<Value> {
    counts.iter().map(|(name, count)| json!({"name": name, "count": count})).collect()
}

fn write_actor(output: &mut impl Write, graph: &Graph, dossier: &Dossier) -> io::Result<()> {
    let (actor, style, width) = (dossier.actor, Style::of_output(), print::width());
    let name = style.bold(&print::harmless(&actor.name));
    let id = style.dim(&print::harmless(actor.id.as_str()));
    writeln!(output, "{name} {}  {id}", describe::actor_details(actor))?;
    let mut fact = |name: &str, words: &str| match words {
        "" => Ok(()),
        words => print::paragraph(output, &format!("  {name:<12}"), &print::harmless(words), width),
    };
    fact("also", &describe::other_names(actor).join(", "))?;
    fact("titles", &describe::titles(graph, actor).join("; "))?;
    for relation in dossier.relations.iter().filter(|relation| relation.title.is_none()) {
        let words = format!(
            "{} {} {}",
            describe::actor_name(graph, &relation.source),
            relation.kind.replace('_', " "),
            describe::actor_name(graph, &relation.target)
        );
        fact("relation", &words)?;
    }
    let mentions = print::counted(actor.mentions.len(), "mention");
    let documents = print::counted(dossier.documents, "document");
    fact("mentioned", &format!("{mentions} in {documents}{}", published(dossier.seen)))?;
    fact("active", &days(dossier.active))?;
    fact("types", &counted(&dossier.types))?;
    let roles: Counts = dossier.roles.iter().map(|(role, count)| (role.name().to_owned(), *count)).collect();
    fact("roles", &counted(&roles))?;
    fact("with", &actors(&dossier.partners))?;
    fact("said by", &counted(&dossier.speakers))?;
    if !dossier.events.is_empty() {
        summary::write_events(output, graph, &dossier.events, EVENTS, style)?;
    }
    if !dossier.says.is_empty() {
        summary::write_listed(output, graph, ("Says", &dossier.says), EVENTS, style)?;
    }
    Ok(())
}

fn show_place(
    output: &mut impl Write,
    graph: &Graph,
    dossier: &PlaceDossier,
    form: Form,
) -> io::Result<Outcome> {
    let place = dossier.place;
    match form {
        Form::Text => {
            let (style, width) = (Style::of_output(), print::width());
            let mut details: Vec<&str> = vec![place.kind.map_or("place", |kind| kind.name())];
            details.extend(place.country.as_deref());
            let within = place.within.as_ref().and_then(|within| graph.place(within));
            let within =
                within.map(|within| format!(", in {}", print::harmless(&within.name))).unwrap_or_default();
            let name = style.bold(&print::harmless(&place.name));
            let id = style.dim(&print::harmless(place.id.as_str()));
            writeln!(output, "{name} ({}){within}  {id}", details.join(", "))?;
            let documents = print::counted(dossier.documents, "document");
            let facts = [
                ("mentioned", format!("in {documents}{}", published(dossier.seen))),
                ("active", days(dossier.active)),
                ("types", counted(&dossier.types)),
                ("actors", actors(&dossier.actors)),
            ];
            for (name, words) in facts.iter().filter(|(_, words)| !words.is_empty()) {
                print::paragraph(output, &format!("  {name:<12}"), &print::harmless(words), width)?;
            }
            summary::write_events(output, graph, &dossier.events, EVENTS, style)?;
        }
        Form::Json => {
            let actors = dossier
                .actors
                .iter()
                .map(|(actor, events)| json!({"actor": actor.id, "name": actor.name, "events": events}));
            let value = json!({
                "place": place,
                "documents": dossier.documents,
                "seen": dossier.seen.map(|(first, last)| [first.to_string(), last.to_string()]),
                "active": dossier.active.map(|(first, last)| [first.to_string(), last.to_string()]),
                "types": counts_json(&dossier.types),
                "actors": actors.collect::<Vec<_>>(),
                "events": events_json(graph, &dossier.events),
            });
            describe::write_json(output, &value)?;
        }
        Form::Csv | Form::Markdown => {
            let rows: Vec<_> = dossier.events.iter().map(|event| ("place".to_owned(), *event)).collect();
            write_event_rows(output, graph, &rows, form)?;
        }
    }
    Ok(Outcome::Found)
}

fn show_document(
    output: &mut impl Write,
    graph: &Graph,
    document: &Document,
    filter: &Filter,
    form: Form,
) -> io::Result<Outcome> {
    let mut filter = filter.clone();
    filter.documents = [document.id.clone()].into();
    let events = events(graph, &filter);
    match form {
        Form::Text => {
            let (style, width) = (Style::of_output(), print::width());
            let title = document.title.as_deref().unwrap_or_else(|| describe::source(document));
            let link = event_table::source_link(document, form);
            let name = style.linked(&style.bold(&print::harmless(title)), link.as_deref());
            writeln!(output, "{name}  {}", style.dim(&print::harmless(document.id.as_str())))?;
            let stories = (document.stories.len() > 1).then(|| document.stories.len().to_string());
            let facts = [
                ("publisher", document.publisher.clone()),
                ("published", document.published.map(describe::day_words)),
                ("path", document.path.clone()),
                ("address", document.url.clone()),
                ("stories", stories),
            ];
            for (name, words) in facts {
                if let Some(words) = words {
                    print::paragraph(output, &format!("  {name:<12}"), &print::harmless(&words), width)?;
                }
            }
            summary::write_events(output, graph, &events, EVENTS, style)?;
        }
        Form::Json => {
            let value = json!({"document": document, "events": events_json(graph, &events)});
            describe::write_json(output, &value)?;
        }
        Form::Csv | Form::Markdown => {
            let rows: Vec<_> = events.iter().map(|event| ("document".to_owned(), *event)).collect();
            write_event_rows(output, graph, &rows, form)?;
        }
    }
    Ok(Outcome::Found)
}

/// The most frequent of `counts`: "CONSULT 4, AID".
fn counted(counts: &Counts) -> String {
    named(counts.iter().map(|(name, count)| (name.as_str(), *count)))
}

fn actors(counts: &[(&crate::graph::Actor, usize)]) -> String {
    named(counts.iter().map(|(actor, count)| (actor.name.as_str(), *count)))
}

fn named<'name>(counts: impl ExactSizeIterator<Item = (&'name str, usize)>) -> String {
    let rest = counts.len().saturating_sub(NAMED);
    let word = |(name, count): (&str, usize)| match count {
        1 => name.to_owned(),
        count => format!("{name} {count}"),
    };
    let mut words: Vec<String> = counts.take(NAMED).map(word).collect();
    if rest > 0 {
        words.push(format!("and {rest} more"));
    }
    words.join(", ")
}

fn published(seen: Option<(crate::graph::Moment, crate::graph::Moment)>) -> String {
    let Some((first, last)) = seen else { return String::new() };
    let (first, last) = (describe::day_words(first), describe::day_words(last));
    if first == last { format!(", published {first}") } else { format!(", published {first} to {last}") }
}

fn days(active: Option<(chrono::NaiveDate, chrono::NaiveDate)>) -> String {
    match active {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
        None => String::new(),
    }
}
