//! What is known of an actor, or of several that are one, as far as identity asks for it.

use super::parts::is_listed;
use crate::entity::ActorKind;
use crate::entity::name_forms::{BodyName, PersonName};
use crate::graph::{Actor, Graph, Id, Title};
use crate::lexicon::naming::{capitalize, fold, naming};
use crate::lexicon::office_holders::office_holders;
use crate::lexicon::world::{Gender, world};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The names of an actor as a person has them and as a body has them; a lone word may be either.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Names {
    pub(super) person: Vec<PersonName>,
    pub(super) body: Vec<BodyName>,
}

/// An office: its title, and what it is of; both folded.
pub(super) type Office = (String, Option<String>);

/// What is known of one actor, or of several that are one.
#[derive(Debug, Clone)]
pub(super) struct Profile<'graph> {
    /// The names of each that was joined, each list once.
    pub(super) names: BTreeSet<Names>,
    pub(super) kinds: BTreeSet<ActorKind>,
    pub(super) genders: BTreeSet<bool>,
    /// The fields of work of each that was joined and has any.
    pub(super) fields: BTreeSet<BTreeSet<&'static str>>,
    pub(super) offices: BTreeSet<Office>,
    pub(super) countries: BTreeSet<&'graph str>,
    pub(super) sectors: BTreeSet<&'graph str>,
    /// Public figures that the names are of, whatever their spelling.
    pub(super) figures: BTreeSet<&'static str>,
    /// Which actors of a list of the user's own it is.
    pub(super) listed: BTreeSet<&'graph Id>,
    pub(super) documents: BTreeSet<&'graph Id>,
    /// First and last day that a document of it was published.
    pub(super) days: Option<(NaiveDate, NaiveDate)>,
    /// The numbers of its own names, and of those in its documents.
    pub(super) own: BTreeSet<u32>,
    pub(super) companions: BTreeSet<u32>,
    /// Whether a place of its document has its name, so that a body that opens with it is named after the place.
    pub(super) is_land: bool,
}

/// Whether `actor` has a name that other documents may use too.
fn has_name(actor: &Actor) -> bool {
    if matches!(actor.kind, ActorKind::Anonymous | ActorKind::Group) {
        return false;
    }
    let is_noun = |word: &str| world().noun(&word.to_lowercase(), &word.to_lowercase()).is_some();
    let mut words = actor.name.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("the"));
    let first = words.next().unwrap_or_default();
    let opens_as_name =
        first.chars().next().is_some_and(|letter| !letter.is_lowercase()) || first.starts_with("al-");
    opens_as_name && !(words.next().is_none() && is_noun(first))
}

impl<'graph> Profile<'graph> {
    /// `None` for those without a name.
    pub(super) fn new(graph: &'graph Graph, actor: &'graph Actor) -> Option<Self> {
        let holder = office_holder(graph, actor);
        let names = match holder {
            Some(holder) => Names { person: vec![PersonName::new(holder)?], body: Vec::new() },
            None => Some(actor).filter(|actor| has_name(actor)).and_then(names_of)?,
        };
        let mut days: Option<(NaiveDate, NaiveDate)> = None;
        let documents: BTreeSet<&Id> = actor.mentions.iter().map(|mention| &mention.document).collect();
        for document in &documents {
            let published = graph.document(document).and_then(|document| document.published);
            if let Some(day) = published.map(|published| published.day) {
                days = Some(days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
            }
        }
        let gender = names.person.iter().find_map(|name| world().gender_of(&capitalize(name.given()?)));
        let country = actor.country.as_deref().or_else(|| names.body.iter().find_map(|name| name.country));
        let nouns = actor.descriptions.iter().map(String::as_str);
        // What somebody was says little of what they are; a "front-runner" is no runner.
        let last = |title: &'graph str| {
            let word = title.rsplit(' ').next()?;
            word.rsplit_once('-').map_or(Some(word), |(front, last)| (front.len() < 5).then_some(last))
        };
        let heads = actor
            .titles
            .iter()
            .map(|title| title.title.as_str())
            .filter(|title| !world().is_past_title(title));
        let heads = heads.filter_map(last);
        let fields: BTreeSet<&str> =
            nouns.chain(heads).flat_map(|noun| naming().fields(&noun.to_lowercase())).copied().collect();
        let mut forms = std::iter::once(&actor.name).chain(&actor.aliases);
        let figure = forms.find_map(|name| {
            let figure = world().figure(name, false).map_or(name.as_str(), |figure| figure.name);
            office_holders().person(figure).or_else(|| world().figure(name, false).map(|figure| figure.name))
        });
        let figure = figure.or(holder).filter(|_| actor.kind == ActorKind::Person);
        Some(Self {
            kinds: [actor.kind].into(),
            genders: gender.map(|gender| gender == Gender::Feminine).into_iter().collect(),
            fields: Some(fields).filter(|fields| !fields.is_empty()).into_iter().collect(),
            offices: actor.titles.iter().map(|title| office(graph, title)).collect(),
            countries: country.into_iter().collect(),
            sectors: actor.sector.as_deref().into_iter().collect(),
            figures: figure.into_iter().collect(),
            listed: Some(&actor.id).filter(|_| is_listed(actor)).into_iter().collect(),
            documents,
            days,
            own: BTreeSet::new(),
            companions: BTreeSet::new(),
            is_land: false,
            names: [names].into(),
        })
    }

    /// Takes over what is known of another that is the same.
    pub(super) fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.kinds.extend(&other.kinds);
        self.genders.extend(&other.genders);
        self.fields.extend(other.fields.iter().cloned());
        self.offices.extend(other.offices.iter().cloned());
        self.countries.extend(&other.countries);
        self.sectors.extend(&other.sectors);
        self.figures.extend(&other.figures);
        self.listed.extend(&other.listed);
        self.documents.extend(&other.documents);
        self.days = match (self.days, other.days) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
        self.own.extend(&other.own);
        self.companions.extend(&other.companions);
        self.is_land |= other.is_land;
    }

    /// Gives the names in its documents other numbers.
    pub(super) fn rename_company(&mut self, names: &[u32]) {
        for numbers in [&mut self.own, &mut self.companions] {
            *numbers = numbers.iter().filter_map(|&number| names.get(number as usize).copied()).collect();
        }
    }

    /// Whether texts that name both would call them the same: all that is known but where and when.
    pub(super) fn signature(&self) -> impl Ord + use<> {
        let fields: Vec<Vec<&'static str>> =
            self.fields.iter().map(|fields| fields.iter().copied().collect()).collect();
        let words =
            |words: &BTreeSet<&str>| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        (
            self.names.clone(),
            self.kinds.clone(),
            fields,
            self.offices.clone(),
            words(&self.countries),
            words(&self.sectors),
        )
    }

    /// Whether a name says who it is by itself.
    pub(super) fn is_full(&self) -> bool {
        self.names.iter().any(|names| names.person.iter().any(PersonName::is_full))
            || (!self.is_person()
                && !self.names.iter().flat_map(|names| &names.body).all(BodyName::is_acronym))
    }

    /// Whether it is taken for a person throughout.
    pub(super) fn is_person(&self) -> bool {
        self.kinds.iter().all(|kind| *kind == ActorKind::Person)
    }

    /// The one country, if there is one.
    pub(super) fn country(&self) -> Option<&'graph str> {
        self.countries.first().copied().filter(|_| self.countries.len() == 1)
    }

    /// A name to count it by when it is a companion of others.
    pub(super) fn chief_name(&self) -> Option<String> {
        let Names { person, body } = self.names.first()?;
        person.first().map(PersonName::folded).or_else(|| Some(body.first()?.canonical.clone()))
    }

    /// What names that can be its have in common with it.
    pub(super) fn keys(&self) -> BTreeSet<String> {
        let people = self.names.iter().flat_map(|names| &names.person).flat_map(PersonName::keys);
        people.chain(self.names.iter().flat_map(|names| &names.body).flat_map(BodyName::keys)).collect()
    }

    /// The same for surnames alone.
    pub(super) fn short_keys(&self) -> BTreeSet<String> {
        self.names.iter().flat_map(|names| &names.person).flat_map(PersonName::short_keys).collect()
    }
}

/// Who an unnamed holder of an office was on the day of the only document that speaks of them ("the Russian foreign
/// minister").
fn office_holder(graph: &Graph, actor: &Actor) -> Option<&'static str> {
    if actor.kind != ActorKind::Person
        || actor.name.chars().next().is_none_or(|letter| !letter.is_lowercase())
    {
        return None;
    }
    let day = graph.document(&actor.mentions.first()?.document)?.published?.day;
    let held = actor.titles.iter().filter_map(|title| {
        let of = graph.actor(title.of.as_ref()?)?;
        let whose = if of.kind == ActorKind::Country { of.country.as_deref()? } else { &of.name };
        let title = title.title.to_lowercase();
        // A president who leads the government has one row alone.
        naming().offices(&title).iter().find_map(|office| office_holders().holder(whose, office, day))
    });
    let names: BTreeSet<&'static str> = held.map(|term| term.name).collect();
    names.first().copied().filter(|_| names.len() == 1)
}

fn office(graph: &Graph, title: &Title) -> Office {
    let of = title.of.as_ref().and_then(|of| {
        let actor = graph.actor(of).map(|actor| match &actor.country {
            Some(country) if actor.kind == ActorKind::Country => country.as_str(),
            _ => actor.name.as_str(),
        });
        actor.or_else(|| graph.place(of).map(|place| place.name.as_str()))
    });
    let of = of.map(|name| BodyName::new(name).map_or_else(|| fold(name), |name| name.key()));
    let words: Vec<String> = title.title.split_whitespace().map(fold).collect();
    (words.iter().map(|word| naming().spelling(word)).collect::<Vec<_>>().join(" "), of)
}

/// A name without the titles before it: "Mr Vedum", "Finance Minister Marsh".
fn untitled(alias: &str) -> &str {
    let mut name = alias;
    while let Some((first, rest)) = name.split_once(' ') {
        let word = first.to_lowercase();
        let is_title = world().honorific(first).is_some()
            || world().full_title(first).is_some()
            || world().is("modifier", &word)
            || world().is("past", &word)
            || world().noun(&word, &word).is_some();
        if !is_title {
            break;
        }
        name = rest;
    }
    name
}

fn names_of(actor: &Actor) -> Option<Names> {
    let is_name = |alias: &&str| alias.chars().next().is_some_and(char::is_uppercase);
    let forms = || {
        std::iter::once(actor.name.as_str()).chain(actor.aliases.iter().map(String::as_str).filter(is_name))
    };
    match actor.kind {
        ActorKind::Person => {
            let first = PersonName::new(&actor.name)?;
            let is_whole = |alias: &&str| {
                alias
                    .split_whitespace()
                    .all(|word| word.chars().next().is_some_and(|letter| !letter.is_lowercase()))
            };
            let mut names = vec![first.clone()];
            let aliases = actor.aliases.iter().map(|alias| untitled(alias)).filter(is_name).filter(is_whole);
            let fuller = aliases
                .filter_map(PersonName::new)
                .filter(|name| name.is_full() && first.matches(name).is_some());
            for name in fuller {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            // "Acme sued": a lone word may be a body that the tagger took for a person.
            let is_lone = names.len() == 1
                && !first.is_full()
                && actor.titles.is_empty()
                && actor.descriptions.is_empty();
            let body = if is_lone { BodyName::new(&actor.name).into_iter().collect() } else { Vec::new() };
            if let Some(known) =
                world().figure(&actor.name, false).and_then(|figure| PersonName::new(figure.name))
                && !names.contains(&known)
            {
                names.push(known);
            }
            Some(Names { person: names, body })
        }
        ActorKind::Organization | ActorKind::Media | ActorKind::Bloc | ActorKind::Country => {
            let mut names: Vec<BodyName> = Vec::new();
            for name in forms().filter_map(BodyName::new) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            (!names.is_empty()).then_some(Names { person: Vec::new(), body: names })
        }
        ActorKind::Group | ActorKind::Anonymous => None,
    }
}
