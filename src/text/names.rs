//! Names: which words are the name of a person, an organisation, a place or something else.
//!
//! Each word gets a label: outside, or first, inner, last or only word of a name of one kind. How the document writes
//! a word elsewhere helps with what stands at the start of a sentence.

use super::features::{NO_ROW, ROWS_PER_WORD, Setting, rows_of};
use super::shape::NAME_ROWS_PER_WORD;
use super::tokenize::split_zone;
use super::word::{Word, hash_characters, lower_hash, pair};
use super::{Confidence, Deprel, Name, NameKind, Sentence, Token, Upos};
use crate::document::Span;
use crate::lexicon::world::world;
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
pub(crate) fn names_of(labels: &[u8]) -> Vec<(Range<usize>, NameKind)> {
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

    /// The rows of the words of a sentence of the document.
    pub fn rows<'w>(&'w self, words: &'w [Word]) -> impl Iterator<Item = [u32; ROWS_PER_WORD]> + 'w {
        words.iter().enumerate().map(|(at, word)| {
            let is_lowercase_elsewhere = word.is_capital && self.lowercase.contains(&word.lower);
            rows_of(word, Setting { is_first: at == 0, is_lowercase_elsewhere })
        })
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

/// The rows of word `at` that tell what the document and the gazetteer say of it.
pub fn name_rows(
    words: &[Word],
    marks: &[u64],
    knowledge: &Knowledge,
    at: usize,
) -> [u32; NAME_ROWS_PER_WORD] {
    let word = &words[at];
    let mark = |at: Option<usize>, first: u32| {
        at.and_then(|at| marks.get(at)).map_or(NO_ROW, |&mark| first + (mark & 0xFF) as u32)
    };
    let run = knowledge.runs.get(&word.lower).filter(|_| word.is_capital);
    let run =
        run.map_or(0, |run| 1 + u32::from(run.first == word.lower) + 2 * u32::from(run.last == word.lower));
    let elsewhere = u32::from(knowledge.lowercase.contains(&word.lower));
    let capital = u32::from(word.is_capital) | elsewhere << 1 | u32::from(at == 0) << 2 | run << 3;
    [mark(Some(at), 0), mark(Some(at + 1), 256), mark(at.checked_sub(1), 512), 768 + capital, NO_ROW]
}

/// The best labels by `scores`, a row of [`LABELS`] for each word, that make names.
pub(crate) fn best_labels(scores: &[f32], labels: &mut Vec<u8>) {
    let rows = scores.as_chunks::<LABELS>().0;
    labels.clear();
    let Some(first) = rows.first() else { return };
    let n = rows.len();
    // For each word and label, the best label before it.
    let mut before = vec![[OUTSIDE; LABELS]; n];
    let mut totals: [f32; LABELS] = std::array::from_fn(|label| {
        if can_follow(OUTSIDE, label as u8, n == 1) { first[label] } else { f32::NEG_INFINITY }
    });
    for at in 1..n {
        let mut next = [f32::NEG_INFINITY; LABELS];
        // Whatever may come before a new name or none is one thing, and what a name goes on from another.
        let mut closed = usize::from(OUTSIDE);
        for old in (0..LABELS).filter(|&old| can_follow(old as u8, OUTSIDE, true)) {
            closed = if totals[old] > totals[closed] { old } else { closed };
        }
        for label in (0..LABELS).filter(|&label| can_follow(OUTSIDE, label as u8, at + 1 == n)) {
            next[label] = totals[closed] + rows[at][label];
            before[at][label] = closed as u8;
        }
        for kind in 0..KINDS.len() {
            let [begun, inner, last] = [FIRST, INNER, LAST].map(|place| 1 + 4 * kind + usize::from(place));
            let open = if totals[inner] > totals[begun] { inner } else { begun };
            for label in [inner, last].into_iter().filter(|&label| label == last || at + 1 < n) {
                next[label] = totals[open] + rows[at][label];
                before[at][label] = open as u8;
            }
        }
        totals = next;
    }
    let mut label = super::network::best(&totals) as u8;
    labels.resize(n, OUTSIDE);
    for at in (0..n).rev() {
        labels[at] = label;
        label = before[at][usize::from(label)];
    }
}

/// At least so sure are the names of people whose last word tells, from 0 to 1. An acronym has its letters to prove it.
const SURE: f32 = 0.7;

/// At most so sure are names whose kind the document may change, from 0 to 1.
const UNSURE: f32 = 0.6;

/// What may follow the last word of a person's name.
const GENERATIONS: [&str; 6] = ["Jr", "Jr.", "Sr", "Sr.", "II", "III"];

/// Single words by which a document goes on to call what it names in full elsewhere.
#[derive(Debug, Default)]
struct ShortForms {
    /// The last words of people's names, by their hash in lower case.
    surnames: HashMap<u64, Confidence, Hashed>,
    /// The acronyms that stand in brackets after a name, by their hash, with its kind.
    acronyms: HashMap<u64, (NameKind, Confidence), Hashed>,
}

impl ShortForms {
    fn of(text: &str, knowledge: &Knowledge, sentences: &[Sentence]) -> Self {
        let mut forms = Self::default();
        for sentence in sentences {
            let word = |at: usize| sentence.tokens.get(at).map_or("", |token| token.span.of(text));
            for Name { tokens, kind, confidence } in &sentence.names {
                if tokens.len() < 2 {
                    continue;
                }
                let end = tokens.end;
                if word(end) == "("
                    && word(end + 2) == ")"
                    && is_acronym(word(end + 1), tokens.clone().map(word))
                {
                    forms.acronyms.insert(hash_characters(word(end + 1).chars()), (*kind, *confidence));
                }
                let mut words = tokens.clone().rev().map(word);
                let last = words.find(|word| !GENERATIONS.contains(word)).unwrap_or_default();
                let hash = lower_hash(last);
                let tells = last.chars().count() > 2 && !knowledge.lowercase.contains(&hash);
                if *kind == NameKind::Person && tells && confidence.fraction() >= SURE {
                    let known = forms.surnames.entry(hash).or_insert(*confidence);
                    *known = (*confidence).max(*known);
                }
            }
        }
        forms
    }

    /// What the document says elsewhere of a name that is this one word.
    fn find(&self, word: &str) -> Option<(NameKind, Confidence)> {
        let surname =
            || self.surnames.get(&lower_hash(word)).map(|&confidence| (NameKind::Person, confidence));
        self.acronym(word).or_else(surname)
    }

    fn acronym(&self, word: &str) -> Option<(NameKind, Confidence)> {
        self.acronyms.get(&hash_characters(word.chars())).copied()
    }
}

/// Whether the letters of `word` are, in order, among the first letters of `full`, beginning with the first.
///
/// A part of what Schwartz and Hearst (2003) do.
fn is_acronym<'a>(word: &str, full: impl Iterator<Item = &'a str>) -> bool {
    let mut initials = full.filter_map(|word| word.chars().next());
    let mut letters = word.chars();
    word.len() > 1
        && word.chars().all(char::is_uppercase)
        && letters.next() == initials.next()
        && letters.all(|letter| initials.any(|initial| initial == letter))
}

/// Single words by which a document goes on to call what it names in full elsewhere become names of that kind, where
/// they had none or one that was not sure; so do those by which everybody calls public figures.
pub(crate) fn recall_names(text: &str, knowledge: &Knowledge, sentences: &mut [Sentence]) {
    let forms = ShortForms::of(text, knowledge, sentences);
    for sentence in sentences {
        let mut names = std::mem::take(&mut sentence.names).into_iter().peekable();
        for (index, token) in sentence.tokens.iter().enumerate() {
            while let Some(name) = names.next_if(|name| name.tokens.end <= index) {
                sentence.names.push(name);
            }
            let word = token.span.of(text);
            // "France's Macron": whom the whole world knows by one name needs no other.
            let figure =
                || world().figure(word, false).map(|_| (NameKind::Person, Confidence::from_fraction(UNSURE)));
            let known = || forms.find(word).or_else(figure);
            let tokens = index..index + 1;
            match names.peek_mut() {
                Some(name) if name.tokens.contains(&index) => {
                    let is_unsure = name.confidence.fraction() <= UNSURE
                        || forms.acronym(word).is_some()
                        || (forms.find(word).is_none() && figure().is_some());
                    if name.tokens == tokens && is_unsure {
                        name.kind = known().map_or(name.kind, |(kind, _)| kind);
                    }
                }
                _ if token.upos == Upos::Propn && stands_alone(&sentence.tokens, index) => {
                    let name = known().map(|(kind, confidence)| Name { tokens, kind, confidence });
                    sentence.names.extend(name);
                }
                _ => {}
            }
        }
        sentence.names.extend(names);
    }
}

/// Whether a word is no part of a longer name, as "Rowe" is of "Rowe Street".
fn stands_alone(tokens: &[Token], index: usize) -> bool {
    let joins = |token: &Token| matches!(token.deprel, Deprel::Compound | Deprel::Flat);
    let part_of_it = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.head == Some(index) && joins(token) && token.upos == Upos::Propn)
    };
    !joins(&tokens[index]) && !part_of_it(index + 1) && !part_of_it(index.wrapping_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_names_are_the_same_thing() {
        let labels: Vec<u8> = labels_of(3, 0).chain([OUTSIDE]).chain(labels_of(1, 2)).collect();
        assert_eq!(names_of(&labels), [(0..3, NameKind::Person), (4..5, NameKind::Location)]);
    }

    /// Words that all hang on the second, with the names given.
    fn sentence(text: &str, names: &[(Range<usize>, NameKind, f32)]) -> Sentence {
        let mut sentence = Sentence::default();
        let mut start = 0;
        for (index, word) in text.split(' ').enumerate() {
            let head = Some(1).filter(|head| *head != index);
            let upos = if word.starts_with(char::is_uppercase) { Upos::Propn } else { Upos::Verb };
            let span = Span::new(start, start + word.len());
            sentence.push(span, upos, crate::text::Xpos::Xx, head, Deprel::Nsubj, word);
            start = span.end + 1;
        }
        sentence.names = names
            .iter()
            .map(|(tokens, kind, confidence)| Name {
                tokens: tokens.clone(),
                kind: *kind,
                confidence: Confidence::from_fraction(*confidence),
            })
            .collect();
        sentence
    }

    #[test]
    fn a_last_name_is_known_from_the_full_name() {
        use NameKind::{Location, Person};
        let names_in = |full_confidence: f32, last: &[(Range<usize>, NameKind, f32)], lower: &str| {
            let text = "Ada Rowe spoke";
            let mut sentences =
                vec![sentence(text, &[(0..2, Person, full_confidence)]), sentence("Then went Rowe", last)];
            // Both sentences are of one text, so the second is moved behind the first.
            for token in &mut sentences[1].tokens {
                token.span = Span::new(token.span.start + text.len() + 1, token.span.end + text.len() + 1);
            }
            let mut knowledge = Knowledge::default();
            knowledge.lowercase.insert(lower_hash(lower));
            recall_names(&format!("{text} Then went Rowe"), &knowledge, &mut sentences);
            sentences.pop().map(|sentence| sentence.names).unwrap_or_default()
        };
        let kinds =
            |names: Vec<Name>| -> Vec<_> { names.into_iter().map(|name| (name.tokens, name.kind)).collect() };
        assert_eq!(kinds(names_in(0.9, &[], "spoke")), [(2..3, Person)]);
        assert_eq!(kinds(names_in(0.9, &[(2..3, Location, 0.4)], "spoke")), [(2..3, Person)]);
        // What is sure stays, and what the document also writes small, or may be no person, tells nothing.
        assert_eq!(kinds(names_in(0.9, &[(2..3, Location, 0.9)], "spoke")), [(2..3, Location)]);
        assert_eq!(kinds(names_in(0.9, &[], "rowe")), []);
        assert_eq!(kinds(names_in(0.4, &[], "spoke")), []);
    }

    #[test]
    fn acronyms_are_made_of_first_letters() {
        let of = |acronym: &str, full: &str| is_acronym(acronym, full.split(' '));
        assert!(of("KMA", "Kolo Mining Authority"));
        assert!(of("MOH", "Ministry Of Health"));
        assert!(of("MH", "Ministry of Health"));
        assert!(!of("AKM", "Kolo Mining Authority"));
        assert!(!of("Kma", "Kolo Mining Authority"));
        assert!(!of("KMAX", "Kolo Mining Authority"));
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
