//! The graph stage on graphs of one thousand pages: joining, writing and reading them.

use diurna::graph::Graph;
use divan::Bencher;
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// A graph of `pages` pages with ten events each, between actors that many pages share.
fn graph(pages: usize) -> Graph {
    let n_actors = pages / 2 + 2;
    let actors: Vec<Value> = (0..n_actors)
        .map(|at| json!({"id": format!("a:{at}"), "name": format!("Person {at}"), "kind": "person"}))
        .collect();
    let documents: Vec<Value> = (0..pages).map(|at| json!({"id": format!("d:{at}")})).collect();
    let (mut events, mut claims) = (Vec::new(), Vec::new());
    for at in 0..pages * 10 {
        let (one, other) = (at * 7 % n_actors, (at * 13 + 1) % n_actors);
        events.push(
            json!({"id": format!("e:{at}"), "type": "CONSULT", "label": "a meeting", "status": "occurred",
            "participants": [{"role": "agent", "actor": format!("a:{one}")},
                {"role": "recipient", "actor": format!("a:{other}")}], "claims": [format!("c:{at}")]}),
        );
        claims.push(
            json!({"id": format!("c:{at}"), "event": format!("e:{at}"), "document": format!("d:{}", at / 10),
            "quote": "They met on Monday, a spokesman said.", "start": 0, "end": 37, "status": "occurred"}),
        );
    }
    let file = json!({"format": "diurna/1", "documents": documents, "actors": actors, "events": events,
        "claims": claims});
    Graph::from_json(&file.to_string()).expect("the benchmark writes a graph")
}

#[divan::bench]
fn merge_a_page_into_a_thousand(bencher: Bencher) {
    bencher.with_inputs(|| (graph(1000), graph(1))).bench_values(|(large, small)| large.merge(small));
}

#[divan::bench]
fn write_json(bencher: Bencher) {
    let graph = graph(1000);
    bencher.bench_local(|| graph.to_json());
}

#[divan::bench]
fn read_json(bencher: Bencher) {
    let json = graph(1000).to_json();
    bencher.bench_local(|| Graph::from_json(&json));
}
