//! What the words around a name say of what it names.
//!
//! In come the names of a document, each with the class that the model or the gazetteer gives it in its sentence; out
//! go votes of all sentences for each spelling. One sentence may be wrong where the text as a whole is clear:
//! "Dolmia's parliament", "Kesharan troops", "shares in Lumicore".

use super::names::normalize;
use super::titles::{apposed_after, apposed_before};
use crate::lexicon::attribution::cue_verb;
use crate::lexicon::world::{NounClass, world};
use crate::mention::name::{NameClass, NameMention};
use crate::mention::parsed::Parsed;
use crate::text::{Deprel, Upos};
use rustc_hash::{FxHashMap, FxHashSet};

/// Counts, for names that only the model classed, which class each spelling has most often.
#[derive(Debug, Default)]
pub(super) struct Votes {
    counts: FxHashMap<String, [u32; 3]>,
    /// Names of one word that are said to have what only a land has.
    lands: FxHashSet<String>,
    /// Names of one word that are said to have what only companies have.
    companies: FxHashSet<String>,
    /// The adjectives of such names, by sentence and token, each with the name.
    demonyms: FxHashMap<(usize, usize), String>,
}

/// A hint from the words beside weighs as much as so many mentions in the eyes of the model.
const HINT: u32 = 3;
/// What nothing but a place or a body has weighs more.
const PROOF: u32 = 6;

impl Votes {
    const CLASSES: [NameClass; 3] = [NameClass::Person, NameClass::Organization, NameClass::OtherPlace];

    /// The votes of all sentences.
    pub(super) fn of(parsed: &[Parsed<'_>], names: &[Vec<NameMention>]) -> Self {
        let mut votes = Self::default();
        let sentences = || parsed.iter().zip(names);
        let written = |parsed: &Parsed<'_>, name: &NameMention| normalize(parsed.slice(name.tokens.clone()));
        // "Torres" is Ana Torres, whatever stands beside it.
        let of_people: FxHashSet<&str> = sentences()
            .flat_map(|(parsed, names)| {
                let people =
                    names.iter().filter(|name| name.class == NameClass::Person && name.tokens.len() > 1);
                people.flat_map(|name| name.tokens.clone().map(|token| parsed.word(token)))
            })
            .collect();
        let mut lone: FxHashSet<String> = FxHashSet::default();
        for (parsed, names) in sentences() {
            for name in names {
                let written = written(parsed, name);
                votes.add(&written, name.class, 1);
                if !matches!(
                    name.class,
                    NameClass::Person
                        | NameClass::Organization
                        | NameClass::OtherPlace
                        | NameClass::City
                        | NameClass::Unknown
                ) {
                    continue;
                }
                for (class, weight) in hints(parsed, names, name) {
                    votes.add(&written, class, weight);
                }
                let is_lone = name.tokens.len() == 1
                    && name.gender.is_none()
                    && !of_people.contains(parsed.word(name.tokens.start))
                    && !world().is_given_name(&written);
                if is_lone {
                    for (class, weight) in belongings(parsed, name) {
                        votes.add(&written, class, weight);
                        // "the people of Kolo" may be those of a town.
                        if class == NameClass::OtherPlace && weight == PROOF {
                            votes.lands.insert(written.clone());
                        }
                        if class == NameClass::Organization && weight == PROOF {
                            votes.companies.insert(written.clone());
                        }
                    }
                    lone.insert(written);
                }
            }
            // "Keshara's Defence Ministry" may be one name.
            let owners =
                (1..parsed.len()).filter(|&mark| parsed.is_possessive_ending(mark)).map(|mark| mark - 1);
            let owners =
                owners.filter(|&owner| parsed.upos(owner) == Upos::Propn).map(|owner| parsed.word(owner));
            lone.extend(owners.filter(|word| !of_people.contains(word)).map(str::to_owned));
        }
        lone.retain(|word| {
            let lower = word.to_lowercase();
            world().known(word).is_none() && world().noun(&lower, &lower).is_none()
        });
        let mut demonyms = demonyms(parsed, &lone);
        for name in demonyms.values() {
            votes.add(name, NameClass::OtherPlace, PROOF);
        }
        votes.lands.extend(demonyms.values().cloned());
        let is_place = |name: &str| matches!(votes.decide(name, NameClass::Unknown), NameClass::OtherPlace);
        demonyms.retain(|_, name| is_place(name));
        let lands = votes.lands.iter().filter(|name| is_place(name)).cloned().collect();
        Self { lands, demonyms, ..votes }
    }

    /// The names of bodies that have shares, plants or executives.
    pub(super) fn companies(&self) -> FxHashSet<String> {
        let is_body = |name: &&String| self.decide(name, NameClass::Unknown) == NameClass::Organization;
        self.companies.iter().filter(is_body).cloned().collect()
    }

    /// The names of places that act as countries do though no table knows them, and the adjectives made of them.
    pub(super) fn into_lands(self) -> (FxHashSet<String>, FxHashMap<(usize, usize), String>) {
        (self.lands, self.demonyms)
    }

    fn add(&mut self, name: &str, class: NameClass, weight: u32) {
        let index = match class {
            NameClass::Person => 0,
            NameClass::Organization => 1,
            NameClass::City | NameClass::OtherPlace => 2,
            _ => return,
        };
        self.counts.entry(name.to_owned()).or_default()[index] += weight;
    }

    /// The class that most votes for `name` are for, `class` if it is among the most frequent.
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

/// What the phrase beside the name, or the pronoun after it, says of it.
fn hints(parsed: &Parsed<'_>, names: &[NameMention], name: &NameMention) -> Vec<(NameClass, u32)> {
    let mut found = Vec::new();
    let before = name.tokens.start.checked_sub(1).map(|before| parsed.lower(before));
    // "a railway in Kolo": people are seldom in somebody.
    if matches!(name.class, NameClass::OtherPlace | NameClass::City) {
        if before.as_deref() == Some("in") {
            found.push((NameClass::OtherPlace, HINT));
        }
        return found;
    }
    if has_mayor(parsed, name) {
        found.push((NameClass::OtherPlace, PROOF));
    }
    // "Torvik said it expected a loss": a person would be "he" or "she".
    if name.class != NameClass::Organization
        && name.gender.is_none()
        && name.tokens.len() == 1
        && is_it(parsed, name)
    {
        found.push((NameClass::Organization, HINT));
    }
    // "Hellion Power", but not "Samantha Power".
    let words = name.tokens.clone();
    if words.len() > 1
        && name.class == NameClass::Person
        && world().is("company", parsed.word(words.end - 1))
        && !world().is_given_name(parsed.word(words.start))
    {
        found.push((NameClass::Organization, HINT));
    }
    let class_of = |noun: usize| match parsed.noun(noun).map(|noun| noun.class) {
        Some(NounClass::Title | NounClass::Person) => Some(NameClass::Person),
        Some(NounClass::Organization | NounClass::Force) => Some(NameClass::Organization),
        _ => None,
    };
    // "Ghana's regulator, Cocobod": what the noun says outweighs the model.
    if let Some((noun, _)) = apposed_before(parsed, names, name) {
        found.extend(class_of(noun).map(|class| (class, HINT)));
    } else if let Some((noun, _)) = apposed_after(parsed, names, name)
        // "Orbo, a retailer": a trade is said of companies too.
        && parsed.noun(noun).is_some_and(|noun| noun.sector != Some("BUS"))
    {
        found.extend(class_of(noun).map(|class| (class, HINT)));
    }
    found
}

/// What has `noun`, or (not `owns`) what it is of.
fn class_of_owner(parsed: &Parsed<'_>, noun: usize, owns: bool) -> Option<(NameClass, u32)> {
    let word = parsed.lemma(noun);
    let is = |class: &str| world().is(class, &word);
    if is("territorial") {
        Some((NameClass::OtherPlace, PROOF))
    } else if !owns && is("governing") {
        Some((NameClass::OtherPlace, HINT))
    } else if is("corporate") {
        Some((NameClass::Organization, PROOF))
    } else {
        None
    }
}

/// What the name has, or is had by it, tells of a name of one word: "Dolmia's border", "shares in Lumicore".
fn belongings(parsed: &Parsed<'_>, name: &NameMention) -> Vec<(NameClass, u32)> {
    let mut found = Vec::new();
    let head = parsed.head_of(name.tokens.clone());
    if let Some(noun) = parsed.token(head).head {
        match (parsed.deprel(head), parsed.preposition(head).as_deref()) {
            (Deprel::NmodPoss, _) => found.extend(class_of_owner(parsed, noun, true)),
            (Deprel::Nmod | Deprel::Obl, Some("of" | "in" | "at")) => {
                found.extend(class_of_owner(parsed, noun, false))
            }
            _ => {}
        }
    }
    // "acquired Lumicore": people are hired.
    if parsed.deprel(head) == Deprel::Obj
        && let Some(verb) = parsed.token(head).head
        && world().is("acquiring", &parsed.lemma(verb))
    {
        found.push((NameClass::Organization, PROOF));
    }
    // "Dolmia put its losses at two"
    if parsed.deprel(head) == Deprel::Nsubj
        && let Some(verb) = parsed.token(head).head.filter(|&verb| parsed.upos(verb) == Upos::Verb)
    {
        let is_its = |&noun: &usize| {
            matches!(parsed.deprel(noun), Deprel::Obj | Deprel::Obl)
                && parsed.dependent(noun, Deprel::NmodPoss).is_some_and(|owner| parsed.lower(owner) == "its")
        };
        if parsed.dependents(verb).iter().any(is_its) {
            found.push((NameClass::Organization, HINT));
        }
    }
    found
}

/// The adjectives that are made of one of the names of places of a text that no table knows, by sentence and token, with
/// the name: "Kesharan troops" where Keshara is named.
fn demonyms(parsed: &[Parsed<'_>], names: &FxHashSet<String>) -> FxHashMap<(usize, usize), String> {
    let mut found = FxHashMap::default();
    if names.is_empty() {
        return found;
    }
    for (sentence, parsed) in parsed.iter().enumerate() {
        for token in 0..parsed.len() {
            let word = parsed.word(token);
            if !parsed.is_capitalized(token)
                || world().is_given_name(word)
                || world().country_of_adjective(word).is_some()
                || !describes_a_noun(parsed, token)
            {
                continue;
            }
            let mut stems = stems_of(word).filter(|stem| names.contains(stem));
            if let Some(name) = stems.next() {
                found.insert((sentence, token), name);
            }
        }
    }
    found
}

/// Whether the token stands before a common noun or a title that it describes, or is joined to one that does.
fn describes_a_noun(parsed: &Parsed<'_>, token: usize) -> bool {
    let next = token + 1;
    if next >= parsed.len() {
        return false;
    }
    let is_noun = |index: usize| {
        matches!(parsed.upos(index), Upos::Noun)
            || parsed.noun(index).is_some()
            || parsed.upos(index) == Upos::Adj
    };
    is_noun(next)
        || (next + 2 < parsed.len()
            && (matches!(parsed.lower(next).as_str(), "and" | "or") || parsed.word(next) == "-")
            && parsed.is_capitalized(next + 1)
            && is_noun(next + 2))
}

/// The names that a word may be the adjective of: "Kesharan" of Keshara, "Lethian" of Lethia, "Norlandic" of Norland.
fn stems_of(word: &str) -> impl Iterator<Item = String> {
    const ENDINGS: [(&str, &[&str]); 7] = [
        ("ian", &["", "ia", "y", "a", "e", "o"]),
        ("an", &["", "a", "e", "o", "ay"]),
        ("n", &[""]),
        ("ese", &["", "a", "e", "o"]),
        ("ish", &["", "e"]),
        ("landic", &["land"]),
        ("i", &[""]),
    ];
    let stems = ENDINGS.iter().filter_map(|(ending, rests)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3)?;
        Some(rests.iter().map(move |rest| format!("{stem}{rest}")))
    });
    stems.flatten().filter(|stem| stem.chars().count() >= 4)
}

/// Whether what the name says is about "it": "Torvik said it expected a loss".
pub(super) fn is_it(parsed: &Parsed, name: &NameMention) -> bool {
    let head = parsed.head_of(name.tokens.clone());
    let verb = parsed.token(head).head.filter(|_| parsed.deprel(head) == Deprel::Nsubj);
    let said = verb
        .filter(|&verb| cue_verb(&parsed.lemma(verb)).is_some())
        .and_then(|verb| parsed.dependent(verb, Deprel::Ccomp));
    said.is_some_and(|said| {
        parsed.upos(said) == Upos::Verb
            && world().is("agentive", &parsed.lemma(said))
            && parsed.dependent(said, Deprel::Nsubj).is_some_and(|subject| parsed.lower(subject) == "it")
    })
}

/// Whether the name is of what has a mayor or a parliament ("the mayor of Kolo", "Kolo's parliament"): only places do.
pub(super) fn has_mayor(parsed: &Parsed, name: &NameMention) -> bool {
    let is_mayor = |index: usize| index < parsed.len() && world().is("municipal", &parsed.lower(index));
    let (start, end) = (name.tokens.start, name.tokens.end);
    let follows = parsed.is_possessive_ending(end) && is_mayor(end + 1);
    follows || (start >= 2 && parsed.lower(start - 1) == "of" && is_mayor(start - 2))
}
