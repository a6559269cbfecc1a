//! Opening and making stores, versions, and what goes wrong with files.

use super::Store;
use super::contribution::{Contribution, Hash, unpack};
use super::write::{damaged, put};
use crate::error::{Error, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "diur" in the header of the file tells a store from other databases.
const APPLICATION: i32 = 0x6469_7572;

/// The version of the tables that this code reads and writes.
const VERSION: i32 = 2;

const SCHEMA: &str = include_str!("schema.sql");
const VIEWS: &str = include_str!("views.sql");

/// How long a writer waits for another: each holds the file for one document only.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a store is made of in the eyes of SQLite.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Whether the file at `path` is a database, so that it is a store if it is anything of ours.
///
/// `false` when it cannot be read.
pub fn is_store(path: impl AsRef<Path>) -> bool {
    let mut start = [0; 16];
    let path = path.as_ref();
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && start == *MAGIC
}

impl Store {
    /// Opens the store at `path` for reading and writing, and makes it first if there is none.
    ///
    /// # Errors
    /// When the file is no store, of a version that this program does not know, damaged, or cannot be written.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        match path.metadata() {
            Ok(metadata) if metadata.len() > 0 => return Self::open_to_write(path),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("read", path, error)),
        }
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(Error::new(format!(
                "cannot make {}: there is no folder {}",
                path.display(),
                folder.display()
            ))
            .with_help(format!("make it first: mkdir -p {}", folder.display())));
        }
        let connection = Connection::open(path).map_err(|error| explain(path, error))?;
        let mut store = Self { path: path.to_owned(), connection };
        store.prepare(PATIENCE)?;
        store.create()?;
        Ok(store)
    }

    /// Opens the store at `path`, which is there, for reading and writing.
    ///
    /// A store of an older version becomes one of this version.
    ///
    /// # Errors
    /// As [`Store::open_or_create`].
    pub fn open_to_write(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_to_write_within(path.as_ref(), PATIENCE)
    }

    /// The same for a store that nobody else writes: where a writer would be waited for, it fails, now or later.
    ///
    /// # Errors
    /// As [`Store::open_or_create`].
    pub fn open_to_write_at_once(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_to_write_within(path.as_ref(), Duration::ZERO)
    }

    fn open_to_write_within(path: &Path, patience: Duration) -> Result<Self> {
        expect_database(path)?;
        let version = Self::open_any(path)?.version()?;
        if File::options().write(true).open(path).is_err() {
            return Err(Error::new(format!("cannot write {}: the file is read-only", path.display()))
                .with_help(format!("allow it: chmod u+w {}", path.display())));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| explain(path, error))?;
        let mut store = Self { path: path.to_owned(), connection };
        store.prepare(patience)?;
        if version < VERSION {
            store.migrate()?;
        }
        Ok(store)
    }

    /// Opens the store at `path` for reading; the file is not changed.
    ///
    /// # Errors
    /// When the file is no store, of another version, damaged, or cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let store = Self::open_any(path)?;
        let version = store.version()?;
        if version < VERSION {
            return Err(Error::new(format!(
                "the store has version {version}, which is older than this program"
            ))
            .at(path)
            .with_help("any of diurna add, sync, rm and join makes it one of this version"));
        }
        Ok(store)
    }

    /// Opens a store of this or an older version for reading.
    fn open_any(path: &Path) -> Result<Self> {
        expect_database(path)?;
        // Whoever may write cleans up behind it; `query_only` below keeps it from writing anything else.
        let open = |access, address: &str| {
            let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
            let connection = Connection::open_with_flags(address, flags)?;
            let store = Self { path: path.to_owned(), connection };
            store.check().map(|_| store)
        };
        let address = format!("file:{}", percent_encoded(path));
        let mut opened = open(OpenFlags::SQLITE_OPEN_READ_WRITE, &address);
        if opened.as_ref().is_err_and(is_about_the_folder) {
            opened = open(OpenFlags::SQLITE_OPEN_READ_ONLY, &address);
        }
        if opened.as_ref().is_err_and(is_about_the_folder) && !has_log(path) {
            // A folder that cannot be written has no room for what readers and writers agree by, but then nobody writes.
            opened = open(OpenFlags::SQLITE_OPEN_READ_ONLY, &format!("{address}?immutable=1"));
        }
        let store = opened.map_err(|error| explain(path, error))?;
        store.connection.busy_timeout(PATIENCE).map_err(|error| explain(path, error))?;
        let set = "PRAGMA query_only = 1;";
        store.connection.execute_batch(set).map_err(|error| explain(path, error))?;
        let (application, version) = (store.pragma("application_id")?, store.version()?);
        if application != APPLICATION {
            return Err(Error::new("this is a SQLite database, but not a store of Diurna").at(path));
        }
        if version > VERSION {
            return Err(Error::new(format!(
                "the store has version {version}; this program knows versions up to {VERSION}"
            ))
            .at(path)
            .with_help("take a newer diurna, or make the store again with this one: diurna add"));
        }
        Ok(store)
    }

    /// Lets writing end: everything is on the disk and in one file when this returns.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn close(self) -> Result<()> {
        let path = self.path;
        let settle = "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE); PRAGMA optimize;";
        self.connection.execute_batch(settle).map_err(|error| explain(&path, error))?;
        self.connection.close().map_err(|(_, error)| explain(&path, error))
    }

    fn check(&self) -> rusqlite::Result<i32> {
        self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
    }

    fn pragma(&self, name: &str) -> Result<i32> {
        let found = self.connection.pragma_query_value(None, name, |row| row.get(0));
        found.map_err(|error| self.failed(error))
    }

    fn version(&self) -> Result<i32> {
        self.pragma("user_version")
    }

    /// Settings of a connection that writes.
    fn prepare(&mut self, patience: Duration) -> Result<()> {
        let set = || {
            self.connection.busy_timeout(patience)?;
            self.connection.set_prepared_statement_cache_capacity(64);
            self.connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 16000;
                 PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
            )
        };
        set().map_err(|error| explain(&self.path, error))
    }

    /// Makes the tables, unless another has made them meanwhile.
    fn create(&mut self) -> Result<()> {
        let make = |connection: &mut Connection| {
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let tables: i32 =
                transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            if tables == 0 {
                transaction.execute_batch(SCHEMA)?;
                transaction.execute_batch(VIEWS)?;
                transaction.pragma_update(None, "application_id", APPLICATION)?;
                transaction.pragma_update(None, "user_version", VERSION)?;
            }
            transaction.commit()?;
            // Others tell a store by the first bytes of the file.
            connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        };
        make(&mut self.connection).map_err(|error| explain(&self.path, error))
    }

    /// Makes a store of an older version one of this version, in one transaction.
    ///
    /// What documents say has had the same form since the first version, and all else is made of it.
    fn migrate(&mut self) -> Result<()> {
        let make = |connection: &mut Connection| {
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            // Another may have done it while we waited.
            if version < VERSION {
                transaction.execute_batch(
                    "CREATE TEMP TABLE old AS SELECT input, part, hash, graph FROM document
                     JOIN contribution ON contribution.document = document.n ORDER BY document.n",
                )?;
                drop_everything(&transaction)?;
                transaction.execute_batch(SCHEMA)?;
                transaction.execute_batch(VIEWS)?;
                put_again(&transaction)?;
                transaction.execute_batch("DROP TABLE temp.old")?;
                transaction.pragma_update(None, "user_version", VERSION)?;
            }
            transaction.commit()
        };
        make(&mut self.connection).map_err(|error| explain(&self.path, error))
    }

    pub(super) fn failed(&self, error: rusqlite::Error) -> Error {
        explain(&self.path, error)
    }
}

fn drop_everything(connection: &Connection) -> rusqlite::Result<()> {
    // A virtual table takes its own tables with it.
    let query = "SELECT type, name FROM main.sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'
                 ORDER BY type DESC, sql LIKE 'CREATE VIRTUAL%' DESC LIMIT 1";
    loop {
        let found = connection.query_row(query, [], |row| {
            let (what, name): (String, String) = row.try_into()?;
            Ok(format!("DROP {what} main.\"{name}\""))
        });
        match found {
            Ok(statement) => connection.execute_batch(&statement)?,
            Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

fn put_again(connection: &Connection) -> rusqlite::Result<()> {
    let mut rows = connection.prepare("SELECT input, part, hash, graph FROM temp.old ORDER BY rowid")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (input, part, hash, packed): (String, String, [u8; 16], Vec<u8>) = row.try_into()?;
        let Some(graph) = unpack(&packed) else { return Err(damaged()) };
        put(connection, &Contribution::of_packed(&input, &part, Hash(hash), graph, packed))?;
    }
    Ok(())
}

/// Fails when there is no file at `path`, or one that is no database.
fn expect_database(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Err(Error::new(format!("{} is a folder, not a store", path.display())));
    }
    let mut start = Vec::new();
    let file = File::open(path).and_then(|file| file.take(16).read_to_end(&mut start));
    if let Err(error) = file {
        let is_missing = error.kind() == std::io::ErrorKind::NotFound;
        let error = Error::io("read", path, error);
        return Err(if is_missing {
            error.with_help(format!("diurna add {} INPUT... makes a store", path.display()))
        } else {
            error
        });
    }
    if start != MAGIC {
        return Err(Error::new("this is not a store").at(path).with_help(
            "a store is what diurna add makes; a graph that diurna build wrote cannot take documents in",
        ));
    }
    Ok(())
}

/// Whether there may be documents beside the file that are not yet in it.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    PathBuf::from(log).metadata().is_ok_and(|metadata| metadata.len() > 0)
}

fn is_about_the_folder(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure))
}

fn percent_encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~:\\".contains(&byte);
    let text = path.to_string_lossy();
    let encoded = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encoded).collect()
}

/// What went wrong with the store at `path`, in the user's terms.
pub(super) fn explain(path: &Path, error: rusqlite::Error) -> Error {
    let (message, help) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            ("the disk is full", "make room and run it again: what was added is kept")
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            ("the store is damaged", "take a copy of it, or make it again from the documents: diurna add")
        }
        Some(ErrorCode::ReadOnly) => {
            ("the store cannot be written", "allow writing to the file and its folder")
        }
        Some(ErrorCode::CannotOpen) => {
            ("the store cannot be opened", "see whether the file and its folder can be read and written")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            ("another program keeps the store locked", "wait until it has ended")
        }
        Some(ErrorCode::SystemIoFailure) => ("the disk failed", "see whether it is full, then run it again"),
        _ => return Error::new(format!("cannot use the store: {error}")).at(path),
    };
    Error::new(format!("{message} ({error})")).at(path).with_help(help)
}
