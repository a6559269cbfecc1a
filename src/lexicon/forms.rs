//! Base forms of inflected words that other tables know: irregular verbs, and the triggers of the event lexicon.

use super::event_rules::TriggerPart;
use super::events::event_lexicon;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

static IRREGULAR: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("en/irregular_verbs.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(base, forms)| forms.split(' ').map(move |form| (form, base)))
        .collect()
});

fn triggers_of(part: TriggerPart) -> FxHashSet<&'static str> {
    let triggers = event_lexicon().senses().iter().flat_map(|sense| &sense.triggers);
    triggers.filter(|trigger| trigger.part == part).map(|trigger| trigger.lemma.as_str()).collect()
}

static VERBS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let mut verbs = triggers_of(TriggerPart::Verb);
    verbs.extend(IRREGULAR.values().copied());
    verbs
});
static NOUNS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| triggers_of(TriggerPart::Noun));

/// The base form of the verb form `form` (lower case), if it is irregular or a form of a verb that names events.
///
/// ```
/// use diurna::lexicon::forms::verb_base;
/// assert_eq!(verb_base("overthrew"), Some("overthrow"));
/// assert_eq!(verb_base("resumed"), Some("resume"));
/// assert_eq!(verb_base("banned"), Some("ban"));
/// assert_eq!(verb_base("glimmered"), None);
/// ```
pub fn verb_base(form: &str) -> Option<&'static str> {
    if let Some(base) = IRREGULAR.get(form) {
        return Some(base);
    }
    let stem = |ending: &str| form.strip_suffix(ending);
    let known = |word: &str| VERBS.get(word).copied();
    for ending in ["ed", "ing"] {
        if let Some(stem) = stem(ending) {
            let undoubled = stem.char_indices().next_back().filter(|(at, last)| stem[..*at].ends_with(*last));
            let candidates = [
                Some(format!("{stem}e")),
                Some(stem.to_owned()),
                undoubled.map(|(at, _)| stem[..at].to_owned()),
            ];
            if let Some(base) = candidates.iter().flatten().find_map(|word| known(word)) {
                return Some(base);
            }
        }
    }
    for (ending, base) in [("ied", "y"), ("ies", "y"), ("es", ""), ("s", "")] {
        if let Some(base) = stem(ending).and_then(|stem| known(&format!("{stem}{base}"))) {
            return Some(base);
        }
    }
    None
}

/// The singular of the plural noun `form` (lower case), if it is a noun that names events.
///
/// ```
/// use diurna::lexicon::forms::noun_base;
/// assert_eq!(noun_base("protests"), Some("protest"));
/// assert_eq!(noun_base("buses"), None);
/// ```
pub fn noun_base(form: &str) -> Option<&'static str> {
    [("ies", "y"), ("s", ""), ("es", "")].iter().find_map(|(ending, base)| {
        let stem = form.strip_suffix(ending)?;
        NOUNS.get(format!("{stem}{base}").as_str()).copied()
    })
}
