//! Event mentions: words that name an event, with the parts that actors play in it.
//!
//! In come sentences, entities and the event lexicon; out come [`EventMention`]s, one for each trigger. Which mentions
//! are about the same event is decided by [`super::merge`].

use super::arguments::{
    Arguments, container_of, is_passive, noun_arguments, preposition_of, second_preposition_of,
    verb_arguments,
};
use super::confidence::{Signals, confidence_of, inferred_confidence, role_confidence};
use super::status::{names_nothing, reality_of};
use super::{Quantity, Role, Standing, Status};
use crate::document::Span;
use crate::entity::{ActorId, ActorKind, Entities, PlaceId, PlaceKind};
use crate::lexicon::event_nouns::EventNoun;
use crate::lexicon::event_rules::{Class, Demand, Filler, RolePart, Sense, Slot, Trigger, TriggerPart};
use crate::lexicon::event_types::event_type;
use crate::lexicon::events::EventLexicon;
use crate::lexicon::grammar::{SupportEffect, grammar};
use crate::lexicon::world::world;
use crate::mention::amount::amount_at;
use crate::text::{Confidence, Deprel, Sentence, Upos, Xpos};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

/// A trigger in its sentence, with what was read around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EventMention<'lexicon> {
    pub(crate) sense: &'lexicon Sense,
    /// A noun that names no event by itself and may mean one told of elsewhere.
    pub(crate) pointer: Option<&'static EventNoun>,
    pub(crate) sentence: usize,
    /// The token that names the event.
    pub(crate) token: usize,
    /// The verb that carries its tense and time: the support verb of a noun, else the token itself.
    pub(crate) anchor: usize,
    /// Tokens that its trigger demands beside it.
    pub(crate) used: Vec<usize>,
    /// The words that name it: trigger and particle.
    pub(crate) trigger: Span,
    pub(crate) roles: BTreeSet<(Role, ActorId)>,
    /// How sure the roles are, from 0 to 1.
    pub(crate) sureness: Vec<(Role, ActorId, f32)>,
    pub(crate) places: Vec<PlaceId>,
    pub(crate) quantities: Vec<Quantity>,
    pub(crate) status: Status,
    pub(crate) negated: bool,
    /// Whether the words say that it is not one that was told of before ("another march").
    pub(crate) is_another: bool,
    /// Whether the trigger is a noun with a definite or possessive determiner ("the attack"), which points back.
    pub(crate) definite: bool,
    pub(crate) standing: Standing,
    pub(crate) confidence: f32,
}

impl From<RolePart> for Role {
    fn from(part: RolePart) -> Self {
        match part {
            RolePart::Agent => Self::Agent,
            RolePart::Patient => Self::Patient,
            RolePart::Recipient => Self::Recipient,
            RolePart::Participant => Self::Participant,
        }
    }
}

/// Why a word that could name an event does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// A word that the trigger asks for does not stand beside it.
    WordsBeside,
    /// Nobody of the kind that the sense requires fills the role.
    Required(RolePart),
    /// The role is filled by what the sense forbids.
    Forbidden(RolePart),
    /// Nobody takes part, and there is neither a place nor a number.
    NobodyInIt,
    /// It is told of nobody in particular as what happens now and then.
    Habit,
}

impl fmt::Display for WhyNot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WordsBeside => formatter.write_str("the words that it asks for do not stand beside it"),
            Self::Required(part) => {
                write!(formatter, "its {} is not of the kind required", Role::from(*part).name())
            }
            Self::Forbidden(part) => {
                write!(formatter, "its {} is of a kind forbidden", Role::from(*part).name())
            }
            Self::NobodyInIt => formatter.write_str("nobody takes part, no place, no number"),
            Self::Habit => formatter.write_str("told as a habit of nobody in particular"),
        }
    }
}

/// A word that could name an event and does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The word.
    pub word: Span,
    /// The rule.
    pub rule: String,
    /// What is missing.
    pub why: WhyNot,
}

/// A word that may be a trigger, and what is asked of it for every rule that has it.
struct Spot<'t> {
    token: usize,
    part: TriggerPart,
    /// It says which, not what happened ("the *jailed* leader").
    is_attributive: bool,
    particle: Option<(usize, &'t str)>,
}

impl<'t> Spot<'t> {
    fn of(text: &'t str, tree: &Sentence, token: usize) -> Option<Self> {
        let part = match tree.tokens[token].upos {
            Upos::Verb | Upos::Aux => TriggerPart::Verb,
            Upos::Noun => TriggerPart::Noun,
            Upos::Adj => TriggerPart::Adjective,
            _ => return None,
        };
        let deprel = tree.tokens[token].deprel;
        // "attack helicopters", "strike force": the noun before a noun names a kind of thing, but for "a mediation effort".
        if deprel == Deprel::Aux || (deprel == Deprel::Compound && container_of(tree, token).is_none()) {
            return None;
        }
        let is_attributive = deprel == Deprel::Amod && part == TriggerPart::Verb;
        Some(Self { token, part, is_attributive, particle: particle_of(text, tree, token) })
    }
}

fn arguments_of(tree: &Sentence, token: usize) -> Arguments {
    if verbal(tree, token) { verb_arguments(tree, token) } else { noun_arguments(tree, token) }
}

/// Finds the events that the words of one document name.
pub(crate) struct EventFinder<'a> {
    pub(crate) text: &'a str,
    pub(crate) sentences: &'a [Sentence],
    pub(crate) entities: &'a Entities,
    pub(crate) lexicon: &'a EventLexicon,
}

impl<'a> EventFinder<'a> {
    /// The event mentions of sentence `sentence`, in text order.
    pub(crate) fn find_in(&self, sentence: usize) -> Vec<EventMention<'a>> {
        let tree = &self.sentences[sentence];
        let mut found: Vec<EventMention<'a>> =
            (0..tree.tokens.len()).filter_map(|token| self.best_sense(sentence, token)).collect();
        // A noun that belongs to a verb's trigger ("open fire") is no event of its own, nor is what only holds one.
        let used = found.iter().flat_map(|event| event.used.iter().copied());
        let holders = found.iter().filter_map(|event| container_of(tree, event.token));
        let used: Vec<usize> = used.chain(holders).collect();
        found.retain(|event| !used.contains(&event.token));
        found
    }

    /// The most specific sense whose trigger stands at `token` and whose demands are met.
    fn best_sense(&self, sentence: usize, token: usize) -> Option<EventMention<'a>> {
        let tree = &self.sentences[sentence];
        let candidates = self.lexicon.triggers(tree.lemma(token));
        if candidates.is_empty() {
            return None;
        }
        let spot = Spot::of(self.text, tree, token)?;
        let arguments = arguments_of(tree, token);
        let mut fitting: Vec<_> = candidates
            .iter()
            .map(|&(sense, trigger)| {
                let sense = &self.lexicon.senses()[sense];
                (sense, &sense.triggers[trigger])
            })
            .filter(|(sense, trigger)| self.trigger_fits(sentence, &spot, sense, trigger, &arguments))
            .map(|(sense, trigger)| {
                // "a cyber attack" says more than "an attack on".
                let listed = trigger.conditions.iter().filter(|(_, lemmas)| !lemmas.is_empty()).count();
                let words = trigger.conditions.len() + listed + 2 * usize::from(trigger.particle.is_some());
                (Reverse((words, sense.demands.len())), sense, trigger)
            })
            .collect();
        fitting.sort_by_key(|(specific, _, _)| *specific);
        fitting.into_iter().find_map(|(_, sense, trigger)| {
            self.read_mention(sentence, token, sense, trigger, &arguments).ok()
        })
    }

    /// The words of sentence `sentence` that name no event although a rule has them, with what each such rule misses.
    pub(crate) fn near_misses(&self, sentence: usize) -> Vec<NearMiss> {
        let tree = &self.sentences[sentence];
        let mut found: Vec<NearMiss> = Vec::new();
        for token in (0..tree.tokens.len()).filter(|&token| self.best_sense(sentence, token).is_none()) {
            let Some(spot) = Spot::of(self.text, tree, token) else { continue };
            let arguments = arguments_of(tree, token);
            for &(sense, trigger) in self.lexicon.triggers(tree.lemma(token)) {
                let sense = &self.lexicon.senses()[sense];
                let trigger = &sense.triggers[trigger];
                let why = if !self.trigger_fits(sentence, &spot, sense, trigger, &arguments) {
                    WhyNot::WordsBeside
                } else if let Err(why) = self.read_mention(sentence, token, sense, trigger, &arguments) {
                    why
                } else {
                    continue;
                };
                let miss = NearMiss { word: tree.tokens[token].span, rule: sense.id.clone(), why };
                if !found.contains(&miss) {
                    found.push(miss);
                }
            }
        }
        found
    }

    fn trigger_fits(
        &self,
        sentence: usize,
        spot: &Spot<'_>,
        sense: &Sense,
        trigger: &Trigger,
        arguments: &Arguments,
    ) -> bool {
        let tree = &self.sentences[sentence];
        // "the jailed leader", "ousted president Torres" describe; "three wounded soldiers" count.
        let counts_casualties = || event_type(&sense.kind).is_some_and(|kind| kind.is_toll);
        if spot.part != trigger.part || (spot.is_attributive && !counts_casualties()) {
            return false;
        }
        match (&trigger.particle, spot.particle) {
            (Some(wanted), Some((_, found))) if *wanted == found => {}
            (Some(wanted), None) if has_adverb(tree, spot.token, wanted) => {}
            (None, None) => {}
            (None, Some((at, _))) if tree.tokens[at].deprel != Deprel::CompoundPrt => {}
            _ => return false,
        }
        trigger.conditions.iter().all(|(slot, lemmas)| {
            arguments.fillers(slot).any(|filler| {
                if *slot == Slot::Clause
                    && sense.kind == "THREATEN"
                    && self.is_done_by_others(sentence, filler, arguments)
                {
                    return false;
                }
                let is_listed = lemmas.is_empty()
                    || is_one_of(tree, filler, lemmas)
                    || lemmas
                        .iter()
                        .filter_map(|lemma| CLASSES.get(lemma.as_str()))
                        .any(|class| self.filler_fits(sentence, filler, class));
                is_listed && !self.is_aside(sentence, slot, filler)
            })
        })
    }

    /// Whether the slot is a preposition that only leads to a day or stays inside a name.
    fn is_aside(&self, sentence: usize, slot: &Slot, filler: usize) -> bool {
        matches!(slot, Slot::Preposition(_)) && self.is_day_or_part(sentence, filler)
    }

    /// Whether the token is a day ("called a strike for May 5") or, with its preposition, a part of a name ("attacked the
    /// Movement for the Free Delta").
    fn is_day_or_part(&self, sentence: usize, filler: usize) -> bool {
        let tree = &self.sentences[sentence];
        let is_calendar = |token: usize| world().is("calendar", tree.tokens[token].span.of(self.text));
        let name =
            self.entities.phrase_at(sentence, filler).filter(|_| self.means_something(sentence, filler));
        let in_name = |span: Span| {
            tree.child(filler, Deprel::Case).is_some_and(|case| span.contains(tree.tokens[case].span))
        };
        // "the head of Gavi on Wednesday" is no day.
        let in_day = |child: usize| is_calendar(child) && tree.child(child, Deprel::Case).is_none();
        is_calendar(filler) || tree.children(filler).any(in_day) || name.is_some_and(in_name)
    }

    /// "warned that Norland could attack": whether what `clause` tells is done by somebody named who is not the subject, and
    /// is no harm that this somebody meets ("warned that Norland would face sanctions").
    fn is_done_by_others(&self, sentence: usize, clause: usize, arguments: &Arguments) -> bool {
        let tree = &self.sentences[sentence];
        let doer = tree.child(clause, Deprel::Nsubj).filter(|_| !grammar().is_enduring(tree.lemma(clause)));
        let Some(doer) = doer.and_then(|doer| self.actor_at(sentence, doer)) else { return false };
        let is_own = |filler| {
            self.actor_at(sentence, filler).is_none_or(|subject| {
                let (one, other) = (&self.entities.actors[subject.0], &self.entities.actors[doer.0]);
                subject == doer || (one.country.is_some() && one.country == other.country)
            })
        };
        self.entities.actors[doer.0].named && !arguments.fillers(&Slot::Subject).any(is_own)
    }

    /// The fillers that the conditions of `trigger` name.
    fn used_tokens(&self, tree: &Sentence, trigger: &Trigger, arguments: &Arguments) -> Vec<usize> {
        let mut used = Vec::new();
        for (slot, lemmas) in &trigger.conditions {
            used.extend(arguments.fillers(slot).filter(|&filler| is_one_of(tree, filler, lemmas)));
        }
        used
    }

    fn read_mention(
        &self,
        sentence: usize,
        token: usize,
        sense: &'a Sense,
        trigger: &Trigger,
        arguments: &Arguments,
    ) -> Result<EventMention<'a>, WhyNot> {
        let tree = &self.sentences[sentence];
        let mut roles = BTreeSet::new();
        let mut sureness = Vec::new();
        let mut places = Vec::new();
        // Nothing that is read off a tree is surer than the tree.
        let mut surest = Confidence::FULL;
        for (part, slots) in &sense.roles {
            let fillers = self.role_fillers(sentence, sense, slots, *part, arguments);
            for (demand, role, wanted) in &sense.demands {
                if role != part {
                    continue;
                }
                let fits = |&filler: &usize| self.filler_fits(sentence, filler, wanted);
                match demand {
                    Demand::Require if !fillers.iter().any(fits) => return Err(WhyNot::Required(*part)),
                    Demand::Forbid if fillers.iter().any(fits) => return Err(WhyNot::Forbidden(*part)),
                    _ => {}
                }
            }
            for filler in fillers {
                let preferred = sense.demands.iter().all(|(demand, role, wanted)| {
                    role != part || *demand == Demand::Forbid || self.filler_fits(sentence, filler, wanted)
                });
                if !preferred || self.is_wronged_by_what_is_judged(sentence, sense, *part, filler) {
                    continue;
                }
                let place = self.entities.place_at(sentence, filler);
                let actor = self.actor_at(sentence, filler);
                if let Some(place) = place
                    && !matches!(part, RolePart::Agent | RolePart::Participant)
                    && (self.entities.places[place.0].kind != PlaceKind::Country || sense.happens_at(*part))
                    && !places.contains(&place)
                {
                    places.push(place);
                }
                if let Some(actor) = actor {
                    let sure = tree.tokens[filler].confidence.min(tree.name_confidence(filler));
                    surest = surest.min(sure);
                    if roles.insert((Role::from(*part), actor)) {
                        sureness.push((Role::from(*part), actor, role_confidence(sure.fraction())));
                    }
                }
            }
        }
        if !roles.iter().any(|(role, _)| matches!(role, Role::Recipient | Role::Patient)) {
            let others: Vec<ActorId> = roles.iter().map(|(_, actor)| *actor).collect();
            if is_of_words(sense) {
                let addressee = self.addressee(sentence, token, sense, arguments, &others);
                roles.extend(addressee.into_iter().map(|actor| (Role::Recipient, actor)));
            } else if is_of_deeds(sense) {
                let mut hit = self.owners_hit(sentence, sense, arguments, &others);
                if hit.is_empty() {
                    hit = self.victims(sentence, token, sense);
                }
                if hit.is_empty() && !is_told_as_violence(sense) {
                    hit = self.addressee(sentence, token, sense, arguments, &others);
                }
                roles.extend(hit.into_iter().map(|actor| (Role::Patient, actor)));
            }
        }
        // Who is found by what the words are about is less sure than who stands in the slot.
        for &(role, actor) in &roles {
            if !sureness.iter().any(|&(known, of, _)| (known, of) == (role, actor)) {
                sureness.push((role, actor, inferred_confidence(surest.fraction())));
            }
        }
        // Somebody cannot do a thing to himself: a mention that fills two roles keeps the first.
        let agents: BTreeSet<ActorId> =
            roles.iter().filter(|(role, _)| *role == Role::Agent).map(|(_, actor)| *actor).collect();
        roles.retain(|(role, actor)| *role == Role::Agent || !agents.contains(actor));
        sureness.retain(|&(role, actor, _)| roles.contains(&(role, actor)));

        self.add_locations(sentence, token, sense, arguments, &mut places);
        let quantities = self.quantities(sentence, token, sense, arguments);
        if roles.is_empty() && places.is_empty() && quantities.is_empty() {
            return Err(WhyNot::NobodyInIt);
        }
        let names_someone = roles.iter().any(|(_, actor)| self.entities.actors[actor.0].named);
        if !sense.durative
            && !names_someone
            && places.is_empty()
            && quantities.is_empty()
            && is_closed(tree)
            && is_habit(tree, token, arguments)
        {
            return Err(WhyNot::Habit);
        }
        let anchor = arguments.support.map(|(verb, _)| verb).or(arguments.governor).unwrap_or(token);
        let reality = reality_of(tree, arguments.support.map_or(token, |(verb, _)| verb));
        let governed = arguments.governor.filter(|_| arguments.support.is_none());
        let reality = match governed {
            // A noun without a verb of its own is as real as the clause it stands in, unless it says otherwise.
            Some(verb) if reality.status == Status::Occurred || reality.status == Status::Unknown => {
                let outer = reality_of(tree, verb);
                if outer.status == Status::Occurred || outer.status == Status::Denied {
                    reality
                } else {
                    outer
                }
            }
            _ => reality,
        };
        let mut status = reality.status;
        if let Some((_, support)) = arguments.support
            && matches!(status, Status::Occurred | Status::Ongoing | Status::Unknown)
        {
            let is_decreed = event_type(&sense.kind).is_some_and(|kind| kind.is_decreed);
            status = match support.effect {
                SupportEffect::Plan if is_decreed => status,
                SupportEffect::Plan | SupportEffect::CallFor => Status::Planned,
                SupportEffect::Threaten => Status::Possible,
                SupportEffect::Cancel | SupportEffect::Deny => Status::Denied,
                SupportEffect::Occur | SupportEffect::Begin | SupportEffect::End => status,
            };
        }
        // "made no arrests", "signed no treaty": the verb is real, what it brings about is not.
        let object = tree.child(token, Deprel::Obj).filter(|_| tree.tokens[token].upos == Upos::Verb);
        let is_none = match arguments.support {
            Some(_) => names_nothing(tree, token),
            // "said no" is no denial that they spoke.
            None => object.is_some_and(|object| tree.lemma(object) != "no" && names_nothing(tree, object)),
        };
        let negated = reality.negated || is_none;
        if is_none {
            status = Status::Denied;
        }
        if sense.durative && matches!(status, Status::Occurred | Status::Unknown) && goes_on(tree, token) {
            status = Status::Ongoing;
        }
        let mut trigger_span = tree.tokens[token].span;
        if trigger.particle.is_some()
            && let Some((at, _)) = particle_of(self.text, tree, token)
        {
            trigger_span = trigger_span.to(tree.tokens[at].span);
        }
        let fills = |wanted: &[Role]| roles.iter().any(|(role, _)| wanted.contains(role));
        let signals = Signals {
            has_verb: verbal(tree, token) || arguments.support.is_some(),
            asks_for_words: trigger.particle.is_some()
                || trigger.conditions.iter().any(|(_, lemmas)| !lemmas.is_empty()),
            has_agent: fills(&[Role::Agent, Role::Participant]),
            has_other: fills(&[Role::Patient, Role::Recipient]),
            trigger: tree.tokens[token].confidence.fraction(),
        };
        Ok(EventMention {
            sense,
            pointer: None,
            sentence,
            token,
            anchor,
            used: self.used_tokens(tree, trigger, arguments),
            trigger: trigger_span,
            roles,
            sureness,
            places,
            quantities,
            status,
            negated,
            is_another: is_another(tree, token),
            definite: is_definite(tree, token),
            standing: standing_of(tree, token, anchor, arguments),
            confidence: confidence_of(&signals),
        })
    }

    /// The tokens that fill a role: those of the first slot that has any; all slots for joint participants.
    fn role_fillers(
        &self,
        sentence: usize,
        sense: &Sense,
        slots: &[Slot],
        part: RolePart,
        arguments: &Arguments,
    ) -> Vec<usize> {
        let tree = &self.sentences[sentence];
        let mut found = Vec::new();
        // "struck rebel positions in Norland": the rebels are hit, not the country.
        let has_owner = |thing: usize| {
            let owner = |&child: &usize| {
                matches!(tree.tokens[child].deprel, Deprel::NmodPoss | Deprel::Amod | Deprel::Compound)
            };
            let mut owners = tree.children(thing).filter(owner);
            is_of_deeds(sense) && owners.any(|owner| self.actor_at(sentence, owner).is_some())
        };
        for slot in slots {
            for filler in arguments.fillers(slot).filter(|&filler| !self.is_aside(sentence, slot, filler)) {
                for token in coordinated(tree, filler) {
                    let tokens = match slot {
                        Slot::Subject => self.wielders(sentence, self.possessed(sentence, token)),
                        _ => [token].into_iter().chain(self.joint_owners(sentence, token)).collect(),
                    };
                    for token in tokens {
                        let token = self.apposed(sentence, token);
                        if !found.contains(&token) && self.can_fill(sentence, token, slot, part) {
                            found.push(token);
                        }
                    }
                }
            }
            let is_filled = match part {
                RolePart::Participant => false,
                // "granted *asylum* to the poet": a thing does not receive what a later slot has somebody to receive.
                RolePart::Recipient | RolePart::Patient => {
                    found.iter().any(|&token| self.means_something(sentence, token))
                        || *slot == Slot::Object && found.iter().any(|&token| has_owner(token))
                }
                RolePart::Agent => !found.is_empty(),
            };
            if is_filled {
                break;
            }
        }
        found
    }

    /// Whom words are about that name nobody as their recipient: who owns or made what they are about ("rejected
    /// Norland's offer", "a Norwegian plan"), who is to act ("demanded that Norland withdraw"), or whom the act would
    /// meet ("threatened to bomb Norland"). The first of these that names somebody else than `others`.
    fn addressee(
        &self,
        sentence: usize,
        token: usize,
        sense: &Sense,
        arguments: &Arguments,
        others: &[ActorId],
    ) -> Vec<ActorId> {
        let tree = &self.sentences[sentence];
        let is_recipient = |part: &RolePart| matches!(part, RolePart::Recipient | RolePart::Patient);
        let forbidden = |filler: usize| {
            sense.demands.iter().any(|(demand, role, wanted)| {
                *demand == Demand::Forbid && is_recipient(role) && self.filler_fits(sentence, filler, wanted)
            })
        };
        let named = |filler: usize| -> Vec<ActorId> {
            let actors = coordinated(tree, filler).filter(|&filler| !forbidden(filler));
            let actors = actors.filter_map(|filler| self.actor_at(sentence, filler));
            actors.filter(|actor| !others.contains(actor)).collect()
        };
        let owners = |thing: usize| -> Vec<ActorId> {
            let owners = owners_of(tree, thing).filter(|&owner| !self.undergoes(tree, thing, owner));
            owners.map(named).find(|actors| !actors.is_empty()).unwrap_or_default()
        };
        let mut things: Vec<usize> = arguments.fillers(&Slot::Object).collect();
        let slots = sense.roles.iter().filter(|(part, _)| is_recipient(part)).flat_map(|(_, slots)| slots);
        things.extend(slots.flat_map(|slot| arguments.fillers(slot)));
        // "agreed to a plan by Norland": a thing is agreed or objected to.
        let ends = Slot::Preposition("to".to_owned());
        things.extend(arguments.fillers(&ends).filter(|&end| !self.means_something(sentence, end)));
        let by_thing = things.iter().map(|&thing| owners(thing)).find(|actors| !actors.is_empty());
        // "accepted a plan from Norland", whatever the phrase hangs on.
        let origin = Slot::Preposition("from".to_owned());
        let by_thing = by_thing.or_else(|| {
            let origins = arguments.fillers(&origin).filter(|_| !things.is_empty());
            origins.map(named).find(|actors| !actors.is_empty())
        });
        let is_content =
            |&child: &usize| tree.tokens[child].deprel == Deprel::Acl && tree.tokens[child].xpos == Xpos::Vb;
        // "marched to demand that the premier resign": what a protest is for.
        let is_purpose = |&child: &usize| {
            sense.kind == "PROTEST"
                && tree.tokens[child].deprel == Deprel::Advcl
                && matches!(tree.tokens[child].xpos, Xpos::Vb | Xpos::Vbg)
        };
        let clauses = arguments
            .fillers(&Slot::Clause)
            .chain(tree.children(token).filter(is_content))
            .chain(tree.children(token).filter(is_purpose));
        let by_clause = |clause: usize| {
            let inner = verb_arguments(tree, clause);
            let subject =
                inner.fillers(&Slot::Subject).filter(|_| tree.tokens[clause].deprel == Deprel::Ccomp);
            let is_cause = |word: &str| sense.kind == "PROTEST" && matches!(word, "for" | "over");
            let aims =
                inner.prepositions().filter(|(word, _)| grammar().is_addressing(word) || is_cause(word));
            // "promised to break the gangs": nobody is promised harm.
            let is_kept = |slot: &&Slot| {
                sense.kind != "AGREE" || **slot == Slot::Indirect || grammar().is_benefit(tree.lemma(clause))
            };
            let objects: Vec<usize> = [Slot::Indirect, Slot::Object]
                .iter()
                .filter(is_kept)
                .flat_map(|slot| inner.fillers(slot))
                .chain(aims.map(|(_, at)| at))
                .collect();
            subject
                .map(named)
                .chain(objects.iter().map(|&object| named(object)))
                .chain(objects.iter().map(|&object| owners(object)))
                .find(|actors| !actors.is_empty())
        };
        // "threatened to strike unless Norland pays"
        let condition = |clause: usize| {
            let opens =
                |&child: &usize| tree.tokens[child].deprel == Deprel::Mark && tree.lemma(child) == "unless";
            let is_condition = tree.tokens[clause].deprel == Deprel::Advcl
                && tree.children(clause).any(|child| opens(&child));
            let subject = tree.child(clause, Deprel::Nsubj).filter(|_| is_condition)?;
            Some(named(subject)).filter(|actors| !actors.is_empty())
        };
        let inner: Vec<usize> = arguments.fillers(&Slot::Clause).chain([token]).collect();
        let by_condition = || inner.iter().flat_map(|&verb| tree.children(verb)).find_map(condition);
        // "denied beating students": what did not happen is aimed at nobody.
        let clauses = clauses.filter(|_| !grammar().is_denying(tree.lemma(token)));
        by_thing.or_else(|| clauses.into_iter().find_map(by_clause)).or_else(by_condition).unwrap_or_default()
    }

    /// "condemned the killing of Reke", "protested against Reke's arrest": whether `owner` undergoes the deed that the noun
    /// `deed` names, and so is not who is condemned for it.
    fn undergoes(&self, tree: &Sentence, deed: usize, owner: usize) -> bool {
        let slot = match (tree.tokens[owner].deprel, preposition_of(tree, owner)) {
            // "Norland's killing of Reke", "Norland's raid on the port"
            (Deprel::NmodPoss, _)
                if tree.children(deed).any(|child| {
                    tree.tokens[child].deprel == Deprel::Nmod
                        && matches!(preposition_of(tree, child), Some("of" | "on" | "against"))
                }) =>
            {
                return false;
            }
            (Deprel::NmodPoss, _) => Slot::Possessive,
            (Deprel::Nmod | Deprel::Obl, Some(preposition)) => Slot::Preposition(preposition.to_owned()),
            _ => return false,
        };
        self.deeds_named(tree.lemma(deed)).any(|sense| {
            let takes = |wanted: RolePart| {
                sense.roles.iter().any(|(part, slots)| *part == wanted && slots.contains(&slot))
            };
            takes(RolePart::Patient) && !takes(RolePart::Agent)
        })
    }

    /// The senses in which `noun` names a deed.
    fn deeds_named(&self, noun: &str) -> impl Iterator<Item = &'a Sense> {
        let lexicon = self.lexicon;
        let senses = lexicon.triggers(noun).iter().filter_map(move |&(sense, trigger)| {
            let sense = &lexicon.senses()[sense];
            (sense.triggers[trigger].part == TriggerPart::Noun).then_some(sense)
        });
        senses.filter(|sense| event_type(&sense.kind).is_some_and(|kind| kind.is_deed))
    }

    /// "condemned the raid on Norland": whether `filler` is only the one whom the deed hit that is spoken against.
    fn is_wronged_by_what_is_judged(
        &self,
        sentence: usize,
        sense: &Sense,
        part: RolePart,
        filler: usize,
    ) -> bool {
        let tree = &self.sentences[sentence];
        if !is_judgement(sense) || !matches!(part, RolePart::Recipient | RolePart::Patient) {
            return false;
        }
        let Some(head) = tree.tokens[filler].head else { return false };
        let deed = match tree.tokens[filler].deprel {
            Deprel::Nmod => Some(head),
            // Whatever the phrase hangs on, it follows the deed.
            Deprel::Obl => tree.child(head, Deprel::Obj).filter(|&object| object < filler),
            _ => None,
        };
        deed.is_some_and(|deed| self.undergoes(tree, deed, filler))
    }

    /// Whose the things are that are acted on: "demolished Norlandic homes", "shelled positions of the rebels".
    fn owners_hit(
        &self,
        sentence: usize,
        sense: &Sense,
        arguments: &Arguments,
        others: &[ActorId],
    ) -> Vec<ActorId> {
        let tree = &self.sentences[sentence];
        let is_hit = |part: &RolePart| matches!(part, RolePart::Patient | RolePart::Recipient);
        let slots = sense.roles.iter().filter(|(part, _)| is_hit(part)).flat_map(|(_, slots)| slots);
        let slots = slots.filter(|slot| **slot != Slot::Modifier);
        let things =
            slots.flat_map(|slot| arguments.fillers(slot)).flat_map(|thing| coordinated(tree, thing));
        let owner = |thing: usize| {
            let actor = |owner: usize| self.actor_at(sentence, owner).filter(|actor| !others.contains(actor));
            let owners = owners_of(tree, thing).filter(|&owner| !self.undergoes(tree, thing, owner));
            owners.filter(|&owner| !is_aim(tree, owner)).find_map(actor)
        };
        let mut owners: Vec<ActorId> = Vec::new();
        for actor in things.filter(|&thing| !self.means_something(sentence, thing)).filter_map(owner) {
            if !owners.contains(&actor) {
                owners.push(actor);
            }
        }
        owners
    }

    /// Whom violence that a noun names has hurt: "the bombing killed two nurses", "two nurses died in the bombing".
    fn victims(&self, sentence: usize, token: usize, sense: &Sense) -> Vec<ActorId> {
        let tree = &self.sentences[sentence];
        if verbal(tree, token) || !is_told_as_violence(sense) {
            return Vec::new();
        }
        let mut top = token;
        while let Some(container) = container_of(tree, top) {
            top = container;
        }
        let Some(verb) = tree.tokens[top].head.filter(|&head| verbal(tree, head)) else { return Vec::new() };
        let is_toll = self.lexicon.triggers(tree.lemma(verb)).iter().any(|&(sense, trigger)| {
            let sense = &self.lexicon.senses()[sense];
            sense.triggers[trigger].part == TriggerPart::Verb
                && event_type(&sense.kind).is_some_and(|kind| kind.is_toll)
        });
        if !is_toll {
            return Vec::new();
        }
        let arguments = verb_arguments(tree, verb);
        let slot = match (tree.tokens[top].deprel, preposition_of(tree, top)) {
            (Deprel::Nsubj, _) => Slot::Object,
            (Deprel::Obl | Deprel::OblAgent, Some("in" | "by" | "from" | "during")) => {
                if is_passive(tree, verb) { Slot::Object } else { Slot::Subject }
            }
            _ => return Vec::new(),
        };
        let hurt = arguments.fillers(&slot).flat_map(|filler| coordinated(tree, filler));
        let hurt = hurt.filter(|&filler| !is_nobody(tree, filler));
        let mut victims: Vec<ActorId> = hurt.filter_map(|filler| self.actor_at(sentence, filler)).collect();
        victims.dedup();
        victims
    }

    /// "One of them, Norland, refused": who is meant by a word that alone means nobody.
    fn apposed(&self, sentence: usize, token: usize) -> usize {
        let tree = &self.sentences[sentence];
        let named = || {
            tree.children(token).find(|&child| {
                tree.tokens[child].deprel == Deprel::Appos
                    && self.entities.actor_at(sentence, child).is_some()
            })
        };
        if self.means_something(sentence, token) { token } else { named().unwrap_or(token) }
    }

    /// Where the parser takes a possessor for the subject ("Peru's FM Ruiz to visit"), the person it is followed by.
    fn possessed(&self, sentence: usize, token: usize) -> usize {
        let tree = &self.sentences[sentence];
        let Some(mark) = tree.children(token).find(|&child| tree.tokens[child].xpos == Xpos::Pos) else {
            return token;
        };
        (mark + 1..tree.tokens.len())
            .take_while(|&next| tree.tokens[next].upos == Upos::Propn)
            .find(|&next| self.entities.actor_at(sentence, next) != self.entities.actor_at(sentence, token))
            .unwrap_or(token)
    }

    /// "Kenyan helicopters shelled the port", "issued a letter demanding an apology": whose weapon acts or who sends the
    /// message, where that is said; any other token stands for itself.
    fn wielders(&self, sentence: usize, token: usize) -> Vec<usize> {
        let tree = &self.sentences[sentence];
        let (is_instrument, is_message) =
            (grammar().is_instrument(tree.lemma(token)), grammar().is_message(tree.lemma(token)));
        if self.means_something(sentence, token) {
            return [token].into_iter().chain(self.joint_owners(sentence, token)).collect();
        }
        if !(is_instrument || is_message) {
            return vec![token];
        }
        let is_known = |&owner: &usize| self.actor_at(sentence, owner).is_some();
        let owner = owners_of(tree, token).find(is_known);
        // "issued a declaration demanding ..."
        let issuer = || {
            let issuing = tree.tokens[token].head.filter(|_| tree.tokens[token].deprel == Deprel::Obj)?;
            verb_arguments(tree, issuing).fillers(&Slot::Subject).find(is_known)
        };
        let Some(owner) = owner.or_else(|| issuer().filter(|_| is_message)) else { return vec![token] };
        let others = tree.children(owner).filter(|&child| tree.tokens[child].deprel == Deprel::Conj);
        [owner].into_iter().chain(others.filter(is_known)).collect()
    }

    /// "Norlandic and Estavian officials": the countries, but for that of the officials themselves, that they are of too.
    fn joint_owners(&self, sentence: usize, token: usize) -> impl Iterator<Item = usize> + '_ {
        let tree = &self.sentences[sentence];
        let country = move |token: usize| {
            let named = self.entities.actor_at(sentence, token);
            let named = named.filter(|&actor| self.entities.actors[actor.0].kind == ActorKind::Country);
            named.or_else(|| self.entities.demonym_at(sentence, token))
        };
        let modifiers = tree.children(token).filter(move |&child| {
            matches!(tree.tokens[child].deprel, Deprel::Amod | Deprel::Compound) && country(child).is_some()
        });
        let whole = self.entities.actor_at(sentence, token);
        let own = whole.and_then(|actor| self.entities.actors[actor.0].country.as_deref());
        let is_own = move |land: ActorId| {
            let country = self.entities.actors[land.0].country.as_deref();
            let is_part = |whole| {
                let mut ties = self.entities.ties.iter();
                ties.any(|tie| (tie.source, tie.target) == (whole, land))
            };
            (country.is_some() && country == own) || whole.is_some_and(is_part)
        };
        let pair: Vec<usize> = modifiers
            .flat_map(|first| {
                let joined = tree.children(first).filter(|&child| tree.tokens[child].deprel == Deprel::Conj);
                [first]
                    .into_iter()
                    .chain(joined.filter(move |&child| country(child).is_some()))
                    .collect::<Vec<_>>()
            })
            .collect();
        let is_pair = pair.len() > 1;
        pair.into_iter()
            .filter(move |&modifier| is_pair && country(modifier).is_some_and(|land| !is_own(land)))
    }

    /// Who the token means; a demonym means its country.
    fn actor_at(&self, sentence: usize, token: usize) -> Option<ActorId> {
        self.entities.actor_at(sentence, token).or_else(|| self.entities.demonym_at(sentence, token))
    }

    /// Whether the token means an actor that is no place.
    fn means_somebody(&self, sentence: usize, token: usize) -> bool {
        self.entities.actor_at(sentence, token).is_some() && self.entities.place_at(sentence, token).is_none()
    }

    fn means_something(&self, sentence: usize, token: usize) -> bool {
        self.entities.actor_at(sentence, token).is_some() || self.entities.place_at(sentence, token).is_some()
    }

    /// A modifier fills a role only when it means somebody or somewhere; times are never fillers.
    ///
    /// A demonym tells who does it ("a Norwegian attack"), but not who is on both sides of it ("the Norwegian war").
    fn can_fill(&self, sentence: usize, token: usize, slot: &Slot, part: RolePart) -> bool {
        // "No group has claimed the attack": nobody did.
        if part == RolePart::Agent && is_nobody(&self.sentences[sentence], token) {
            return false;
        }
        let known = self.means_something(sentence, token)
            || (part == RolePart::Agent && self.entities.demonym_at(sentence, token).is_some());
        match slot {
            Slot::Modifier => known,
            _ => !matches!(
                self.sentences[sentence].tokens[token].deprel,
                Deprel::OblUnmarked | Deprel::NmodUnmarked
            ),
        }
    }

    fn filler_fits(&self, sentence: usize, token: usize, wanted: &Filler) -> bool {
        let tree = &self.sentences[sentence];
        let lemma = tree.lemma(token);
        if wanted.words.iter().any(|word| word == lemma) {
            return true;
        }
        let actor = self.actor_at(sentence, token);
        let kind = actor.map(|actor| self.entities.actors[actor.0].kind);
        wanted.classes.iter().any(|class| match class {
            Class::Any => true,
            Class::Actor => kind.is_some(),
            Class::Person => kind == Some(ActorKind::Person),
            Class::People => {
                matches!(kind, Some(ActorKind::Person | ActorKind::Group | ActorKind::Anonymous))
            }
            Class::Body => matches!(
                kind,
                Some(ActorKind::Organization | ActorKind::Country | ActorKind::Bloc | ActorKind::Media)
            ),
            Class::Country => kind == Some(ActorKind::Country),
            Class::Official => actor.is_some_and(|actor| {
                let actor = &self.entities.actors[actor.0];
                actor.kind == ActorKind::Country
                    || matches!(actor.sector.as_deref(), Some("GOV" | "MIL" | "COP" | "LEG" | "JUD" | "SPY"))
            }),
            Class::Place => self.entities.place_at(sentence, token).is_some(),
            Class::Clause => tree.tokens[token].upos == Upos::Verb,
        })
    }

    /// Places in locative phrases of the predicate or of the verb that carries it.
    fn add_locations(
        &self,
        sentence: usize,
        token: usize,
        sense: &Sense,
        arguments: &Arguments,
        places: &mut Vec<PlaceId>,
    ) {
        let tree = &self.sentences[sentence];
        // "condemned the raid in Varna": there was the raid.
        let is_elsewhere = |filler: usize| {
            is_judgement(sense)
                && tree.tokens[filler].deprel == Deprel::Nmod
                && tree.tokens[filler]
                    .head
                    .is_some_and(|deed| deed != token && self.deeds_named(tree.lemma(deed)).next().is_some())
        };
        let mut add = |filler: usize| {
            for token in coordinated(tree, filler) {
                // "in Varna and Bria provinces": the second name stands before the noun.
                let name = || {
                    let is_named = token != filler || tree.tokens[token].upos == Upos::Propn;
                    let names = tree
                        .children(token)
                        .filter(|&child| is_named && tree.tokens[child].deprel == Deprel::Compound);
                    names.filter_map(|name| self.entities.place_at(sentence, name)).next()
                };
                if let Some(place) = self.entities.place_at(sentence, token).or_else(name)
                    && !places.contains(&place)
                {
                    places.push(place);
                }
            }
        };
        for (preposition, filler) in arguments.prepositions() {
            if grammar().is_locative(preposition)
                && !self.means_somebody(sentence, filler)
                && !is_elsewhere(filler)
            {
                add(filler);
                // "in the port city of Sfax", "at a jail in Sfax", "in the capital, Quito"
                for child in tree.children(filler) {
                    let nested = tree.tokens[child].deprel == Deprel::Nmod
                        && preposition_of(tree, child)
                            .is_some_and(|word| word == "of" || grammar().is_locative(word));
                    if nested || tree.tokens[child].deprel == Deprel::Appos {
                        add(child);
                    }
                }
            }
        }
    }

    fn quantities(
        &self,
        sentence: usize,
        token: usize,
        sense: &Sense,
        arguments: &Arguments,
    ) -> Vec<Quantity> {
        let tree = &self.sentences[sentence];
        let mut found: Vec<Quantity> = Vec::new();
        for (kind, slots) in &sense.counts {
            for slot in slots {
                // "Fires forced thousands to flee", "destroyed 200 homes": nobody is dead of that.
                let spares = || !grammar().is_killing(tree.lemma(token));
                let is_mishap = matches!(sense.kind.as_str(), "DISASTER" | "ACCIDENT");
                if is_mishap && kind == "killed" && *slot == Slot::Object && spares() {
                    continue;
                }
                // "a 7.8-magnitude quake killed": what stands before the subject of a verb.
                let before_subject = arguments
                    .fillers(&Slot::Subject)
                    .filter(|_| *slot == Slot::Modifier)
                    .flat_map(|subject| tree.children(subject))
                    .filter(|&child| tree.tokens[child].deprel == Deprel::Compound);
                let fillers = arguments.fillers(slot).chain(before_subject);
                for filler in fillers.flat_map(|filler| coordinated(tree, filler)) {
                    if tree.tokens[filler].upos == Upos::Propn
                        || self.is_day_or_part(sentence, filler)
                        || (kind == "money" && is_counted_thing(tree, filler))
                    {
                        continue;
                    }
                    let amount = amount_at(self.text, tree, filler)
                        .map(|amount| (amount.value, amount.most, amount.approximate, amount.span))
                        .or_else(|| {
                            let kind = self
                                .entities
                                .actor_at(sentence, filler)
                                .map(|actor| self.entities.actors[actor.0].kind);
                            let one = matches!(slot, Slot::Object | Slot::Subject)
                                && kind == Some(ActorKind::Person)
                                && is_single(tree, filler);
                            one.then(|| (1.0, None, false, tree.tokens[filler].span))
                        });
                    if let Some((value, most, approximate, span)) = amount
                        && !found.iter().any(|known| known.kind == *kind && known.span == span)
                    {
                        // "won with 61 percent": a share, of whatever would be counted.
                        let is_share = matches!(tree.lemma(filler), "percent" | "per" | "%");
                        let kind = if is_share { "percent".to_owned() } else { kind.clone() };
                        found.push(Quantity { kind, value, most, approximate, span });
                    }
                }
            }
        }
        found
    }
}

/// What a class in a condition, such as `@people`, asks for.
static CLASSES: LazyLock<FxHashMap<String, Filler>> = LazyLock::new(|| {
    let any = |class| Filler { classes: vec![class], words: Vec::new() };
    Class::WORDS.iter().map(|&(word, class)| (format!("@{word}"), any(class))).collect()
});

/// "20 tanks": whether `noun` is counted and is no money.
fn is_counted_thing(tree: &Sentence, noun: usize) -> bool {
    let has = |deprel| tree.child(noun, deprel).is_some_and(|child| tree.tokens[child].upos == Upos::Num);
    let is_money = grammar().is_currency(tree.lemma(noun))
        || (0..tree.tokens.len())
            .any(|token| tree.tokens[token].upos == Upos::Sym && tree.is_under(token, noun));
    tree.tokens[noun].upos == Upos::Noun && has(Deprel::Nummod) && !is_money
}

/// Whether the act is one of words, for or against somebody.
fn is_of_words(sense: &Sense) -> bool {
    event_type(&sense.kind).is_some_and(|kind| matches!(kind.quad, Some("VC" | "VX")))
        && sense.roles.iter().any(|(part, _)| *part == RolePart::Recipient)
}

/// Whether the act is violence, so that only those whom it hurts are its patients.
fn is_told_as_violence(sense: &Sense) -> bool {
    event_type(&sense.kind).is_some_and(|kind| kind.is_one_act)
}

/// Whether the act is one of deeds against somebody.
fn is_of_deeds(sense: &Sense) -> bool {
    event_type(&sense.kind).is_some_and(|kind| kind.quad == Some("MX"))
}

/// Whether a preposition other than "of" and "by" ties the token to its head.
fn is_aim(tree: &Sentence, token: usize) -> bool {
    tree.tokens[token].deprel == Deprel::Nmod && !matches!(preposition_of(tree, token), Some("of" | "by"))
}

/// Who may own, make or be the aim of `thing`, nearest first: "Norland's offer", "a Norwegian offer", "an offer from Norland".
fn owners_of(tree: &Sentence, thing: usize) -> impl Iterator<Item = usize> + '_ {
    let possessors = tree.children(thing).filter(|&child| tree.tokens[child].deprel == Deprel::NmodPoss);
    let modifiers = tree
        .children(thing)
        .filter(|&child| matches!(tree.tokens[child].deprel, Deprel::Amod | Deprel::Compound));
    let others = tree.children(thing).filter(|&child| {
        tree.tokens[child].deprel == Deprel::Nmod
            && preposition_of(tree, child)
                .is_some_and(|word| word == "of" || word == "by" || grammar().is_addressing(word))
    });
    // "accusations made by Norland"
    let makers = tree
        .children(thing)
        .filter(|&child| tree.tokens[child].deprel == Deprel::Acl)
        .flat_map(|child| tree.children(child))
        .filter(|&child| tree.tokens[child].deprel == Deprel::OblAgent);
    possessors.chain(modifiers).chain(others).chain(makers)
}

/// Whether what the sense names is said or done against what somebody else did.
fn is_judgement(sense: &Sense) -> bool {
    matches!(sense.kind.as_str(), "ACCUSE" | "REJECT" | "PROTEST")
}

fn standing_of(tree: &Sentence, token: usize, anchor: usize, arguments: &Arguments) -> Standing {
    let opens = |clause: usize| {
        tree.tokens[clause].deprel == Deprel::Advcl
            && tree.children(clause).any(|child| {
                // "should Norland attack": the auxiliary stands before the subject.
                let is_opener = match tree.tokens[child].deprel {
                    Deprel::Mark | Deprel::Advmod => true,
                    Deprel::Aux => tree.child(clause, Deprel::Nsubj).is_some_and(|subject| child < subject),
                    _ => false,
                };
                child < clause && is_opener && grammar().is_conditional(tree.lemma(child))
            })
    };
    let mut at = Some(anchor);
    while let Some(index) = at {
        if opens(index) {
            return Standing::Condition;
        }
        at = tree.tokens[index].head;
    }
    match arguments.support.is_none() && is_background(tree, token) {
        true => Standing::Background,
        false => Standing::Reported,
    }
}

/// "after the attack", "over the death of a man in the attack": a noun that stands, or hangs on one that does, after such a preposition.
fn is_background(tree: &Sentence, token: usize) -> bool {
    let mut at = token;
    while !verbal(tree, at) {
        if preposition_of(tree, at).is_some_and(|word| grammar().is_setting(word))
            && matches!(tree.tokens[at].deprel, Deprel::Obl | Deprel::Nmod | Deprel::Advcl)
        {
            return true;
        }
        match tree.tokens[at].head {
            Some(head) => at = head,
            None => break,
        }
    }
    false
}

/// Whether the sentence ends in a stop, as headlines do not.
fn is_closed(tree: &Sentence) -> bool {
    let mut last = (0..tree.tokens.len()).rev().map(|token| tree.lemma(token));
    last.find(|lemma| !matches!(*lemma, "\"" | "”" | "''" | ")"))
        .is_some_and(|lemma| matches!(lemma, "." | "!" | "?"))
}

/// "People who protest need patience", "nurses strike for pay": a bare plural in the simple present tells what happens in
/// general. Whoever is counted, named or stands with an article or a day is somebody.
fn is_habit(tree: &Sentence, verb: usize, arguments: &Arguments) -> bool {
    let has = |token: usize, relations: &[Deprel]| {
        tree.children(token).any(|child| relations.contains(&tree.tokens[child].deprel))
    };
    let is_present = matches!(tree.tokens[verb].xpos, Xpos::Vbp | Xpos::Vbz)
        && !has(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::OblUnmarked]);
    let mut subjects = arguments.fillers(&Slot::Subject).peekable();
    is_present
        && subjects.peek().is_some()
        && subjects.all(|subject| {
            tree.tokens[subject].xpos == Xpos::Nns
                && !has(subject, &[Deprel::Det, Deprel::Nummod, Deprel::NmodPoss])
        })
}

/// Whether the lemma of `token`, in lower case, is in the list.
fn is_one_of(tree: &Sentence, token: usize, lemmas: &[String]) -> bool {
    // The tagger's singular of "arms" may be "arm", that of "tariffs" "tariffs".
    let singular = |word: &'_ str| word.len() - usize::from(word.ends_with('s'));
    let lemma = tree.lemma(token);
    let lemma = &lemma[..singular(lemma)];
    lemmas.iter().any(|wanted| wanted[..singular(wanted)].eq_ignore_ascii_case(lemma))
}

/// "a man", "one student": exactly one.
fn is_single(tree: &Sentence, noun: usize) -> bool {
    tree.tokens[noun].xpos == Xpos::Nn
        && tree.children(noun).any(|child| {
            tree.tokens[child].deprel == Deprel::Det && matches!(tree.lemma(child), "a" | "an" | "one")
        })
}

/// Whether the token is used as a verb (or an adjective that takes arguments as verbs do).
fn verbal(tree: &Sentence, token: usize) -> bool {
    matches!(tree.tokens[token].upos, Upos::Verb | Upos::Aux | Upos::Adj)
}

/// "sent home", "pulled out of the town": an adverb, or the first of two prepositions.
fn has_adverb(tree: &Sentence, verb: usize, wanted: &str) -> bool {
    tree.children(verb).any(|child| match tree.tokens[child].deprel {
        Deprel::Advmod => tree.lemma(child) == wanted,
        Deprel::Obl => {
            preposition_of(tree, child) == Some(wanted) && second_preposition_of(tree, child).is_some()
        }
        _ => false,
    })
}

/// The particle or adverb that stands with a verb ("carry *out*"), and its token.
fn particle_of<'t>(text: &'t str, tree: &Sentence, verb: usize) -> Option<(usize, &'t str)> {
    tree.children(verb)
        .find(|&child| {
            let token = &tree.tokens[child];
            token.deprel == Deprel::CompoundPrt || (token.xpos == Xpos::Rp && token.deprel == Deprel::Advmod)
        })
        .map(|child| (child, tree.tokens[child].span.of(text)))
}

/// `first` and the nouns coordinated with it.
fn coordinated(tree: &Sentence, first: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(first).chain(tree.children(first).filter(move |&child| {
        tree.tokens[child].deprel == Deprel::Conj
            && matches!(tree.tokens[child].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }))
}

/// "no group", "neither side".
fn is_nobody(tree: &Sentence, noun: usize) -> bool {
    tree.child(noun, Deprel::Det).is_some_and(|word| matches!(tree.lemma(word), "no" | "neither"))
}

/// "another march", "a new attack", "fresh talks"; not "the new attack", which points back.
fn is_another(tree: &Sentence, token: usize) -> bool {
    tree.tokens[token].upos == Upos::Noun
        && !is_definite(tree, token)
        && modifiers(tree, token).any(|word| {
            matches!(word, "another" | "other" | "further" | "fresh" | "new" | "second" | "third")
        })
}

/// "the second march", "a similar march": not the one just told of.
pub(super) fn is_named_apart(tree: &Sentence, token: usize) -> bool {
    modifiers(tree, token).any(|word| grammar().is_apart(word))
}

fn modifiers(tree: &Sentence, noun: usize) -> impl Iterator<Item = &str> {
    let is_modifier = |&child: &usize| matches!(tree.tokens[child].deprel, Deprel::Det | Deprel::Amod);
    tree.children(noun).filter(is_modifier).map(|child| tree.lemma(child))
}

pub(super) fn is_definite(tree: &Sentence, token: usize) -> bool {
    tree.tokens[token].upos == Upos::Noun
        && tree.children(token).any(|child| match tree.tokens[child].deprel {
            Deprel::Det => matches!(tree.lemma(child), "the" | "this" | "that" | "these" | "those"),
            Deprel::NmodPoss => true,
            _ => false,
        })
}

/// Whether a state that is not marked as over goes on: a noun has no tense, a verb is not in the past.
fn goes_on(tree: &Sentence, token: usize) -> bool {
    let token = &tree.tokens[token];
    token.upos == Upos::Noun || matches!(token.xpos, Xpos::Vbz | Xpos::Vbp | Xpos::Vbg)
}
