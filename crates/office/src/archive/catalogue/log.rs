//! What the event log says, as the catalogue keeps it: which bundles must be there, and when each was verified last.

use std::fs::Metadata;
use std::path::Path;

use chancery_core::{BundleId, Digest};
use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::super::events::event::{Event, Kind, Outcome};
use super::super::events::{EventLog, Line};
use super::state::number;
use super::{Catalogue, to_bytes};
use crate::archive::error::ArchiveError;
use crate::error::Result;

impl Catalogue {
    /// Reads what was added to the event log since it was read last; all of it where a file is not what it was, which only grows.
    /// Says whether that was so.
    ///
    /// # Errors
    /// What the system says.
    pub fn take_in_log(&mut self) -> Result<bool> {
        let files = self.events().files()?;
        let mut from = Vec::new();
        for (path, found) in &files {
            from.push(self.read_before(path, found)?);
        }
        let is_changed = from.contains(&Before::Other);
        let known = self.count("SELECT count(*) FROM log")?;
        let still = from.iter().filter(|before| matches!(before, Before::Up(_))).count();
        let is_gone = usize::try_from(known).unwrap_or_default() > still;
        if is_changed || is_gone {
            let clear = "DELETE FROM log; DELETE FROM recorded; DELETE FROM checked;";
            self.db.execute_batch(clear).map_err(|error| self.failed(&error))?;
        }
        for ((path, found), before) in files.into_iter().zip(from) {
            let from = match before {
                Before::Up(end) if !is_changed && !is_gone => end,
                _ => 0,
            };
            if found.len() > from {
                self.take_in_file(&path, &found, from)?;
            }
        }
        Ok(is_changed || is_gone)
    }

    /// Forgets what the event log says, so that the next refresh reads it from its beginning: it may have been changed in its middle.
    ///
    /// # Errors
    /// What the system says.
    pub fn forget_log(&self) -> Result<()> {
        let clear = "DELETE FROM log; DELETE FROM recorded; DELETE FROM checked;";
        self.db.execute_batch(clear).map_err(|error| self.failed(&error))
    }

    /// How far a file of the log has been read.
    fn read_before(&self, path: &Path, found: &Metadata) -> Result<Before> {
        let read = "SELECT inode, read FROM log WHERE path = ?1";
        let known = self.db.query_row(read, [name(path)], |row| Ok((row.get(0)?, row.get(1)?)));
        let known: Option<(i64, i64)> = known.optional().map_err(|error| self.failed(&error))?;
        Ok(match known.map(|(inode, read)| (inode, u64::try_from(read).unwrap_or(u64::MAX))) {
            None => Before::Never,
            Some((inode, read)) if inode == number(found) && read <= found.len() => Before::Up(read),
            Some(_) => Before::Other,
        })
    }

    fn take_in_file(&mut self, path: &Path, found: &Metadata, from: u64) -> Result<()> {
        let log: EventLog = self.events();
        let file = self.path.clone();
        let failed = |error| super::failed(&file, &error);
        let work = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let mut take = |line: Line| match line {
            Some(event) => record(&work, &event).map_err(failed),
            None => Ok(()),
        };
        let end = log.read_from(path, from, &mut take)?;
        let read = i64::try_from(end).map_err(|_| ArchiveError::LogTooLong { path: path.to_owned() })?;
        let noted = "INSERT OR REPLACE INTO log (path, inode, read) VALUES (?1, ?2, ?3)";
        work.execute(noted, params![name(path), number(found), read]).map_err(failed)?;
        work.commit().map_err(failed)
    }

    /// Whether the event log names any bundle that was sealed or added.
    ///
    /// # Errors
    /// What the system says.
    pub fn keeps_log(&self) -> Result<bool> {
        Ok(self.count("SELECT count(*) FROM (SELECT 1 FROM recorded LIMIT 1)")? > 0)
    }

    /// Whether the event log names a bundle at this path below the archive, whichever that was.
    ///
    /// # Errors
    /// What the system says.
    pub fn is_path_known_to_log(&self, path: &Path) -> Result<bool> {
        let read = || {
            let mut recorded = self.db.prepare_cached("SELECT 1 FROM recorded WHERE path = ?1")?;
            recorded.exists([path.to_string_lossy()])
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Whether the event log says that this bundle was sealed or added, wherever that was.
    ///
    /// # Errors
    /// What the system says.
    pub fn is_known_to_log(&self, id: &BundleId) -> Result<bool> {
        let read = || {
            let mut recorded = self.db.prepare_cached("SELECT 1 FROM recorded WHERE id = ?1")?;
            recorded.exists([id.0.as_bytes()])
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Whether the event log says that this bundle was sealed or added at this path below the archive.
    ///
    /// # Errors
    /// What the system says.
    pub fn is_recorded(&self, id: &BundleId, path: &Path) -> Result<bool> {
        let read = || {
            let mut recorded = self.db.prepare_cached("SELECT 1 FROM recorded WHERE id = ?1 AND path = ?2")?;
            recorded.exists(params![id.0.as_bytes(), path.to_string_lossy()])
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Gives every bundle that the event log names and that is in no file, with where it was.
    ///
    /// # Errors
    /// What the system says, and what `each` says.
    pub fn missing(&self, each: &mut dyn FnMut(BundleId, String) -> Result<()>) -> Result<()> {
        let failed = |error| self.failed(&error);
        let missing = "SELECT id, path FROM recorded WHERE NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.id = recorded.id) GROUP BY id";
        let mut rows = self.db.prepare_cached(missing).map_err(failed)?;
        let mut rows = rows.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let id: [u8; 32] = row.get(0).map_err(failed)?;
            each(BundleId(Digest::from_bytes(id)), row.get(1).map_err(failed)?)?;
        }
        Ok(())
    }
}

/// What a file of the log is called, from wherever the archive is looked at.
fn name(path: &Path) -> &[u8] {
    to_bytes(path.file_name().unwrap_or_default())
}

/// How far a file of the log was read.
#[derive(Debug, PartialEq, Eq)]
enum Before {
    Never,
    Up(u64),
    /// It is another file than the one that was read.
    Other,
}

fn record(work: &rusqlite::Connection, event: &Event) -> rusqlite::Result<()> {
    for id in &event.ids {
        match event.event {
            Kind::Sealed | Kind::Added => {
                let insert = "INSERT OR REPLACE INTO recorded (id, path) VALUES (?1, ?2)";
                let path = event.path.as_deref().unwrap_or_default();
                work.prepare_cached(insert)?.execute(params![id.0.as_bytes(), path])?;
            }
            // What was found damaged is worth another look each time.
            Kind::Audited if event.outcome == Outcome::Authentic => {
                let insert = "INSERT INTO checked (id, time) VALUES (?1, ?2) \
                              ON CONFLICT (id) DO UPDATE SET time = max(time, excluded.time)";
                work.prepare_cached(insert)?.execute(params![id.0.as_bytes(), event.time.unix()])?;
            }
            _ => {}
        }
    }
    Ok(())
}
