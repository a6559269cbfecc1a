//! Who or what is meant by a name that a person typed.

use super::filter::same_letters;
use crate::graph::{Graph, Id};
use crate::lexicon::naming::capitalize;
use crate::lexicon::world::{Known, world};
use std::collections::{BTreeSet, HashMap};

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
pub(super) const LIKENESS: f64 = 0.82;

/// How many suggestions are useful.
const SUGGESTIONS: usize = 3;

struct Named<'graph> {
    id: &'graph Id,
    name: &'graph str,
    aliases: Option<&'graph BTreeSet<String>>,
    kind: &'static str,
    country: Option<&'graph str>,
}

impl Named<'_> {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name).chain(self.aliases.into_iter().flatten().map(String::as_str))
    }
}

/// The actor that `name` means: an id or the start of one ("a:93c6"), a name or alias word for word, or the first
/// letters of its words.
///
/// Smart case: letters match either case unless `name` has a capital. A whole name is found in any case all the same,
/// so "ANA MÜLLER" is Ana Müller; but "US" is not the beginning of "Usman".
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Lookup, find_actor};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
///     {"id": "a:1", "name": "Lena Ortiz", "kind": "person", "aliases": ["Lena Ortiz", "Ortiz"]}]}"#)?;
/// assert_eq!(find_actor(&graph, "ortiz"), Lookup::One("a:1".into()));
/// assert_eq!(find_actor(&graph, "a:1"), find_actor(&graph, "lena ortiz"));
/// assert_eq!(find_actor(&graph, "Le Or"), Lookup::One("a:1".into()));
/// let Lookup::Nothing(suggestions) = find_actor(&graph, "Ortis") else { panic!("nobody is called Ortis") };
/// assert_eq!(suggestions[0].name, "Lena Ortiz");
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn find_actor(graph: &Graph, name: &str) -> Lookup {
    let name = name.trim();
    if let Some(actor) = graph.actor(&Id::from(name)) {
        return Lookup::One(actor.id.clone());
    }
    let actors = graph.actors().map(|actor| Named {
        id: &actor.id,
        name: &actor.name,
        aliases: Some(&actor.aliases),
        kind: actor.kind.name(),
        country: actor.country.as_deref(),
    });
    find(actors, name, |found| {
        for event in graph.events() {
            // In the order of roles, not of actors; one who has two roles must count once.
            for (at, participant) in event.participants.iter().enumerate() {
                let mut before = event.participants.iter().take(at);
                if !before.any(|earlier| earlier.actor == participant.actor)
                    && let Some(count) = found.get_mut(&participant.actor)
                {
                    *count += 1;
                }
            }
        }
    })
}

/// The place that `name` means; see [`find_actor`].
pub fn find_place(graph: &Graph, name: &str) -> Lookup {
    let name = name.trim();
    if let Some(place) = graph.place(&Id::from(name)) {
        return Lookup::One(place.id.clone());
    }
    let places = graph.places().map(|place| Named {
        id: &place.id,
        name: &place.name,
        aliases: None,
        kind: place.kind.map_or("place", |kind| kind.name()),
        country: place.country.as_deref(),
    });
    find(places, name, |found| {
        for place in graph.events().flat_map(|event| &event.places) {
            if let Some(count) = found.get_mut(place) {
                *count += 1;
            }
        }
    })
}

/// The country that `text` names, as ISO 3166-1 alpha-3: a code, a name or an adjective, in any case; `None` if
/// there is none of that name.
///
/// ```
/// use diurna::query::find_country;
/// assert_eq!(find_country("per"), Some("PER"));
/// assert_eq!(find_country("south korea"), Some("KOR"));
/// assert_eq!(find_country("Peruvian"), Some("PER"));
/// assert_eq!(find_country("Lima"), None);
/// ```
pub fn find_country(text: &str) -> Option<&'static str> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(country) = world().country(&text.to_uppercase()) {
        return Some(country.code);
    }
    let named = |name: &str| match world().known(name) {
        Some(Known::Country(country)) => Some(country.code),
        _ => world().country_of_adjective(name).map(|country| country.code),
    };
    named(&text).or_else(|| named(&with_capitals(&text)))
}

/// `text` with each word's first letter in upper case.
fn with_capitals(text: &str) -> String {
    text.split(' ').map(capitalize).collect::<Vec<_>>().join(" ")
}

/// How a name may fit what was typed.
#[derive(Debug, Clone, Copy)]
enum Fit {
    AsTyped,
    NameStarts,
    AliasStarts,
    ButForCase,
}

impl Fit {
    /// Best first.
    const ALL: [Self; 4] = [Self::AsTyped, Self::NameStarts, Self::AliasStarts, Self::ButForCase];

    /// Whether `named` fits `wanted`, words with single spaces between, in this way.
    fn is_of(self, named: &Named, wanted: &str, has_capital: bool) -> bool {
        let same = |name: &str| if has_capital { name == wanted } else { same_letters(name, wanted) };
        let starts = |name: &str| words_start_with(name, wanted, has_capital);
        match self {
            Self::AsTyped => named.names().any(same) || is_id_start(named.id, wanted),
            Self::NameStarts => starts(named.name),
            Self::AliasStarts => named.names().any(starts),
            Self::ButForCase => has_capital && named.names().any(|name| same_letters(name, wanted)),
        }
    }
}

/// Whether `text` is the start of `id` beyond its prefix.
fn is_id_start(id: &Id, text: &str) -> bool {
    text.split_once(':').is_some_and(|(_, hash)| !hash.is_empty()) && id.as_str().starts_with(text)
}

/// `count` adds up the events of those it is given.
fn find<'graph>(
    all: impl Iterator<Item = Named<'graph>> + Clone,
    wanted: &str,
    count: impl Fn(&mut HashMap<&'graph Id, usize>),
) -> Lookup {
    let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
    if wanted.is_empty() {
        return Lookup::Nothing(Vec::new());
    }
    let has_capital = wanted.chars().any(char::is_uppercase);
    let fitting =
        |fit: Fit| all.clone().filter(|named| fit.is_of(named, &wanted, has_capital)).collect::<Vec<_>>();
    let found = Fit::ALL.into_iter().map(fitting).find(|found| !found.is_empty()).unwrap_or_default();
    if let [only] = found.as_slice() {
        return Lookup::One(only.id.clone());
    }
    let is_nothing = found.is_empty();
    let likeness = |named: &Named| likeness_to(named, &wanted.to_lowercase());
    let scored: Vec<(f64, Named)> = if is_nothing {
        all.map(|named| (likeness(&named), named)).filter(|(likeness, _)| *likeness >= LIKENESS).collect()
    } else {
        found.into_iter().map(|named| (1.0, named)).collect()
    };
    let mut counts: HashMap<&Id, usize> = scored.iter().map(|(_, named)| (named.id, 0)).collect();
    count(&mut counts);
    let mut scored: Vec<(f64, Candidate)> =
        scored.into_iter().map(|(likeness, named)| (likeness, candidate(&named, &counts))).collect();
    scored.sort_by(|(a, left), (b, right)| {
        b.total_cmp(a)
            .then(right.events.cmp(&left.events))
            .then(left.name.cmp(&right.name))
            .then(left.id.cmp(&right.id))
    });
    let candidates = scored.into_iter().map(|(_, candidate)| candidate);
    if is_nothing {
        Lookup::Nothing(candidates.take(SUGGESTIONS).collect())
    } else {
        Lookup::Several(candidates.collect())
    }
}

/// Whether the words of `wanted` are, in order, first letters of words of `name`.
pub(super) fn words_start_with(name: &str, wanted: &str, case_matters: bool) -> bool {
    let mut words = name.split(|character: char| character.is_whitespace() || character == '-');
    let starts = |word: &str, start: &str| {
        if case_matters { word.starts_with(start) } else { letters_start_with(word, start) }
    };
    wanted.split(' ').all(|start| words.any(|word| starts(word, start)))
}

/// Whether `word` starts with `start` but for the case of letters.
pub(super) fn letters_start_with(word: &str, start: &str) -> bool {
    if word.is_ascii() && start.is_ascii() {
        return word.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
    }
    let mut letters = word.chars().flat_map(char::to_lowercase);
    start.chars().flat_map(char::to_lowercase).all(|wanted| letters.next() == Some(wanted))
}

fn candidate(named: &Named, counts: &HashMap<&Id, usize>) -> Candidate {
    Candidate {
        id: named.id.clone(),
        name: named.name.to_owned(),
        kind: named.kind,
        country: named.country.map(str::to_owned),
        events: counts.get(named.id).copied().unwrap_or_default(),
    }
}

/// The best of the likenesses of its names, and of their words, to `wanted`.
fn likeness_to(named: &Named, wanted: &str) -> f64 {
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let words = name.split_whitespace().map(|word| likeness_of(word, wanted));
        words.fold(likeness_of(&name, wanted), f64::max)
    };
    named.names().map(likeness).fold(0.0, f64::max)
}

/// From 0 to 1; one mistake in three letters is always alike enough to be suggested ("Mueller" for "Müller").
pub(super) fn likeness_of(name: &str, wanted: &str) -> f64 {
    let likeness = strsim::jaro_winkler(name, wanted);
    let mistakes = strsim::damerau_levenshtein(name, wanted);
    if mistakes <= wanted.chars().count() / 3 { likeness.max(LIKENESS) } else { likeness }
}
