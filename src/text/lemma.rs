//! Lemmas: rules on endings and exceptions, both learnt from treebanks.
//!
//! A rule strips some characters and adds others ("stopped": strip 3, add ""). Which rule a word takes depends on
//! its tag and on the longest of its endings that training has seen behave unlike shorter ones; a whole word counts
//! as the longest ending, so exceptions are no special case.

use super::model::Tag;
use super::word::{hash_characters, lower, normalize, pair};
use super::{Upos, Xpos};
use crate::lexicon::forms::{noun_base, verb_base};
use std::fmt;

/// The longest ending that rules look at, in characters, unless it is the whole word.
pub const LONGEST_ENDING: usize = 6;

/// What makes a lemma of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LemmaRule {
    /// Characters taken off the end.
    pub strip: usize,
    /// What is put there.
    pub add: String,
}

/// Where a rule is found: a tag and an ending.
#[derive(Debug, Clone, Copy)]
pub enum Ending<'a> {
    /// The last characters of a word.
    Part(&'a [char]),
    /// A whole word.
    Whole(&'a [char]),
}

/// The hash of an ending of words with a tag.
pub fn ending_hash((upos, xpos): Tag, ending: Ending<'_>) -> u64 {
    let (is_whole, characters) = match ending {
        Ending::Part(characters) => (0, characters),
        Ending::Whole(characters) => (1, characters),
    };
    let tag = pair(upos as u64 + 1, xpos as u64 + 1);
    pair(pair(tag, is_whole + 2 * characters.len() as u64), hash_characters(characters.iter().copied()))
}

/// Whether words with this tag keep their capitals in the lemma.
pub fn keeps_case((upos, xpos): Tag) -> bool {
    upos == Upos::Propn || matches!(xpos, Xpos::Nnp | Xpos::Nnps)
}

/// The characters of `form` that endings are taken from.
pub fn key_characters(form: &str) -> impl Iterator<Item = char> {
    form.chars().map(|c| lower(normalize(c)))
}

/// The rules, read straight from the model's bytes.
///
/// Layout, little-endian: number of slots (u32); slots of two check bytes of the hash and the rule's number plus
/// one (u16, 0: free); then the rules, each two bytes (characters to strip, bytes to add) and what to add.
#[derive(Clone)]
pub struct Lemmas<'a> {
    slots: &'a [[u8; 4]],
    rules: Vec<(usize, &'a str)>,
}

impl fmt::Debug for Lemmas<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Lemmas({} slots, {} rules)", self.slots.len(), self.rules.len())
    }
}

impl<'a> Lemmas<'a> {
    /// Reads the rules from their bytes; of bytes that are none, no rules.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        let parts = bytes.split_first_chunk::<4>().and_then(|(count, rest)| {
            let (slots, rules) = rest.split_at_checked(u32::from_le_bytes(*count) as usize * 4)?;
            Some((slots.as_chunks::<4>().0, rules))
        });
        let (slots, mut rest) = parts.unwrap_or((&[], &[]));
        let mut rules = Vec::new();
        while let [strip, length, tail @ ..] = rest {
            let Some((add, tail)) = tail.split_at_checked(usize::from(*length)) else { break };
            rules.push((usize::from(*strip), std::str::from_utf8(add).unwrap_or("")));
            rest = tail;
        }
        Self { slots, rules }
    }

    /// The bytes of rules: each ending's hash with its rule.
    pub fn to_bytes(endings: &[(u64, LemmaRule)]) -> Vec<u8> {
        let mut rules: Vec<&LemmaRule> = endings.iter().map(|(_, rule)| rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let count = endings.len() * 5 / 4 + 1;
        let mut slots = vec![(0_u16, 0_u16); count];
        for (hash, rule) in endings {
            let number = rules.binary_search(&rule).map_or(0, |number| number as u16 + 1);
            let mut slot = Self::slot_of(*hash, count);
            while slots[slot].1 != 0 {
                slot = (slot + 1) % count;
            }
            slots[slot] = (*hash as u16, number);
        }
        let mut bytes = (count as u32).to_le_bytes().to_vec();
        bytes.extend(slots.iter().flat_map(|&(check, rule)| {
            let ([a, b], [c, d]) = (check.to_le_bytes(), rule.to_le_bytes());
            [a, b, c, d]
        }));
        for rule in rules {
            bytes.extend([rule.strip as u8, rule.add.len() as u8]);
            bytes.extend(rule.add.as_bytes());
        }
        bytes
    }

    const fn slot_of(hash: u64, count: usize) -> usize {
        (((hash >> 32) * count as u64) >> 32) as usize
    }

    fn rule(&self, hash: u64) -> Option<(usize, &'a str)> {
        let count = self.slots.len();
        let mut slot = Self::slot_of(hash, count);
        for _ in 0..count {
            let [a, b, c, d] = self.slots[slot];
            let rule = u16::from_le_bytes([c, d]);
            if rule == 0 {
                break;
            }
            if u16::from_le_bytes([a, b]) == hash as u16 {
                return self.rules.get(usize::from(rule) - 1).copied();
            }
            slot = if slot + 1 == count { 0 } else { slot + 1 };
        }
        None
    }

    /// Writes the lemma of `form` into `lemma`; `characters` is memory to reuse.
    pub fn write(&self, form: &str, tag: Tag, characters: &mut Vec<char>, lemma: &mut String) {
        lemma.clear();
        if form.bytes().any(|byte| byte.is_ascii_digit()) {
            lemma.extend(form.chars().map(lower));
            return;
        }
        if let Some(base) = known_base(form, tag) {
            lemma.push_str(base);
            return;
        }
        characters.clear();
        characters.extend(key_characters(form));
        let length = characters.len();
        let endings =
            (0..=length.min(LONGEST_ENDING)).rev().map(|size| Ending::Part(&characters[length - size..]));
        let (strip, add) = std::iter::once(Ending::Whole(characters))
            .chain(endings)
            .find_map(|ending| self.rule(ending_hash(tag, ending)))
            .unwrap_or((0, ""));
        let kept = length.saturating_sub(strip);
        if keeps_case(tag) {
            lemma.extend(form.chars().take(kept));
        } else {
            lemma.extend(form.chars().take(kept).map(lower));
        }
        lemma.push_str(add);
        if lemma.is_empty() {
            lemma.push_str(form);
        }
    }
}

/// The base form that the tables know; endings alone cannot tell "resume" from "resum".
fn known_base(form: &str, (_, xpos): Tag) -> Option<&'static str> {
    let is_verb = matches!(xpos, Xpos::Vbd | Xpos::Vbn | Xpos::Vbg | Xpos::Vbz);
    if !is_verb && xpos != Xpos::Nns {
        return None;
    }
    let form = form.to_lowercase();
    if is_verb { verb_base(&form) } else { noun_base(&form) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_known_ending_decides() {
        let verb = (Upos::Verb, Xpos::Vbd);
        let characters = |word: &str| word.chars().collect::<Vec<_>>();
        let rule = |strip, add: &str| LemmaRule { strip, add: add.to_owned() };
        let bytes = Lemmas::to_bytes(&[
            (ending_hash(verb, Ending::Part(&characters("ed"))), rule(2, "")),
            (ending_hash(verb, Ending::Part(&characters("ied"))), rule(3, "y")),
            (ending_hash(verb, Ending::Whole(&characters("went"))), rule(4, "go")),
        ]);
        let lemmas = Lemmas::from_bytes(&bytes);
        let lemma = |form| {
            let mut lemma = String::new();
            lemmas.write(form, verb, &mut Vec::new(), &mut lemma);
            lemma
        };
        assert_eq!(["Walked", "tried", "went", "spent"].map(lemma), ["walk", "try", "go", "spend"]);
    }
}
