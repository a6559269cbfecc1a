//! Resolving: from features to calendar intervals, through one story in text order.

use super::calendar::{
    Stretch, add_days, add_months, move_by, move_clock, nth_weekday, weekday_number, year_text,
};
use super::feature::{Features, Slot};
use super::literal;
use super::rule::{Book, Meaning};
use super::{Basis, Context, Direction, Found, Grain, Interval, Policy, TimeExpression, TimeKind, Zone};
use crate::document::{Published, Span};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};

/// A day without a year may lie this many days ahead before it is taken for a past one.
const AHEAD_DAYS: i64 = 60;
/// So may a month or season without a year.
const AHEAD_MONTHS: i64 = 31;
/// How far from the publication the day may be that "the past 24 hours" count from.
const WINDOW_BASE_DAYS: i64 = 2;

/// Two digits that may mean a year of either century, for who takes words literally.
const OPEN_SHORT_YEARS: std::ops::Range<i32> = 30..40;
/// Calendar units, as words.tsv numbers them.
const WEEKEND: i32 = 6;
const BUSINESS_DAY: i32 = 15;
const WORKDAY: i32 = 16;

/// A year named in passing this far from the time told about does not become it.
const ASIDE_YEARS: i32 = 1;
/// What a step over a new year costs, in days, when a narrative leaves the year open.
const NEW_YEAR_DAYS: i64 = 60;

/// The time that later expressions may count from.
#[derive(Debug, Clone, Copy)]
struct Reference {
    start: NaiveDateTime,
    grain: Grain,
}

/// What an expression came to.
#[derive(Debug, Clone)]
struct Answer {
    kind: Option<TimeKind>,
    value: String,
    interval: Option<Interval>,
    grain: Grain,
    basis: Basis,
}

impl Answer {
    fn of(stretch: Stretch, basis: Basis) -> Self {
        let interval = Some(stretch.interval());
        Self { kind: None, value: stretch.value, interval, grain: stretch.grain, basis }
    }

    fn open(value: String, grain: Grain) -> Self {
        Self { kind: None, value, interval: None, grain, basis: Basis::Explicit }
    }

    fn length(value: String, grain: Grain) -> Self {
        Self { kind: Some(TimeKind::Duration), ..Self::open(value, grain) }
    }
}

struct Resolver<'c> {
    book: &'c Book,
    context: &'c Context,
    /// The last time named.
    reference: Option<Reference>,
    /// The last single day named.
    day: Option<NaiveDate>,
}

pub(super) fn resolve(
    book: &Book,
    text: &str,
    found: &[Found],
    context: &Context,
    direction: impl Fn(Span) -> Direction,
) -> Vec<TimeExpression> {
    let mut resolver = Resolver { book, context, reference: None, day: None };
    let mut times = Vec::with_capacity(found.len());
    for (index, one) in found.iter().enumerate() {
        let direction = match direction(one.span) {
            // "since March" is never a coming March.
            Direction::Unknown if one.signal == Some(3) => Direction::Past,
            Direction::Unknown => one.cue,
            known => known,
        };
        // "Shelling went on throughout the day, they said on April 6": the day is named after it.
        let ahead = (one.features.get(Slot::Anchor) == Some(3))
            .then(|| found.get(index + 1).filter(|next| !text[one.span.end..next.span.start].contains('.')))
            .flatten()
            .and_then(|next| resolver.named_day(next, direction));
        if let Some(day) = ahead {
            resolver.day = Some(day);
        }
        let time = resolver.resolve_one(one, direction);
        resolver.remember(&time, one);
        times.push(time);
    }
    times
}

/// The largest slots first: what a member of a range may leave to the other.
const SHARED: &[Slot] = &[
    Slot::Year,
    Slot::ShortYear,
    Slot::Era,
    Slot::YearShift,
    Slot::MonthShift,
    Slot::WeekShift,
    Slot::Anchor,
    Slot::Month,
    Slot::Weekday,
    Slot::Day,
    Slot::Holiday,
    Slot::Shift,
    Slot::Unit,
    Slot::Part,
];

impl Resolver<'_> {
    fn published_day(&self) -> Option<NaiveDate> {
        self.context.published.map(Published::day)
    }

    fn named_day(&self, found: &Found, direction: Direction) -> Option<NaiveDate> {
        if found.rule.meaning != Meaning::Calendar || found.features.has(Slot::Anchor) {
            return None;
        }
        let answer = self.calendar(&found.features, direction);
        let start = answer.interval?.start?;
        (answer.grain >= Grain::Day).then_some(start.date())
    }

    fn resolve_one(&mut self, found: &Found, direction: Direction) -> TimeExpression {
        let features = &found.features;
        let mut members = Vec::new();
        let answer = match found.rule.meaning {
            Meaning::Calendar | Meaning::Skip => self.calendar(features, direction),
            Meaning::Offset => self.offset(features, found.anchor.as_ref(), direction),
            Meaning::InAmount => self.in_amount(features, direction),
            Meaning::Window => self.window(features),
            Meaning::Duration => self.duration(features),
            Meaning::Share => self.share_of(features, found.anchor.as_ref(), direction),
            Meaning::Lasting => {
                members = self.start(found, direction);
                self.lasting(features, &members)
            }
            Meaning::Set => self.set(features),
            Meaning::Nth => self.nth(features, found.anchor.as_ref(), direction),
            Meaning::Reference => {
                Answer::open(reference_value(features.get(Slot::Reference)).to_owned(), Grain::Day)
            }
            Meaning::Range => match numbered_month(found) {
                Some(month) => Answer::of(month, Basis::Explicit),
                None => {
                    members = self.members(found, direction);
                    self.range(&members)
                }
            },
        };
        let kind = answer.kind.unwrap_or(found.rule.kind);
        let timed = matches!(answer.grain, Grain::PartOfDay | Grain::Hour | Grain::Minute | Grain::Second);
        let mut time = TimeExpression {
            span: found.span,
            kind: if kind == TimeKind::Date && timed { TimeKind::Time } else { kind },
            value: answer.value,
            modifier: modifier(features, found.signal, answer.interval.is_some()),
            interval: answer.interval,
            grain: answer.grain,
            basis: answer.basis,
            zone: found.zone(),
            rule: found.rule.name,
            members,
        };
        if self.context.policy == Policy::Literal
            && let Some(value) = self.literal_value(&time, found)
        {
            time.value = value;
        }
        time
    }

    fn literal_value(&self, time: &TimeExpression, found: &Found) -> Option<String> {
        let published = self.published_day()?;
        let (features, anchor) = (&found.features, found.anchor.as_ref());
        match (&time.members[..], found.rule.meaning) {
            ([first, second], _) => literal::range(first, second, published),
            ([start], Meaning::Lasting) => literal::lasting(start, &self.length(features)?, published),
            (_, Meaning::Window) => self.literal_window(features, time, published),
            (_, Meaning::InAmount) if features.has(Slot::Within) => {
                let until = time.interval?.start?;
                let length = self.duration(features).value;
                if length.starts_with("PT") {
                    let Some(Published::Minute(now)) = self.context.published else { return None };
                    return Some(format!("({},{},{length})", literal::moment(now), literal::moment(until)));
                }
                literal::days(published, until.date(), &length)
            }
            (_, Meaning::Share) => literal::whole(time, &time.value),
            (_, Meaning::Nth) if features.get(Slot::Unit) == Some(5) => self.literal_week(features, anchor),
            (_, Meaning::Calendar) => literal::stretch(time),
            _ => None,
        }
    }

    /// A window; one of quarters or longer units has their borders, one of hours or less begins or ends now.
    fn literal_window(
        &self,
        features: &Features,
        time: &TimeExpression,
        published: NaiveDate,
    ) -> Option<String> {
        let (count, unit) = (features.get(Slot::Count)?, features.get(Slot::Unit)?);
        let ahead = features.get(Slot::Shift)? > 0;
        if ahead && features.has(Slot::Within) {
            return literal::days(published, move_by(published, unit, count)?, &time.value);
        }
        match (unit, self.context.published) {
            (BUSINESS_DAY, _) => {
                // The day of writing is the end of those before it and not among those after it.
                let (first, last) = if ahead {
                    (business_day(published, 1)?, add_days(business_day(published, count)?, 1)?)
                } else {
                    (business_day(published, count.checked_neg()?)?, published)
                };
                literal::days(first, last, &time.value)
            }
            (8 | 10 | 11, _) => {
                let start = published.and_hms_opt(0, 0, 0)?;
                let whole = |shift| shift_unit(Reference { start, grain: Grain::Day }, unit, shift);
                let (first, last) = if ahead {
                    (whole(1)?.first_day(), whole(count)?.end.date())
                } else {
                    (whole(-count)?.first_day(), whole(0)?.first_day())
                };
                literal::days(first, last, &time.value)
            }
            (1..=3, Some(Published::Minute(now))) => {
                let far = move_clock(now, unit, if ahead { count } else { -count })?;
                let (first, last) = if ahead { (now, far) } else { (far, now) };
                Some(format!("({},{},{})", literal::moment(first), literal::moment(last), time.value))
            }
            _ => literal::window(time, published),
        }
    }

    /// A week of a month or year by its number; the last is the fifth of a month.
    fn literal_week(&self, features: &Features, anchor: Option<&Features>) -> Option<String> {
        let (nth, anchor) = (features.get(Slot::Nth)?, anchor?);
        let whole = match self.date(anchor, Direction::Unknown) {
            Some((stretch, _)) => stretch.value,
            None => self.open_date(anchor),
        };
        let is_month = whole.len() == "2015-01".len();
        let week = if nth > 0 {
            nth
        } else if is_month {
            5
        } else {
            52
        };
        (is_month || whole.len() == "2015".len()).then(|| format!("{whole}-W{week:02}"))
    }

    /// Keeps `time` for later expressions, unless it only looks back from the story ("the previous year").
    fn remember(&mut self, time: &TimeExpression, found: &Found) {
        let Some(start) = time.interval.and_then(|interval| interval.start) else {
            return;
        };
        let narrative = self.context.policy == Policy::Narrative;
        let looks_back = found.features.get(Slot::Direction).is_some_and(|direction| direction < 0)
            || (found.features.get(Slot::Anchor) == Some(1)
                && found.features.get(Slot::Shift).is_some_and(|shift| shift < 0));
        // In a history "today" is the day of the reader, or of someone quoted.
        let outside = narrative && time.basis == Basis::DocumentDate && self.reference.is_some();
        let aside = time.grain <= Grain::Year
            && !found.leads
            && self.reference.is_some_and(|reference| {
                reference.grain > Grain::Year && (reference.start.year() - start.year()).abs() >= ASIDE_YEARS
            });
        if looks_back || outside || aside || matches!(time.kind, TimeKind::Duration | TimeKind::Set) {
            return;
        }
        let start = match (&time.members[..], time.grain) {
            ([_, second], grain) if grain > Grain::Year => {
                second.interval.and_then(|end| end.start).unwrap_or(start)
            }
            _ => start,
        };
        if time.grain >= Grain::Day {
            self.day = Some(start.date());
        }
        self.reference = Some(Reference { start, grain: time.grain });
    }

    /// What an expression that counts from `anchor` (the slot's value) counts from.
    fn base(&self, features: &Features) -> Option<(Reference, Basis)> {
        let anchor = features.get(Slot::Anchor);
        let fine = features.get(Slot::Unit).is_some_and(|unit| unit_rank(unit) > grain_rank(Grain::Month));
        let document = self.published_day().map(|day| {
            let start = day.and_hms_opt(0, 0, 0).expect("midnight is a time of every day");
            (Reference { start, grain: Grain::Day }, Basis::DocumentDate)
        });
        let named = self.reference.map(|reference| (reference, Basis::ReferenceTime));
        match (anchor.unwrap_or(0), self.context.policy) {
            // "the same week", with nothing told before; "the end of the week" is of this one.
            (1, Policy::Literal) if features.get(Slot::Shift) == Some(0) && !features.has(Slot::Modifier) => {
                None
            }
            (_, Policy::Literal) => document,
            (1, _) if fine => self.finest_reference().map(|day| (day, Basis::ReferenceTime)).or(document),
            (1, _) | (0, Policy::Narrative) => named.or(document),
            (3, _) => {
                let day = self.day.and_then(|day| day.and_hms_opt(0, 0, 0));
                day.map(|start| (Reference { start, grain: Grain::Day }, Basis::ReferenceTime)).or(named)
            }
            _ => document,
        }
    }

    /// The last time named, or the last single day if that lies in the same year and only the day is fine enough.
    fn finest_reference(&self) -> Option<Reference> {
        let reference = self.reference?;
        let day = self
            .day
            .filter(|day| day.year() == reference.start.year())
            .and_then(|day| day.and_hms_opt(0, 0, 0));
        match day {
            Some(start) if reference.grain < Grain::Day => Some(Reference { start, grain: Grain::Day }),
            _ => Some(reference),
        }
    }

    fn year_of(&self, features: &Features) -> Option<(i32, Basis)> {
        if let Some(year) = features.get(Slot::Year) {
            let year = if features.has(Slot::Era) { 1 - year } else { year };
            return Some((year, Basis::Explicit));
        }
        if let Some(short) = features.get(Slot::ShortYear) {
            if features.has(Slot::Era) {
                return Some((1 - short, Basis::Explicit));
            }
            if !(0..100).contains(&short) || self.is_long_short_year(features) {
                return Some((short, Basis::Explicit));
            }
            if self.context.policy == Policy::Literal && OPEN_SHORT_YEARS.contains(&short) {
                return None;
            }
            return Some((self.expand_short_year(short), Basis::Explicit));
        }
        if let Some(shift) = features.get(Slot::YearShift) {
            let (base, basis) = self.base(features)?;
            return Some((base.start.year().checked_add(shift)?, basis));
        }
        None
    }

    fn is_long_short_year(&self, features: &Features) -> bool {
        features.get(Slot::ShortYear).is_some_and(|year| year >= 100)
    }

    /// The year nearest to the time in hand that ends in `short`: not later than ten years after publication, and in a
    /// narrative in the century told about.
    fn expand_short_year(&self, short: i32) -> i32 {
        if let (Policy::Narrative, Some(reference)) = (self.context.policy, self.reference) {
            let year = reference.start.year();
            let same = year.div_euclid(100) * 100 + short;
            let distance = |candidate: &i32| (candidate - year).abs();
            return [same, same - 100, same + 100].into_iter().min_by_key(distance).unwrap_or(same);
        }
        let newest = self.published_day().map_or(2030, |day| day.year()) + 10;
        let same = newest.div_euclid(100) * 100 + short;
        if same > newest { same - 100 } else { same }
    }

    fn calendar(&self, features: &Features, direction: Direction) -> Answer {
        if features.has(Slot::Fiscal) {
            return self.fiscal(features);
        }
        let date = self.date(features, direction);
        if !(features.has(Slot::Part) || features.has(Slot::Hour) || features.has(Slot::Clock)) {
            return match date {
                Some((stretch, basis)) => Answer::of(stretch, basis),
                None => Answer::open(self.open_date(features), open_grain(features)),
            };
        }
        // "3:15 in the afternoon" is of the day told about; "in the afternoon" may be of any.
        let has_clock = features.has(Slot::Hour) || features.has(Slot::Clock);
        let bare_clock = has_clock && !names_date(features);
        let day = match date {
            Some((stretch, basis)) if stretch.grain == Grain::Day => Some((stretch.first_day(), basis)),
            // A month may carry a season's "night"; it has no clock of its own.
            Some((stretch, basis)) => return Answer::of(stretch, basis),
            None if bare_clock && self.context.policy != Policy::Literal => match self.day {
                Some(day) => Some((day, Basis::ReferenceTime)),
                None => self.published_day().map(|day| (day, Basis::DocumentDate)),
            },
            None => None,
        };
        self.time_of_day(features, day)
    }

    /// The stretch of days that the features name, without their time of day.
    fn date(&self, features: &Features, direction: Direction) -> Option<(Stretch, Basis)> {
        let get = |slot| features.get(slot);
        if let Some(compact) = get(Slot::Compact) {
            let date = Stretch::date(compact / 10_000, compact / 100 % 100, compact % 100)?;
            return Some((date, Basis::Explicit));
        }
        if let Some(holiday) = get(Slot::Holiday) {
            let holiday = *self.book.holidays.get(usize::try_from(holiday).ok()?)?;
            let weekend = get(Slot::Unit) == Some(WEEKEND);
            let mut features = features.clone();
            if weekend && self.context.policy == Policy::Literal && !features.has(Slot::YearShift) {
                // A weekend without its year has no value that leaves the year open.
                features.set(Slot::YearShift, 0);
            }
            return self.yearly(&features, direction, |year| {
                let day = holiday.day(year)?;
                if weekend { weekend_of(day) } else { Stretch::day(day) }
            });
        }
        if let Some(century) = get(Slot::Century).filter(|_| !features.has(Slot::ShortDecade)) {
            let hundreds = if features.has(Slot::Era) { -century } else { century - 1 };
            return Some((Stretch::century(hundreds)?, Basis::Explicit));
        }
        if let (Some(_), Some(short), true) =
            (get(Slot::Decade), get(Slot::ShortYear), features.has(Slot::Era))
        {
            return Some((Stretch::decade(1 - short)?, Basis::Explicit));
        }
        if let Some(decade) = get(Slot::Decade) {
            return Some((Stretch::decade(decade)?, Basis::Explicit));
        }
        if let Some(short) = get(Slot::ShortDecade) {
            let year = match get(Slot::Century) {
                Some(century) => 100 * (century - 1) + short,
                None if self.context.policy == Policy::Literal => return None,
                None => self.expand_short_year(short),
            };
            return Some((Stretch::decade(year)?, Basis::Explicit));
        }
        if let Some(week) = get(Slot::Week) {
            let (year, basis) = match self.year_of(features) {
                Some(year) => year,
                None => (self.published_day()?.year(), Basis::DocumentDate),
            };
            return Some((Stretch::numbered_week(year, week)?, basis));
        }
        if let Some(season) = get(Slot::Season) {
            return self.yearly(features, direction, |year| Stretch::season(year, season));
        }
        if let Some(quarter) = get(Slot::Quarter) {
            return self.yearly(features, direction, |year| Stretch::quarter(year, quarter));
        }
        if let (Some(month), Some(day)) = (get(Slot::Month), get(Slot::Day)) {
            let (month, day) = if month > 12 { (day, month) } else { (month, day) };
            let date = |year| Stretch::date(year, month, day);
            if let Some(dated) = self.year_of_weekday(features, date) {
                return Some(dated);
            }
            return self.yearly(features, direction, date);
        }
        if let Some(month) = get(Slot::Month) {
            return self.yearly(features, direction, |year| Stretch::month(year, month));
        }
        if let (Some(day), Some(weekday)) = (get(Slot::Day), get(Slot::Weekday)) {
            return self.day_and_weekday(features, day, weekday);
        }
        if let Some(day) = get(Slot::Day) {
            return self.day_of_month(features, day, direction);
        }
        if let Some(weekday) = get(Slot::Weekday) {
            return self.weekday(features, weekday, direction);
        }
        if let Some(half) = get(Slot::Half) {
            return self.yearly(features, direction, |year| Stretch::half(year, half));
        }
        if let Some((year, basis)) = self.year_of(features) {
            return Some((Stretch::year(year)?, basis));
        }
        let (unit, shift) = (get(Slot::Unit)?, get(Slot::Shift)?);
        let (base, basis) = self.base(features)?;
        Some((shift_unit(base, unit, shift)?, basis))
    }

    /// A stretch that comes every year, in the year named or the one that fits best.
    fn yearly(
        &self,
        features: &Features,
        direction: Direction,
        stretch_in: impl Fn(i32) -> Option<Stretch>,
    ) -> Option<(Stretch, Basis)> {
        if let Some((year, basis)) = self.year_of(features) {
            return Some((stretch_in(year)?, basis));
        }
        let (base, basis) = self.base(features)?;
        let day = base.start.date();
        let near = || (day.year() - 4..=day.year() + 4).filter_map(&stretch_in);
        if let Some(shift) = features.get(Slot::Shift) {
            let picked = match shift {
                2 => near().filter(|stretch| stretch.first_day() > day).nth(1),
                -1 => near().filter(|stretch| stretch.end.date() <= day).last(),
                1 => near().find(|stretch| stretch.first_day() > day),
                _ => stretch_in(day.year()),
            };
            return Some((picked?, basis));
        }
        let picked = match self.context.policy {
            Policy::Literal => return None,
            Policy::Narrative if basis == Basis::ReferenceTime => {
                near().min_by_key(|stretch| narrative_distance(base, stretch))
            }
            _ => nearest_for_news(near, day, direction),
        };
        Some((picked?, basis))
    }

    /// "Friday, 18 July" without a year: in this year, the last or the next, if it is one there; none where a
    /// year is named.
    fn year_of_weekday(
        &self,
        features: &Features,
        date: impl Fn(i32) -> Option<Stretch>,
    ) -> Option<(Stretch, Basis)> {
        let weekday = features.get(Slot::Weekday)?;
        if self.year_of(features).is_some()
            || features.has(Slot::Shift)
            || self.context.policy == Policy::Literal
        {
            return None;
        }
        let (base, basis) = self.base(features)?;
        let day = base.start.date();
        // Farther away a weekday is sooner a slip than a date without its year.
        let closest = (day.year() - 1..=day.year() + 1)
            .filter_map(date)
            .filter(|stretch| weekday_number(stretch.first_day()) == weekday)
            .min_by_key(|stretch| (stretch.first_day() - day).num_days().abs());
        Some((closest?, basis))
    }

    /// "Tuesday the 11th": the closest day that is both.
    fn day_and_weekday(&self, features: &Features, day: i32, weekday: i32) -> Option<(Stretch, Basis)> {
        if self.context.policy == Policy::Literal && !features.has(Slot::Anchor) {
            return None;
        }
        let published = self.published_day()?;
        let month = |step: i32| {
            let month = add_months(published.with_day(1)?, step)?;
            Stretch::date(month.year(), month_of(month), day)
        };
        let fits = |stretch: &Stretch| weekday_number(stretch.first_day()) == weekday;
        let distance = |stretch: &Stretch| (stretch.first_day() - published).num_days().abs();
        let closest = (-8..=8).filter_map(month).filter(fits).min_by_key(distance)?;
        Some((closest, Basis::DocumentDate))
    }

    /// "the 7th": in the month told about.
    fn day_of_month(&self, features: &Features, day: i32, direction: Direction) -> Option<(Stretch, Basis)> {
        if let Some(shift) = features.get(Slot::MonthShift) {
            let (base, basis) = self.base(features)?;
            let month = add_months(base.start.date(), shift)?;
            return Some((Stretch::date(month.year(), month_of(month), day)?, basis));
        }
        if self.context.policy == Policy::Literal {
            return None;
        }
        let month = |at: NaiveDate, step: i32| {
            let month = add_months(at.with_day(1)?, step)?;
            Stretch::date(month.year(), month_of(month), day)
        };
        if let Some(reference) = self.reference.filter(|reference| reference.grain >= Grain::Month) {
            return Some((month(reference.start.date(), 0)?, Basis::ReferenceTime));
        }
        let published = self.published_day()?;
        let near = || (-12..=12).filter_map(|step| month(published, step));
        let picked = match direction {
            Direction::Future => near().find(|day| day.first_day() >= published),
            _ => near().rfind(|day| day.first_day() <= published),
        };
        Some((picked?, Basis::DocumentDate))
    }

    fn weekday(&self, features: &Features, weekday: i32, direction: Direction) -> Option<(Stretch, Basis)> {
        let (base, basis) = self.base(features)?;
        let today = base.start.date();
        if let Some(shift) = features.get(Slot::WeekShift) {
            let monday = Stretch::week(today)?.first_day();
            let day = add_days(monday, i64::from(7 * shift.clamp(-1, 1) + weekday - 1))?;
            return Some((Stretch::day(day)?, basis));
        }
        if base.grain < Grain::Day {
            return None;
        }
        let ahead = (weekday - weekday_number(today)).rem_euclid(7);
        let back = (weekday_number(today) - weekday).rem_euclid(7);
        let days = match features.get(Slot::Shift) {
            // Of the calendar's last and next week, not of the past and coming seven days.
            Some(shift) if self.context.policy == Policy::Literal && !features.has(Slot::Coming) => {
                7 * shift.clamp(-1, 1) + weekday - weekday_number(today)
            }
            Some(2) => 7 + full_week(ahead),
            Some(-1) => -full_week(back),
            Some(1) if features.has(Slot::Coming) || features.get(Slot::Anchor) == Some(1) => {
                full_week(ahead)
            }
            Some(1) => 8 - weekday_number(today) + weekday - 1,
            Some(_) => weekday - weekday_number(today),
            None => match (self.context.policy, direction) {
                (Policy::Literal, _) => return None,
                (Policy::Narrative, _) if basis == Basis::ReferenceTime => ahead,
                (_, Direction::Future) => ahead,
                _ => -back,
            },
        };
        Some((Stretch::day(add_days(today, i64::from(days))?)?, basis))
    }

    fn fiscal(&self, features: &Features) -> Answer {
        let year = self.year_of(features).or_else(|| {
            let (base, basis) = self.base(&Features::default())?;
            Some((base.start.year().checked_add(features.get(Slot::Shift)?)?, basis))
        });
        // Fiscal and school years begin when their owner says: no interval.
        let kind = if features.get(Slot::Fiscal) == Some(2) { "SY" } else { "FY" };
        match year {
            Some((year, basis)) => {
                Answer { basis, ..Answer::open(format!("{kind}{}", year_text(year)), Grain::Year) }
            }
            None => Answer::open(format!("{kind}XXXX"), Grain::Year),
        }
    }

    fn time_of_day(&self, features: &Features, day: Option<(NaiveDate, Basis)>) -> Answer {
        let literal = self.context.policy == Policy::Literal;
        let date = match day {
            Some((day, _)) => Stretch::day(day).map(|stretch| stretch.value).unwrap_or_default(),
            None if literal && !names_date(features) => String::new(),
            None => self.open_day(features),
        };
        let basis = day.map_or(Basis::Explicit, |(_, basis)| basis);
        let Some((hour, minute, second)) = clock_of(features) else {
            let part = features.get(Slot::Part).unwrap_or(0);
            let name = part_name(part).unwrap_or("DT");
            let hours = match part {
                1 => (0, 12),
                2 => (12, 18),
                3 => (18, 24),
                // A night is named by the day at either of its ends.
                _ => (0, 24),
            };
            let interval = day.and_then(|(day, _)| hours_of(day, hours.0, hours.1));
            return Answer {
                kind: None,
                value: format!("{date}T{name}"),
                interval,
                grain: Grain::PartOfDay,
                basis,
            };
        };
        let (clock, grain) = match (minute, second) {
            (_, Some(second)) => {
                (format!("T{hour:02}:{:02}:{second:02}", minute.unwrap_or(0)), Grain::Second)
            }
            (Some(minute), None) => (format!("T{hour:02}:{minute:02}"), Grain::Minute),
            (None, None) if literal => (format!("T{hour:02}"), Grain::Hour),
            (None, None) => (format!("T{hour:02}:00"), Grain::Hour),
        };
        let length = match grain {
            Grain::Second => TimeDelta::seconds(1),
            Grain::Minute => TimeDelta::minutes(1),
            _ => TimeDelta::hours(1),
        };
        let interval = day.and_then(|(day, _)| {
            let seconds =
                i64::from(hour) * 3600 + i64::from(minute.unwrap_or(0)) * 60 + i64::from(second.unwrap_or(0));
            let start = day.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::seconds(seconds))?;
            Some(Interval { start: Some(start), end: Some(start.checked_add_signed(length)?) })
        });
        Answer { kind: None, value: date + &clock, interval, grain, basis }
    }

    /// The value of a date that nothing completes.
    fn open_date(&self, features: &Features) -> String {
        if features.has(Slot::Holiday) {
            self.open_day(features)
        } else {
            open_value(features, self.context.policy)
        }
    }

    /// The value of a day that nothing completes: a holiday that falls on the same day every year has month and day.
    fn open_day(&self, features: &Features) -> String {
        let holiday =
            features.get(Slot::Holiday).and_then(|at| self.book.holidays.get(usize::try_from(at).ok()?));
        let fixed = holiday.and_then(|holiday| {
            let (one, other) = (holiday.day(2001)?, holiday.day(2008)?);
            (month_of(one), one.day()).eq(&(month_of(other), other.day())).then_some(one)
        });
        match fixed.filter(|_| self.context.policy == Policy::Literal) {
            Some(day) => format!("XXXX-{:02}-{:02}", month_of(day), day.day()),
            None => day_open_value(features, self.context.policy),
        }
    }

    fn offset(&self, features: &Features, anchor: Option<&Features>, direction: Direction) -> Answer {
        let sign = features.get(Slot::Direction).unwrap_or(1);
        if features.has(Slot::Vague) && self.context.policy != Policy::Literal {
            return Answer::open(reference_value(Some(sign)).to_owned(), Grain::Day);
        }
        let base = match anchor {
            Some(anchor) => self
                .date(anchor, direction)
                .or_else(|| self.next_date(anchor))
                .map(|(stretch, basis)| (Reference { start: stretch.start, grain: stretch.grain }, basis)),
            None => self.base(features),
        };
        let stepped = base.and_then(|(base, basis)| {
            if features.has(Slot::Unit) {
                self.step(features, sign, base, basis)
            } else {
                Self::count_weekdays(features, sign, base, basis)
            }
        });
        let on_weekday = stepped.map(|answer| self.on_weekday(features, &answer).unwrap_or(answer));
        on_weekday.unwrap_or_else(|| {
            let unit = features.get(Slot::Unit).unwrap_or(4);
            match unit {
                1..=3 => self.duration(features),
                5 => Answer::open("XXXX-WXX".to_owned(), Grain::Week),
                7 => Answer::open("XXXX-XX".to_owned(), Grain::Month),
                8..=13 => Answer::open("XXXX".to_owned(), Grain::Year),
                _ => Answer::open("XXXX-XX-XX".to_owned(), Grain::Day),
            }
        })
    }

    /// "three Fridays from now": the weekday counted from `base`, that day left out.
    fn count_weekdays(features: &Features, sign: i32, base: Reference, basis: Basis) -> Option<Answer> {
        let (weekday, count) = (features.get(Slot::Weekday)?, features.get(Slot::Count)?);
        let today = base.start.date();
        let first = full_week((sign * (weekday - weekday_number(today))).rem_euclid(7));
        let days = 7 * (i64::from(count) - 1) + i64::from(first);
        (count > 0 && base.grain >= Grain::Day).then_some(())?;
        Some(Answer::of(Stretch::day(add_days(today, i64::from(sign.signum()) * days)?)?, basis))
    }

    /// "Monday two weeks ago": the weekday nearest to what `answer` came to.
    fn on_weekday(&self, features: &Features, answer: &Answer) -> Option<Answer> {
        let (weekday, unit) = (features.get(Slot::Weekday)?, features.get(Slot::Unit)?);
        let day = weekday_near(answer.interval?.start?.date(), weekday, unit)?;
        Some(Answer::of(Stretch::day(day)?, answer.basis))
    }

    /// So many units before or after `base`.
    fn step(&self, features: &Features, sign: i32, base: Reference, basis: Basis) -> Option<Answer> {
        let count = features.get(Slot::Count).or(features.get(Slot::Vague))?.checked_mul(sign)?;
        let unit = features.get(Slot::Unit)?;
        let day = base.start.date();
        if unit <= 3 {
            let half = features.has(Slot::HalfUnit);
            let Some(Published::Minute(now)) =
                self.context.published.filter(|_| basis == Basis::DocumentDate)
            else {
                let days = if unit == 3 && count % 24 == 0 { count / 24 } else { return None };
                return Some(Answer::of(Stretch::day(add_days(day, i64::from(days))?)?, basis));
            };
            // Half an hour is thirty minutes; half a minute, thirty seconds.
            let start = match (half, unit) {
                (true, 2 | 3) => move_clock(now, unit - 1, sign.checked_mul(30)?)?,
                _ => move_clock(now, unit, count)?,
            };
            let value = format!("{}T{}", Stretch::day(start.date())?.value, start.format("%H:%M:%S"));
            let end = start.checked_add_signed(TimeDelta::minutes(1))?;
            let interval = Some(Interval { start: Some(start), end: Some(end) });
            return Some(Answer { kind: Some(TimeKind::Time), value, interval, grain: Grain::Minute, basis });
        }
        let more = further_amounts(features);
        if more.iter().flatten().last().is_some_and(|(_, unit)| *unit == 4) {
            let moved = more.iter().flatten().try_fold(move_by(day, unit, count)?, |day, (count, unit)| {
                move_by(day, *unit, count.checked_mul(sign)?)
            });
            return Some(Answer::of(Stretch::day(moved?)?, basis));
        }
        if grain_rank(base.grain) < unit_rank(unit) {
            return None;
        }
        let literal = self.context.policy == Policy::Literal;
        let date = |date: Option<NaiveDate>| date.and_then(Stretch::day);
        let months = match unit {
            7 => Some(1),
            8 => Some(3),
            9 => Some(12),
            10 => Some(120),
            11 => Some(1200),
            13 => Some(12_000),
            _ => None,
        };
        let weeks = if unit == 12 { 2 } else { 1 };
        let stretch = match (unit, months) {
            (_, Some(months)) => {
                let moved = add_months(day, count.checked_mul(months)?)?;
                match unit {
                    _ if literal => date(Some(moved)),
                    7 if features.has(Slot::Decimal) => None,
                    7 => Stretch::month(moved.year(), month_of(moved)),
                    8 => Stretch::quarter(moved.year(), (month_of(moved) + 2) / 3),
                    _ => Stretch::year(moved.year()),
                }
            }
            (5 | 12, None) => {
                let moved = add_days(day, 7 * weeks * i64::from(count));
                if literal { date(moved) } else { Stretch::week(moved?) }
            }
            (6, None) => Stretch::weekend(add_days(day, 7 * i64::from(count))?),
            _ => date(add_days(day, i64::from(count))),
        };
        Some(Answer::of(stretch?, basis))
    }

    fn in_amount(&self, features: &Features, direction: Direction) -> Answer {
        let literal = self.context.policy == Policy::Literal;
        if literal || (direction == Direction::Future && !features.has(Slot::Within)) {
            return self.offset(features, None, direction);
        }
        self.duration(features)
    }

    fn window(&self, features: &Features) -> Answer {
        let length = self.duration(features);
        let shift = features.get(Slot::Shift).unwrap_or(-1);
        let Some(published) = self.published_day() else {
            return length;
        };
        let told = match self.context.policy {
            Policy::Narrative => self.reference.map(|reference| reference.start.date()),
            _ => self.day.filter(|day| (published - *day).num_days().abs() <= WINDOW_BASE_DAYS),
        };
        let (base, basis) = match told {
            Some(day) => (day, Basis::ReferenceTime),
            None => (published, Basis::DocumentDate),
        };
        let (Some(count), Some(unit)) = (features.get(Slot::Count), features.get(Slot::Unit)) else {
            return length;
        };
        let Some(far) = move_by(base, unit, count.saturating_mul(shift.clamp(-1, 1))) else {
            return length;
        };
        let (first, last) = if far < base { (far, base) } else { (base, far) };
        let interval = hours_of(first, 0, 24)
            .zip(hours_of(last, 0, 24))
            .map(|(first, last)| Interval { start: first.start, end: last.end });
        Answer { interval, basis, ..length }
    }

    fn duration(&self, features: &Features) -> Answer {
        let literal = self.context.policy == Policy::Literal;
        let unit = features.get(Slot::Unit).unwrap_or(4);
        let grain = unit_grain(unit);
        let count = features.get(Slot::Count);
        if features.has(Slot::HalfUnit) {
            return Answer::length(half_of(unit).to_owned(), grain);
        }
        let mut number = match (count, features.get(Slot::Vague)) {
            (Some(count), _) => count.to_string(),
            (None, Some(vague)) if literal => vague.to_string(),
            _ => "X".to_owned(),
        };
        if let Some(decimal) = features.get(Slot::Decimal) {
            number = format!("{number}.{decimal}");
        }
        let mut value = amount(&number, unit, literal);
        for (count, unit) in further_amounts(features).into_iter().flatten() {
            let more = amount(&count.to_string(), unit, literal);
            let joint = if value.starts_with("PT") {
                more.trim_start_matches("PT")
            } else {
                more.trim_start_matches('P')
            };
            value.push_str(joint);
        }
        Answer::length(value, grain)
    }

    /// "the first ten days of May": so much at the start (shift 1) or end (-1) of what `anchor` names.
    fn share_of(&self, features: &Features, anchor: Option<&Features>, direction: Direction) -> Answer {
        let length = self.duration(features);
        let share = || {
            let (whole, basis) = self.date(anchor?, direction)?;
            let (count, unit) = (features.get(Slot::Count)?, features.get(Slot::Unit)?);
            let literal = self.context.policy == Policy::Literal;
            let (first, end) = (whole.first_day(), whole.end.date());
            // Weeks are counted by their Mondays where words are taken literally.
            let monday = |day: NaiveDate, ahead: bool| {
                let back = 1 - weekday_number(day);
                let step = if ahead { back.rem_euclid(7) } else { back };
                if literal && unit == 5 { add_days(day, i64::from(step)) } else { Some(day) }
            };
            let (first, end) = if features.get(Slot::Shift)? > 0 {
                let first = monday(first, true)?;
                (first, move_by(first, unit, count)?)
            } else {
                let end = monday(end, false)?;
                (move_by(end, unit, count.checked_neg()?)?, end)
            };
            let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0);
            Some((Interval { start: midnight(first), end: midnight(end) }, basis))
        };
        match share() {
            Some((interval, basis)) if interval.start < interval.end => {
                Answer { interval: Some(interval), basis, ..length }
            }
            _ => length,
        }
    }

    /// The member that a length is counted from.
    fn start(&self, found: &Found, direction: Direction) -> Vec<TimeExpression> {
        let Some(member) = found.members.first() else {
            return Vec::new();
        };
        let mut features = member.features.clone();
        if let Some(anchor) = &found.anchor {
            features.inherit(anchor, SHARED);
        }
        let mut answer = self.calendar(&features, direction);
        if answer.interval.is_none()
            && features.has(Slot::Weekday)
            && !names_time(&features)
            && let Some((day, basis)) = self.next_date(&features)
        {
            answer = Answer::of(day, basis);
        }
        vec![self.member_time(found, member.span, &features, answer)]
    }

    /// From the member on, as long as the features say.
    fn lasting(&self, features: &Features, members: &[TimeExpression]) -> Answer {
        let length = self.duration(features);
        let lasting = || {
            let start = members.first()?.interval?.start?;
            let end = self.length(features)?.after(start)?;
            let grain = members.first()?.grain;
            let interval = Some(Interval { start: Some(start), end: Some(end) });
            Some(Answer {
                kind: Some(TimeKind::Date),
                interval,
                grain,
                basis: members.first()?.basis,
                ..length.clone()
            })
        };
        lasting().unwrap_or(length)
    }

    fn length(&self, features: &Features) -> Option<literal::Length> {
        let value = self.duration(features).value;
        let (count, unit) = (features.get(Slot::Count)?, features.get(Slot::Unit)?);
        let tenths = features.get(Slot::Decimal).filter(|decimal| *decimal < 10).unwrap_or(0);
        let mut amounts = vec![(count, unit)];
        match unit {
            _ if features.has(Slot::HalfUnit) => amounts = vec![(30, unit.checked_sub(1)?)],
            2 | 3 if tenths > 0 => amounts.push((6 * tenths, unit - 1)),
            _ => {}
        }
        amounts.extend(further_amounts(features).into_iter().flatten());
        Some(literal::Length { value, amounts })
    }

    fn set(&self, features: &Features) -> Answer {
        let literal = self.context.policy == Policy::Literal;
        let kind = Some(TimeKind::Set);
        let clock = clock_of(features).map(|(hour, minute, _)| match minute {
            Some(minute) => format!("T{hour:02}:{minute:02}"),
            None => format!("T{hour:02}"),
        });
        let open = |value: String, grain| Answer { kind, ..Answer::open(value, grain) };
        if let (Some(clock), None) = (&clock, features.get(Slot::Weekday)) {
            return open(if literal { clock.clone() } else { format!("XXXX-XX-XX{clock}") }, Grain::Hour);
        }
        if let (Some(day), Some(7), true) = (features.get(Slot::Day), features.get(Slot::Unit), literal) {
            return open(format!("XXXX-XX-{day:02}"), Grain::Day);
        }
        if let Some(weekday) = features.get(Slot::Weekday) {
            let part = features
                .get(Slot::Part)
                .and_then(part_name)
                .map(|part| format!("T{part}"))
                .or(clock)
                .unwrap_or_default();
            return open(format!("XXXX-WXX-{weekday}{part}"), Grain::Day);
        }
        if let Some(month) = features.get(Slot::Month) {
            return open(format!("XXXX-{month:02}"), Grain::Month);
        }
        if let Some(part) = features.get(Slot::Part).and_then(part_name) {
            let date = if literal { "" } else { "XXXX-XX-XX" };
            return open(format!("{date}T{part}"), Grain::PartOfDay);
        }
        let unit = features.get(Slot::Unit).unwrap_or(4);
        if features.has(Slot::HalfUnit) {
            let half = if literal { amount("0.5", unit, literal) } else { half_of(unit).to_owned() };
            return open(half, unit_grain(unit));
        }
        let count = features.get(Slot::Count).filter(|_| features.has(Slot::Unit)).unwrap_or(1);
        open(amount(&count.to_string(), unit, literal), unit_grain(unit))
    }

    fn nth(&self, features: &Features, anchor: Option<&Features>, direction: Direction) -> Answer {
        let nth = features.get(Slot::Nth).unwrap_or(1);
        let nth = if features.has(Slot::FromEnd) { -nth } else { nth };
        let literal = self.context.policy == Policy::Literal;
        let mut anchor = anchor.cloned();
        // "the last day of the month" is of this one, with nothing told before.
        if let Some(anchor) = anchor.as_mut().filter(|anchor| literal && anchor.get(Slot::Anchor) == Some(1))
        {
            anchor.set(Slot::Anchor, 2);
        }
        let whole = anchor.as_ref().and_then(|anchor| self.date(anchor, direction));
        if let (true, None, Some(weekday), Some(month)) = (
            literal,
            &whole,
            features.get(Slot::Weekday),
            anchor.as_ref().and_then(|anchor| anchor.get(Slot::Month)),
        ) {
            // The last is the fifth.
            let nth = if nth > 0 { nth } else { 6 + nth };
            return Answer::open(format!("XXXX-{month:02}-WXX-{weekday}-#{nth}"), Grain::Day);
        }
        let answer = whole.and_then(|(whole, basis)| {
            let stretch = match (features.get(Slot::Weekday), features.get(Slot::Unit)) {
                (Some(weekday), _) => Stretch::day(nth_weekday(&whole, weekday, nth)?)?,
                (None, Some(unit)) => nth_unit(&whole, unit, nth)?,
                _ => return None,
            };
            (stretch.start < whole.end).then(|| Answer::of(stretch, basis))
        });
        answer.unwrap_or_else(|| {
            let unit = features.get(Slot::Unit).unwrap_or(4);
            Answer::open(amount("1", unit, false), unit_grain(unit))
        })
    }

    fn members(&mut self, found: &Found, direction: Direction) -> Vec<TimeExpression> {
        let [first, second] = &found.members[..] else {
            return Vec::new();
        };
        let (mut one, mut two) = (first.features.clone(), second.features.clone());
        one.inherit(&found.features, SHARED);
        two.inherit(&found.features, SHARED);
        share(&mut one, &mut two);
        let before = self.reference;
        let mut times = Vec::new();
        for (member, features) in [(first, one), (second, two)] {
            let member = Found {
                span: member.span,
                rule: found.rule,
                features,
                anchor: None,
                members: Vec::new(),
                signal: None,
                cue: Direction::Unknown,
                leads: found.leads,
            };
            let mut answer = self.calendar(&member.features, direction);
            let start = |answer: &Answer| answer.interval.and_then(|interval| interval.start);
            let first_start =
                times.first().and_then(|time: &TimeExpression| time.interval).and_then(|first| first.start);
            if let (Some(first_start), Some(second_start)) = (first_start, start(&answer))
                && (second_start < first_start || self.context.policy == Policy::News)
                && self.year_of(&member.features).is_none()
                && !member.features.has(Slot::Shift)
            {
                answer = self.after(first_start, &member.features, answer);
            }
            // "from next Monday to Friday": the one after it.
            if self.context.policy == Policy::Literal
                && answer.interval.is_none()
                && member.features.has(Slot::Weekday)
                && let Some(first_start) = first_start
            {
                answer = self.after(first_start, &member.features, answer);
            }
            times.push(self.member_time(found, member.span, &member.features, answer));
        }
        self.reference = before;
        times
    }

    fn member_time(&self, found: &Found, span: Span, features: &Features, answer: Answer) -> TimeExpression {
        let timed = answer.grain >= Grain::PartOfDay;
        // "9:30 to 11:00 CST": both.
        let zone = features.get(Slot::Zone).and_then(Zone::east).or_else(|| found.zone());
        TimeExpression {
            span,
            kind: if timed { TimeKind::Time } else { TimeKind::Date },
            value: answer.value,
            modifier: modifier(features, None, false),
            interval: answer.interval,
            grain: answer.grain,
            basis: answer.basis,
            zone,
            rule: found.rule.name,
            members: Vec::new(),
        }
    }

    /// Under [`Policy::Literal`], what an open date counts as where something is counted from it: the next such day.
    fn next_date(&self, features: &Features) -> Option<(Stretch, Basis)> {
        let context = Context { policy: Policy::News, ..*self.context };
        let news = Resolver { book: self.book, context: &context, reference: None, day: None };
        (self.context.policy == Policy::Literal).then(|| news.date(features, Direction::Future)).flatten()
    }

    /// The first stretch the features can name that does not begin before `start`.
    fn after(&self, start: NaiveDateTime, features: &Features, otherwise: Answer) -> Answer {
        if features.has(Slot::Hour) {
            return otherwise;
        }
        let context = Context { published: Some(Published::Day(start.date())), policy: Policy::News };
        let later = Resolver { book: self.book, context: &context, reference: None, day: None };
        match later.date(features, Direction::Future) {
            Some((stretch, _)) if !names_time(features) => Answer { ..Answer::of(stretch, otherwise.basis) },
            _ => otherwise,
        }
    }

    fn range(&self, members: &[TimeExpression]) -> Answer {
        let [first, second] = members else {
            return Answer::open(String::new(), Grain::Day);
        };
        let interval = first
            .interval
            .zip(second.interval)
            .map(|(first, second)| Interval { start: first.start, end: second.end });
        let interval = interval.filter(|interval| interval.start < interval.end);
        Answer {
            kind: None,
            value: format!("{}/{}", first.value, second.value),
            interval,
            grain: first.grain.max(second.grain),
            basis: first.basis,
        }
    }
}

/// The second and third count of an amount with their units ("2 years, 1 month and 5 days").
fn further_amounts(features: &Features) -> [Option<(i32, i32)>; 2] {
    [(Slot::Count2, Slot::Unit2), (Slot::Count3, Slot::Unit3)]
        .map(|(count, unit)| features.get(count).zip(features.get(unit)))
}

/// "2015-12" is a month where "1998-99" is two years.
fn numbered_month(found: &Found) -> Option<Stretch> {
    let [first, second] = &found.members[..] else {
        return None;
    };
    let (year, month) = (first.features.get(Slot::Year)?, second.features.get(Slot::ShortYear)?);
    let ends =
        second.features.has(Slot::Era) || second.features.has(Slot::Month) || first.features.has(Slot::Month);
    ((1..=12).contains(&month) && month <= year % 100 && !ends).then(|| Stretch::month(year, month))?
}

/// Completes each end of a range with what the other says: "April 8-9", "May and July 2012", "1998-99".
fn share(one: &mut Features, two: &mut Features) {
    let smaller = |features: &Features| names_date(features) || features.has(Slot::ShortYear);
    if let (Some(year), Some(short)) = (one.get(Slot::Year), two.get(Slot::ShortYear))
        && !two.has(Slot::Era)
        && !two.has(Slot::Month)
    {
        two.set(Slot::Year, year - year % 100 + short + if short < year % 100 { 100 } else { 0 });
    }
    if two.has(Slot::Era) {
        one.inherit(two, &[Slot::Era]);
    }
    if one.has(Slot::Day) && !one.has(Slot::Month) {
        one.inherit(two, &[Slot::Month, Slot::MonthShift]);
    }
    if two.has(Slot::Day) && !two.has(Slot::Month) && !two.has(Slot::Weekday) {
        two.inherit(one, &[Slot::Month, Slot::MonthShift]);
        if let (Some(from), Some(to)) = (one.get(Slot::Day), two.get(Slot::Day))
            && to < from
            && let Some(month) = two.get(Slot::Month)
        {
            two.set(Slot::Month, month % 12 + 1);
        }
    }
    let has_year = |features: &Features| {
        [Slot::Year, Slot::ShortYear, Slot::YearShift].iter().any(|slot| features.has(*slot))
    };
    let partial = |features: &Features| {
        features.has(Slot::Month) || features.has(Slot::Season) || features.has(Slot::Quarter)
    };
    if smaller(one) && partial(one) && !has_year(one) && has_year(two) && !one.has(Slot::Shift) {
        one.inherit(two, &[Slot::Year, Slot::ShortYear, Slot::YearShift, Slot::Anchor]);
        let order = |features: &Features| (features.get(Slot::Month), features.get(Slot::Day));
        if let Some(year) = one.get(Slot::Year).filter(|_| order(one) > order(two)) {
            one.set(Slot::Year, year - 1);
        }
    }
    if partial(two) && !has_year(two) && has_year(one) {
        two.inherit(one, &[Slot::Year, Slot::ShortYear, Slot::YearShift, Slot::Anchor]);
        let order = |features: &Features| (features.get(Slot::Month), features.get(Slot::Day));
        if let Some(year) = two.get(Slot::Year).filter(|_| order(two) < order(one)) {
            two.set(Slot::Year, year + 1);
        }
    }
    share_half_day(one, two);
}

/// "3 to 8 p.m." begins at 3 p.m., "10 to 2 p.m." at 10 a.m.; "10 to 4" ends at 4 p.m.
fn share_half_day(one: &mut Features, two: &mut Features) {
    let minutes = |features: &Features| {
        let (hour, minute, _) = clock_of(features)?;
        Some(hour * 60 + minute.unwrap_or(0))
    };
    let (Some(from), Some(to)) = (minutes(one), minutes(two)) else {
        return;
    };
    let says_half = |features: &Features| features.has(Slot::Meridiem) || features.has(Slot::Part);
    match (says_half(one), says_half(two)) {
        (false, true) => {
            let mut shared = one.clone();
            shared.inherit(two, &[Slot::Meridiem, Slot::Part]);
            if minutes(&shared).is_some_and(|from| from < to) {
                *one = shared;
            }
        }
        (_, false) if to < from && from < 12 * 60 => two.set(Slot::Meridiem, 2),
        _ => {}
    }
}

/// Whether the features name a day or a longer stretch.
fn names_date(features: &Features) -> bool {
    const DATES: &[Slot] = &[
        Slot::Year,
        Slot::Month,
        Slot::Day,
        Slot::Weekday,
        Slot::Holiday,
        Slot::Season,
        Slot::Quarter,
        Slot::Shift,
        Slot::Compact,
    ];
    DATES.iter().any(|slot| features.has(*slot))
}

fn names_time(features: &Features) -> bool {
    features.has(Slot::Hour) || features.has(Slot::Part) || features.has(Slot::Clock)
}

/// The stretch closest to what news mean on `day`.
fn nearest_for_news<I: Iterator<Item = Stretch>>(
    near: impl Fn() -> I,
    day: NaiveDate,
    direction: Direction,
) -> Option<Stretch> {
    let past = near().filter(|stretch| stretch.first_day() <= day).last();
    let coming = near().find(|stretch| stretch.end.date() > day);
    match direction {
        Direction::Past => past,
        Direction::Future => coming,
        Direction::Unknown => {
            let reach = match coming.as_ref()?.grain {
                Grain::Day => AHEAD_DAYS,
                _ => AHEAD_MONTHS,
            };
            coming.filter(|stretch| (stretch.first_day() - day).num_days() <= reach).or(past)
        }
    }
}

/// How far `stretch` is from the time told about: stories go forward, and rarely back over a new year.
fn narrative_distance(base: Reference, stretch: &Stretch) -> i64 {
    let same_year = stretch.first_day().year() == base.start.year()
        || stretch.value.starts_with(&year_text(base.start.year()));
    if base.grain <= Grain::Year {
        return if same_year { 0 } else { (stretch.start - base.start).num_days().abs() + 1000 };
    }
    let days = (stretch.start - base.start).num_days();
    let cost = if days < 0 { -days * 3 / 2 } else { days };
    cost + if same_year { 0 } else { NEW_YEAR_DAYS }
}

fn month_of(day: NaiveDate) -> i32 {
    i32::try_from(day.month()).expect("a year has twelve months")
}

/// The unit `shift` units away from that of `base`; none when `base` is not known as finely.
fn shift_unit(base: Reference, unit: i32, shift: i32) -> Option<Stretch> {
    if grain_rank(base.grain) < unit_rank(unit) {
        return None;
    }
    let day = base.start.date();
    match unit {
        4 => Stretch::day(add_days(day, i64::from(shift))?),
        5 => Stretch::week(add_days(day, 7 * i64::from(shift))?),
        6 => Stretch::weekend(add_days(day, 7 * i64::from(shift))?),
        7 => {
            let month = add_months(day, shift)?;
            Stretch::month(month.year(), month_of(month))
        }
        8 => {
            let month = add_months(day, shift.checked_mul(3)?)?;
            Stretch::quarter(month.year(), (month_of(month) + 2) / 3)
        }
        9 => Stretch::year(day.year().checked_add(shift)?),
        10 => Stretch::decade(day.year().checked_add(shift.checked_mul(10)?)?),
        11 => Stretch::century(Stretch::century_of(day.year()).checked_add(shift)?),
        _ => None,
    }
}

/// `days` to a weekday, where the day counted from is not meant itself.
const fn full_week(days: i32) -> i32 {
    if days == 0 { 7 } else { days }
}

/// The weekend that a holiday prolongs: that of its week, or the one before its Monday.
fn weekend_of(holiday: NaiveDate) -> Option<Stretch> {
    Stretch::weekend(add_days(holiday, if weekday_number(holiday) == 1 { -2 } else { 0 })?)
}

/// The `count`-th working day (Monday to Friday) after or, negative, before `day`.
fn business_day(day: NaiveDate, count: i32) -> Option<NaiveDate> {
    let step = i64::from(count.signum());
    // Five working days are a week.
    let mut day = add_days(day, 7 * i64::from(count / 5))?;
    let mut left = count % 5;
    while left != 0 || weekday_number(day) > 5 {
        day = add_days(day, if step == 0 { 1 } else { step })?;
        if weekday_number(day) <= 5 {
            left -= left.signum();
        }
    }
    Some(day)
}

/// `weekday` of the week of `day`; counted in months or years, the first from `day` on.
fn weekday_near(day: NaiveDate, weekday: i32, unit: i32) -> Option<NaiveDate> {
    let step = weekday - weekday_number(day);
    add_days(day, i64::from(if unit >= 7 { step.rem_euclid(7) } else { step }))
}

/// The `nth` unit of `whole`; a week belongs to the month most of it lies in.
fn nth_unit(whole: &Stretch, unit: i32, nth: i32) -> Option<Stretch> {
    let first = whole.first_day();
    let last = whole.end.date().pred_opt()?;
    let forward = i64::from(nth - 1);
    // The last is -1.
    let back = nth + 1;
    match (unit, nth > 0) {
        (4, true) => Stretch::day(add_days(first, forward)?),
        (4, false) => Stretch::day(add_days(last, i64::from(back))?),
        (5, true) => Stretch::week(add_days(first, 3 + 7 * forward)?),
        (5, false) => Stretch::week(add_days(last, 7 * i64::from(back) - 3)?),
        (6, _) => Stretch::weekend(nth_weekday(whole, 6, nth)?),
        (7, _) => {
            let month = if nth > 0 { add_months(first, nth - 1)? } else { add_months(last, back)? };
            Stretch::month(month.year(), month_of(month))
        }
        (9, true) => Stretch::year(first.year().checked_add(nth - 1)?),
        (9, false) => Stretch::year(last.year().checked_add(back)?),
        (10, true) => Stretch::decade(first.year().checked_add(10 * (nth - 1))?),
        (10, false) => Stretch::decade(last.year().checked_add(10 * back)?),
        _ => None,
    }
}

fn hours_of(day: NaiveDate, from: i64, to: i64) -> Option<Interval> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    let at = |hours| midnight.checked_add_signed(TimeDelta::hours(hours));
    Some(Interval { start: Some(at(from)?), end: Some(at(to)?) })
}

/// Hour, minute and second; none when the features name no clock time.
fn clock_of(features: &Features) -> Option<(i32, Option<i32>, Option<i32>)> {
    if let Some(clock) = features.get(Slot::Clock) {
        let (hour, minute) = (clock / 100, clock % 100);
        let noon = if features.get(Slot::Meridiem) == Some(2) && hour < 12 { 12 } else { 0 };
        return (hour < 24 && minute < 60).then_some((hour + noon, Some(minute), None));
    }
    let hour = features.get(Slot::Hour)?;
    let afternoon = match (features.get(Slot::Meridiem), features.get(Slot::Part)) {
        (Some(meridiem), _) => Some(meridiem == 2),
        (None, Some(part)) => Some(matches!(part, 2..=4) && hour >= if part == 4 { 6 } else { 1 }),
        (None, None) => None,
    };
    let hour = match (afternoon, hour) {
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 12) => 0,
        _ => hour,
    };
    if let Some(minutes) = features.get(Slot::MinutesTo) {
        let clock = (hour * 60 - minutes).rem_euclid(24 * 60);
        return Some((clock / 60, Some(clock % 60), None));
    }
    Some((hour, features.get(Slot::Minute), features.get(Slot::Second)))
}

fn part_name(part: i32) -> Option<&'static str> {
    const NAMES: &[&str] = &["MO", "AF", "EV", "NI", "MI", "DT", "MO", "EV", "MEB", "MEL", "MED", "NT"];
    NAMES.get(usize::try_from(part - 1).ok()?).copied()
}

const fn reference_value(reference: Option<i32>) -> &'static str {
    match reference {
        Some(..=-1) => "PAST_REF",
        Some(1..) => "FUTURE_REF",
        _ => "PRESENT_REF",
    }
}

/// The TIMEX3 value of a date that nothing completes.
fn open_value(features: &Features, policy: Policy) -> String {
    let get = |slot| features.get(slot);
    if let Some(season) = get(Slot::Season) {
        let name = ["SP", "SU", "FA", "WI"].get(usize::try_from(season - 1).unwrap_or(0)).unwrap_or(&"SP");
        return if policy == Policy::Literal { (*name).to_owned() } else { format!("XXXX-{name}") };
    }
    if let Some(quarter) = get(Slot::Quarter) {
        if policy == Policy::Literal {
            return format!("(XXXX-{:02}-01,XXXX-{:02}-01,P3M)", 3 * quarter - 2, 3 * quarter % 12 + 1);
        }
        return format!("XXXX-Q{quarter}");
    }
    if let Some(decade) = get(Slot::ShortDecade) {
        return format!("(XX{decade:02}-01-01,XX{:02}-01-01,P10Y)", (decade + 10) % 100);
    }
    if let (Some(month), None) = (get(Slot::Month), get(Slot::Day)) {
        return format!("XXXX-{month:02}");
    }
    let unit = get(Slot::Unit);
    match unit.filter(|_| !names_day(features)) {
        Some(5) => "XXXX-WXX".to_owned(),
        Some(6) => "XXXX-WXX-WE".to_owned(),
        Some(7) => "XXXX-XX".to_owned(),
        Some(9) => "XXXX".to_owned(),
        Some(10) => "XXX".to_owned(),
        Some(11) => "XX".to_owned(),
        _ => day_open_value(features, policy),
    }
}

fn names_day(features: &Features) -> bool {
    features.has(Slot::Day) || features.has(Slot::Weekday) || features.has(Slot::Holiday)
}

fn day_open_value(features: &Features, policy: Policy) -> String {
    let get = |slot| features.get(slot);
    let year = match (get(Slot::Year), get(Slot::ShortYear)) {
        (Some(year), _) => year_text(year),
        (None, Some(short)) if policy == Policy::Literal => format!("XX{short:02}"),
        (None, _) => "XXXX".to_owned(),
    };
    match (get(Slot::Month), get(Slot::Day), get(Slot::Weekday)) {
        (None, _, Some(weekday)) => format!("XXXX-WXX-{weekday}"),
        (month, day, _) => {
            let two = |number: Option<i32>| number.map_or("XX".to_owned(), |number| format!("{number:02}"));
            format!("{year}-{}-{}", two(month), two(day))
        }
    }
}

fn open_grain(features: &Features) -> Grain {
    if names_day(features) {
        return Grain::Day;
    }
    if features.has(Slot::Season) {
        return Grain::Season;
    }
    if features.has(Slot::Month) {
        return Grain::Month;
    }
    features.get(Slot::Unit).map_or(Grain::Day, unit_grain)
}

/// The length as TIMEX3 writes it.
fn amount(number: &str, unit: i32, literal: bool) -> String {
    let times = |factor: i32| {
        number.parse::<i32>().map_or("X".to_owned(), |number| number.saturating_mul(factor).to_string())
    };
    match unit {
        1 => format!("PT{number}S"),
        2 => format!("PT{number}M"),
        3 => format!("PT{number}H"),
        5 => format!("P{number}W"),
        6 => format!("P{number}WE"),
        7 => format!("P{number}M"),
        8 if literal => format!("P{}M", times(3)),
        8 => format!("P{number}Q"),
        9 => format!("P{number}Y"),
        10 if literal => format!("P{}Y", times(10)),
        10 => format!("P{number}DE"),
        11 if literal => format!("P{}Y", times(100)),
        11 => format!("P{number}CE"),
        12 => format!("P{}W", times(2)),
        BUSINESS_DAY => format!("P{number}BD"),
        WORKDAY => format!("P{number}WD"),
        13 => format!("P{}Y", times(1000)),
        _ => format!("P{number}D"),
    }
}

const fn half_of(unit: i32) -> &'static str {
    match unit {
        1 => "PT0.5S",
        2 => "PT30S",
        3 => "PT30M",
        5 => "P0.5W",
        7 => "P0.5M",
        9 => "P6M",
        10 => "P5Y",
        11 => "P50Y",
        12 => "P1W",
        13 => "P500Y",
        _ => "PT12H",
    }
}

const fn unit_grain(unit: i32) -> Grain {
    match unit {
        1 => Grain::Second,
        2 => Grain::Minute,
        3 => Grain::Hour,
        5 | 12 => Grain::Week,
        6 => Grain::Weekend,
        7 => Grain::Month,
        8 => Grain::Quarter,
        9 => Grain::Year,
        10 => Grain::Decade,
        11 | 13 => Grain::Century,
        _ => Grain::Day,
    }
}

/// How finely a base must be known for a unit to be counted from it: 0 century, 1 decade, 2 year, 3 quarter, 4 month,
/// 5 week and day.
const fn unit_rank(unit: i32) -> u8 {
    match unit {
        11 | 13 => 0,
        10 => 1,
        9 => 2,
        8 => 3,
        7 => 4,
        _ => 5,
    }
}

const fn grain_rank(grain: Grain) -> u8 {
    match grain {
        Grain::Century => 0,
        Grain::Decade => 1,
        Grain::Year => 2,
        Grain::Half | Grain::Quarter | Grain::Season => 3,
        Grain::Month => 4,
        _ => 5,
    }
}

/// The TIMEX3 modifier: of the words themselves, or else of the preposition before a calendar time.
fn modifier(features: &Features, signal: Option<i32>, dated: bool) -> Option<&'static str> {
    let own = match features.get(Slot::Modifier) {
        Some(1) => Some("START"),
        Some(2) => Some("MID"),
        Some(3) => Some("END"),
        Some(4) => Some("APPROX"),
        Some(5) => Some("MORE_THAN"),
        Some(6) => Some("LESS_THAN"),
        Some(7) => Some("EQUAL_OR_MORE"),
        Some(8) => Some("EQUAL_OR_LESS"),
        _ => None,
    };
    own.or(match signal.filter(|_| dated) {
        Some(1) => Some("BEFORE"),
        Some(2) => Some("ON_OR_BEFORE"),
        Some(3) => Some("ON_OR_AFTER"),
        Some(4) => Some("AFTER"),
        _ => None,
    })
}
