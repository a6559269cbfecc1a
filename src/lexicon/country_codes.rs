//! What other code lists call a country.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The codes of one country or territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryCodes {
    /// ISO 3166-1 alpha-2, in capitals.
    pub alpha_2: &'static str,
    /// FIPS 10-4, which GDELT uses for places.
    pub fips: Option<&'static str>,
}

static CODES: LazyLock<FxHashMap<&'static str, CountryCodes>> = LazyLock::new(|| {
    include_str!("en/world/country_codes.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [alpha_3, alpha_2, fips] => {
                Some((alpha_3, CountryCodes { alpha_2, fips: (fips != "-").then_some(fips) }))
            }
            _ => None,
        })
        .collect()
});

/// The codes of the country whose ISO 3166-1 alpha-3 code is `alpha_3`.
///
/// ```
/// use diurna::lexicon::country_codes::country_codes;
/// assert_eq!(country_codes("RUS").and_then(|codes| codes.fips), Some("RS"));
/// assert_eq!(country_codes("RU"), None);
/// ```
pub fn country_codes(alpha_3: &str) -> Option<CountryCodes> {
    CODES.get(alpha_3).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_well_formed_row() {
        let is_code =
            |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_uppercase());
        let rows =
            |table: &'static str| table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let known: Vec<&str> =
            rows(include_str!("en/world/countries.tsv")).filter_map(|line| line.split('\t').next()).collect();
        let table = include_str!("en/world/country_codes.tsv");
        assert_eq!(rows(table).count(), known.len());
        for alpha_3 in known {
            let codes = country_codes(alpha_3).unwrap_or_else(|| panic!("no codes for {alpha_3}"));
            assert!(is_code(codes.alpha_2, 2), "{alpha_3}");
            assert!(codes.fips.is_none_or(|fips| is_code(fips, 2)), "{alpha_3}");
        }
    }
}
