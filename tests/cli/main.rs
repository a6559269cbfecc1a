//! The command as a person meets it: what it writes where, and how it exits.

#[path = "../graph/fixture.rs"]
mod fixture;
#[path = "../support/stories.rs"]
mod stories;

mod actors;
mod asked;
mod bad_input;
mod cypher;
mod folders;
mod identity;
mod pages;
mod queries;
mod rules;
mod scene;
mod store;
mod store_failures;
mod whole_files;

use diurna::graph::Graph;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the command did.
struct Run {
    code: i32,
    output: String,
    messages: String,
}

/// Runs `diurna` in `folder` with `input` on its standard input.
fn run_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    run_in_with(folder, arguments, input, &[])
}

/// The same with these settings in its environment.
fn run_in_with(folder: &Path, arguments: &[&str], input: &[u8], settings: &[(&str, &str)]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_diurna"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary is built");
    let mut standard = child.stdin.take().expect("it is piped");
    let bytes = input.to_vec();
    // A command that does not want its input closes it, which is no failure here.
    let writer = std::thread::spawn(move || drop(standard.write_all(&bytes)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the writer does not panic");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let code = output.status.code().unwrap_or(-1);
    Run { code, output: text(output.stdout), messages: text(output.stderr) }
}

/// A folder with the graph of the fixture in `graph.json`.
fn graph_folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.json");
    std::fs::write(&path, Graph::from_reading(&fixture::reading("page")).to_json()).expect("a file");
    (folder, path)
}
