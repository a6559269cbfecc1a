//! Which events a question is about.

use crate::claim::{Role, Status};
use crate::entity::PlaceKind;
use crate::graph::{Event, Graph, Id};
use chrono::NaiveDate;

/// Conditions on an event; all must hold, an empty one holds always.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Every one of these takes part.
    pub actors: Vec<Id>,
    /// It has one of these types; case is ignored, and "consult/visit" asks for the mode too.
    pub types: Vec<String>,
    /// Each of [`Filter::actors`], or if there is none anybody, has one of these roles in it.
    pub roles: Vec<Role>,
    /// It has one of these statuses.
    pub statuses: Vec<Status>,
    /// It goes on on this day or later. Events without a date on the calendar do not pass.
    pub after: Option<NaiveDate>,
    /// It goes on on this day or earlier. Events without a date on the calendar do not pass.
    pub before: Option<NaiveDate>,
    /// It happens in one of these, or in a place within one.
    pub places: Vec<Id>,
    /// One of these is in the chain of speakers of one of its claims.
    pub said_by: Vec<Id>,
    /// One of these published one of its claims; compared without case.
    pub published_by: Vec<String>,
    /// Its confidence, from 0 to 1, is at least this.
    pub min_confidence: Option<f64>,
}

impl Filter {
    /// Whether `event`, an event of `graph`, meets every condition.
    pub fn accepts(&self, graph: &Graph, event: &Event) -> bool {
        self.accepts_participants(event)
            && (self.types.is_empty() || self.types.iter().any(|wanted| has_type(event, wanted)))
            && (self.statuses.is_empty() || self.statuses.contains(&event.status))
            && self.accepts_time(event)
            && (self.places.is_empty() || self.places.iter().any(|place| is_in(graph, event, place)))
            && self.accepts_speakers(graph, event)
            && self.min_confidence.is_none_or(|least| event.confidence.is_none_or(|found| found.0 >= least))
    }

    fn accepts_participants(&self, event: &Event) -> bool {
        let has_role = |role: Role| self.roles.is_empty() || self.roles.contains(&role);
        let takes_part =
            |actor: &Id| event.participants.iter().any(|found| found.actor == *actor && has_role(found.role));
        if self.actors.is_empty() {
            return self.roles.is_empty() || event.participants.iter().any(|found| has_role(found.role));
        }
        self.actors.iter().all(takes_part)
    }

    fn accepts_time(&self, event: &Event) -> bool {
        (self.after.is_none() && self.before.is_none())
            || event.time.as_ref().is_some_and(|time| time.overlaps(self.after, self.before))
    }

    fn accepts_speakers(&self, graph: &Graph, event: &Event) -> bool {
        if self.said_by.is_empty() && self.published_by.is_empty() {
            return true;
        }
        event.claims.iter().filter_map(|claim| graph.claim(claim)).any(|claim| {
            let speakers = claim.attribution.iter().filter_map(|hop| hop.actor.as_ref());
            let publisher = graph.document(&claim.document).and_then(|document| document.publisher.as_ref());
            speakers.into_iter().any(|speaker| self.said_by.contains(speaker))
                || publisher.is_some_and(|publisher| {
                    self.published_by.iter().any(|wanted| wanted.to_lowercase() == publisher.to_lowercase())
                })
        })
    }
}

fn has_type(event: &Event, wanted: &str) -> bool {
    let (kind, mode) = match wanted.split_once('/') {
        Some((kind, mode)) => (kind, Some(mode)),
        None => (wanted, None),
    };
    kind.eq_ignore_ascii_case(&event.kind)
        && mode.is_none_or(|mode| event.mode.as_deref().is_some_and(|found| mode.eq_ignore_ascii_case(found)))
}

/// Whether `event` happens in `wanted` or in a place within it.
fn is_in(graph: &Graph, event: &Event, wanted: &Id) -> bool {
    let country = graph.place(wanted).filter(|place| place.kind == Some(PlaceKind::Country));
    let country = country.and_then(|place| place.country.as_ref());
    event.places.iter().any(|place| {
        let mut at = Some(place);
        // A file may say that two places lie in each other.
        for _ in 0..16 {
            let Some(id) = at else { return false };
            let Some(place) = graph.place(id) else { return false };
            if id == wanted || (country.is_some() && place.country.as_ref() == country) {
                return true;
            }
            at = place.within.as_ref();
        }
        false
    })
}
