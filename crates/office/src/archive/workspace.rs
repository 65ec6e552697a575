//! An archive at work: with a catalogue that is up to date, and made again where it could not be used.

use std::num::NonZeroUsize;
use std::time::SystemTime;

use chancery_text::TextExtractor;

use super::catalogue::{Catalogue, Noticed, RefreshOptions};
use super::error::{ArchiveError, CatalogueFault};
use super::place::Place;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::outcome::{Outcome, Warning};

/// The catalogue of an office's archive, and what keeps it where it is.
#[derive(Debug)]
pub struct Workspace {
    /// The catalogue, as it was opened.
    pub catalogue: Catalogue,
    /// Kept for as long as that.
    pub place: Place,
}

/// How much may be done at once, and who is told how far it is.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// How many files are read at once.
    pub jobs: NonZeroUsize,
    /// Is told how many more bundles have been read.
    pub progress: &'a dyn Fn(u64),
}

impl Workspace {
    /// Opens the catalogue of an office's archive, and brings it up to date. Where it cannot be used it is made again.
    ///
    /// # Errors
    /// Where there is no archive, and what the system says.
    pub fn open(office: &Office, effort: Effort<'_>) -> Result<Outcome<Self>> {
        Self::open_by(office, &|catalogue| refresh(catalogue, false, effort))
    }

    /// As [`Workspace::open`], for those who decide by it what to write or to call missing: another process that is busy with it is
    /// waited for.
    ///
    /// # Errors
    /// As there, and where the other process does not come to an end.
    pub fn open_to_write(office: &Office, effort: Effort<'_>) -> Result<Outcome<Self>> {
        Self::open_by(office, &|catalogue| {
            let Outcome { warnings, .. } = refresh_surely(catalogue, false, effort)?;
            Ok(Outcome { value: (), warnings })
        })
    }

    /// Removes the catalogue and opens an empty one in its place.
    ///
    /// # Errors
    /// Where there is no archive, where another process has the catalogue open for long, and what the system says.
    pub fn emptied(office: &Office) -> Result<Self> {
        let place = Place::of(office)?;
        place.remove()?;
        Ok(Self { catalogue: place.open()?, place })
    }

    fn open_by(office: &Office, refresh: &dyn Fn(&mut Catalogue) -> Result<Outcome<()>>) -> Result<Outcome<Self>> {
        let try_at = |place: Place| {
            let mut catalogue = place.open()?;
            let Outcome { warnings, .. } = refresh(&mut catalogue)?;
            Ok(Outcome { value: Self { catalogue, place }, warnings })
        };
        let cannot_be_used = |error: &Error| Catalogue::is_damaged(error) || Catalogue::is_unusable(error);
        match try_at(Place::of(office)?) {
            Err(error) if cannot_be_used(&error) => {}
            opened => return opened,
        }
        // Where it cannot be made again either, one that lasts for this run will do.
        let place = Place::of(office)?;
        let again = place.remove().map(|()| place).and_then(try_at);
        match again {
            Err(error) if cannot_be_used(&error) || error.is_io() => try_at(Place::passing(office)?),
            Err(error) => Err(error),
            Ok(mut opened) => {
                opened.warnings.push(Warning::CatalogueMadeAgain);
                Ok(opened)
            }
        }
    }
}

/// Brings a catalogue up to date. That another process is doing the same is a warning.
///
/// # Errors
/// What the system says.
pub fn refresh(catalogue: &mut Catalogue, thorough: bool, effort: Effort<'_>) -> Result<Outcome<()>> {
    let warnings = match catalogue.refresh(effort.options(thorough)) {
        Ok(noticed) => warnings_of(noticed),
        Err(error) if Catalogue::is_busy(&error) => vec![Warning::CatalogueBusy],
        Err(error) => return Err(error),
    };
    Ok(Outcome { value: (), warnings })
}

/// Brings a catalogue up to date, and waits for another process that does the same. Gives how much could not be read.
///
/// # Errors
/// Where that process does not come to an end, and what the system says.
pub fn refresh_surely(catalogue: &mut Catalogue, thorough: bool, effort: Effort<'_>) -> Result<Outcome<u64>> {
    let mut left = ATTEMPTS;
    loop {
        match catalogue.refresh(effort.options(thorough)) {
            Err(error) if Catalogue::is_busy(&error) && left > 0 => left = left.saturating_sub(1),
            noticed => {
                let noticed = noticed?;
                return Ok(Outcome { value: noticed.faults.len() as u64, warnings: warnings_of(noticed) });
            }
        }
    }
}

/// With the patience of each, half a minute.
const ATTEMPTS: u32 = 15;

/// Indexes the words of what is new. The text of what is neither plain text nor Markdown is read by `extractor`.
///
/// # Errors
/// What the system says; not that another process is doing the same.
pub fn index(catalogue: &mut Catalogue, effort: Effort<'_>, extractor: &dyn TextExtractor) -> Result<Outcome<()>> {
    match catalogue.index(effort.options(false), extractor) {
        Err(error) if Catalogue::is_busy(&error) => Ok(Outcome { value: (), warnings: vec![Warning::IndexBusy] }),
        indexed => indexed.map(Outcome::plain),
    }
}

/// Removes a catalogue that was found to be damaged in the middle of something: the next run makes it again.
pub fn forget_damaged(office: &Office, error: Error) -> Error {
    match error {
        Error::Archive(ArchiveError::Catalogue { path, fault: CatalogueFault::Damaged }) => {
            let is_removed = Place::of(office).and_then(|place| place.remove()).is_ok();
            let fault = if is_removed { CatalogueFault::Removed } else { CatalogueFault::Damaged };
            ArchiveError::Catalogue { path, fault }.into()
        }
        error => error,
    }
}

impl<'a> Effort<'a> {
    fn options(self, thorough: bool) -> RefreshOptions<'a> {
        RefreshOptions { now: SystemTime::now(), jobs: self.jobs, thorough, progress: self.progress }
    }
}

fn warnings_of(noticed: Noticed) -> Vec<Warning> {
    let Noticed { put_in, gone, faults, log_changed } = noticed;
    let mut warnings = Vec::new();
    warnings.extend((put_in.count > 0).then_some(Warning::PutIn(put_in)));
    warnings.extend(faults.iter().map(|fault| Warning::NotRead(fault.to_string())));
    warnings.extend(log_changed.then_some(Warning::LogChanged));
    warnings.extend((gone.count > 0).then_some(Warning::Gone(gone)));
    warnings
}
