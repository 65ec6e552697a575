//! An audit: bundles verified again, documents and all, and what was found, written down.

pub mod run;
pub mod selection;

use chancery_core::{BundleId, Report, Timestamp, Verdict};

use super::catalogue::Catalogue;
use super::catalogue::select::Found;
use super::events::event::{Event, Kind, Outcome};
use crate::error::Result;

/// What an audit found in one file.
#[derive(Debug)]
pub struct Checked {
    /// The file, and what it held when it was catalogued.
    pub found: Found,
    /// What it is now.
    pub outcome: Outcome,
    /// What the judge says of it; the error where it could not be read.
    pub judged: Result<Report>,
    /// Whether the event log knows the bundle.
    pub is_listed: bool,
}

impl Checked {
    /// The id of the bundle that is there, else of the one that was.
    pub fn id(&self) -> Option<BundleId> {
        let intact = self.judged.as_ref().ok().filter(|report| report.verdict().is_intact());
        intact.and_then(Report::id).or(self.found.id)
    }

    /// Whether the file holds another bundle than the catalogue says.
    pub fn is_another(&self) -> bool {
        let intact = self.judged.as_ref().ok().filter(|report| report.verdict().is_intact());
        intact.is_some_and(|report| report.id() != self.found.id)
    }
}

/// How many bundles there were of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All that were looked at.
    pub checked: u64,
    /// Authentic.
    pub authentic: u64,
    /// Changed, forged or malformed.
    pub damaged: u64,
    /// Intact, by signers who are not trusted.
    pub untrusted: u64,
    /// In the event log, and in no file.
    pub missing: u64,
    /// In a file, and not in the event log.
    pub unlisted: u64,
    /// Could not be read, or not by this version.
    pub unreadable: u64,
}

impl Tally {
    /// Counts what was found in one file.
    pub fn add(&mut self, checked: &Checked) {
        self.checked = self.checked.saturating_add(1);
        let count = match checked.outcome {
            Outcome::Authentic | Outcome::Done => &mut self.authentic,
            Outcome::Untrusted => &mut self.untrusted,
            Outcome::Damaged => &mut self.damaged,
            Outcome::Missing => &mut self.missing,
            Outcome::NotChecked => &mut self.unreadable,
        };
        *count = count.saturating_add(1);
        self.unlisted = self.unlisted.saturating_add(u64::from(!checked.is_listed));
    }

    /// The worst that was found.
    pub fn outcome(&self) -> Outcome {
        match () {
            () if self.damaged > 0 => Outcome::Damaged,
            () if self.missing > 0 => Outcome::Missing,
            () if self.unreadable > 0 => Outcome::NotChecked,
            () if self.untrusted > 0 => Outcome::Untrusted,
            () => Outcome::Authentic,
        }
    }
}

/// What was found in files that were verified, and whether the event log knows the bundles.
///
/// # Errors
/// What the system says of the catalogue; what it says of a file is in the result.
pub fn checked(catalogue: &Catalogue, files: Vec<Found>, judged: Vec<Result<Report>>) -> Result<Vec<Checked>> {
    let keeps_log = catalogue.keeps_log()?;
    let checked = files.into_iter().zip(judged).map(|(found, judged)| {
        let mut checked = Checked { found, outcome: outcome(&judged), judged, is_listed: true };
        if keeps_log && checked.judged.is_ok() {
            checked.is_listed = match checked.id() {
                Some(id) => catalogue.is_known_to_log(&id)?,
                None => catalogue.is_path_known_to_log(&checked.found.path)?,
            };
        }
        Ok(checked)
    });
    checked.collect()
}

fn outcome(judged: &Result<Report>) -> Outcome {
    match judged.as_ref().map(Report::verdict) {
        Ok(Verdict::Authentic) => Outcome::Authentic,
        Ok(Verdict::Untrusted) => Outcome::Untrusted,
        Ok(Verdict::NotAuthentic) => Outcome::Damaged,
        Ok(Verdict::NotChecked) | Err(_) => Outcome::NotChecked,
    }
}

/// How many ids stand on one line of the event log.
const IDS: usize = 256;

/// What there is to write down: the authentic ones together, each other one by itself, with what was found.
/// `blank` is an event of this audit.
pub fn events(checked: &[Checked], blank: &Event) -> Vec<Event> {
    let sound: Vec<&Checked> = checked.iter().filter(|checked| checked.outcome == Outcome::Authentic).collect();
    let together = sound.chunks(IDS).map(|some| Event {
        outcome: Outcome::Authentic,
        ids: some.iter().filter_map(|checked| checked.id()).collect(),
        ..blank.clone()
    });
    let others = checked.iter().filter(|checked| checked.outcome != Outcome::Authentic).map(|checked| Event {
        outcome: checked.outcome,
        ids: checked.id().into_iter().collect(),
        path: Some(checked.found.path.to_string_lossy().into_owned()),
        note: note(&checked.judged),
        ..blank.clone()
    });
    together.chain(others).collect()
}

fn note(judged: &Result<Report>) -> Option<String> {
    match judged {
        Ok(report) => {
            let found = report.findings().heaviest()?;
            Some(format!("{}: {}: {}", found.code.as_str(), found.place, found.message))
        }
        Err(error) => Some(error.to_string()),
    }
}

/// The last audit of this selection that was begun and did not come to its end.
///
/// # Errors
/// What the system says.
pub fn broken_off(catalogue: &Catalogue, selection: &str) -> Result<Option<Timestamp>> {
    let mut begun: Vec<Timestamp> = Vec::new();
    catalogue.events().read(&mut |line| {
        let Some(event) = line else { return Ok(()) };
        let audit = event.audit.unwrap_or(event.time);
        match event.event {
            Kind::AuditBegun if event.note.as_deref() == Some(selection) => begun.push(audit),
            Kind::AuditEnded => begun.retain(|other| *other != audit),
            _ => {}
        }
        Ok(())
    })?;
    Ok(begun.into_iter().max())
}
