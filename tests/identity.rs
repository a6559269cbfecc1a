//! Who is who and what is what across documents: floors on stories of our own (`tests/corpus/identity`).
//!
//! `cargo test --test identity -- --nocapture` prints the table; with `DIURNA_ERRORS=1` also what is wrong in the seen stories.

#[path = "support/coref.rs"]
mod coref;
#[path = "support/stories.rs"]
mod stories;

use coref::{Links, Scores};
use diurna::claim::Role;
use diurna::document::{Published, ReadOptions, read_text};
use diurna::entity::ActorKind;
use diurna::graph::{Actor, Decisions, Event, Graph, Id};
use diurna::reading::read;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use stories::{Marked, StoryDocument, read_stories};

/// Floors in per cent by set, row and column of the table; those of wrong merges and duplicates are ceilings.
const FLOORS: [(&str, &str, &str, f64); 24] = [
    ("seen", "actors", "within CoNLL", 88.0),
    ("seen", "actors", "across CoNLL", 82.0),
    ("seen", "actors", "found only CoNLL", 88.5),
    ("seen", "actors", "wrong merges", 1.0),
    ("seen", "events", "found only CoNLL", 73.5),
    ("seen", "events", "wrong merges", 1.0),
    ("dense", "actors", "within CoNLL", 81.0),
    ("dense", "actors", "across CoNLL", 74.0),
    ("dense", "actors", "found only CoNLL", 86.0),
    ("dense", "actors", "wrong merges", 1.0),
    ("dense", "events", "found only CoNLL", 68.0),
    ("dense", "events", "wrong merges", 1.0),
    ("varied", "actors", "within CoNLL", 78.5),
    ("varied", "actors", "across CoNLL", 68.0),
    ("varied", "actors", "found only CoNLL", 81.5),
    ("varied", "actors", "wrong merges", 2.0),
    ("varied", "events", "found only CoNLL", 65.0),
    ("varied", "events", "wrong merges", 1.0),
    ("unseen", "actors", "within CoNLL", 81.0),
    ("unseen", "actors", "across CoNLL", 70.0),
    ("unseen", "actors", "found only CoNLL", 80.0),
    ("unseen", "actors", "wrong merges", 2.0),
    ("unseen", "events", "found only CoNLL", 70.0),
    ("unseen", "events", "wrong merges", 1.0),
];

/// What we want of the resolver, beside the table.
const GOALS: &str = "goals: actors across B-cubed and CoNLL 92, events across 80, wrong merges at most 1 %";

/// The graph with actors and events of several documents joined where they are the same.
fn resolved(graph: Graph) -> Graph {
    graph.resolve(&Decisions::default())
}

/// A mention of the library.
#[derive(Debug, Clone)]
struct Mention {
    document: usize,
    start: usize,
    end: usize,
    /// The actor or event; one label means one thing.
    entity: String,
}

/// Mentions of actors or of events, with the mention of the gold each has as partner.
struct Matched<'set> {
    documents: &'set [StoryDocument],
    gold: Vec<(usize, &'set Marked)>,
    found: Vec<Mention>,
    /// Of each mention found: its partner, an index into `gold`.
    partners: Vec<Option<usize>>,
}

/// Whether each document is scored apart, or all as one.
#[derive(Clone, Copy, PartialEq)]
enum Scope {
    Within,
    Across,
}

/// Which mentions count.
#[derive(Clone, Copy, PartialEq)]
enum Counted {
    All,
    Found,
}

/// What follows the head of a mention.
const AFTER_HEAD: [&str; 16] = [
    " of ", " for ", " in ", " at ", " on ", " from ", " to ", " with ", " before ", " who ", " whose ",
    " that ", " which ", ", ", " (", " beside ",
];

/// Last words of names that are not their heads.
const SUFFIXES: [&str; 10] = ["Inc.", "Inc", "Ltd", "Co.", "Co", "PLC", "AG", "AB", "SA", "Jr."];

/// The characters of the head in the words of a mention that starts at character `start`.
fn head_of(words: &str, start: usize) -> (usize, usize) {
    let end = AFTER_HEAD.iter().filter_map(|after| words.find(after)).filter(|&end| end > 0).min();
    let mut name = words[..end.unwrap_or(words.len())].trim_end();
    for end in ["'s", "’s", "'", "’"] {
        name = name.strip_suffix(end).unwrap_or(name);
    }
    while let Some((front, last)) = name.rsplit_once(' ')
        && SUFFIXES.contains(&last)
    {
        name = front;
    }
    let last = name.rfind(' ').map_or(0, |space| space + 1);
    let count = |text: &str| text.chars().count();
    (start + count(&name[..last]), start + count(name))
}

/// Which part of a mention must be in its partner.
#[derive(Clone, Copy, PartialEq)]
enum Anchor {
    Head,
    Any,
}

impl<'set> Matched<'set> {
    /// Each has at most one partner in its document: the greatest overlap, then the closest length, then the earlier.
    fn new(
        documents: &'set [StoryDocument],
        marks: fn(&StoryDocument) -> &[Marked],
        found: Vec<Mention>,
        anchor: Anchor,
    ) -> Self {
        let gold: Vec<(usize, &Marked)> = (0..)
            .zip(documents)
            .flat_map(|(at, document)| marks(document).iter().map(move |mark| (at, mark)))
            .collect();
        let mut by_document: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        (0..).zip(&gold).for_each(|(index, &(at, _))| by_document.entry(at).or_default().push(index));
        let head = |document: usize, start: usize, end: usize| match anchor {
            Anchor::Head => head_of(&documents[document].words(start, end), start),
            Anchor::Any => (start, end),
        };
        let mut pairs = Vec::new();
        for (index, mention) in found.iter().enumerate() {
            let own = head(mention.document, mention.start, mention.end);
            for &other in by_document.get(&mention.document).into_iter().flatten() {
                let mark = gold[other].1;
                let overlap = mention.end.min(mark.end).saturating_sub(mention.start.max(mark.start));
                let theirs = head(mention.document, mark.start, mark.end);
                let is_in =
                    |(start, end): (usize, usize), first: usize, last: usize| first <= start && end <= last;
                let fits = anchor == Anchor::Any
                    || is_in(own, mark.start, mark.end) && is_in(theirs, mention.start, mention.end);
                if overlap > 0 && fits {
                    let excess = (mention.end - mention.start).abs_diff(mark.end - mark.start);
                    pairs.push((usize::MAX - overlap, excess, mark.start, mention.start, other, index));
                }
            }
        }
        pairs.sort_unstable();
        let mut partners = vec![None; found.len()];
        let mut taken = vec![false; gold.len()];
        for (.., other, index) in pairs {
            if partners[index].is_none() && !taken[other] {
                partners[index] = Some(other);
                taken[other] = true;
            }
        }
        Self { documents, gold, found, partners }
    }

    /// Index in `gold` and in `found` of each two partners.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..).zip(&self.partners).filter_map(|(index, partner)| Some(((*partner)?, index)))
    }

    fn scores(&self, scope: Scope, counted: Counted) -> Scores {
        let place = |document: usize| if scope == Scope::Within { document } else { 0 };
        let gold = numbered(self.gold.iter().map(|(document, mark)| (place(*document), mark.key.as_str())));
        let system = numbered(self.found.iter().map(|found| (place(found.document), found.entity.as_str())));
        let mut mentions: Vec<(Option<usize>, Option<usize>)> =
            self.pairs().map(|(mark, found)| (Some(gold[mark]), Some(system[found]))).collect();
        if counted == Counted::All {
            let met_gold: BTreeSet<usize> = self.pairs().map(|(mark, _)| gold[mark]).collect();
            let met_system: BTreeSet<usize> = self.pairs().map(|(_, found)| system[found]).collect();
            let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
            gold.iter().for_each(|cluster| *sizes.entry(*cluster).or_default() += 1);
            let has_partner: BTreeSet<usize> = self.pairs().map(|(mark, _)| mark).collect();
            let lacking = (0..).zip(&gold).filter(|(mark, _)| !has_partner.contains(mark));
            let lacking = lacking.filter(|(_, cluster)| met_gold.contains(cluster) || sizes[cluster] > 1);
            mentions.extend(lacking.map(|(_, cluster)| (Some(*cluster), None)));
            let surplus = self.partners.iter().zip(&system).filter(|(partner, _)| partner.is_none());
            let surplus = surplus.filter(|(_, cluster)| met_system.contains(cluster));
            mentions.extend(surplus.map(|(_, cluster)| (None, Some(*cluster))));
        }
        Links::of(mentions).scores()
    }

    /// What most mentions of each entity in each document are partners of.
    fn carried(&self) -> BTreeMap<(usize, &str), &str> {
        let mut keys: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
        for (mark, found) in self.pairs() {
            let found = &self.found[found];
            keys.entry((found.document, &found.entity)).or_default().push(&self.gold[mark].1.key);
        }
        keys.into_iter().map(|(pair, keys)| (pair, most_frequent(&keys))).collect()
    }

    /// Of the pairs of document and entity, how many are in an entity most of whose pairs carry something else.
    fn wrong_merges(&self) -> f64 {
        let carried = self.carried();
        let mut by_entity: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        carried.iter().for_each(|((_, entity), key)| by_entity.entry(entity).or_default().push(key));
        let wrong = by_entity.values().map(|keys| {
            let main = most_frequent(keys);
            keys.iter().filter(|key| **key != main).count()
        });
        percent(wrong.sum(), carried.len())
    }

    /// Of the entities that carry something, how many are more than one for what is in two documents or more.
    fn duplicates(&self) -> f64 {
        let mut documents: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        self.gold.iter().for_each(|(at, mark)| {
            documents.entry(&mark.key).or_default().insert(*at);
        });
        let mut entities: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let carried = self.carried();
        for ((_, entity), key) in &carried {
            entities.entry(key).or_default().insert(entity);
        }
        let spread = entities.iter().filter(|(key, _)| documents[*key].len() > 1);
        let surplus = spread.map(|(_, entities)| entities.len() - 1).sum();
        let all: BTreeSet<&str> = carried.keys().map(|(_, entity)| *entity).collect();
        percent(surplus, all.len())
    }

    /// As if what each document has were joined across documents without a fault: the most that a resolver can reach.
    fn joined_by_gold(mut self) -> Self {
        let carried = self.carried();
        let labels = self.found.iter().map(|found| {
            let pair = (found.document, found.entity.as_str());
            carried.get(&pair).map_or_else(|| format!("{} {}", pair.0, pair.1), |key| (*key).to_owned())
        });
        let labels: Vec<String> = labels.collect();
        self.found.iter_mut().zip(labels).for_each(|(found, label)| found.entity = label);
        self
    }

    /// The cells of the table, in the order of [`COLUMNS`].
    fn cells(&self) -> [f64; COLUMNS.len()] {
        let within = self.scores(Scope::Within, Counted::All);
        let across = self.scores(Scope::Across, Counted::All);
        let found = self.scores(Scope::Across, Counted::Found);
        [
            within.muc.f1(),
            within.b_cubed.f1(),
            within.ceaf.f1(),
            within.conll(),
            across.muc.f1(),
            across.b_cubed.f1(),
            across.ceaf.f1(),
            across.conll(),
            found.b_cubed.f1(),
            found.conll(),
            self.wrong_merges(),
            self.duplicates(),
        ]
    }

    /// What is spread over several entities, over documents and in one, and which entities have several things.
    fn errors(&self, name_of: &BTreeMap<String, String>) -> String {
        let mut text = String::new();
        let name = |entity: &str| name_of.get(entity).map_or(entity, String::as_str).to_owned();
        let mut by_key: BTreeMap<&str, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        let mut by_entity: BTreeMap<&str, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for ((document, entity), key) in self.carried() {
            by_key.entry(key).or_default().entry(entity).or_default().push(document);
            by_entity.entry(entity).or_default().entry(key).or_default().push(document);
        }
        let list = |documents: &[usize]| {
            documents.iter().map(|&at| self.documents[at].name.as_str()).collect::<Vec<_>>().join(" ")
        };
        for (key, entities) in by_key.iter().filter(|(_, entities)| entities.len() > 1) {
            let _ = writeln!(text, "  {key} is spread over {}:", entities.len());
            for (entity, documents) in entities {
                let _ = writeln!(text, "    {} ({entity}) in {}", name(entity), list(documents));
            }
        }
        for (entity, keys) in by_entity.iter().filter(|(_, keys)| keys.len() > 1) {
            let _ = writeln!(text, "  {} ({entity}) has {}:", name(entity), keys.len());
            for (key, documents) in keys {
                let _ = writeln!(text, "    {key} in {}", list(documents));
            }
        }
        let entity_of: BTreeMap<usize, &str> =
            self.pairs().map(|(mark, found)| (mark, self.found[found].entity.as_str())).collect();
        // By document and actor of one side, what the other side makes of it.
        type Inside<'set> = BTreeMap<(usize, &'set str), BTreeMap<Option<&'set str>, Vec<String>>>;
        let mut inside: Inside = BTreeMap::new();
        for (index, (at, mark)) in self.gold.iter().enumerate() {
            let words = self.documents[*at].words(mark.start, mark.end);
            let entities = inside.entry((*at, &mark.key)).or_default();
            entities.entry(entity_of.get(&index).copied()).or_default().push(words.replace('\n', " "));
        }
        let is_split = |entities: &BTreeMap<Option<&str>, Vec<String>>| {
            entities.len() > 1 || entities.contains_key(&None)
        };
        for ((at, key), entities) in inside.iter().filter(|(_, entities)| is_split(entities)) {
            let _ = writeln!(text, "  in {}, {key} is:", self.documents[*at].name);
            for (entity, words) in entities {
                let name =
                    entity.map_or("not found".to_owned(), |entity| format!("{} ({entity})", name(entity)));
                let _ = writeln!(text, "    {name}: {}", words.join(" | "));
            }
        }
        text
    }
}

/// A number for each label, the same for equal ones.
fn numbered<Label: Ord>(labels: impl Iterator<Item = Label>) -> Vec<usize> {
    let mut numbers = BTreeMap::new();
    labels
        .map(|label| {
            let next = numbers.len();
            *numbers.entry(label).or_insert(next)
        })
        .collect()
}

/// The first in alphabetical order of those that are there most often.
fn most_frequent<'key>(keys: &[&'key str]) -> &'key str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    keys.iter().for_each(|key| *counts.entry(key).or_default() += 1);
    // Of equals, the last is the greatest: in reverse, the first.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).expect("there is a key").0
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The columns of the table; all F1 but the last two.
const COLUMNS: [&str; 12] = [
    "within MUC",
    "within B-cubed",
    "within CEAF-e",
    "within CoNLL",
    "across MUC",
    "across B-cubed",
    "across CEAF-e",
    "across CoNLL",
    "found only B-cubed",
    "found only CoNLL",
    "wrong merges",
    "duplicates",
];

/// The graphs of single documents, and all as one.
struct Build {
    single: Vec<Graph>,
    joined: Graph,
    /// Place in the set of each document of the graph.
    places: BTreeMap<Id, usize>,
}

fn build(documents: &[StoryDocument]) -> Build {
    let graphs = documents.iter().map(|document| {
        let options = ReadOptions {
            published: Some(Published::Day(document.published)),
            publisher: Some(document.publisher.clone()),
            ..ReadOptions::default()
        };
        Graph::from_reading(&read(read_text(&document.text, &options)))
    });
    let single: Vec<Graph> = graphs.collect();
    let of_graph = |graph: &Graph| graph.documents().next().expect("a reading has a document").id.clone();
    let places: BTreeMap<Id, usize> = single.iter().map(of_graph).zip(0..).collect();
    assert_eq!(places.len(), documents.len(), "two documents are the same");
    let joined = resolved(single.iter().cloned().fold(Graph::default(), Graph::merge));
    Build { single, joined, places }
}

/// The mentions of actors of `graph`, under the label that `label` gives an actor.
fn actor_mentions(
    graph: &Graph,
    places: &BTreeMap<Id, usize>,
    label: &impl Fn(&Actor) -> String,
) -> Vec<Mention> {
    let mentions = graph.actors().flat_map(|actor| {
        let entity = label(actor);
        actor.mentions.iter().map(move |mention| Mention {
            document: places[&mention.document],
            start: mention.start,
            end: mention.end,
            entity: entity.clone(),
        })
    });
    mentions.collect()
}

/// The triggers of the events of `graph`, once for each event, under the label that `label` gives an event.
fn event_mentions(
    graph: &Graph,
    places: &BTreeMap<Id, usize>,
    label: &impl Fn(&Event) -> String,
) -> Vec<Mention> {
    let triggers = graph.claims().filter_map(|claim| {
        let trigger = claim.trigger.as_ref()?;
        Some((places[&claim.document], trigger.start, trigger.end, &claim.event))
    });
    let triggers: BTreeSet<(usize, usize, usize, &Id)> = triggers.collect();
    let mentions = triggers.into_iter().map(|(document, start, end, event)| {
        let entity = label(graph.event(event).expect("a claim has its event"));
        Mention { document, start, end, entity }
    });
    mentions.collect()
}

/// The last word of a name, or the whole label of what has no name of its own.
fn last_word(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or(name).to_lowercase()
}

/// Type, day and agents of an event; that without a day is like no other.
fn what_and_when(graph: &Graph, event: &Event) -> String {
    let Some(day) = event.time.as_ref().and_then(|time| time.start) else { return event.id.to_string() };
    let agents = event.participants.iter().filter(|participant| participant.role == Role::Agent);
    let names: BTreeSet<&str> =
        agents.filter_map(|agent| graph.actor(&agent.actor)).map(|actor| actor.name.as_str()).collect();
    format!("{} {} {names:?}", event.kind, day.day)
}

/// The rows of the table for one set: the library, what is done without any thought, and what could be done at best.
fn rows(documents: &[StoryDocument], build: &Build) -> Vec<(&'static str, [f64; COLUMNS.len()])> {
    let by_actor = |label: &dyn Fn(&Actor, usize) -> String| {
        let single = build.single.iter().enumerate();
        let found =
            single.flat_map(|(at, graph)| actor_mentions(graph, &build.places, &|actor| label(actor, at)));
        Matched::new(documents, |document| &document.actors, found.collect(), Anchor::Head).cells()
    };
    // Those without a name of their own are strangers to those of other documents.
    let apart = |actor: &Actor, at: usize, name: String| match actor.kind {
        ActorKind::Group | ActorKind::Anonymous => format!("{name} {at}"),
        _ => name,
    };
    let events = build
        .single
        .iter()
        .flat_map(|graph| event_mentions(graph, &build.places, &|event| what_and_when(graph, event)));
    let events = Matched::new(documents, |document| &document.events, events.collect(), Anchor::Any);
    vec![
        ("actors", actors(documents, build).cells()),
        ("actors of one name", by_actor(&|actor, at| apart(actor, at, actor.name.clone()))),
        ("actors of one last word", by_actor(&|actor, at| apart(actor, at, last_word(&actor.name)))),
        ("actors joined without a fault", actors(documents, build).joined_by_gold().cells()),
        ("events", self::events(documents, build).cells()),
        ("events of one type, day and agents", events.cells()),
        ("events joined without a fault", self::events(documents, build).joined_by_gold().cells()),
    ]
}

fn actors<'set>(documents: &'set [StoryDocument], build: &Build) -> Matched<'set> {
    let found = actor_mentions(&build.joined, &build.places, &|actor| actor.id.to_string());
    Matched::new(documents, |document| &document.actors, found, Anchor::Head)
}

fn events<'set>(documents: &'set [StoryDocument], build: &Build) -> Matched<'set> {
    let found = event_mentions(&build.joined, &build.places, &|event| event.id.to_string());
    Matched::new(documents, |document| &document.events, found, Anchor::Any)
}

/// How many mentions there are and how many have a partner.
fn coverage(what: &str, matched: &Matched<'_>) -> String {
    let found = matched.pairs().count();
    format!("{found} of {} mentions of {what} found", matched.gold.len())
}

fn print_errors(documents: &[StoryDocument], build: &Build) {
    let names = build.joined.actors().map(|actor| (actor.id.to_string(), actor.name.clone()));
    println!("actors:\n{}", actors(documents, build).errors(&names.collect()));
    let names = build.joined.events().map(|event| {
        let day =
            event.time.as_ref().and_then(|time| time.start).map_or(String::new(), |day| format!(" {day}"));
        (event.id.to_string(), format!("{} {}{day}", event.kind, event.label))
    });
    println!("events:\n{}", events(documents, build).errors(&names.collect()));
}

#[test]
fn identity_reaches_its_floors() {
    let mut table = String::new();
    let (mut wrong, mut n_floors) = (Vec::new(), 0);
    let sets = [
        ("seen", "identity", 72),
        ("dense", "identity/dense", 50),
        ("varied", "identity/varied", 32),
        ("unseen", "identity/unseen", 36),
    ];
    for (set, folder, least) in sets {
        let documents = read_stories(folder);
        assert!(documents.len() >= least, "{set}: too few documents: {}", documents.len());
        let build = build(&documents);
        if set != "unseen" && std::env::var_os("DIURNA_ERRORS").is_some() {
            print_errors(&documents, &build);
        }
        let found = [
            coverage("actors", &actors(&documents, &build)),
            coverage("events", &events(&documents, &build)),
        ];
        let _ = writeln!(table, "{set}: {} documents; {}", documents.len(), found.join("; "));
        let _ = writeln!(
            table,
            "{:35}{:^28}{:^28}{:^14}{:>7}{:>7}",
            "", "within", "across", "found only", "wrong", "dupli-"
        );
        let _ = write!(table, "{:35}", "");
        for column in COLUMNS.iter().take(10) {
            let _ = write!(
                table,
                "{:>7}",
                column.rsplit(' ').next().unwrap_or_default().replace("B-cubed", "B3")
            );
        }
        let _ = writeln!(table, "{:>7}{:>7}", "merges", "cates");
        for (row, cells) in rows(&documents, &build) {
            let _ = write!(table, "{row:35}");
            for (column, cell) in COLUMNS.iter().zip(cells) {
                let _ = write!(table, "{cell:7.1}");
                let floors = FLOORS.iter().filter(|floor| (floor.0, floor.1, floor.2) == (set, row, column));
                let is_ceiling = ["wrong merges", "duplicates"].contains(column);
                n_floors += floors.clone().count();
                for floor in floors.filter(|floor| if is_ceiling { cell > floor.3 } else { cell < floor.3 }) {
                    wrong.push(format!("{set}, {row}, {column}: {cell:.1}, wanted {:.1}", floor.3));
                }
            }
            table.push('\n');
        }
    }
    println!("{table}{GOALS}");
    assert_eq!(n_floors, FLOORS.len(), "a floor is of no cell of the table");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn heads_are_the_last_words_before_what_follows_them() {
    for (words, head) in [
        ("the mayor of Kelvane", "mayor"),
        ("Norcom Group PLC", "Group"),
        ("Ruiz's", "Ruiz"),
        ("the company’s", "company"),
        ("a doctor, 40", "doctor"),
        ("of", "of"),
        ("", ""),
    ] {
        let (start, end) = head_of(words, 0);
        assert_eq!(words.chars().skip(start).take(end - start).collect::<String>(), head);
    }
}

/// Documents with marks on their first and following words, under these keys.
#[cfg(test)]
fn marked(documents: &[(&str, &[(&str, &str)])]) -> Vec<StoryDocument> {
    let document = |(text, marks): &(&str, &[(&str, &str)])| {
        let marks = marks.iter().map(|(words, key)| {
            let start = text.find(words).expect("the words are in the text");
            Marked { start, end: start + words.len(), key: (*key).to_owned() }
        });
        StoryDocument {
            name: String::new(),
            published: chrono::NaiveDate::MIN,
            publisher: String::new(),
            text: (*text).to_owned(),
            actors: marks.collect(),
            events: Vec::new(),
        }
    };
    documents.iter().map(document).collect()
}

/// Mentions of the library: in which document, from where to where, of what.
#[cfg(test)]
fn mentions(found: &[(usize, usize, usize, &str)]) -> Vec<Mention> {
    let mention = |&(document, start, end, entity): &(usize, usize, usize, &str)| Mention {
        document,
        start,
        end,
        entity: entity.to_owned(),
    };
    found.iter().map(mention).collect()
}

#[test]
fn partners_share_their_heads() {
    let documents = marked(&[(
        "Mayor Ann Ruiz of Ode, her deputy Tan",
        &[("Ann Ruiz", "ruiz"), ("her", "ruiz"), ("her deputy", "tan")],
    )]);
    // "Mayor Ann Ruiz", "Ode", "her", "her deputy".
    let found = mentions(&[(0, 0, 14, "a"), (0, 18, 21, "b"), (0, 23, 26, "a"), (0, 23, 33, "c")]);
    let matched = Matched::new(&documents, |document| &document.actors, found.clone(), Anchor::Head);
    assert_eq!(matched.partners, [Some(0), None, Some(1), Some(2)]);
    // Without "her deputy", nothing else takes its place.
    let matched = Matched::new(&documents, |document| &document.actors, found[..3].to_vec(), Anchor::Head);
    assert_eq!(matched.partners, [Some(0), None, Some(1)]);
    let scores = matched.scores(Scope::Across, Counted::All);
    assert!((scores.b_cubed.f1() - 100.0).abs() < 1e-9, "{scores:?}");
}

#[test]
fn merges_and_duplicates_are_counted_by_document() {
    let documents = marked(&[
        ("Ann met Bob", &[("Ann", "ann"), ("Bob", "bob")]),
        ("Ann met Bob", &[("Ann", "ann"), ("Bob", "bob")]),
        ("Ann met Cy", &[("Ann", "ann"), ("Cy", "cy")]),
    ]);
    let found =
        [(0, 0, 3, "a"), (1, 0, 3, "a"), (2, 0, 3, "x"), (0, 8, 11, "b"), (1, 8, 11, "x"), (2, 8, 10, "b")];
    let matched = Matched::new(&documents, |document| &document.actors, mentions(&found), Anchor::Head);
    // Of six pairs, Bob in "x" and Cy in "b" are wrong; Ann is in "a" and "x", Bob in "b" and "x".
    assert!((matched.wrong_merges() - 100.0 * 2.0 / 6.0).abs() < 1e-9);
    assert!((matched.duplicates() - 100.0 * 2.0 / 3.0).abs() < 1e-9);
    let matched = matched.joined_by_gold();
    assert!(matched.wrong_merges() + matched.duplicates() < 1e-9);
}
