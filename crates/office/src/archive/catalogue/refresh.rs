//! The catalogue brought up to date. A folder whose time of change is the one that was noted has the same files; in every
//! other the names are compared, and what is new is read.

use std::collections::BTreeSet;
use std::fs::{Metadata, ReadDir};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::super::events::EVENTS;
use super::super::layout;
use super::entry::Entry;
use super::rows::{Fresh, forget};
use super::state::{inode, stamp, state};
use super::{Catalogue, entry, from_bytes, to_bytes};
use crate::archive::parallel::{ROUND, Rounds, in_rounds};
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
            Err(error) if !Self::is_fault(&error) => {
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
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
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

    /// Compares the names in a folder with those that are known, and reads what is new; gives the folders in it.
    fn look_through(
        &mut self,
        folder: &Folder,
        manner: RefreshOptions<'_>,
        noticed: &mut Noticed,
    ) -> Result<Vec<PathBuf>> {
        let full = self.archive.folder().join(&folder.path);
        let names = fs::read_dir(&full).map_err(|error| Error::io("read", &full, error))?;
        let known = self.count_in(folder.key)?;
        let mut looking =
            Looking { catalogue: self, folder, full: &full, names, manner, noticed, below: Vec::new(), still: 0 };
        in_rounds(
            &mut looking,
            |_| manner.jobs,
            |file: &Fresh| {
                let path = full.join(&file.name);
                // How the file was before it was read: whatever happens to it from then on is a change.
                let state = state(&path);
                (state, entry::read(&path))
            },
        )?;
        let Looking { below, still, .. } = looking;
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
}

/// A folder being looked through, name after name.
struct Looking<'a> {
    catalogue: &'a mut Catalogue,
    folder: &'a Folder,
    full: &'a Path,
    names: ReadDir,
    manner: RefreshOptions<'a>,
    noticed: &'a mut Noticed,
    /// The folders in it.
    below: Vec<PathBuf>,
    /// How many files still have the names that are known.
    still: i64,
}

impl Rounds for Looking<'_> {
    type Item = Fresh;
    type Done = (String, Option<Entry>);
    type Error = Error;

    /// The next files that are new.
    fn next(&mut self) -> Result<Vec<Fresh>> {
        let failed = |error| Error::io("read", self.full, error);
        let mut fresh = Vec::new();
        while fresh.len() < ROUND {
            let Some(found) = self.names.next() else { break };
            let found = found.map_err(failed)?;
            let kind = found.file_type().map_err(failed)?;
            let path = self.folder.path.join(found.file_name());
            if kind.is_dir() && self.folder.path.components().count() < DEEPEST && path != Path::new(EVENTS) {
                self.below.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|ending| ending == layout::ENDING) {
                let (before, is_same) = self.catalogue.known(self.folder.key, &found)?;
                self.still = self.still.saturating_add(i64::from(before.is_some()));
                if !is_same {
                    fresh.push(Fresh { name: found.file_name().into(), inode: inode(&found), before });
                }
            }
        }
        Ok(fresh)
    }

    /// Puts files that were read into the catalogue.
    fn finish(&mut self, files: Vec<Fresh>, entries: Vec<Self::Done>) -> Result<()> {
        let Self { catalogue, folder, noticed, .. } = self;
        catalogue.insert(folder.key, &files, &entries).map_err(|error| catalogue.failed(&error))?;
        // Whoever holds the lock may have put a file in its place, and not written down yet that it did.
        let is_being_written = Lock::is_held(catalogue.archive.folder());
        catalogue.take_in_log_or_note(noticed)?;
        if catalogue.keeps_log()? && !is_being_written {
            for (file, (_, entry)) in files.iter().zip(&entries).filter(|(file, _)| file.before.is_none()) {
                let path = folder.path.join(&file.name);
                let is_recorded = match entry {
                    Some(entry) => catalogue.is_recorded(&entry.id, &path)?,
                    None => false,
                };
                if !is_recorded {
                    noticed.put_in.add(path);
                }
            }
        }
        (self.manner.progress)(files.len() as u64);
        Ok(())
    }

    fn no_thread(&self, error: io::Error) -> Error {
        Error::io("read", self.full, error)
    }
}
