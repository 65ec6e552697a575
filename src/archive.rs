//! The archive as commands see it: with a catalogue that is up to date, and made again where it was of no use.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use chancery_core::{BundleId, Digest, MediaType};
use chancery_office::archive::catalogue::entry::is_whole;
use chancery_office::archive::catalogue::select::Found;
use chancery_office::archive::catalogue::{Catalogue, Few, Noticed, RefreshOptions};
use chancery_office::archive::{Archive, id_of};
use chancery_office::durable::{NewFile, folder_of, make_folder};
use chancery_office::error::CatalogueFault;
use chancery_text::Reading;
use chancery_text::charset::Said;
use chancery_text::kind::Kind;

use crate::commands::text_worker;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::show::progress::Progress;
use crate::show::ui::Ui;

/// The catalogue of the archive in use, and what keeps it where it is.
pub struct Open {
    /// The catalogue, as it was opened.
    pub catalogue: Catalogue,
    /// Kept for as long as that.
    pub _place: Place,
}

/// Opens the catalogue of the archive in use, and brings it up to date. Where it is of no use it is made again.
///
/// # Errors
/// Where there is no archive, and what the system says.
pub fn open(context: &Context) -> Result<Open> {
    open_by(context, &|catalogue| refresh(context, catalogue, false))
}

/// As [`open`], for whoever decides by it what to write or to call missing: where another process is busy with it, that is waited for.
///
/// # Errors
/// As there, and where the other process does not come to an end.
pub fn open_to_write(context: &Context) -> Result<Open> {
    open_by(context, &|catalogue| refresh_surely(context, catalogue, false).map(drop))
}

fn open_by(context: &Context, refresh: &dyn Fn(&mut Catalogue) -> Result<()>) -> Result<Open> {
    let try_at = |place: Place| {
        let mut catalogue = place.open()?;
        refresh(&mut catalogue)?;
        Ok(Open { catalogue, _place: place })
    };
    let is_of_no_use = |error: &Error| Catalogue::is_damaged(error) || Catalogue::is_unusable(error);
    match try_at(Place::of(context)?) {
        Err(error) if is_of_no_use(&error) => {}
        opened => return opened,
    }
    // Where it cannot be made again either, one that lasts for this run will do.
    let place = Place::of(context)?;
    let again = place.remove().map(|()| place).and_then(try_at);
    match again {
        Err(error) if is_of_no_use(&error) || error.is_io() => try_at(Place::passing(context)?),
        opened => {
            context.ui.note("the catalogue was of no use: it was made again from the archive");
            opened
        }
    }
}

/// Removes a catalogue that was found to be damaged in the middle of something: the next run makes it again.
pub fn forget_damaged(context: &Context, error: Error) -> Error {
    match error {
        Error::Catalogue { path, fault: fault @ CatalogueFault::Damaged, problem, hint } => {
            let removed = Place::of(context).and_then(|place| place.remove());
            let again = "it was removed and will be made again: run the same command once more";
            let hint = if removed.is_ok() { again.to_owned() } else { hint };
            Error::Catalogue { path, fault, problem, hint }
        }
        error => error,
    }
}

/// Brings the catalogue up to date, and says what was put in or removed by hand.
///
/// # Errors
/// What the system says; not that another process is doing the same.
pub fn refresh(context: &Context, catalogue: &mut Catalogue, thorough: bool) -> Result<()> {
    let counted = Progress::of(context.ui, 0, "bundles read for the catalogue");
    let progress = |count| counted.advance(count);
    match catalogue.refresh(RefreshOptions { now: SystemTime::now(), jobs: jobs(), thorough, progress: &progress }) {
        Ok(noticed) => say(context.ui, &noticed),
        Err(error) if Catalogue::is_busy(&error) => {
            context.ui.note("another process is reading the archive: what is newest may not be listed yet");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Brings the catalogue up to date, and waits for another process that does the same. Says how much could not be read.
///
/// # Errors
/// Where that does not come to an end, and what the system says.
pub fn refresh_surely(context: &Context, catalogue: &mut Catalogue, thorough: bool) -> Result<u64> {
    let mut left = ATTEMPTS;
    loop {
        let counted = Progress::of(context.ui, 0, "bundles read for the catalogue");
        let progress = |count| counted.advance(count);
        let manner = RefreshOptions { now: SystemTime::now(), jobs: jobs(), thorough, progress: &progress };
        match catalogue.refresh(manner) {
            Err(error) if Catalogue::is_busy(&error) && left > 0 => left = left.saturating_sub(1),
            noticed => {
                let noticed = noticed?;
                say(context.ui, &noticed);
                return Ok(noticed.faults.len() as u64);
            }
        }
    }
}

/// With the patience of each, half a minute.
const ATTEMPTS: u32 = 15;

/// Indexes the words of whatever is new.
///
/// # Errors
/// What the system says; not that another process is doing the same.
pub fn index(context: &Context, catalogue: &mut Catalogue) -> Result<()> {
    let unindexed = catalogue.unindexed()?;
    let counted = Progress::of(context.ui, unindexed, "bundles indexed");
    let progress = |count| counted.advance(count);
    let manner = RefreshOptions { now: SystemTime::now(), jobs: jobs(), thorough: false, progress: &progress };
    match catalogue.index(manner, &text_of_other) {
        Err(error) if Catalogue::is_busy(&error) => {
            context.ui.note("another process is indexing the archive: what is newest may not be found yet");
            Ok(())
        }
        indexed => indexed,
    }
}

/// The text of a Word document or a PDF file.
fn text_of_other(media_type: &MediaType, read: &dyn Fn() -> Option<Vec<u8>>) -> Option<String> {
    let kind = Kind::of_media_type(media_type.as_str()).filter(|kind| matches!(kind, Kind::Docx | Kind::Pdf))?;
    let taken = text_worker::take(kind, &read()?, Said::Nothing).ok()?.ok()?;
    let Reading { pieces, breaks_words } = taken.reading;
    let text: String = pieces.into_iter().map(|piece| piece.text + "\n").collect();
    // A word that is broken at the end of a line is found whole too.
    Some(if breaks_words { format!("{text}\n{}", text.replace("-\n", "")) } else { text })
}

/// How many things are done at once.
pub fn jobs() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Where the catalogue of an archive lies.
pub struct Place {
    /// Its file.
    pub path: PathBuf,
    archive: Archive,
    /// Nobody removes it while it is held.
    lock: Option<File>,
    /// Where nothing can be kept from one run to the next: the catalogue lasts for one.
    _passing: Option<tempfile::TempDir>,
}

impl Place {
    /// In this user's own cache, by the archive's one true path: what came with an archive is never taken for its catalogue.
    ///
    /// # Errors
    /// Where there is no archive, and what the system says.
    pub fn of(context: &Context) -> Result<Self> {
        let (archive, name) = archive_and_name(context)?;
        let Some(folder) = context.office.cache.clone().filter(|folder| is_of_use(folder)) else {
            return Self::passing(context);
        };
        let path = folder.join(format!("{name}.sqlite"));
        let lock = lock_file(&path).and_then(|lock| lock.lock_shared().map(|()| lock)).ok();
        Ok(Self { path, archive, lock, _passing: None })
    }

    /// In a folder that lasts for this run.
    ///
    /// # Errors
    /// As [`Place::of`].
    pub fn passing(context: &Context) -> Result<Self> {
        let (archive, name) = archive_and_name(context)?;
        let passing = tempfile::tempdir().map_err(|error| Error::io("write in", std::env::temp_dir(), error))?;
        Ok(Self { path: passing.path().join(format!("{name}.sqlite")), archive, lock: None, _passing: Some(passing) })
    }

    /// Opens it.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(&self) -> Result<Catalogue> {
        // What SQLite makes beside it is for the same eyes. Where this cannot be done, opening it says so.
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        drop(options.open(&self.path));
        Catalogue::open(&self.path, &self.archive)
    }

    /// Removes the catalogue, once no other process has it open: one that has would mix the old one with the new.
    ///
    /// # Errors
    /// Where another process has it open for long, and what the system says.
    pub fn remove(&self) -> Result<()> {
        let Some(lock) = &self.lock else { return Catalogue::remove(&self.path) };
        let failed = |error| Error::io("lock", &self.path, error);
        lock.unlock().map_err(failed)?;
        let mut is_held = false;
        for _ in 0..TRIES {
            is_held = lock.try_lock().is_ok();
            if is_held {
                break;
            }
            thread::sleep(BETWEEN_TRIES);
        }
        let removed = if is_held { Catalogue::remove(&self.path) } else { Err(in_use(&self.path)) };
        lock.unlock().and_then(|()| lock.lock_shared()).map_err(failed)?;
        removed
    }
}

/// With the pause between them, three seconds.
const TRIES: usize = 60;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

fn in_use(path: &Path) -> Error {
    Error::io("remove", path, std::io::Error::from(std::io::ErrorKind::ResourceBusy))
}

/// The file by which those who use a catalogue, and those who remove it, stay out of each other's way.
fn lock_file(catalogue: &Path) -> std::io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(catalogue.with_extension("lock"))
}

/// The archive in use, and the name of its catalogue.
fn archive_and_name(context: &Context) -> Result<(Archive, String)> {
    let archive = Archive::at(&context.office.archive);
    let real = std::fs::canonicalize(archive.folder()).ok().filter(|real| real.is_dir());
    let real = real.ok_or_else(|| archive.missing())?;
    let name = Digest::of(real.as_os_str().as_encoded_bytes()).to_string().chars().take(32).collect();
    Ok((archive, name))
}

/// Whether something can be written there, by this user alone: a catalogue tells what an archive holds.
fn is_of_use(folder: &Path) -> bool {
    let above = make_folder(folder_of(folder)).is_ok();
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let is_there = || folder.is_dir() || builder.create(folder).is_ok() || folder.is_dir();
    above && is_there() && NewFile::create_private_in(folder).is_ok()
}

fn say(ui: Ui, noticed: &Noticed) {
    if noticed.put_in.count > 0 {
        let files = few(&noticed.put_in);
        ui.note(&format!("put into the archive by hand: {files}; `chancery add` checks and records what is put in"));
    }
    for fault in &noticed.faults {
        ui.warn(&fault.to_string());
    }
    if noticed.log_changed {
        ui.warn("the event log only grows, and is not what it was: what it named before can no longer be missed");
    }
    if noticed.gone.count > 0 {
        ui.warn(&format!("gone from the archive: {}; `chancery audit` tells what is missing", few(&noticed.gone)));
    }
}

fn few(few: &Few) -> String {
    let named: Vec<String> = few.first.iter().map(|path| path.display().to_string()).collect();
    let more = few.count.saturating_sub(named.len() as u64);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

/// The file of the one bundle whose id begins so: `sha256:` may be left out, and all but the first digits. Where several files
/// hold that bundle, the first by path. The file was looked at: it holds this bundle, whatever the catalogue says.
///
/// # Errors
/// Where there is none or there are several, and what the system says.
pub fn find(context: &Context, id: &str) -> Result<PathBuf> {
    let Open { mut catalogue, _place } = open(context)?;
    let digits = id.strip_prefix("sha256:").unwrap_or(id);
    for _ in 0..LOOKS {
        let found = catalogue.by_id(digits)?;
        let folder = catalogue.archive().folder().to_owned();
        let Some(first) = found.first() else { break };
        if let Some(other) = found.iter().find(|other| other.id != first.id) {
            return Err(several(&folder, id, [first, other]));
        }
        let holding: Vec<PathBuf> =
            found.iter().map(|found| folder.join(&found.path)).filter(|path| holds(path, first.id.as_ref())).collect();
        // Of several files that hold it, one that is whole.
        let whole = || holding.iter().find(|path| is_whole(path)).cloned();
        if let Some(path) = if holding.len() > 1 { whole() } else { None }.or_else(|| holding.first().cloned()) {
            return Ok(path);
        }
        // The files are not what they were when they were catalogued.
        found.iter().try_for_each(|found| catalogue.doubt(found.key))?;
        refresh(context, &mut catalogue, false)?;
    }
    let problem = format!("has no bundle with the id {id}");
    Err(Error::path(catalogue.archive().folder(), problem, "`chancery list` shows what is there"))
}

/// Files that change under every look are nobody's archive.
const LOOKS: usize = 3;

/// Whether a file holds this bundle. One that is damaged but for its list of files still does: its verdict will say so.
fn holds(path: &Path, id: Option<&BundleId>) -> bool {
    id_of(path).is_ok_and(|found| found.as_ref() == id)
}

/// What is said where an id begins several.
pub fn several(folder: &Path, id: &str, [first, second]: [&Found; 2]) -> Error {
    let (first, second) = (folder.join(&first.path), folder.join(&second.path));
    let problem = format!("has several bundles whose ids begin with {id}: {}, {}", first.display(), second.display());
    Error::path(folder, problem, "give more digits of the id, or name the file")
}
