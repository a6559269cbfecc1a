//! The world as news names it: countries, cities, organisations, given names, and the nouns that stand for actors.
//!
//! In come the tables under `en/world/`; out go look-ups by word or name. Nothing is decided here: a name that
//! could be a city and a person is reported as both.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// A state or territory.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub code: &'static str,
    /// The name we write.
    pub name: &'static str,
    /// "Russian"; the first is the usual one. Empty for territories without one.
    pub adjectives: Vec<&'static str>,
}

/// A city of the gazetteer.
#[derive(Debug, PartialEq)]
pub struct City {
    /// Its first name.
    pub name: &'static str,
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// People, in thousands.
    pub thousands: u32,
}

/// A first-order division or a named area.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: &'static str,
    /// ISO 3166-1 alpha-3; `None` when it spans several countries.
    pub country: Option<&'static str>,
    /// Whether it is land that somebody governs or is spoken of as one, not a sea or a mountain.
    pub is_land: bool,
}

/// What kind of body a known organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// Any body but the next two.
    Organization,
    /// Press, broadcasters, agencies.
    Media,
    /// Several states.
    Bloc,
}

/// An organisation that news names without introducing it.
#[derive(Debug, PartialEq, Eq)]
pub struct Organization {
    /// The name we write.
    pub name: &'static str,
    /// What it is.
    pub kind: BodyKind,
    /// GOV, MIL, ...
    pub sector: Option<&'static str>,
    /// ISO 3166-1 alpha-3; `None` for international bodies.
    pub country: Option<&'static str>,
    /// The common noun that a text may use for it later ("agency").
    pub noun: Option<&'static str>,
}

/// A public figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The full name.
    pub name: &'static str,
    /// ISO 3166-1 alpha-3.
    pub country: Option<&'static str>,
    /// GOV, MIL, ...
    pub sector: &'static str,
    /// Whether others are called so too.
    is_common: bool,
}

/// Which pronoun somebody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// He.
    Masculine,
    /// She.
    Feminine,
}

impl Gender {
    /// Whether two may be said of one person, as far as either is known.
    ///
    /// ```
    /// use diurna::lexicon::world::Gender::{self, Feminine, Masculine};
    /// assert!(Gender::agree(Some(Feminine), None));
    /// assert!(!Gender::agree(Some(Feminine), Some(Masculine)));
    /// ```
    pub fn agree(one: Option<Self>, other: Option<Self>) -> bool {
        one.is_none() || other.is_none() || one == other
    }
}

/// What a common noun stands for; see `en/world/nominals.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the table's header defines them")]
pub enum NounClass {
    Title,
    Person,
    People,
    Group,
    Force,
    Government,
    Organization,
    States,
    Source,
    Settlement,
    Place,
    Area,
    Facility,
    Water,
    Quantity,
    Adjectival,
}

/// A common noun that stands for an actor or a place.
#[derive(Debug, PartialEq, Eq)]
pub struct Noun {
    /// What it stands for.
    pub class: NounClass,
    /// GOV, MIL, ...
    pub sector: Option<&'static str>,
    /// Which pronoun it takes, if it tells.
    pub gender: Option<Gender>,
}

/// What a name of the gazetteer names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Known {
    /// A country, by one of its names.
    Country(&'static Country),
    /// The city or house a government sits in: may stand for the country.
    Seat(&'static Country),
    /// An organisation.
    Organization(&'static Organization),
    /// A region or a water.
    Region(&'static Region),
    /// A city; look it up with [`World::cities`].
    City,
}

/// A row that does not have the form its table's header says.
type Malformed = String;

/// All tables.
#[derive(Debug)]
pub struct World {
    countries: Vec<&'static Country>,
    country_of_code: FxHashMap<&'static str, &'static Country>,
    demonyms: FxHashMap<&'static str, &'static Country>,
    peoples: FxHashMap<String, &'static Country>,
    /// Codes of the countries that peoples without a state of their own live in.
    homes: FxHashMap<&'static str, &'static str>,
    known: FxHashMap<&'static str, Known>,
    /// For the first word of every known name, how many words the longest of them has.
    openings: FxHashMap<&'static str, usize>,
    cities: FxHashMap<&'static str, Vec<&'static City>>,
    figures: FxHashMap<&'static str, Figure>,
    /// By surname; `None`: leaders of several countries are called so.
    figures_in_office: FxHashMap<&'static str, Option<Figure>>,
    given_names: FxHashMap<&'static str, Option<Gender>>,
    nouns: FxHashMap<&'static str, Noun>,
    short_titles: FxHashMap<&'static str, String>,
    honorifics: FxHashMap<&'static str, Option<Gender>>,
    words: FxHashMap<&'static str, FxHashSet<&'static str>>,
    same: Vec<FxHashSet<&'static str>>,
}

const COUNTRIES: &str = include_str!("en/world/countries.tsv");
const CITIES: &str = include_str!("en/world/cities.tsv");
const REGIONS: &str = include_str!("en/world/regions.tsv");
const ORGANIZATIONS: &str = include_str!("en/world/organizations.tsv");
const PERSONS: &str = include_str!("en/world/persons.tsv");
const GIVEN_NAMES: &str = include_str!("en/world/given_names.tsv");
const RARE_GIVEN_NAMES: &str = include_str!("en/world/given_names_rare.tsv");
const NOMINALS: &str = include_str!("en/world/nominals.tsv");
const PEOPLES: &str = include_str!("en/world/peoples.tsv");
const PERSON_NOUNS: &str = include_str!("en/world/person_nouns.tsv");
const TITLES: &str = include_str!("en/world/titles.tsv");
const VERBS: &str = include_str!("en/world/verbs.tsv");

/// The tables, parsed once.
pub fn world() -> &'static World {
    static WORLD: LazyLock<World> = LazyLock::new(|| {
        World::parse().expect("the unit test `tables_are_well_formed` parses the same tables")
    });
    &WORLD
}

/// The rows of a table with `N` columns, comments left out; a row with another number of columns is an error.
fn rows<const N: usize>(
    name: &'static str,
    table: &'static str,
) -> impl Iterator<Item = Result<[&'static str; N], Malformed>> {
    table.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()).map(
        move |(index, line)| {
            let columns: Vec<&str> = line.split('\t').collect();
            <[&str; N]>::try_from(columns)
                .map_err(|found| format!("{name}:{}: {} columns; {N} are needed", index + 1, found.len()))
        },
    )
}

fn optional(column: &'static str) -> Option<&'static str> {
    (column != "-").then_some(column)
}

fn list(column: &'static str) -> impl Iterator<Item = &'static str> {
    optional(column).into_iter().flat_map(|column| column.split('|'))
}

fn gender(column: &str) -> Option<Gender> {
    match column {
        "m" => Some(Gender::Masculine),
        "f" => Some(Gender::Feminine),
        _ => None,
    }
}

/// The part of a name or token up to the first character that is neither letter nor digit.
pub(crate) fn opening(name: &str) -> &str {
    let start = name.find(char::is_alphanumeric).unwrap_or(0);
    let end = name[start..]
        .find(|character: char| !character.is_alphanumeric())
        .map_or(name.len(), |at| start + at);
    &name[start..end]
}

impl World {
    fn parse() -> Result<Self, Malformed> {
        let mut world = Self {
            countries: Vec::new(),
            country_of_code: FxHashMap::default(),
            demonyms: FxHashMap::default(),
            peoples: FxHashMap::default(),
            known: FxHashMap::default(),
            openings: FxHashMap::default(),
            cities: FxHashMap::default(),
            figures: FxHashMap::default(),
            figures_in_office: FxHashMap::default(),
            homes: FxHashMap::default(),
            given_names: FxHashMap::default(),
            nouns: FxHashMap::default(),
            short_titles: FxHashMap::default(),
            honorifics: FxHashMap::default(),
            words: FxHashMap::default(),
            same: Vec::new(),
        };
        world.parse_countries()?;
        world.parse_bodies()?;
        world.parse_places()?;
        world.parse_words()?;
        Ok(world)
    }

    fn parse_countries(&mut self) -> Result<(), Malformed> {
        for row in rows::<5>("countries.tsv", COUNTRIES) {
            let [code, names, adjectives, people, seats] = row?;
            if code.len() != 3 {
                return Err(format!("countries.tsv: `{code}` is not a code of three letters"));
            }
            let name = list(names).next().ok_or_else(|| format!("countries.tsv: {code} has no name"))?;
            // Leaked once for the life of the process, like the tables themselves.
            let country: &'static Country =
                Box::leak(Box::new(Country { code, name, adjectives: list(adjectives).collect() }));
            self.countries.push(country);
            self.country_of_code.insert(code, country);
            for name in list(names) {
                self.add_known(name, Known::Country(country));
            }
            for adjective in list(adjectives) {
                self.demonyms.entry(adjective).or_insert(country);
                if adjective.ends_with(['n', 'i', 'k', 't', 'b', 'r', 'h']) && !adjective.ends_with("sh") {
                    self.peoples.entry(format!("{adjective}s")).or_insert(country);
                }
            }
            for people in list(people) {
                self.peoples.entry(people.to_owned()).or_insert(country);
            }
            for seat in list(seats) {
                self.add_known(seat, Known::Seat(country));
            }
        }
        Ok(())
    }

    fn parse_bodies(&mut self) -> Result<(), Malformed> {
        for row in rows::<5>("organizations.tsv", ORGANIZATIONS) {
            let [names, kind, sector, country, noun] = row?;
            let kind = match kind {
                "organization" => BodyKind::Organization,
                "media" => BodyKind::Media,
                "bloc" => BodyKind::Bloc,
                other => return Err(format!("organizations.tsv: unknown kind `{other}` of {names}")),
            };
            let name = list(names).next().ok_or("organizations.tsv: a row without a name")?;
            if let Some(code) = optional(country).filter(|code| !self.country_of_code.contains_key(code)) {
                return Err(format!("organizations.tsv: unknown country `{code}` of {name}"));
            }
            let organization: &'static Organization = Box::leak(Box::new(Organization {
                name,
                kind,
                sector: optional(sector),
                country: optional(country),
                noun: optional(noun),
            }));
            for name in list(names) {
                self.add_known(name, Known::Organization(organization));
            }
        }
        for row in rows::<4>("persons.tsv", PERSONS) {
            let [name, country, sector, short] = row?;
            let figure = Figure { name, country: optional(country), sector, is_common: short == "?" };
            let surname = name.rsplit(' ').next().unwrap_or(name);
            let known = self.figures_in_office.entry(surname).or_insert(Some(figure));
            if known.is_some_and(|known| known.country != figure.country) {
                *known = None;
            }
            if !matches!(short, "-" | "?") {
                self.figures.insert(short, figure);
            }
            self.figures.insert(name, figure);
        }
        for row in rows::<2>("given_names.tsv", GIVEN_NAMES) {
            let [column, names] = row?;
            for name in names.split(' ') {
                let gender = gender(column);
                self.given_names
                    .entry(name)
                    .and_modify(|known| {
                        if *known != gender {
                            *known = None;
                        }
                    })
                    .or_insert(gender);
            }
        }
        Ok(())
    }

    fn parse_places(&mut self) -> Result<(), Malformed> {
        for row in rows::<3>("regions.tsv", REGIONS) {
            let [name, country, kind] = row?;
            if !matches!(kind, "region" | "other") {
                return Err(format!("regions.tsv: unknown kind `{kind}` of {name}"));
            }
            let region: &'static Region =
                Box::leak(Box::new(Region { name, country: optional(country), is_land: kind == "region" }));
            self.add_known(name, Known::Region(region));
        }
        for row in rows::<5>("cities.tsv", CITIES) {
            let [names, country, latitude, longitude, thousands] = row?;
            let name = list(names).next().ok_or("cities.tsv: a row without a name")?;
            let number = |text: &str| {
                text.parse::<f64>().map_err(|_| format!("cities.tsv: `{text}` of {name} is no number"))
            };
            let city: &'static City = Box::leak(Box::new(City {
                name,
                country,
                latitude: number(latitude)?,
                longitude: number(longitude)?,
                thousands: thousands.parse().map_err(|_| format!("cities.tsv: `{thousands}` of {name}"))?,
            }));
            for name in list(names) {
                self.cities.entry(name).or_default().push(city);
                self.add_known(name, Known::City);
            }
        }
        Ok(())
    }

    fn parse_words(&mut self) -> Result<(), Malformed> {
        for row in rows::<4>("nominals.tsv", NOMINALS) {
            let [class, sector, column, nouns] = row?;
            let class = match class {
                "title" => NounClass::Title,
                "person" => NounClass::Person,
                "people" => NounClass::People,
                "group" => NounClass::Group,
                "force" => NounClass::Force,
                "government" => NounClass::Government,
                "organization" => NounClass::Organization,
                "states" => NounClass::States,
                "source" => NounClass::Source,
                "settlement" => NounClass::Settlement,
                "place" => NounClass::Place,
                "area" => NounClass::Area,
                "facility" => NounClass::Facility,
                "water" => NounClass::Water,
                "quantity" => NounClass::Quantity,
                "adjectival" => NounClass::Adjectival,
                other => return Err(format!("nominals.tsv: unknown class `{other}`")),
            };
            for noun in nouns.split(' ') {
                // The first row that has a noun decides.
                self.nouns.entry(noun).or_insert(Noun {
                    class,
                    sector: optional(sector),
                    gender: gender(column),
                });
            }
        }
        for row in rows::<2>("peoples.tsv", PEOPLES) {
            let [word, country] = row?;
            if self.country(country).is_none() {
                return Err(format!("peoples.tsv: `{country}` of {word} is no country"));
            }
            self.homes.insert(word, country);
        }
        for row in rows::<2>("person_nouns.tsv", PERSON_NOUNS) {
            let [sector, nouns] = row?;
            for noun in nouns.split(' ') {
                let person = Noun { class: NounClass::Person, sector: optional(sector), gender: None };
                self.nouns.entry(noun).or_insert(person);
            }
        }
        for row in rows::<2>("titles.tsv", TITLES) {
            let [class, words] = row?;
            for word in words.split(' ') {
                let pair = || word.split_once('=').ok_or_else(|| format!("titles.tsv: `{word}` has no `=`"));
                match class {
                    "short" => {
                        let (short, title) = pair()?;
                        self.short_titles.insert(short, title.replace('_', " "));
                    }
                    "honorific" => {
                        let (honorific, column) = pair()?;
                        self.honorifics.insert(honorific, gender(column));
                    }
                    "same" => {}
                    _ => {
                        self.words.entry(class).or_default().insert(word);
                    }
                }
            }
            if class == "same" {
                self.same.push(words.split(' ').collect());
            }
        }
        for row in rows::<2>("verbs.tsv", VERBS) {
            let [class, words] = row?;
            self.words.entry(class).or_default().extend(words.split(' '));
        }
        Ok(())
    }

    fn add_known(&mut self, name: &'static str, known: Known) {
        // Tables are read in order of precedence: a country beats a body of that name, a body beats a city.
        self.known.entry(name).or_insert(known);
        let words = name
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .count();
        let longest = self.openings.entry(opening(name)).or_default();
        *longest = words.max(*longest);
    }

    /// What the gazetteer knows as `name`, spelt as written there.
    ///
    /// ```
    /// use diurna::lexicon::world::{Known, world};
    /// assert!(matches!(world().known("Russia"), Some(Known::Country(country)) if country.code == "RUS"));
    /// assert!(matches!(world().known("Moscow"), Some(Known::Seat(country)) if country.code == "RUS"));
    /// assert_eq!(world().known("russia"), None);
    /// ```
    pub fn known(&self, name: &str) -> Option<Known> {
        self.known.get(name).copied()
    }

    /// How many words the longest known name that opens with the first word of `token` has; 0 if there is none.
    pub fn longest_from(&self, token: &str) -> usize {
        self.openings.get(opening(token)).copied().unwrap_or(0)
    }

    /// The country with this ISO 3166-1 alpha-3 code.
    pub fn country(&self, code: &str) -> Option<&'static Country> {
        self.country_of_code.get(code).copied()
    }

    /// The country whose adjective this is ("Russian", "South Korean").
    pub fn country_of_adjective(&self, adjective: &str) -> Option<&'static Country> {
        self.demonyms.get(adjective).copied()
    }

    /// The country whose people this plural names ("Russians", "Danes").
    pub fn country_of_people(&self, people: &str) -> Option<&'static Country> {
        self.peoples.get(people).copied()
    }

    /// Every city of this name, in the order of the table.
    pub fn cities(&self, name: &str) -> &[&'static City] {
        self.cities.get(name).map_or(&[], Vec::as_slice)
    }

    /// The public figure with this full name, or with a surname that is nobody else's ("Putin").
    ///
    /// `in_office`: whether an office such as "President" stands before the name; then any surname tells who is meant, if
    /// it is that of leaders of one country.
    pub fn figure(&self, name: &str, in_office: bool) -> Option<Figure> {
        let known = self.figures.get(name).copied().filter(|figure| in_office || !figure.is_common);
        known.or_else(|| self.figures_in_office.get(name).copied().flatten().filter(|_| in_office))
    }

    /// Whether people are called this.
    pub fn is_given_name(&self, word: &str) -> bool {
        self.given_names.contains_key(word)
    }

    /// The country, as a code, of a people or region that has no state of its own.
    ///
    /// ```
    /// use diurna::lexicon::world::world;
    /// assert_eq!(world().home_of_people("Chechen"), Some("RUS"));
    /// assert_eq!(world().home_of_people("Kurdish"), None);
    /// ```
    pub fn home_of_people(&self, word: &str) -> Option<&'static str> {
        self.homes.get(word).copied()
    }

    /// The pronoun people called this usually take.
    pub fn gender_of(&self, given_name: &str) -> Option<Gender> {
        self.given_names.get(given_name).copied().flatten()
    }

    /// The pronoun that the bearer of a name usually takes, by its first word; rarer names tell it of a full name only.
    ///
    /// ```
    /// use diurna::lexicon::world::{Gender, world};
    /// assert_eq!(world().gender_of_bearer("Katerina Holt"), Some(Gender::Feminine));
    /// assert_eq!(world().gender_of_bearer("Timur"), None);
    /// ```
    pub fn gender_of_bearer(&self, name: &str) -> Option<Gender> {
        static RARE: LazyLock<FxHashMap<&str, Gender>> = LazyLock::new(|| {
            let rows = rows::<2>("given_names_rare.tsv", RARE_GIVEN_NAMES);
            let names = rows.map(|row| row.expect("the table is well formed")).flat_map(|[column, names]| {
                let gender = if column == "f" { Gender::Feminine } else { Gender::Masculine };
                names.split(' ').map(move |name| (name, gender))
            });
            names.collect()
        });
        match name.split_once([' ', '-']) {
            Some((first, _)) if !self.is_given_name(first) => RARE.get(first).copied(),
            Some((first, _)) => self.gender_of(first),
            None => self.gender_of(name),
        }
    }

    /// What a common noun stands for, by the form in the text or else by its dictionary form; lower case.
    pub fn noun(&self, form: &str, lemma: &str) -> Option<&Noun> {
        self.nouns.get(form).or_else(|| self.nouns.get(lemma))
    }

    /// The title that an abbreviation stands for ("FM").
    pub fn full_title(&self, short: &str) -> Option<&str> {
        self.short_titles.get(short).map(String::as_str)
    }

    /// Whether the word is said before a name out of courtesy, and which pronoun it tells.
    pub fn honorific(&self, word: &str) -> Option<Option<Gender>> {
        self.honorifics.get(word).copied()
    }

    /// Whether `word` is in the row `class` of titles.tsv or verbs.tsv.
    pub fn is(&self, class: &str, word: &str) -> bool {
        self.words.get(class).is_some_and(|words| words.contains(word))
    }

    /// Whether the words of a title, in lower case, say that it is no longer held ("former minister", "ex-minister").
    pub fn is_past_title(&self, title: &str) -> bool {
        title.split([' ', '-']).any(|word| self.is("past", word))
    }

    /// Whether a text may call the same body first by one noun, then by the other.
    pub fn same_body(&self, one: &str, other: &str) -> bool {
        one == other || self.same.iter().any(|group| group.contains(one) && group.contains(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_well_formed() {
        let world = World::parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(world.countries.len(), 250);
        for cities in world.cities.values() {
            for city in cities {
                assert!(world.country(city.country).is_some(), "{}: {}", city.name, city.country);
                assert!(city.latitude.abs() <= 90.0 && city.longitude.abs() <= 180.0, "{}", city.name);
            }
        }
    }

    #[test]
    fn a_demonym_names_one_country() {
        let code = |word: &str| world().country_of_adjective(word).map(|country| country.code);
        assert_eq!(code("Dutch"), Some("NLD"));
        assert_eq!(code("Congolese"), Some("COD"));
        assert_eq!(code("Martian"), None);
        assert_eq!(world().country_of_people("Ukrainians").map(|country| country.code), Some("UKR"));
        assert_eq!(world().country_of_people("Swedes").map(|country| country.code), Some("SWE"));
        assert_eq!(world().country_of_people("Tables"), None);
    }

    #[test]
    fn homonyms_keep_both_readings() {
        assert!(matches!(world().known("Georgia"), Some(Known::Country(_))));
        assert!(world().is_given_name("Jordan"));
        assert!(world().cities("Victoria").len() > 1);
    }
}
