//! The command line: the only code that prints, exits or reads the environment.

mod add;
mod annotate;
mod arguments;
mod between;
mod build;
mod communities;
mod cypher;
mod describe;
mod diff;
mod event_table;
mod events;
mod explain;
mod export;
mod filter;
mod folder;
mod graph_file;
mod identity;
mod join;
mod knowledge;
mod lint;
mod local;
mod neighbors;
mod outcome;
mod pages;
mod path;
mod print;
mod schema;
mod rm;
mod rules;
mod sheet;
mod show;
mod sql;
mod stats;
mod summary;
mod table;
mod timeline;
mod top;
mod voices;
mod why;

use arguments::{Arguments, Verb};
use clap::{CommandFactory, Parser};
use outcome::{Outcome, Stop};
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let done = arguments::with_verb(words).and_then(|words| match Arguments::try_parse_from(words) {
        Ok(arguments) => run(arguments.verb),
        Err(error) => {
            // `--help` and `--version` come this way too, on standard output with code 0.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            Ok(Outcome::Code(code))
        }
    });
    match done {
        Ok(outcome) => outcome.code(),
        Err(Stop::Pipe) => ExitCode::SUCCESS,
        Err(Stop::NotFound(error)) => {
            print::error(&error);
            ExitCode::from(1)
        }
        Err(Stop::Failed(error)) => {
            print::error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(verb: Verb) -> Result<Outcome, Stop> {
    match verb {
        Verb::Build(arguments) => build::run(&arguments),
        Verb::Add(arguments) => add::run(&arguments, add::Mode::Add),
        Verb::Sync(arguments) => add::run(&arguments, add::Mode::Sync),
        Verb::Rm(arguments) => rm::run(&arguments),
        Verb::Join(arguments) => join::run(&arguments),
        Verb::Sql(arguments) => sql::run(&arguments),
        Verb::Summary(arguments) => summary::run(&arguments),
        Verb::Show(arguments) => show::run(&arguments),
        Verb::Events(arguments) => events::run(&arguments),
        Verb::Neighbors(arguments) => neighbors::run(&arguments),
        Verb::Path(arguments) => path::run(&arguments),
        Verb::Top(arguments) => top::run(&arguments),
        Verb::Communities(arguments) => communities::run(&arguments),
        Verb::Between(arguments) => between::run(&arguments),
        Verb::Timeline(arguments) => timeline::run(&arguments),
        Verb::Why(arguments) => why::run(&arguments),
        Verb::Stats(arguments) => stats::run(&arguments),
        Verb::Merge(arguments) => identity::merge(&arguments),
        Verb::Split(arguments) => identity::split(&arguments),
        Verb::Alias(arguments) => identity::alias(&arguments),
        Verb::WhySame(arguments) => identity::why_same(&arguments),
        Verb::Diff(arguments) => diff::run(&arguments),
        Verb::Export(arguments) => export::run(&arguments),
        Verb::Annotate(arguments) => annotate::run(&arguments),
        Verb::Explain(arguments) => explain::run(&arguments),
        Verb::Lint(arguments) => lint::run(&arguments),
        Verb::Cypher(arguments) => cypher::run(&arguments),
        Verb::Schema(arguments) => schema::run(&arguments),
        Verb::Completions { shell } => {
            // Made in memory first: the generator panics when its output is closed.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "diurna", &mut script);
            print::output().write_all(&script)?;
            Ok(Outcome::Found)
        }
        Verb::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            for verb in Arguments::command().get_subcommands().filter(|verb| !verb.is_hide_set()) {
                let name = format!("diurna-{}", verb.get_name());
                clap_mangen::Man::new(
                    verb.clone().display_name(name.clone()).bin_name(name.replace('-', " ")),
                )
                .render(&mut page)?;
            }
            print::output().write_all(&page)?;
            Ok(Outcome::Found)
        }
    }
}
