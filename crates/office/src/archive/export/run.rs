//! An export from its beginning to its end: every statement that is asked for is verified first, and written as it comes.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::Path;

use chancery_core::{BundleId, Metadata, Report, Source, Timestamp, Verdict};

use super::Format;
use super::record::Record;
use super::stream::Export;
use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::select::{Filter, Found, Sort};
use crate::archive::error::ArchiveError;
use crate::archive::events::event::Event;
use crate::archive::known::standing_of;
use crate::archive::parallel::{ROUND, portions, round};
use crate::archive::status::{Standing, Status, Successor};
use crate::durable::{NewFile, NewFolder, folder_of};
use crate::error::{Error, Result};
use crate::judging::Judge;
use crate::opened::OpenBundle;

/// What is exported, and how.
#[derive(Debug, Clone)]
pub struct ExportOptions<'a> {
    /// The format.
    pub format: Format,
    /// Which statements.
    pub filter: Filter,
    /// Only those with this status.
    pub status: Option<Status>,
    /// How the bundles are judged.
    pub judge: Judge<'a>,
    /// How many are verified at once.
    pub jobs: NonZeroUsize,
    /// The time.
    pub now: Timestamp,
    /// The program and its version.
    pub program: &'a str,
}

/// Is given what an export passes over.
pub trait ExportObserver {
    /// So many statements are to be verified.
    fn begin(&mut self, total: u64);

    /// So many more of them are.
    fn advance(&mut self, count: u64);

    /// A file cannot be read.
    fn unreadable(&mut self, error: Error);

    /// A bundle is not authentic to the reader, and is not exported.
    fn not_exported(&mut self, path: &Path, verdict: Verdict);
}

/// Exports to a new file.
///
/// # Errors
/// Where it is there already, where the format has no file of no statement, and what the system says.
pub fn to_file(
    catalogue: &Catalogue,
    options: &ExportOptions<'_>,
    to: &Path,
    observer: &mut dyn ExportObserver,
) -> Result<u64> {
    let file = NewFile::create_for(to)?;
    let failed = |error| Error::io("write", to, error);
    let mut export = Export::begin(options.format, BufWriter::new(file.file()), folder_of(to)).map_err(failed)?;
    let count = Exporting::new(catalogue, options, observer).each(&mut |record| export.add(record).map_err(failed))?;
    export.finish().and_then(|mut out| out.flush()).map_err(failed)?;
    // The schema of PREMIS has no file of no statement.
    if count == 0 && options.format == Format::Premis {
        return Err(ArchiveError::NothingToExport.into());
    }
    file.publish_at(to)?;
    Ok(count)
}

/// Exports to what is open already. `name` names it in errors.
///
/// # Errors
/// What the system says.
pub fn to_output(
    catalogue: &Catalogue,
    options: &ExportOptions<'_>,
    (output, name): (impl Write, &Path),
    observer: &mut dyn ExportObserver,
) -> Result<u64> {
    let failed = |error| Error::io("write to", name, error);
    let mut export = Export::begin(options.format, BufWriter::new(output), &std::env::temp_dir()).map_err(failed)?;
    let count = Exporting::new(catalogue, options, observer).each(&mut |record| export.add(record).map_err(failed))?;
    export.finish().and_then(|mut out| out.flush()).map_err(failed)?;
    Ok(count)
}

/// Exports to a new folder, with a file for each statement.
///
/// # Errors
/// Where it is there already, and what the system says.
pub fn to_folder(
    catalogue: &Catalogue,
    options: &ExportOptions<'_>,
    to: &Path,
    observer: &mut dyn ExportObserver,
) -> Result<u64> {
    let folder = NewFolder::create_for(to)?;
    let count = Exporting::new(catalogue, options, observer).each(&mut |record| {
        let (name, ending) = (&record.report.name(), options.format.file_name_ending());
        let names = [format!("{name}.{ending}"), format!("{name}-{}.{ending}", record.id.0)];
        write_new(folder.path(), names, &options.format.record(record, true))
    })?;
    folder.publish()?;
    Ok(count)
}

/// Writes a file under the first of these names that is free.
fn write_new(folder: &Path, names: [String; 2], text: &str) -> Result<()> {
    for name in names {
        let path = folder.join(name);
        match File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => {
                let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
                return written.map_err(|error| Error::io("write", path, error));
            }
        }
    }
    Err(ArchiveError::ExportedAlready { folder: folder.to_owned() }.into())
}

struct Exporting<'a> {
    catalogue: &'a Catalogue,
    options: &'a ExportOptions<'a>,
    observer: &'a mut dyn ExportObserver,
    count: u64,
    seen: HashSet<BundleId>,
}

/// A bundle that was verified, and its size.
type Judged = Result<(Report, u64)>;
/// What the event log says of some bundles.
type Events = HashMap<BundleId, Vec<Event>>;
/// Takes one statement after another.
type WriteFn<'a> = &'a mut dyn FnMut(&Record<'_>) -> Result<()>;

impl<'a> Exporting<'a> {
    fn new(catalogue: &'a Catalogue, options: &'a ExportOptions<'a>, observer: &'a mut dyn ExportObserver) -> Self {
        Self { catalogue, options, observer, count: 0, seen: HashSet::new() }
    }

    /// Gives every authentic statement that is asked for to `write`, and says how many there were.
    fn each(mut self, write: WriteFn<'_>) -> Result<u64> {
        let keys = self.catalogue.select(&self.options.filter, Sort::Oldest, None)?;
        self.observer.begin(keys.len() as u64);
        for keys in keys.chunks(ROUND) {
            let found = keys.iter().filter_map(|key| self.catalogue.file(*key).transpose());
            let found = found.collect::<Result<Vec<Found>>>()?;
            let events = if self.options.format == Format::Premis { self.events(&found)? } else { Events::new() };
            let folder = self.catalogue.archive().folder();
            let size = |found: &Found| fs::metadata(folder.join(&found.path)).map_or(0, |there| there.len());
            for found in portions(found, size) {
                self.portion(&found, &events, write)?;
            }
            self.observer.advance(keys.len() as u64);
        }
        Ok(self.count)
    }

    /// Verifies some side by side, and writes them one after another.
    fn portion(&mut self, found: &[Found], events: &Events, write: WriteFn<'_>) -> Result<()> {
        let (folder, judge) = (self.catalogue.archive().folder(), self.options.judge);
        let judged = round(found, self.options.jobs, |found| judged(judge, &folder.join(&found.path)));
        let judged = judged.map_err(|error| Error::io("read", folder, error))?;
        found.iter().zip(judged).try_for_each(|(found, judged)| self.one(found, judged, events, write))
    }

    fn one(&mut self, found: &Found, judged: Judged, events: &Events, write: WriteFn<'_>) -> Result<()> {
        let (report, size) = match judged {
            Ok(judged) => judged,
            Err(error) => {
                self.observer.unreadable(error);
                return Ok(());
            }
        };
        let is_again = report.id().is_some_and(|id| !self.seen.insert(id));
        if is_again && report.statement().is_some() {
            // The same bundle may be in several files.
            return Ok(());
        }
        let Some((id, metadata)) = report.id().zip(report.statement()) else {
            let path = self.catalogue.archive().folder().join(&found.path);
            self.observer.not_exported(&path, report.verdict());
            return Ok(());
        };
        let standing = self.standing(id, metadata)?;
        let status = standing.status();
        if self.options.status.is_some_and(|wanted| wanted != status) {
            return Ok(());
        }
        let ids = |status| ids(&standing.successors, status);
        let (corrected_by, withdrawn_by) = (ids(Status::Corrected), ids(Status::Withdrawn));
        self.count = self.count.saturating_add(1);
        write(&Record {
            id,
            path: &found.path.to_string_lossy(),
            size,
            metadata,
            report: &report,
            status: Some(status.as_str()),
            corrected_by: &corrected_by,
            withdrawn_by: &withdrawn_by,
            checked: self.options.now,
            program: self.options.program,
            events: events.get(&id).map_or(&[], Vec::as_slice),
        })
    }

    /// What came after a statement.
    fn standing(&self, id: BundleId, metadata: &Metadata) -> Result<Standing> {
        if self.catalogue.replacing(&id)?.is_empty() {
            return Ok(Standing::default());
        }
        standing_of(self.catalogue, (&id, metadata), &self.options.judge)
    }

    /// What the event log says of some bundles.
    fn events(&self, found: &[Found]) -> Result<Events> {
        let mut events: Events = found.iter().filter_map(|found| found.id).map(|id| (id, Vec::new())).collect();
        self.catalogue.events().read(&mut |line| {
            if let Some(event) = line {
                for id in &event.ids {
                    if let Some(known) = events.get_mut(id) {
                        known.push(Event { ids: vec![*id], ..event.clone() });
                    }
                }
            }
            Ok(())
        })?;
        Ok(events)
    }
}

fn judged(judge: Judge<'_>, path: &Path) -> Judged {
    let bundle = OpenBundle::open(path)?;
    Ok((judge.whole(&bundle.opened, path, &|_| ())?, bundle.opened.size()))
}

/// What takes effect on a statement itself, in this way.
fn ids(successors: &[Successor], status: Status) -> Vec<BundleId> {
    successors.iter().filter(|successor| successor.status == status).map(|successor| successor.id).collect()
}
