//! The read-only scenarios of the openCypher Technology Compatibility Kit, asked through the adapter.

use crate::scenario::{self, Scenario};
use crate::value::{self, ListOrder};
use diurna::query::cypher::{CypherEngine, Kglite, Question, Value};
use kglite::api::DirGraph;
use kglite::api::session::{ExecuteOptions, execute_mut};
use open_cypher::ast::visit::{Visitor, walk_clause};
use open_cypher::ast::{Clause, ClauseKind};
use open_cypher::{Keyword, TokenKind, lex, parse};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

/// How a scenario went.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Passed,
    /// What was wrong.
    Failed(String),
    /// Why it is none of ours.
    Left(&'static str),
}

const WRITES: &str = "writes";
const PROCEDURE: &str = "calls a procedure that the test itself supplies";

struct Writes(bool);

impl<'ast> Visitor<'ast> for Writes {
    fn visit_clause(&mut self, clause: &'ast Clause) {
        self.0 |= matches!(
            clause.kind,
            ClauseKind::Create(_)
                | ClauseKind::Insert(_)
                | ClauseKind::Merge(_)
                | ClauseKind::Delete(_)
                | ClauseKind::Set(_)
                | ClauseKind::Remove(_)
                | ClauseKind::Foreach(_)
        );
        walk_clause(self, clause);
    }
}

fn writes(text: &str) -> bool {
    match parse(text) {
        Ok(parsed) => {
            let mut writes = Writes(false);
            writes.visit_program(&parsed.program);
            writes.0
        }
        // What cannot be parsed is judged by its words.
        Err(_) => lex(text).tokens.iter().any(|token| {
            matches!(
                token.kind,
                TokenKind::Keyword(
                    Keyword::Create | Keyword::Merge | Keyword::Delete | Keyword::Set | Keyword::Remove
                )
            )
        }),
    }
}

fn run(scenario: &Scenario, kit: &Path) -> Verdict {
    let queries = scenario.steps.iter().filter(|step| step.text.starts_with("executing"));
    if queries.into_iter().filter_map(|step| step.document.as_deref()).any(writes) {
        return Verdict::Left(WRITES);
    }
    if scenario.steps.iter().any(|step| step.text.starts_with("there exists a procedure")) {
        return Verdict::Left(PROCEDURE);
    }
    match catch_unwind(AssertUnwindSafe(|| perform(scenario, kit))) {
        Ok(Ok(())) => Verdict::Passed,
        Ok(Err(why)) => Verdict::Failed(why),
        Err(_) => Verdict::Failed("the engine panicked in the setup".to_owned()),
    }
}

fn set_up(graph: &mut DirGraph, text: &str) -> Result<(), String> {
    let none = HashMap::new();
    execute_mut(graph, text, &ExecuteOptions::eager(&none))
        .map(|_| ())
        .map_err(|error| format!("setup: {error}"))
}

fn perform(scenario: &Scenario, kit: &Path) -> Result<(), String> {
    let mut graph = DirGraph::new();
    let mut parameters: BTreeMap<String, Value> = BTreeMap::new();
    let mut engine: Option<Kglite> = None;
    let mut answer = None;
    for step in &scenario.steps {
        let text = step.text.as_str();
        if let Some(name) = text.strip_prefix("the ").and_then(|rest| rest.strip_suffix(" graph")) {
            let file = kit.join("graphs").join(name).join(format!("{name}.cypher"));
            let text = fs::read_to_string(&file).map_err(|error| format!("setup: {error}"))?;
            set_up(&mut graph, &text)?;
        } else if text == "having executed:" {
            set_up(&mut graph, step.document.as_deref().unwrap_or_default())?;
        } else if text == "parameters are:" {
            for row in &step.table {
                let value = value::parse(&row[1]).ok_or("the runner cannot read a parameter")?;
                parameters.insert(row[0].clone(), value);
            }
        } else if text.starts_with("executing") {
            let engine = engine.get_or_insert_with(|| Kglite::over(std::mem::take(&mut graph)));
            let mut question = Question::new(step.document.as_deref().unwrap_or_default().trim_end());
            question.parameters = parameters.clone();
            answer = Some(engine.query(&question.within(Duration::from_secs(20))));
        } else if text.starts_with("the result should be") {
            let answer = answer.take().ok_or("the runner found no query")?;
            let rows = answer.map_err(|error| format!("error: {error}"))?;
            if text == "the result should be empty" {
                if !rows.rows.is_empty() {
                    return Err("rows where there should be none".to_owned());
                }
                continue;
            }
            let (columns, expected) = step.table.split_first().ok_or("the runner found no table")?;
            if rows.columns != *columns {
                return Err(format!("columns {:?} for {columns:?}", rows.columns));
            }
            let row = |cells: &Vec<String>| {
                cells.iter().map(|cell| value::parse(cell)).collect::<Option<Vec<Value>>>()
            };
            let expected: Option<Vec<Vec<Value>>> = expected.iter().map(row).collect();
            let expected = expected.ok_or("the runner cannot read a value")?;
            let order =
                if text.contains("ignoring element order") { ListOrder::Ignored } else { ListOrder::Counts };
            let same = |found: &Vec<Value>, expected: &Vec<Value>| {
                found.len() == expected.len()
                    && found
                        .iter()
                        .zip(expected)
                        .all(|(found, expected)| value::matches(found, expected, order))
            };
            let right = if text.contains("in order") {
                rows.rows.len() == expected.len()
                    && rows.rows.iter().zip(&expected).all(|(found, expected)| same(found, expected))
            } else {
                value::same_bag(&rows.rows, &expected, same)
            };
            if !right {
                let shown: Vec<String> =
                    rows.rows.iter().take(3).map(|row| Value::List(row.clone()).to_string()).collect();
                return Err(format!("other rows: {}", shown.join(" ")));
            }
        } else if text.contains("should be raised") {
            let answer = answer.take().ok_or("the runner found no query")?;
            match answer {
                Ok(_) => return Err("an answer where there should be an error".to_owned()),
                Err(error) if error.to_string().contains("engine failed") => {
                    return Err(format!("error: {error}"));
                }
                Err(_) => {}
            }
        } else if !matches!(text, "an empty graph" | "any graph" | "no side effects") {
            return Err(format!("the runner does not know `{text}`"));
        }
    }
    Ok(())
}

/// Passed and all.
#[derive(Debug, Clone, Copy, Default)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, passed: bool) {
        self.0 += usize::from(passed);
        self.1 += 1;
    }

    fn cells(self) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand scenarios")]
        let share = 100.0 * self.0 as f64 / self.1.max(1) as f64;
        format!("{} | {} | {share:.1} %", self.0, self.1)
    }
}

/// What the scenarios are about.
fn subject(feature: &str) -> String {
    let mut parts = feature.split('/');
    let first = parts.next().unwrap_or_default();
    let second = parts.next().unwrap_or_default();
    format!("{first}/{second}")
}

fn report(verdicts: &[(Scenario, Verdict)]) -> String {
    let mut page = String::from(
        "# Read-only scenarios of the openCypher TCK\n\n\
         Made by the tests: `UPDATE=1 cargo test --features cypher --test cypher kit`. The kit is that of openCypher 2024.3 \
         (Apache-2.0), as the package `open-cypher` 0.5 carries it; `DIURNA_TCK` names another copy.\n\n\
         The setup of a scenario goes to the engine directly; its query goes through the adapter, that is through the \
         parser, the read-only guard and the engine. A scenario passes if columns and rows are those expected (types \
         of numbers, labels, properties, directions of paths and, where it is asked for, order too), or if an error is \
         expected and there is one. The kind of an error is not compared. A node's `id` is compared only where \
         the scenario has one, because the engine gives one to every node, and likewise the label `Node` that it gives to a \
         node without labels.\n\n",
    );
    let mut subjects: BTreeMap<String, Share> = BTreeMap::new();
    let [mut all, mut answers, mut errors, mut timeless] = [Share::default(); 4];
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failing: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (scenario, verdict) in verdicts {
        let passed = match verdict {
            Verdict::Left(why) => {
                *left.entry(why).or_default() += 1;
                continue;
            }
            Verdict::Passed => true,
            Verdict::Failed(why) => {
                failing.entry(&scenario.feature).or_default().push((&scenario.name, why));
                false
            }
        };
        all.add(passed);
        let subject = subject(&scenario.feature);
        let must_fail = scenario.steps.iter().any(|step| step.text.contains("should be raised"));
        if must_fail {
            errors.add(passed);
        } else {
            answers.add(passed);
            if subject != "expressions/temporal" {
                timeless.add(passed);
            }
        }
        subjects.entry(subject).or_default().add(passed);
    }
    let _ = writeln!(page, "| scenarios | passed | of | share |\n|---|---:|---:|---:|");
    let _ = writeln!(page, "| all that only read | {} |", all.cells());
    let _ = writeln!(page, "| with an answer | {} |", answers.cells());
    let _ = writeln!(page, "| with an answer, without `expressions/temporal` | {} |", timeless.cells());
    let _ = writeln!(page, "| with an error | {} |\n", errors.cells());
    for (why, count) in &left {
        let _ = writeln!(page, "Left out: {count} of which each {why}.");
    }
    let _ = writeln!(page, "\n## By subject\n\n| subject | passed | of | share |\n|---|---:|---:|---:|");
    for (subject, share) in &subjects {
        let _ = writeln!(page, "| {subject} | {} |", share.cells());
    }
    let _ = writeln!(page, "\n## Those that do not pass\n");
    for (feature, scenarios) in &failing {
        let _ = writeln!(page, "### {feature}\n");
        // The examples of an outline fail together more often than not.
        let mut outlines: Vec<(&str, Vec<&str>, &str)> = Vec::new();
        for (name, why) in scenarios {
            let (name, example) = name.rsplit_once(" #").unwrap_or((name, ""));
            match outlines.last_mut() {
                Some((known, examples, _)) if *known == name => examples.push(example),
                _ => outlines.push((name, vec![example], why)),
            }
        }
        for (name, examples, why) in outlines {
            let examples = examples.join(", ");
            let examples = if examples.is_empty() { examples } else { format!(" (example {examples})") };
            let why: String = why.replace('\n', " ").replace('`', "'").chars().take(120).collect();
            let _ = writeln!(page, "* {name}{examples}: `{why}`");
        }
        let _ = writeln!(page);
    }
    page.trim_end().to_owned() + "\n"
}

#[test]
fn the_read_only_scenarios_pass_as_recorded() {
    let Some(folder) = scenario::folder() else {
        println!("skipped: no openCypher TCK; set DIURNA_TCK to its folder");
        return;
    };
    // A failing setup is a verdict, not something to read about.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let scenarios = scenario::read_all(&folder);
    assert!(scenarios.len() > 3000, "{} scenarios", scenarios.len());
    let verdicts: Vec<(Scenario, Verdict)> = scenarios
        .into_iter()
        .map(|scenario| {
            let verdict = run(&scenario, &folder);
            (scenario, verdict)
        })
        .collect();
    std::panic::set_hook(hook);
    let page = report(&verdicts);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CYPHER-TCK.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(&path, &page).expect("the page can be written");
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(page, recorded, "docs/CYPHER-TCK.md is not what the scenarios say; UPDATE=1 writes it");
}
