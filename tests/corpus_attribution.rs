//! Who says so: a line for each attribution, "speakers, outermost first | cue | content".

mod support;

use diurna::claim::attribution::{Attribution, Phrase, find_attributions};
use diurna::document::Span;
use diurna::text::{Sentence, read};

fn lines_as_zones(text: &str) -> Vec<(usize, Span)> {
    let mut at = 0;
    let mut zones = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        if !span.is_empty() {
            zones.push((zones.len(), span));
        }
    }
    zones
}

fn words(text: &str, sentences: &[Sentence], phrase: Option<&Phrase>) -> String {
    phrase.map_or_else(
        || "nobody".to_owned(),
        |phrase| sentences[phrase.sentence].span_of(phrase.tokens.clone()).of(text).to_owned(),
    )
}

fn fact(text: &str, sentences: &[Sentence], all: &[Attribution], attribution: &Attribution) -> String {
    let mut speakers = vec![words(text, sentences, attribution.source.as_ref())];
    let mut outer = attribution.outer;
    while let Some(index) = outer {
        speakers.insert(0, words(text, sentences, all[index].source.as_ref()));
        outer = all[index].outer;
    }
    let cue = words(text, sentences, attribution.cue.as_ref());
    let content: Vec<&str> = attribution.content.iter().map(|span| span.of(text)).collect();
    format!("{} | {cue} | {}", speakers.join(" > "), content.join(" ... "))
}

#[test]
fn attributions_are_found() {
    support::run_corpus("attribution", "attributions", |text| {
        let sentences = read(text, lines_as_zones(text).into_iter());
        let all = find_attributions(text, &sentences);
        all.iter()
            .filter(|attribution| attribution.is_asserted)
            .map(|attribution| fact(text, &sentences, &all, attribution))
            .collect()
    });
}

#[test]
fn odd_text_is_read_without_harm() {
    let texts = [
        "",
        "“",
        "\"\"\"\"",
        "said",
        "“said” said “said",
        "according to",
        "’‘’‘ said he:",
        ":::: - - -",
        "é” said “ü",
    ];
    for text in texts {
        let sentences = read(text, lines_as_zones(text).into_iter());
        find_attributions(text, &sentences);
    }
}
