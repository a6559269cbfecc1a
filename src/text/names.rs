//! Names: which words are the name of a person, an organisation, a place or something else.
//!
//! Each word gets a label: outside, or first, inner, last or only word of a name of one kind. Words are labelled
//! one after the other; what was found earlier in the document, and how the document writes a word elsewhere,
//! helps with what is short or at the start of a sentence later.

use super::NameKind;
use super::tokenize::split_zone;
use super::weights::{Features, MOST_CLASSES, Scorer, pair};
use super::word::{Word, lower_hash};
use crate::document::Span;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// The kinds in the order of their labels.
pub const KINDS: [NameKind; 4] =
    [NameKind::Person, NameKind::Organization, NameKind::Location, NameKind::Miscellaneous];

/// The label of a word that is in no name.
pub const OUTSIDE: u8 = 0;

/// The number of labels.
pub const LABELS: usize = 1 + 4 * KINDS.len();

/// The place of a word in a name: first, inner, last, only.
const FIRST: u8 = 0;
const INNER: u8 = 1;
const LAST: u8 = 2;
const ONLY: u8 = 3;

/// The labels of a name of `length` words of kind number `kind`.
pub fn labels_of(length: usize, kind: u8) -> impl Iterator<Item = u8> {
    (0..length).map(move |at| {
        let place = match (at, length) {
            (0, 1) => ONLY,
            (0, _) => FIRST,
            _ if at + 1 == length => LAST,
            _ => INNER,
        };
        1 + 4 * kind + place
    })
}

/// The names that `labels` mark.
pub fn names_of(labels: &[u8]) -> Vec<(Range<usize>, NameKind)> {
    let mut names = Vec::new();
    let mut start = 0;
    for (at, &label) in labels.iter().enumerate() {
        if label == OUTSIDE {
            continue;
        }
        let (kind, place) = (KINDS[usize::from((label - 1) / 4) % KINDS.len()], (label - 1) % 4);
        if matches!(place, FIRST | ONLY) {
            start = at;
        }
        if matches!(place, LAST | ONLY) {
            names.push((start..at + 1, kind));
        }
    }
    names
}

/// Whether `label` can follow `before`; at the end of a sentence no name stays open.
fn can_follow(before: u8, label: u8, is_last: bool) -> bool {
    let open = |label: u8| label != OUTSIDE && matches!((label - 1) % 4, FIRST | INNER);
    if is_last && open(label) {
        return false;
    }
    if open(before) {
        label != OUTSIDE && matches!((label - 1) % 4, INNER | LAST) && (label - 1) / 4 == (before - 1) / 4
    } else {
        label == OUTSIDE || matches!((label - 1) % 4, FIRST | ONLY)
    }
}

/// Keys that are hashes already.
#[derive(Debug, Default)]
struct HashedKey(u64);

impl Hasher for HashedKey {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

type Hashed = BuildHasherDefault<HashedKey>;

/// A run of capitalised words: its length, first and last word.
#[derive(Debug, Clone, Copy)]
struct Run {
    length: usize,
    first: u64,
    last: u64,
}

/// What one document tells about its words.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Words it also writes without capital.
    lowercase: HashSet<u64, Hashed>,
    /// The longest run of capitalised words that each word is part of.
    runs: HashMap<u64, Run, Hashed>,
    /// How often each word was labelled so far: outside, then by kind.
    labelled: HashMap<u64, [u16; 5], Hashed>,
}

impl Knowledge {
    /// Takes note of how a sentence writes its words.
    pub fn add(&mut self, words: &[Word]) {
        let capitals = words.iter().filter(|word| word.is_capital).count();
        self.lowercase
            .extend(words.iter().filter(|word| !word.is_capital && word.has_letter).map(|word| word.lower));
        if capitals * 10 > words.len() * 7 {
            return;
        }
        let mut at = 1;
        while at < words.len() {
            let length = words[at..].iter().take_while(|word| word.is_capital).count();
            if length > 1 && length < 8 {
                let part = &words[at..at + length];
                let run = Run { length, first: part[0].lower, last: part[length - 1].lower };
                for word in part {
                    let known = self.runs.entry(word.lower).or_insert(run);
                    if known.length < length {
                        *known = run;
                    }
                }
            }
            at += length.max(1);
        }
    }

    fn remember(&mut self, word: &Word, label: u8) {
        if word.is_capital {
            let counts = self.labelled.entry(word.lower).or_insert([0; 5]);
            let kind = if label == OUTSIDE { 0 } else { 1 + usize::from((label - 1) / 4) };
            counts[kind] = counts[kind].saturating_add(1);
        }
    }

    /// What a word was mostly labelled so far, and whether often.
    fn memory(&self, word: Option<&Word>) -> u64 {
        let Some(word) = word.filter(|word| word.is_capital) else { return 8 };
        let Some(counts) = self.labelled.get(&word.lower) else { return 9 };
        let best = (1..5).fold(0, |best, kind| if counts[kind] > counts[best] { kind } else { best });
        best as u64 + if counts[best] > 2 { 10 } else { 0 }
    }
}

/// Known phrases, read straight from the model's bytes: places, and first names of people.
///
/// Layout: slots of three check bytes of the hash and a byte of kinds (0: free).
#[derive(Clone, Copy)]
pub struct Gazetteer<'a> {
    slots: &'a [[u8; 4]],
}

/// The longest phrase of the gazetteer, in words.
const LONGEST_PHRASE: usize = 5;

impl fmt::Debug for Gazetteer<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Gazetteer({} slots)", self.slots.len())
    }
}

impl<'a> Gazetteer<'a> {
    /// Reads the phrases from their bytes.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        Self { slots: bytes.as_chunks::<4>().0 }
    }

    /// The bytes of phrases, each with a bit set of its kinds that is not empty.
    pub fn to_bytes<'p>(phrases: impl Iterator<Item = (&'p str, u8)>) -> Vec<u8> {
        let mut kinds_of = std::collections::BTreeMap::new();
        for (phrase, kinds) in phrases {
            let words: Vec<Span> = split_zone(phrase, Span::new(0, phrase.len()))
                .into_iter()
                .flat_map(|found| found.words)
                .collect();
            if (1..=LONGEST_PHRASE).contains(&words.len()) {
                let hash = words.iter().fold(0, |hash, word| pair(hash, lower_hash(word.of(phrase))));
                *kinds_of.entry(hash).or_insert(0) |= kinds;
            }
        }
        let count = kinds_of.len() * 5 / 4 + 1;
        let mut slots = vec![[0; 4]; count];
        for (hash, kinds) in kinds_of {
            let [a, b, c, ..] = hash.to_le_bytes();
            let mut slot = Self::slot_of(hash, count);
            while slots[slot][3] != 0 {
                slot = (slot + 1) % count;
            }
            slots[slot] = [a, b, c, kinds];
        }
        slots.into_flattened()
    }

    const fn slot_of(hash: u64, count: usize) -> usize {
        (((hash >> 32) * count as u64) >> 32) as usize
    }

    fn kinds(self, hash: u64) -> u8 {
        let [a, b, c, ..] = hash.to_le_bytes();
        let count = self.slots.len();
        let mut slot = Self::slot_of(hash, count);
        for _ in 0..count {
            let [x, y, z, kinds] = self.slots[slot];
            if kinds == 0 || [x, y, z] == [a, b, c] {
                return kinds;
            }
            slot = if slot + 1 == count { 0 } else { slot + 1 };
        }
        0
    }

    /// For each word, the kinds of the longest known phrase it is in and its place there; 0 for none.
    pub fn mark(self, words: &[Word], marks: &mut Vec<u64>) {
        marks.clear();
        marks.resize(words.len(), 0);
        for at in 0..words.len() {
            if !words[at].is_capital || marks[at] != 0 {
                continue;
            }
            let mut hash = 0;
            let mut longest = None;
            for (index, word) in words[at..].iter().take(LONGEST_PHRASE).enumerate() {
                hash = pair(hash, word.lower);
                let kinds = self.kinds(hash);
                if kinds != 0 && words[at + index].is_capital {
                    longest = Some((index + 1, kinds));
                }
            }
            let Some((length, kinds)) = longest else { continue };
            for (mark, label) in marks[at..at + length].iter_mut().zip(labels_of(length, 0)) {
                *mark = u64::from(kinds) << 2 | u64::from(label - 1) | 1 << 12;
            }
        }
    }
}

/// A sentence whose names are wanted, and what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct NameContext<'a> {
    /// Its words.
    pub words: &'a [Word],
    /// Their classes by the tagger.
    pub tags: &'a [u8],
    /// Their marks by the gazetteer.
    pub marks: &'a [u64],
}

/// The features of word `at`, with the labels of the two words before it, nearest first.
pub fn name_features(
    context: NameContext<'_>,
    knowledge: &Knowledge,
    at: usize,
    before: [u8; 2],
    features: &mut Features,
) {
    let outside = Word::default();
    let word_at = |offset: isize| at.checked_add_signed(offset).and_then(|at| context.words.get(at));
    let near = |offset: isize| word_at(offset).unwrap_or(&outside);
    let tag = |offset: isize| {
        at.checked_add_signed(offset).and_then(|at| context.tags.get(at)).map_or(999, |&tag| u64::from(tag))
    };
    let mark = |offset: isize| {
        at.checked_add_signed(offset).and_then(|at| context.marks.get(at)).map_or(1 << 20, |&mark| mark)
    };
    let (word, left, left2, right, right2) = (near(0), near(-1), near(-2), near(1), near(2));
    let [label, label2] = before.map(u64::from);
    let position = u64::from(at == 0);
    let f = features;
    f.restart(0);

    f.one(7);
    f.one(word.form);
    f.one(word.lower);
    f.one(word.shape);
    word.suffixes.iter().for_each(|&suffix| f.one(suffix));
    word.prefixes.iter().for_each(|&prefix| f.one(prefix));
    f.two(word.flags, position);
    f.two(word.shape, position);

    f.one(left.lower);
    f.one(right.lower);
    f.one(left2.lower);
    f.one(right2.lower);
    f.two(left.form, word.lower);
    f.two(word.lower, right.form);
    f.two(left2.lower, left.lower);
    f.two(right.lower, right2.lower);
    f.two(left.lower, right.lower);
    f.two(left.shape, word.shape);
    f.two(word.shape, right.shape);
    f.three(left.shape, word.shape, right.shape);
    f.three(left2.shape, left.shape, word.shape);
    f.three(word.shape, right.shape, right2.shape);
    f.two(left.lower, word.shape);
    f.two(right.lower, word.shape);
    f.two(near(-3).lower, word.shape);
    f.one(left.shape);
    f.one(right.shape);

    f.one(label);
    f.two(label, label2);
    f.two(label, word.lower);
    f.two(label, word.shape);
    f.two(label, left.lower);
    f.two(label, right.lower);
    f.two(label, right.shape);
    f.two(label, word.suffixes[2]);
    f.three(label, left.lower, word.shape);

    // Parts of speech.
    f.one(tag(0));
    f.two(tag(0), word.shape);
    f.two(tag(-1), tag(0));
    f.two(tag(0), tag(1));
    f.three(tag(-1), tag(0), tag(1));
    f.three(tag(0), tag(1), tag(2));
    f.two(label, tag(0));
    f.three(label, tag(0), tag(1));
    f.three(label, tag(0), right.lower);
    f.two(tag(0), word.clusters[1]);

    // What the document says elsewhere.
    let memory = [0, 1, -1].map(|offset| knowledge.memory(word_at(offset)));
    f.one(memory[0]);
    f.two(memory[0], label);
    f.two(memory[0], memory[1]);
    f.two(memory[0], memory[2]);
    f.two(memory[0], word.shape);
    f.two(memory[1], label);
    let run = knowledge.runs.get(&word.lower).filter(|_| word.is_capital);
    f.three(u64::from(knowledge.lowercase.contains(&word.lower)), u64::from(word.is_capital), position);
    f.one(run.map_or(0, |run| run.last));
    f.one(run.map_or(0, |run| run.first));
    f.one(
        run.map_or(0, |run| 1 + u64::from(run.first == word.lower) + 2 * u64::from(run.last == word.lower)),
    );

    // Distributional classes.
    for near in [word, left, right] {
        near.clusters.iter().for_each(|&cluster| f.one(cluster));
    }
    f.one(left2.clusters[2]);
    f.one(right2.clusters[2]);
    f.two(word.clusters[2], word.shape);
    f.two(word.clusters[1], label);
    f.two(word.clusters[2], label);
    f.two(left.clusters[2], word.shape);
    f.two(right.clusters[2], word.shape);
    f.two(left.clusters[1], word.clusters[1]);
    f.two(word.clusters[1], right.clusters[1]);
    f.two(left.clusters[2], word.clusters[2]);
    f.two(word.clusters[2], right.clusters[2]);
    f.three(left.clusters[1], word.clusters[0], right.clusters[1]);

    // Known phrases.
    f.one(mark(0));
    f.one(mark(1));
    f.one(mark(-1));
    f.two(mark(0), word.shape);
    f.two(mark(0), label);
    f.two(mark(0), mark(1));
    f.two(mark(-1), mark(0));
    f.two(mark(0), left.lower);
}

/// Labels the words of a sentence and remembers the labels in `knowledge`.
pub fn label(
    scorer: &impl Scorer,
    context: NameContext<'_>,
    knowledge: &mut Knowledge,
    features: &mut Features,
    labels: &mut Vec<u8>,
) {
    labels.clear();
    for at in 0..context.words.len() {
        let before = [1, 2].map(|distance| at.checked_sub(distance).map_or(OUTSIDE, |at| labels[at]));
        name_features(context, knowledge, at, before, features);
        let mut scores = [0; MOST_CLASSES];
        scorer.add(features.hashes(), &mut scores);
        let is_last = at + 1 == context.words.len();
        let mut best: Option<u8> = None;
        for label in (0..LABELS as u8).filter(|&label| can_follow(before[0], label, is_last)) {
            if best.is_none_or(|best| scores[usize::from(label)] > scores[usize::from(best)]) {
                best = Some(label);
            }
        }
        labels.push(best.unwrap_or(OUTSIDE));
    }
    remember(context.words, labels, knowledge);
}

/// Remembers the labels of a sentence in `knowledge`.
pub fn remember(words: &[Word], labels: &[u8], knowledge: &mut Knowledge) {
    for (word, &label) in words.iter().zip(labels) {
        knowledge.remember(word, label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_names_are_the_same_thing() {
        let labels: Vec<u8> = labels_of(3, 0).chain([OUTSIDE]).chain(labels_of(1, 2)).collect();
        assert_eq!(names_of(&labels), [(0..3, NameKind::Person), (4..5, NameKind::Location)]);
    }

    #[test]
    fn a_name_ends_with_its_sentence() {
        assert!(!can_follow(OUTSIDE, 1 + FIRST, true));
        assert!(can_follow(OUTSIDE, 1 + ONLY, true));
        assert!(can_follow(1 + FIRST, 1 + LAST, true));
        assert!(!can_follow(1 + FIRST, OUTSIDE, false));
        assert!(!can_follow(1 + FIRST, 5 + LAST, true), "a name has one kind");
    }
}
