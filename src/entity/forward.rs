//! Those whom a text names only after it spoke of them: "Mayor walks out of talks", "the bank ... Kolo Trade Bank".
//!
//! In come the actors of all sentences; out go the same, with some that have no name, or only a surname in a headline,
//! joined to the one actor of the story whom the text calls so. Two such actors mean no answer.

use super::resolver::{Resolver, blank_actor};
use super::{Actor, ActorId, ActorKind, ActorMention};
use crate::lexicon::naming::{capitalize, naming};
use crate::lexicon::world::{Gender, world};
use std::collections::BTreeMap;

/// No headline speaks of more people, and no story names more that are worth comparing.
const MAX_PEOPLE: usize = 200;

impl Resolver<'_> {
    /// Joins actors to those of their stories that have a name.
    pub(super) fn join_named_later(&mut self) {
        self.join_surnames();
        self.join_kin();
        self.join_bodies();
        self.join_headlines();
        self.absorb_merged();
    }

    /// A surname in a headline is whose it is in the story, if several people there have it.
    fn join_surnames(&mut self) {
        for ((story, name), &bearer) in &self.surnames {
            let Some(&actor) = self.actor_of_key.get(&format!("person {name}")) else { continue };
            let mentions = &self.entities.actors[actor.0].mentions;
            // "Olsen's daughter to lead museum": of two Olsens, perhaps the one whom the story hardly speaks of.
            let is_of_headline = mentions.iter().all(|mention| {
                self.is_headline(mention.sentence)
                    && self.story(mention.sentence) == *story
                    && !self.parsed[mention.sentence].is_possessive_ending(mention.head + 1)
            });
            if actor != bearer && is_of_headline && !self.entities.actors[actor.0].listed {
                self.merged.insert(actor, bearer);
            }
        }
    }

    /// "His wife went for a walk. Later Hanna Brandsma was found": somebody's relative is the only other one of the story with
    /// the surname, if the text calls that one nothing else.
    fn join_kin(&mut self) {
        let mut bearers: BTreeMap<(usize, &str), Vec<ActorId>> = BTreeMap::new();
        for (index, actor) in self.entities.actors.iter().enumerate() {
            let is_person = actor.kind == ActorKind::Person && actor.named;
            let surname = actor.name.rsplit_once(' ').map(|(_, surname)| surname);
            if let Some(surname) = surname.filter(|_| is_person) {
                let list = bearers.entry((self.traits[index].story, surname)).or_default();
                if list.len() < 3 {
                    list.push(ActorId(index));
                }
            }
        }
        let mut found = Vec::new();
        for (owner, noun, unnamed) in self.unnamed_kin.iter().take(MAX_PEOPLE) {
            let Some((_, surname)) = self.entities.actors[owner.0].name.rsplit_once(' ') else { continue };
            let story = self.traits[owner.0].story;
            let others = bearers.get(&(story, surname)).map_or(&[][..], Vec::as_slice);
            let &[one, two] = others else { continue };
            let other = match (one == *owner, two == *owner) {
                (true, false) => two,
                (false, true) => one,
                _ => continue,
            };
            let told = world().noun(noun, noun).and_then(|noun| noun.gender);
            let known = self.traits[other.0].gender;
            let known = known.or_else(|| world().gender_of_bearer(&self.entities.actors[other.0].name));
            let is_called_otherwise = self.kin.iter().any(|(of, called, kin)| {
                ((of, *kin) == (owner, other) && called != noun)
                    || ((*of, kin) == (other, owner) && !naming().kin(called).contains(&noun.as_str()))
            });
            if !is_called_otherwise && Gender::agree(told, known) {
                found.push((*unnamed, other));
            }
        }
        self.merged.extend(found);
    }

    /// "The bank tried to calm its customers", and a sentence or two later its name.
    fn join_bodies(&mut self) {
        let mut named: BTreeMap<(usize, &str), Vec<ActorId>> = BTreeMap::new();
        for (index, actor) in self.entities.actors.iter().enumerate() {
            let is_body = actor.kind == ActorKind::Organization && actor.named;
            for noun in self.traits[index].nouns.iter().filter(|_| is_body) {
                let list = named.entry((self.traits[index].story, noun)).or_default();
                if list.len() < 2 {
                    list.push(ActorId(index));
                }
            }
        }
        let mut found = Vec::new();
        for (index, actor) in self.entities.actors.iter().enumerate() {
            let traits = &self.traits[index];
            let is_private =
                !matches!(actor.sector.as_deref(), Some("GOV" | "MIL" | "COP" | "LEG" | "JUD" | "SPY"));
            let is_plain = traits.nouns.len() == 1 && traits.qualifiers.is_empty() && !traits.plural;
            if actor.kind != ActorKind::Organization
                || actor.named
                || !is_private
                || !is_plain
                || actor.of.is_some()
                || actor.country.is_some()
                || !actor.aliases.iter().any(|alias| alias.to_lowercase().starts_with("the "))
            {
                continue;
            }
            let noun = traits.nouns.first().map_or("", String::as_str);
            let Some([only]) = named.get(&(traits.story, noun)).map(Vec::as_slice) else { continue };
            let sentence = |actor: &Actor| actor.mentions.first().map(|mention| mention.sentence);
            let (first, later) = (sentence(actor), sentence(&self.entities.actors[only.0]));
            if let (Some(first), Some(later)) = (first, later)
                && first < later
                && later - first <= 3
            {
                found.push((ActorId(index), *only));
            }
        }
        self.merged.extend(found);
    }

    /// Joins people without a name in headlines to the people of their stories.
    fn join_headlines(&mut self) {
        let mut named: BTreeMap<usize, Vec<ActorId>> = BTreeMap::new();
        let mut unnamed: BTreeMap<usize, Vec<ActorId>> = BTreeMap::new();
        for (index, actor) in self.entities.actors.iter().enumerate() {
            let Some(first) = actor.mentions.first().filter(|_| actor.kind == ActorKind::Person) else {
                continue;
            };
            let story = self.story(first.sentence);
            let list = match actor.named {
                true => named.entry(story).or_default(),
                false if self.is_headline(first.sentence) => unnamed.entry(story).or_default(),
                false => continue,
            };
            if list.len() < MAX_PEOPLE {
                list.push(ActorId(index));
            }
        }
        for (story, people) in unnamed {
            let named = named.get(&story).map_or(&[][..], Vec::as_slice);
            for person in people.into_iter().take(20) {
                let mut found = named.iter().copied().filter(|&other| self.is_called(other, person));
                if let (Some(only), None) = (found.next(), found.next()) {
                    let only = self.merged.get(&only).copied().unwrap_or(only);
                    self.merged.insert(person, only);
                }
            }
        }
    }

    /// Whether the text calls `named` what the headline calls `unnamed`, and not both in one sentence.
    fn is_called(&self, named: ActorId, unnamed: ActorId) -> bool {
        let (known, other) = (&self.entities.actors[named.0], &self.entities.actors[unnamed.0]);
        let (traits, wanted) = (&self.traits[named.0], &self.traits[unnamed.0]);
        let headline = other.mentions.first().map(|mention| mention.sentence);
        let is_beside = known.mentions.iter().any(|mention| Some(mention.sentence) == headline);
        let disagree = |one: &Option<String>, two: &Option<String>| {
            one.as_ref().is_some_and(|one| two.as_ref().is_some_and(|two| one != two))
        };
        let is_told = |word: &String| {
            known.titles.iter().any(|title| title.title.to_lowercase().split(' ').any(|own| own == word))
        };
        // "Ousted minister": not the one who is in office.
        let is_past = |text: &String| world().is_past_title(&text.to_lowercase());
        let was = other.aliases.iter().any(is_past);
        let has_been =
            || !traits.past_nouns.is_empty() || known.titles.iter().any(|title| is_past(&title.title));
        !is_beside
            && (!was || known.titles.is_empty() || has_been())
            && wanted.nouns.iter().any(|noun| traits.nouns.contains(noun))
            && !disagree(&known.country, &other.country)
            && Gender::agree(traits.gender, wanted.gender)
            && wanted.qualifiers.iter().all(|word| {
                is_told(word) || !(world().is("modifier", word) || world().known(&capitalize(word)).is_some())
            })
    }

    /// Lets everything that is said of those who turned out to be another be said of that one.
    fn absorb_merged(&mut self) {
        for (from, into) in self.merged.clone() {
            let gone = std::mem::replace(&mut self.entities.actors[from.0], blank_actor());
            let mentions = gone.mentions.into_iter();
            let known = &mut self.entities.actors[into.0];
            if gone.named {
                known.aliases.extend(gone.aliases);
            }
            known.mentions.extend(mentions.map(|mention| ActorMention { rule: "named-later", ..mention }));
            for title in gone.titles {
                self.push_title(into, title.title, title.of);
            }
        }
        let merged = &self.merged;
        let renew = |actor: &mut ActorId| *actor = merged.get(actor).copied().unwrap_or(*actor);
        for actor in &mut self.entities.actors {
            actor.members.iter_mut().chain(&mut actor.of).for_each(renew);
        }
        for tie in &mut self.entities.ties {
            renew(&mut tie.source);
            renew(&mut tie.target);
        }
        self.entities.ties.retain(|tie| tie.source != tie.target);
        self.entities.index.actors.values_mut().for_each(|(actor, _)| renew(actor));
    }
}
