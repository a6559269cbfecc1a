//! Text: sentences, tokens, tags, lemmas, dependency trees and names.
//!
//! In comes a text and the spans of it to read; out come [`Sentence`]s. One statistical model, embedded in the
//! library, does the work. Words are not interpreted here: no actor, no event, no date.

mod tags;

pub use tags::{Deprel, Upos, Xpos};

use crate::document::Span;
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
    /// Where the lemma is in [`Sentence::lemmas`].
    lemma: Span,
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

/// A name found in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its kind.
    pub kind: NameKind,
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
}

impl Sentence {
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
        self.tokens.push(Token { span, upos, xpos, head, deprel, lemma });
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
