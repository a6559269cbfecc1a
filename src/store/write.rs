//! Documents in and out, one transaction each.

use super::contribution::{Contribution, Form, Hash, form_word, forms_of, json, unpack, unpacked};
use super::{Store, open};
use crate::error::Result;
use crate::graph::{Claim, Document, Event, Id, Polarity, Word};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use rustc_hash::FxHashMap;

/// What came of putting a document in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    Added,
    /// It is there now, beside another of the same name with other content.
    AddedBeside,
    /// It was there already.
    Unchanged,
}

/// A document of a store, as the user named it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The file, or what else it was read from.
    pub input: String,
    /// Which part of it; empty for all of it.
    pub part: String,
    /// What it was read from, and how.
    pub hash: Hash,
    /// The identifier of its document node.
    pub id: Id,
}

/// Places for the events, or claims, of one document.
const PLACES: i64 = 1 << 24;

type Sql<T> = rusqlite::Result<T>;

impl Store {
    /// Puts a document in, in one transaction.
    ///
    /// # Errors
    /// When the store cannot be written; it is then as it was before.
    pub fn put(&mut self, contribution: &Contribution) -> Result<Put> {
        self.write(|transaction| put(transaction, contribution))
    }

    /// Takes a document out, in one transaction, with all that only it said; `false` if it was not there.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn remove(&mut self, known: &Known) -> Result<bool> {
        self.write(|transaction| {
            let found = "SELECT n FROM document WHERE input = ?1 AND part = ?2 AND hash = ?3";
            let named = params![known.input, known.part, known.hash.0];
            let found: Option<i64> =
                transaction.prepare_cached(found)?.query_row(named, |row| row.get(0)).optional()?;
            found.map_or(Ok(false), |document| remove(transaction, document).map(|()| true))
        })
    }

    /// Puts in every document of `other`; how many were not there.
    ///
    /// One transaction a document: what is interrupted goes on where it was when it is run again.
    ///
    /// # Errors
    /// When `other` cannot be read or this store not be written.
    pub fn merge_from(&mut self, other: &Self) -> Result<usize> {
        let mut added = 0;
        let query =
            "SELECT input, part, hash, graph, n FROM document JOIN contribution ON document = n ORDER BY n";
        let failed = |error| other.failed(error);
        let mut rows = other.connection.prepare(query).map_err(failed)?;
        let mut rows = rows.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let name = || Sql::Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?));
            let (input, part, hash) = name().map_err(failed)?;
            let packed: Vec<u8> = row.get(3).map_err(failed)?;
            let document = row.get(4).map_err(failed)?;
            if self.have(&[(&input, &part, Hash(hash))])?[0] {
                continue;
            }
            let graph = unpacked(document, &packed, &other.path)?;
            let contribution = Contribution::of_packed(&input, &part, Hash(hash), graph, packed);
            added += usize::from(self.put(&contribution)? != Put::Unchanged);
        }
        Ok(added)
    }

    /// Whether each of these very documents, by input, part and hash, is there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn have(&self, names: &[(&str, &str, Hash)]) -> Result<Vec<bool>> {
        let read = || {
            // One transaction, or SQLite would look for changes before each question.
            let transaction = self.connection.unchecked_transaction()?;
            let query = "SELECT 1 FROM document WHERE input = ?1 AND part = ?2 AND hash = ?3";
            let mut found = transaction.prepare_cached(query)?;
            names.iter().map(|(input, part, hash)| found.exists(params![input, part, hash.0])).collect()
        };
        let found: Sql<Vec<bool>> = read();
        found.map_err(|error| self.failed(error))
    }

    /// The documents whose input, part or identifier `wanted` accepts, in the order of their names.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known(&self, wanted: impl Fn(&Known) -> bool) -> Result<Vec<Known>> {
        let read = || {
            let query = "SELECT input, part, hash, id FROM document ORDER BY input, part, hash";
            let mut rows = self.connection.prepare(query)?;
            let rows = rows.query_map([], |row| {
                let id: String = row.get(3)?;
                Ok(Known {
                    input: row.get(0)?,
                    part: row.get(1)?,
                    hash: Hash(row.get(2)?),
                    id: Id::from(id.as_str()),
                })
            })?;
            rows.filter(|known| known.as_ref().map_or(true, &wanted)).collect::<Sql<Vec<_>>>()
        };
        read().map_err(|error| self.failed(error))
    }

    /// How many documents there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_documents(&self) -> Result<usize> {
        let count =
            self.connection.query_row("SELECT count(*) FROM document", [], |row| row.get::<_, i64>(0));
        count.map(|count| usize::try_from(count).unwrap_or_default()).map_err(|error| self.failed(error))
    }

    /// Lets `work` be done whole or not at all; waits first while another writes.
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&Transaction) -> Sql<T>) -> Result<T> {
        let done = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        done().map_err(|error| open::explain(&self.path, error))
    }
}

pub(super) fn put(connection: &Connection, contribution: &Contribution) -> Sql<Put> {
    let Some(document) = put_document(connection, contribution)? else { return Ok(Put::Unchanged) };
    connection
        .prepare_cached("INSERT INTO contribution (document, graph) VALUES (?1, ?2)")?
        .execute(params![document, contribution.packed])?;
    put_forms(connection, document, contribution)?;
    let events = put_events(connection, document, contribution)?;
    count_change(connection)?;
    put_claims(connection, document, contribution, &events)?;
    let named = "SELECT count(*) FROM document WHERE input = ?1 AND part = ?2";
    let named: i64 = connection
        .prepare_cached(named)?
        .query_row(params![contribution.input, contribution.part], |row| row.get(0))?;
    Ok(if named > 1 { Put::AddedBeside } else { Put::Added })
}

/// What was told of who is who may be otherwise from now on.
fn count_change(connection: &Connection) -> Sql<()> {
    let count = "UPDATE state SET value = CAST(value AS INTEGER) + 1 WHERE name = 'changes'";
    connection.prepare_cached(count)?.execute([]).map(drop)
}

/// The number of the new row; `None` if the document is there.
fn put_document(connection: &Connection, contribution: &Contribution) -> Sql<Option<i64>> {
    let mut documents = contribution.graph.documents();
    let Some(Document { id, path, source_id, title, publisher, published, url, language, .. }) =
        documents.next()
    else {
        return Ok(None);
    };
    let insert = "INSERT OR IGNORE INTO document
        (input, part, hash, id, path, source_id, title, publisher, published, url, language)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let inserted = connection.prepare_cached(insert)?.execute(params![
        contribution.input,
        contribution.part,
        contribution.hash.0,
        id.as_str(),
        path,
        source_id,
        title,
        publisher,
        published.map(|at| at.to_string()),
        url,
        language
    ])?;
    Ok((inserted > 0).then(|| connection.last_insert_rowid()))
}

/// The numbers of events by their ids.
type Numbers<'id> = FxHashMap<&'id str, i64>;

fn put_forms(connection: &Connection, document: i64, contribution: &Contribution) -> Sql<()> {
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO form (id, hash, what, name, kind, country, sector, count, lat, lon, rest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for form in &contribution.forms {
        let Form { what, id, hash, name, kind, country, sector, count, coordinates, rest } = form;
        let (lat, lon) = coordinates.unzip();
        insert.execute(params![id, hash, what, name, kind, country, sector, count, lat, lon, rest])?;
    }
    let words = &contribution.words;
    connection
        .prepare_cached("INSERT INTO search (rowid, quote, name, id) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![document, words.quotes, words.names, words.ids])?;
    Ok(())
}

/// The numbers of the events by their ids.
fn put_events<'graph>(
    connection: &Connection,
    document: i64,
    contribution: &'graph Contribution,
) -> Sql<Numbers<'graph>> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO event (n, id, type, mode, quad, cameo, label, status, start, \"end\", grain, confidence,
           participants, places)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    let mut numbers = Numbers::default();
    for (number, event) in (document * PLACES..(document + 1) * PLACES).zip(contribution.graph.events()) {
        let Event { id, kind, mode, quad, cameo, label, status, time, confidence, .. } = event;
        let time = time.as_ref();
        let participants: Vec<(&str, &Id)> = event
            .participants
            .iter()
            .map(|participant| (participant.role.word(), &participant.actor))
            .collect();
        insert.execute(params![
            number,
            id.as_str(),
            kind.as_str(),
            mode.as_deref(),
            quad.as_deref(),
            cameo.as_deref(),
            label,
            status.word(),
            time.and_then(|time| time.start).map(|at| at.to_string()),
            time.and_then(|time| time.end).map(|at| at.to_string()),
            time.and_then(|time| time.grain).map(|grain| grain.name()),
            confidence.map(|confidence| confidence.0),
            json(&participants),
            json(&event.places),
        ])?;
        numbers.insert(id.as_str(), number);
    }
    Ok(numbers)
}

fn put_claims(
    connection: &Connection,
    document: i64,
    contribution: &Contribution,
    events: &Numbers,
) -> Sql<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO claim (n, id, event, story, zone, quote, start, \"end\", \"trigger\", polarity, status,
           said_by, confidence, rule)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    for (number, claim) in (document * PLACES..(document + 1) * PLACES).zip(contribution.graph.claims()) {
        let Claim { id, event, story, zone, quote, start, end, trigger, polarity, status, .. } = claim;
        let offset = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        let polarity = match polarity {
            Polarity::Affirmed => "affirmed",
            Polarity::Negated => "negated",
        };
        insert.execute(params![
            number,
            id.as_str(),
            events.get(event.as_str()),
            story.as_deref(),
            zone.map(|zone| zone.word()),
            quote,
            offset(*start),
            offset(*end),
            trigger.as_ref().map(|trigger| trigger.text.as_str()),
            polarity,
            status.word(),
            speakers(contribution, claim),
            claim.confidence.map(|confidence| confidence.0),
            claim.rule,
        ])?;
    }
    Ok(())
}

/// Who says so, outermost first: "Reuters, citing two sources"; `None`: the page itself.
fn speakers(contribution: &Contribution, claim: &Claim) -> Option<String> {
    let name = |hop: &crate::graph::Hop| {
        let actor = hop.actor.as_ref().and_then(|actor| contribution.graph.actor(actor));
        let name = actor.map(|actor| actor.name.clone()).or_else(|| hop.text.clone());
        name.unwrap_or_else(|| "unnamed sources".to_owned())
    };
    let names: Vec<String> = claim.attribution.iter().map(name).collect();
    (!names.is_empty()).then(|| names.join(", citing "))
}

/// What SQLite says of a file in which something is not as it was written.
pub(super) fn damaged() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    rusqlite::Error::SqliteFailure(code, Some("a document cannot be read".to_owned()))
}

fn remove(connection: &Connection, document: i64) -> Sql<()> {
    let packed: Vec<u8> = connection
        .prepare_cached("SELECT graph FROM contribution WHERE document = ?1")?
        .query_row([document], |row| row.get(0))?;
    let graph = unpack(&packed).ok_or_else(damaged)?;
    connection.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([document])?;
    for form in forms_of(&graph) {
        let_go(connection, &form)?;
    }
    let (first, last) = (document * PLACES, (document + 1) * PLACES - 1);
    for statement in
        ["DELETE FROM claim WHERE n BETWEEN ?1 AND ?2", "DELETE FROM event WHERE n BETWEEN ?1 AND ?2"]
    {
        connection.prepare_cached(statement)?.execute([first, last])?;
    }
    connection.prepare_cached("DELETE FROM contribution WHERE document = ?1")?.execute([document])?;
    connection.prepare_cached("DELETE FROM document WHERE n = ?1")?.execute([document])?;
    count_change(connection)
}

/// Takes away what was said of a node, if no document says it any longer.
fn let_go(connection: &Connection, form: &Form) -> Sql<()> {
    let mut is_said = connection.prepare_cached("SELECT 1 FROM search WHERE search MATCH ?1 LIMIT 1")?;
    if !is_said.exists([format!("id:{}", form_word(&form.id, form.hash))])? {
        let mut forget = connection.prepare_cached("DELETE FROM form WHERE id = ?1 AND hash = ?2")?;
        forget.execute(params![form.id, form.hash])?;
    }
    Ok(())
}
