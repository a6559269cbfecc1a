//! The conditions that several verbs share.

use super::outcome::Stop;
use crate::claim::{Role, Status};
use crate::error::{Error, Result};
use crate::graph::{Graph, Id, Moment, Word};
use crate::query::{Candidate, Filter, Lookup, find_actor, find_place};
use chrono::NaiveDate;
use clap::Args;

/// Conditions on events; each may be given several times.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which events")]
pub(super) struct FilterArguments {
    /// In which this actor takes part (repeated: all of them)
    #[arg(long = "actor", value_name = "NAME")]
    actors: Vec<String>,
    /// Of this type, CONSULT or CONSULT/visit (repeated: any of them)
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// In which the actor is agent, patient, recipient or participant
    #[arg(long = "role", value_name = "ROLE", value_parser = word::<Role>)]
    roles: Vec<Role>,
    /// With this status: occurred, ongoing, planned, possible, conditional, denied or unknown
    #[arg(long = "status", value_name = "STATUS", value_parser = word::<Status>)]
    statuses: Vec<Status>,
    /// On this day or later; 2024-05 counts from its first day
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    after: Option<NaiveDate>,
    /// On this day or earlier; 2024-05 counts to its last day
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    before: Option<NaiveDate>,
    /// In this place, or within it
    #[arg(long = "place", value_name = "NAME")]
    places: Vec<String>,
    /// According to this speaker or publisher
    #[arg(long = "said-by", value_name = "NAME")]
    said_by: Vec<String>,
    /// With at least this confidence, from 0 to 1
    #[arg(long, value_name = "X", value_parser = share)]
    min_confidence: Option<f64>,
}

fn word<T: Word>(text: &str) -> std::result::Result<T, String> {
    T::from_word(&text.to_lowercase()).ok_or_else(|| format!("a {} is one of {}", T::WHAT, T::list()))
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
        let mut filter = Filter {
            types: self.types.clone(),
            roles: self.roles.clone(),
            statuses: self.statuses.clone(),
            after: self.after,
            before: self.before,
            min_confidence: self.min_confidence,
            ..Filter::default()
        };
        self.check_types(graph)?;
        for name in &self.actors {
            filter.actors.push(actor(graph, name)?);
        }
        for name in &self.places {
            filter.places.push(one(find_place(graph, name), "place", name, graph.places().len())?);
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

    /// Whether a date is asked for, so that events without one are left out.
    pub(super) fn asks_for_time(&self) -> bool {
        self.after.is_some() || self.before.is_some()
    }
}

/// The actor that `name` means in `graph`.
pub(super) fn actor(graph: &Graph, name: &str) -> std::result::Result<Id, Stop> {
    one(find_actor(graph, name), "actor", name, graph.actors().len())
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
            Err(Stop::NotFound(match suggestions.as_slice() {
                [] => error.with_help("diurna show GRAPH lists them"),
                [only] => error.with_help(format!("did you mean {}?", quoted(only))),
                several => error.with_help(format!("did you mean one of these?\n{}", listed(several))),
            }))
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
