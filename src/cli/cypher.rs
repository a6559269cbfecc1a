//! `diurna cypher`: any question, in openCypher.

use super::arguments::{GraphArgument, OutputArguments};
use super::filter::FilterArguments;
use super::outcome::{Outcome, Stop};
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct CypherArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// The query; @FILE reads it from a file, - from standard input
    #[arg(value_name = "QUERY")]
    query: String,
    /// A value for $NAME in the query: JSON, or plain words (repeated: several)
    #[arg(long = "param", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// Give up after this time
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    timeout: f64,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

/// A year is long enough, and fits every clock.
const LONGEST: f64 = 366.0 * 86_400.0;

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.001..=LONGEST).contains(seconds));
    seconds.ok_or_else(|| "write a number of seconds above 0".to_owned())
}

/// Says how to get the verb: this build goes without the engine.
#[cfg(not(feature = "cypher"))]
pub(super) fn run(_: &CypherArguments) -> Result<Outcome, Stop> {
    Err(Stop::Failed(
        crate::error::Error::new("this diurna was built without openCypher").with_help(
            "install it with: cargo install --features cypher diurna\n\
             diurna schema --cypher prints what a query can name; events, neighbors, path, ... ask without it",
        ),
    ))
}

#[cfg(feature = "cypher")]
pub(super) use with_engine::run;

#[cfg(feature = "cypher")]
mod with_engine {
    use super::super::describe::write_json;
    use super::super::graph_file::read_graph;
    use super::super::print;
    use super::super::table::{Cell, Column, Form, Table};
    use super::{CypherArguments, Outcome, Stop};
    use crate::error::{Error, Result};
    use crate::query::cypher::{CypherEngine, Kglite, Question, Rows, Value};
    use std::collections::BTreeMap;
    use std::io::{Read, Write};
    use std::path::Path;
    use std::time::Duration;

    /// Runs the verb.
    pub(in crate::cli) fn run(arguments: &CypherArguments) -> std::result::Result<Outcome, Stop> {
        if arguments.query == "-" && arguments.graph.graph == Path::new("-") {
            let error = Error::new("the graph and the query cannot both come from standard input");
            return Err(Stop::Failed(error.with_help("write the query into a file and give @FILE")));
        }
        let question = Question {
            text: query_text(&arguments.query)?,
            parameters: parameters(&arguments.parameters)?,
            time_limit: Duration::from_secs_f64(arguments.timeout),
        };
        let graph = read_graph(&arguments.graph.graph)?;
        let filter = arguments.filter.filter(&graph)?;
        let engine = Kglite::load(&graph, &filter)?;
        // What a defect of the engine says becomes an error; its own words would stand before that.
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let answer = engine.query(&question);
        std::panic::set_hook(hook);
        let rows = answer?;
        for warning in &rows.warnings {
            print::note(&format!("note: {warning}"));
        }
        write(&rows, arguments.output.form())?;
        Ok(Outcome::of_count(rows.rows.len()))
    }

    fn query_text(query: &str) -> Result<String> {
        let not_text =
            |name: &str| Error::new(format!("cannot read the query in {name}: it is not UTF-8 text"));
        if query == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io("read", "-", error))?;
            return String::from_utf8(bytes).map_err(|_| not_text("standard input"));
        }
        match query.strip_prefix('@') {
            Some(path) => {
                let bytes = std::fs::read(path).map_err(|error| Error::io("read", path, error))?;
                String::from_utf8(bytes).map_err(|_| not_text(path))
            }
            None => Ok(query.to_owned()),
        }
    }

    fn parameters(given: &[String]) -> Result<BTreeMap<String, Value>> {
        let mut parameters = BTreeMap::new();
        for parameter in given {
            let Some((name, value)) = parameter.split_once('=').filter(|(name, _)| !name.is_empty()) else {
                return Err(Error::new(format!("`--param {parameter}` gives no value"))
                    .with_help("write --param name=\"Wang Yi\", --param day=2024-05-01 or --param 'names=[\"a\", \"b\"]'"));
            };
            let name = name.trim_start_matches('$');
            let value =
                Value::of_argument(value).map_err(|error| Error::new(format!("--param {name}: {error}")))?;
            if parameters.insert(name.to_owned(), value).is_some() {
                return Err(Error::new(format!("--param {name} is given twice")));
            }
        }
        Ok(parameters)
    }

    fn write(rows: &Rows, form: Form) -> std::result::Result<(), Stop> {
        let mut output = print::output();
        if form == Form::Json {
            let value = serde_json::to_value(rows).expect("the keys of an answer are text");
            write_json(&mut output, &value)?;
            output.flush()?;
            return Ok(());
        }
        let column = |(at, name): (usize, &String)| {
            let is_number =
                |row: &Vec<Value>| matches!(row[at], Value::Integer(_) | Value::Float(_) | Value::Null);
            Column::of_answer(name, rows.rows.iter().all(is_number))
        };
        let mut table = Table::new(rows.columns.iter().enumerate().map(column).collect());
        for row in &rows.rows {
            table.push(row.iter().map(|value| Cell::from(shown(value))).collect());
        }
        table.write(&mut output, form)?;
        output.flush()?;
        Ok(())
    }

    /// A value in a table: text without quotes, and nothing for null.
    fn shown(value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Text(text) => text.clone(),
            other => other.to_string(),
        }
    }
}
