//! Titles: the offices that stand beside a name.
//!
//! In come a sentence and the place of a name in it; out goes the title before or after it, and the tokens that say
//! whose title it is. Whom those tokens mean is decided by the caller.

use crate::lexicon::world::{Country, Gender, NounClass, world};
use crate::mention::name::{NameMention, is_title_noun};
use crate::mention::parsed::Parsed;
use crate::text::{Deprel, Upos};
use std::ops::Range;

/// Whose title it is, as the sentence has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum TitleSource {
    /// An adjective ("Russian"), at this token.
    Demonym(&'static Country, usize),
    /// A name, noun or pronoun with this token.
    Token(usize),
}

/// A title beside a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TitlePhrase {
    /// First token of the whole phrase, article and possessor included.
    pub(super) start: usize,
    /// The title's own tokens.
    pub(super) tokens: Range<usize>,
    /// The noun that heads it.
    pub(super) noun: usize,
    /// The title in words, abbreviations written out.
    pub(super) title: String,
    /// Whose.
    pub(super) of: Option<TitleSource>,
    /// The possessor before a demonym: "his" in "his Chinese counterpart".
    pub(super) possessor: Option<usize>,
    /// GOV, MIL, ...
    pub(super) sector: Option<&'static str>,
    /// The pronoun it tells.
    pub(super) gender: Option<Gender>,
}

/// The last word of a title or name, in lower case: "director" of "vice-director".
pub(super) fn last_word(words: &str) -> String {
    words.rsplit([' ', '-']).next().unwrap_or("").to_lowercase()
}

fn covers(names: &[NameMention], token: usize) -> Option<usize> {
    names.iter().position(|name| name.tokens.contains(&token))
}

/// The title that ends just before token `end`, if there is one.
pub(super) fn title_before(parsed: &Parsed, names: &[NameMention], end: usize) -> Option<TitlePhrase> {
    let mut end = end;
    while end > 0 && is_courtesy(parsed, end - 1) {
        end -= 1;
    }
    let noun = end.checked_sub(1)?;
    if covers(names, noun).is_some() {
        return None;
    }
    // "Minister of Education Stefania ...": the field stands between title and name.
    if !is_title_word(parsed, noun) {
        return title_of_field_before(parsed, names, end);
    }
    let mut start = noun;
    while start > 0 && covers(names, start - 1).is_none() && is_title_modifier(parsed, start - 1) {
        start -= 1;
    }
    Some(title_at(parsed, names, start..end, noun))
}

fn is_courtesy(parsed: &Parsed, index: usize) -> bool {
    world().honorific(parsed.word(index)).is_some() && !is_title_noun(parsed, index)
        || (parsed.word(index) == "." && index > 0 && world().honorific(parsed.word(index - 1)).is_some())
}

fn is_title_word(parsed: &Parsed, index: usize) -> bool {
    world().full_title(parsed.word(index)).is_some()
        || is_title_noun(parsed, index)
        || is_role_noun(parsed, index)
}

/// Whether the noun says what a person is without being an office: "activist", "farmer", "student".
fn is_role_noun(parsed: &Parsed, index: usize) -> bool {
    !parsed.is_plural(index)
        && matches!(parsed.upos(index), Upos::Noun)
        && parsed.noun(index).is_some_and(|noun| noun.class == NounClass::Person)
}

fn is_title_modifier(parsed: &Parsed, index: usize) -> bool {
    let word = parsed.lower(index);
    if world().country_of_adjective(parsed.word(index)).is_some() {
        return false;
    }
    let is_body = parsed.noun(index).is_some_and(|noun| {
        matches!(
            noun.class,
            NounClass::Organization | NounClass::Force | NounClass::People | NounClass::Government
        )
    });
    (world().is("modifier", &word) && !is_body)
        || is_title_noun(parsed, index)
        || (word == "-" && index > 0 && !is_past(parsed, index - 1))
}

fn is_past(parsed: &Parsed, index: usize) -> bool {
    world().is("past", &parsed.lower(index))
}

fn title_of_field_before(parsed: &Parsed, names: &[NameMention], end: usize) -> Option<TitlePhrase> {
    let first = end.saturating_sub(5);
    let of = (first..end).rev().find(|&index| parsed.lower(index) == "of")?;
    let noun = of.checked_sub(1)?;
    let field_is_plain = (of + 1..end).all(|index| {
        covers(names, index).is_none()
            && matches!(parsed.upos(index), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Cconj | Upos::Det)
            && (parsed.is_capitalized(index) || matches!(parsed.upos(index), Upos::Cconj | Upos::Det))
    });
    if of + 1 >= end || !field_is_plain || covers(names, noun).is_some() || !is_title_noun(parsed, noun) {
        return None;
    }
    let mut start = noun;
    while start > 0 && covers(names, start - 1).is_none() && is_title_modifier(parsed, start - 1) {
        start -= 1;
    }
    Some(title_at(parsed, names, start..end, noun))
}

/// The title made of `tokens` and headed by `noun`, with what stands before it.
fn title_at(parsed: &Parsed, names: &[NameMention], tokens: Range<usize>, noun: usize) -> TitlePhrase {
    let mut start = tokens.start;
    let mut past = None;
    while start > 0
        && (is_past(parsed, start - 1)
            || (parsed.word(start - 1) == "-" && start > 1 && is_past(parsed, start - 2)))
    {
        start -= 1;
        past = Some(start);
    }
    // "a former hospital manager": the field stands between.
    if past.is_none() && covers(names, start.saturating_sub(1)).is_none() {
        let before = (start.saturating_sub(3)..start)
            .rev()
            .find(|&index| !matches!(parsed.upos(index), Upos::Noun | Upos::Adj) || is_past(parsed, index));
        if let Some(before) = before.filter(|&before| is_past(parsed, before)) {
            (start, past) = (before, Some(before));
        }
    }
    let words: Vec<String> = (tokens.start..tokens.end)
        .filter(|&index| !is_courtesy(parsed, index))
        .map(|index| match world().full_title(parsed.word(index)) {
            Some(full) => full.to_owned(),
            None => parsed.word(index).to_owned(),
        })
        .collect();
    let mut title = words.join(" ").replace(" - ", "-");
    if let Some(past) = past {
        title = format!("{}{title}", parsed.slice(past..tokens.start).to_owned() + " ").replace("- ", "-");
    }
    let mut of = None;
    let mut possessor = None;
    if let Some((adjective, country)) = parsed.adjective_before(start) {
        of = Some(TitleSource::Demonym(country, adjective));
        start = adjective;
    }
    if start > 0 {
        let before = start - 1;
        let owner = if parsed.is_possessive_ending(before) && before > 0 {
            Some(before - 1)
        } else if is_possessive_pronoun(parsed, before) || (of.is_none() && is_owner(parsed, names, before)) {
            Some(before)
        } else {
            None
        };
        if let Some(owner) = owner {
            start = covers(names, owner).map_or(owner, |name| names[name].tokens.start);
            if of.is_none() {
                of = Some(TitleSource::Token(owner));
            } else {
                possessor = Some(owner);
            }
        }
    }
    while start > 0
        && matches!(parsed.upos(start - 1), Upos::Det | Upos::Adj)
        && covers(names, start - 1).is_none()
    {
        start -= 1;
    }
    // "FM" has no noun of its own: the last word of the written-out title does.
    let last = title.rsplit(' ').next().unwrap_or("").to_lowercase();
    let heads = words.iter().filter_map(|word| {
        let word = word.to_lowercase();
        world().noun(&word, &word).filter(|noun| noun.class == NounClass::Title)
    });
    // "Attorney General", "Secretary General": a general only where nothing else is said.
    let entry = heads.min_by_key(|noun| noun.sector == Some("MIL")).or_else(|| world().noun(&last, &last));
    let entry = entry.or_else(|| parsed.noun(noun));
    TitlePhrase {
        start,
        tokens,
        noun,
        title,
        of,
        possessor,
        sector: entry.and_then(|noun| noun.sector),
        gender: entry.and_then(|noun| noun.gender),
    }
}

fn is_possessive_pronoun(parsed: &Parsed, index: usize) -> bool {
    matches!(parsed.lower(index).as_str(), "his" | "her" | "its" | "their")
}

/// Whether the token before a title is a name or a body whose title it is ("SNGR director", "ministry spokesman").
fn is_owner(parsed: &Parsed, names: &[NameMention], index: usize) -> bool {
    if let Some(name) = covers(names, index) {
        return names[name].class.is_place()
            || !matches!(names[name].class, crate::mention::name::NameClass::Person);
    }
    // Whatever the tag: taggers stumble over "ministry spokesman" after a comma.
    parsed.upos(index) != Upos::Adp
        && parsed.noun(index).is_some_and(|noun| {
            matches!(
                noun.class,
                NounClass::Organization
                    | NounClass::Force
                    | NounClass::Government
                    | NounClass::Group
                    | NounClass::People
                    | NounClass::Area
                    | NounClass::Place
                    | NounClass::Settlement
            )
        })
}

/// The whole phrase beside a name that `noun` heads, article and "of Lima" included.
pub(super) fn apposition(
    parsed: &Parsed,
    names: &[NameMention],
    noun: usize,
    title: Option<&TitlePhrase>,
) -> Range<usize> {
    let mut start = title.map_or(noun, |title| title.start.min(noun));
    if title.is_none() {
        while start > 0
            && noun - start < 8
            && (matches!(
                parsed.upos(start - 1),
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num
            ) || covers(names, start - 1).is_some()
                || parsed.is_possessive_ending(start - 1)
                || is_possessive_pronoun(parsed, start - 1))
        {
            start -= 1;
        }
    }
    let mut end = title.map_or(noun + 1, |title| title.tokens.end.max(noun + 1));
    if matches!(parsed.lower(end).as_str(), "of" | "at" | "for" | "in") {
        let is_plain = |index: &usize| {
            matches!(parsed.upos(*index), Upos::Adp | Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn)
                || parsed.is_possessive_ending(*index)
        };
        let close = (end..parsed.len().min(end + 8)).find(|index| !is_plain(index)).unwrap_or(end);
        if matches!(parsed.word(close), "," | "." | ";" | ")") {
            end = close;
        }
    }
    start..end
}

/// The phrase that tells who the bearer of a name is, set off by a comma before it: "his Chinese counterpart, Wang".
///
/// Returns the noun of the phrase and, if it is a title, the title.
pub(super) fn apposed_before(
    parsed: &Parsed,
    names: &[NameMention],
    name: &NameMention,
) -> Option<(usize, Option<TitlePhrase>)> {
    // "the mayor, Ms Torres"
    let mut start = name.tokens.start;
    while start > 0 && is_courtesy(parsed, start - 1) {
        start -= 1;
    }
    let comma = start.checked_sub(1)?;
    let noun = comma.checked_sub(1)?;
    if parsed.word(comma) != "," {
        return None;
    }
    if let Some(holder) = covers(names, noun) {
        return holder_before(parsed, names, names[holder].tokens.clone(), name);
    }
    // "the chairwoman of the company, Ana Torres": who holds the office, not what it is of.
    if parsed.deprel(noun) == Deprel::Nmod
        && parsed.token(noun).head.is_some_and(|head| head < noun && is_title_noun(parsed, head))
    {
        return holder_before(parsed, names, noun..noun + 1, name);
    }
    if parsed.is_plural(noun) {
        return None;
    }
    let entry = parsed.noun(noun)?;
    let describes = matches!(
        entry.class,
        NounClass::Title
            | NounClass::Person
            | NounClass::Organization
            | NounClass::Group
            | NounClass::Force
            | NounClass::States
            | NounClass::Place
            | NounClass::Settlement
    );
    let tree_says_so = name
        .tokens
        .clone()
        .any(|token| parsed.deprel(token) == Deprel::Appos && parsed.token(token).head == Some(noun))
        || (parsed.deprel(noun) == Deprel::Appos
            && parsed.token(noun).head.is_some_and(|head| name.tokens.contains(&head)));
    let title = title_before(parsed, names, comma);
    let owned = title.as_ref().is_some_and(|title| title.of.is_some())
        || parsed.dependent(noun, Deprel::NmodPoss).is_some();
    let next = name.tokens.end;
    let closed = next >= parsed.len() || matches!(parsed.word(next), "," | "." | ";" | ")" | ":");
    (describes && (tree_says_so || (owned && closed))).then_some((noun, title))
}

/// The office of a person, set off by a comma, when a name stands between: "The mayor of Lima, Ana Torres, resigned".
fn holder_before(
    parsed: &Parsed,
    names: &[NameMention],
    of: Range<usize>,
    name: &NameMention,
) -> Option<(usize, Option<TitlePhrase>)> {
    let mut at = of.start;
    while at > 0 && matches!(parsed.upos(at - 1), Upos::Det | Upos::Adj) && covers(names, at - 1).is_none() {
        at -= 1;
    }
    let preposition =
        at.checked_sub(1).filter(|&at| matches!(parsed.lower(at).as_str(), "of" | "for" | "at"))?;
    let mut title = title_before(parsed, names, preposition)?;
    let next = name.tokens.end;
    let closed = next >= parsed.len()
        || matches!(parsed.word(next), "." | ";" | ")" | ":")
        // "The mayor of Lima, Ana Torres, and two others": three, or two and an aside; nobody can tell.
        || (parsed.word(next) == "," && !(next + 1 < parsed.len() && parsed.upos(next + 1) == Upos::Cconj));
    let is_whole_name = name.tokens.len() > 1 && !of.is_empty();
    if !closed || !is_whole_name || parsed.is_plural(title.noun) || !is_title_noun(parsed, title.noun) {
        return None;
    }
    if title.of.is_none() {
        title.of = Some(TitleSource::Token(of.end - 1));
    }
    Some((title.noun, Some(title)))
}

/// The phrase that tells who the bearer of a name is, after a comma: "Jane Doe, the mayor of Springfield,".
///
/// Returns the noun of the phrase and, if it is a title, the title; "of" is looked for after it too.
pub(super) fn apposed_after(
    parsed: &Parsed,
    names: &[NameMention],
    name: &NameMention,
) -> Option<(usize, Option<TitlePhrase>)> {
    let mut at = name.tokens.end;
    if parsed.word(at) != "," {
        return None;
    }
    at += 1;
    // "Jane Doe, 44, a farmer": the age first.
    if at + 1 < parsed.len() && parsed.number(at).is_some() && parsed.word(at + 1) == "," {
        at += 2;
    }
    let first = at;
    let mut noun = None;
    while at < parsed.len().min(first + 10) {
        let in_name = covers(names, at).is_some();
        match parsed.upos(at) {
            _ if in_name => noun = None,
            Upos::Noun | Upos::Propn => noun = Some(at),
            Upos::Adj if is_title_noun(parsed, at) => noun = Some(at),
            Upos::Det | Upos::Adj | Upos::Num | Upos::Part => {}
            _ if parsed.word(at) == "-" || is_possessive_pronoun(parsed, at) || is_past(parsed, at) => {}
            _ => break,
        }
        at += 1;
    }
    let noun = noun?;
    let follower = noun + 1;
    let closed = follower >= parsed.len()
        || matches!(parsed.word(follower), "," | "." | ";" | ")" | "\u{2014}" | "\u{2013}")
        || matches!(parsed.upos(follower), Upos::Adp)
        || matches!(parsed.lower(follower).as_str(), "who" | "which" | "that");
    let entry = parsed.noun(noun)?;
    let describes = matches!(
        entry.class,
        NounClass::Title | NounClass::Person | NounClass::Organization | NounClass::Group
    );
    if !closed || !describes || parsed.is_plural(noun) || noun + 1 != at {
        return None;
    }
    // A list ("Ana Torres, ministers and ..."), or the subject of the next clause ("Doe, the mayor said") is neither.
    let determined = parsed.upos(first) == Upos::Det
        || is_possessive_pronoun(parsed, first)
        || is_title_noun(parsed, noun);
    let opens_clause = matches!(parsed.deprel(noun), Deprel::Nsubj | Deprel::NsubjPass)
        && !parsed.dependents(noun).iter().any(|token| name.tokens.contains(token));
    if !determined || opens_clause {
        return None;
    }
    let mut title = title_before(parsed, names, noun + 1);
    if let Some(title) = &mut title
        && matches!(parsed.lower(follower).as_str(), "of" | "at" | "for")
    {
        let of = (follower + 1..parsed.len().min(follower + 8)).find(|&index| {
            covers(names, index).is_some()
                || parsed.noun(index).is_some_and(|noun| {
                    matches!(noun.class, NounClass::Organization | NounClass::Force | NounClass::Government)
                })
        });
        let plain = of.is_some_and(|of| {
            (follower + 1..of)
                .all(|index| matches!(parsed.upos(index), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn))
        });
        if plain && title.of.is_none() {
            title.of = of.map(TitleSource::Token);
        }
    }
    Some((noun, title))
}
