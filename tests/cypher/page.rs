//! docs/CYPHER.md: what a query can name, the documented queries with their answers, and what does not work.

use crate::answers::{QUESTIONS, engine};
use diurna::query::cypher::{CypherEngine, Property, Value, schema};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const HEAD: &str = "# openCypher

Made by the tests: `UPDATE=1 cargo test --features cypher --test cypher`.

`diurna cypher GRAPH QUERY` answers a query in openCypher. It is in builds with the cargo feature `cypher`
(`cargo install --features cypher diurna`); the everyday build goes without, because the engine takes minutes to compile.

```
diurna cypher graph.json \"MATCH (a:Actor)-[:AGENT]->(e:Event {type: 'CONSULT'}) RETURN a.name, e.label\"
diurna cypher graph.json \"MATCH (a:Actor {name: \\$name})-->(e) RETURN e.label\" --param name=\"Wang Yi\" --json
diurna cypher graph.json @questions/who.cypher --after 2024-05      # from a file, on a part of the graph
diurna schema --cypher                                              # the tables below
```

Queries only read: a clause that writes, `LOAD CSV`, and procedures other than the graph algorithms and `db.labels`,
`db.relationshipTypes`, `db.propertyKeys` are refused before the engine sees them. The filters of the other verbs
(`--after`, `--type`, ...) bound what is loaded: the events they accept, and the claims, actors, places and documents that
belong to those.

";

const QUIRKS: &str = "## What to know

* A property that the graph has no value for is null and absent from `keys(n)`. So is an empty list.
* Days and minutes are text in ISO 8601 form. Text of this form compares as time does: `e.start >= '2024-05'`.
  `date(left(e.start, 10))` makes a date of it.
* `start` and `end` of an event are its days, those of a claim are characters of the document, as in diurna/1.
* `id` is the identifier of diurna/1 and the same in every build of a graph; `id(n)` is the engine's own and is not.
* Where we document no such property, the engine has an answer of its own instead of null: `n.title` and `n.name` give the name
  of an actor or place, the label of an event, the title of a document or the id of a claim; `n.type` and `n.label` give the Cypher
  label of nodes that are not events. None of these shows when the node itself is returned.
* `*` and `*2..` follow at most ten relationships; write `*..20` for more. The engine warns.
* A time in an answer that functions such as `date()` or `duration()` compute is text.
* Time zones by name (`Europe/Oslo`) are not known to the engine as we build it; offsets are.
* The language is that of openCypher 2024.3: no `CALL { ... }` subqueries, `FOREACH` or procedures of Neo4j.
  `EXISTS { MATCH ... }` and `COUNT { MATCH ... }` (the engine takes them without a RETURN inside), patterns in WHERE, pattern
  comprehensions, map projections and `shortestPath` are there, and `CALL pagerank() YIELD node, score` and the like.
* A query is given up after a minute; `--timeout SECONDS` says otherwise. Queries of more than 10,000 tokens or 100 open
  brackets are refused.

The share of the openCypher Technology Compatibility Kit that passes, and the list of what does not, is in
[CYPHER-TCK.md](CYPHER-TCK.md).
";

fn properties(page: &mut String, properties: &[Property]) {
    if properties.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n| property | holds | meaning |\n|---|---|---|");
    for property in properties {
        let _ = writeln!(page, "| `{}` | {} | {} |", property.name, property.kind.name(), property.about);
    }
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Text(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    text.replace('|', "\\|").replace('\n', " ")
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let schema = schema();
    page.push_str("## Labels\n");
    for label in &schema.labels {
        let _ = writeln!(page, "\n### :{}\n\nA node is {}.", label.name, label.about);
        if !label.besides.is_empty() {
            let besides: Vec<String> = label.besides.iter().map(|label| format!("`:{label}`")).collect();
            let _ = writeln!(page, "By its kind it also has one of {}.", besides.join(", "));
        }
        properties(&mut page, &label.properties);
    }
    page.push_str("\n## Relationships\n\n| pattern | meaning | properties |\n|---|---|---|\n");
    for relationship in &schema.relationships {
        let ends = relationship
            .ends
            .iter()
            .map(|(from, to)| format!("`(:{from})-[:{}]->(:{to})`", relationship.name));
        let names = relationship
            .properties
            .iter()
            .map(|property| format!("`{}` ({})", property.name, property.about));
        let names: Vec<String> = names.collect();
        let ends: Vec<String> = ends.collect();
        let _ = writeln!(page, "| {} | {} | {} |", ends.join(" "), relationship.about, names.join(", "));
    }
    page.push_str("\n## Questions and answers\n\nOn `graphs/all.json`; a test compares each with the same question asked in Rust.\n");
    let engine = engine();
    for asked in QUESTIONS {
        let _ = writeln!(page, "\n### {}\n\n```cypher\n{}\n```\n", asked.title, asked.text);
        for (name, value) in asked.parameters {
            let _ = writeln!(page, "with `--param {name}=\"{value}\"`\n");
        }
        let rows = engine.query(&asked.question()).expect("documented queries are answered");
        let _ = writeln!(page, "| {} |\n|{}", rows.columns.join(" | "), "---|".repeat(rows.columns.len()));
        for row in &rows.rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            let _ = writeln!(page, "| {} |", cells.join(" | "));
        }
    }
    page.push('\n');
    page.push_str(QUIRKS);
    page
}

#[test]
fn the_page_is_what_the_engine_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CYPHER.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(&path, &page).expect("the page can be written");
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(page, recorded, "docs/CYPHER.md is out of date; UPDATE=1 writes it");
}
