//! Every reader that is installed reads what was written, and compares it with the graph.

use crate::hostile::{TEXTS, graph_of_texts};
use crate::{FORMATS, files};
use diurna::export::Options;
use diurna::graph::Graph;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Lets tests/readers/records.py read all formats of `graph` back.
fn read_back(graph: &Graph, what: &str) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::write(folder.path().join("graph.json"), graph.to_json()).expect("it can be written");
    for format in FORMATS {
        for (name, bytes) in files(format, graph, &Options::default()) {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is below the folder")).expect("it can be made");
            fs::write(path, bytes).expect("it can be written");
        }
    }
    let python = std::env::var("DIURNA_READERS").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/records.py");
    let Ok(output) = Command::new(&python).arg(script).arg(folder.path()).output() else {
        println!("skipped: {python} does not start, so nothing was read back");
        return;
    };
    println!("{what}\n{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_example_graph_is_read_back() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs/all.json");
    let graph = Graph::from_json(&fs::read_to_string(path).expect("it is kept")).expect("it is a graph");
    read_back(&graph, "graphs/all.json");
}

#[test]
fn hostile_texts_are_read_back() {
    read_back(&graph_of_texts(TEXTS), "hostile texts");
}
