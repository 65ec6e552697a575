//! The rows of the files: one a file, with what its bundle says of itself where it is one.

use std::fs::DirEntry;
use std::path::PathBuf;

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::entry::Entry;
use super::state::inode;
use super::{Catalogue, to_bytes};
use crate::error::Result;

/// A file that is new, or not the one that was read.
pub(super) struct Fresh {
    pub name: PathBuf,
    pub inode: i64,
    /// The row of the file that had its name.
    pub before: Option<i64>,
}

impl Catalogue {
    /// The row of the file with this name, and whether it is the same file.
    pub(super) fn known(&self, folder: i64, found: &DirEntry) -> Result<(Option<i64>, bool)> {
        let read = || {
            let mut known = self.db.prepare_cached("SELECT key, inode FROM bundle WHERE folder = ?1 AND name = ?2")?;
            let name = found.file_name();
            known.query_row(params![folder, to_bytes(&name)], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        };
        let known: Option<(i64, i64)> = read().map_err(|error| self.failed(&error))?;
        Ok((known.map(|(key, _)| key), known.is_some_and(|(_, before)| before == inode(found))))
    }

    /// Puts files that were read in their rows: each with its state before that, and what it says where it is an intact bundle.
    pub(super) fn insert(
        &mut self,
        folder: i64,
        files: &[Fresh],
        entries: &[(String, Option<Entry>)],
    ) -> rusqlite::Result<()> {
        const INSERT: &str = "INSERT OR IGNORE INTO bundle \
            (folder, name, inode, state, id, title, kind, language, identifier, issued, sealed, content, replaces, indexed) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?5 IS NULL)";
        let work = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (file, (state, entry)) in files.iter().zip(entries) {
            if let Some(before) = file.before {
                forget(&work, before)?;
            }
            let entry = entry.as_ref();
            let made = work.prepare_cached(INSERT)?.execute(params![
                folder,
                to_bytes(file.name.as_os_str()),
                file.inode,
                entry.is_none().then_some(state),
                entry.map(|entry| entry.id.0.as_bytes()),
                entry.map(|entry| &entry.title),
                entry.map(|entry| &entry.kind),
                entry.map(|entry| &entry.language),
                entry.and_then(|entry| entry.identifier.as_ref()),
                entry.map(|entry| entry.issued.unix()),
                entry.map(|entry| entry.sealed.unix()),
                entry.map(|entry| entry.content.as_bytes()),
                entry.and_then(|entry| entry.replaces.as_ref()).map(|id| id.0.as_bytes()),
            ])?;
            let key = work.last_insert_rowid();
            for (kind, text) in entry.into_iter().flat_map(|entry| &entry.values).filter(|_| made > 0) {
                let insert = "INSERT INTO value (bundle, kind, text) VALUES (?1, ?2, ?3)";
                work.prepare_cached(insert)?.execute(params![key, *kind as i64, text])?;
            }
        }
        work.commit()
    }

    /// Marks a file as one that must be read again, since another bundle was found in it.
    ///
    /// # Errors
    /// What the system says.
    pub fn doubt(&self, key: i64) -> Result<()> {
        let doubted = [
            "UPDATE folder SET stamp = '' WHERE key = (SELECT folder FROM bundle WHERE key = ?1)",
            "UPDATE bundle SET inode = -1 WHERE key = ?1",
        ];
        doubted
            .into_iter()
            .try_for_each(|sql| self.db.execute(sql, [key]).map(drop))
            .map_err(|error| self.failed(&error))
    }
}

/// Takes one file out.
pub(super) fn forget(work: &rusqlite::Connection, key: i64) -> rusqlite::Result<()> {
    let all = [
        "DELETE FROM words WHERE rowid = ?1 AND (SELECT indexed FROM bundle WHERE key = ?1) > 0",
        "DELETE FROM value WHERE bundle = ?1",
        "DELETE FROM bundle WHERE key = ?1",
    ];
    all.into_iter().try_for_each(|sql| work.prepare_cached(sql)?.execute([key]).map(drop))
}
