//! The archive as commands see it: with a catalogue that is up to date, and made again where it was of no use.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use super::Context;
use super::office::cache_folder;
use super::ui::{Counted, Ui};
use crate::archive::Archive;
use crate::archive::catalogue::{Catalogue, Few, Manner, Noticed};
use crate::digest::Digest;
use crate::durable::{NewFile, folder_of, make_folder};
use crate::error::{Error, Result};

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
    let place = Place::of(context)?;
    let open = || {
        let mut catalogue = place.open()?;
        refresh(context, &mut catalogue, false)?;
        Ok(catalogue)
    };
    let opened = open().or_else(|error| {
        if !Catalogue::is_damaged(&error) {
            return Err(error);
        }
        context.ui.note("the catalogue was damaged: it is made again from the archive");
        Catalogue::remove(&place.path)?;
        open()
    });
    Ok(Open { catalogue: opened?, _place: place })
}

/// Brings the catalogue up to date, and says what was put in or removed by hand.
///
/// # Errors
/// What the system says; not that another process is doing the same.
pub fn refresh(context: &Context, catalogue: &mut Catalogue, thorough: bool) -> Result<()> {
    let counted = Counted::new(context.ui, 0, "bundles read for the catalogue");
    let progress = |count| counted.advance(count);
    match catalogue.refresh(Manner { now: SystemTime::now(), jobs: jobs(), thorough, progress: &progress }) {
        Ok(noticed) => say(context.ui, &noticed),
        Err(error) if Catalogue::is_busy(&error) => {
            context.ui.note("another process is reading the archive: what is newest may not be listed yet");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Indexes the words of whatever is new.
///
/// # Errors
/// What the system says; not that another process is doing the same.
pub fn index(context: &Context, catalogue: &mut Catalogue) -> Result<()> {
    let unindexed = catalogue.unindexed()?;
    let counted = Counted::new(context.ui, unindexed, "bundles indexed");
    let progress = |count| counted.advance(count);
    match catalogue.index(Manner { now: SystemTime::now(), jobs: jobs(), thorough: false, progress: &progress }) {
        Err(error) if Catalogue::is_busy(&error) => {
            context.ui.note("another process is indexing the archive: what is newest may not be found yet");
            Ok(())
        }
        indexed => indexed,
    }
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
    /// Where nothing can be kept from one run to the next: the catalogue lasts for one.
    _passing: Option<tempfile::TempDir>,
}

impl Place {
    /// In this user's own cache, by the archive's one true path: what came with an archive is never taken for its catalogue.
    ///
    /// # Errors
    /// Where there is no archive, and what the system says.
    pub fn of(context: &Context) -> Result<Self> {
        let archive = Archive::at(&context.archive);
        let real = std::fs::canonicalize(archive.folder()).ok().filter(|real| real.is_dir());
        let real = real.ok_or_else(|| archive.missing())?;
        let name: String = Digest::of(real.as_os_str().as_encoded_bytes()).to_string().chars().take(32).collect();
        let name = format!("{name}.sqlite");
        if let Some(folder) = cache_folder().filter(|folder| is_of_use(folder)) {
            return Ok(Self { path: folder.join(name), archive, _passing: None });
        }
        let passing = tempfile::tempdir().map_err(|error| Error::io("write in", std::env::temp_dir(), error))?;
        Ok(Self { path: passing.path().join(name), archive, _passing: Some(passing) })
    }

    /// Opens it.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(&self) -> Result<Catalogue> {
        Catalogue::open(&self.path, &self.archive)
    }
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
/// hold that bundle, the first by path.
///
/// # Errors
/// Where there is none or there are several, and what the system says.
pub fn find(context: &Context, id: &str) -> Result<PathBuf> {
    let Open { catalogue, .. } = open(context)?;
    let found = catalogue.by_id(id.strip_prefix("sha256:").unwrap_or(id))?;
    let folder = catalogue.archive().folder();
    let Some(first) = found.first() else {
        let problem = format!("has no bundle with the id {id}");
        return Err(Error::path(folder, problem, "`chancery list` shows what is there"));
    };
    match found.iter().find(|other| other.id != first.id) {
        None => Ok(folder.join(&first.path)),
        Some(other) => {
            let (first, second) = (folder.join(&first.path), folder.join(&other.path));
            let (first, second) = (first.display(), second.display());
            let problem = format!("has several bundles whose ids begin with {id}: {first}, {second}");
            Err(Error::path(folder, problem, "give more digits of the id, or name the file"))
        }
    }
}
