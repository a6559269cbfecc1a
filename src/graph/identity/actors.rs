//! Which actors of different documents are one: names make candidates, evidence decides, and what is known apart stays apart.
//!
//! In comes a graph as its documents gave it; out go groups of actors. Nothing here depends on the order of documents:
//! candidates are joined surest first, ties by identifier. Two actors of one document are never joined, for the reader
//! of that document, who sees all of it, kept them apart.

use super::Constraints;
use super::evidence::{Evidence, Renown, conflict, points, weigh};
use super::groups::Groups;
use super::profile::Profile;
use crate::entity::{ActorKind, PlaceKind};
use crate::graph::convert::is_known;
use crate::graph::{Graph, Id};
use crate::lexicon::naming::fold;
use crate::lexicon::world::world;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Groups know more than single actors, so that what one round could not tell, the next may; few rounds change anything.
const ROUNDS: usize = 3;

/// Of many actors of one name of whom nothing else is known, each is compared with so many whose documents are next in
/// time: the work stays in proportion to the documents.
const NEIGHBORS: usize = 24;

/// What different documents say of actors, ready to be compared.
pub(super) struct Actors<'graph> {
    ids: Vec<&'graph Id>,
    profiles: Vec<Profile<'graph>>,
    index: FxHashMap<&'graph Id, usize>,
    /// The names that documents have, by number, and how much it says that two have one.
    numbered: Vec<(String, Renown)>,
}

/// Numbers for names.
#[derive(Default)]
struct Numbers {
    numbers: FxHashMap<String, u32>,
    numbered: Vec<(String, Renown)>,
}

impl Numbers {
    fn of(&mut self, name: String, renown: Renown) -> u32 {
        *self.numbers.entry(name.clone()).or_insert_with(|| {
            self.numbered.push((name, renown));
            u32::try_from(self.numbered.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

impl<'graph> Actors<'graph> {
    pub(super) fn new(graph: &'graph Graph) -> Self {
        let mut actors =
            Self { ids: Vec::new(), profiles: Vec::new(), index: FxHashMap::default(), numbered: Vec::new() };
        let mut numbers = Numbers::default();
        let mut named_in: FxHashMap<&Id, Vec<u32>> = FxHashMap::default();
        let place_names: FxHashSet<(&Id, &str)> = graph
            .places()
            .flat_map(|place| place.mentions.iter().map(|mention| (&mention.document, place.name.as_str())))
            .collect();
        for actor in graph.actors() {
            let Some(mut profile) = Profile::new(graph, actor) else { continue };
            let renown = if is_known(actor.kind, &actor.name, actor.country.as_deref())
                || !profile.figures.is_empty()
            {
                Renown::World
            } else if actor.kind == ActorKind::Person && profile.is_full() {
                Renown::Person
            } else {
                Renown::Other
            };
            let is_place = |&document: &&'graph Id| place_names.contains(&(document, actor.name.as_str()));
            profile.is_land = profile.documents.iter().any(is_place);
            if let Some(name) = profile.chief_name() {
                let number = numbers.of(name, renown);
                profile.own.insert(number);
                for document in &profile.documents {
                    named_in.entry(document).or_default().push(number);
                }
            }
            actors.index.insert(&actor.id, actors.profiles.len());
            actors.ids.push(&actor.id);
            actors.profiles.push(profile);
        }
        for place in graph.places().filter(|place| place.kind != Some(PlaceKind::Country)) {
            let is_known = world().known(&place.name).is_some();
            let number = numbers.of(fold(&place.name), if is_known { Renown::World } else { Renown::Other });
            let documents: BTreeSet<&Id> = place.mentions.iter().map(|mention| &mention.document).collect();
            for document in documents {
                named_in.entry(document).or_default().push(number);
            }
        }
        for profile in &mut actors.profiles {
            let named = profile.documents.iter().filter_map(|document| named_in.get(document)).flatten();
            profile.companions = named.copied().collect();
        }
        actors.numbered = numbers.numbered;
        actors
    }

    pub(super) fn position(&self, id: &Id) -> Option<usize> {
        self.index.get(id).copied()
    }

    pub(super) fn id(&self, actor: usize) -> &'graph Id {
        self.ids[actor]
    }

    /// What makes it impossible that two actors are one.
    pub(super) fn conflict(&self, one: usize, other: usize) -> Option<&'static str> {
        conflict(&self.profiles[one], &self.profiles[other])
    }

    /// What speaks for and against two actors being one; `None` if their names have nothing in common.
    pub(super) fn evidence(&self, one: usize, other: usize) -> Option<Evidence> {
        weigh(&self.profiles[one], &self.profiles[other], &self.numbered)
    }

    /// Gives the names of actors that `groups` say are one a single number, as evidence has them.
    pub(super) fn take_names_of(&mut self, groups: &Groups) {
        let names = self.one_name_each(groups);
        self.profiles.iter_mut().for_each(|profile| profile.rename_company(&names));
    }

    /// For each number of a name one number of all names that its bearers have: that of a name the world knows, else the
    /// least.
    fn one_name_each(&self, groups: &Groups) -> Vec<u32> {
        let mut same = Groups::new(self.numbered.len());
        for members in groups.joined() {
            let mut names = members.iter().flat_map(|&member| &self.profiles[member].own);
            if let Some(&first) = names.next() {
                names.for_each(|&name| same.join(first as usize, name as usize));
            }
        }
        let is_known = |&name: &usize| self.numbered[name].1 == Renown::World;
        let chief = |name: usize| {
            let names = same.members(name);
            names.iter().copied().find(is_known).or_else(|| names.first().copied()).unwrap_or(name)
        };
        (0..self.numbered.len()).map(|name| u32::try_from(chief(name)).unwrap_or(u32::MAX)).collect()
    }

    /// The actors in groups of one thing each, what `constraints` say included.
    pub(super) fn group(&self, constraints: &Constraints) -> Groups {
        let mut joining = Joining {
            actors: self,
            groups: Groups::new(self.profiles.len()),
            profiles: self.profiles.iter().cloned().map(Some).collect(),
            apart: FxHashMap::default(),
        };
        // What is decided of one is decided of all that are decided to be the same.
        let mut decided = Groups::new(self.profiles.len());
        let same: Vec<(usize, usize)> = constraints.same(|id| self.position(id)).collect();
        for &(one, other) in &same {
            decided.join(one, other);
        }
        for (one, other) in constraints.apart(|id| self.position(id)) {
            for &one in decided.members(one) {
                for &other in decided.members(other) {
                    joining.apart.entry(one).or_default().insert(other);
                    joining.apart.entry(other).or_default().insert(one);
                }
            }
        }
        joining.join_alike();
        for _ in 0..ROUNDS {
            if !joining.join_full_names() {
                break;
            }
            // Documents that call somebody otherwise name the same company.
            let names = self.one_name_each(&joining.groups);
            joining.profiles.iter_mut().flatten().for_each(|profile| profile.rename_company(&names));
        }
        joining.join_short_names();
        for (one, other) in same {
            joining.join(one, other);
        }
        joining.groups
    }
}

/// Groups as they grow, with what is known of each.
struct Joining<'actors, 'graph> {
    actors: &'actors Actors<'graph>,
    groups: Groups,
    /// By representative.
    profiles: Vec<Option<Profile<'graph>>>,
    /// For some actors those that people told apart from them.
    apart: FxHashMap<usize, FxHashSet<usize>>,
}

impl<'graph> Joining<'_, 'graph> {
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.groups.representative(one), self.groups.representative(other));
        if one == other {
            return;
        }
        self.groups.join(one, other);
        let gone = self.profiles[one.max(other)].take();
        if let (Some(kept), Some(gone)) = (&mut self.profiles[one.min(other)], gone) {
            kept.add(&gone);
        }
    }

    fn profile(&self, representative: usize) -> &Profile<'graph> {
        self.profiles[representative].as_ref().expect("a representative has a profile")
    }

    /// Whether the groups of both may be one.
    fn fits(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.groups.representative(one), self.groups.representative(other));
        let told_apart = || {
            self.groups
                .members(one)
                .iter()
                .filter_map(|member| self.apart.get(member))
                .any(|apart| self.groups.members(other).iter().any(|member| apart.contains(member)))
        };
        conflict(self.profile(one), self.profile(other)).is_none() && (self.apart.is_empty() || !told_apart())
    }

    fn representatives(&self) -> impl Iterator<Item = usize> {
        (0..self.profiles.len()).filter(|&index| self.profiles[index].is_some())
    }

    /// Joins actors of whom documents say exactly the same, if that is enough to tell who they are.
    fn join_alike(&mut self) {
        let mut alike = BTreeMap::new();
        for index in self.representatives() {
            alike.entry(self.profile(index).signature()).or_insert_with(Vec::new).push(index);
        }
        for group in alike.into_values().filter(|group| group.len() > 1) {
            let (mut one, mut other) = (self.profile(group[0]).clone(), self.profile(group[1]).clone());
            for profile in [&mut one, &mut other] {
                (profile.days, profile.documents) = (None, BTreeSet::new());
                profile.companions.clear();
            }
            let is_enough =
                weigh(&one, &other, &self.actors.numbered).is_some_and(|evidence| evidence.is_enough());
            if !is_enough {
                continue;
            }
            // The first that has room for it: two of one document are two.
            let mut heads: Vec<usize> = Vec::new();
            for index in group {
                match heads.iter().find(|&&head| self.fits(head, index)) {
                    Some(&head) => self.join(head, index),
                    None if heads.len() < NEIGHBORS => heads.push(index),
                    None => {}
                }
            }
        }
    }

    /// Pairs whose names share a key.
    fn candidates(&self) -> BTreeSet<(usize, usize)> {
        let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in self.representatives() {
            for key in self.profile(index).keys() {
                blocks.entry(key).or_default().push(index);
            }
        }
        let mut pairs = BTreeSet::new();
        for mut block in blocks.into_values() {
            block.sort_by_key(|&index| (self.profile(index).days, self.actors.id(index)));
            for (at, &one) in block.iter().enumerate() {
                let end = if block.len() > 4 * NEIGHBORS {
                    (at + 1 + NEIGHBORS).min(block.len())
                } else {
                    block.len()
                };
                pairs.extend(block[at + 1..end].iter().map(|&other| (one.min(other), one.max(other))));
            }
        }
        pairs
    }

    /// Joins groups with full names, the surest pairs first; whether there were any.
    fn join_full_names(&mut self) -> bool {
        let mut pairs: Vec<(i32, usize, usize)> = Vec::new();
        for (one, other) in self.candidates() {
            let (profile, other_profile) = (self.profile(one), self.profile(other));
            if profile.is_full() != other_profile.is_full() || conflict(profile, other_profile).is_some() {
                continue;
            }
            if let Some(evidence) = weigh(profile, other_profile, &self.actors.numbered)
                && evidence.is_enough()
            {
                pairs.push((evidence.points, one, other));
            }
        }
        // What is equally sure goes by identifier, which does not follow the order of documents.
        pairs.sort_by(|one, other| {
            let key = |pair: &(i32, usize, usize)| (-pair.0, self.actors.id(pair.1), self.actors.id(pair.2));
            key(one).cmp(&key(other))
        });
        let mut joined = false;
        for (_, one, other) in pairs {
            if !self.groups.is_joined(one, other) && self.fits(one, other) {
                self.join(one, other);
                joined = true;
            }
        }
        joined
    }

    /// Gives short names, surnames and acronyms, to the groups of full names that they must mean.
    ///
    /// What a short name can mean is asked of the groups that full names made, not of other short names.
    fn join_short_names(&mut self) {
        let (short, full): (Vec<usize>, Vec<usize>) =
            self.representatives().partition(|&index| !self.profile(index).is_full());
        let mut blocks: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for index in full {
            let profile = self.profile(index);
            let (keys, surnames) = (profile.keys(), profile.short_keys());
            for key in keys.into_iter().chain(surnames.into_iter().map(|surname| format!("short {surname}")))
            {
                blocks.entry(key).or_default().push(index);
            }
        }
        let mut meant: Vec<(usize, usize)> = Vec::new();
        for &index in &short {
            let profile = self.profile(index);
            let surnames = profile.short_keys().into_iter().map(|surname| format!("short {surname}"));
            let keys = profile.keys().into_iter().chain(surnames);
            let candidates: BTreeSet<usize> =
                keys.filter_map(|key| blocks.get(&key)).flatten().copied().collect();
            // Where the reader of a document could not tell which of its people a surname means, others cannot.
            let is_open = candidates.iter().any(|&full| {
                let full = self.profile(full);
                profile.is_person() && full.is_person() && !profile.documents.is_disjoint(&full.documents)
            });
            if is_open {
                continue;
            }
            let weighed = candidates.into_iter().filter(|&full| self.fits(index, full)).filter_map(|full| {
                let evidence = weigh(profile, self.profile(full), &self.actors.numbered)?;
                Some((evidence.points, full))
            });
            let mut ranked: Vec<(i32, usize)> = weighed.collect();
            ranked.sort_by_key(|&(points, full)| (-points, self.actors.id(full)));
            let Some(&(mut points, full)) = ranked.first() else { continue };
            match ranked.get(1) {
                Some((second, _)) if points - second < points::MARGIN => continue,
                // Of others of whom nothing but the name speaks there may be any number.
                Some((second, _)) if *second > points::NAME_ALONE => {}
                Some(_) | None => points += points::NO_OTHER,
            }
            if points >= points::ENOUGH {
                meant.push((index, full));
            }
        }
        for (short, full) in meant {
            if self.fits(short, full) {
                self.join(short, full);
            }
        }
    }
}
