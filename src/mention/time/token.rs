//! Tokens of the time stage: words, numbers and signs, each with the symbols that rules may ask for.

use super::vocabulary::{Symbols, Vocabulary};
use crate::document::Span;

/// A word, a run of digits, or one sign.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) span: Span,
    /// What rules may take it for.
    pub(super) symbols: Symbols,
    /// Index of the word in the vocabulary.
    pub(super) word: Option<u32>,
    /// The number the digits make; -1 for anything else or more digits than a date can have.
    pub(super) number: i32,
    pub(super) shape: Shape,
    /// Whether no white space is before it.
    pub(super) glued: bool,
    /// Whether a blank line is before it: no expression crosses it.
    pub(super) barrier: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Word,
    Number,
    Sign,
}

fn shape_of(character: char) -> Shape {
    if character.is_ascii_digit() {
        Shape::Number
    } else if character.is_alphanumeric() {
        Shape::Word
    } else {
        Shape::Sign
    }
}

/// The tokens of `span` of `text`, in order.
pub(super) fn tokenize(vocabulary: &Vocabulary, text: &str, span: Span) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(span.len() / 5 + 1);
    let part = span.of(text);
    let mut characters = part.char_indices().peekable();
    let (mut glued, mut newlines) = (false, 0);
    while let Some((start, character)) = characters.next() {
        if character.is_whitespace() {
            glued = false;
            newlines += usize::from(character == '\n');
            continue;
        }
        let shape = shape_of(character);
        let mut end = start + character.len_utf8();
        if shape != Shape::Sign {
            while let Some((at, next)) = characters.peek().copied() {
                if shape_of(next) != shape {
                    break;
                }
                end = at + next.len_utf8();
                characters.next();
            }
        }
        let written = &part[start..end];
        let span = Span::new(span.start + start, span.start + end);
        let barrier = newlines > 1;
        let (symbols, word, number) = match shape {
            Shape::Number => {
                let number = if written.len() <= 8 { written.parse().unwrap_or(-1) } else { -1 };
                (vocabulary.number_symbols(written.len(), number), None, number)
            }
            Shape::Word | Shape::Sign => {
                let (symbols, word) = vocabulary.word_symbols(written);
                (symbols, word, -1)
            }
        };
        tokens.push(Token { span, symbols, word, number, shape, glued, barrier });
        (glued, newlines) = (true, 0);
    }
    tokens
}
