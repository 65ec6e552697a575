//! An audit from its beginning to its end: each result is given away as it is found, and written into the event log.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::path::Path;
use std::{io, vec};

use chancery_core::{BundleId, Report, Timestamp};

use super::selection::Selection;
use super::{Checked, Tally, broken_off, checked, events};
use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::select::{Filter, Found, Sort};
use crate::archive::error::ArchiveError;
use crate::archive::events::EventLog;
use crate::archive::events::event::{Event, Kind, Outcome};
use crate::archive::parallel::{ROUND, Rounds, in_rounds, portions};
use crate::archive::record::Recorder;
use crate::archive::workspace::{Effort, refresh_surely};
use crate::archive::{id_of, lookup};
use crate::error::{Error, Result};
use crate::judging::Judge;
use crate::outcome::Warning;

/// What is audited, and how.
pub struct AuditOptions<'a> {
    /// Which bundles.
    pub selection: Selection,
    /// Whether the last audit of this selection that was broken off is gone on with.
    pub resume: bool,
    /// How the bundles are judged.
    pub judge: Judge<'a>,
    /// How many are verified at once.
    pub jobs: NonZeroUsize,
    /// How the catalogue is brought up to date.
    pub effort: Effort<'a>,
    /// Who audits, when and with which program.
    pub recorder: Recorder<'a>,
    /// The time of each result; `None` where the clock says none.
    pub clock: &'a dyn Fn() -> Option<Timestamp>,
}

/// Is given what an audit finds, as it finds it.
pub trait AuditObserver {
    /// So many bundles are to be verified.
    fn begin(&mut self, total: u64);

    /// So many more of them are.
    fn advance(&mut self, count: u64);

    /// One file was verified.
    ///
    /// # Errors
    /// What breaks the audit off.
    fn checked(&mut self, catalogue: &Catalogue, checked: &Checked) -> Result<()>;

    /// A bundle that was at this path is in no file.
    ///
    /// # Errors
    /// What breaks the audit off.
    fn missing(&mut self, id: &BundleId, path: &Path) -> Result<()>;

    /// Something that stops nothing.
    fn warn(&mut self, warning: Warning);
}

/// An audit that has begun.
pub struct Audit<'a> {
    catalogue: &'a mut Catalogue,
    options: &'a AuditOptions<'a>,
    observer: &'a mut dyn AuditObserver,
    log: Log,
    /// The files of the bundles that were named.
    named: Vec<Found>,
    /// When the audit began that is gone on with.
    resumed: Option<Timestamp>,
    tally: Tally,
    /// How many folders could not be read.
    faults: u64,
}

impl<'a> Audit<'a> {
    /// Looks through the whole archive and its event log, and writes down that an audit begins.
    ///
    /// # Errors
    /// Where a bundle that was named is not there, and what the system says.
    pub fn begin(
        catalogue: &'a mut Catalogue,
        options: &'a AuditOptions<'a>,
        observer: &'a mut dyn AuditObserver,
    ) -> Result<Self> {
        // Nothing that was noted before is taken for granted.
        catalogue.forget_log()?;
        let refreshed = refresh_surely(catalogue, true, options.effort)?;
        refreshed.warnings.into_iter().for_each(|warning| observer.warn(warning));
        if !catalogue.keeps_log()? && catalogue.size()? > 0 {
            observer.warn(Warning::LogIsEmpty);
        }
        let selection = options.selection.to_string();
        let resumed = if options.resume { broken_off(catalogue, &selection)? } else { None };
        if options.resume && resumed.is_none() {
            observer.warn(Warning::NothingToResume);
        }
        let named = named(catalogue, &options.selection)?;
        let log = Log::begin(catalogue, options, resumed, observer);
        let (tally, faults) = (Tally::default(), refreshed.value);
        Ok(Self { catalogue, options, observer, log, named, resumed, tally, faults })
    }

    /// Verifies what is to be verified, finds what is missing, and writes down that the audit has ended.
    ///
    /// # Errors
    /// What the system says of the catalogue, and what the observer says.
    pub fn run(mut self) -> Result<Tally> {
        self.files()?;
        if self.options.selection.is_of_all(self.options.recorder.now) {
            // What was found to hold another bundle is looked at again, so that the one that it held can be missing.
            let missing = self.find_missing()?;
            self.give_missing(&missing)?;
        }
        self.log.end(&self.tally, self.options.clock, self.observer);
        self.tally.unreadable = self.tally.unreadable.saturating_add(self.faults);
        Ok(self.tally)
    }

    fn files(&mut self) -> Result<()> {
        let filter = self.options.selection.filter(self.options.recorder.now, self.resumed);
        if !self.options.selection.ids.is_empty() {
            let named = std::mem::take(&mut self.named);
            self.observer.begin(named.len() as u64);
            return self.verify(Upcoming::NamedKeys(named));
        }
        if filter.is_empty() && filter.sample.is_none() {
            self.observer.begin(self.catalogue.size()?);
            return self.verify(Upcoming::All { last: 0 });
        }
        let keys = self.catalogue.select(&filter, Sort::Place, None)?;
        self.warn_of_passed_over(&filter, keys.len())?;
        self.observer.begin(keys.len() as u64);
        self.verify(Upcoming::Chosen(keys.into_iter()))
    }

    /// Verifies files, large ones by themselves.
    fn verify(&mut self, upcoming: Upcoming) -> Result<()> {
        let (judge, jobs) = (self.options.judge, self.options.jobs);
        let folder = self.catalogue.archive().folder().to_owned();
        let mut verifying = Verifying { audit: self, upcoming, portions: VecDeque::new() };
        in_rounds(&mut verifying, |_| jobs, |found| judge.file(&folder.join(&found.path)))
    }

    /// Warns of those that are not verified again, since the event log says that they were.
    fn warn_of_passed_over(&mut self, filter: &Filter, taken: usize) -> Result<()> {
        let Some((since, _)) = filter.unchecked.filter(|_| filter.sample.is_none()) else { return Ok(()) };
        let all = self.catalogue.how_many(&Filter { unchecked: None, ..filter.clone() }, u64::MAX)?;
        let passed_over = all.saturating_sub(taken as u64);
        if passed_over > 0 {
            self.observer.warn(Warning::PassedOver(passed_over, since));
        }
        Ok(())
    }

    fn finish(&mut self, files: Vec<Found>, judged: Vec<Result<Report>>) -> Result<()> {
        let checked = checked(self.catalogue, files, judged)?;
        self.log.append(&events(&checked, &self.log.blank), self.options.clock, self.observer);
        for checked in checked {
            self.tally.add(&checked);
            if checked.is_another() {
                self.catalogue.doubt(checked.found.key)?;
            }
            self.observer.checked(self.catalogue, &checked)?;
        }
        Ok(())
    }

    /// What the event log names and no file holds. No one is waited for, unless something seems to be missing: then it is looked
    /// for once more while no one can put a file in its place.
    fn find_missing(&mut self) -> Result<Vec<(BundleId, String)>> {
        self.refresh()?;
        let missing = seem_missing(self.catalogue)?;
        if missing.is_empty() {
            return Ok(missing);
        }
        // An archive that cannot be written has no lock, and no one who writes.
        let _lock = self.catalogue.archive().lock().ok();
        self.refresh()?;
        seem_missing(self.catalogue)
    }

    fn refresh(&mut self) -> Result<()> {
        let refreshed = refresh_surely(self.catalogue, false, self.options.effort)?;
        // What is put in meanwhile is for the next audit.
        let warnings = refreshed.warnings.into_iter().filter(|warning| !matches!(warning, Warning::PutIn(_)));
        warnings.for_each(|warning| self.observer.warn(warning));
        Ok(())
    }

    /// Gives away what the event log names and no file holds.
    fn give_missing(&mut self, missing: &[(BundleId, String)]) -> Result<()> {
        for missing in missing.chunks(ROUND) {
            let event = |(id, path): &(BundleId, String)| Event {
                outcome: Outcome::Missing,
                ids: vec![*id],
                path: Some(path.clone()),
                ..self.log.blank.clone()
            };
            let events: Vec<Event> = missing.iter().map(event).collect();
            self.log.append(&events, self.options.clock, self.observer);
            for (id, path) in missing {
                self.tally.missing = self.tally.missing.saturating_add(1);
                self.observer.missing(id, &self.catalogue.archive().folder().join(path))?;
            }
        }
        Ok(())
    }
}

/// The files that are still to be verified.
enum Upcoming {
    /// Those that were named.
    NamedKeys(Vec<Found>),
    /// All, after the one with this number.
    All { last: i64 },
    /// Those with these numbers.
    Chosen(vec::IntoIter<i64>),
}

impl Upcoming {
    /// The next of them; none at the end.
    fn next(&mut self, catalogue: &Catalogue) -> Result<Vec<Found>> {
        match self {
            Self::NamedKeys(files) => Ok(std::mem::take(files)),
            Self::All { last } => {
                let files = catalogue.files_after(*last, ROUND)?;
                *last = files.last().map_or(*last, |found| found.key);
                Ok(files)
            }
            Self::Chosen(keys) => {
                let mut files = Vec::new();
                // Some may have left the catalogue meanwhile.
                while files.is_empty() && !keys.as_slice().is_empty() {
                    let next = keys.by_ref().take(ROUND).filter_map(|key| catalogue.file(key).transpose());
                    files = next.collect::<Result<Vec<_>>>()?;
                }
                Ok(files)
            }
        }
    }
}

/// Files being verified, portion after portion.
struct Verifying<'r, 'a> {
    audit: &'r mut Audit<'a>,
    upcoming: Upcoming,
    portions: VecDeque<Vec<Found>>,
}

impl Rounds for Verifying<'_, '_> {
    type Item = Found;
    type Done = Result<Report>;
    type Error = Error;

    fn next(&mut self) -> Result<Vec<Found>> {
        if self.portions.is_empty() {
            let catalogue: &Catalogue = self.audit.catalogue;
            let folder = catalogue.archive().folder();
            let size = |found: &Found| std::fs::metadata(folder.join(&found.path)).map_or(0, |there| there.len());
            self.portions = portions(self.upcoming.next(catalogue)?, size).into();
        }
        Ok(self.portions.pop_front().unwrap_or_default())
    }

    fn finish(&mut self, files: Vec<Found>, judged: Vec<Result<Report>>) -> Result<()> {
        let count = files.len() as u64;
        self.audit.finish(files, judged)?;
        self.audit.observer.advance(count);
        Ok(())
    }

    fn no_thread(&self, error: io::Error) -> Error {
        Error::io("read", self.audit.catalogue.archive().folder(), error)
    }
}

fn seem_missing(catalogue: &Catalogue) -> Result<Vec<(BundleId, String)>> {
    let folder = catalogue.archive().folder();
    let mut missing = Vec::new();
    catalogue.missing(&mut |id, path| {
        // A file that cannot be read as a bundle any more is damaged, and was found to be; nor is missing what is there after all.
        let is_damaged = catalogue.by_path(Path::new(&path))?.is_some_and(|there| there.id.is_none());
        let is_there = || id_of(&folder.join(&path)).is_ok_and(|found| found == Some(id));
        if !is_damaged && !is_there() {
            missing.push((id, path));
        }
        Ok(())
    })?;
    Ok(missing)
}

/// The files of the bundles that were named.
fn named(catalogue: &Catalogue, selection: &Selection) -> Result<Vec<Found>> {
    let mut files = Vec::new();
    for id in &selection.ids {
        let found = lookup::files(catalogue, id)?;
        if found.is_empty() {
            let archive = catalogue.archive().folder().to_owned();
            return Err(ArchiveError::NothingToAudit { archive, id: id.to_string() }.into());
        }
        files.extend(found);
    }
    Ok(files)
}

/// Where what is found is written down, as long as that can be.
struct Log {
    /// An event of this audit.
    blank: Event,
    events: Option<EventLog>,
}

impl Log {
    fn begin(
        catalogue: &Catalogue,
        options: &AuditOptions<'_>,
        resumed: Option<Timestamp>,
        observer: &mut dyn AuditObserver,
    ) -> Self {
        let blank = options.recorder.event(Kind::Audited, Outcome::Authentic);
        let blank = Event { audit: Some(resumed.unwrap_or(options.recorder.now)), ..blank };
        let mut log = Self { blank, events: Some(catalogue.events()) };
        if resumed.is_none() {
            let (event, outcome, note) = (Kind::AuditBegun, Outcome::Done, Some(options.selection.to_string()));
            log.append(&[Event { event, outcome, note, ..log.blank.clone() }], options.clock, observer);
        }
        log
    }

    /// An archive that cannot be written is audited all the same.
    fn append(&mut self, events: &[Event], clock: &dyn Fn() -> Option<Timestamp>, observer: &mut dyn AuditObserver) {
        // An audit takes its time: each event has its own.
        let time = clock().unwrap_or(self.blank.time);
        let events: Vec<Event> = events.iter().map(|event| Event { time, ..event.clone() }).collect();
        if let Some(Err(error)) = self.events.as_ref().map(|log| log.append(&events)) {
            observer.warn(Warning::NotWrittenDown(error.to_string()));
            self.events = None;
        }
    }

    fn end(&mut self, tally: &Tally, clock: &dyn Fn() -> Option<Timestamp>, observer: &mut dyn AuditObserver) {
        let note = format!(
            "checked {}, authentic {}, damaged {}, untrusted {}, missing {}, unlisted {}, unreadable {}",
            tally.checked,
            tally.authentic,
            tally.damaged,
            tally.untrusted,
            tally.missing,
            tally.unlisted,
            tally.unreadable
        );
        let outcome = tally.outcome();
        self.append(
            &[Event { event: Kind::AuditEnded, outcome, note: Some(note), ..self.blank.clone() }],
            clock,
            observer,
        );
    }
}
