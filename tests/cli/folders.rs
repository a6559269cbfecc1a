//! Exports that are a folder.

use crate::{graph_folder, run_in};
use std::fs;

#[test]
fn a_folder_appears_whole_and_replaces_only_its_own_kind() {
    let (folder, _) = graph_folder();
    let export = || run_in(folder.path(), &["export", "graph.json", "-T", "neo4j", "-o", "neo"], b"");
    let listed = || {
        let entries = fs::read_dir(folder.path()).expect("it can be listed");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(export().code, 0);
    let actors = folder.path().join("neo/actors.csv");
    let first = fs::read_to_string(&actors).expect("it was written");
    assert!(first.starts_with("id:ID(Actor),name,kind,aliases:string[],"), "{first}");
    assert!(folder.path().join("neo/README.md").is_file());
    fs::write(&actors, "old").expect("it can be written");
    assert_eq!(export().code, 0);
    assert_eq!(fs::read_to_string(&actors).expect("it was written"), first);
    assert_eq!(listed(), ["graph.json", "neo"], "nothing else is left behind");

    fs::write(folder.path().join("neo/thesis.txt"), "mine").expect("it can be written");
    let refused = export();
    assert_eq!(refused.code, 2);
    assert!(refused.messages.contains("the folder holds `thesis.txt`, which neo4j does not write"));
    assert_eq!(fs::read_to_string(folder.path().join("neo/thesis.txt")).expect("it is there"), "mine");
    assert_eq!(fs::read_to_string(&actors).expect("it is there"), first);
}

#[test]
fn one_table_goes_to_standard_output() {
    let (folder, _) = graph_folder();
    let run = run_in(folder.path(), &["export", "graph.json", "-T", "neo4j", "--table", "roles"], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
    assert!(run.output.starts_with(":START_ID(Actor),:END_ID(Event),:TYPE\n"), "{}", run.output);
    let run = run_in(folder.path(), &["export", "graph.json", "-T", "neo4j"], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("write -o FOLDER, or choose one with --table actors|"), "{}", run.messages);
    let run = run_in(folder.path(), &["export", "graph.json", "-T", "neo4j", "-o", "graph.json"], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("it is a file"), "{}", run.messages);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_it_is_said_how_to_get_it() {
    let (folder, _) = graph_folder();
    let run = run_in(folder.path(), &["export", "graph.json", "-T", "parquet", "-o", "tables"], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("built without Parquet"), "{}", run.messages);
    assert!(run.messages.contains("--features parquet"), "{}", run.messages);
    assert!(!folder.path().join("tables").exists());
}

#[test]
fn what_a_format_cannot_hold_is_said() {
    let (folder, _) = graph_folder();
    let run = run_in(folder.path(), &["export", "graph.json", "-T", "geojson"], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
    assert!(run.messages.contains("left out: 1 event at no place with coordinates"), "{}", run.messages);
}
