//! The archive in use, as commands see it: what the library does, with progress bars and warnings.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use chancery_core::Report;
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::known::Known;
use chancery_office::archive::lookup::IdPrefix;
use chancery_office::archive::place::Place;
use chancery_office::archive::workspace::Effort;
use chancery_office::archive::{known, lookup, workspace};
use chancery_office::trust_sources::choice::Choice;
use chancery_office::{Outcome, Workspace};

use crate::commands::text_worker;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::judging::judge_by;
use crate::options::trust::TrustOptions;
use crate::show::progress::Progress;
use crate::show::warnings::told;

/// The catalogue of the archive in use, and what keeps it where it is.
pub struct Open {
    /// The catalogue, as it was opened.
    pub catalogue: Catalogue,
    /// Kept for as long as that.
    pub _place: Place,
}

/// Opens the catalogue of the archive in use, and brings it up to date. Where it cannot be used it is made again.
///
/// # Errors
/// Where there is no archive, and what the system says.
pub fn open(context: &Context) -> Result<Open> {
    let opened = read_with_progress(context, |effort| Workspace::open(&context.office, effort))?;
    Ok(Open { catalogue: opened.catalogue, _place: opened.place })
}

/// As [`open`], for those who decide by it what to write or to call missing: another process that is busy with it is waited for.
///
/// # Errors
/// As there, and where the other process does not come to an end.
pub fn open_to_write(context: &Context) -> Result<Open> {
    let opened = read_with_progress(context, |effort| Workspace::open_to_write(&context.office, effort))?;
    Ok(Open { catalogue: opened.catalogue, _place: opened.place })
}

/// Brings the catalogue up to date, and says what was put in or removed by hand.
///
/// # Errors
/// What the system says; not that another process is doing the same.
pub fn refresh(context: &Context, catalogue: &mut Catalogue, thorough: bool) -> Result<()> {
    read_with_progress(context, |effort| workspace::refresh(catalogue, thorough, effort))
}

fn read_with_progress<T>(
    context: &Context,
    read: impl FnOnce(Effort<'_>) -> chancery_office::Result<Outcome<T>>,
) -> Result<T> {
    let counted = Progress::of(context.ui, 0, READ);
    let outcome = read(Effort { jobs: jobs(), progress: &|count| counted.advance(count) })?;
    Ok(told(context.ui, outcome))
}

/// What is counted while the catalogue is brought up to date.
pub const READ: &str = "bundles read for the catalogue";

/// Indexes the words of what is new.
///
/// # Errors
/// What the system says; not that another process is doing the same.
pub fn index(context: &Context, catalogue: &mut Catalogue) -> Result<()> {
    let counted = Progress::of(context.ui, catalogue.unindexed()?, "bundles indexed");
    let effort = Effort { jobs: jobs(), progress: &|count| counted.advance(count) };
    let outcome = workspace::index(catalogue, effort, &text_worker::extractor())?;
    told(context.ui, outcome);
    Ok(())
}

/// Removes a catalogue that was found to be damaged in the middle of something: the next run makes it again.
pub fn forget_damaged(context: &Context, error: Error) -> Error {
    workspace::forget_damaged(&context.office, error.into()).into()
}

/// How many things are done at once.
pub fn jobs() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// The id that was typed.
///
/// # Errors
/// Where it is none.
pub fn parse_id(id: &str) -> Result<IdPrefix> {
    id.parse()
        .map_err(|fault| Error::refused(format!("{id} {fault}"), "an id has four to 64 lowercase hexadecimal digits"))
}

/// The file of the one bundle whose id begins so: `sha256:` may be left out, and all but the first digits. Where several files
/// hold that bundle, the first by path. The file was looked at: it holds this bundle, whatever the catalogue says.
///
/// # Errors
/// Where there is none or there are several, and what the system says.
pub fn find(context: &Context, id: &str) -> Result<PathBuf> {
    let id = parse_id(id)?;
    let Open { mut catalogue, _place } = open(context)?;
    Ok(lookup::find(&mut catalogue, &id, &mut |catalogue| Ok(refresh(context, catalogue, false)?))?)
}

/// The archive in use, asked of one bundle after another. Where there is none, or it cannot tell, nothing is known: no verdict
/// rests on it.
pub struct Asked<'a> {
    context: &'a Context,
    asked: known::Asked<'a>,
}

impl<'a> Asked<'a> {
    /// Asks by this trust.
    pub fn new(context: &'a Context, choice: &'a Choice, options: &TrustOptions) -> Self {
        let judge = judge_by(context, &choice.trust, options);
        Self { context, asked: known::Asked::new(&context.office, judge, jobs()) }
    }

    /// What is known of an intact bundle.
    pub fn of(&self, report: &Report) -> Option<Known> {
        let counted = Progress::of(self.context.ui, 0, READ);
        told(self.context.ui, self.asked.of(report, &|count| counted.advance(count)))
    }
}

/// What a catalogue knows of an intact bundle.
///
/// # Errors
/// What the system says.
pub fn in_catalogue(
    context: &Context,
    catalogue: &Catalogue,
    report: &Report,
    choice: &Choice,
    options: &TrustOptions,
) -> Result<Option<Known>> {
    Ok(Known::of(catalogue, report, &judge_by(context, &choice.trust, options))?)
}
