//! The event senses that ship with the library, found by trigger lemma.

use super::event_rules::{Sense, parse_rules};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Senses and an index from trigger lemma to (sense, trigger) pairs.
#[derive(Debug, Default)]
pub struct EventLexicon {
    senses: Vec<Sense>,
    by_lemma: HashMap<String, Vec<(usize, usize)>>,
}

impl EventLexicon {
    /// A lexicon of `senses`; earlier ones win ties.
    pub fn new(senses: Vec<Sense>) -> Self {
        let mut by_lemma: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (sense_index, sense) in senses.iter().enumerate() {
            for (trigger_index, trigger) in sense.triggers.iter().enumerate() {
                by_lemma.entry(trigger.lemma.clone()).or_default().push((sense_index, trigger_index));
            }
        }
        Self { senses, by_lemma }
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
