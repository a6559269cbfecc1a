//! Whatever is asked, there is an answer or an error, and soon.

use crate::answers::engine;
use diurna::query::cypher::{CypherEngine, Question};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Pieces of queries: joined, they make much that is nearly openCypher.
const PIECES: &[&str] = &[
    "MATCH",
    "OPTIONAL MATCH",
    "WHERE",
    "RETURN",
    "WITH",
    "UNWIND",
    "UNION",
    "CALL",
    "YIELD",
    "ORDER BY",
    "SKIP",
    "LIMIT",
    "CREATE",
    "SET",
    "DELETE",
    "MERGE",
    "REMOVE",
    "LOAD CSV",
    "FOREACH",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "-->",
    "<--",
    "-[",
    "]->",
    "*",
    "*1..3",
    "..",
    ":",
    "|",
    ",",
    ".",
    "=",
    "<>",
    "<",
    "+",
    "-",
    "/",
    "%",
    "^",
    "=~",
    "IN",
    "AND",
    "OR",
    "NOT",
    "XOR",
    "IS NULL",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "DISTINCT",
    "AS",
    "a",
    "e",
    "n",
    "Actor",
    "Event",
    "AGENT",
    "name",
    "type",
    "count",
    "collect",
    "nodes",
    "shortestPath",
    "reduce",
    "range",
    "date",
    "duration",
    "1",
    "0",
    "-1",
    "9223372036854775807",
    "1e308",
    "'x'",
    "\"y\"",
    "'",
    "`",
    "$p",
    "$",
    "/*",
    "*/",
    "//",
    "\n",
    "\u{0}",
    "\u{202e}",
    "\u{1f600}",
];

fn is_answered_soon(text: &str) {
    let start = Instant::now();
    let question = Question::new(text).with("p", "x").within(Duration::from_secs(2));
    let answer = engine_of_all().query(&question);
    assert!(start.elapsed() < Duration::from_secs(8), "{text}");
    if let Err(error) = answer {
        assert!(!error.to_string().is_empty());
    }
}

fn engine_of_all() -> &'static diurna::query::cypher::Kglite {
    static ENGINE: std::sync::LazyLock<diurna::query::cypher::Kglite> = std::sync::LazyLock::new(engine);
    &ENGINE
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,80}") {
        is_answered_soon(&text);
    }

    #[test]
    fn any_row_of_words_is_answered(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        is_answered_soon(&pieces.join(" "));
    }

    #[test]
    fn any_ending_of_a_query_is_answered(end in 0_usize..200, piece in prop::sample::select(PIECES)) {
        let text = "MATCH p = shortestPath((a:Actor {name: 'x'})-[:AGENT*..8]-(b)) WHERE a.name =~ 'x.*' WITH a, collect(b) AS c \
                    RETURN [x IN c WHERE x.type = 'y' | x.name] AS d, reduce(s = 0, y IN c | s + 1) ORDER BY d LIMIT 3";
        let end = end.min(text.len());
        is_answered_soon(&format!("{} {piece}", &text[..end]));
    }
}

#[test]
fn deep_and_long_queries_are_answered() {
    let deep = |open: &str, close: &str, count: usize| {
        format!("RETURN {}1{} AS x", open.repeat(count), close.repeat(count))
    };
    for text in [
        deep("(", ")", 99),
        deep("[", "]", 99),
        deep("(", ")", 100_000),
        deep("NOT ", "", 4000),
        deep("- ", "", 4000),
        format!("RETURN 1{} AS x", " + 1".repeat(2400)),
        format!("RETURN a{} AS x", ".b".repeat(4000)),
        format!("RETURN x{} AS x", "[0]".repeat(2000)),
        format!("RETURN [{}] AS x", "1,".repeat(4000)),
        format!("MATCH (a){} RETURN a", "-->()".repeat(1000)),
        format!("RETURN 1 AS x {}", "UNION RETURN 1 AS x ".repeat(1000)),
        format!("RETURN '{}' AS x", "x".repeat(1_000_000)),
        format!("{}RETURN 1 AS x", "WITH 1 AS x ".repeat(1000)),
        format!("RETURN CASE {}END AS x", "WHEN true THEN 1 ".repeat(1000)),
        "RETURN range(1, 1000000000000) AS x".to_owned(),
        "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(*)".to_owned(),
        "MATCH (a), (b), (c), (d), (e), (f) RETURN count(*)".to_owned(),
        "MATCH p = (a)-[*]-(b) RETURN count(p)".to_owned(),
        "RETURN reduce(s = 'x', i IN range(1, 60) | s + s) AS x".to_owned(),
    ] {
        is_answered_soon(&text);
    }
}
