//! Exports for databases, linked data, investigators and calendars: read back by the programs they are for.

#[path = "../graph/fixture.rs"]
mod fixture;

mod contents;
mod hostile;
mod readers;

use diurna::export::{Format, Layout, Options};
use diurna::graph::Graph;

/// The formats that these tests are about.
const FORMATS: [&str; 11] = [
    "neo4j",
    "cypher",
    "parquet",
    "ftm",
    "turtle",
    "jsonld",
    "gdelt",
    "plover",
    "geojson",
    "timelinejs",
    "ics",
];

/// What `format` writes: file names below the folder of an export, and their bytes; nothing if it was not built in.
fn files(format: &'static str, graph: &Graph, options: &Options) -> Vec<(String, Vec<u8>)> {
    if format == "parquet" && !cfg!(feature = "parquet") {
        return Vec::new();
    }
    let format = Format::named(format).expect("it is a format");
    let tables = format.write_tables(graph, options).expect("it can be written");
    let names = format.tables.iter().map(|table| match format.layout {
        Layout::Folder => format!("{}/{}", format.name, format.file_name(table)),
        Layout::Files => format.name.to_owned(),
    });
    names.zip(tables).map(|(name, (_, bytes))| (name, bytes)).collect()
}

/// What `format`, which has one file, writes.
fn text(format: &'static str, graph: &Graph, options: &Options) -> String {
    let (_, bytes) = files(format, graph, options).remove(0);
    String::from_utf8(bytes).expect("it is UTF-8")
}
