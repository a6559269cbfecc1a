//! The corpus: Markdown files whose cases are a text and the facts it should give (see CONTRIBUTING).

use std::fs;
use std::path::{Path, PathBuf};

/// One case of a corpus file.
struct Case {
    heading: String,
    line: usize,
    text: String,
    expected: Vec<String>,
    known_failure: bool,
    /// Line numbers, from 0, of the first and one past the last line inside the facts block.
    facts: (usize, usize),
}

fn cases_of(markdown: &str, facts_block: &str, path: &Path) -> Vec<Case> {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if let Some(heading) = line.strip_prefix("# ") {
            let heading = heading.to_owned();
            cases.push(Case {
                heading,
                line: at + 1,
                text: String::new(),
                expected: Vec::new(),
                known_failure: false,
                facts: (0, 0),
            });
        } else if line.starts_with("expected-failure:") {
            cases.last_mut().expect("an expected failure stands under a heading").known_failure = true;
        } else if let Some(language) = line.strip_prefix("```") {
            let start = at + 1;
            let length = lines[start..].iter().position(|line| *line == "```");
            let end =
                start + length.unwrap_or_else(|| panic!("{}:{start}: block without end", path.display()));
            let case = cases.last_mut().unwrap_or_else(|| panic!("{}:{start}: no heading", path.display()));
            if language == "text" {
                case.text = lines[start..end].join("\n");
            } else if language == facts_block {
                case.expected = lines[start..end].iter().map(|line| (*line).to_owned()).collect();
                case.facts = (start, end);
            } else {
                panic!("{}:{start}: unknown block `{language}`", path.display());
            }
            at = end;
        }
        at += 1;
    }
    cases
}

/// Runs every case of `tests/corpus/<stage>/*.md`: the facts of its text must be the lines of its block named
/// `facts_block`, in any order. With `UPDATE=1` in the environment the blocks are rewritten instead.
///
/// # Panics
/// With one line for each case that fails, or that passes although it is marked as an expected failure.
pub(crate) fn run_corpus(stage: &str, facts_block: &str, facts_of: impl Fn(&str) -> Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(stage);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the corpus can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    let mut count = 0;
    let mut failures = Vec::new();
    for path in &paths {
        let markdown = fs::read_to_string(path).expect("a corpus file can be read");
        let cases = cases_of(&markdown, facts_block, path);
        let mut lines: Vec<String> = markdown.lines().map(str::to_owned).collect();
        for case in cases.iter().rev() {
            count += 1;
            let found = facts_of(&case.text);
            if std::env::var_os("UPDATE").is_some() && !case.known_failure {
                assert!(case.facts != (0, 0), "{}:{}: no `{facts_block}` block", path.display(), case.line);
                lines.splice(case.facts.0..case.facts.1, found);
                continue;
            }
            let (mut found, mut expected) = (found, case.expected.clone());
            found.sort();
            expected.sort();
            let place = format!("{}:{}: {}", path.display(), case.line, case.heading);
            match (found == expected, case.known_failure) {
                (true, true) => failures.push(format!("{place}: passes now; remove expected-failure")),
                (false, false) => failures.push(format!(
                    "{place}\n  expected: {}\n  found:    {}",
                    expected.join("\n            "),
                    found.join("\n            ")
                )),
                _ => {}
            }
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(path, lines.join("\n") + "\n").expect("a corpus file can be written");
        }
    }
    assert!(count > 0, "no case in {}", folder.display());
    assert!(failures.is_empty(), "{} of {count} cases fail\n{}", failures.len(), failures.join("\n"));
}
