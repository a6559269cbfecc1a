//! The words of one line, for matching against phrase tables.
//!
//! Much simpler than the tokens of [`crate::text`]: runs of letters, runs of digits and single signs.

use super::Span;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters, all capitals ("TUNIS", "A").
    Capitals,
    /// Letters, the first a capital ("Tunis").
    Capital,
    /// Letters without case or beginning with a small one.
    Small,
    /// Digits.
    Number,
    /// Anything else: one character.
    Sign,
}

/// One word of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Where it is in the line.
    pub(super) span: Span,
    /// How it is written.
    pub(super) shape: Shape,
    /// Whether white space, or the start of the line, stands before it.
    pub(super) is_spaced: bool,
    lower: Span,
}

/// The first words of a line, at most [`Words::MOST`].
#[derive(Debug, Default)]
pub(super) struct Words {
    words: Vec<Word>,
    lower: String,
    /// Whether the line has no further words.
    pub(super) is_whole: bool,
}

impl Words {
    /// Lines with more words are never furniture, so no more are looked at: this keeps every rule here linear.
    pub(super) const MOST: usize = 80;

    /// The words of `line`.
    pub(super) fn of(line: &str) -> Self {
        let mut found = Self { words: Vec::with_capacity(24), lower: String::new(), is_whole: true };
        let mut is_spaced = true;
        let mut characters = line.char_indices().peekable();
        while let Some((start, first)) = characters.next() {
            if first.is_whitespace() {
                is_spaced = true;
                continue;
            }
            if found.words.len() == Self::MOST || start > 16 * Self::MOST {
                found.is_whole = false;
                break;
            }
            let lower_start = found.lower.len();
            let mut end = start + first.len_utf8();
            found.push_lower(first);
            let mut has_small = first.is_lowercase();
            let mut length = 1;
            if first.is_numeric() || first.is_alphabetic() {
                while let Some(&(at, next)) = characters.peek() {
                    let belongs = if first.is_numeric() {
                        next.is_numeric()
                    } else {
                        next.is_alphabetic() || is_apostrophe(next) && letter_follows(&line[at..])
                    };
                    // A word of a thousand letters is no word; cut it so that no single word is long.
                    if !belongs || length == 64 {
                        break;
                    }
                    characters.next();
                    end = at + next.len_utf8();
                    has_small |= next.is_lowercase();
                    length += 1;
                    found.push_lower(next);
                }
            }
            let shape = if first.is_numeric() {
                Shape::Number
            } else if !first.is_alphabetic() {
                Shape::Sign
            } else if !first.is_uppercase() {
                Shape::Small
            } else if has_small {
                Shape::Capital
            } else {
                Shape::Capitals
            };
            let lower = Span::new(lower_start, found.lower.len());
            found.words.push(Word { span: Span::new(start, end), shape, is_spaced, lower });
            is_spaced = false;
        }
        found
    }

    fn push_lower(&mut self, character: char) {
        match character {
            '\u{2019}' | '\u{2018}' => self.lower.push('\''),
            _ => self.lower.extend(character.to_lowercase()),
        }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Word `index`, if there are so many.
    pub(super) fn get(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    /// All words in order.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Word> {
        self.words.iter()
    }

    /// Word `index` in lower case with straight apostrophes; empty past the end.
    pub(super) fn lower(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| word.lower.of(&self.lower))
    }

    /// How word `index` is written; a sign past the end.
    pub(super) fn shape(&self, index: usize) -> Shape {
        self.words.get(index).map_or(Shape::Sign, |word| word.shape)
    }

    /// Whether word `index` is this sign.
    pub(super) fn is_sign(&self, index: usize, sign: char) -> bool {
        self.shape(index) == Shape::Sign && self.lower(index).starts_with(sign)
    }

    /// Whether word `index` follows the one before it without a space.
    pub(super) fn is_glued(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| !word.is_spaced)
    }

    /// How many are words or numbers, not signs.
    pub(super) fn count(&self) -> usize {
        self.words.iter().filter(|word| word.shape != Shape::Sign).count()
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

fn letter_follows(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(line: &str) -> Vec<String> {
        let words = Words::of(line);
        (0..words.len()).map(|index| words.lower(index).to_owned()).collect()
    }

    #[test]
    fn words_are_runs_of_letters_runs_of_digits_and_signs() {
        assert_eq!(lower("Don\u{2019}t wait, 7:30am"), ["don't", "wait", ",", "7", ":", "30", "am"]);
        assert_eq!(lower("\u{a0} "), [""; 0]);
    }

    #[test]
    fn a_long_line_is_cut() {
        assert!(Words::of("one two").is_whole);
        assert!(!Words::of(&"word ".repeat(1000)).is_whole);
        assert!(!Words::of(&"x".repeat(100_000)).is_whole);
    }
}
