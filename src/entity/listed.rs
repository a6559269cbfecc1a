//! Where a text names actors that the user knows.
//!
//! In come the names that were found without the user's list; out go the same, with the names of the list in place of
//! what they overlap, as long as they are whole: "Wagner" is no name of somebody else in "Richard Wagner".

use super::name_forms::{NameMatch, PersonName};
use super::resolver::Resolver;
use super::{ActorId, ActorKind, ActorList, ListedActor};
use crate::lexicon::naming::{fold, naming};
use crate::lexicon::world::{Organization, world};
use crate::mention::name::{NameClass, NameMention, is_title_case, is_title_noun};
use crate::mention::parsed::Parsed;
use crate::text::Upos;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Words of a text that are a name of the list.
struct Found<'a> {
    sentence: usize,
    tokens: Range<usize>,
    actor: &'a ListedActor,
    /// Whether they are no part of a longer name.
    is_whole: bool,
}

impl<'a> Resolver<'a> {
    /// Puts the names of the user's list in place of what was found where they stand; returns whom they name.
    pub(super) fn find_listed(
        &mut self,
        people: &mut BTreeSet<String>,
        bodies: &BTreeSet<String>,
    ) -> Vec<&'a ListedActor> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Found> = Vec::new();
        for (sentence, (parsed, names)) in self.parsed.iter().zip(&self.names).enumerate() {
            let mut at = 0;
            while at < parsed.len() {
                match name_at(self.list, parsed, at) {
                    Some((tokens, actor)) if is_plausible(parsed, names, &tokens) => {
                        at = tokens.end;
                        let is_whole = is_whole(parsed, names, &tokens);
                        found.push(Found { sentence, tokens, actor, is_whole });
                    }
                    _ => at += 1,
                }
            }
        }
        // A lone word of somebody else's longer name is short for that one, unless the text names both at length.
        let is_long = |found: &Found| found.tokens.len() > 1;
        let at_length = found.iter().filter(|found| found.is_whole && is_long(found));
        let at_length: BTreeSet<&str> = at_length.map(|found| found.actor.name.as_str()).collect();
        let named = people.clone();
        let others = Others::new(self.list, &named, bodies);
        let mut taken = Vec::new();
        for found in found {
            let word = self.parsed[found.sentence].word(found.tokens.start);
            if !found.is_whole {
                self.deny_listed(&found, NameClass::Unknown);
            } else if is_long(&found) || at_length.contains(found.actor.name.as_str()) {
                taken.push(self.take_listed(found));
            } else if others.people_have(word, found.actor) {
                self.deny_listed(&found, NameClass::Person);
                people.insert(word.to_owned());
            } else if others.bodies.contains(word) {
                self.deny_listed(&found, NameClass::Organization);
            } else {
                taken.push(self.take_listed(found));
            }
        }
        taken
    }

    /// What looks like a name of the list but is none is not what the tables of the world know by it either.
    fn deny_listed(&mut self, found: &Found, class: NameClass) {
        let mut same = self.names[found.sentence].iter_mut().filter(|name| name.tokens == found.tokens);
        if let Some(name) = same.next() {
            name.class = class;
        }
    }

    fn take_listed(&mut self, found: Found<'a>) -> &'a ListedActor {
        let Found { sentence, tokens, actor, .. } = found;
        let names = &mut self.names[sentence];
        let is_apart =
            |name: &NameMention| name.tokens.end <= tokens.start || tokens.end <= name.tokens.start;
        let gender = names.iter().filter(|name| !is_apart(name)).find_map(|name| name.gender);
        names.retain(is_apart);
        let country = actor.country.as_deref().and_then(|code| world().country(code));
        let class = match (actor.kind, country) {
            (ActorKind::Person, _) => NameClass::Person,
            (ActorKind::Country, Some(country)) => NameClass::Country(country),
            _ => NameClass::Organization,
        };
        self.listed.insert((sentence, tokens.start), actor);
        names.push(NameMention { tokens, class, gender });
        names.sort_by_key(|name| name.tokens.start);
        actor
    }

    /// Whom of the user's list this name names.
    pub(super) fn listed_at(&self, sentence: usize, name: &NameMention) -> Option<&'a ListedActor> {
        self.listed.get(&(sentence, name.tokens.start)).copied()
    }

    /// Whether the list itself has this name for `actor`, so that no other rule had to tell.
    pub(super) fn is_listed_as(&self, sentence: usize, name: &NameMention, actor: &ListedActor) -> bool {
        let words = || self.parsed[sentence].slice(name.tokens.clone());
        self.listed_at(sentence, name).is_some()
            || self.list.find(words()).is_some_and(|found| found == actor)
    }

    /// The person of the user's list with this full name, or whom the tables of the world know by it.
    pub(super) fn listed_person(&self, full: &str) -> Option<&'a ListedActor> {
        let named = Some(full).filter(|full| full.contains(' ')).and_then(|full| self.list.find(full));
        let figure = || self.list.find(world().figure(full, false)?.name);
        named.or_else(figure).filter(|actor| actor.kind == ActorKind::Person)
    }

    /// The body of the user's list that the tables of the world know as `known`, or that has this full name.
    pub(super) fn listed_body(&self, known: Option<&Organization>, full: &str) -> Option<&'a ListedActor> {
        let name = known.map(|known| known.name).or_else(|| Some(full).filter(|full| full.contains(' ')));
        let found = self.list.find(name?);
        found.filter(|actor| !matches!(actor.kind, ActorKind::Person | ActorKind::Country))
    }

    /// Gives an actor what the user says of it.
    pub(super) fn note_listed(&mut self, actor: ActorId, listed: &'a ListedActor) {
        self.listed_actors.insert(actor, listed);
        self.traits[actor.0].plural |= listed.kind == ActorKind::Group;
        let known = &mut self.entities.actors[actor.0];
        known.listed = true;
        known.name.clone_from(&listed.name);
        known.kind = listed.kind;
        known.country = listed.country.clone().or_else(|| known.country.take());
        known.sector = listed.sector.clone().or_else(|| known.sector.take());
    }

    /// Lets what the user says of actors stand, whatever the text says.
    pub(super) fn settle_listed(&mut self) {
        for (actor, listed) in std::mem::take(&mut self.listed_actors) {
            self.note_listed(actor, listed);
        }
    }
}

/// The longest name of the list that starts at token `start`.
fn name_at<'list>(
    list: &'list ActorList,
    parsed: &Parsed,
    start: usize,
) -> Option<(Range<usize>, &'list ListedActor)> {
    let n_words = list.longest_from(parsed.word(start));
    if n_words == 0 {
        return None;
    }
    // Hyphens and dots are tokens of their own in some names.
    let last = (start + 2 * n_words).min(parsed.len());
    let (end, actor) =
        (start + 1..=last).rev().find_map(|end| Some((end, list.named(parsed.slice(start..end))?)))?;
    let mut tokens = start..end;
    // "Halden Inc": the legal form is part of the name.
    if actor.kind != ActorKind::Person
        && parsed.is_capitalized(end)
        && naming().is("legal", &fold(parsed.word(end)))
    {
        tokens.end += 1;
    }
    Some((tokens, actor))
}

/// Whether the name is not part of a longer one, which is of somebody else.
fn is_whole(parsed: &Parsed, names: &[NameMention], tokens: &Range<usize>) -> bool {
    let overlaps = |name: &&NameMention| name.tokens.start < tokens.end && tokens.start < name.tokens.end;
    let is_of_longer = names.iter().filter(overlaps).any(|name| {
        let mut beside = name.tokens.clone().filter(|index| !tokens.contains(index));
        let is_part = |index: usize| {
            parsed.is_capitalized(index)
                || naming().is("particle", parsed.word(index))
                || name.class.is_place()
        };
        beside.any(is_part)
    });
    let (start, end) = (tokens.start, tokens.end);
    let goes_on_before = start
        .checked_sub(1)
        .is_some_and(|before| goes_on(parsed, names, start, before, before.checked_sub(1)));
    !is_of_longer && !goes_on_before && !goes_on(parsed, names, end - 1, end, Some(end + 1))
}

/// Whether a name goes on beside its token `edge`: "Klein-Wagner", "Wagner Museum".
fn goes_on(
    parsed: &Parsed,
    names: &[NameMention],
    edge: usize,
    beside: usize,
    beyond: Option<usize>,
) -> bool {
    let is_hyphened = is_hyphen(parsed, beside, edge)
        && beyond.is_some_and(|beyond| is_hyphen(parsed, beside, beyond) && parsed.is_capitalized(beyond));
    is_hyphened || is_beside(parsed, names, beside)
}

/// Whether token `hyphen` is one and touches token `other`.
fn is_hyphen(parsed: &Parsed, hyphen: usize, other: usize) -> bool {
    let span = |index: usize| parsed.token(index).span;
    matches!(parsed.word(hyphen), "-" | "\u{2010}" | "\u{2011}")
        && other < parsed.len()
        && (span(hyphen).end == span(other).start || span(other).end == span(hyphen).start)
}

/// Whether a token beside a name looks as if it were part of it, though it is in no name that was found.
fn is_beside(parsed: &Parsed, names: &[NameMention], index: usize) -> bool {
    if !parsed.is_capitalized(index) || names.iter().any(|name| name.tokens.contains(&index)) {
        return false;
    }
    let word = parsed.word(index);
    if is_title_case(parsed) {
        return world().is_given_name(word);
    }
    parsed.upos(index) == Upos::Propn
        && !is_title_noun(parsed, index)
        && world().honorific(word).is_none()
        && world().full_title(word).is_none()
        && world().country_of_adjective(word).is_none()
        && !world().is("calendar", word)
}

/// Whether a lone word stands for somebody, and is not a common word that looks like the name.
fn is_plausible(parsed: &Parsed, names: &[NameMention], tokens: &Range<usize>) -> bool {
    let at = tokens.start;
    tokens.len() > 1
        || names.iter().any(|name| name.tokens == *tokens)
        || match parsed.upos(at) {
            Upos::Propn | Upos::X => true,
            // "Hammer prices fell": a capital at the start of a sentence says nothing.
            Upos::Noun => at > 0 || !parsed.is_capitalized(at),
            _ => false,
        }
}

/// The names of several words in a text that are of nobody in the list, by their words.
struct Others<'names> {
    people: BTreeMap<&'names str, Vec<PersonName>>,
    bodies: BTreeSet<&'names str>,
}

impl<'names> Others<'names> {
    fn new(list: &ActorList, people: &'names BTreeSet<String>, bodies: &'names BTreeSet<String>) -> Self {
        let is_other = |name: &&String| name.contains(' ') && list.find(name).is_none();
        let mut others = Self {
            people: BTreeMap::new(),
            bodies: bodies.iter().filter(is_other).filter_map(|name| name.split(' ').next()).collect(),
        };
        for name in people.iter().filter(is_other) {
            for word in name.split(' ') {
                others.people.entry(word).or_default().extend(PersonName::new(name));
            }
        }
        others
    }

    /// Whether one of the people has `word`, and is no fuller name of `actor`.
    fn people_have(&self, word: &str, actor: &ListedActor) -> bool {
        let own = PersonName::new(&actor.name).filter(|_| actor.kind == ActorKind::Person);
        let is_own = |name: &PersonName| {
            let found = own.as_ref().and_then(|own| own.matches(name));
            matches!(found, Some(NameMatch::Same | NameMatch::Order | NameMatch::Longer))
        };
        self.people.get(word).is_some_and(|names| names.iter().any(|name| !is_own(name)))
    }
}
