//! Names that break careless writers, and what must hold of the bytes whatever the names are.

use crate::{FORMATS, files, text};
use diurna::export::Options;
use diurna::graph::Graph;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Texts that end strings, fields, lines or scripts somewhere.
pub(crate) const TEXTS: &[&str] = &[
    "plain",
    "say \"hi\"",
    "it's 'quoted'",
    "back\\slash \\n \\u0041 \\",
    "two\nlines\r\nthree\rfour",
    "nul\u{0}here",
    "tab\there",
    "a;b;c",
    "1,2,3",
    "</script><b onclick='x'>&amp;",
    "END MATCH (n) RETURN null;",
    "\u{202e}\u{639}\u{631}\u{628}\u{64a}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    " spaces around ",
    "=cmd|' /C calc'!A0",
    "\u{feff}mark",
    "\u{fffe}\u{ffff}",
    "line\u{2028}and\u{2029}paragraph",
    "`tick` ${x} {a: 1} $b",
    "%41%00 #x ?y",
    "]]> <!-- -->",
    "control\u{1}\u{1b}[31m\u{7f}\u{85}",
    "null",
];

/// A graph in which every one of `texts` is an actor's, place's, event's and document's name, a quote and an id.
pub(crate) fn graph_of_texts(texts: &[&str]) -> Graph {
    let long = "x\u{e9}".repeat(5_000);
    let texts: Vec<&str> = texts.iter().copied().chain([long.as_str()]).collect();
    let n_texts = texts.len();
    let id = |prefix: &str, at: usize| match at % 2 {
        0 => format!("{prefix}:{at}"),
        _ => format!("{prefix}:{at}{}", texts[at].chars().take(40).collect::<String>()),
    };
    let each = |make: &dyn Fn(usize, &str) -> Value| -> Vec<Value> {
        texts.iter().enumerate().map(|(at, text)| make(at, text)).collect()
    };
    let graph = json!({
        "format": "diurna/1",
        "documents": each(&|at, text| json!({
            "id": id("d", at), "title": text, "path": text, "publisher": text, "published": "2024-04-07", "url": text,
        })),
        "actors": each(&|at, text| json!({
            "id": id("a", at), "name": text, "kind": if at % 3 == 0 { "person" } else { "group" },
            "aliases": [text, "x;y"], "country": text, "sector": text, "titles": [{"title": text}],
            "mentions": [{"document": id("d", at), "start": 0, "end": 1, "text": text}],
        })),
        "places": each(&|at, text| json!({
            "id": id("p", at), "name": text, "kind": "city", "lat": 1.5, "lon": at, "country": text,
        })),
        "events": each(&|at, text| json!({
            "id": id("e", at), "type": "CONSULT", "mode": text, "quad": "VC", "cameo": "04", "label": text,
            "status": "planned", "context": [text], "places": [id("p", at)],
            "participants": [
                {"role": "agent", "actor": id("a", at)}, {"role": "recipient", "actor": id("a", (at + 1) % n_texts)},
            ],
            "time": {"start": "2024-05-01", "end": "2024-05-31", "grain": "month", "text": text},
            "quantities": [{"kind": text, "value": 3}],
        })),
        "claims": each(&|at, text| json!({
            "id": id("c", at), "event": id("e", at), "document": id("d", at), "quote": text, "start": 0, "end": 5,
            "status": "planned", "trigger": {"start": 0, "end": 1, "text": text}, "rule": text,
            "attribution": [{"actor": id("a", at), "cue": text}],
        })),
        "relations": each(&|at, text| json!({
            "source": id("a", at), "target": id("a", (at + 1) % n_texts), "type": text, "title": text,
        })),
    });
    Graph::from_json(&graph.to_string()).expect("it is a graph")
}

/// What must hold of every format, whatever the texts are.
fn expect_well_formed(graph: &Graph) {
    let options = Options::default();
    for format in FORMATS {
        assert_eq!(
            files(format, graph, &options),
            files(format, graph, &options),
            "{format}: not the same bytes"
        );
    }
    for (name, columns) in [("gdelt", 61), ("plover", 40)] {
        let rows = text(name, graph, &options);
        assert!(rows.lines().all(|row| row.split('\t').count() == columns), "{name}: {rows}");
        assert!(
            !rows.contains('\r') && rows.chars().all(|c| !c.is_control() || "\t\n".contains(c)),
            "{name}"
        );
    }
    for line in text("ftm", graph, &options).lines() {
        let entity: Value = serde_json::from_str(line).expect("every line is JSON");
        let properties = entity["properties"].as_object().expect("it is an object");
        assert!(
            properties.values().flat_map(|values| values.as_array().expect("a list")).all(Value::is_string)
        );
    }
    for name in ["jsonld", "geojson", "timelinejs"] {
        let _: Value =
            serde_json::from_str(&text(name, graph, &options)).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    let calendar = text("ics", graph, &options);
    assert!(
        calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])),
        "{calendar}"
    );
    let script = text("cypher", graph, &options);
    assert!(script.lines().all(is_one_statement), "{script}");
    for (name, bytes) in files("neo4j", graph, &options).into_iter().filter(|(name, _)| name.ends_with("csv"))
    {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        assert!(reader.records().all(|record| record.is_ok()), "{name}: rows differ in width");
    }
    let turtle = text("turtle", graph, &options);
    let triples: Result<Vec<_>, _> = oxttl::TurtleParser::new().for_slice(&turtle).collect();
    assert!(triples.is_ok(), "{triples:?}");
}

/// Whether `line` ends a statement with a semicolon outside strings and has no other there.
fn is_one_statement(line: &str) -> bool {
    let mut is_inside = false;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if is_inside => drop(characters.next()),
            '\'' => is_inside = !is_inside,
            ';' if !is_inside => return characters.next().is_none(),
            _ => {}
        }
    }
    false
}

#[test]
fn hostile_texts_keep_every_format_well_formed() {
    expect_well_formed(&graph_of_texts(TEXTS));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_keeps_every_format_well_formed(texts in proptest::collection::vec("(?s).{0,12}", 1..4)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        expect_well_formed(&graph_of_texts(&texts));
    }
}
