//! Every export format: read back by the programs it is for, and with any text in it by whatever Rust has for it.

#[path = "../graph/fixture.rs"]
mod fixture;

mod any_text;
mod contents;
mod document;
mod hostile;
mod read_back;
mod table;
mod treebank;

use diurna::export::{FORMATS, Format, Options};
use diurna::graph::Graph;
use std::path::{Path, PathBuf};

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where `tests/readers/install.sh` puts the programs that read files back.
fn reader_folder() -> PathBuf {
    let folder = std::env::var_os("DIURNA_READERS_FOLDER").map(PathBuf::from);
    folder.unwrap_or_else(|| root().join("target/readers"))
}

/// Whether a reader that is not there is an error.
fn is_required() -> bool {
    std::env::var("DIURNA_READERS").is_ok_and(|value| value == "required")
}

/// The formats that this build can write.
fn formats() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.name != "parquet" || cfg!(feature = "parquet"))
}

/// What `format` makes of `graph`: names of tables, and their bytes.
fn files(format: &str, graph: &Graph, options: &Options) -> Vec<(&'static str, Vec<u8>)> {
    let format = Format::named(format).expect("it is a format");
    format.write_tables(graph, options).expect("memory can be written")
}

/// What `format`, which has one file, makes of `graph`.
fn text(format: &str, graph: &Graph, options: &Options) -> String {
    String::from_utf8(files(format, graph, options).remove(0).1).expect("it is UTF-8")
}
