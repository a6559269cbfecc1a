//! What GDELT and PLOVER rows have in common: who does it to whom, whether it counts as done, and cells.
//!
//! Both know no status. An event that happened or goes on is coded as it is; one that is planned is coded as the intent
//! it shows: to cooperate, or a threat. What is only possible, depends on something, is denied or not known to have
//! happened cannot be said in them, and is left out rather than coded as done.

use crate::claim::{Role, Status};
use crate::entity::PlaceKind;
use crate::graph::{Event, Graph, Id, Place, Time};
use crate::mention::time::Grain;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// How an event counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As what it is.
    AsItIs,
    /// As saying that one will cooperate.
    IntentToCooperate,
    /// As a threat.
    Threat,
}

/// How an event of this status, whose type has quad class `quad`, counts; `None` if it cannot be said.
pub(crate) fn coding(status: Status, quad: Option<&str>) -> Option<Coding> {
    match (status, quad) {
        (Status::Occurred | Status::Ongoing, _) => Some(Coding::AsItIs),
        (Status::Planned, Some("VC" | "MC")) => Some(Coding::IntentToCooperate),
        (Status::Planned, Some("VX" | "MX")) => Some(Coding::Threat),
        _ => None,
    }
}

/// Who does it to whom: a pair for each agent and each patient or recipient.
///
/// Those who act together are paired in id order if nobody is acted on. One side is `None` where nobody is known.
pub(super) fn dyads(event: &Event) -> Vec<(Option<&Id>, Option<&Id>)> {
    let with = |wanted: &[Role]| -> BTreeSet<&Id> {
        let wanted = event.participants.iter().filter(|participant| wanted.contains(&participant.role));
        wanted.map(|participant| &participant.actor).collect()
    };
    let agents = with(&[Role::Agent]);
    let together = with(&[Role::Participant]);
    let targets = with(&[Role::Patient, Role::Recipient]);
    let acting: BTreeSet<&Id> = agents.union(&together).copied().collect();
    let mut pairs = Vec::new();
    if !targets.is_empty() {
        for agent in &acting {
            let others = targets.iter().filter(|target| *target != agent);
            pairs.extend(others.map(|target| (Some(*agent), Some(*target))));
        }
    } else if !agents.is_empty() {
        for agent in &agents {
            let others = together.iter().filter(|other| *other != agent);
            pairs.extend(others.map(|other| (Some(*agent), Some(*other))));
        }
    } else {
        for (index, one) in together.iter().enumerate() {
            pairs.extend(together.iter().skip(index + 1).map(|other| (Some(*one), Some(*other))));
        }
    }
    if pairs.is_empty() {
        pairs.extend(acting.iter().map(|actor| (Some(*actor), None)));
    }
    if pairs.is_empty() {
        pairs.extend(targets.iter().map(|target| (None, Some(*target))));
    }
    if pairs.is_empty() {
        pairs.push((None, None));
    }
    pairs
}

/// The day on which it happens, or the first of several; `None` if the day within a week, month or more is not known.
pub(super) fn day_of(time: &Time) -> Option<NaiveDate> {
    let start = time.start?.day;
    let is_fine = matches!(
        time.grain,
        Some(Grain::Day | Grain::PartOfDay | Grain::Hour | Grain::Minute | Grain::Second)
    );
    (is_fine || time.end.is_some_and(|end| end.day == start)).then_some(start)
}

/// The first or only place, the finest kind first: these rows have one.
pub(super) fn place_of<'graph>(graph: &'graph Graph, event: &Event) -> Option<&'graph Place> {
    let fineness = |place: &&Place| match place.kind {
        Some(PlaceKind::Facility) => 0,
        Some(PlaceKind::City) => 1,
        Some(PlaceKind::Region) => 2,
        Some(PlaceKind::Other) | None => 3,
        Some(PlaceKind::Country) => 4,
    };
    event.places.iter().filter_map(|id| graph.place(id)).min_by_key(fineness)
}

/// The name of the place of this kind around `place`, or its own.
pub(super) fn name_within<'graph>(
    graph: &'graph Graph,
    place: &'graph Place,
    kind: PlaceKind,
) -> Option<&'graph str> {
    let mut at = Some(place);
    // A file may say that two places lie in each other.
    for _ in 0..8 {
        let place = at?;
        if place.kind == Some(kind) {
            return Some(&place.name);
        }
        at = place.within.as_ref().and_then(|id| graph.place(id));
    }
    None
}

/// `text` as one cell of a table without quotation marks: tabs, line breaks and other control characters are spaces.
pub(super) fn cell(text: &str) -> String {
    let is_break = |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    text.replace(is_break, " ")
}

/// "1 event", "2 events".
pub(super) fn counted(n_events: usize) -> String {
    format!("{n_events} event{}", if n_events == 1 { "" } else { "s" })
}
