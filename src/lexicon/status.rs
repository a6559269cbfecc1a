//! Words that say whether something happened.
//!
//! The tables are `en/status/*.tsv`; each says in its header what its columns mean.

use super::attribution::rows;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How an effect uses the reality of the governing word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Propagation {
    /// The effect alone decides.
    Set,
    /// As real as the governing word.
    Same,
    /// The opposite of the governing word.
    Reverse,
}

/// What an effect makes of a clause that is not otherwise marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectStatus {
    /// Nothing.
    Keep,
    /// It is to happen.
    Planned,
    /// It may happen.
    Possible,
    /// It happens if something else does.
    Conditional,
    /// It does not happen.
    Denied,
}

/// What a governing word or a marker does to the clause below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// How it uses the governing word.
    pub propagation: Propagation,
    /// What the clause becomes.
    pub status: EffectStatus,
    /// From -3 (certainly not) to 3 (certainly).
    pub certainty: f32,
}

/// What kind of word a marker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkerClass {
    /// An auxiliary.
    Modal,
    /// An adverb of a predicate.
    Adverb,
    /// An adjective of an event noun.
    Adjective,
    /// Opens an adverbial clause.
    Subordinator,
    /// A determiner of an event noun or of an argument.
    Determiner,
    /// Flips the predicate.
    Negator,
    /// Says of a report that what it tells is not so.
    False,
}

/// What a marker does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MarkerEffect {
    /// Flips.
    Negate,
    /// Anything else.
    Effect(Effect),
}

/// How what a word names lies in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aspect {
    /// A verb whose simple present means that it goes on.
    State,
    /// A noun for what lasts.
    Durative,
    /// A word that makes the simple present a custom.
    Habit,
    /// A word that looks ahead.
    Future,
    /// A determiner of what is already known.
    Definite,
}

/// The form of the word that names an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A past tense.
    Past,
    /// A past participle, with or without an auxiliary.
    Participle,
    /// A present tense.
    Present,
    /// A gerund with an auxiliary.
    Progressive,
    /// A noun.
    Noun,
    /// A gerund by itself.
    Gerund,
    /// A verb without tense.
    Bare,
    /// Anything else.
    Adjective,
}

fn form(name: &str) -> Option<Form> {
    Some(match name {
        "past" => Form::Past,
        "participle" => Form::Participle,
        "present" => Form::Present,
        "progressive" => Form::Progressive,
        "noun" => Form::Noun,
        "gerund" => Form::Gerund,
        "bare" => Form::Bare,
        "adjective" => Form::Adjective,
        _ => return None,
    })
}

type Signatures = FxHashMap<(&'static str, &'static str), (Effect, Effect)>;

struct Tables {
    effects: FxHashMap<&'static str, Effect>,
    signatures: Signatures,
    markers: FxHashMap<(MarkerClass, &'static str), MarkerEffect>,
    aspects: FxHashSet<(Aspect, &'static str)>,
    forms: FxHashMap<Form, f32>,
}

const EFFECTS: &str = include_str!("en/status/effects.tsv");
const SIGNATURES: &str = include_str!("en/status/signatures.tsv");
const MARKERS: &str = include_str!("en/status/markers.tsv");
const ASPECT: &str = include_str!("en/status/aspect.tsv");
const FORMS: &str = include_str!("en/status/forms.tsv");

fn effect_of(row: &[&str]) -> Option<Effect> {
    let propagation = match row[1] {
        "set" => Propagation::Set,
        "same" => Propagation::Same,
        "reverse" => Propagation::Reverse,
        _ => return None,
    };
    let status = match row[2] {
        "-" => EffectStatus::Keep,
        "planned" => EffectStatus::Planned,
        "possible" => EffectStatus::Possible,
        "conditional" => EffectStatus::Conditional,
        "denied" => EffectStatus::Denied,
        _ => return None,
    };
    let certainty = row[3].parse().ok().filter(|value: &f32| value.abs() <= 3.0)?;
    Some(Effect { propagation, status, certainty })
}

fn marker_class(name: &str) -> Option<MarkerClass> {
    Some(match name {
        "modal" => MarkerClass::Modal,
        "adverb" => MarkerClass::Adverb,
        "adjective" => MarkerClass::Adjective,
        "subordinator" => MarkerClass::Subordinator,
        "determiner" => MarkerClass::Determiner,
        "negator" => MarkerClass::Negator,
        "false" => MarkerClass::False,
        _ => return None,
    })
}

fn aspect(name: &str) -> Option<Aspect> {
    Some(match name {
        "state" => Aspect::State,
        "durative" => Aspect::Durative,
        "habit" => Aspect::Habit,
        "future" => Aspect::Future,
        "definite" => Aspect::Definite,
        _ => return None,
    })
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let effects: FxHashMap<&str, Effect> =
        rows(EFFECTS, 4).flatten().filter_map(|row| Some((row[0], effect_of(&row)?))).collect();
    let signatures = rows(SIGNATURES, 4)
        .flatten()
        .filter_map(|row| Some(((row[0], row[1]), (*effects.get(row[2])?, *effects.get(row[3])?))))
        .collect();
    let markers = rows(MARKERS, 3)
        .flatten()
        .filter_map(|row| {
            let effect = match row[2] {
                "negate" => MarkerEffect::Negate,
                name => MarkerEffect::Effect(*effects.get(name)?),
            };
            Some(((marker_class(row[1])?, row[0]), effect))
        })
        .collect();
    let aspects = rows(ASPECT, 2).flatten().filter_map(|row| Some((aspect(row[1])?, row[0]))).collect();
    let forms =
        rows(FORMS, 2).flatten().filter_map(|row| Some((form(row[0])?, row[1].parse().ok()?))).collect();
    Tables { effects, signatures, markers, aspects, forms }
});

/// What `lemma` does to its complement: when it is affirmed, and when it is negated.
///
/// `complement` is "that", "wh", "to", "ing", "obj", "subj" or a preposition; a particle of the lemma follows an
/// underscore.
///
/// ```
/// use diurna::lexicon::status::{Propagation, signature};
/// let (affirmed, negated) = signature("fail", "to").unwrap();
/// assert_eq!(affirmed.propagation, Propagation::Reverse);
/// assert_eq!(negated.propagation, Propagation::Same);
/// assert!(signature("fail", "about").is_none());
/// ```
pub fn signature(lemma: &str, complement: &str) -> Option<(Effect, Effect)> {
    TABLES.signatures.get(&(lemma, complement)).copied()
}

/// What the marker `lemma` does as a word of `class`.
pub fn marker(class: MarkerClass, lemma: &str) -> Option<MarkerEffect> {
    TABLES.markers.get(&(class, lemma)).copied()
}

/// The effect with this name in `en/status/effects.tsv`.
///
/// # Panics
/// When there is none; the names this library asks for are tested.
pub fn effect(name: &str) -> Effect {
    TABLES.effects.get(name).copied().expect("the effect is a row of effects.tsv")
}

/// Whether `lemma` has this aspect.
pub fn has_aspect(lemma: &str, aspect: Aspect) -> bool {
    TABLES.aspects.contains(&(aspect, lemma))
}

/// How sure readers are of what a word in this form names, if nothing speaks against it: up to 3.
pub fn form_certainty(form: Form) -> f32 {
    TABLES.forms.get(&form).copied().unwrap_or(3.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_well_formed() {
        let mut names = Vec::new();
        for row in rows(EFFECTS, 4) {
            let row = row.unwrap_or_else(|problem| panic!("effects.tsv: {problem}"));
            assert!(effect_of(&row).is_some(), "effects.tsv: {row:?}");
            names.push(row[0]);
        }
        let mut seen = std::collections::BTreeSet::new();
        for row in rows(SIGNATURES, 4) {
            let row = row.unwrap_or_else(|problem| panic!("signatures.tsv: {problem}"));
            assert!(names.contains(&row[2]) && names.contains(&row[3]), "signatures.tsv: effect of {row:?}");
            assert!(seen.insert((row[0], row[1])), "signatures.tsv: {row:?} stands twice");
        }
        for row in rows(MARKERS, 3) {
            let row = row.unwrap_or_else(|problem| panic!("markers.tsv: {problem}"));
            assert!(marker_class(row[1]).is_some(), "markers.tsv: class of {row:?}");
            assert!(row[2] == "negate" || names.contains(&row[2]), "markers.tsv: effect of {row:?}");
        }
        for row in rows(ASPECT, 2) {
            let row = row.unwrap_or_else(|problem| panic!("aspect.tsv: {problem}"));
            assert!(aspect(row[1]).is_some(), "aspect.tsv: class of {row:?}");
        }
        for row in rows(FORMS, 2) {
            let row = row.unwrap_or_else(|problem| panic!("forms.tsv: {problem}"));
            let certainty: f32 = row[1].parse().expect("a number");
            assert!(form(row[0]).is_some() && certainty > 0.0 && certainty <= 3.0, "forms.tsv: {row:?}");
        }
    }
}
