//! `annotate --layer events`: coded events, one line a text.

use crate::claim::{Event, Role};
use crate::document::{Published, ReadOptions, read_text};
use crate::entity::ActorId;
use crate::error::{Error, Result};
use crate::export::coded::{Coding, coding};
use crate::lexicon::event_types::{EventType, event_type, event_type_of};
use crate::reading::{Reading, read};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::io::Write;

/// Whose names the types go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum TypeNames {
    /// Ours.
    Native,
    /// PLOVER 0.8, strictly: what it has no type for is left out.
    Plover,
    /// PLOVER of 2016.
    Plover2016,
}

/// Who does it.
const SOURCES: [Role; 2] = [Role::Agent, Role::Participant];

/// To whom it is done.
const TARGETS: [Role; 2] = [Role::Patient, Role::Recipient];

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    date: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct CodedText<'a> {
    id: &'a str,
    events: Vec<CodedEvent<'a>>,
}

#[derive(Serialize)]
struct CodedEvent<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    quad: Option<&'a str>,
    source: Vec<CodedActor<'a>>,
    target: Vec<CodedActor<'a>>,
    status: &'static str,
    trigger: &'a str,
}

#[derive(Serialize)]
struct CodedActor<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
}

/// Reads JSON lines `{id, date, text}` and writes JSON lines `{id, events}`.
///
/// # Errors
/// A line that is not such an object; the message names it.
pub(crate) fn run(input: &str, names: TypeNames, output: &mut dyn Write) -> Result<()> {
    for (index, line) in input.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            Error::new(format!("not an object with id and text: {error}")).on_line(index + 1)
        })?;
        let date = line.date.as_deref().and_then(|date| date.get(..10)?.parse::<NaiveDate>().ok());
        let options = ReadOptions { published: date.map(Published::Day), ..ReadOptions::default() };
        let reading = read(read_text(&line.text, &options));
        let events = code_events(&reading, names);
        let json = serde_json::to_string(&CodedText { id: &line.id, events })
            .map_err(|error| Error::new(format!("cannot write line {}: {error}", index + 1)))?;
        writeln!(output, "{json}").map_err(|error| Error::io("write", "the output", error))?;
    }
    Ok(())
}

/// An event of the text under the name that is asked for.
struct Named<'a> {
    event: &'a Event,
    kind: &'a str,
    quad: Option<&'a str>,
}

impl<'a> Named<'a> {
    fn new(event: &'a Event, names: TypeNames) -> Option<Self> {
        let own = event_type_of(&event.kind, event.mode.as_deref());
        let name = |record: &EventType| match names {
            TypeNames::Native => Some(record.name),
            TypeNames::Plover => record.plover,
            TypeNames::Plover2016 => record.plover_2016,
        };
        if names == TypeNames::Native {
            return Some(Self { event, kind: &event.kind, quad: own.and_then(|own| own.quad) });
        }
        let own = own?;
        let kind = name(own)?;
        // PLOVER has no status: see `export::coded`.
        let kind = match coding(event.status, own.quad)? {
            Coding::AsItIs => kind,
            Coding::IntentToCooperate => "AGREE",
            Coding::Threat if own.quad == Some("MX") => "THREATEN",
            Coding::Threat => kind,
        };
        Some(Self { event, kind, quad: event_type(kind).map_or(own.quad, |kind| kind.quad) })
    }

    fn actors<'b>(&'b self, wanted: &'b [Role]) -> impl Iterator<Item = ActorId> + 'b {
        self.event.participants.iter().filter(|(role, _)| wanted.contains(role)).map(|(_, actor)| *actor)
    }
}

fn code_events(reading: &Reading, names: TypeNames) -> Vec<CodedEvent<'_>> {
    let coded_actor = |id: ActorId| {
        let actor = &reading.entities.actors[id.0];
        CodedActor { text: &actor.name, code: actor.country.as_deref(), sector: actor.sector.as_deref() }
    };
    let named = |(index, event)| Some((index, Named::new(event, names)?));
    reading
        .events
        .iter()
        .enumerate()
        .filter_map(named)
        .map(|(index, named)| {
            let claim = reading.claims.iter().find(|claim| claim.event.0 == index);
            CodedEvent {
                kind: named.kind,
                quad: named.quad,
                source: named.actors(&SOURCES).map(coded_actor).collect(),
                target: named.actors(&TARGETS).map(coded_actor).collect(),
                status: named.event.status.name(),
                trigger: claim.map_or("", |claim| claim.trigger.of(&reading.document.text)),
            }
        })
        .collect()
}
