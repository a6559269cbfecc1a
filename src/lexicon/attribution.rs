//! Words by which a text says who says so.
//!
//! The tables are `en/attribution/*.tsv`; each says in its header what its columns mean.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What sort of saying or thinking a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CueClass {
    /// Speech and writing.
    Say,
    /// Saying that something is not so.
    Deny,
    /// Asking for something.
    Demand,
    /// What documents and findings do.
    Show,
    /// Mental states and intentions.
    Belief,
    /// An attitude to something whose truth is not in question.
    Judge,
    /// Leaning on another speaker.
    Cite,
}

impl CueClass {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "say" => Self::Say,
            "deny" => Self::Deny,
            "demand" => Self::Demand,
            "show" => Self::Show,
            "belief" => Self::Belief,
            "judge" => Self::Judge,
            "cite" => Self::Cite,
            _ => return None,
        })
    }
}

/// A verb of saying or thinking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueVerb {
    /// What sort.
    pub class: CueClass,
    complements: FxHashMap<&'static str, Hold>,
}

/// How firmly a complement belongs to the speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hold {
    /// It may be taken for granted: "condemned the attack".
    Mentioned,
    /// It is what the speaker says: "warned of an attack".
    Asserted,
}

impl CueVerb {
    /// How the speaker holds what stands in a complement of this kind ("that", "quote", "to", "wh", "ing", "obj" or a
    /// preposition); `None` when the verb takes no such complement.
    pub fn holds(&self, complement: &str) -> Option<Hold> {
        self.complements.get(complement).copied()
    }

    fn from_row(row: &[&'static str]) -> Option<Self> {
        let class = CueClass::from_name(row[1])?;
        let clausal = match class {
            CueClass::Judge | CueClass::Cite => "that quote",
            CueClass::Belief => "that wh quote",
            _ => "that wh quote to ing",
        };
        let complements = row[2]
            .split(',')
            .map(|name| match name.strip_suffix('!') {
                Some(name) => (name, Hold::Asserted),
                None if clausal.split(' ').any(|clause| clause == name) => (name, Hold::Asserted),
                None => (name, Hold::Mentioned),
            })
            .collect();
        Some(Self { class, complements })
    }
}

/// What a function word or participle does beside a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Marker {
    /// "according to": its object speaks.
    ByWord,
    /// "as he put it".
    Manner,
    /// "a draft seen by Reuters".
    Seen,
    /// "citing five sources".
    Citing,
    /// "the reports are false".
    Falsehood,
    /// "a statement from the ministry".
    Issuing,
    /// "made the claim that".
    Light,
    /// "according to plan": what things accord with says nothing.
    Norm,
    /// "a Pentagon spokesman": who speaks for a body, whatever the name.
    Voice,
    /// "a survey of voters": a document that "of" tells the topic of, not the issuer.
    Topical,
    /// "in the view of the panel", "in his words": whose it is speaks.
    View,
    /// "by her own account": whose it is speaks.
    Account,
    /// "heard from a witness that": who is heard speaks.
    Hearing,
    /// "aired a video in which": what makes a document known.
    Carrying,
    /// "someone": who is not named by any word.
    Somebody,
}

impl Marker {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "by-word" => Self::ByWord,
            "manner" => Self::Manner,
            "seen" => Self::Seen,
            "citing" => Self::Citing,
            "falsehood" => Self::Falsehood,
            "issuing" => Self::Issuing,
            "light" => Self::Light,
            "norm" => Self::Norm,
            "voice" => Self::Voice,
            "topical" => Self::Topical,
            "view" => Self::View,
            "account" => Self::Account,
            "hearing" => Self::Hearing,
            "carrying" => Self::Carrying,
            "somebody" => Self::Somebody,
            _ => return None,
        })
    }
}

struct Tables {
    verbs: FxHashMap<&'static str, CueVerb>,
    nouns: FxHashMap<&'static str, CueClass>,
    adjectives: FxHashMap<&'static str, CueClass>,
    documents: FxHashSet<&'static str>,
    speakers: FxHashSet<&'static str>,
    hearsay: FxHashSet<&'static str>,
    markers: FxHashMap<&'static str, Vec<Marker>>,
}

/// The rows of a table as cells, with the problem of each row that has not `width` of them.
pub(super) fn rows(
    table: &'static str,
    width: usize,
) -> impl Iterator<Item = Result<Vec<&'static str>, String>> {
    table.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(
        move |(index, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() == width && cells.iter().all(|cell| !cell.is_empty()) {
                Ok(cells)
            } else {
                Err(format!("line {}: {} cells instead of {width}", index + 1, cells.len()))
            }
        },
    )
}

const VERBS: &str = include_str!("en/attribution/cue_verbs.tsv");
const NOUNS: &str = include_str!("en/attribution/cue_nouns.tsv");
const ADJECTIVES: &str = include_str!("en/attribution/cue_adjectives.tsv");
const DOCUMENTS: &str = include_str!("en/attribution/documents.tsv");
const SPEAKERS: &str = include_str!("en/attribution/speakers.tsv");
const HEARSAY: &str = include_str!("en/attribution/hearsay.tsv");
const MARKERS: &str = include_str!("en/attribution/markers.tsv");

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut markers: FxHashMap<_, Vec<Marker>> = FxHashMap::default();
    for row in rows(MARKERS, 2).flatten() {
        if let Some(marker) = Marker::from_name(row[1]) {
            markers.entry(row[0]).or_default().push(marker);
        }
    }
    let classes = |table| {
        rows(table, 2).flatten().filter_map(|row| Some((row[0], CueClass::from_name(row[1])?))).collect()
    };
    let words = |table| rows(table, 1).flatten().map(|row| row[0]).collect();
    Tables {
        verbs: rows(VERBS, 3).flatten().filter_map(|row| Some((row[0], CueVerb::from_row(&row)?))).collect(),
        nouns: classes(NOUNS),
        adjectives: classes(ADJECTIVES),
        documents: words(DOCUMENTS),
        speakers: words(SPEAKERS),
        hearsay: words(HEARSAY),
        markers,
    }
});

/// The verb of saying or thinking with this lemma; a particle follows an underscore.
///
/// ```
/// use diurna::lexicon::attribution::{CueClass, cue_verb};
/// assert_eq!(cue_verb("point_out").map(|verb| verb.class), Some(CueClass::Say));
/// assert!(cue_verb("visit").is_none());
/// ```
pub fn cue_verb(lemma: &str) -> Option<&'static CueVerb> {
    TABLES.verbs.get(lemma)
}

/// The class of the noun `lemma`, if it names an act of saying or thinking ("accusation").
pub fn cue_noun(lemma: &str) -> Option<CueClass> {
    TABLES.nouns.get(lemma).copied()
}

/// The class of the adjective `lemma`, if it tells what somebody says or thinks ("adamant that").
pub fn cue_adjective(lemma: &str) -> Option<CueClass> {
    TABLES.adjectives.get(lemma).copied()
}

/// Whether `lemma` names something that is written or broadcast ("statement").
pub fn is_document(lemma: &str) -> bool {
    TABLES.documents.contains(lemma)
}

/// Whether `lemma` names people or bodies that speak in the news ("police").
pub fn is_speaker(lemma: &str) -> bool {
    TABLES.speakers.contains(lemma)
}

/// Whether `lemma` is an adverb that says that somebody says so ("reportedly").
pub fn is_hearsay(lemma: &str) -> bool {
    TABLES.hearsay.contains(lemma)
}

/// Whether `word` can be this marker.
pub fn is_marker(word: &str, marker: Marker) -> bool {
    TABLES.markers.get(word).is_some_and(|markers| markers.contains(&marker))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const COMPLEMENTS: &str = "that quote to wh ing obj about of for against on in with by at upon as";

    #[test]
    fn every_row_is_well_formed() {
        let known: BTreeSet<&str> = COMPLEMENTS.split(' ').collect();
        for row in rows(VERBS, 3) {
            let row = row.unwrap_or_else(|problem| panic!("cue_verbs.tsv: {problem}"));
            assert!(CueClass::from_name(row[1]).is_some(), "cue_verbs.tsv: class of {row:?}");
            assert!(
                row[2].split(',').all(|name| known.contains(name.trim_end_matches('!'))),
                "cue_verbs.tsv: complement of {row:?}"
            );
        }
        for (name, table) in [("cue_nouns", NOUNS), ("cue_adjectives", ADJECTIVES)] {
            for row in rows(table, 2) {
                let row = row.unwrap_or_else(|problem| panic!("{name}.tsv: {problem}"));
                assert!(CueClass::from_name(row[1]).is_some(), "{name}.tsv: class of {row:?}");
            }
        }
        for row in rows(MARKERS, 2) {
            let row = row.unwrap_or_else(|problem| panic!("markers.tsv: {problem}"));
            assert!(Marker::from_name(row[1]).is_some(), "markers.tsv: class of {row:?}");
        }
        for (name, table) in [("documents", DOCUMENTS), ("speakers", SPEAKERS), ("hearsay", HEARSAY)] {
            for row in rows(table, 1) {
                row.unwrap_or_else(|problem| panic!("{name}.tsv: {problem}"));
            }
        }
    }

    #[test]
    fn no_lemma_stands_twice() {
        for (name, table, width) in [
            ("cue_verbs", VERBS, 3),
            ("cue_nouns", NOUNS, 2),
            ("documents", DOCUMENTS, 1),
            ("speakers", SPEAKERS, 1),
        ] {
            let mut seen = BTreeSet::new();
            for row in rows(table, width).flatten() {
                assert!(seen.insert(row[0]), "{name}.tsv: {} stands twice", row[0]);
            }
        }
    }
}
