//! Values under [`super::Policy::Literal`]: stretches without a TIMEX3 name of their own are written
//! `(first,end,length)`, the end excluded where the words name a unit and as it is said in a range.

use super::calendar::{Stretch, add_days, add_months, move_by, move_clock};
use super::{Grain, TimeExpression};
use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// One end of a range as its value says it; the year and the date may be open.
struct Edge<'v> {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    clock: Option<(u32, u32)>,
    date: &'v str,
}

impl<'v> Edge<'v> {
    fn read(value: &'v str) -> Option<Self> {
        let (date, clock) = value.split_once('T').map_or((value, None), |(date, clock)| (date, Some(clock)));
        // A weekday of some week, and a quarter, count from the first day they can have.
        let week = date.strip_prefix("XXXX-WXX-").map(|_| "");
        let quarter =
            date.split_once("-Q").and_then(|(year, quarter)| Some((year, quarter.parse::<u32>().ok()?)));
        if let Some((year, quarter)) = quarter {
            let month = Some((quarter.checked_sub(1)? * 3) + 1);
            return Some(Self { year: year.parse().ok(), month, day: Some(1), clock: None, date });
        }
        let mut parts = week.unwrap_or(date).split('-');
        let year = parts.next().and_then(|year| year.parse().ok());
        let number = |part: Option<&str>| part.map(|part| part.parse::<u32>().ok());
        let (month, day) = (number(parts.next()), number(parts.next()));
        if month == Some(None) || day == Some(None) {
            return None;
        }
        let clock = match clock {
            Some(clock) => {
                let (hour, rest) = clock.split_once(':').unwrap_or((clock, "00"));
                Some((hour.parse().ok()?, rest.get(..2)?.parse().ok()?))
            }
            None => None,
        };
        Some(Self { year, month: month.flatten(), day: day.flatten(), clock, date })
    }

    /// The first day, with open parts taken from `published`.
    fn day(&self, published: NaiveDate) -> Option<NaiveDate> {
        if self.date.is_empty() {
            return Some(published);
        }
        let year = self.year.unwrap_or_else(|| published.year());
        NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    fn moment(&self, published: NaiveDate) -> Option<NaiveDateTime> {
        let (hour, minute) = self.clock.unwrap_or((0, 0));
        // Midnight ends the day.
        let day = add_days(self.day(published)?, i64::from(hour / 24))?;
        day.and_hms_opt(hour % 24, minute, 0)
    }

    /// The value down to the day.
    fn full(&self, value: &str) -> String {
        if let (Some((year, _)), Some(month)) = (self.date.split_once("-Q"), self.month) {
            return format!("{year}-{month:02}-01");
        }
        match (self.date.is_empty() || self.clock.is_some(), self.month, self.day) {
            (true, ..) | (false, Some(_), Some(_)) => value.to_owned(),
            (false, Some(_), None) => format!("{value}-01"),
            (false, None, _) => format!("{value}-01-01"),
        }
    }
}

/// "XXXX-WXX-1" is 1.
fn open_weekday(value: &str) -> Option<i32> {
    value.strip_prefix("XXXX-WXX-")?.parse().ok()
}

/// The range between two members, if both are plain dates or times.
pub(super) fn range(first: &TimeExpression, second: &TimeExpression, published: NaiveDate) -> Option<String> {
    if let (Some(from), Some(to)) = (open_weekday(&first.value), open_weekday(&second.value)) {
        let days = (to - from).rem_euclid(7);
        return Some(format!("({},{},P{days}D)", first.value, second.value));
    }
    let (one, two) = (Edge::read(&first.value)?, Edge::read(&second.value)?);
    if [first.modifier, second.modifier]
        .iter()
        .any(|modifier| matches!(modifier, Some("MID" | "END" | "START")))
    {
        return phased(first, second, published);
    }
    let (from, mut to) = (one.moment(published)?, two.moment(published)?);
    if to < from && two.year.is_none() && !two.date.is_empty() {
        to = to.with_year(to.year() + 1)?;
    }
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).ok()?
        - i32::try_from(from.month()).ok()?;
    let length = match first.grain.max(second.grain) {
        Grain::Year => format!("P{}Y", to.year() - from.year()),
        Grain::Month | Grain::Quarter => format!("P{months}M"),
        grain if grain <= Grain::Day => format!("P{}D", (to - from).num_days()),
        _ => {
            let minutes = (to - from).num_minutes();
            let hours = if minutes >= 60 { format!("{}H", minutes / 60) } else { String::new() };
            let rest = if minutes % 60 > 0 { format!("{}M", minutes % 60) } else { String::new() };
            format!("PT{hours}{rest}")
        }
    };
    Some(format!("({},{},{length})", one.full(&first.value), two.full(&second.value)))
}

/// "from the middle of 2007 to the end of 2008": halves begin in the middle, ends are included.
fn phased(first: &TimeExpression, second: &TimeExpression, published: NaiveDate) -> Option<String> {
    let day_of = |time: &TimeExpression| {
        let edge = Edge::read(&time.value)?;
        let start = edge.day(published)?;
        let months = match time.grain {
            Grain::Month => 1,
            Grain::Year => 12,
            _ => return None,
        };
        let day = match time.modifier {
            Some("END") => add_months(start, months)?,
            Some("MID") if months == 12 => NaiveDate::from_ymd_opt(start.year(), 7, 2)?,
            Some("MID") => start.with_day(16)?,
            _ => start,
        };
        let year = if edge.year.is_some() { format!("{:04}", day.year()) } else { "XXXX".to_owned() };
        Some((day, format!("{year}-{:02}-{:02}", day.month(), day.day())))
    };
    let ((from, first), (to, second)) = (day_of(first)?, day_of(second)?);
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).ok()?
        - i32::try_from(from.month()).ok()?;
    Some(format!("({first},{second},P{months}M)"))
}

/// A length as it is written and as calendar units that are stepped one after the other.
pub(super) struct Length {
    pub(super) value: String,
    /// Count and unit of each.
    pub(super) amounts: Vec<(i32, i32)>,
}

impl Length {
    /// The moment that long after `start`.
    pub(super) fn after(&self, start: NaiveDateTime) -> Option<NaiveDateTime> {
        self.amounts.iter().try_fold(start, |moment, (count, unit)| match unit {
            1..=3 => move_clock(moment, *unit, *count),
            _ => Some(move_by(moment.date(), *unit, *count)?.and_time(moment.time())),
        })
    }

    fn has_clock(&self) -> bool {
        self.value.starts_with("PT")
    }

    /// The value with hours and minutes for tenths of an hour.
    fn whole_units(&self) -> String {
        if self.has_clock() && self.value.contains('.') {
            let unit = |unit: i32| ["S", "M", "H"].get(usize::try_from(unit - 1).unwrap_or(0)).unwrap_or(&"");
            let parts = self.amounts.iter().map(|(count, one)| format!("{count}{}", unit(*one)));
            return format!("PT{}", parts.collect::<String>());
        }
        self.value.clone()
    }
}

/// A moment to the second.
pub(super) fn moment(moment: NaiveDateTime) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// From `start` on, so long.
pub(super) fn lasting(start: &TimeExpression, length: &Length, published: NaiveDate) -> Option<String> {
    let edge = Edge::read(&start.value)?;
    let from = edge.moment(published)?;
    let to = length.after(from)?;
    let (first, last) = if edge.clock.is_none() && !length.has_clock() {
        let day = |moment: NaiveDateTime| moment.format("%Y-%m-%d").to_string();
        (day(from), day(to))
    } else if edge.date.is_empty() {
        (start.value.clone(), to.format("T%H:%M:%S").to_string())
    } else if edge.year.is_none() {
        (start.value.clone(), to.format("XXXX-%m-%dT%H:%M:%S").to_string())
    } else {
        (moment(from), moment(to))
    };
    Some(format!("({first},{last},{})", length.whole_units()))
}

/// The stretch between two days, with its length.
pub(super) fn days(first: NaiveDate, last: NaiveDate, length: &str) -> Option<String> {
    Some(format!("({},{},{length})", Stretch::day(first)?.value, Stretch::day(last)?.value))
}

/// The days of an interval, with `length`.
pub(super) fn whole(time: &TimeExpression, length: &str) -> Option<String> {
    let interval = time.interval?;
    days(interval.start?.date(), interval.end?.date(), length)
}

/// A decade, century, quarter or half.
pub(super) fn stretch(time: &TimeExpression) -> Option<String> {
    let length = match time.grain {
        Grain::Decade => "P10Y",
        Grain::Century => "P100Y",
        Grain::Half => "P6M",
        Grain::Quarter => "P3M",
        _ => return None,
    };
    whole(time, length)
}

/// A window of whole days or longer units; one that looks ahead begins the day after publication.
pub(super) fn window(time: &TimeExpression, published: NaiveDate) -> Option<String> {
    let interval = time.interval.filter(|_| !time.value.starts_with("PT"))?;
    let (first, last) = (interval.start?.date(), add_days(interval.end?.date(), -1)?);
    let shift = i64::from(first >= published);
    days(add_days(first, shift)?, add_days(last, shift)?, &time.value)
}
