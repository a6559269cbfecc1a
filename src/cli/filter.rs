//! The conditions that several verbs share.

use super::local::Names;
use super::outcome::Stop;
use crate::claim::{Role, Status};
use crate::document::ZoneKind;
use crate::error::{Error, Result};
use crate::graph::{Event, Graph, Id, Moment, Time, Word};
use crate::query::{
    Candidate, Filter, Lookup, Sources, Undated, events_of, find_actor, find_country, find_documents,
    find_place, suggest_documents,
};
use crate::store::Around;
use chrono::NaiveDate;
use clap::Args;

/// Conditions on events; those that take a name, word or date may be given several times.
#[derive(Debug, Default, PartialEq, Args)]
#[command(next_help_heading = "Which events")]
pub(super) struct FilterArguments {
    /// In which this actor takes part (repeated: all of them)
    #[arg(long = "actor", value_name = "NAME")]
    actors: Vec<String>,
    /// Of this type, CONSULT or CONSULT/visit (repeated: any of them)
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// In which the actor is agent, patient, recipient or participant (repeated: any of them)
    #[arg(long = "role", value_name = "ROLE", value_parser = word::<Role>)]
    roles: Vec<Role>,
    /// With this status: occurred, ongoing, planned, possible, conditional, denied or unknown (repeated: any)
    #[arg(long = "status", value_name = "STATUS", value_parser = word::<Status>)]
    statuses: Vec<Status>,
    /// On this day or later; 2024-05 counts from its first day
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    after: Option<NaiveDate>,
    /// On this day or earlier; 2024-05 counts to its last day
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    before: Option<NaiveDate>,
    /// Whether events without a date count: include or exclude [default: exclude when --after or --before is given]
    #[arg(long, value_name = "WHAT", value_parser = undated)]
    undated: Option<Undated>,
    /// In this place, or within it (repeated: any of them)
    #[arg(long = "place", value_name = "NAME")]
    places: Vec<String>,
    /// In this country, or with somebody of it: PER, Peru or Peruvian (repeated: any of them)
    #[arg(long = "country", value_name = "COUNTRY")]
    countries: Vec<String>,
    /// According to this speaker or publisher (repeated: any of them)
    #[arg(long = "said-by", value_name = "NAME")]
    said_by: Vec<String>,
    /// By speakers who are named, or by one who is not: named or anonymous
    #[arg(long = "sources", value_name = "WHAT", value_parser = named)]
    named: Option<Sources>,
    /// Read from this document: its path, file name, address, host, publisher or id (repeated: any of them)
    #[arg(long = "source", value_name = "DOCUMENT")]
    sources: Vec<String>,
    /// Read from this kind of zone: title, body, caption, feed-item, ... (repeated: any of them)
    #[arg(long = "zone", value_name = "ZONE", value_parser = word::<ZoneKind>)]
    zones: Vec<ZoneKind>,
    /// With at least this confidence, from 0 to 1
    #[arg(long, value_name = "X", value_parser = share)]
    min_confidence: Option<f64>,
    /// That at least this many independent sources say
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    min_sources: Option<u32>,
}

fn word<T: Word>(text: &str) -> std::result::Result<T, String> {
    T::from_word(&text.to_lowercase()).ok_or_else(|| format!("a {} is one of {}", T::WHAT, T::list()))
}

fn undated(text: &str) -> std::result::Result<Undated, String> {
    match text.to_lowercase().as_str() {
        "include" => Ok(Undated::Include),
        "exclude" => Ok(Undated::Exclude),
        _ => Err("write include or exclude".to_owned()),
    }
}

fn named(text: &str) -> std::result::Result<Sources, String> {
    match text.to_lowercase().as_str() {
        "named" => Ok(Sources::Named),
        "anonymous" => Ok(Sources::Anonymous),
        _ => Err("write named or anonymous".to_owned()),
    }
}

const DATES: &str = "write 2024, 2024-05 or 2024-05-17";

fn first_day(text: &str) -> std::result::Result<NaiveDate, String> {
    Moment::first_of(text).map(|moment| moment.day).ok_or_else(|| DATES.to_owned())
}

fn last_day(text: &str) -> std::result::Result<NaiveDate, String> {
    Moment::last_of(text).map(|moment| moment.day).ok_or_else(|| DATES.to_owned())
}

fn share(text: &str) -> std::result::Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

impl FilterArguments {
    /// The filter these arguments ask for, with their names looked up in `graph`.
    pub(super) fn filter(&self, graph: &Graph) -> std::result::Result<Filter, Stop> {
        if let (Some(after), Some(before)) = (self.after, self.before)
            && after > before
        {
            return Err(Stop::Failed(
                Error::new(format!("--after {after} is later than --before {before}"))
                    .with_help("no day is both"),
            ));
        }
        let mut filter = Filter {
            types: self.types.clone(),
            roles: self.roles.clone(),
            statuses: self.statuses.clone(),
            after: self.after,
            before: self.before,
            undated: self.undated,
            sources: self.named,
            zones: self.zones.clone(),
            min_confidence: self.min_confidence,
            min_sources: self.min_sources,
            ..Filter::default()
        };
        self.check_types(graph)?;
        for name in &self.actors {
            filter.actors.push(actor(graph, name)?);
        }
        for name in &self.places {
            filter.places.push(one(find_place(graph, name), "place", name, graph.places().len())?);
        }
        for name in &self.countries {
            filter.countries.push(country(graph, name)?);
        }
        for name in &self.sources {
            filter.documents.extend(documents(graph, name)?);
        }
        for name in &self.said_by {
            let publishers = graph.documents().filter_map(|document| document.publisher.as_ref());
            if publishers.into_iter().any(|publisher| publisher.to_lowercase() == name.to_lowercase()) {
                filter.published_by.push(name.clone());
                // The publisher of one page may be a speaker on another.
                if let Lookup::One(id) = find_actor(graph, name) {
                    filter.said_by.push(id);
                }
            } else {
                filter.said_by.push(actor(graph, name)?);
            }
        }
        Ok(filter)
    }

    /// The part of a store in which all events with `actors` are that these arguments ask for; `None`: no part will do.
    pub(super) fn around(&self, names: &Names, actors: &[&str]) -> Result<Option<Around>> {
        // The note on events without a date is about all events unless actors are conditions.
        let is_noted = (self.after.is_some() || self.before.is_some()) && self.undated.is_none();
        let is_wide = !self.said_by.is_empty() || !self.sources.is_empty();
        if is_wide || (is_noted && self.actors.is_empty()) {
            return Ok(None);
        }
        let mut ids = Vec::new();
        for name in actors.iter().copied().chain(self.actors.iter().map(String::as_str)) {
            match names.actor(name)? {
                Some(id) => ids.push(id),
                None => return Ok(None),
            }
        }
        let noted: Vec<Id> = if is_noted { ids[actors.len()..].to_vec() } else { ids.clone() };
        let Some(rarest) = names.rarest(&noted)? else { return Ok(None) };
        let mut around =
            Around { whole: [rarest].into(), named: ids.into_iter().collect(), ..Around::default() };
        for name in &self.places {
            match names.place(name)? {
                Some(id) => around.named.insert(id),
                None => return Ok(None),
            };
        }
        if self.countries.iter().any(|name| find_country(name).is_none()) {
            return Ok(None);
        }
        let kinds = self.types.iter().map(|wanted| wanted.split('/').next().unwrap_or_default().to_owned());
        around.types = kinds.collect();
        Ok(Some(around))
    }

    /// Whether there is no condition.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A type that no event has is more often mistyped than meant.
    fn check_types(&self, graph: &Graph) -> std::result::Result<(), Stop> {
        for wanted in &self.types {
            let kind = wanted.split('/').next().unwrap_or_default();
            if graph.events().any(|event| event.kind.eq_ignore_ascii_case(kind)) {
                continue;
            }
            let mut types: Vec<&str> = graph.events().map(|event| event.kind.as_str()).collect();
            types.sort_unstable();
            types.dedup();
            return Err(Stop::NotFound(
                Error::new(format!("no event is of type `{kind}`"))
                    .with_help(format!("the types in this graph are {}", types.join(", "))),
            ));
        }
        Ok(())
    }
}

/// Says how many events `filter` leaves out only because they have no date.
pub(super) fn note_undated(graph: &Graph, filter: &Filter) {
    if !filter.asks_for_time() || filter.undated.is_some() {
        return;
    }
    let anytime = Filter { after: None, before: None, ..filter.clone() };
    let is_dated = |event: &Event| event.time.as_ref().is_some_and(Time::is_resolved);
    let undated = events_of(graph, &anytime).filter(|event| !is_dated(event)).count();
    if undated > 0 {
        let events = super::print::counted(undated, "event");
        super::print::note(&format!("left out: {events} without a date (--undated include shows them)"));
    }
}

/// The country that `name` means: one of those the gazetteer knows, or a code that the graph has.
fn country(graph: &Graph, name: &str) -> std::result::Result<String, Stop> {
    if let Some(code) = find_country(name) {
        return Ok(code.to_owned());
    }
    let of_actors = graph.actors().filter_map(|actor| actor.country.as_deref());
    let of_places = graph.places().filter_map(|place| place.country.as_deref());
    let mut codes: Vec<&str> = of_actors.chain(of_places).collect();
    codes.sort_unstable();
    codes.dedup();
    if let Some(code) = codes.iter().find(|code| code.eq_ignore_ascii_case(name.trim())) {
        return Ok((*code).to_owned());
    }
    let error = Error::new(format!("no country is called `{name}`"));
    Err(Stop::NotFound(error.with_help(match codes.as_slice() {
        [] => "write a name or an ISO 3166 code: Peru, PER".to_owned(),
        codes => format!("the countries in this graph are {}", codes.join(", ")),
    })))
}

/// The documents that `name` means.
fn documents(graph: &Graph, name: &str) -> std::result::Result<Vec<Id>, Stop> {
    let found = find_documents(graph, name);
    if !found.is_empty() {
        return Ok(found.into_iter().map(|document| document.id.clone()).collect());
    }
    let error = Error::new(format!("no document of {} matches `{name}`", graph.documents().len()));
    Err(Stop::NotFound(match suggest_documents(graph, name).as_slice() {
        [] => {
            error.with_help("give a path, file name, address, publisher or id; diurna show GRAPH lists them")
        }
        [only] => error.with_help(format!("did you mean \"{only}\"?")),
        several => error.with_help(format!("did you mean one of these?\n\"{}\"", several.join("\"\n\""))),
    }))
}

/// The actor that `name` means in `graph`.
pub(super) fn actor(graph: &Graph, name: &str) -> std::result::Result<Id, Stop> {
    one(find_actor(graph, name), "actor", name, graph.actors().len())
}

/// A question that offers `suggestions`; `None` if there are none.
pub(super) fn did_you_mean(suggestions: &[Candidate]) -> Option<String> {
    match suggestions {
        [] => None,
        [only] => Some(format!("did you mean {}?", quoted(only))),
        several => Some(format!("did you mean one of these?\n{}", listed(several))),
    }
}

/// The one that was found, or an error that lists what might have been meant.
pub(super) fn one(found: Lookup, what: &str, name: &str, total: usize) -> std::result::Result<Id, Stop> {
    match found {
        Lookup::One(id) => Ok(id),
        Lookup::Several(candidates) => Err(Stop::NotFound(
            Error::new(format!("`{name}` may mean {} {what}s", candidates.len()))
                .with_help(format!("give the whole name or the id:\n{}", listed(&candidates))),
        )),
        Lookup::Nothing(suggestions) => {
            let error = Error::new(format!("no {what} of {total} matches `{name}`"));
            let help = did_you_mean(&suggestions);
            Err(Stop::NotFound(
                error.with_help(help.unwrap_or_else(|| "diurna show GRAPH lists them".to_owned())),
            ))
        }
    }
}

/// More than this would scroll the error away.
const LISTED: usize = 12;

fn listed(candidates: &[Candidate]) -> String {
    let mut lines: Vec<String> = candidates.iter().take(LISTED).map(quoted).collect();
    if candidates.len() > LISTED {
        lines.push(format!("and {} more", candidates.len() - LISTED));
    }
    lines.join("\n")
}

fn quoted(candidate: &Candidate) -> String {
    let events = super::print::counted(candidate.events, "event");
    let country = candidate.country.as_ref().map(|country| format!(", {country}")).unwrap_or_default();
    format!("\"{}\" ({}{country}, {events}, {})", candidate.name, candidate.kind, candidate.id)
}

/// The day that `--date` gives.
pub(super) fn day(text: &str) -> Result<NaiveDate> {
    text.parse()
        .map_err(|_| Error::new(format!("`{text}` is not a day")).with_help("write --date 2024-05-17"))
}
