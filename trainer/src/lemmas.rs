//! Learns the rules for lemmas.

use crate::data::Sentence;
use diurna::text::training::{
    Ending, LONGEST_ENDING, LemmaRule, Tag, ending_hash, keeps_case, key_characters,
};
use std::collections::BTreeMap;

/// How often each rule was seen.
type Counts = BTreeMap<LemmaRule, usize>;

/// The endings whose rule differs from that of the next shorter ending, each with its rule.
pub(crate) fn learn(sentences: &[Sentence]) -> Vec<(u64, LemmaRule)> {
    let mut words: BTreeMap<(Tag, Vec<char>), Counts> = BTreeMap::new();
    for sentence in sentences {
        for ((form, lemma), &tag) in sentence.forms.iter().zip(&sentence.lemmas).zip(&sentence.tags) {
            if !lemma.is_empty() {
                let counts = words.entry((tag, key_characters(form).collect())).or_default();
                *counts.entry(rule(form, lemma, tag)).or_default() += 1;
            }
        }
    }
    let mut endings: BTreeMap<(Tag, usize, Vec<char>), Counts> = BTreeMap::new();
    for ((tag, word), counts) in &words {
        for size in 0..=word.len().min(LONGEST_ENDING) {
            let counted = endings.entry((*tag, size, word[word.len() - size..].to_vec())).or_default();
            // Each word counts once: endings are for words not seen, and those are not the frequent ones.
            *counted.entry(best(counts).clone()).or_default() += 1;
        }
    }
    let mut learnt: BTreeMap<(Tag, Vec<char>), LemmaRule> = BTreeMap::new();
    let inherited = |learnt: &BTreeMap<(Tag, Vec<char>), LemmaRule>, tag: Tag, ending: &[char]| {
        (0..=ending.len()).find_map(|skip| learnt.get(&(tag, ending[skip..].to_vec())).cloned())
    };
    for size in 0..=LONGEST_ENDING {
        for ((tag, _, ending), counts) in endings.iter().filter(|((_, length, _), _)| *length == size) {
            let rule = best(counts);
            let often = size == 0 || counts.values().sum::<usize>() >= 3;
            if often && inherited(&learnt, *tag, ending).as_ref() != Some(rule) {
                learnt.insert((*tag, ending.clone()), rule.clone());
            }
        }
    }
    let mut rules = Vec::new();
    for ((tag, word), counts) in &words {
        let ending = &word[word.len().saturating_sub(LONGEST_ENDING)..];
        if inherited(&learnt, *tag, ending).as_ref() != Some(best(counts)) {
            rules.push((ending_hash(*tag, Ending::Whole(word)), best(counts).clone()));
        }
    }
    rules.extend(
        learnt.iter().map(|((tag, ending), rule)| (ending_hash(*tag, Ending::Part(ending)), rule.clone())),
    );
    rules
}

fn best(counts: &Counts) -> &LemmaRule {
    let most = counts.values().max();
    let rule = counts.iter().find(|(_, count)| Some(*count) == most);
    rule.map(|(rule, _)| rule).expect("a word is counted with a rule")
}

fn rule(form: &str, lemma: &str, tag: Tag) -> LemmaRule {
    let (form, lemma) = if keeps_case(tag) {
        (form.to_owned(), lemma.to_owned())
    } else {
        (form.to_lowercase(), lemma.to_lowercase())
    };
    let common = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    LemmaRule { strip: form.chars().count() - common, add: lemma.chars().skip(common).collect() }
}
