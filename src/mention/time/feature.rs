//! Features: what the words of an expression say, before anything is known about the text around it.

/// What a captured word or number stands for. The values are described in `lexicon/en/time/words.tsv`.
macro_rules! slots {
    ($($variant:ident $name:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Slot { $($variant,)* }

        impl Slot {
            const ALL: &[(&str, Slot)] = &[$(($name, Slot::$variant),)*];
        }
    };
}

slots! {
    Year "year",
    ShortYear "short-year",
    Era "era",
    Month "month",
    Day "day",
    Weekday "weekday",
    Season "season",
    Quarter "quarter",
    Half "half",
    Decade "decade",
    ShortDecade "short-decade",
    Century "century",
    Holiday "holiday",
    Week "week",
    Compact "compact",
    Part "part",
    Hour "hour",
    Minute "minute",
    MinutesTo "minutes-to",
    Second "second",
    Clock "clock",
    Meridiem "meridiem",
    Zone "zone",
    Count "count",
    Decimal "decimal",
    Vague "vague",
    HalfUnit "half-unit",
    Unit "unit",
    Count2 "count2",
    Unit2 "unit2",
    Count3 "count3",
    Unit3 "unit3",
    Shift "shift",
    Coming "coming",
    YearShift "year-shift",
    MonthShift "month-shift",
    WeekShift "week-shift",
    Anchor "anchor",
    Direction "direction",
    Within "within",
    Nth "nth",
    FromEnd "from-end",
    Modifier "modifier",
    Reference "reference",
    Fiscal "fiscal",
}

impl Slot {
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, slot)| *slot)
    }
}

/// The values of the slots an expression filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Features {
    values: Vec<(Slot, i32)>,
}

impl Features {
    pub(super) fn get(&self, slot: Slot) -> Option<i32> {
        self.values.iter().find(|(known, _)| *known == slot).map(|(_, value)| *value)
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.get(slot).is_some()
    }

    pub(super) fn set(&mut self, slot: Slot, value: i32) {
        match self.values.iter_mut().find(|(known, _)| *known == slot) {
            Some((_, old)) => *old = value,
            None => self.values.push((slot, value)),
        }
    }

    /// Adds to what the slot holds: "twenty" then "five" make 25.
    pub(super) fn add(&mut self, slot: Slot, value: i32) {
        let old = self.get(slot).unwrap_or(0);
        self.set(slot, old.saturating_add(value));
    }

    /// Takes from `other` each of `slots` that is empty here.
    pub(super) fn inherit(&mut self, other: &Self, slots: &[Slot]) {
        for slot in slots {
            if let (None, Some(value)) = (self.get(*slot), other.get(*slot)) {
                self.set(*slot, value);
            }
        }
    }
}
