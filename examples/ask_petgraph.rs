//! Times plain petgraph, the limit of what a graph in memory can do: `ask_petgraph ROLES HUB MID OTHER [ROUNDS]`.
//!
//! ROLES is a CSV file of event and actor ids with a heading; the others are ids of actors. Prints one line of JSON,
//! with times as `ask_graph` gives them.

use petgraph::graph::{NodeIndex, UnGraph};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;
use std::{env, fs, hint, process};

fn time<T>(rounds: usize, ask: impl Fn() -> T) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            hint::black_box(ask());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[rounds / 2]
}

fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

/// How many events each actor shares with `actor`.
fn neighbors(walk: &UnGraph<(), ()>, actor: NodeIndex) -> BTreeMap<NodeIndex, usize> {
    let mut shared = BTreeMap::new();
    for event in walk.neighbors(actor) {
        for other in walk.neighbors(event).filter(|&other| other != actor) {
            *shared.entry(other).or_insert(0) += 1;
        }
    }
    shared
}

fn neighbors_of_neighbors(walk: &UnGraph<(), ()>, actor: NodeIndex) -> BTreeSet<NodeIndex> {
    let nearest = neighbors(walk, actor);
    let mut found: BTreeSet<NodeIndex> = nearest.keys().copied().collect();
    for &other in nearest.keys() {
        found.extend(neighbors(walk, other).into_keys());
    }
    found
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [roles, hub, mid, other, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: ask_petgraph ROLES HUB MID OTHER [ROUNDS]");
        process::exit(2);
    };
    let rounds = rest.first().and_then(|text| text.parse().ok()).unwrap_or(5);
    let start = Instant::now();
    let Ok(text) = fs::read_to_string(roles) else {
        eprintln!("cannot read {roles}");
        process::exit(2);
    };
    let mut walk: UnGraph<(), ()> = UnGraph::default();
    let mut nodes: HashMap<&str, NodeIndex> = HashMap::new();
    for (event, actor) in text.lines().skip(1).filter_map(|line| line.split_once(',')) {
        let event = *nodes.entry(event).or_insert_with(|| walk.add_node(()));
        let actor = *nodes.entry(actor).or_insert_with(|| walk.add_node(()));
        walk.add_edge(event, actor, ());
    }
    let load = start.elapsed().as_secs_f64() * 1000.0;
    let memory = peak_memory();
    let [hub, mid, other] =
        [hub, mid, other].map(|actor| nodes.get(actor.as_str()).copied().unwrap_or_default());
    let path = |from, to| petgraph::algo::astar(&walk, from, |node| node == to, |_| 1_u32, |_| 0);
    let degrees = || {
        let mut degrees: Vec<(usize, NodeIndex)> =
            walk.node_indices().map(|node| (walk.neighbors(node).count(), node)).collect();
        degrees.sort_unstable();
        degrees
    };
    println!(
        "{}",
        json!({
            "load": load,
            "load_memory": memory,
            "neighbors_mid": time(rounds, || neighbors(&walk, mid)),
            "neighbors_hub": time(rounds, || neighbors(&walk, hub)),
            "neighbors2_mid": time(rounds.min(1), || neighbors_of_neighbors(&walk, mid)),
            "path_mid": time(rounds, || path(mid, other)),
            "path_hub": time(rounds, || path(hub, other)),
            "degree": time(rounds, degrees),
            "memory": peak_memory(),
        })
    );
}
