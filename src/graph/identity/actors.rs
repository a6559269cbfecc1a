//! Which actors of different documents are one: names make candidates, evidence decides, and what is known apart stays apart.
//!
//! In comes a graph as its documents gave it; out go groups of actors. Nothing here depends on the order of documents:
//! candidates are joined surest first, ties by identifier. Two actors of one document are never joined, for the reader
//! of that document, who sees all of it, kept them apart.

use super::Constraints;
use super::groups::Groups;
use super::name::{BodyName, NameMatch, PersonName};
use crate::entity::{ActorKind, PlaceKind};
use crate::graph::convert::is_known;
use crate::graph::{Actor, Graph, Id};
use crate::lexicon::naming::{fold, naming};
use crate::lexicon::world::{Gender, world};
use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Hundredths of a point. A pair is joined from 4 points; the name gives up to 4, what else is known up to 6 more.
///
/// Set by hand on the stories of tests/corpus/identity, which measure what comes of them.
mod points {
    use super::NameMatch;

    pub(super) const ENOUGH: i32 = 400;
    /// A short name goes to the best of several only if it is so much better.
    pub(super) const MARGIN: i32 = 75;

    pub(super) const fn of_name(name: NameMatch) -> i32 {
        match name {
            NameMatch::Same => 300,
            NameMatch::Order | NameMatch::Longer | NameMatch::GivenAcronym => 275,
            NameMatch::DoubleSurname | NameMatch::Nickname => 250,
            NameMatch::Spelling | NameMatch::Head => 200,
            NameMatch::Acronym => 175,
            NameMatch::Generic => 150,
            NameMatch::Initial => 125,
            NameMatch::Surname => 130,
        }
    }

    pub(super) const LONG_NAME: i32 = 50;
    pub(super) const COMMON_NAME: i32 = -100;
    pub(super) const SAME_COUNTRY: i32 = 150;
    pub(super) const SAME_SECTOR: i32 = 50;
    pub(super) const OTHER_SECTOR: i32 = -100;
    pub(super) const SAME_OFFICE: i32 = 200;
    pub(super) const SAME_PLACE_OF_OFFICE: i32 = 75;
    pub(super) const SAME_TITLE: i32 = 25;
    pub(super) const KNOWN_FIGURE: i32 = 150;
    pub(super) const SAME_FIELD: i32 = 50;
    pub(super) const OTHER_FIELD: i32 = -100;
    /// A person.
    pub(super) const COMPANION: i32 = 125;
    /// A town or body that the tables of the world do not know.
    pub(super) const OTHER_COMPANION: i32 = 75;
    /// A country, or what the tables of the world know.
    pub(super) const KNOWN_COMPANION: i32 = 40;
    pub(super) const MOST_COMPANIONS: i32 = 250;
    pub(super) const NEAR_IN_TIME: i32 = 20;
    pub(super) const FAR_IN_TIME: i32 = -100;
    pub(super) const TRANSCRIBED: i32 = 75;
    pub(super) const NO_OTHER: i32 = 125;
}

/// News of one matter comes within so many days.
const NEAR_DAYS: i64 = 30;

/// Who was in the news so many days ago is hardly meant by a bare name.
const FAR_DAYS: i64 = 3650;

/// One reason for or against, in hundredths of a point.
pub(super) type Reason = (String, i32);

/// What speaks for two actors being one, and against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) name: NameMatch,
    pub(super) points: i32,
    pub(super) reasons: Vec<Reason>,
}

impl Evidence {
    pub(super) const fn is_enough(&self) -> bool {
        self.points >= points::ENOUGH
    }
}

/// The names of an actor as a person has them and as a body has them; a lone word may be either.
#[derive(Default)]
struct Names {
    person: Vec<PersonName>,
    body: Vec<BodyName>,
}

/// An actor with what the comparison asks about it.
struct Profile<'graph> {
    actor: &'graph Actor,
    names: Names,
    gender: Option<Gender>,
    fields: BTreeSet<&'static str>,
    /// Title and holder of the title, folded.
    offices: BTreeSet<(String, Option<String>)>,
    country: Option<&'graph str>,
    documents: BTreeSet<&'graph Id>,
    days: Option<(NaiveDate, NaiveDate)>,
    companions: OnceCell<BTreeSet<u32>>,
}

impl Profile<'_> {
    /// Whether the name says who it is by itself.
    fn is_full(&self) -> bool {
        let Names { person, body } = &self.names;
        person.iter().any(PersonName::is_full)
            || (self.actor.kind != ActorKind::Person && !body.iter().all(BodyName::is_acronym))
    }
}

/// How much it says that two documents have a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renown {
    /// The tables of the world know it: many documents have it.
    World,
    /// A person's full name.
    Person,
    Other,
}

/// What different documents say of actors, ready to be compared.
pub(super) struct Actors<'graph> {
    graph: &'graph Graph,
    profiles: Vec<Profile<'graph>>,
    index: FxHashMap<&'graph Id, usize>,
    /// For each document the actors and places in it, as numbers of their names.
    named_in: FxHashMap<&'graph Id, Vec<u32>>,
    /// By number: the name, and how much it says.
    numbered: Vec<(String, Renown)>,
    /// For each profile the number of its name.
    name_numbers: Vec<u32>,
}

/// Whether `actor` has a name that other documents may use too.
fn has_name(actor: &Actor) -> bool {
    if matches!(actor.kind, ActorKind::Anonymous | ActorKind::Group) {
        return false;
    }
    let is_noun = |word: &str| world().noun(&word.to_lowercase(), &word.to_lowercase()).is_some();
    let mut words = actor.name.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("the"));
    let first = words.next().unwrap_or_default();
    first.chars().next().is_some_and(|letter| !letter.is_lowercase())
        && !(words.next().is_none() && is_noun(first))
        || first.starts_with("al-")
}

impl<'graph> Actors<'graph> {
    pub(super) fn new(graph: &'graph Graph) -> Self {
        let mut actors = Self {
            graph,
            profiles: Vec::new(),
            index: FxHashMap::default(),
            named_in: FxHashMap::default(),
            numbered: Vec::new(),
            name_numbers: Vec::new(),
        };
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut number_of = |name: String, renown: Renown, numbered: &mut Vec<(String, Renown)>| {
            *numbers.entry(name.clone()).or_insert_with(|| {
                numbered.push((name, renown));
                u32::try_from(numbered.len() - 1).unwrap_or(u32::MAX)
            })
        };
        for actor in graph.actors().filter(|actor| has_name(actor)) {
            let Some(profile) = actors.profile(actor) else { continue };
            let Names { person, body } = &profile.names;
            let Some(name) =
                person.first().map(PersonName::folded).or_else(|| Some(body.first()?.canonical.clone()))
            else {
                continue;
            };
            let renown = if is_known(actor.kind, &actor.name, actor.country.as_deref())
                || world().figure(&actor.name, true).is_some()
            {
                Renown::World
            } else if actor.kind == ActorKind::Person && profile.is_full() {
                Renown::Person
            } else {
                Renown::Other
            };
            let number = number_of(name, renown, &mut actors.numbered);
            for document in &profile.documents {
                actors.named_in.entry(document).or_default().push(number);
            }
            actors.name_numbers.push(number);
            actors.index.insert(&actor.id, actors.profiles.len());
            actors.profiles.push(profile);
        }
        for place in graph.places().filter(|place| place.kind != Some(PlaceKind::Country)) {
            let is_known = world().known(&place.name).is_some();
            let renown = if is_known { Renown::World } else { Renown::Other };
            let number = number_of(fold(&place.name), renown, &mut actors.numbered);
            let documents: BTreeSet<&Id> = place.mentions.iter().map(|mention| &mention.document).collect();
            for document in documents {
                actors.named_in.entry(document).or_default().push(number);
            }
        }
        actors
    }

    fn profile(&self, actor: &'graph Actor) -> Option<Profile<'graph>> {
        let names = names_of(actor)?;
        let mut days: Option<(NaiveDate, NaiveDate)> = None;
        let documents: BTreeSet<&Id> = actor.mentions.iter().map(|mention| &mention.document).collect();
        for document in &documents {
            let published = self.graph.document(document).and_then(|document| document.published);
            if let Some(day) = published.map(|published| published.day) {
                days = Some(days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
            }
        }
        let gender = names.person.iter().find_map(|name| world().gender_of(&capital(name.given()?)));
        let country = actor.country.as_deref().or_else(|| names.body.iter().find_map(|name| name.country));
        let nouns = actor.descriptions.iter().map(String::as_str);
        let heads = actor.titles.iter().filter_map(|title| title.title.rsplit([' ', '-']).next());
        let fields = nouns.chain(heads).flat_map(|noun| naming().fields(&noun.to_lowercase())).copied();
        Some(Profile {
            actor,
            gender,
            fields: fields.collect(),
            offices: actor.titles.iter().map(|title| self.office(title)).collect(),
            country,
            documents,
            days,
            names,
            companions: OnceCell::new(),
        })
    }

    fn office(&self, title: &crate::graph::Title) -> (String, Option<String>) {
        let of = title.of.as_ref().and_then(|of| {
            let actor = self.graph.actor(of).map(|actor| {
                actor.country.as_deref().filter(|_| actor.kind == ActorKind::Country).unwrap_or(&actor.name)
            });
            actor.or_else(|| self.graph.place(of).map(|place| place.name.as_str()))
        });
        let of = of.map(|name| BodyName::new(name).map_or_else(|| fold(name), |name| name.key()));
        let words: Vec<String> = title.title.split_whitespace().map(|word| fold(word)).collect();
        (words.iter().map(|word| naming().spelling(word)).collect::<Vec<_>>().join(" "), of)
    }

    /// The other names in the documents that name this actor.
    fn companions(&self, profile: usize) -> &BTreeSet<u32> {
        let own = self.name_numbers[profile];
        self.profiles[profile].companions.get_or_init(|| {
            let documents = self.profiles[profile].documents.iter();
            let named = documents.filter_map(|document| self.named_in.get(document)).flatten();
            named.copied().filter(|&number| number != own).collect()
        })
    }

    /// What makes it impossible that two actors are one.
    pub(super) fn conflict(&self, one: usize, other: usize) -> Option<&'static str> {
        let (one, other) = (&self.profiles[one], &self.profiles[other]);
        let kinds = |profile: &Profile| (!profile.names.person.is_empty(), !profile.names.body.is_empty());
        match (kinds(one), kinds(other)) {
            ((true, false), (false, true)) | ((false, true), (true, false)) => {
                return Some("a person and a body");
            }
            ((true, _), (true, _)) => {
                let (ones, others) = (&one.names.person, &other.names.person);
                if one.gender.is_some() && other.gender.is_some() && one.gender != other.gender {
                    return Some("a man and a woman");
                }
                let full = |names: &[PersonName]| names.iter().any(PersonName::is_full);
                let fits = ones.iter().any(|name| others.iter().any(|other| name.matches(other).is_some()));
                if full(ones) && full(others) && !fits {
                    return Some("other names");
                }
            }
            _ => {
                let is_bloc = |profile: &Profile| profile.actor.kind == ActorKind::Bloc;
                if is_bloc(one) != is_bloc(other) {
                    return Some("a bloc and one body");
                }
            }
        }
        if has_other_work(&one.fields, &other.fields) {
            return Some("other fields of work");
        }
        if one.country.is_some() && other.country.is_some() && one.country != other.country {
            return Some("other countries");
        }
        if one.actor.id != other.actor.id && !one.documents.is_disjoint(&other.documents) {
            return Some("one document keeps them apart");
        }
        None
    }

    fn name_match(&self, one: usize, other: usize) -> Option<NameMatch> {
        let (one, other) = (&self.profiles[one], &self.profiles[other]);
        let ones = one.names.person.iter();
        let pairs = ones.flat_map(|name| other.names.person.iter().map(move |other| name.matches(other)));
        let as_people = pairs.flatten().min();
        let as_bodies = match_bodies(&one.names.body, &other.names.body, one.country == other.country);
        // A lone word that two texts have is a surname or a body's name; as a surname it proves less.
        let is_person = |profile: &Profile| profile.actor.kind == ActorKind::Person;
        match (is_person(one), is_person(other)) {
            (true, true) if as_people == Some(NameMatch::Same) && !one.is_full() => Some(NameMatch::Surname),
            (true, true) => as_people,
            _ => as_bodies,
        }
    }

    /// What speaks for and against two actors being one; `None` if their names have nothing in common.
    pub(super) fn evidence(&self, one: usize, other: usize) -> Option<Evidence> {
        let name = self.name_match(one, other)?;
        let mut reasons: Vec<Reason> = vec![(name.name().to_owned(), points::of_name(name))];
        let mut add = |reason: String, points: i32| reasons.push((reason, points));
        let companions: Vec<&(String, Renown)> = self
            .companions(one)
            .intersection(self.companions(other))
            .map(|&number| &self.numbered[number as usize])
            .collect();
        let (one, other) = (&self.profiles[one], &self.profiles[other]);
        let is_person = one.actor.kind == ActorKind::Person;
        if is_person && one.names.person.iter().any(PersonName::is_common) {
            add("a common surname".to_owned(), points::COMMON_NAME);
        }
        let n_words = match is_person {
            true => one.names.person.first().map_or(0, |name| name.n_words().saturating_sub(1)),
            false => one.names.body.first().map_or(0, BodyName::n_own_words),
        };
        if n_words > 1 && matches!(name, NameMatch::Same | NameMatch::Order) {
            add("a long name".to_owned(), points::LONG_NAME);
        }
        if is_person && let (Some(figure), Some(other)) = (figure(one), figure(other)) {
            if figure == other {
                add(format!("known to the world ({figure})"), points::KNOWN_FIGURE);
            }
        }
        if let (Some(country), true) = (one.country, one.country == other.country) {
            add(format!("same country ({country})"), points::SAME_COUNTRY);
            if name == NameMatch::Spelling && naming().is_transcribed(country) {
                add("names from its script have several spellings".to_owned(), points::TRANSCRIBED);
            }
        }
        match (&one.actor.sector, &other.actor.sector) {
            (Some(sector), Some(other)) if sector == other => {
                add(format!("same sector ({sector})"), points::SAME_SECTOR);
            }
            (Some(sector), Some(other)) => add(format!("sectors {sector} and {other}"), points::OTHER_SECTOR),
            _ => {}
        }
        if let Some((reason, points)) = same_office(&one.offices, &other.offices) {
            add(reason, points);
        }
        if !one.fields.is_empty() && !other.fields.is_empty() {
            match one.fields.intersection(&other.fields).next() {
                Some(field) => add(format!("same field of work ({field})"), points::SAME_FIELD),
                None => add("other fields of work".to_owned(), points::OTHER_FIELD),
            }
        }
        if !companions.is_empty() {
            let points = |renown: Renown| match renown {
                // That two texts are about the world says nothing about whose ministry they mean.
                Renown::World if name == NameMatch::Generic => 0,
                Renown::World => points::KNOWN_COMPANION,
                Renown::Person => points::COMPANION,
                Renown::Other => points::OTHER_COMPANION,
            };
            let sum: i32 = companions.iter().map(|(_, renown)| points(*renown)).sum();
            let points = sum.min(points::MOST_COMPANIONS);
            let mut names: Vec<&str> = companions.iter().map(|(name, _)| name.as_str()).collect();
            names.sort_unstable();
            add(format!("both documents name {}", names.join(", ")), points);
        }
        if let (Some(one), Some(other)) = (one.days, other.days) {
            let gap = (one.0.max(other.0) - one.1.min(other.1)).num_days();
            if gap <= NEAR_DAYS {
                add("documents of the same weeks".to_owned(), points::NEAR_IN_TIME);
            } else if gap > FAR_DAYS {
                add("documents ten years apart".to_owned(), points::FAR_IN_TIME);
            }
        }
        let points = reasons.iter().map(|(_, points)| points).sum();
        Some(Evidence { name, points, reasons })
    }

    pub(super) fn position(&self, id: &Id) -> Option<usize> {
        self.index.get(id).copied()
    }

    pub(super) fn id(&self, profile: usize) -> &'graph Id {
        &self.profiles[profile].actor.id
    }

    /// Pairs whose names share a key.
    fn candidates(&self, keys: impl Fn(&Profile) -> BTreeSet<String>) -> BTreeSet<(usize, usize)> {
        let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, profile) in self.profiles.iter().enumerate() {
            for key in keys(profile) {
                blocks.entry(key).or_default().push(index);
            }
        }
        let mut pairs = BTreeSet::new();
        for block in blocks.into_values() {
            for (at, &one) in block.iter().enumerate() {
                pairs.extend(block[at + 1..].iter().map(|&other| (one, other)));
            }
        }
        pairs
    }

    /// The actors in groups of one thing each, what `constraints` say included.
    pub(super) fn group(&self, constraints: &Constraints) -> Groups {
        let mut groups = Groups::new(self.profiles.len());
        for (one, other) in constraints.same(|id| self.position(id)) {
            groups.join(one, other);
        }
        let apart: FxHashSet<(usize, usize)> = constraints.apart(|id| self.position(id)).collect();
        let is_apart = |one: usize, other: usize| apart.contains(&(one.min(other), one.max(other)));

        let full_keys = |profile: &Profile| {
            let Names { person, body } = &profile.names;
            person.iter().flat_map(PersonName::keys).chain(body.iter().flat_map(BodyName::keys)).collect()
        };
        let mut pairs: Vec<(i32, usize, usize)> = Vec::new();
        // Short names of each short profile, with the full ones that they can be.
        let mut shorts: BTreeMap<usize, Vec<(i32, usize)>> = BTreeMap::new();
        for (one, other) in self.candidates(full_keys) {
            if is_apart(one, other) || self.conflict(one, other).is_some() {
                continue;
            }
            let Some(evidence) = self.evidence(one, other) else { continue };
            match (self.profiles[one].is_full(), self.profiles[other].is_full()) {
                (true, false) => shorts.entry(other).or_default().push((evidence.points, one)),
                (false, true) => shorts.entry(one).or_default().push((evidence.points, other)),
                _ if evidence.is_enough() => pairs.push((evidence.points, one, other)),
                _ => {}
            }
        }
        let short_keys = |profile: &Profile| -> BTreeSet<String> {
            profile.names.person.iter().flat_map(PersonName::short_keys).collect()
        };
        let (short, full): (Vec<usize>, Vec<usize>) =
            (0..self.profiles.len()).partition(|&index| !self.profiles[index].is_full());
        let mut by_surname: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in full {
            for key in short_keys(&self.profiles[index]) {
                by_surname.entry(key).or_default().push(index);
            }
        }
        for &one in &short {
            for key in short_keys(&self.profiles[one]) {
                for &other in by_surname.get(&key).map_or(&[][..], Vec::as_slice) {
                    if !is_apart(one, other)
                        && self.conflict(one, other).is_none()
                        && let Some(evidence) = self.evidence(one, other)
                    {
                        shorts.entry(one).or_default().push((evidence.points, other));
                    }
                }
            }
        }
        let fits = |groups: &Groups, one: usize, other: usize| {
            let (ones, others) = (groups.members(one), groups.members(other));
            ones.iter().all(|&one| {
                others.iter().all(|&other| !is_apart(one, other) && self.conflict(one, other).is_none())
            })
        };
        // The surest first; the order of what is equally sure does not follow the order of documents.
        pairs.sort_by(|one, other| {
            let key = |pair: &(i32, usize, usize)| (-pair.0, self.id(pair.1), self.id(pair.2));
            key(one).cmp(&key(other))
        });
        for (_, one, other) in pairs {
            if !groups.is_joined(one, other) && fits(&groups, one, other) {
                groups.join(one, other);
            }
        }
        // What a short name can mean is asked of the groups that the full names made, not of other short names.
        let meant: Vec<(usize, usize)> = shorts
            .into_iter()
            .filter_map(|(short, candidates)| {
                let mut best: BTreeMap<usize, (i32, usize)> = BTreeMap::new();
                for (points, full) in candidates {
                    let found = best.entry(groups.representative(full)).or_insert((points, full));
                    *found = (points, full).max(*found);
                }
                let mut ranked: Vec<(i32, usize)> = best.into_values().collect();
                ranked.sort_by_key(|&(points, full)| (-points, self.id(full)));
                let (mut points, full) = *ranked.first()?;
                match ranked.get(1) {
                    Some((second, _)) if points - second < points::MARGIN => return None,
                    Some(_) => {}
                    None => points += points::NO_OTHER,
                }
                (points >= points::ENOUGH && fits(&groups, short, full)).then_some((short, full))
            })
            .collect();
        for (short, full) in meant {
            if !groups.is_joined(short, full) && fits(&groups, short, full) {
                groups.join(short, full);
            }
        }
        groups
    }
}

/// Whether two people's fields of work are not both among those that people change between, as lawyers become ministers.
fn has_other_work(ones: &BTreeSet<&str>, others: &BTreeSet<&str>) -> bool {
    let can_change = |fields: &BTreeSet<&str>| fields.iter().any(|field| naming().is("career", field));
    !ones.is_empty()
        && !others.is_empty()
        && ones.is_disjoint(others)
        && !(can_change(ones) && can_change(others))
}

/// `word` with a capital.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The public figure that an actor's name is of, whatever its spelling.
fn figure(profile: &Profile) -> Option<&'static str> {
    let names = std::iter::once(&profile.actor.name).chain(&profile.actor.aliases);
    names.filter_map(|name| world().figure(name, false)).map(|figure| figure.name).next()
}

fn names_of(actor: &Actor) -> Option<Names> {
    let is_name = |alias: &&str| alias.chars().next().is_some_and(char::is_uppercase);
    let forms = || {
        std::iter::once(actor.name.as_str()).chain(actor.aliases.iter().map(String::as_str).filter(is_name))
    };
    match actor.kind {
        ActorKind::Person => {
            let first = PersonName::new(&actor.name)?;
            let is_whole = |alias: &&str| {
                alias
                    .split_whitespace()
                    .all(|word| word.chars().next().is_some_and(|letter| !letter.is_lowercase()))
            };
            let mut names = vec![first.clone()];
            let aliases = actor.aliases.iter().map(String::as_str).filter(is_name).filter(is_whole);
            let fuller = aliases
                .filter_map(PersonName::new)
                .filter(|name| name.is_full() && first.matches(name).is_some());
            for name in fuller {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            // "Acme sued": a lone word may be a body that the tagger took for a person.
            let is_lone = names.len() == 1
                && !first.is_full()
                && actor.titles.is_empty()
                && actor.descriptions.is_empty();
            let body = if is_lone { BodyName::new(&actor.name).into_iter().collect() } else { Vec::new() };
            if let Some(known) =
                world().figure(&actor.name, false).and_then(|figure| PersonName::new(figure.name))
                && !names.contains(&known)
            {
                names.push(known);
            }
            Some(Names { person: names, body })
        }
        ActorKind::Organization | ActorKind::Media | ActorKind::Bloc | ActorKind::Country => {
            let mut names: Vec<BodyName> = Vec::new();
            for name in forms().filter_map(BodyName::new) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            (!names.is_empty()).then_some(Names { person: Vec::new(), body: names })
        }
        ActorKind::Group | ActorKind::Anonymous => None,
    }
}

/// How two bodies' names match: their chief names, or an acronym that one of them was introduced with.
fn match_bodies(ones: &[BodyName], others: &[BodyName], same_country: bool) -> Option<NameMatch> {
    let mut best: Option<NameMatch> = None;
    let mut found = |name: NameMatch| best = Some(best.map_or(name, |best| best.min(name)));
    for (at, one) in ones.iter().enumerate() {
        for (other_at, other) in others.iter().enumerate() {
            let Some(name) = one.matches(other) else { continue };
            let is_chief = at == 0 && other_at == 0;
            let is_same = matches!(name, NameMatch::Same | NameMatch::Order);
            found(match name {
                // The text that introduced the acronym says so; a body's other short names are less sure.
                _ if is_same && one.is_acronym() && !is_chief => NameMatch::GivenAcronym,
                _ if is_same
                    && one.is_generic
                    && !(same_country && one.country.or(other.country).is_some()) =>
                {
                    NameMatch::Generic
                }
                _ if is_same && !is_chief && one.n_own_words() < 2 => NameMatch::Head,
                _ => name,
            });
        }
    }
    best
}

/// The strongest tie between two people's offices.
fn same_office(
    ones: &BTreeSet<(String, Option<String>)>,
    others: &BTreeSet<(String, Option<String>)>,
) -> Option<Reason> {
    let mut best: Option<Reason> = None;
    for (title, of) in ones {
        for (other_title, other_of) in others {
            let same_title = title == other_title;
            let same_of = of.is_some() && of == other_of;
            let reason = match (same_title, same_of) {
                (true, true) => {
                    (format!("same office ({title} of {})", of.as_deref().unwrap_or("")), points::SAME_OFFICE)
                }
                (false, true) => {
                    (format!("offices of {}", of.as_deref().unwrap_or("")), points::SAME_PLACE_OF_OFFICE)
                }
                (true, false) => (format!("same title ({title})"), points::SAME_TITLE),
                (false, false) => continue,
            };
            if best.as_ref().is_none_or(|best| reason.1 > best.1) {
                best = Some(reason);
            }
        }
    }
    best
}
