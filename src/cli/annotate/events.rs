//! `annotate --layer events`: coded events, one line a text.

use crate::claim::{Claim, Event, Role, Status};
use crate::document::{Published, ReadOptions, read_text};
use crate::entity::ActorId;
use crate::error::{Error, Result};
use crate::export::coded::{Coding, coding};
use crate::lexicon::event_types::{event_type, event_type_of};
use crate::reading::{Reading, read};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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

/// An event of the text under the name that is asked for.
struct Named<'a> {
    kind: &'a str,
    quad: Option<&'a str>,
    /// Not done yet: coded as the intent that it shows.
    is_intent: bool,
    sources: Vec<ActorId>,
    targets: Vec<ActorId>,
    status: Status,
    claim: Option<&'a Claim>,
}

impl<'a> Named<'a> {
    fn new(event: &'a Event, claim: Option<&'a Claim>, names: TypeNames) -> Option<Self> {
        let own = event_type_of(&event.kind, event.mode.as_deref());
        let (kind, quad, is_intent) = match (names, own) {
            (TypeNames::Native, _) => (event.kind.as_str(), own.and_then(|own| own.quad), false),
            (_, None) => return None,
            (_, Some(own)) => {
                let kind = if names == TypeNames::Plover { own.plover? } else { own.plover_2016? };
                // PLOVER has no status: see `export::coded`.
                let (kind, is_intent) = match coding(event.status, own.quad)? {
                    Coding::IntentToCooperate => ("AGREE", true),
                    Coding::Threat if own.quad == Some("MX") => ("THREATEN", true),
                    Coding::AsItIs | Coding::Threat => (kind, false),
                };
                (kind, event_type(kind).map_or(own.quad, |kind| kind.quad), is_intent)
            }
        };
        let actors = |wanted: [Role; 2]| {
            let roles = event.participants.iter().filter(|(role, _)| wanted.contains(role));
            roles.map(|(_, actor)| *actor).collect()
        };
        Some(Self {
            kind,
            quad,
            is_intent,
            sources: actors([Role::Agent, Role::Participant]),
            targets: actors([Role::Patient, Role::Recipient]),
            status: event.status,
            claim,
        })
    }

    /// Whether this intent is what `outer` is about: "agreed to send doctors to Chad", "telephoned to discuss". PLOVER
    /// codes such a sentence once, by the verb that stands first.
    fn is_part_of(&self, outer: &Self) -> bool {
        let is_friendly = |quad: Option<&str>| matches!(quad, Some("VC" | "MC"));
        let (Some(own), Some(other)) = (self.claim, outer.claim) else { return false };
        self.is_intent
            && is_friendly(self.quad) == is_friendly(outer.quad)
            && own.quote == other.quote
            && other.trigger.start < own.trigger.start
            && self.sources.iter().any(|source| outer.sources.contains(source))
    }
}

fn name_events(reading: &Reading, names: TypeNames) -> Vec<Named<'_>> {
    let mut claims = vec![None; reading.events.len()];
    for claim in reading.claims.iter().rev() {
        claims[claim.event.0] = Some(claim);
    }
    let mut named: Vec<Named<'_>> = Vec::new();
    // Events that one sentence tells, by where it starts.
    let mut told: HashMap<usize, Vec<usize>> = HashMap::new();
    for (event, claim) in reading.events.iter().zip(claims) {
        let Some(mut event) = Named::new(event, claim, names) else { continue };
        let beside = claim.map(|claim| told.entry(claim.quote.start).or_default());
        let outer = beside.iter().flat_map(|beside| beside.iter()).find(|&&at| event.is_part_of(&named[at]));
        match outer.map(|&at| &mut named[at]) {
            Some(outer) if outer.targets.is_empty() => {
                event.targets.retain(|target| !outer.sources.contains(target));
                outer.targets = event.targets;
            }
            Some(_) => {}
            None => {
                beside.into_iter().for_each(|beside| beside.push(named.len()));
                named.push(event);
            }
        }
    }
    named
}

fn code_events(reading: &Reading, names: TypeNames) -> Vec<CodedEvent<'_>> {
    let coded_actor = |id: &ActorId| {
        let actor = &reading.entities.actors[id.0];
        CodedActor { text: &actor.name, code: actor.country.as_deref(), sector: actor.sector.as_deref() }
    };
    let coded = name_events(reading, names).into_iter().map(|event| CodedEvent {
        kind: event.kind,
        quad: event.quad,
        source: event.sources.iter().map(coded_actor).collect(),
        target: event.targets.iter().map(coded_actor).collect(),
        status: event.status.name(),
        trigger: event.claim.map_or("", |claim| claim.trigger.of(&reading.document.text)),
    });
    coded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(text: &str, names: TypeNames) -> String {
        let line = format!("{{\"id\":\"1\",\"text\":\"{text}\"}}");
        let mut output = Vec::new();
        run(&line, names, &mut output).expect("the line is an object");
        let output: serde_json::Value = serde_json::from_slice(&output).expect("what is written is JSON");
        let events = output["events"].as_array().expect("a list").iter().map(|event| {
            let texts = |side: &str| {
                let actors = event[side].as_array().expect("a list").iter();
                actors.map(|actor| actor["text"].as_str().expect("a text")).collect::<Vec<_>>().join("+")
            };
            let kind = event["type"].as_str().expect("a type");
            format!("{kind} {}>{}", texts("source"), texts("target"))
        });
        events.filter(|event| !event.starts_with("STATEMENT")).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_plan_is_coded_as_the_intent_it_shows() {
        assert_eq!(coded("Kenya will help Chad.", TypeNames::Native), "AID Kenya>Chad");
        assert_eq!(coded("Kenya will help Chad.", TypeNames::Plover2016), "AGREE Kenya>Chad");
        assert_eq!(coded("Kenya helped Chad.", TypeNames::Plover2016), "AID Kenya>Chad");
    }

    #[test]
    fn what_has_not_happened_is_not_coded() {
        assert_eq!(coded("Kenya never attacked Chad.", TypeNames::Plover), "");
        assert_eq!(coded("Kenya attacked Chad.", TypeNames::Plover), "ASSAULT Kenya>Chad");
    }

    #[test]
    fn what_one_agrees_to_is_coded_once() {
        let text = "Kenya agreed to help Chad.";
        assert_eq!(coded(text, TypeNames::Native), "AGREE Kenya>Chad; AID Kenya>Chad");
        assert_eq!(coded(text, TypeNames::Plover2016), "AGREE Kenya>Chad");
        let text = "Kenya attacked Chad and will help Niger.";
        assert_eq!(coded(text, TypeNames::Plover2016), "FIGHT Kenya>Chad; AGREE Kenya>Niger");
    }

    #[test]
    fn a_mode_may_have_a_name_of_its_own() {
        let text = "Kenya is investigating Chad.";
        assert_eq!(coded(text, TypeNames::Plover), "ACCUSE Kenya>Chad");
        assert_eq!(coded(text, TypeNames::Plover2016), "INVESTIGATE Kenya>Chad");
    }
}
