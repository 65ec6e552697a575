//! `chancery seal --batch`: many statements from a table, those that are missing, several at once.
//!
//! Each round takes some rows: they are read and described side by side, then those that are there already are left out in the
//! order of the rows, then the rest is written and synced side by side. Under the archive's lock the files get their names, their
//! folders are synced, and the event log says so; only then is a statement told to be sealed.

mod press;
mod tally;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::{BundleId, Digest, Identity, Role};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::events::EventLog;
use chancery_office::archive::events::event::Event;
use chancery_office::archive::parallel::round;
use chancery_office::archive::{Archive, Shelfmark};
use chancery_office::defaults::Defaults;
use chancery_office::durable::{Lock, folder_of, make_folder};

use self::press::{KnownBy, Press, Ready, Written, content_of};
use self::tally::Tally;
use super::SealingOptions;
use super::metadata::MetadataOptions;
use super::table::{Row, Table};
use crate::archive::{Open, jobs, open_to_write};
use crate::context::Context;
use crate::exit::Exit;
use crate::show::progress::Progress;
use crate::signer::check_own_list;
use crate::trust_choice::TrustOptions;

/// Who seals, with what from the command line.
pub struct By<'a> {
    /// The identity.
    pub identity: &'a Identity,
    /// The office's defaults.
    pub defaults: &'a Defaults,
    /// The options.
    pub options: &'a SealingOptions,
}

/// How many rows make a round.
const ROUND: usize = 128;

/// Seals what is missing, reports each bad row, and says how it went.
pub fn run(context: &Context, table: &Path, by: &By<'_>) -> Result<Exit> {
    if by.options.metadata != MetadataOptions::default() {
        let hint = "name the values in the table's columns, or in chancery.toml for all of them";
        return Err(Error::refused("with --batch the table says what each statement is", hint));
    }
    let total = count(table)?;
    let mut rows = Table::open(table)?;
    make_folder(&context.office.archive)?;
    let waiting = || context.ui.note("another batch is being sealed into this archive: waiting for its end");
    let _alone = Lock::of_work(&context.office.archive, "batch", &waiting)?;
    let Open { mut catalogue, _place } = open_to_write(context)?;
    let signer = by.options.signer.source.open(context, by.identity)?;
    let public = signer.public()?;
    check_own_list(context, &public, by.identity, Role::Issuer, context.sealing_time(by.options.sealed_at)?)?;
    let (archive, fingerprint) = (Archive::at(&context.office.archive), public.fingerprint());
    let choice = TrustOptions::plain().choose(context)?;
    let folder = table.parent().unwrap_or(Path::new(""));
    let press = Press { context, by, folder, archive, signer: signer.as_ref(), fingerprint, choice: &choice };
    let mut batch = Batch { press, catalogue: &mut catalogue, seen: HashMap::new(), tally: Tally::default() };
    let counted = Progress::of(context.ui, total, "rows");
    loop {
        let next: Vec<_> = std::iter::from_fn(|| rows.next_row()).take(ROUND).collect();
        if next.is_empty() {
            break;
        }
        let dealt_with = next.len() as u64;
        batch.round(next)?;
        counted.advance(dealt_with);
    }
    drop(counted);
    batch.tally.report(context, by.identity)
}

/// How many rows there are.
fn count(table: &Path) -> Result<u64> {
    let mut rows = Table::open(table)?;
    Ok(std::iter::from_fn(|| rows.next_row()).fold(0, |count: u64, _| count.saturating_add(1)))
}

struct Batch<'a> {
    press: Press<'a>,
    catalogue: &'a mut Catalogue,
    /// In which row each statement of this run stands.
    seen: HashMap<KnownBy, u64>,
    tally: Tally,
}

impl Batch<'_> {
    fn round(&mut self, rows: Vec<(u64, Result<Row>)>) -> Result<()> {
        let Press { context, by, .. } = self.press;
        let sealed_at = match (by.options.sealed_at, &context.source_date_epoch) {
            (None, None) => crate::context::now()?,
            (given, _) => context.sealing_time(given)?,
        };
        let failed = |error| Error::io("seal into", &context.office.archive, error);
        let (mut ready, mut good) = (Vec::new(), Vec::new());
        for (number, row) in rows {
            match row {
                Ok(row) => good.push((number, row)),
                Err(error) => ready.push((number, Err(error))),
            }
        }
        let press = &self.press;
        let prepared = round(&good, jobs(), |(number, row)| (*number, press.prepare(*number, row, sealed_at)));
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
        let written = round(&missing, jobs(), |ready| self.press.write(ready)).map_err(failed)?;
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
        self.press.context.ui.in_row(row).error(error);
    }

    /// The row, where its statement is neither in an earlier row nor in the archive.
    fn is_missing(&mut self, ready: Ready) -> Result<Option<Ready>> {
        if let Some(earlier) = self.seen.insert(ready.known.clone(), ready.row) {
            self.seen.insert(ready.known.clone(), earlier);
            let (what, hint) = match &ready.known {
                KnownBy::Identifier(identifier) => {
                    (format!("the identifier {identifier:?}"), "give each statement its own")
                }
                KnownBy::Content(_) => {
                    ("the same documents".to_owned(), "take one of them out, or give both an identifier")
                }
            };
            return Err(Error::refused(format!("row {earlier} has {what} too"), hint));
        }
        let Some((below, id, content)) = self.there(&ready.known)? else { return Ok(Some(ready)) };
        let path = self.press.archive.folder().join(&below);
        if matches!(ready.known, KnownBy::Identifier(_)) && content_of(&ready.statement.documents)? != content {
            let hint = "to change that statement use `chancery correct`; else give this one an identifier of its own";
            return Err(Error::path(path, "has the row's identifier, and other documents", hint));
        }
        // An earlier run may have been broken off between the bundle and the log.
        let _lock = self.press.archive.lock()?;
        self.catalogue.take_in_log()?;
        if !self.catalogue.is_known_to_log(&id)? {
            let events = self.press.events(&at_once(self.press.context)?, &ready, id, &path)?;
            EventLog::of(self.press.archive.folder()).append(&events)?;
        }
        self.press.tell(&path, ready.row, &id.to_string(), true)?;
        Ok(None)
    }

    /// The file in which the office itself has sealed this statement, whole, and the bundle's id: the catalogue only says where to look.
    fn there(&self, known: &KnownBy) -> Result<Option<(PathBuf, BundleId, Digest)>> {
        let identity = self.press.by.identity;
        let found = match known {
            KnownBy::Identifier(identifier) => self.catalogue.by_identifier(identifier, identity)?,
            KnownBy::Content(digest) => self.catalogue.by_content(&Digest::from_bytes(*digest), identity)?,
        };
        for found in found {
            let path = self.press.archive.folder().join(&found.path);
            if let Some((id, content)) = self.press.own(&path).filter(|(id, _)| Some(*id) == found.id) {
                return Ok(Some((found.path, id, content)));
            }
        }
        Ok(None)
    }

    /// Gives the bundles their names, makes these durable, and writes down that they are there.
    fn keep(&mut self, written: Vec<Written>) -> Result<()> {
        if written.is_empty() {
            return Ok(());
        }
        let lock = self.press.archive.lock()?;
        let (mut kept, mut failed) = (Vec::new(), Vec::new());
        for Written { ready, file, id } in written {
            let issued = ready.statement.metadata.issued;
            match self.press.archive.place(file, Shelfmark { issued, name: &ready.info.name, id: &id }) {
                Ok(path) => kept.push((ready, id, path)),
                Err(error) => failed.push((ready.row, error)),
            }
        }
        let folders: BTreeSet<&Path> = kept.iter().map(|(_, _, path)| folder_of(path)).collect();
        self.press.archive.sync(folders)?;
        let at = at_once(self.press.context)?;
        let events = kept
            .iter()
            .map(|(ready, id, path)| self.press.events(&at, ready, *id, path))
            .collect::<Result<Vec<_>>>()?;
        let events: Vec<Event> = events.into_iter().flatten().collect();
        let written_down = EventLog::of(self.press.archive.folder()).append(&events);
        drop(lock);
        for (row, error) in failed {
            self.fail(row, &error);
        }
        for (ready, id, path) in kept {
            self.tally.sealed = self.tally.sealed.saturating_add(1);
            let issuers = ready.statement.metadata.issuers().count();
            self.tally.joint = self.tally.joint.saturating_add(u64::from(issuers > 1));
            self.press.tell(&path, ready.row, &id.to_string(), false)?;
        }
        written_down.map_err(|error| {
            let problem = format!("what was sealed is there, but could not be written down: {error}");
            Error::path(
                self.press.archive.folder(),
                problem,
                "mend that, and run the same command again: it makes up for it",
            )
        })
    }
}

/// The same, at this moment: a batch takes its time.
fn at_once(context: &Context) -> Result<Context> {
    let mut context = context.clone();
    context.office.now = crate::context::now()?;
    Ok(context)
}
