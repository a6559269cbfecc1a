//! Actors that the user knows: `--actors` of what reads pages.

use crate::{Run, run_in};
use serde_json::Value;
use std::fs;
use std::path::Path;

const LIST: &str =
    "name\tkind\tcountry\tsector\taliases\nViktor Brandt\tperson\tAUT\tBUS\tthe Butcher of Kelvane\n";

fn folder_with(list: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("a folder");
    for (name, text) in [
        ("arrest.txt", "Police arrested the Butcher of Kelvane in Lima on 5 March 2024."),
        ("visit.txt", "Viktor Brandt visited Lima on 4 March 2024."),
    ] {
        fs::write(folder.path().join("news").join(name), text).expect("a page");
    }
    fs::write(folder.path().join("own.tsv"), list).expect("a list");
    folder
}

fn done(folder: &Path, arguments: &[&str]) -> Run {
    let run = run_in(folder, arguments, b"");
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.messages);
    run
}

/// Name, country and number of mentions of the people in a graph.
fn people(graph: &str) -> Vec<(String, String, usize)> {
    let graph: Value = serde_json::from_str(graph).expect("JSON");
    let actors = graph["actors"].as_array().expect("actors").iter().filter(|actor| actor["kind"] == "person");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let n_mentions = |actor: &Value| actor["mentions"].as_array().map_or(0, Vec::len);
    actors.map(|actor| (text(&actor["name"]), text(&actor["country"]), n_mentions(actor))).collect()
}

#[test]
fn documents_that_call_an_actor_by_other_names_are_about_one() {
    let folder = folder_with(LIST);
    let here = folder.path();
    let brandt = ("Viktor Brandt".to_owned(), "AUT".to_owned(), 2);
    let built = done(here, &["build", "news", "--actors", "own.tsv"]).output;
    assert_eq!(people(&built), [brandt]);
    assert_ne!(people(&done(here, &["build", "news"]).output), people(&built));
    for jobs in ["1", "3"] {
        assert_eq!(done(here, &["build", "news", "--actors", "own.tsv", "-j", jobs]).output, built);
    }
    fs::write(here.join("g.json"), &built).expect("a graph");
    let split = run_in(here, &["split", "g.json", "Viktor Brandt", "news/visit.txt"], b"");
    assert!(
        split.code == 1 && split.messages.contains("known to everybody or to you (--actors)"),
        "{}",
        split.messages
    );
    done(here, &["add", "s.store", "news", "--actors", "own.tsv"]);
    assert_eq!(done(here, &["export", "s.store", "-T", "json"]).output, built);
}

#[test]
fn every_verb_that_reads_pages_takes_them() {
    let folder = folder_with(LIST);
    let here = folder.path();
    let sentence = "Peru arrested the Butcher of Kelvane.";
    for arguments in
        [&["news/arrest.txt", "--actors", "own.tsv"][..], &["explain", "--actors", "own.tsv", sentence]]
    {
        let output = done(here, arguments).output;
        assert!(output.contains("Viktor Brandt"), "{arguments:?}: {output}");
    }
    let line = format!("{{\"id\":\"1\",\"text\":\"{sentence}\"}}");
    let coded = run_in(here, &["annotate", "--layer", "events", "--actors", "own.tsv", "-"], line.as_bytes());
    assert!(coded.output.contains("\"code\":\"AUT\""), "{}", coded.output);
}

#[test]
fn several_lists_are_one() {
    let folder = folder_with(LIST);
    let here = folder.path();
    fs::write(here.join("more.tsv"), "name\taliases\r\nKelvane Police\tthe harbour police\r\n")
        .expect("a list");
    let page = b"The harbour police arrested the Butcher of Kelvane.";
    let run = run_in(here, &["build", "-", "--actors", "own.tsv", "--actors", "more.tsv"], page);
    assert!(
        run.output.contains("\"Kelvane Police\"") && run.output.contains("\"Viktor Brandt\""),
        "{}",
        run.output
    );
}

#[test]
fn a_store_reads_again_what_another_list_may_change() {
    let folder = folder_with(LIST);
    let here = folder.path();
    let told = |verb: &str, list: &[&str]| {
        let run = done(here, &[&[verb, "s.store", "news"], list].concat());
        run.messages.lines().last().unwrap_or_default().to_owned()
    };
    let list = ["--actors", "own.tsv"];
    assert_eq!(told("add", &list), "added 2 documents");
    assert_eq!(told("add", &list), "added 0 documents, unchanged 2");
    fs::write(here.join("own.tsv"), LIST.replace("AUT", "DEU")).expect("a list");
    assert_eq!(told("sync", &list), "added 0 documents, replaced 2");
    assert_eq!(
        done(here, &["export", "s.store", "-T", "json"]).output,
        done(here, &["build", "news", "--actors", "own.tsv"]).output
    );
    assert_eq!(told("sync", &[]), "added 0 documents, replaced 2");
}

#[test]
fn a_list_with_a_mistake_stops_before_anything_is_read() {
    for (list, message, help) in [
        (
            "name\tkind\nAna\tpersn\n",
            "own.tsv:2: `persn` is no kind of actor",
            "there are person, organization",
        ),
        ("name\tage\nAna\t3\n", "own.tsv:1: unknown column `age`", "name, kind, country, sector, aliases"),
        (
            "name\tkind\n\n# x\nAna\n",
            "own.tsv:4: a row of 1 cells under 2 columns",
            "columns have tabs between",
        ),
        ("name\tcountry\nAna\tPeru\n", "own.tsv:2: `Peru` is no country", "three letters"),
        ("name\naa\nAA\n", "own.tsv:3: `AA` is a name of aa too", "a name stands for one actor"),
        ("", "own.tsv: there is no line that names the columns", "write: name"),
    ] {
        let folder = folder_with(list);
        let run = run_in(folder.path(), &["build", "news", "--actors", "own.tsv"], b"");
        assert_eq!((run.code, run.output.as_str()), (2, ""), "{list:?}");
        assert!(run.messages.contains(message) && run.messages.contains(help), "{}", run.messages);
    }
    let folder = folder_with(LIST);
    let run = run_in(folder.path(), &["add", "s.store", "news", "--actors", "none.tsv"], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("cannot read none.tsv"), "{}", run.messages);
    assert!(!folder.path().join("s.store").exists());
    fs::write(folder.path().join("own.tsv"), b"name\nM\xfcller\n").expect("a file");
    let run = run_in(folder.path(), &["build", "news", "--actors", "own.tsv"], b"");
    assert!(run.messages.contains("own.tsv: is not UTF-8 text"), "{}", run.messages);
    assert!(run.messages.contains("save the table as UTF-8"), "{}", run.messages);
}
