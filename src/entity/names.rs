//! Which names of one document are forms of one name.
//!
//! In come the names as written, with their votes for a class; out goes for each the fullest name it stands for.
//! Two candidates mean no answer: the name then stands for itself.

use super::name_forms::{BodyName, NameMatch, PersonName};
use crate::lexicon::naming::{fold, naming};
use crate::lexicon::world::{NounClass, world};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A form that so many names have tells nothing.
const MAX_NAMES: usize = 30;

/// The names of a document, each with the fullest form of it.
#[derive(Debug, Default)]
pub(super) struct NameForms {
    full: FxHashMap<String, String>,
    /// Of names that can be forms of several: which.
    open: FxHashMap<String, Vec<String>>,
}

/// A name without the differences that spelling makes: dots, typographic apostrophes, case of shouted names.
pub(super) fn normalize(name: &str) -> String {
    let name: String = name.replace('\u{2019}', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = || name.chars().filter(|character| character.is_alphabetic());
    let shouted = letters().count() > 6 && letters().all(char::is_uppercase);
    if shouted {
        name.split(' ')
            .map(|word| {
                let mut letters = word.chars();
                letters
                    .next()
                    .map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
            })
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        name
    }
}

impl NameForms {
    /// The forms of the names of people.
    pub(super) fn of_people(names: &BTreeSet<String>) -> Self {
        let people: Vec<Person> = names.iter().map(|name| Person::new(name)).collect();
        Self::of(&people, Person::keys, Person::is_form_of)
    }

    /// The forms of the names of bodies.
    pub(super) fn of_bodies(names: &BTreeSet<String>) -> Self {
        let bodies: Vec<Body> = names.iter().map(|name| Body::new(name)).collect();
        Self::of(&bodies, Body::keys, Body::is_form_of)
    }

    /// Forms by a comparison: `keys` are what a name and a form of it have in common, one at least.
    fn of<Name: Ranked>(
        names: &[Name],
        keys: impl Fn(&Name) -> BTreeSet<String>,
        is_form: impl Fn(&Name, &Name) -> bool,
    ) -> Self {
        let keys: Vec<BTreeSet<String>> = names.iter().map(keys).collect();
        let mut by_key: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (index, keys) in keys.iter().enumerate() {
            for key in keys {
                by_key.entry(key).or_default().push(index);
            }
        }
        let is_form = |short: usize, long: usize| {
            names[short].rank() < names[long].rank() && is_form(&names[short], &names[long])
        };
        let mut forms = Self::default();
        for (short, keys) in keys.iter().enumerate() {
            let mut candidates: Vec<usize> = keys
                .iter()
                .filter_map(|key| by_key.get(key.as_str()).filter(|names| names.len() <= MAX_NAMES))
                .flatten()
                .copied()
                .filter(|&long| is_form(short, long))
                .collect();
            candidates.sort_unstable();
            candidates.dedup();
            if candidates.len() > MAX_NAMES {
                continue;
            }
            // Only the fullest forms count: "Joe Biden" and "Joseph R. Biden" would both fit "Biden".
            let fullest = |candidates: &[usize]| -> Vec<usize> {
                let is_fullest =
                    |&one: &usize| !candidates.iter().any(|&other| other != one && is_form(one, other));
                candidates.iter().copied().filter(is_fullest).collect()
            };
            let several = fullest(&candidates);
            // The end of a name is a surname sooner than the word before it.
            let ends = candidates.iter().copied().filter(|&long| names[short].is_end_of(&names[long]));
            let ends: Vec<usize> = fullest(&ends.collect::<Vec<_>>());
            let name = names[short].text().to_owned();
            let likeliest = if ends.is_empty() { &several } else { &ends };
            if let [only] = likeliest[..] {
                forms.full.insert(name.clone(), names[only].text().to_owned());
            }
            if several.len() > 1 {
                let several = several.iter().map(|&one| names[one].text().to_owned());
                forms.open.insert(name, several.collect());
            }
        }
        forms
    }

    /// The names that `name` can be a form of, if they are several.
    pub(super) fn open(&self, name: &str) -> &[String] {
        self.open.get(name).map_or(&[], Vec::as_slice)
    }

    /// Makes each of `names` what all its forms stand for, fuller ones too unless they are among `names`.
    pub(super) fn prefer(&mut self, names: &BTreeSet<&str>) {
        for &name in names {
            let fullest = self.full(name).to_owned();
            if self.full.remove(name).is_some() && !names.contains(fullest.as_str()) {
                self.full.insert(fullest, name.to_owned());
            }
        }
    }

    /// The fullest form of `name`.
    pub(super) fn full<'a>(&'a self, name: &'a str) -> &'a str {
        let mut at = name;
        // Each step leads to a fuller name; no name has so many forms that this does not reach the fullest.
        for _ in 0..8 {
            match self.full.get(at) {
                Some(fuller) => at = fuller,
                None => break,
            }
        }
        at
    }
}

/// A name that can be fuller than others.
trait Ranked {
    /// The name as written.
    fn text(&self) -> &str;

    /// How full it is: forms of one name have different ranks.
    fn rank(&self) -> (usize, usize, Reverse<&str>);

    /// Whether it is the last word of the other.
    fn is_end_of(&self, long: &Self) -> bool;
}

/// The name of a person, and its parts.
struct Person<'a> {
    text: &'a str,
    /// Folded, particles included.
    words: Vec<String>,
    name: Option<PersonName>,
    /// The public figure who is always meant by it.
    figure: Option<String>,
}

impl Ranked for Person<'_> {
    fn text(&self) -> &str {
        self.text
    }

    fn rank(&self) -> (usize, usize, Reverse<&str>) {
        let n_words = self.name.as_ref().map_or(0, PersonName::n_words).max(self.words.len());
        (n_words, self.text.chars().count(), Reverse(self.text))
    }

    fn is_end_of(&self, long: &Self) -> bool {
        self.words.len() == 1 && long.words.len() > 1 && self.words.last() == long.words.last()
    }
}

impl<'a> Person<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            words: text.split(' ').flat_map(without_particle_hyphen).map(fold).collect(),
            name: PersonName::new(text),
            figure: world().figure(text, false).map(|figure| fold(figure.name)),
        }
    }

    /// By-names such as "Ben Salah" open with neither end of the full name, so these are keys too.
    fn keys(&self) -> BTreeSet<String> {
        let ends = [self.words.first(), self.words.last()].into_iter().flatten().cloned();
        let figure = self.figure.as_ref().map(|name| format!("figure {name}"));
        let names = self.name.iter().flat_map(|name| [name.keys(), name.short_keys()]).flatten();
        ends.chain(figure).chain(names).collect()
    }

    fn is_form_of(&self, long: &Self) -> bool {
        if let (Some(one), Some(other)) = (&self.figure, &long.figure)
            && one == other
        {
            return true;
        }
        is_short_form(&self.words, &long.words) || self.is_spelling_of(long)
    }

    /// Whether the names are alike but for order, spelling and what a name may be without.
    fn is_spelling_of(&self, long: &Self) -> bool {
        let (Some(short), Some(long_name)) = (&self.name, &long.name) else { return false };
        // A son may be spoken of beside his father.
        let is_junior = |person: &Self| person.words.iter().any(|word| matches!(word.as_str(), "jr" | "sr"));
        match short.matches(long_name) {
            Some(NameMatch::Spelling) => short.is_full() && is_junior(self) == is_junior(long),
            // "Maria" alone is not Ana Maria Torres.
            Some(NameMatch::Surname) => {
                short.is_full() || (long_name.has_word(&short.folded()) && !world().is_given_name(self.text))
            }
            Some(NameMatch::Same) if !short.is_full() => true,
            Some(
                NameMatch::Same
                | NameMatch::Order
                | NameMatch::Longer
                | NameMatch::DoubleSurname
                | NameMatch::Nickname
                | NameMatch::Initial,
            ) => is_junior(self) == is_junior(long),
            _ => false,
        }
    }
}

/// "al-Qadiri" as two words, "Kern-Lund" as one.
fn without_particle_hyphen(word: &str) -> impl Iterator<Item = &str> {
    let (first, rest) = word
        .split_once('-')
        .filter(|(first, _)| naming().is("particle", &fold(first)))
        .map_or((word, None), |(first, rest)| (first, Some(rest)));
    std::iter::once(first).chain(rest)
}

/// The name of a body, and its parts.
struct Body<'a> {
    text: &'a str,
    name: Option<BodyName>,
    /// The first letters of its words, if there are more than two.
    initials: Option<String>,
    /// Its first word, if it tells which body it is.
    opening: Option<&'a str>,
    /// Its last word, if it tells which body it is: "Rovers".
    closing: Option<&'a str>,
    /// What a party is called without the word: "Conservatives".
    party: Option<&'static str>,
}

impl Ranked for Body<'_> {
    fn text(&self) -> &str {
        self.text
    }

    fn rank(&self) -> (usize, usize, Reverse<&str>) {
        (self.text.split(' ').count(), self.text.chars().count(), Reverse(self.text))
    }

    fn is_end_of(&self, _: &Self) -> bool {
        false
    }
}

impl<'a> Body<'a> {
    fn new(text: &'a str) -> Self {
        let words: Vec<&str> = text.split(' ').collect();
        let (first, last) = (words[0], words[words.len() - 1]);
        let is_common = |word: &str| {
            let lower = word.to_lowercase();
            world().country_of_adjective(word).is_some()
                || world().known(word).is_some()
                || world().noun(&lower, &lower).is_some()
                || world().is("modifier", &lower)
        };
        // "Group", "Energy", "Inc." say little; so do plurals of nouns for people ("Teachers").
        let is_telling = |word: &str| {
            let folded = fold(word);
            let singular = folded.strip_suffix('s').unwrap_or(&folded);
            !is_common(word)
                && word.chars().count() > 3
                && word.starts_with(char::is_uppercase)
                && !world().is("company", word)
                && !world().is("apposed", &folded)
                && !["legal", "generic", "small"].iter().any(|class| naming().is(class, &folded))
                && world().noun(singular, singular).is_none_or(|noun| noun.class == NounClass::Force)
        };
        let initials: String = words
            .iter()
            .filter_map(|word| word.chars().next())
            .filter(|initial| initial.is_uppercase())
            .collect();
        Self {
            text,
            name: BodyName::new(text),
            initials: (words.len() > 1 && initials.chars().count() > 2).then_some(initials),
            // "Kolo Football Federation" is named after a land.
            opening: (words.len() > 1
                && !is_common(first)
                && first.chars().count() > 2
                && !world().is("public", &last.to_lowercase()))
            .then_some(first),
            // "National Bank of Kolo" is not called Kolo.
            closing: (words.len() > 1 && words[words.len() - 2] != "of" && is_telling(last)).then_some(last),
            party: text.strip_suffix(" Party").and_then(|name| naming().party(&name.to_lowercase())),
        }
    }

    /// The names that a text may use instead, as words.
    fn short_names(&self) -> impl Iterator<Item = Vec<&'a str>> {
        let words: Vec<&str> = self.text.split(' ').collect();
        let n_forms = words.iter().rev().take_while(|word| is_form(word)).count();
        let bare = words[..words.len() - n_forms].to_vec();
        let bare = Some(bare).filter(|bare| bare.len() > 1 && n_forms > 0);
        let party = self.party.map(|party| party.split(' ').collect());
        bare.into_iter()
            .chain(self.opening.into_iter().chain(self.closing).map(|word| vec![word]))
            .chain(party)
    }

    fn is_one_word(&self) -> bool {
        !self.text.contains(' ')
    }

    fn keys(&self) -> BTreeSet<String> {
        let is_short = self.is_one_word() || naming().is_party(self.text);
        let own = is_short.then(|| format!("short {}", self.text.replace('.', "")));
        let short = [self.initials.as_deref(), self.opening, self.closing, self.party];
        let short = short.into_iter().flatten().map(|short| format!("short {short}"));
        self.name.iter().flat_map(BodyName::keys).chain(own).chain(short).collect()
    }

    fn is_form_of(&self, long: &Self) -> bool {
        if long.party == Some(self.text) {
            return true;
        }
        if self.is_one_word() {
            let short = self.text.replace('.', "");
            if [long.initials.as_deref(), long.opening, long.closing].contains(&Some(&short)) {
                return true;
            }
        }
        let (Some(short), Some(long_name)) = (&self.name, &long.name) else { return false };
        match short.matches(long_name) {
            Some(NameMatch::Same | NameMatch::Order) => {
                !short.is_generic || short.country == long_name.country
            }
            // A name that says what the body is, is whole: "Bank of Kolo" is not short for "Bank of Kolo Museum".
            Some(NameMatch::Head) => {
                let last = self.text.rsplit(' ').next().unwrap_or("");
                !self.is_one_word() && !is_form(last) && !says_what_it_is(self.text)
            }
            _ => false,
        }
    }
}

/// The names, as words, that a text may use for the only one of these bodies that has them.
pub(super) fn short_names_of_bodies(bodies: &BTreeSet<String>) -> BTreeSet<Vec<&str>> {
    let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for name in bodies {
        for short in Body::new(name).short_names() {
            *counts.entry(short).or_default() += 1;
        }
    }
    counts.into_iter().filter(|&(_, count)| count == 1).map(|(short, _)| short).collect()
}

/// Whether a name may end in this word without being another: "Group", "Inc.", "Industries".
fn is_form(word: &str) -> bool {
    world().is("company", word) || naming().is("legal", &fold(word))
}

/// Whether a word of the name of a body is the noun for such bodies.
fn says_what_it_is(name: &str) -> bool {
    name.split(' ').any(|word| {
        let word = word.to_lowercase();
        world().noun(&word, &word).is_some_and(|noun| {
            matches!(
                noun.class,
                NounClass::Organization | NounClass::Force | NounClass::Government | NounClass::Facility
            )
        })
    })
}

/// Whether `short` can be a form of the person's name `long`: its end ("Ben Salah"), its first word, or the same
/// first and last word with fewer or abbreviated words between.
fn is_short_form(short: &[String], long: &[String]) -> bool {
    if short.len() > long.len() || short == long || long.len() < 2 {
        return false;
    }
    if short.len() < long.len() && (long.ends_with(short) || (short.len() == 1 && long[0] == short[0])) {
        return true;
    }
    let fits = |short: &str, long: &str| {
        let is_initial = short.chars().count() == 1;
        short == long || (is_initial && short.chars().next() == long.chars().next())
    };
    if short.len() < 2 || short[0] != long[0] || short[short.len() - 1] != long[long.len() - 1] {
        return false;
    }
    let mut rest = long[1..long.len() - 1].iter();
    short[1..short.len() - 1].iter().all(|middle| rest.any(|word| fits(middle, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(names: &[&str]) -> NameForms {
        NameForms::of_people(&names.iter().map(|&name| name.to_owned()).collect())
    }

    #[test]
    fn a_surname_stands_for_the_only_full_name_with_it() {
        let forms = people(&["Ana Torres", "Torres", "Ana"]);
        assert_eq!(forms.full("Torres"), "Ana Torres");
        assert_eq!(forms.full("Ana"), "Ana Torres");
        let forms = people(&["Ana Torres", "Luis Torres", "Torres"]);
        assert_eq!(forms.full("Torres"), "Torres");
    }

    #[test]
    fn middle_names_may_be_left_out_or_shortened() {
        let forms = people(&["Ana M. Torres", "Ana Maria Torres", "Ana Torres", "Torres"]);
        for name in ["Ana M. Torres", "Ana Torres", "Torres"] {
            assert_eq!(forms.full(name), "Ana Maria Torres");
        }
        assert_eq!(people(&["Ana B. Torres", "Ana Maria Torres"]).full("Ana B. Torres"), "Ana B. Torres");
    }

    #[test]
    fn a_name_may_be_turned_round_shortened_or_spelled_otherwise() {
        for (short, full) in [
            ("al-Qadiri", "Salim al-Qadiri"),
            ("Al Qadiri", "Salim al-Qadiri"),
            ("Rojas", "Luis Alberto Rojas Condori"),
            ("Luis Rojas", "Luis Rojas Condori"),
            ("Rojas Condori", "Luis Alberto Rojas Condori"),
            ("Deng", "Deng Haiyan"),
            ("Haiyan Deng", "Deng Haiyan"),
            ("Soren Dal", "S\u{f8}ren Dal"),
            ("L.-P. Morin", "Luc-Paul Morin"),
            ("Berg", "Ida Berg-Lund"),
            ("Erdogan", "Recep Tayyip Erdo\u{11f}an"),
        ] {
            let forms = people(&[short, full]);
            assert_eq!(forms.full(short), forms.full(full), "{short}");
        }
        assert_eq!(people(&["Rojas", "Ana Rojas", "Luis Rojas Condori"]).full("Rojas"), "Ana Rojas");
        let names = ["Deng", "Deng Haiyan", "Deng Bolin"];
        assert_eq!(people(&names).full("Deng"), "Deng");
    }

    #[test]
    fn a_name_that_is_preferred_stands_for_fuller_ones() {
        let mut forms = people(&["Ana Torres", "Torres", "Ana M. Torres", "Ana Maria Torres"]);
        forms.prefer(&["Ana Torres"].into());
        for name in ["Torres", "Ana Torres", "Ana M. Torres", "Ana Maria Torres"] {
            assert_eq!(forms.full(name), "Ana Torres", "{name}");
        }
        forms = people(&["Jan Berg", "Jan Berg Olsen", "Olsen"]);
        forms.prefer(&["Jan Berg", "Jan Berg Olsen"].into());
        assert_eq!((forms.full("Jan Berg"), forms.full("Olsen")), ("Jan Berg", "Jan Berg Olsen"));
    }

    #[test]
    fn other_people_stay_others() {
        for (one, other) in [
            ("Ana Torres", "Luis Torres"),
            ("Marko Ivanov", "Petra Ivanova"),
            ("Sam Reed", "Sam Reed Jr."),
            ("Philips", "Ann Phillips"),
            ("Maria", "Ana Maria Torres"),
        ] {
            assert_eq!(people(&[one, other]).full(one), one, "{one}");
        }
    }

    fn bodies(names: &[&str]) -> NameForms {
        NameForms::of_bodies(&names.iter().map(|&name| name.to_owned()).collect())
    }

    #[test]
    fn bodies_go_without_their_legal_form() {
        for (short, full) in [
            ("Torvik", "Torvik Group PLC"),
            ("Torvik Group", "Torvik Group PLC"),
            ("Sollen", "Sollen Inc."),
            ("Dynamos", "Kolo Dynamos"),
            ("Blue Lantern", "Blue Lantern Shipping Co."),
            ("Ministry of Health", "Health Ministry of Kolo"),
        ] {
            let found = bodies(&[short, full]);
            assert_eq!(found.full(short) == full, short != "Ministry of Health", "{short}");
        }
        assert_eq!(bodies(&["Teachers", "Kolo Teachers"]).full("Teachers"), "Teachers");
        assert_eq!(bodies(&["Bank of Kolo", "Bank of Kolo Museum"]).full("Bank of Kolo"), "Bank of Kolo");
        let names = ["Torvik", "Torvik Group", "Torvik Shipping"];
        assert_eq!(bodies(&names).full("Torvik"), "Torvik");
    }

    #[test]
    fn bodies_have_initials_and_first_words() {
        let names = ["Kolo Mining Board", "KMB", "Kolo"].iter().map(|&name| name.to_owned()).collect();
        let forms = NameForms::of_bodies(&names);
        assert_eq!(forms.full("KMB"), "Kolo Mining Board");
        assert_eq!(forms.full("Kolo"), "Kolo Mining Board");
    }

    #[test]
    fn odd_letters_do_not_break_it() {
        people(&["É Ünal", "É. Ünal", "Ünal", "", " ", "É B Ünal", "É Bö Ünal"]);
    }
}
