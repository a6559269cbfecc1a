//! Pronouns: whom "he", "its" or "they" means, where number, gender and the tree leave one answer.

use super::resolver::Resolver;
use super::{ActorId, ActorKind};
use crate::lexicon::attribution::{CueClass, cue_verb};
use crate::lexicon::grammar::grammar;
use crate::lexicon::world::{Gender, world};
use crate::mention::name::is_pronoun;
use crate::text::{Deprel, Upos, Xpos};

/// How far up the phrase of a possessive is followed.
const MAX_CLIMB: usize = 6;

/// What a pronoun can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    /// He, she.
    Human(Gender),
    /// It.
    Thing,
    /// They.
    Several,
}

impl Reference {
    /// What a pronoun for one person means; the word is in lower case.
    pub(super) fn human(word: &str) -> Option<Self> {
        match word {
            "he" | "him" | "his" => Some(Self::Human(Gender::Masculine)),
            "she" | "her" | "hers" => Some(Self::Human(Gender::Feminine)),
            _ => None,
        }
    }
}

impl Resolver<'_> {
    pub(super) fn resolve_pronoun(&mut self, sentence: usize, token: usize) {
        let parsed = &self.parsed[sentence];
        let word = parsed.lower(token);
        let reference = match word.as_str() {
            "it" | "its" => Reference::Thing,
            "they" | "them" | "their" | "theirs" => Reference::Several,
            word => match Reference::human(word) {
                Some(reference) => reference,
                None => return,
            },
        };
        if parsed.deprel(token) == Deprel::Expl && !self.has_a_mind(sentence, token) {
            return;
        }
        let is_possessive = matches!(word.as_str(), "its" | "their")
            || (matches!(word.as_str(), "his" | "her") && parsed.deprel(token) == Deprel::NmodPoss);
        let found = if is_possessive {
            self.owner_meant(sentence, token, reference)
        } else {
            match reference {
                Reference::Thing => self.thing_meant(sentence, token),
                // "61 protesters, among them a student": the subject is no better guess than any other.
                Reference::Several if !matches!(parsed.deprel(token).base(), Deprel::Nsubj) => None,
                _ => self.subject_meant(sentence, token, reference),
            }
        };
        let found = found.or_else(|| match reference {
            Reference::Several if is_possessive => None,
            Reference::Human(_) | Reference::Several => self.mentioned_before(sentence, token, reference),
            Reference::Thing => None,
        });
        let found = found.map(|actor| match reference {
            Reference::Human(Gender::Feminine) => self.known_woman(sentence, token, actor).unwrap_or(actor),
            _ => actor,
        });
        if let Some(actor) = found {
            self.learn_gender(sentence, token, reference, actor);
            let parsed = &self.parsed[sentence];
            let span = parsed.token(token).span;
            self.add_mention(actor, sentence, span, token, &[token], "pronoun");
        }
    }

    pub(super) fn can_mean(&self, actor: ActorId, reference: Reference) -> bool {
        let known = &self.entities.actors[actor.0];
        let traits = &self.traits[actor.0];
        match reference {
            Reference::Human(gender) => {
                known.kind == ActorKind::Person && traits.gender.is_none_or(|known| known == gender)
            }
            Reference::Thing => {
                matches!(
                    known.kind,
                    ActorKind::Organization
                        | ActorKind::Country
                        | ActorKind::Media
                        | ActorKind::Bloc
                        | ActorKind::Group
                ) && !traits.plural
            }
            Reference::Several => {
                traits.plural
                    && matches!(
                        known.kind,
                        ActorKind::Group | ActorKind::Organization | ActorKind::Anonymous | ActorKind::Bloc
                    )
            }
        }
    }

    fn actor_like(&self, sentence: usize, token: usize, reference: Reference) -> Option<ActorId> {
        // "The union (KDU) said it was ready": the name in brackets tells whom the noun before it means.
        let by_name = || {
            let mut pending = self.pending_quantities.iter();
            let &(_, name) = pending.find(|&&(noun, _)| noun == token)?;
            self.entities.actor_at(sentence, name)
        };
        let actor = self.entities.actor_at(sentence, token).or_else(by_name);
        actor.filter(|&actor| self.can_mean(actor, reference))
    }

    fn is_quoted(&self, sentence: usize, token: usize) -> bool {
        self.quotation_at(sentence, token).is_some()
    }

    /// The verb or other predicate whose clause the token stands in.
    fn clause_of(&self, sentence: usize, token: usize) -> Option<usize> {
        let parsed = &self.parsed[sentence];
        let mut at = token;
        for _ in 0..30 {
            let relation = parsed.deprel(at);
            let is_clause = matches!(
                relation.base(),
                Deprel::Root
                    | Deprel::Advcl
                    | Deprel::Acl
                    | Deprel::Ccomp
                    | Deprel::Xcomp
                    | Deprel::Csubj
                    | Deprel::Parataxis
            ) || (relation == Deprel::Conj && parsed.upos(at) == Upos::Verb);
            if is_clause && at != token {
                return Some(at);
            }
            at = parsed.token(at).head?;
        }
        None
    }

    pub(super) fn subject_of(&self, sentence: usize, clause: usize) -> Option<usize> {
        let parsed = &self.parsed[sentence];
        parsed
            .dependents(clause)
            .iter()
            .copied()
            .find(|&index| matches!(parsed.deprel(index).base(), Deprel::Nsubj))
    }

    /// The name after a fronted phrase that a possessive in it looks ahead to: "After *her* arrest, Ana Ruiz sued". Its last token.
    pub(super) fn fronted_owner(&self, sentence: usize, token: usize) -> Option<usize> {
        let parsed = &self.parsed[sentence];
        if parsed.token(token).xpos != Xpos::Prps || self.is_quoted(sentence, token) {
            return None;
        }
        let mut at = parsed.token(token).head?;
        // "At his request, Torres left": somebody else's.
        if grammar().is_of_another(&parsed.lemma(at)) {
            return None;
        }
        for _ in 0..MAX_CLIMB {
            let head = parsed.token(at).head?;
            match parsed.deprel(at).base() {
                Deprel::Nmod | Deprel::Obj | Deprel::Conj | Deprel::Xcomp => at = head,
                Deprel::Obl | Deprel::Advcl => {
                    let own = self.subject_of(sentence, at);
                    let subject = self.subject_of(sentence, head).filter(|&subject| subject > token);
                    if let Some(subject) = subject.filter(|&subject| own.is_none() && subject < head) {
                        let name = self.names[sentence].iter().find(|name| name.tokens.contains(&subject));
                        return name.map(|name| name.tokens.end - 1);
                    }
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// Whom a possessive means: the subject of its clause or, without one, the object or the clause around.
    fn owner_meant(&self, sentence: usize, token: usize, reference: Reference) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let ahead = self.fronted_owner(sentence, token);
        if let Some(actor) = ahead.and_then(|ahead| self.actor_like(sentence, ahead, reference)) {
            return Some(actor);
        }
        let quoted = self.is_quoted(sentence, token);
        let mut clause = self.clause_of(sentence, token)?;
        for step in 0..5 {
            let object = parsed
                .dependent(clause, Deprel::Obj)
                .filter(|&object| object < token && !parsed.dependents(object).contains(&token))
                .and_then(|object| self.actor_like(sentence, object, reference));
            let judged = step == 0
                && world().is("judging", &parsed.lemma(clause))
                && self.preposition_above(sentence, token).as_deref() == Some("for");
            if judged && object.is_some() {
                return object;
            }
            // "forced Uganda to close its border": whoever is to act.
            let controller = Some(clause)
                .and_then(|clause| Some((clause, parsed.token(clause).head?)))
                .filter(|&(clause, above)| match parsed.deprel(clause) {
                    Deprel::Xcomp => !grammar().keeps_subject(&parsed.lemma(above)),
                    // "accused Uganda of closing its border"
                    Deprel::Advcl => {
                        grammar().controls_by_object(&parsed.lemma(above))
                            && parsed.sentence.is_gerund_after_preposition(clause)
                    }
                    _ => false,
                })
                .and_then(|(_, above)| {
                    parsed.dependent(above, Deprel::Obj).or_else(|| parsed.dependent(above, Deprel::Iobj))
                })
                .filter(|&object| object < token)
                .and_then(|object| self.actor_like(sentence, object, reference));
            if controller.is_some() {
                return controller;
            }
            match self.subject_of(sentence, clause) {
                Some(subject) if subject < token || parsed.dependents(subject).contains(&token) => {
                    if parsed.dependents(subject).contains(&token) {
                        // "Peru will send help, its ministry said": the subject of what is said.
                        let said = parsed
                            .dependents(clause)
                            .iter()
                            .copied()
                            .chain(parsed.token(clause).head)
                            .filter(|&other| other < token && parsed.upos(other) == Upos::Verb)
                            .filter_map(|other| self.subject_of(sentence, other))
                            .find(|&other| other < token);
                        if !quoted && let Some(other) = said {
                            return self.actor_like(sentence, other, reference);
                        }
                        break;
                    }
                    if quoted && !self.is_quoted(sentence, subject) {
                        return None;
                    }
                    if let Some(actor) = self.actor_like(sentence, subject, reference) {
                        return Some(actor);
                    }
                    let coordinated = reference == Reference::Several
                        && parsed
                            .dependents(subject)
                            .iter()
                            .any(|&index| parsed.deprel(index) == Deprel::Conj);
                    // A thing or a crowd that could be meant stands in between.
                    if coordinated || self.blocks(sentence, subject, reference) {
                        return None;
                    }
                }
                Some(_) => return None,
                None => {
                    if object.is_some() {
                        return object;
                    }
                }
            }
            // Relative clauses on a noun: the noun itself comes next.
            if parsed.deprel(clause).base() == Deprel::Acl
                && let Some(noun) = parsed.token(clause).head
                && let Some(actor) = self.actor_like(sentence, noun, reference)
            {
                return Some(actor);
            }
            match self.clause_of(sentence, clause) {
                Some(above) => clause = above,
                None => break,
            }
        }
        if quoted {
            return None;
        }
        let here =
            self.recent_where(sentence, token, 0, |resolver, actor| resolver.can_mean(actor, reference));
        match here[..] {
            [] => self.previous_subject(sentence, token, reference),
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether the word at `token` could itself be what the pronoun means, although it is no actor.
    fn blocks(&self, sentence: usize, token: usize, reference: Reference) -> bool {
        let parsed = &self.parsed[sentence];
        let is_noun = matches!(parsed.upos(token), Upos::Noun | Upos::Propn);
        if self.entities.actor_at(sentence, token).is_some()
            || is_pronoun(parsed, token) && reference != Reference::Thing
        {
            return false;
        }
        match reference {
            Reference::Human(_) => false,
            Reference::Thing => {
                (is_noun && !parsed.is_plural(token))
                    || matches!(parsed.lower(token).as_str(), "it" | "this" | "that")
            }
            Reference::Several => is_noun && parsed.is_plural(token),
        }
    }

    fn preposition_above(&self, sentence: usize, token: usize) -> Option<String> {
        let parsed = &self.parsed[sentence];
        parsed.preposition(parsed.token(token).head?)
    }

    /// Whom "he" or "they" means inside its own sentence: the subject of a clause around it.
    fn subject_meant(&self, sentence: usize, token: usize, reference: Reference) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let quoted = self.is_quoted(sentence, token);
        let own = self.clause_of(sentence, token)?;
        let is_subject = matches!(parsed.deprel(token).base(), Deprel::Nsubj);
        // "Lavrov met him": not oneself, so start one clause up.
        let mut clause = if is_subject || self.subject_of(sentence, own).is_some() {
            self.clause_of(sentence, own)?
        } else {
            own
        };
        for _ in 0..4 {
            let subject = self.subject_of(sentence, clause);
            let subject =
                subject.filter(|&subject| subject < token && !self.is_said_by(sentence, token, subject));
            if let Some(subject) = subject {
                if quoted && !self.is_quoted(sentence, subject) {
                    return None;
                }
                if let Some(actor) = self.principal_of(sentence, clause, subject, reference) {
                    return Some(actor);
                }
                if let Some(actor) = self.actor_like(sentence, subject, reference) {
                    return Some(actor);
                }
            }
            clause = self.clause_of(sentence, clause)?;
        }
        None
    }

    /// "A lawyer for Reke said he would appeal": for whom `subject`, who says it, speaks.
    fn principal_of(
        &self,
        sentence: usize,
        clause: usize,
        subject: usize,
        reference: Reference,
    ) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let speaks = world().is("messenger", &parsed.lemma(subject))
            && world().is("agentive", &parsed.lemma(clause))
            && matches!(reference, Reference::Human(_));
        let principal =
            parsed.dependents(subject).iter().copied().find(|&index| match parsed.deprel(index) {
                Deprel::NmodPoss => true,
                Deprel::Nmod => matches!(parsed.preposition(index).as_deref(), Some("for" | "of")),
                _ => false,
            });
        principal.filter(|_| speaks).and_then(|principal| self.actor_like(sentence, principal, reference))
    }

    /// "It": the subject of the clause it is reported in, or of the sentence before when it acts as somebody.
    fn thing_meant(&self, sentence: usize, token: usize) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let clause = parsed.token(token).head?;
        let is_subject = matches!(parsed.deprel(token).base(), Deprel::Nsubj);
        let is_dummy = parsed.dependents(clause).iter().any(|&index| {
            matches!(parsed.deprel(index).base(), Deprel::Csubj | Deprel::Ccomp | Deprel::Expl)
                && parsed.upos(clause) != Upos::Verb
        });
        let is_subject = is_subject || parsed.deprel(token) == Deprel::Expl;
        if is_dummy || !is_subject || self.is_quoted(sentence, token) {
            return None;
        }
        if parsed.deprel(clause) == Deprel::Ccomp
            && let Some(above) = parsed.token(clause).head
        {
            // "stood in the rain and told Britain": the subject of the first verb.
            let first = Some(above)
                .filter(|&above| parsed.deprel(above) == Deprel::Conj)
                .and_then(|above| parsed.token(above).head);
            let subject = self.subject_of(sentence, above).or_else(|| self.subject_of(sentence, first?));
            if let Some(subject) = subject.filter(|&subject| subject < token) {
                // "told Britain that it would vote": whom it is said to, if not who says it.
                let hearer = || {
                    let hearer =
                        parsed.dependent(above, Deprel::Iobj).or(parsed.dependent(above, Deprel::Obj))?;
                    self.actor_like(sentence, hearer, Reference::Thing).filter(|_| hearer < token)
                };
                return self.actor_like(sentence, subject, Reference::Thing).or_else(hearer);
            }
        }
        let lemma = parsed.lemma(clause);
        let is_treated = parsed.deprel(token) == Deprel::NsubjPass && world().is("judging", &lemma);
        let acts = parsed.upos(clause) == Upos::Verb && (world().is("agentive", &lemma) || is_treated);
        if !acts {
            return None;
        }
        let candidate = self.subject_meant(sentence, token, Reference::Thing);
        // "Vik left the bank a day after it was fined."
        let only = || {
            let here = self.recent_where(sentence, token, 0, |resolver, actor| {
                resolver.can_mean(actor, Reference::Thing)
            });
            match here[..] {
                [only] => Some(only).filter(|_| is_treated),
                _ => None,
            }
        };
        candidate.or_else(only).or_else(|| self.previous_subject(sentence, token, Reference::Thing))
    }

    /// "China said it regretted that ...": whatever the tree says, only somebody can regret.
    fn has_a_mind(&self, sentence: usize, token: usize) -> bool {
        let parsed = &self.parsed[sentence];
        let Some(clause) = parsed.token(token).head else { return false };
        let is_passive = parsed
            .dependents(clause)
            .iter()
            .any(|&other| matches!(parsed.deprel(other), Deprel::AuxPass | Deprel::NsubjPass));
        parsed.upos(clause) == Upos::Verb
            && token < clause
            && !is_passive
            && parsed.deprel(clause) == Deprel::Ccomp
            && cue_verb(&parsed.lemma(clause)).is_some_and(|verb| {
                matches!(
                    verb.class,
                    CueClass::Say | CueClass::Deny | CueClass::Demand | CueClass::Belief | CueClass::Judge
                )
            })
    }

    /// The one fitting subject of the sentence before, in the same story.
    fn previous_subject(&self, sentence: usize, _token: usize, reference: Reference) -> Option<ActorId> {
        let previous = sentence.checked_sub(1)?;
        if self.story(previous) != self.story(sentence) {
            return None;
        }
        let parsed = &self.parsed[previous];
        let mut found = Vec::new();
        for index in 0..parsed.len() {
            if matches!(parsed.deprel(index).base(), Deprel::Nsubj)
                && let Some(actor) = self.actor_like(previous, index, reference)
                && !found.contains(&actor)
            {
                found.push(actor);
            }
        }
        // "Its chairman is Swiss. It has denied that": whose chairman.
        if found.is_empty() {
            for index in 0..parsed.len() {
                let is_owner = parsed.deprel(index) == Deprel::NmodPoss
                    && is_pronoun(parsed, index)
                    && parsed
                        .token(index)
                        .head
                        .is_some_and(|owned| matches!(parsed.deprel(owned).base(), Deprel::Nsubj));
                if is_owner
                    && let Some(actor) = self.actor_like(previous, index, reference)
                    && !found.contains(&actor)
                {
                    found.push(actor);
                }
            }
        }
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// "The mayor, she said, broke his promise.": whether the pronoun tells who says the clause that holds `other`, and so
    /// hardly means the same one.
    fn is_said_by(&self, sentence: usize, pronoun: usize, other: usize) -> bool {
        let parsed = &self.parsed[sentence];
        let Some(verb) = parsed.token(pronoun).head.filter(|&verb| parsed.upos(verb) == Upos::Verb) else {
            return false;
        };
        // "The mayor left, she said": what is said may be what the verb of saying hangs on.
        let is_mark = |word: &str| matches!(word, "," | "." | "\"" | "\u{201d}");
        let around = Some(verb).filter(|&verb| {
            parsed.deprel(verb) == Deprel::Parataxis
                && verb == pronoun + 1
                && pronoun.checked_sub(1).is_some_and(|before| is_mark(parsed.word(before)))
                && is_mark(parsed.word(verb + 1))
                && cue_verb(&parsed.lemma(verb)).is_some()
        });
        let said = parsed.dependent(verb, Deprel::Ccomp);
        let is_said = |said| parsed.sentence.is_under(other, said) && !parsed.sentence.is_under(other, verb);
        matches!(parsed.deprel(pronoun).base(), Deprel::Nsubj)
            && (said.is_some_and(|said| parsed.sentence.is_under(other, said))
                || around.and_then(|verb| parsed.token(verb).head).is_some_and(is_said))
    }

    /// Whoever is once "he" is not "she" later, if nobody else could have been meant.
    fn learn_gender(&mut self, sentence: usize, token: usize, reference: Reference, actor: ActorId) {
        let Reference::Human(gender) = reference else { return };
        if self.traits[actor.0].gender.is_some() {
            return;
        }
        let near =
            self.recent_where(sentence, token, 2, |resolver, other| resolver.can_mean(other, reference));
        if near == [actor] {
            self.traits[actor.0].gender = Some(gender);
        }
    }

    /// The subject of the main clause of a sentence that is not endless.
    pub(super) fn main_subject(&self, sentence: usize) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let root = (0..parsed.len().min(400)).find(|&token| parsed.token(token).head.is_none())?;
        self.entities.actor_at(sentence, self.subject_of(sentence, root)?)
    }

    /// Instead of somebody whose gender is not known: the one person near whom the text calls "she".
    fn known_woman(&self, sentence: usize, token: usize, found: ActorId) -> Option<ActorId> {
        let is_woman = |actor: ActorId| {
            self.entities.actors[actor.0].kind == ActorKind::Person
                && self.traits[actor.0].gender == Some(Gender::Feminine)
        };
        let story = self.story(sentence);
        let near = self.recent_where(sentence, token, 2, |resolver, actor| {
            is_woman(actor) && resolver.traits[actor.0].story == story
        });
        match near[..] {
            [only] if self.traits[found.0].gender.is_none() => Some(only),
            _ => None,
        }
    }

    /// The one person or group that fits in the nearest of this and the two sentences before that has any; of
    /// several, the one that is a subject.
    fn mentioned_before(&self, sentence: usize, token: usize, reference: Reference) -> Option<ActorId> {
        if self.is_quoted(sentence, token) {
            return None;
        }
        let story = self.story(sentence);
        let reach = if matches!(reference, Reference::Several) { 1 } else { 2 };
        let own = self.clause_of(sentence, token).and_then(|clause| self.subject_of(sentence, clause));
        // "He told them about him": two people.
        let own_actor = own
            .filter(|&own| own != token && self.parsed[sentence].deprel(token) != Deprel::NmodPoss)
            .and_then(|own| self.entities.actor_at(sentence, own));
        for back in 0..=reach {
            let Some(at) = sentence.checked_sub(back) else { break };
            if self.story(at) != story {
                break;
            }
            let mut found: Vec<(ActorId, bool)> = Vec::new();
            for recent in self.recent.iter().rev().take(300).skip_while(|recent| recent.sentence > at) {
                if recent.sentence < at {
                    break;
                }
                let before = back > 0 || recent.token < token;
                let is_own_subject = back == 0
                    && (Some(recent.token) == own && own != Some(token)
                        || self.is_said_by(sentence, token, recent.token));
                let is_own_subject = is_own_subject || Some(recent.actor) == own_actor;
                if !before || !self.can_mean(recent.actor, reference) || is_own_subject {
                    continue;
                }
                let is_subject = matches!(self.parsed[at].deprel(recent.token).base(), Deprel::Nsubj)
                    || self.parsed[at].token(recent.token).head.is_none();
                match found.iter_mut().find(|(actor, _)| *actor == recent.actor) {
                    Some((_, known)) => *known |= is_subject,
                    None => found.push((recent.actor, is_subject)),
                }
            }
            let subjects: Vec<ActorId> =
                found.iter().filter(|(_, subject)| *subject).map(|&(actor, _)| actor).collect();
            let main = || self.main_subject(at).filter(|main| subjects.contains(main));
            let named: Vec<ActorId> = found
                .iter()
                .map(|&(actor, _)| actor)
                .filter(|actor| self.entities.actors[actor.0].named)
                .collect();
            let is_human = matches!(reference, Reference::Human(_));
            let prefers_subject = reference != Reference::Several
                || matches!(self.parsed[sentence].deprel(token).base(), Deprel::Nsubj);
            match (&found[..], &subjects[..]) {
                ([], _) => {}
                ([(only, _)], _) => return Some(*only),
                (_, [only]) if prefers_subject => return Some(*only),
                _ if back > 0 && is_human && subjects.len() > 1 => return main(),
                _ if back > 0 && is_human && subjects.is_empty() && named.len() == 1 => {
                    return named.first().copied();
                }
                _ => return None,
            }
        }
        None
    }
}
