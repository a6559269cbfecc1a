//! Status: whether something happened.
//!
//! In come a sentence and the word that names the event; out goes a [`Reality`], from tense, aspect, modals, negation
//! and from what the words around it do to it. Who says so is not asked here ([`super::attribution`]).

use super::Status;
use super::clause::Tree;
use crate::lexicon::attribution::{CueClass, cue_noun, cue_verb};
use crate::lexicon::grammar::grammar;
use crate::lexicon::status::{
    Aspect, Effect, EffectStatus, Form, MarkerClass, MarkerEffect, Propagation, effect, form_certainty,
    has_aspect, marker, signature,
};
use crate::text::{Deprel, Sentence, Upos, Xpos};

/// How real a text makes an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Reality {
    /// Whether it happened.
    pub status: Status,
    /// From -3 (certainly not) through 0 (open) to 3 (certainly).
    pub certainty: f32,
    /// Whether the text says that it is not so.
    pub negated: bool,
    /// The tokens that decided, in text order.
    pub cues: Vec<usize>,
}

/// Certainty of what nothing speaks against.
const CERTAIN: f32 = 3.0;
/// What a text leaves more open than this is hedged.
const HEDGED_BELOW: f32 = 1.35;
/// No tree is climbed further than this.
const MAX_DEPTH: usize = 24;
/// Below this the text says that something is not so.
const DENIED_BELOW: f32 = -0.5;

/// How real `sentence` makes what its token `predicate` (a verb, noun or adjective) names.
///
/// "claimed" is no status: what a speaker says counts as the speaker says it. The scale is that of FactBank-style
/// annotation (Saurí & Pustejovsky 2009), the signatures follow the two-way implicatives and factives of Karttunen
/// (1971, 2012).
///
/// # Panics
/// When `predicate` is not a token of `sentence`.
pub fn reality_of(sentence: &Sentence, predicate: usize) -> Reality {
    let reader = Reader { tree: Tree::new(sentence) };
    let mut state = reader.state(predicate, 0);
    state.cues.sort_unstable();
    state.cues.dedup();
    let certainty = state.value.clamp(-CERTAIN, form_certainty(reader.form(predicate)));
    let is_settled = !matches!(state.status, Status::Possible | Status::Conditional | Status::Unknown);
    let status = match state.status {
        _ if certainty < DENIED_BELOW && is_settled => Status::Denied,
        Status::Denied if certainty > 0.0 => Status::Occurred,
        status => status,
    };
    Reality { status, certainty, negated: certainty < 0.0, cues: state.cues }
}

#[derive(Debug, Clone)]
struct State {
    value: f32,
    status: Status,
    cues: Vec<usize>,
}

impl State {
    fn fact() -> Self {
        Self { value: CERTAIN, status: Status::Occurred, cues: Vec::new() }
    }

    fn set(effect: Effect, cue: usize) -> Self {
        Self { value: effect.certainty, status: status_of(effect), cues: vec![cue] }
    }
}

fn status_of(effect: Effect) -> Status {
    match effect.status {
        EffectStatus::Keep => Status::Occurred,
        EffectStatus::Planned => Status::Planned,
        EffectStatus::Possible => Status::Possible,
        EffectStatus::Conditional => Status::Conditional,
        EffectStatus::Denied => Status::Denied,
    }
}

/// The less real of two; the second where both are equally real.
fn weaker(outer: Status, own: Status) -> Status {
    let rank = |status| match status {
        Status::Conditional => 5,
        Status::Unknown => 4,
        Status::Possible => 3,
        Status::Planned => 2,
        Status::Denied => 1,
        Status::Occurred | Status::Ongoing => 0,
    };
    if rank(outer) > rank(own) { outer } else { own }
}

/// "the raid", "their raid", "this raid": a noun for what the reader knows.
pub(super) fn is_definite(tree: &Tree<'_>, noun: usize) -> bool {
    tree.children(noun).iter().any(|&child| {
        tree.deprel(child) == Deprel::NmodPoss
            || (tree.deprel(child) == Deprel::Det && has_aspect(tree.lemma(child), Aspect::Definite))
    })
}

/// Whether the phrase of `noun` says that there is none of what it names: "no arrests", "not a single arrest".
pub(super) fn names_nothing(sentence: &Sentence, noun: usize) -> bool {
    let reader = Reader { tree: Tree::new(sentence) };
    let is_not_one = || {
        let children = reader.tree.children(noun);
        let has = |lemma: &str| children.iter().any(|&child| reader.tree.lemma(child) == lemma);
        has("not") && (has("single") || has("one"))
    };
    reader.own_negator(noun).is_some() || is_not_one()
}

struct Reader<'a> {
    tree: Tree<'a>,
}

impl Reader<'_> {
    fn state(&self, predicate: usize, depth: usize) -> State {
        if depth > MAX_DEPTH {
            return State::fact();
        }
        let context = self.context(predicate, depth);
        let own = self.own(predicate, &context);
        let mut cues = context.cues;
        cues.extend(own.cues);
        State { value: context.value * own.value / CERTAIN, status: weaker(context.status, own.status), cues }
    }

    /// The form in which the text has `predicate`.
    fn form(&self, predicate: usize) -> Form {
        let tree = &self.tree;
        let has_auxiliary = tree
            .children(predicate)
            .iter()
            .any(|&child| matches!(tree.deprel(child), Deprel::Aux | Deprel::AuxPass));
        match tree.xpos(predicate) {
            Xpos::Vbd => Form::Past,
            Xpos::Vbn => Form::Participle,
            Xpos::Vbz | Xpos::Vbp => Form::Present,
            Xpos::Vbg if has_auxiliary => Form::Progressive,
            Xpos::Vbg => Form::Gerund,
            Xpos::Vb => Form::Bare,
            _ if tree.is_nominal(predicate) => Form::Noun,
            _ => Form::Adjective,
        }
    }

    /// What `effect` of the word `governor` makes of what hangs on it.
    fn below(&self, effects: (Effect, Effect), governor: usize, depth: usize) -> State {
        let state = self.state(governor, depth + 1);
        let effect = if state.value < DENIED_BELOW { effects.1 } else { effects.0 };
        match effect.propagation {
            Propagation::Set => {
                let mut below = State::set(effect, governor);
                // "may try to leave", "if it is asked to go": what is open below what is open is more so.
                if (0.0..HEDGED_BELOW).contains(&state.value) && below.value > 0.0 {
                    below.value *= state.value / CERTAIN;
                }
                below
            }
            // The governor's own negation must not count twice: the negated column has already used it.
            Propagation::Same => {
                let value = if state.value < 0.0 { state.value.abs() } else { state.value };
                let status = if state.status == Status::Denied { Status::Occurred } else { state.status };
                State { value, status, cues: state.cues }
            }
            Propagation::Reverse => {
                let value = -state.value.abs();
                let mut cues = state.cues;
                cues.push(governor);
                State { value, status: state.status, cues }
            }
        }
    }

    fn signature(&self, governor: usize, complement: &str) -> Option<(Effect, Effect)> {
        signature(&self.tree.full_lemma(governor), complement)
            .or_else(|| signature(&self.tree.lemma(governor).to_lowercase(), complement))
    }

    /// "wants to leave" is a plan; "wants the others to leave" is a wish, whatever the others plan.
    fn of_others(&self, effects: (Effect, Effect), predicate: usize, governor: usize) -> (Effect, Effect) {
        let tree = &self.tree;
        let has_object = || {
            tree.children(governor)
                .iter()
                .any(|&child| matches!(tree.deprel(child), Deprel::Obj | Deprel::Iobj) && child < predicate)
        };
        if effects.0 == effect("intend") && (tree.own_subject(predicate).is_some() || has_object()) {
            return (effect("request"), effect("request"));
        }
        effects
    }

    /// The reality of what `predicate` depends on.
    fn context(&self, predicate: usize, depth: usize) -> State {
        let tree = &self.tree;
        let Some(governor) = tree.head(predicate) else { return self.root(predicate) };
        let opener = tree.opener(predicate).map(|opener| tree.lemma(opener));
        match tree.deprel(predicate) {
            Deprel::Conj if depth < MAX_DEPTH => {
                let mut context = self.context(governor, depth + 1);
                if tree.is_nominal(predicate) && tree.is_nominal(governor) {
                    return context;
                }
                let has_own_tense =
                    tree.children(predicate).iter().any(|&child| tree.deprel(child).is_auxiliary());
                let is_bare =
                    matches!(tree.xpos(predicate), Xpos::Vb | Xpos::Vbn | Xpos::Vbg) && !has_own_tense;
                if tree.own_subject(predicate).is_none()
                    && is_bare
                    && tree.xpos(governor) == tree.xpos(predicate)
                {
                    let shared = self.own(governor, &context);
                    context.value = context.value * shared.value / CERTAIN;
                    context.status = weaker(context.status, shared.status);
                }
                context
            }
            Deprel::Csubj if tree.upos(governor) == Upos::Verb => State::fact(),
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => {
                self.clause_context(predicate, governor, depth)
            }
            Deprel::Parataxis => {
                let reports =
                    cue_verb(&tree.full_lemma(governor)).is_some_and(|verb| verb.class == CueClass::Say);
                if reports { State::set(effect("report"), governor) } else { State::fact() }
            }
            Deprel::Xcomp => {
                let complement = if tree.has_to(predicate) {
                    "to"
                } else if tree.xpos(predicate) == Xpos::Vbg {
                    opener.unwrap_or("ing")
                } else {
                    "bare"
                };
                // "has yet to answer"
                let is_yet_to = tree
                    .children(governor)
                    .iter()
                    .any(|&child| tree.deprel(child) == Deprel::Advmod && tree.lemma(child) == "yet");
                if is_yet_to && complement == "to" {
                    return State::set(effect("counter"), governor);
                }
                let same = (effect("same"), effect("reverse"));
                let default = match complement {
                    // "difficult to leave", "easy to see"
                    "to" if tree.upos(governor) == Upos::Adj => (effect("open"), effect("unlikely")),
                    "to" => (effect("possible"), effect("unlikely")),
                    _ => same,
                };
                let effects = self.signature(governor, complement).unwrap_or(default);
                self.below(self.of_others(effects, predicate, governor), governor, depth)
            }
            Deprel::Advcl | Deprel::AdvclRelcl => self.adverbial_context(predicate, governor, depth),
            Deprel::Acl | Deprel::AclRelcl if self.is_called_false(governor, predicate) => {
                State::set(effect("counter"), governor)
            }
            Deprel::Acl => {
                let complement = if tree.has_to(predicate) { "to" } else { opener.unwrap_or("-") };
                // "has no role in taking him away", "rejected a proposal to merge"
                if self.own_negator(governor).is_some()
                    || complement == "to"
                        && tree.head(governor).is_some_and(|verb| self.undoes(verb, governor))
                {
                    return State::set(effect("counter"), governor);
                }
                // "prevented the men from entering" may hang the gerund on the men.
                let verb = tree
                    .head(governor)
                    .filter(|_| matches!(tree.deprel(governor), Deprel::Obj | Deprel::OblAgent));
                let of_verb = || verb.and_then(|verb| Some((self.signature(verb, complement)?, verb)));
                match self.signature(governor, complement).map(|effects| (effects, governor)).or_else(of_verb)
                {
                    Some((effects, word)) => self.below(effects, word, depth),
                    None if complement == "to" => State::set(effect("possible"), governor),
                    None if complement == "that" => State::set(effect("report"), governor),
                    None => State::fact(),
                }
            }
            Deprel::Obj | Deprel::NsubjPass | Deprel::Iobj => {
                self.argument_context(predicate, governor, "obj", depth)
            }
            Deprel::Nsubj | Deprel::NsubjOuter => {
                // "The wall prevented the flood": only where nothing else undergoes it is it the subject that does.
                let is_alone = tree.child(governor, Deprel::Obj).is_none();
                if is_alone && matches!(tree.upos(governor), Upos::Verb | Upos::Adj) {
                    self.argument_context(predicate, governor, "subj", depth)
                } else {
                    State::fact()
                }
            }
            // "takeover attempts": as real as they are.
            Deprel::Compound if tree.is_nominal(predicate) => match self.signature(governor, "of") {
                Some(effects) => self.below(effects, governor, depth),
                None => self.state(governor, depth + 1),
            },
            Deprel::Obl | Deprel::Nmod | Deprel::OblAgent => {
                self.argument_context(predicate, governor, opener.unwrap_or("-"), depth)
            }
            _ => State::fact(),
        }
    }

    /// Whether `verb` says of its object `noun` that it does not come about ("rejected the offer").
    fn undoes(&self, verb: usize, noun: usize) -> bool {
        let is_object = matches!(self.tree.deprel(noun), Deprel::Obj | Deprel::NsubjPass);
        let effects = self.signature(verb, "obj").filter(|_| is_object);
        effects.is_some_and(|effects| effects.0.status == EffectStatus::Denied)
            && self.own(verb, &State::fact()).value >= CERTAIN
    }

    /// "Reports that ... are false": whether the sentence says that what the noun tells is not so.
    fn is_called_false(&self, noun: usize, clause: usize) -> bool {
        let tree = &self.tree;
        // "The report that she wrote is false" does not say that she wrote none.
        let makes_it = matches!(
            tree.lemma(clause),
            "write" | "make" | "publish" | "issue" | "release" | "spread" | "give"
        );
        !makes_it
            && tree.deprel(noun) == Deprel::Nsubj
            && tree.head(noun).is_some_and(|predicate| {
                let is_negated = tree.children(predicate).iter().any(|&child| tree.lemma(child) == "not");
                marker(MarkerClass::False, tree.lemma(predicate)).is_some() && !is_negated
            })
    }

    fn root(&self, predicate: usize) -> State {
        let last = self.tree.len().checked_sub(1);
        let is_question = last.is_some_and(|last| {
            let from = last.saturating_sub(1);
            (from..=last).any(|token| self.tree.lemma(token) == "?")
        });
        if is_question && self.tree.head(predicate).is_none() {
            return State { value: 0.3, status: Status::Unknown, cues: Vec::new() };
        }
        State::fact()
    }

    fn clause_context(&self, predicate: usize, governor: usize, depth: usize) -> State {
        let tree = &self.tree;
        let opener = tree.opener(predicate).map(|opener| tree.lemma(opener));
        let is_open = opener.is_some_and(|opener| {
            marker(MarkerClass::Subordinator, opener).is_some_and(|marker| {
                matches!(marker, MarkerEffect::Effect(effect)
                        if effect.status == EffectStatus::Conditional || effect.certainty <= 0.8)
            })
        });
        if is_open {
            return State::set(effect("unclear"), governor);
        }
        let is_infinitive = tree.has_to(predicate) && !tree.is_to_come(predicate);
        let complement = if is_infinitive { "to" } else { "that" };
        if let Some(effects) = self.signature(governor, complement) {
            return self.below(self.of_others(effects, predicate, governor), governor, depth);
        }
        match cue_verb(&tree.full_lemma(governor)).map(|verb| verb.class) {
            Some(CueClass::Belief) => State::set(effect("belief"), governor),
            Some(CueClass::Deny) => State::set(effect("deny"), governor),
            Some(CueClass::Demand) => State::set(effect("request"), governor),
            Some(_) => State::set(effect("report"), governor),
            None => State::fact(),
        }
    }

    fn adverbial_context(&self, predicate: usize, governor: usize, depth: usize) -> State {
        let tree = &self.tree;
        let opens = |child: &&usize| {
            matches!(tree.deprel(**child), Deprel::Mark | Deprel::Advmod | Deprel::Case)
                && **child < predicate
        };
        for &child in tree.children(predicate).iter().filter(opens) {
            // "instead of", "rather than"; not "because they rather like it".
            if matches!(tree.lemma(child), "instead" | "rather") && tree.deprel(child) == Deprel::Advmod {
                continue;
            }
            if let Some(MarkerEffect::Effect(effect)) = marker(MarkerClass::Subordinator, tree.lemma(child)) {
                // "stayed until it ended": it did.
                let is_end =
                    tree.lemma(child) == "until" && self.is_past(predicate) && !self.has_modal(governor);
                if effect.propagation == Propagation::Set && !is_end {
                    return State::set(effect, child);
                }
                // "were about to leave when it rained": the rain is told of as past.
                if self.is_past(predicate) && !self.has_modal(governor) {
                    return State::fact();
                }
                // "will resign when it ends" looks ahead; "did not leave when it rained" does not undo the rain.
                return self.below((effect, effect), governor, depth);
            }
        }
        if tree.opener(predicate).is_some_and(|opener| tree.lemma(opener) == "that") {
            return State::set(effect("report"), governor);
        }
        // "called for the rebels to disarm"
        let is_for = tree.opener(predicate).is_some_and(|opener| tree.lemma(opener) == "for");
        if tree.has_to(predicate) && is_for && self.signature(governor, "for").is_some() {
            return State::set(effect("request"), governor);
        }
        let object = tree.child(governor, Deprel::Obj).or_else(|| tree.child(governor, Deprel::NsubjPass));
        if tree.has_to(predicate)
            && object
                .is_some_and(|object| self.undoes(governor, object) && self.signature(object, "to").is_some())
        {
            return State::set(effect("counter"), governor);
        }
        // "called on the rebels to disarm"
        if tree.has_to(predicate) && grammar().controls_by_phrase(tree.lemma(governor)) {
            return State::set(effect("request"), governor);
        }
        if tree.has_to(predicate) {
            let effects = self.signature(governor, "to").filter(|_| tree.upos(governor) != Upos::Verb);
            return match effects {
                Some(effects) => self.below(effects, governor, depth),
                None => {
                    let state = self.state(governor, depth + 1);
                    // "went home to vote" tells more than "goes home to vote".
                    let is_past = tree.xpos(governor) == Xpos::Vbd && state.value >= 2.5;
                    let purpose = State::set(effect(if is_past { "achieved" } else { "purpose" }), governor);
                    State {
                        value: purpose.value,
                        status: weaker(state.status, purpose.status),
                        cues: purpose.cues,
                    }
                }
            };
        }
        if let Some(opener) = tree.opener(predicate)
            && let Some(effects) = self.signature(governor, tree.lemma(opener))
        {
            return self.below(effects, governor, depth);
        }
        if matches!(tree.xpos(predicate), Xpos::Vbg) {
            // "does not win by cheating": what is not done is not done so.
            let is_means = tree.opener(predicate).is_some_and(|opener| tree.lemma(opener) == "by");
            let undone = effect(if is_means { "unlikely" } else { "fact" });
            return self.below((effect("same"), undone), governor, depth);
        }
        State::fact()
    }

    /// Whether the clause of `predicate` is in a past tense.
    fn is_past(&self, predicate: usize) -> bool {
        let tree = &self.tree;
        let auxiliaries =
            || tree.children(predicate).iter().filter(|&&child| tree.deprel(child).is_auxiliary());
        tree.xpos(predicate) == Xpos::Vbd && auxiliaries().next().is_none()
            || auxiliaries().any(|&child| tree.xpos(child) == Xpos::Vbd)
    }

    fn has_modal(&self, predicate: usize) -> bool {
        let tree = &self.tree;
        tree.children(predicate)
            .iter()
            .any(|&child| tree.deprel(child).is_auxiliary() && tree.xpos(child) == Xpos::Md)
    }

    fn argument_context(&self, noun: usize, governor: usize, complement: &str, depth: usize) -> State {
        // "has no plans": the noun's own "no" is all that is said against it.
        if self.own_negator(noun).is_some() {
            return State::fact();
        }
        // "There was no answer to the call": "be to" is for verbs.
        let is_infinitive = complement == "to" && self.tree.lemma(governor) == "be";
        if let Some(effects) = self.signature(governor, complement).filter(|_| !is_infinitive) {
            // "rejected the claim", "denied the request": it was made.
            let is_made = complement == "obj"
                && effects.0.status == EffectStatus::Denied
                && cue_noun(self.tree.lemma(noun)).is_some()
                && cue_verb(&self.tree.full_lemma(governor)).is_some_and(|verb| verb.class == CueClass::Deny);
            return if is_made { State::fact() } else { self.below(effects, governor, depth) };
        }
        // "has no role in taking him away"
        if self.tree.is_nominal(governor) && self.own_negator(governor).is_some() {
            return State::set(effect("counter"), governor);
        }
        let state = self.state(governor, depth + 1);
        let is_unreal = matches!(state.status, Status::Planned | Status::Possible | Status::Conditional);
        if is_definite(&self.tree, noun) || !is_unreal || state.value < 0.0 {
            return State::fact();
        }
        state
    }

    /// What stands in the clause of `predicate` itself.
    fn own(&self, predicate: usize, context: &State) -> State {
        let tree = &self.tree;
        let mut state =
            State { value: CERTAIN, status: self.tense_status(predicate, context), cues: Vec::new() };
        let mut is_negated = false;
        let mut has_modal = None;
        let mut apply = |found: MarkerEffect, cue: usize, state: &mut State| {
            state.cues.push(cue);
            match found {
                MarkerEffect::Negate => is_negated = !is_negated,
                MarkerEffect::Effect(effect) => {
                    state.value = state.value.min(effect.certainty);
                    state.status = weaker(status_of(effect), state.status);
                }
            }
        };
        for &child in tree.children(predicate) {
            let lemma = tree.lemma(child);
            let word = lemma.to_lowercase();
            let relation = tree.deprel(child);
            let class = match relation {
                Deprel::Aux => MarkerClass::Modal,
                Deprel::Advmod => MarkerClass::Adverb,
                Deprel::Amod => MarkerClass::Adjective,
                Deprel::Det => MarkerClass::Determiner,
                _ => MarkerClass::Negator,
            };
            // "no longer"
            if relation == Deprel::Advmod
                && let Some(negator) = self.own_negator(child).filter(|&negator| negator != child)
            {
                apply(MarkerEffect::Negate, negator, &mut state);
                continue;
            }
            // "not only the mayor": he too.
            let is_not_only = child + 1 < tree.len() && tree.lemma(child + 1) == "only";
            if let Some(negator) = marker(MarkerClass::Negator, &word)
                && !is_not_only
                && !matches!(relation.base(), Deprel::Conj | Deprel::Cc)
            {
                apply(negator, child, &mut state);
                continue;
            }
            if let Some(found) = marker(class, &word) {
                if class == MarkerClass::Modal {
                    has_modal = Some(child);
                }
                // "said that it would rain" is "it will rain", said before.
                let is_future_in_past = found == MarkerEffect::Effect(effect("prospect"))
                    && tree.deprel(predicate) == Deprel::Ccomp;
                let found = if is_future_in_past { MarkerEffect::Effect(effect("future")) } else { found };
                apply(found, child, &mut state);
                continue;
            }
            match relation {
                Deprel::Amod if tree.xpos(child) == Xpos::Vbn => {
                    if let Some((affirmed, _)) = self.signature(child, "obj")
                        && affirmed.propagation == Propagation::Set
                    {
                        apply(MarkerEffect::Effect(affirmed), child, &mut state);
                    }
                }
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
                    // "has no plans", "made no secret of it": it has and makes something all the same.
                    let is_light = relation == Deprel::Obj
                        && tree.lemma(child) != "nothing"
                        && (has_aspect(&tree.full_lemma(predicate), Aspect::State)
                            || grammar().support_verb(tree.lemma(predicate), None).is_some());
                    if let Some(negator) = self.own_negator(child).filter(|_| !is_light) {
                        apply(MarkerEffect::Negate, negator, &mut state);
                    }
                }
                Deprel::Cc if tree.is_nominal(predicate) => {}
                Deprel::Case if tree.lemma(child) == "without" => {
                    apply(MarkerEffect::Negate, child, &mut state)
                }
                Deprel::Acl | Deprel::AclRelcl if tree.is_nominal(predicate) && !tree.has_to(child) => {
                    if let Some((affirmed, _)) = self.signature(child, "obj")
                        && affirmed.propagation == Propagation::Set
                        && (tree.xpos(child) == Xpos::Vbn || tree.upos(child) == Upos::Adj)
                    {
                        apply(MarkerEffect::Effect(affirmed), child, &mut state);
                    }
                }
                _ => {}
            }
        }
        if let Some(modal) = has_modal
            && let Some(condition) = self.condition(predicate)
        {
            state.value = state.value.min(0.8);
            state.status = Status::Conditional;
            state.cues.extend([modal, condition]);
        }
        // "could have left": it did not, or nobody knows.
        let has_perfect = tree.children(predicate).iter().any(|&child| {
            tree.deprel(child) == Deprel::Aux && tree.lemma(child) == "have" && tree.xpos(child) == Xpos::Vb
        });
        if has_modal.is_some() && has_perfect && state.status == Status::Planned {
            state.value = state.value.min(-0.6);
            state.status = Status::Possible;
        }
        if self.is_imperative(predicate) {
            apply(MarkerEffect::Effect(effect("request")), predicate, &mut state);
        }
        if self.is_announced_infinitive(predicate) {
            apply(MarkerEffect::Effect(effect("plan")), predicate, &mut state);
        }
        if is_negated {
            state.value = -state.value;
        }
        state
    }

    /// "no" or "nobody": what says that there is nothing that the noun names.
    fn own_negator(&self, noun: usize) -> Option<usize> {
        // "no fewer than nine" is nine.
        let compares = |word: usize| {
            let next = (word + 1 < self.tree.len()).then(|| self.tree.lemma(word + 1));
            next.is_some_and(|next| matches!(next, "few" | "fewer" | "less" | "little" | "more" | "much"))
        };
        let is_own = |&word: &usize| self.tree.deprel(word) != Deprel::Conj;
        self.tree.children(noun).iter().copied().filter(is_own).chain([noun]).find(|&word| {
            marker(MarkerClass::Determiner, &self.tree.lemma(word).to_lowercase()).is_some()
                && !compares(word)
        })
    }

    /// The word that opens an if-clause below `predicate`.
    fn condition(&self, predicate: usize) -> Option<usize> {
        let tree = &self.tree;
        tree.children(predicate)
            .iter()
            .filter(|&&child| matches!(tree.deprel(child), Deprel::Advcl))
            .flat_map(|&child| tree.children(child).iter().copied())
            .find(|&word| {
                tree.deprel(word) == Deprel::Mark
                    && matches!(
                        marker(MarkerClass::Subordinator, tree.lemma(word)),
                        Some(MarkerEffect::Effect(effect)) if effect.status == EffectStatus::Conditional
                    )
            })
    }

    fn is_imperative(&self, predicate: usize) -> bool {
        let tree = &self.tree;
        tree.xpos(predicate) == Xpos::Vb
            && matches!(tree.deprel(predicate), Deprel::Root | Deprel::Parataxis | Deprel::Ccomp)
            && tree.own_subject(predicate).is_none()
            && !tree.has_to(predicate)
            && !tree
                .children(predicate)
                .iter()
                .any(|&child| tree.deprel(child) == Deprel::Aux && tree.xpos(child) != Xpos::Vb)
    }

    /// "Lavrov to visit China", "the talks are to open": an infinitive that nothing governs looks ahead.
    fn is_announced_infinitive(&self, predicate: usize) -> bool {
        let tree = &self.tree;
        let is_governed = !matches!(
            tree.deprel(predicate),
            Deprel::Root | Deprel::Parataxis | Deprel::Ccomp | Deprel::AclRelcl
        );
        tree.has_to(predicate)
            && !is_governed
            && (tree.own_subject(predicate).is_some()
                || tree
                    .children(predicate)
                    .iter()
                    .any(|&child| matches!(tree.deprel(child), Deprel::Aux | Deprel::Cop)))
    }

    /// The status that tense and aspect alone give.
    fn tense_status(&self, predicate: usize, context: &State) -> Status {
        let tree = &self.tree;
        let lemma = tree.lemma(predicate);
        if tree.is_nominal(predicate) && tree.child(predicate, Deprel::Cop).is_none() {
            let lasts =
                has_aspect(&lemma.to_lowercase(), Aspect::Durative) && is_definite(&self.tree, predicate);
            return if lasts { Status::Ongoing } else { Status::Occurred };
        }
        let auxiliaries =
            || tree.children(predicate).iter().copied().filter(|&child| tree.deprel(child).is_auxiliary());
        let is_present = |token: usize| matches!(tree.xpos(token), Xpos::Vbz | Xpos::Vbp);
        let has_present_be = auxiliaries().any(|child| tree.lemma(child) == "be" && is_present(child));
        let is_progressive =
            tree.xpos(predicate) == Xpos::Vbg || auxiliaries().any(|child| tree.xpos(child) == Xpos::Vbg);
        let has_present_perfect = auxiliaries().any(|child| tree.lemma(child) == "have" && is_present(child));
        if is_progressive && (has_present_be || has_present_perfect) {
            return Status::Ongoing;
        }
        if tree.child(predicate, Deprel::Cop).is_some() {
            return if has_present_be { Status::Ongoing } else { Status::Occurred };
        }
        if is_present(predicate) {
            let is_habit =
                tree.children(predicate).iter().any(|&child| has_aspect(tree.lemma(child), Aspect::Habit));
            let is_main = matches!(tree.deprel(predicate), Deprel::Root | Deprel::Parataxis | Deprel::Conj);
            let is_saying = cue_verb(lemma).is_some_and(|verb| verb.class == CueClass::Say);
            let lasts =
                has_aspect(&tree.full_lemma(predicate), Aspect::State) || is_habit || !(is_main || is_saying);
            return if lasts { Status::Ongoing } else { Status::Occurred };
        }
        let is_participle = tree.xpos(predicate) == Xpos::Vbg && auxiliaries().next().is_none();
        if is_participle && context.status == Status::Ongoing { Status::Ongoing } else { Status::Occurred }
    }
}
