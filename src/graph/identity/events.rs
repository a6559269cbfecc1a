//! Which events of different documents are one: type, who, where and when have to agree.
//!
//! In comes a graph whose actors have been grouped; out go groups of events. Two events of one document are never
//! joined: who read all of it told them apart.

use super::Constraints;
use super::apply::ActorNames;
use super::groups::Groups;
use super::sources::{Hashes, hash_of, is_copy, shingles};
use crate::claim::{Role, Status};
use crate::entity::{ActorKind, PlaceKind};
use crate::graph::{Actor, Event, Graph, Id, Polarity, Set};
use crate::lexicon::event_types::{event_type, event_type_of};
use crate::lexicon::grammar::grammar;
use crate::lexicon::naming::fold;
use crate::mention::time::Grain;
use chrono::{Days, NaiveDate};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::hash::Hash;
use std::sync::OnceLock;

/// Hundredths of a point; see the points of actors.
mod points {
    pub(super) const ENOUGH: i32 = 400;
    pub(super) const SAME_DOER: i32 = 150;
    pub(super) const SAME_COUNTRY_ACTS: i32 = 100;
    pub(super) const MOST_ACTORS: i32 = 300;
    pub(super) const OTHER_DOERS: i32 = -200;
    pub(super) const SAME_PLACE: i32 = 150;
    pub(super) const OTHER_PLACES: i32 = -300;
    pub(super) const SAME_DAY: i32 = 200;
    pub(super) const TIMES_OVERLAP: i32 = 75;
    pub(super) const NEWS_DAY: i32 = 125;
    pub(super) const NEAR_DOCUMENTS: i32 = 50;
    pub(super) const FAR_DOCUMENTS: i32 = -150;
    pub(super) const SAME_WORD: i32 = 50;
    pub(super) const WORD_BESIDE: i32 = 50;
    pub(super) const MOST_WORDS_BESIDE: i32 = 150;
    pub(super) const SAME_MODE: i32 = 50;
    pub(super) const OTHER_MODE: i32 = -100;
    pub(super) const SAME_AMOUNT: i32 = 100;
    pub(super) const SAME_RARE_AMOUNT: i32 = 150;
    /// Smaller ones are found in many texts.
    pub(super) const RARE_AMOUNT: f64 = 5.0;
    pub(super) const SAME_LARGE_AMOUNT: i32 = 250;
    pub(super) const LARGE_AMOUNT: f64 = 1000.0;
    pub(super) const SMALLER_LATER: i32 = -100;
    pub(super) const HAPPENS_ONCE: i32 = 200;
    pub(super) const COPIED: i32 = 300;
}

/// The type of deaths.
const DEATH: &str = "DIE";

/// Documents on one matter follow each other within so many days.
const NEAR_DAYS: i64 = 4;

/// What has no day of its own is mostly of the day it is told, or of the two before.
const NEWS_DAYS: i64 = 2;

/// How many of many alike an event is compared with.
const NEIGHBORS: usize = 24;

/// More features of one event are not asked for: each pair of them is a key.
const FEATURES: usize = 12;

/// So many events are compared with later ones at a time: their pairs are in memory together.
const COMPARED_AT_A_TIME: u32 = 1 << 16;

/// Two groups are compared by so many of their first and of their last members.
const COMPARED: usize = 16;

/// Two resignations of one person so near each other are one.
const ONCE_DAYS: i64 = 45;

/// An event without a time of its own is hardly the one that was told so many days before.
const FAR_DAYS: i64 = 30;

/// An event with what the comparison asks about it.
struct Profile<'graph> {
    event: &'graph Event,
    /// See [`family`]; by number.
    family: u32,
    /// See [`stage`].
    stage: u8,
    is_once: bool,
    is_one_act: bool,
    /// By number.
    document: u32,
    published: Option<NaiveDate>,
    /// First and last day.
    days: Option<(NaiveDate, NaiveDate)>,
    is_day: bool,
    /// By number.
    doers: Set<u32>,
    done_to: Set<u32>,
    /// Names of cities, regions and sites.
    places: Hashes,
    words: Hashes,
    /// What else its sentences speak of, names aside.
    beside: Hashes,
    is_negated: bool,
    quotes: Vec<&'graph str>,
    /// The runs of words of `quotes`, made when they are first asked for.
    shingles: OnceLock<Hashes>,
}

impl Profile<'_> {
    fn shingles(&self) -> &Hashes {
        self.shingles.get_or_init(|| shingles(self.quotes.iter().copied()))
    }
}

struct Events<'graph> {
    graph: &'graph Graph,
    names: &'graph ActorNames,
    /// In the order of the ids of their events.
    profiles: Vec<Profile<'graph>>,
    /// The actors with a name who take part in any, by number.
    cast: Vec<&'graph Actor>,
    numbers: Numbers<&'graph Id>,
    documents: Numbers<&'graph Id>,
    families: Numbers<&'graph str>,
}

/// Numbers for what is asked about so often that looking at the thing itself would take long.
struct Numbers<T>(FxHashMap<T, u32>);

impl<T: Hash + Eq> Numbers<T> {
    fn new() -> Self {
        Self(FxHashMap::default())
    }

    fn of(&mut self, thing: T) -> u32 {
        let next = u32::try_from(self.0.len()).expect("a graph has fewer of anything");
        *self.0.entry(thing).or_insert(next)
    }
}

/// Whether an event of this type can be told by two documents as one, and not only be repeated.
fn can_be_shared(event: &Event) -> bool {
    // Each act of saying is its own.
    !matches!(event.kind.as_str(), "STATEMENT" | "STANCE")
}

/// Statuses of one stage can be views of one event.
const fn stage(status: Status) -> u8 {
    match status {
        Status::Planned | Status::Possible | Status::Conditional => 1,
        _ => 0,
    }
}

/// What events that can be one have in common: casualties are told as deaths and as harm, an end to talks as a refusal, a
/// sanction or a retreat.
fn family(event: &Event) -> &str {
    if event_type(&event.kind).is_some_and(|kind| kind.is_toll) {
        "toll"
    } else if event_type_of(&event.kind, event.mode.as_deref()).is_some_and(|kind| kind.is_break) {
        "break"
    } else {
        &event.kind
    }
}

/// Whether one is a plan for what the other tells as done: on a day that is in the time of the other, or right before
/// the other was published.
fn is_plan_of(one: &Profile, other: &Profile) -> bool {
    let are_dated = (one.is_day || other.is_day) && one.days.is_some() && other.days.is_some();
    let is_news = |told: &Profile, planned: &Profile| {
        told.stage == 0 && planned.stage == 1 && is_news_of(told, planned)
    };
    are_dated || is_news(one, other) || is_news(other, one)
}

impl<'graph> Events<'graph> {
    fn new(graph: &'graph Graph, names: &'graph ActorNames) -> Self {
        let mut events = Self {
            graph,
            names,
            profiles: Vec::new(),
            cast: Vec::new(),
            numbers: Numbers::new(),
            documents: Numbers::new(),
            families: Numbers::new(),
        };
        for event in graph.events().filter(|event| can_be_shared(event)) {
            let profile = events.profile(event);
            events.profiles.extend(profile);
        }
        events
    }

    fn position(&self, id: &Id) -> Option<usize> {
        // As the graph has them: in the order of their ids.
        self.profiles.binary_search_by(|profile| profile.event.id.cmp(id)).ok()
    }

    fn actor(&self, number: u32) -> &'graph Actor {
        self.cast[number as usize]
    }

    /// Who with a name takes part in `event` in a role that is `wanted`.
    fn in_role(&mut self, event: &'graph Event, wanted: fn(Role) -> bool) -> Set<u32> {
        let mut found = Vec::new();
        for participant in event.participants.iter().filter(|participant| wanted(participant.role)) {
            let Some(part) = self.graph.actor(&participant.actor) else { continue };
            if matches!(part.kind, ActorKind::Group | ActorKind::Anonymous)
                || part.name.chars().next().is_none_or(char::is_lowercase)
            {
                continue;
            }
            let id = self.names.of(&participant.actor);
            let number = self.numbers.of(id);
            if number as usize == self.cast.len() {
                self.cast.push(self.names.joined.get(id).map_or(part, |(whole, _)| whole));
            }
            found.push(number);
        }
        found.into()
    }

    fn profile(&mut self, event: &'graph Event) -> Option<Profile<'graph>> {
        let claims: Vec<_> = event.claims.iter().filter_map(|id| self.graph.claim(id)).collect();
        let document = &claims.first()?.document;
        if claims.iter().any(|claim| claim.document != *document) {
            return None;
        }
        let words: BTreeSet<String> = claims
            .iter()
            .filter_map(|claim| claim.trigger.as_ref())
            .map(|trigger| stem(&trigger.text))
            .collect();
        let beside = claims.iter().flat_map(|claim| words_beside(&claim.quote));
        let beside = beside.filter(|word| !words.contains(word)).collect();
        let places = event.places.iter().filter_map(|id| self.graph.place(id));
        let places = places.filter(|place| place.kind != Some(PlaceKind::Country));
        let places = places.map(|place| fold(&place.name)).collect();
        let time = event.time.as_ref().filter(|time| time.is_resolved());
        let days = time.and_then(|time| Some((time.start?.day, time.end?.day)));
        let is_negated = claims.iter().all(|claim| claim.polarity == Polarity::Negated);
        let quotes = claims.iter().map(|claim| claim.quote.as_str()).collect();
        let published = self.graph.document(document)?.published.map(|published| published.day);
        let kind = event_type(&event.kind);
        Some(Profile {
            family: self.families.of(family(event)),
            stage: stage(event.status),
            is_once: kind.is_some_and(|kind| kind.is_once),
            is_one_act: kind.is_some_and(|kind| kind.is_one_act),
            document: self.documents.of(document),
            published,
            days,
            is_day: time.is_some_and(|time| time.grain >= Some(Grain::Day)),
            doers: self.in_role(event, |role| matches!(role, Role::Agent | Role::Participant)),
            done_to: self
                .in_role(event, |role| matches!(role, Role::Patient | Role::Recipient | Role::Participant)),
            places,
            words: words.iter().collect(),
            beside,
            is_negated,
            quotes,
            shingles: OnceLock::new(),
            event,
        })
    }

    /// What events that are one have in common at least, each by its hash.
    fn keys(&self, profile: &Profile<'graph>) -> Vec<u64> {
        let family = profile.family;
        let actors = profile.doers.iter().chain(&profile.done_to);
        let actors: Hashes = actors.map(|&actor| ("actor", &self.actor(actor).id)).collect();
        let day = profile.days.filter(|_| profile.is_day).map(|(first, _)| hash_of(("day", first)));
        let amounts = profile.event.quantities.iter();
        let features = actors
            .iter()
            .chain(profile.places.iter().map(|place| hash_of(("place", place))))
            .chain(profile.words.iter().map(|word| hash_of(("word", word))))
            .chain(day)
            .chain(amounts.map(|amount| hash_of((&amount.kind, amount.value.0.to_bits()))));
        let features: Vec<u64> = features.take(FEATURES).collect();
        let mut keys = Vec::new();
        for (at, one) in features.iter().enumerate() {
            keys.extend(features[at + 1..].iter().map(|other| hash_of((family, one, other))));
        }
        // The sentence itself, as copies have it.
        keys.extend(profile.quotes.iter().map(|quote| hash_of((family, quote))));
        // What befalls somebody once needs nothing beside.
        if profile.is_once {
            keys.extend(actors.iter().map(|actor| hash_of((family, actor))));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// What makes it impossible that two events are one.
    fn conflict(&self, one: &Profile<'graph>, other: &Profile<'graph>) -> Option<&'static str> {
        if one.document == other.document {
            Some("one document tells them apart")
        } else if one.family != other.family {
            Some("they are of different types")
        } else if one.stage != other.stage && !is_plan_of(one, other) {
            Some("one is only planned or possible")
        } else if one.is_negated != other.is_negated {
            Some("one is denied")
        } else if !(self.times_agree(one, other) || self.befalls_once(one, other)) {
            Some("they are of different times")
        } else {
            None
        }
    }

    /// Whether both tell of what befalls one person once, so that of two days one is that of the telling.
    fn befalls_once(&self, one: &Profile<'graph>, other: &Profile<'graph>) -> bool {
        let share_person = |ones: &Set<u32>, others: &Set<u32>| {
            shared(ones, others).any(|actor| self.actor(actor).kind == ActorKind::Person)
        };
        let near = match (one.days, other.days) {
            (Some(one), Some(other)) => (one.0.max(other.0) - one.1.min(other.1)).num_days() <= ONCE_DAYS,
            _ => true,
        };
        one.is_once
            && near
            && (share_person(&one.doers, &other.doers) || share_person(&one.done_to, &other.done_to))
    }

    /// Whether both tell of the death of one person, of which texts speak years later too.
    fn is_death_of_one(&self, one: &Profile<'graph>, other: &Profile<'graph>) -> bool {
        one.event.kind == DEATH && other.event.kind == DEATH && self.befalls_once(one, other)
    }

    fn times_agree(&self, one: &Profile, other: &Profile) -> bool {
        match (one.days, other.days) {
            (Some(one), Some(other)) => one.0 <= other.1 && other.0 <= one.1,
            // What one page dates and the other does not has to fall near what the other was published.
            (Some((first, last)), None) => near(first, last, other.published),
            (None, Some((first, last))) => near(first, last, one.published),
            (None, None) => true,
        }
    }

    fn points(&self, one: &Profile<'graph>, other: &Profile<'graph>) -> i32 {
        let mut points = 0;
        self.weigh(one, other, |_, more| points += more);
        points
    }

    /// Tells what speaks for and against that two events are one, in hundredths of a point.
    fn weigh(&self, one: &Profile<'graph>, other: &Profile<'graph>, mut tell: impl FnMut(&'static str, i32)) {
        let mut actors = 0;
        for (ones, others) in [(&one.doers, &other.doers), (&one.done_to, &other.done_to)] {
            for actor in shared(ones, others) {
                let is_country = self.actor(actor).kind == ActorKind::Country;
                actors += if is_country { points::SAME_COUNTRY_ACTS } else { points::SAME_DOER };
            }
            if shared(ones, others).next().is_none()
                && !ones.is_empty()
                && !others.is_empty()
                && !self.act_for_each_other(ones, others)
            {
                tell("others take part", points::OTHER_DOERS);
            }
        }
        if actors > 0 {
            tell("the same take part", actors.min(points::MOST_ACTORS));
        }
        if !one.places.is_empty() && !other.places.is_empty() {
            match one.places.n_common(&other.places) {
                0 => tell("other places", points::OTHER_PLACES),
                _ => tell("the same place", points::SAME_PLACE),
            }
        }
        if let (Some(days), Some(other_days)) = (one.days, other.days) {
            match one.is_day && other.is_day && days.0 == other_days.0 {
                true => tell("the same day", points::SAME_DAY),
                false => tell("times that overlap", points::TIMES_OVERLAP),
            }
        } else if is_news_of(one, other) || is_news_of(other, one) {
            tell("told within two days of it", points::NEWS_DAY);
        } else if let (Some(published), Some(other_published)) = (one.published, other.published) {
            let gap = (published - other_published).num_days().abs();
            if gap <= NEAR_DAYS {
                tell("published within days", points::NEAR_DOCUMENTS);
            } else if gap > FAR_DAYS && !self.is_death_of_one(one, other) {
                tell("published long apart", points::FAR_DOCUMENTS);
            }
        }
        if one.words.n_common(&other.words) > 0 {
            tell("the same word", points::SAME_WORD);
        }
        let shared = i32::try_from(one.beside.n_common(&other.beside)).unwrap_or(i32::MAX);
        if shared > 0 {
            let beside = shared.saturating_mul(points::WORD_BESIDE) - points::WORD_BESIDE / 2;
            tell("the same words around it", beside.min(points::MOST_WORDS_BESIDE));
        }
        match (&one.event.mode, &other.event.mode) {
            _ if one.event.kind != other.event.kind => {}
            (Some(mode), Some(other_mode)) if mode == other_mode => tell("the same mode", points::SAME_MODE),
            (Some(_), Some(_)) if !one.is_one_act => {
                tell("another mode", points::OTHER_MODE);
            }
            _ => {}
        }
        match amounts(one, other) {
            0 => {}
            more if more > 0 => tell("the same number", more),
            less => tell("a smaller number later", less),
        }
        if self.befalls_once(one, other) {
            tell("it befalls somebody once", points::HAPPENS_ONCE);
        }
        if is_copy(one.shingles(), other.shingles()) {
            tell("copied words", points::COPIED);
        }
    }

    /// Whether a country stands on one side and its people on the other ("Russia", "Russia's foreign minister").
    fn act_for_each_other(&self, ones: &[u32], others: &[u32]) -> bool {
        let acts_for = |&actor: &u32| {
            let actor = self.actor(actor);
            let is_state = actor.kind == ActorKind::Country || actor.sector.as_deref() == Some("GOV");
            actor.country.as_deref().filter(|_| is_state)
        };
        let mut countries = ones.iter().filter_map(acts_for);
        countries.any(|country| others.iter().filter_map(acts_for).any(|other| other == country))
    }

    /// The pairs of events that may well be one, with what speaks for it.
    fn pairs(&self) -> Vec<(i32, usize, usize)> {
        let profiles = &self.profiles;
        let day = |index: usize| profiles[index].days.map(|(first, _)| first).or(profiles[index].published);
        let mut in_time: Vec<usize> = (0..profiles.len()).collect();
        in_time.par_sort_by_key(|&index| (day(index), index));
        let n_events = u32::try_from(in_time.len()).expect("a graph has fewer events");
        // Those of one key beside each other, in the order of time.
        let keyed = (0..n_events).into_par_iter().flat_map_iter(|at| {
            self.keys(&profiles[in_time[at as usize]]).into_iter().map(move |key| (key, at))
        });
        let mut keyed: Vec<(u64, u32)> = keyed.collect();
        keyed.par_sort_unstable();
        let judge = |&(one, other): &(u32, u32)| {
            let (one, other) = (in_time[one as usize], in_time[other as usize]);
            let (one, other) = (one.min(other), one.max(other));
            if self.conflict(&profiles[one], &profiles[other]).is_some() {
                return None;
            }
            let points = self.points(&profiles[one], &profiles[other]);
            (points >= points::ENOUGH).then_some((points, one, other))
        };
        let mut pairs = Vec::new();
        for first in (0..n_events).step_by(COMPARED_AT_A_TIME as usize) {
            let compared = first..first.saturating_add(COMPARED_AT_A_TIME);
            let blocks = keyed.par_chunk_by(|one, other| one.0 == other.0);
            let candidates = blocks.flat_map_iter(|block| {
                // Of many alike, each is compared with those next to it in time: the work stays in proportion to the
                // documents.
                let reach = if block.len() > 4 * NEIGHBORS { NEIGHBORS } else { block.len() };
                let from = block.partition_point(|&(_, event)| event < compared.start);
                let until = block.partition_point(|&(_, event)| event < compared.end);
                (from..until).flat_map(move |at| {
                    block[at + 1..].iter().take(reach).map(move |&(_, other)| (block[at].1, other))
                })
            });
            let mut candidates: Vec<(u32, u32)> = candidates.collect();
            candidates.par_sort_unstable();
            candidates.dedup();
            pairs.par_extend(candidates.par_iter().filter_map(judge));
        }
        // The surest first; what is equally sure goes by identifier, in the order of which the profiles are.
        pairs.par_sort_unstable_by_key(|&(points, one, other)| (-points, one, other));
        pairs
    }
}

/// Who is in both.
fn shared(ones: &[u32], others: &[u32]) -> impl Iterator<Item = u32> {
    ones.iter().copied().filter(|one| others.contains(one))
}

/// Whether `told`, of no day, was published right after the day of `dated`.
fn is_news_of(told: &Profile, dated: &Profile) -> bool {
    match (told.days, told.published, dated.days) {
        (None, Some(published), Some((_, last))) if dated.is_day => {
            (0..=NEWS_DAYS).contains(&(published - last).num_days())
        }
        _ => false,
    }
}

/// Whether the days from `first` to `last` are not after, and not long before, a text of `published` tells of them.
fn near(first: NaiveDate, last: NaiveDate, published: Option<NaiveDate>) -> bool {
    published.is_none_or(|published| {
        let early = published.checked_sub_days(Days::new(14)).unwrap_or(published);
        let late = published.checked_add_days(Days::new(60)).unwrap_or(published);
        early <= last && first <= late
    })
}

fn amounts(one: &Profile, other: &Profile) -> i32 {
    let mut points = 0;
    for amount in &one.event.quantities {
        for other_amount in other.event.quantities.iter().filter(|other| other.kind == amount.kind) {
            if amount.value == other_amount.value {
                points = points.max(match amount.value.0 {
                    large if large >= points::LARGE_AMOUNT => points::SAME_LARGE_AMOUNT,
                    rare if rare >= points::RARE_AMOUNT => points::SAME_RARE_AMOUNT,
                    _ => points::SAME_AMOUNT,
                });
            } else {
                // Tolls rise; a smaller one in a later text is another event, or a correction.
                let (earlier, later) = if one.published <= other.published {
                    (amount, other_amount)
                } else {
                    (other_amount, amount)
                };
                if later.value < earlier.value && points == 0 {
                    points = points::SMALLER_LATER;
                }
            }
        }
    }
    points
}

/// The stems of the words of a sentence that are written small and say what it is about.
fn words_beside(quote: &str) -> impl Iterator<Item = String> {
    let words = quote.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    let is_small =
        |word: &&str| word.len() > 3 && word.chars().all(|letter| letter.is_lowercase() || letter == '-');
    words.filter(is_small).filter(|word| !grammar().is_plain(word)).map(stem)
}

/// The words of a trigger without the endings of verbs.
fn stem(trigger: &str) -> String {
    let word = fold(trigger.split_whitespace().next().unwrap_or_default());
    for ending in ["ing", "ed", "es", "s", "e"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() > 2
        {
            return stem.to_owned();
        }
    }
    word
}

/// The events in groups of one thing each, what `constraints` say included; only groups of several.
pub(super) fn group(graph: &Graph, names: &ActorNames, constraints: &Constraints) -> Vec<Vec<Id>> {
    let events = Events::new(graph, names);
    let profiles = &events.profiles;
    // What is decided of one is decided of all that are decided to be the same.
    let mut decided = Groups::new(profiles.len());
    let same: Vec<(usize, usize)> = constraints.same(|id| events.position(id)).collect();
    for &(one, other) in &same {
        decided.join(one, other);
    }
    let mut apart: FxHashSet<(usize, usize)> = FxHashSet::default();
    for (one, other) in constraints.apart(|id| events.position(id)) {
        for &one in decided.members(one) {
            apart.extend(decided.members(other).iter().map(|&other| (one.min(other), one.max(other))));
        }
    }
    let mut groups = Groups::new(profiles.len());
    let mut documents: Vec<FxHashSet<u32>> =
        profiles.iter().map(|profile| FxHashSet::from_iter([profile.document])).collect();
    for (_, one, other) in events.pairs() {
        let (one, other) = (groups.representative(one), groups.representative(other));
        if one == other || !documents[one].is_disjoint(&documents[other]) {
            continue;
        }
        let told_apart = apart.iter().any(|&(first, second)| {
            let groups = (groups.representative(first), groups.representative(second));
            groups == (one, other) || groups == (other, one)
        });
        let fits = some(groups.members(one)).all(|member| {
            some(groups.members(other))
                .all(|other| events.conflict(&profiles[member], &profiles[other]).is_none())
        });
        if fits && !told_apart {
            groups.join(one, other);
            let gone = std::mem::take(&mut documents[one.max(other)]);
            documents[one.min(other)].extend(gone);
        }
    }
    for (one, other) in same {
        groups.join(one, other);
    }
    let ids = |members: &[usize]| members.iter().map(|&member| profiles[member].event.id.clone()).collect();
    groups.joined().map(ids).collect()
}

/// The first and the last of the members of a group: with all of them, what many tell would take more than its share of time.
fn some(members: &[usize]) -> impl Iterator<Item = usize> {
    let (first, rest) = members.split_at(members.len().min(COMPARED));
    first.iter().chain(&rest[rest.len().saturating_sub(COMPARED)..]).copied()
}

/// The strongest pair of an event of `ones` and one of `others`, which are of `graph`, and what speaks for and against it.
pub(super) fn strongest(graph: &Graph, names: &ActorNames, ones: &[Id], others: &[Id]) -> Option<Weighed> {
    let events = Events::new(graph, names);
    let find = |ids: &[Id]| -> Vec<usize> { ids.iter().filter_map(|id| events.position(id)).collect() };
    let (ones, others) = (find(ones), find(others));
    let pairs = ones.iter().flat_map(|&one| others.iter().map(move |&other| (one, other)));
    let pairs = pairs.filter(|(one, other)| one != other);
    let profiles = &events.profiles;
    let weighed = pairs.map(|(one, other)| (events.points(&profiles[one], &profiles[other]), one, other));
    let id = |index: usize| &profiles[index].event.id;
    let (points, one, other) = weighed.max_by(|one, other| {
        one.0.cmp(&other.0).then_with(|| (id(other.1), id(other.2)).cmp(&(id(one.1), id(one.2))))
    })?;
    let mut reasons = Vec::new();
    events
        .weigh(&profiles[one], &profiles[other], |reason, points| reasons.push((reason.to_owned(), points)));
    let conflict = events.conflict(&profiles[one], &profiles[other]);
    Some(Weighed { one: id(one).clone(), other: id(other).clone(), conflict, reasons, points })
}

/// Two events and what speaks for and against their being one, in hundredths of a point.
pub(super) struct Weighed {
    pub(super) one: Id,
    pub(super) other: Id,
    pub(super) conflict: Option<&'static str>,
    pub(super) reasons: Vec<(String, i32)>,
    pub(super) points: i32,
}
