//! `diurna lint`: what is wrong with event rules, and which of their example sentences are read otherwise.

use super::outcome::{Outcome, Stop};
use super::print;
use super::rules::{read_rules, rule_files};
use crate::document::{ReadOptions, read_text};
use crate::error::Error;
use crate::lexicon::event_rules::{RolePart, Sense};
use crate::lexicon::event_types::event_type;
use crate::lexicon::events::{EventLexicon, event_lexicon};
use crate::reading::{Knowledge, Reading, read_with};
use clap::Args;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// How many `yes` and how many `no` sentences a sense needs.
const FEWEST_EXAMPLES: usize = 2;

#[derive(Debug, Args)]
pub(super) struct LintArguments {
    /// Rule files, or folders with files named *.rules
    #[arg(value_name = "RULES", required = true)]
    rules: Vec<PathBuf>,
}

/// Runs the verb: exit code 0 if nothing is wrong, 1 if something is.
pub(super) fn run(arguments: &LintArguments) -> Result<Outcome, Stop> {
    let files = rule_files(&arguments.rules)?;
    let mut output = print::output();
    let mut problems = 0;
    let mut senses: Vec<(PathBuf, Sense)> = Vec::new();
    for file in &files {
        match read_rules(file) {
            Ok(found) => senses.extend(found.into_iter().map(|sense| (file.clone(), sense))),
            // A file that cannot be opened is no rule file with an error in it.
            Err(error) if error.io_kind().is_some() => return Err(error.into()),
            Err(error) => {
                problems += 1;
                writeln!(output, "{error}")?;
            }
        }
    }
    let lexicon = EventLexicon::with(senses.iter().map(|(_, sense)| sense.clone()).collect());
    let found: Vec<Vec<String>> = senses.par_iter().map(|(_, sense)| check(sense, &lexicon)).collect();
    for ((file, sense), found) in senses.iter().zip(found) {
        for problem in found {
            problems += 1;
            let error = Error::new(format!("sense `{}`: {problem}", sense.id)).at(file).on_line(sense.line);
            writeln!(output, "{error}")?;
        }
    }
    output.flush()?;
    let examples: usize = senses.iter().map(|(_, sense)| sense.yes.len() + sense.no.len()).sum();
    let shipped: BTreeSet<&str> = event_lexicon().senses().iter().map(|sense| sense.id.as_str()).collect();
    for (_, sense) in senses.iter().filter(|(_, sense)| shipped.contains(sense.id.as_str())) {
        print::note(&format!("sense `{}` takes the place of the one that ships with Diurna", sense.id));
    }
    for kind in senses.iter().map(|(_, sense)| sense.kind.as_str()).collect::<BTreeSet<_>>() {
        if event_type(kind).is_none() {
            print::note(&format!(
                "type `{kind}` is new: it has no quad class and stays out of PLOVER exports"
            ));
        }
    }
    let count = |number: usize, what: &str| print::counted(number, what);
    print::note(&format!(
        "checked {} and {} in {}: {}",
        count(senses.len(), "sense"),
        count(examples, "example"),
        count(files.len(), "file"),
        if problems == 0 { "nothing is wrong".to_owned() } else { count(problems, "problem") },
    ));
    Ok(Outcome::Code(u8::from(problems > 0)))
}

/// What is wrong with a sense, when the senses of `lexicon` are all there are.
fn check(sense: &Sense, lexicon: &EventLexicon) -> Vec<String> {
    let mut problems = Vec::new();
    for (what, number) in [("yes", sense.yes.len()), ("no", sense.no.len())] {
        if number < FEWEST_EXAMPLES {
            problems.push(format!("has {number} `{what}` sentence where {FEWEST_EXAMPLES} are wanted"));
        }
    }
    for (_, role, _) in &sense.demands {
        if !sense.roles.iter().any(|(filled, _)| filled == role) {
            problems
                .push(format!("demands something of the {}, but no line says what fills it", name(*role)));
        }
    }
    for (index, trigger) in sense.triggers.iter().enumerate() {
        if sense.triggers[..index].contains(trigger) {
            problems.push(format!("has the trigger `{}` twice", trigger.lemma));
        }
    }
    let knowledge = Knowledge { senses: lexicon, ..Knowledge::default() };
    let read = |text: &str| -> Reading { read_with(read_text(text, &ReadOptions::default()), knowledge) };
    for text in &sense.yes {
        let reading = read(text);
        if !reading.events.iter().any(|event| event.kind == sense.kind && event.mode == sense.mode) {
            problems.push(format!("does not find: {text}"));
        }
    }
    for text in &sense.no {
        if read(text).claims.iter().any(|claim| claim.rule == sense.id) {
            problems.push(format!("must not find: {text}"));
        }
    }
    problems
}

const fn name(role: RolePart) -> &'static str {
    match role {
        RolePart::Agent => "agent",
        RolePart::Patient => "patient",
        RolePart::Recipient => "recipient",
        RolePart::Participant => "participant",
    }
}
