use crate::{Run, graph_folder, run_in};
use serde_json::Value;

fn run(arguments: &[&str]) -> Run {
    let (folder, _) = graph_folder();
    run_in(folder.path(), arguments, b"")
}

fn found(arguments: &[&str]) -> String {
    let run = run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.messages);
    run.output
}

/// `text` with every line break and indent as one space.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&found(arguments)).expect("JSON")
}

#[test]
fn events_come_in_time_order_with_who_says_so() {
    let output = found(&["events", "graph.json", "--long"]);
    assert!(output.starts_with("2024-05           Ana M\u{fc}ller visits Peru\n"), "{output}");
    let output = in_one_line(&output);
    assert!(
        output.contains("CONSULT/visit, planned; agent Ana M\u{fc}ller; recipient Peru; in Peru"),
        "{output}"
    );
    assert!(
        output.contains("said by The Daily Plain; Radio Sol, citing two sources (not named)"),
        "{output}"
    );
    assert!(output.contains("injured: about 30"), "{output}");
    assert!(!output.contains('\u{1b}'), "no colours in a pipe");
    assert_eq!(json(&["events", "graph.json", "--json"]).as_array().map(Vec::len), Some(2));
}

#[test]
fn events_can_be_asked_for() {
    let output = found(&["events", "graph.json", "--actor", "m\u{fc}ller", "--after", "2024-05"]);
    assert_eq!(output.matches("CONSULT").count(), 1);
    let run = run(&["events", "graph.json", "--after", "2025"]);
    assert_eq!((run.code, run.output.as_str()), (1, ""));
    assert!(run.messages.contains("left out: 1 event without a date"), "{}", run.messages);
}

#[test]
fn a_condition_that_cannot_be_read_is_a_usage_error() {
    for (arguments, expected) in [
        (["--after", "May"], "write 2024, 2024-05 or 2024-05-17"),
        (["--status", "claimed"], "a status is one of occurred"),
        (["--role", "victim"], "a role is one of agent"),
        (["--min-confidence", "7"], "a number from 0 to 1"),
        (["--after", "2024-13"], "write 2024, 2024-05 or 2024-05-17"),
        (["--before", "2023-02-29"], "write 2024, 2024-05 or 2024-05-17"),
        (["--undated", "maybe"], "write include or exclude"),
        (["--zone", "attic"], "a zone is one of title, body"),
        (["--min-sources", "-1"], "-1 is not in 0..=4294967295"),
        (["--colour", "red"], "unexpected argument '--colour'"),
    ] {
        let run = run(&["events", "graph.json", arguments[0], arguments[1]]);
        assert_eq!(run.code, 2);
        assert!(run.messages.contains(expected), "{}", run.messages);
    }
    let run = run(&["events", "graph.json", "--type", "CONSUL"]);
    assert_eq!(run.code, 1);
    assert!(run.messages.contains("the types in this graph are ASSAULT, CONSULT"), "{}", run.messages);
}

#[test]
fn show_tells_of_a_graph_an_actor_and_a_place() {
    let all = found(&["show", "graph.json"]);
    assert!(all.contains("The Daily Plain  2024-04-07"), "{all}");
    assert!(all.contains("Foreign Minister of Germany"), "{all}");
    let actor = found(&["show", "graph.json", "ana"]);
    assert!(actor.starts_with("Ana M\u{fc}ller (person, DEU)"), "{actor}");
    assert!(actor.contains("Says (1)"), "{actor}");
    let place = found(&["show", "graph.json", "Lima"]);
    assert!(place.contains("Lima (city, PER), in Peru"), "{place}");
    assert_eq!(json(&["show", "graph.json", "ana", "--json"])["actor"]["name"], "Ana M\u{fc}ller");
}

#[test]
fn a_path_has_one_quote_for_each_step() {
    let output = found(&["path", "graph.json", "ana", "police"]);
    assert!(
        output.starts_with("Ana M\u{fc}ller\n  | agent in CONSULT/visit, planned, 2024-05, with Peru"),
        "{output}"
    );
    assert_eq!(output.matches("  | -- The Daily Plain, 2024-04-07").count(), 2, "{output}");
    assert!(output.ends_with("police\n"), "{output}");
    assert_eq!(
        json(&["path", "graph.json", "ana", "police", "--json"])["paths"][0]["hops"].as_array().map(Vec::len),
        Some(2)
    );
    let run = run(&["path", "graph.json", "ana", "police", "--max-hops", "1"]);
    assert_eq!(run.code, 1);
    assert!(run.messages.contains("no chain of at most 1 event links"), "{}", run.messages);
}

#[test]
fn neighbors_say_how_far_and_through_what() {
    let output = found(&["neighbors", "graph.json", "ana", "--depth", "2", "--long"]);
    assert!(output.starts_with("Peru (country, PER) 1 event\n"), "{output}");
    assert!(output.contains("police (group) 1 event, 2 events away"), "{output}");
    assert_eq!(json(&["neighbors", "graph.json", "ana", "--json"])[0]["name"], "Peru");
    assert_eq!(run(&["neighbors", "graph.json", "Radio Sol"]).code, 1);
}

#[test]
fn why_underlines_the_words_and_names_the_speakers() {
    let output = found(&["why", "graph.json", "visits", "peru"]);
    assert!(output.contains("  | ~~~~~~~~~~ ^^^^^^^^ ~~~~\n  | agent               recipient\n"), "{output}");
    let output = in_one_line(&output);
    assert!(output.contains("that two sources (not named) say (\"citing\") that it is planned."), "{output}");
    assert!(output.contains("rule events/consult.rules:3, confidence 0.9"), "{output}");
    assert_eq!(
        json(&["why", "graph.json", "visits peru", "--json"])["claims"].as_array().map(Vec::len),
        Some(2)
    );
    let several = run(&["why", "graph.json", "peru"]);
    assert_eq!(several.code, 1);
    assert!(several.messages.contains("may mean 2 events"), "{}", several.messages);
    assert_eq!(run(&["why", "graph.json", "chile"]).code, 1);
}

#[test]
fn stats_count() {
    let output = found(&["stats", "graph.json"]);
    assert!(output.contains("events      2, 1 with a date"), "{output}");
    assert_eq!(json(&["stats", "graph.json", "--json"])["claims"], 3);
}

#[test]
fn an_unknown_actor_has_a_suggestion() {
    let run = run(&["show", "graph.json", "Mueler"]);
    assert_eq!(run.code, 1);
    assert!(
        run.messages.contains("error: no actor, place, document or event is called `Mueler`"),
        "{}",
        run.messages
    );
    assert!(run.messages.contains("  help: did you mean \"Ana M\u{fc}ller\""), "{}", run.messages);
}

#[test]
fn an_ambiguous_name_lists_its_candidates() {
    let run = run(&["show", "graph.json", "so"]);
    assert_eq!(run.code, 1);
    assert!(run.messages.contains("`so` may mean 3 actors"), "{}", run.messages);
    assert!(run.messages.contains("\"Radio Sol\" (media, 0 events, a:"), "{}", run.messages);
}

#[test]
fn a_graph_may_come_on_standard_input() {
    let (folder, path) = graph_folder();
    let graph = std::fs::read(path).expect("the graph");
    let export = run_in(folder.path(), &["export", "-", "-T", "dot"], &graph);
    assert_eq!(export.code, 0, "{}", export.messages);
    assert!(export.output.starts_with("digraph diurna {"));
    let again = run_in(folder.path(), &["export", "-", "-T", "json"], &graph);
    assert_eq!(again.output.as_bytes(), graph);
}

#[test]
fn an_export_can_be_filtered_and_collapsed() {
    let planned = found(&["export", "graph.json", "-T", "dot", "--status", "planned"]);
    assert!(planned.contains("// 1 events, 2 actors, 1 places"), "{planned}");
    let actors = found(&["export", "graph.json", "-T", "dot", "--view", "actors"]);
    assert!(actors.contains("// 3 actors, 2 links"), "{actors}");
    assert_eq!(run(&["export", "graph.json", "-T", "json", "--view", "actors"]).code, 2);
}

#[test]
fn help_schema_completions_and_manual_are_there() {
    assert!(found(&["--help"]).contains("diurna PAGE"));
    assert!(serde_json::from_str::<Value>(&found(&["schema"])).is_ok());
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(found(&["completions", shell]).contains("neighbors"), "{shell}");
    }
    let manual = found(&["man"]);
    assert!(manual.contains(".TH") && manual.contains("neighbors"));
}

#[test]
fn a_closed_pipe_is_silent() {
    use std::process::{Command, Stdio};
    let (folder, _) = graph_folder();
    // Two equal graphs would be code 1, if the answer were written before the pipe is closed.
    std::fs::write(folder.path().join("empty.json"), diurna::graph::Graph::default().to_json())
        .expect("a file");
    for command in [
        "events graph.json --json",
        "events graph.json --csv",
        "events graph.json --long",
        "show graph.json",
        "show graph.json ana --markdown",
        "between graph.json ana Peru",
        "timeline graph.json",
        "timeline graph.json --count",
        "stats graph.json",
        "why graph.json visits peru",
        "diff empty.json graph.json --json",
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_diurna"))
            .args(command.split(' '))
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary is built");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{command}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command}");
    }
}
