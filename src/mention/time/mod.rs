//! Time expressions: found in running text, then resolved to calendar intervals.
//!
//! In comes a text; out go TIMEX3-like expressions. Finding looks at the words alone; resolving needs the day of
//! publication, a policy, and (from the tree, if the caller has one) which way the clause looks.

mod calendar;
mod feature;
mod find;
mod literal;
mod resolve;
mod rule;
mod token;
mod vocabulary;

pub use crate::document::Policy;
use crate::document::{Published, Span};
use chrono::{Datelike, NaiveDateTime};
use feature::{Features, Slot};
use rule::{Book, Meaning, Rule};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

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

/// How far the clocks of a time zone are ahead of Greenwich, as ISO 8601 writes it.
///
/// ```
/// use diurna::mention::time::Zone;
/// let zone: Zone = "-03:30".parse().unwrap();
/// assert_eq!((zone.minutes_east(), zone.to_string().as_str()), (-210, "-03:30"));
/// assert!("3".parse::<Zone>().is_err() && "+24:00".parse::<Zone>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone(i16);

impl Zone {
    /// The zone so many minutes east of Greenwich; none a day or more away.
    pub fn east(minutes: i32) -> Option<Self> {
        (minutes.abs() < 24 * 60).then(|| i16::try_from(minutes).ok()).flatten().map(Self)
    }

    /// Minutes to take from its clock for that of Greenwich.
    pub const fn minutes_east(self) -> i16 {
        self.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, minutes) = if self.0 < 0 { ('-', -self.0) } else { ('+', self.0) };
        formatter.pad(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
            let number = |digits: &str| {
                let plain = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
                plain.then(|| digits.parse::<i32>().ok()).flatten()
            };
            let east = number(hours)? * 60 + number(minutes).filter(|minutes| *minutes < 60)?;
            Self::east(if text.starts_with('-') { -east } else { east })
        };
        read().ok_or_else(|| format!("`{text}` is not a time zone; write +03:00 or -05:30"))
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
    /// The zone its clock times are of, where the words say one ("16:30 GMT"); they are not converted.
    pub zone: Option<Zone>,
    /// The rule that found it.
    pub rule: &'static str,
    /// The two ends of a range ("from 2010 to 2012", "April 8-9"), each with its own span; else empty. The interval
    /// of a range runs from the start of the first to the end of the second.
    pub members: Vec<TimeExpression>,
}

/// A time expression that was found and not yet resolved.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it is.
    pub span: Span,
    rule: &'static Rule,
    features: Features,
    anchor: Option<Features>,
    members: Vec<Member>,
    /// The value of the preposition before it in the class `signal`.
    signal: Option<i32>,
    /// Which way nearby words say that the clause looks.
    cue: Direction,
    /// Whether it opens its sentence ("In 1940 ...").
    leads: bool,
}

impl Found {
    /// The year that it names, of a range the first.
    fn year(&self) -> Option<i32> {
        let own = self.features.get(Slot::Year);
        own.or_else(|| self.members.iter().find_map(|member| member.features.get(Slot::Year)))
    }

    fn zone(&self) -> Option<Zone> {
        let said = self.members.iter().rev().map(|member| &member.features).chain([&self.features]);
        said.filter_map(|features| features.get(Slot::Zone)).find_map(Zone::east)
    }

    /// Whether it counts from the day of writing.
    fn counts_from_writing(&self) -> bool {
        let has = |slot| self.features.has(slot);
        let from_writing = match self.features.get(Slot::Anchor) {
            Some(anchor) => anchor == 2,
            None => has(Slot::Shift) || has(Slot::YearShift) || has(Slot::WeekShift) || has(Slot::MonthShift),
        };
        let is_bare_weekday = has(Slot::Weekday) && !has(Slot::Day) && !has(Slot::Month);
        self.rule.meaning == Meaning::Window || from_writing || is_bare_weekday
    }
}

#[derive(Debug, Clone)]
struct Member {
    span: Span,
    features: Features,
}

/// Which way a clause looks from the time of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// "visited", "has visited".
    Past,
    /// "will visit", "would visit", "to visit".
    Future,
    /// Nothing says which.
    Unknown,
}

/// What is known about the text whose expressions are resolved.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// When it was published.
    pub published: Option<Published>,
    /// How to complete expressions.
    pub policy: Policy,
}

fn read_book(queries: bool) -> Book {
    Book::read(queries).unwrap_or_else(|fault| panic!("a unit test reads the built-in rules: {fault}"))
}

/// The rules for running text, read once.
static BOOK: LazyLock<Book> = LazyLock::new(|| read_book(false));
/// The rules for questions and appointments, read once.
static QUERY_BOOK: LazyLock<Book> = LazyLock::new(|| read_book(true));

fn book_for(policy: Policy) -> &'static Book {
    match policy {
        Policy::News | Policy::Narrative => &BOOK,
        Policy::Literal => &QUERY_BOOK,
    }
}

/// The time expressions in `span` of `text`, in text order; none overlaps another.
///
/// Looks at the words alone: no date is needed, and nothing is resolved. Takes time linear in the length of the span.
/// Expressions do not cross a blank line. Ages ("a 62-year-old man") and counts ("2000 people") are none. Under
/// [`Policy::Literal`] the shorthand of appointments counts too ("7p", "6-8 on Monday", "eod").
///
/// ```
/// use diurna::document::Span;
/// use diurna::mention::time::{Policy, find_times};
/// let words = |text: &'static str, policy| -> Vec<&str> {
///     let found = find_times(text, Span::new(0, text.len()), policy);
///     found.iter().map(|found| found.span.of(text)).collect()
/// };
/// let text = "The minister may visit Oslo on May 5, a 62-year-old aide said.";
/// assert_eq!(words(text, Policy::News), ["May 5"]);
/// let text = "Who is free at 7p?";
/// assert_eq!(words(text, Policy::News), [""; 0]);
/// assert_eq!(words(text, Policy::Literal), ["7p"]);
/// ```
pub fn find_times(text: &str, span: Span, policy: Policy) -> Vec<Found> {
    find::find(book_for(policy), text, span)
}

/// Fewest years named for a story to be taken for a history.
const HISTORY_YEARS: usize = 3;
/// How many years before its publication a history tells of.
const HISTORY_AGE: i32 = 2;
/// A history has at most one time counted from the day of writing ("yesterday", "on Friday") for so many years named.
const HISTORY_RATIO: usize = 4;

/// How the times of a story are told: as a history if it names mostly years that are long past when it was published, or
/// any years if it does not say when, and hardly ever counts from the day of writing; else as news.
///
/// ```
/// use chrono::NaiveDate;
/// use diurna::document::{Published, Span};
/// use diurna::mention::time::{Policy, find_times, policy_of};
/// let policy = |text: &str| {
///     let published = NaiveDate::from_ymd_opt(2024, 5, 7).map(Published::Day);
///     policy_of(&find_times(text, Span::new(0, text.len()), Policy::News), published)
/// };
/// assert_eq!(policy("The war began in May 1911. In 1912 the king fled, and in July 1913 peace came."), Policy::Narrative);
/// assert_eq!(policy("They met on Friday. Talks had failed in 1911, 1912 and 1913."), Policy::News);
/// ```
pub fn policy_of(found: &[Found], published: Option<Published>) -> Policy {
    let years = found.iter().filter_map(Found::year);
    let is_past = |year: &i32| published.is_none_or(|day| *year <= day.day().year() - HISTORY_AGE);
    let (past, recent): (Vec<i32>, Vec<i32>) = years.partition(is_past);
    let counted = found.iter().filter(|found| found.counts_from_writing()).count();
    if past.len() >= HISTORY_YEARS && past.len() > recent.len() && past.len() >= HISTORY_RATIO * counted {
        Policy::Narrative
    } else {
        Policy::News
    }
}

/// What `found`, the expressions of one story in text order, mean.
///
/// `direction` says which way the clause around an expression looks; where it is unknown, words such as "will" nearby
/// decide. An expression that names no day of the calendar ("recently") has a value and no interval; so has one that
/// leaves open what neither the publication nor an earlier expression tells ("XXXX-05").
///
/// ```
/// use chrono::NaiveDate;
/// use diurna::document::{Published, Span};
/// use diurna::mention::time::{Context, Direction, Policy, find_times, resolve_times};
/// let text = "He will visit Peru in May. On Monday he was in Lima.";
/// let found = find_times(text, Span::new(0, text.len()), Policy::News);
/// let published = NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day);
/// let times = resolve_times(text, &found, &Context { published, policy: Policy::News }, |_| Direction::Unknown);
/// assert_eq!(times[0].value, "2013-05");
/// assert_eq!(times[1].value, "2013-02-11");
/// ```
pub fn resolve_times(
    text: &str,
    found: &[Found],
    context: &Context,
    direction: impl Fn(Span) -> Direction,
) -> Vec<TimeExpression> {
    resolve::resolve(book_for(context.policy), text, found, context, direction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn read(text: &str, policy: Policy) -> Vec<TimeExpression> {
        let found = find_times(text, Span::new(0, text.len()), policy);
        let published = NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day);
        resolve_times(text, &found, &Context { published, policy }, |_| Direction::Unknown)
    }

    #[test]
    fn the_rules_can_be_read() {
        for queries in [false, true] {
            Book::read(queries).expect("the built-in rules are right");
        }
    }

    #[test]
    fn every_rule_finds_its_examples() {
        examples_are_found(Policy::News);
    }

    #[test]
    fn every_rule_finds_its_examples_in_queries() {
        examples_are_found(Policy::Literal);
    }

    fn examples_are_found(policy: Policy) {
        let read = |text| read(text, policy);
        let mut failures = Vec::new();
        for rule in &book_for(policy).rules {
            let in_news = BOOK.rules.iter().any(|other| other.name == rule.name);
            assert!(
                (!rule.yes.is_empty() && !rule.no.is_empty()) || (in_news && policy == Policy::Literal),
                "rule {} needs examples of both kinds",
                rule.name
            );
            for (text, value) in &rule.yes {
                let times = read(text);
                let Some(value) = value else {
                    if !times.is_empty() {
                        failures.push(format!("{}: `{text}` is a time", rule.name));
                    }
                    continue;
                };
                let hit = times.iter().rev().find(|time| time.rule == rule.name);
                if hit.is_none_or(|hit| hit.value != *value) {
                    let found: Vec<String> = times
                        .iter()
                        .map(|time| format!("{} {} by {}", time.span.of(text), time.value, time.rule))
                        .collect();
                    failures.push(format!("{}: `{text}` should be {value}, found {found:?}", rule.name));
                }
            }
            for text in &rule.no {
                let skips = rule.meaning == Meaning::Skip;
                if !skips && read(text).iter().any(|time| time.rule == rule.name) {
                    failures.push(format!("{}: matches `{text}`", rule.name));
                }
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }

    #[test]
    fn long_monotonous_texts_take_linear_time() {
        for piece in ["1234567 ", " ", "may may ", "1 ", "the last two ", "1-", "from May to "] {
            read(&piece.repeat(400_000 / piece.len()), Policy::News);
            read(&piece.repeat(10_000 / piece.len()), Policy::Literal);
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_ordered_spans(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn any_mix_of_time_words_gives_ordered_spans(
            words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40)
        ) {
            check(&words.concat());
        }
    }

    const WORDS: &[&str] = &[
        " ",
        "\n",
        "-",
        "–",
        ",",
        ".",
        "/",
        ":",
        "'",
        "the ",
        "last ",
        "next ",
        "May ",
        "Monday ",
        "31",
        "2",
        "99999",
        "30 ",
        "2013",
        "0",
        "week ",
        "years ",
        "ago ",
        "after ",
        "from ",
        "to ",
        "and ",
        "between ",
        "BC ",
        "century ",
        "th ",
        "s ",
        "early ",
        "24",
        "a.m. ",
        "February ",
        "Easter ",
        "decades ",
        "first ",
        "of ",
        "é",
        "every ",
        "half ",
        "noon ",
        "Q",
        "in ",
        "previous ",
        "later ",
        "night ",
        "that ",
        "winter ",
        "12345678 ",
        "millennia ",
    ];

    fn check(text: &str) {
        for policy in [Policy::News, Policy::Narrative, Policy::Literal] {
            let found = find_times(text, Span::new(0, text.len()), policy);
            let published = NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day);
            let times = resolve_times(text, &found, &Context { published, policy }, |_| Direction::Unknown);
            let mut end = 0;
            for time in &times {
                assert!(time.span.start >= end && time.span.start < time.span.end, "{times:?}");
                assert!(text.is_char_boundary(time.span.start) && text.is_char_boundary(time.span.end));
                assert!(!time.value.is_empty(), "{times:?}");
                if let Some(interval) = time.interval {
                    assert!(interval.start < interval.end, "{time:?}");
                }
                for member in &time.members {
                    assert!(time.span.contains(member.span), "{time:?}");
                }
                end = time.span.end;
            }
        }
    }
}
