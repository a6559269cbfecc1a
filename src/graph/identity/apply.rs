//! A graph with groups of actors and of events put together, each group under one identifier.

use super::parts::{Part, Parts, is_listed, only_document};
use super::sources::independent_sources;
use crate::entity::ActorKind;
use crate::graph::convert::plain_actor_id;
use crate::graph::file::by_id;
use crate::graph::join::{add, join_all};
use crate::graph::{Actor, Boxes, Event, Graph, Id, Participant, Quantity};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// What every actor of a graph is called when groups of them are one.
pub(super) struct ActorNames {
    /// Of those whose id changes.
    new: FxHashMap<Id, Id>,
    /// The joined actors with the ids of their parts.
    pub(super) joined: BTreeMap<Id, (Box<Actor>, Vec<Id>)>,
}

impl ActorNames {
    pub(super) fn new(raw: &Graph, clusters: &[Vec<Id>]) -> Self {
        let mut groups: Vec<(Box<Actor>, Vec<Id>)> = clusters
            .iter()
            .map(|ids| (joined_actor(ids.iter().filter_map(|id| raw.actor(id))), ids.clone()))
            .collect();
        let in_group: FxHashSet<&Id> = clusters.iter().flatten().collect();
        let wanted = |actor: &Actor| match is_listed(actor) {
            true => actor.id.clone(),
            false => plain_actor_id(actor.kind, &actor.name, actor.country.as_deref()),
        };
        let is_scoped = |actor: &Actor| super::parts::is_scoped(actor);
        // Namesakes that are not one get ids of their own.
        let mut takers: FxHashMap<Id, usize> = FxHashMap::default();
        for actor in raw.actors().filter(|actor| !in_group.contains(&actor.id)) {
            let id = if is_scoped(actor) { wanted(actor) } else { actor.id.clone() };
            *takers.entry(id).or_default() += 1;
        }
        for (actor, _) in &groups {
            *takers.entry(wanted(actor)).or_default() += 1;
        }
        let mut new = FxHashMap::default();
        for actor in raw.actors().filter(|actor| !in_group.contains(&actor.id) && is_scoped(actor)) {
            let id = wanted(actor);
            if takers.get(&id) == Some(&1) {
                new.insert(actor.id.clone(), id);
            }
        }
        let mut joined = BTreeMap::new();
        for (actor, ids) in &mut groups {
            let mut id = wanted(actor);
            if takers.get(&id).is_some_and(|&takers| takers > 1) {
                id = ids.iter().min().cloned().unwrap_or(id);
            }
            actor.id = id.clone();
            for part in ids.iter() {
                new.insert(part.clone(), id.clone());
            }
        }
        for (actor, ids) in groups {
            joined.insert(actor.id.clone(), (actor, ids));
        }
        Self { new, joined }
    }

    /// The names of before: `told` has the ids of whole actors by those that documents gave.
    pub(super) fn told(raw: &Graph, told: &BTreeMap<Id, Id>) -> Self {
        let several =
            groups(told, |id| raw.actors.contains_key(id)).into_iter().filter(|(_, ids)| ids.len() > 1);
        let joined = several.map(|(id, ids)| {
            let mut actor = joined_actor(ids.iter().filter_map(|id| raw.actor(id)));
            actor.id = id.clone();
            (id.clone(), (actor, ids))
        });
        let joined = joined.collect();
        Self { new: told.iter().map(|(raw, id)| (raw.clone(), id.clone())).collect(), joined }
    }

    /// The id of the node that `id` is, or is a part of.
    pub(super) fn of<'id>(&'id self, id: &'id Id) -> &'id Id {
        self.new.get(id).unwrap_or(id)
    }

    fn rename(&self, id: &mut Id) {
        if let Some(new) = self.new.get(id) {
            *id = new.clone();
        }
    }
}

/// The ids that `told` calls the same, by what it calls them; only those that are `present`.
fn groups(told: &BTreeMap<Id, Id>, present: impl Fn(&Id) -> bool) -> BTreeMap<&Id, Vec<Id>> {
    let mut groups: BTreeMap<&Id, Vec<Id>> = BTreeMap::new();
    for (raw, id) in told.iter().filter(|(raw, _)| present(raw)) {
        groups.entry(id).or_default().push(raw.clone());
    }
    groups
}

/// Which references to actors cannot be told back from the joined graph.
struct Unclear<'names> {
    names: &'names ActorNames,
    /// Joined actors with the documents that have several parts of them.
    several: FxHashSet<(Id, Id)>,
}

impl<'names> Unclear<'names> {
    fn new(raw: &Graph, names: &'names ActorNames) -> Self {
        let mut several = FxHashSet::default();
        for (id, (_, parts)) in &names.joined {
            let mut seen: FxHashSet<&Id> = FxHashSet::default();
            for part in parts.iter().filter_map(|part| raw.actor(part)) {
                let documents: BTreeSet<&Id> =
                    part.mentions.iter().map(|mention| &mention.document).collect();
                let again = documents.into_iter().filter(|&document| !seen.insert(document));
                several.extend(again.map(|document| (id.clone(), document.clone())));
            }
        }
        Self { names, several }
    }

    /// Whether `actor`, as a node of `document` names it, could be several; a node of several documents (`None`) does not say
    /// whose words it has.
    fn has(&self, actor: &Id, document: Option<&Id>) -> bool {
        match document {
            Some(_) if self.several.is_empty() => false,
            Some(document) => self.several.contains(&(self.names.of(actor).clone(), document.clone())),
            None => self.names.new.contains_key(actor),
        }
    }

    /// Whether the titles or members of an actor have such a reference.
    fn is_in(&self, actor: &Actor) -> bool {
        let mut others = actor.titles.iter().filter_map(|title| title.of.as_ref()).chain(&actor.members);
        others.any(|other| self.has(other, only_document(actor)))
    }
}

/// One actor of several: the name most documents use among the full ones, and everything known of any of them.
fn joined_actor<'graph>(parts: impl Iterator<Item = &'graph Actor> + Clone) -> Box<Actor> {
    let n_documents =
        |actor: &Actor| actor.mentions.iter().map(|mention| &mention.document).collect::<BTreeSet<_>>().len();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<ActorKind, usize> = BTreeMap::new();
    let mut sectors: BTreeMap<&str, usize> = BTreeMap::new();
    for actor in parts.clone() {
        let weight = n_documents(actor);
        *names.entry(&actor.name).or_default() += weight;
        *kinds.entry(actor.kind).or_default() += weight;
        if let Some(sector) = &actor.sector {
            *sectors.entry(sector).or_default() += weight;
        }
    }
    let is_full = |name: &str| {
        name.split_whitespace().count() > 1
            && !name.split(' ').any(|word| word.trim_end_matches('.').chars().count() == 1)
    };
    let name = names.iter().max_by_key(|(name, weight)| {
        (is_full(name), **weight, name.chars().count(), std::cmp::Reverse(**name))
    });
    let name = name.map(|(name, _)| (*name).to_owned()).unwrap_or_default();
    let kind = kinds
        .iter()
        .max_by_key(|(kind, weight)| (**weight, std::cmp::Reverse(**kind)))
        .map(|(kind, _)| *kind);
    let sector = sectors.iter().max_by_key(|(sector, weight)| (**weight, std::cmp::Reverse(**sector)));
    let sector = sector.map(|(sector, _)| (*sector).to_owned());
    // Whom the user knows is what the user says.
    let listed = parts.clone().filter(|actor| is_listed(actor)).min_by_key(|actor| &actor.id);
    let whole = join_all(parts.map(|actor| Box::new(actor.clone())).collect());
    let mut whole = whole.expect("a group has at least two members");
    whole.aliases.extend(names.into_keys().map(str::to_owned));
    whole.name = name;
    whole.kind = kind.unwrap_or(whole.kind);
    whole.sector = sector;
    if let Some(listed) = listed {
        whole.id.clone_from(&listed.id);
        whole.name.clone_from(&listed.name);
        whole.kind = listed.kind;
        whole.country = listed.country.clone().or(whole.country);
        whole.sector = listed.sector.clone().or(whole.sector);
    }
    whole
}

/// One event of several, all that any of them says; amounts are those of the newest telling.
fn joined_event(parts: &[&Event], published: impl Fn(&Event) -> Option<chrono::NaiveDate>) -> Box<Event> {
    // The first telling gives the id, so that later ones leave it as it is.
    let first = parts.iter().min_by_key(|event| (published(event).is_none(), published(event), &event.id));
    let newest = parts.iter().filter(|event| !event.quantities.is_empty());
    let newest = newest.max_by_key(|event| (published(event), &event.id));
    let surest = parts.iter().max_by_key(|event| (event.confidence, std::cmp::Reverse(&event.id)));
    // The finest time that is known, of the surest of those.
    let timed =
        parts.iter().filter(|event| event.time.as_ref().is_some_and(super::super::time::Time::is_resolved));
    let timed = timed.max_by_key(|event| {
        (event.time.as_ref().and_then(|time| time.grain), event.confidence, std::cmp::Reverse(&event.id))
    });
    let whole = join_all(parts.iter().map(|&event| Box::new(event.clone())).collect());
    let mut whole = whole.expect("a group has at least two members");
    if let Some(first) = first {
        whole.id = first.id.clone();
    }
    if let Some(surest) = surest {
        whole.label = surest.label.clone();
        whole.status = surest.status;
    }
    if let Some(timed) = timed {
        whole.time = timed.time.clone();
    }
    if let Some(newest) = newest {
        whole.quantities = newest.quantities.clone();
    }
    whole
}

/// An event, and which events of documents it is.
type JoinedEvent = (Box<Event>, Vec<Id>);

/// Each group of events as one event.
pub(super) fn join_events(raw: &Graph, groups: Vec<Vec<Id>>) -> Vec<JoinedEvent> {
    let published = |event: &Event| {
        let claim = raw.claim(event.claims.first()?)?;
        Some(raw.document(&claim.document)?.published?.day)
    };
    let joined = |ids: Vec<Id>| {
        let events: Vec<&Event> = ids.iter().filter_map(|id| raw.event(id)).collect();
        (joined_event(&events, published), ids)
    };
    groups.into_iter().map(joined).collect()
}

/// The joined events of before: `told` has the ids of whole events by those that documents gave.
pub(super) fn told_events(raw: &Graph, told: &BTreeMap<Id, Id>) -> Vec<JoinedEvent> {
    let (ids, groups): (Vec<&Id>, _) = groups(told, |id| raw.events.contains_key(id)).into_iter().unzip();
    let mut joined = join_events(raw, groups);
    for ((event, _), id) in joined.iter_mut().zip(ids) {
        event.id = id.clone();
    }
    joined
}

/// `raw` with its groups put together.
pub(super) fn apply(mut raw: Graph, names: &ActorNames, joined_events: Vec<JoinedEvent>) -> Graph {
    let unclear = Unclear::new(&raw, names);
    let is_joined = |id: &Id| names.joined.contains_key(names.of(id));
    let kept: FxHashSet<Id> =
        raw.actors().filter(|actor| unclear.is_in(actor)).map(|actor| actor.id.clone()).collect();
    let mut parts = Parts::default();
    let mut new_event: FxHashMap<Id, Id> = FxHashMap::default();
    let mut amounts: FxHashMap<Id, BTreeSet<Quantity>> = FxHashMap::default();
    for (whole, ids) in &joined_events {
        for event in ids.iter().filter_map(|id| raw.events.remove(id)) {
            new_event.insert(event.id.clone(), whole.id.clone());
            if event.quantities != whole.quantities {
                amounts.insert(event.id.clone(), event.quantities.clone());
            }
            parts.events.push(Part { same_as: whole.id.clone(), node: *event });
        }
    }
    for event in raw.events.values() {
        let claim = event.claims.first().and_then(|claim| raw.claims.get(claim));
        let document = claim.map(|claim| &claim.document);
        if event.participants.iter().any(|participant| unclear.has(&participant.actor, document)) {
            parts.events.push(Part { same_as: event.id.clone(), node: (**event).clone() });
        }
    }
    for (whole, _) in joined_events {
        add(&mut raw.events, whole.id.clone(), whole);
    }
    for event in raw.events.values_mut() {
        rename_event(event, names, &new_event);
    }
    for claim in raw.claims.values_mut() {
        let mut speakers = claim.attribution.iter().filter_map(|hop| hop.actor.as_ref());
        if speakers.any(|speaker| unclear.has(speaker, Some(&claim.document))) {
            parts.claims.push((**claim).clone());
        }
        if let Some(amounts) = amounts.get(&claim.event) {
            claim.quantities = amounts.clone();
        }
        if let Some(event) = new_event.get(&claim.event) {
            claim.event = event.clone();
        }
        for hop in &mut claim.attribution {
            hop.actor.iter_mut().for_each(|actor| names.rename(actor));
        }
    }
    let is_part = |id: &Id| is_joined(id) || kept.contains(id);
    for mut relation in std::mem::take(&mut raw.relations) {
        if is_part(&relation.source) || is_part(&relation.target) {
            parts.relations.insert(relation.clone());
        }
        names.rename(&mut relation.source);
        names.rename(&mut relation.target);
        if relation.source != relation.target {
            raw.relations.insert(relation);
        }
    }
    let mut actors: Boxes<Actor> = Vec::new();
    for (id, mut actor) in std::mem::take(&mut raw.actors) {
        if is_joined(&id) {
            parts.actors.push(Part { same_as: names.of(&id).clone(), node: *actor });
            continue;
        }
        if kept.contains(&id) {
            parts.actors.push(Part { same_as: names.of(&id).clone(), node: (*actor).clone() });
        }
        names.rename(&mut actor.id);
        rename_actor(&mut actor, names);
        actors.push(actor);
    }
    for (actor, _) in names.joined.values() {
        let mut actor = actor.clone();
        rename_actor(&mut actor, names);
        actors.push(actor);
    }
    actors.sort_by(|one, other| one.id.cmp(&other.id));
    raw.actors = by_id(vec![actors], |actor| &actor.id);
    parts.actors.sort_by(|one, other| one.node.id.cmp(&other.node.id));
    parts.events.sort_by(|one, other| one.node.id.cmp(&other.node.id));
    raw.parts = parts;
    raw
}

fn rename_actor(actor: &mut Actor, names: &ActorNames) {
    let id = actor.id.clone();
    if actor.titles.iter().any(|title| title.of.as_ref().is_some_and(|of| names.of(of) != of)) {
        let titles = std::mem::take(&mut actor.titles).into_iter().map(|mut title| {
            title.of.iter_mut().for_each(|of| names.rename(of));
            title
        });
        actor.titles = titles.collect();
    }
    if !actor.members.is_empty() {
        let members = actor.members.iter().map(|member| names.of(member).clone());
        actor.members = members.filter(|member| *member != id).collect();
    }
}

fn rename_event(event: &mut Event, names: &ActorNames, new_event: &FxHashMap<Id, Id>) {
    let mut participants: Vec<Participant> = std::mem::take(&mut event.participants).into_iter().collect();
    for participant in &mut participants {
        names.rename(&mut participant.actor);
    }
    crate::graph::join::join_participants(&mut event.participants, participants.into());
    let id = event.id.clone();
    for links in [&mut event.part_of, &mut event.because_of, &mut event.about] {
        if !links.is_empty() {
            let renamed = links.iter().map(|link| new_event.get(link).unwrap_or(link).clone());
            *links = renamed.filter(|link| *link != id).collect();
        }
    }
}

/// Counts who does not copy whom, for each event.
pub(super) fn count_sources(graph: &mut Graph) {
    let several: Vec<Id> =
        graph.events.values().filter(|event| event.claims.len() > 1).map(|event| event.id.clone()).collect();
    for id in several {
        let count = graph.event(&id).map_or(1, |event| independent_sources(graph, event));
        if let Some(event) = graph.events.get_mut(&id) {
            event.independent_sources = count;
        }
    }
}
