//! A part of a graph that is a graph itself.

use super::{Claim, Event, Graph, Id, Table};
use std::collections::BTreeSet;

impl Graph {
    /// The part of the graph that `events` need: their claims, who takes part, who speaks, where, and what those refer
    /// to in turn.
    ///
    /// Ties are kept between nodes that are kept, mentions where their document is. Ids that are no event of this
    /// graph count for nothing.
    ///
    /// ```
    /// use diurna::graph::Graph;
    /// let graph = Graph::from_json(r#"{"format": "diurna/1",
    ///     "actors": [{"id": "a:1", "name": "Peru", "kind": "country"}, {"id": "a:2", "name": "Oslo", "kind": "group"}],
    ///     "events": [{"id": "e:1", "type": "CONSULT", "status": "planned",
    ///                 "participants": [{"role": "agent", "actor": "a:1"}]}]}"#)?;
    /// assert_eq!(graph.part(["e:1".into()]).actors().len(), 1);
    /// assert_eq!(graph.part([]), Graph::default());
    /// # Ok::<(), diurna::Error>(())
    /// ```
    #[must_use]
    pub fn part(&self, events: impl IntoIterator<Item = Id>) -> Self {
        let events: Table<Event> =
            events.into_iter().filter_map(|id| self.events.get_key_value(&id)).map(cloned).collect();
        let claims: Table<Claim> = events
            .values()
            .flat_map(|event| &event.claims)
            .filter_map(|id| self.claims.get_key_value(id))
            .map(cloned)
            .collect();
        let documents: Table<_> = claims
            .values()
            .filter_map(|claim| self.documents.get_key_value(&claim.document))
            .map(cloned)
            .collect();
        let mut events = events;
        let kept: BTreeSet<Id> = events.keys().cloned().collect();
        for event in events.values_mut() {
            for others in [&mut event.part_of, &mut event.because_of, &mut event.about] {
                if others.iter().any(|other| !kept.contains(other)) {
                    *others = others.iter().filter(|other| kept.contains(*other)).cloned().collect();
                }
            }
        }
        let participants = events.values().flat_map(|event| &event.participants);
        let speakers = claims.values().flat_map(|claim| &claim.attribution);
        let mut wanted: Vec<&Id> = participants.map(|participant| &participant.actor).collect();
        wanted.extend(speakers.filter_map(|hop| hop.actor.as_ref()));
        wanted.extend(events.values().flat_map(|event| &event.places));
        let mut part = Self { documents, ..Self::default() };
        part.add_nodes(self, wanted);
        let kept: BTreeSet<&Id> = part.actors.keys().chain(part.places.keys()).collect();
        let relations = self.relations.iter();
        let relations: BTreeSet<_> = relations
            .filter(|relation| kept.contains(&relation.source) && kept.contains(&relation.target))
            .cloned()
            .collect();
        part.relations = relations;
        (part.events, part.claims) = (events, claims);
        part
    }

    /// Adds the actors and places of `whole` that `wanted` names, and those they refer to.
    fn add_nodes<'graph>(&mut self, whole: &'graph Self, mut wanted: Vec<&'graph Id>) {
        while let Some(id) = wanted.pop() {
            if let Some(actor) = whole.actors.get(id).filter(|_| !self.actors.contains_key(id)) {
                wanted.extend(&actor.members);
                wanted.extend(actor.titles.iter().filter_map(|title| title.of.as_ref()));
                let mut actor = actor.clone();
                actor.mentions.retain(|mention| self.documents.contains_key(&mention.document));
                self.actors.insert(id.clone(), actor);
            }
            if let Some(place) = whole.places.get(id).filter(|_| !self.places.contains_key(id)) {
                wanted.extend(&place.within);
                let mut place = place.clone();
                place.mentions.retain(|mention| self.documents.contains_key(&mention.document));
                self.places.insert(id.clone(), place);
            }
        }
    }
}

fn cloned<T: Clone>((id, node): (&Id, &T)) -> (Id, T) {
    (id.clone(), node.clone())
}
