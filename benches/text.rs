//! Time per token from raw text to words, and to trees and names.

use diurna::document::Span;
use diurna::text::{read, read_words};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    // The model is read before the first measurement.
    read("Rain fell.", [(0, Span::new(0, 10))].into_iter());
    divan::main();
}

/// One fixed text of about 3,000 words.
fn news() -> String {
    const PARAGRAPH: &str = "The foreign ministers of Norland and Sudavia met in Port Ellis on Tuesday to sign a \
        12-year fishing accord, two officials said. \"We have waited long for this,\" said Minister Karin Holt, who \
        didn't take questions. The talks, which began on March 3, had stalled after the U.S. coast guard seized a \
        trawler; its crew of 14 was freed last week. Norland will pay $4.5 million a year.\n\n";
    PARAGRAPH.repeat(40)
}

#[divan::bench]
fn tokens_trees_and_names(bencher: Bencher<'_, '_>) {
    let text = news();
    let zones = || [(0, Span::new(0, text.len()))].into_iter();
    let tokens: usize = read(&text, zones()).iter().map(|sentence| sentence.tokens.len()).sum();
    bencher.counter(ItemsCount::new(tokens)).bench_local(|| read(&text, zones()));
}

#[divan::bench]
fn trees_and_names(bencher: Bencher<'_, '_>) {
    let text = news();
    let sentences = read(&text, [(0, Span::new(0, text.len()))].into_iter());
    let tokens: usize = sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    bencher.counter(ItemsCount::new(tokens)).bench_local(|| read_words(&text, &sentences));
}
