//! Which names of one document are forms of one name.
//!
//! In come the names as written, with their votes for a class; out goes for each the fullest name it stands for.
//! Two candidates mean no answer: the name then stands for itself.

use crate::lexicon::world::world;
use crate::mention::name::NameClass;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The names of a document, each with the fullest form of it.
#[derive(Debug, Default)]
pub(super) struct NameForms {
    full: FxHashMap<String, String>,
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
        let words: BTreeMap<&String, Vec<&str>> =
            names.iter().map(|name| (name, name.split(' ').collect())).collect();
        let mut by_end: FxHashMap<&str, Vec<&String>> = FxHashMap::default();
        for (name, words) in &words {
            if words.len() > 1 {
                for end in [words[0], words[words.len() - 1]] {
                    by_end.entry(end).or_default().push(name);
                }
            }
        }
        let mut full: FxHashMap<String, String> = FxHashMap::default();
        for (name, short) in &words {
            let mut candidates: Vec<&String> = [short[0], short[short.len() - 1]]
                .iter()
                .flat_map(|end| by_end.get(end).map_or(&[][..], Vec::as_slice).iter().take(50))
                .copied()
                .filter(|other| other != name && is_short_form(short, &words[other]))
                .collect();
            // By-names such as "Ben Salah" open with neither end of the full name.
            candidates.sort();
            candidates.dedup();
            // Only the fullest forms count: "Joe Biden" and "Joseph R. Biden" would both fit "Biden".
            let fullest: Vec<&&String> = candidates
                .iter()
                .filter(|one| {
                    !candidates
                        .iter()
                        .any(|other| other != *one && is_short_form(&words[*one], &words[other]))
                })
                .collect();
            if let [only] = fullest[..] {
                full.insert((*name).clone(), (*only).clone());
            }
        }
        Self { full }
    }

    /// The forms of the names of bodies.
    pub(super) fn of_bodies(names: &BTreeSet<String>) -> Self {
        let mut by_short: FxHashMap<String, BTreeSet<&String>> = FxHashMap::default();
        for name in names {
            let words: Vec<&str> = name.split(' ').collect();
            if words.len() < 2 {
                continue;
            }
            let first = words[0];
            let is_common = world().country_of_adjective(first).is_some()
                || world().known(first).is_some()
                || world().noun(&first.to_lowercase(), &first.to_lowercase()).is_some()
                || world().is("modifier", &first.to_lowercase());
            if !is_common && first.chars().count() > 2 {
                by_short.entry(first.to_owned()).or_default().insert(name);
            }
            let initials: String = words
                .iter()
                .filter_map(|word| word.chars().next())
                .filter(|initial| initial.is_uppercase())
                .collect();
            if initials.chars().count() > 2 {
                by_short.entry(initials).or_default().insert(name);
            }
        }
        let full = names
            .iter()
            .filter(|name| !name.contains(' '))
            .filter_map(|name| {
                let candidates = by_short.get(&name.replace('.', ""))?;
                match candidates.len() {
                    1 => Some((name.clone(), (*candidates.first()?).clone())),
                    _ => None,
                }
            })
            .collect();
        Self { full }
    }

    /// The fullest form of `name`.
    pub(super) fn full<'a>(&'a self, name: &'a str) -> &'a str {
        let mut at = name;
        // Two steps reach the end of every chain that `of_people` can make.
        for _ in 0..2 {
            match self.full.get(at) {
                Some(fuller) => at = fuller,
                None => break,
            }
        }
        at
    }
}

/// Whether `short` can be a form of the person's name `long`: its end ("Ben Salah"), its first word, or the same
/// first and last word with fewer or abbreviated words between.
fn is_short_form(short: &[&str], long: &[&str]) -> bool {
    if short.len() > long.len() || short == long || long.len() < 2 {
        return false;
    }
    if short.len() < long.len() && (long.ends_with(short) || (short.len() == 1 && long[0] == short[0])) {
        return true;
    }
    let fits = |short: &str, long: &str| {
        let is_initial = short.trim_end_matches('.').chars().count() == 1;
        short == long || (is_initial && short.chars().next() == long.chars().next())
    };
    if short.len() < 2 || short[0] != long[0] || short[short.len() - 1] != long[long.len() - 1] {
        return false;
    }
    let mut rest = long[1..long.len() - 1].iter();
    short[1..short.len() - 1].iter().all(|middle| rest.any(|word| fits(middle, word)))
}

/// Counts, for names that only the model classed, which class each spelling has most often.
#[derive(Debug, Default)]
pub(super) struct Votes {
    counts: FxHashMap<String, [u32; 3]>,
}

impl Votes {
    const CLASSES: [NameClass; 3] = [NameClass::Person, NameClass::Organization, NameClass::OtherPlace];

    /// Adds the vote of one mention.
    pub(super) fn add(&mut self, name: &str, class: NameClass) {
        let index = match class {
            NameClass::Person => 0,
            NameClass::Organization => 1,
            NameClass::City | NameClass::OtherPlace => 2,
            _ => return,
        };
        self.counts.entry(name.to_owned()).or_default()[index] += 1;
    }

    /// The class that most mentions of `name` have, `class` if it is among the most frequent.
    pub(super) fn decide(&self, name: &str, class: NameClass) -> NameClass {
        let own = match class {
            NameClass::Person => 0,
            NameClass::Organization => 1,
            NameClass::City | NameClass::OtherPlace => 2,
            NameClass::Unknown => 3,
            _ => return class,
        };
        let Some(counts) = self.counts.get(name) else { return class };
        let most = counts.iter().copied().max().unwrap_or(0);
        if own < 3 && counts[own] == most {
            return class;
        }
        counts.iter().position(|&count| count == most).map_or(class, |index| Self::CLASSES[index])
    }
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
