//! Speed of the document stage on two fixed pages.

use diurna::document::{ReadOptions, read_documents};
use divan::counter::BytesCount;

const TEXT: &[u8] = include_bytes!("../examples/pages/summit.txt");
const HTML: &[u8] = include_bytes!("../examples/pages/flood.html");

fn main() {
    divan::main();
}

#[divan::bench]
fn text(bencher: divan::Bencher) {
    let options = ReadOptions::default();
    bencher.counter(BytesCount::of_slice(TEXT)).bench(|| read_documents(Some("summit.txt"), TEXT, &options));
}

#[divan::bench]
fn html(bencher: divan::Bencher) {
    let options = ReadOptions::default();
    bencher.counter(BytesCount::of_slice(HTML)).bench(|| read_documents(Some("flood.html"), HTML, &options));
}

#[divan::bench]
fn many_short_lines(bencher: divan::Bencher) {
    let text = "A line of a list\n".repeat(10_000);
    let options = ReadOptions::default();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| read_documents(Some("list.txt"), text.as_bytes(), &options));
}
