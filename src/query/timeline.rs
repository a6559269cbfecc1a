//! What happened when, day by day or month by month.

use super::order::in_order;
use super::{Facts, Filter, events_of};
use crate::graph::{Event, Time};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

/// How long the periods of a timeline are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// A day.
    #[default]
    Day,
    /// From Monday to Sunday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Step {
    /// The first and last day of the period that `day` lies in.
    fn around(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (first, after) = match self {
            Self::Day => (Some(day), Some(day)),
            Self::Week => {
                let first = day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())));
                (first, first.and_then(|first| first.checked_add_days(Days::new(6))))
            }
            Self::Month => {
                let first = day.with_day(1);
                (first, first.and_then(|first| last_of_months(first, 1)))
            }
            Self::Year => {
                let first = NaiveDate::from_ymd_opt(day.year(), 1, 1);
                (first, first.and_then(|first| last_of_months(first, 12)))
            }
        };
        // At the two ends of the calendar there is no whole period.
        (first.unwrap_or(day), after.unwrap_or(day))
    }
}

/// The last day of the `count` months that begin with `first`.
fn last_of_months(first: NaiveDate, count: u32) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(count))?.pred_opt()
}

/// A stretch of days and what goes on in it.
///
/// Its name is as short as it can be: "2024-05-03", "2024-05", "2024", "2024-04-08..2024-04-09", "from 2022-02-24",
/// "until 2024-05-03", "no date".
#[derive(Debug, Clone, PartialEq)]
pub struct Period<'graph> {
    /// Its first day; `None`: open, or no date at all.
    pub first: Option<NaiveDate>,
    /// Its last day; `None`: open, or no date at all.
    pub last: Option<NaiveDate>,
    /// The events, in time order.
    pub events: Vec<&'graph Event>,
}

impl fmt::Display for Period<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = match (self.first, self.last) {
            (Some(first), Some(last)) => (first, last),
            (Some(first), None) => return formatter.pad(&format!("from {first}")),
            (None, Some(last)) => return formatter.pad(&format!("until {last}")),
            (None, None) => return formatter.pad("no date"),
        };
        let name = first.to_string();
        let is_whole = |step: Step| step.around(first) == (first, last);
        let is_usual = (0..10_000).contains(&first.year());
        formatter.pad(&match () {
            () if first == last => name,
            () if is_usual && is_whole(Step::Month) => name[..7].to_owned(),
            () if is_usual && is_whole(Step::Year) => name[..4].to_owned(),
            () => format!("{first}..{last}"),
        })
    }
}

/// The accepted events by period, earliest first; those without a date on the calendar last.
///
/// Of periods that begin on the same day the longest is first; one with an open end follows those that are closed.
/// An event that fits into one period of length `step` stands there. One that takes longer, or whose time is known
/// less exactly, has a period of its own: "in May" is the period 2024-05 also in a timeline of days, before the
/// first day of May. Periods in which nothing happens are left out.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Filter, Step, timeline};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "events": [
///     {"id": "e:1", "type": "CONSULT", "status": "planned", "time": {"start": "2024-05", "end": "2024-05"}},
///     {"id": "e:2", "type": "AID", "status": "occurred", "time": {"start": "2024-05-03", "end": "2024-05-03"}},
///     {"id": "e:3", "type": "ASSAULT", "status": "occurred"}]}"#)?;
/// let names = |step| -> Vec<String> {
///     timeline(&graph, &Filter::default(), step).iter().map(|period| period.to_string()).collect()
/// };
/// assert_eq!(names(Step::Day), ["2024-05", "2024-05-03", "no date"]);
/// assert_eq!(names(Step::Month), ["2024-05", "no date"]);
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn timeline<'index, 'graph: 'index>(
    facts: impl Into<Facts<'index, 'graph>>,
    filter: &Filter,
    step: Step,
) -> Vec<Period<'graph>> {
    let facts = facts.into();
    type Key = (bool, Option<NaiveDate>, Reverse<Option<NaiveDate>>, bool);
    let mut periods: BTreeMap<Key, Period> = BTreeMap::new();
    for event in in_order(facts.graph(), events_of(facts, filter)) {
        let (first, last) = event.time.as_ref().map_or((None, None), |time| bounds(time, step));
        let at = first.or(last);
        let key = (at.is_none(), at, Reverse(last), first.is_none());
        let period = periods.entry(key).or_insert_with(|| Period { first, last, events: Vec::new() });
        period.events.push(event);
    }
    periods.into_values().collect()
}

/// The period of length `step` that `time` lies in, or the days of `time` if it lies in several.
fn bounds(time: &Time, step: Step) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let (start, end) = (time.start.map(|start| start.day), time.end.map(|end| end.day));
    match (start, end) {
        (Some(start), Some(end)) if step.around(start) == step.around(end) => {
            let (first, last) = step.around(start);
            (Some(first), Some(last))
        }
        other => other,
    }
}
