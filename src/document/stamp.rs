//! When a page says it was published: the dates and clock times of header lines, by-lines and metadata.
//!
//! Only forms that a page's makers write; time expressions of running text belong to [`crate::mention::time`].

use super::Published;
use super::phrase::{Phrases, rows_of};
use super::words::{Shape, Words};
use chrono::{Datelike, NaiveDate, NaiveTime};
use std::sync::LazyLock;

/// What a word or phrase in a stamp is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Month(u32),
    Weekday,
    Half {
        is_afternoon: bool,
    },
    /// A clock's zone, in capitals.
    Zone,
    /// A word after a clock time: "h", "local time".
    Clock,
    Label(Moment),
    Link,
}

/// Which moment of a page's life a stamp gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    /// It was published.
    First,
    /// It was changed.
    Change,
}

static PARTS: LazyLock<Phrases<Part>> = LazyLock::new(|| {
    let rows = rows_of(include_str!("../lexicon/en/document/stamps.tsv"));
    Phrases::from_rows(rows.filter_map(|row| Some((*row.first()?, part_of(&row)?))))
});

fn part_of(row: &[&str]) -> Option<Part> {
    let &[_, class, value] = row else { return None };
    match class {
        "month" => value.parse().ok().map(Part::Month),
        "weekday" => Some(Part::Weekday),
        "half" => Some(Part::Half { is_afternoon: value == "pm" }),
        "zone" => Some(Part::Zone),
        "clock" => Some(Part::Clock),
        "label" => Some(Part::Label(if value == "change" { Moment::Change } else { Moment::First })),
        "link" => Some(Part::Link),
        _ => None,
    }
}

fn part_at(words: &Words, at: usize) -> Option<(usize, Part)> {
    PARTS.longest_at(words, at)
}

/// A day whose year may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// The year, if it is written.
    pub(super) year: Option<i32>,
    /// From 1 to 12.
    pub(super) month: u32,
    /// From 1 to 31.
    pub(super) day: u32,
}

impl Day {
    fn new(year: Option<i32>, month: u32, day: u32) -> Option<Self> {
        // 2000 was a leap year: 29 February without a year is a day.
        NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day)?;
        Some(Self { year, month, day })
    }

    /// The day itself, if the year is written.
    pub(super) fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month, self.day)
    }

    /// The last such day that is at most a week after `published`: news is written about days gone by.
    pub(super) fn near(self, published: NaiveDate) -> Option<NaiveDate> {
        if self.year.is_some() {
            return self.date();
        }
        let latest = published.checked_add_days(chrono::Days::new(7))?;
        (0..9)
            .filter_map(|back| NaiveDate::from_ymd_opt(latest.year() - back, self.month, self.day))
            .find(|day| *day <= latest)
    }
}

/// A date, a clock time, or both, and where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The day.
    pub(super) day: Option<Day>,
    /// The time of day.
    pub(super) time: Option<NaiveTime>,
    /// Which moment its label says it is.
    pub(super) label: Option<Moment>,
    /// First word, labels and weekday included.
    pub(super) start: usize,
    /// One past the last word.
    pub(super) end: usize,
}

impl Stamp {
    /// Which moment it is; without a label the first.
    pub(super) fn moment(&self) -> Moment {
        self.label.unwrap_or(Moment::First)
    }

    /// What it says, if it says the whole date.
    pub(super) fn published(&self) -> Option<Published> {
        let day = self.day?.date()?;
        Some(at_time(day, self.time))
    }

    /// What it says, the year taken from `published` where it is missing.
    pub(super) fn published_near(&self, published: Option<Published>) -> Option<Published> {
        let day = match published {
            Some(published) => self.day?.near(published.day())?,
            None => self.day?.date()?,
        };
        Some(at_time(day, self.time))
    }
}

fn at_time(day: NaiveDate, time: Option<NaiveTime>) -> Published {
    match time {
        Some(time) => Published::Minute(day.and_time(time)),
        None => Published::Day(day),
    }
}

fn number(words: &Words, at: usize) -> Option<u32> {
    (words.shape(at) == Shape::Number && words.lower(at).len() <= 4)
        .then(|| words.lower(at).parse().ok())
        .flatten()
}

/// A number of exactly `digits` digits.
fn number_of(words: &Words, at: usize, digits: usize) -> Option<u32> {
    number(words, at).filter(|_| words.lower(at).len() == digits)
}

fn year(words: &Words, at: usize) -> Option<i32> {
    let year = number_of(words, at, 4)?;
    (1600..=2200).contains(&year).then(|| i32::try_from(year).expect("a year of four digits fits"))
}

/// A day of the month, with its ending ("7th") if there is one.
fn day_of_month(words: &Words, at: usize) -> Option<(u32, usize)> {
    let day = number(words, at).filter(|day| (1..=31).contains(day) && words.lower(at).len() <= 2)?;
    let is_ordinal = words.is_glued(at + 1) && matches!(words.lower(at + 1), "st" | "nd" | "rd" | "th");
    Some((day, at + 1 + usize::from(is_ordinal)))
}

fn month(words: &Words, at: usize) -> Option<(u32, usize)> {
    match part_at(words, at)? {
        (end, Part::Month(month)) if words.shape(at) != Shape::Small || words.lower(at) != "may" => {
            let is_shortened = words.is_sign(end, '.') && words.is_glued(end);
            Some((month, end + usize::from(is_shortened)))
        }
        _ => None,
    }
}

fn skip_sign(words: &Words, at: usize, sign: char) -> usize {
    at + usize::from(words.is_sign(at, sign))
}

/// The date at word `at`, without weekday or label.
fn read_day(words: &Words, at: usize) -> Option<(Day, usize)> {
    // 2024-04-07, 2024/04/07
    if let Some(year) = year(words, at)
        && let sign @ ("-" | "/" | ".") = words.lower(at + 1)
        && words.is_glued(at + 1)
        && let Some(month) = number_of(words, at + 2, 2)
        && words.lower(at + 3) == sign
        && let Some(day) = number_of(words, at + 4, 2)
    {
        return Some((Day::new(Some(year), month, day)?, at + 5));
    }
    // 07.04.2024, 27/04/2024; a slashed date whose order cannot be told is not read.
    if let Some(first) = number(words, at)
        && let sign @ ("." | "/" | "-") = words.lower(at + 1)
        && words.is_glued(at + 1)
        && let Some(second) = number(words, at + 2)
        && words.lower(at + 3) == sign
        && let Some(year) = year(words, at + 4)
    {
        let (day, month) = match (sign, first, second) {
            (".", day, month) | (_, day @ 13.., month) => (day, month),
            (_, month, day @ 13..) => (day, month),
            (_, day, month) if day == month => (day, month),
            _ => return None,
        };
        return Some((Day::new(Some(year), month, day)?, at + 5));
    }
    // April 7, 2024; Apr. 7
    if let Some((month, next)) = month(words, at) {
        let (day, end) = day_of_month(words, next)?;
        let year_at = skip_sign(words, end, ',');
        return match year(words, year_at) {
            Some(year) => Some((Day::new(Some(year), month, day)?, year_at + 1)),
            None => Some((Day::new(None, month, day)?, end)),
        };
    }
    // 7 April 2024; 7th of April, 2024; 07-Apr-2024
    let (day, next) = day_of_month(words, at)?;
    let next = next + usize::from(words.lower(next) == "of" || words.is_sign(next, '-'));
    let (month, end) = month(words, next)?;
    let year_at = if words.is_sign(end, ',') || words.is_sign(end, '-') { end + 1 } else { end };
    match year(words, year_at) {
        Some(year) => Some((Day::new(Some(year), month, day)?, year_at + 1)),
        None => Some((Day::new(None, month, day)?, end)),
    }
}

/// "am", "p.m.": whether it is the afternoon.
fn read_half(words: &Words, at: usize) -> Option<(bool, usize)> {
    if let Some((end, Part::Half { is_afternoon })) = part_at(words, at) {
        return Some((is_afternoon, end));
    }
    let is_afternoon = match words.lower(at) {
        "a" => false,
        "p" => true,
        _ => return None,
    };
    let is_dotted = words.is_sign(at + 1, '.') && words.lower(at + 2) == "m" && words.is_glued(at + 2);
    is_dotted.then(|| (is_afternoon, at + 3 + usize::from(words.is_sign(at + 3, '.'))))
}

/// The clock time at word `at`: "7:30 AM", "08.15 GMT", "18:55", "1101 GMT", "11am".
///
/// A time without minutes needs its half of the day, one with a full stop its half or its zone.
pub(super) fn read_clock(words: &Words, at: usize) -> Option<(NaiveTime, usize)> {
    let first = number(words, at)?;
    let (hour, minute, mut end, is_plain) = if words.is_glued(at + 1)
        && (words.is_sign(at + 1, ':') || words.is_sign(at + 1, '.'))
        && words.is_glued(at + 2)
        && words.lower(at).len() <= 2
        && let Some(minute) = number_of(words, at + 2, 2)
    {
        (first, minute, at + 3, words.is_sign(at + 1, ':'))
    } else if words.lower(at).len() == 4 {
        (first / 100, first % 100, at + 1, false)
    } else if words.lower(at).len() <= 2 {
        let (is_afternoon, end) = read_half(words, at + 1)?;
        return Some((NaiveTime::from_hms_opt(hour_of(first, Some(is_afternoon))?, 0, 0)?, end));
    } else {
        return None;
    };
    if is_plain
        && words.is_sign(end, ':')
        && words.is_glued(end)
        && number_of(words, end + 1, 2).is_some_and(|second| second < 60)
    {
        end += 2;
        if words.is_sign(end, '.') && words.is_glued(end) && words.is_glued(end + 1) {
            end += 2;
        }
    }
    let half = read_half(words, end);
    if let Some((_, after)) = half {
        end = after;
    }
    let hour = hour_of(hour, half.map(|(is_afternoon, _)| is_afternoon))?;
    let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
    let (end, has_zone) = skip_zone(words, end);
    (is_plain || half.is_some() || has_zone).then_some((time, end))
}

fn hour_of(hour: u32, is_afternoon: Option<bool>) -> Option<u32> {
    match is_afternoon {
        None => (hour < 24).then_some(hour),
        Some(is_afternoon) => (1..=12).contains(&hour).then(|| hour % 12 + if is_afternoon { 12 } else { 0 }),
    }
}

/// "GMT", "(UTC)", "+03:00", "GMT+3".
fn skip_zone(words: &Words, at: usize) -> (usize, bool) {
    let mut end = at;
    let is_bracketed = words.is_sign(at, '(');
    let zone_at = at + usize::from(is_bracketed);
    let is_capitals = words.shape(zone_at) == Shape::Capitals;
    if let Some((after, Part::Clock | Part::Zone)) =
        part_at(words, zone_at).filter(|(_, part)| *part == Part::Clock || is_capitals)
    {
        end = after + usize::from(is_bracketed && words.is_sign(after, ')'));
    }
    if (words.is_sign(end, '+') || words.is_sign(end, '-') || words.is_sign(end, '\u{2212}'))
        && words.is_glued(end)
        && number(words, end + 1).is_some()
    {
        let has_minutes = words.is_sign(end + 2, ':') && number_of(words, end + 3, 2).is_some();
        end += if has_minutes { 4 } else { 2 };
    }
    (end, end > at)
}

/// The signs and link words that may stand between the parts of a stamp.
fn skip_joint(words: &Words, mut at: usize) -> usize {
    while matches!(
        words.lower(at),
        "," | "|" | "\u{b7}" | "\u{2022}" | "-" | "\u{2013}" | "\u{2014}" | ":" | "/"
    ) || matches!(part_at(words, at), Some((_, Part::Link)))
        || words.lower(at) == "t" && words.is_glued(at)
    {
        at += 1;
    }
    at
}

/// The stamp that begins at word `at`: a date with or without a time, or a time and then a date.
fn read_stamp(words: &Words, at: usize) -> Option<Stamp> {
    let mut from = at;
    let mut label = None;
    while let Some((end, part @ (Part::Label(_) | Part::Weekday))) = part_at(words, from) {
        if let Part::Label(moment) = part {
            label = Some(moment);
        }
        from = end;
        if words.is_sign(from, '.') && words.is_glued(from) {
            from += 1;
        }
        from = skip_joint(words, from);
    }
    if let Some((day, mut end)) = read_day(words, from) {
        let mut time = None;
        let clock_at = skip_joint(words, end);
        if let Some((clock, after)) = read_clock(words, clock_at) {
            (time, end) = (Some(clock), after);
        }
        return Some(Stamp { day: Some(day), time, label, start: at, end });
    }
    let (time, after) = read_clock(words, from)?;
    let mut day_at = skip_joint(words, after);
    if let Some((end, Part::Weekday)) = part_at(words, day_at) {
        day_at = skip_joint(words, end);
    }
    if let Some((day, end)) = read_day(words, day_at) {
        return Some(Stamp { day: Some(day), time: Some(time), label, start: at, end });
    }
    Some(Stamp { day: None, time: Some(time), label, start: at, end: after })
}

/// Every stamp of a line, in order. A number in the middle of a word or of a larger number starts none.
pub(super) fn find_stamps(words: &Words) -> Vec<Stamp> {
    let mut stamps = Vec::new();
    if words.iter().all(|word| word.shape != Shape::Number) {
        return stamps;
    }
    let mut at = 0;
    while at < words.len() {
        match read_stamp(words, at) {
            Some(stamp) => {
                at = stamp.end.max(at + 1);
                stamps.push(stamp);
            }
            None => at += 1,
        }
    }
    stamps
}

/// Whether word `index` may stand beside the stamps of a line: a label, a weekday or a sign.
pub(super) fn is_beside_stamps(words: &Words, index: usize) -> bool {
    words.shape(index) == Shape::Sign
        || matches!(part_at(words, index), Some((_, Part::Label(_) | Part::Weekday | Part::Link)))
}

/// Whether word `index` names a month or a day of the week.
pub(super) fn is_calendar_word(words: &Words, index: usize) -> bool {
    matches!(part_at(words, index), Some((_, Part::Month(_) | Part::Weekday)))
}

/// What a metadata field says: an ISO 8601 date, an RFC 2822 date, or a date as people write it.
///
/// The time stays in the zone it is written in.
pub(super) fn read_published(value: &str) -> Option<Published> {
    let words = Words::of(value);
    find_stamps(&words).iter().find_map(Stamp::published)
}

/// The dates that page addresses hold: `/2024/04/07/`.
pub(super) fn read_address(url: &str) -> Option<Published> {
    let mut parts = url.split('/').map(|part| (part.len(), part.parse::<u32>().ok()));
    let mut last: [(usize, Option<u32>); 3] = [(0, None); 3];
    parts.find_map(|part| {
        last = [last[1], last[2], part];
        match last {
            [(4, Some(year @ 1980..=2200)), (1 | 2, Some(month)), (1 | 2, Some(day))] => {
                NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(Published::Day)
            }
            _ => None,
        }
    })
}

/// The better of a date found first and one found later: the first, unless the later is a time of the same day.
pub(super) fn finer(first: Option<Published>, later: Option<Published>) -> Option<Published> {
    match (first, later) {
        (Some(Published::Day(day)), Some(minute @ Published::Minute(time))) if time.date() == day => {
            Some(minute)
        }
        (None, later) => later,
        (first, _) => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(line: &str) -> String {
        match read_published(line) {
            Some(Published::Day(day)) => day.to_string(),
            Some(Published::Minute(time)) => time.format("%Y-%m-%dT%H:%M").to_string(),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn stamps_are_read_as_people_write_them() {
        for (line, expected) in [
            ("2013-02-12", "2013-02-12"),
            ("2013-02-12T08:05", "2013-02-12T08:05"),
            ("2013-02-12T08:05:30.250+02:00", "2013-02-12T08:05"),
            ("2013-02-12 08:05:30", "2013-02-12T08:05"),
            ("Tue, 12 Feb 2013 08:05:00 GMT", "2013-02-12T08:05"),
            ("February 12, 2013 8:05 PM", "2013-02-12T20:05"),
            ("Tue 12 Feb 2013 08.15 GMT", "2013-02-12T08:15"),
            ("Feb. 12th, 2013, at 9 p.m. ET", "2013-02-12T21:00"),
            ("12 February 2013", "2013-02-12"),
            ("Published 12 February 2013", "2013-02-12"),
            ("12.02.2013", "2013-02-12"),
            ("25/02/2013", "2013-02-25"),
            ("02/25/2013", "2013-02-25"),
            ("8:05 AM EST, Tue February 12, 2013", "2013-02-12T08:05"),
            ("2013-02-12 | 1645 GMT", "2013-02-12T16:45"),
            ("12:00 am, 12 February 2013", "2013-02-12T00:00"),
            // Near misses: no order, no such day, no year, no date.
            ("02/03/2013", "none"),
            ("30 February 2013", "none"),
            ("12 February", "none"),
            ("they may 12", "none"),
            ("8-9", "none"),
            ("", "none"),
        ] {
            assert_eq!(published(line), expected, "{line:?}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_the_last_one() {
        let day = Day { year: None, month: 12, day: 30 };
        let published = NaiveDate::from_ymd_opt(2013, 1, 2).expect("a day");
        assert_eq!(day.near(published), NaiveDate::from_ymd_opt(2012, 12, 30));
        let day = Day { year: None, month: 1, day: 5 };
        assert_eq!(day.near(published), NaiveDate::from_ymd_opt(2013, 1, 5));
    }

    #[test]
    fn addresses_hold_dates() {
        let day = NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day);
        assert_eq!(read_address("https://news.example/2013/02/12/strike"), day);
        assert_eq!(read_address("https://news.example/2013/19/12/strike"), None);
    }
}
