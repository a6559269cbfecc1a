//! Event rules of the user's own: `lint`, and `--rules` of what reads pages.

use super::run_in;
use std::fs;

const KNIT: &str = "\
sense knit
type KNIT
verb knit [object: scarf|sock]
agent subject
require agent: actor
yes Norway knitted a scarf.
yes Peru has knitted forty socks.
no Ivy and oak were knit together.
no Norway knitted its brow.
";

fn folder_with(rules: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("own")).expect("a folder");
    fs::write(folder.path().join("own/crafts.rules"), rules).expect("a file");
    folder
}

#[test]
fn rules_without_fault_pass() {
    let folder = folder_with(KNIT);
    let run = run_in(folder.path(), &["lint", "own"], b"");
    assert_eq!((run.code, run.output.as_str()), (0, ""), "{}", run.messages);
    assert!(
        run.messages.contains("checked 1 sense and 4 examples in 1 file: nothing is wrong"),
        "{}",
        run.messages
    );
    assert!(run.messages.contains("type `KNIT` is new"), "{}", run.messages);
}

#[test]
fn lint_tells_what_is_wrong_and_where() {
    let faulty = KNIT
        .replace("no Norway knitted its brow.\n", "")
        .replace("yes Norway knitted a scarf.", "yes Norway sewed a scarf.")
        .replace("no Ivy and oak were knit together.", "no Norway knitted a scarf.")
        .replace("require agent", "require patient");
    let folder = folder_with(&faulty);
    let run = run_in(folder.path(), &["lint", "own/crafts.rules"], b"");
    assert_eq!(run.code, 1, "{}", run.messages);
    let problems: Vec<&str> = run.output.lines().collect();
    let path = "own/crafts.rules:1: sense `crafts.knit`: ";
    assert_eq!(
        problems,
        [
            format!("{path}has 1 `no` sentence where 2 are wanted"),
            format!("{path}demands something of the patient, but no line says what fills it"),
            format!("{path}does not find: Norway sewed a scarf."),
            format!("{path}must not find: Norway knitted a scarf."),
        ]
    );
    assert!(run.messages.contains("4 problems"), "{}", run.messages);
}

#[test]
fn lint_names_the_line_that_cannot_be_read() {
    let folder = folder_with(&KNIT.replace("verb knit", "verbs knit"));
    let run = run_in(folder.path(), &["lint", "own"], b"");
    assert_eq!(run.code, 1);
    assert!(run.output.starts_with("own/crafts.rules:3: unknown word `verbs`"), "{}", run.output);
}

#[test]
fn own_rules_add_types() {
    let folder = folder_with(KNIT);
    let page = b"Norway knitted a scarf for Peru on Monday.";
    let without = run_in(folder.path(), &["build", "-"], page);
    assert!(!without.output.contains("KNIT"));
    for rules in ["own", "own/crafts.rules"] {
        let with = run_in(folder.path(), &["build", "-", "--rules", rules], page);
        assert_eq!(with.code, 0, "{}", with.messages);
        assert!(with.output.contains("\"KNIT\""), "{}", with.output);
        assert!(with.output.contains("\"crafts.knit\""), "{}", with.output);
    }
    let explained = run_in(folder.path(), &["explain", "--rules", "own", "Norway knitted a scarf."], b"");
    assert!(explained.output.contains("crafts.knit"), "{}", explained.output);
    let line = br#"{"id":"1","text":"Norway knitted a scarf."}"#;
    let coded = run_in(folder.path(), &["annotate", "--layer", "events", "--rules", "own", "-"], line);
    assert!(coded.output.contains("\"type\":\"KNIT\""), "{}", coded.output);
}

#[test]
fn an_own_sense_takes_the_place_of_the_shipped_one() {
    let folder = folder_with("");
    let rules = "sense visit\ntype KNIT\nverb visit\nagent subject\nyes A visits B.\nno A visits a site.\n";
    fs::write(folder.path().join("own/consult.rules"), rules).expect("a file");
    let run = run_in(folder.path(), &["build", "-", "--rules", "own"], b"Norway visited Peru.");
    assert!(run.output.contains("\"KNIT\"") && !run.output.contains("\"CONSULT\""), "{}", run.output);
    let run = run_in(folder.path(), &["lint", "own"], b"");
    assert!(run.messages.contains("takes the place of the one that ships"), "{}", run.messages);
}

#[test]
fn rules_that_cannot_be_used_stop_before_anything_is_read() {
    let folder = folder_with(&KNIT.replace("type KNIT\n", ""));
    let run = run_in(folder.path(), &["build", "-", "--rules", "own"], b"Norway visited Peru.");
    assert_eq!((run.code, run.output.as_str()), (2, ""));
    assert!(
        run.messages.contains("own/crafts.rules:1: sense `crafts.knit` has no `type` line"),
        "{}",
        run.messages
    );
    assert!(run.messages.contains("diurna lint"), "{}", run.messages);
    for verb in [&["lint", "elsewhere"][..], &["build", "-", "--rules", "elsewhere"]] {
        let run = run_in(folder.path(), verb, b"");
        assert_eq!(run.code, 2, "{}", run.messages);
        assert!(run.messages.contains("cannot read elsewhere"), "{}", run.messages);
    }
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    let run = run_in(folder.path(), &["lint", "empty"], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("no file named *.rules"), "{}", run.messages);
}
