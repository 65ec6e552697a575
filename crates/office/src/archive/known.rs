//! What an archive knows of a statement beside its bundle: what corrects or withdraws it, and what it replaces itself.

use std::cell::OnceCell;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use chancery_core::{BundleId, Metadata, Report};

use super::Archive;
use super::catalogue::Catalogue;
use super::status::{Standing, Status, Successor, standing};
use super::workspace::{Effort, Workspace, forget_damaged};
use crate::error::{Error, Result};
use crate::judging::Judge;
use crate::office::Office;
use crate::outcome::{Outcome, Warning};

/// What an archive knows of one statement.
#[derive(Debug, Default)]
pub struct Known {
    /// What came after it.
    pub standing: Standing,
    /// Whether the archive has the statement itself.
    pub is_there: bool,
    /// What it replaces: the id, and the file where the archive has it.
    pub replaces: Option<(BundleId, Option<PathBuf>)>,
}

impl Known {
    /// What a catalogue knows of an intact bundle.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(catalogue: &Catalogue, report: &Report, judge: &Judge<'_>) -> Result<Option<Self>> {
        let Some((id, claims)) = report.id().zip(report.claims()) else { return Ok(None) };
        let is_there = !catalogue.by_id(&id.0.to_string())?.is_empty();
        let replaces = claims.replaces.map(|id| Ok::<_, Error>((id, file_of(catalogue, &id)?))).transpose()?;
        Ok(Some(Self { standing: standing_of(catalogue, (&id, claims), judge)?, is_there, replaces }))
    }

    /// How the statement stands, where the archive knows anything of it.
    pub fn status(&self) -> Option<Status> {
        let knows = self.is_there || !self.standing.successors.is_empty();
        knows.then(|| self.standing.status())
    }

    /// Everything that takes effect on it, the nearest first.
    pub fn successors(&self) -> Vec<&Successor> {
        let mut all = Vec::new();
        let mut queue: Vec<&Successor> = self.standing.successors.iter().rev().collect();
        while let Some(successor) = queue.pop() {
            all.push(successor);
            queue.extend(successor.later.iter().rev());
        }
        all
    }
}

/// What came after a statement, by the reader's own trust.
///
/// # Errors
/// What the system says.
pub fn standing_of(catalogue: &Catalogue, statement: (&BundleId, &Metadata), judge: &Judge<'_>) -> Result<Standing> {
    standing(catalogue, statement, &|path| judge.file(path))
}

fn file_of(catalogue: &Catalogue, id: &BundleId) -> Result<Option<PathBuf>> {
    let found = catalogue.by_id(&id.0.to_string())?.into_iter().next();
    Ok(found.map(|found| catalogue.archive().folder().join(found.path)))
}

/// The archive in use, asked of one bundle after another. Where there is none, or it cannot tell, nothing is known: no verdict
/// rests on it.
#[derive(Debug)]
pub struct Asked<'a> {
    office: &'a Office,
    judge: Judge<'a>,
    jobs: NonZeroUsize,
    /// Opened when it is first needed; `None` where it cannot be.
    open: OnceCell<Option<Workspace>>,
}

impl<'a> Asked<'a> {
    /// An office's archive, read by so many threads.
    pub fn new(office: &'a Office, judge: Judge<'a>, jobs: NonZeroUsize) -> Self {
        Self { office, judge, jobs, open: OnceCell::new() }
    }

    /// What is known of an intact bundle. `progress` is told how many bundles have been read for the catalogue.
    pub fn of(&self, report: &Report, progress: &dyn Fn(u64)) -> Outcome<Option<Known>> {
        if !report.verdict().is_intact() || !Archive::at(&self.office.archive).folder().is_dir() {
            return Outcome::plain(None);
        }
        let mut warnings = Vec::new();
        let opened = self.open.get_or_init(|| self.opened(progress, &mut warnings));
        let known = opened.as_ref().map(|opened| Known::of(&opened.catalogue, report, &self.judge));
        let value = known.and_then(|known| known.map_err(|error| warnings.push(self.unknown(error))).ok().flatten());
        Outcome { value, warnings }
    }

    fn opened(&self, progress: &dyn Fn(u64), warnings: &mut Vec<Warning>) -> Option<Workspace> {
        match Workspace::open(self.office, Effort { jobs: self.jobs, progress }) {
            Ok(opened) => {
                warnings.extend(opened.warnings);
                Some(opened.value)
            }
            Err(error) => {
                warnings.push(self.unknown(error));
                None
            }
        }
    }

    fn unknown(&self, error: Error) -> Warning {
        Warning::StandingUnknown(forget_damaged(self.office, error).to_string())
    }
}
