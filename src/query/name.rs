//! Who or what is meant by a name that a person typed.

use crate::graph::{Graph, Id};
use std::collections::BTreeMap;

/// Somebody or somewhere that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its node.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it is ("person").
    pub kind: &'static str,
    /// Its country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// In how many events it takes part, or how many happen there.
    pub events: usize,
}

/// What was found under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Exactly one.
    One(Id),
    /// Several, those with most events first.
    Several(Vec<Candidate>),
    /// None; those whose names look most like it, best first.
    Nothing(Vec<Candidate>),
}

/// At least this Jaro-Winkler likeness makes a name worth suggesting; "Lavrof" and "Lavrov" have 0.93.
const LIKENESS: f64 = 0.82;

/// How many suggestions are useful.
const SUGGESTIONS: usize = 3;

struct Named<'graph> {
    id: &'graph Id,
    name: &'graph str,
    aliases: Vec<&'graph str>,
    kind: &'static str,
    country: Option<&'graph str>,
}

impl Named<'_> {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

/// The actor that `name` means: an id, a name or alias word for word, or the first letters of its words.
///
/// Letters match either case unless `name` has a capital; if that finds nothing, case is ignored after all.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Lookup, find_actor};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
///     {"id": "a:1", "name": "Lena Ortiz", "kind": "person", "aliases": ["Lena Ortiz", "Ortiz"]}]}"#)?;
/// assert_eq!(find_actor(&graph, "ortiz"), Lookup::One("a:1".into()));
/// assert_eq!(find_actor(&graph, "Le Or"), Lookup::One("a:1".into()));
/// let Lookup::Nothing(suggestions) = find_actor(&graph, "Ortis") else { panic!("nobody is called Ortis") };
/// assert_eq!(suggestions[0].name, "Lena Ortiz");
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn find_actor(graph: &Graph, name: &str) -> Lookup {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for event in graph.events() {
        let mut actors: Vec<&Id> = event.participants.iter().map(|participant| &participant.actor).collect();
        actors.sort();
        actors.dedup();
        for actor in actors {
            *counts.entry(actor).or_default() += 1;
        }
    }
    let actors = graph.actors().map(|actor| Named {
        id: &actor.id,
        name: &actor.name,
        aliases: actor.aliases.iter().map(String::as_str).collect(),
        kind: actor.kind.name(),
        country: actor.country.as_deref(),
    });
    find(&actors.collect::<Vec<_>>(), name, &counts)
}

/// The place that `name` means; see [`find_actor`].
pub fn find_place(graph: &Graph, name: &str) -> Lookup {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for place in graph.events().flat_map(|event| &event.places) {
        *counts.entry(place).or_default() += 1;
    }
    let places = graph.places().map(|place| Named {
        id: &place.id,
        name: &place.name,
        aliases: Vec::new(),
        kind: place.kind.map_or("place", |kind| kind.name()),
        country: place.country.as_deref(),
    });
    find(&places.collect::<Vec<_>>(), name, &counts)
}

fn find(all: &[Named], wanted: &str, counts: &BTreeMap<&Id, usize>) -> Lookup {
    let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(exact) = all.iter().find(|named| named.id.as_str() == wanted) {
        return Lookup::One(exact.id.clone());
    }
    if wanted.is_empty() {
        return Lookup::Nothing(Vec::new());
    }
    let lower = wanted.to_lowercase();
    let has_capital = wanted != lower;
    let same_as_typed = |named: &Named| named.names().any(|name| name == wanted);
    let same = |named: &Named| named.names().any(|name| name.to_lowercase() == lower);
    let name_starts_as_typed = |named: &Named| words_start_with(named.name, &wanted);
    let starts_as_typed = |named: &Named| named.names().any(|name| words_start_with(name, &wanted));
    let name_starts = |named: &Named| words_start_with(&named.name.to_lowercase(), &lower);
    let starts = |named: &Named| named.names().any(|name| words_start_with(&name.to_lowercase(), &lower));
    let found = if has_capital {
        first_found(
            all,
            &[&same_as_typed, &name_starts_as_typed, &starts_as_typed, &same, &name_starts, &starts],
        )
    } else {
        first_found(all, &[&same, &name_starts, &starts])
    };
    match found.as_slice() {
        [] => Lookup::Nothing(suggest(all, &lower, counts)),
        [only] => Lookup::One(only.id.clone()),
        several => {
            let mut candidates: Vec<_> = several.iter().map(|named| candidate(named, counts)).collect();
            candidates
                .sort_by(|a, b| b.events.cmp(&a.events).then(a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
            Lookup::Several(candidates)
        }
    }
}

/// Those that pass the first of `tests` that any of them passes.
fn first_found<'all, 'graph>(
    all: &'all [Named<'graph>],
    tests: &[&dyn Fn(&Named) -> bool],
) -> Vec<&'all Named<'graph>> {
    let passing =
        |test: &&dyn Fn(&Named) -> bool| -> Vec<_> { all.iter().filter(|named| test(named)).collect() };
    tests.iter().map(passing).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether the words of `wanted` are, in order, first letters of words of `name`.
fn words_start_with(name: &str, wanted: &str) -> bool {
    let mut words = name.split(|character: char| character.is_whitespace() || character == '-');
    wanted.split(' ').all(|start| words.any(|word| word.starts_with(start)))
}

fn candidate(named: &Named, counts: &BTreeMap<&Id, usize>) -> Candidate {
    Candidate {
        id: named.id.clone(),
        name: named.name.to_owned(),
        kind: named.kind,
        country: named.country.map(str::to_owned),
        events: counts.get(named.id).copied().unwrap_or_default(),
    }
}

/// From 0 to 1; one mistake in three letters is always alike enough to be suggested ("Mueller" for "Müller").
fn likeness_of(name: &str, wanted: &str) -> f64 {
    let likeness = strsim::jaro_winkler(name, wanted);
    let mistakes = strsim::damerau_levenshtein(name, wanted);
    if mistakes <= wanted.chars().count() / 3 { likeness.max(LIKENESS) } else { likeness }
}

fn suggest(all: &[Named], wanted: &str, counts: &BTreeMap<&Id, usize>) -> Vec<Candidate> {
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let words = name.split_whitespace().map(|word| likeness_of(word, wanted));
        words.fold(likeness_of(&name, wanted), f64::max)
    };
    let mut scored: Vec<(f64, Candidate)> = all
        .iter()
        .map(|named| (named.names().map(likeness).fold(0.0, f64::max), candidate(named, counts)))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .collect();
    scored.sort_by(|(a, left), (b, right)| {
        b.total_cmp(a).then(right.events.cmp(&left.events)).then(left.id.cmp(&right.id))
    });
    scored.into_iter().take(SUGGESTIONS).map(|(_, candidate)| candidate).collect()
}
