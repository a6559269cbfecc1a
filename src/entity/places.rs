//! Places: where names of places lie, and when a capital is a government instead.

use super::resolver::Resolver;
use super::{ActorId, Place, PlaceId, PlaceKind};
use crate::document::Span;
use crate::lexicon::world::{City, Country, Known, NounClass, world};
use crate::mention::name::{NameClass, NameMention};
use crate::text::{Deprel, Upos};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The head of a mention that stands in no sentence, such as a dateline.
const NO_HEAD: usize = usize::MAX;

/// How many times larger the largest city of a name must be than the next for us to take it for granted.
const CLEARLY_LARGER: u32 = 10;

impl Resolver<'_> {
    /// A capital or a seat of government: the government where it acts or is acted on, else the place.
    pub(super) fn resolve_seat(&mut self, sentence: usize, name: &NameMention, country: &'static Country) {
        if self.stands_for_government(sentence, &name.tokens) {
            let text = self.parsed[sentence].phrase(name.tokens.clone());
            let actor = if text == "Brussels" && self.is_union_meant() {
                self.union_actor(sentence)
            } else {
                self.country_actor(country)
            };
            self.entities.actors[actor.0].named = true;
            self.mention_actor(actor, sentence, name.tokens.clone(), "metonymy");
        } else {
            self.resolve_place(sentence, name);
        }
    }

    fn is_union_meant(&self) -> bool {
        !self.seen_countries.contains("BEL")
    }

    fn union_actor(&mut self, sentence: usize) -> ActorId {
        self.actor_with_key("body european union", sentence, || super::Actor {
            name: "European Union".to_owned(),
            kind: super::ActorKind::Organization,
            sector: Some("IGO".to_owned()),
            ..super::resolver::blank_actor()
        })
    }

    /// Whether the name stands where an actor stands: acting, acted on as somebody, dealt with.
    fn stands_for_government(&self, sentence: usize, tokens: &Range<usize>) -> bool {
        let parsed = &self.parsed[sentence];
        if self.is_in_dateline(parsed.span(tokens.clone())) {
            return false;
        }
        let head = parsed.head_of(tokens.clone());
        let before = tokens.start.checked_sub(1).map(|before| parsed.lower(before));
        let before = match before.as_deref() {
            Some("the") => tokens.start.checked_sub(2).map(|before| parsed.lower(before)),
            _ => before,
        };
        if before.as_deref().is_some_and(|before| world().is("locative", before)) {
            return false;
        }
        let is_city = !world().cities(parsed.slice(tokens.clone())).is_empty();
        let Some(governor) = parsed.token(head).head else { return !is_city };
        let lemma = parsed.lemma(governor);
        let is_verb = matches!(parsed.upos(governor), Upos::Verb);
        if !is_city {
            // "the Kremlin" is hardly ever the building, unless one is in it.
            return true;
        }
        match parsed.deprel(head) {
            Deprel::Nsubj | Deprel::OblAgent => {
                let acts = |verb: usize| {
                    world().is("agentive", &parsed.lemma(verb))
                        || parsed.dependent(verb, Deprel::Obj).is_some()
                };
                // "Tripoli has begun shipping crude to Malta"
                is_verb && (acts(governor) || parsed.dependent(governor, Deprel::Xcomp).is_some_and(acts))
            }
            Deprel::Obj | Deprel::Iobj | Deprel::NsubjPass => is_verb && world().is("towards", &lemma),
            Deprel::NmodPoss => parsed.noun(governor).is_some_and(|noun| {
                matches!(
                    noun.class,
                    NounClass::Force
                        | NounClass::People
                        | NounClass::States
                        | NounClass::Title
                        | NounClass::Government
                )
            }),
            Deprel::Obl | Deprel::Nmod => {
                parsed.preposition(head).is_some_and(|preposition| world().is("dealing", &preposition))
            }
            Deprel::Conj => {
                self.entities.actor_at(sentence, governor).is_some()
                    && self.entities.place_at(sentence, governor).is_none()
            }
            _ => false,
        }
    }

    /// Links the name of a place to its place.
    pub(super) fn resolve_place(&mut self, sentence: usize, name: &NameMention) {
        let parsed = &self.parsed[sentence];
        let text = parsed.phrase(name.tokens.clone()).replace('\u{2019}', "'");
        let span = parsed.span(name.tokens.clone());
        let (kind, shown, country, coordinates) = self.locate(sentence, name, &text);
        let key = self.place_key(kind, &shown, country);
        let place = match self.place_of_key.get(&key) {
            Some(&place) => place,
            None => self.add_place(key, shown, kind, country, coordinates),
        };
        self.mention_place(place, sentence, name.tokens.clone(), span);
        if let Some(noun) = self.place_noun_above(sentence, name) {
            self.entities.index.places.insert((sentence, noun), (place, span));
        }
        self.find_container(sentence, name, place);
    }

    /// "the *village* of Doroo": the noun that says what kind of place the name is of.
    fn place_noun_above(&self, sentence: usize, name: &NameMention) -> Option<usize> {
        let parsed = &self.parsed[sentence];
        let head = parsed.head_of(name.tokens.clone());
        let noun = parsed.token(head).head.filter(|&noun| noun < head)?;
        let is_of = parsed.deprel(head) == Deprel::Nmod && parsed.preposition(head).as_deref() == Some("of");
        (is_of && self.is_place_noun(sentence, noun)).then_some(noun)
    }

    fn is_place_noun(&self, sentence: usize, noun: usize) -> bool {
        self.parsed[sentence].noun(noun).is_some_and(|noun| {
            matches!(noun.class, NounClass::Place | NounClass::Area | NounClass::Settlement)
        })
    }

    fn add_place(
        &mut self,
        key: String,
        name: String,
        kind: PlaceKind,
        country: Option<&str>,
        coordinates: Option<(f64, f64)>,
    ) -> PlaceId {
        self.entities.places.push(Place {
            name,
            kind,
            country: country.map(str::to_owned),
            coordinates,
            within: None,
            mentions: Vec::new(),
        });
        let place = PlaceId(self.entities.places.len() - 1);
        self.place_of_key.insert(key, place);
        place
    }

    fn place_key(&self, kind: PlaceKind, name: &str, country: Option<&str>) -> String {
        let name = name.to_lowercase();
        match (kind, country) {
            (PlaceKind::Country, Some(code)) => format!("country {code}"),
            (PlaceKind::Region, _) => {
                // "Esmeraldas province" and, where the plural tells the kind, "Esmeraldas".
                let bare = name.rsplit_once(' ').filter(|(_, noun)| {
                    world().noun(noun, noun).is_some_and(|noun| noun.class == NounClass::Area)
                });
                format!("region {}", bare.map_or(name.as_str(), |(bare, _)| bare))
            }
            (PlaceKind::City | PlaceKind::Other, _) => format!("place {name}"),
            _ => format!("{} {name}", kind.name()),
        }
    }

    pub(super) fn mention_place(
        &mut self,
        place: PlaceId,
        sentence: usize,
        tokens: Range<usize>,
        span: crate::document::Span,
    ) {
        let head = self.parsed[sentence].head_of(tokens.clone());
        self.entities.places[place.0].mentions.push((sentence, head, span));
        self.recent_places.push((sentence, head, place));
        for token in tokens {
            self.entities.index.places.entry((sentence, token)).or_insert((place, span));
        }
    }

    /// Kind, name, country and coordinates of a place as far as the text and the gazetteer agree.
    fn locate(
        &self,
        sentence: usize,
        name: &NameMention,
        text: &str,
    ) -> (PlaceKind, String, Option<&'static str>, Option<(f64, f64)>) {
        match name.class {
            NameClass::Country(country) => {
                (PlaceKind::Country, country.name.to_owned(), Some(country.code), None)
            }
            NameClass::Area(region) => {
                let kind = if region.is_land { PlaceKind::Region } else { PlaceKind::Other };
                (kind, region.name.to_owned(), region.country, None)
            }
            NameClass::Region => {
                let stem = text.rsplit_once(' ').map_or(text, |(stem, _)| stem);
                let country = match world().known(text).or_else(|| world().known(stem)) {
                    Some(Known::Region(region)) => region.country,
                    _ => self.choose_city(sentence, name, stem).map(|city| city.country),
                };
                let country = country.or_else(|| self.country_beside(sentence, name));
                (PlaceKind::Region, text.to_owned(), country, None)
            }
            NameClass::Facility => {
                (PlaceKind::Facility, text.to_owned(), self.country_beside(sentence, name), None)
            }
            NameClass::Seat(country) if world().cities(text).is_empty() => {
                (PlaceKind::Facility, text.to_owned(), Some(country.code), None)
            }
            _ => {
                let city = self.choose_city(sentence, name, text);
                let country = city.map(|city| city.country).or_else(|| self.country_beside(sentence, name));
                let is_city = city.is_some() || matches!(name.class, NameClass::City | NameClass::Seat(_));
                let kind = if is_city { PlaceKind::City } else { PlaceKind::Other };
                (kind, text.to_owned(), country, city.map(|city| (city.latitude, city.longitude)))
            }
        }
    }

    /// The country that the words beside a place's name give: "Antalya, Turkey", "Ukraine's Sumy Oblast".
    fn country_beside(&self, sentence: usize, name: &NameMention) -> Option<&'static str> {
        let parsed = &self.parsed[sentence];
        let names = &self.names[sentence];
        let index = names.iter().position(|other| other.tokens == name.tokens)?;
        let country_of = |other: &NameMention| match other.class {
            NameClass::Country(country) => Some(country.code),
            NameClass::Area(region) => region.country,
            _ => None,
        };
        if let Some(next) = names.get(index + 1)
            && next.tokens.start == name.tokens.end + 1
            && parsed.word(name.tokens.end) == ","
            && let Some(code) = country_of(next)
        {
            return Some(code);
        }
        let previous = index.checked_sub(1).map(|previous| &names[previous])?;
        let between = previous.tokens.end..name.tokens.start;
        let owned = parsed.is_possessive_ending(between.start)
            && between.len() <= 4
            && between.clone().skip(1).all(|token| {
                matches!(parsed.upos(token), Upos::Adj | Upos::Noun | Upos::Propn)
                    || parsed.word(token) == "-"
            });
        owned.then(|| country_of(previous)).flatten()
    }

    /// The city meant by `text`, if the text or the size of the cities of that name decides.
    fn choose_city(&self, sentence: usize, name: &NameMention, text: &str) -> Option<&'static City> {
        let cities = world().cities(text);
        if let NameClass::Seat(country) = name.class {
            return largest(cities.iter().filter(|city| city.country == country.code).copied());
        }
        if let Some(code) = self.country_beside(sentence, name) {
            return largest(cities.iter().filter(|city| city.country == code).copied());
        }
        let mut seen: Vec<&str> = cities
            .iter()
            .map(|city| city.country)
            .filter(|country| self.seen_countries.contains(country))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        if let [only] = seen[..] {
            return largest(cities.iter().filter(|city| city.country == only).copied());
        }
        clearly_largest(cities)
    }

    /// The places that stories were filed from: one that the text names too, else a city or country that is known.
    pub(super) fn read_datelines(&mut self) {
        let spans: Vec<Option<Span>> = self.document.stories.iter().map(|story| story.dateline).collect();
        let mut first_of_story = vec![None; spans.len()];
        for sentence in (0..self.parsed.len()).rev() {
            if let Some(first) = first_of_story.get_mut(self.story(sentence)) {
                *first = Some(sentence);
            }
        }
        let mut known: FxHashMap<String, PlaceId> = FxHashMap::default();
        for (index, place) in self.entities.places.iter().enumerate() {
            known.entry(place.name.to_lowercase()).or_insert(PlaceId(index));
        }
        let stories = spans.into_iter().zip(first_of_story).enumerate();
        let places = stories.map(|(story, (span, first))| {
            let (span, first) = (span?, first?);
            let name = span.of(&self.document.text);
            let place = match known.get(&name.to_lowercase()) {
                Some(&place) => place,
                None => self.place_of_dateline(story, name)?,
            };
            known.entry(self.entities.places[place.0].name.to_lowercase()).or_insert(place);
            self.entities.places[place.0].mentions.push((first, NO_HEAD, span));
            Some(place)
        });
        self.entities.datelines = places.collect();
    }

    /// The place that a dateline in capitals names, if the gazetteer has it and knows which of that name it is.
    fn place_of_dateline(&mut self, story: usize, name: &str) -> Option<PlaceId> {
        let name = capitalized(name);
        let (kind, shown, country, coordinates) = match world().known(&name) {
            Some(Known::Country(country)) => {
                (PlaceKind::Country, country.name.to_owned(), Some(country.code), None)
            }
            _ => {
                let about = self.story_countries.get(story).copied().flatten();
                let cities = world().cities(&name);
                let of_story =
                    cities.iter().filter(|city| about.is_some_and(|about| about.code == city.country));
                let city = largest(of_story.copied()).or_else(|| clearly_largest(cities))?;
                (PlaceKind::City, name, Some(city.country), Some((city.latitude, city.longitude)))
            }
        };
        let key = self.place_key(kind, &shown, country);
        Some(self.add_place(key, shown, kind, country, coordinates))
    }

    /// What a place lies in, if the words beside it or the gazetteer say so and the text mentions it.
    fn find_container(&mut self, sentence: usize, name: &NameMention, place: PlaceId) {
        let known = &self.entities.places[place.0];
        if known.within.is_some() || known.kind == PlaceKind::Country {
            return;
        }
        let found = self.container_beside(sentence, name).or_else(|| {
            let known = &self.entities.places[place.0];
            if known.kind == PlaceKind::City
                && let Some(&region) = self.place_of_key.get(&format!("region {}", known.name.to_lowercase()))
            {
                return Some(region);
            }
            self.place_of_key.get(&format!("country {}", known.country.as_deref()?)).copied()
        });
        if let Some(container) = found.filter(|&container| container != place) {
            self.entities.places[place.0].within = Some(container);
        }
    }

    fn container_beside(&mut self, sentence: usize, name: &NameMention) -> Option<PlaceId> {
        let code = self.country_beside(sentence, name)?;
        let country = world().country(code)?;
        let key = format!("country {code}");
        if let Some(&place) = self.place_of_key.get(&key) {
            return Some(place);
        }
        let is_named = self.names[sentence].iter().any(|name| name.class == NameClass::Country(country));
        if !is_named {
            return None;
        }
        // It stands to the right, in "Antalya, Turkey", and is about to be read.
        Some(self.add_place(key, country.name.to_owned(), PlaceKind::Country, Some(code), None))
    }

    /// "the city", "the province", "the country", "the Tunisian capital": the place mentioned before.
    pub(super) fn resolve_place_noun(
        &mut self,
        sentence: usize,
        head: usize,
        start: usize,
        is_definite: bool,
    ) {
        let parsed = &self.parsed[sentence];
        let lemma = parsed.lemma(head);
        let span = parsed.span(start..head + 1);
        if lemma == "capital" {
            let country = self.demonym_of(sentence, head).map(|(_, country)| country).or_else(|| {
                let owner = parsed.dependent(head, Deprel::NmodPoss)?;
                let owner = self.entities.actor_at(sentence, owner)?;
                world().country(self.entities.actors[owner.0].country.as_deref()?)
            });
            let country = country.or_else(|| is_definite.then(|| self.story_country(sentence)).flatten());
            let place = self.entities.places.iter().position(|place| {
                place.kind == PlaceKind::City
                    && matches!(world().known(&place.name), Some(Known::Seat(seat)) if Some(seat) == country)
            });
            if let Some(place) = place {
                self.mention_place(PlaceId(place), sentence, head..head + 1, span);
            }
            return;
        }
        if !is_definite {
            return;
        }
        let wanted = |kind: PlaceKind, name: &str| match lemma.as_str() {
            "city" | "town" | "village" | "settlement" | "port" | "municipality" => kind == PlaceKind::City,
            "country" | "nation" => kind == PlaceKind::Country,
            "region" | "province" | "oblast" | "district" | "county" | "governorate" | "prefecture" => {
                let noun = name.rsplit(' ').next().unwrap_or("").to_lowercase();
                let own = world().noun(&noun, &noun).is_some_and(|noun| noun.class == NounClass::Area);
                kind == PlaceKind::Region && (!own || noun == lemma || lemma == "region")
            }
            _ => kind == PlaceKind::Facility && name.to_lowercase().ends_with(lemma.as_str()),
        };
        // "the village of Doroo" is named right after.
        if self.names[sentence].iter().any(|name| self.place_noun_above(sentence, name) == Some(head)) {
            return;
        }
        let first = sentence.saturating_sub(3);
        let story = self.story(sentence);
        let last = self
            .recent_places
            .iter()
            .rev()
            .take_while(|recent| recent.0 >= first)
            .filter(|recent| (recent.0, recent.1) < (sentence, head) && self.story(recent.0) == story)
            .map(|recent| recent.2)
            .find(|&PlaceId(place)| {
                let place = &self.entities.places[place];
                wanted(place.kind, &place.name)
            });
        if let Some(place) = last {
            self.mention_place(place, sentence, head..head + 1, span);
        }
    }
}

/// The largest of `cities`, if those of other countries are far smaller.
fn clearly_largest(cities: &[&'static City]) -> Option<&'static City> {
    let largest = largest(cities.iter().copied())?;
    let clear = cities
        .iter()
        .all(|city| city.country == largest.country || city.thousands * CLEARLY_LARGER < largest.thousands);
    clear.then_some(largest)
}

/// "NEW DELHI" as "New Delhi".
fn capitalized(name: &str) -> String {
    let mut starts = true;
    let letters = name.chars().flat_map(|letter| {
        let keep = std::mem::replace(&mut starts, !letter.is_alphanumeric());
        let lower = (!keep).then(|| letter.to_lowercase());
        let same = keep.then_some(letter);
        lower.into_iter().flatten().chain(same)
    });
    letters.collect()
}

fn largest(cities: impl Iterator<Item = &'static City>) -> Option<&'static City> {
    cities.max_by_key(|city| city.thousands)
}
