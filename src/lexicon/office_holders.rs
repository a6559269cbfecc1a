//! Who held which office when: heads of state and government, ministers, heads of international organisations.
//!
//! The data is `en/world/office_holders.tsv`; its header gives the sources and the day up to which it is believed complete.

use super::rows;
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const HOLDERS: &str = include_str!("en/world/office_holders.tsv");

/// One term of one person in one office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// ISO 3166-1 alpha-3; `None` for an international organisation.
    pub country: Option<&'static str>,
    /// "state", "government", "foreign", "defence" or "head".
    pub office: &'static str,
    /// The organisation, where the office is not of a country.
    pub organization: Option<&'static str>,
    /// First day; the earliest possible where only the month or year is known.
    pub first: NaiveDate,
    /// Last day; the latest possible; `None` still in office when the table was made.
    pub last: Option<NaiveDate>,
    /// The name as we write it.
    pub name: &'static str,
}

/// The terms of `office_holders.tsv`.
#[derive(Debug, Default)]
pub struct OfficeHolders {
    /// By country or organisation.
    terms: FxHashMap<&'static str, Vec<Term>>,
    names: FxHashMap<&'static str, Option<&'static str>>,
}

/// The table, parsed once.
pub fn office_holders() -> &'static OfficeHolders {
    static TABLE: LazyLock<OfficeHolders> = LazyLock::new(OfficeHolders::parse);
    &TABLE
}

/// The first or the last day of "2024", "2024-05" or "2024-05-07".
fn day(text: &str, first: bool) -> Option<NaiveDate> {
    let mut numbers = text.split('-').map(|number| number.parse::<u32>().ok());
    let year = i32::try_from(numbers.next()??).ok()?;
    let (month, day) = (numbers.next().flatten(), numbers.next().flatten());
    match (month, day) {
        (Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
        (Some(month), None) if first => NaiveDate::from_ymd_opt(year, month, 1),
        (Some(12), None) => NaiveDate::from_ymd_opt(year, 12, 31),
        (Some(month), None) => NaiveDate::from_ymd_opt(year, month + 1, 1)?.pred_opt(),
        (None, _) if first => NaiveDate::from_ymd_opt(year, 1, 1),
        (None, _) => NaiveDate::from_ymd_opt(year, 12, 31),
    }
}

/// The term of one row and the spellings of its name; `None` if the row is not as the header says.
fn term(row: &[&'static str]) -> Option<(Term, &'static str)> {
    let (country, organization, [office, first, last, names]) = match *row {
        [country, office, first, last, names] => (Some(country), None, [office, first, last, names]),
        [_, office, first, last, names, organization] => {
            (None, Some(organization), [office, first, last, names])
        }
        _ => return None,
    };
    let name = names.split('|').next()?;
    let last = if last == "-" { None } else { Some(day(last, false)?) };
    Some((Term { country, office, organization, first: day(first, true)?, last, name }, names))
}

impl OfficeHolders {
    fn parse() -> Self {
        let mut table = Self::default();
        for (term, names) in rows(HOLDERS).filter_map(|row| term(&row)) {
            let of = term.country.or(term.organization).unwrap_or_default();
            table.terms.entry(of).or_default().push(term);
            for name in names.split('|') {
                let known = table.names.entry(name).or_insert(Some(term.name));
                // A spelling that two people share tells nobody.
                if known.is_some_and(|known| known != term.name) {
                    *known = None;
                }
            }
        }
        table
    }

    /// The name we write for somebody in the table, whatever its spelling; `None` if several people are called so.
    ///
    /// ```
    /// use diurna::lexicon::office_holders::office_holders;
    /// assert_eq!(office_holders().person("Sergey Lavrov"), office_holders().person("Sergei Lavrov"));
    /// assert_eq!(office_holders().person("Nobody Atall"), None);
    /// ```
    pub fn person(&self, name: &str) -> Option<&'static str> {
        self.names.get(name).copied().flatten()
    }

    /// Who held `office` of a country (its code) or an organisation on `day`; `None` if nobody is known, or two are.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use diurna::lexicon::office_holders::office_holders;
    /// let on = |year| office_holders().holder("RUS", "foreign", NaiveDate::from_ymd_opt(year, 5, 1)?);
    /// assert_eq!(on(2024).map(|term| term.name), Some("Sergei Lavrov"));
    /// assert_eq!(on(2003).map(|term| term.name), Some("Igor Ivanov"));
    /// ```
    pub fn holder(&self, of: &str, office: &str, day: NaiveDate) -> Option<&Term> {
        let terms = self.terms.get(of)?.iter().filter(|term| term.office == office);
        let mut on = terms.filter(|term| term.first <= day && term.last.is_none_or(|last| day <= last));
        let found = on.next()?;
        on.all(|other| other.name == found.name).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::world::world;

    #[test]
    fn the_table_is_well_formed() {
        let mut n_rows = 0;
        for row in rows(HOLDERS) {
            let (term, _) = term(&row).unwrap_or_else(|| panic!("office_holders.tsv: {row:?}"));
            assert!(term.last.is_none_or(|last| term.first <= last), "{term:?}");
            assert!(term.country.is_none_or(|country| world().country(country).is_some()), "{term:?}");
            let offices = ["state", "government", "foreign", "defence", "head"];
            assert!(offices.contains(&term.office), "{term:?}");
            n_rows += 1;
        }
        assert!(n_rows > 3000);
    }

    #[test]
    fn months_and_years_have_ends() {
        let written = |text, first| day(text, first).map(|day| day.to_string());
        assert_eq!(written("2024-02", false).as_deref(), Some("2024-02-29"));
        assert_eq!(written("2024", false).as_deref(), Some("2024-12-31"));
        assert_eq!(written("2024-12", false).as_deref(), Some("2024-12-31"));
        assert_eq!(written("2024", true).as_deref(), Some("2024-01-01"));
        assert_eq!(written("soon", true), None);
    }
}
