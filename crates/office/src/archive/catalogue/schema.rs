//! The tables of the catalogue. What they hold is derived from the bundles and the event log, and can be lost.

use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Result};

/// Catalogues of other versions are made again.
const VERSION: i64 = 3;

/// How long to wait for another process that is bringing the catalogue up to date.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many KiB of the catalogue may be in memory, as `cache_size` wants it: new rows are spread all over an index of digests.
const CACHE: i64 = -(32 << 10);
/// How many pages the write-ahead log holds before they go into the catalogue: a page that changes often goes there once.
const PAGES_BESIDE: i64 = 8 << 10;
/// How many statements are kept ready.
const STATEMENTS: usize = 64;

const TABLES: &str = "
CREATE TABLE folder (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  path BLOB NOT NULL UNIQUE,    -- below the archive; empty for the archive itself
  parent INTEGER,
  stamp TEXT NOT NULL           -- the folder's time of change and number; empty where it must be looked through again
);
CREATE TABLE bundle (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  folder INTEGER NOT NULL,
  name BLOB NOT NULL,
  inode INTEGER NOT NULL,
  state TEXT,                   -- of a file that is no intact bundle: its size and times, by which a change of it is seen
  id BLOB,                      -- NULL where the file is no intact bundle
  title TEXT, kind TEXT, language TEXT, identifier TEXT,
  issued INTEGER, sealed INTEGER,
  content BLOB,                 -- the SHA-256 of all documents' digests
  replaces BLOB,
  indexed INTEGER NOT NULL,     -- whether its words are, or there are none to be
  UNIQUE (folder, name)
);
CREATE INDEX bundle_id ON bundle (id);
CREATE INDEX bundle_issued ON bundle (issued DESC, sealed DESC, key DESC);
CREATE INDEX bundle_identifier ON bundle (identifier) WHERE identifier IS NOT NULL;
CREATE INDEX bundle_content ON bundle (content);
CREATE INDEX bundle_replaces ON bundle (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX bundle_unindexed ON bundle (key) WHERE indexed = 0;
CREATE TABLE value (bundle INTEGER NOT NULL, kind INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX value_bundle ON value (bundle, kind);
CREATE INDEX value_text ON value (kind, text, bundle);
CREATE VIRTUAL TABLE words USING fts5 (title, about, text, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE TABLE log (path BLOB PRIMARY KEY, inode INTEGER NOT NULL, read INTEGER NOT NULL);
CREATE TABLE recorded (id BLOB NOT NULL, path TEXT NOT NULL, PRIMARY KEY (id, path)) WITHOUT ROWID;
CREATE INDEX recorded_path ON recorded (path);
CREATE TABLE checked (id BLOB PRIMARY KEY, time INTEGER NOT NULL) WITHOUT ROWID;
";

/// Opens a catalogue, and makes its tables where it is new.
pub(super) fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    // Readers never wait for whoever writes; what a power cut loses is made again from the bundles.
    write_ahead(&db)?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cache_size", CACHE)?;
    db.pragma_update(None, "wal_autocheckpoint", PAGES_BESIDE)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    if version(&db)? == 0 {
        make(&db)?;
    }
    match version(&db)? {
        VERSION => Ok(db),
        _ => Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB), None)),
    }
}

/// Has changes written to a file beside. Two that ask for that at once are told to come again, and do.
fn write_ahead(db: &Connection) -> Result<()> {
    let is_on = |db: &Connection| -> Result<bool> {
        let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        Ok(mode == "wal")
    };
    let mut tries = 0_u32;
    loop {
        let done = is_on(db).and_then(|on| if on { Ok(()) } else { db.pragma_update(None, "journal_mode", "WAL") });
        match done {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < ATTEMPTS => {
                tries = tries.saturating_add(1);
                thread::sleep(BETWEEN);
            }
            done => return done,
        }
    }
}

const ATTEMPTS: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(20);

fn version(db: &Connection) -> Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Makes the tables, unless another process has just done so.
fn make(db: &Connection) -> Result<()> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    let made = version(db).and_then(|version| match version {
        0 => db.execute_batch(TABLES).and_then(|()| db.pragma_update(None, "user_version", VERSION)),
        _ => Ok(()),
    });
    db.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    made
}
