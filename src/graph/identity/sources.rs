//! How many sources say that an event happened, those that copy each other counted once.

use super::groups::Groups;
use crate::entity::ActorKind;
use crate::graph::{Claim, Event, Graph, Id};
use crate::lexicon::naming::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a shingle: a run of so many words that two texts share is hardly chance.
const SHINGLE: usize = 4;

/// Texts of which one has so large a part of the other's shingles are copies; an agency's report that two papers print
/// with small cuts has more than nine tenths, two reports of one event in their own words hardly one tenth.
const COPY: f64 = 0.6;

/// The runs of words of `texts`, folded.
pub(super) fn shingles<'text>(texts: impl Iterator<Item = &'text str>) -> BTreeSet<Vec<String>> {
    let mut shingles = BTreeSet::new();
    for text in texts {
        let words: Vec<String> = text
            .split(|character: char| !character.is_alphanumeric() && !matches!(character, '\'' | '\u{2019}'))
            .map(fold)
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() < SHINGLE {
            shingles.insert(words);
        } else {
            shingles.extend(words.windows(SHINGLE).map(<[String]>::to_vec));
        }
    }
    shingles
}

/// Whether one of two sets of shingles is a copy of a part of the other.
pub(super) fn is_copy(one: &BTreeSet<Vec<String>>, other: &BTreeSet<Vec<String>>) -> bool {
    let smaller = one.len().min(other.len());
    let common = one.intersection(other).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    let share = common as f64 / smaller.max(1) as f64;
    smaller > 0 && share >= COPY
}

/// Who a claim comes from in the end: the medium that the document names as its source, else who published it.
fn origin(graph: &Graph, claim: &Claim) -> Option<String> {
    let cited = claim.attribution.iter().filter_map(|hop| graph.actor(hop.actor.as_ref()?));
    let medium =
        cited.into_iter().find(|actor| actor.kind == ActorKind::Media).map(|actor| actor.name.as_str());
    let publisher = graph.document(&claim.document).and_then(|document| document.publisher.as_deref());
    medium.or(publisher).map(|name| fold(name.strip_prefix("The ").unwrap_or(name)))
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
    let documents: Vec<(BTreeSet<Option<String>>, BTreeSet<Vec<String>>)> = of_document
        .values()
        .map(|claims| {
            let origins = claims.iter().map(|claim| origin(graph, claim)).collect();
            (origins, shingles(claims.iter().map(|claim| claim.quote.as_str())))
        })
        .collect();
    let mut groups = Groups::new(documents.len());
    for (at, (origins, words)) in documents.iter().enumerate() {
        for (other_at, (other_origins, other_words)) in documents.iter().enumerate().take(at) {
            let same_origin = origins.iter().any(|origin| origin.is_some() && other_origins.contains(origin));
            if same_origin || is_copy(words, other_words) {
                groups.join(at, other_at);
            }
        }
    }
    let sources: BTreeSet<usize> = (0..documents.len()).map(|at| groups.representative(at)).collect();
    u32::try_from(sources.len()).unwrap_or(u32::MAX)
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
}
