//! The table of event types names every type of the rule files, in well-formed rows.

use diurna::lexicon::cameo::cameo_root;
use diurna::lexicon::events::event_lexicon;
use std::collections::BTreeSet;

const TABLE: &str = include_str!("../src/lexicon/en/event_types.tsv");

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

#[test]
fn every_row_is_well_formed() {
    let mut names = BTreeSet::new();
    for row in rows() {
        assert_eq!(row.len(), 8, "eight columns wanted: {row:?}");
        assert!(names.insert(row[0]), "twice: {}", row[0]);
        assert!(matches!(row[1], "VC" | "MC" | "VX" | "MX" | "-"), "unknown quad class: {row:?}");
        assert!(
            row[2] == "-" || row[2].get(..2).is_some_and(|root| cameo_root(root).is_some()),
            "no root: {row:?}"
        );
        assert!(matches!(row[6], "yes" | "no"), "reciprocal is yes or no: {row:?}");
        let is_known = |word: &str| {
            matches!(word, "deed" | "cause" | "toll" | "one-act" | "single" | "once" | "decreed" | "break")
        };
        assert!(row[7] == "-" || row[7].split(',').all(is_known), "unknown word in the last column: {row:?}");
    }
}

#[test]
fn every_type_of_the_rules_has_a_row_and_every_refined_mode_a_sense() {
    let names: BTreeSet<&str> = rows().map(|row| row[0]).collect();
    for sense in event_lexicon().senses() {
        assert!(
            names.contains(sense.kind.as_str()),
            "{} has type {}, which has no row",
            sense.id,
            sense.kind
        );
    }
    for (kind, mode) in names.iter().filter_map(|name| name.split_once('/')) {
        let known = event_lexicon()
            .senses()
            .iter()
            .any(|sense| sense.kind == kind && sense.mode.as_deref() == Some(mode));
        assert!(known, "no sense has {kind}/{mode}");
    }
}

#[test]
fn no_sense_has_a_trigger_twice() {
    for sense in event_lexicon().senses() {
        for (index, trigger) in sense.triggers.iter().enumerate() {
            assert!(!sense.triggers[..index].contains(trigger), "{}: {trigger:?}", sense.id);
        }
    }
}
