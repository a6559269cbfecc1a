//! What single documents gave, kept where identity made one node of several, and how to get it back.

use crate::entity::ActorKind;
use crate::graph::convert::{is_known, listed_actor_id, plain_actor_id, scoped_actor_id};
use crate::graph::join::add;
use crate::graph::{Actor, Claim, Event, Graph, Id, Relation, Set};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A node as one document gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part<T> {
    /// The node of the graph that it is a part of.
    pub same_as: Id,
    /// The node.
    #[serde(flatten)]
    pub node: T,
}

/// What single documents gave, where identity made one node of several.
///
/// A node that is one part is there where it refers to an actor of whom its document had several parts, so that the joined
/// graph does not tell which of them it meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// Actors.
    pub actors: Vec<Part<Actor>>,
    /// Events.
    pub events: Vec<Part<Event>>,
    /// Claims whose speakers are such actors.
    pub claims: Vec<Claim>,
    /// Ties of actors that are parts.
    pub relations: BTreeSet<Relation>,
}

impl Parts {
    /// Whether nothing was joined.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
            && self.events.is_empty()
            && self.claims.is_empty()
            && self.relations.is_empty()
    }

    /// Every part of both, once, in order.
    pub(in crate::graph) fn join(&mut self, other: Self) {
        fn unite<T>(mine: &mut Vec<Part<T>>, other: Vec<Part<T>>, id: fn(&T) -> &Id) {
            mine.extend(other);
            mine.sort_by(|one, two| (id(&one.node), &one.same_as).cmp(&(id(&two.node), &two.same_as)));
            mine.dedup_by(|one, two| id(&one.node) == id(&two.node) && one.same_as == two.same_as);
        }
        unite(&mut self.actors, other.actors, |actor| &actor.id);
        unite(&mut self.events, other.events, |event| &event.id);
        self.claims.extend(other.claims);
        self.claims.sort_by(|one, other| one.id.cmp(&other.id));
        self.claims.dedup_by(|one, other| one.id == other.id);
        self.relations.extend(other.relations);
    }
}

/// The document of an actor that only one document names.
pub(super) fn only_document(actor: &Actor) -> Option<&Id> {
    let first = &actor.mentions.first()?.document;
    (first == &actor.mentions.last()?.document).then_some(first)
}

/// Whether the id of `actor` is of the only document that names it, though its name says who it is.
///
/// A lone surname or given name is no evidence that two documents mean the same person.
pub(super) fn is_scoped(actor: &Actor) -> bool {
    let says_who = actor.kind != ActorKind::Person || actor.name.contains(' ');
    says_who
        && only_document(actor).is_some_and(|document| {
            actor.id == scoped_actor_id(actor.kind, &actor.name, actor.country.as_deref(), document)
        })
}

/// Whether `actor` is one of a list of the user's own, or a node made of such.
pub(super) fn is_listed(actor: &Actor) -> bool {
    actor.id == listed_actor_id(&actor.name)
}

/// The id that the document gave an actor that was not joined with any other.
pub(super) fn own_id(actor: &Actor) -> Option<Id> {
    own_id_as(actor, actor.kind)
}

/// The same if its document says that it is of this kind.
pub(super) fn own_id_as(actor: &Actor, kind: ActorKind) -> Option<Id> {
    let (name, country) = (&actor.name, actor.country.as_deref());
    let has_own = !matches!(kind, ActorKind::Group | ActorKind::Anonymous) && !is_known(kind, name, country);
    let document = only_document(actor).filter(|_| has_own)?;
    (actor.id == plain_actor_id(kind, name, country)).then(|| scoped_actor_id(kind, name, country, document))
}

/// Which actor of a document a node stands for.
struct Origins {
    /// By node and document.
    parts: FxHashMap<(Id, Id), Id>,
    alone: FxHashMap<Id, Id>,
}

impl Origins {
    fn of(graph: &Graph) -> Self {
        let mut parts = FxHashMap::default();
        for part in &graph.parts.actors {
            for mention in &part.node.mentions {
                let key = (part.same_as.clone(), mention.document.clone());
                let id = parts.entry(key).or_insert_with(|| part.node.id.clone());
                if part.node.id < *id {
                    *id = part.node.id.clone();
                }
            }
        }
        let joined: BTreeSet<&Id> = graph.parts.actors.iter().map(|part| &part.same_as).collect();
        let alone = graph.actors().filter(|actor| !joined.contains(&actor.id));
        let alone = alone.filter_map(|actor| Some((actor.id.clone(), own_id(actor)?)));
        Self { alone: alone.collect(), parts }
    }

    fn find(&self, id: &Id, document: Option<&Id>) -> Option<Id> {
        if let Some(own) = self.alone.get(id) {
            return Some(own.clone());
        }
        self.parts.get(&(id.clone(), document?.clone())).cloned()
    }

    fn put(&self, id: &mut Id, document: Option<&Id>) {
        if let Some(own) = self.find(id, document) {
            *id = own;
        }
    }
}

impl Graph {
    /// What single documents gave, where identity made one node of several.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The part of an actor to which a document gave this id, if the actor has several.
    pub fn part_called(&self, id: &Id) -> Option<&Part<Actor>> {
        // They are in the order of these ids.
        let found = self.parts.actors.binary_search_by(|part| part.node.id.cmp(id));
        found.ok().map(|at| &self.parts.actors[at])
    }

    /// The part of an event to which a document gave this id, if the event has several.
    pub fn event_part_called(&self, id: &Id) -> Option<&Part<Event>> {
        let found = self.parts.events.binary_search_by(|part| part.node.id.cmp(id));
        found.ok().map(|at| &self.parts.events[at])
    }

    /// The ids that documents gave the parts of an event, or of the one part that is called so; none if there is no such event.
    pub fn parts_of_event(&self, event: &Id) -> Vec<Id> {
        let parts = self.parts.events.iter();
        let of_whole = parts.filter(|part| part.same_as == *event).map(|part| part.node.id.clone());
        let of_whole: Vec<Id> = of_whole.collect();
        if !of_whole.is_empty() {
            return of_whole;
        }
        let is_there = self.event(event).is_some() || self.event_part_called(event).is_some();
        is_there.then(|| event.clone()).into_iter().collect()
    }

    /// The ids that documents gave the parts of an actor; its own if it has no parts.
    pub fn parts_of(&self, actor: &Id) -> Vec<Id> {
        let parts: Vec<Id> = self
            .parts
            .actors
            .iter()
            .filter(|part| part.same_as == *actor)
            .map(|part| part.node.id.clone())
            .collect();
        if !parts.is_empty() {
            return parts;
        }
        self.actor(actor).map(|node| own_id(node).unwrap_or_else(|| node.id.clone())).into_iter().collect()
    }

    /// This graph as its documents gave it, before any identity across documents.
    ///
    /// A graph that was never resolved, or comes from another program, stays as it is.
    #[must_use]
    pub fn unresolved(mut self) -> Self {
        let origins = Origins::of(&self);
        if origins.alone.is_empty() && self.parts.is_empty() {
            return self;
        }
        let parts = std::mem::take(&mut self.parts);
        let joined_actors: BTreeSet<Id> = parts.actors.iter().map(|part| part.same_as.clone()).collect();
        let joined_events: BTreeSet<Id> = parts.events.iter().map(|part| part.same_as.clone()).collect();
        let mut whole = Self { documents: self.documents, places: self.places, ..Self::default() };

        for (id, mut actor) in self.actors {
            if joined_actors.contains(&id) {
                continue;
            }
            let document = only_document(&actor).cloned();
            origins.put(&mut actor.id, None);
            actor.titles = std::mem::take(&mut actor.titles)
                .into_iter()
                .map(|mut title| {
                    title.of.iter_mut().for_each(|of| origins.put(of, document.as_ref()));
                    title
                })
                .collect();
            actor.members = std::mem::take(&mut actor.members)
                .into_iter()
                .map(|member| origins.find(&member, document.as_ref()).unwrap_or(member))
                .collect();
            add(&mut whole.actors, actor.id.clone(), actor);
        }
        let document_of_claim: FxHashMap<&Id, &Id> =
            self.claims.values().map(|claim| (&claim.id, &claim.document)).collect();
        let mut event_of_claim: FxHashMap<Id, Id> = FxHashMap::default();
        for part in &parts.events {
            event_of_claim.extend(part.node.claims.iter().map(|claim| (claim.clone(), part.node.id.clone())));
        }
        // Which part of a joined event a document told of.
        let mut told: BTreeMap<(Id, Id), Id> = BTreeMap::new();
        for part in &parts.events {
            let documents = part.node.claims.iter().filter_map(|claim| document_of_claim.get(claim).copied());
            for document in documents {
                let first = told
                    .entry((part.same_as.clone(), document.clone()))
                    .or_insert_with(|| part.node.id.clone());
                if part.node.id < *first {
                    *first = part.node.id.clone();
                }
            }
        }
        for (id, mut event) in self.events {
            if joined_events.contains(&id) {
                continue;
            }
            let document =
                event.claims.first().and_then(|claim| document_of_claim.get(claim).copied()).cloned();
            let document = document.as_ref();
            event.participants = std::mem::take(&mut event.participants)
                .iter()
                .cloned()
                .map(|mut participant| {
                    origins.put(&mut participant.actor, document);
                    participant
                })
                .collect();
            for links in [&mut event.part_of, &mut event.because_of, &mut event.about] {
                let renamed: Set<Id> = links
                    .iter()
                    .map(|link| {
                        let told = document.and_then(|document| told.get(&(link.clone(), document.clone())));
                        told.unwrap_or(link).clone()
                    })
                    .collect();
                *links = renamed;
            }
            event.independent_sources = 1;
            add(&mut whole.events, id, event);
        }
        for part in parts.actors {
            add(&mut whole.actors, part.node.id.clone(), Box::new(part.node));
        }
        for part in parts.events {
            add(&mut whole.events, part.node.id.clone(), Box::new(part.node));
        }
        let as_given: BTreeSet<Id> = parts.claims.iter().map(|claim| claim.id.clone()).collect();
        for claim in parts.claims {
            add(&mut whole.claims, claim.id.clone(), Box::new(claim));
        }
        for (id, mut claim) in self.claims.into_iter().filter(|(id, _)| !as_given.contains(id)) {
            if let Some(event) = event_of_claim.get(&id) {
                claim.event = event.clone();
            }
            let document = claim.document.clone();
            for hop in &mut claim.attribution {
                hop.actor.iter_mut().for_each(|actor| origins.put(actor, Some(&document)));
            }
            claim.quantities.clear();
            add(&mut whole.claims, id, claim);
        }
        // Ties of joined actors are among the parts; those of others changed at most the ids of their ends.
        for mut relation in self.relations {
            if joined_actors.contains(&relation.source) || joined_actors.contains(&relation.target) {
                continue;
            }
            origins.put(&mut relation.source, None);
            origins.put(&mut relation.target, None);
            whole.relations.insert(relation);
        }
        whole.relations.extend(parts.relations);
        whole
    }
}
