//! Datelines: "NAIROBI, March 3 (Wire) -" at the beginning of a story.

use super::Span;
use super::phrase::{Phrases, rows_of};
use super::stamp::{Day, find_stamps, is_calendar_word};
use super::words::{Shape, Words};
use std::sync::LazyLock;

/// A dateline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The place, the first if there are several, without region or country.
    pub(super) place: Span,
    /// The first byte of the text after it.
    pub(super) end: usize,
    /// The day.
    pub(super) day: Option<Day>,
    /// What stands in brackets: the agency.
    pub(super) agency: Option<Span>,
    /// Whether it is one only at the beginning of a story: a place not in capitals with nothing but a dash.
    pub(super) is_weak: bool,
}

impl Dateline {
    /// Whether it cannot be anything else: it names a day or an agency.
    pub(super) fn is_certain(&self) -> bool {
        self.day.is_some() || self.agency.is_some()
    }
}

static KICKERS: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let rows = rows_of(include_str!("../lexicon/en/document/kickers.tsv"));
    Phrases::from_rows(rows.filter_map(|row| Some((*row.first()?, ()))))
});

/// Bytes of a paragraph that a dateline may take.
const LONGEST: usize = 160;

/// The dateline that `paragraph` begins with; spans count from its beginning.
///
/// Without a day or an agency a new sentence must begin after the dash: "NATO \u{2014} the alliance \u{2014} said" has none.
pub(super) fn read_dateline(paragraph: &str) -> Option<Dateline> {
    let first = paragraph.chars().next()?;
    if !first.is_uppercase() {
        return None;
    }
    let prefix = &paragraph[..paragraph.floor_char_boundary(LONGEST)];
    let words = Words::of(prefix);
    let is_capitals = words.shape(0) == Shape::Capitals && words.get(0)?.span.len() > 1;
    let place_end = if is_capitals { capitals_end(&words) } else { capital_end(&words)? };
    if is_calendar_word(&words, 0) || KICKERS.longest_at(&words, 0).is_some_and(|(end, ())| end >= place_end)
    {
        return None;
    }
    let mut place_words = 0..place_end;
    if let Some(slash) = (0..place_end).find(|&at| words.is_sign(at, '/')) {
        place_words.end = slash;
    }
    let place = words.get(0)?.span.to(words.get(place_words.end.checked_sub(1)?)?.span);

    let (mut at, mut day, mut agency, mut has_region) = (place_end, None, None, false);
    loop {
        if words.is_sign(at, ',') {
            let stamp = find_stamps(&words).into_iter().find(|stamp| stamp.start == at + 1);
            if let Some(stamp) = stamp.filter(|stamp| stamp.day.is_some() && day.is_none()) {
                day = stamp.day;
                at = stamp.end;
            } else {
                let end = region_end(&words, at + 1)?;
                has_region = true;
                at = end;
            }
        } else if words.is_sign(at, '(') && agency.is_none() {
            let close = (at + 2..(at + 8).min(words.len())).find(|&close| words.is_sign(close, ')'))?;
            let is_name = (at + 1..close).all(|inner| words.shape(inner) != Shape::Small);
            if !is_name {
                return None;
            }
            agency = Some(words.get(at + 1)?.span.to(words.get(close - 1)?.span));
            at = close + 1;
        } else {
            break;
        }
    }
    let is_certain = day.is_some() || agency.is_some();
    let mut next = at;
    while matches!(words.lower(next), "-" | "\u{2013}" | "\u{2014}" | "\u{2212}") {
        next += 1;
    }
    let is_long_dash = matches!(words.lower(at), "\u{2014}" | "\u{2013}") || next > at + 1;
    let is_spaced = !words.is_glued(at) && !words.is_glued(next);
    let is_dashed = next > at && (is_spaced || is_long_dash && (is_capitals || is_certain));
    if !is_dashed {
        let is_colon = words.is_sign(at, ':') && is_certain;
        if !is_colon {
            return None;
        }
        next = at + 1;
    }
    let follows = words.get(next)?;
    let begins_sentence = match follows.shape {
        Shape::Capital | Shape::Capitals | Shape::Number => true,
        Shape::Small => false,
        Shape::Sign => !matches!(words.lower(next), "," | "-" | ")" | ";" | ":"),
    };
    if !is_certain && !begins_sentence {
        return None;
    }
    let is_weak = !is_certain && !is_capitals && !has_region;
    Some(Dateline { place, end: follows.span.start, day, agency, is_weak })
}

/// One past the last word of a place in capitals: "ST. PETERSBURG", "PORT-AU-PRINCE", "LONDON/PARIS".
fn capitals_end(words: &Words) -> usize {
    let mut end = 0;
    for at in 0..words.len().min(10) {
        match words.shape(at) {
            Shape::Capitals => end = at + 1,
            Shape::Sign if words.is_glued(at) && matches!(words.lower(at), "." | "/" | "'" | "\u{2019}") => {}
            Shape::Sign if words.is_glued(at) && words.is_glued(at + 1) && words.is_sign(at, '-') => {}
            _ => break,
        }
    }
    end
}

/// One past the last word of a place such as "Gaza City"; three words at most.
fn capital_end(words: &Words) -> Option<usize> {
    let end = (0..4).find(|&at| words.shape(at) != Shape::Capital)?;
    (end > 0).then_some(end)
}

/// One past the last word of ", Kenya", ", D.C.", ", South Sudan".
fn region_end(words: &Words, start: usize) -> Option<usize> {
    let mut end = start;
    for at in start..start + 6 {
        match words.shape(at) {
            Shape::Capital | Shape::Capitals => end = at + 1,
            Shape::Sign if words.is_sign(at, '.') && words.is_glued(at) => end = at + 1,
            _ => break,
        }
    }
    (end > start && end <= start + 5).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(paragraph: &str) -> Option<(&str, &str)> {
        let dateline = read_dateline(paragraph).filter(|dateline| !dateline.is_weak)?;
        Some((dateline.place.of(paragraph), &paragraph[dateline.end..]))
    }

    #[test]
    fn datelines_are_told_from_sentences() {
        for (paragraph, place) in [
            ("OSLO \u{2014} Ferry crews walked out.", "OSLO"),
            ("OSLO\u{2014}Ferry crews walked out.", "OSLO"),
            ("NAIROBI, March 3 (Wire) - Ferry crews walked out.", "NAIROBI"),
            ("LONDON/PARIS, Nov 3 (Wire) - Ferry crews walked out.", "LONDON"),
            ("ST. PETERSBURG (Wire) -- Ferry crews walked out.", "ST. PETERSBURG"),
            ("PORT-AU-PRINCE, Haiti (Wire) \u{2014} Ferry crews walked out.", "PORT-AU-PRINCE"),
            ("WASHINGTON, D.C. \u{2013} Ferry crews walked out.", "WASHINGTON"),
            ("Nairobi, Kenya \u{2013} Ferry crews walked out.", "Nairobi"),
            ("Geneva, 5 May 2012 \u{2013} Ferry crews walked out.", "Geneva"),
            ("Oslo (Wire): Ferry crews walked out.", "Oslo"),
        ] {
            assert_eq!(parts(paragraph), Some((place, "Ferry crews walked out.")), "{paragraph:?}");
        }
        assert!(
            read_dateline("Oslo \u{2013} The crews walked out.").is_some_and(|dateline| dateline.is_weak)
        );
        for paragraph in [
            "NATO \u{2014} the alliance of 32 states \u{2014} said so.",
            "UPDATE \u{2014} Ferry crews walked out.",
            "Monday, March 3 \u{2013} The crews walked out.",
            "Ferry crews \u{2013} Norwegians all \u{2013} walked out.",
            "EU-funded ferries are late.",
            "WHO: Vaccines are safe",
            "Crews in Oslo, Norway, walked out.",
            "\u{2014}",
            "",
        ] {
            assert_eq!(parts(paragraph), None, "{paragraph:?}");
        }
    }
}
