//! Stores: documents in and out, the same answers as from a graph file, and what goes wrong.

use crate::stories::{StoryDocument, read_stories};
use crate::{Run, run_in};
use diurna::entity::ActorKind;
use diurna::graph::{Actor, Graph};
use rayon::prelude::*;
use std::fs;
use std::path::Path;

/// Pages of a few patterns, as many as asked for, in `folder`.
pub(crate) fn write_pages(folder: &Path, count: usize) {
    fs::create_dir_all(folder).expect("a folder");
    let people = ["Amira Brandt", "Chidi Castillo", "Lin Duarte", "Helena Ito", "Goran Farouk"];
    let places = [("Peru", "Lima"), ("Norway", "Oslo"), ("Kenya", "Nairobi"), ("Japan", "Osaka")];
    for number in 0..count {
        let one = people[number % people.len()];
        let two = people[(number / 2 + 1) % people.len()];
        let (home, city) = places[number % places.len()];
        let (host, _) = places[(number / 3 + 1) % places.len()];
        let day = number % 27 + 1;
        let text = format!(
            "{home} and {host} hold talks\n\nMarch {day}, 2023\n\n{home}'s Foreign Minister, {one}, met {two} in {city} on Monday, \
             a spokesman said.\n\nPolice arrested {} protesters in {city}. {two} condemned {host} on Tuesday.\n\n\
             Reuters reported, citing two sources, that {one} would visit {host} next week.\n",
            number + 10
        );
        fs::write(folder.join(format!("{number:04}.txt")), text).expect("a page");
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    run_in(folder, arguments, b"")
}

fn done(folder: &Path, arguments: &[&str]) -> Run {
    let run = run(folder, arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.messages);
    run
}

/// The last line of what a command told.
fn last(run: &Run) -> &str {
    run.messages.lines().last().unwrap_or_default()
}

fn built(folder: &Path, inputs: &[&str]) -> String {
    done(folder, &[&["build"], inputs].concat()).output
}

fn exported(folder: &Path, store: &str) -> String {
    done(folder, &["export", store, "-T", "json"]).output
}

#[test]
fn a_store_holds_what_build_would_build() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write_pages(&here.join("news"), 12);
    assert_eq!(last(&done(here, &["add", "s.store", "news"])), "added 12 documents");
    assert_eq!(exported(here, "s.store"), built(here, &["news"]));
    assert_eq!(last(&done(here, &["add", "s.store", "./news/"])), "added 0 documents, unchanged 12");
    done(here, &["rm", "s.store", "news/0003.txt", "news/0007.txt"]);
    fs::remove_file(here.join("news/0003.txt")).expect("it is there");
    fs::remove_file(here.join("news/0007.txt")).expect("it is there");
    assert_eq!(exported(here, "s.store"), built(here, &["news"]));
    assert!(!here.join("s.store-wal").exists(), "a store that nobody uses is one file");
}

#[test]
fn sync_follows_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write_pages(&here.join("news"), 6);
    write_pages(&here.join("other"), 2);
    done(here, &["add", "s.store", "news", "other"]);
    fs::remove_file(here.join("news/0001.txt")).expect("it is there");
    fs::write(
        here.join("news/0002.txt"),
        "Ferries stop\n\nMarch 3, 2023\n\nAda Holm visited Peru on Monday.",
    )
    .expect("a page");
    fs::write(here.join("news/new.txt"), "Trains stop\n\nMarch 4, 2023\n\nAda Holm visited Chile.")
        .expect("a page");
    let run = done(here, &["sync", "s.store", "news"]);
    assert_eq!(last(&run), "added 1 document, unchanged 4, replaced 1, removed 1");
    assert_eq!(exported(here, "s.store"), built(here, &["news", "other"]));
    let again = done(here, &["sync", "s.store", "news", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&again.output).expect("JSON");
    assert_eq!((&told["added"], &told["unchanged"], &told["removed"]), (&0.into(), &6.into(), &0.into()));
}

#[test]
fn sync_counts_right_where_a_store_has_old_and_new_of_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let write = |name: &str, place: &str| {
        let text = format!("Ferries stop\n\nMarch 3, 2023\n\nAda Holm visited {place} on Monday.");
        fs::write(here.join("news").join(name), text).expect("a page");
    };
    let told = |verb: &str| -> [u64; 4] {
        let run = done(here, &[verb, "s.store", "news", "--json"]);
        let told: serde_json::Value = serde_json::from_str(&run.output).expect("JSON");
        let counts =
            ["added", "unchanged", "replaced", "removed"].map(|what| told[what].as_u64().expect("a number"));
        let parts = ["added {} document", "unchanged {}", "replaced {}", "removed {}"].iter().zip(counts);
        let parts = parts.filter(|(part, count)| *count > 0 || part.starts_with("added"));
        for part in parts.map(|(part, count)| part.replace("{}", &count.to_string())) {
            assert!(last(&run).contains(&part), "`{part}` in `{}`", last(&run));
        }
        counts
    };
    fs::create_dir(here.join("news")).expect("a folder");
    write("one.txt", "Peru");
    assert_eq!(told("add"), [1, 0, 0, 0]);
    write("one.txt", "Chile");
    assert_eq!(told("add"), [1, 0, 0, 0], "old and new are both there");
    // The new one stays as it is, the old one goes, and what is added is another page.
    write("two.txt", "Norway");
    assert_eq!(told("sync"), [1, 1, 0, 1]);
    assert_eq!(exported(here, "s.store"), built(here, &["news"]));

    write("one.txt", "Kenya");
    assert_eq!(told("add"), [1, 1, 0, 0]);
    write("one.txt", "Japan");
    write("three.txt", "Oslo");
    // One of the two older ones is replaced, the other only gone.
    assert_eq!(told("sync"), [1, 1, 1, 1]);
    assert_eq!(exported(here, "s.store"), built(here, &["news"]));
    assert_eq!(told("sync"), [0, 3, 0, 0]);
}

#[test]
fn what_has_changed_is_added_beside_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write_pages(&here.join("news"), 1);
    done(here, &["add", "s.store", "news"]);
    fs::write(here.join("news/0000.txt"), "Ferries stop\n\nAda Holm visited Peru.").expect("a page");
    let run = done(here, &["add", "s.store", "news", "--verbose"]);
    assert_eq!(run.output, "added news/0000.txt (changed; what it said before is kept)\n");
    let rows = done(here, &["sql", "s.store", "SELECT count(*) AS n FROM documents", "--csv"]).output;
    assert_eq!(rows, "n\n2\n");
}

#[test]
fn lines_of_json_are_documents_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let line = |id: &str, who: &str| {
        format!(
            "{{{id}\"date\":\"2023-03-01\",\"title\":\"Talks\",\"text\":\"{who} visited Peru on Monday.\"}}\n"
        )
    };
    let one = line("\"id\":\"one\",", "Amira Brandt");
    let two = line("\"id\":2,", "Lin Duarte");
    let three = line("", "Helena Ito");
    fs::write(here.join("pages.jsonl"), format!("{one}{two}not json\n\n{three}")).expect("a file");
    let run = done(here, &["add", "s.store", "pages.jsonl", "--verbose"]);
    assert_eq!(
        last(&run),
        "added 3 documents, skipped 1 (pages.jsonl:3 is not JSON: expected ident at line 1 column 2)"
    );
    assert!(
        run.output.starts_with("added pages.jsonl#one\nadded pages.jsonl#2\nadded pages.jsonl#"),
        "{}",
        run.output
    );
    assert_eq!(exported(here, "s.store"), built(here, &["pages.jsonl"]));
    fs::write(here.join("pages.jsonl"), format!("{one}{three}")).expect("a file");
    assert_eq!(
        last(&done(here, &["sync", "s.store", "pages.jsonl"])),
        "added 0 documents, unchanged 2, removed 1"
    );
    assert_eq!(exported(here, "s.store"), built(here, &["pages.jsonl"]));
    done(here, &["rm", "s.store", "pages.jsonl#one"]);
    fs::write(here.join("pages.jsonl"), format!("[{three}]")).expect("a file");
    assert_eq!(exported(here, "s.store"), built(here, &["pages.jsonl"]));
}

#[test]
fn stores_are_joined_in_any_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write_pages(&here.join("news"), 9);
    done(here, &["add", "a.store", "news/000[0-4].txt"]);
    done(here, &["add", "b.store", "news/000[3-8].txt"]);
    assert_eq!(last(&done(here, &["join", "ab.store", "a.store", "b.store"])), "added 9 documents, now 9");
    done(here, &["join", "b.store", "a.store"]);
    let whole = built(here, &["news"]);
    assert_eq!(exported(here, "ab.store"), whole);
    assert_eq!(exported(here, "b.store"), whole);
}

/// Asks both folders, whose `graph` is a file in one and a store in the other.
fn expect_same(file: &Path, store: &Path, arguments: &[&str]) -> i32 {
    let (from_file, from_store) = (run(file, arguments), run(store, arguments));
    assert_eq!(from_store.output, from_file.output, "{arguments:?}");
    assert_eq!(from_store.messages, from_file.messages, "{arguments:?}");
    assert_eq!(from_store.code, from_file.code, "{arguments:?}");
    from_file.code
}

#[test]
fn every_verb_answers_from_a_store_as_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, store) = (folder.path().join("file"), folder.path().join("store"));
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    write_pages(&file.join("news"), 14);
    for entry in fs::read_dir(examples).expect("the examples") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, file.join("news").join(path.file_name().expect("a name"))).expect("a copy");
    }
    fs::create_dir_all(&store).expect("a folder");
    done(&file, &["build", "news", "-o", "graph"]);
    done(&file, &["add", "../store/graph", "news"]);
    let graph = Graph::from_file(file.join("graph")).expect("a graph");
    let mut codes = Vec::new();
    let mut ask = |arguments: &[&str]| codes.push(expect_same(&file, &store, arguments));
    let actors: Vec<_> = graph.actors().collect();
    for actor in actors.iter().step_by(1 + actors.len() / 12) {
        let (name, id) = (actor.name.as_str(), actor.id.as_str());
        ask(&["show", "graph", name]);
        ask(&["show", "graph", id, "--json"]);
        ask(&["neighbors", "graph", id, "--csv"]);
        ask(&["events", "graph", "--actor", name, "--long"]);
        ask(&["timeline", "graph", id, "--json"]);
    }
    let people = ["Amira Brandt", "helena ito", "Lin Du", "Chidi", "Peru", "kenya", "Lima"];
    for name in people {
        ask(&["show", "graph", name]);
        ask(&["show", "graph", name, "--after", "2023-03-05"]);
        ask(&["neighbors", "graph", name, "--json"]);
        ask(&["neighbors", "graph", name, "--depth", "2"]);
        ask(&["neighbors", "graph", name, "--after", "2023-03-05", "--type", "CONSULT"]);
        ask(&["events", "graph", "--actor", name, "--after", "2023-03-05", "--json"]);
        ask(&["events", "graph", "--actor", name, "--type", "ASSAULT"]);
        ask(&["events", "graph", "--actor", name, "--place", "Lima", "--country", "Peru"]);
        ask(&["events", "graph", "--actor", name, "--said-by", "Reuters"]);
        ask(&["between", "graph", name, "Goran Farouk"]);
        ask(&["between", "graph", name, "Peru", "--words", "--json"]);
        ask(&["timeline", "graph", name, "--by", "speaker"]);
        ask(&["path", "graph", name, "Norway"]);
    }
    for event in graph.events().step_by(7) {
        ask(&["why", "graph", event.id.as_str()]);
        ask(&["show", "graph", event.id.as_str(), "--json"]);
        ask(&["why", "graph", &event.id.as_str()[..7]]);
    }
    for claim in graph.claims().step_by(23) {
        ask(&["why", "graph", claim.id.as_str(), "--json"]);
        ask(&["show", "graph", claim.id.as_str()]);
    }
    for document in graph.documents().step_by(5) {
        ask(&["show", "graph", document.id.as_str()]);
        ask(&["show", "graph", document.path.as_deref().expect("a path"), "--json"]);
    }
    for rest in [
        &["show"][..],
        &["stats"],
        &["stats", "--json"],
        &["events"],
        &["events", "--type", "CONSULT", "--csv"],
        &["events", "--type", "NOTHING"],
        &["events", "--source", "0003.txt"],
        &["top"],
        &["communities"],
        &["show", "Nobody Atall"],
        &["show", "Amira Brandd"],
        &["neighbors", "Oslo"],
        &["show", "a:"],
        &["show", ""],
        &["why", "brandt", "visits"],
        &["why", "e:ffffffffffff"],
        &["timeline", "--by", "month"],
        &["events", "--actor", "Amira Brandt", "--actor", "Lin Duarte"],
        &["events", "--actor", "a:ffffffffffff"],
        &["export", "-T", "dot"],
        &["export", "-T", "gexf"],
        &["export", "-T", "csv", "--table", "actors"],
        &["export", "-T", "jsonl", "--actor", "Peru"],
        &["diff", "graph"],
    ] {
        ask(&[&rest[..1], &["graph"], &rest[1..]].concat());
    }
    assert!(codes.iter().filter(|code| **code == 0).count() * 2 > codes.len(), "most questions have answers");
    assert!(codes.contains(&1) && codes.contains(&2), "and some have none");
}

/// A folder with the stories of `tests/corpus/identity` in a store, about which people decided something; and one with all
/// that it tells in a file of the same name.
fn story_folders(folder: &Path) -> [std::path::PathBuf; 2] {
    let [store, file] = ["store", "file"].map(|name| folder.join(name));
    let line = |document: StoryDocument| {
        let StoryDocument { name, published, publisher, text, .. } = document;
        format!(
            "{}\n",
            serde_json::json!({"id": name, "date": published.to_string(), "publisher": publisher, "text": text})
        )
    };
    for folder in [&store, &file] {
        fs::create_dir_all(folder).expect("a folder");
    }
    let lines: String = read_stories("identity").into_iter().map(line).collect();
    fs::write(store.join("news.jsonl"), lines).expect("pages");
    done(&store, &["add", "graph", "news.jsonl"]);
    let graph = Graph::from_json(&exported(&store, "graph")).expect("a graph");
    let parts = &graph.parts().actors;
    let other = parts.iter().find(|part| part.same_as != parts[0].same_as).expect("two are joined");
    let is_alone = |actor: &&Actor| {
        actor.name.contains(' ')
            && actor.kind == ActorKind::Person
            && parts.iter().all(|part| part.same_as != actor.id)
    };
    let alone = graph.actors().find(is_alone).expect("not all are joined");
    let (one, other, alone) = (&parts[0].node.id, &other.node.id, &graph.parts_of(&alone.id)[0]);
    let decisions =
        format!("same\t{one}\t{other}\nalias\t{alone}\tThe Captain\nkind\t{alone}\torganization\n");
    fs::write(store.join("graph.decisions"), decisions).expect("decisions");
    fs::write(file.join("graph"), exported(&store, "graph")).expect("a graph");
    [store, file]
}

#[test]
fn a_local_question_has_the_same_answer_from_a_part() {
    let folder = tempfile::tempdir().expect("a folder");
    let [store, file] = &story_folders(folder.path());
    let graph = Graph::from_file(file.join("graph")).expect("a graph");
    let mut questions: Vec<Vec<String>> = Vec::new();
    let mut ask =
        |arguments: &[&str]| questions.push(arguments.iter().map(|&word| word.to_owned()).collect());
    for actor in graph.actors() {
        let id = actor.id.as_str();
        ask(&["show", "graph", id]);
        ask(&["show", "graph", &actor.name, "--json"]);
        ask(&["events", "graph", "--actor", id, "--long"]);
        ask(&["timeline", "graph", id, "--json"]);
        ask(&["neighbors", "graph", id, "--json"]);
    }
    for event in graph.events() {
        ask(&["why", "graph", event.id.as_str(), "--json"]);
        ask(&["show", "graph", event.id.as_str()]);
        if let [one, other, ..] = &*event.participants {
            ask(&["between", "graph", one.actor.as_str(), other.actor.as_str(), "--words", "--csv"]);
        }
    }
    for claim in graph.claims().step_by(5) {
        ask(&["why", "graph", claim.id.as_str()]);
    }
    for document in graph.documents() {
        ask(&["show", "graph", document.id.as_str(), "--json"]);
        ask(&["show", "graph", document.source_id.as_deref().expect("an id")]);
    }
    ask(&["show", "graph", "the captain"]);
    let ask = |question: &Vec<String>| {
        expect_same(file, store, &question.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let codes: Vec<i32> = questions.par_iter().map(ask).collect();
    assert!(codes.len() > 1000 && codes.iter().filter(|code| **code == 0).count() * 10 > codes.len() * 8);
}

#[test]
fn a_local_question_reads_only_the_documents_that_it_is_about() {
    let folder = tempfile::tempdir().expect("a folder");
    let [store, _] = &story_folders(folder.path());
    let ask = || run(store, &["show", "graph", "Ana Ruiz"]);
    // Whoever decides tells who is who, and keeps it.
    done(store, &["alias", "graph", "Ana Ruiz", "The Pilot"]);
    let before = ask();
    assert!(before.output.contains("The Pilot"), "{}", before.output);
    let spoil = "UPDATE contribution SET graph = x'00' WHERE document NOT IN
        (SELECT rowid FROM search WHERE search MATCH 'name: ruiz')";
    let connection = rusqlite::Connection::open(store.join("graph")).expect("a database");
    assert!(connection.execute(spoil, []).expect("they are spoilt") > 30);
    drop(connection);
    let after = ask();
    assert_eq!((after.code, &after.output), (0, &before.output), "{}", after.messages);
    let all = run(store, &["stats", "graph"]);
    assert!(all.messages.contains("the store is damaged"), "{}", all.messages);
}

#[test]
fn a_question_waits_for_no_writer() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write_pages(&here.join("news"), 3);
    done(here, &["add", "a.store", "news"]);
    let writer = rusqlite::Connection::open(here.join("a.store")).expect("a database");
    writer.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
    let started = std::time::Instant::now();
    let first = done(here, &["show", "a.store", "Peru"]);
    assert!(started.elapsed().as_secs() < 60, "a writer is waited for 120 seconds");
    writer.execute_batch("COMMIT").expect("it ends");
    let is_kept =
        || writer.query_row("SELECT count(*) FROM same", [], |row| row.get::<_, i64>(0)).expect("rows") > 0;
    assert!(!is_kept());
    assert_eq!(done(here, &["show", "a.store", "Peru"]).output, first.output);
    assert!(is_kept());
}

#[test]
fn a_question_that_hangs_on_nobody_tells_no_who_is_who() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    std::fs::write(here.join("a.txt"), "Ana Torres met Tomas Reke in Lima on 4 March 2024.\n")
        .expect("written");
    done(here, &["add", "s.store", "a.txt"]);
    let kept = || {
        done(here, &["sql", "s.store", "SELECT count(*) FROM state WHERE name = 'settled'", "--csv"]).output
    };
    assert!(kept().contains('0'), "{}", kept());
    let documents = done(here, &["sql", "s.store", "SELECT count(*) FROM documents", "--csv"]).output;
    assert!(documents.contains('1') && kept().contains('0'), "{documents}{}", kept());
    let actors =
        done(here, &["sql", "s.store", "SELECT name FROM actors WHERE kind = 'person'", "--csv"]).output;
    assert!(actors.contains("Ana Torres") && kept().contains('1'), "{actors}{}", kept());
}
