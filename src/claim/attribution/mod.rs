//! Attribution: who says so.
//!
//! In come sentences with their trees; out go [`Attribution`]s: a speaker, the word of saying, and the stretches of
//! text that are said. Who the speaker *is* is not asked here: the caller knows entities.

mod by_word;
mod chain;
mod document;
mod frame;
mod noun;
mod verb;

use super::clause::Tree;
use crate::document::Span;
use crate::lexicon::attribution::{CueClass, Hold, Marker, is_document, is_marker, is_speaker};
use crate::lexicon::status::{MarkerClass, marker};
use crate::lexicon::world::{NounClass, world};
use crate::mention::quotation::{Quotation, find_quotations};
use crate::text::{Deprel, NameKind, Sentence, Upos, Xpos};
use chain::{extend_over_quotations, nest, resolve_documents, wording};
use std::cmp::Reverse;
use std::ops::Range;

/// A phrase of a sentence and the word that heads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Index of the sentence.
    pub sentence: usize,
    /// The token that heads it.
    pub head: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// In whose words something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wording {
    /// In the speaker's: a quotation.
    Direct,
    /// In the writer's.
    Indirect,
    /// Partly quoted.
    Mixed,
    /// Not said but thought, wished or intended.
    Belief,
}

/// Who issued a document that speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// The phrase that names the issuer, in this or an earlier sentence.
    Phrase(Phrase),
    /// The text does not say.
    Unstated,
}

/// One speaker, and what is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The sentence of the cue.
    pub sentence: usize,
    /// Who speaks; `None`: the text leaves it open ("reportedly").
    pub source: Option<Phrase>,
    /// The word of saying; `None` where only a colon or dash says so.
    pub cue: Option<Phrase>,
    /// What is said, in text order. Neither source nor cue is inside.
    pub content: Vec<Span>,
    /// In whose words.
    pub kind: Wording,
    /// Index of the attribution this one stands in or is cited by.
    pub outer: Option<usize>,
    /// What sort of saying it is.
    pub class: CueClass,
    /// Whether the speaker vouches for the content; `false` for what is only mentioned ("condemned the attack"), wished
    /// or not said ("did not say that").
    pub is_asserted: bool,
    /// When the source is a document: whom it speaks for.
    pub document_of: Option<Issuer>,
    /// The rule that found it.
    pub rule: &'static str,
}

impl Attribution {
    fn covers(&self, span: Span) -> bool {
        self.content.iter().any(|content| content.contains(span))
    }

    fn content_length(&self) -> usize {
        self.content.iter().map(|span| span.len()).sum()
    }
}

/// No quotation is followed further than this many sentences from its cue.
const MAX_REACH: usize = 40;

/// Every attribution of `text`, in the order of their sentences.
///
/// Reciprocal talk ("met", "discussed with"), cue verbs without content, and passives without a speaker ("was told to
/// leave") are no attributions. The cost is linear in the number of sentences.
pub fn find_attributions(text: &str, sentences: &[Sentence]) -> Vec<Attribution> {
    let mut quotations = find_quotations(text, sentences);
    quotations.sort_by_key(|quotation| quotation.span);
    let mut found = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let finder = Finder { text, tree: &Tree::new(sentence), index, quotations: &quotations };
        found.extend(finder.find());
    }
    extend_over_quotations(sentences, &quotations, &mut found);
    found.sort_by_key(|attribution| {
        (attribution.sentence, attribution.cue.as_ref().map_or(0, |cue| cue.head), attribution.outer)
    });
    for attribution in &mut found {
        attribution.kind = wording(text, attribution, &quotations);
    }
    resolve_documents(sentences, &mut found);
    nest(sentences, &mut found);
    found
}

/// The speakers of what stands at `span` of sentence `sentence`, outermost first.
///
/// Only those who assert it count. A cue is not inside its own content, so the chain of a cue is that of whoever cites
/// its speaker.
pub fn chain_at(attributions: &[Attribution], sentence: usize, span: Span) -> Vec<&Attribution> {
    let first = attributions.partition_point(|attribution| attribution.sentence + MAX_REACH < sentence);
    let last = attributions.partition_point(|attribution| attribution.sentence <= sentence + MAX_REACH);
    let mut chain: Vec<(usize, Reverse<usize>, usize)> = (first..last)
        .filter(|&index| attributions[index].is_asserted && attributions[index].covers(span))
        .map(|index| (depth(attributions, index), Reverse(attributions[index].content_length()), index))
        .collect();
    chain.sort_unstable();
    let mut speakers: Vec<&Attribution> = Vec::new();
    for (_, _, index) in chain {
        let attribution = &attributions[index];
        let is_repeated = speakers.iter().any(|speaker| {
            speaker.source.is_some() && speaker.source == attribution.source && speaker.cue != attribution.cue
        });
        if !is_repeated {
            speakers.push(attribution);
        }
    }
    speakers
}

fn depth(attributions: &[Attribution], index: usize) -> usize {
    let mut depth = 0;
    let mut at = index;
    while let Some(outer) = attributions.get(at).and_then(|attribution| attribution.outer) {
        depth += 1;
        at = outer;
        if depth > MAX_REACH {
            break;
        }
    }
    depth
}

/// What a cue word was found to say.
struct Complement {
    content: Vec<Span>,
    hold: Hold,
    rule: &'static str,
}

struct Finder<'a> {
    text: &'a str,
    tree: &'a Tree<'a>,
    index: usize,
    quotations: &'a [Quotation],
}

impl Finder<'_> {
    fn find(&self) -> Vec<Attribution> {
        let mut found = Vec::new();
        found.extend(self.closing_frame());
        found.extend(self.inserted_frame());
        let framed: Vec<usize> =
            found.iter().filter_map(|frame| frame.cue.as_ref()).map(|cue| cue.head).collect();
        for token in 0..self.tree.len() {
            match self.tree.upos(token) {
                _ if framed.contains(&token) => {}
                Upos::Verb | Upos::Aux => {
                    found.extend(self.carried(token));
                    found.extend(self.adjective_cue(token).or_else(|| self.verb_cue(token)));
                }
                Upos::Noun => found.extend(self.viewpoint(token).or_else(|| self.noun_cue(token))),
                Upos::Adj => found.extend(self.adjective_cue(token)),
                Upos::Adv => found.extend(self.hearsay(token)),
                _ => {}
            }
            if is_marker(self.word(token).as_str(), Marker::ByWord) {
                found.extend(self.by_word(token));
            }
        }
        self.free_of_frames(&mut found);
        self.free_of_by_words(&mut found);
        found.extend(self.headline(&found));
        let head_of = |attribution: &Attribution| attribution.cue.as_ref().map_or(0, |cue| cue.head);
        let mut cited: Vec<(usize, usize, Attribution)> = Vec::new();
        for host in &found {
            let reach = |cited: &Attribution| head_of(cited).abs_diff(head_of(host));
            cited.extend(self.cited(host).into_iter().map(|cited| (head_of(&cited), reach(&cited), cited)));
        }
        // One who is cited is cited by the speaker whose cue is closest.
        cited.sort_by_key(|(cue, reach, _)| (*cue, *reach));
        cited.dedup_by_key(|(cue, ..)| *cue);
        found.extend(cited.into_iter().map(|(.., cited)| cited));
        let quoters: Vec<Attribution> = found.iter().filter_map(|saying| self.quoter(saying)).collect();
        found.extend(quoters);
        let holders: Vec<Attribution> = found.iter().filter_map(|host| self.holder(host)).collect();
        found.extend(holders);
        found
    }

    fn word(&self, token: usize) -> String {
        self.span(token..token + 1).of(self.text).to_lowercase()
    }

    fn span(&self, tokens: Range<usize>) -> Span {
        self.tree.sentence.span_of(tokens)
    }

    fn phrase(&self, head: usize, without: usize) -> Phrase {
        let mut tokens = self.tree.noun_phrase(head, without);
        if let Some(name) = self.tree.sentence.names.iter().find(|name| name.tokens.contains(&head))
            && !name.tokens.contains(&without)
        {
            tokens = tokens.start.min(name.tokens.start)..tokens.end.max(name.tokens.end);
        }
        Phrase { sentence: self.index, head, tokens }
    }

    fn cue(&self, token: usize) -> Phrase {
        let end = self.tree.child(token, Deprel::CompoundPrt).map_or(token + 1, |particle| {
            if particle > token && particle <= token + 2 { particle + 1 } else { token + 1 }
        });
        Phrase { sentence: self.index, head: token, tokens: token..end }
    }

    fn attribution(
        &self,
        source: Option<Phrase>,
        cue: Option<Phrase>,
        class: CueClass,
        complement: Complement,
    ) -> Attribution {
        let document_of = source.as_ref().and_then(|source| self.issuer(source.head));
        Attribution {
            sentence: self.index,
            source,
            cue,
            content: complement.content,
            kind: if class == CueClass::Belief { Wording::Belief } else { Wording::Indirect },
            outer: None,
            class,
            is_asserted: complement.hold == Hold::Asserted,
            document_of,
            rule: complement.rule,
        }
    }

    fn is_quoted(&self, token: usize) -> Option<&Quotation> {
        self.quotation_at(self.tree.sentence.tokens[token].span)
    }

    fn quotation_at(&self, span: Span) -> Option<&Quotation> {
        let after = self.quotations.partition_point(|quotation| quotation.span.start <= span.start);
        self.quotations[..after].last().filter(|quotation| quotation.span.contains(span))
    }

    /// The stretches of `tokens` that are not in `without`.
    fn rest(&self, tokens: Range<usize>, without: Range<usize>) -> Vec<Span> {
        let before = tokens.start..without.start.clamp(tokens.start, tokens.end);
        let after = without.end.clamp(tokens.start, tokens.end)..tokens.end;
        [before, after].into_iter().filter_map(|part| self.content(part)).collect()
    }

    /// The span of `tokens` without punctuation at its ends, quotation marks kept; `None` when no word is left.
    fn content(&self, mut tokens: Range<usize>) -> Option<Span> {
        let is_edge = |token: usize| {
            self.tree.upos(token) == Upos::Punct
                && !self.span(token..token + 1).of(self.text).contains(['"', '“', '”', '«', '»', '‘', '’'])
        };
        let is_conjunction = |token: usize| self.tree.deprel(token) == Deprel::Cc;
        while !tokens.is_empty() && (is_edge(tokens.start) || is_conjunction(tokens.start)) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && is_edge(tokens.end - 1) {
            tokens.end -= 1;
        }
        let has_word = tokens.clone().any(|token| {
            !matches!(self.tree.upos(token), Upos::Punct | Upos::Sconj | Upos::Cconj | Upos::Adp)
                && !matches!(self.tree.xpos(token), Xpos::Wdt | Xpos::Wp)
        });
        has_word.then(|| self.span(tokens))
    }

    fn is_negated(&self, token: usize) -> bool {
        self.tree
            .children(token)
            .iter()
            .any(|&child| marker(MarkerClass::Negator, self.tree.lemma(child)).is_some())
    }

    /// Whether nothing but punctuation follows from `token` on.
    fn closes_clause(&self, token: usize) -> bool {
        (token..self.tree.len()).all(|token| self.tree.upos(token) == Upos::Punct)
    }

    /// Whether the phrase headed by `token` can speak: a name, a speaker noun or a document.
    fn is_speaking(&self, token: usize) -> bool {
        let lemma = self.tree.lemma(token);
        match self.tree.upos(token) {
            Upos::Propn => true,
            Upos::Noun => is_speaker(lemma) || is_document(lemma) || self.is_human(token),
            Upos::Pron => true,
            Upos::Num => true,
            _ => false,
        }
    }

    /// Whether the name is that of something that is printed or broadcast.
    fn is_medium(&self, name: usize) -> bool {
        let found = self.tree.sentence.names.iter().find(|found| found.tokens.contains(&name));
        found.is_some_and(|found| found.kind != NameKind::Location)
    }

    /// Whether the noun is one for people.
    fn is_human(&self, token: usize) -> bool {
        is_human_noun(&self.word(token), self.tree.lemma(token))
    }
}

/// Whether a noun, with its dictionary form, is one for people.
pub(super) fn is_human_noun(word: &str, lemma: &str) -> bool {
    let noun = world().noun(word, lemma);
    noun.is_some_and(|noun| {
        matches!(
            noun.class,
            NounClass::Title | NounClass::Person | NounClass::People | NounClass::Group | NounClass::Source
        )
    })
}
