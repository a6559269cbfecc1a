//! Floors on chains of speakers, on texts of our own (`tests/corpus/attribution`).
//!
//! A chain is right when it has as many speakers as the text names, in their order, each with the right name, namelessness
//! and number. `cargo test --test chains -- --nocapture` shows what is wrong of the seen ones.

use diurna::claim::{Hop, who_says};
use diurna::document::{ReadOptions, Span, read_text};
use diurna::entity::{Entities, resolve_entities};
use diurna::text;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A speaker as the corpus has it.
struct Speaker {
    words: String,
    anonymous: bool,
    count: Option<u64>,
}

fn speakers(chain: &Value) -> Vec<Speaker> {
    let hops = chain.as_array().expect("a chain is a list");
    let speaker = |hop: &Value| Speaker {
        words: hop["speaker"].as_str().expect("a speaker has words").to_owned(),
        anonymous: hop["anonymous"].as_bool().expect("a flag"),
        count: hop["count"].as_u64(),
    };
    hops.iter().map(speaker).collect()
}

/// The words of a name without articles and case, up to the first preposition or comma.
fn head_words(name: &str) -> Vec<String> {
    let name = name.split(',').next().unwrap_or(name).to_lowercase().replace("'s", "").replace("’s", "");
    let words = name.split_whitespace();
    let inner =
        words.take_while(|word| !["of", "at", "in", "for", "from", "familiar", "close"].contains(word));
    inner.filter(|word| !["the", "a", "an"].contains(word)).map(str::to_owned).collect()
}

/// Whether a found name stands for the wanted words: they end alike, or one is in the other.
fn is_name_of(found: &str, wanted: &str) -> bool {
    let (found, wanted) = (head_words(found), head_words(wanted));
    let inside = |inner: &[String], outer: &[String]| {
        !inner.is_empty() && inner.iter().all(|word| outer.contains(word))
    };
    found.last().is_some_and(|last| wanted.last() == Some(last))
        || inside(&found, &wanted)
        || inside(&wanted, &found)
}

fn is_right(hop: &Hop, entities: &Entities, text: &str, wanted: &Speaker) -> bool {
    let actor = hop.actor.map(|actor| &entities.actors[actor.0]);
    let mentions = actor.into_iter().flat_map(|actor| &actor.mentions).map(|mention| mention.span.of(text));
    let mut names =
        mentions.chain(actor.map(|actor| actor.name.as_str())).chain(hop.words.map(|words| words.of(text)));
    names.any(|name| is_name_of(name, &wanted.words))
        && hop.anonymous == wanted.anonymous
        && hop.count.map(u64::from) == wanted.count
}

fn shown(hop: &Hop, entities: &Entities, text: &str) -> String {
    let words = || hop.words.map_or("nobody", |words| words.of(text));
    let name = hop.actor.map_or_else(words, |actor| entities.actors[actor.0].name.as_str());
    let count = hop.count.map_or(String::new(), |count| format!(" ({count})"));
    format!("{name}{}{count}", if hop.anonymous { "*" } else { "" })
}

/// Right and all chains of a file of the corpus.
fn score(file: &str, shows: bool) -> (usize, usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/attribution").join(file);
    let lines = fs::read_to_string(path).expect("the corpus is there");
    let mut right = 0;
    for line in lines.lines() {
        let gold: Value = serde_json::from_str(line).expect("JSON");
        let text = gold["text"].as_str().expect("a text");
        let trigger = gold["trigger"].as_str().expect("a trigger");
        let start = text.find(trigger).expect("the trigger stands in the text");
        let document = read_text(text, &ReadOptions::default());
        let sentences = text::read(&document.text, document.readable_zones());
        let entities = resolve_entities(&document, &sentences);
        let mut found = who_says(&document, &sentences, &entities, Span::new(start, start + trigger.len()));
        // "reportedly": somebody says so, but the text names nobody.
        found.retain(|hop| hop.words.is_some());
        let wanted = speakers(&gold["chain"]);
        let is_same = found.len() == wanted.len()
            && found.iter().zip(&wanted).all(|(hop, wanted)| is_right(hop, &entities, text, wanted));
        right += usize::from(is_same);
        if shows && !is_same {
            let found: Vec<String> = found.iter().map(|hop| shown(hop, &entities, text)).collect();
            println!("{text}\n    {trigger}: {}, not {}", found.join(" > "), gold["chain"]);
        }
    }
    (right, lines.lines().count())
}

#[test]
fn chains_of_speakers_reach_their_floor() {
    let files = [
        ("chains.jsonl", 0.97),
        ("more-chains.jsonl", 0.95),
        ("varied-chains.jsonl", 0.94),
        ("unseen-chains.jsonl", 0.84),
    ];
    for (file, floor) in files {
        let (right, all) = score(file, !file.starts_with("unseen"));
        println!("{file}: {right} of {all} chains");
        assert!(all >= 40 && right as f64 >= floor * all as f64, "{file}: {right} of {all} chains");
    }
}
