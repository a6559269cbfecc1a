//! Questions to a graph of ten thousand events and two thousand actors, as `examples/generate_graph.rs` makes them.
//!
//! The graph is read once. `benches/compare` asks the same of larger graphs and of other programs.

use diurna::graph::{Graph, Id};
use diurna::query::{
    Filter, Index, Measure, PathSearch, Voices, find_communities, find_neighbors, find_paths, rank_actors,
};
use divan::Bencher;
use std::process::Command;
use std::sync::LazyLock;

fn main() {
    divan::main();
}

static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let example = ["run", "--quiet", "--release", "--example", "generate_graph", "--", "10000"];
    let made = Command::new(cargo).args(example).output().expect("cargo can be run");
    Graph::from_bytes(&made.stdout).expect("the example writes a graph")
});

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(&GRAPH));

/// The actor that as many others are busier than.
fn actor(rank: usize) -> &'static Id {
    &rank_actors(&INDEX, Measure::Degree, Voices::Follow, &Filter::default()).actors[rank].actor.id
}

const HUB: usize = 0;
const MID: usize = 700;

#[divan::bench]
fn make_index(bencher: Bencher) {
    let graph = &*GRAPH;
    bencher.bench_local(|| Index::new(graph));
}

#[divan::bench(args = [MID, HUB])]
fn neighbors(bencher: Bencher, rank: usize) {
    let actor = actor(rank);
    bencher.bench_local(|| find_neighbors(&INDEX, actor, 1, &Filter::default()));
}

#[divan::bench(args = [MID, HUB])]
fn five_paths(bencher: Bencher, rank: usize) {
    let (from, to) = (actor(rank), actor(MID + 1));
    let search = PathSearch { paths: 5, ..PathSearch::default() };
    bencher.bench_local(|| find_paths(&INDEX, from, to, &search, &Filter::default()));
}

#[divan::bench]
fn top_by_degree(bencher: Bencher) {
    bencher.bench_local(|| rank_actors(&INDEX, Measure::Degree, Voices::Skip, &Filter::default()));
}

#[divan::bench]
fn top_by_betweenness(bencher: Bencher) {
    bencher.bench_local(|| rank_actors(&INDEX, Measure::Betweenness, Voices::Skip, &Filter::default()));
}

#[divan::bench]
fn top_by_pagerank(bencher: Bencher) {
    bencher.bench_local(|| rank_actors(&INDEX, Measure::PageRank, Voices::Skip, &Filter::default()));
}

#[divan::bench]
fn communities(bencher: Bencher) {
    bencher.bench_local(|| find_communities(&INDEX, 1.0, Voices::Skip, &Filter::default()));
}
