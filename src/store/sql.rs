//! Questions in SQL; they can only read.

use super::Store;
use crate::error::{Error, Result};
use rusqlite::types::ValueRef;

/// One value of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing known.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Text; bytes that are no text are written as hexadecimal digits.
    Text(String),
}

/// The answer to a question in SQL.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, with a value for each column.
    pub rows: Vec<Vec<Value>>,
}

impl Store {
    /// The rows that `query`, one statement of SQL, asks for.
    ///
    /// # Errors
    /// When the statement cannot be understood, would change something, or the store cannot be read.
    ///
    /// ```
    /// use diurna::store::{Store, Value};
    /// let folder = tempfile::tempdir()?;
    /// Store::open_or_create(folder.path().join("news.store"))?.close()?;
    /// let store = Store::open(folder.path().join("news.store"))?;
    /// assert_eq!(store.sql("SELECT count(*) FROM documents")?.rows, [[Value::Integer(0)]]);
    /// assert!(store.sql("DELETE FROM document").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sql(&self, query: &str) -> Result<Rows> {
        if is_blank(query) {
            return Err(Error::new("there is no question in the statement")
                .with_help("write for example: SELECT name, country FROM actors"));
        }
        let mut statement = self.connection.prepare(query).map_err(|error| wrong(query, &error))?;
        if !statement.readonly() {
            return Err(Error::new("the statement would change the store, and diurna sql only reads")
                .with_help("documents go in with diurna add and out with diurna rm"));
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut found = statement.query([]).map_err(|error| wrong(query, &error))?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(|error| wrong(query, &error))? {
            let value = |at| row.get_ref(at).map(value_of);
            let values: rusqlite::Result<Vec<Value>> = (0..columns.len()).map(value).collect();
            rows.push(values.map_err(|error| wrong(query, &error))?);
        }
        Ok(Rows { columns, rows })
    }

    /// Whether the answer to `query` depends on who is who: the tables of documents and places do not.
    ///
    /// A query whose plan SQLite does not tell is taken for one that does.
    ///
    /// # Errors
    /// When the store cannot be read.
    ///
    /// ```
    /// use diurna::store::Store;
    /// let folder = tempfile::tempdir()?;
    /// Store::open_or_create(folder.path().join("news.store"))?.close()?;
    /// let store = Store::open(folder.path().join("news.store"))?;
    /// assert!(store.asks_who_is_who("SELECT name FROM actors")?);
    /// assert!(!store.asks_who_is_who("SELECT title FROM documents")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn asks_who_is_who(&self, query: &str) -> Result<bool> {
        let tables = "SELECT rootpage FROM sqlite_schema WHERE tbl_name IN ('same', 'joined')";
        let pages: rusqlite::Result<Vec<i64>> = self
            .connection
            .prepare(tables)
            .and_then(|mut tables| tables.query_map([], |row| row.get(0))?.collect());
        let pages = pages.map_err(|error| wrong(tables, &error))?;
        let Ok(mut plan) = self.connection.prepare(&format!("EXPLAIN {query}")) else { return Ok(true) };
        let opened: rusqlite::Result<Vec<(String, i64)>> =
            plan.query_map([], |row| Ok((row.get(1)?, row.get(3)?))).and_then(Iterator::collect);
        let Ok(opened) = opened else { return Ok(true) };
        let reads = |step: &str| matches!(step, "OpenRead" | "ReopenIdx");
        Ok(opened.iter().any(|(step, page)| reads(step) && pages.contains(page)))
    }
}

/// Whether `query` has nothing but spaces, semicolons and comments.
fn is_blank(query: &str) -> bool {
    let lines = query.lines().map(|line| line.split("--").next().unwrap_or_default());
    lines.flat_map(str::chars).all(|letter| letter.is_whitespace() || letter == ';')
}

fn value_of(value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Integer(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
    }
}

fn wrong(query: &str, error: &rusqlite::Error) -> Error {
    let help =
        "the views are actors, events, participants, claims, edges, places and documents: docs/STORE.md";
    match error {
        rusqlite::Error::SqlInputError { msg, offset, .. } => {
            let before = usize::try_from(*offset).ok().and_then(|offset| query.get(..offset));
            match before {
                Some(before) => {
                    let at = before.chars().count() + 1;
                    Error::new(format!("cannot understand the query at character {at}: {msg}"))
                        .with_help(help)
                }
                None => Error::new(format!("cannot understand the query: {msg}")).with_help(help),
            }
        }
        rusqlite::Error::MultipleStatement => {
            Error::new("there is more than one statement").with_help("ask one at a time")
        }
        error => Error::new(format!("cannot answer the query: {error}")).with_help(help),
    }
}
