//! Each format goes to the programs that are meant to read it, and what they find is compared with what the graph says.
//!
//! The programs are called by `read_back.py` and `read_back.mjs`. `tests/readers/install.sh` installs them into
//! `target/readers`, or into another folder that `DIURNA_READERS_FOLDER` names. What is missing is skipped, and the test says
//! so; with `DIURNA_READERS=required` it fails instead.

use crate::document::expect_document;
use crate::hostile::{self, Ids};
use crate::table::{Check, Facts, Host, READERS, Reader};
use crate::{formats, is_required, reader_folder, root};
use diurna::claim::Status;
use diurna::export::picture::{Picture, Value as Attribute};
use diurna::export::{Flavor, Format, Layout, LinksKey, Options, Selection, View};
use diurna::graph::{Event, Graph, Id};
use diurna::query::Filter;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A graph to be written.
struct Source {
    name: &'static str,
    graph: Graph,
}

/// One graph in one format, written to files.
struct Case {
    name: String,
    format: &'static Format,
    variant: &'static str,
    options: Options,
    source: usize,
    files: BTreeMap<&'static str, PathBuf>,
}

/// The example graphs, and those of hostile texts.
fn sources() -> Vec<Source> {
    let example = |name: &'static str| {
        let text = fs::read_to_string(root().join(format!("graphs/{name}.json"))).expect("the graph is kept");
        Source { name, graph: Graph::from_json(&text).expect("it is a graph") }
    };
    let mut sources: Vec<Source> = ["all", "summit", "harbour-strike", "flood"].map(example).into();
    sources.push(Source { name: "hostile", graph: hostile::graph_of_all(Ids::Plain) });
    sources.push(Source { name: "hostile-ids", graph: hostile::graph_of_all(Ids::Hostile) });
    sources
}

/// The ways in which a format has to be read: whole, with its own options, and pictures cut and filtered.
fn variants(format: &Format, source: &str) -> Vec<(&'static str, Options)> {
    let plain = Options::default;
    let mut variants = match format.name {
        "node-link" => vec![("", plain()), ("links", Options { links_key: LinksKey::Links, ..plain() })],
        "graphml" => vec![("", plain()), ("yed", Options { flavor: Flavor::Yed, ..plain() })],
        // Mermaid takes no more than a hundred nodes.
        "mermaid" => vec![("cut", Options { max_nodes: Some(60), ..plain() })],
        _ => vec![("", plain())],
    };
    if source == "all" && format.views.len() > 1 {
        let filter = Filter { statuses: vec![Status::Planned, Status::Denied], ..Filter::default() };
        variants.push(("filtered", Options { filter, ..plain() }));
        variants.push(("few", Options { max_nodes: Some(12), ..plain() }));
    }
    variants
}

/// Whether `format` is read from this source: the readers that are given the graph need facts of every kind in it, and those
/// of pictures need ids that their format does not change.
fn is_read_from(format: &Format, source: &str) -> bool {
    let is_by_reader = |reader: &Reader| matches!(reader.check, Check::ByReader(_));
    match READERS.iter().find(|reader| reader.format == format.name) {
        Some(reader) if is_by_reader(reader) => matches!(source, "all" | "hostile" | "hostile-ids"),
        Some(_) => source != "hostile-ids",
        None => false,
    }
}

fn write_cases(sources: &[Source], folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for format in formats() {
        for (at, Source { name: source, graph }) in sources.iter().enumerate() {
            if !is_read_from(format, source) {
                continue;
            }
            for (variant, options) in variants(format, source) {
                for &view in format.views {
                    let options = Options { view, ..options.clone() };
                    let name = format!("{source}-{}-{}-{variant}", view.name(), format.name);
                    let tables = format.write_tables(graph, &options);
                    let tables = tables.unwrap_or_else(|error| panic!("{name}: {error}"));
                    let files = tables.into_iter();
                    let files =
                        files.map(|(table, bytes)| (table, place(folder, &name, format, table, &bytes)));
                    let files = files.collect();
                    cases.push(Case { name, format, variant, options, source: at, files });
                }
            }
        }
    }
    cases
}

/// Writes one file of a case where its reader looks for it.
fn place(folder: &Path, name: &str, format: &Format, table: &str, bytes: &[u8]) -> PathBuf {
    let extension = format.extensions.first().copied().unwrap_or(format.name);
    let path = match (format.layout, table) {
        (Layout::Folder, table) if table.contains('.') => folder.join(name).join(table),
        (Layout::Folder, table) => folder.join(name).join(format!("{table}.{extension}")),
        (Layout::Files, "") => folder.join(format!("{name}.{extension}")),
        (Layout::Files, table) => folder.join(format!("{name}.{table}.{extension}")),
    };
    fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder can be made");
    fs::write(&path, bytes).expect("the file can be written");
    path
}

/// What a reader found.
enum Found {
    Picture {
        nodes: usize,
        edges: usize,
        facts: BTreeMap<String, (String, String)>,
    },
    /// It compared the file with the graph itself.
    Agreed,
    /// It could not read the file, or it is not what the graph says.
    Error(String),
}

/// What the readers say: by case and reader.
type Answers = BTreeMap<(String, String), Found>;

/// Readers that cannot be called, with the reason.
type Missing = BTreeMap<String, String>;

fn call(host: Host, list: &Path, answers: &mut Answers, missing: &mut Missing) {
    let folder = reader_folder();
    let mut command = match host {
        Host::Python => {
            let mut command = Command::new(folder.join("venv/bin/python"));
            command.arg("-B").arg(root().join("tests/readers/read_back.py"));
            command
        }
        Host::Node => {
            // Node looks for modules beside the script.
            let script = folder.join("node/read_back.mjs");
            let _ = fs::copy(root().join("tests/readers/read_back.mjs"), &script);
            let mut command = Command::new("node");
            command.arg(script);
            command
        }
    };
    let all = || READERS.iter().filter(|reader| reader.host == host).map(|reader| reader.name.to_owned());
    if host == Host::Node && !folder.join("node/node_modules").is_dir() {
        missing.extend(all().map(|reader| (reader, format!("no {}/node/node_modules", folder.display()))));
        return;
    }
    let output = match command.arg(list).output() {
        Ok(output) => output,
        Err(error) => {
            let reason = format!("{}: {error}", command.get_program().display());
            missing.extend(all().map(|reader| (reader, reason.clone())));
            return;
        }
    };
    let text = String::from_utf8(output.stdout).expect("readers answer in UTF-8");
    assert!(output.status.success(), "{host:?}: {}", String::from_utf8_lossy(&output.stderr));
    for line in text.lines() {
        let answer: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let text = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
        let (case, reader) = (text("case"), text("reader"));
        if !answer["missing"].is_null() {
            missing.insert(reader, format!("{} is not installed", text("missing")));
            continue;
        }
        if !answer["error"].is_null() {
            answers.insert((case, reader), Found::Error(text("error")));
            continue;
        }
        let found = if answer["agreed"] == true {
            Found::Agreed
        } else {
            let count = |key: &str| answer[key].as_u64().map(|count| count as usize).expect("a count");
            let facts = answer["facts"].as_object().expect("facts are an object").iter();
            let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let facts = facts.map(|(id, fact)| (id.clone(), (word(&fact[0]), word(&fact[1])))).collect();
            Found::Picture { nodes: count("nodes"), edges: count("edges"), facts }
        };
        assert!(answers.insert((case, reader), found).is_none(), "a reader answers once");
    }
}

/// The claims of `events`: quote and document of each, as `shown` by a format.
fn quotes<'graph>(
    graph: &'graph Graph,
    events: impl Iterator<Item = &'graph Event>,
    shown: fn(&str) -> String,
) -> BTreeSet<(String, String)> {
    let claims = events.flat_map(|event| &event.claims).filter_map(|id| graph.claim(id));
    claims.map(|claim| (shown(&claim.quote), claim.document.as_str().to_owned())).collect()
}

/// The quotes that an event or link may be shown with, by its id.
fn expected_facts(
    case: &Case,
    selection: &Selection<'_>,
    picture: &Picture,
    shown: fn(&str) -> String,
) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let graph = selection.graph;
    match case.options.view {
        View::Events => {
            let events = selection.events.iter();
            events.map(|event| (event.id.to_string(), quotes(graph, [*event].into_iter(), shown))).collect()
        }
        View::Actors => {
            let of_link = |edge: &diurna::export::picture::Edge| {
                let events = edge.attributes.iter().find(|(name, _)| *name == "events");
                let Some((_, Attribute::List(ids))) = events else { panic!("a link without events") };
                let events = ids.iter().filter_map(|id| graph.event(&Id::from(id.as_str())));
                (edge.id.clone(), quotes(graph, events, shown))
            };
            picture.edges.iter().map(of_link).collect()
        }
    }
}

fn expect_found(case: &Case, reader: &Reader, source: &Source, found: &Found) {
    let what = format!("{} by {}", case.name, reader.name);
    let (Check::Picture { counts, facts: expected }, Found::Picture { nodes, edges, facts }) =
        (reader.check, found)
    else {
        let is_agreed = matches!(found, Found::Agreed) && matches!(reader.check, Check::ByReader(_));
        assert!(is_agreed, "{what}: the table and the reader disagree on who compares");
        return;
    };
    let selection = Selection::new(&source.graph, &case.options);
    let picture = Picture::of(&selection);
    let counts = counts.of(&selection, (picture.nodes.len(), picture.edges.len()));
    assert_eq!((*nodes, *edges), counts, "{what}: nodes and edges");
    let shown: fn(&str) -> String = match expected {
        Facts::Every(shown) => shown,
        Facts::Quotes if source.name == "hostile" || case.options.view == View::Actors => return,
        Facts::Quotes => str::to_owned,
        Facts::None => return,
    };
    let possible = expected_facts(case, &selection, &picture, shown);
    assert_eq!(
        facts.keys().collect::<Vec<_>>(),
        possible.keys().collect::<Vec<_>>(),
        "{what}: ids of events or links"
    );
    for (id, (quote, document)) in facts {
        let possible = &possible[id];
        let fits = match expected {
            Facts::Quotes => {
                possible.iter().any(|(words, _)| words.starts_with(quote.trim_end_matches("...")))
            }
            _ => possible.contains(&(quote.clone(), document.clone())),
        };
        assert!(fits, "{what}: {id} has the quote {quote:?} of {document}, not one of {possible:?}");
    }
}

#[test]
fn every_format_is_read_back_by_its_readers() {
    let folder = tempfile::tempdir().expect("a folder");
    let sources = sources();
    for Source { name, graph } in &sources {
        fs::write(folder.path().join(format!("{name}.json")), graph.to_json()).expect("it can be written");
    }
    let cases = write_cases(&sources, folder.path());
    let list = cases.iter().map(|case| {
        let source = sources[case.source].name;
        json!({"case": case.name, "format": case.format.name, "variant": case.variant, "source": source,
            "graph": folder.path().join(format!("{source}.json")), "view": case.options.view.name(), "files": case.files})
    });
    let list: Value = list.collect();
    let list_file = folder.path().join("cases.list");
    fs::write(&list_file, list.to_string()).expect("the list can be written");

    let (mut answers, mut missing) = (Answers::new(), Missing::new());
    call(Host::Python, &list_file, &mut answers, &mut missing);
    call(Host::Node, &list_file, &mut answers, &mut missing);

    let (mut n_read, mut errors) = (0, Vec::new());
    for case in &cases {
        for reader in READERS.iter().filter(|reader| reader.format == case.format.name) {
            if reader.variant.is_some_and(|variant| variant != case.variant) {
                continue;
            }
            match answers.remove(&(case.name.clone(), reader.name.to_owned())) {
                Some(Found::Error(error)) => {
                    errors.push(format!("{} by {}: {error}", case.name, reader.name))
                }
                Some(found) => {
                    expect_found(case, reader, &sources[case.source], &found);
                    n_read += 1;
                }
                None => {
                    assert!(missing.contains_key(reader.name), "{} did not read {}", reader.name, case.name)
                }
            }
        }
    }
    assert!(errors.is_empty(), "{} errors\n{}", errors.len(), errors.join("\n"));
    assert!(answers.is_empty(), "not in the table of readers: {:?}", answers.keys().collect::<Vec<_>>());
    if !cfg!(feature = "parquet") {
        missing.insert("parquet".to_owned(), "cargo test --features parquet writes it".to_owned());
    }
    eprintln!("{n_read} times a file was read back");
    if missing.is_empty() {
        expect_document();
    }
    for (reader, reason) in &missing {
        eprintln!("skipped: {reader}: {reason}");
    }
    if is_required() {
        assert!(
            missing.is_empty(),
            "readers are missing; tests/readers/install.sh installs them: {missing:?}"
        );
    }
}
