//! Any text in any place of a graph: every format writes something that a reader takes, and the same each time.
//!
//! The formats come from the table, so a new one is tested without a change here; one that Rust can parse should get its
//! line in [`expect_readable`].

use crate::hostile::{Ids, TEXTS, graph_of, graph_of_all};
use crate::{formats, text};
use diurna::export::picture::Picture;
use diurna::export::{Flavor, Format, LinksKey, Options, Selection, View};
use diurna::graph::Graph;
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::{Value, json};

/// Every way to write a graph: each format with each view, and with each of its own options.
fn ways() -> impl Iterator<Item = (&'static Format, Options)> {
    formats().flat_map(|format| {
        let views = format.views.iter().map(|&view| Options { view, ..Options::default() });
        let own = [
            Options { links_key: LinksKey::Links, ..Options::default() },
            Options { flavor: Flavor::Yed, ..Options::default() },
        ];
        let own = own.into_iter().filter(|options| match format.name {
            "node-link" => options.links_key == LinksKey::Links,
            "graphml" => options.flavor == Flavor::Yed,
            _ => false,
        });
        views.chain(own).map(move |options| (format, options))
    })
}

/// Writes `graph` in every way and lets what comes out be read.
fn write_all_ways(graph: &Graph) {
    for (format, options) in ways() {
        let way = format!("{} {:?}", format.name, options.view);
        let files = match format.write_tables(graph, &options) {
            Ok(files) => files,
            Err(error) => panic!("{way}: {error}"),
        };
        assert_eq!(files.len(), format.tables.len(), "{way}");
        for (table, bytes) in &files {
            expect_readable(format.name, table, bytes, &way);
        }
        assert!(format.write_tables(graph, &options).is_ok_and(|again| again == files), "{way}: other bytes");
    }
}

fn expect_readable(format: &str, table: &str, bytes: &[u8], way: &str) {
    if format == "parquet" {
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{way}");
        return;
    }
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{way}: {error}"));
    match format {
        "json" => drop(Graph::from_json(text).unwrap_or_else(|error| panic!("{way}: {error}"))),
        "node-link" | "cytoscape" | "graphology" | "jsonld" | "geojson" | "timelinejs" => {
            let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{way}: {error}"));
            assert!(format == "jsonld" || !has_null(&value), "{way}: null stands for what is not known");
        }
        "jsonl" | "ftm" => {
            for line in text.split_terminator('\n') {
                let value: Value =
                    serde_json::from_str(line).unwrap_or_else(|error| panic!("{way}: {error}"));
                assert!(value.is_object(), "{way}");
                let properties = value["properties"].as_object().into_iter().flatten();
                let is_list =
                    |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string));
                assert!(properties.into_iter().all(|(_, value)| is_list(value)), "{way}: {line}");
            }
        }
        "gexf" | "graphml" => expect_xml(text, way),
        "gdelt" => expect_columns(text, 61, way),
        "plover" => expect_columns(text, 40, way),
        "turtle" => {
            let triples: Result<Vec<_>, _> = oxttl::TurtleParser::new().for_slice(text).collect();
            assert!(triples.is_ok(), "{way}: {triples:?}");
        }
        "cypher" => assert!(text.lines().all(is_one_statement), "{way}: {text}"),
        "ics" => {
            let is_folded = |line: &str| line.len() <= 75 && !line.contains(['\n', '\r']);
            assert!(text.split("\r\n").all(is_folded), "{way}: {text}");
            let n_begun = text.split("\r\n").filter(|line| *line == "BEGIN:VEVENT").count();
            assert_eq!(n_begun, text.split("\r\n").filter(|line| *line == "END:VEVENT").count(), "{way}");
        }
        "csv" => drop(table_of(text, b',', way)),
        "neo4j" if !table.ends_with(".md") => drop(table_of(text, b',', way)),
        "dot" => {
            for line in text.lines() {
                let ends = line.ends_with([';', '{', '}']) || line.trim_start().starts_with("//");
                assert!(ends, "{way}: {line}");
            }
        }
        "mermaid" => {
            assert!(!text.contains("<script"), "{way}");
            assert!(text.lines().all(|line| line.matches('"').count() % 2 == 0), "{way}: {text}");
        }
        "neo4j" => {}
        other => panic!("{other} needs a line here"),
    }
}

/// Every row has so many columns, and no character that could break it.
fn expect_columns(text: &str, n_columns: usize, way: &str) {
    assert!(text.split_terminator('\n').all(|row| row.split('\t').count() == n_columns), "{way}: {text}");
    assert!(!text.contains(|character: char| character.is_control() && !"\t\n".contains(character)), "{way}");
}

/// Whether `line` ends a Cypher statement with a semicolon outside strings and has no other there.
fn is_one_statement(line: &str) -> bool {
    let mut is_inside = false;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if is_inside => drop(characters.next()),
            '\'' => is_inside = !is_inside,
            ';' if !is_inside => return characters.next().is_none(),
            _ => {}
        }
    }
    false
}

/// Whether `value` has a null anywhere but in a time, where it is an open end.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(keys) => keys.values().any(has_null),
        _ => false,
    }
}

/// Reads all of `text` as XML, with every value and entity.
fn expect_xml(text: &str, way: &str) {
    let illegal = |character: char| {
        character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{7f}'..='\u{9f}')
            || matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    assert!(!text.contains(illegal), "{way}: a character that XML 1.0 does not have");
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{way}: {error}")) {
            Event::Start(element) => {
                depth += 1;
                expect_attributes(&element, way);
            }
            Event::Empty(element) => expect_attributes(&element, way),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{way}");
}

fn expect_attributes(element: &quick_xml::events::BytesStart<'_>, way: &str) {
    for attribute in element.attributes() {
        let attribute = attribute.unwrap_or_else(|error| panic!("{way}: {error}"));
        assert_ne!(&*attribute.value, "null", "{way}");
    }
}

/// The rows of a CSV text, which must all be as long as its head.
fn table_of(text: &str, delimiter: u8, way: &str) -> Vec<csv::StringRecord> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap_or_else(|error| panic!("{way}: {error}"))).collect()
}

#[test]
fn every_format_takes_every_hostile_text() {
    for text in TEXTS.into_iter().chain(["x".repeat(10_000).as_str()]) {
        // A keyword of JSON is a fine name, but looks like a value that is absent.
        if text != "null" {
            write_all_ways(&graph_of(text));
        }
    }
}

#[test]
fn every_format_takes_nothing() {
    write_all_ways(&Graph::default());
}

#[test]
fn a_limit_and_a_filter_hold_for_every_format() {
    let graph = graph_of_all(Ids::Plain);
    for (format, options) in ways() {
        let files = |max_nodes: usize| {
            let options = Options { max_nodes: Some(max_nodes), ..options.clone() };
            let files = format.write_tables(&graph, &options);
            files.unwrap_or_else(|error| panic!("{}: {error}", format.name))
        };
        let size = |files: &[(&str, Vec<u8>)]| files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        assert!(size(&files(9)) < size(&files(60)), "{}: the limit changes nothing", format.name);
        for (table, bytes) in files(9) {
            expect_readable(format.name, table, &bytes, format.name);
        }
    }
}

#[test]
fn the_lines_of_jsonl_together_are_the_graph() {
    let graph = graph_of_all(Ids::Plain);
    let mut file = json!({});
    for line in text("jsonl", &graph, &Options::default()).split_terminator('\n') {
        let mut record: Value = serde_json::from_str(line).expect("JSON");
        let kind = record["record"].take().as_str().expect("each line says what it is").to_owned();
        record.as_object_mut().expect("an object").remove("record");
        match kind.as_str() {
            "graph" => file["format"] = record["format"].take(),
            kind => {
                let key = format!("{kind}s");
                if file[&key].is_null() {
                    file[&key] = json!([]);
                }
                file[&key].as_array_mut().expect("an array").push(record);
            }
        }
    }
    assert_eq!(Graph::from_json(&file.to_string()).expect("a graph"), graph);
}

#[test]
fn a_filtered_graph_is_a_graph() {
    let graph = graph_of_all(Ids::Plain);
    let mut options = Options { max_nodes: Some(4), ..Options::default() };
    let part = Graph::from_json(&text("json", &graph, &options)).expect("no reference is left open");
    assert_eq!(part.events().len(), 1);
    assert_eq!(part.claims().len(), 1);
    assert_eq!(part.clone().merge(graph.clone()), graph, "it says nothing that the whole does not");
    options.max_nodes = None;
    assert_eq!(Graph::from_json(&text("json", &graph, &options)).expect("a graph"), graph);
}

#[test]
fn a_picture_says_itself_what_is_left_out() {
    let graph = graph_of_all(Ids::Plain);
    // A table has no place for remarks; the command says it on standard error.
    let drawn = ways().filter(|(format, _)| format.views.len() > 1 && format.name != "csv");
    let mut n_ways = 0;
    for (format, options) in drawn {
        let options = Options { max_nodes: Some(9), ..options };
        let cut = Selection::new(&graph, &options).left_out.cut().expect("there is more");
        assert!(cut.starts_with("left out by --max-nodes 9: "), "{cut}");
        let file = text(format.name, &graph, &options);
        assert!(file.contains(&cut), "{} {:?} does not say: {cut}", format.name, options.view);
        assert!(Picture::of(&Selection::new(&graph, &options)).nodes.len() <= 9);
        let file = text(format.name, &graph_of("plain"), &options);
        assert!(!file.contains("--max-nodes"), "{}: nothing is left out", format.name);
        n_ways += 1;
    }
    assert_eq!(n_ways, 16, "eight formats, two views, less the table, more two options");
}

/// A text of any characters, or one of the hostile ones with any around it.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        (any::<String>(), prop::sample::select(TEXTS.to_vec()), ".{0,9}")
            .prop_map(|(before, hostile, after)| format!("{before}{hostile}{after}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_format_takes_any_text(name in any_text()) {
        prop_assume!(name != "null");
        write_all_ways(&graph_of(&name));
    }

    #[test]
    fn a_label_comes_back_as_it_was(name in any_text()) {
        let graph = graph_of(&name);
        let options = Options { view: View::Actors, ..Options::default() };
        let node_link: Value = serde_json::from_str(&text("node-link", &graph, &options)).expect("JSON");
        let nodes = node_link["nodes"].as_array().expect("a list").iter();
        prop_assert!(nodes.into_iter().any(|node| node["label"].as_str() == Some(name.as_str())));
        let nodes = text("csv", &graph, &options);
        let shown = name.replace('\0', "\u{fffd}");
        prop_assert!(table_of(&nodes, b',', "csv").iter().any(|row| row[1] == shown));
    }
}
