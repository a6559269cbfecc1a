//! What is said with a noun, an adjective or an adverb: "the claim that X", "adamant that X", "reportedly".

use super::{Attribution, Complement, Finder, Phrase};
use crate::lexicon::attribution::{
    CueClass, Hold, Marker, cue_adjective, cue_noun, cue_verb, is_hearsay, is_marker,
};
use crate::text::Deprel;

impl Finder<'_> {
    /// "the accusation that X", "his promise to X".
    pub(super) fn noun_cue(&self, noun: usize) -> Option<Attribution> {
        let class = cue_noun(self.tree.lemma(noun))?;
        // "said in a statement that X": the verb says it.
        let is_medium = self.tree.deprel(noun).base() == Deprel::Obl
            && self.tree.opener(noun).is_some_and(|opener| self.tree.lemma(opener) == "in")
            && self.tree.head(noun).is_some_and(|verb| {
                cue_verb(self.tree.lemma(verb)).is_some_and(|entry| entry.holds("that").is_some())
            });
        if is_medium {
            return None;
        }
        let possessor = self.tree.child(noun, Deprel::NmodPoss).or_else(|| {
            self.tree.children(noun).iter().copied().find(|&child| {
                self.tree.deprel(child) == Deprel::Nmod
                    && (self.opens_with(child, Marker::Issuing) || self.is_published_in(child))
            })
        });
        // "verified the claim by the rebels that X" may hang the rebels on the verb.
        let possessor = possessor.or_else(|| {
            let beside = self.tree.children(self.tree.head(noun)?).iter().copied();
            beside.filter(|&child| child > noun && self.tree.deprel(child) == Deprel::Obl).find(|&child| {
                self.tree.opener(child).is_some_and(|opener| opener == noun + 1)
                    && self.opens_with(child, Marker::Issuing)
                    && self.is_speaking(child)
            })
        });
        let around = self.tree.children(noun).iter();
        let beside =
            possessor.filter(|&possessor| possessor > noun).map(|possessor| self.tree.children(possessor));
        let clause = around.chain(beside.into_iter().flatten()).copied().find(|&child| {
            let is_clause = matches!(self.tree.deprel(child), Deprel::Acl | Deprel::Ccomp);
            let opener = self.tree.opener(child).map(|opener| self.tree.lemma(opener));
            // "a report by the mayor that the bridge fell" rather than "that the mayor wrote".
            let is_told = self.tree.deprel(child) == Deprel::AclRelcl
                && self.tree.range(child).start < child
                && self.word(self.tree.range(child).start) == "that"
                && self.tree.own_subject(child).is_some_and(|subject| self.word(subject) != "that");
            child > noun
                && (self.is_that_clause(child)
                    || is_told && possessor.is_some_and(|possessor| possessor > noun && possessor < child)
                    || is_clause && (opener == Some("that") || self.tree.has_to(child)))
        })?;
        let possessor = possessor.filter(|&possessor| possessor < clause);
        let carrier = || {
            let verb = self.tree.head(noun)?;
            let is_light =
                is_marker(self.tree.lemma(verb), Marker::Light) && self.tree.deprel(noun) == Deprel::Obj;
            if is_light { self.tree.agent(verb) } else { None }
        };
        let source = possessor.or_else(carrier).filter(|&source| source != noun);
        if source.is_none() {
            let is_open = class == CueClass::Say && !self.tree.has_to(clause);
            // "Reports that X are false, she adds": only she vouches for anything.
            let is_falsehood = |token: usize| is_marker(self.tree.lemma(token), Marker::Falsehood);
            let is_called_false = self.tree.head(noun).is_some_and(|head| {
                self.tree.deprel(noun).base() == Deprel::Nsubj && is_falsehood(head)
                    // The tree may hang both on "she adds".
                    || self.tree.children(head).iter().any(|&beside| {
                        beside > clause && is_falsehood(beside) && self.tree.own_subject(beside).is_none()
                    })
                    || matches!(cue_verb(self.tree.lemma(head)), Some(verb) if verb.class == CueClass::Deny)
            });
            if !is_open || is_called_false {
                return None;
            }
        }
        let content = self.content(self.tree.range(clause))?;
        let cue = Phrase { sentence: self.index, head: noun, tokens: noun..noun + 1 };
        let hold = if class == CueClass::Belief && self.tree.has_to(clause) {
            Hold::Mentioned
        } else {
            Hold::Asserted
        };
        let complement = Complement { content: vec![content], hold, rule: "noun" };
        let source = source.map(|source| self.phrase(source, noun));
        Some(self.attribution(source, Some(cue), class, complement))
    }

    /// "are convinced that X".
    pub(super) fn adjective_cue(&self, adjective: usize) -> Option<Attribution> {
        let class =
            cue_adjective(self.tree.lemma(adjective)).or_else(|| cue_adjective(&self.word(adjective)))?;
        let source = self.tree.own_subject(adjective)?;
        let clause = self.tree.children(adjective).iter().copied().find(|&child| {
            child > adjective
                && matches!(self.tree.deprel(child), Deprel::Ccomp | Deprel::Advcl | Deprel::Acl)
                && self.tree.own_subject(child).is_some()
                && self.tree.opener(child).is_none_or(|opener| self.tree.lemma(opener) == "that")
        })?;
        let content = vec![self.content(self.tree.range(clause))?];
        let hold = if self.is_negated(adjective) { Hold::Mentioned } else { Hold::Asserted };
        let complement = Complement { content, hold, rule: "adjective" };
        let cue = Phrase { sentence: self.index, head: adjective, tokens: adjective..adjective + 1 };
        Some(self.attribution(Some(self.phrase(source, adjective)), Some(cue), class, complement))
    }

    /// "reportedly": somebody says so.
    pub(super) fn hearsay(&self, adverb: usize) -> Option<Attribution> {
        if !is_hearsay(&self.word(adverb)) {
            return None;
        }
        let clause = self.tree.clause_of(self.tree.head(adverb)?);
        let cue = Phrase { sentence: self.index, head: adverb, tokens: adverb..adverb + 1 };
        let content = self.rest(self.tree.range(clause), adverb..adverb + 1);
        let complement = Complement { content, hold: Hold::Asserted, rule: "hearsay" };
        Some(self.attribution(None, Some(cue), CueClass::Say, complement))
    }
}
