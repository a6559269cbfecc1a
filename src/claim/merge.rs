//! Which mentions of one document are about the same event.
//!
//! In come the dated, attributed mentions of a document in text order; out come [`Event`]s and their [`Claim`]s.
//! Headline, body, noun and verb mentions of one happening are joined; happenings at other times, in other places, with
//! other people stay apart. When in doubt two mentions stay two events.

use super::events::EventMention;
use super::links::links_in;
use super::times::is_set_apart;
use super::{Claim, Event, EventId, Hop, PlaceBasis, Quantity, Role, Status};
use crate::document::{Document, ZoneKind};
use crate::entity::{Actor, ActorId, ActorKind, Entities, PlaceId};
use crate::lexicon::event_nouns::EventNoun;
use crate::lexicon::event_rules::TriggerPart;
use crate::lexicon::event_types::{EventType, event_type};
use crate::lexicon::numbers::number_word;
use crate::mention::time::{Basis, Grain, Interval, TimeExpression};
use crate::text::{Deprel, Sentence};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A mention with everything that was read about it.
#[derive(Debug, Clone)]
pub(crate) struct DatedMention<'lexicon> {
    pub(crate) event: EventMention<'lexicon>,
    pub(crate) time: Option<TimeExpression>,
    pub(crate) attribution: Vec<Hop>,
}

/// Mentions that are about one event, as indices in text order.
pub(super) struct Cluster {
    pub(super) mentions: Vec<usize>,
    pub(super) story: usize,
}

/// Joins mentions to events.
pub(crate) struct Merger<'a> {
    pub(crate) document: &'a Document,
    pub(crate) sentences: &'a [Sentence],
    pub(crate) entities: &'a Entities,
    pub(crate) mentions: &'a [DatedMention<'a>],
    /// Wholes and their parts.
    parts: BTreeSet<(ActorId, ActorId)>,
    /// For each story the sentences at its beginning that tell what it reports, if it has any.
    leads: Vec<Option<Range<usize>>>,
}

/// How many sentences back a noun such as "the attack" may point.
pub(super) const POINTER_REACH: usize = 6;
/// How many sentences after violence or a disaster its casualties may be told.
const CAUSE_REACH: usize = 3;
/// How many sentences on a day named for one deed still holds for the next.
const REFERENCE_REACH: usize = 4;
/// How long before its publication what a story tells of may have happened, in days, to be the story's own event.
const RECENT_DAYS: i64 = 31;
/// How many days before its publication what a story reports happened.
const NEWS_DAYS: i64 = 7;
/// How many sentences at the beginning of a story tell what it reports.
const LEAD: usize = 3;
/// How far above a word the clause that it stands in is looked for.
const MAX_DEPTH: usize = 12;
/// How many clusters back a mention is compared with; keeps long documents linear.
pub(super) const CLUSTER_REACH: usize = 60;
/// How many of the first and of the last mentions of a cluster a mention is compared with, for the same reason.
pub(super) const MENTION_REACH: usize = 12;

impl<'a> Merger<'a> {
    pub(crate) fn new(
        document: &'a Document,
        sentences: &'a [Sentence],
        entities: &'a Entities,
        mentions: &'a [DatedMention<'a>],
    ) -> Self {
        let ties = entities.ties.iter().filter(|tie| tie.kind == "part_of");
        let parts = ties.map(|tie| (tie.target, tie.source)).collect();
        let mut leads = vec![None; document.stories.len()];
        for (index, sentence) in sentences.iter().enumerate() {
            let zone = document.zones[sentence.zone];
            if zone.kind == ZoneKind::Body {
                // Titles stand before it.
                leads[zone.story].get_or_insert(0..index + LEAD);
            }
        }
        Self { document, sentences, entities, mentions, parts, leads }
    }

    /// The events and claims of the document.
    pub(crate) fn merge(&self) -> (Vec<Event>, Vec<Claim>) {
        let mut clusters: Vec<Cluster> = Vec::new();
        let is_named = |&index: &usize| self.mentions[index].event.pointer.is_none();
        for index in (0..self.mentions.len()).filter(is_named) {
            let story = self.story_of(index);
            let home = clusters
                .iter()
                .enumerate()
                .rev()
                .take(CLUSTER_REACH)
                .find(|(_, cluster)| {
                    (cluster.story == story || self.runs_on(cluster, index))
                        && self.same_event(cluster, index)
                })
                .map(|(position, _)| position);
            match home {
                Some(position) => clusters[position].mentions.push(index),
                None => clusters.push(Cluster { mentions: vec![index], story }),
            }
        }
        self.resolve_pointers(&mut clusters);
        let mut events: Vec<Event> = Vec::new();
        let mut claims = Vec::new();
        for (id, cluster) in clusters.iter().enumerate() {
            let event = self.event_of(cluster);
            let claim = |&mention: &usize| self.claim_of(EventId(id), event.status, mention);
            claims.extend(cluster.mentions.iter().map(claim));
            events.push(event);
        }
        self.link(&clusters, &mut events);
        self.spread_context(&clusters, &mut events);
        (events, claims)
    }

    /// Ties events by what the sentences that mention them say.
    fn link(&self, clusters: &[Cluster], events: &mut [Event]) {
        let of_cluster = |(id, cluster): (usize, &Cluster)| -> Vec<(usize, usize)> {
            cluster.mentions.iter().map(|&mention| (mention, id)).collect()
        };
        let mut homes: Vec<(usize, usize)> = clusters.iter().enumerate().flat_map(of_cluster).collect();
        homes.sort_unstable();
        for told in homes.chunk_by(|one, two| self.sentence_of(one.0) == self.sentence_of(two.0)) {
            let mentions: Vec<&EventMention<'_>> =
                told.iter().map(|(mention, _)| &self.mentions[*mention].event).collect();
            for (from, kind, to) in links_in(&self.sentences[mentions[0].sentence], &mentions) {
                let (from, to) = (told[from].1, EventId(told[to].1));
                if from != to.0 && !events[from].links.contains(&(kind, to)) {
                    events[from].links.push((kind, to));
                }
            }
        }
    }

    fn zone_of(&self, mention: usize) -> usize {
        self.sentences[self.mentions[mention].event.sentence].zone
    }

    pub(super) fn is_title(&self, mention: usize) -> bool {
        self.document.zones[self.zone_of(mention)].kind == ZoneKind::Title
    }

    pub(super) fn story_of(&self, mention: usize) -> usize {
        self.document.zones[self.zone_of(mention)].story
    }

    fn same_event(&self, cluster: &Cluster, index: usize) -> bool {
        let mention = &self.mentions[index];
        if mention.event.is_another {
            return false;
        }
        let mut evidence = false;
        let (first, rest) = cluster.mentions.split_at(cluster.mentions.len().min(MENTION_REACH));
        for &known_index in first.iter().chain(&rest[rest.len().saturating_sub(MENTION_REACH)..]) {
            let known = &self.mentions[known_index];
            if self.is_inside(&known.event, &mention.event) {
                return true;
            }
            let is_headline = self.is_headline_of(known_index, index);
            // "At least nine dead" over "Nine people drowned".
            let is_toll_of = || {
                let are_tolls = [known, mention]
                    .iter()
                    .all(|told| is_told_as(&told.event.sense.kind, |record| record.is_toll));
                let same_count = |one: &Quantity| {
                    let mut others = mention.event.quantities.iter();
                    others.any(|other| (&one.kind, one.value) == (&other.kind, other.value))
                };
                is_headline && are_tolls && known.event.quantities.iter().any(same_count)
            };
            let same_kind = known.event.sense.kind == mention.event.sense.kind;
            if !same_kind && !is_toll_of() {
                return false;
            }
            let roles = match self.roles_agree(&known.event, &mention.event) {
                None if is_headline && self.names_whom_the_headline_means(&known.event, &mention.event) => {
                    Some(false)
                }
                roles => roles,
            };
            let same_sense = known.event.sense.id == mention.event.sense.id;
            // "meet near San Francisco" over a story of an estate in Woodside.
            let may_move = is_headline && same_sense && roles == Some(true);
            if known.event.sense.durative != mention.event.sense.durative
                || !modes_agree(&known.event, &mention.event)
                || !(stage(known.event.status) == stage(mention.event.status)
                    || self.contradicts(known, mention)
                    || self.contradicts(mention, known))
                || !times_agree(known.time.as_ref(), mention.time.as_ref())
                || !(may_move || self.places_agree(&known.event.places, &mention.event.places))
                || !(known.event.sense.update
                    || mention.event.sense.update
                    || quantities_agree(&known.event.quantities, &mention.event.quantities))
            {
                return false;
            }
            match roles {
                Some(shared) => evidence |= shared,
                None => return false,
            }
            let place = known.event.places.iter().any(|place| mention.event.places.contains(place));
            let word = same_sense;
            evidence |= place && word;
            evidence |= is_headline && (word || !same_kind);
            evidence |= (mention.event.sense.update || known.event.sense.update) && self.is_recent(known);
            // A story tells of one disaster unless it says otherwise.
            evidence |= is_told_as(&mention.event.sense.kind, |record| record.is_single)
                && word
                && self.is_recent(known)
                && self.is_recent(mention);
            // Nouns of the table are resolved when all that they can mean is known.
            let pointer = mention.event.definite
                && !self.is_event_noun(&mention.event)
                && mention.event.quantities.is_empty()
                && mention.event.roles.is_empty()
                && mention.event.sentence - known.event.sentence <= POINTER_REACH;
            evidence |= pointer && word;
        }
        evidence
    }

    fn is_event_noun(&self, event: &EventMention<'_>) -> bool {
        EventNoun::of(self.sentences[event.sentence].lemma(event.token)).is_some()
    }

    /// Whether `title` stands in the title of the story whose first sentences tell `told`.
    fn is_headline_of(&self, title: usize, told: usize) -> bool {
        self.is_title(title)
            && self.document.zones[self.zone_of(told)].kind == ZoneKind::Body
            && self.story_of(title) == self.story_of(told)
            && self.leads[self.story_of(told)]
                .as_ref()
                .is_some_and(|lead| lead.contains(&self.sentence_of(told)))
    }

    /// Whether whoever the headline does not name can be whom the story names in the same part: "founder sues", "Erik
    /// Halden is suing".
    fn names_whom_the_headline_means(&self, title: &EventMention<'_>, told: &EventMention<'_>) -> bool {
        let actor = |actor: ActorId| &self.entities.actors[actor.0];
        told.roles.iter().all(|&(role, named)| {
            let same_part = || title.roles.iter().filter(|(other, _)| *other == role);
            same_part().next().is_none()
                || same_part().any(|&(_, other)| {
                    self.related(other, named)
                        || (!actor(other).named
                            && actor(other).kind == actor(named).kind
                            && (actor(other).kind != ActorKind::Group
                                || is_only_a_number(&actor(other).name)))
                        || self.are_officers(other, named)
                })
        }) && !self.are_swapped(title, told)
    }

    /// "Police" and "detectives", "the army" and "soldiers": a force without a name and its people.
    fn are_officers(&self, one: ActorId, other: ActorId) -> bool {
        let [one, other] = [one, other].map(|actor| &self.entities.actors[actor.0]);
        let is_force = |actor: &Actor| {
            !actor.named
                && matches!(actor.kind, ActorKind::Organization | ActorKind::Group)
                && actor.count.is_none()
        };
        is_force(one)
            && is_force(other)
            && matches!(one.sector.as_deref(), Some("COP" | "MIL"))
            && one.sector == other.sector
    }

    /// Whether in `one` somebody denies what `other` tells as done: a counter-claim about the same event. What is denied of
    /// a place or somebody that the other does not name is another matter.
    fn contradicts(&self, one: &DatedMention<'_>, other: &DatedMention<'_>) -> bool {
        let is_denial = one.event.status == Status::Denied && !one.attribution.is_empty();
        if !is_denial || stage(other.event.status) != stage(Status::Occurred) {
            return false;
        }
        let objects = |mention: &DatedMention<'_>| -> Vec<ActorId> {
            let roles = mention.event.roles.iter();
            roles.filter(|(role, _)| *role != Role::Agent).map(|&(_, actor)| actor).collect()
        };
        let (denied, told) = (objects(one), objects(other));
        let same_objects =
            denied.is_empty() || denied.iter().any(|&one| told.iter().any(|&two| self.related(one, two)));
        let (denied, told) = (&one.event.places, &other.event.places);
        let same_places = denied.is_empty() || !told.is_empty() && self.places_agree(told, denied);
        same_objects && same_places
    }

    /// Whether entries of one page go on about a disaster or its casualties: they share somebody, a place or a count.
    fn runs_on(&self, cluster: &Cluster, index: usize) -> bool {
        let mention = &self.mentions[index].event;
        if !is_told_as(&mention.sense.kind, |record| record.is_single || record.is_toll) {
            return false;
        }
        cluster.mentions.iter().rev().take(MENTION_REACH).any(|&known| {
            let known = &self.mentions[known].event;
            let named = |actor: ActorId| self.entities.actors[actor.0].named;
            let actor = known.roles.iter().any(|role| named(role.1) && mention.roles.contains(role));
            let both_placed = !known.places.is_empty() && !mention.places.is_empty();
            let count = known.quantities.iter().any(|one| {
                mention.quantities.iter().any(|two| one.kind == two.kind && one.value == two.value)
            });
            actor || count || (both_placed && self.places_agree(&known.places, &mention.places))
        })
    }

    /// Whether the event is what the story reports: of the days before its publication or, where no day is known, told in its
    /// first sentences.
    fn is_news(&self, cluster: &Cluster, event: &Event, lead: Option<&Range<usize>>) -> bool {
        let published = self.document.stories[cluster.story].published.or(self.document.published);
        let end = event.time.as_ref().and_then(|time| time.interval).and_then(|interval| interval.end);
        match (published, end) {
            (Some(published), Some(end)) => (published.day() - end.date()).num_days() <= NEWS_DAYS,
            (Some(_), None) => false,
            (None, _) => lead.is_some_and(|lead| lead.contains(&self.sentence_of(cluster.mentions[0]))),
        }
    }

    /// Whether nothing dates the mention to more than a month before the day of publication.
    fn is_recent(&self, mention: &DatedMention<'_>) -> bool {
        let Some(published) = self.document.published.map(|published| published.day()) else { return true };
        let end = mention.time.as_ref().and_then(|time| time.interval).and_then(|interval| interval.end);
        end.is_none_or(|end| (published - end.date()).num_days() <= RECENT_DAYS)
    }

    /// Whether `part` is a noun without actors of its own in the clause of `whole`: "struck the town in 21 attacks".
    fn is_inside(&self, whole: &EventMention<'_>, part: &EventMention<'_>) -> bool {
        whole.sentence == part.sentence
            && whole.sense.kind == part.sense.kind
            && part.roles.is_empty()
            && self.sentences[whole.sentence].is_under(part.token, whole.token)
    }

    /// `None` when two roles are filled by different actors; otherwise whether they share one.
    pub(super) fn roles_agree(&self, known: &EventMention<'_>, other: &EventMention<'_>) -> Option<bool> {
        let mut shared = false;
        let group = |mention: &EventMention<'_>, agents: bool| -> Vec<ActorId> {
            let wanted = |role: Role| role == Role::Participant || (role == Role::Agent) == agents;
            mention.roles.iter().filter(|(role, _)| wanted(*role)).map(|(_, actor)| *actor).collect()
        };
        for agents in [true, false] {
            let (left, right) = (group(known, agents), group(other, agents));
            if left.is_empty() || right.is_empty() {
                continue;
            }
            if !left.iter().any(|&one| right.iter().any(|&two| self.related(one, two))) {
                return None;
            }
            shared = true;
        }
        (!self.are_swapped(known, other)).then_some(shared)
    }

    /// Direction: who does it in one cannot be to whom it is done in the other.
    fn are_swapped(&self, known: &EventMention<'_>, other: &EventMention<'_>) -> bool {
        let swapped = |one: &EventMention<'_>, two: &EventMention<'_>| {
            one.roles.iter().any(|&(role, actor)| {
                role == Role::Agent
                    && two.roles.iter().any(|&(other, same)| {
                        same == actor && matches!(other, Role::Patient | Role::Recipient)
                    })
            })
        };
        swapped(known, other) || swapped(other, known)
    }

    /// The same actor, a part and its whole, a group and its member, or two unnamed phrases with the same noun.
    pub(super) fn related(&self, one: ActorId, two: ActorId) -> bool {
        if one == two {
            return true;
        }
        let tied = self.parts.contains(&(one, two)) || self.parts.contains(&(two, one));
        let (first, second) = (&self.entities.actors[one.0], &self.entities.actors[two.0]);
        let member = first.members.contains(&two) || second.members.contains(&one);
        let noun = |name: &str| name.rsplit(' ').next().map(str::to_lowercase);
        let phrase = !first.named
            && !second.named
            && noun(&first.name) == noun(&second.name)
            && (first.count.is_none() || second.count.is_none() || first.count == second.count);
        tied || member || phrase
    }

    pub(super) fn places_agree(&self, known: &[PlaceId], other: &[PlaceId]) -> bool {
        if known.is_empty() || other.is_empty() {
            return true;
        }
        let within = |inner: PlaceId, outer: PlaceId| {
            let mut at = Some(inner);
            for _ in 0..4 {
                match at {
                    Some(place) if place == outer => return true,
                    Some(place) => at = self.entities.places[place.0].within,
                    None => return false,
                }
            }
            false
        };
        known.iter().any(|&one| other.iter().any(|&two| within(one, two) || within(two, one)))
    }

    /// What a mention claims about its event; a noun that only means it takes it as it is.
    fn claim_of(&self, event: EventId, status: Status, index: usize) -> Claim {
        let mention = &self.mentions[index];
        let is_pointer = mention.event.pointer.is_some();
        let zone = self.document.zones[self.zone_of(index)];
        Claim {
            event,
            story: zone.story,
            zone: zone.kind,
            quote: self.sentences[mention.event.sentence].span,
            trigger: mention.event.trigger,
            negated: mention.event.negated,
            status: if is_pointer { status } else { mention.event.status },
            attribution: mention.attribution.clone(),
            time: mention.time.clone(),
            standing: mention.event.standing,
            confidence: mention.event.confidence,
            rule: mention.event.sense.id.clone(),
        }
    }

    fn event_of(&self, cluster: &Cluster) -> Event {
        let mentions = || cluster.mentions.iter().map(|&index| &self.mentions[index]);
        // A denial is a claim against the event, which is what the others tell.
        let is_against = |index: usize| self.mentions[index].event.status == Status::Denied;
        let is_named = |index: usize| self.mentions[index].event.pointer.is_none();
        let n_named = cluster.mentions.iter().filter(|&&index| is_named(index)).count();
        let told = cluster.mentions.iter().filter(|&&index| is_named(index) && !is_against(index)).count();
        // The mention that says most speaks for the event; the body before the headline.
        let body_first = |index: usize| !self.is_title(index);
        let main = cluster
            .mentions
            .iter()
            .copied()
            .max_by_key(|&index| {
                let event = &self.mentions[index].event;
                let says = event.roles.len() + event.places.len();
                (is_named(index), !is_against(index), says, body_first(index), std::cmp::Reverse(index))
            })
            .expect("a cluster has at least one mention");
        let main_event = &self.mentions[main].event;
        let mut places: Vec<PlaceId> = Vec::new();
        let mut quantities: Vec<Quantity> = Vec::new();
        for mention in mentions() {
            for place in &mention.event.places {
                if !places.contains(place) {
                    places.push(*place);
                }
            }
            for quantity in &mention.event.quantities {
                if !quantities
                    .iter()
                    .any(|known| known.kind == quantity.kind && known.value == quantity.value)
                {
                    quantities.push(quantity.clone());
                }
            }
        }
        // A region around a place that is already named adds nothing.
        let around: BTreeSet<PlaceId> =
            places.iter().filter_map(|place| self.entities.places[place.0].within).collect();
        places.retain(|place| !around.contains(place));
        let time = mentions()
            .filter_map(|mention| mention.time.clone())
            .min_by_key(|time| (std::cmp::Reverse(time.grain.min(Grain::Day)), time.span));
        let status = mentions()
            .map(|mention| mention.event.status)
            .find(|status| *status == Status::Ongoing && main_event.sense.durative)
            .unwrap_or(main_event.status);
        let participants = self.participants(cluster);
        let mut surest: BTreeMap<(Role, ActorId), f32> = BTreeMap::new();
        for mention in mentions() {
            for &(role, actor, sure) in &mention.event.sureness {
                let known = surest.entry((role, actor)).or_default();
                *known = known.max(sure);
            }
        }
        let sureness =
            participants.iter().map(|role| surest.get(role).copied().unwrap_or_default()).collect();
        let agree = mentions().filter(|mention| told == 0 || mention.event.status != Status::Denied);
        let best = agree.map(|mention| mention.event.confidence).fold(0.0_f32, f32::max);
        let agreeing = if told == 0 { n_named } else { told };
        let more = 0.05 * (agreeing - 1).min(3) as f32;
        Event {
            kind: main_event.sense.kind.clone(),
            mode: mentions().find_map(|mention| mention.event.sense.mode.clone()),
            context: main_event.sense.context.clone(),
            label: self.label(main_event),
            status,
            participants,
            sureness,
            places,
            time,
            quantities,
            links: Vec::new(),
            place_basis: PlaceBasis::Words,
            confidence: (best + more).min(0.99),
        }
    }

    /// All role fillers of a cluster; where two are part and whole ("Russian forces", "Russia") the part acts.
    fn participants(&self, cluster: &Cluster) -> Vec<(Role, ActorId)> {
        let roles_of = |&index: &usize| self.mentions[index].event.roles.iter().copied();
        let (title, told): (Vec<usize>, Vec<usize>) =
            cluster.mentions.iter().partition(|&&index| self.is_title(index));
        let mut all: BTreeSet<(Role, ActorId)> = told.iter().flat_map(roles_of).collect();
        // Whom the story names, the headline only means.
        let named = |actor: ActorId| self.entities.actors[actor.0].named;
        let is_named = |role: Role| all.iter().any(|&(other, actor)| other == role && named(actor));
        let in_title = title.iter().flat_map(roles_of);
        let more: Vec<_> = in_title.filter(|&(role, actor)| named(actor) || !is_named(role)).collect();
        all.extend(more);
        let covered = |role: Role, whole: ActorId| {
            let parts = self.parts.range((whole, ActorId(0))..=(whole, ActorId(usize::MAX)));
            parts.into_iter().any(|&(_, part)| all.contains(&(role, part)))
                || self.entities.actors[whole.0].members.iter().any(|member| all.contains(&(role, *member)))
        };
        let mut kept: Vec<(Role, ActorId)> = Vec::new();
        for &(role, actor) in &all {
            let twin = kept.iter().any(|&(known_role, known)| {
                known_role == role && !self.entities.actors[actor.0].named && self.related(known, actor)
            });
            if !covered(role, actor) && !twin {
                kept.push((role, actor));
            }
        }
        kept
    }

    fn label(&self, event: &EventMention<'_>) -> String {
        let names = |wanted: &[Role]| {
            let names: Vec<&str> = event
                .roles
                .iter()
                .filter(|(role, _)| wanted.contains(role))
                .map(|(_, actor)| self.entities.actors[actor.0].name.as_str())
                .collect();
            match names.split_last() {
                Some((last, [])) => (*last).to_owned(),
                Some((last, others)) => format!("{} and {last}", others.join(", ")),
                None => String::new(),
            }
        };
        let tree = &self.sentences[event.sentence];
        let trigger = event.trigger.of(&self.document.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let verb = tree.tokens[event.token].upos == crate::text::Upos::Verb;
        let mut parts = Vec::new();
        let agents = names(&[Role::Agent, Role::Participant]);
        let others = names(&[Role::Patient, Role::Recipient]);
        if !agents.is_empty() {
            parts.push(agents);
        }
        let trigger_part = event.sense.triggers.iter().find(|known| known.lemma == tree.lemma(event.token));
        if verb && trigger_part.is_some_and(|known| known.part == TriggerPart::Verb) && !parts.is_empty() {
            parts.push(trigger);
        } else {
            parts.push(format!("— {trigger}"));
        }
        if !others.is_empty() {
            parts.push(if parts.last().is_some_and(|part| part.starts_with('—')) {
                format!("→ {others}")
            } else {
                others
            });
        }
        if parts.len() == 1 {
            return parts[0].trim_start_matches("— ").to_owned();
        }
        let label = parts.join(" ");
        label.strip_prefix("— ").map_or(label.clone(), str::to_owned)
    }

    pub(super) fn sentence_of(&self, mention: usize) -> usize {
        self.mentions[mention].event.sentence
    }

    /// Gives events without time or place those of the events that the story tells of around them.
    fn spread_context(&self, clusters: &[Cluster], events: &mut [Event]) {
        let mut by_sentence: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, cluster) in clusters.iter().enumerate() {
            for &mention in &cluster.mentions {
                by_sentence.entry(self.sentence_of(mention)).or_default().push(index);
            }
        }
        let near = Neighborhood { clusters, by_sentence };
        self.spread_cause(&near, events);
        self.spread_reference_day(&near, events);
        self.spread_dateline(&near, events);
    }

    /// Whether the text tells of it only beside something else: "after his arrest", "the soldiers who took the station".
    fn is_only_background(&self, cluster: &Cluster) -> bool {
        cluster.mentions.iter().all(|&mention| {
            let event = &self.mentions[mention].event;
            let tree = &self.sentences[event.sentence];
            let is_beside =
                |&token: &usize| tree.tokens[token].deprel == Deprel::AclRelcl || is_set_apart(tree, token);
            std::iter::successors(Some(event.anchor), |&token| tree.tokens[token].head)
                .take(MAX_DEPTH)
                .any(|token| is_beside(&token))
        })
    }

    /// Whether all that is told of it stands in clauses about another event, of which there is but the noun: "since the
    /// clash in which three died".
    fn is_of_another(&self, near: &Neighborhood<'_>, index: usize) -> bool {
        let is_told = |sentence: usize, noun: usize| {
            let told = near.by_sentence.get(&sentence).into_iter().flatten();
            let mut mentions = told.flat_map(|&cluster| &near.clusters[cluster].mentions);
            mentions.any(|&mention| {
                let event = &self.mentions[mention].event;
                event.sentence == sentence && event.token == noun
            })
        };
        near.clusters[index].mentions.iter().all(|&mention| {
            let event = &self.mentions[mention].event;
            let tree = &self.sentences[event.sentence];
            let is_about_noun = |clause: usize| {
                let noun = tree.tokens[clause].head.filter(|&noun| {
                    tree.tokens[clause].deprel == Deprel::AclRelcl
                        && EventNoun::of(tree.lemma(noun)).is_some()
                })?;
                let opening = tree.subtree(clause).start;
                let opens_in_which = tree.lemma(opening) == "in"
                    && opening + 1 < tree.tokens.len()
                    && tree.lemma(opening + 1) == "which";
                opens_in_which.then_some(noun)
            };
            std::iter::successors(Some(event.token), |&token| tree.tokens[token].head)
                .take(MAX_DEPTH)
                .find_map(is_about_noun)
                .is_some_and(|noun| !is_told(event.sentence, noun))
        })
    }

    /// Deeds and casualties that nothing places are where their story was filed, if none of it is told of elsewhere and
    /// nobody from abroad takes part.
    fn spread_dateline(&self, near: &Neighborhood<'_>, events: &mut [Event]) {
        let clusters = near.clusters;
        let is_local = |event: &Event| {
            is_told_as(&event.kind, |record| record.is_deed || record.is_toll)
                && stage(event.status) == stage(Status::Occurred)
        };
        let mut told_in = vec![Vec::new(); self.entities.datelines.len()];
        for (index, cluster) in clusters.iter().enumerate().filter(|&(index, _)| is_local(&events[index])) {
            if let Some(told) = told_in.get_mut(cluster.story) {
                told.push(index);
            }
        }
        for (story, (place, told)) in self.entities.datelines.iter().zip(told_in).enumerate() {
            let Some(place) = *place else { continue };
            let country = self.entities.places[place.0].country.as_deref();
            let is_elsewhere = |&index: &usize| {
                !events[index].places.is_empty() && !self.places_agree(&[place], &events[index].places)
            };
            if told.iter().any(is_elsewhere) {
                continue;
            }
            for index in told {
                let event = &events[index];
                let is_foreign = |actor: ActorId| {
                    let actor = &self.entities.actors[actor.0];
                    matches!(actor.kind, ActorKind::Country | ActorKind::Bloc)
                        || actor.country.as_deref().is_some_and(|own| Some(own) != country)
                };
                let is_recent = self.is_news(&clusters[index], event, self.leads[story].as_ref())
                    && !self.is_of_another(near, index);
                let is_abroad = event.participants.iter().any(|&(_, actor)| is_foreign(actor));
                if event.places.is_empty() && is_recent && !is_abroad {
                    events[index].places = vec![place];
                    events[index].place_basis = PlaceBasis::Dateline;
                }
            }
        }
    }

    /// Casualties and damage have the time and place of the violence or disaster that the story tells of just before.
    fn spread_cause(&self, near: &Neighborhood<'_>, events: &mut [Event]) {
        for index in 0..near.clusters.len() {
            if !is_told_as(&events[index].kind, |record| record.is_toll) {
                continue;
            }
            if self.is_of_another(near, index) {
                continue;
            }
            let first = self.sentence_of(near.clusters[index].mentions[0]);
            let is_cause = |other: usize| {
                is_told_as(&events[other].kind, |record| record.is_cause)
                    && stage(events[other].status) == stage(events[index].status)
            };
            // Of the same sentence, else told before, else told next.
            let cause = near
                .last_in_story(index, first..first + 1, is_cause)
                .or_else(|| near.last_in_story(index, first.saturating_sub(CAUSE_REACH)..first, is_cause))
                .or_else(|| near.last_in_story(index, first + 1..first + 2, is_cause));
            let Some(cause) = cause else { continue };
            if events[index].time.is_none()
                && let Some(mut time) = events[cause].time.clone()
            {
                time.basis = Basis::Event;
                events[index].time = Some(time);
            }
            if events[index].places.is_empty() && !events[cause].places.is_empty() {
                events[index].places = events[cause].places.clone();
                events[index].place_basis = PlaceBasis::Event;
            }
        }
    }

    /// A deed without a time of its own, told among others, happened on the day of the one told just before.
    fn spread_reference_day(&self, near: &Neighborhood<'_>, events: &mut [Event]) {
        let is_told = |event: &Event| {
            is_told_as(&event.kind, |record| record.is_deed) && event.status == Status::Occurred
        };
        for index in 0..near.clusters.len() {
            let is_dated = events[index].time.is_some();
            let is_of_another =
                self.is_of_another(near, index) || self.is_only_background(&near.clusters[index]);
            if is_dated || !is_told(&events[index]) || is_of_another {
                continue;
            }
            let first = self.sentence_of(near.clusters[index].mentions[0]);
            let dated = near.last_in_story(index, first.saturating_sub(REFERENCE_REACH)..first, |other| {
                is_told(&events[other])
                    && events[other].time.as_ref().is_some_and(|time| {
                        time.grain >= Grain::Day
                            && time.interval.is_some()
                            && time.basis != Basis::ReferenceTime
                    })
            });
            if let Some(dated) = dated
                && let Some(mut time) = events[dated].time.clone()
            {
                time.basis = Basis::ReferenceTime;
                to_day(&mut time);
                events[index].time = Some(time);
            }
        }
    }
}

/// Clusters, and which of them each sentence mentions.
struct Neighborhood<'a> {
    clusters: &'a [Cluster],
    by_sentence: BTreeMap<usize, Vec<usize>>,
}

impl Neighborhood<'_> {
    /// The last cluster of the story of `index` that a sentence of `sentences` mentions and that `fits`.
    fn last_in_story(
        &self,
        index: usize,
        sentences: Range<usize>,
        fits: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mentioned = self.by_sentence.range(sentences).flat_map(|(_, clusters)| clusters.iter().copied());
        mentioned
            .filter(|&other| self.clusters[other].story == self.clusters[index].story && fits(other))
            .max()
    }
}

/// Whether the table of event types says so of the type called `kind`.
fn is_told_as(kind: &str, says: impl Fn(&EventType) -> bool) -> bool {
    event_type(kind).is_some_and(says)
}

fn modes_agree(known: &EventMention<'_>, other: &EventMention<'_>) -> bool {
    match (&known.sense.mode, &other.sense.mode) {
        (Some(one), Some(two)) => one == two || is_told_as(&known.sense.kind, |record| record.is_one_act),
        _ => true,
    }
}

/// Statuses that can be two views of one event share a stage.
fn stage(status: Status) -> u8 {
    match status {
        Status::Occurred | Status::Ongoing | Status::Unknown => 0,
        Status::Planned | Status::Possible | Status::Conditional => 1,
        Status::Denied => 2,
    }
}

pub(super) fn times_agree(known: Option<&TimeExpression>, other: Option<&TimeExpression>) -> bool {
    match (known.and_then(|time| time.interval), other.and_then(|time| time.interval)) {
        (Some(one), Some(two)) => {
            one.start.is_none_or(|start| two.end.is_none_or(|end| start < end))
                && two.start.is_none_or(|start| one.end.is_none_or(|end| start < end))
        }
        _ => true,
    }
}

/// Takes the clock off a time: that one thing happened at 04:12 says of another only the day.
fn to_day(time: &mut TimeExpression) {
    let start = time.interval.and_then(|interval| interval.start).filter(|_| time.grain > Grain::PartOfDay);
    let Some(day) = start.map(|start| start.date()) else { return };
    let next = day.succ_opt().unwrap_or(day);
    time.interval = Some(Interval { start: day.and_hms_opt(0, 0, 0), end: next.and_hms_opt(0, 0, 0) });
    time.value = day.to_string();
    time.grain = Grain::Day;
    time.zone = None;
}

/// "Thousands": a group of whom nothing is said but how many.
fn is_only_a_number(name: &str) -> bool {
    name.split(' ').all(|word| number_word(word.to_lowercase().trim_end_matches('s')).is_some())
}

/// Two counts of the same thing that differ are two events, unless one is an update; updates are joined by their words.
fn quantities_agree(known: &[Quantity], other: &[Quantity]) -> bool {
    known.iter().all(|one| {
        other.iter().all(|two| one.kind != two.kind || one.value == two.value || one.kind == "attendance")
    })
}
