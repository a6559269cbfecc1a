//! `annotate --layer events`: coded events, one line a text.

use crate::claim::{Claim, Event, EventId, LinkKind, Role, Standing, Status};
use crate::document::{Published, ReadOptions, Span, read_text};
use crate::entity::{Actor, ActorId, ActorKind, Entities, PlaceId};
use crate::error::{Error, Result};
use crate::export::coded::{Coding, coding};
use crate::lexicon::event_types::{event_type, event_type_of};
use crate::reading::{Knowledge, Reading, read_with};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
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
    /// From 0 to 1, three decimals.
    confidence: f64,
    trigger: &'a str,
}

#[derive(Serialize)]
struct CodedActor<'a> {
    /// The words for the actor in the sentence.
    text: &'a str,
    /// The name that the text as a whole gives it.
    name: &'a str,
    /// ISO 3166-1 alpha-3, or IGO, NGO, IMG for those who are of no country.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
    /// How sure the role is, from 0 to 1, three decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
}

/// Reads JSON lines `{id, date, text}` and writes JSON lines `{id, events}`.
///
/// # Errors
/// A line that is not such an object; the message names it.
pub(crate) fn run(input: &str, names: TypeNames, knowledge: Knowledge, output: &mut dyn Write) -> Result<()> {
    for (index, line) in input.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            Error::new(format!("not an object with id and text: {error}")).on_line(index + 1)
        })?;
        let date = line.date.as_deref().and_then(|date| date.get(..10)?.parse::<NaiveDate>().ok());
        let options = ReadOptions { published: date.map(Published::Day), ..ReadOptions::default() };
        let reading = read_with(read_text(&line.text, &options), knowledge);
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
    event: &'a Event,
    /// What it is about takes place here.
    places: Vec<PlaceId>,
    claim: Option<&'a Claim>,
}

impl<'a> Named<'a> {
    fn new(
        event: &'a Event,
        claim: Option<&'a Claim>,
        names: TypeNames,
        entities: &Entities,
    ) -> Option<Self> {
        let own = event_type_of(&event.kind, event.mode.as_deref());
        if names != TypeNames::Native && event.confidence < LEAST_SURE {
            return None;
        }
        let (kind, quad, is_intent) = match (names, own) {
            (TypeNames::Native, _) => (event.kind.as_str(), own.and_then(|own| own.quad), false),
            (_, None) => return None,
            (_, Some(own)) => {
                let kind = if names == TypeNames::Plover { own.plover? } else { own.plover_2016? };
                // PLOVER has no status: see `export::coded`. Not to agree or yield, now or ever, is to refuse.
                let is_consent =
                    matches!(kind, "AGREE" | "CONCEDE") || event.mode.as_deref() == Some("asylum");
                if event.status == Status::Denied && is_consent {
                    return Some(Self::of(event, claim, "REJECT", event_type("REJECT")?.quad, false));
                }
                // "would meet if": who makes an act depend on something shows the intent of it.
                let is_offer = event.status == Status::Conditional
                    && claim.is_some_and(|claim| claim.standing == Standing::Reported)
                    && !event.participants.is_empty();
                let status = if is_offer { Status::Planned } else { event.status };
                let kind = match names {
                    TypeNames::Plover2016 if is_murder(event, entities) => "ASSAULT",
                    _ => kind,
                };
                let (kind, is_intent) = match coding(status, own.quad)? {
                    Coding::IntentToCooperate => ("AGREE", true),
                    Coding::Threat if own.quad == Some("MX") => ("THREATEN", true),
                    Coding::Threat => (kind, true),
                    Coding::AsItIs => (kind, false),
                };
                (kind, event_type(kind).map_or(own.quad, |kind| kind.quad), is_intent)
            }
        };
        Some(Self::of(event, claim, kind, quad, is_intent))
    }

    fn of(
        event: &'a Event,
        claim: Option<&'a Claim>,
        kind: &'a str,
        quad: Option<&'a str>,
        is_intent: bool,
    ) -> Self {
        let actors = |wanted: &[Role]| {
            let roles = event.participants.iter().filter(|(role, _)| wanted.contains(role));
            roles.map(|(_, actor)| *actor).collect()
        };
        Self {
            kind,
            quad,
            is_intent,
            sources: actors(&[Role::Agent, Role::Participant]),
            // Who is mobilized is no target.
            targets: match kind {
                "MOBILIZE" => actors(&[Role::Recipient]),
                _ => actors(&[Role::Patient, Role::Recipient]),
            },
            status: event.status,
            event,
            places: event.places.clone(),
            claim,
        }
    }

    /// Whether this intent is what `outer` is about: "agreed to send doctors to Chad", "telephoned to discuss". PLOVER
    /// codes such a sentence once, by the verb that stands first.
    fn is_content_of(&self, outer: &Self, id: EventId) -> bool {
        let is_friendly = |quad: Option<&str>| matches!(quad, Some("VC" | "MC"));
        let (Some(own), Some(other)) = (self.claim, outer.claim) else { return false };
        self.is_intent && outer.event.links.contains(&(LinkKind::About, id))
            || self.is_intent
                && is_friendly(self.quad) == is_friendly(outer.quad)
                && own.quote == other.quote
                && other.trigger.start < own.trigger.start
                && self.sources.iter().any(|source| outer.sources.contains(source))
    }
}

/// Less sure than this, an event is more likely none of its type, and is not coded under PLOVER's names.
const LEAST_SURE: f32 = 0.5;

/// Whether single people are killed or shot by nobody known or by people who serve no state: what PLOVER of 2016 counts as
/// ASSAULT rather than FIGHT.
fn is_murder(event: &Event, entities: &Entities) -> bool {
    let actors = |wanted: Role| {
        let roles = event.participants.iter().filter(move |(role, _)| *role == wanted);
        roles.map(|(_, actor)| &entities.actors[actor.0])
    };
    let serves = |actor: &Actor| matches!(actor.sector.as_deref(), Some("MIL" | "COP"));
    let is_killing = event.kind == "ASSAULT" && matches!(event.mode.as_deref(), None | Some("firearms"));
    is_killing
        && actors(Role::Patient).next().is_some()
        && actors(Role::Patient).all(|victim| victim.kind == ActorKind::Person && !serves(victim))
        && actors(Role::Agent)
            .all(|killer| matches!(killer.kind, ActorKind::Person | ActorKind::Group) && !serves(killer))
}

fn name_events(reading: &Reading, names: TypeNames) -> Vec<Named<'_>> {
    let mut claims = vec![None; reading.events.len()];
    for claim in reading.claims.iter().rev() {
        claims[claim.event.0] = Some(claim);
    }
    let coded: Vec<(EventId, Named<'_>)> = reading
        .events
        .iter()
        .zip(claims)
        .enumerate()
        .filter_map(|(id, (event, claim))| {
            Some((EventId(id), Named::new(event, claim, names, &reading.entities)?))
        })
        .collect();
    // Sentences that report an event.
    let reporting = coded.iter().filter_map(|(_, event)| event.claim);
    let reporting = reporting.filter(|claim| claim.standing == Standing::Reported);
    let reported: HashSet<usize> = reporting.map(|claim| claim.quote.start).collect();
    let mut named: Vec<Named<'_>> = Vec::new();
    // Events that one sentence tells, by where it starts.
    let mut told: HashMap<usize, Vec<usize>> = HashMap::new();
    for (id, mut event) in coded {
        let claim = event.claim;
        let beside = claim.map(|claim| told.entry(claim.quote.start).or_default());
        let outer =
            beside.iter().flat_map(|beside| beside.iter()).find(|&&at| event.is_content_of(&named[at], id));
        match outer.map(|&at| &mut named[at]) {
            Some(outer) => {
                event.targets.retain(|target| !outer.sources.contains(target));
                if outer.targets.is_empty() {
                    outer.targets = event.targets;
                }
                outer.places.extend(event.places);
            }
            // PLOVER codes what a sentence reports, not what it sets that against.
            None if names != TypeNames::Native
                && claim.is_some_and(|claim| {
                    claim.standing == Standing::Background && reported.contains(&claim.quote.start)
                }) => {}
            None => {
                beside.into_iter().for_each(|beside| beside.push(named.len()));
                named.push(event);
            }
        }
    }
    named
}

fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

/// Where the text names a country or somebody of one, in text order.
struct Countries<'a>(Vec<(usize, &'a str)>);

impl<'a> Countries<'a> {
    fn of(entities: &'a Entities) -> Self {
        let actors = entities.actors.iter().flat_map(|actor| {
            let spans = actor.mentions.iter().map(|mention| mention.span.start);
            spans.filter_map(|start| Some((start, actor.country.as_deref()?)))
        });
        let places = entities.places.iter().flat_map(|place| {
            let spans = place.mentions.iter().map(|(_, _, span)| span.start);
            spans.filter_map(|start| Some((start, place.country.as_deref()?)))
        });
        let mut found: Vec<(usize, &str)> = actors.chain(places).collect();
        found.sort_unstable();
        Self(found)
    }

    /// The only country that `quote` names.
    fn only_in(&self, quote: Span) -> Option<&'a str> {
        let from = self.0.partition_point(|(start, _)| *start < quote.start);
        let mut named =
            self.0[from..].iter().take_while(|(start, _)| *start < quote.end).map(|(_, code)| *code);
        let first = named.next()?;
        named.all(|code| code == first).then_some(first)
    }
}

/// Whether the actor is of the country that a sentence is about, if that says nothing else: somebody without a name, or a
/// body of a state or its society.
fn is_domestic(actor: &Actor) -> bool {
    let is_body = matches!(
        actor.sector.as_deref(),
        Some("GOV" | "JUD" | "LEG" | "PTY" | "COP" | "LAB" | "OPP" | "EDU")
    );
    match actor.kind {
        ActorKind::Person | ActorKind::Group => !actor.named,
        ActorKind::Organization => !actor.named || is_body,
        _ => false,
    }
}

fn code_events(reading: &Reading, names: TypeNames) -> Vec<CodedEvent<'_>> {
    let countries = Countries::of(&reading.entities);
    let coded_actor = |id: &ActorId, event: &Named<'_>| {
        let claim = event.claim;
        let actor = &reading.entities.actors[id.0];
        let words = claim.and_then(|claim| phrase_for(reading, actor, claim));
        let words = words.map(|span| span.of(&reading.document.text));
        CodedActor {
            text: words.unwrap_or(&actor.name),
            name: &actor.name,
            // Those without a name are taken for people of where it takes place.
            code: code_of(&reading.entities, actor).or_else(|| {
                let is_domestic = is_domestic(actor) && names != TypeNames::Native;
                let is_local = is_domestic && actor.sector.as_deref() != Some("MIL");
                let place = event.places.first().filter(|_| is_local);
                let here = place.and_then(|place| reading.entities.places[place.0].country.as_deref());
                here.or_else(|| {
                    claim.filter(|_| is_domestic).and_then(|claim| countries.only_in(claim.quote))
                })
            }),
            sector: actor.sector.as_deref(),
            confidence: event
                .event
                .participants
                .iter()
                .position(|(_, of)| of == id)
                .and_then(|at| event.event.sureness.get(at))
                .map(|&sure| rounded(sure)),
        }
    };
    let coded_place = |id: &PlaceId| {
        let place = &reading.entities.places[id.0];
        CodedActor {
            text: &place.name,
            name: &place.name,
            code: place.country.as_deref(),
            sector: None,
            confidence: None,
        }
    };
    let coded = name_events(reading, names).into_iter().map(|event| {
        let mut target: Vec<CodedActor<'_>> =
            event.targets.iter().map(|actor| coded_actor(actor, &event)).collect();
        // PLOVER codes where an act takes place when it names nobody whom it is done to.
        if names != TypeNames::Native && target.is_empty() && event.sources.len() < 2 {
            target.extend(event.places.first().map(coded_place));
        }
        // "Norland conferred with Estavia": PLOVER has the one who comes first as source.
        let partners = match names {
            TypeNames::Native => Vec::new(),
            _ => partners_in(reading, &event),
        };
        target.extend(partners.iter().map(|actor| coded_actor(actor, &event)));
        let source = event.sources.iter().filter(|actor| !partners.contains(actor));
        CodedEvent {
            kind: event.kind,
            quad: event.quad,
            source: source.map(|actor| coded_actor(actor, &event)).collect(),
            target,
            status: event.status.name(),
            confidence: rounded(event.event.confidence),
            trigger: event.claim.map_or("", |claim| claim.trigger.of(&reading.document.text)),
        }
    });
    coded.collect()
}

/// With whom those act that stand before the trigger, of an event that has only participants; nobody, if all stand behind it.
fn partners_in(reading: &Reading, event: &Named<'_>) -> Vec<ActorId> {
    let together = event.event.participants.iter().all(|(role, _)| *role == Role::Participant);
    let Some(claim) = event.claim.filter(|_| together && event.targets.is_empty()) else { return Vec::new() };
    let is_behind = |actor: &ActorId| {
        let words = words_for(&reading.entities.actors[actor.0], claim);
        words.is_some_and(|words| words.start >= claim.trigger.start)
    };
    let behind: Vec<ActorId> = event.sources.iter().copied().filter(is_behind).collect();
    if behind.len() == event.sources.len() { Vec::new() } else { behind }
}

/// The primary code of PLOVER: the country, or else what kind of international body it is; that of the body somebody
/// belongs to ("UN inspectors"), or of the place where they are ("protesters in Lima"), for those who have none.
fn code_of<'a>(entities: &'a Entities, actor: &'a Actor) -> Option<&'a str> {
    let own = |actor: &'a Actor| {
        actor.country.as_deref().or(match actor.sector.as_deref() {
            Some("IGO") => Some("IGO"),
            Some("NGO") => Some("NGO"),
            Some("UAF") if actor.named => Some("IMG"),
            _ => None,
        })
    };
    let body = || own(&entities.actors[actor.of?.0]);
    own(actor).or_else(body).or_else(|| entities.places[actor.at?.0].country.as_deref())
}

/// The words for `actor` with those that say whom it belongs to and where it is, where they stand beside them: "members of
/// the union", "UGTT (Tunis) officials", "farmers in Lima".
fn phrase_for(reading: &Reading, actor: &Actor, claim: &Claim) -> Option<Span> {
    /// More bytes than this between the two, and something else stands there.
    const LONGEST_GAP: usize = 24;
    let own = words_for(actor, claim)?;
    let body = actor.of.and_then(|body| words_for(&reading.entities.actors[body.0], claim));
    let place = actor.at.map(|place| &reading.entities.places[place.0]);
    let spans = place.into_iter().flat_map(|place| place.mentions.iter().map(|&(_, _, span)| span));
    let place =
        spans.filter(|span| claim.quote.contains(*span)).min_by_key(|span| span.start.abs_diff(own.end));
    let is_beside = |other: &Span| {
        let (first, second) = if other.start < own.start { (*other, own) } else { (own, *other) };
        (first.end..first.end + LONGEST_GAP).contains(&second.start)
    };
    Some(body.into_iter().chain(place).filter(is_beside).fold(own, Span::to))
}

/// The words that the sentence of `claim` has for `actor`, those nearest to the trigger; `None` where it only has a pronoun.
fn words_for(actor: &Actor, claim: &Claim) -> Option<Span> {
    let mentions = actor.mentions.iter().filter(|mention| mention.rule != "pronoun");
    let here = mentions.filter(|mention| claim.quote.contains(mention.span));
    let spans = here.map(|mention| mention.span);
    spans.min_by_key(|span| span.start.abs_diff(claim.trigger.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(text: &str, names: TypeNames) -> String {
        let line = format!("{{\"id\":\"1\",\"text\":\"{text}\"}}");
        let mut output = Vec::new();
        run(&line, names, Knowledge::default(), &mut output).expect("the line is an object");
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
