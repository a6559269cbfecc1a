//! Times every question to a graph: `ask_graph GRAPH [ROUNDS]` prints one line of JSON.
//!
//! The graph is read and indexed once. Then each question is asked ROUNDS times (5 unless told) of the busiest actor,
//! the hub, and of one in the middle: that with the median number of events among those with ten or more. Times are
//! medians in milliseconds; memory is the peak of the whole program so far, in MiB, where the system tells (Linux).
//! With 0 ROUNDS it only reads the graph.

use diurna::graph::{Graph, Id};
use diurna::query::{
    Filter, Index, Linking, Measure, PathSearch, Step, Voices, between, count, dossier, events, find_actor,
    find_communities, find_neighbors, find_paths, rank_actors, timeline,
};
use serde_json::{Value, json};
use std::time::Instant;
use std::{env, fs, hint, process};

/// What `ask` takes, in milliseconds: the median of `rounds`.
fn time<T>(rounds: usize, ask: impl Fn() -> T) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            hint::black_box(ask());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[rounds / 2] * 1000.0).round() / 1000.0
}

/// The processor time this program has taken, in milliseconds, to the nearest ten; all cores together.
fn processor_time() -> Option<u64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    Some((fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?) * 10)
}

/// The peak of this program's memory in MiB.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}

fn ask(path: &str, rounds: usize) -> Result<Value, diurna::Error> {
    let start = Instant::now();
    let graph = Graph::from_file(path)?;
    let load = start.elapsed().as_secs_f64() * 1000.0;
    let (memory, load_processor) = (peak_memory(), processor_time());
    if rounds == 0 {
        return Ok(json!({"load": load, "load_memory": memory, "load_processor": load_processor}));
    }
    let start = Instant::now();
    let index = Index::new(&graph);
    let indexing = start.elapsed().as_secs_f64() * 1000.0;
    let all = Filter::default();
    let ranking = rank_actors(&index, Measure::Degree, Voices::Follow, &all);
    let active: Vec<&Id> =
        ranking.actors.iter().filter(|ranked| ranked.events >= 10).map(|ranked| &ranked.actor.id).collect();
    let (Some(&hub), Some(&mid), Some(&other)) =
        (active.first(), active.get(active.len() / 2), active.get(active.len() / 2 + 1))
    else {
        return Ok(json!({"load": load, "error": "no actor has ten events"}));
    };
    let of = |actor: &Id| Filter { actors: vec![actor.clone()], ..Filter::default() };
    let name_of = |actor: &Id| graph.actor(actor).map(|actor| actor.name.clone()).unwrap_or_default();
    let five = PathSearch { paths: 5, ..PathSearch::default() };
    let deep = |actor| find_neighbors(&index, actor, 2, &all).len();
    let score = |measure, filter: &Filter| rank_actors(&index, measure, Voices::Skip, filter).actors.len();
    Ok(json!({
        "events": graph.events().len(),
        "actors": graph.actors().len(),
        "load": load,
        "load_memory": memory,
        "load_processor": load_processor,
        "index": indexing,
        "hub": hub, "hub_events": index.count_events(hub),
        "mid": mid, "mid_events": index.count_events(mid), "other": other,
        "neighbors_mid": time(rounds, || find_neighbors(&index, mid, 1, &all).len()),
        "neighbors_hub": time(rounds, || find_neighbors(&index, hub, 1, &all).len()),
        "neighbors2_mid": time(rounds, || deep(mid)),
        "neighbors2_hub": time(rounds, || deep(hub)),
        "path_mid": time(rounds, || find_paths(&index, mid, other, &PathSearch::default(), &all).len()),
        "path_hub": time(rounds, || find_paths(&index, hub, other, &PathSearch::default(), &all).len()),
        "paths5_mid": time(rounds, || find_paths(&index, mid, other, &five, &all).len()),
        "paths5_hub": time(rounds, || find_paths(&index, hub, other, &five, &all).len()),
        "events_mid": time(rounds, || events(&index, &of(mid)).len()),
        "events_hub": time(rounds, || events(&index, &of(hub)).len()),
        "name_mid": time(rounds, || find_actor(&graph, &name_of(mid))),
        "dossier_mid": time(rounds, || dossier(&index, mid, &all)),
        "dossier_hub": time(rounds, || dossier(&index, hub, &all)),
        "between_mid": time(rounds, || between(&index, mid, other, Linking::DeedsAndWords, &all).len()),
        "between_hub": time(rounds, || between(&index, hub, mid, Linking::DeedsAndWords, &all).len()),
        "timeline_mid": time(rounds, || timeline(&index, &of(mid), Step::Month).len()),
        "timeline_hub": time(rounds, || timeline(&index, &of(hub), Step::Month).len()),
        "stats": time(rounds, || count(&graph)),
        "degree": time(rounds, || score(Measure::Degree, &all)),
        "betweenness": time(rounds, || score(Measure::Betweenness, &all)),
        "pivots": rank_actors(&index, Measure::Betweenness, Voices::Skip, &all).pivots,
        "pagerank": time(rounds, || score(Measure::PageRank, &all)),
        "communities": time(rounds, || find_communities(&index, 1.0, Voices::Skip, &all).communities.len()),
        "modularity": find_communities(&index, 1.0, Voices::Skip, &all).modularity,
        "memory": peak_memory(),
    }))
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let rounds = arguments.get(1).map_or(Some(5), |text| text.parse().ok());
    let (Some(path), Some(rounds)) = (arguments.first(), rounds) else {
        eprintln!("usage: ask_graph GRAPH [ROUNDS]");
        process::exit(2);
    };
    match ask(path, rounds) {
        Ok(times) => println!("{times}"),
        Err(error) => {
            eprintln!("{error}");
            process::exit(2);
        }
    }
}
