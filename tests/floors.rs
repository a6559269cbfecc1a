//! Floors on texts of our own: where sentences of pages end, names and verbs of headlines, who does what to whom.
//!
//! `benches/compare/sentences.py` and `headlines.py` score the same files more finely, and spaCy beside us.

use diurna::claim::{Role, Status};
use diurna::document::{ReadOptions, Span, read_text};
use diurna::reading::{Reading, read as read_document};
use diurna::text::{Deprel, NameKind, Sentence, read};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// Right, found and wanted.
#[derive(Default)]
struct Counts([usize; 3]);

impl Counts {
    fn add<Fact: Ord>(&mut self, found: &BTreeSet<Fact>, wanted: &BTreeSet<Fact>) {
        let right = found.intersection(wanted).count();
        for (sum, more) in self.0.iter_mut().zip([right, found.len(), wanted.len()]) {
            *sum += more;
        }
    }

    /// In per cent.
    fn f1(&self) -> f64 {
        let [right, found, wanted] = self.0.map(|count| count as f64);
        200.0 * right / (found + wanted)
    }
}

/// Spans of sentences that follow each other, counted in bytes that are no white space.
fn spans<'a>(sentences: impl Iterator<Item = &'a str>) -> BTreeSet<(usize, usize)> {
    let mut start = 0;
    let spans = sentences.map(|sentence| {
        let end = start + sentence.split_whitespace().map(str::len).sum::<usize>();
        (std::mem::replace(&mut start, end), end)
    });
    spans.filter(|(start, end)| start < end).collect()
}

#[test]
fn sentences_of_pages_end_where_they_should() {
    let mut counts = Counts::default();
    let files = fs::read_dir(corpus().join("sentences")).expect("the folder is there");
    for file in files {
        let gold = fs::read_to_string(file.expect("a file").path()).expect("a page can be read");
        let page: Vec<String> =
            gold.trim().split("\n\n").map(|block| block.lines().collect::<Vec<_>>().join(" ")).collect();
        let page = page.join("\n\n") + "\n";
        let found = read(&page, [(0, Span::new(0, page.len()))].into_iter());
        counts.add(&spans(found.iter().map(|sentence| sentence.span.of(&page))), &spans(gold.lines()));
    }
    assert!(counts.0[2] >= 250, "too few sentences: {}", counts.0[2]);
    println!("sentences of our pages: F1 {:.1}", counts.f1());
    assert!(counts.f1() >= 98.0, "F1 {:.1} is below 98", counts.f1());
}

/// A headline with its names and with the subjects and objects of its verbs.
struct Headline<'a> {
    text: &'a str,
    names: BTreeSet<(usize, usize, &'a str)>,
    pairs: BTreeSet<String>,
}

fn parse_headline(line: &str) -> Headline<'_> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [text, names, pairs] = columns[..] else { panic!("not three columns: {line}") };
    let mut from = 0;
    let names = names.split(';').map(str::trim).filter(|entry| !entry.is_empty());
    let names = names.map(|entry| {
        let (kind, name) = entry.split_once('=').expect("a kind and a name");
        let start = from + text[from..].find(name).unwrap_or_else(|| panic!("no {name} in {text}"));
        from = start + name.len();
        (start, from, kind)
    });
    let names = names.collect();
    let pairs = pairs.split(';').map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty());
    Headline { text, names, pairs: pairs.collect() }
}

/// The names without their article, but for those of kinds that the gold has not.
fn names_of(text: &str, sentence: &Sentence) -> Vec<(usize, usize, &'static str)> {
    let names = sentence.names.iter().filter(|name| name.kind != NameKind::Miscellaneous);
    let names = names.map(|name| {
        let mut span = sentence.span_of(name.tokens.clone());
        let words = span.of(text);
        let article = ["the ", "The ", "THE "].into_iter().find(|article| words.starts_with(article));
        span.start += article.map_or(0, str::len);
        (span.start, span.end, name.kind.code())
    });
    names.collect()
}

fn pairs_of(text: &str, sentence: &Sentence, headline: &Headline<'_>) -> BTreeSet<String> {
    let word = |index: usize| sentence.tokens[index].span.of(text);
    let relation = |deprel: Deprel| match deprel {
        Deprel::Nsubj | Deprel::NsubjPass => Some("nsubj"),
        Deprel::Obj => Some("obj"),
        _ => None,
    };
    let mut pairs = BTreeSet::new();
    for token in &sentence.tokens {
        let (Some(head), Some(relation)) = (token.head, relation(token.deprel)) else { continue };
        if sentence.child(head, Deprel::Cop).is_some() {
            continue;
        }
        // Any word of a name stands for it: the gold has one of them.
        let span = token.span;
        let name = headline.names.iter().find(|(start, end, _)| *start <= span.start && span.end <= *end);
        let words = name.map_or(span.of(text), |&(start, end, _)| &text[start..end]);
        let mut any =
            words.split(' ').map(|word_of_name| format!("{relation}({}, {word_of_name})", word(head)));
        let met = any.clone().find(|pair| headline.pairs.contains(pair));
        pairs.extend(met.or_else(|| any.next_back()));
    }
    pairs
}

#[test]
fn headlines_are_read() {
    let file = fs::read_to_string(corpus().join("headlines.tsv")).expect("the file is there");
    let (mut untyped, mut typed, mut pairs) = (Counts::default(), Counts::default(), Counts::default());
    let mut number = 0;
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let headline = parse_headline(line);
        number += 1;
        let text = headline.text;
        let sentences = read(text, [(0, Span::new(0, text.len()))].into_iter());
        let found: BTreeSet<_> = sentences.iter().flat_map(|sentence| names_of(text, sentence)).collect();
        let spans = |names: &BTreeSet<(usize, usize, &str)>| -> BTreeSet<(usize, usize)> {
            names.iter().map(|&(start, end, _)| (start, end)).collect()
        };
        untyped.add(&spans(&found), &spans(&headline.names));
        typed.add(&found, &headline.names);
        let found = sentences.iter().flat_map(|sentence| pairs_of(text, sentence, &headline)).collect();
        pairs.add(&found, &headline.pairs);
    }
    assert_eq!(number, 200);
    let scores = [untyped.f1(), typed.f1(), pairs.f1()];
    println!(
        "headlines: F1 of names {:.1} untyped, {:.1} typed; of pairs {:.1}",
        scores[0], scores[1], scores[2]
    );
    // spaCy 3.8 has 66.8 and 64.0 (md) by the script; the goal is to be five ahead.
    assert!(scores[0] >= 74.0 && scores[2] >= 72.0, "{scores:?}");
}

/// Type, actors and targets of each event but statements, in lower case.
fn events_of(reading: &Reading) -> BTreeSet<String> {
    let events = reading.events.iter().filter(|event| event.kind != "STATEMENT");
    let events = events.map(|event| {
        let names = |wanted: [Role; 2]| {
            let roles = event.participants.iter().filter(|(role, _)| wanted.contains(role));
            let names: BTreeSet<&str> =
                roles.map(|(_, actor)| reading.entities.actors[actor.0].name.as_str()).collect();
            if names.is_empty() { "?".to_owned() } else { names.into_iter().collect::<Vec<_>>().join(", ") }
        };
        let actors = names([Role::Agent, Role::Participant]);
        let not = if event.status == Status::Denied { "not " } else { "" };
        format!("{not}{} {actors} -> {}", event.kind, names([Role::Patient, Role::Recipient])).to_lowercase()
    });
    events.collect()
}

#[test]
fn events_have_their_type_and_direction() {
    let file = fs::read_to_string(corpus().join("events.tsv")).expect("the file is there");
    let mut events = Counts::default();
    let mut number = [0; 2];
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (text, wanted) = line.split_once('\t').unwrap_or_else(|| panic!("not two columns: {line}"));
        let wanted = wanted.to_lowercase();
        let wanted: BTreeSet<String> =
            wanted.split(';').map(|event| event.trim().to_owned()).filter(|event| event != "-").collect();
        number[usize::from(wanted.is_empty())] += 1;
        let found = events_of(&read_document(read_text(text, &ReadOptions::default())));
        for (what, facts) in [("finds", found.difference(&wanted)), ("misses", wanted.difference(&found))] {
            facts.for_each(|fact| println!("{text}: {what} {fact}"));
        }
        events.add(&found, &wanted);
    }
    let [right, found, wanted] = events.0.map(|count| count as f64);
    let (precision, recall) = (right / found, right / wanted);
    println!("events of {number:?} sentences: precision {precision:.3}, recall {recall:.3}");
    assert!(number.iter().all(|&count| count >= 140), "{number:?}");
    assert!(precision >= 0.84 && recall >= 0.78, "precision {precision:.3}, recall {recall:.3}");
}

/// The types of the events in a line of JSON, once for each event; only those of `kinds`, if it names any.
fn types_in(line: &serde_json::Value, kinds: &[&str]) -> Vec<String> {
    let events = line["events"].as_array().expect("a list of events").iter();
    let types = events.map(|event| event["type"].as_str().expect("a type").to_owned());
    types.filter(|kind| kinds.is_empty() || kinds.contains(&kind.as_str())).collect()
}

/// Precision and recall of the event types that `annotate` finds in a file of `tests/corpus/coded`.
fn coded_types(file: &str, names: &str, kinds: &[&str]) -> [f64; 2] {
    let path = corpus().join("coded").join(file);
    let output = Command::new(env!("CARGO_BIN_EXE_diurna"))
        .args(["annotate", "--layer", "events", "--types", names])
        .arg(&path)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let parse = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("lines of JSON");
    let wanted = fs::read_to_string(&path).expect("the file is there");
    let found = String::from_utf8(output.stdout).expect("UTF-8");
    let [mut right, mut finds, mut wants] = [0_usize; 3];
    for (found, wanted) in found.lines().map(parse).zip(wanted.lines().map(parse)) {
        assert_eq!(found["id"], wanted["id"]);
        let found = types_in(&found, kinds);
        let mut open = types_in(&wanted, kinds);
        (finds, wants) = (finds + found.len(), wants + open.len());
        for kind in found {
            if let Some(at) = open.iter().position(|wanted| *wanted == kind) {
                open.swap_remove(at);
                right += 1;
            }
        }
    }
    let scores = [right as f64 / finds as f64, right as f64 / wants as f64];
    println!("{file}: precision {:.3}, recall {:.3}", scores[0], scores[1]);
    scores
}

#[test]
fn coded_sentences_have_their_type() {
    const KINDS: [&str; 4] = ["ASSAULT", "PROTEST", "CONSULT", "COERCE"];
    for (file, least) in
        [("agency.jsonl", [0.75, 0.77]), ("cameo.jsonl", [0.76, 0.75]), ("unseen-agency.jsonl", [0.69, 0.72])]
    {
        let scores = coded_types(file, "plover2016", &[]);
        assert!(scores[0] >= least[0] && scores[1] >= least[1], "{file}: {scores:?}, at least {least:?}");
    }
    for (file, least) in [("articles.jsonl", [0.75, 0.64]), ("unseen-articles.jsonl", [0.85, 0.54])] {
        let scores = coded_types(file, "native", &KINDS);
        assert!(scores[0] >= least[0] && scores[1] >= least[1], "{file}: {scores:?}, at least {least:?}");
    }
}
