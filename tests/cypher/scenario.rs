//! Feature files of the openCypher Technology Compatibility Kit, as far as its read-only scenarios need them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One scenario, or one example of an outline.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    /// "expressions/list/List1".
    pub(crate) feature: String,
    /// "[1] Fail when ...", with the number of the example.
    pub(crate) name: String,
    /// What is done and expected, in order.
    pub(crate) steps: Vec<Step>,
}

/// A line that begins with Given, When, Then, And or But, without that word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Step {
    pub(crate) text: String,
    /// The quoted lines below it.
    pub(crate) document: Option<String>,
    /// The table below it.
    pub(crate) table: Vec<Vec<String>>,
}

/// The folder of the kit: `DIURNA_TCK`, or the copy that the parser's package carries.
pub(crate) fn folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("DIURNA_TCK") {
        return Some(PathBuf::from(folder));
    }
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--features", "cypher", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .ok()?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).ok()?;
    let parser = metadata["packages"].as_array()?.iter().find(|package| package["name"] == "open-cypher")?;
    let folder = Path::new(parser["manifest_path"].as_str()?).parent()?;
    let folder = folder.join("spec/vendor/openCypher-2024.3/tck");
    folder.is_dir().then_some(folder)
}

/// Every scenario below `folder`, in the order of file names and lines.
pub(crate) fn read_all(folder: &Path) -> Vec<Scenario> {
    let root = folder.join("features");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the kit can be listed") {
            let path = entry.expect("an entry of the kit can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "feature") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut scenarios = Vec::new();
    for file in files {
        let feature = file.strip_prefix(&root).expect("it was found below").with_extension("");
        let text = fs::read_to_string(&file).expect("a feature file can be read");
        scenarios.extend(parse(&feature.to_string_lossy().replace('\\', "/"), &text));
    }
    scenarios
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = line.trim().trim_start_matches('|').chars().peekable();
    while let Some(character) = characters.next() {
        let cell = cells.last_mut().expect("there is always one");
        match character {
            '\\' if matches!(characters.peek(), Some('|' | '\\')) => {
                cell.push(characters.next().expect("it was peeked at"));
            }
            '|' => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    // What follows the last bar is no cell.
    cells.pop();
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn parse(feature: &str, text: &str) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    let mut background: Vec<Step> = Vec::new();
    let mut outline: Option<(String, Vec<Step>, Vec<Vec<String>>)> = None;
    let mut in_background = false;
    let mut in_examples = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', '@']) || trimmed.starts_with("Feature:") {
            continue;
        }
        if trimmed.starts_with("Background:") {
            in_background = true;
            continue;
        }
        if let Some(name) =
            trimmed.strip_prefix("Scenario Outline:").or_else(|| trimmed.strip_prefix("Scenario:"))
        {
            finish(feature, &background, outline.take(), &mut scenarios);
            outline = Some((name.trim().to_owned(), Vec::new(), Vec::new()));
            (in_background, in_examples) = (false, false);
            continue;
        }
        if trimmed.starts_with("Examples:") {
            in_examples = true;
            continue;
        }
        let steps = match &mut outline {
            _ if in_background => &mut background,
            Some((_, steps, _)) => steps,
            None => continue,
        };
        if trimmed.starts_with("\"\"\"") {
            let indent = line.len() - line.trim_start().len();
            let mut document = String::new();
            for line in lines.by_ref().take_while(|line| line.trim() != "\"\"\"") {
                let strip = indent.min(line.len() - line.trim_start().len());
                document.push_str(&line[strip..]);
                document.push('\n');
            }
            steps.last_mut().expect("quoted lines follow a step").document = Some(document);
        } else if trimmed.starts_with('|') {
            match &mut outline {
                Some((_, _, examples)) if in_examples => examples.push(cells(trimmed)),
                Some((_, steps, _)) => {
                    steps.last_mut().expect("a table follows a step").table.push(cells(trimmed))
                }
                None => {}
            }
        } else {
            let text = trimmed.split_once(' ').map_or("", |(_, text)| text).to_owned();
            steps.push(Step { text, ..Step::default() });
        }
    }
    finish(feature, &background, outline.take(), &mut scenarios);
    scenarios
}

/// Adds the scenario, or one for each example with the example's words put in.
fn finish(
    feature: &str,
    background: &[Step],
    outline: Option<(String, Vec<Step>, Vec<Vec<String>>)>,
    scenarios: &mut Vec<Scenario>,
) {
    let Some((name, steps, examples)) = outline else { return };
    let steps: Vec<Step> = background.iter().cloned().chain(steps).collect();
    let Some((names, examples)) = examples.split_first() else {
        scenarios.push(Scenario { feature: feature.to_owned(), name, steps });
        return;
    };
    for (number, example) in examples.iter().enumerate() {
        let words: BTreeMap<&String, &String> = names.iter().zip(example).collect();
        let fill = |text: &str| {
            let mut text = text.to_owned();
            for (name, value) in &words {
                text = text.replace(&format!("<{name}>"), value);
            }
            text
        };
        let steps = steps.iter().map(|step| Step {
            text: fill(&step.text),
            document: step.document.as_deref().map(fill),
            table: step.table.iter().map(|row| row.iter().map(|cell| fill(cell)).collect()).collect(),
        });
        scenarios.push(Scenario {
            feature: feature.to_owned(),
            name: format!("{name} #{}", number + 1),
            steps: steps.collect(),
        });
    }
}

#[test]
fn an_outline_becomes_a_scenario_for_each_example() {
    let text = "Feature: F\n  Background:\n    Given any graph\n  Scenario Outline: [1] x\n    When executing query:\n      \
                \"\"\"\n      RETURN <v>\n      \"\"\"\n    Then the result should be, in any order:\n      | <v> |\n    \
                Examples:\n      | v |\n      | 1 |\n      | 'a\\|b' |\n";
    let scenarios = parse("f", text);
    assert_eq!(scenarios.len(), 2);
    assert_eq!(scenarios[1].steps.len(), 3);
    assert_eq!(scenarios[1].steps[1].document.as_deref(), Some("RETURN 'a|b'\n"));
    assert_eq!(scenarios[1].steps[2].table, [["'a|b'"]]);
}
