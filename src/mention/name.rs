//! Names: runs of words that name somebody or somewhere.
//!
//! In come sentences with the names that the model found; out go those names with their edges mended, those that
//! the gazetteer knows and the model missed, each with what it names as far as its sentence alone can tell. Which
//! names mean the same actor is decided by [`crate::entity`].

use crate::lexicon::world::{Country, Gender, Known, NounClass, Organization, Region, world};
use crate::mention::parsed::Parsed;
use crate::text::{Deprel, NameKind, Upos, Xpos};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NameClass {
    /// One human being.
    Person,
    /// A body that the gazetteer does not know.
    Organization,
    /// A body that the gazetteer knows.
    Known(&'static Organization),
    /// A country.
    Country(&'static Country),
    /// The city or house a government sits in.
    Seat(&'static Country),
    /// A city or town.
    City,
    /// A region or water that the gazetteer knows.
    Area(&'static Region),
    /// A region by the noun in its name ("Sumy Oblast").
    Region,
    /// A building, street, base.
    Facility,
    /// A river, a mountain, or unknown.
    OtherPlace,
    /// A name, but nothing in the sentence says of what.
    Unknown,
}

impl NameClass {
    /// Whether the name names somewhere, whatever else it may stand for.
    pub fn is_place(self) -> bool {
        matches!(
            self,
            Self::Country(_)
                | Self::Seat(_)
                | Self::City
                | Self::Area(_)
                | Self::Region
                | Self::Facility
                | Self::OtherPlace
        )
    }

    fn of_known(known: Known) -> Self {
        match known {
            Known::Country(country) => Self::Country(country),
            Known::Seat(country) => Self::Seat(country),
            Known::Organization(organization) => Self::Known(organization),
            Known::Region(region) => Self::Area(region),
            Known::City => Self::City,
        }
    }
}

/// A name in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct NameMention {
    /// Its tokens, without title, honorific, article or possessive ending.
    pub tokens: Range<usize>,
    /// What it names.
    pub class: NameClass,
    /// The pronoun that an honorific before it tells ("Mrs").
    pub gender: Option<Gender>,
}

/// Whom to believe about what is a name.
#[derive(Debug, Clone, Copy)]
pub enum Trust<'a> {
    /// The model.
    Model,
    /// Only the gazetteer and these words, seen in names elsewhere: for headlines that capitalise every word.
    Confirmed(&'a FxHashSet<String>),
}

/// Whether every long word of the sentence is capitalised, so that capitals say nothing about names.
pub fn is_title_case(parsed: &Parsed) -> bool {
    let mut count = 0;
    let all = (0..parsed.len()).all(|index| {
        let word = parsed.word(index);
        let is_small = word.starts_with(char::is_lowercase);
        if word.chars().count() >= 5 {
            count += 1;
            return !is_small;
        }
        // "Writer Olga Mertz died": titles have small letters for words of grammar only.
        !(is_small && parsed.upos(index) == Upos::Verb)
    });
    all && count >= 3
}

/// The names of the sentence, in text order, not overlapping.
pub fn find_names(parsed: &Parsed, trust: Trust) -> Vec<NameMention> {
    let known = find_known(parsed);
    let mut names: Vec<NameMention> = Vec::new();
    let mut taken = vec![false; parsed.len()];
    let mut candidates = model_names(parsed, trust);
    candidates.extend(proper_runs(parsed, trust));
    merge_known(parsed, &mut candidates, known);
    for mut name in candidates {
        if name.tokens.is_empty() || taken[name.tokens.clone()].iter().any(|&taken| taken) {
            continue;
        }
        extend_name(parsed, &mut name, &taken);
        taken[name.tokens.clone()].fill(true);
        names.push(name);
    }
    names.sort_by_key(|name| name.tokens.start);
    let mut names = join_purposes(parsed, names);
    type_coordinated_regions(parsed, &mut names);
    names
}

/// Makes one name of a body and what it is for: "the Movement for the Free Delta", "the Centre for Strategic Studies".
fn join_purposes(parsed: &Parsed, names: Vec<NameMention>) -> Vec<NameMention> {
    if is_title_case(parsed) {
        return names;
    }
    let is_the = |index: usize| parsed.lower(index) == "the";
    let mut joined: Vec<NameMention> = Vec::with_capacity(names.len());
    for mut name in names {
        let before = name.tokens.start.checked_sub(1);
        let purpose = before.map(|before| before - usize::from(before > 0 && is_the(before)));
        let body =
            purpose.filter(|&index| parsed.lower(index) == "for").and_then(|index| index.checked_sub(1));
        let fits = !matches!(name.class, NameClass::Person | NameClass::Country(_));
        if let Some(body) = body.filter(|&body| fits && is_cause_noun(parsed, body)) {
            let start = match joined.last().map(|before| before.tokens.clone()) {
                Some(before) if before.contains(&body) => before.start,
                Some(before) => body_start(parsed, body).max(before.end),
                None => body_start(parsed, body),
            };
            if start > 0 && (is_the(start - 1) || body > start) {
                while joined.last().is_some_and(|before| before.tokens.start >= start) {
                    joined.pop();
                }
                let tokens = start..name.tokens.end;
                name = NameMention { tokens, class: NameClass::Organization, gender: None };
            }
        }
        joined.push(name);
    }
    joined
}

/// Whether bodies that are for something are called so, as part of a name: "Front", "Centre".
fn is_cause_noun(parsed: &Parsed, index: usize) -> bool {
    parsed.is_capitalized(index) && world().is("cause", &parsed.lower(index))
}

/// The runs of tokens that the gazetteer knows, longest first from the left.
fn find_known(parsed: &Parsed) -> Vec<NameMention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < parsed.len() {
        match known_at(parsed, at) {
            Some((end, class)) => {
                found.push(NameMention { tokens: at..end, class, gender: None });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The longest known name that starts at token `start`, and one past its last token.
fn known_at(parsed: &Parsed, start: usize) -> Option<(usize, NameClass)> {
    if parsed.is_capitalized(start)
        && let Some(end) = (start + 2..=(start + 5).min(parsed.len()))
            .rev()
            .find(|&end| world().figure(&parsed.phrase(start..end), true).is_some())
    {
        return Some((end, NameClass::Person));
    }
    let words = world().longest_from(parsed.word(start));
    if words == 0 || (!parsed.is_capitalized(start) && !parsed.word(start).starts_with("al")) {
        return None;
    }
    // Hyphens and dots are tokens of their own in some names.
    let last = (start + 2 * words).min(parsed.len());
    (start + 1..=last).rev().find_map(|end| {
        let name = parsed.phrase(start..end).replace('\u{2019}', "'");
        let known = world().known(&name)?;
        let single = end == start + 1;
        (!single || is_plausible(parsed, start, known)).then(|| (end, NameClass::of_known(known)))
    })
}

/// Whether a single token may be the name it looks like.
fn is_plausible(parsed: &Parsed, token: usize, known: Known) -> bool {
    let word = parsed.word(token);
    let adjective = world().country_of_adjective(word).is_some();
    let tag = parsed.upos(token);
    match known {
        Known::Country(_) if adjective && word != "US" && !word.contains('.') => {
            // "Hong Kong police", "Singapore": adjective and name look the same.
            parsed.deprel(token) != Deprel::Amod
        }
        // "US" in a headline that shouts may be a pronoun; "us" never gets here.
        Known::Country(_) => true,
        Known::Seat(_) | Known::Region(_) => tag != Upos::Verb && tag != Upos::Adv,
        // "Total exports", "The Sun rose", "Quad bikes": an ordinary word at the start of a sentence.
        Known::Organization(organization) => {
            let shouted = word.chars().count() > 1 && word.chars().all(|letter| !letter.is_lowercase());
            let definite = token > 0 && parsed.lower(token - 1) == "the";
            match word {
                "West" => definite && !follows_compass(parsed, token),
                _ => {
                    shouted
                        || matches!(tag, Upos::Propn | Upos::X)
                        || (token > 0 && matches!(tag, Upos::Noun))
                        || organization.sector == Some("UAF")
                }
            }
        }
        Known::City => matches!(tag, Upos::Propn | Upos::X),
    }
}

/// Whether "West" is the start of "West Africa" or "West Bank".
fn follows_compass(parsed: &Parsed, token: usize) -> bool {
    token + 1 < parsed.len() && parsed.is_capitalized(token + 1) && parsed.upos(token + 1) == Upos::Propn
}

/// The names that the model found, with their edges mended.
fn model_names(parsed: &Parsed, trust: Trust) -> Vec<NameMention> {
    let mut names = Vec::new();
    for name in &parsed.sentence.names {
        let mut range = name.tokens.start.min(parsed.len())..name.tokens.end.min(parsed.len());
        let mut kind = name.kind;
        // "Kharkiv Oblast Governor Oleh ..." marked as one name: a place, a title and a person.
        if kind != NameKind::Person
            && let Some(title) = range.clone().skip(1).find(|&index| is_title_noun(parsed, index))
            && title + 1 < range.end
            && (title + 1..range.end)
                .all(|index| parsed.is_capitalized(index) && parsed.noun(index).is_none())
        {
            let owner = range.start..title;
            let class = match kind {
                NameKind::Location => NameClass::OtherPlace,
                _ => NameClass::Organization,
            };
            if is_trusted(parsed, &owner, trust) {
                names.push(NameMention { tokens: owner, class, gender: None });
            }
            range.start = title + 1;
            kind = NameKind::Person;
        }
        // "the Miners' Union and Orex Holdings Ltd" marked as one name: two bodies, each with the noun or form of one.
        if kind == NameKind::Organization
            && let Some(and) = range.clone().find(|&index| is_between_bodies(parsed, &range, index))
        {
            let (first, _) = trim_name(parsed, range.start..and, kind);
            if !first.is_empty() && is_trusted(parsed, &first, trust) {
                names.push(NameMention { tokens: first, class: NameClass::Organization, gender: None });
            }
            range.start = and + 1;
        }
        let (tokens, gender) = trim_name(parsed, range, kind);
        if is_courtesy_only(parsed, &tokens) || is_national_office(parsed, &tokens, kind) {
            continue;
        }
        if tokens.is_empty() || !is_trusted(parsed, &tokens, trust) {
            continue;
        }
        let mut tokens = tokens;
        // "Fazl[-ur-Rehman]": a hyphen does not end the name of a person; "Torres-Keller talks" are of two.
        while kind == NameKind::Person && is_hyphened(parsed, &tokens) {
            tokens.end += 2;
        }
        if names.last().is_some_and(|name: &NameMention| tokens.start < name.tokens.end) {
            continue;
        }
        // "Habib [Bourguiba Avenue]"
        if kind != NameKind::Person
            && let Some(before) = tokens.start.checked_sub(1)
            && names.last().is_none_or(|name| name.tokens.end <= before)
            && parsed.is_capitalized(before)
            && parsed.upos(before) == Upos::Propn
            && world().is_given_name(parsed.word(before))
        {
            tokens.start = before;
        }
        if is_body_noun(parsed, tokens.end - 1) {
            kind = NameKind::Organization;
            tokens.start = body_start(parsed, tokens.start);
        }
        let class = match kind {
            NameKind::Person => NameClass::Person,
            NameKind::Organization => NameClass::Organization,
            NameKind::Location => NameClass::OtherPlace,
            NameKind::Miscellaneous => continue,
        };
        names.push(NameMention { tokens, class, gender });
    }
    names
}

/// Whether the token is an "and" between two names of bodies: "the Trade Union and Kolo Ltd", not "Trade and Industry".
fn is_between_bodies(parsed: &Parsed, tokens: &Range<usize>, and: usize) -> bool {
    let is_body = |index: usize| is_body_noun(parsed, index) || world().is("company", parsed.word(index));
    parsed.lower(and) == "and"
        && and > tokens.start + 1
        && and + 2 < tokens.end
        && is_body(and - 1)
        && is_body(tokens.end - 1)
        && !(tokens.start..and).any(|index| parsed.lower(index) == "of")
}

/// Whether nothing but honorifics and days is in it: "Sir", "Mr Monday".
fn is_courtesy_only(parsed: &Parsed, tokens: &Range<usize>) -> bool {
    tokens.clone().all(|index| world().honorific(parsed.word(index)).is_some() || is_calendar(parsed, index))
}

/// Whether what looks like a body is an office of a country: "U.S. Secretary" in "U.S. Secretary of State Ann Lee".
fn is_national_office(parsed: &Parsed, tokens: &Range<usize>, kind: NameKind) -> bool {
    kind == NameKind::Organization
        && tokens.len() > 1
        && is_title_noun(parsed, tokens.end - 1)
        && parsed.lower(tokens.end) == "of"
        && world().country_of_adjective(parsed.slice(tokens.start..tokens.end - 1)).is_some()
}

/// Whether a hyphen and a part of the same name follow `name` without a space.
fn is_hyphened(parsed: &Parsed, name: &Range<usize>) -> bool {
    let end = name.end;
    let span = |index: usize| parsed.token(index).span;
    end > 0
        && end + 1 < parsed.len()
        && parsed.word(end) == "-"
        && span(end - 1).end == span(end).start
        && span(end).end == span(end + 1).start
        && parsed.word(end + 1).chars().all(char::is_alphabetic)
        && ((parsed.is_capitalized(end + 1) && name.len() > 1)
            || matches!(parsed.word(end + 1), "ul" | "ur" | "al" | "el" | "bin" | "un" | "ud"))
}

fn is_calendar(parsed: &Parsed, index: usize) -> bool {
    world().is("calendar", parsed.word(index))
}

fn is_trusted(parsed: &Parsed, tokens: &Range<usize>, trust: Trust) -> bool {
    match trust {
        Trust::Model => true,
        Trust::Confirmed(words) => tokens.clone().any(|index| words.contains(parsed.word(index))),
    }
}

/// Whether the token is the noun of a body: "Ministry", "Forum".
fn is_body_noun(parsed: &Parsed, index: usize) -> bool {
    parsed.is_capitalized(index)
        && parsed.noun(index).is_some_and(|noun| {
            matches!(noun.class, NounClass::Organization | NounClass::Force | NounClass::Government)
        })
}

/// Where the name of a body starts, of which the model found only the end: "[European] Cocoa Forum".
fn body_start(parsed: &Parsed, start: usize) -> usize {
    if is_title_case(parsed) {
        return start;
    }
    let mut start = start;
    while start > 0
        && parsed.is_capitalized(start - 1)
        && matches!(parsed.upos(start - 1), Upos::Propn | Upos::Adj | Upos::Noun)
        && !is_title_noun(parsed, start - 1)
        && !is_calendar(parsed, start - 1)
        && !parsed.is_possessive_ending(start - 1)
        && !matches!(world().known(parsed.word(start - 1)), Some(Known::Organization(_)))
    {
        start -= 1;
    }
    start
}

/// Takes articles, honorifics, titles and possessive endings off the ends of a name.
fn trim_name(parsed: &Parsed, mut tokens: Range<usize>, kind: NameKind) -> (Range<usize>, Option<Gender>) {
    let mut gender = None;
    let is_edge = |index: usize| {
        parsed.is_possessive_ending(index)
            || matches!(parsed.upos(index), Upos::Punct | Upos::Det | Upos::Adp | Upos::Cconj | Upos::Pron)
    };
    // "board of Halden Inc": what owns the board is named.
    if kind == NameKind::Organization
        && tokens.len() > 2
        && parsed.word(tokens.start).starts_with(char::is_lowercase)
        && parsed.noun(tokens.start).is_none()
        && parsed.lower(tokens.start + 1) == "of"
    {
        tokens.start += 1;
    }
    while !tokens.is_empty() && is_edge(tokens.start) {
        tokens.start += 1;
    }
    // "Athens of spying": what follows the name in small letters is none of it, unless it says what it names.
    let is_loose = |index: usize| {
        parsed.word(index).starts_with(char::is_lowercase)
            && (parsed.noun(index).is_none() || kind == NameKind::Person)
            && !world().is("apposed", parsed.word(index))
    };
    while !tokens.is_empty()
        && (is_loose(tokens.end - 1) || (is_edge(tokens.end - 1) && parsed.word(tokens.end - 1) != "."))
    {
        tokens.end -= 1;
    }
    if kind == NameKind::Person {
        // "President Lasso", "Russian Foreign Minister Sergei Lavrov" marked as one name.
        let title = tokens.clone().rev().skip(1).find(|&index| {
            let word = parsed.word(index);
            world().honorific(word).is_some()
                || world().full_title(word).is_some()
                || is_title_noun(parsed, index)
        });
        if let Some(title) = title {
            gender = world().honorific(parsed.word(title)).flatten();
            tokens.start = title + 1;
        }
    }
    if gender.is_none() && kind == NameKind::Person && tokens.start > 0 {
        gender = world().honorific(parsed.word(tokens.start - 1)).flatten();
    }
    (tokens, gender)
}

/// Whether the token is the noun of a title.
pub fn is_title_noun(parsed: &Parsed, index: usize) -> bool {
    matches!(parsed.upos(index), Upos::Noun | Upos::Propn | Upos::Adj | Upos::X)
        && parsed.noun(index).is_some_and(|noun| noun.class == NounClass::Title)
}

/// Runs of proper nouns that the model passed over but whose form tells what they are.
fn proper_runs(parsed: &Parsed, trust: Trust) -> Vec<NameMention> {
    let mut covered = vec![false; parsed.len()];
    for name in &parsed.sentence.names {
        for index in name.tokens.clone() {
            if let Some(covered) = covered.get_mut(index) {
                *covered = name.kind != NameKind::Miscellaneous;
            }
        }
    }
    let shouts = is_title_case(parsed);
    let is_part = |index: usize| {
        let is_proper = match parsed.upos(index) {
            Upos::Propn => true,
            // A capital inside a sentence is a name even where the tagger took it for something else.
            Upos::Noun => {
                index > 0 && !shouts && (parsed.noun(index).is_none() || parsed.is_capitalized(index - 1))
            }
            Upos::Adj => {
                index > 0
                    && !shouts
                    && index + 1 < parsed.len()
                    && parsed.is_capitalized(index + 1)
                    && world().country_of_adjective(parsed.word(index)).is_none()
            }
            _ => false,
        };
        is_proper && !covered[index] && parsed.is_capitalized(index) && !is_calendar(parsed, index)
    };
    let mut names = Vec::new();
    let mut at = 0;
    while at < parsed.len() {
        if !is_part(at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < parsed.len() && (is_part(at) || joins(parsed, at, &is_part)) {
            at += 1;
        }
        let (tokens, gender) = trim_name(parsed, start..at, NameKind::Person);
        if is_courtesy_only(parsed, &tokens) || !is_trusted(parsed, &tokens, trust) {
            continue;
        }
        if let Some(class) = class_by_form(parsed, &tokens) {
            names.push(NameMention { tokens, class, gender });
        }
    }
    names
}

/// Whether the token is a hyphen or ampersand between two parts of a name.
fn joins(parsed: &Parsed, at: usize, is_part: &impl Fn(usize) -> bool) -> bool {
    at + 1 < parsed.len()
        && matches!(parsed.word(at), "-" | "&" | "\u{2010}" | "\u{2011}")
        && is_part(at - 1)
        && is_part(at + 1)
}

/// What a run of proper nouns names, by its form and by what stands before it.
fn class_by_form(parsed: &Parsed, tokens: &Range<usize>) -> Option<NameClass> {
    let last = tokens.end - 1;
    let word = parsed.word(last);
    let before = tokens.start.checked_sub(1);
    let titled = before.is_some_and(|before| {
        let word = parsed.word(before);
        world().honorific(word).is_some()
            || world().full_title(word).is_some()
            || is_title_noun(parsed, before)
    });
    if world().country_of_adjective(word).is_some() || world().country_of_people(word).is_some() {
        return None;
    }
    // "Hellion Power": the last words of companies are nouns of other things too.
    if tokens.len() > 1
        && !titled
        && world().is("company", word)
        && !world().is_given_name(parsed.word(tokens.start))
    {
        return Some(NameClass::Organization);
    }
    if let Some(noun) = parsed.noun(last) {
        return match noun.class {
            NounClass::Organization | NounClass::Force | NounClass::Government if tokens.len() > 1 => {
                Some(NameClass::Organization)
            }
            NounClass::Area if tokens.len() > 1 => Some(NameClass::Region),
            NounClass::Facility if tokens.len() > 1 => Some(NameClass::Facility),
            NounClass::Water if tokens.len() > 1 => Some(NameClass::OtherPlace),
            // "Kolo Rovers", "Bria Miners"
            NounClass::Person if tokens.len() > 1 && parsed.is_plural(last) && !is_title_case(parsed) => {
                Some(NameClass::Unknown)
            }
            _ => None,
        };
    }
    if titled {
        return Some(NameClass::Person);
    }
    if tokens.len() > 1 && world().is_given_name(parsed.word(tokens.start)) {
        return Some(NameClass::Person);
    }
    let is_acronym =
        (2..=6).contains(&word.chars().count()) && word.chars().all(|letter| letter.is_uppercase());
    if tokens.len() == 1 && is_acronym {
        return Some(NameClass::Organization);
    }
    let located = before.is_some_and(|before| world().is("locative", &parsed.lower(before)));
    Some(if located && tokens.len() <= 2 { NameClass::OtherPlace } else { NameClass::Unknown })
}

/// Lets the gazetteer's names correct the others: the longer of two wins, of two equals the gazetteer's.
fn merge_known(parsed: &Parsed, names: &mut Vec<NameMention>, known: Vec<NameMention>) {
    for found in known {
        let overlapping: Vec<usize> = (0..names.len())
            .filter(|&index| {
                names[index].tokens.start < found.tokens.end && found.tokens.start < names[index].tokens.end
            })
            .collect();
        let beaten = overlapping.iter().any(|&index| {
            let name = &names[index];
            let longer = name.tokens.len() > found.tokens.len();
            (longer && !is_loose(parsed, name, &found))
                || (name.tokens == found.tokens && keeps_model(name, &found, parsed))
        });
        if beaten {
            continue;
        }
        for &index in overlapping.iter().rev() {
            let rest = (found.tokens.end..names[index].tokens.end).len();
            let name = names.remove(index);
            // "Ukraine Volodymyr Zelensky" run together: what is left over is a name of its own.
            if name.class == NameClass::Person && rest >= 2 {
                names.push(NameMention { tokens: found.tokens.end..name.tokens.end, ..name });
            }
        }
        names.push(found);
    }
    names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.len())));
}

/// Whether the model's longer name is a known name with words beside it that are no part of a name.
fn is_loose(parsed: &Parsed, name: &NameMention, known: &NameMention) -> bool {
    let mut beside = name.tokens.clone().filter(|index| !known.tokens.contains(index));
    let is_media = matches!(known.class, NameClass::Known(body) if body.sector == Some("MED"));
    if is_media && known.tokens.start <= name.tokens.start + 1 {
        return true;
    }
    beside.all(|index| !parsed.is_capitalized(index) && parsed.upos(index) != Upos::Adp)
        || (matches!(known.class, NameClass::Country(_))
            && known.tokens.start == name.tokens.start
            && parsed.is_possessive_ending(known.tokens.end))
}

/// Whether, of the same tokens, the model's opinion outweighs the gazetteer's.
fn keeps_model(name: &NameMention, known: &NameMention, parsed: &Parsed) -> bool {
    let word = parsed.word(name.tokens.start);
    match (name.class, known.class) {
        // "Chad" alone is a man only where the sentence goes on about one.
        (NameClass::Person, NameClass::Country(_)) => {
            let is_about_someone = || {
                (0..parsed.len()).any(|index| {
                    matches!(
                        parsed.lower(index).as_str(),
                        "he" | "him" | "his" | "she" | "her" | "hers" | "who"
                    )
                })
            };
            name.gender.is_some()
                || (world().is_given_name(word) && name.tokens.len() == 1 && is_about_someone())
        }
        (NameClass::Person, NameClass::Seat(_) | NameClass::Area(_)) => {
            name.gender.is_some() || (world().is_given_name(word) && name.tokens.len() == 1)
        }
        (NameClass::Person, NameClass::City) => true,
        (NameClass::Organization, NameClass::City) => name.tokens.len() > 1,
        _ => false,
    }
}

/// Takes the noun of the place into the name ("Esmeraldas province", "Bouchoucha barracks").
fn extend_name(parsed: &Parsed, name: &mut NameMention, taken: &[bool]) {
    // "Vandersteen & Zonen"
    if matches!(name.class, NameClass::Person | NameClass::Organization | NameClass::Unknown)
        && parsed.word(name.tokens.end) == "&"
        && name.tokens.end + 1 < parsed.len()
        && parsed.is_capitalized(name.tokens.end + 1)
    {
        name.tokens.end += 2;
        name.class = NameClass::Organization;
    }
    // "Halden Inc": the legal form is part of the name.
    let end = name.tokens.end;
    if matches!(
        name.class,
        NameClass::Person | NameClass::Organization | NameClass::OtherPlace | NameClass::Unknown
    ) && end < parsed.len()
        && !taken[end]
        && world().is("company", parsed.word(end))
        && !is_title_case(parsed)
    {
        name.tokens.end += 1;
        name.class = NameClass::Organization;
    }
    let end = name.tokens.end;
    let last = end - 1;
    let own = parsed.noun(last).map(|noun| noun.class);
    if name.tokens.len() > 1 {
        let is_place = matches!(name.class, NameClass::OtherPlace | NameClass::Unknown | NameClass::City)
            || (name.class == NameClass::Person && parsed.is_capitalized(last));
        match own {
            Some(NounClass::Area) if is_place || name.class == NameClass::Organization => {
                name.class = NameClass::Region;
            }
            Some(NounClass::Facility) if is_place => name.class = NameClass::Facility,
            Some(NounClass::Organization | NounClass::Force | NounClass::Government) if is_place => {
                name.class = NameClass::Organization;
            }
            _ => {}
        }
    }
    if matches!(name.class, NameClass::Organization)
        && name.tokens.len() > 1
        && own == Some(NounClass::Facility)
        && name.tokens.start > 0
        && world().is("locative", parsed.lower(name.tokens.start - 1).as_str())
    {
        name.class = NameClass::Facility;
    }
    if name.class == NameClass::OtherPlace
        && parsed.noun(name.tokens.start).is_none()
        && name.tokens.len() <= 2
    {
        let before = name.tokens.start.checked_sub(1).map(|before| parsed.lower(before));
        if before.is_some_and(|before| world().is("locative", &before) || before == "of") {
            name.class = NameClass::City;
        }
    }
    // "the city of Esmeraldas", "the province of Manabí"
    if name.tokens.start >= 2 && parsed.lower(name.tokens.start - 1) == "of" && name.class.is_place() {
        match parsed.noun(name.tokens.start - 2).map(|noun| noun.class) {
            Some(NounClass::Place | NounClass::Settlement) if !matches!(name.class, NameClass::Seat(_)) => {
                name.class = NameClass::City;
            }
            Some(NounClass::Area) if matches!(name.class, NameClass::City | NameClass::OtherPlace) => {
                name.class = NameClass::Region;
            }
            _ => {}
        }
    }
    if end >= parsed.len() || taken[end] || matches!(name.class, NameClass::Country(_) | NameClass::Known(_))
    {
        return;
    }
    // "Kharkiv Oblast Governor": the area word belongs to the place, the title does not.
    if !matches!(parsed.upos(end), Upos::Noun | Upos::Propn) {
        return;
    }
    let class = match parsed.noun(end).map(|noun| noun.class) {
        Some(NounClass::Area)
            if !matches!(parsed.lower(end).as_str(), "border" | "coast" | "area" | "island") =>
        {
            NameClass::Region
        }
        Some(NounClass::Facility) if !matches!(name.class, NameClass::Seat(_) | NameClass::Area(_)) => {
            NameClass::Facility
        }
        _ => return,
    };
    if name.class == NameClass::Organization && class == NameClass::Facility {
        return;
    }
    name.class = class;
    if !parsed.is_plural(end) || parsed.noun(end).is_some_and(|noun| noun.class == NounClass::Facility) {
        name.tokens.end = end + 1;
    }
}

/// In "Esmeraldas and Manabí provinces" the plural noun tells what both are.
fn type_coordinated_regions(parsed: &Parsed, names: &mut [NameMention]) {
    for index in (1..names.len()).rev() {
        let (left, right) = names.split_at_mut(index);
        let (left, right) = (&mut left[index - 1], &right[0]);
        let next = right.tokens.end;
        let plural_area = next < parsed.len()
            && parsed.is_plural(next)
            && parsed.noun(next).is_some_and(|noun| noun.class == NounClass::Area);
        let between = left.tokens.end..right.tokens.start;
        let joined = between.len() == 1 && matches!(parsed.lower(between.start).as_str(), "and" | "or" | ",");
        if plural_area && joined && left.class.is_place() && !matches!(left.class, NameClass::Country(_)) {
            left.class = NameClass::Region;
        }
    }
}

/// Whether the token is a pronoun that stands for somebody or something mentioned before.
pub fn is_pronoun(parsed: &Parsed, index: usize) -> bool {
    parsed.upos(index) == Upos::Pron && matches!(parsed.token(index).xpos, Xpos::Prp | Xpos::Prps)
        || matches!(
            parsed.lower(index).as_str(),
            "he" | "she"
                | "him"
                | "his"
                | "her"
                | "hers"
                | "they"
                | "them"
                | "their"
                | "theirs"
                | "its"
                | "it"
        )
}
