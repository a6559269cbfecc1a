//! `diurna sql`: any question to a store, in SQL.

use super::arguments::OutputArguments;
use super::describe::write_json;
use super::graph_file::decisions_of;
use super::outcome::{Outcome, Stop};
use super::print;
use super::table::{Cell, Column, Form, Table};
use crate::error::Error;
use crate::store::{Rows, Store, Value, is_store};
use clap::Args;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct SqlArguments {
    /// The store
    #[arg(value_name = "STORE")]
    store: PathBuf,
    /// The query; its views are actors, events, participants, claims, edges, places and documents
    #[arg(value_name = "QUERY")]
    query: String,
    #[command(flatten)]
    output: OutputArguments,
}

/// Runs the verb.
pub(super) fn run(arguments: &SqlArguments) -> Result<Outcome, Stop> {
    if arguments.store.is_file() && !is_store(&arguments.store) {
        let error = Error::new("this is not a store").at(&arguments.store);
        return Err(error.with_help("SQL needs one: diurna add news.store PAGE...").into());
    }
    let rows = find(&arguments.store, &arguments.query)?;
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => {
            let objects = rows.rows.iter().map(|row| {
                let cells = rows.columns.iter().cloned().zip(row.iter().map(json));
                serde_json::Value::Object(cells.collect())
            });
            write_json(&mut output, &objects.collect())?;
        }
        _ => table(&rows).write(&mut output, form)?,
    }
    output.flush()?;
    Ok(Outcome::of_count(rows.rows.len()))
}

/// What `query` finds when the views tell who is who, which they are told first where documents came or went since and the
/// answer hangs on it.
fn find(path: &Path, query: &str) -> Result<Rows, Error> {
    let decisions = decisions_of(path)?;
    let store = Store::open(path)?;
    let found = store.sql(query)?;
    if store.settled(&decisions)?.is_some() || !store.asks_who_is_who(query)? {
        return Ok(found);
    }
    drop(store);
    let settled = Store::open_to_write(path).and_then(|mut store| {
        store.settle(&decisions)?;
        store.close()
    });
    match settled {
        Ok(()) => Store::open(path)?.sql(query),
        Err(error) => {
            print::note(&format!("an actor of several documents may be listed several times: {error}"));
            Ok(found)
        }
    }
}

fn table(rows: &Rows) -> Table {
    let column = |(at, name): (usize, &String)| {
        let is_number = |row: &Vec<Value>| !matches!(row[at], Value::Text(_));
        Column::of_answer(name, rows.rows.iter().all(is_number))
    };
    let mut table = Table::new(rows.columns.iter().enumerate().map(column).collect());
    for row in &rows.rows {
        table.push(row.iter().map(|value| Cell::from(shown(value))).collect());
    }
    table
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(value) => value.to_string(),
        Value::Real(value) => value.to_string(),
        Value::Text(text) => text.clone(),
    }
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(value) => json!(value),
        Value::Real(value) => json!(value),
        Value::Text(text) => json!(text),
    }
}
