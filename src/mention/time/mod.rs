//! Time expressions: found in running text, then resolved to calendar intervals.
//!
//! In comes a text; out go TIMEX3-like expressions. Finding looks at the words alone; resolving needs the day of
//! publication, a policy, and (from the tree, if the caller has one) which way the clause looks.

use crate::document::Span;
use chrono::NaiveDateTime;

/// The four TIMEX3 types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeKind {
    /// A day or a longer calendar unit.
    Date,
    /// A part of a day or shorter.
    Time,
    /// How long.
    Duration,
    /// How often.
    Set,
}

/// How fine a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are calendar units")]
pub enum Grain {
    Century,
    Decade,
    Year,
    Half,
    Quarter,
    Season,
    Month,
    Week,
    Weekend,
    Day,
    PartOfDay,
    Hour,
    Minute,
    Second,
}

impl Grain {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Century => "century",
            Self::Decade => "decade",
            Self::Year => "year",
            Self::Half => "half",
            Self::Quarter => "quarter",
            Self::Season => "season",
            Self::Month => "month",
            Self::Week => "week",
            Self::Weekend => "weekend",
            Self::Day => "day",
            Self::PartOfDay => "part-of-day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

/// What an interval was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// The words alone ("March 1, 2024").
    Explicit,
    /// The day of publication ("on Tuesday", "in May").
    DocumentDate,
    /// A time named earlier in the text ("the same day", "two weeks earlier").
    ReferenceTime,
    /// A time of another event ("right before the invasion").
    Event,
}

impl Basis {
    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::DocumentDate => "document-date",
            Self::ReferenceTime => "reference-time",
            Self::Event => "event",
        }
    }
}

/// A half-open stretch of calendar time; `None` is an open end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Interval {
    /// Its first moment.
    pub start: Option<NaiveDateTime>,
    /// The first moment after it.
    pub end: Option<NaiveDateTime>,
}

/// A time expression of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where it is.
    pub span: Span,
    /// Its TIMEX3 type.
    pub kind: TimeKind,
    /// Its TIMEX3 value ("2024-05", "P2W", "PAST_REF"); empty when it was seen but not resolved.
    pub value: String,
    /// Its TIMEX3 modifier ("APPROX", "START", "MID", "END", "BEFORE", "AFTER", ...).
    pub modifier: Option<&'static str>,
    /// The calendar interval, if it has one.
    pub interval: Option<Interval>,
    /// How fine it is.
    pub grain: Grain,
    /// What the interval was computed from.
    pub basis: Basis,
    /// The rule that found it.
    pub rule: &'static str,
}
