//! How events, times and claims are put into words and into JSON for programs.

use super::print::{self, Style};
use crate::claim::{PlaceBasis, Status};
use crate::error::Error;
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Moment, Time, Word};
use crate::mention::time::Grain;
use crate::query::{chain_words, claims_in_order, publisher_name};
use serde_json::{Value, json};
use std::io::{self, Write};

/// `time` in few characters: `2024-05`, `2024-04-08`, `2024-04-08..09`, `from 2022-02-24`, or the words of the text
/// in brackets if they could not be placed on the calendar.
pub(super) fn time_words(time: &Time) -> String {
    match (time.start, time.end) {
        (None, None) => match &time.text {
            Some(text) => format!("({})", print::harmless(text)),
            None => "no date".to_owned(),
        },
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("until {end}"),
        (Some(start), Some(end)) => {
            let (start, end) = (start.to_string(), end.to_string());
            match time.grain {
                Some(Grain::Year) if start[..4] == end[..4] => start[..4].to_owned(),
                Some(Grain::Month) if start[..7] == end[..7] => start[..7].to_owned(),
                _ if start == end => start,
                _ => format!("{start}..{}", without_common_start(&start, &end)),
            }
        }
    }
}

/// What `end` adds to `start`: the day, or month and day, when the parts before are the same.
fn without_common_start<'end>(start: &str, end: &'end str) -> &'end str {
    let shared = |length: usize| start.get(..length).is_some_and(|shared| Some(shared) == end.get(..length));
    match () {
        () if shared(11) => &end[11..],
        () if shared(8) => &end[8..],
        () if shared(5) => &end[5..],
        () => end,
    }
}

/// When `event` happens, the words it was read from and what they were counted from; `None` without a time.
pub(super) fn when(event: &Event) -> Option<String> {
    let time = event.time.as_ref()?;
    let mut words = time_words(time);
    if let Some(zone) = time.zone {
        words.push_str(&format!(" (UTC{zone})"));
    }
    if let (Some(text), true) = (&time.text, time.is_resolved()) {
        words.push_str(&format!(", from \"{text}\""));
    }
    if let Some(basis) = time.basis {
        words.push_str(&format!(", basis: {}", basis.name().replace('-', " ")));
    }
    Some(words)
}

/// More candidates than this would scroll away.
const CANDIDATES: usize = 20;

/// What to say when `words` may mean any of `events`.
pub(super) fn ambiguous(words: &str, events: &[&Event]) -> Error {
    let line = |event: &&Event| {
        let time = event.time.as_ref().map_or("no date".to_owned(), time_words);
        format!("{}  {time}  {}", event.id, label(event))
    };
    let mut lines: Vec<String> = events.iter().take(CANDIDATES).map(line).collect();
    if events.len() > CANDIDATES {
        lines.push(format!("and {} more", events.len() - CANDIDATES));
    }
    Error::new(format!("`{words}` may mean {} events", events.len()))
        .with_help(format!("give more words or the id:\n{}", lines.join("\n")))
}

/// The name of the actor with this id.
pub(super) fn actor_name<'graph>(graph: &'graph Graph, id: &'graph Id) -> &'graph str {
    graph.actor(id).map_or(id.as_str(), |actor| &actor.name)
}

/// The name of the place with this id.
pub(super) fn place_name<'graph>(graph: &'graph Graph, id: &'graph Id) -> &'graph str {
    graph.place(id).map_or(id.as_str(), |place| &place.name)
}

/// Its label, or what stands in for one.
pub(super) fn label(event: &Event) -> String {
    if event.label.is_empty() { event.type_and_mode() } else { print::harmless(&event.label) }
}

/// Type, status, roles, places and amounts, in one line.
pub(super) fn event_details(graph: &Graph, event: &Event) -> String {
    let mut details = vec![format!("{}, {}", event.type_and_mode(), event.status.word())];
    for &role in crate::claim::Role::all() {
        let of_role = event.participants.iter().filter(|participant| participant.role == role);
        let names: Vec<&str> = of_role.map(|participant| actor_name(graph, &participant.actor)).collect();
        if !names.is_empty() {
            let plural = if names.len() > 1 { "s" } else { "" };
            details.push(format!("{}{plural} {}", role.word(), names.join(", ")));
        }
    }
    if !event.places.is_empty() {
        let names: Vec<&str> = event.places.iter().map(|place| place_name(graph, place)).collect();
        let dateline =
            if event.place_basis == Some(PlaceBasis::Dateline) { " (by its dateline)" } else { "" };
        details.push(format!("in {}{dateline}", names.join(", ")));
    }
    for quantity in &event.quantities {
        details.push(format!("{}: {}", quantity.kind, quantity.amount()));
    }
    details.join("; ")
}

/// Who says so: the different chains of its claims, the page's own voice as the publisher.
pub(super) fn speakers(graph: &Graph, event: &Event) -> String {
    speakers_of(graph, &claims_in_order(graph, event))
}

/// The same for `claims`, which all are about one event; who denies what others tell is said to.
pub(super) fn speakers_of(graph: &Graph, claims: &[&Claim]) -> String {
    let mut voices: Vec<String> = Vec::new();
    let is_told = claims.iter().any(|claim| claim.status != Status::Denied);
    // "The trip comes after ..." does not say that there is a trip, if something else does.
    let is_asserted = claims.iter().any(|claim| !claim.is_reference());
    for claim in claims.iter().filter(|claim| !(is_asserted && claim.is_reference())) {
        let voice = match chain_words(graph, claim) {
            chain if chain.is_empty() => publisher_name(graph, claim).to_owned(),
            chain => chain,
        };
        let against = is_told && claim.status == Status::Denied;
        let voice = if against { format!("denied by {voice}") } else { voice };
        if !voices.contains(&voice) {
            voices.push(voice);
        }
    }
    voices.join("; ")
}

/// What to call the page: its path, else its address, else its id.
pub(super) fn source(document: &Document) -> &str {
    let named = document.path.as_deref().or(document.url.as_deref()).or(document.source_id.as_deref());
    named.unwrap_or(document.id.as_str())
}

/// Columns for the date before an event.
const DATE_COLUMN: usize = 18;

/// Writes an event in two or three lines.
pub(super) fn write_event(
    output: &mut impl Write,
    graph: &Graph,
    event: &Event,
    style: Style,
) -> io::Result<()> {
    let width = print::width();
    let date = event.time.as_ref().map_or("no date".to_owned(), time_words);
    let date: String = if date.chars().count() < DATE_COLUMN {
        format!("{date:<DATE_COLUMN$}")
    } else {
        format!("{date}\n{:DATE_COLUMN$}", "")
    };
    let room = width.saturating_sub(DATE_COLUMN).max(20);
    for (number, (_, line)) in print::wrap(&label(event), room).iter().enumerate() {
        if number == 0 {
            writeln!(output, "{date}{}", style.bold(line))?;
        } else {
            writeln!(output, "{:DATE_COLUMN$}{}", "", style.bold(line))?;
        }
    }
    let indent = " ".repeat(DATE_COLUMN);
    print::paragraph(output, &indent, &event_details(graph, event), width)?;
    for (words, others) in
        [("part of", &event.part_of), ("because of", &event.because_of), ("about", &event.about)]
    {
        for other in others.iter().filter_map(|other| graph.event(other)) {
            print::paragraph(output, &indent, &format!("{words}: {} {}", label(other), other.id), width)?;
        }
    }
    let speakers = print::harmless(&speakers(graph, event));
    let said = if speakers.is_empty() { String::new() } else { format!("said by {speakers}") };
    let lines = print::wrap(&said, room.saturating_sub(event.id.as_str().len() + 2).max(20));
    for (number, (_, line)) in lines.iter().enumerate() {
        if number + 1 < lines.len() {
            writeln!(output, "{indent}{line}")?;
        } else {
            let fill = room.saturating_sub(line.chars().count() + event.id.as_str().len());
            writeln!(output, "{indent}{line}{:fill$}{}", "", style.dim(&print::harmless(event.id.as_str())))?;
        }
    }
    Ok(())
}

/// What an actor is, in brackets: `(person, RUS, GOV)`.
pub(super) fn actor_details(actor: &Actor) -> String {
    let mut details = vec![actor.kind.word().to_owned()];
    details.extend(actor.country.clone());
    details.extend(actor.sector.clone());
    if let Some(count) = actor.count {
        details.push(format!("{count} of them"));
    }
    format!("({})", details.join(", "))
}

/// The positions of an actor: `Foreign Minister of Russia`.
pub(super) fn titles(graph: &Graph, actor: &Actor) -> Vec<String> {
    let words = |title: &crate::graph::Title| match &title.of {
        Some(of) if graph.actor(of).is_some() => format!("{} of {}", title.title, actor_name(graph, of)),
        Some(of) => format!("{} of {}", title.title, place_name(graph, of)),
        None => title.title.clone(),
    };
    actor.titles.iter().map(words).collect()
}

/// The other names of an actor, without case variants of its name.
pub(super) fn other_names(actor: &Actor) -> Vec<&str> {
    let name = actor.name.to_lowercase();
    actor.aliases.iter().map(String::as_str).filter(|alias| alias.to_lowercase() != name).collect()
}

/// `day` in words, without its time of day.
pub(super) fn day_words(moment: Moment) -> String {
    moment.day.to_string()
}

/// An event for programs: as in `diurna/1`, with names beside ids, and its quotes.
pub(super) fn event_json(graph: &Graph, event: &Event) -> Value {
    let participants: Vec<Value> = event
        .participants
        .iter()
        .map(|participant| {
            json!({
                "role": participant.role.word(),
                "actor": participant.actor,
                "name": actor_name(graph, &participant.actor),
            })
        })
        .collect();
    let places: Vec<Value> =
        event.places.iter().map(|place| json!({"place": place, "name": place_name(graph, place)})).collect();
    let claims: Vec<Value> =
        claims_in_order(graph, event).into_iter().map(|claim| claim_json(graph, claim)).collect();
    let mut value = json!({
        "id": event.id,
        "type": event.kind,
        "label": event.label,
        "status": event.status.word(),
        "participants": participants,
        "places": places,
        "quantities": event.quantities,
        "claims": claims,
        "independent_sources": event.independent_sources,
    });
    set(&mut value, "mode", event.mode.as_ref());
    set(&mut value, "time", event.time.as_ref());
    set(&mut value, "confidence", event.confidence.as_ref());
    value
}

/// A claim for programs: as in `diurna/1`, with the names of its speakers.
pub(super) fn claim_json(graph: &Graph, claim: &Claim) -> Value {
    let mut value = serde_json::to_value(claim).expect("a claim has only text keys");
    let speakers: Vec<std::borrow::Cow<str>> =
        claim.attribution.iter().map(|hop| crate::query::speaker_name(graph, hop)).collect();
    value["speakers"] = json!(speakers);
    let document = graph.document(&claim.document);
    set(&mut value, "publisher", document.and_then(|document| document.publisher.as_ref()));
    set(
        &mut value,
        "published",
        document.and_then(|document| document.published).map(|at| at.to_string()).as_ref(),
    );
    value
}

/// Sets a key if there is something to set; absent means unknown.
fn set<T: serde::Serialize>(value: &mut Value, key: &str, part: Option<&T>) {
    if let Some(part) = part {
        value[key] = json!(part);
    }
}

/// Writes `value` indented, with a newline.
pub(super) fn write_json(output: &mut impl Write, value: &Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *output, value)?;
    writeln!(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(start: &str, end: &str, grain: Grain) -> String {
        time_words(&Time {
            start: Moment::first_of(start),
            end: Moment::last_of(end),
            grain: Some(grain),
            ..Time::default()
        })
    }

    #[test]
    fn times_are_short() {
        assert_eq!(words("2024-05", "2024-05", Grain::Month), "2024-05");
        assert_eq!(words("2024", "2024", Grain::Year), "2024");
        assert_eq!(words("2024-04-08", "2024-04-08", Grain::Day), "2024-04-08");
        assert_eq!(words("2024-04-08", "2024-04-09", Grain::Day), "2024-04-08..09");
        assert_eq!(words("2024-04-30", "2024-05-02", Grain::Day), "2024-04-30..05-02");
        assert_eq!(words("2023-12-30", "2024-01-02", Grain::Day), "2023-12-30..2024-01-02");
        assert_eq!(words("2024-04-08T11:00", "2024-04-08T11:59", Grain::Hour), "2024-04-08T11:00..11:59");
    }
}
