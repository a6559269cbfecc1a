//! Text: sentences, tokens, tags, lemmas, dependency trees and names.
//!
//! In comes a text and the spans of it to read; out come [`Sentence`]s. One statistical model, embedded in the
//! library, does the work. Words are not interpreted here: no actor, no event, no date.

pub mod conllu;
mod features;
mod kernel;
mod layer;
mod lemma;
mod model;
mod names;
mod network;
mod repair;
#[doc(hidden)]
pub mod shape;
mod tags;
mod tokenize;
mod tree;
mod word;

/// What `trainer/` shares with the runtime, so that both see the same features; no promise of stability.
#[doc(hidden)]
pub mod training {
    pub use super::features::{NO_ROW, ROWS, ROWS_PER_WORD, WHOLE_WORD, WORD_CLASSES};
    pub use super::lemma::{
        Ending, LONGEST_ENDING, LemmaRule, Lemmas, ending_hash, keeps_case, key_characters,
    };
    pub use super::model::{Model, ModelBytes, NO_CLASS, Tag};
    pub use super::names::{Gazetteer, KINDS, Knowledge, LABELS, OUTSIDE, labels_of, name_rows};
    pub use super::network::{Network, NetworkWeights, Scores, best, probability};
    pub use super::shape;
    pub use super::tree::best_tree;
    pub use super::word::{Clusters, Word, WordReader};

    use super::tokenize::split_zone;
    use crate::document::Span;

    /// The words of each sentence of the part of `text` that `zone` is; nothing of them is known yet.
    pub fn split_words(text: &str, zone: Span) -> Vec<Vec<Span>> {
        split_zone(text, zone).into_iter().map(|sentence| sentence.words).collect()
    }
}

pub use tags::{Deprel, Upos, Xpos};

use crate::document::Span;
use model::{Analyzer, Model};
use std::ops::Range;

/// One word as Universal Dependencies counts words ("don't" is two).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it is in the document's text.
    pub span: Span,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn part of speech.
    pub xpos: Xpos,
    /// Index of the head in the same sentence; `None` for the root.
    pub head: Option<usize>,
    /// The relation to the head.
    pub deprel: Deprel,
    /// How sure it is that the head is right; full where others have said it.
    pub confidence: Confidence,
    /// Where the lemma is in [`Sentence::lemmas`].
    lemma: Span,
}

/// How sure something is, in hundredths: the model's probability that it is right.
///
/// The probabilities are sharpened to fit documents that the model has not learnt from (`models/README.md`); how near
/// the part that is right comes to them has not been measured yet.
///
/// ```
/// use diurna::text::Confidence;
/// assert_eq!(Confidence::from_fraction(0.904).fraction(), 0.9);
/// assert!(Confidence::from_fraction(0.2) < Confidence::FULL);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// Said by whoever gave us the text, or certain.
    pub const FULL: Self = Self(100);

    /// The hundredths nearest to `fraction`, which is cut to lie from 0 to 1.
    pub fn from_fraction(fraction: f32) -> Self {
        Self((fraction.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    /// From 0 to 1.
    pub fn fraction(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

/// The four kinds of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// People.
    Person,
    /// Organisations.
    Organization,
    /// Places.
    Location,
    /// Anything else that is named: demonyms, works, events.
    Miscellaneous,
}

impl NameKind {
    /// As files of names have it: `PER`, `ORG`, `LOC` or `MISC`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organization => "ORG",
            Self::Location => "LOC",
            Self::Miscellaneous => "MISC",
        }
    }
}

/// A name found in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its kind.
    pub kind: NameKind,
    /// How sure it is that it is a name, with these ends and of this kind.
    pub confidence: Confidence,
}

/// A sentence: a tree of tokens.
///
/// The tree is always well formed: exactly one root, no cycle, unless the sentence is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sentence {
    /// Where it is.
    pub span: Span,
    /// Index of the zone of the document it lies in.
    pub zone: usize,
    /// Its words in text order.
    pub tokens: Vec<Token>,
    /// Its names in text order, not overlapping.
    pub names: Vec<Name>,
    /// All lemmas of the sentence, one after the other.
    lemmas: String,
    /// Tokens that are written as one, in text order: the "do" and "n't" of "don't".
    contractions: Vec<Range<usize>>,
}

impl Sentence {
    /// Whether `verb` is a gerund that a preposition ties to what is around it: "of leaving", "for having left". Not "by
    /// leaving" and "after leaving", which tell how or when.
    pub(crate) fn is_gerund_after_preposition(&self, verb: usize) -> bool {
        let is_gerund = self.tokens[verb].xpos == Xpos::Vbg
            || self.children(verb).any(|child| {
                self.tokens[child].deprel.is_auxiliary() && self.tokens[child].xpos == Xpos::Vbg
            });
        is_gerund
            && self.children(verb).any(|child| {
                matches!(self.tokens[child].deprel, Deprel::Mark | Deprel::Case)
                    && matches!(
                        self.lemma(child),
                        "of" | "with" | "for" | "from" | "into" | "against" | "over"
                    )
            })
    }

    /// Appends a token with its lemma.
    pub fn push(
        &mut self,
        span: Span,
        upos: Upos,
        xpos: Xpos,
        head: Option<usize>,
        deprel: Deprel,
        lemma: &str,
    ) {
        let start = self.lemmas.len();
        self.lemmas.push_str(lemma);
        let lemma = Span::new(start, self.lemmas.len());
        self.tokens.push(Token { span, upos, xpos, head, deprel, confidence: Confidence::FULL, lemma });
    }

    /// The runs of tokens that are written as one, in text order: the "do" and "n't" of "don't".
    pub fn contractions(&self) -> &[Range<usize>] {
        &self.contractions
    }

    fn set_contractions(&mut self, contractions: Vec<Range<usize>>) {
        self.contractions = contractions;
    }

    fn set_lemma(&mut self, index: usize, lemma: &str) {
        let start = self.lemmas.len();
        self.lemmas.push_str(lemma);
        self.tokens[index].lemma = Span::new(start, self.lemmas.len());
    }

    /// The dictionary form of token `index`, lower case except for proper nouns.
    pub fn lemma(&self, index: usize) -> &str {
        self.tokens[index].lemma.of(&self.lemmas)
    }

    /// The dependents of `head`, in text order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |&index| self.tokens[index].head == Some(head))
    }

    /// The first dependent of `head` with relation `deprel`.
    pub fn child(&self, head: usize, deprel: Deprel) -> Option<usize> {
        self.children(head).find(|&index| self.tokens[index].deprel == deprel)
    }

    /// Whether `index` is `ancestor` or below it.
    pub fn is_under(&self, index: usize, ancestor: usize) -> bool {
        let mut at = Some(index);
        while let Some(token) = at {
            if token == ancestor {
                return true;
            }
            at = self.tokens[token].head;
        }
        false
    }

    /// How sure the name is that `token` is part of; full if it is part of none.
    pub fn name_confidence(&self, token: usize) -> Confidence {
        let name = self.names.iter().find(|name| name.tokens.contains(&token));
        name.map_or(Confidence::FULL, |name| name.confidence)
    }

    /// The first and one past the last token of the subtree of `index`.
    pub fn subtree(&self, index: usize) -> Range<usize> {
        let mut range = index..index + 1;
        for other in 0..self.tokens.len() {
            if self.is_under(other, index) {
                range.start = range.start.min(other);
                range.end = range.end.max(other + 1);
            }
        }
        range
    }

    /// The span from the first to the last of `tokens`.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => first.span.to(last.span),
            Some([only]) => only.span,
            _ => Span::new(self.span.start, self.span.start),
        }
    }
}

/// Whether `character` stands between words and belongs to none.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// The sentences of the zones of `text`, tagged, parsed and with their names.
///
/// `zones` gives, in text order, an index and the span of a paragraph or line; no sentence crosses its end, and
/// [`Sentence::zone`] is that index. Never fails, and takes time linear in the length of the text.
///
/// ```
/// use diurna::document::Span;
/// use diurna::text::{NameKind, read};
/// let text = "Anna Keller met the mayor of Hamburg on Monday.";
/// let sentences = read(text, [(0, Span::new(0, text.len()))].into_iter());
/// assert_eq!(sentences[0].tokens.len(), 10);
/// ```
pub fn read(text: &str, zones: impl Iterator<Item = (usize, Span)>) -> Vec<Sentence> {
    let found = zones
        .flat_map(|(zone, span)| tokenize::split_zone(text, span).into_iter().map(move |found| (zone, found)))
        .collect();
    Analyzer::new(Model::embedded()).read(text, found)
}

/// The same sentences with the same words, tagged, parsed and with their names by the embedded model.
///
/// For words that others have split; `sentences` are one document of `text`.
pub fn read_words(text: &str, sentences: &[Sentence]) -> Vec<Sentence> {
    let found = sentences
        .iter()
        .map(|sentence| {
            let words = sentence.tokens.iter().map(|token| token.span).collect();
            let contractions = sentence.contractions.clone();
            (sentence.zone, tokenize::WordSpans { words, contractions })
        })
        .collect();
    Analyzer::new(Model::embedded()).read(text, found)
}
