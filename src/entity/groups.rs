//! Groups: several people or states mentioned as one: "the two countries", "47 people", "its allies".

use super::nominals::{Determination, Nominal};
use super::resolver::{Resolver, blank_actor};
use super::{Actor, ActorId, ActorKind};
use crate::lexicon::world::NounClass;
use crate::text::Deprel;

impl Resolver<'_> {
    pub(super) fn resolve_group(&mut self, sentence: usize, nominal: &Nominal) {
        if let Some(members) = self.members_meant(sentence, nominal) {
            let actor = self.group_of(sentence, nominal, &members);
            self.mention_nominal(actor, sentence, nominal, "group");
            return;
        }
        if nominal.class == NounClass::States && nominal.possessor.is_some() {
            self.add_friends(sentence, nominal);
            return;
        }
        if let Some(actor) = self.same_group(sentence, nominal) {
            self.mention_nominal(actor, sentence, nominal, "nominal");
            return;
        }
        let actor = self.unnamed(sentence, nominal, ActorKind::Group);
        self.traits[actor.0].plural |=
            nominal.class == NounClass::People || nominal.class == NounClass::Adjectival;
        self.mention_nominal(actor, sentence, nominal, "nominal");
    }

    /// "its allies": a group that hangs on a country.
    fn add_friends(&mut self, sentence: usize, nominal: &Nominal) {
        let Some(possessor) = nominal.possessor else { return };
        let kind = match self.entities.actors[possessor.0].kind {
            ActorKind::Country | ActorKind::Bloc => ActorKind::Bloc,
            _ => ActorKind::Group,
        };
        let earlier = self.recent_where(sentence, nominal.head, 60, |resolver, actor| {
            resolver.traits[actor.0].nouns.contains(&nominal.lemma)
                && resolver.traits[actor.0].plural
                && resolver.entities.ties.iter().any(|tie| tie.source == actor && tie.target == possessor)
        });
        let actor = match earlier.first() {
            Some(&actor) => actor,
            None => {
                let actor = self.unnamed(sentence, nominal, kind);
                self.entities.actors[actor.0].country = None;
                if nominal.lemma == "ally" {
                    self.add_tie(actor, possessor, "ally_of");
                }
                actor
            }
        };
        self.mention_nominal(actor, sentence, nominal, "nominal");
    }

    /// The actors that "the two countries", "both sides", "the officials" sum up, where that is clear.
    fn members_meant(&self, sentence: usize, nominal: &Nominal) -> Option<Vec<ActorId>> {
        let parsed = &self.parsed[sentence];
        let is_both = (nominal.start..nominal.head).any(|index| parsed.lower(index) == "both");
        let is_definite = nominal.determination == Determination::Definite || is_both;
        if !is_definite || !nominal.plural || nominal.possessor.is_some() || nominal.country.is_some() {
            return None;
        }
        let count = if is_both { Some(2) } else { nominal.count };
        let telling = nominal.qualifiers.iter().any(|word| word != "two" && word != "both");
        if telling || count.is_some_and(|count| !(2..=4).contains(&count)) {
            return None;
        }
        let of_states = matches!(nominal.class, NounClass::States | NounClass::Government)
            || (nominal.class == NounClass::Group && nominal.lemma == "side" && count.is_some());
        if of_states {
            return self.countries_meant(sentence, nominal.head, count.unwrap_or(2) as usize);
        }
        if !matches!(nominal.class, NounClass::Title | NounClass::Person) {
            return None;
        }
        let is_office = nominal.class == NounClass::Title;
        if count.is_none() && !is_office {
            return None;
        }
        let wanted = count.unwrap_or(2) as usize;
        let people = self.recent_distinct(sentence, nominal.head, 2, |actor| {
            actor.kind == ActorKind::Person
                && actor.named
                && (!is_office
                    || actor.sector.as_deref().is_some_and(|sector| sector == "GOV")
                    || !actor.titles.is_empty())
        });
        (people.len() == wanted).then(|| people.into_iter().rev().collect())
    }

    /// The countries last spoken of together.
    fn countries_meant(&self, sentence: usize, token: usize, wanted: usize) -> Option<Vec<ActorId>> {
        let is_country = |actor: &Actor| actor.kind == ActorKind::Country && actor.named;
        // Exactly as many in this sentence, or in this and the one before.
        for window in [0, 1] {
            let near = self.recent_distinct(sentence, token, window, is_country);
            if near.len() == wanted {
                return Some(near.into_iter().rev().collect());
            }
        }
        let story = self.story(sentence);
        // A pair named as one before: "Ghana and Ivory Coast", or a group already made of them.
        let pair = self.recent.iter().rev().take(400).find_map(|recent| {
            let actor = &self.entities.actors[recent.actor.0];
            if self.story(recent.sentence) != story {
                return None;
            }
            if actor.members.len() == wanted
                && actor.members.iter().all(|member| is_country(&self.entities.actors[member.0]))
            {
                return Some(actor.members.clone());
            }
            if wanted != 2 || !is_country(actor) {
                return None;
            }
            let parsed = &self.parsed[recent.sentence];
            let first =
                parsed.token(recent.token).head.filter(|_| parsed.deprel(recent.token) == Deprel::Conj)?;
            let first = self.entities.actor_at(recent.sentence, first)?;
            (is_country(&self.entities.actors[first.0]) && first != recent.actor)
                .then(|| vec![first, recent.actor])
        });
        if pair.is_some() {
            return pair;
        }
        let last: Vec<ActorId> =
            self.recent_distinct(sentence, token, 1, is_country).into_iter().take(wanted).collect();
        (last.len() == wanted).then(|| last.into_iter().rev().collect())
    }

    /// The distinct actors mentioned before `token` in the sentence and in `sentences` before it, latest first.
    pub(super) fn recent_distinct(
        &self,
        sentence: usize,
        token: usize,
        sentences: usize,
        fits: impl Fn(&Actor) -> bool,
    ) -> Vec<ActorId> {
        let story = self.story(sentence);
        self.recent_where(sentence, token, sentences, |resolver, actor| {
            fits(&resolver.entities.actors[actor.0])
        })
        .into_iter()
        .filter(|actor| {
            self.entities.actors[actor.0]
                .mentions
                .iter()
                .rev()
                .find(|mention| (mention.sentence, mention.head) < (sentence, token))
                .is_some_and(|mention| self.story(mention.sentence) == story)
        })
        .collect()
    }

    fn group_of(&mut self, sentence: usize, nominal: &Nominal, members: &[ActorId]) -> ActorId {
        let mut ids: Vec<usize> = members.iter().map(|member| member.0).collect();
        ids.sort_unstable();
        let key = format!("group {ids:?}");
        let names: Vec<&str> =
            members.iter().map(|member| self.entities.actors[member.0].name.as_str()).collect();
        let name = names.join(" and ");
        let sector = nominal.sector.map(str::to_owned);
        let count = u32::try_from(members.len()).ok();
        let actor = self.actor_with_key(&key, sentence, || Actor {
            name,
            kind: ActorKind::Group,
            members: members.to_vec(),
            sector,
            count,
            ..blank_actor()
        });
        self.traits[actor.0].plural = true;
        self.traits[actor.0].nouns.insert(nominal.lemma.clone());
        actor
    }

    /// A group mentioned before: the same noun with the same number, or "the" or no article and no number.
    fn same_group(&self, sentence: usize, nominal: &Nominal) -> Option<ActorId> {
        let story = self.story(sentence);
        let counted = nominal.count.is_some();
        if !counted && nominal.determination == Determination::Indefinite {
            return None;
        }
        let found = self.recent_where(sentence, nominal.head, 60, |resolver, actor| {
            let known = &resolver.entities.actors[actor.0];
            let traits = &resolver.traits[actor.0];
            let country = nominal.country.map(|country| country.code);
            known.kind == ActorKind::Group
                && traits.story == story
                && traits.nouns.contains(&nominal.lemma)
                && known.members.is_empty()
                && (traits.plural == nominal.plural || nominal.class == NounClass::People)
                && known.country.as_deref() == country
                && match nominal.determination {
                    _ if counted => known.count == nominal.count,
                    Determination::Definite => {
                        nominal.qualifiers.is_empty()
                            || nominal
                                .qualifiers
                                .iter()
                                .all(|qualifier| traits.qualifiers.contains(qualifier))
                    }
                    _ => known.count.is_none() && nominal.qualifiers.iter().eq(traits.qualifiers.iter()),
                }
        });
        match nominal.determination {
            Determination::Possessed => None,
            _ => found.first().copied(),
        }
    }
}
