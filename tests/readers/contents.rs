//! What each format says of the fixture: a planned visit in May that Radio Sol reports, and an attack that is denied.

use crate::{files, fixture, text};
use diurna::claim::Status;
use diurna::export::{Format, Options, Selection};
use diurna::graph::Graph;
use diurna::query::Filter;
use serde_json::{Value, json};

fn graph() -> Graph {
    Graph::from_reading(&fixture::reading("https://example.org/page"))
}

fn written(format: &str) -> String {
    text(format, &graph(), &Options::default())
}

fn note(format: &str, options: &Options) -> Option<String> {
    let graph = graph();
    let selection = Selection::new(&graph, options);
    (Format::named(format).expect("it is a format").note)(&selection)
}

fn columns(row: &str) -> Vec<&str> {
    row.split('\t').collect()
}

#[test]
fn the_formats_that_know_no_status_have_the_plan_as_intent_and_not_the_denied_attack() {
    let gdelt = written("gdelt");
    let rows: Vec<&str> = gdelt.lines().collect();
    assert_eq!(rows.len(), 1, "{gdelt}");
    let row = columns(rows[0]);
    assert_eq!(row[1..5], ["", "202405", "2024", ""], "May is no day");
    assert_eq!((row[6], row[7], row[16], row[17]), ("ANA M\u{dc}LLER", "DEU", "PERU", "PER"));
    assert_eq!(row[26..31], ["030", "030", "03", "1", "4.0"]);
    assert_eq!(row[51..54], ["1", "Peru", "PE"]);
    assert_eq!(row[59..], ["20240407000000", "https://example.org/page"]);
    let plover = written("plover");
    let row = columns(plover.lines().nth(1).expect("a row below the header"));
    assert_eq!(row[1..6], ["", "AGREE", "", "", "VERBAL COOPERATION"]);
    assert_eq!(plover.lines().count(), 2, "{plover}");
    for format in ["gdelt", "plover"] {
        assert!(note(format, &Options::default()).is_some_and(|note| note.starts_with("left out: 1 event")));
    }
}

#[test]
fn a_month_stays_a_month() {
    let entities: Vec<Value> =
        written("ftm").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let visit = entities
        .iter()
        .find(|entity| entity["schema"] == "Event" && entity["properties"]["startDate"].is_array())
        .expect("the visit has a date");
    assert_eq!(visit["properties"]["startDate"], json!(["2024-05"]));
    assert_eq!(visit["properties"]["country"], json!(["pe"]));
    assert_eq!(visit["properties"]["sourceUrl"], json!(["https://example.org/page"]));
    let timeline: Value = serde_json::from_str(&written("timelinejs")).expect("JSON");
    assert_eq!(timeline["events"][0]["start_date"], json!({"year": 2024, "month": 5}));
    assert_eq!((timeline["events"][0].get("end_date"), &timeline["left_out"]), (None, &json!(1)));
    let calendar = written("ics");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20240501\r\nDTEND;VALUE=DATE:20240601\r\n"), "{calendar}");
    assert!(calendar.contains("DTSTAMP:20240407T000000Z\r\n"), "{calendar}");
    let turtle = written("turtle");
    assert!(turtle.contains("sem:hasEarliestBeginTimeStamp \"2024-05-01\"^^xsd:date"), "{turtle}");
    assert!(turtle.contains("sem:hasLatestEndTimeStamp \"2024-05-31\"^^xsd:date"), "{turtle}");
}

#[test]
fn a_calendar_has_plans_unless_other_statuses_are_asked_for() {
    assert_eq!(written("ics").matches("BEGIN:VEVENT").count(), 1);
    let asking = |status| Options {
        filter: Filter { statuses: vec![status], ..Filter::default() },
        ..Options::default()
    };
    assert_eq!(text("ics", &graph(), &asking(Status::Occurred)).matches("BEGIN:VEVENT").count(), 0);
    assert_eq!(
        note("ics", &asking(Status::Denied)).as_deref(),
        Some("left out: 1 event without a date"),
        "it is not planned, but it was asked for"
    );
}

#[test]
fn the_filter_holds_for_databases_too() {
    let options = Options {
        filter: Filter { types: vec!["CONSULT".to_owned()], ..Filter::default() },
        ..Options::default()
    };
    for format in ["cypher", "turtle", "ftm"] {
        assert!(written(format).contains("30"), "{format}: the attack has a number");
        let filtered = text(format, &graph(), &options);
        assert!(!filtered.contains("ASSAULT") && filtered.contains("CONSULT"), "{format}: {filtered}");
        assert!(filtered.contains("Radio Sol"), "{format}: who says so goes along");
    }
    let files = files("neo4j", &graph(), &options);
    let (_, events) = files.iter().find(|(name, _)| *name == "events").expect("it is a table");
    assert_eq!(String::from_utf8_lossy(events).lines().count(), 2);
}

#[test]
fn what_has_no_coordinates_is_counted() {
    let map: Value = serde_json::from_str(&written("geojson")).expect("JSON");
    assert_eq!(map["left_out"], 1, "Lima has none here");
    assert_eq!(map["features"][0]["geometry"], json!({"type": "Point", "coordinates": [-76.5, -10.0]}));
    assert_eq!(map["features"][0]["properties"]["place_kind"], "country");
    assert_eq!(
        note("geojson", &Options::default()).as_deref(),
        Some("left out: 1 event at no place with coordinates")
    );
}

#[test]
fn every_iri_begins_with_the_base() {
    let options = Options { base_iri: Some("https://example.org/g/".to_owned()), ..Options::default() };
    let turtle = text("turtle", &graph(), &options);
    assert!(turtle.contains("<https://example.org/g/e:") && !turtle.contains("<urn:diurna:e:"), "{turtle}");
    let odd = Options { base_iri: Some("no iri".to_owned()), ..Options::default() };
    let error = Format::named("jsonld").expect("it is a format").write_tables(&graph(), &odd);
    assert!(error.is_err_and(|error| error.to_string().starts_with("`no iri` cannot begin an IRI")));
}
