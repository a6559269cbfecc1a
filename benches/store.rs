//! The store: a document in, a document in and out of a larger store, opening, and a part of it.

use diurna::document::{ReadOptions, read_text};
use diurna::graph::{Decisions, Graph};
use diurna::reading::read;
use diurna::store::{Around, Contribution, Hash, Known, Put, Store};
use divan::{Bencher, black_box};
use std::path::Path;

fn main() {
    divan::main();
}

fn contribution(number: usize) -> Contribution {
    let people = ["Amira Brandt", "Chidi Castillo", "Lin Duarte", "Helena Ito", "Goran Farouk"];
    let (one, two) = (people[number % people.len()], people[(number / 5) % people.len()]);
    let text = format!(
        "Peru and Norway hold talks\n\nMarch {}, 2023\n\nPeru's Foreign Minister, {one}, met {two} in Lima on Monday, a \
         spokesman said. Police arrested {number} protesters in Oslo.\n\nReuters reported, citing two sources, that {one} \
         would visit Kenya next week. {two} condemned the attack.\n",
        number % 28 + 1
    );
    let graph = Graph::from_reading(&read(read_text(&text, &ReadOptions::default())));
    Contribution::new(&format!("{number}.txt"), "", Hash::of(&[text.as_bytes()]), graph)
}

fn store_of(path: &Path, count: usize) -> Store {
    let mut store = Store::open_or_create(path).expect("a store");
    for number in 0..count {
        store.put(&contribution(number)).expect("it is put in");
    }
    store
}

/// Puts a document into a store of this many and takes it out again.
#[divan::bench(args = [10, 100, 1000], sample_count = 50)]
fn in_and_out(bencher: Bencher, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = store_of(&folder.path().join("a.store"), count);
    let document = contribution(count);
    let (input, part, hash) = document.name();
    let known = Known { input: input.to_owned(), part: part.to_owned(), hash, id: "d:".into() };
    bencher.bench_local(|| {
        assert_eq!(store.put(black_box(&document)).expect("it is put in"), Put::Added);
        assert!(store.remove(&known).expect("it is taken out"));
    });
}

/// Makes what one document says ready to be put in.
#[divan::bench]
fn prepare(bencher: Bencher) {
    let graph = contribution(7).graph().clone();
    bencher.bench(|| Contribution::new("7.txt", "", Hash::of(&[b"7"]), black_box(graph.clone())));
}

/// Opens a store of 1,000 documents.
#[divan::bench]
fn open(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.store");
    store_of(&path, 1000).close().expect("it is closed");
    bencher.bench(|| Store::open(black_box(&path)).expect("a store"));
}

/// Reads all about somebody with few mentions, and everything, from a store of 1,000 documents.
#[divan::bench(args = ["one", "all"], sample_count = 20)]
fn load(bencher: Bencher, what: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = store_of(&folder.path().join("a.store"), 1000);
    let decisions = Decisions::default();
    store.settle(&decisions).expect("it is settled");
    let settled = store.settled(&decisions).expect("it can be read").expect("it is settled");
    let graph = settled.graph().expect("a graph");
    let rarely = graph.actors().find(|actor| actor.mentions.len() < 40).expect("somebody is");
    let around = Around { whole: [rarely.id.clone()].into(), ..Around::default() };
    bencher.bench_local(|| match what {
        "one" => settled.part(black_box(&around)).expect("a part"),
        _ => settled.graph().expect("a graph"),
    });
}
