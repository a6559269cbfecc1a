//! Calendar time as people read it: ISO 8601, both ends included.

use super::code::Code;
use super::words;
use crate::document::Published;
use crate::mention::time::{Basis, Grain, Interval, TimeExpression, Zone};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A day, or a minute of a day, in the zone of the page it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub day: NaiveDate,
    /// The time of day, if it is known.
    pub time: Option<NaiveTime>,
}

impl Moment {
    /// The first moment that `text` covers: `2024-05` is 2024-05-01.
    ///
    /// `text` is `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a day with `Thh:mm` or `Thh:mm:ss`; `None` for anything else.
    ///
    /// ```
    /// use diurna::graph::Moment;
    /// assert_eq!(Moment::first_of("2024-05").unwrap().to_string(), "2024-05-01");
    /// assert_eq!(Moment::last_of("2024-02").unwrap().to_string(), "2024-02-29");
    /// assert_eq!(Moment::first_of("May"), None);
    /// ```
    pub fn first_of(text: &str) -> Option<Self> {
        Self::parse(text).map(|(first, _)| first)
    }

    /// The last moment that `text` covers: `2024-05` is 2024-05-31. See [`Moment::first_of`].
    pub fn last_of(text: &str) -> Option<Self> {
        Self::parse(text).map(|(_, last)| last)
    }

    fn parse(text: &str) -> Option<(Self, Self)> {
        let day = |day: NaiveDate| Self { day, time: None };
        if let Some((date, time)) = text.split_once('T') {
            let time = time.trim_end_matches('Z');
            let time = NaiveTime::parse_from_str(time, "%H:%M")
                .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M:%S"));
            let moment = Self { day: date.parse().ok()?, time: Some(time.ok()?) };
            return Some((moment, moment));
        }
        if let Some(date) = plain_day(text) {
            return Some((day(date), day(date)));
        }
        if let Ok(date) = text.parse::<NaiveDate>() {
            return Some((day(date), day(date)));
        }
        let digits =
            |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let (year, month) = match text.split_once('-') {
            Some((year, month)) if digits(year, 4) && digits(month, 2) => (year, Some(month.parse().ok()?)),
            None if digits(text, 4) => (text, None),
            _ => return None,
        };
        let year: i32 = year.parse().ok()?;
        let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1)?;
        let (next_year, next_month) = match month {
            Some(month) if month < 12 => (year, month + 1),
            _ => (year + 1, 1),
        };
        let last = NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()?;
        Some((day(first), day(last)))
    }
}

/// The day that `text`, `YYYY-MM-DD` and no other way to write it, names.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&[a, b, c, d])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[e, f])?, number(&[g, h])?)
}

impl From<Published> for Moment {
    fn from(published: Published) -> Self {
        match published {
            Published::Day(day) => Self { day, time: None },
            Published::Minute(moment) => Self { day: moment.date(), time: Some(moment.time()) },
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // chrono writes a sign before years of five digits, as ISO 8601 wants.
        let mut text = self.day.to_string();
        if let Some(time) = self.time {
            let shape = if time.second() == 0 { "T%H:%M" } else { "T%H:%M:%S" };
            text.push_str(&time.format(shape).to_string());
        }
        formatter.pad(&text)
    }
}

/// When something happens: an interval whose two ends are included, and how we know.
///
/// Both ends `None`: the text names a time that could not be placed on the calendar. One end `None`: open there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(try_from = "TimeOnFile")]
pub struct Time {
    /// First day or minute.
    pub start: Option<Moment>,
    /// Last day or minute.
    pub end: Option<Moment>,
    /// How fine it is.
    pub grain: Option<Grain>,
    /// TIMEX3 value ("2024-05").
    pub value: Option<Code>,
    /// TIMEX3 modifier ("APPROX").
    pub modifier: Option<Code>,
    /// The words of the text ("in May").
    pub text: Option<String>,
    /// What it was computed from.
    pub basis: Option<Basis>,
    /// The zone its clock times are of, where the words say one.
    pub zone: Option<Zone>,
}

impl Time {
    /// The time that `expression`, found in `text`, gives.
    pub(super) fn of(expression: &TimeExpression, text: &str) -> Self {
        let (start, end) = match expression.interval {
            Some(interval) => inclusive(interval, expression.grain),
            None => (None, None),
        };
        let words = text.get(expression.span.start..expression.span.end).unwrap_or_default();
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            start,
            end,
            grain: Some(expression.grain),
            value: filled(&expression.value).map(Code::from),
            modifier: expression.modifier.map(Code::from),
            text: filled(&words.split_whitespace().collect::<Vec<_>>().join(" ")),
            basis: Some(expression.basis),
            zone: expression.zone,
        }
    }

    /// Whether it has a place on the calendar.
    pub fn is_resolved(&self) -> bool {
        self.start.is_some() || self.end.is_some()
    }

    /// Whether it shares a day with the stretch from `after` to `before`, both included; `None` is open.
    ///
    /// A time that is not resolved overlaps nothing.
    pub fn overlaps(&self, after: Option<NaiveDate>, before: Option<NaiveDate>) -> bool {
        self.is_resolved()
            && self.end.zip(after).is_none_or(|(end, after)| end.day >= after)
            && self.start.zip(before).is_none_or(|(start, before)| start.day <= before)
    }
}

/// The two ends of a half-open interval as they are read: the last day, or minute, instead of the one after it.
fn inclusive(interval: Interval, grain: Grain) -> (Option<Moment>, Option<Moment>) {
    let is_midnight = |moment: NaiveDateTime| moment.num_seconds_from_midnight() == 0;
    // "The past 24 hours" may come as two whole days.
    let is_whole_days = interval.start.is_some_and(is_midnight) && interval.end.is_some_and(is_midnight);
    let step = match grain {
        _ if is_whole_days => None,
        Grain::Hour | Grain::Minute => Some(Duration::minutes(1)),
        Grain::Second => Some(Duration::seconds(1)),
        _ => None,
    };
    let with_time = |moment: NaiveDateTime| Moment { day: moment.date(), time: Some(moment.time()) };
    let whole_day = |moment: NaiveDateTime| Moment { day: moment.date(), time: None };
    let start = interval.start.map(if step.is_some() { with_time } else { whole_day });
    let end = interval.end.map(|end| match step {
        Some(step) => {
            let last = end.checked_sub_signed(step).unwrap_or(end);
            // An interval without length keeps its moment.
            with_time(interval.start.map_or(last, |start| last.max(start)))
        }
        None if is_midnight(end) => {
            let last = end.date().checked_sub_days(Days::new(1)).unwrap_or(end.date());
            Moment { day: interval.start.map_or(last, |start| last.max(start.date())), time: None }
        }
        None => whole_day(end),
    });
    (start, end)
}

/// [`Time`] as JSON has it: `start` and `end` are both absent, or both present with null for an open end.
#[derive(Deserialize)]
struct TimeOnFile {
    #[serde(default)]
    start: Option<Start>,
    #[serde(default)]
    end: Option<End>,
    #[serde(default, with = "words::optional")]
    grain: Option<Grain>,
    #[serde(default)]
    value: Option<Code>,
    #[serde(default)]
    modifier: Option<Code>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, with = "words::optional")]
    basis: Option<Basis>,
    #[serde(default)]
    zone: Option<Code>,
}

impl TryFrom<TimeOnFile> for Time {
    type Error = String;

    fn try_from(file: TimeOnFile) -> Result<Self, String> {
        Ok(Self {
            start: file.start.map(|Start(moment)| moment),
            end: file.end.map(|End(moment)| moment),
            grain: file.grain,
            value: file.value,
            modifier: file.modifier,
            text: file.text,
            basis: file.basis,
            zone: file.zone.map(|zone| zone.parse()).transpose()?,
        })
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Words<T>(T);
        impl<T: words::Word> Serialize for Words<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                words::serialize(&self.0, serializer)
            }
        }
        struct Text(Moment);
        impl Serialize for Text {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }
        let mut time = serializer.serialize_struct("Time", 8)?;
        if self.is_resolved() {
            time.serialize_field("start", &self.start.map(Text))?;
            time.serialize_field("end", &self.end.map(Text))?;
        }
        if let Some(grain) = self.grain {
            time.serialize_field("grain", &Words(grain))?;
        }
        for (key, text) in [
            ("value", self.value.as_deref()),
            ("modifier", self.modifier.as_deref()),
            ("text", self.text.as_deref()),
        ] {
            if let Some(text) = text {
                time.serialize_field(key, text)?;
            }
        }
        if let Some(basis) = self.basis {
            time.serialize_field("basis", &Words(basis))?;
        }
        if let Some(zone) = self.zone {
            time.serialize_field("zone", &zone.to_string())?;
        }
        time.end()
    }
}

/// The moment that `text` covers, as `parse` reads it; the error says what would do.
fn expect_moment<E: de::Error>(text: &str, parse: fn(&str) -> Option<Moment>) -> Result<Moment, E> {
    parse(text).ok_or_else(|| {
        E::custom(format!("`{text}` is not a date; write 2024, 2024-05, 2024-05-17 or 2024-05-17T08:30"))
    })
}

/// A moment that is read from text without copying it.
macro_rules! moment_on_file {
    ($name:ident, $parse:path, $what:literal) => {
        #[doc = $what]
        struct $name(Moment);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                        formatter.write_str("a string")
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        expect_moment(text, $parse).map($name)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}

moment_on_file!(Start, Moment::first_of, "The first moment of a text such as `2024-05`.");
moment_on_file!(End, Moment::last_of, "The last moment of a text such as `2024-05`.");

/// A time of publication as JSON has it.
pub(super) mod published {
    use super::{Moment, Start};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::graph) fn serialize<S: Serializer>(
        moment: &Option<Moment>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => serializer.collect_str(moment),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::graph) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Moment>, D::Error> {
        Ok(Option::<Start>::deserialize(deserializer)?.map(|Start(moment)| moment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<NaiveDateTime> {
        Some(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a test writes its moments right"))
    }

    fn ends(start: Option<NaiveDateTime>, end: Option<NaiveDateTime>, grain: Grain) -> (String, String) {
        let (start, end) = inclusive(Interval { start, end }, grain);
        let show = |moment: Option<Moment>| moment.map_or("null".to_owned(), |moment| moment.to_string());
        (show(start), show(end))
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        assert_eq!(
            ends(at("2024-05-01T00:00"), at("2024-06-01T00:00"), Grain::Month),
            ("2024-05-01".into(), "2024-05-31".into())
        );
    }

    #[test]
    fn a_night_keeps_both_its_days() {
        assert_eq!(
            ends(at("2024-04-06T21:00"), at("2024-04-07T06:00"), Grain::PartOfDay),
            ("2024-04-06".into(), "2024-04-07".into())
        );
    }

    #[test]
    fn an_hour_ends_with_its_last_minute() {
        assert_eq!(
            ends(at("2024-04-07T23:00"), at("2024-04-08T00:00"), Grain::Hour),
            ("2024-04-07T23:00".into(), "2024-04-07T23:59".into())
        );
    }

    #[test]
    fn hours_that_fill_days_are_days() {
        assert_eq!(
            ends(at("2024-04-05T00:00"), at("2024-04-07T00:00"), Grain::Hour),
            ("2024-04-05".into(), "2024-04-06".into())
        );
    }

    #[test]
    fn an_open_end_stays_open() {
        assert_eq!(ends(None, at("2024-01-01T00:00"), Grain::Day), ("null".into(), "2023-12-31".into()));
    }

    #[test]
    fn overlap_counts_the_shared_day() {
        let time =
            Time { start: Moment::first_of("2024-05"), end: Moment::last_of("2024-05"), ..Time::default() };
        let day = |text: &str| Some(text.parse().expect("a day"));
        assert!(time.overlaps(day("2024-05-31"), None));
        assert!(!time.overlaps(day("2024-06-01"), None));
        assert!(time.overlaps(None, day("2024-05-01")));
        assert!(!time.overlaps(None, day("2024-04-30")));
        assert!(!Time::default().overlaps(None, None));
    }
}
