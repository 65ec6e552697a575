//! Where the catalogue of an archive is kept: in this user's own cache, else for one run alone.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use chancery_core::Digest;

use super::Archive;
use super::catalogue::Catalogue;
use crate::durable::{NewFile, folder_of, make_folder};
use crate::error::{Error, Result};
use crate::office::Office;

/// Where the catalogue of an archive is kept.
#[derive(Debug)]
pub struct Place {
    /// Its file.
    pub path: PathBuf,
    archive: Archive,
    /// No one removes the catalogue while it is held.
    lock: Option<File>,
    /// Where nothing can be kept from one run to the next: the catalogue lasts for one.
    _passing: Option<tempfile::TempDir>,
}

impl Place {
    /// In this user's own cache, by the archive's one true path: what came with an archive is never taken for its catalogue.
    ///
    /// # Errors
    /// Where there is no archive, and what the system says.
    pub fn of(office: &Office) -> Result<Self> {
        let (archive, name) = archive_and_name(office)?;
        let Some(folder) = office.cache.clone().filter(|folder| is_of_use(folder)) else {
            return Self::passing(office);
        };
        let path = folder.join(format!("{name}.sqlite"));
        let lock = lock_file(&path).and_then(|lock| lock.lock_shared().map(|()| lock)).ok();
        Ok(Self { path, archive, lock, _passing: None })
    }

    /// In a folder that lasts for this run.
    ///
    /// # Errors
    /// As [`Place::of`].
    pub fn passing(office: &Office) -> Result<Self> {
        let (archive, name) = archive_and_name(office)?;
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
fn archive_and_name(office: &Office) -> Result<(Archive, String)> {
    let archive = Archive::at(&office.archive);
    let real = std::fs::canonicalize(archive.folder()).ok().filter(|real| real.is_dir());
    let real = real.ok_or_else(|| archive.missing())?;
    let name = Digest::of(real.as_os_str().as_encoded_bytes()).to_string().chars().take(32).collect();
    Ok((archive, name))
}

/// Whether something can be written there, by this user alone: a catalogue shows what an archive holds.
fn is_of_use(folder: &Path) -> bool {
    let above = make_folder(folder_of(folder)).is_ok();
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let is_there = || folder.is_dir() || builder.create(folder).is_ok() || folder.is_dir();
    above && is_there() && NewFile::create_private_in(folder).is_ok()
}
