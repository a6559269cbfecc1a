//! Every `yes` and `no` sentence of the event rule files is read as it says: `yes` yields an event of the type and mode
//! of its sense, `no` yields nothing by this sense.
//!
//! What we get wrong and know it stands in `tests/corpus/event_rules_wrong.txt`, one `SENSE: SENTENCE` a line; the test
//! fails on every other error, and on every line of that file that is read right by now. `UPDATE=1` rewrites the file.

use diurna::document::{ReadOptions, read_text};
use diurna::lexicon::event_rules::Sense;
use diurna::lexicon::events::event_lexicon;
use diurna::reading::read;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn finds_sense(sense: &Sense, sentence: &str) -> bool {
    let reading = read(read_text(sentence, &ReadOptions::default()));
    reading.claims.iter().any(|claim| claim.rule == sense.id)
}

fn finds_type(sense: &Sense, sentence: &str) -> bool {
    let reading = read(read_text(sentence, &ReadOptions::default()));
    reading.events.iter().any(|event| event.kind == sense.kind && event.mode == sense.mode)
}

#[test]
fn examples_are_read_as_their_rules_say() {
    let mut count = 0;
    let mut wrong = BTreeSet::new();
    for sense in event_lexicon().senses() {
        let cases =
            sense.yes.iter().map(|text| (text, true)).chain(sense.no.iter().map(|text| (text, false)));
        for (text, expected) in cases {
            count += 1;
            let found = if expected { finds_type(sense, text) } else { finds_sense(sense, text) };
            if found != expected {
                wrong.insert(format!("{} {}: {text}", if expected { "misses" } else { "finds" }, sense.id));
            }
        }
    }
    assert!(count > 0, "no example sentence");
    println!("{} of {count} examples are read otherwise", wrong.len());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/event_rules_wrong.txt");
    if std::env::var_os("UPDATE").is_some() {
        let lines: Vec<&str> = wrong.iter().map(String::as_str).collect();
        fs::write(&path, lines.join("\n") + "\n").expect("the list can be written");
        return;
    }
    let known: BTreeSet<String> =
        fs::read_to_string(&path).expect("the list is there").lines().map(str::to_owned).collect();
    let new: Vec<&String> = wrong.difference(&known).collect();
    let mended: Vec<&String> = known.difference(&wrong).collect();
    assert!(new.is_empty(), "{} new errors: {new:#?}", new.len());
    assert!(mended.is_empty(), "read right by now, take them off the list: {mended:#?}");
}
