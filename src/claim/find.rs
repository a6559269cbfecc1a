//! From sentences and entities to events and claims: the order of the steps.

use super::attribution::{Attribution, Issuer, Phrase, chain_at, find_attributions, is_human_noun};
use super::clause::Tree;
use super::events::{EventFinder, EventMention};
use super::merge::{DatedMention, Merger};
use super::status::is_definite;
use super::times::DocumentTimes;
use super::{Claim, Event, Hop, NearMiss, Role, Standing, Status};
use crate::document::{Document, Span};
use crate::entity::{Actor, ActorId, ActorKind, Entities};
use crate::lexicon::attribution::{CueClass, Marker, is_marker};
use crate::lexicon::event_rules::Sense;
use crate::lexicon::events::EventLexicon;
use crate::lexicon::grammar::{SupportEffect, grammar};
use crate::lexicon::numbers::number_word;
use crate::text::{Deprel, Sentence, Upos, Xpos};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The sense of an act of saying; its triggers are the cues that [`super::attribution`] finds.
static SAYING: LazyLock<Sense> =
    LazyLock::new(|| Sense { kind: "STATEMENT".to_owned(), ..Sense::new("attribution.say".to_owned(), 0) });

/// How sure we are of an act of saying whose speaker has a name.
const SAYING_CONFIDENCE: f32 = 0.8;

/// The events of a document and what its sentences claim about them.
///
/// Claims come in text order; every event has at least one.
pub fn find_claims(
    document: &Document,
    sentences: &[Sentence],
    entities: &Entities,
    lexicon: &EventLexicon,
) -> (Vec<Event>, Vec<Claim>) {
    let attributions = find_attributions(&document.text, sentences);
    let finder = EventFinder { text: &document.text, sentences, entities, lexicon };
    let times = DocumentTimes::read(document, sentences);
    let mut mentions = Vec::new();
    let mut sayings = sayings_by_sentence(&attributions, sentences, entities);
    for (sentence, sayings) in sayings.iter_mut().enumerate() {
        let mut found = finder.find_in(sentence);
        sayings.retain(|saying| {
            !found.iter().any(|event| {
                event.token == saying.token
                    || (event.anchor == saying.token && is_performed(event, sentences))
            })
        });
        found.append(sayings);
        found.append(&mut finder.pointers_in(sentence, &found));
        found.sort_by_key(|event| event.token);
        let named: BTreeSet<usize> = found.iter().map(|event| event.token).collect();
        for event in found {
            let tree = &sentences[sentence];
            // "condemned the bombing on Wednesday" dates the condemnation.
            let is_object = event.token != event.anchor && named.contains(&event.anchor);
            let mut time = match event.pointer.is_some() || is_object {
                true => times.time_beside(sentence, event.token, sentences),
                false => times.time_of(&event, sentences),
            };
            if time.is_none() && event.sense.kind == "STATEMENT" {
                let phrase = tree.children(event.token).find(|&child| {
                    matches!(super::arguments::preposition_of(tree, child), Some("in" | "on" | "at"))
                });
                time = phrase.and_then(|phrase| times.time_under(sentence, phrase, sentences));
            }
            let chain = chain_at(&attributions, sentence, tree.tokens[event.token].span);
            let does_it = |attribution: &Attribution| {
                let cue = attribution.cue.as_ref();
                cue.is_some_and(|cue| (cue.sentence, cue.head) == (sentence, event.anchor))
                    && is_performed(&event, sentences)
            };
            let said = chain.iter().filter(|attribution| !does_it(attribution));
            let attribution = said.map(|attribution| hop_of(attribution, entities, sentences)).collect();
            mentions.push(DatedMention { event, time, attribution });
        }
    }
    Merger::new(document, sentences, entities, &mentions).merge()
}

/// The words of a document that name no event although a rule has them, in text order.
pub fn find_near_misses(
    document: &Document,
    sentences: &[Sentence],
    entities: &Entities,
    lexicon: &EventLexicon,
) -> Vec<NearMiss> {
    let finder = EventFinder { text: &document.text, sentences, entities, lexicon };
    (0..sentences.len()).flat_map(|sentence| finder.near_misses(sentence)).collect()
}

/// Who says what stands at `span` of a document, outermost first, without the publisher; nobody where it lies in no sentence.
///
/// ```
/// use diurna::{claim::who_says, document::{ReadOptions, Span, read_text}, entity::resolve_entities, text};
/// let document = read_text("Reuters said the army had fled.", &ReadOptions::default());
/// let sentences = text::read(&document.text, document.readable_zones());
/// let entities = resolve_entities(&document, &sentences);
/// let fled = Span::new(26, 30);
/// let chain = who_says(&document, &sentences, &entities, fled);
/// assert_eq!(entities.actors[chain[0].actor.unwrap().0].name, "Reuters");
/// ```
pub fn who_says(document: &Document, sentences: &[Sentence], entities: &Entities, span: Span) -> Vec<Hop> {
    let Some(sentence) = sentences.iter().position(|sentence| sentence.span.contains(span)) else {
        return Vec::new();
    };
    let attributions = find_attributions(&document.text, sentences);
    let chain = chain_at(&attributions, sentence, span);
    chain.into_iter().map(|attribution| hop_of(attribution, entities, sentences)).collect()
}

/// "declared war": whether the verb that carries the noun does what it says.
fn is_performed(event: &EventMention<'_>, sentences: &[Sentence]) -> bool {
    let verb = sentences[event.sentence].lemma(event.anchor);
    event.anchor != event.token
        && grammar().support_verb(verb, None).is_some_and(|verb| verb.effect == SupportEffect::Begin)
}

/// For each sentence the acts of saying whose speaker is a known actor.
fn sayings_by_sentence(
    attributions: &[Attribution],
    sentences: &[Sentence],
    entities: &Entities,
) -> Vec<Vec<EventMention<'static>>> {
    let mut by_sentence = vec![Vec::new(); sentences.len()];
    for attribution in attributions {
        let (Some(source), Some(cue)) = (&attribution.source, &attribution.cue) else { continue };
        let tree = &sentences[cue.sentence];
        // "diplomats quoted by the radio": the diplomats speak, the radio passes it on.
        let passes_on = matches!(attribution.rule, "holder" | "quoting" | "citing");
        let says = matches!(attribution.class, CueClass::Say | CueClass::Show)
            && attribution.is_asserted
            && !passes_on;
        if !says || tree.tokens[cue.head].upos != Upos::Verb {
            continue;
        }
        let Some(speaker) = speaker_of(attribution, source, entities) else { continue };
        if entities.actors[speaker.0].kind == ActorKind::Anonymous {
            continue;
        }
        by_sentence[cue.sentence].push(EventMention {
            sense: &SAYING,
            pointer: None,
            sentence: cue.sentence,
            token: cue.head,
            anchor: cue.head,
            used: Vec::new(),
            trigger: tree.tokens[cue.head].span,
            roles: BTreeSet::from([(Role::Agent, speaker)]),
            sureness: vec![(Role::Agent, speaker, SAYING_CONFIDENCE)],
            places: Vec::new(),
            quantities: Vec::new(),
            status: Status::Occurred,
            negated: false,
            is_another: false,
            definite: false,
            standing: Standing::Reported,
            confidence: SAYING_CONFIDENCE,
        });
    }
    by_sentence
}

/// The actor who speaks: for a document, whoever issued it.
fn speaker_of(attribution: &Attribution, source: &Phrase, entities: &Entities) -> Option<ActorId> {
    let speaker = match &attribution.document_of {
        Some(Issuer::Phrase(issuer)) => issuer,
        Some(Issuer::Unstated) => return None,
        None => source,
    };
    entities.actor_at(speaker.sentence, speaker.head)
}

fn hop_of(attribution: &Attribution, entities: &Entities, sentences: &[Sentence]) -> Hop {
    let actor = attribution.source.as_ref().and_then(|source| speaker_of(attribution, source, entities));
    // "a note left by the skipper": the skipper, of whom nothing else may be known.
    let speaker = match &attribution.document_of {
        Some(Issuer::Phrase(issuer)) if actor.is_none() => Some(issuer),
        _ => attribution.source.as_ref(),
    };
    let is_part = attribution.source.as_ref().is_some_and(|source| is_some_of_many(source, sentences));
    let record = actor.map(|actor| &entities.actors[actor.0]);
    let anonymous = match record {
        _ if is_part => true,
        Some(record) => is_nameless(record, sentences),
        // A document is not named, but it is no secret either.
        None if attribution.document_of.is_some() => false,
        None => attribution.source.as_ref().is_none_or(|source| is_nameless_noun(source, sentences)),
    };
    let is_one = |record: &&Actor| anonymous && record.kind == ActorKind::Person;
    Hop {
        actor,
        anonymous,
        count: match (record, &attribution.source) {
            (Some(record), _) if !is_part => record.count.or_else(|| Some(record).filter(is_one).map(|_| 1)),
            (_, Some(source)) if anonymous => {
                let sentence = &sentences[source.sentence];
                let number = number_word(sentence.lemma(source.head));
                let is_one = !is_part && sentence.tokens[source.head].xpos == Xpos::Nn;
                let number = number.filter(|number| (1.0..1e6).contains(number)).map(|number| number as u32);
                number.or_else(|| is_one.then_some(1))
            }
            _ => None,
        },
        words: speaker.and_then(|speaker| words_of(speaker, sentences)),
        cue: attribution.cue.as_ref().map(|cue| sentences[cue.sentence].span_of(cue.tokens.clone())),
    }
}

/// The span of a phrase without punctuation at its ends.
fn words_of(phrase: &Phrase, sentences: &[Sentence]) -> Option<Span> {
    let sentence = &sentences[phrase.sentence];
    let is_word = |token: &usize| sentence.tokens[*token].upos != Upos::Punct;
    let first = phrase.tokens.clone().find(is_word)?;
    let last = phrase.tokens.clone().rfind(is_word)?;
    Some(sentence.span_of(first..last + 1))
}

/// "one of the lawyers", "several of those present".
fn is_some_of_many(source: &Phrase, sentences: &[Sentence]) -> bool {
    let sentence = &sentences[source.sentence];
    sentence.tokens[source.head].upos != Upos::Noun
        && sentence.child(source.head, Deprel::Nmod).is_some_and(|whole| {
            sentence.tokens[whole].xpos == Xpos::Nns
                && sentence.child(whole, Deprel::Case).is_some_and(|case| sentence.lemma(case) == "of")
        })
}

/// "residents", "another neighbour": whether the noun names people whom nothing points out.
fn is_nameless_noun(source: &Phrase, sentences: &[Sentence]) -> bool {
    let sentence = &sentences[source.sentence];
    let head = &sentence.tokens[source.head];
    if is_marker(sentence.lemma(source.head), Marker::Somebody) {
        return true;
    }
    let has_determiner = sentence
        .child(source.head, Deprel::Det)
        .or_else(|| sentence.child(source.head, Deprel::Nummod))
        .is_some();
    head.upos == Upos::Noun
        && is_human_noun(sentence.lemma(source.head), sentence.lemma(source.head))
        && (head.xpos == Xpos::Nns || has_determiner)
        && !is_definite(&Tree::new(sentence), source.head)
        && !is_marker(sentence.lemma(source.head), Marker::Voice)
}

/// Whether the text keeps back who somebody is: "a senior official", "residents", "two people familiar with the matter".
///
/// Whoever the reader can find out is not nameless: "the governor of Belgorod", "their lawyer", "a Pentagon spokesman".
fn is_nameless(actor: &Actor, sentences: &[Sentence]) -> bool {
    if actor.kind == ActorKind::Anonymous {
        return true;
    }
    if actor.named || !matches!(actor.kind, ActorKind::Person | ActorKind::Group) {
        return false;
    }
    let Some(first) = actor.mentions.first() else { return false };
    let sentence = &sentences[first.sentence];
    let is_pointed_at = is_definite(&Tree::new(sentence), first.head);
    // "Fuel to cost more - finance minister": one who needs no article is known.
    let is_one_of_many = actor.kind == ActorKind::Group
        || sentence
            .children(first.head)
            .any(|child| matches!(sentence.tokens[child].deprel, Deprel::Det | Deprel::Nummod));
    sentence.tokens[first.head].upos == Upos::Noun
        && !is_pointed_at
        && is_one_of_many
        && !is_marker(sentence.lemma(first.head), Marker::Voice)
}
