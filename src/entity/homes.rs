//! Where those without a name are from: whom or what their phrase says they belong to, and where it says they are.
//!
//! In come resolved actors; out go [`Actor::of`](super::Actor::of), [`Actor::at`](super::Actor::at) and the countries
//! that follow. Being somewhere makes nobody a national of it.

use super::resolver::Resolver;
use super::{ActorId, ActorKind, PlaceId};
use crate::text::Deprel;

impl Resolver<'_> {
    /// Reads the first phrase of every actor without a name.
    pub(super) fn settle_homes(&mut self) {
        for id in 0..self.entities.actors.len() {
            let actor = &self.entities.actors[id];
            let first = actor.mentions.iter().min_by_key(|mention| mention.span.start);
            let Some((sentence, head)) = first.map(|mention| (mention.sentence, mention.head)) else {
                continue;
            };
            if actor.named
                || matches!(actor.kind, ActorKind::Country | ActorKind::Bloc | ActorKind::Anonymous)
            {
                continue;
            }
            let (of, from, at) = self.homes_of(sentence, head, ActorId(id));
            let origin = match (of, from) {
                (Some(of), _) => self.entities.actors[of.0].country.clone(),
                (None, Some(from)) => self.entities.places[from.0].country.clone(),
                (None, None) => None,
            };
            let actor = &mut self.entities.actors[id];
            actor.country = actor.country.take().or(origin);
            actor.of = of;
            actor.at = at.or(from);
        }
    }

    /// The actor that the phrase headed by `head` belongs to, the place it is from, and where it is.
    fn homes_of(
        &self,
        sentence: usize,
        head: usize,
        own: ActorId,
    ) -> (Option<ActorId>, Option<PlaceId>, Option<PlaceId>) {
        let (mut of, mut from, mut at) = (None, None, None);
        let parsed = &self.parsed[sentence];
        for &child in parsed.dependents(head) {
            let preposition = parsed.preposition(child);
            let belongs = match parsed.deprel(child) {
                Deprel::NmodPoss | Deprel::Compound | Deprel::NmodDesc => true,
                Deprel::Nmod => matches!(preposition.as_deref(), Some("of" | "from" | "within")),
                _ => false,
            };
            let place = self.entities.place_at(sentence, child);
            if belongs {
                let owner = self.entities.actor_at(sentence, child).filter(|&owner| {
                    // "a majority of farmers" are farmers; "his lawyer" is a person's.
                    owner != own
                        && !matches!(self.entities.actors[owner.0].kind, ActorKind::Person | ActorKind::Group)
                });
                of = of.or(owner);
                from = from.or(place);
            } else if parsed.deprel(child) == Deprel::Nmod
                && matches!(preposition.as_deref(), Some("in" | "at" | "near" | "across" | "throughout"))
            {
                at = at.or(place);
            }
        }
        (of, from, at)
    }
}
