//! Whatever came and went, in whatever order, a store holds the union of what is in it.

#[path = "support/stories.rs"]
mod stories;

use diurna::document::{Published, ReadOptions, read_text};
use diurna::entity::ActorKind;
use diurna::graph::{Actor, Claim, Decision, Decisions, Event, Graph, Id, Ruling, Word};
use diurna::query::{Lookup, find_actor};
use diurna::reading::read;
use diurna::store::{Around, Contribution, Hash, Known, Put, Store, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// Small documents that share actors, places and, the last two, all of their text.
static DOCUMENTS: LazyLock<Vec<Contribution>> = LazyLock::new(|| {
    let texts = [
        "Ada Holm visited Peru on Monday, Reuters reported. Police arrested 12 protesters in Lima.",
        "Peru's Foreign Minister, Ada Holm, met Ivo Brandt in Lima.",
        "Ivo Brandt condemned Peru. Brandt will visit Chile in May, two sources said.",
        "Chile denied on Tuesday that it had attacked Peru.",
        "ADA HOLM, the Foreign Minister of Peru, resigned on Friday.",
        "Kenya and Chile agreed to hold talks in Oslo.",
        "Kenya and Chile agreed to hold talks in Oslo.",
    ];
    let contribution = |(number, text): (usize, &&str)| {
        let mut document = read_text(text, &ReadOptions::default());
        let path = format!("{number}.txt");
        document.path = Some(path.clone());
        Contribution::new(&path, "", Hash::of(&[text.as_bytes()]), Graph::from_reading(&read(document)))
    };
    texts.iter().enumerate().map(contribution).collect()
});

#[derive(Debug, Clone)]
enum Step {
    Add(usize),
    Remove(usize),
    /// Takes in another store with these documents.
    Join(Vec<usize>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let document = 0..DOCUMENTS.len();
    let step = prop_oneof![
        4 => document.clone().prop_map(Step::Add),
        2 => document.clone().prop_map(Step::Remove),
        1 => prop::collection::vec(document, 0..4).prop_map(Step::Join),
    ];
    prop::collection::vec(step, 1..10)
}

fn rebuilt<'contribution>(contributions: impl IntoIterator<Item = &'contribution Contribution>) -> Graph {
    contributions
        .into_iter()
        .map(|contribution| contribution.graph().clone())
        .fold(Graph::default(), Graph::merge)
}

fn store_of(path: &Path, documents: &[usize]) -> Store {
    let mut store = Store::open_or_create(path).expect("a store");
    for &document in documents {
        store.put(&DOCUMENTS[document]).expect("it is put in");
    }
    store
}

fn known(store: &Store, contribution: &Contribution) -> Option<Known> {
    let (input, part, hash) = contribution.name();
    let found =
        store.known(|known| (known.input.as_str(), known.part.as_str(), known.hash) == (input, part, hash));
    found.expect("it can be read").pop()
}

/// All rows of what is derived from documents, without the numbers of documents.
fn derived(store: &Store) -> BTreeMap<&'static str, String> {
    let queries = [
        ("documents", "SELECT id, path, title, published FROM documents ORDER BY 1, 2"),
        (
            "form",
            "SELECT id, hash, what, name, kind, country, sector, count, lat, lon, rest FROM form ORDER BY 1, 2",
        ),
        ("events", "SELECT * FROM events ORDER BY id"),
        ("participants", "SELECT * FROM participants ORDER BY 1, 2, 3"),
        ("event_places", "SELECT * FROM event_places ORDER BY 1, 2"),
        ("claims", "SELECT id, event, document, quote, start, said_by FROM claims ORDER BY 1, 2"),
        ("edges", "SELECT * FROM edges ORDER BY 1, 2, 3, 4"),
        (
            "counts",
            "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM claim), (SELECT count(*) FROM contribution)",
        ),
        (
            "search",
            "SELECT path FROM search JOIN documents ON number = search.rowid WHERE search MATCH 'holm' ORDER BY 1",
        ),
    ];
    queries.map(|(name, query)| (name, format!("{:?}", store.sql(query).expect("rows").rows))).into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_came_and_went_leaves_no_trace(steps in steps()) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = store_of(&folder.path().join("a.store"), &[]);
        let mut there: BTreeMap<usize, &Contribution> = BTreeMap::new();
        for (number, step) in steps.iter().enumerate() {
            match step {
                Step::Add(document) => {
                    let is_new = there.insert(*document, &DOCUMENTS[*document]).is_none();
                    let put = store.put(&DOCUMENTS[*document]).expect("it is put in");
                    prop_assert_eq!(put == Put::Added, is_new);
                }
                Step::Remove(document) => {
                    let was_there = there.remove(document).is_some();
                    let known = known(&store, &DOCUMENTS[*document]);
                    prop_assert_eq!(known.is_some(), was_there);
                    if let Some(known) = known {
                        prop_assert!(store.remove(&known).expect("it is taken out"));
                        prop_assert!(!store.remove(&known).expect("it is not there"));
                    }
                }
                Step::Join(documents) => {
                    let other = store_of(&folder.path().join(format!("{number}.store")), documents);
                    store.merge_from(&other).expect("they are joined");
                    there.extend(documents.iter().map(|&document| (document, &DOCUMENTS[document])));
                }
            }
        }
        let graph = store.graph().expect("a graph");
        prop_assert_eq!(graph.to_json(), rebuilt(there.values().copied()).to_json());
        let documents: Vec<usize> = there.keys().copied().collect();
        let again = store_of(&folder.path().join("again.store"), &documents);
        prop_assert_eq!(derived(&store), derived(&again));
        prop_assert_eq!(&store.sql("PRAGMA integrity_check").expect("rows"), &again.sql("SELECT 'ok' AS integrity_check").expect("rows"));
    }

    #[test]
    fn joining_is_associative_commutative_and_idempotent(
        parts in prop::collection::vec(prop::collection::vec(0..7_usize, 0..4), 3),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let [a, b, c] = [0, 1, 2].map(|part| store_of(&at(&format!("{part}.store")), &parts[part]));
        let joined = |name: &str, stores: &[&Store]| {
            let mut whole = Store::open_or_create(at(name)).expect("a store");
            for store in stores {
                whole.merge_from(store).expect("they are joined");
            }
            whole.graph().expect("a graph").to_json()
        };
        let whole = joined("abc", &[&a, &b, &c]);
        prop_assert_eq!(&joined("cba", &[&c, &b, &a]), &whole);
        prop_assert_eq!(&joined("aabcb", &[&a, &a, &b, &c, &b]), &whole);
    }
}

#[test]
fn a_part_is_read_from_the_documents_that_speak_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = store_of(&folder.path().join("a.store"), &[0, 1, 2, 3, 4, 5]);
    let decisions = Decisions::default();
    assert!(store.settled(&decisions).expect("it can be read").is_none(), "nobody was told who is who");
    store.settle(&decisions).expect("it is settled");
    let settled = store.settled(&decisions).expect("it can be read").expect("it is settled");
    let whole = settled.graph().expect("a graph");
    assert_eq!(whole.to_json(), store.graph().expect("a graph").resolve(&decisions).to_json());
    let peru = whole.actors().find(|actor| actor.name == "Peru").expect("it is there");
    let part = settled.part(&around(&peru.id)).expect("a part");
    let speaking: BTreeSet<_> = peru.mentions.iter().map(|mention| &mention.document).collect();
    assert!(speaking.len() > 1 && speaking.len() < whole.documents().len());
    assert_eq!(part.actor(&peru.id), Some(peru));
    let limited = |n_documents| settled.part_of_at_most(&around(&peru.id), n_documents).expect("a part");
    assert_eq!(limited(6).map(|part| part.to_json()), Some(part.to_json()));
    assert_eq!(limited(1), None, "more speak of Peru");
    let called = settled.called("ad ho").expect("names");
    let names: BTreeSet<&str> = called.actors().map(|actor| actor.name.as_str()).collect();
    assert_eq!(names, ["Ada Holm", "Peru"].into(), "Peru is what she is Foreign Minister of");
    assert_eq!(settled.called("nobody").expect("names").actors().len(), 0);
    assert_eq!(settled.called(peru.id.as_str()).expect("names").actors().len(), 1);
    assert!(settled.called("a:").expect("names").actors().len() > 3, "any id begins like that");
}

fn around(id: &Id) -> Around {
    Around { whole: [id.clone()].into(), ..Around::default() }
}

/// What the stories of `tests/corpus/identity` say.
fn stories() -> Vec<Contribution> {
    let contribution = |document: stories::StoryDocument| {
        let options = ReadOptions {
            published: Some(Published::Day(document.published)),
            publisher: Some(document.publisher),
            ..ReadOptions::default()
        };
        let graph = Graph::from_reading(&read(read_text(&document.text, &options)));
        Contribution::new(&document.name, "", Hash::of(&[document.text.as_bytes()]), graph)
    };
    stories::read_stories("identity").into_iter().map(contribution).collect()
}

/// Decisions of each kind about actors of `graph`, of which some are joined and some stand alone.
fn some_decisions(graph: &Graph) -> Decisions {
    let whole = graph.clone().resolve(&Decisions::default());
    let is_named = |actor: &&Actor| actor.kind == ActorKind::Person && actor.name.contains(' ');
    let alone: Vec<Id> = whole
        .actors()
        .filter(is_named)
        .filter(|actor| whole.parts().actors.iter().all(|part| part.same_as != actor.id))
        .flat_map(|actor| whole.parts_of(&actor.id))
        .collect();
    let joined = &whole.parts().actors[0];
    let other =
        whole.parts().actors.iter().find(|part| part.same_as != joined.same_as).expect("two are joined");
    let rulings = [
        Ruling::Alias(alone[0].clone(), "The Captain".to_owned()),
        Ruling::Kind(alone[1].clone(), ActorKind::Organization),
        Ruling::Same(alone[2].clone(), alone[3].clone()),
        Ruling::Kind(joined.node.id.clone(), ActorKind::Media),
        Ruling::Same(alone[4].clone(), other.node.id.clone()),
    ];
    let mut decisions = Decisions::default();
    for ruling in rulings {
        decisions.add(Decision { ruling, reason: String::new() }).expect("they do not contradict each other");
    }
    decisions
}

/// Fails where `part` tells less or other than `whole` of what has to do with one of `ids`.
fn expect_same_of(part: &Graph, whole: &Graph, id: &Id) {
    let is_told = |claim: &Claim| claim.document == *id || claim.is_said_by(id) || claim.id == *id;
    let is_about = |event: &Event| {
        event.id == *id
            || event.participants.iter().any(|participant| participant.actor == *id)
            || event.claims.iter().filter_map(|claim| whole.claim(claim)).any(is_told)
    };
    let events: Vec<Id> =
        whole.events().filter(|event| is_about(event)).map(|event| event.id.clone()).collect();
    let (of_part, of_whole) = (part.part(events.clone()), whole.part(events));
    assert!(of_part.documents().eq(of_whole.documents()), "{id}");
    assert!(of_part.events().eq(of_whole.events()), "{id}");
    assert!(of_part.claims().eq(of_whole.claims()), "{id}");
    assert!(of_part.actors().eq(of_whole.actors()), "{id}");
    assert!(of_part.places().eq(of_whole.places()), "{id}");
    assert_eq!(part.actor(id), whole.actor(id));
    assert_eq!(part.document(id), whole.document(id));
    let ties = |graph: &Graph| {
        let ties = graph.relations().filter(|relation| relation.source == *id || relation.target == *id);
        ties.cloned().collect::<Vec<_>>()
    };
    assert_eq!(ties(part), ties(whole), "{id}");
    for actor in part.actors() {
        let known = whole.actor(&actor.id).expect("a part has nothing of its own");
        assert_eq!(*actor, Actor { mentions: actor.mentions.clone(), ..known.clone() });
    }
    for event in part.events() {
        let known = whole.event(&event.id).expect("a part has nothing of its own");
        let told = |event: &Event| {
            let Event { label, status, time, confidence, independent_sources, quantities, .. } =
                event.clone();
            (label, status, time, confidence, independent_sources, quantities)
        };
        assert_eq!(told(event), told(known));
    }
}

/// Whom a name may mean.
fn found(lookup: Lookup) -> BTreeSet<Id> {
    match lookup {
        Lookup::One(id) => [id].into(),
        Lookup::Several(candidates) => candidates.into_iter().map(|candidate| candidate.id).collect(),
        Lookup::Nothing(_) => BTreeSet::new(),
    }
}

/// Fails where the views say other of actors and events than `whole`.
fn expect_same_in_sql(store: &Store, whole: &Graph) {
    let text = |text: &str| Value::Text(text.to_owned());
    let or_null = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    let actors = whole.actors().map(|actor| {
        let Actor { id, name, kind, country, sector, .. } = actor;
        vec![
            text(id.as_str()),
            text(name),
            text(kind.name()),
            or_null(country.clone()),
            or_null(sector.clone()),
        ]
    });
    let rows =
        store.sql("SELECT id, name, kind, country, sector FROM actors ORDER BY id").expect("rows").rows;
    assert_eq!(rows, actors.collect::<Vec<_>>());
    let events = whole.events().map(|event| {
        let time = event.time.clone().unwrap_or_default();
        vec![
            text(event.id.as_str()),
            text(&event.kind),
            text(&event.label),
            text(event.status.word()),
            or_null(time.start.map(|at| at.to_string())),
            or_null(time.end.map(|at| at.to_string())),
            or_null(time.grain.map(|grain| grain.name().to_owned())),
            event.confidence.map_or(Value::Null, |confidence| Value::Real(confidence.0)),
        ]
    });
    let query = "SELECT id, type, label, status, start, \"end\", grain, confidence FROM events ORDER BY id";
    assert_eq!(store.sql(query).expect("rows").rows, events.collect::<Vec<_>>());
}

#[test]
fn a_part_tells_of_anybody_and_anything_what_the_whole_tells() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = store_of(&folder.path().join("a.store"), &[]);
    for document in stories() {
        store.put(&document).expect("it is put in");
    }
    let graph = store.graph().expect("a graph");
    let decisions = some_decisions(&graph);
    let whole = graph.resolve(&decisions);
    store.settle(&decisions).expect("it is settled");
    let settled = store.settled(&decisions).expect("it can be read").expect("it is settled");
    assert!(settled.graph().expect("a graph") == whole, "what is kept is what was told");
    expect_same_in_sql(&store, &whole);
    for actor in whole.actors() {
        let words = actor.name.split_whitespace();
        let starts: Vec<String> = words.map(|word| word.chars().take(3).collect()).collect();
        for typed in [actor.name.clone(), actor.name.to_uppercase(), starts.join(" "), actor.id.to_string()] {
            let called = settled.called(&typed).expect("names");
            assert_eq!(found(find_actor(&called, &typed)), found(find_actor(&whole, &typed)), "{typed}");
        }
    }
    let actors = whole.actors().map(|actor| &actor.id);
    let nodes = actors.chain(whole.events().map(|event| &event.id));
    let nodes: Vec<&Id> = nodes.chain(whole.documents().map(|document| &document.id)).collect();
    let mut n_read = 0;
    for &id in &nodes {
        let part = settled.part(&around(id)).expect("a part");
        expect_same_of(&part, &whole, id);
        n_read += part.documents().len();
    }
    assert!(whole.documents().len() > 60);
    assert!(n_read < nodes.len() * whole.documents().len() / 8, "a part is read from few documents");

    // A document that comes in makes what was told before count for nothing.
    drop(settled);
    store.put(&DOCUMENTS[0]).expect("it is put in");
    assert!(store.settled(&decisions).expect("it can be read").is_none());
}

#[test]
fn two_writers_take_turns_and_a_reader_sees_whole_documents() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.store");
    store_of(&path, &[]).close().expect("it is closed");
    let write = |documents: &'static [usize]| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut store = Store::open_to_write(&path).expect("a store");
            for round in 0..10 {
                for &document in documents {
                    let contribution = &DOCUMENTS[document];
                    store.put(contribution).expect("it is put in");
                    if round < 9
                        && let Some(known) = known(&store, contribution)
                    {
                        store.remove(&known).expect("it is taken out");
                    }
                }
            }
        })
    };
    let writers = [write(&[0, 2, 4]), write(&[1, 3, 5])];
    let reader = Store::open(&path).expect("a store");
    while writers.iter().any(|writer| !writer.is_finished()) {
        let ids = reader
            .sql("SELECT count(*) FROM document LEFT JOIN contribution ON document = n WHERE graph IS NULL");
        assert_eq!(ids.expect("rows").rows, [[diurna::store::Value::Integer(0)]]);
        reader.graph().expect("a graph");
    }
    for writer in writers {
        writer.join().expect("no writer fails");
    }
    assert_eq!(reader.graph().expect("a graph"), rebuilt(&DOCUMENTS[..6]));
}

/// The tables of the first version, before documents had rows of their own for SQL.
const VERSION_0: &str = "
    CREATE TABLE document (n INTEGER PRIMARY KEY, input TEXT NOT NULL, part TEXT NOT NULL, hash BLOB NOT NULL, id TEXT NOT NULL);
    CREATE TABLE contribution (document INTEGER PRIMARY KEY, graph BLOB NOT NULL);
    CREATE VIRTUAL TABLE names USING fts5(name);
    CREATE VIEW documents AS SELECT id FROM document;
    INSERT INTO document SELECT n, input, part, hash, id FROM new.document;
    INSERT INTO contribution SELECT document, graph FROM new.contribution;
    INSERT INTO names VALUES ('Ada Holm');
    PRAGMA application_id = 1684632946;
    PRAGMA user_version = 0;";

/// What differs in the second, which knew only the names of joined actors.
const VERSION_1: &str = "
    CREATE TABLE document AS SELECT * FROM new.document;
    CREATE TABLE contribution AS SELECT * FROM new.contribution;
    CREATE TABLE same (kind TEXT NOT NULL, raw TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, raw)) STRICT, WITHOUT ROWID;
    CREATE INDEX same_id ON same (kind, id);
    CREATE TABLE joined (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, sector TEXT) STRICT, WITHOUT ROWID;
    INSERT INTO joined VALUES ('a:1', 'Ada Holm', 'person', NULL, NULL);
    CREATE TABLE state AS SELECT * FROM new.state;
    PRAGMA application_id = 1684632946;
    PRAGMA user_version = 1;";

#[test]
fn an_older_store_becomes_a_new_one_and_a_newer_one_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("new.store");
    let store = store_of(&new, &[0, 1, 2, 3]);
    let expected = (store.graph().expect("a graph"), derived(&store));
    store.close().expect("it is closed");
    for (version, tables) in [VERSION_0, VERSION_1].into_iter().enumerate() {
        let old = folder.path().join(format!("{version}.store"));
        let connection = rusqlite::Connection::open(&old).expect("a database");
        connection.execute("ATTACH ?1 AS new", [new.to_str().expect("text")]).expect("it is attached");
        connection.execute_batch(tables).expect("tables");
        drop(connection);
        let before = std::fs::read(&old).expect("a file");
        let error = Store::open(&old).expect_err("a reader changes nothing");
        assert!(error.to_string().contains(&format!("the store has version {version}")), "{error}");
        assert_eq!(std::fs::read(&old).expect("a file"), before);
        let mut store = Store::open_to_write(&old).expect("it is migrated");
        assert_eq!((store.graph().expect("a graph"), derived(&store)), expected);
        store.settle(&Decisions::default()).expect("it is settled");
        store.close().expect("it is closed");
        Store::open(&old).expect("it is a store now");
    }

    let connection = rusqlite::Connection::open(&new).expect("a database");
    connection.execute_batch("PRAGMA user_version = 99; PRAGMA journal_mode = DELETE").expect("a version");
    drop(connection);
    let before = std::fs::read(&new).expect("a file");
    for error in [Store::open(&new), Store::open_to_write(&new), Store::open_or_create(&new)] {
        let error = error.expect_err("too new");
        assert!(
            error.to_string().contains("the store has version 99; this program knows versions up to 2"),
            "{error}"
        );
    }
    assert_eq!(std::fs::read(&new).expect("a file"), before);
}
