//! Which events a question is about.

use crate::claim::{Role, Status};
use crate::document::ZoneKind;
use crate::entity::PlaceKind;
use crate::graph::{Claim, Event, Graph, Id};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What becomes of events without a date on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Undated {
    /// They pass, whatever dates are asked for.
    Include,
    /// They do not pass, even if no date is asked for.
    Exclude,
}

/// Whether the speakers of a claim have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sources {
    /// It has speakers, and each has a name.
    Named,
    /// A speaker of it has none ("five officials").
    Anonymous,
}

/// Conditions on an event; all must hold, an empty one holds always.
///
/// The conditions on claims ([`Filter::said_by`] with [`Filter::published_by`], [`Filter::sources`], [`Filter::documents`]
/// and [`Filter::zones`]) must be met by one and the same claim.
///
/// ```
/// use diurna::graph::{Graph, Moment};
/// use diurna::query::{Filter, events};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "events": [
///     {"id": "e:1", "type": "CONSULT", "status": "planned", "time": {"start": "2024-05", "end": "2024-05"}},
///     {"id": "e:2", "type": "ASSAULT", "status": "occurred"}]}"#)?;
/// let in_may = Filter { after: Moment::first_of("2024-05-20").map(|moment| moment.day), ..Filter::default() };
/// assert_eq!(events(&graph, &in_may).len(), 1);
/// let assaults = Filter { types: vec!["assault".to_owned()], ..in_may };
/// assert!(events(&graph, &assaults).is_empty(), "it has no date");
/// # Ok::<(), diurna::Error>(())
/// ```
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
    /// It goes on on this day or later.
    pub after: Option<NaiveDate>,
    /// It goes on on this day or earlier.
    pub before: Option<NaiveDate>,
    /// What becomes of events without a date on the calendar; `None`: they pass unless a date is asked for.
    pub undated: Option<Undated>,
    /// It happens in one of these, or in a place within one.
    pub places: Vec<Id>,
    /// Somebody of one of these countries takes part, or it happens in one; ISO 3166-1 alpha-3, in capitals.
    pub countries: Vec<String>,
    /// One of these is in the chain of speakers of one of its claims.
    pub said_by: Vec<Id>,
    /// One of these published one of its claims; compared without case. With [`Filter::said_by`] either will do.
    pub published_by: Vec<String>,
    /// The speakers of one of its claims have names, or one of them has none.
    pub sources: Option<Sources>,
    /// One of its claims stands in one of these.
    pub documents: BTreeSet<Id>,
    /// One of its claims stands in a zone of one of these kinds.
    pub zones: Vec<ZoneKind>,
    /// Its confidence, from 0 to 1, is at least this; one without a confidence passes.
    pub min_confidence: Option<f64>,
    /// At least this many sources say so without copying each other.
    pub min_sources: Option<u32>,
}

impl Filter {
    /// Whether `event`, an event of `graph`, meets every condition.
    ///
    /// Allocates nothing; the conditions that need no look-up in the graph are tried first.
    pub fn accepts(&self, graph: &Graph, event: &Event) -> bool {
        self.accepts_participants(event)
            && (self.types.is_empty() || self.types.iter().any(|wanted| has_type(event, wanted)))
            && (self.statuses.is_empty() || self.statuses.contains(&event.status))
            && self.accepts_time(event)
            && self.min_confidence.is_none_or(|least| event.confidence.is_none_or(|found| found.0 >= least))
            && self.min_sources.is_none_or(|least| event.independent_sources >= least)
            && (self.places.is_empty() || self.places.iter().any(|place| is_in(graph, event, place)))
            && self.accepts_countries(graph, event)
            && self.accepts_claims(graph, event)
    }

    /// Whether a date is asked for, so that events without one are left out unless they are asked for too.
    pub fn asks_for_time(&self) -> bool {
        self.after.is_some() || self.before.is_some()
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
        match event.time.as_ref().filter(|time| time.is_resolved()) {
            Some(time) => !self.asks_for_time() || time.overlaps(self.after, self.before),
            None => match self.undated {
                Some(Undated::Include) => true,
                Some(Undated::Exclude) => false,
                None => !self.asks_for_time(),
            },
        }
    }

    fn accepts_countries(&self, graph: &Graph, event: &Event) -> bool {
        let is_wanted = |country: &Option<String>| {
            country.as_ref().is_some_and(|found| self.countries.iter().any(|wanted| wanted == found))
        };
        let of_actor = |id: &Id| graph.actor(id).is_some_and(|actor| is_wanted(&actor.country));
        let of_place = |id: &Id| graph.place(id).is_some_and(|place| is_wanted(&place.country));
        self.countries.is_empty()
            || event.participants.iter().any(|participant| of_actor(&participant.actor))
            || event.places.iter().any(of_place)
    }

    /// Whether there is any condition on claims.
    pub(super) fn asks_for_claims(&self) -> bool {
        !(self.said_by.is_empty()
            && self.published_by.is_empty()
            && self.sources.is_none()
            && self.documents.is_empty()
            && self.zones.is_empty())
    }

    fn accepts_claims(&self, graph: &Graph, event: &Event) -> bool {
        !self.asks_for_claims()
            || event
                .claims
                .iter()
                .filter_map(|claim| graph.claim(claim))
                .any(|claim| self.accepts_claim(graph, claim))
    }

    /// Whether `claim`, a claim of `graph`, meets every condition on claims; those on its event are not asked.
    pub fn accepts_claim(&self, graph: &Graph, claim: &Claim) -> bool {
        (self.documents.is_empty() || self.documents.contains(&claim.document))
            && (self.zones.is_empty() || claim.zone.is_some_and(|zone| self.zones.contains(&zone)))
            && self.sources.is_none_or(|wanted| {
                let is_anonymous = claim.attribution.iter().any(|hop| hop.anonymous);
                match wanted {
                    Sources::Anonymous => is_anonymous,
                    Sources::Named => !claim.attribution.is_empty() && !is_anonymous,
                }
            })
            && self.accepts_speakers(graph, claim)
    }

    fn accepts_speakers(&self, graph: &Graph, claim: &Claim) -> bool {
        if self.said_by.is_empty() && self.published_by.is_empty() {
            return true;
        }
        let mut speakers = claim.attribution.iter().filter_map(|hop| hop.actor.as_ref());
        if speakers.any(|speaker| self.said_by.contains(speaker)) {
            return true;
        }
        !self.published_by.is_empty()
            && graph.document(&claim.document).and_then(|document| document.publisher.as_ref()).is_some_and(
                |publisher| self.published_by.iter().any(|wanted| same_letters(wanted, publisher)),
            )
    }
}

/// Whether the two are the same but for the case of their letters.
pub(super) fn same_letters(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
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
