//! Who is who in a store, told for SQL: the table `same`.

use super::Store;
use super::contribution::Hash;
use crate::error::Result;
use crate::graph::{Decisions, Id};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

impl Store {
    /// Whether the views tell who is who as it is now, with these decisions.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_settled(&self, decisions: &Decisions) -> Result<bool> {
        let read = || {
            let mark = mark(&self.connection, decisions)?;
            let query = "SELECT value FROM state WHERE name = 'settled'";
            let settled: Option<String> =
                self.connection.query_row(query, [], |row| row.get(0)).optional()?;
            rusqlite::Result::Ok(settled == Some(mark))
        };
        read().map_err(|error| self.failed(error))
    }

    /// Tells the views who is who, in one transaction. Reads every document, unless it is known already.
    ///
    /// # Errors
    /// When the store cannot be read or written; it is then as it was before.
    pub fn settle(&mut self, decisions: &Decisions) -> Result<()> {
        if self.is_settled(decisions)? {
            return Ok(());
        }
        let before = mark(&self.connection, decisions).map_err(|error| self.failed(error))?;
        let graph = self.graph()?.resolve(decisions);
        let identities = graph.identities();
        let joined: BTreeSet<&Id> = graph.parts().actors.iter().map(|part| &part.same_as).collect();
        self.write(|transaction| {
            transaction.execute("DELETE FROM same", [])?;
            let mut insert = transaction
                .prepare_cached("INSERT OR REPLACE INTO same (kind, raw, id) VALUES (?1, ?2, ?3)")?;
            for (kind, raw, id) in &identities {
                insert.execute(params![kind, raw.as_str(), id.as_str()])?;
            }
            transaction.execute("DELETE FROM joined", [])?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO joined (id, name, kind, country, sector) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for actor in joined.iter().filter_map(|id| graph.actor(id)) {
                let kind = actor.kind.name();
                insert.execute(params![actor.id.as_str(), actor.name, kind, actor.country, actor.sector])?;
            }
            // Of what was read: a document that came since is not in it.
            let settled = "INSERT OR REPLACE INTO state (name, value) VALUES ('settled', ?1)";
            transaction.execute(settled, [&before]).map(drop)
        })
    }
}

/// What the answer to who is who hangs on, in a few letters.
fn mark(connection: &Connection, decisions: &Decisions) -> rusqlite::Result<String> {
    let query = "SELECT value FROM state WHERE name = 'changes'";
    let changes: String = connection.query_row(query, [], |row| row.get(0))?;
    Ok(format!("{changes} {}", Hash::of(&[decisions.to_text().as_bytes()])))
}
