//! Phrases from a table, found in the words of a line.

use super::words::{Shape, Words};
use rustc_hash::FxHashMap;

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Word(&'static str),
    /// `0`: a number.
    Number,
    /// `*`: one to six words of any kind.
    Gap,
}

/// Words per gap at most.
const GAP: usize = 6;

/// A table of phrases with a value each.
///
/// Phrases are in lower case. `0` stands for a number and `*` for one to six words.
#[derive(Debug)]
pub(super) struct Phrases<V> {
    /// By first word, `0` for phrases that begin with a number.
    phrases: FxHashMap<&'static str, Vec<(Vec<Part>, V)>>,
}

impl<V: Copy> Phrases<V> {
    /// The table of `rows`.
    pub(super) fn from_rows(rows: impl Iterator<Item = (&'static str, V)>) -> Self {
        let mut phrases: FxHashMap<&'static str, Vec<(Vec<Part>, V)>> = FxHashMap::default();
        for (phrase, value) in rows {
            let words = Words::of(phrase);
            let parts: Vec<Part> = words
                .iter()
                .map(|word| match word.span.of(phrase) {
                    "0" => Part::Number,
                    "*" => Part::Gap,
                    word => Part::Word(word),
                })
                .collect();
            let first = match parts.first() {
                Some(Part::Word(word)) => word,
                Some(Part::Number) => "0",
                _ => continue,
            };
            phrases.entry(first).or_default().push((parts, value));
        }
        Self { phrases }
    }

    /// The longest phrase that begins at word `start`: one past its last word, and its value.
    pub(super) fn longest_at(&self, words: &Words, start: usize) -> Option<(usize, V)> {
        self.all_at(words, start).reduce(|best, next| if next.0 > best.0 { next } else { best })
    }

    /// Every phrase that begins at word `start`.
    pub(super) fn all_at(&self, words: &Words, start: usize) -> impl Iterator<Item = (usize, V)> {
        let first = if words.shape(start) == Shape::Number { "0" } else { words.lower(start) };
        self.phrases
            .get(first)
            .into_iter()
            .flatten()
            .filter_map(move |(parts, value)| end_of(parts, words, start).map(|end| (end, *value)))
    }
}

/// One past the last word of `parts` at `start`, each gap as short as possible.
fn end_of(parts: &[Part], words: &Words, start: usize) -> Option<usize> {
    let mut at = start;
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Word(word) if words.lower(at) == *word => at += 1,
            Part::Number if words.shape(at) == Shape::Number => at += 1,
            Part::Gap => {
                let rest = &parts[index + 1..];
                return (at + 1..=(at + GAP).min(words.len())).find_map(|next| end_of(rest, words, next));
            }
            _ => return None,
        }
    }
    Some(at)
}

/// The rows of a tab-separated table: lines that are neither empty nor comments, cut at tabs.
pub(super) fn rows_of(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_have_numbers_and_gaps() {
        let table = Phrases::from_rows([("0 min read", 1), ("sign up for * newsletter", 2)].into_iter());
        let words = Words::of("5 min read | Sign up for our free newsletter");
        assert_eq!(table.longest_at(&words, 0), Some((3, 1)));
        assert_eq!(table.longest_at(&words, 4), Some((10, 2)));
        assert_eq!(table.longest_at(&Words::of("sign up for newsletter"), 0), None);
    }
}
