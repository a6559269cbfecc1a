//! Checks the data files that the library embeds; a bad row stops the build at file:line. Tells the library which data it is.

#[path = "src/lexicon/data.rs"]
#[allow(dead_code, unreachable_pub)]
mod data;
#[path = "src/lexicon/event_rules.rs"]
#[allow(dead_code, unreachable_pub)]
mod event_rules;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

/// The files of `folder` with this extension, in name order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| fail(&format!("{}: {error}", folder.display())));
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

fn fail(message: &str) -> ! {
    println!("cargo::error={message}");
    process::exit(1);
}

/// Checks every event rule file and lists them all in one Rust expression.
fn check_event_rules() {
    let folder = Path::new("src/lexicon/en/events");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("&[\n");
    for file in files(folder, "rules") {
        println!("cargo::rerun-if-changed={}", file.display());
        let text =
            fs::read_to_string(&file).unwrap_or_else(|error| fail(&format!("{}: {error}", file.display())));
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if let Err(error) = event_rules::parse_rules(&stem, &text) {
            fail(&format!("{}:{}: {}", file.display(), error.line, error.message));
        }
        // From the package's folder, so that a checkout with what was built in it can be moved.
        let path = format!("/{}", file.display()).replace('\\', "/");
        writeln!(table, "({stem:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),")
            .expect("writing to a string cannot fail");
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("event_rules.in");
    fs::write(&out, table).unwrap_or_else(|error| fail(&format!("{}: {error}", out.display())));
}

/// Puts the fingerprint of the data into the variable `DIURNA_DATA` of the library's own build.
fn tell_fingerprint() {
    for folder in data::FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
    }
    let hash = data::fingerprint(Path::new("")).unwrap_or_else(|error| fail(&format!("the data: {error}")));
    println!("cargo::rustc-env=DIURNA_DATA={hash:016x}");
}

fn main() {
    check_event_rules();
    tell_fingerprint();
}
