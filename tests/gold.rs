//! Floors on the gold data in `../shared/eval`, scored by its own scripts; skipped, and said so, where it is absent.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The evaluation folder beside the project, if it is there.
fn evaluation() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/eval is not there");
    None
}

/// The standard output of the command; it must succeed with one of `codes`.
fn run(command: &mut Command, codes: &[i32]) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let code = output.status.code().unwrap_or(-1);
    assert!(codes.contains(&code), "{command:?}: exit {code}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn diurna() -> Command {
    Command::new(env!("CARGO_BIN_EXE_diurna"))
}

/// What the scorer of the layer says of the layer of this gold file.
fn scores(evaluation: &Path, layer: &str, gold: &str, extra: &[&str]) -> String {
    let gold = evaluation.join("gold").join(gold);
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    let output = run(diurna().args(["annotate", "--layer", layer]).args(extra).arg(&gold), &[0]);
    fs::write(file.path(), output).expect("a temporary file can be written");
    let scorer = evaluation.join(format!("score_{layer}.py"));
    let scores = run(Command::new("python3").arg(scorer).arg(&gold).arg(file.path()), &[0]);
    println!("{scores}");
    scores
}

/// The first number after `label` in the scorer's output.
fn figure(output: &str, label: &str) -> f64 {
    let at = output.find(label).unwrap_or_else(|| panic!("no `{label}` in\n{output}")) + label.len();
    let number: String = output[at..]
        .chars()
        .skip_while(|character| !character.is_ascii_digit())
        .take_while(|character| character.is_ascii_digit() || *character == '.')
        .collect();
    number.parse().unwrap_or_else(|_| panic!("no number after `{label}` in\n{output}"))
}

#[test]
fn trees_reach_their_floor() {
    let Some(evaluation) = evaluation() else { return };
    let scores = scores(&evaluation, "syntax", "syntax_ewt_dev.conllu", &["--input", "conllu"]);
    for (label, floor) in [("upos", 96.3), ("xpos", 95.6), ("las", 87.8), ("nsubj", 95.0), ("obj", 91.0)] {
        let score = figure(&scores, &format!("  {label} "));
        assert!(score >= floor, "{label} {score} is below {floor}");
    }
}

#[test]
fn names_reach_their_floor() {
    let Some(evaluation) = evaluation() else { return };
    let scores = scores(&evaluation, "names", "names_uner_ewt.tsv", &[]);
    let untyped = figure(&scores[scores.find("untyped").unwrap_or(0)..], "F1");
    assert!(untyped >= 79.0, "untyped F1 {untyped} is below 79");
}

#[test]
fn coded_events_reach_their_floor() {
    let Some(evaluation) = evaluation() else { return };
    let scores = scores(&evaluation, "events", "events_plover_dev.jsonl", &["--types", "plover2016"]);
    // Columns: precision, recall, F1, then counts.
    let f1 = |row: &str| -> f64 {
        let line = scores.lines().find(|line| line.split_whitespace().next() == Some(row));
        let cell = line.and_then(|line| line.split_whitespace().nth(3));
        cell.and_then(|cell| cell.parse().ok()).unwrap_or_else(|| panic!("no F1 of {row} in\n{scores}"))
    };
    for (row, floor) in [
        ("type", 0.72),
        ("quad", 0.79),
        ("source_text", 0.79),
        ("target_text", 0.69),
        ("triple_text", 0.48),
        ("triple_code", 0.42),
    ] {
        assert!(f1(row) >= floor, "{row} {} is below {floor}", f1(row));
    }
}

#[test]
fn times_reach_their_floor() {
    let Some(evaluation) = evaluation() else { return };
    for (gold, policy, relaxed, value) in
        [("time_wikiwars_dev.jsonl", "narrative", 94.5, 86.5), ("time_msrec.jsonl", "literal", 98.0, 90.0)]
    {
        let scores = scores(&evaluation, "time", gold, &["--policy", policy]);
        let line = scores.lines().find(|line| line.starts_with("relaxed")).unwrap_or_default();
        assert!(figure(line, "F1") >= relaxed, "{gold}: {line}");
        assert!(figure(&scores, "value F1") >= value, "{gold}: {scores}");
    }
}

#[test]
fn phrases_that_news_may_say_reach_their_floor() {
    let Some(evaluation) = evaluation() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/compare/duckling.py");
    run(Command::new("python3").arg(&script).arg("--selftest"), &[0]);
    let gold = evaluation.join("gold/time_duckling_en.jsonl");
    let binary = env!("CARGO_BIN_EXE_diurna");
    let scores = run(Command::new("python3").arg(&script).arg(gold).args(["--diurna", binary]), &[0]);
    println!("{scores}");
    let line = scores.lines().find(|line| line.starts_with("kept ")).unwrap_or_default();
    assert!(figure(line, "= ") >= 90.0, "{line}");
}

#[test]
fn attribution_reaches_its_floor() {
    let Some(evaluation) = evaluation() else { return };
    let scores = scores(&evaluation, "attribution", "attribution_polnear_dev.jsonl", &[]);
    let line = scores.lines().find(|line| line.starts_with("relation")).unwrap_or_default();
    assert!(figure(line, "f1") >= 60.0, "{line}");
}

#[test]
fn factuality_reaches_its_floor() {
    let Some(evaluation) = evaluation() else { return };
    let scores = scores(&evaluation, "factuality", "factuality_uw_dev.jsonl", &[]);
    assert!(figure(&scores, " r ") >= 0.775, "{scores}");
    assert!(figure(&scores, "macroF1") >= 61.5, "{scores}");
}

/// The scorer's whole answer for one acceptance page.
fn score_page(evaluation: &Path, page: &str) -> serde_json::Value {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let stem = Path::new(page).file_stem().expect("a page has a name").to_string_lossy().into_owned();
    let graph = folder.path().join(format!("{stem}.json"));
    run(diurna().arg("build").arg(evaluation.join("pages").join(page)).arg("-o").arg(&graph), &[0]);
    let expected = evaluation.join("expected").join(format!("{stem}.json"));
    let mut scorer = Command::new("python3");
    scorer.arg(evaluation.join("score_graph.py")).arg(&graph).arg(&expected).arg("--json");
    let answer = run(&mut scorer, &[0, 1]);
    let value: serde_json::Value = serde_json::from_str(&answer).expect("the scorer writes JSON");
    match value {
        serde_json::Value::Array(mut pages) => pages.remove(0),
        page => page,
    }
}

#[test]
fn the_seed_page_reaches_its_floor() {
    let Some(evaluation) = evaluation() else { return };
    let score = score_page(&evaluation, "seed.txt");
    let facts = score["facts"]["f1"].as_f64().expect("a number");
    let core = score["events"]["core"][0].as_u64().expect("a number");
    println!("seed: facts F1 {facts}, core events {core} of {}", score["events"]["core"][1]);
    assert!(core >= 16, "{core} core events");
    assert!(facts >= 0.88, "facts F1 {facts}");
    let broken: Vec<&serde_json::Value> =
        score["must_not"].as_array().expect("a list").iter().filter(|rule| rule["rule"] != "").collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_other_pages_reach_their_floor() {
    let Some(evaluation) = evaluation() else { return };
    let pages = ["02-bread-march.txt", "07-esmeraldas-quake.txt", "08-cocoa-pact.html"];
    let scores = pages.map(|page| score_page(&evaluation, page)["facts"]["f1"].as_f64().expect("a number"));
    let mean = scores.iter().sum::<f64>() / 3.0;
    println!("facts F1 {scores:?}, mean {mean:.3}");
    assert!(mean >= 0.70, "mean facts F1 {mean}");
}
