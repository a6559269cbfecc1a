//! `annotate --layer events`: coded events, one line a text.

use crate::claim::Role;
use crate::document::{Published, ReadOptions, read_text};
use crate::error::{Error, Result};
use crate::lexicon::event_types::event_type;
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

fn code_events(reading: &Reading, names: TypeNames) -> Vec<CodedEvent<'_>> {
    let mut coded = Vec::new();
    for (index, event) in reading.events.iter().enumerate() {
        let record = event_type(&event.kind);
        let kind = match names {
            TypeNames::Native => Some(event.kind.as_str()),
            TypeNames::Plover => record.and_then(|record| record.plover),
            TypeNames::Plover2016 => record.and_then(|record| record.plover_2016),
        };
        let Some(kind) = kind else { continue };
        let claim = reading.claims.iter().find(|claim| claim.event.0 == index);
        let actors = |wanted: &[Role]| -> Vec<CodedActor<'_>> {
            event
                .participants
                .iter()
                .filter(|(role, _)| wanted.contains(role))
                .map(|(_, actor)| {
                    let actor = &reading.entities.actors[actor.0];
                    CodedActor {
                        text: &actor.name,
                        code: actor.country.as_deref(),
                        sector: actor.sector.as_deref(),
                    }
                })
                .collect()
        };
        coded.push(CodedEvent {
            kind,
            quad: record.and_then(|record| record.quad),
            source: actors(&[Role::Agent, Role::Participant]),
            target: actors(&[Role::Patient, Role::Recipient]),
            status: event.status.name(),
            trigger: claim.map_or("", |claim| claim.trigger.of(&reading.document.text)),
        });
    }
    coded
}
