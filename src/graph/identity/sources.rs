//! How many sources say that an event happened, those that copy each other counted once.

use super::groups::Groups;
use crate::entity::ActorKind;
use crate::graph::{Claim, Event, Graph, Id};
use crate::lexicon::naming::fold;
use rustc_hash::{FxHashMap, FxHasher};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

/// Words of a shingle: a run of so many words that two texts share is hardly chance.
const SHINGLE: usize = 4;

/// Texts of which one has so large a part of the other's shingles are copies; an agency's report that two papers print
/// with small cuts has more than nine tenths, two reports of one event in their own words hardly one tenth.
const COPY: f64 = 0.6;

/// A text is compared with so many of the first that have one of its runs of words: of what hundreds print, the first are enough.
const ORIGINALS: usize = 8;

/// Words, or runs of them, each by its hash; in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hashes(Vec<u64>);

/// The hash of `item`, the same on every machine.
pub(super) fn hash_of(item: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    item.hash(&mut hasher);
    hasher.finish()
}

impl<T: Hash> FromIterator<T> for Hashes {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::of(items.into_iter().map(hash_of).collect())
    }
}

impl Hashes {
    fn of(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }

    /// How many both have.
    pub(super) fn n_common(&self, other: &Self) -> usize {
        let (mut one, mut other) = (self.0.as_slice(), other.0.as_slice());
        let mut common = 0;
        while let ([first, rest @ ..], [other_first, other_rest @ ..]) = (one, other) {
            common += usize::from(first == other_first);
            if first <= other_first {
                one = rest;
            }
            if other_first <= first {
                other = other_rest;
            }
        }
        common
    }
}

/// The runs of words of `texts`, folded.
pub(super) fn shingles<'text>(texts: impl Iterator<Item = &'text str>) -> Hashes {
    let runs = texts.flat_map(|text| {
        let words: Vec<u64> = text
            .split(|character: char| !character.is_alphanumeric() && !matches!(character, '\'' | '\u{2019}'))
            .map(fold)
            .filter(|word| !word.is_empty())
            .map(hash_of)
            .collect();
        let n_words = words.len().clamp(1, SHINGLE);
        words.windows(n_words).map(hash_of).collect::<Vec<u64>>()
    });
    Hashes::of(runs.collect())
}

/// Whether one of two sets of shingles is a copy of a part of the other.
pub(super) fn is_copy(one: &Hashes, other: &Hashes) -> bool {
    let smaller = one.0.len().min(other.0.len());
    let common = one.n_common(other);
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    let share = common as f64 / smaller.max(1) as f64;
    smaller > 0 && share >= COPY
}

/// The name of a medium, for comparison.
fn medium(name: &str) -> String {
    fold(name.strip_prefix("The ").unwrap_or(name))
}

/// Where what one document says of an event comes from.
#[derive(Default)]
struct Source {
    /// The media that it names as its source; where it names none, who published it.
    origins: BTreeSet<String>,
    publisher: Option<String>,
    /// Everybody whom it names as its source.
    cited: BTreeSet<String>,
    words: Hashes,
}

impl Source {
    fn of(graph: &Graph, claims: &[&Claim]) -> Self {
        let document = claims.first().and_then(|claim| graph.document(&claim.document));
        let mut source = Self {
            publisher: document.and_then(|document| document.publisher.as_deref()).map(medium),
            words: shingles(claims.iter().map(|claim| claim.quote.as_str())),
            ..Self::default()
        };
        for claim in claims {
            let cited = claim.attribution.iter().filter_map(|hop| graph.actor(hop.actor.as_ref()?));
            let cited: Vec<_> = cited.collect();
            source.cited.extend(cited.iter().map(|actor| medium(&actor.name)));
            let media =
                cited.iter().find(|actor| actor.kind == ActorKind::Media).map(|actor| medium(&actor.name));
            source.origins.extend(media.or_else(|| source.publisher.clone()));
        }
        source
    }
}

/// The number of sources of an event that do not copy each other.
///
/// Documents of one publisher, documents that name the same medium as their source, and documents whose sentences
/// about the event are copies of each other count once.
pub(super) fn independent_sources(graph: &Graph, event: &Event) -> u32 {
    let mut of_document: BTreeMap<&Id, Vec<&Claim>> = BTreeMap::new();
    for claim in event.claims.iter().filter_map(|id| graph.claim(id)) {
        of_document.entry(&claim.document).or_default().push(claim);
    }
    if of_document.len() < 2 {
        return 1;
    }
    let documents: Vec<Source> = of_document.values().map(|claims| Source::of(graph, claims)).collect();
    let mut groups = Groups::new(documents.len());
    join_origins(&documents, &mut groups);
    join_citations(&documents, &mut groups);
    join_copies(&documents, &mut groups);
    let sources: BTreeSet<usize> = (0..documents.len()).map(|at| groups.representative(at)).collect();
    u32::try_from(sources.len()).unwrap_or(u32::MAX)
}

/// Joins those that name one medium as their source, or were published by it and name none.
fn join_origins(documents: &[Source], groups: &mut Groups) {
    let mut first: FxHashMap<&str, usize> = FxHashMap::default();
    for (at, document) in documents.iter().enumerate() {
        for origin in &document.origins {
            groups.join(at, *first.entry(origin).or_insert(at));
        }
    }
}

/// Joins those that cite somebody with all that this one published.
fn join_citations(documents: &[Source], groups: &mut Groups) {
    let mut published: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, document) in documents.iter().enumerate() {
        if let Some(publisher) = &document.publisher {
            published.entry(publisher).or_default().push(at);
        }
    }
    for (at, document) in documents.iter().enumerate() {
        for cited in &document.cited {
            if let Some(others) = published.get_mut(cited.as_str()) {
                others.iter().for_each(|&other| groups.join(at, other));
                // They are one now.
                others.truncate(1);
            }
        }
    }
}

/// Joins those of which one has copied from the other.
fn join_copies(documents: &[Source], groups: &mut Groups) {
    let mut first: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, document) in documents.iter().enumerate() {
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for &shingle in &document.words.0 {
            let known = first.entry(shingle).or_default();
            others.extend(known.iter());
            if known.len() < ORIGINALS {
                known.push(at);
            }
        }
        for other in others {
            if !groups.is_joined(at, other) && is_copy(&document.words, &documents[other].words) {
                groups.join(at, other);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_copy_of(one: &str, other: &str) -> bool {
        is_copy(&shingles(std::iter::once(one)), &shingles(std::iter::once(other)))
    }

    #[test]
    fn a_cut_copy_is_a_copy() {
        let whole =
            "Gunmen attacked a market in the town of Kelvane on Monday, killing three people, police said.";
        assert!(is_copy_of(
            whole,
            "Gunmen attacked a market in the town of Kelvane on Monday, killing three people."
        ));
        assert!(!is_copy_of(
            whole,
            "Three people died on Monday when armed men opened fire at Kelvane market."
        ));
        assert!(!is_copy_of("", whole));
    }

    #[test]
    fn whatever_copies_or_cites_one_another_is_one_source() {
        let source = |publisher: &str, cited: &str, origin: &str, words: &str| Source {
            publisher: Some(publisher.to_owned()),
            cited: std::iter::once(cited.to_owned()).filter(|cited| !cited.is_empty()).collect(),
            origins: std::iter::once(origin.to_owned()).collect(),
            words: shingles(std::iter::once(words)),
        };
        let (flood, other) =
            ("the river rose by two metres in one night", "nobody slept when the water came in");
        let n_sources = |documents: &[Source]| {
            let mut groups = Groups::new(documents.len());
            join_origins(documents, &mut groups);
            join_citations(documents, &mut groups);
            join_copies(documents, &mut groups);
            (0..documents.len()).map(|at| groups.representative(at)).collect::<BTreeSet<usize>>().len()
        };
        assert_eq!(n_sources(&[source("a", "", "a", flood), source("b", "", "b", other)]), 2);
        assert_eq!(n_sources(&[source("a", "", "a", flood), source("b", "", "b", flood)]), 1, "copied");
        assert_eq!(n_sources(&[source("a", "", "c", flood), source("b", "", "c", other)]), 1, "one agency");
        let cites = [source("a", "", "a", flood), source("a", "", "x", ""), source("b", "a", "b", other)];
        assert_eq!(n_sources(&cites), 1, "cited");
        // More copies than are kept to compare with.
        let copies: Vec<Source> = (0..40)
            .map(|at| source(&format!("p{at}"), "", &format!("p{at}"), flood))
            .chain([source("q", "", "q", other)])
            .collect();
        assert_eq!(n_sources(&copies), 2);
    }
}
