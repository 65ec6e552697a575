//! The catalogue brought up to date. A folder whose time of change is the one that was noted has the same files; in every
//! other the names are compared, and what is new is read.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, Metadata};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::super::events::EVENTS;
use super::super::layout;
use super::entry::{self, Entry};
use super::state::{inode, stamp, state};
use super::{Catalogue, from_bytes, to_bytes};
use crate::archive::parallel::{ROUND, round};
use crate::durable::Lock;
use crate::error::{Error, Result};

/// What was found to have changed without chancery.
#[derive(Debug, Default)]
pub struct Noticed {
    /// Files that were put in: the event log knows nothing of them.
    pub put_in: Few,
    /// Files that are gone.
    pub gone: Few,
    /// What could not be read: folders, which are taken to be as they were, and the event log.
    pub faults: Vec<Error>,
    /// Whether the event log is not what it was, with more at its end.
    pub log_changed: bool,
}

/// Some paths of many.
#[derive(Debug, Default)]
pub struct Few {
    /// The first of them, below the archive.
    pub first: Vec<PathBuf>,
    /// How many there are in all.
    pub count: u64,
}

const NAMED: usize = 3;

impl Few {
    fn add(&mut self, path: PathBuf) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < NAMED {
            self.first.push(path);
        }
    }
}

/// How the catalogue is brought up to date.
#[derive(Clone, Copy)]
pub struct RefreshOptions<'a> {
    /// The time on the clock of the file system: a folder that changed a moment ago may be changing still.
    pub now: SystemTime,
    /// How many files are read at once.
    pub jobs: NonZeroUsize,
    /// Whether every folder is looked through, whatever its time of change.
    pub thorough: bool,
    /// Is told how many more files have been read.
    pub progress: &'a dyn Fn(u64),
}

/// Folders below this are not looked into: no archive has them.
const DEEPEST: usize = 4;

/// A folder of the archive, on the way.
struct Folder {
    key: i64,
    path: PathBuf,
    /// What it was known by.
    before: String,
    /// What it will be known by, once it has been looked through.
    stamp: String,
}

/// A file that is new, or not the one that was read.
struct Fresh {
    name: PathBuf,
    inode: i64,
    /// The row of the file that had its name.
    before: Option<i64>,
}

impl Catalogue {
    /// Compares the archive's folders with what is known of them, and reads what is new.
    ///
    /// # Errors
    /// Where there is no archive, and what the system says.
    pub fn refresh(&mut self, manner: RefreshOptions<'_>) -> Result<Noticed> {
        let (mut noticed, mut seen) = (Noticed::default(), BTreeSet::new());
        self.doubt_what_changed()?;
        let is_new = self.count("SELECT count(*) FROM folder")? == 0;
        let mut queue = vec![(PathBuf::new(), None)];
        while let Some((path, parent)) = queue.pop() {
            let Some(found) = self.found(&path)? else { continue };
            let (folder, settled) = self.folder(&path, parent, &found, manner)?;
            seen.insert(folder.key);
            let looked =
                if settled { self.below(folder.key) } else { self.look_through(&folder, manner, &mut noticed) };
            let below = match looked {
                Err(error @ Error::Io { .. }) => {
                    noticed.faults.push(error);
                    self.below(folder.key)?
                }
                looked => looked?,
            };
            queue.extend(below.into_iter().map(|path| (path, Some(folder.key))));
        }
        self.forget_folders(&seen, &mut noticed)?;
        self.take_in_log_or_note(&mut noticed)?;
        if is_new {
            // Everything is new to a new catalogue.
            (noticed.put_in, noticed.gone) = (Few::default(), Few::default());
        }
        Ok(noticed)
    }

    /// A log that cannot be read keeps nobody from the bundles.
    fn take_in_log_or_note(&mut self, noticed: &mut Noticed) -> Result<()> {
        match self.take_in_log() {
            Err(error @ (Error::Io { .. } | Error::Path { .. })) => {
                if noticed.faults.is_empty() {
                    noticed.faults.push(error);
                }
            }
            changed => noticed.log_changed |= changed?,
        }
        Ok(())
    }

    /// Has every file that was no intact bundle read again where it is not what it was: it may have been on its way, or unreadable.
    fn doubt_what_changed(&self) -> Result<()> {
        let broken = {
            let read = || {
                let sql = "SELECT bundle.key, folder.path, name, state FROM bundle JOIN folder ON folder.key = folder WHERE id IS NULL";
                let mut rows = self.db.prepare_cached(sql)?;
                let rows = rows.query_map([], |row| {
                    let folder = from_bytes(row.get_ref(1)?.as_blob()?);
                    let path = folder.join(from_bytes(row.get_ref(2)?.as_blob()?));
                    Ok((row.get::<_, i64>(0)?, path, row.get::<_, Option<String>>(3)?))
                })?;
                rows.collect::<rusqlite::Result<Vec<_>>>()
            };
            read().map_err(|error| self.failed(&error))?
        };
        for (key, path, before) in broken {
            if before.as_ref() != Some(&state(&self.archive.folder().join(path))) {
                self.doubt(key)?;
            }
        }
        Ok(())
    }

    /// What the system says of a folder, where it is there.
    fn found(&self, path: &Path) -> Result<Option<Metadata>> {
        let full = self.archive.folder().join(path);
        let is_top = path.as_os_str().is_empty();
        match if is_top { fs::metadata(&full) } else { fs::symlink_metadata(&full) } {
            Ok(found) if found.is_dir() => Ok(Some(found)),
            Ok(_) | Err(_) if is_top => Err(self.archive.missing()),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", full, error)),
        }
    }

    /// The folder's row, made where there is none, and whether it is as it was.
    fn folder(
        &self,
        path: &Path,
        parent: Option<i64>,
        found: &Metadata,
        manner: RefreshOptions<'_>,
    ) -> Result<(Folder, bool)> {
        let stamp = stamp(found, manner.now);
        let bytes = to_bytes(path.as_os_str());
        let known = self
            .db
            .prepare_cached("SELECT key, stamp FROM folder WHERE path = ?1")
            .and_then(|mut known| known.query_row([bytes], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .map_err(|error| self.failed(&error))?;
        let (key, before): (i64, String) = known.map_or_else(|| self.insert_folder(bytes, parent), Ok)?;
        let settled = !manner.thorough && !stamp.is_empty() && stamp == before;
        Ok((Folder { key, path: path.to_owned(), before, stamp }, settled))
    }

    fn insert_folder(&self, path: &[u8], parent: Option<i64>) -> Result<(i64, String)> {
        let insert = "INSERT INTO folder (path, parent, stamp) VALUES (?1, ?2, '') \
                      ON CONFLICT (path) DO UPDATE SET path = path RETURNING key, stamp";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        self.db.query_row(insert, params![path, parent], read).map_err(|error| self.failed(&error))
    }

    fn below(&self, folder: i64) -> Result<Vec<PathBuf>> {
        let read = || {
            let mut below = self.db.prepare_cached("SELECT path FROM folder WHERE parent = ?1")?;
            let paths = below.query_map([folder], |row| Ok(from_bytes(row.get_ref(0)?.as_blob()?)))?;
            paths.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Compares the names in a folder with those that are known; gives the folders in it.
    fn look_through(
        &mut self,
        folder: &Folder,
        manner: RefreshOptions<'_>,
        noticed: &mut Noticed,
    ) -> Result<Vec<PathBuf>> {
        let full = self.archive.folder().join(&folder.path);
        let failed = |error| Error::io("read", &full, error);
        let known = self.count_in(folder.key)?;
        let (mut below, mut fresh, mut still) = (Vec::new(), Vec::new(), 0_i64);
        for found in fs::read_dir(&full).map_err(failed)? {
            let found = found.map_err(failed)?;
            let kind = found.file_type().map_err(failed)?;
            let path = folder.path.join(found.file_name());
            if kind.is_dir() && folder.path.components().count() < DEEPEST && path != Path::new(EVENTS) {
                below.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|ending| ending == layout::ENDING) {
                let (before, is_same) = self.known(folder.key, &found)?;
                still = still.saturating_add(i64::from(before.is_some()));
                if !is_same {
                    fresh.push(Fresh { name: found.file_name().into(), inode: inode(&found), before });
                }
            }
            if fresh.len() >= ROUND {
                self.accession(folder, &std::mem::take(&mut fresh), manner, noticed)?;
            }
        }
        self.accession(folder, &fresh, manner, noticed)?;
        if still < known {
            self.forget_gone(folder, noticed)?;
        }
        // Whoever has nothing to note waits for nobody who has.
        if folder.stamp != folder.before {
            let noted = "UPDATE folder SET stamp = ?2 WHERE key = ?1";
            self.db.execute(noted, params![folder.key, folder.stamp]).map_err(|error| self.failed(&error))?;
        }
        Ok(below)
    }

    /// The row of the file with this name, and whether it is the same file.
    fn known(&self, folder: i64, found: &DirEntry) -> Result<(Option<i64>, bool)> {
        let read = || {
            let mut known = self.db.prepare_cached("SELECT key, inode FROM bundle WHERE folder = ?1 AND name = ?2")?;
            let name = found.file_name();
            known.query_row(params![folder, to_bytes(&name)], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        };
        let known: Option<(i64, i64)> = read().map_err(|error| self.failed(&error))?;
        Ok((known.map(|(key, _)| key), known.is_some_and(|(_, before)| before == inode(found))))
    }

    /// Reads files and puts them into the catalogue.
    fn accession(
        &mut self,
        folder: &Folder,
        files: &[Fresh],
        manner: RefreshOptions<'_>,
        noticed: &mut Noticed,
    ) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        let full = self.archive.folder().join(&folder.path);
        let read = |file: &Fresh| {
            let path = full.join(&file.name);
            // How the file was before it was read: whatever happens to it from then on is a change.
            let state = state(&path);
            (state, entry::read(&path))
        };
        let entries = round(files, manner.jobs, read).map_err(|error| Error::io("read", &full, error))?;
        self.insert(folder, files, &entries).map_err(|error| self.failed(&error))?;
        // Whoever holds the lock may have put a file in its place, and not written down yet that it did.
        let is_being_written = Lock::is_held(self.archive.folder());
        self.take_in_log_or_note(noticed)?;
        if self.keeps_log()? && !is_being_written {
            for (file, (_, entry)) in files.iter().zip(&entries).filter(|(file, _)| file.before.is_none()) {
                let path = folder.path.join(&file.name);
                let is_recorded = match entry {
                    Some(entry) => self.is_recorded(&entry.id, &path)?,
                    None => false,
                };
                if !is_recorded {
                    noticed.put_in.add(path);
                }
            }
        }
        (manner.progress)(files.len() as u64);
        Ok(())
    }

    fn insert(
        &mut self,
        folder: &Folder,
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
                folder.key,
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

    /// Takes the files of a folder that are gone out of the catalogue.
    fn forget_gone(&mut self, folder: &Folder, noticed: &mut Noticed) -> Result<()> {
        let gone = {
            let read = || {
                let mut rows = self.db.prepare_cached("SELECT key, name FROM bundle WHERE folder = ?1")?;
                let mut rows = rows.query([folder.key])?;
                let mut gone = Vec::new();
                while let Some(row) = rows.next()? {
                    let path = folder.path.join(from_bytes(row.get_ref(1)?.as_blob()?));
                    let there = self.archive.folder().join(&path).symlink_metadata();
                    if !there.is_ok_and(|there| there.is_file()) {
                        gone.push((row.get::<_, i64>(0)?, path));
                    }
                }
                Ok::<_, rusqlite::Error>(gone)
            };
            read().map_err(|error| self.failed(&error))?
        };
        self.forget_all(gone, noticed)
    }

    fn forget_all(&mut self, gone: Vec<(i64, PathBuf)>, noticed: &mut Noticed) -> Result<()> {
        let mut forget_rows = || {
            let work = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            gone.iter().try_for_each(|(key, _)| forget(&work, *key))?;
            work.commit()
        };
        forget_rows().map_err(|error| self.failed(&error))?;
        for (_, path) in gone {
            noticed.gone.add(path);
        }
        Ok(())
    }

    /// Takes folders that are gone out of the catalogue, with all that was in them.
    fn forget_folders(&mut self, seen: &BTreeSet<i64>, noticed: &mut Noticed) -> Result<()> {
        let folders = {
            let read = || {
                let mut rows = self.db.prepare_cached("SELECT key, path FROM folder")?;
                let rows = rows.query_map([], |row| Ok((row.get(0)?, from_bytes(row.get_ref(1)?.as_blob()?))))?;
                rows.collect::<rusqlite::Result<Vec<(i64, PathBuf)>>>()
            };
            read().map_err(|error| self.failed(&error))?
        };
        // One that is there was made a moment ago, and is another process's.
        let is_gone = |path: &PathBuf| !self.archive.folder().join(path).is_dir();
        let gone: Vec<_> = folders.into_iter().filter(|(key, path)| !seen.contains(key) && is_gone(path)).collect();
        for (key, path) in gone {
            self.forget_gone(&Folder { key, path, before: String::new(), stamp: String::new() }, noticed)?;
            let forget = "DELETE FROM folder WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM bundle WHERE folder = ?1)";
            self.db.execute(forget, [key]).map_err(|error| self.failed(&error))?;
        }
        Ok(())
    }

    fn count_in(&self, folder: i64) -> Result<i64> {
        let count = "SELECT count(*) FROM bundle WHERE folder = ?1";
        self.db.query_row(count, [folder], |row| row.get(0)).map_err(|error| self.failed(&error))
    }

    pub(super) fn count(&self, sql: &str) -> Result<i64> {
        self.db.query_row(sql, [], |row| row.get(0)).map_err(|error| self.failed(&error))
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
fn forget(work: &rusqlite::Connection, key: i64) -> rusqlite::Result<()> {
    let all = [
        "DELETE FROM words WHERE rowid = ?1 AND (SELECT indexed FROM bundle WHERE key = ?1) > 0",
        "DELETE FROM value WHERE bundle = ?1",
        "DELETE FROM bundle WHERE key = ?1",
    ];
    all.into_iter().try_for_each(|sql| work.prepare_cached(sql)?.execute([key]).map(drop))
}
