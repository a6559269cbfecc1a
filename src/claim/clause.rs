//! The clause around a word: a sentence with its children and subtrees at hand.
//!
//! In comes a sentence; out go the grammatical questions that attribution and status both ask. No word is
//! interpreted here.

use crate::text::{Deprel, Sentence, Upos, Xpos};
use std::borrow::Cow;
use std::ops::Range;

/// Clauses nest no deeper in readable English; the limit keeps odd trees cheap.
const MAX_CLIMB: usize = 12;

/// A sentence with its children and subtrees worked out once.
pub(super) struct Tree<'a> {
    pub(super) sentence: &'a Sentence,
    children: Vec<Vec<usize>>,
    ranges: Vec<Range<usize>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(sentence: &'a Sentence) -> Self {
        let length = sentence.tokens.len();
        let mut children = vec![Vec::new(); length];
        let mut ranges: Vec<Range<usize>> = (0..length).map(|index| index..index + 1).collect();
        for index in 0..length {
            if let Some(head) = sentence.tokens[index].head {
                children[head].push(index);
            }
            let mut at = sentence.tokens[index].head;
            while let Some(ancestor) = at {
                let range = &mut ranges[ancestor];
                *range = range.start.min(index)..range.end.max(index + 1);
                at = sentence.tokens[ancestor].head;
            }
        }
        Self { sentence, children, ranges }
    }

    pub(super) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub(super) fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    pub(super) fn child(&self, index: usize, deprel: Deprel) -> Option<usize> {
        self.children[index].iter().copied().find(|&child| self.deprel(child) == deprel)
    }

    /// The first and one past the last token below `index`, itself included.
    pub(super) fn range(&self, index: usize) -> Range<usize> {
        self.ranges[index].clone()
    }

    pub(super) fn deprel(&self, index: usize) -> Deprel {
        self.sentence.tokens[index].deprel
    }

    pub(super) fn upos(&self, index: usize) -> Upos {
        self.sentence.tokens[index].upos
    }

    pub(super) fn xpos(&self, index: usize) -> Xpos {
        self.sentence.tokens[index].xpos
    }

    pub(super) fn head(&self, index: usize) -> Option<usize> {
        self.sentence.tokens[index].head
    }

    pub(super) fn lemma(&self, index: usize) -> &'a str {
        self.sentence.lemma(index)
    }

    /// The lemma, with an underscore and the particle if it has one ("call_off").
    pub(super) fn full_lemma(&self, index: usize) -> Cow<'a, str> {
        match self.child(index, Deprel::CompoundPrt) {
            Some(particle) => {
                Cow::Owned(format!("{}_{}", self.lemma(index), self.lemma(particle).to_lowercase()))
            }
            None => Cow::Borrowed(self.lemma(index)),
        }
    }

    pub(super) fn is_nominal(&self, index: usize) -> bool {
        matches!(self.upos(index), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym)
    }

    /// Whether `index` or its subtree opens with a word of this lemma as case or mark.
    pub(super) fn opener(&self, index: usize) -> Option<usize> {
        self.children[index]
            .iter()
            .copied()
            .find(|&child| matches!(self.deprel(child), Deprel::Case | Deprel::Mark) && child < index)
    }

    /// Whether `index` is an infinitive with "to".
    pub(super) fn has_to(&self, index: usize) -> bool {
        self.children[index].iter().any(|&child| {
            self.xpos(child) == Xpos::To || (self.deprel(child) == Deprel::Mark && self.lemma(child) == "to")
        })
    }

    /// Whether `index` is an infinitive with a finite "be" before it: "is to hold", "were to be sent".
    pub(super) fn is_to_come(&self, index: usize) -> bool {
        self.has_to(index)
            && self.children[index].iter().any(|&child| {
                matches!(self.deprel(child), Deprel::Cop | Deprel::Aux)
                    && self.lemma(child) == "be"
                    && matches!(self.xpos(child), Xpos::Vbz | Xpos::Vbp | Xpos::Vbd)
            })
    }

    pub(super) fn is_passive(&self, index: usize) -> bool {
        self.children[index].iter().any(|&child| {
            matches!(self.deprel(child), Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass)
        })
    }

    /// The subject that stands beside `verb` itself.
    pub(super) fn own_subject(&self, verb: usize) -> Option<usize> {
        self.children[verb].iter().copied().find(|&child| {
            matches!(self.deprel(child), Deprel::Nsubj | Deprel::NsubjOuter | Deprel::NsubjPass)
        })
    }

    fn is_relative_pronoun(&self, index: usize) -> bool {
        matches!(self.xpos(index), Xpos::Wp | Xpos::Wdt)
    }

    /// Who does `verb`: its subject, found through coordination, control, participles and relative clauses.
    pub(super) fn agent(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..MAX_CLIMB {
            let is_passive = self.is_passive(at);
            if is_passive && at == verb {
                return self.passive_agent(at);
            }
            let relation = self.deprel(at);
            if let Some(subject) = self.own_subject(at) {
                if self.is_relative_pronoun(subject)
                    && let Some(clause) = self.relative_clause(at)
                {
                    return self.head(clause);
                }
                if self.is_relative_pronoun(subject) {
                    return (0..subject).rev().find(|&token| self.is_nominal(token)).or(Some(subject));
                }
                return Some(subject);
            }
            let head = self.head(at)?;
            match relation {
                Deprel::Conj | Deprel::Advcl | Deprel::AdvclRelcl => at = head,
                Deprel::Xcomp => {
                    if let Some(object) =
                        self.child(head, Deprel::Obj).or_else(|| self.child(head, Deprel::Iobj))
                    {
                        return Some(object);
                    }
                    at = head;
                }
                // ", saying that ..." after an object is about the subject, whatever the tree says.
                Deprel::Acl if at > 0 && self.xpos(at) == Xpos::Vbg && self.upos(at - 1) == Upos::Punct => {
                    at = self.clause_of(head);
                }
                Deprel::Acl | Deprel::AclRelcl => {
                    return (self.xpos(at) != Xpos::Vbn && !self.has_to(at)).then_some(head);
                }
                _ => return None,
            }
        }
        None
    }

    /// The relative clause of which `verb` is the predicate or coordinated with it.
    fn relative_clause(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..MAX_CLIMB {
            match self.deprel(at) {
                Deprel::AclRelcl => return Some(at),
                Deprel::Conj | Deprel::Xcomp => at = self.head(at)?,
                _ => return None,
            }
        }
        None
    }

    /// Who does the passive `verb`: "by" and a noun.
    pub(super) fn passive_agent(&self, verb: usize) -> Option<usize> {
        self.children[verb].iter().copied().find(|&child| {
            self.deprel(child) == Deprel::OblAgent
                || (self.deprel(child) == Deprel::Obl
                    && self.opener(child).is_some_and(|opener| self.lemma(opener) == "by"))
        })
    }

    /// The noun phrase headed by `head` without its preposition, relative clauses and anything that holds `without`.
    pub(super) fn noun_phrase(&self, head: usize, without: usize) -> Range<usize> {
        let mut range = head..head + 1;
        for &child in &self.children[head] {
            let is_part = matches!(
                self.deprel(child).base(),
                Deprel::Det
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::Nmod
                    | Deprel::Nummod
                    | Deprel::Flat
                    | Deprel::Appos
                    | Deprel::Conj
                    | Deprel::Fixed
                    | Deprel::Goeswith
                    | Deprel::Advmod
            );
            let part = self.range(child);
            if is_part && !part.contains(&without) {
                range = range.start.min(part.start)..range.end.max(part.end);
            }
        }
        if range.contains(&without) { head..head + 1 } else { range }
    }

    /// The predicate of the clause that `index` stands in, `index` itself if it is one.
    pub(super) fn clause_of(&self, index: usize) -> usize {
        let mut at = index;
        while let Some(head) = self.head(at) {
            let opens_clause = matches!(
                self.deprel(at).base(),
                Deprel::Ccomp
                    | Deprel::Xcomp
                    | Deprel::Advcl
                    | Deprel::Acl
                    | Deprel::Parataxis
                    | Deprel::Csubj
            );
            let is_coordinated_clause = self.deprel(at) == Deprel::Conj && self.own_subject(at).is_some();
            if opens_clause || is_coordinated_clause {
                break;
            }
            at = head;
        }
        at
    }
}
