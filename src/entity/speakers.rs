//! Pronouns in quotation marks: "I" and "my" mean who speaks, "she" somebody else.
//!
//! In come the mentions outside of the quotations of one paragraph; out go mentions inside of them. A speaker is the
//! subject of the verb of saying beside the quotation, or of the clause that it is a part of; a quotation that goes on
//! after a full stop keeps its speaker. Where none of these is an actor, the pronouns stay open.

use super::pronouns::Reference;
use super::resolver::Resolver;
use super::titles::last_word;
use super::{ActorId, ActorKind, TitleOf};
use crate::lexicon::attribution::{CueClass, cue_verb};
use crate::lexicon::world::world;
use crate::mention::parsed::Parsed;
use crate::mention::quotation::Quotation;
use crate::text::{Deprel, Upos, Xpos};
use std::ops::Range;

/// How many words may stand between a quotation and its verb of saying: "..., the head of the miners' union said".
const MAX_GAP: usize = 12;

/// In bytes: what is longer is no quotation.
const MAX_LENGTH: usize = 6000;

/// Where a verb of saying stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Resolver<'_> {
    /// The quotation that the token stands in, as an index.
    pub(super) fn quotation_at(&self, sentence: usize, token: usize) -> Option<usize> {
        let span = self.parsed[sentence].token(token).span;
        let after = self.quotations.partition_point(|quotation| quotation.span.start <= span.start);
        let index = after.checked_sub(1)?;
        (span.end <= self.quotations[index].span.end).then_some(index)
    }

    /// Links the pronouns in the quotations of `sentences`, which are one paragraph.
    pub(super) fn resolve_quoted(&mut self, sentences: Range<usize>) {
        let mut current: Option<usize> = None;
        for sentence in sentences.clone() {
            for token in 0..self.parsed[sentence].len() {
                let Some(quotation) = self.quotation_at(sentence, token) else { continue };
                if current != Some(quotation) {
                    current = Some(quotation);
                    let speaker = self.speaker_of(quotation, &sentences);
                    self.speakers[quotation] = speaker;
                }
                self.resolve_quoted_pronoun(sentence, token, quotation);
            }
        }
    }

    fn resolve_quoted_pronoun(&mut self, sentence: usize, token: usize, quotation: usize) {
        let parsed = &self.parsed[sentence];
        if !matches!(parsed.token(token).xpos, Xpos::Prp | Xpos::Prps)
            || self.entities.actor_at(sentence, token).is_some()
            || self.is_quoted_twice(sentence, token, quotation)
        {
            return;
        }
        let speaker = self.speakers[quotation];
        let word = parsed.lower(token);
        let found = match word.as_str() {
            "i" | "me" | "my" | "mine" => {
                speaker.filter(|speaker| self.entities.actors[speaker.0].kind == ActorKind::Person)
            }
            "we" | "us" | "our" | "ours" => speaker.and_then(|speaker| self.body_of(speaker)),
            _ => Reference::human(&word)
                .and_then(|reference| self.other_meant(sentence, token, reference, speaker?)),
        };
        if let Some(actor) = found {
            let span = self.parsed[sentence].token(token).span;
            self.add_late_mention(actor, sentence, span, token, "speaker");
        }
    }

    /// Whether a quotation inside the quotation has opened before the token: its "I" is somebody else.
    fn is_quoted_twice(&self, sentence: usize, token: usize, quotation: usize) -> bool {
        let start = self.quotations[quotation].span.start;
        let end = self.parsed[sentence].token(token).span.start;
        // Nobody speaks so long without a paragraph: a mark is missing.
        let inside = self.document.text.get(start..end).filter(|inside| inside.len() < MAX_LENGTH);
        let Some(inside) = inside else { return true };
        let mut before = '"';
        inside.chars().skip(1).any(|character| {
            let opens = matches!(character, '\u{2018}' | '\'') && (before == ' ' || before == '(');
            before = character;
            opens
        })
    }

    /// For whom somebody says "we": a body for itself, and the one who speaks for a company, union or party for that.
    fn body_of(&self, speaker: ActorId) -> Option<ActorId> {
        let actor = &self.entities.actors[speaker.0];
        if actor.kind != ActorKind::Person {
            return (actor.kind != ActorKind::Anonymous).then_some(speaker);
        }
        let of_bodies = || {
            actor.titles.iter().filter_map(|title| match title.of {
                Some(TitleOf::Actor(of)) => Some((of, title)),
                _ => None,
            })
        };
        let (body, _) =
            of_bodies().next().filter(|&(body, _)| of_bodies().all(|(other, _)| other == body))?;
        let of = &self.entities.actors[body.0];
        // Whoever runs a body speaks for it; a minister hardly speaks for a state.
        let runs_it = || {
            let is_run =
                of.sector.is_none() || self.traits[body.0].nouns.iter().any(|noun| world().is("run", noun));
            is_run && of_bodies().any(|(_, title)| world().is("running", &last_word(&title.title)))
        };
        let speaks_for_it = of.kind == ActorKind::Organization
            && (matches!(of.sector.as_deref(), Some("BUS" | "PTY" | "NGO" | "LAB" | "COP" | "HLH"))
                || runs_it());
        speaks_for_it.then_some(body)
    }

    /// Whom "he" or "she" means in what `speaker` says: the one other person last spoken of.
    fn other_meant(
        &self,
        sentence: usize,
        token: usize,
        reference: Reference,
        speaker: ActorId,
    ) -> Option<ActorId> {
        let story = self.story(sentence);
        for back in 0..=2 {
            let at = sentence.checked_sub(back)?;
            if self.story(at) != story {
                return None;
            }
            let mut found: Vec<ActorId> = Vec::new();
            for other in 0..self.parsed[at].len() {
                let is_before = back > 0 || other < token;
                if let Some(actor) = self.entities.actor_at(at, other).filter(|_| is_before)
                    && actor != speaker
                    && !found.contains(&actor)
                    && self.can_mean(actor, reference)
                {
                    found.push(actor);
                }
                if found.len() > 1 {
                    return None;
                }
            }
            match found[..] {
                [] => {}
                // Somebody whose gender nobody knows may be meant, but nobody can say so.
                [only] => return Some(only).filter(|only| self.traits[only.0].gender.is_some()),
                _ => return None,
            }
        }
        None
    }

    fn speaker_of(&self, index: usize, sentences: &Range<usize>) -> Option<ActorId> {
        let quotation = &self.quotations[index];
        let paragraph = &self.parsed[sentences.clone()];
        let span = |parsed: &Parsed| parsed.sentence.span;
        let first = paragraph.partition_point(|parsed| span(parsed).end <= quotation.span.start);
        let after = paragraph.partition_point(|parsed| span(parsed).start < quotation.span.end);
        let last = after.checked_sub(1).filter(|&last| last >= first)?;
        let (first, last) = (sentences.start + first, sentences.start + last);
        self.speaker_beside(quotation, first, last)
            .or_else(|| self.speaker_around(index, first))
            .or_else(|| self.speaker_kept(index, first, last))
    }

    /// The speaker by the verb of saying that stands nearest to the quotation.
    fn speaker_beside(&self, quotation: &Quotation, first: usize, last: usize) -> Option<ActorId> {
        let after = self.cue_beside(last, quotation, Side::After);
        let before = self.cue_beside(first, quotation, Side::Before);
        let (sentence, verb) = match (after, before) {
            // "He said "yes" and she said "no"": the one closer by.
            (Some((after, gap)), Some((before, other))) if gap != other => {
                if gap < other {
                    (last, after)
                } else {
                    (first, before)
                }
            }
            (Some((after, _)), None) => (last, after),
            (None, Some((before, _))) => (first, before),
            _ => return None,
        };
        self.speaker_by(sentence, verb)
    }

    /// The verb of saying on one side of the quotation that stands nearest to it, and the number of words between.
    fn cue_beside(&self, sentence: usize, quotation: &Quotation, side: Side) -> Option<(usize, usize)> {
        let parsed = &self.parsed[sentence];
        let tokens = &parsed.sentence.tokens;
        let first = tokens.partition_point(|token| token.span.end <= quotation.span.start);
        let after = tokens.partition_point(|token| token.span.start < quotation.span.end);
        let is_verb =
            |token: &usize| self.quotation_at(sentence, *token).is_none() && self.is_cue(sentence, *token);
        match side {
            Side::After => {
                (after..parsed.len().min(after + MAX_GAP + 1)).find(is_verb).map(|verb| (verb, verb - after))
            }
            Side::Before => (first.saturating_sub(MAX_GAP + 1)..first)
                .rev()
                .find(is_verb)
                .map(|verb| (verb, first - 1 - verb)),
        }
    }

    fn is_cue(&self, sentence: usize, token: usize) -> bool {
        let parsed = &self.parsed[sentence];
        parsed.upos(token) == Upos::Verb
            && cue_verb(&parsed.lemma(token)).is_some_and(|verb| {
                matches!(verb.class, CueClass::Say | CueClass::Deny | CueClass::Demand | CueClass::Belief)
                    && verb.holds("quote").is_some()
            })
    }

    /// Who does the saying of a verb: its subject, or the person right beside it where the tree has none.
    fn speaker_by(&self, sentence: usize, verb: usize) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let outside = |token: usize| self.quotation_at(sentence, token).is_none();
        let subject = parsed
            .dependents(verb)
            .iter()
            .copied()
            .find(|&token| parsed.deprel(token) == Deprel::Nsubj && outside(token));
        // "promised the miners a well and said": the subject of the first verb is that of the second.
        let shared = || {
            let first = parsed.token(verb).head.filter(|_| parsed.deprel(verb) == Deprel::Conj)?;
            self.subject_of(sentence, first).filter(|&token| outside(token))
        };
        if let Some(subject) = subject.or_else(shared) {
            return self.entities.actor_at(sentence, subject);
        }
        let is_passive = parsed
            .dependents(verb)
            .iter()
            .any(|&token| matches!(parsed.deprel(token), Deprel::NsubjPass | Deprel::AuxPass));
        if is_passive {
            return None;
        }
        let person = |token: usize| {
            let actor = self.entities.actor_at(sentence, token).filter(|_| outside(token))?;
            (self.entities.actors[actor.0].kind == ActorKind::Person).then_some(actor)
        };
        let before = (0..verb).rev().find(|&token| !matches!(parsed.upos(token), Upos::Adv | Upos::Aux));
        let after = verb + 1;
        before.and_then(person).or_else(|| (after < parsed.len()).then(|| person(after)).flatten())
    }

    /// The subject of the clause that a quotation of some words is a part of: "called it “the best day of my life”".
    fn speaker_around(&self, quotation: usize, sentence: usize) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let is_inside = |token: usize| self.quotation_at(sentence, token) == Some(quotation);
        let start = self.quotations[quotation].span.start;
        let first = parsed.sentence.tokens.partition_point(|token| token.span.end <= start);
        let mut at = (first..parsed.len()).take_while(|&token| is_inside(token)).find(|&token| {
            parsed.upos(token) != Upos::Punct && parsed.token(token).head.is_some_and(|head| !is_inside(head))
        })?;
        for _ in 0..4 {
            at = parsed.token(at).head?;
            if parsed.upos(at) != Upos::Verb || is_inside(at) {
                continue;
            }
            let subject = self.subject_of(sentence, at);
            if let Some(subject) = subject.filter(|&subject| parsed.deprel(subject) == Deprel::Nsubj) {
                return self.entities.actor_at(sentence, subject).filter(|_| !is_inside(subject));
            }
        }
        None
    }

    /// The speaker of the quotation before, where nothing but quotations has followed: "“No,” she said. “I am late.”"
    fn speaker_kept(&self, quotation: usize, first: usize, last: usize) -> Option<ActorId> {
        let is_all_quoted = (first..=last).all(|sentence| {
            let parsed = &self.parsed[sentence];
            (0..parsed.len()).all(|token| {
                parsed.upos(token) == Upos::Punct || self.quotation_at(sentence, token).is_some()
            })
        });
        let before = first.checked_sub(1).filter(|_| is_all_quoted)?;
        if self.story(before) != self.story(first) {
            return None;
        }
        let parsed = &self.parsed[before];
        let quoted = (0..parsed.len()).find_map(|token| self.quotation_at(before, token));
        if let Some(quoted) = quoted {
            return (quoted < quotation).then(|| self.speakers[quoted]).flatten();
        }
        // "Ruiz was angry. “I was told nothing.”": who the sentence before is about, if it says something.
        let root = (0..parsed.len()).find(|&token| parsed.token(token).head.is_none())?;
        let says = self.is_cue(before, root);
        let actor = self.subject_of(before, root).and_then(|subject| self.entities.actor_at(before, subject));
        actor.filter(|actor| says && self.entities.actors[actor.0].kind == ActorKind::Person)
    }
}
