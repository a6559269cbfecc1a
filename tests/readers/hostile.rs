//! Graphs whose every text is something that a careless writer trips over.

use diurna::graph::Graph;
use serde_json::{Value, json};

/// Texts that mean something to some format.
pub(crate) const TEXTS: [&str; 34] = [
    "plain",
    "\"",
    "\\",
    "\\\" a\\",
    "back\\slash \\n \\u0041 \\N",
    "it's \"quoted\", with; separators\tand | bars",
    "a;b;c",
    "&amp; &lt; & &#0; &#x1F30D;",
    "<b>bold</b> ]]> <!-- no --> <?pi?>",
    "</script><script>alert(1)</script>",
    "line\nbreak\r\nand\rmore\n",
    "\0\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{2028}",
    "nul\0here",
    "line\u{2028}and\u{2029}paragraph",
    "control\u{1}\u{1b}[31m",
    "node",
    "end",
    "digraph { subgraph }",
    "END MATCH (n) RETURN null;",
    "subgraph class click style linkStyle",
    "BEGIN:VEVENT",
    "@prefix a: <b> .",
    "null",
    "--> -- ; {} [] %% :::",
    "\u{202e}desrever\u{202c} \u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{645}\u{631}\u{62d}\u{628}\u{627}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1fa}\u{1f1e6} e\u{301}\u{327}",
    "\u{feff}\u{fffd}\u{fffe}\u{ffff}\u{10ffff}",
    "=cmd()+1,@SUM(A1)",
    "%22 %41%00 %s {0} ${HOME} $(x) `y` #x ?y",
    "' OR 1=1; DROP TABLE events; --",
    " leading and trailing \u{a0}",
    "# `code` **bold** [link](x)",
    "NaN",
    "",
];

/// The graph objects whose every text is `text`, their ids ending in `tail`.
///
/// One event has a type of this name; the other has one that every coding scheme knows.
fn parts(text: &str, tail: &str) -> Value {
    let id = |prefix: &str| format!("{prefix}:{tail}");
    let mention = json!({"document": id("d"), "start": 0, "end": 1, "text": text});
    let event = |id: String, kind: &str, quad: &str, cameo: &str, time: Value| {
        json!({"id": id, "type": kind, "mode": text, "context": [text], "quad": quad, "cameo": cameo,
            "label": text, "status": "planned", "places": [format!("p:{tail}")],
            "participants": [{"role": "agent", "actor": format!("a:{tail}")},
                {"role": "recipient", "actor": format!("a2:{tail}")}],
            "time": time, "quantities": [{"kind": text, "value": 1.5, "approximate": true}],
            "confidence": 0.123_456_789, "independent_sources": 4_000_000_000_u32})
    };
    let claim = |id: String, event: String, time: Value| {
        json!({"id": id, "event": event, "document": format!("d:{tail}"), "story": text, "quote": text, "start": 0,
            "end": 1, "trigger": {"start": 0, "end": 1, "text": text}, "status": "planned", "rule": text,
            "attribution": [{"actor": format!("a3:{tail}"), "cue": text}, {"anonymous": true, "count": 2, "cue": text}],
            "time": time})
    };
    let open = json!({"start": "2024-02", "end": Value::Null, "grain": "month", "value": text, "modifier": text,
        "text": text, "basis": "explicit"});
    let may = json!({"start": "2024-05-01", "end": "2024-05-31", "grain": "month", "text": text});
    json!({
        "documents": [{"id": id("d"), "path": text, "source_id": text, "title": text, "publisher": text, "url": text,
            "language": text, "published": "2024-02-29T23:59",
            "stories": [{"id": text, "title": text}]}],
        "actors": [
            {"id": id("a"), "name": text, "kind": "person", "aliases": [text, "x;y"], "country": text,
                "sector": text, "titles": [{"title": text, "of": id("a2")}], "mentions": [mention]},
            {"id": id("a2"), "name": format!("{text}{text}"), "kind": "group", "members": [id("a")], "count": 3,
                "aliases": [text], "mentions": [mention]},
            {"id": id("a3"), "name": text, "kind": "anonymous"},
        ],
        "places": [{"id": id("p"), "name": text, "kind": "city", "country": text, "lat": -0.0, "lon": 179.999,
            "mentions": [mention]}],
        "events": [
            event(id("e"), text, text, text, open),
            event(id("e2"), "CONSULT", "VC", "04", may),
        ],
        "claims": [
            claim(id("c"), id("e"), json!({"start": Value::Null, "end": "2024", "text": text})),
            claim(id("c2"), id("e2"), Value::Null),
        ],
        "relations": [{"source": id("a"), "target": id("p"), "type": text, "title": text}],
    })
}

/// A graph whose every text is `text`; its ids end with it too.
pub(crate) fn graph_of(text: &str) -> Graph {
    graph_with_ids(text, text)
}

fn graph_with_ids(text: &str, tail: &str) -> Graph {
    let mut file = parts(text, tail);
    file["format"] = json!("diurna/1");
    Graph::from_json(&file.to_string()).expect("a graph")
}

/// What the ids of [`graph_of_all`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ids {
    /// Such that no format minds.
    Plain,
    /// With the beginning of the text in them.
    Hostile,
}

/// One graph with all of [`TEXTS`] and one of ten thousand letters.
pub(crate) fn graph_of_all(ids: Ids) -> Graph {
    let long = "long \u{1f30d} ".repeat(1000);
    let texts = TEXTS.iter().copied().chain([long.as_str()]).enumerate();
    texts
        .map(|(at, text)| {
            let start: String = text.chars().take(if ids == Ids::Hostile { 40 } else { 0 }).collect();
            graph_with_ids(text, &format!("{at:02}{start}"))
        })
        .fold(Graph::default(), Graph::merge)
}
