//! Where those without a name are from: whom or what their phrase says they belong to, and where it says they are.
//!
//! In come resolved actors; out go [`Actor::of`](super::Actor::of), [`Actor::at`](super::Actor::at) and the countries
//! that follow. Being somewhere makes nobody a national of it.

use super::resolver::Resolver;
use super::{ActorId, ActorKind, PlaceId};
use crate::lexicon::naming::{fold, naming};
use crate::lexicon::world::world;
use crate::text::Deprel;
use std::collections::BTreeSet;

impl Resolver<'_> {
    /// Reads the first phrase of every actor without a name, and of every body of no known country.
    pub(super) fn settle_homes(&mut self) {
        let government = self.only_government();
        for id in 0..self.entities.actors.len() {
            let actor = &self.entities.actors[id];
            let first = actor.mentions.iter().min_by_key(|mention| mention.span.start);
            let Some((sentence, head)) = first.map(|mention| (mention.sentence, mention.head)) else {
                continue;
            };
            let is_body = actor.named && actor.kind == ActorKind::Organization && actor.country.is_none();
            if (actor.named && !is_body)
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
            // "The rebels said their forces ...": armed men are of the side that they fight for.
            let is_armed = matches!(actor.sector.as_deref(), Some("MIL" | "UAF"));
            let side = self.parsed[sentence]
                .dependent(head, Deprel::NmodPoss)
                .filter(|_| is_armed)
                .and_then(|owner| self.entities.actor_at(sentence, owner))
                .and_then(|owner| self.entities.actors[owner.0].country.clone());
            // "Chechen fighters"
            let people = self.parsed[sentence].dependents(head).iter().find_map(|&child| {
                let is_modifier = matches!(
                    self.parsed[sentence].deprel(child),
                    Deprel::Amod | Deprel::Compound | Deprel::NmodDesc
                );
                world().home_of_people(self.parsed[sentence].word(child)).filter(|_| is_modifier)
            });
            let origin = origin.or(side).or(people.map(str::to_owned));
            let actor = &mut self.entities.actors[id];
            if is_body {
                actor.at = at;
                // Every country has a defence ministry; a text that does not say whose means that of its own country.
                let is_of_state =
                    matches!(actor.sector.as_deref(), None | Some("GOV" | "MIL" | "LEG" | "JUD"))
                        && actor.name.split([' ', '-']).all(|word| {
                            let word = fold(word);
                            naming().is("generic", &word) || naming().is("small", &word)
                        });
                if is_of_state {
                    let story = self.story_countries.get(self.traits[id].story).copied().flatten();
                    actor.country =
                        story.map(|country| country.code.to_owned()).or_else(|| government.clone());
                }
                continue;
            }
            actor.country = actor.country.take().or(origin);
            actor.of = of;
            actor.at = at.or(from);
        }
    }

    /// The country of those in office whom the text names, if it is one.
    fn only_government(&self) -> Option<String> {
        let in_office = self.entities.actors.iter().filter(|actor| {
            actor.named
                && actor.kind == ActorKind::Person
                && matches!(actor.sector.as_deref(), Some("GOV" | "LEG"))
        });
        let countries: BTreeSet<&String> = in_office.filter_map(|actor| actor.country.as_ref()).collect();
        countries.first().filter(|_| countries.len() == 1).map(|&country| country.clone())
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
        // "its allies" are others.
        let is_relational = world().is("relational", &parsed.lemma(head));
        for &child in parsed.dependents(head) {
            let preposition = parsed.preposition(child);
            let belongs = match parsed.deprel(child) {
                Deprel::NmodPoss => !is_relational,
                Deprel::Compound | Deprel::NmodDesc => true,
                Deprel::Nmod => matches!(preposition.as_deref(), Some("of" | "from" | "within")),
                _ => false,
            };
            // "a paper based in Lima", "workers affiliated with the union"
            if parsed.deprel(child) == Deprel::Acl {
                for &phrase in parsed.dependents(child) {
                    let preposition = parsed.preposition(phrase);
                    match (parsed.lemma(child).as_str(), preposition.as_deref()) {
                        ("base" | "locate" | "station" | "headquarter", Some("in" | "at" | "near")) => {
                            from = from.or(self.entities.place_at(sentence, phrase));
                        }
                        ("affiliate" | "ally" | "link" | "belong", Some("with" | "to")) => {
                            let body = self.entities.actor_at(sentence, phrase);
                            of = of.or(body.filter(|&body| body != own));
                        }
                        _ => {}
                    }
                }
            }
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
