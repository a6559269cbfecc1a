//! Pages and the zones, stories, dates and makers they have.

mod support;

use diurna::document::{Document, Published, ReadOptions, read_documents};

fn words_of(published: Published) -> String {
    match published {
        Published::Day(day) => day.to_string(),
        Published::Minute(time) => time.format("%Y-%m-%dT%H:%M").to_string(),
    }
}

/// A zone's text in one line; of a long one the first and last words.
fn shorten(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [first @ .., last] if words.len() > 8 => format!("{} ... {last}", first[..5].join(" ")),
        all => all.join(" "),
    }
}

/// One line a zone (`<story> <kind> <text>`), then what is known of the page and of each story.
fn facts_of(document: &Document) -> Vec<String> {
    let text = &document.text;
    let zones = document.zones.iter();
    let mut facts: Vec<String> = zones
        .map(|zone| format!("{} {} {}", zone.story, zone.kind.name(), shorten(zone.span.of(text))))
        .collect();
    facts.extend(document.published.map(|published| format!("published {}", words_of(published))));
    facts.extend(document.publisher.iter().map(|publisher| format!("publisher {publisher}")));
    facts.extend(document.makers.iter().map(|maker| format!("maker {maker}")));
    for (index, story) in document.stories.iter().enumerate() {
        if index > 0 || story.published != document.published {
            facts.extend(
                story.published.map(|published| format!("story {index} published {}", words_of(published))),
            );
        }
        facts.extend(story.dateline.map(|place| format!("story {index} dateline {}", place.of(text))));
    }
    facts
}

#[test]
fn pages_are_laid_out() {
    support::run_corpus("document", "zones", |text| {
        let read =
            read_documents(None, text.as_bytes(), &ReadOptions::default()).expect("a page is no saved graph");
        read.documents.iter().flat_map(facts_of).collect()
    });
}
