//! The event senses that ship with the library, found by trigger lemma.

use super::event_rules::{Sense, parse_rules};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Senses and an index from trigger lemma to (sense, trigger) pairs.
#[derive(Debug, Default)]
pub struct EventLexicon {
    senses: Vec<Sense>,
    by_lemma: FxHashMap<String, Vec<(usize, usize)>>,
}

impl EventLexicon {
    /// A lexicon of `senses`; earlier ones win ties.
    pub fn new(senses: Vec<Sense>) -> Self {
        let mut by_lemma: FxHashMap<String, Vec<(usize, usize)>> = FxHashMap::default();
        for (sense_index, sense) in senses.iter().enumerate() {
            for (trigger_index, trigger) in sense.triggers.iter().enumerate() {
                by_lemma.entry(trigger.lemma.clone()).or_default().push((sense_index, trigger_index));
            }
        }
        Self { senses, by_lemma }
    }

    /// The senses that ship with the library and those of `own`, which win ties; one of `own` takes the place of the
    /// shipped one with its id.
    ///
    /// ```
    /// use diurna::lexicon::event_rules::parse_rules;
    /// use diurna::lexicon::events::{EventLexicon, event_lexicon};
    /// let rules = "sense knit\ntype KNIT\nverb knit\nagent subject\nyes Peru knitted.\nno Ivy knits.";
    /// let lexicon = EventLexicon::with(parse_rules("crafts", rules).unwrap());
    /// assert_eq!(lexicon.senses().len(), event_lexicon().senses().len() + 1);
    /// assert_eq!(lexicon.triggers("knit").len(), 1);
    /// ```
    pub fn with(own: Vec<Sense>) -> Self {
        let ids: FxHashSet<String> = own.iter().map(|sense| sense.id.clone()).collect();
        let shipped = event_lexicon().senses().iter().filter(|sense| !ids.contains(&sense.id));
        let mut senses = own;
        senses.extend(shipped.cloned());
        Self::new(senses)
    }

    /// All senses, in file and line order.
    pub fn senses(&self) -> &[Sense] {
        &self.senses
    }

    /// The (sense, trigger) index pairs whose trigger has this lemma, in file and line order.
    pub fn triggers(&self, lemma: &str) -> &[(usize, usize)] {
        self.by_lemma.get(lemma).map_or(&[], Vec::as_slice)
    }
}

static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/event_rules.in"));

static EMBEDDED: LazyLock<EventLexicon> = LazyLock::new(|| {
    let parse =
        |&(stem, text)| parse_rules(stem, text).expect("build.rs parsed these files with the same code");
    EventLexicon::new(FILES.iter().flat_map(parse).collect())
});

/// The event senses that ship with the library.
pub fn event_lexicon() -> &'static EventLexicon {
    &EMBEDDED
}
