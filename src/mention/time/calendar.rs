//! Calendar arithmetic: stretches of the calendar with their TIMEX3 values, and the days of holidays.

use super::{Grain, Interval};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

/// A stretch of the calendar with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its TIMEX3 value.
    pub(super) value: String,
    pub(super) start: NaiveDateTime,
    /// The first moment after it.
    pub(super) end: NaiveDateTime,
    pub(super) grain: Grain,
}

/// A year as TIMEX3 writes it; the year 0 is 1 BC.
pub(super) fn year_text(year: i32) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - year) }
}

/// The first of `month` of `year`, where months before January or after December run into other years.
fn first_of(year: i32, month: i32) -> Option<NaiveDate> {
    let year = year.checked_add((month - 1).div_euclid(12))?;
    NaiveDate::from_ymd_opt(year, u32::try_from((month - 1).rem_euclid(12)).ok()? + 1, 1)
}

/// The day `days` after (or, negative, before) `day`.
pub(super) fn add_days(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let step = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) }
}

/// The same day of the month `months` later (or, negative, earlier), or the last day of that month.
pub(super) fn add_months(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let step = Months::new(months.unsigned_abs());
    if months < 0 { day.checked_sub_months(step) } else { day.checked_add_months(step) }
}

/// The day `count` units away from `day`; hours count as the days they reach into.
pub(super) fn move_by(day: NaiveDate, unit: i32, count: i32) -> Option<NaiveDate> {
    let days = i64::from(count);
    match unit {
        1 | 2 => Some(day),
        3 => add_days(day, days.signum() * (days.abs() + 23).div_euclid(24)),
        5 | 6 => add_days(day, days * 7),
        7 => add_months(day, count),
        8 => add_months(day, count.checked_mul(3)?),
        9 => add_months(day, count.checked_mul(12)?),
        10 => add_months(day, count.checked_mul(120)?),
        11 => add_months(day, count.checked_mul(1200)?),
        12 => add_days(day, days * 14),
        13 => add_months(day, count.checked_mul(12_000)?),
        _ => add_days(day, days),
    }
}

/// `now` moved by `count` seconds (unit 1), minutes (2) or hours (3).
pub(super) fn move_clock(now: NaiveDateTime, unit: i32, count: i32) -> Option<NaiveDateTime> {
    let seconds = i64::from(count).checked_mul([1, 60, 3600][usize::try_from(unit - 1).ok()?])?;
    now.checked_add_signed(TimeDelta::try_seconds(seconds)?)
}

/// Monday is 1.
pub(super) fn weekday_number(day: NaiveDate) -> i32 {
    i32::try_from(day.weekday().number_from_monday()).expect("a week has seven days")
}

impl Stretch {
    fn of_days(value: String, first: NaiveDate, next: NaiveDate, grain: Grain) -> Self {
        let midnight = NaiveTime::MIN;
        Self { value, start: first.and_time(midnight), end: next.and_time(midnight), grain }
    }

    pub(super) fn day(day: NaiveDate) -> Option<Self> {
        let value = format!("{}-{:02}-{:02}", year_text(day.year()), day.month(), day.day());
        Some(Self::of_days(value, day, day.succ_opt()?, Grain::Day))
    }

    pub(super) fn date(year: i32, month: i32, day: i32) -> Option<Self> {
        Self::day(NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?)
    }

    pub(super) fn month(year: i32, month: i32) -> Option<Self> {
        let first = first_of(year, month)?;
        let value = format!("{}-{:02}", year_text(first.year()), first.month());
        Some(Self::of_days(value, first, first_of(year, month + 1)?, Grain::Month))
    }

    pub(super) fn year(year: i32) -> Option<Self> {
        Some(Self::of_days(year_text(year), first_of(year, 1)?, first_of(year, 13)?, Grain::Year))
    }

    /// Spring (1) begins in March; winter (4) of a year begins in the December before it.
    pub(super) fn season(year: i32, season: i32) -> Option<Self> {
        let name = ["SP", "SU", "FA", "WI"].get(usize::try_from(season - 1).ok()?)?;
        let month = if season == 4 { 0 } else { 3 * season };
        let value = format!("{}-{name}", year_text(year));
        Some(Self::of_days(value, first_of(year, month)?, first_of(year, month + 3)?, Grain::Season))
    }

    pub(super) fn quarter(year: i32, quarter: i32) -> Option<Self> {
        let value = format!("{}-Q{quarter}", year_text(year));
        let month = 3 * quarter - 2;
        (1..=4).contains(&quarter).then_some(())?;
        Some(Self::of_days(value, first_of(year, month)?, first_of(year, month + 3)?, Grain::Quarter))
    }

    pub(super) fn half(year: i32, half: i32) -> Option<Self> {
        let value = format!("{}-H{half}", year_text(year));
        Some(Self::of_days(value, first_of(year, 6 * half - 5)?, first_of(year, 6 * half + 1)?, Grain::Half))
    }

    /// The ten years that share all but the last digit with `year`.
    pub(super) fn decade(year: i32) -> Option<Self> {
        let first = year.div_euclid(10) * 10;
        let mut value = year_text(if year > 0 { first } else { year });
        value.pop();
        Some(Self::of_days(value, first_of(first, 1)?, first_of(first.checked_add(10)?, 1)?, Grain::Decade))
    }

    /// The century whose years begin with `hundreds` (19: the years 1900 to 1999); -5 is the fifth century BC.
    pub(super) fn century(hundreds: i32) -> Option<Self> {
        let years = hundreds.checked_mul(100)?;
        let (value, first) = if hundreds < 0 {
            (format!("BC{:02}", -1 - hundreds), years + 1)
        } else {
            (format!("{hundreds:02}"), years)
        };
        Some(Self::of_days(value, first_of(first, 1)?, first_of(first + 100, 1)?, Grain::Century))
    }

    /// The century of `year`, as [`Self::century`] counts.
    pub(super) const fn century_of(year: i32) -> i32 {
        if year > 0 { year / 100 } else { year / 100 - 1 }
    }

    /// The ISO week of `day`.
    pub(super) fn week(day: NaiveDate) -> Option<Self> {
        let monday = add_days(day, 1 - i64::from(weekday_number(day)))?;
        let week = day.iso_week();
        let value = format!("{}-W{:02}", year_text(week.year()), week.week());
        Some(Self::of_days(value, monday, add_days(monday, 7)?, Grain::Week))
    }

    /// The ISO week of that number.
    pub(super) fn numbered_week(year: i32, week: i32) -> Option<Self> {
        Self::week(NaiveDate::from_isoywd_opt(year, u32::try_from(week).ok()?, Weekday::Mon)?)
    }

    /// Saturday and Sunday of the ISO week of `day`.
    pub(super) fn weekend(day: NaiveDate) -> Option<Self> {
        let week = Self::week(day)?;
        let saturday = add_days(week.start.date(), 5)?;
        Some(Self::of_days(week.value + "-WE", saturday, add_days(saturday, 2)?, Grain::Weekend))
    }

    pub(super) fn first_day(&self) -> NaiveDate {
        self.start.date()
    }

    pub(super) fn interval(&self) -> Interval {
        Interval { start: Some(self.start), end: Some(self.end) }
    }
}

/// The rule for the day of a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    Fixed {
        month: i32,
        day: i32,
    },
    /// So many days after Easter Sunday.
    Easter {
        days: i64,
    },
    /// So many days after the Easter Sunday of the Orthodox churches.
    OrthodoxEaster {
        days: i64,
    },
    /// The `nth` `weekday` of `month` (-1: the last), and so many days after it.
    Weekday {
        month: i32,
        weekday: i32,
        nth: i32,
        days: i64,
    },
}

impl Holiday {
    /// Reads "12-25", "easter-2", "orthodox+1" or "11-w4#4+1".
    pub(super) fn read(rule: &str) -> Option<Self> {
        if let Some(days) = rule.strip_prefix("easter") {
            return Some(Self::Easter { days: days.parse().ok()? });
        }
        if let Some(days) = rule.strip_prefix("orthodox") {
            return Some(Self::OrthodoxEaster { days: days.parse().ok()? });
        }
        let (month, rest) = rule.split_once('-')?;
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        let Some(rest) = rest.strip_prefix('w') else {
            let day = rest.parse().ok().filter(|day| (1..=31).contains(day))?;
            return Some(Self::Fixed { month, day });
        };
        let (weekday, rest) = rest.split_once('#')?;
        let (nth, days) = rest.split_once('+').unwrap_or((rest, "0"));
        let weekday = weekday.parse().ok().filter(|weekday| (1..=7).contains(weekday))?;
        Some(Self::Weekday { month, weekday, nth: nth.parse().ok()?, days: days.parse().ok()? })
    }

    /// Its day in `year`.
    pub(super) fn day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed { month, day } => Stretch::date(year, month, day).map(|stretch| stretch.first_day()),
            Self::Easter { days } => add_days(easter(year)?, days),
            Self::OrthodoxEaster { days } => add_days(orthodox_easter(year)?, days),
            Self::Weekday { month, weekday, nth, days } => {
                let month = Stretch::month(year, month)?;
                add_days(nth_weekday(&month, weekday, nth)?, days)
            }
        }
    }
}

/// The `nth` `weekday` of `stretch`; -1 is the last.
pub(super) fn nth_weekday(stretch: &Stretch, weekday: i32, nth: i32) -> Option<NaiveDate> {
    let day = if nth > 0 {
        let first = stretch.first_day();
        let ahead = (weekday - weekday_number(first)).rem_euclid(7);
        add_days(first, i64::from(ahead + 7 * (nth - 1)))?
    } else {
        let last = stretch.end.date().pred_opt()?;
        let back = (weekday_number(last) - weekday).rem_euclid(7);
        add_days(last, -i64::from(back + 7 * (-nth - 1)))?
    };
    (stretch.start.date() <= day && day < stretch.end.date()).then_some(day)
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let sum = epact + to_sunday - 7 * late + 114;
    Stretch::date(year, sum / 31, sum % 31 + 1).map(|stretch| stretch.first_day())
}

/// Easter Sunday of the Julian calendar, on the day of the Gregorian one (Meeus, Astronomical Algorithms, chapter 8).
pub(super) fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let moon = (19 * year.rem_euclid(19) + 15).rem_euclid(30);
    let to_sunday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34).rem_euclid(7);
    let sum = moon + to_sunday + 114;
    let julian = Stretch::date(year, sum / 31, sum % 31 + 1)?.first_day();
    let ahead = year.div_euclid(100) - year.div_euclid(400) - 2;
    add_days(julian, i64::from(ahead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        let days: Vec<String> = [1961, 2000, 2008, 2013, 2018, 2024, 2038]
            .map(|year| easter(year).expect("in range").format("%Y-%m-%d").to_string())
            .to_vec();
        let almanac = [
            "1961-04-02",
            "2000-04-23",
            "2008-03-23",
            "2013-03-31",
            "2018-04-01",
            "2024-03-31",
            "2038-04-25",
        ];
        assert_eq!(days, almanac);
    }

    #[test]
    fn orthodox_easter_falls_where_the_almanac_says() {
        let days: Vec<String> = [2008, 2013, 2016, 2018, 2020, 2025]
            .map(|year| orthodox_easter(year).expect("in range").format("%Y-%m-%d").to_string())
            .to_vec();
        let almanac = ["2008-04-27", "2013-05-05", "2016-05-01", "2018-04-08", "2020-04-19", "2025-04-20"];
        assert_eq!(days, almanac);
    }

    #[test]
    fn a_year_before_christ_counts_from_one() {
        assert_eq!(Stretch::year(-489).expect("in range").value, "BC0490");
        assert_eq!(Stretch::decade(-489).expect("in range").value, "BC049");
    }
}
