//! Who is who in a store, told of all documents and kept: the tables `same` and `joined`.

use super::Store;
use super::contribution::{Hash, json};
use super::part::Settled;
use crate::error::Result;
use crate::graph::{Decisions, Graph, Id, Identities};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::BTreeMap;

/// How often documents came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changes(i64);

impl Store {
    /// How often documents came or went so far.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn changes(&self) -> Result<Changes> {
        changes(&self.connection).map_err(|error| self.failed(error))
    }

    /// The store with who is who, if that is kept for the documents that are there and these decisions.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn settled<'store>(&'store self, decisions: &'store Decisions) -> Result<Option<Settled<'store>>> {
        let read = || {
            // All is read as it is now, whoever writes meanwhile.
            let reading = self.connection.unchecked_transaction()?;
            let mark = mark(changes(&reading)?, decisions);
            let query = "SELECT value FROM state WHERE name = 'settled'";
            let settled: Option<String> = reading.query_row(query, [], |row| row.get(0)).optional()?;
            rusqlite::Result::Ok((settled == Some(mark)).then(|| Settled::new(self, decisions, reading)))
        };
        read().map_err(|error| self.failed(error))
    }

    /// Tells who is who and keeps it, in one transaction. Reads every document, unless it is kept already.
    ///
    /// # Errors
    /// When the store cannot be read or written; it is then as it was before.
    pub fn settle(&mut self, decisions: &Decisions) -> Result<()> {
        if self.settled(decisions)?.is_some() {
            return Ok(());
        }
        let changes = self.changes()?;
        let graph = self.graph()?.resolve(decisions);
        self.keep(changes, decisions, &graph)
    }

    /// Keeps who is who in `graph`, which is this store's with `decisions`, read when it had seen so many changes or
    /// later: with more, it counts for nothing.
    ///
    /// # Errors
    /// When the store cannot be written; it is then as it was before.
    pub fn keep(&mut self, changes: Changes, decisions: &Decisions, graph: &Graph) -> Result<()> {
        let identities = graph.identities(decisions);
        self.write(|transaction| {
            transaction.execute_batch("DELETE FROM same; DELETE FROM joined;")?;
            put_same(transaction, "actor", &identities.actors)?;
            put_same(transaction, "event", &identities.events)?;
            put_joined(transaction, &identities)?;
            let settled = "INSERT OR REPLACE INTO state (name, value) VALUES ('settled', ?1)";
            transaction.execute(settled, [mark(changes, decisions)]).map(drop)
        })
    }
}

fn put_same(transaction: &Transaction, kind: &str, same: &BTreeMap<Id, Id>) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare_cached("INSERT INTO same (kind, raw, id) VALUES (?1, ?2, ?3)")?;
    same.iter().try_for_each(|(raw, id)| insert.execute(params![kind, raw.as_str(), id.as_str()]).map(drop))
}

fn put_joined(transaction: &Transaction, identities: &Identities) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare_cached("INSERT INTO joined (id, node) VALUES (?1, ?2)")?;
    for actor in &identities.whole_actors {
        insert.execute(params![actor.id.as_str(), json(actor)])?;
    }
    for event in &identities.whole_events {
        insert.execute(params![event.id.as_str(), json(event)])?;
    }
    Ok(())
}

fn changes(connection: &Connection) -> rusqlite::Result<Changes> {
    let query = "SELECT CAST(value AS INTEGER) FROM state WHERE name = 'changes'";
    connection.query_row(query, [], |row| row.get(0)).map(Changes)
}

/// What the answer to who is who hangs on, in a few letters.
fn mark(Changes(changes): Changes, decisions: &Decisions) -> String {
    format!("{changes} {}", Hash::of(&[decisions.to_text().as_bytes()]))
}
