//! Statements of an archive listed: found in the catalogue, and each judged from its own file.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::vec;

use chancery_core::{Identity, Metadata, Report, SignatureStatus, Verdict};

use super::catalogue::Catalogue;
use super::catalogue::select::{Filter, Found, Sort};
use super::known::standing_of;
use super::parallel::round;
use super::status::Status;
use crate::error::{Error, Result};
use crate::judging::Judge;

/// One bundle of the archive.
#[derive(Debug)]
pub struct Row {
    /// Where it is.
    pub path: PathBuf,
    /// What the judge says of it.
    pub report: Report,
    /// Whether it is corrected or withdrawn; `None` where it is not intact.
    pub status: Option<Status>,
    /// The passage, where one was looked for; empty where none could be shown.
    pub passage: Option<String>,
}

/// What is listed.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Which statements.
    pub filter: Filter,
    /// Only those with this status.
    pub status: Option<Status>,
    /// In which order.
    pub sort: Sort,
    /// At most so many.
    pub most: Option<u64>,
    /// How they are judged.
    pub judge: Judge<'a>,
    /// How many threads there may be.
    pub jobs: NonZeroUsize,
}

/// What comes of one file.
#[derive(Debug)]
pub enum Listed {
    /// It holds what is asked for.
    Row(Box<Row>),
    /// It cannot be read: the others are listed all the same.
    Unreadable(Error),
}

/// Bundles judged at once: the first of them waits for no more than that.
const AT_ONCE: usize = 256;
/// To start a thread costs more than to judge a few bundles.
const WORTH_A_THREAD: usize = 64;

/// The rows that are asked for, in order. A catalogue that fails ends them.
#[derive(Debug)]
pub struct Rows<'a> {
    catalogue: &'a Catalogue,
    wanted: &'a Wanted<'a>,
    keys: vec::IntoIter<i64>,
    judged: VecDeque<(Found, Result<Report>)>,
    left: u64,
}

/// Finds what is asked for; each bundle is judged as the rows are taken.
///
/// # Errors
/// What the system says of the catalogue.
pub fn list<'a>(catalogue: &'a Catalogue, wanted: &'a Wanted<'a>) -> Result<Rows<'a>> {
    let most = wanted.most.filter(|_| wanted.status.is_none() && wanted.filter.signer.is_none());
    let replaced = matches!(wanted.status, Some(Status::Corrected | Status::Withdrawn));
    let keys = catalogue.select(&Filter { replaced, ..wanted.filter.clone() }, wanted.sort, most)?;
    let left = wanted.most.unwrap_or(u64::MAX);
    Ok(Rows { catalogue, wanted, keys: keys.into_iter(), judged: VecDeque::new(), left })
}

impl Iterator for Rows<'_> {
    type Item = Result<Listed>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.left > 0 {
            let next =
                self.next_file().and_then(|file| file.map(|(found, judged)| self.row(found, judged)).transpose());
            match next {
                Ok(None) => return None,
                Ok(Some(None)) => {}
                Ok(Some(Some(listed))) => {
                    self.left = self.left.saturating_sub(u64::from(matches!(listed, Listed::Row(_))));
                    return Some(Ok(listed));
                }
                Err(error) => {
                    self.left = 0;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl Rows<'_> {
    /// The next file, judged with others that come after it.
    fn next_file(&mut self) -> Result<Option<(Found, Result<Report>)>> {
        while self.judged.is_empty() && !self.keys.as_slice().is_empty() {
            let keys = self.keys.by_ref().take(AT_ONCE);
            let found = keys.filter_map(|key| self.catalogue.file(key).transpose()).collect::<Result<Vec<Found>>>()?;
            let folder = self.catalogue.archive().folder();
            let jobs = if found.len() < WORTH_A_THREAD { NonZeroUsize::MIN } else { self.wanted.jobs };
            let judged = round(&found, jobs, |found| self.wanted.judge.claims(&folder.join(&found.path)));
            let judged = judged.map_err(|error| Error::io("read", folder, error))?;
            self.judged = found.into_iter().zip(judged).collect();
        }
        Ok(self.judged.pop_front())
    }

    /// What comes of a file, unless it is not asked for.
    fn row(&self, found: Found, judged: Result<Report>) -> Result<Option<Listed>> {
        let report = match judged {
            Ok(report) => report,
            Err(error) => return Ok(Some(Listed::Unreadable(error))),
        };
        let status = self.status(&report)?;
        let path = self.catalogue.archive().folder().join(found.path);
        let row = Row { path, report, status, passage: None };
        Ok(self.wanted.fits(&row).then(|| Listed::Row(Box::new(row))))
    }

    fn status(&self, report: &Report) -> Result<Option<Status>> {
        let Some((id, claims)) = report.id().zip(report.claims()).filter(|_| report.verdict().is_intact()) else {
            return Ok(None);
        };
        if self.catalogue.replacing(&id)?.is_empty() {
            return Ok(Some(Status::Current));
        }
        Ok(Some(standing_of(self.catalogue, (&id, claims), &self.wanted.judge)?.status()))
    }
}

impl Wanted<'_> {
    /// Whether a row, judged, is what was asked for: no one is said to have signed what they have not, nor a statement to have
    /// another status than it has.
    fn fits(&self, row: &Row) -> bool {
        let signed = |signer: &Identity| {
            let mut signatures = row.report.signatures().iter().filter(|signature| signature.identity() == signer);
            let is_authentic = row.report.verdict() == Verdict::Authentic;
            signatures.any(|signature| !is_authentic || matches!(signature.status(), SignatureStatus::Trusted(_)))
        };
        (self.status.is_none() || self.status == row.status) && self.filter.signer.as_ref().is_none_or(signed)
    }
}

impl Row {
    /// What the bundle says, unless it is known to be forged or could not be read.
    pub fn claims(&self) -> Option<&Metadata> {
        self.report.claims().filter(|_| self.report.verdict().is_intact())
    }

    /// Whether its signer is not trusted here.
    pub fn is_untrusted(&self) -> bool {
        self.report.verdict() == Verdict::Untrusted
    }
}

/// How many files are in no answer to a filter: they are no intact bundles.
///
/// # Errors
/// What the system says of the catalogue.
pub fn broken(catalogue: &Catalogue, filter: &Filter) -> Result<u64> {
    if filter.is_empty() { Ok(0) } else { catalogue.broken() }
}
