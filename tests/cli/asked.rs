//! Commands with their exact answers: `tests/cli/asked/*.md`. `UPDATE=1` rewrites the answers.
//!
//! A line `$ diurna ...` in a `console` block is run at the root of the project; the lines below it are what it
//! writes on standard output, then on standard error, then its exit code if that is not 0. `COLUMNS=60` before
//! the command sets the width.

use crate::{Run, run_in_with};
use std::fs;
use std::path::Path;

/// The words of a command line, with `"..."` around words with spaces.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in line.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn answer(command: &str) -> Vec<String> {
    let (settings, arguments) = command.split_once("diurna").expect("a command calls diurna");
    let settings: Vec<(&str, &str)> =
        settings.split_whitespace().filter_map(|setting| setting.split_once('=')).collect();
    let arguments = words(arguments);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Run { code, output, messages } = run_in_with(root, &arguments, b"", &settings);
    let mut lines: Vec<String> = output.lines().chain(messages.lines()).map(str::to_owned).collect();
    if code != 0 {
        lines.push(format!("[exit {code}]"));
    }
    lines
}

/// `markdown` with the answers that the commands give now.
fn answered(markdown: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_console = false;
    for line in markdown.lines() {
        let is_fence = line.starts_with("```");
        if is_fence {
            in_console = line == "```console";
        }
        match line.strip_prefix("$ ") {
            Some(command) if in_console => {
                lines.push(line.to_owned());
                lines.extend(answer(command));
            }
            _ if in_console && !is_fence => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn commands_answer_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/asked");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = String::new();
    for path in paths {
        let kept = fs::read_to_string(&path).expect("a file of commands can be read");
        let found = answered(&kept);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &found).expect("the file can be written");
        } else if let Some(number) = first_difference(&kept, &found) {
            let line = |text: &str| text.lines().nth(number).unwrap_or("(end)").to_owned();
            wrong.push_str(&format!(
                "{}:{}:\n  kept:  {}\n  found: {}\n",
                path.display(),
                number + 1,
                line(&kept),
                line(&found)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}UPDATE=1 rewrites them; review the difference like code");
}

/// The number, from 0, of the first line in which the two differ.
fn first_difference(kept: &str, found: &str) -> Option<usize> {
    let mut pairs = kept.lines().zip(found.lines());
    if let Some(number) = pairs.position(|(kept, found)| kept != found) {
        return Some(number);
    }
    let (kept, found) = (kept.lines().count(), found.lines().count());
    (kept != found).then_some(kept.min(found))
}
