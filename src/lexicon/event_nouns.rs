//! Nouns by which a text comes back to an event that it has told of, and the events they can mean.

use super::event_rules::Sense;
use super::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// In which number a noun comes back to one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    One,
    Many,
    Any,
}

/// A noun and the events it can mean.
#[derive(Debug, PartialEq)]
pub struct EventNoun {
    number: Number,
    /// Types ("ASSAULT"), types with a mode ("CONSULT/visit") or without any ("CONSULT/none") and senses of the event rules ("support.sign-pact").
    means: Vec<&'static str>,
    /// What stands for the event until it is known which one is meant.
    sense: Sense,
}

impl EventNoun {
    /// What the names of these rules open with.
    pub const RULE: &str = "event-noun.";

    /// The entry of the noun with this lemma, if it is known.
    ///
    /// ```
    /// use diurna::lexicon::event_nouns::EventNoun;
    /// assert!(EventNoun::of("talk").is_some_and(|noun| noun.fits_number(true) && !noun.fits_number(false)));
    /// assert!(EventNoun::of("table").is_none());
    /// ```
    pub fn of(lemma: &str) -> Option<&'static Self> {
        NOUNS.get(lemma)
    }

    /// Whether the noun means one event in the plural (`is_plural`), or else in the singular.
    pub fn fits_number(&self, is_plural: bool) -> bool {
        match self.number {
            Number::One => !is_plural,
            Number::Many => is_plural,
            Number::Any => true,
        }
    }

    /// Whether it can mean an event of this sense.
    pub fn can_mean(&self, sense: &Sense) -> bool {
        self.means.iter().any(|means| match means.split_once('/') {
            Some((kind, "none")) => sense.kind == kind && sense.mode.is_none(),
            Some((kind, mode)) => sense.kind == kind && sense.mode.as_deref() == Some(mode),
            None => sense.kind == *means || sense.id == *means,
        })
    }

    /// A sense with the name of this rule and no type.
    pub fn sense(&self) -> &Sense {
        &self.sense
    }
}

static NOUNS: LazyLock<FxHashMap<&'static str, EventNoun>> = LazyLock::new(|| {
    let noun = |row: Vec<&'static str>| match row[..] {
        [noun, number, means] => {
            let number = match number {
                "one" => Number::One,
                "many" => Number::Many,
                _ => Number::Any,
            };
            let sense = Sense::new(format!("{}{noun}", EventNoun::RULE), 0);
            Some((noun, EventNoun { number, means: means.split(',').collect(), sense }))
        }
        _ => None,
    };
    rows(include_str!("en/event_nouns.tsv")).filter_map(noun).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::event_types::event_type;
    use crate::lexicon::events::event_lexicon;

    #[test]
    fn every_row_is_read_and_means_what_there_is() {
        let lexicon = event_lexicon();
        let rows: Vec<_> = rows(include_str!("en/event_nouns.tsv")).collect();
        assert_eq!(NOUNS.len(), rows.len(), "a row lacks a column, or a noun stands twice");
        for row in rows {
            assert!(["one", "many", "any"].contains(&row[1]), "{row:?}");
            for means in row[2].split(',') {
                let is_there = if means.contains('.') {
                    lexicon.senses().iter().any(|sense| sense.id == means)
                } else {
                    let mode = means.split_once('/').map(|(_, mode)| mode);
                    let kind = means.split('/').next().unwrap_or_default();
                    event_type(kind).is_some()
                        && mode.filter(|mode| *mode != "none").is_none_or(|mode| {
                            lexicon
                                .senses()
                                .iter()
                                .any(|sense| sense.kind == kind && sense.mode.as_deref() == Some(mode))
                        })
                };
                assert!(is_there, "{row:?}: {means}");
            }
        }
    }

    #[test]
    fn a_noun_means_types_modes_and_senses() {
        let sense = |kind: &str, mode: Option<&str>, id: &str| Sense {
            kind: kind.to_owned(),
            mode: mode.map(str::to_owned),
            ..Sense::new(id.to_owned(), 0)
        };
        let deal = EventNoun::of("deal").expect("it is in the table");
        assert!(deal.can_mean(&sense("AGREE", Some("settle"), "sue.settle-suit")));
        assert!(deal.can_mean(&sense("SUPPORT", None, "support.sign-pact")));
        assert!(!deal.can_mean(&sense("SUPPORT", None, "support.praise")));
        let talks = EventNoun::of("talk").expect("it is in the table");
        assert!(talks.can_mean(&sense("CONSULT", None, "consult.meet")));
        assert!(!talks.can_mean(&sense("CONSULT", Some("visit"), "consult.visit")));
        let visit = EventNoun::of("visit").expect("it is in the table");
        assert!(visit.can_mean(&sense("CONSULT", Some("visit"), "consult.visit")));
        assert!(!visit.can_mean(&sense("CONSULT", None, "consult.meet")));
    }
}
