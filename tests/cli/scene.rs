//! The user's scene: pages that ship with the program, and the seed page where it is at hand.

use crate::{Run, run_in};
use diurna::graph::Graph;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const PAGES: [&str; 3] = ["summit.txt", "harbour-strike.txt", "flood.html"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(arguments: &[&str], input: &[u8]) -> Run {
    let run = run_in(root(), arguments, input);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.messages);
    run
}

fn example(name: &str) -> String {
    format!("examples/pages/{name}")
}

fn build(page: &str) -> String {
    run(&["build", page], b"").output
}

#[test]
fn example_pages_together_are_their_graphs_merged() {
    let pages = PAGES.map(example);
    let build = |jobs| run(&["build", &pages[0], &pages[1], &pages[2], "--jobs", jobs], b"").output;
    let together = build("1");
    assert_eq!(together, build("2"), "the number of threads changes no byte");
    let graphs = pages.map(|page| {
        let json = run(&["build", &page], b"").output;
        Graph::from_json(&json).expect("what build writes can be read")
    });
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let merged = order.iter().map(|&at| graphs[at].clone()).fold(Graph::default(), Graph::merge);
        assert_eq!(merged.to_json(), together);
    }
}

#[test]
fn every_quote_stands_where_its_offsets_say() {
    for page in ["summit.txt", "harbour-strike.txt"] {
        let text = fs::read_to_string(root().join(example(page))).expect("an example page");
        let characters: Vec<char> = text.chars().collect();
        let graph = Graph::from_json(&build(&example(page))).expect("a graph");
        assert!(graph.claims().len() > 5, "{page}");
        for claim in graph.claims() {
            assert_eq!(characters[claim.start..claim.end].iter().collect::<String>(), claim.quote, "{page}");
            let trigger = claim.trigger.as_ref().expect("a claim that was read has a trigger");
            let words: String = characters[trigger.start..trigger.end].iter().collect();
            assert_eq!(words, trigger.text, "{page}");
        }
    }
}

/// Asks what a reader would ask of a page about two foreign ministers and a president.
fn ask(graph: &str) {
    let graph = graph.as_bytes();
    let path = run(&["path", "-", "Putin", "Wang Yi"], graph).output;
    assert!(path.starts_with("Vladimir Putin\n") && path.ends_with("Wang Yi\n"), "{path}");
    let neighbors = run(&["neighbors", "-", "Lavrov", "--long"], graph).output;
    assert!(neighbors.contains("Wang Yi (person, CHN"), "{neighbors}");
    let events = run(&["events", "-", "--actor", "Wang Yi", "--json"], graph).output;
    let events: serde_json::Value = serde_json::from_str(&events).expect("JSON");
    let id = events[0]["id"].as_str().expect("he takes part in an event");
    let why = run(&["why", "-", id], graph).output;
    assert!(why.contains("  | ") && why.contains("^^") && why.contains("rule "), "{why}");
}

#[test]
fn a_reader_can_ask_of_the_example_page() {
    ask(&build(&example("summit.txt")));
}

#[test]
fn a_reader_can_ask_of_the_seed_page() {
    let page = root().join("../shared/eval/pages/seed.txt");
    if !page.exists() {
        eprintln!("skipped: there is no {}", page.display());
        return;
    }
    let graph = build(&page.display().to_string());
    ask(&graph);
    let events = run(&["events", "-", "--actor", "Xi", "--after", "2024-05"], graph.as_bytes()).output;
    assert!(events.contains("2024-05 ") && events.contains("planned"), "{events}");
}

#[test]
fn pictures_can_be_drawn() {
    for page in PAGES {
        let graph = build(&example(page));
        for view in ["events", "actors"] {
            let dot = run(&["export", "-", "-T", "dot", "--view", view], graph.as_bytes()).output;
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("graph.dot");
            fs::write(&file, dot).expect("a file");
            let drawn = Command::new("dot").arg("-Tsvg").arg(&file).stderr(Stdio::piped()).output();
            let Ok(drawn) = drawn else {
                eprintln!("skipped: Graphviz is not installed");
                return;
            };
            assert!(drawn.status.success(), "{page}: {}", String::from_utf8_lossy(&drawn.stderr));
            assert!(String::from_utf8_lossy(&drawn.stdout).contains("</svg>"), "{page}");
        }
    }
}
