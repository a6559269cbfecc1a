//! Nouns that come back to an event of the same story: "the deal", "his arrest", "Tuesday's bombing".
//!
//! In come the nouns of a sentence that name no event by themselves, and the events told so far; out comes the one event
//! that each noun means, if there is exactly one that it can mean. Every word of the phrase has to be known from
//! the sentences that tell of the event: "the grain deal" does not mean a deal about gas.

use super::events::{EventFinder, EventMention, is_definite, is_named_apart};
use super::merge::{CLUSTER_REACH, Cluster, MENTION_REACH, Merger, POINTER_REACH, times_agree};
use super::status::reality_of;
use super::{Standing, Status};
use crate::entity::ActorId;
use crate::lexicon::event_nouns::EventNoun;
use crate::lexicon::grammar::grammar;
use crate::text::{Deprel, Sentence, Upos, Xpos};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many sentences back the last mention of the event may be where others could be meant too, all of them farther back.
const NEAR: usize = 1;
/// How many sentences back the only event that a noun can mean may be.
const FAR: usize = 20;
/// How sure such a claim is: 36 of the 38 nouns found in our own stories (tests/corpus/identity) mean the event, but none of
/// them says more of it than that it is spoken of.
const CONFIDENCE: f32 = 0.6;

impl<'a> EventFinder<'a> {
    /// The nouns of sentence `sentence` that may mean an event told of elsewhere, beside the events `found` in it.
    pub(crate) fn pointers_in(&self, sentence: usize, found: &[EventMention<'_>]) -> Vec<EventMention<'a>> {
        let tree = &self.sentences[sentence];
        let is_taken =
            |token: usize| found.iter().any(|event| event.token == token || event.used.contains(&token));
        let pointer = |token: usize| {
            let noun = noun_at(tree, token).filter(|_| !is_taken(token))?;
            // "nobody claimed the attack" says nothing against it; "the attack did not happen" does.
            let is_subject = matches!(tree.tokens[token].deprel, Deprel::Nsubj | Deprel::NsubjPass);
            if is_subject && reality_of(tree, token).negated {
                return None;
            }
            Some(EventMention {
                sense: noun.sense(),
                pointer: Some(noun),
                sentence,
                token,
                anchor: token,
                used: Vec::new(),
                trigger: tree.tokens[token].span,
                roles: BTreeSet::new(),
                sureness: Vec::new(),
                places: Vec::new(),
                quantities: Vec::new(),
                status: Status::Unknown,
                negated: false,
                is_another: false,
                definite: is_definite(tree, token),
                standing: Standing::Background,
                confidence: CONFIDENCE,
            })
        };
        (0..tree.tokens.len()).filter_map(pointer).collect()
    }
}

/// The entry of the noun at `token` if its phrase may come back to something: "the attack", in a title "attack"; not "an
/// attack", "another attack", "two attacks".
fn noun_at(tree: &Sentence, token: usize) -> Option<&'static EventNoun> {
    let word = &tree.tokens[token];
    if word.upos != Upos::Noun || word.deprel == Deprel::Compound {
        return None;
    }
    let noun = EventNoun::of(tree.lemma(token))?;
    let is_set_apart = tree.children(token).any(|child| match tree.tokens[child].deprel {
        Deprel::Det => !is_definite(tree, token),
        Deprel::Nummod => true,
        _ => false,
    });
    let is_named_apart = is_named_apart(tree, token) && !is_verdict(tree, token);
    let fits = noun.fits_number(word.xpos == Xpos::Nns) && !is_set_apart && !is_named_apart;
    fits.then_some(noun)
}

/// Whether the noun at `token` says, after a comma, which place what the sentence told takes among its like: "walked out,
/// the biggest strike in years".
fn is_verdict(tree: &Sentence, token: usize) -> bool {
    let is_ranked = |child: usize| {
        tree.tokens[child].deprel == Deprel::Amod
            && (tree.tokens[child].xpos == Xpos::Jjs || grammar().is_rank(tree.lemma(child)))
    };
    if !tree.children(token).any(is_ranked) {
        return false;
    }
    let start = tree.subtree(token).start;
    tree.tokens[..start].last().is_some_and(|before| before.upos == Upos::Punct) && tree.lemma(start) == "the"
}

/// Where clusters are told of.
struct Told {
    /// The cluster of each mention that has one.
    home: Vec<Option<usize>>,
    /// The clusters that each sentence mentions.
    by_sentence: BTreeMap<usize, BTreeSet<usize>>,
}

impl Merger<'_> {
    /// Gives each noun that comes back to an event the cluster of that event, and takes away clusters that are only such a
    /// noun ("the attack" of "the group claimed the attack").
    pub(super) fn resolve_pointers(&self, clusters: &mut Vec<Cluster>) {
        let mut told = Told { home: vec![None; self.mentions.len()], by_sentence: BTreeMap::new() };
        for (position, cluster) in clusters.iter().enumerate() {
            for &mention in &cluster.mentions {
                told.home[mention] = Some(position);
                told.by_sentence.entry(self.sentence_of(mention)).or_default().insert(position);
            }
        }
        for index in 0..self.mentions.len() {
            let own = told.home[index].filter(|&own| self.is_mere_noun(&clusters[own], index));
            if self.mentions[index].event.pointer.is_none() && own.is_none() {
                continue;
            }
            if let Some(target) = self.meant_by(clusters, &told, index, own) {
                let mentions = &mut clusters[target].mentions;
                let place = mentions.partition_point(|&mention| mention < index);
                mentions.insert(place, index);
                told.by_sentence.entry(self.sentence_of(index)).or_default().insert(target);
                if let Some(own) = own {
                    clusters[own].mentions.clear();
                }
            }
        }
        clusters.retain(|cluster| !cluster.mentions.is_empty());
    }

    /// Whether the cluster is no more than the noun of mention `index`, which may mean an event told of elsewhere.
    fn is_mere_noun(&self, cluster: &Cluster, index: usize) -> bool {
        let event = &self.mentions[index].event;
        let tree = &self.sentences[event.sentence];
        cluster.mentions == [index] && event.quantities.is_empty() && noun_at(tree, event.token).is_some()
    }

    /// The one cluster that the noun of mention `index` can mean, `own` aside.
    fn meant_by(&self, clusters: &[Cluster], told: &Told, index: usize, own: Option<usize>) -> Option<usize> {
        let pointer = &self.mentions[index].event;
        let tree = &self.sentences[pointer.sentence];
        let is_title = self.is_title(index);
        if !pointer.definite && !is_title {
            return None;
        }
        let fitting = self.fitting(clusters, told, index, own, POINTER_REACH)?;
        let only = |fitting: &[(usize, usize)]| match fitting {
            [(position, _)] => Some(*position),
            _ => None,
        };
        let of_same_word = |fitting: &[(usize, usize)]| {
            let same_word = fitting.iter().copied().filter(|&(position, _)| {
                near_mentions(&clusters[position], index, is_title).iter().any(|&mention| {
                    let known = &self.mentions[mention].event;
                    self.sentences[known.sentence].lemma(known.token) == tree.lemma(pointer.token)
                })
            });
            only(&same_word.collect::<Vec<_>>())
        };
        if fitting.is_empty() {
            let far = self.fitting(clusters, told, index, own, FAR)?;
            return only(&far).and_then(|_| of_same_word(&far));
        }
        only(&fitting).or_else(|| {
            of_same_word(&fitting)
                .or_else(|| {
                    let near = fitting.iter().copied().filter(|&(_, nearest)| nearest <= NEAR);
                    only(&near.collect::<Vec<_>>())
                })
                .or_else(|| self.first_of_one_affair(clusters, &fitting))
        })
    }

    /// The clusters that the noun of mention `index` can mean, `own` aside, told of at most `reach` sentences before it, and how
    /// many sentences lie between; `None` if there are too many to look at.
    fn fitting(
        &self,
        clusters: &[Cluster],
        told: &Told,
        index: usize,
        own: Option<usize>,
        reach: usize,
    ) -> Option<Vec<(usize, usize)>> {
        let pointer = &self.mentions[index].event;
        let noun = EventNoun::of(self.sentences[pointer.sentence].lemma(pointer.token))?;
        let (story, is_title) = (self.story_of(index), self.is_title(index));
        // A title may go before what is told next.
        let ahead = if is_title { POINTER_REACH } else { 0 };
        let is_verdict = is_verdict(&self.sentences[pointer.sentence], pointer.token);
        let reach = if is_verdict { 0 } else { reach };
        let reach = pointer.sentence.saturating_sub(reach)..=pointer.sentence + ahead;
        let in_reach: BTreeSet<usize> =
            told.by_sentence.range(reach).flat_map(|(_, clusters)| clusters).copied().collect();
        if in_reach.len() > CLUSTER_REACH {
            return None;
        }
        let mut fitting: Vec<(usize, usize)> = Vec::new();
        for position in in_reach.into_iter().filter(|&position| Some(position) != own) {
            let cluster = &clusters[position];
            if cluster.story != story {
                continue;
            }
            let near = near_mentions(cluster, index, is_title);
            let between = |&mention: &usize| self.sentence_of(mention).abs_diff(pointer.sentence);
            if let Some(nearest) = near.iter().map(between).min()
                && self.can_be_meant(noun, near, index, is_verdict)
            {
                fitting.push((position, nearest));
            }
        }
        Some(fitting)
    }

    /// The first of several events that the same people had a part in at the same time, as a deal is agreed and then signed:
    /// what comes back to them means all.
    fn first_of_one_affair(&self, clusters: &[Cluster], fitting: &[(usize, usize)]) -> Option<usize> {
        let mentions = |&(position, _): &(usize, usize)| {
            let mentions = &clusters[position].mentions;
            mentions[..mentions.len().min(MENTION_REACH)].iter().map(|&mention| &self.mentions[mention])
        };
        let are_one = |one: &(usize, usize), other: &(usize, usize)| {
            let pairs = mentions(one).flat_map(|one| mentions(other).map(move |other| (one, other)));
            let roles = pairs.map(|(one, other)| {
                let agree = times_agree(one.time.as_ref(), other.time.as_ref());
                self.roles_agree(&one.event, &other.event).filter(|_| agree)
            });
            roles.collect::<Option<Vec<bool>>>().is_some_and(|shared| shared.contains(&true))
        };
        let mut pairs = fitting.iter().enumerate().flat_map(|(at, one)| {
            let others = fitting[at + 1..].iter();
            others.map(move |other| (one, other))
        });
        let first = fitting.iter().min_by_key(|(position, _)| clusters[*position].mentions[0])?;
        pairs.all(|(one, other)| are_one(one, other)).then_some(first.0)
    }

    /// Whether nothing that the phrase says speaks against the event of the mentions `near` it.
    fn can_be_meant(&self, noun: &EventNoun, near: &[usize], index: usize, is_verdict: bool) -> bool {
        let pointer = &self.mentions[index];
        let (mut is_told, mut is_dated) = (false, false);
        let mut sentences: BTreeSet<usize> = BTreeSet::new();
        for &known in near {
            let known = &self.mentions[known];
            is_told |= noun.can_mean(known.event.sense) && known.event.status != Status::Denied;
            is_dated |= known.time.is_some();
            if !times_agree(known.time.as_ref(), pointer.time.as_ref())
                || !self.places_agree(&known.event.places, &pointer.event.places)
                || self.roles_agree(&known.event, &pointer.event).is_none()
            {
                return false;
            }
            sentences.insert(known.event.sentence);
        }
        // "Tuesday's bombing" is none of which no day is known.
        let is_day_known = is_dated || pointer.time.is_none();
        is_told && (is_verdict || is_day_known && self.is_phrase_known(near, index, &sentences))
    }

    /// Whether every word of the phrase is known from `sentences`, which tell of the event.
    fn is_phrase_known(&self, near: &[usize], index: usize, sentences: &BTreeSet<usize>) -> bool {
        let pointer = &self.mentions[index];
        let (sentence, head) = (pointer.event.sentence, pointer.event.token);
        let tree = &self.sentences[sentence];
        let phrase = tree.subtree(head);
        let asides: Vec<Range<usize>> = tree
            .children(head)
            .filter(|&child| is_aside(tree, child))
            .map(|child| tree.subtree(child))
            .collect();
        let in_time = |token: usize| {
            pointer.time.as_ref().is_some_and(|time| time.span.overlaps(tree.tokens[token].span))
        };
        let told = || {
            let tokens = |&at: &usize| (0..self.sentences[at].tokens.len()).map(move |token| (at, token));
            sentences
                .iter()
                .flat_map(tokens)
                .filter(|&(at, token)| at != sentence || !phrase.contains(&token))
        };
        let is_actor_known = |actor: ActorId| {
            told().any(|(at, token)| {
                let known = self.entities.actor_at(at, token).or_else(|| self.entities.demonym_at(at, token));
                known.is_some_and(|known| self.related(actor, known))
            })
        };
        let is_word_known = |lemma: &str| {
            told().any(|(at, token)| self.sentences[at].lemma(token).eq_ignore_ascii_case(lemma))
        };
        let is_place_known = |place| {
            near.iter().any(|&mention| {
                let places = &self.mentions[mention].event.places;
                !places.is_empty() && self.places_agree(places, &[place])
            })
        };
        let says_which = |&token: &usize| {
            token != head && tree.is_under(token, head) && !asides.iter().any(|aside| aside.contains(&token))
        };
        phrase.clone().filter(says_which).all(|token| {
            let actor =
                self.entities.actor_at(sentence, token).or_else(|| self.entities.demonym_at(sentence, token));
            let place = self.entities.place_at(sentence, token);
            let lemma = tree.lemma(token);
            let is_content = matches!(
                tree.tokens[token].upos,
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym
            );
            if actor.is_none() && place.is_none() && (!is_content || grammar().is_vague(lemma)) {
                return true;
            }
            in_time(token)
                || actor.is_some_and(is_actor_known)
                || place.is_some_and(is_place_known)
                || (is_content && is_word_known(lemma))
        })
    }
}

/// Whether what hangs on a noun stands apart from it after a comma and so tells of it, not which one is meant: "the call,
/// the first in years", "the merger, which has yet to be cleared".
fn is_aside(tree: &Sentence, child: usize) -> bool {
    matches!(tree.tokens[child].deprel, Deprel::AclRelcl | Deprel::Appos | Deprel::Acl | Deprel::Parataxis)
        && tree.tokens[..tree.subtree(child).start].last().is_some_and(|before| before.upos == Upos::Punct)
}

/// The mentions of the cluster that stand last before mention `index`; those that stand first after a title, if none does.
fn near_mentions(cluster: &Cluster, index: usize, is_title: bool) -> &[usize] {
    let (before, after) =
        cluster.mentions.split_at(cluster.mentions.partition_point(|&mention| mention < index));
    match before {
        [] if is_title => &after[..after.len().min(MENTION_REACH)],
        _ => &before[before.len().saturating_sub(MENTION_REACH)..],
    }
}

#[cfg(test)]
mod tests {
    use crate::claim::{Claim, Event, find_claims};
    use crate::document::{Document, Published, ReadOptions, read_text};
    use crate::entity::{Entities, resolve_entities};
    use crate::lexicon::events::event_lexicon;
    use crate::text;

    struct Read {
        document: Document,
        entities: Entities,
        events: Vec<Event>,
        claims: Vec<Claim>,
    }

    fn reading(text: &str) -> Read {
        let day = "2024-05-09".parse().expect("a date");
        let options = ReadOptions { published: Some(Published::Day(day)), ..ReadOptions::default() };
        let document = read_text(text, &options);
        let sentences = text::read(&document.text, document.readable_zones());
        let entities = resolve_entities(&document, &sentences);
        let (events, claims) = find_claims(&document, &sentences, &entities, event_lexicon());
        Read { document, entities, events, claims }
    }

    /// The words that name each event but acts of saying, in the order of its claims.
    fn told(text: &str) -> Vec<Vec<String>> {
        let reading = reading(text);
        let mut events = vec![Vec::new(); reading.events.len()];
        for claim in &reading.claims {
            events[claim.event.0].push(claim.trigger.of(&reading.document.text).to_owned());
        }
        let kinds = reading.events.iter().map(|event| event.kind.as_str());
        events
            .into_iter()
            .zip(kinds)
            .filter(|(_, kind)| *kind != "STATEMENT")
            .map(|(words, _)| words)
            .collect()
    }

    #[test]
    fn a_noun_comes_back_to_the_one_event_it_can_mean() {
        for (text, words) in [
            ("Rebels attacked a convoy near Bunia on Monday. The attack was brief.", ["attacked", "attack"]),
            ("Rebels attacked a convoy near Bunia. Monday's attack was brief.", ["attacked", ""]),
            (
                "Rebels attacked a convoy near Bunia on Monday. Monday's attack was brief.",
                ["attacked", "attack"],
            ),
            ("Norland and Estavia signed a gas deal in Oslo. The gas deal is cheap.", ["signed", "deal"]),
            ("Police arrested the banker Pavel Drozd. His arrest was a surprise.", ["arrested", "arrest"]),
            ("The king visited Peru in May. The trip was long.", ["visited", "trip"]),
        ] {
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            assert_eq!(told(text), [words], "{text}");
        }
    }

    #[test]
    fn a_noun_that_says_otherwise_means_another() {
        for text in [
            "Rebels attacked a convoy near Bunia on Monday. An attack would be brief.",
            "Rebels attacked a convoy near Bunia on Monday. A similar attack was brief.",
            "Rebels attacked a convoy near Bunia on Monday. The second attack was brief.",
            "Rebels attacked a convoy near Bunia on Monday. Friday's attack was brief.",
            "Rebels attacked a convoy near Bunia on Monday. The two attacks were brief.",
            "Norland and Estavia signed a gas deal in Oslo. The grain deal is cheap.",
            "The king visited Peru in May. The talks were long.",
            "The king met the president of Peru in May, before the planned talks.",
            "Police arrested the banker Pavel Drozd. The election was a surprise.",
            "Police arrested the banker Pavel Drozd. The arrest of Olga Reyes was a surprise.",
        ] {
            assert_eq!(told(text).iter().filter(|words| words.len() > 1).count(), 0, "{text}");
        }
    }

    #[test]
    fn where_two_could_be_meant_none_is() {
        let text = "On Monday rebels attacked a convoy near Bunia and on Tuesday soldiers attacked a camp near Goma. \
                    The attack was brief.";
        assert!(told(text).iter().all(|words| words.len() == 1), "{:?}", told(text));
    }

    #[test]
    fn whoever_did_not_do_it_takes_no_part() {
        let reading = reading("A bomb exploded in Varna on Monday. No group has claimed the attack.");
        assert_eq!(reading.events.len(), 1);
        assert!(reading.events[0].participants.is_empty(), "{:?}", reading.events[0]);
        assert!(reading.claims.iter().all(|claim| !claim.negated));
    }

    #[test]
    fn a_claim_by_a_noun_takes_the_event_as_it_is() {
        let reading = reading("Rebels may attack Bunia. The attack, the mayor said, would cost lives.");
        let event = reading.events.iter().position(|event| event.kind == "ASSAULT").expect("an attack");
        for claim in reading.claims.iter().filter(|claim| claim.event.0 == event) {
            assert_eq!(claim.status, reading.events[event].status);
        }
        assert_eq!(reading.claims.iter().filter(|claim| claim.event.0 == event).count(), 2);
    }

    #[test]
    fn a_headline_tells_what_the_first_sentences_tell() {
        let story = "Founder sues Orbo Motors\n\nVARNA, May 9 - Lena Voss is suing Orbo Motors in Varna, her lawyer said.\n";
        let reading = reading(story);
        let suits: Vec<_> = reading.events.iter().filter(|event| event.kind == "SUE").collect();
        assert_eq!(suits.len(), 1, "{suits:#?}");
        let names: Vec<&str> = suits[0]
            .participants
            .iter()
            .map(|&(_, actor)| reading.entities.actors[actor.0].name.as_str())
            .collect();
        assert!(names.contains(&"Lena Voss") && !names.contains(&"Founder"), "{names:?}");
    }
}
