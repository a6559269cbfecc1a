//! A sentence with its words and the dependents of every token at hand.
//!
//! In come a text and one of its sentences; out goes a view that answers in constant time what the stages after
//! it ask over and over. It holds nothing that is not in the sentence.

use crate::document::Span;
use crate::lexicon::numbers::number_word;
use crate::lexicon::world::{Country, Noun, NounClass, world};
use crate::mention::amount::parse_number;
use crate::text::{Deprel, Sentence, Token, Upos, Xpos};
use std::ops::Range;

/// A view of a sentence; tokens are given by index.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The text that the sentence is of.
    pub text: &'a str,
    /// The sentence.
    pub sentence: &'a Sentence,
    dependents: Vec<Vec<usize>>,
}

/// "Kenyans".
static PEOPLE_OF_A_COUNTRY: Noun = Noun { class: NounClass::Group, sector: None, gender: None };

impl<'a> Parsed<'a> {
    /// Looks at `sentence` of `text`.
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Self {
        let mut dependents = vec![Vec::new(); sentence.tokens.len()];
        for (index, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                dependents[head].push(index);
            }
        }
        Self { text, sentence, dependents }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// Whether the sentence has no token.
    pub fn is_empty(&self) -> bool {
        self.sentence.tokens.is_empty()
    }

    /// The token itself.
    pub fn token(&self, index: usize) -> &'a Token {
        &self.sentence.tokens[index]
    }

    /// The word as the text has it; empty beyond the ends.
    pub fn word(&self, index: usize) -> &'a str {
        self.sentence.tokens.get(index).map_or("", |token| token.span.of(self.text))
    }

    /// The word in lower case.
    pub fn lower(&self, index: usize) -> String {
        self.word(index).to_lowercase()
    }

    /// The dictionary form in lower case.
    pub fn lemma(&self, index: usize) -> String {
        self.sentence.lemma(index).to_lowercase()
    }

    /// The universal part of speech.
    pub fn upos(&self, index: usize) -> Upos {
        self.token(index).upos
    }

    /// The relation to the head.
    pub fn deprel(&self, index: usize) -> Deprel {
        self.token(index).deprel
    }

    /// Whether the word is a plural noun.
    pub fn is_plural(&self, index: usize) -> bool {
        matches!(self.token(index).xpos, Xpos::Nns | Xpos::Nnps)
    }

    /// Whether the word begins with a capital letter.
    pub fn is_capitalized(&self, index: usize) -> bool {
        self.word(index).starts_with(char::is_uppercase)
    }

    /// The dependents of `head`, in text order.
    pub fn dependents(&self, head: usize) -> &[usize] {
        &self.dependents[head]
    }

    /// The first dependent of `head` with relation `deprel`.
    pub fn dependent(&self, head: usize, deprel: Deprel) -> Option<usize> {
        self.dependents[head].iter().copied().find(|&index| self.deprel(index) == deprel)
    }

    /// The preposition before `head`, in lower case.
    pub fn preposition(&self, head: usize) -> Option<String> {
        self.dependents[head]
            .iter()
            .find(|&&index| {
                index < head && self.deprel(index) == Deprel::Case && self.upos(index) != Upos::Part
            })
            .map(|&index| self.lower(index))
    }

    /// The common noun's meaning for actors and places, if it has one.
    pub fn noun(&self, index: usize) -> Option<&'static Noun> {
        let form = self.lower(index);
        // Taggers that take a plural for something else leave it its ending.
        let singular = form.strip_suffix('s').filter(|singular| singular.len() > 3);
        world()
            .noun(&form, &self.lemma(index))
            .or_else(|| world().noun(singular?, singular?))
            .or_else(|| self.people(index).map(|_| &PEOPLE_OF_A_COUNTRY))
    }

    /// The country whose people this word names: "Kenyans".
    pub fn people(&self, index: usize) -> Option<&'static Country> {
        world().country_of_people(self.word(index))
    }

    /// The country whose adjective ends before `end`, and the first token of the adjective ("South Korean" has two).
    pub fn adjective_before(&self, end: usize) -> Option<(usize, &'static Country)> {
        (1..=3.min(end)).rev().find_map(|length| {
            let start = end - length;
            let country = world().country_of_adjective(self.slice(start..end))?;
            Some((start, country))
        })
    }

    /// The span of `tokens`.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.sentence.span_of(tokens)
    }

    /// The text of `tokens`; empty if there are none.
    pub fn slice(&self, tokens: Range<usize>) -> &'a str {
        if tokens.is_empty() || tokens.end > self.len() { "" } else { self.span(tokens).of(self.text) }
    }

    /// The text of `tokens` with every run of white space made one space.
    pub fn phrase(&self, tokens: Range<usize>) -> String {
        self.slice(tokens).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The number that the token is, in digits or words.
    pub fn number(&self, index: usize) -> Option<f64> {
        parse_number(self.word(index)).or_else(|| number_word(&self.lower(index)))
    }

    /// Whether the word is a possessive ending.
    pub fn is_possessive_ending(&self, index: usize) -> bool {
        index < self.len() && self.token(index).xpos == Xpos::Pos
            || matches!(self.word(index), "'s" | "\u{2019}s" | "\u{2019}" | "'")
    }

    /// The token of `tokens` whose head lies outside: the head of the phrase in the tree. When there are several,
    /// the first.
    pub fn head_of(&self, tokens: Range<usize>) -> usize {
        tokens
            .clone()
            .find(|&index| self.token(index).head.is_none_or(|head| !tokens.contains(&head)))
            .unwrap_or(tokens.start)
    }
}
