//! The walk through one document that makes its actors and places.
//!
//! Names are found in all sentences first, so that a headline can lean on the body; then every sentence is read
//! from left to right, each mention linked to what was mentioned before it or made something new.

use super::kinds::{Votes, has_mayor, is_it};
use super::names::{NameForms, normalize, short_names_of_bodies};
use super::titles::{
    TitlePhrase, TitleSource, apposed_after, apposed_before, apposition, last_word, title_before,
};
use super::{
    Actor, ActorId, ActorKind, ActorList, ActorMention, Entities, ListedActor, PlaceId, Tie, Title, TitleOf,
};
use crate::document::{Document, Span, ZoneKind};
use crate::lexicon::naming::{fold, naming};
use crate::lexicon::world::{BodyKind, Country, Gender, NounClass, Organization, world};
use crate::mention::name::{
    NameClass, NameMention, Trust, find_names, is_pronoun, is_title_case, is_title_noun,
};
use crate::mention::parsed::Parsed;
use crate::mention::quotation::{Quotation, find_quotations};
use crate::text::{Confidence, Deprel, Sentence, Upos, Xpos};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What is known about an actor beside what [`Actor`] says.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits {
    /// Which pronoun it takes.
    pub(super) gender: Option<Gender>,
    /// Whether "they" can mean it, and "it" or "he" cannot.
    pub(super) plural: bool,
    /// The common nouns the text has used for it, lower case.
    pub(super) nouns: BTreeSet<String>,
    /// Those of them that it no longer is ("a former manager").
    pub(super) past_nouns: BTreeSet<String>,
    /// Words before those nouns ("interior").
    pub(super) qualifiers: BTreeSet<String>,
    /// The story of its first mention.
    pub(super) story: usize,
}

/// A mention in the order of reading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recent {
    pub(super) sentence: usize,
    pub(super) token: usize,
    pub(super) actor: ActorId,
}

/// A title whose owner stands further right, in tokens not yet read.
struct Pending {
    actor: ActorId,
    title: String,
    of: TitleSource,
}

/// How many sentences on or back somebody is looked for who is told of otherwise there.
pub(super) const REACH: usize = 60;

/// How old somebody is whom a phrase that ends with `token` calls nothing else: "the 46-year-old".
fn age_at(parsed: &Parsed, token: usize) -> Option<f64> {
    const WORDS: [&str; 5] = ["old", "-", "year", "-", "the"];
    let start = token.checked_sub(5)?;
    let (dash, year, hyphen, the) = (token - 1, token - 2, token - 3, start);
    let fits = [token, dash, year, hyphen, the].iter().zip(WORDS).all(|(&at, word)| parsed.lower(at) == word);
    let is_whole = !parsed
        .sentence
        .tokens
        .get(token + 1)
        .is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Propn | Upos::Adj));
    parsed.number(start + 1).filter(|_| fits && is_whole)
}

/// One thing to read in a sentence.
enum Item {
    Name(usize),
    Nominal(usize),
    Pronoun(usize),
    Age(usize),
}

/// What stands beside a name and tells who it is.
#[derive(Default)]
struct Beside {
    /// Directly before, or set off by a comma.
    titles: Vec<(TitlePhrase, bool)>,
    /// The common nouns that describe it.
    nouns: Vec<usize>,
    /// The phrases set off by commas, each with its noun.
    appositions: Vec<(Range<usize>, usize)>,
    /// First token of the phrase.
    start: Option<usize>,
}

pub(super) struct Resolver<'a> {
    pub(super) document: &'a Document,
    /// Whom the user knows.
    pub(super) list: &'a ActorList,
    /// The names of those in the text, by sentence and first token.
    pub(super) listed: FxHashMap<(usize, usize), &'a ListedActor>,
    /// Which actors they are.
    pub(super) listed_actors: BTreeMap<ActorId, &'a ListedActor>,
    pub(super) parsed: Vec<Parsed<'a>>,
    pub(super) names: Vec<Vec<NameMention>>,
    pub(super) entities: Entities,
    pub(super) traits: Vec<Traits>,
    pub(super) recent: Vec<Recent>,
    /// Sentence, token and place of every mention, in the order of reading.
    pub(super) recent_places: Vec<(usize, usize, PlaceId)>,
    pub(super) place_of_key: FxHashMap<String, PlaceId>,
    pub(super) story_countries: Vec<Option<&'static Country>>,
    /// Countries that the document names or hints at.
    pub(super) seen_countries: BTreeSet<&'static str>,
    /// Names of places that act as countries do though no table knows them.
    lands: FxHashSet<String>,
    /// Names of bodies of one word that have what only companies have.
    companies: FxHashSet<String>,
    /// The adjectives made of them, by sentence and token.
    land_adjectives: FxHashMap<(usize, usize), String>,
    people: NameForms,
    pub(super) bodies: NameForms,
    pub(super) actor_of_key: FxHashMap<String, ActorId>,
    pending: Vec<Pending>,
    pub(super) pending_quantities: Vec<(usize, usize)>,
    /// In text order.
    pub(super) quotations: Vec<Quotation>,
    /// Of each quotation read so far: who speaks.
    pub(super) speakers: Vec<Option<ActorId>>,
    /// Whose wife, son, ... the text says somebody is: owner, noun, who.
    pub(super) kin: Vec<(ActorId, String, ActorId)>,
    pending_kin: Vec<(ActorId, String, usize)>,
    /// Whose relative somebody without a name is, by what noun, and who that is.
    pub(super) unnamed_kin: Vec<(ActorId, String, ActorId)>,
    /// Of surnames that several people of a story have: whom the story calls so.
    pub(super) surnames: BTreeMap<(usize, String), ActorId>,
    /// Actors that turned out to be another.
    pub(super) merged: BTreeMap<ActorId, ActorId>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(document: &'a Document, sentences: &'a [Sentence], list: &'a ActorList) -> Self {
        let parsed: Vec<Parsed> =
            sentences.iter().map(|sentence| Parsed::new(&document.text, sentence)).collect();
        let mut quotations = find_quotations(&document.text, sentences);
        quotations.sort_by_key(|quotation| quotation.span);
        let mut resolver = Self {
            document,
            list,
            listed: FxHashMap::default(),
            listed_actors: BTreeMap::new(),
            names: Vec::new(),
            entities: Entities::default(),
            traits: Vec::new(),
            recent: Vec::new(),
            recent_places: Vec::new(),
            place_of_key: FxHashMap::default(),
            story_countries: Vec::new(),
            seen_countries: BTreeSet::new(),
            lands: FxHashSet::default(),
            companies: FxHashSet::default(),
            land_adjectives: FxHashMap::default(),
            people: NameForms::default(),
            bodies: NameForms::default(),
            actor_of_key: FxHashMap::default(),
            pending: Vec::new(),
            pending_quantities: Vec::new(),
            speakers: vec![None; quotations.len()],
            quotations,
            kin: Vec::new(),
            pending_kin: Vec::new(),
            unnamed_kin: Vec::new(),
            surnames: BTreeMap::new(),
            merged: BTreeMap::new(),
            parsed,
        };
        resolver.find_all_names();
        resolver.find_story_countries();
        resolver
    }

    /// Names in all sentences: first where capitals mean something, then in headlines that capitalise all words.
    fn find_all_names(&mut self) {
        let shouts: Vec<bool> = self.parsed.iter().map(|parsed| is_title_case(parsed)).collect();
        let mut names: Vec<Vec<NameMention>> = self
            .parsed
            .iter()
            .zip(&shouts)
            .map(|(parsed, &shouts)| if shouts { Vec::new() } else { find_names(parsed, Trust::Model) })
            .collect();
        let votes = Votes::of(&self.parsed, &names);
        let confirmed: FxHashSet<String> = self
            .parsed
            .iter()
            .zip(&names)
            .flat_map(|(parsed, names)| {
                names
                    .iter()
                    .filter(|name| matches!(name.class, NameClass::Person | NameClass::Organization))
                    .flat_map(|name| name.tokens.clone().map(|index| parsed.word(index).to_owned()))
            })
            .collect();
        for ((parsed, names), &shouts) in self.parsed.iter().zip(&mut names).zip(&shouts) {
            if shouts {
                *names = find_names(parsed, Trust::Confirmed(&confirmed));
            }
        }
        let mut people = BTreeSet::new();
        let mut bodies = BTreeSet::new();
        for (parsed, names) in self.parsed.iter().zip(&mut names) {
            for name in names {
                let written = normalize(parsed.slice(name.tokens.clone()));
                name.class = votes.decide(&written, name.class);
                match name.class {
                    NameClass::Person => people.insert(written),
                    NameClass::Organization => bodies.insert(written),
                    _ => false,
                };
            }
        }
        self.companies = votes.companies();
        (self.lands, self.land_adjectives) = votes.into_lands();
        for (sentence, names) in names.iter_mut().enumerate() {
            names.retain(|name| {
                name.tokens.len() != 1 || !self.land_adjectives.contains_key(&(sentence, name.tokens.start))
            });
        }
        self.names = names;
        self.find_missed_surnames(&mut people, &mut bodies);
        self.find_missed_bodies(&people, &mut bodies);
        let listed = self.find_listed(&mut people, &bodies);
        for actor in &listed {
            let names = if actor.kind == ActorKind::Person { &mut people } else { &mut bodies };
            names.insert(actor.name.clone());
        }
        self.people = NameForms::of_people(&people);
        self.bodies = NameForms::of_bodies(&bodies);
        let listed: BTreeSet<&str> = listed.iter().map(|actor| actor.name.as_str()).collect();
        self.people.prefer(&listed);
        self.bodies.prefer(&listed);
    }

    /// Short names of bodies named elsewhere that the model passed over here, or took for something else.
    fn find_missed_bodies(&mut self, people: &BTreeSet<String>, bodies: &mut BTreeSet<String>) {
        let of_people: FxHashSet<&str> =
            people.iter().filter(|name| name.contains(' ')).flat_map(|name| name.split(' ')).collect();
        let named = bodies.clone();
        // "Labour", where the Labour Party is named; two parties of that name are the same one in one text.
        let known = |(parsed, names): (&Parsed, &Vec<NameMention>)| -> Vec<(Vec<&str>, (NameClass, String))> {
            let short = |name: &NameMention| {
                let NameClass::Known(_) = name.class else { return None };
                let full = normalize(parsed.slice(name.tokens.clone()));
                let short = naming().party(&full.strip_suffix(" Party")?.to_lowercase())?;
                Some((short.split(' ').collect(), (name.class, full)))
            };
            names.iter().filter_map(short).collect()
        };
        let parties: BTreeMap<Vec<&str>, (NameClass, String)> =
            self.parsed.iter().zip(&self.names).flat_map(known).collect();
        // Those of another country than the known one are called by their full name too.
        bodies.extend(parties.values().map(|(_, full)| full.clone()));
        let parties = parties.into_iter().map(|(words, (class, _))| (words, class));
        let mut short_names: FxHashMap<&str, Vec<(Vec<&str>, NameClass)>> = FxHashMap::default();
        let short = short_names_of_bodies(&named).into_iter().map(|words| (words, NameClass::Organization));
        for (words, class) in short.chain(parties) {
            let is_land = words.len() == 1 && self.lands.contains(words[0]);
            if !is_land && !words.iter().any(|word| of_people.contains(word)) {
                short_names.entry(words[0]).or_default().push((words, class));
            }
        }
        // The longest first.
        short_names
            .values_mut()
            .for_each(|names| names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
        for (parsed, names) in self.parsed.iter().zip(&mut self.names) {
            let mut at = 0;
            while at < parsed.len() {
                let is_here = |(words, _): &&(Vec<&str>, NameClass)| {
                    words.iter().enumerate().all(|(offset, word)| parsed.word(at + offset) == *word)
                };
                let found = short_names.get(parsed.word(at)).and_then(|names| names.iter().find(is_here));
                let Some((words, class)) = found else {
                    at += 1;
                    continue;
                };
                let tokens = at..at + words.len();
                at = tokens.end;
                let is_free = names.iter().all(|name| {
                    name.tokens.end <= tokens.start
                        || tokens.end <= name.tokens.start
                        || (name.tokens == tokens
                            && name.gender.is_none()
                            && matches!(
                                name.class,
                                NameClass::Unknown
                                    | NameClass::OtherPlace
                                    | NameClass::Person
                                    | NameClass::Organization
                            ))
                });
                // "Norcom Avenue", "Norcom-style" are other names.
                let goes_on = tokens.end < parsed.len()
                    && parsed.is_capitalized(tokens.end)
                    && parsed.upos(tokens.end) == Upos::Propn;
                if is_free && !goes_on {
                    names.retain(|name| name.tokens != tokens);
                    bodies.insert(normalize(parsed.slice(tokens.clone())));
                    names.push(NameMention { tokens, class: *class, gender: None });
                }
            }
            names.sort_by_key(|name| name.tokens.start);
        }
    }

    /// Surnames of people named elsewhere that the model passed over here, or took for a place or a body.
    fn find_missed_surnames(&mut self, people: &mut BTreeSet<String>, bodies: &mut BTreeSet<String>) {
        let named = people.clone();
        let of_bodies: FxHashSet<String> = bodies
            .iter()
            .filter(|name| name.contains(' '))
            .flat_map(|name| name.split(' '))
            .map(str::to_owned)
            .collect();
        let mut mistaken: BTreeSet<String> = BTreeSet::new();
        let surnames: FxHashMap<&str, usize> = named
            .iter()
            .filter(|name| name.contains(' '))
            .filter_map(|name| name.rsplit(' ').next())
            .fold(FxHashMap::default(), |mut counts, surname| {
                *counts.entry(surname).or_default() += 1;
                counts
            });
        for (parsed, names) in self.parsed.iter().zip(&mut self.names) {
            mend_surnames(parsed, names, &surnames, people);
            let mut taken = vec![false; parsed.len()];
            for name in names.iter() {
                let word = parsed.word(name.tokens.start);
                // "Vestol will meet the dockers", after Ingmar Vestol.
                let is_mistaken = name.tokens.len() == 1
                    && matches!(name.class, NameClass::OtherPlace | NameClass::Organization)
                    && !of_bodies.contains(word)
                    && !is_located(parsed, name);
                if is_mistaken && surnames.get(word) == Some(&1) {
                    mistaken.insert(word.to_owned());
                }
                taken[name.tokens.clone()].fill(name.class != NameClass::Unknown && !is_mistaken);
            }
            let mut found = Vec::new();
            for (index, &taken) in taken.iter().enumerate() {
                let word = parsed.word(index);
                let is_common = parsed.noun(index).is_some()
                    || world().country_of_adjective(word).is_some()
                    || world().known(word).is_some();
                if !taken && surnames.get(word) == Some(&1) && parsed.is_capitalized(index) && !is_common {
                    found.push(index);
                    people.insert(word.to_owned());
                }
            }
            for index in found {
                names.retain(|name| !name.tokens.contains(&index));
                names.push(NameMention { tokens: index..index + 1, class: NameClass::Person, gender: None });
            }
            names.sort_by_key(|name| name.tokens.start);
        }
        bodies.retain(|name| !(mistaken.contains(name) && people.contains(name)));
    }

    /// The country each story is about, where one country outweighs all others together by two to one.
    fn find_story_countries(&mut self) {
        let mut counts: Vec<BTreeMap<&'static str, u32>> =
            vec![BTreeMap::new(); self.document.stories.len().max(1)];
        for (sentence, names) in self.names.iter().enumerate() {
            let story = self.story(sentence);
            let parsed = &self.parsed[sentence];
            let mut add = |code: &'static str| {
                if let Some(count) = counts.get_mut(story) {
                    *count.entry(code).or_default() += 1;
                }
            };
            for name in names {
                match name.class {
                    NameClass::Country(country) | NameClass::Seat(country) => add(country.code),
                    NameClass::City => {
                        if let [only] = world().cities(parsed.slice(name.tokens.clone())) {
                            add(only.country);
                        }
                    }
                    NameClass::Region => {
                        let text = parsed.slice(name.tokens.clone());
                        let stem = text.rsplit_once(' ').map_or(text, |(stem, _)| stem);
                        if let [only] = world().cities(stem) {
                            add(only.country);
                        }
                    }
                    NameClass::Area(region) => {
                        if let Some(code) = region.country {
                            add(code);
                        }
                    }
                    _ => {}
                }
            }
            for index in 0..parsed.len() {
                let word = parsed.word(index);
                let country = world().country_of_adjective(word).or_else(|| parsed.people(index));
                if let Some(country) = country
                    && !names.iter().any(|name| name.tokens.contains(&index))
                {
                    add(country.code);
                }
            }
        }
        self.seen_countries = counts.iter().flat_map(|count| count.keys().copied()).collect();
        self.story_countries = counts
            .iter()
            .map(|count| {
                let (code, most) =
                    count.iter().max_by_key(|&(code, most)| (*most, std::cmp::Reverse(*code)))?;
                let others = count.values().sum::<u32>() - most;
                (*most >= 2 * others && *most > 1).then(|| world().country(code)).flatten()
            })
            .collect();
    }

    /// The story that a sentence belongs to.
    pub(super) fn story(&self, sentence: usize) -> usize {
        let zone = self.parsed[sentence].sentence.zone;
        self.document.zones.get(zone).map_or(0, |zone| zone.story)
    }

    /// The country that the story of the sentence is about, if it is clear.
    pub(super) fn story_country(&self, sentence: usize) -> Option<&'static Country> {
        self.story_countries.get(self.story(sentence)).copied().flatten()
    }

    pub(super) fn is_headline(&self, sentence: usize) -> bool {
        let zone = self.parsed[sentence].sentence.zone;
        self.document.zones.get(zone).is_some_and(|zone| zone.kind == ZoneKind::Title)
    }

    pub(super) fn is_in_dateline(&self, span: Span) -> bool {
        self.document
            .stories
            .iter()
            .filter_map(|story| story.dateline)
            .any(|dateline| dateline.contains(span))
    }

    pub(super) fn resolve(mut self) -> Entities {
        let mut start = 0;
        for sentence in 0..self.parsed.len() {
            self.resolve_sentence(sentence);
            let zone = |sentence: usize| self.parsed.get(sentence).map(|parsed| parsed.sentence.zone);
            if zone(sentence) != zone(sentence + 1) {
                self.resolve_quoted(start..sentence + 1);
                start = sentence + 1;
            }
        }
        self.join_named_later();
        self.read_datelines();
        self.index_demonyms();
        self.settle_homes();
        self.describe_people();
        self.settle_listed();
        self.order_actors()
    }

    /// Keeps the nouns that the text used for people with names.
    fn describe_people(&mut self) {
        for (actor, traits) in self.entities.actors.iter_mut().zip(&self.traits) {
            if actor.named && actor.kind == ActorKind::Person {
                actor.descriptions = traits.nouns.difference(&traits.past_nouns).cloned().collect();
            }
        }
    }

    fn resolve_sentence(&mut self, sentence: usize) {
        self.mention_land_adjectives(sentence);
        let names = self.names[sentence].clone();
        let mut consumed: FxHashSet<usize> = FxHashSet::default();
        let mut beside: Vec<Beside> = Vec::new();
        for name in &names {
            let found = self.read_beside(sentence, &names, name);
            for (title, _) in &found.titles {
                consumed.extend(title.tokens.clone());
            }
            consumed.extend(&found.nouns);
            consumed.extend(name.tokens.clone());
            beside.push(found);
        }
        let mut items: Vec<(usize, Item)> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            items.push((name.tokens.start, Item::Name(index)));
        }
        let parsed = &self.parsed[sentence];
        // "After her arrest, Ana Ruiz sued": who "her" means is read first.
        for index in (0..parsed.len()).filter(|index| !consumed.contains(index)) {
            if is_pronoun(parsed, index) {
                let subject = self.fronted_owner(sentence, index);
                items.push((subject.map_or(index, |subject| subject + 1), Item::Pronoun(index)));
            } else if self.is_nominal(sentence, index) {
                let owner = parsed.dependent(index, Deprel::NmodPoss);
                let subject = owner.and_then(|owner| self.fronted_owner(sentence, owner));
                items.push((subject.map_or(index, |subject| subject + 1), Item::Nominal(index)));
            } else if age_at(parsed, index).is_some() {
                items.push((index, Item::Age(index)));
            }
        }
        items.sort_by_key(|&(start, _)| start);
        for (_, item) in items {
            match item {
                Item::Name(index) => self.resolve_name(sentence, index, &beside[index]),
                Item::Nominal(head) => self.resolve_nominal(sentence, head),
                Item::Pronoun(token) => self.resolve_pronoun(sentence, token),
                Item::Age(token) => self.resolve_age(sentence, token),
            }
        }
        self.read_offices(sentence, &names);
        self.settle_pending(sentence);
        self.link_relative_pronouns(sentence);
    }

    /// "Sandor resigned as health minister", "Reille was named as minister": offices that verbs give and take.
    fn read_offices(&mut self, sentence: usize, names: &[NameMention]) {
        let parsed = &self.parsed[sentence];
        let holder = |noun: usize| {
            let case = parsed.dependent(noun, Deprel::Case)?;
            let verb = parsed.token(noun).head.filter(|&verb| parsed.upos(verb) == Upos::Verb)?;
            let lemma = parsed.lemma(verb);
            let of = |deprel: Deprel| parsed.dependent(verb, deprel);
            let holder = if world().is("in-office", &lemma) {
                of(Deprel::Nsubj)
            } else if world().is("to-office", &lemma) {
                of(Deprel::Obj).or_else(|| of(Deprel::NsubjPass))
            } else {
                None
            };
            (parsed.lower(case) == "as" && !parsed.is_plural(noun)).then_some(holder?)
        };
        let found: Vec<(usize, TitlePhrase)> = (0..parsed.len())
            .filter(|&noun| is_title_noun(parsed, noun))
            .filter_map(|noun| Some((holder(noun)?, title_before(parsed, names, noun + 1)?)))
            .collect();
        for (holder, mut title) in found {
            let Some(actor) = self.entities.actor_at(sentence, holder) else { continue };
            let parsed = &self.parsed[sentence];
            let of = parsed.dependents(title.noun).iter().copied().find(|&of| {
                parsed.deprel(of) == Deprel::Nmod
                    && matches!(parsed.preposition(of).as_deref(), Some("of" | "at"))
            });
            title.of = title.of.or(of.map(TitleSource::Token));
            if self.entities.actors[actor.0].named && self.entities.actors[actor.0].kind == ActorKind::Person
            {
                self.add_title(actor, sentence, &title, false);
            }
        }
    }

    /// Lets the adjectives made of the names of lands that no table knows mean those lands.
    fn mention_land_adjectives(&mut self, sentence: usize) {
        if self.land_adjectives.is_empty() {
            return;
        }
        for token in 0..self.parsed[sentence].len() {
            let Some(name) = self.land_adjectives.get(&(sentence, token)).cloned() else { continue };
            let key = body_key(&name);
            let land = self.actor_with_key(&key, sentence, || body_actor(name, None, false));
            self.mention_demonym(land, sentence, token);
        }
    }

    fn read_beside(&self, sentence: usize, names: &[NameMention], name: &NameMention) -> Beside {
        let parsed = &self.parsed[sentence];
        let mut beside = Beside::default();
        let is_person = matches!(name.class, NameClass::Person | NameClass::Unknown);
        let is_body =
            matches!(name.class, NameClass::Organization | NameClass::Known(_) | NameClass::Unknown);
        if is_person && let Some(title) = title_before(parsed, names, name.tokens.start) {
            beside.start = Some(title.start);
            beside.nouns.push(title.noun);
            beside.titles.push((title, true));
        }
        if !(is_person || is_body) {
            return beside;
        }
        // A phrase for a person beside a person, for a body beside a body; "the retailer" is either.
        let suits = |noun: usize| {
            let Some(noun) = parsed.noun(noun) else { return false };
            let is_human = matches!(noun.class, NounClass::Title | NounClass::Person);
            let is_business = noun.class == NounClass::Person && noun.sector == Some("BUS");
            is_human == is_person || name.class == NameClass::Unknown || (is_business && !is_person)
        };
        let is_office = |noun: usize| {
            is_person
                && parsed
                    .noun(noun)
                    .is_some_and(|noun| matches!(noun.class, NounClass::Title | NounClass::Person))
        };
        // "His deputy, Colonel Luis Rojas"
        let titled = NameMention {
            tokens: beside.start.unwrap_or(name.tokens.start)..name.tokens.end,
            ..name.clone()
        };
        if (beside.titles.is_empty() || beside.start.is_some_and(|start| start < name.tokens.start))
            && let Some((noun, title)) = apposed_before(parsed, names, &titled)
            && suits(noun)
        {
            beside.nouns.push(noun);
            beside.appositions.push((apposition(parsed, names, noun, title.as_ref()), noun));
            if let Some(title) = title.filter(|_| is_office(noun)) {
                beside.titles.push((title, true));
            }
        }
        if let Some((noun, title)) = apposed_after(parsed, names, name)
            && suits(noun)
        {
            beside.nouns.push(noun);
            beside.appositions.push((apposition(parsed, names, noun, title.as_ref()), noun));
            if let Some(title) = title.filter(|_| is_office(noun)) {
                beside.titles.push((title, false));
            }
        }
        // "the rights group Hearth International", "the watchdog Hearth": the noun before the name of the body.
        if is_body
            && beside.nouns.is_empty()
            && let Some(noun) = name.tokens.start.checked_sub(1)
            && parsed.upos(noun) == Upos::Noun
            && !parsed.is_plural(noun)
            && (world().is("apposed", &parsed.lower(noun))
                || parsed
                    .noun(noun)
                    .is_some_and(|noun| matches!(noun.class, NounClass::Organization | NounClass::Group)))
            && !matches!(parsed.deprel(noun), Deprel::Compound | Deprel::Amod)
        {
            beside.nouns.push(noun);
        }
        // "the UGTT labour union": the noun after the name of the body.
        let after = name.tokens.end;
        if is_body && after < parsed.len() {
            let noun = (after..parsed.len().min(after + 3))
                .take_while(|&index| matches!(parsed.upos(index), Upos::Noun | Upos::Adj))
                .last();
            if let Some(noun) = noun
                && world().is("apposed", &parsed.lower(noun))
                && (name.tokens.clone().any(|token| parsed.token(token).head == Some(noun))
                    || parsed.token(noun).head.is_none_or(|head| !(after..noun).contains(&head)))
            {
                beside.nouns.push(noun);
            }
        }
        beside
    }

    fn resolve_name(&mut self, sentence: usize, index: usize, beside: &Beside) {
        let name = self.names[sentence][index].clone();
        let office =
            beside.nouns.first().and_then(|&noun| self.parsed[sentence].noun(noun)).map(|noun| noun.class);
        match name.class {
            NameClass::Person => self.resolve_person(sentence, &name, beside),
            NameClass::Organization | NameClass::Known(_) => self.resolve_body(sentence, &name, beside),
            NameClass::Country(country) => {
                self.resolve_place(sentence, &name);
                let actor = self.country_actor(country);
                let is_where = self.is_only_where(sentence, &name.tokens);
                self.entities.actors[actor.0].named |= !is_where;
                let rule = if self.listed_at(sentence, &name).is_some() { "listed" } else { "name" };
                self.mention_actor(actor, sentence, name.tokens.clone(), rule);
            }
            NameClass::Seat(country) => self.resolve_seat(sentence, &name, country),
            NameClass::City | NameClass::Area(_) | NameClass::Region | NameClass::Facility => {
                self.resolve_place(sentence, &name);
            }
            NameClass::OtherPlace => {
                self.resolve_place(sentence, &name);
                // A place that acts is those who rule it, as a country is.
                let is_land =
                    self.lands.contains(&normalize(self.parsed[sentence].slice(name.tokens.clone())))
                        && !self.is_only_where(sentence, &name.tokens);
                if is_land || self.acts(sentence, &name) || self.has_object(sentence, &name) {
                    self.resolve_body(sentence, &name, beside);
                }
            }
            NameClass::Unknown => match office {
                Some(NounClass::Title | NounClass::Person) => self.resolve_person(sentence, &name, beside),
                Some(_) => self.resolve_body(sentence, &name, beside),
                None if self.acts(sentence, &name) => self.resolve_body(sentence, &name, beside),
                None => {}
            },
        }
    }

    /// Whether a country's name only says where: "in Peru", "Lima, Peru", "Peru-based".
    fn is_only_where(&self, sentence: usize, tokens: &Range<usize>) -> bool {
        let parsed = &self.parsed[sentence];
        if parsed.word(tokens.end) == "-" && parsed.lower(tokens.end + 1) == "based" {
            return true;
        }
        let mut before = tokens.start;
        while before > 0 && matches!(parsed.upos(before - 1), Upos::Det | Upos::Adj) {
            before -= 1;
        }
        let Some(before) = before.checked_sub(1) else { return false };
        let word = parsed.lower(before);
        let owns = parsed.is_possessive_ending(tokens.end);
        let after_place = word == ","
            && before > 0
            && self.entities.place_at(sentence, before - 1).is_some()
            && self.entities.actor_at(sentence, before - 1).is_none();
        !owns && (world().is("locative", &word) || after_place)
    }

    /// Whether an unclassed name stands where only somebody who decides or speaks can stand.
    fn acts(&self, sentence: usize, name: &NameMention) -> bool {
        let parsed = &self.parsed[sentence];
        self.verb_of_subject(sentence, name).is_some_and(|verb| world().is("agentive", &parsed.lemma(verb)))
    }

    /// Whether the name is the subject of a verb with an object, as what is only a place seldom is.
    fn has_object(&self, sentence: usize, name: &NameMention) -> bool {
        let tree = self.parsed[sentence].sentence;
        self.verb_of_subject(sentence, name).is_some_and(|verb| tree.child(verb, Deprel::Obj).is_some())
    }

    /// The verb that the name is the subject of, outside of headlines.
    fn verb_of_subject(&self, sentence: usize, name: &NameMention) -> Option<usize> {
        let parsed = &self.parsed[sentence];
        let head = parsed.head_of(name.tokens.clone());
        if self.is_headline(sentence) || parsed.deprel(head) != Deprel::Nsubj {
            return None;
        }
        parsed.token(head).head.filter(|&verb| parsed.upos(verb) == Upos::Verb)
    }

    fn resolve_person(&mut self, sentence: usize, name: &NameMention, beside: &Beside) {
        let text = normalize(self.parsed[sentence].slice(name.tokens.clone()));
        let (full, listed) = self.person_called(sentence, name, &text, beside);
        let rule = match listed {
            Some(listed) if self.is_listed_as(sentence, name, listed) => "listed",
            _ if full == text => "name",
            _ => "surname",
        };
        let key = format!("person {full}");
        if !self.actor_of_key.contains_key(&key)
            && let Some(actor) = self.office_named_now(sentence, beside)
        {
            self.actor_of_key.insert(key.clone(), actor);
            let known = &mut self.entities.actors[actor.0];
            known.named = true;
            known.name.clone_from(&full);
        }
        let actor = self.actor_with_key(&key, sentence, || Actor {
            name: full.clone(),
            kind: ActorKind::Person,
            named: true,
            ..blank_actor()
        });
        if let Some(listed) = listed {
            self.note_listed(actor, listed);
        }
        let traits = &mut self.traits[actor.0];
        traits.gender = traits.gender.or(name.gender).or_else(|| world().gender_of_bearer(&full));
        self.entities.actors[actor.0].aliases.insert(text);
        let mut tokens = name.tokens.clone();
        let mut heads: Vec<usize> = tokens.clone().collect();
        for (title, is_before) in &beside.titles {
            heads.extend(title.tokens.clone());
            if beside.start == Some(title.start) {
                tokens.start = title.start;
            }
            self.add_title(actor, sentence, title, *is_before);
        }
        heads.extend(&beside.nouns);
        for &noun in &beside.nouns {
            let parsed = &self.parsed[sentence];
            let mut lemma = parsed.lemma(noun);
            // A "front-runner" is no runner; a "vice-president" is a president of a kind.
            let front = noun.checked_sub(2).filter(|&front| parsed.word(front + 1) == "-");
            if let Some(front) = front.filter(|&front| parsed.word(front).len() >= 5) {
                lemma = format!("{}-{lemma}", parsed.lower(front));
            }
            let is_past = (noun.saturating_sub(4)..noun)
                .any(|index| world().is("past", &parsed.lower(index)) && !name.tokens.contains(&index));
            let traits = &mut self.traits[actor.0];
            if is_past && !traits.nouns.contains(&lemma) {
                traits.past_nouns.insert(lemma.clone());
            } else if !is_past {
                traits.past_nouns.remove(&lemma);
            }
            traits.nouns.insert(lemma);
        }
        self.note_surface(actor, sentence, &tokens, name.tokens.start);
        let is_head_of_state = beside.titles.iter().any(|(title, _)| {
            let last = last_word(&title.title);
            world().is("national", &last)
        });
        let figure = world().figure(&full, is_head_of_state).filter(|_| listed.is_none());
        if let Some(figure) = figure {
            let given = figure.name.split(' ').next().unwrap_or("");
            let traits = &mut self.traits[actor.0];
            traits.gender = traits.gender.or_else(|| world().gender_of(given));
            let actor = &mut self.entities.actors[actor.0];
            actor.country = actor.country.take().or_else(|| figure.country.map(str::to_owned));
            actor.sector = actor.sector.take().or_else(|| Some(figure.sector.to_owned()));
        }
        let span = self.parsed[sentence].span(tokens);
        let head = self.parsed[sentence].head_of(name.tokens.clone());
        self.add_mention(actor, sentence, span, head, &heads, rule);
        self.mention_appositions(actor, sentence, beside);
    }

    /// The full name of the person whom a name of the text names, and who of the user's list that is.
    fn person_called(
        &mut self,
        sentence: usize,
        name: &NameMention,
        text: &str,
        beside: &Beside,
    ) -> (String, Option<&'a ListedActor>) {
        if let Some(listed) = self.listed_at(sentence, name) {
            return (listed.name.clone(), Some(listed));
        }
        if self.is_apart_from_kin(sentence, text, name.gender) {
            return (text.to_owned(), None);
        }
        let known = self.bearer_of_surname(sentence, text, name.gender);
        // "Dr Sandor, the surgeon": of two Sandors, one of whom nobody has said that may not be meant.
        let known = known.filter(|full| {
            let nouns =
                self.actor_of_key.get(&format!("person {full}")).map(|actor| &self.traits[actor.0].nouns);
            beside.appositions.is_empty()
                || nouns.is_none_or(|nouns| {
                    beside.nouns.iter().any(|&noun| nouns.contains(&self.parsed[sentence].lemma(noun)))
                })
        });
        let full = known.unwrap_or_else(|| self.people.full(text).to_owned());
        match self.listed_person(&full) {
            Some(listed) => (listed.name.clone(), Some(listed)),
            None => (full, None),
        }
    }

    /// Whether a surname is not short for the only full name with it, since that is of somebody whom the text calls a relative of
    /// someone: "General Kotoma was held. His wife, Solange Kotoma, ...".
    fn is_apart_from_kin(&self, sentence: usize, text: &str, gender: Option<Gender>) -> bool {
        if text.contains(' ') || !self.people.open(text).is_empty() {
            return false;
        }
        if let Some(own) = self.actor_of_key.get(&format!("person {text}")) {
            let known = self.traits[own.0].gender;
            return Gender::agree(known, gender);
        }
        let full = self.people.full(text);
        if full == text || self.actor_of_key.contains_key(&format!("person {full}")) {
            return false;
        }
        let introduced = (sentence..self.parsed.len()).take(REACH).find_map(|at| {
            let is_full = |name: &&NameMention| normalize(self.parsed[at].slice(name.tokens.clone())) == full;
            self.names[at].iter().find(is_full).map(|name| (at, name))
        });
        introduced.is_some_and(|(at, name)| {
            let parsed = &self.parsed[at];
            let beside = self.read_beside(at, &self.names[at], name);
            beside.nouns.iter().any(|&noun| {
                !naming().kin(&parsed.lemma(noun)).is_empty()
                    && parsed.dependent(noun, Deprel::NmodPoss).is_some()
            })
        })
    }

    /// The full name of whom a story calls by a surname that several of its people have: the only one whom the reader
    /// knows so far, or the only one of the gender that "Ms" tells.
    fn bearer_of_surname(&mut self, sentence: usize, name: &str, gender: Option<Gender>) -> Option<String> {
        let story = self.story(sentence);
        let fits = |resolver: &Self, actor: &ActorId| {
            let traits = &resolver.traits[actor.0];
            traits.story == story && Gender::agree(gender, traits.gender)
        };
        let actor_of = |full: &String| self.actor_of_key.get(&format!("person {full}")).copied();
        let mut known = self.people.open(name).iter().filter_map(actor_of).filter(|actor| fits(self, actor));
        let first = known.next()?;
        let only = Some(first).filter(|_| known.next().is_none());
        let key = (story, name.to_owned());
        let so_far = self.surnames.get(&key).copied().filter(|actor| fits(self, actor));
        let bearer = so_far.or(only)?;
        self.surnames.entry(key).or_insert(bearer);
        let full = |full: &&String| self.actor_of_key.get(&format!("person {full}")) == Some(&bearer);
        self.people.open(name).iter().find(full).cloned()
    }

    /// "the mayor of Lima" beside "Ana Torres" is a mention of its own.
    fn mention_appositions(&mut self, actor: ActorId, sentence: usize, beside: &Beside) {
        for (tokens, noun) in &beside.appositions {
            let span = self.parsed[sentence].span(tokens.clone());
            self.add_mention(actor, sentence, span, *noun, &[], "apposition");
        }
    }

    /// The office holder without a name, just spoken of, whom an apposed "the minister, Ana Torres" now names.
    fn office_named_now(&self, sentence: usize, beside: &Beside) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let story = self.story(sentence);
        let (title, _) = beside.titles.iter().find(|(title, _)| {
            parsed.lower(title.start) == "the"
                && title.of.is_none()
                && beside.appositions.iter().any(|(_, noun)| *noun == title.noun)
        })?;
        let lemma = parsed.lemma(title.noun);
        let found = self.recent_where(sentence, title.noun, 2, |resolver, actor| {
            let (known, traits) = (&resolver.entities.actors[actor.0], &resolver.traits[actor.0]);
            known.kind == ActorKind::Person
                && !known.named
                && traits.story == story
                && traits.nouns.contains(&lemma)
                && Gender::agree(traits.gender, title.gender)
        });
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Adds the phrase with title and honorific as an alias, without article, unless it holds a pronoun.
    fn note_surface(&mut self, actor: ActorId, sentence: usize, tokens: &Range<usize>, name_start: usize) {
        let parsed = &self.parsed[sentence];
        let mut start = tokens.start;
        while start < name_start && parsed.upos(start) == Upos::Det {
            start += 1;
        }
        if start == name_start && start > 0 {
            let before = parsed.word(start - 1);
            if world().honorific(before).is_some() {
                start -= 1;
            }
        }
        if start < name_start && !(start..name_start).any(|index| is_pronoun(parsed, index)) {
            let alias = parsed.phrase(start..tokens.end);
            self.entities.actors[actor.0].aliases.insert(alias);
        }
    }

    fn add_title(&mut self, actor: ActorId, sentence: usize, title: &TitlePhrase, is_before: bool) {
        let lemma = self.parsed[sentence].lemma(title.noun);
        let is_role =
            self.parsed[sentence].noun(title.noun).is_some_and(|noun| noun.class == NounClass::Person);
        let traits = &mut self.traits[actor.0];
        traits.gender = traits.gender.or(title.gender);
        if !world().is_past_title(&title.title) {
            traits.nouns.insert(last_word(&title.title));
        }
        if world().is("counterpart", &lemma) {
            self.add_counterpart(actor, sentence, title);
            return;
        }
        if is_role
            && !naming().kin(&lemma).is_empty()
            && let Some(TitleSource::Token(owner)) = title.of
        {
            self.pending_kin.push((actor, lemma, owner));
            self.settle_kin(sentence);
        }
        let land = || {
            (title.start.saturating_sub(1)..title.tokens.start)
                .find(|&token| self.land_adjectives.contains_key(&(sentence, token)))
        };
        match title.of.or_else(|| land().map(TitleSource::Token)) {
            Some(of) if !is_role => {
                self.settle_sector(actor, title.sector);
                self.pending.push(Pending { actor, title: title.title.clone(), of });
                if is_before {
                    self.settle_titles(sentence);
                }
            }
            Some(TitleSource::Demonym(country, _)) => {
                let known = &mut self.entities.actors[actor.0];
                known.country = known.country.take().or_else(|| Some(country.code.to_owned()));
                self.settle_sector(actor, title.sector);
            }
            _ => {
                self.settle_sector(actor, title.sector);
                if !is_role {
                    let of = self.nation_of(actor, sentence, title);
                    self.push_title(actor, title.title.clone(), of);
                }
            }
        }
    }

    /// "President Lasso" in a story about one country alone: that country, unless the bearer is known to be another's.
    fn nation_of(&mut self, actor: ActorId, sentence: usize, title: &TitlePhrase) -> Option<TitleOf> {
        let last = last_word(&title.title);
        if !world().is("national", &last) {
            return None;
        }
        let country = self.story_country(sentence)?;
        let figure =
            world().figure(&self.entities.actors[actor.0].name, true).and_then(|figure| figure.country);
        let known = self.entities.actors[actor.0].country.as_deref().or(figure);
        if known.is_some_and(|code| code != country.code) {
            return None;
        }
        let id = self.country_actor(country);
        self.entities.actors[actor.0].country = Some(country.code.to_owned());
        Some(TitleOf::Actor(id))
    }

    fn settle_sector(&mut self, actor: ActorId, sector: Option<&'static str>) {
        let actor = &mut self.entities.actors[actor.0];
        if actor.sector.is_none() {
            actor.sector = sector.map(str::to_owned);
        }
    }

    pub(super) fn push_title(&mut self, actor: ActorId, title: String, of: Option<TitleOf>) {
        let titles = &mut self.entities.actors[actor.0].titles;
        let folded = title.to_lowercase();
        let known = titles.iter_mut().find(|known| {
            known.title.to_lowercase() == folded && (known.of.is_none() || of.is_none() || known.of == of)
        });
        if let Some(known) = known {
            known.of = known.of.or(of);
            return;
        }
        titles.push(Title { title, of });
    }

    /// "his Chinese counterpart": the same office in another country.
    fn add_counterpart(&mut self, actor: ActorId, sentence: usize, title: &TitlePhrase) {
        let possessor = title.possessor.or(match title.of {
            Some(TitleSource::Token(token)) => Some(token),
            _ => None,
        });
        let other = possessor.and_then(|token| self.entities.actor_at(sentence, token));
        let of = match title.of {
            Some(TitleSource::Demonym(country, token)) => {
                let id = self.country_actor(country);
                self.mention_demonym(id, sentence, token);
                Some((TitleOf::Actor(id), country))
            }
            _ => None,
        };
        if let Some((_, country)) = of {
            let known = &mut self.entities.actors[actor.0];
            known.country = known.country.take().or_else(|| Some(country.code.to_owned()));
        }
        let Some(other) =
            other.filter(|&other| other != actor && self.entities.actors[other.0].kind == ActorKind::Person)
        else {
            return;
        };
        self.add_tie(actor, other, "counterpart_of");
        let office = self.entities.actors[other.0].titles.first().map(|office| office.title.clone());
        let sector = self.entities.actors[other.0].sector.clone();
        let known = &mut self.entities.actors[actor.0];
        known.sector = known.sector.take().or(sector);
        if let (Some(office), Some((of, _))) = (office, of) {
            self.push_title(actor, office, Some(of));
        }
    }

    pub(super) fn add_tie(&mut self, source: ActorId, target: ActorId, kind: &'static str) {
        let tie = Tie { source, target, kind };
        if source != target && !self.entities.ties.contains(&tie) {
            self.entities.ties.push(tie);
        }
    }

    fn settle_titles(&mut self, sentence: usize) {
        for pending in std::mem::take(&mut self.pending) {
            let of = match pending.of {
                TitleSource::Demonym(country, token) => {
                    let id = self.country_actor(country);
                    self.entities.actors[id.0].named = true;
                    self.mention_demonym(id, sentence, token);
                    let actor = &mut self.entities.actors[pending.actor.0];
                    actor.country = actor.country.take().or_else(|| Some(country.code.to_owned()));
                    Some(TitleOf::Actor(id))
                }
                TitleSource::Token(token) => self.owner_at(sentence, token, pending.actor),
            };
            self.push_title(pending.actor, pending.title, of);
        }
    }

    /// Whom or what the token of a title's owner means; takes country and sector from it.
    fn owner_at(&mut self, sentence: usize, token: usize, bearer: ActorId) -> Option<TitleOf> {
        let owner = self.entities.actor_at(sentence, token);
        let owner =
            owner.or_else(|| self.entities.demonym_at(sentence, token)).filter(|&owner| owner != bearer);
        let place = self.entities.place_at(sentence, token);
        let (country, sector, of) = match (owner, place) {
            (Some(owner), _) => {
                let owner_actor = &self.entities.actors[owner.0];
                // "his lawyer": a person's person, no office of a body.
                if owner_actor.kind == ActorKind::Person {
                    return None;
                }
                let sector = owner_actor.sector.clone().filter(|_| owner_actor.kind != ActorKind::Country);
                (owner_actor.country.clone(), sector, TitleOf::Actor(owner))
            }
            (None, Some(place)) => {
                (self.entities.places[place.0].country.clone(), None, TitleOf::Place(place))
            }
            (None, None) => return None,
        };
        let actor = &mut self.entities.actors[bearer.0];
        actor.country = actor.country.take().or(country);
        if sector.is_some() {
            actor.sector = sector;
        }
        Some(of)
    }

    /// Keeps whose kin somebody is, as far as the owner's words are read.
    fn settle_kin(&mut self, sentence: usize) {
        for (person, noun, owner) in std::mem::take(&mut self.pending_kin) {
            match self.entities.actor_at(sentence, owner) {
                Some(owner) if owner != person => self.kin.push((owner, noun, person)),
                Some(_) => {}
                None => self.pending_kin.push((person, noun, owner)),
            }
        }
    }

    fn settle_pending(&mut self, sentence: usize) {
        self.settle_titles(sentence);
        self.settle_kin(sentence);
        self.pending_kin.clear();
        for (quantity, of) in std::mem::take(&mut self.pending_quantities) {
            let key = (sentence, of);
            if let Some(&found) = self.entities.index.actors.get(&key) {
                self.entities.index.actors.entry((sentence, quantity)).or_insert(found);
            }
        }
    }

    /// Whether the body that a name of several countries' bodies ("Labour Party") is known for is of a country that the text
    /// speaks of, or the text speaks of no country.
    fn can_be_of(&self, known: &Organization) -> bool {
        let is_generic = || known.name.split(' ').all(|word| naming().is("generic", &fold(word)));
        known.country.is_none_or(|country| {
            self.seen_countries.is_empty() || self.seen_countries.contains(country) || !is_generic()
        })
    }

    /// "The Board approved it": a noun with a capital is the body whose name it ends, if the text names one alone.
    fn body_with_noun(&self, sentence: usize, name: &NameMention) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let token = name.tokens.start;
        let is_noun = name.tokens.len() == 1
            && token > 0
            && parsed.lower(token - 1) == "the"
            && parsed.noun(token).is_some_and(|noun| {
                matches!(noun.class, NounClass::Organization | NounClass::Force | NounClass::Group)
            });
        if !is_noun || self.is_headline(sentence) {
            return None;
        }
        let (story, word) = (self.story(sentence), parsed.word(token));
        let found = self.recent_where(sentence, token, REACH, |resolver, actor| {
            let known = &resolver.entities.actors[actor.0];
            known.named
                && known.kind == ActorKind::Organization
                && resolver.traits[actor.0].story == story
                && known.name.rsplit_once(' ').is_some_and(|(_, last)| last == word)
        });
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    fn resolve_body(&mut self, sentence: usize, name: &NameMention, beside: &Beside) {
        if let Some(body) = self.body_with_noun(sentence, name) {
            self.mention_actor(body, sentence, name.tokens.clone(), "nominal");
            return;
        }
        let written = normalize(self.parsed[sentence].slice(name.tokens.clone()));
        // The land is not the "Kolo Football Federation" for short.
        let is_land = self.lands.contains(&written);
        let full = if is_land { written.clone() } else { self.bodies.full(&written).to_owned() };
        let known = match name.class {
            NameClass::Known(organization) => Some(organization).filter(|known| self.can_be_of(known)),
            _ => None,
        };
        let listed = self.listed_at(sentence, name).or_else(|| self.listed_body(known, &full));
        let known = known.filter(|_| listed.is_none());
        let institution = self.institution_of(sentence, &name.tokens);
        let (key, shown) = match (listed, known, &institution) {
            (Some(listed), ..) => (body_key(&listed.name), listed.name.clone()),
            (None, Some(organization), _) => {
                (format!("body {}", organization.name.to_lowercase()), organization.name.to_owned())
            }
            (None, None, Some((words, country, _))) => {
                (format!("institution {words} {}", country.code), full.clone())
            }
            (None, None, None) => (body_key(&full), full.clone()),
        };
        let is_publisher = self.document.publisher.as_deref().is_some_and(|publisher| {
            let bare = |name: &str| name.strip_prefix("The ").unwrap_or(name).to_lowercase();
            bare(publisher) == bare(&written)
        });
        let actor = self.actor_with_key(&key, sentence, || body_actor(shown.clone(), known, is_publisher));
        if let Some(listed) = listed {
            self.note_listed(actor, listed);
        } else if known.is_none()
            && self.entities.actors[actor.0].name.len() < shown.len()
            && institution.is_none()
        {
            self.entities.actors[actor.0].name.clone_from(&shown);
        }
        self.entities.actors[actor.0].named = true;
        self.entities.actors[actor.0].aliases.insert(written.clone());
        if let Some(noun) = known.and_then(|organization| organization.noun) {
            self.traits[actor.0].nouns.insert(noun.to_owned());
        }
        let is_company = name.tokens.len() > 1
            && written.rsplit(' ').next().is_some_and(|last| world().is("company", last));
        if is_company || self.companies.contains(&written) {
            self.settle_sector(actor, Some("BUS"));
        }
        let last = last_word(&written);
        if let Some(noun) = world().noun(&last, &last) {
            self.settle_sector(actor, noun.sector);
            self.traits[actor.0].plural |= noun.class == NounClass::People;
        }
        let first = written.split(' ').next().unwrap_or("").to_lowercase();
        if matches!(first.as_str(), "national" | "federal" | "state")
            && world().noun(&last, &last).is_some_and(|noun| {
                matches!(noun.sector, None | Some("GOV")) && noun.class == NounClass::Organization
            })
        {
            self.settle_sector(actor, Some("GOV"));
        }
        self.traits[actor.0].nouns.insert(last.clone());
        // "Ministry of Defence" is a ministry.
        if let Some((front, _)) = written.split_once(" of ") {
            let noun = front.rsplit(' ').next().unwrap_or(front).to_lowercase();
            self.traits[actor.0].nouns.insert(noun);
        }
        if world().is("company", written.rsplit(' ').next().unwrap_or("")) {
            self.settle_sector(actor, Some("BUS"));
        }
        if let Some((_, country, token)) = institution {
            self.note_country(actor, sentence, country, token);
            // "Norway's Labour Party": the first that is named is called by the name alone from here.
            if full.ends_with(" Party") {
                self.actor_of_key.entry(body_key(&full)).or_insert(actor);
            }
        }
        self.note_base(actor, sentence, name.tokens.start);
        let heads: Vec<usize> = name.tokens.clone().chain(beside.nouns.iter().copied()).collect();
        for &noun in &beside.nouns {
            self.describe_body(actor, sentence, noun);
            let after = name.tokens.end..noun + 1;
            if noun >= name.tokens.end && !after.clone().any(|index| self.parsed[sentence].word(index) == ",")
            {
                let alias = self.parsed[sentence].phrase(name.tokens.start..noun + 1);
                self.entities.actors[actor.0].aliases.insert(alias);
            }
        }
        self.note_acronym(actor, sentence, name.tokens.end);
        let span = self.parsed[sentence].span(name.tokens.clone());
        let head = self.parsed[sentence].head_of(name.tokens.clone());
        let is_listed = listed.is_some_and(|listed| self.is_listed_as(sentence, name, listed));
        self.add_mention(actor, sentence, span, head, &heads, if is_listed { "listed" } else { "name" });
        self.mention_appositions(actor, sentence, beside);
    }

    /// What a noun beside a body's name says of it: "Ghana's regulator, Cocobod".
    fn describe_body(&mut self, actor: ActorId, sentence: usize, noun: usize) {
        let lemma = self.parsed[sentence].lemma(noun);
        let sector = self.parsed[sentence].noun(noun).and_then(|noun| noun.sector);
        self.settle_sector(actor, sector);
        self.traits[actor.0].nouns.insert(lemma);
        let demonym = self.demonym_of(sentence, noun);
        let owner = self.parsed[sentence].dependent(noun, Deprel::NmodPoss);
        let country = demonym.map(|(_, country)| country.code.to_owned()).or_else(|| {
            let owner = self.entities.actor_at(sentence, owner?)?;
            let owner = &self.entities.actors[owner.0];
            owner.country.clone().filter(|_| owner.kind == ActorKind::Country)
        });
        let actor = &mut self.entities.actors[actor.0];
        actor.country = actor.country.take().or(country);
    }

    /// "Belgium-based Vandersteen": where a body sits.
    fn note_base(&mut self, actor: ActorId, sentence: usize, start: usize) {
        let parsed = &self.parsed[sentence];
        let Some(before) = start.checked_sub(1) else { return };
        let word = parsed.word(before);
        let base = if let Some(base) = word.strip_suffix("-based") {
            base.to_owned()
        } else if parsed.lower(before) == "based" && before >= 2 {
            parsed.word(before - 2).to_owned()
        } else {
            return;
        };
        let country = match world().known(&base) {
            Some(
                crate::lexicon::world::Known::Country(country) | crate::lexicon::world::Known::Seat(country),
            ) => Some(country.code),
            _ => match world().cities(&base) {
                [only] => Some(only.country),
                _ => None,
            },
        };
        let actor = &mut self.entities.actors[actor.0];
        actor.country = actor.country.take().or_else(|| country.map(str::to_owned));
    }

    /// "the National Risk Management Service (SNGR)": what stands in brackets is another name.
    fn note_acronym(&mut self, actor: ActorId, sentence: usize, end: usize) {
        let parsed = &self.parsed[sentence];
        if parsed.word(end) != "(" {
            return;
        }
        let Some(close) = (end + 1..parsed.len().min(end + 5)).find(|&index| parsed.word(index) == ")")
        else {
            return;
        };
        let acronym = parsed.phrase(end + 1..close);
        let is_acronym = !acronym.contains(' ')
            && acronym.chars().filter(|letter| letter.is_uppercase()).count() >= 2
            && acronym.chars().count() <= 10;
        if is_acronym {
            self.actor_of_key.entry(body_key(&acronym)).or_insert(actor);
            self.entities.actors[actor.0].aliases.insert(acronym);
        }
    }

    /// For "Russian Foreign Ministry": the words without the adjective, the country, and the adjective's token.
    fn institution_of(
        &self,
        sentence: usize,
        tokens: &Range<usize>,
    ) -> Option<(String, &'static Country, usize)> {
        let parsed = &self.parsed[sentence];
        let noun = parsed.noun(tokens.end - 1)?;
        if !is_institution(noun.class) {
            return None;
        }
        let country_of = |tokens: Range<usize>| match world().known(parsed.slice(tokens)) {
            Some(crate::lexicon::world::Known::Country(country)) => Some(country),
            _ => None,
        };
        let own = (1..=2).rev().find_map(|length| {
            let end = tokens.start + length;
            (end < tokens.end).then_some(())?;
            let adjective = parsed.adjective_before(end).filter(|&(start, _)| start == tokens.start);
            let country = adjective.map(|(_, country)| country).or_else(|| country_of(tokens.start..end))?;
            Some((end, country))
        });
        // "Peru's Supreme Court"
        let possessor = || {
            let mark = tokens.start.checked_sub(1).filter(|&mark| parsed.is_possessive_ending(mark))?;
            (1..=3.min(mark)).rev().find_map(|length| country_of(mark - length..mark))
        };
        let before = || parsed.adjective_before(tokens.start).map(|(_, country)| country).or_else(possessor);
        let (start, country) = own.or_else(|| before().map(|country| (tokens.start, country)))?;
        Some((parsed.slice(start..tokens.end).to_lowercase(), country, start.saturating_sub(1)))
    }

    /// Gives a body its country and ties it to it.
    pub(super) fn note_country(
        &mut self,
        actor: ActorId,
        sentence: usize,
        country: &'static Country,
        token: usize,
    ) {
        let known = &mut self.entities.actors[actor.0];
        if known.country.is_none() {
            known.country = Some(country.code.to_owned());
        }
        let official = matches!(known.sector.as_deref(), Some("GOV" | "MIL" | "COP" | "LEG" | "JUD" | "SPY"));
        if official && known.kind == ActorKind::Organization {
            let id = self.country_actor(country);
            self.entities.actors[id.0].named = true;
            self.mention_demonym(id, sentence, token);
            self.add_tie(actor, id, "part_of");
        }
    }

    /// The adjective before a noun that tells a country, with its token.
    pub(super) fn demonym_of(&self, sentence: usize, noun: usize) -> Option<(usize, &'static Country)> {
        let parsed = &self.parsed[sentence];
        let mut at = noun;
        while at > 0 && noun - at < 6 {
            if let Some((start, country)) = parsed.adjective_before(at) {
                return Some((start, country));
            }
            at -= 1;
            if !matches!(parsed.upos(at), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
                && parsed.word(at) != "-"
            {
                break;
            }
        }
        None
    }

    /// The actor that is a country; not yet `named`.
    pub(super) fn country_actor(&mut self, country: &'static Country) -> ActorId {
        let actor = self.actor_with_key(&format!("country {}", country.code), 0, || Actor {
            name: country.name.to_owned(),
            kind: ActorKind::Country,
            country: Some(country.code.to_owned()),
            ..blank_actor()
        });
        if let Some(listed) = self.list.country(country.code) {
            self.note_listed(actor, listed);
        }
        actor
    }

    /// The actor with this key, made by `make` if there is none.
    pub(super) fn actor_with_key(
        &mut self,
        key: &str,
        sentence: usize,
        make: impl FnOnce() -> Actor,
    ) -> ActorId {
        if let Some(&actor) = self.actor_of_key.get(key) {
            return actor;
        }
        let actor = self.new_actor(sentence, make());
        self.actor_of_key.insert(key.to_owned(), actor);
        actor
    }

    pub(super) fn new_actor(&mut self, sentence: usize, actor: Actor) -> ActorId {
        let story = self.story(sentence);
        self.entities.actors.push(actor);
        self.traits.push(Traits { story, ..Traits::default() });
        ActorId(self.entities.actors.len() - 1)
    }

    /// Adds a mention of a name whose every token may be the head, and its words as an alias.
    pub(super) fn mention_actor(
        &mut self,
        actor: ActorId,
        sentence: usize,
        tokens: Range<usize>,
        rule: &'static str,
    ) {
        let parsed = &self.parsed[sentence];
        let alias = parsed.phrase(tokens.clone());
        let span = parsed.span(tokens.clone());
        let head = parsed.head_of(tokens.clone());
        let heads: Vec<usize> = tokens.collect();
        self.entities.actors[actor.0].aliases.insert(alias);
        self.add_mention(actor, sentence, span, head, &heads, rule);
    }

    pub(super) fn add_mention(
        &mut self,
        actor: ActorId,
        sentence: usize,
        span: Span,
        head: usize,
        heads: &[usize],
        rule: &'static str,
    ) {
        let confidence = self.parsed[sentence].sentence.name_confidence(head);
        let mention = ActorMention { span, sentence, head, confidence, rule };
        self.entities.actors[actor.0].mentions.push(mention);
        for &token in heads.iter().chain([&head]) {
            self.entities.index.actors.entry((sentence, token)).or_insert((actor, span));
        }
        self.recent.push(Recent { sentence, token: head, actor });
    }

    /// Adds a mention that later words do not lean on.
    pub(super) fn add_late_mention(
        &mut self,
        actor: ActorId,
        sentence: usize,
        span: Span,
        head: usize,
        rule: &'static str,
    ) {
        let confidence = Confidence::FULL;
        let mention = ActorMention { span, sentence, head, confidence, rule };
        self.entities.actors[actor.0].mentions.push(mention);
        self.entities.index.actors.entry((sentence, head)).or_insert((actor, span));
    }

    /// A country mentioned by the adjective before one of its own bodies or offices.
    pub(super) fn mention_demonym(&mut self, country: ActorId, sentence: usize, token: usize) {
        let span = self.parsed[sentence].token(token).span;
        let mentions = &mut self.entities.actors[country.0].mentions;
        if !mentions.iter().rev().take(4).any(|mention| mention.span.overlaps(span)) {
            let confidence = Confidence::FULL;
            mentions.push(ActorMention { span, sentence, head: token, confidence, rule: "demonym" });
        }
        self.entities.index.demonyms.insert((sentence, token), country);
    }

    /// Lets every adjective of a country be looked up.
    fn index_demonyms(&mut self) {
        for sentence in 0..self.parsed.len() {
            for token in 0..self.parsed[sentence].len() {
                let key = (sentence, token);
                if self.entities.index.actors.contains_key(&key)
                    || self.entities.index.demonyms.contains_key(&key)
                {
                    continue;
                }
                let parsed = &self.parsed[sentence];
                let attributive = matches!(
                    parsed.deprel(token),
                    Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::Flat | Deprel::NmodDesc
                );
                // "French and Egyptian warships"
                let attributive = attributive
                    || (parsed.deprel(token) == Deprel::Conj
                        && parsed
                            .token(token)
                            .head
                            .is_some_and(|first| parsed.deprel(first) == Deprel::Amod));
                if !attributive || !parsed.is_capitalized(token) {
                    continue;
                }
                if let Some((start, country)) = parsed.adjective_before(token + 1) {
                    let id = self.country_actor(country);
                    self.mention_demonym(id, sentence, start);
                    self.entities.index.demonyms.insert(key, id);
                }
            }
        }
    }

    /// "the union, which called the march": the relative pronoun means what the clause hangs on.
    fn link_relative_pronouns(&mut self, sentence: usize) {
        let parsed = &self.parsed[sentence];
        let mut links = Vec::new();
        for token in 0..parsed.len() {
            if !matches!(parsed.token(token).xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wps) {
                continue;
            }
            let mut at = parsed.token(token).head;
            for _ in 0..6 {
                let Some(clause) = at else { break };
                if parsed.deprel(clause) == Deprel::AclRelcl {
                    if let Some(antecedent) = parsed.token(clause).head {
                        links.push((token, antecedent));
                    }
                    break;
                }
                at = parsed.token(clause).head;
            }
        }
        for (token, antecedent) in links {
            if let Some(&found) = self.entities.index.actors.get(&(sentence, antecedent)) {
                self.entities.index.actors.entry((sentence, token)).or_insert(found);
            }
        }
    }

    /// Puts actors in the order of their first mention and mentions in text order.
    fn order_actors(mut self) -> Entities {
        let mut order: Vec<usize> =
            (0..self.entities.actors.len()).filter(|&id| !self.merged.contains_key(&ActorId(id))).collect();
        for actor in &mut self.entities.actors {
            actor.mentions.sort();
        }
        order.sort_by_key(|&id| {
            (self.entities.actors[id].mentions.first().map_or(usize::MAX, |mention| mention.span.start), id)
        });
        let mut new_id = vec![ActorId(0); self.entities.actors.len()];
        for (new, &old) in order.iter().enumerate() {
            new_id[old] = ActorId(new);
        }
        for (from, into) in &self.merged {
            new_id[from.0] = new_id[into.0];
        }
        let renumber = |id: &mut ActorId| *id = new_id[id.0];
        let mut old: Vec<Option<Actor>> =
            std::mem::take(&mut self.entities.actors).into_iter().map(Some).collect();
        self.entities.actors = order.iter().filter_map(|&id| old[id].take()).collect();
        for actor in &mut self.entities.actors {
            actor.members.iter_mut().chain(&mut actor.of).for_each(renumber);
            for title in &mut actor.titles {
                if let Some(TitleOf::Actor(of)) = &mut title.of {
                    renumber(of);
                }
            }
        }
        for tie in &mut self.entities.ties {
            renumber(&mut tie.source);
            renumber(&mut tie.target);
        }
        self.entities.ties.sort();
        self.entities.index.actors.values_mut().for_each(|(actor, _)| renumber(actor));
        self.entities.index.demonyms.values_mut().for_each(renumber);
        self.entities
    }
}

/// "in Vestol", "the Vestol", "Vestol's mayor": a place or a body.
fn is_located(parsed: &Parsed, name: &NameMention) -> bool {
    let before = name.tokens.start.checked_sub(1).map(|before| parsed.lower(before));
    before
        .is_some_and(|word| matches!(word.as_str(), "in" | "at" | "near" | "outside" | "the" | "from" | "to"))
        || has_mayor(parsed, name)
        || is_it(parsed, name)
}

/// Gives surnames of people named elsewhere the rest after a hyphen, and their class where the model has another.
fn mend_surnames(
    parsed: &Parsed,
    names: &mut Vec<NameMention>,
    surnames: &FxHashMap<&str, usize>,
    known: &mut BTreeSet<String>,
) {
    for name in names.iter_mut().filter(|name| name.tokens.len() == 1) {
        let end = name.tokens.end;
        let is_doubtful = matches!(name.class, NameClass::Organization | NameClass::Unknown);
        let hyphened = name.tokens.start..(end + 2).min(parsed.len());
        if parsed.word(end) == "-" && surnames.contains_key(parsed.slice(hyphened.clone())) {
            name.tokens = hyphened;
        } else if !is_doubtful || !surnames.contains_key(parsed.word(name.tokens.start)) {
            continue;
        }
        if is_doubtful {
            name.class = NameClass::Person;
        }
        known.insert(normalize(parsed.slice(name.tokens.clone())));
    }
    names.dedup_by(|next, name| next.tokens.start < name.tokens.end);
}

/// Whether bodies of this class belong to a country when its adjective stands before them.
pub(super) fn is_institution(class: NounClass) -> bool {
    matches!(
        class,
        NounClass::Organization
            | NounClass::Force
            | NounClass::Government
            | NounClass::People
            | NounClass::Group
    )
}

pub(super) fn body_key(name: &str) -> String {
    let name = name.to_lowercase().replace('.', "");
    let name = name.strip_prefix("the ").unwrap_or(&name);
    match world().known(name) {
        Some(crate::lexicon::world::Known::Organization(organization)) => {
            format!("body {}", organization.name.to_lowercase())
        }
        _ => format!("body {name}"),
    }
}

fn body_actor(name: String, known: Option<&Organization>, is_publisher: bool) -> Actor {
    let kind = match known.map(|organization| organization.kind) {
        Some(BodyKind::Media) => ActorKind::Media,
        Some(BodyKind::Bloc) => ActorKind::Bloc,
        _ if is_publisher => ActorKind::Media,
        _ => ActorKind::Organization,
    };
    let sector = known.and_then(|organization| organization.sector);
    Actor {
        name,
        kind,
        named: true,
        country: known.and_then(|organization| organization.country).map(str::to_owned),
        sector: sector.or(is_publisher.then_some("MED")).map(str::to_owned),
        ..blank_actor()
    }
}

/// An actor of which nothing is known.
pub(super) fn blank_actor() -> Actor {
    Actor {
        name: String::new(),
        kind: ActorKind::Group,
        named: false,
        listed: false,
        aliases: BTreeSet::new(),
        country: None,
        sector: None,
        descriptions: BTreeSet::new(),
        titles: Vec::new(),
        of: None,
        at: None,
        members: Vec::new(),
        count: None,
        mentions: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{ReadOptions, read_text};
    use crate::entity::{ActorList, resolve_entities_with};
    use crate::text;
    use proptest::prelude::*;

    const LIST: &str = "name\tkind\tcountry\taliases\nAna Torres\tperson\t-\tTorres\nKMA\t-\t-\tthe west|two countries\n\
        South Korea\tcountry\tKOR\tSouth\nKharkiv\tgroup\t-\tcity police\n";

    fn resolve(text: &str, list: &ActorList) -> usize {
        let document = read_text(text, &ReadOptions::default());
        let sentences = text::read(&document.text, document.readable_zones());
        let entities = resolve_entities_with(&document, &sentences, list);
        for actor in &entities.actors {
            for mention in &actor.mentions {
                assert!(!mention.span.of(&document.text).is_empty());
            }
        }
        entities.actors.len()
    }

    /// How often the text is taken to name the person.
    fn mentions_of(name: &str, text: &str) -> usize {
        let document = read_text(text, &ReadOptions::default());
        let sentences = text::read(&document.text, document.readable_zones());
        let entities = resolve_entities_with(&document, &sentences, &ActorList::default());
        entities.actors.iter().find(|actor| actor.name == name).map_or(0, |actor| actor.mentions.len())
    }

    #[test]
    fn a_lone_surname_is_who_was_named_in_full() {
        let named = "Ingmar Vestol, a former judge, said on Monday that the port would stay shut. ";
        let once = mentions_of("Ingmar Vestol", named);
        assert!(once > 0);
        let again = format!("{named}Vestol will meet the dockers.");
        assert_eq!(mentions_of("Ingmar Vestol", &again), once + 1);
        // A town of his name is none of him.
        for town in ["The talks in Vestol go on.", "The bank moved from Vestol to Lima."] {
            assert_eq!(mentions_of("Ingmar Vestol", &format!("{named}{town}")), once, "{town}");
        }
    }

    #[test]
    fn one_endless_sentence_is_read() {
        let text = "Russia said Ana Torres, the mayor of Lima, met its allies and Moscow ".repeat(3000);
        resolve(&text, &ActorList::default());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_words_in_any_order_are_read(words in prop::collection::vec(
            prop::sample::select(vec![
                "Russia", "'s", "the", "Minister", "of", ",", "Ana", "Torres", "its", "ministry", "(", "KMA", ")", "-",
                "two", "countries", "said", ".", "he", "\u{201c}", "West", "Kharkiv", "Oblast", "South", "Korean",
                "police", "chief", "Mr", "\u{e9}t\u{e9}", "&", "dozens", "sources", "city", "former", "allies", "\n\n",
            ]), 0..60,
        )) {
            resolve(&words.join(" "), &ActorList::default());
            resolve(&words.join(" "), &ActorList::parse(LIST).expect("a list"));
        }
    }
}
