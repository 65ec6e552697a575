//! Many statements sealed from a table, those that are missing, several at once.
//!
//! Each round takes some rows: they are read and described side by side, then those that are there already are left out in the
//! order of the rows, then the rest is written and synced side by side. Under the archive's lock the files get their names, their
//! folders are synced, and the event log says so; only then is a statement told to be sealed.

mod worker;

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chancery_core::{BundleId, Digest, Metadata, Timestamp};

pub use self::worker::Worker;
use self::worker::{KnownBy, Ready, Written, content_of};
use super::error::ComposeError;
use super::table::{Row, Table};
use crate::archive::catalogue::Catalogue;
use crate::archive::events::EventLog;
use crate::archive::events::event::Event;
use crate::archive::parallel::round;
use crate::archive::{Archive, Shelfmark};
use crate::durable::{Lock, folder_of, make_folder};
use crate::error::{Error, Result};
use crate::outcome::Warning;

/// How many rows make a round.
const ROUND: usize = 128;

/// A table whose statements are to be sealed into an archive. No other batch is sealed into it meanwhile.
pub struct Batch {
    archive: Archive,
    table: Table,
    rows: u64,
    /// From where the table's files are named.
    folder: PathBuf,
    _alone: Lock,
}

/// Says what the event log is to say at this time of a statement in the bundle with this id.
pub type SealedEvents<'a> = &'a dyn Fn(Timestamp, &Metadata, BundleId) -> Result<Vec<Event>>;

/// What a batch asks of its caller, and when it is.
#[derive(Clone, Copy)]
pub struct BatchWork<'a> {
    /// Who seals, with what.
    pub worker: Worker<'a>,
    /// When the statements are sealed, where that is one time for all; else each round has its own.
    pub sealed_at: Option<Timestamp>,
    /// Tells the time: a batch takes its own.
    pub clock: &'a dyn Fn() -> Result<Timestamp>,
    /// Says what the event log is to say at this time of a statement in the bundle with this id.
    pub events: SealedEvents<'a>,
    /// How many rows are dealt with at once.
    pub jobs: NonZeroUsize,
}

/// Is told how a batch goes. Warnings come from several threads.
pub trait BatchObserver: Sync {
    /// Something should be said of a row.
    fn warn(&self, row: u64, warning: Warning);
    /// A row could not be sealed.
    fn fail(&self, row: u64, error: &Error);
    /// A row's statement is in the archive.
    ///
    /// # Errors
    /// Where that cannot be passed on: the batch ends there.
    fn keep(&self, kept: &KeptRow<'_>) -> Result<()>;
    /// So many rows more are dealt with.
    fn advance(&self, rows: u64);
}

/// A row whose statement is in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptRow<'a> {
    /// Its number.
    pub row: u64,
    /// The bundle's id.
    pub id: BundleId,
    /// Where the bundle is.
    pub path: &'a Path,
    /// Whether it was there before.
    pub there_already: bool,
}

/// How a batch went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sealed by this run.
    pub sealed: u64,
    /// In the archive already.
    pub there: u64,
    /// Rows that could not be sealed.
    pub failed: u64,
    /// Sealed, and to be signed by others too.
    pub joint: u64,
}

impl Batch {
    /// Opens a table, and waits for the end of another batch that is sealed into the archive; `waiting` is told of that.
    ///
    /// # Errors
    /// Where the table cannot be used, and what the system says.
    pub fn open(table: &Path, archive: Archive, waiting: &dyn Fn()) -> Result<Self> {
        let rows = count(table)?;
        let folder = table.parent().unwrap_or(Path::new("")).to_owned();
        let table = Table::open(table)?;
        make_folder(archive.folder())?;
        let alone = Lock::of_work(archive.folder(), "batch", waiting)?;
        Ok(Self { archive, table, rows, folder, _alone: alone })
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Seals what is missing, and tells of each row. The catalogue, which is the archive's, says where to look for what is there.
    ///
    /// # Errors
    /// What ends all of it; what is wrong with one row is told, and ends nothing.
    pub fn seal(
        &mut self,
        work: BatchWork<'_>,
        catalogue: &mut Catalogue,
        observer: &dyn BatchObserver,
    ) -> Result<Tally> {
        let (archive, folder) = (&self.archive, self.folder.as_path());
        let mut run = Run { archive, folder, work, catalogue, observer, seen: HashMap::new(), tally: Tally::default() };
        loop {
            let next: Vec<_> = std::iter::from_fn(|| self.table.next_row()).take(ROUND).collect();
            if next.is_empty() {
                return Ok(run.tally);
            }
            let dealt_with = next.len() as u64;
            run.round(next)?;
            observer.advance(dealt_with);
        }
    }
}

/// How many rows there are.
fn count(table: &Path) -> Result<u64> {
    let mut rows = Table::open(table)?;
    Ok(std::iter::from_fn(|| rows.next_row()).fold(0, |count: u64, _| count.saturating_add(1)))
}

struct Run<'a> {
    archive: &'a Archive,
    folder: &'a Path,
    work: BatchWork<'a>,
    catalogue: &'a mut Catalogue,
    observer: &'a dyn BatchObserver,
    /// In which row each statement of this run stands.
    seen: HashMap<KnownBy, u64>,
    tally: Tally,
}

impl Run<'_> {
    fn round(&mut self, rows: Vec<(u64, Result<Row>)>) -> Result<()> {
        let sealed_at = self.work.sealed_at.map_or_else(self.work.clock, Ok)?;
        let failed = |error| Error::io("seal into", self.archive.folder(), error);
        let (mut ready, mut good) = (Vec::new(), Vec::new());
        for (number, row) in rows {
            match row {
                Ok(row) => good.push((number, row)),
                Err(error) => ready.push((number, Err(error))),
            }
        }
        let (BatchWork { worker, jobs, .. }, folder, observer) = (self.work, self.folder, self.observer);
        let prepared = round(&good, jobs, |(number, row)| {
            let tell = |warning| observer.warn(*number, warning);
            (*number, worker.prepare((*number, row), folder, sealed_at, &tell))
        });
        ready.extend(prepared.map_err(failed)?);
        ready.sort_by_key(|(number, _)| *number);
        let mut missing = Vec::new();
        for (number, ready) in ready {
            match ready.and_then(|ready| self.is_missing(ready)) {
                Ok(Some(ready)) => missing.push(ready),
                Ok(None) => self.tally.there = self.tally.there.saturating_add(1),
                Err(error) => self.fail(number, &error),
            }
        }
        let archive = self.archive;
        let written = round(&missing, jobs, |ready| worker.write(archive, ready)).map_err(failed)?;
        let mut whole = Vec::new();
        for (ready, written) in missing.into_iter().zip(written) {
            match written {
                Ok((file, id)) => whole.push(Written { ready, file, id }),
                Err(error) => self.fail(ready.row, &error),
            }
        }
        self.keep(whole)
    }

    fn fail(&mut self, row: u64, error: &Error) {
        self.tally.failed = self.tally.failed.saturating_add(1);
        self.observer.fail(row, error);
    }

    /// The row, where its statement is neither in an earlier row nor in the archive.
    fn is_missing(&mut self, ready: Ready) -> Result<Option<Ready>> {
        if let Some(row) = self.seen.insert(ready.known.clone(), ready.row) {
            self.seen.insert(ready.known.clone(), row);
            let twice = match ready.known {
                KnownBy::Identifier(identifier) => ComposeError::IdentifierTwice { row, identifier },
                KnownBy::Content(_) => ComposeError::DocumentsTwice { row },
            };
            return Err(twice.into());
        }
        let Some((below, id, content)) = self.there(&ready.known)? else { return Ok(Some(ready)) };
        let path = self.archive.folder().join(&below);
        if matches!(ready.known, KnownBy::Identifier(_)) && content_of(&ready.statement.documents)? != content {
            return Err(ComposeError::IdentifierInUse { path }.into());
        }
        // An earlier run may have been broken off between the bundle and the log.
        let _lock = self.archive.lock()?;
        self.catalogue.take_in_log()?;
        if !self.catalogue.is_known_to_log(&id)? {
            let events = self.events((self.work.clock)()?, &ready, id, &path)?;
            EventLog::of(self.archive.folder()).append(&events)?;
        }
        self.observer.keep(&KeptRow { row: ready.row, id, path: &path, there_already: true })?;
        Ok(None)
    }

    /// The file in which the office itself has sealed this statement, whole, and the bundle's id: the catalogue only says where to look.
    fn there(&self, known: &KnownBy) -> Result<Option<(PathBuf, BundleId, Digest)>> {
        let worker = &self.work.worker;
        let found = match known {
            KnownBy::Identifier(identifier) => self.catalogue.by_identifier(identifier, worker.identity)?,
            KnownBy::Content(digest) => self.catalogue.by_content(&Digest::from_bytes(*digest), worker.identity)?,
        };
        for found in found {
            let path = self.archive.folder().join(&found.path);
            if let Some((id, content)) = worker.own(&path).filter(|(id, _)| Some(*id) == found.id) {
                return Ok(Some((found.path, id, content)));
            }
        }
        Ok(None)
    }

    /// What there is to say of a bundle that has its name.
    fn events(&self, at: Timestamp, ready: &Ready, id: BundleId, path: &Path) -> Result<Vec<Event>> {
        let below = self.archive.below(path).unwrap_or_default();
        let events = (self.work.events)(at, &ready.statement.metadata, id)?;
        Ok(events.into_iter().map(|event| event.or_about(id, &below)).collect())
    }

    /// Gives the bundles their names, makes these durable, and writes down that they are there.
    fn keep(&mut self, written: Vec<Written>) -> Result<()> {
        if written.is_empty() {
            return Ok(());
        }
        let lock = self.archive.lock()?;
        let (mut kept, mut failed) = (Vec::new(), Vec::new());
        for Written { ready, file, id } in written {
            let issued = ready.statement.metadata.issued;
            match self.archive.place(file, Shelfmark { issued, name: &ready.info.name, id: &id }) {
                Ok(path) => kept.push((ready, id, path)),
                Err(error) => failed.push((ready.row, error)),
            }
        }
        let folders: BTreeSet<&Path> = kept.iter().map(|(_, _, path)| folder_of(path)).collect();
        self.archive.sync(folders)?;
        let at = (self.work.clock)()?;
        let events = kept.iter().map(|(ready, id, path)| self.events(at, ready, *id, path));
        let events: Vec<Event> = events.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        let written_down = EventLog::of(self.archive.folder()).append(&events);
        drop(lock);
        for (row, error) in failed {
            self.fail(row, &error);
        }
        for (ready, id, path) in kept {
            self.tally.sealed = self.tally.sealed.saturating_add(1);
            let issuers = ready.statement.metadata.issuers().count();
            self.tally.joint = self.tally.joint.saturating_add(u64::from(issuers > 1));
            self.observer.keep(&KeptRow { row: ready.row, id, path: &path, there_already: false })?;
        }
        let path = self.archive.folder().to_owned();
        written_down.map_err(|error| ComposeError::NotWrittenDown { path, cause: Box::new(error) }.into())
    }
}
