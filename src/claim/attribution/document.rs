//! Documents that speak: who issued them, who holds them, who carries them, and who is cited.

use super::chain::cut_out;
use super::{Attribution, Complement, Finder, Issuer, Phrase};
use crate::document::Span;
use crate::lexicon::attribution::{CueClass, Hold, Marker, cue_verb, is_document, is_marker};
use crate::text::{Deprel, Upos, Xpos};

impl Finder<'_> {
    /// Whose voice a document has: "the ministry's statement", "a statement by the ministry", "a Bloomberg poll".
    pub(super) fn issuer(&self, head: usize) -> Option<Issuer> {
        if self.tree.upos(head) != Upos::Noun || !is_document(self.tree.lemma(head)) {
            return None;
        }
        let issuing = |child: usize| match self.tree.deprel(child) {
            Deprel::NmodPoss => true,
            Deprel::Compound => self.tree.upos(child) == Upos::Propn,
            Deprel::Nmod => {
                self.tree.opener(child).is_some_and(|opener| {
                    is_marker(self.tree.lemma(opener), Marker::Issuing)
                        // "a survey of voters": what it is about.
                        && !(self.tree.lemma(opener) == "of" && is_marker(self.tree.lemma(head), Marker::Topical))
                        || self.is_published_in(child)
                })
                    && (self.is_speaking(child)
                        || self.tree.range(child).any(|token| self.tree.upos(token) == Upos::Propn))
            }
            _ => false,
        };
        let named = self.tree.children(head).iter().copied().find(|&child| issuing(child));
        let participle = || {
            self.tree
                .children(head)
                .iter()
                .filter(|&&child| self.tree.deprel(child) == Deprel::Acl)
                .find(|&&child| !is_marker(self.tree.lemma(child), Marker::Seen))
                .and_then(|&child| self.tree.passive_agent(child))
        };
        let carrier = || {
            let verb = self.tree.head(head)?;
            let is_light =
                is_marker(self.tree.lemma(verb), Marker::Light) && self.tree.deprel(head) == Deprel::Obj;
            if is_light { self.tree.agent(verb) } else { None }
        };
        let issuer = named.or_else(participle).or_else(carrier).filter(|&issuer| issuer != head);
        Some(issuer.map_or(Issuer::Unstated, |issuer| Issuer::Phrase(self.phrase(issuer, head))))
    }

    /// "a report in the Times of Malta"
    pub(super) fn is_published_in(&self, name: usize) -> bool {
        let is_in = self.tree.opener(name).is_some_and(|opener| self.tree.lemma(opener) == "in");
        is_in && self.is_medium(name)
    }

    pub(super) fn is_citing(&self, token: usize) -> bool {
        is_marker(self.tree.lemma(token), Marker::Citing) && self.tree.xpos(token) == Xpos::Vbg
    }

    pub(super) fn citing_under(&self, verb: usize) -> Option<usize> {
        self.tree.range(verb).find(|&token| {
            self.is_citing(token)
                && self
                    .tree
                    .head(token)
                    .is_some_and(|head| head == verb || self.tree.head(head) == Some(verb))
        })
    }

    /// Whom the speaker of `host` leans on: "Reuters reported, citing five sources, that X".
    pub(super) fn cited(&self, host: &Attribution) -> Vec<Attribution> {
        let (Some(cue), Some(speaker)) = (&host.cue, &host.source) else { return Vec::new() };
        let mut cited = Vec::new();
        for token in 0..self.tree.len() {
            let Some(head) = self.tree.head(token) else { continue };
            let hangs_on_host =
                head == cue.head || head == speaker.head || self.tree.head(head) == Some(cue.head);
            // A citing participle that ends the reported clause is the reporter's when the cue closes the sentence.
            if !self.is_citing(token) || token == cue.head || !hangs_on_host {
                continue;
            }
            let Some(source) = self.tree.child(token, Deprel::Obj) else { continue };
            if !self.is_speaking(source) {
                continue;
            }
            let mut phrase = self.phrase(source, token);
            phrase.tokens.start = phrase.tokens.start.max(token + 1);
            let close = phrase
                .tokens
                .clone()
                .find(|&word| word > source && matches!(self.word(word).as_str(), "that" | ","));
            phrase.tokens.end = close.unwrap_or(phrase.tokens.end);
            let complement =
                Complement { content: host.content.clone(), hold: Hold::Asserted, rule: "citing" };
            let cue = Phrase { sentence: self.index, head: token, tokens: token..token + 1 };
            let mut attribution = self.attribution(Some(phrase), Some(cue), CueClass::Say, complement);
            cut_out(&mut attribution, self.tree.sentence);
            cited.push(attribution);
        }
        cited
    }

    /// "aired a video in which the prisoner said X", "cited an email in which X": who makes the document known and, where it is
    /// cited, the document.
    pub(super) fn carried(&self, verb: usize) -> Vec<Attribution> {
        let lemma = self.tree.lemma(verb);
        let is_cited = is_marker(lemma, Marker::Citing);
        let said = || {
            let document = self
                .tree
                .child(verb, Deprel::Obj)
                .filter(|&object| object > verb && is_document(self.tree.lemma(object)))?;
            let clause = self.tree.child(document, Deprel::AclRelcl)?;
            let is_inside = self.tree.range(clause).any(|token| {
                self.tree.xpos(token) == Xpos::Wdt
                    && self.tree.opener(token).is_some_and(|opener| self.tree.lemma(opener) == "in")
            });
            let speaks = cue_verb(self.tree.lemma(clause)).is_some_and(|entry| entry.holds("that").is_some());
            let source = self.tree.agent(verb).filter(|_| !self.tree.is_passive(verb))?;
            let content = self.content(self.tree.range(clause))?;
            (is_inside && (is_cited || speaks)).then_some((source, document, content))
        };
        if !(is_cited || is_marker(lemma, Marker::Carrying)) {
            return Vec::new();
        }
        let Some((source, document, content)) = said() else { return Vec::new() };
        let complement =
            |content: Span| Complement { content: vec![content], hold: Hold::Asserted, rule: "carried" };
        let carrier = self.attribution(
            Some(self.phrase(source, verb)),
            Some(self.cue(verb)),
            CueClass::Say,
            complement(self.span(document..document + 1).to(content)),
        );
        let mut found = vec![carrier];
        if is_cited {
            let cue = Phrase { sentence: self.index, head: document, tokens: document..document + 1 };
            let phrase = Phrase { sentence: self.index, head: document, tokens: document..document + 1 };
            found.push(self.attribution(Some(phrase), Some(cue), CueClass::Say, complement(content)));
        }
        found
    }

    /// Who holds the document that speaks in `host`: "according to a draft seen by Reuters".
    pub(super) fn holder(&self, host: &Attribution) -> Option<Attribution> {
        // Documents are seen, people are cited.
        let participle = |noun: usize, is_document: bool| {
            self.tree.children(noun).iter().copied().find(|&child| {
                self.tree.deprel(child) == Deprel::Acl
                    && (is_document && is_marker(self.tree.lemma(child), Marker::Seen)
                        || is_marker(self.tree.lemma(child), Marker::Citing))
            })
        };
        // "said in a report seen by Reuters"
        let medium = || {
            let cue = host.cue.as_ref().filter(|_| host.rule == "clause")?;
            let mut around = self.tree.children(cue.head).iter().copied();
            around.find(|&child| {
                self.tree.deprel(child) == Deprel::Obl
                    && self.tree.opener(child).is_some_and(|opener| self.tree.lemma(opener) == "in")
                    && is_document(self.tree.lemma(child))
            })
        };
        let participle = participle(host.source.as_ref()?.head, host.document_of.is_some())
            .or_else(|| participle(medium()?, true))?;
        let holder = self.tree.passive_agent(participle)?;
        let mut phrase = self.phrase(holder, participle);
        phrase.tokens.start = phrase.tokens.start.max(participle + 2).min(holder);
        let complement = Complement { content: host.content.clone(), hold: Hold::Asserted, rule: "holder" };
        let cue = Phrase { sentence: self.index, head: participle, tokens: participle..participle + 1 };
        Some(self.attribution(Some(phrase), Some(cue), CueClass::Say, complement))
    }
}
