//! Actors that the user knows beforehand (`--actors`): who they are, and what texts call them.
//!
//! In comes a table that a person wrote, so it can have mistakes; out goes a list that is asked by name. Where the names
//! stand in a text is found by the resolver.

use super::ActorKind;
use crate::error::{Error, Result};
use crate::lexicon::world::{BodyKind, Known, opening, world};
use rustc_hash::FxHashMap;

/// The columns that a table can have.
const COLUMNS: [&str; 5] = ["name", "kind", "country", "sector", "aliases"];

/// The kinds of actors that have names.
const KINDS: [ActorKind; 6] = [
    ActorKind::Person,
    ActorKind::Organization,
    ActorKind::Country,
    ActorKind::Group,
    ActorKind::Bloc,
    ActorKind::Media,
];

/// The sectors (DESIGN: the words we use).
const SECTORS: [&str; 19] = [
    "GOV", "MIL", "LEG", "JUD", "PTY", "REB", "COP", "OPP", "BUS", "MED", "EDU", "REL", "LAB", "IGO", "NGO",
    "CVL", "UAF", "SPY", "HLH",
];

/// An actor that the user knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedActor {
    /// The name we write.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// GOV, MIL, ...
    pub sector: Option<String>,
    /// What else texts call it.
    pub aliases: Vec<String>,
}

/// The actors that the user knows, each with all its names.
///
/// A table with tabs between its columns. Its first line names them, in any order: `name`, which every row must have,
/// `kind`, `country`, `sector`, and `aliases` with `|` between. An empty cell or `-` says nothing; without a kind the
/// tables of the world tell what the name is, or else it is a person if it opens with a given name, and an organization
/// if not. Empty lines and lines that open with `#` count for nothing. A name stands for its actor as it is written,
/// but one in small letters stands for it in any.
///
/// ```
/// use diurna::entity::{ActorKind, ActorList};
/// let list = ActorList::parse("name\tkind\taliases\nIron Wolves\tgroup\tthe wolf pack|IWB\n")?;
/// assert_eq!(list.find("IWB").map(|actor| actor.kind), Some(ActorKind::Group));
/// assert_eq!(list.find("Wolves"), None);
/// let error = ActorList::parse("name\tkind\nIron Wolves\tpack\n").unwrap_err();
/// assert_eq!(error.to_string(), "line 2: `pack` is no kind of actor");
/// # Ok::<(), diurna::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct ActorList {
    actors: Vec<ListedActor>,
    /// By [`key_of`] every name.
    names: FxHashMap<String, usize>,
    /// By the name as texts write it.
    written: FxHashMap<String, usize>,
    /// By the names that stand in small letters.
    small: FxHashMap<String, usize>,
    /// The countries by their codes.
    countries: FxHashMap<String, usize>,
    /// For the first word of every name, in small letters, how many words the longest of them has.
    openings: FxHashMap<String, usize>,
}

/// What is the same in two ways to write a name that no text would tell apart.
fn key_of(name: &str) -> String {
    let key = plain(name).to_lowercase().replace('.', "");
    key.strip_prefix("the ").map_or(key.clone(), str::to_owned)
}

/// `name` with single spaces and plain apostrophes.
fn plain(name: &str) -> String {
    name.replace('\u{2019}', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

impl ActorList {
    /// Reads a table; the error names the line.
    pub fn parse(text: &str) -> Result<Self> {
        Self::default().with(text)
    }

    /// These actors and those of another table; fails too when that gives a name of one actor to another.
    pub fn with(mut self, text: &str) -> Result<Self> {
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let mut lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let (at, header) = lines.next().ok_or_else(|| {
            Error::new("there is no line that names the columns")
                .with_help(format!("write: {}", COLUMNS.join("\t")))
        })?;
        let columns = columns_of(header).map_err(|error| error.on_line(at + 1))?;
        for (at, line) in lines {
            let added = row(&columns, line).and_then(|row| actor_of(&row)).and_then(|actor| self.add(actor));
            added.map_err(|error| error.on_line(at + 1))?;
        }
        Ok(self)
    }

    fn add(&mut self, actor: ListedActor) -> Result<()> {
        let index = self.actors.len();
        for name in std::iter::once(&actor.name).chain(&actor.aliases) {
            match self.names.insert(key_of(name), index) {
                Some(other) if other != index => {
                    let other = &self.actors[other].name;
                    return Err(Error::new(format!("`{name}` is a name of {other} too")).with_help(
                        "a name stands for one actor: leave it to one of them, or put both rows into one",
                    ));
                }
                _ => self.add_name(name, index),
            }
        }
        if actor.kind == ActorKind::Country
            && let Some(code) = &actor.country
            && let Some(other) = self.countries.insert(code.clone(), index)
        {
            let other = &self.actors[other].name;
            return Err(Error::new(format!("{} is the same country as {other}", actor.name))
                .with_help("put both rows into one, with the other name as an alias"));
        }
        self.actors.push(actor);
        Ok(())
    }

    fn add_name(&mut self, name: &str, index: usize) {
        let name = plain(name);
        let n_words =
            name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).count();
        let longest = self.openings.entry(opening(&name).to_lowercase()).or_default();
        *longest = n_words.max(*longest);
        if name.chars().any(char::is_uppercase) {
            // "The Butcher" is "the Butcher" inside a sentence.
            if let Some(bare) = name.strip_prefix("The ") {
                self.written.insert(format!("the {bare}"), index);
            }
            self.written.insert(name, index);
        } else {
            self.small.insert(name, index);
        }
    }

    /// Whether nobody is listed.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// The actors in the order of the table.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &ListedActor> {
        self.actors.iter()
    }

    /// The actor that has this name, whatever its capitals and dots, with "the" or without.
    pub fn find(&self, name: &str) -> Option<&ListedActor> {
        self.names.get(&key_of(name)).map(|&index| &self.actors[index])
    }

    /// The listed country with this ISO 3166-1 alpha-3 code.
    pub(super) fn country(&self, code: &str) -> Option<&ListedActor> {
        self.countries.get(code).map(|&index| &self.actors[index])
    }

    /// The actor whom these words of a text name, capitals and all.
    pub(super) fn named(&self, words: &str) -> Option<&ListedActor> {
        let words = plain(words);
        let index = self.written.get(&words).or_else(|| self.small.get(&words.to_lowercase()))?;
        Some(&self.actors[*index])
    }

    /// How many words the longest name that opens as `token` does has; 0 if there is none.
    pub(super) fn longest_from(&self, token: &str) -> usize {
        self.openings.get(&opening(token).to_lowercase()).copied().unwrap_or(0)
    }
}

/// The names of the columns, as the first line has them.
fn columns_of(header: &str) -> Result<Vec<&str>> {
    let columns: Vec<&str> = header.split('\t').map(str::trim).collect();
    for (at, column) in columns.iter().enumerate() {
        if !COLUMNS.contains(column) {
            return Err(Error::new(format!("unknown column `{column}`")).with_help(format!(
                "the first line names the columns, with tabs between: {}",
                COLUMNS.join(", ")
            )));
        }
        if columns[..at].contains(column) {
            return Err(
                Error::new(format!("column `{column}` is there twice")).with_help("leave one of them out")
            );
        }
    }
    if columns.contains(&"name") {
        Ok(columns)
    } else {
        Err(Error::new("there is no column `name`").with_help("every actor needs a name"))
    }
}

/// The cells of a line, each with the name of its column.
fn row<'table>(columns: &[&'table str], line: &'table str) -> Result<FxHashMap<&'table str, &'table str>> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    if cells.len() != columns.len() {
        return Err(Error::new(format!("a row of {} cells under {} columns", cells.len(), columns.len()))
            .with_help("what is unknown is an empty cell or `-`; columns have tabs between, not spaces"));
    }
    Ok(columns.iter().copied().zip(cells).filter(|(_, cell)| !matches!(*cell, "" | "-")).collect())
}

fn actor_of(row: &FxHashMap<&str, &str>) -> Result<ListedActor> {
    let name = *row
        .get("name")
        .ok_or_else(|| Error::new("a row without a name").with_help("every actor needs a name"))?;
    let known = Guess::of(name);
    let kind = match row.get("kind") {
        Some(word) => KINDS.into_iter().find(|kind| kind.name() == *word).ok_or_else(|| {
            Error::new(format!("`{word}` is no kind of actor"))
                .with_help(format!("there are {}", KINDS.map(ActorKind::name).join(", ")))
        })?,
        None => known.kind,
    };
    // What the tables of the world say of another kind of actor is about somebody else.
    let known = Some(known).filter(|known| known.kind == kind);
    let country = match row.get("country") {
        Some(code) => {
            Some(world().country(code).map(|country| country.code.to_owned()).ok_or_else(|| {
                Error::new(format!("`{code}` is no country"))
                    .with_help("countries are ISO 3166-1 codes of three letters, as in FRA")
            })?)
        }
        None => known.as_ref().and_then(|known| known.country).map(str::to_owned),
    };
    if kind == ActorKind::Country && country.is_none() {
        return Err(Error::new(format!("{name} is a country without a code"))
            .with_help("give its ISO 3166-1 code; what has none is an organization"));
    }
    let sector = match row.get("sector") {
        Some(sector) if SECTORS.contains(sector) => Some((*sector).to_owned()),
        Some(sector) => {
            return Err(Error::new(format!("unknown sector `{sector}`"))
                .with_help(format!("sectors are {}", SECTORS.join(", "))));
        }
        None => known.and_then(|known| known.sector).map(str::to_owned),
    };
    let aliases: Vec<String> =
        row.get("aliases").iter().flat_map(|cell| cell.split('|')).map(plain).collect();
    for name in std::iter::once(&plain(name)).chain(&aliases) {
        if !name.contains(char::is_alphanumeric) {
            return Err(Error::new(format!("`{name}` is no name"))
                .with_help("a name has letters; aliases have one `|` between"));
        }
    }
    Ok(ListedActor { name: plain(name), kind, country, sector, aliases })
}

/// What the tables of the world say of a name.
struct Guess {
    kind: ActorKind,
    country: Option<&'static str>,
    sector: Option<&'static str>,
}

impl Guess {
    fn of(name: &str) -> Self {
        if let Some(figure) = world().figure(name, false) {
            return Self { kind: ActorKind::Person, country: figure.country, sector: Some(figure.sector) };
        }
        let (kind, country, sector) = match world().known(name) {
            Some(Known::Country(country)) => (ActorKind::Country, Some(country.code), None),
            Some(Known::Organization(body)) => {
                let kind = match body.kind {
                    BodyKind::Organization => ActorKind::Organization,
                    BodyKind::Media => ActorKind::Media,
                    BodyKind::Bloc => ActorKind::Bloc,
                };
                (kind, body.country, body.sector)
            }
            _ => {
                let is_person = name.split_once(' ').is_some_and(|(first, _)| world().is_given_name(first));
                (if is_person { ActorKind::Person } else { ActorKind::Organization }, None, None)
            }
        };
        Self { kind, country, sector }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        ActorList::parse(text).expect_err("it has a mistake").to_string()
    }

    #[test]
    fn columns_come_in_any_order_and_cells_may_say_nothing() {
        let text = "\u{feff}# ours\r\n\r\naliases\tname\tcountry\r\n-\tAna Kolo\tPER\r\nTMB|the board\tTin Board\t\r\n";
        let list = ActorList::parse(text).expect("a list");
        let rows: Vec<(&str, ActorKind, Option<&str>)> =
            list.iter().map(|actor| (actor.name.as_str(), actor.kind, actor.country.as_deref())).collect();
        assert_eq!(
            rows,
            [("Ana Kolo", ActorKind::Person, Some("PER")), ("Tin Board", ActorKind::Organization, None)]
        );
        assert_eq!(list.find("the T.M.B.").map(|actor| actor.name.as_str()), Some("Tin Board"));
    }

    #[test]
    fn what_is_left_out_the_tables_of_the_world_tell() {
        let list = ActorList::parse("name\tkind\nNATO\t\nWagner Group\tmedia\n").expect("a list");
        assert_eq!(list.find("NATO").and_then(|actor| actor.sector.as_deref()), Some("IGO"));
        assert_eq!(list.find("Wagner Group").and_then(|actor| actor.country.as_deref()), None);
    }

    #[test]
    fn small_letters_stand_for_all() {
        let list = ActorList::parse("name\taliases\nIron Wolves\tthe wolf pack|IWB\n").expect("a list");
        let is_named = |words| list.named(words).is_some();
        assert!(is_named("The wolf pack") && is_named("IWB") && is_named("Iron  Wolves"));
        assert!(!is_named("iwb") && !is_named("iron wolves") && !is_named("Wolves"));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, expected) in [
            ("", "there is no line that names the columns"),
            ("# nothing\n", "there is no line that names the columns"),
            ("nom\nAna\n", "line 1: unknown column `nom`"),
            ("kind\nperson\n", "line 1: there is no column `name`"),
            ("name\tname\nAna\tAna\n", "line 1: column `name` is there twice"),
            ("name\tkind\nAna\n", "line 2: a row of 1 cells under 2 columns"),
            ("name\tkind\nAna\tperson\tPER\n", "line 2: a row of 3 cells under 2 columns"),
            ("name\tkind\n\tperson\n", "line 2: a row without a name"),
            ("name\tkind\nAna\tpersn\n", "line 2: `persn` is no kind of actor"),
            ("name\tkind\nAna\tanonymous\n", "line 2: `anonymous` is no kind of actor"),
            ("name\tcountry\n\n# c\nAna\tPE\n", "line 4: `PE` is no country"),
            ("name\tsector\nAna\tBIZ\n", "line 2: unknown sector `BIZ`"),
            ("name\taliases\nAna\tA||B\n", "line 2: `` is no name"),
            ("name\n!!\n", "line 2: `!!` is no name"),
            ("name\tkind\nKolo\tcountry\n", "line 2: Kolo is a country without a code"),
            ("name\taliases\nAna\tboss\nLuis\tThe Boss\n", "line 3: `The Boss` is a name of Ana too"),
            ("name\nPeru\nPerú Libre\nPERU\n", "line 4: `PERU` is a name of Peru too"),
            (
                "name\tkind\tcountry\nBurma\tcountry\tMMR\nMyanmar\tcountry\tMMR\n",
                "line 3: Myanmar is the same country as Burma",
            ),
        ] {
            assert_eq!(problem(text), expected, "{text:?}");
        }
        let list = ActorList::parse("name\nAna Kolo\n").expect("a list");
        assert!(list.with("name\taliases\nKolo\tAna Kolo\n").is_err());
    }
}
