//! What speaks for two actors of different documents being one, and what rules it out.

use super::profile::{Names, Office, Profile};
use crate::entity::ActorKind;
use crate::entity::name_forms::{BodyName, NameMatch, PersonName};
use crate::lexicon::naming::naming;
use std::collections::BTreeSet;

/// Hundredths of a point. A pair is joined from 4 points; the name gives up to 4, what else is known up to 6 more.
///
/// Set by hand on the stories of tests/corpus/identity, which measure what comes of them.
pub(super) mod points {
    use super::NameMatch;

    pub(in crate::graph::identity) const ENOUGH: i32 = 400;
    /// A short name goes to the best of several only if it is so much better.
    pub(in crate::graph::identity) const MARGIN: i32 = 75;

    pub(in crate::graph::identity) const fn of_name(name: NameMatch) -> i32 {
        match name {
            NameMatch::Same => 300,
            NameMatch::Order | NameMatch::Longer | NameMatch::GivenAcronym => 275,
            NameMatch::DoubleSurname | NameMatch::Nickname => 250,
            NameMatch::Spelling | NameMatch::Head => 200,
            NameMatch::Acronym => 175,
            NameMatch::Generic => 150,
            NameMatch::Initial => 125,
            NameMatch::Surname => 130,
        }
    }

    pub(in crate::graph::identity) const LONG_NAME: i32 = 50;
    /// Of three letters there are many.
    pub(in crate::graph::identity) const LONG_ACRONYM_LETTERS: usize = 4;
    pub(in crate::graph::identity) const COMMON_NAME: i32 = -100;
    pub(in crate::graph::identity) const SAME_COUNTRY: i32 = 150;
    pub(in crate::graph::identity) const SAME_SECTOR: i32 = 50;
    pub(in crate::graph::identity) const OTHER_SECTOR: i32 = -100;
    pub(in crate::graph::identity) const SAME_OFFICE: i32 = 200;
    pub(in crate::graph::identity) const SAME_PLACE_OF_OFFICE: i32 = 75;
    pub(in crate::graph::identity) const SAME_TITLE: i32 = 25;
    pub(in crate::graph::identity) const KNOWN_FIGURE: i32 = 150;
    pub(in crate::graph::identity) const SAME_FIELD: i32 = 50;
    pub(in crate::graph::identity) const OTHER_FIELD: i32 = -100;
    /// A person.
    pub(in crate::graph::identity) const COMPANION: i32 = 125;
    /// A town or body that the tables of the world do not know.
    pub(in crate::graph::identity) const OTHER_COMPANION: i32 = 75;
    /// A country, or what the tables of the world know.
    pub(in crate::graph::identity) const KNOWN_COMPANION: i32 = 40;
    pub(in crate::graph::identity) const MOST_COMPANIONS: i32 = 250;
    pub(in crate::graph::identity) const NEAR_IN_TIME: i32 = 20;
    pub(in crate::graph::identity) const FAR_IN_TIME: i32 = -100;
    pub(in crate::graph::identity) const TRANSCRIBED: i32 = 75;
    pub(in crate::graph::identity) const NO_OTHER: i32 = 125;
    /// A surname and the same weeks.
    pub(in crate::graph::identity) const NAME_ALONE: i32 = 150;
}

/// News of one matter comes within so many days.
const NEAR_DAYS: i64 = 30;

/// Who was in the news so many days ago is hardly meant by a bare name.
const FAR_DAYS: i64 = 3650;

/// One reason for or against, in hundredths of a point.
pub(super) type Reason = (String, i32);

/// What speaks for two actors being one, and against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) points: i32,
    pub(super) reasons: Vec<Reason>,
}

impl Evidence {
    pub(super) const fn is_enough(&self) -> bool {
        self.points >= points::ENOUGH
    }
}

/// How much it says that two documents have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renown {
    /// The tables of the world know it: many documents have it.
    World,
    /// A person's full name.
    Person,
    /// A town or a body.
    Other,
}

/// What makes it impossible that two actors are one.
pub(super) fn conflict(one: &Profile, other: &Profile) -> Option<&'static str> {
    let pairs = || one.names.iter().flat_map(|names| other.names.iter().map(move |other| (names, other)));
    for (names, other_names) in pairs() {
        if let Some(problem) = name_conflict(names, other_names) {
            return Some(problem);
        }
    }
    let is_bloc = |profile: &Profile| profile.kinds.contains(&ActorKind::Bloc);
    if is_bloc(one) != is_bloc(other) {
        return Some("a bloc and one body");
    }
    if !one.genders.is_empty() && !other.genders.is_empty() && one.genders != other.genders {
        return Some("a man and a woman");
    }
    if one.fields.iter().any(|fields| other.fields.iter().any(|others| is_other_work(fields, others))) {
        return Some("other fields of work");
    }
    if !one.countries.is_empty() && !other.countries.is_empty() && one.countries != other.countries {
        return Some("other countries");
    }
    if !one.listed.is_empty() && !other.listed.is_empty() && one.listed != other.listed {
        return Some("the list of actors keeps them apart");
    }
    if !one.documents.is_disjoint(&other.documents) {
        return Some("one document keeps them apart");
    }
    None
}

fn name_conflict(one: &Names, other: &Names) -> Option<&'static str> {
    let kinds = |names: &Names| (!names.person.is_empty(), !names.body.is_empty());
    match (kinds(one), kinds(other)) {
        ((true, false), (false, true)) | ((false, true), (true, false)) => Some("a person and a body"),
        ((true, _), (true, _)) => {
            let full = |names: &[PersonName]| names.iter().any(PersonName::is_full);
            let fits = || {
                one.person.iter().any(|name| other.person.iter().any(|other| name.matches(other).is_some()))
            };
            (full(&one.person) && full(&other.person) && !fits()).then_some("other names")
        }
        _ => {
            let pairs = || one.body.iter().flat_map(|name| other.body.iter().map(move |other| (name, other)));
            pairs()
                .any(|(name, other)| name.is_other_of_land(other))
                .then_some("other bodies, or of other lands")
        }
    }
}

/// Whether two people's fields of work are not both among those that people change between, as lawyers become ministers.
fn is_other_work(ones: &BTreeSet<&str>, others: &BTreeSet<&str>) -> bool {
    let can_change = |fields: &BTreeSet<&str>| fields.iter().any(|field| naming().is("career", field));
    ones.is_disjoint(others) && !(can_change(ones) && can_change(others))
}

fn name_match(one: &Profile, other: &Profile) -> Option<NameMatch> {
    let (as_people, as_bodies) = (one.is_person(), other.is_person());
    let both_people = as_people && as_bodies;
    let same_country = one.country().is_some() && one.country() == other.country();
    let pairs = one.names.iter().flat_map(|names| other.names.iter().map(move |other| (names, other)));
    let found = pairs.filter_map(|(names, others)| {
        if both_people {
            let pairs = names
                .person
                .iter()
                .flat_map(|name| others.person.iter().map(move |other| name.matches(other)));
            pairs.flatten().min()
        } else {
            // "Kolo" the town is not the "Kolo Dockers' Union" for short.
            let is_land = one.is_land || other.is_land;
            match_bodies(&names.body, &others.body, same_country)
                .filter(|name| !(is_land && *name == NameMatch::Head))
        }
    });
    // A lone word that two texts have is a surname, which proves less than a full name.
    found.min().map(|name| match name {
        NameMatch::Same if both_people && !(one.is_full() && other.is_full()) => NameMatch::Surname,
        name => name,
    })
}

/// What speaks for and against two actors being one; `None` if their names have nothing in common.
///
/// `numbered` has the names that documents share, by number.
pub(super) fn weigh(one: &Profile, other: &Profile, numbered: &[(String, Renown)]) -> Option<Evidence> {
    let name = name_match(one, other)?;
    if name == NameMatch::Generic
        && (is_of_unknown_land(one, other, numbered) || is_of_unknown_land(other, one, numbered))
    {
        return None;
    }
    let mut reasons: Vec<Reason> = vec![(name.name().to_owned(), points::of_name(name))];
    let mut add = |reason: String, points: i32| reasons.push((reason, points));
    let is_person = one.is_person() && other.is_person();
    let mut people = one.names.iter().flat_map(|names| &names.person);
    if is_person && people.clone().any(PersonName::is_common) {
        add("a common surname".to_owned(), points::COMMON_NAME);
    }
    let n_words = match is_person {
        true => people.next().map_or(0, |name| name.n_words().saturating_sub(1)),
        false => one.names.iter().flat_map(|names| &names.body).next().map_or(0, BodyName::n_own_words),
    };
    if n_words > 1 && matches!(name, NameMatch::Same | NameMatch::Order) {
        add("a long name".to_owned(), points::LONG_NAME);
    }
    let is_long_acronym = |names: &Names| {
        names
            .body
            .first()
            .is_some_and(|name| name.is_acronym() && name.n_letters() >= points::LONG_ACRONYM_LETTERS)
    };
    if !is_person && name == NameMatch::Same && one.names.iter().any(is_long_acronym) {
        add("a long acronym".to_owned(), points::LONG_NAME);
    }
    if let Some(figure) = one.figures.intersection(&other.figures).next().filter(|_| is_person) {
        add(format!("known to the world ({figure})"), points::KNOWN_FIGURE);
    }
    if let Some(country) = one.country().filter(|&country| other.country() == Some(country)) {
        add(format!("same country ({country})"), points::SAME_COUNTRY);
        if name == NameMatch::Spelling && naming().is_transcribed(country) {
            add("names from its script have several spellings".to_owned(), points::TRANSCRIBED);
        }
    }
    if let Some(sector) = one.sectors.intersection(&other.sectors).next() {
        add(format!("same sector ({sector})"), points::SAME_SECTOR);
    } else if let (Some(sector), Some(other)) = (one.sectors.first(), other.sectors.first()) {
        add(format!("sectors {sector} and {other}"), points::OTHER_SECTOR);
    }
    if let Some((reason, points)) = same_office(&one.offices, &other.offices) {
        add(reason, points);
    }
    let fields = |profile: &Profile| profile.fields.iter().flatten().copied().collect::<BTreeSet<&str>>();
    let (fields, other_fields) = (fields(one), fields(other));
    if !fields.is_empty() && !other_fields.is_empty() {
        match fields.intersection(&other_fields).next() {
            Some(field) => add(format!("same field of work ({field})"), points::SAME_FIELD),
            None => add("other fields of work".to_owned(), points::OTHER_FIELD),
        }
    }
    let shared = one.companions.intersection(&other.companions);
    let shared = shared.filter(|number| !one.own.contains(number) && !other.own.contains(number));
    let companions: Vec<&(String, Renown)> =
        shared.filter_map(|&number| numbered.get(number as usize)).collect();
    if !companions.is_empty() {
        let points = |renown: Renown| match renown {
            // That two texts are about the world says nothing about whose ministry they mean.
            Renown::World if name == NameMatch::Generic => 0,
            Renown::World => points::KNOWN_COMPANION,
            Renown::Person => points::COMPANION,
            Renown::Other => points::OTHER_COMPANION,
        };
        let sum: i32 = companions.iter().map(|(_, renown)| points(*renown)).sum();
        let mut names: Vec<&str> = companions.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        add(format!("documents of both name {}", names.join(", ")), sum.min(points::MOST_COMPANIONS));
    }
    if let (Some(one), Some(other)) = (one.days, other.days) {
        let gap = (one.0.max(other.0) - one.1.min(other.1)).num_days();
        if gap <= NEAR_DAYS {
            add("documents of the same weeks".to_owned(), points::NEAR_IN_TIME);
        } else if gap > FAR_DAYS {
            add("documents ten years apart".to_owned(), points::FAR_IN_TIME);
        }
    }
    let points = reasons.iter().map(|(_, points)| points).sum();
    Some(Evidence { points, reasons })
}

/// Whether `long` is of a land ("National Bank of Orsenia") that the documents of `short` ("National Bank") do not name.
fn is_of_unknown_land(long: &Profile, short: &Profile, numbered: &[(String, Renown)]) -> bool {
    let longs = long.names.iter().flat_map(|names| &names.body);
    let shorts = || short.names.iter().flat_map(|names| &names.body);
    let mut lands = longs.flat_map(|long| shorts().filter_map(|short| long.land_beyond(short)));
    let is_named = |land: &str| {
        let mut named = short.companions.iter().filter_map(|&number| numbered.get(number as usize));
        named.any(|(name, _)| name == land)
    };
    lands.any(|land| !is_named(land))
}

/// How two bodies' names match: their chief names, or an acronym that one of them was introduced with.
fn match_bodies(ones: &[BodyName], others: &[BodyName], same_country: bool) -> Option<NameMatch> {
    let mut best: Option<NameMatch> = None;
    let mut found = |name: NameMatch| best = Some(best.map_or(name, |best| best.min(name)));
    for (at, one) in ones.iter().enumerate() {
        for (other_at, other) in others.iter().enumerate() {
            let Some(name) = one.matches(other) else { continue };
            let is_chief = at == 0 && other_at == 0;
            let is_same = matches!(name, NameMatch::Same | NameMatch::Order);
            found(match name {
                // The text that introduced the acronym says so; a body's other short names are less sure.
                _ if is_same && one.is_acronym() && !is_chief => NameMatch::GivenAcronym,
                _ if is_same
                    && one.is_generic
                    && !(same_country && one.country.or(other.country).is_some()) =>
                {
                    NameMatch::Generic
                }
                _ if is_same && !is_chief && one.n_own_words() < 2 => NameMatch::Head,
                _ => name,
            });
        }
    }
    best
}

/// The strongest tie between two people's offices.
fn same_office(ones: &BTreeSet<Office>, others: &BTreeSet<Office>) -> Option<Reason> {
    let mut best: Option<Reason> = None;
    for (title, of) in ones {
        for (other_title, other_of) in others {
            let same_title = title == other_title;
            let same_of = of.is_some() && of == other_of;
            let reason = match (same_title, same_of) {
                (true, true) => {
                    (format!("same office ({title} of {})", of.as_deref().unwrap_or("")), points::SAME_OFFICE)
                }
                (false, true) => {
                    (format!("offices of {}", of.as_deref().unwrap_or("")), points::SAME_PLACE_OF_OFFICE)
                }
                (true, false) => (format!("same title ({title})"), points::SAME_TITLE),
                (false, false) => continue,
            };
            if best.as_ref().is_none_or(|best| reason.1 > best.1) {
                best = Some(reason);
            }
        }
    }
    best
}
