//! Who is who as it was told of all documents, for whoever reads some of them later.

use super::Decisions;
use super::apply::{ActorNames, apply, told_events};
use super::parts::{own_id, own_id_as};
use crate::entity::ActorKind;
use crate::graph::{Actor, Event, Graph, Id, Set, Word};
use std::collections::{BTreeMap, BTreeSet};

/// Who is who in a graph that was resolved, without the graph.
///
/// ```
/// use diurna::document::{ReadOptions, read_text};
/// use diurna::graph::{Decisions, Graph};
/// use diurna::reading::read;
/// let graph = |text| Graph::from_reading(&read(read_text(text, &ReadOptions::default())));
/// let one = graph("Lena Ortiz, the mayor of Lima, visited Peru's parliament on 3 May 2024.");
/// let two = graph("The mayor of Lima, Lena Ortiz, resigned on 5 May 2024.");
/// let decisions = Decisions::default();
/// let whole = one.clone().merge(two.clone()).resolve(&decisions);
/// let identities = whole.identities(&decisions);
/// assert_eq!(one.clone().merge(two).resolve_as(&identities), whole);
/// let part = one.resolve_as(&identities);
/// assert!(part.actors().all(|actor| whole.actor(&actor.id).is_some_and(|whole| whole.titles == actor.titles)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identities {
    /// What actors are called, by what their documents call them, where that is not the same.
    pub actors: BTreeMap<Id, Id>,
    /// What events are called, by what their documents call them, where several are one.
    pub events: BTreeMap<Id, Id>,
    /// Actors of several parts, and those of which people decided something, without mentions.
    pub whole_actors: Vec<Actor>,
    /// Events of several parts, without what their parts say by themselves: claims, roles, places and links.
    pub whole_events: Vec<Event>,
}

impl Graph {
    /// Who is who in this graph, which was resolved with `decisions`.
    pub fn identities(&self, decisions: &Decisions) -> Identities {
        let parts = self.parts();
        let joined: BTreeSet<&Id> = parts.actors.iter().map(|part| &part.same_as).collect();
        let alone = self.actors().filter(|actor| !joined.contains(&actor.id));
        // Where people decided what an actor is, its document may call it something else.
        let kinds = if decisions.is_empty() { &[] } else { ActorKind::all() };
        let own_id =
            |actor: &Actor| own_id(actor).or_else(|| kinds.iter().find_map(|&kind| own_id_as(actor, kind)));
        let alone = alone.filter_map(|actor| Some((own_id(actor)?, actor.id.clone())));
        let of_parts = parts.actors.iter().map(|part| (part.node.id.clone(), part.same_as.clone()));
        let actors: BTreeMap<Id, Id> = of_parts.chain(alone).collect();
        let events = parts.events.iter().map(|part| (part.node.id.clone(), part.same_as.clone()));
        let events: BTreeMap<Id, Id> = events.collect();
        let described = decisions.described().map(|id| actors.get(id).unwrap_or(id));
        let whole_actors: BTreeSet<&Id> = joined.into_iter().chain(described).collect();
        let whole_events: BTreeSet<&Id> = events.values().collect();
        Identities {
            whole_actors: whole_actors
                .into_iter()
                .filter_map(|id| self.actor(id))
                .map(without_mentions)
                .collect(),
            whole_events: whole_events
                .into_iter()
                .filter_map(|id| self.event(id))
                .map(without_parts)
                .collect(),
            actors,
            events,
        }
    }

    /// This graph, which is what some documents gave, with actors and events called and described as in the graph of all
    /// documents that `identities` is of.
    ///
    /// With all documents that graph itself. With some, an event lacks what the others say, but for what
    /// [`Identities::whole_events`] knows; an actor lacks its mentions in the others.
    #[must_use]
    pub fn resolve_as(self, identities: &Identities) -> Self {
        let names = ActorNames::told(&self, &identities.actors);
        let events = told_events(&self, &identities.events);
        let mut graph = apply(self, &names, events);
        for whole in &identities.whole_actors {
            let mut actor = Box::new(whole.clone());
            if let Some(part) = graph.actors.remove(&whole.id) {
                actor.mentions = part.mentions;
            }
            graph.actors.insert(whole.id.clone(), actor);
        }
        for whole in &identities.whole_events {
            if let Some(event) = graph.events.get_mut(&whole.id) {
                describe_as(event, whole.clone());
            }
        }
        graph
    }
}

fn without_mentions(actor: &Actor) -> Actor {
    Actor { mentions: BTreeSet::new(), ..actor.clone() }
}

fn without_parts(event: &Event) -> Event {
    let none = Set::default;
    Event {
        participants: Set::default(),
        places: none(),
        part_of: none(),
        because_of: none(),
        about: none(),
        claims: none(),
        ..event.clone()
    }
}

/// Makes `event` what the whole is, but for what its parts say by themselves.
fn describe_as(event: &mut Event, whole: Event) {
    let part = std::mem::replace(event, whole);
    event.participants = part.participants;
    event.places = part.places;
    event.part_of = part.part_of;
    event.because_of = part.because_of;
    event.about = part.about;
    event.claims = part.claims;
}
