//! An archive: a folder of bundles, one file each.

pub mod about;
pub mod accession;
pub mod audit;
pub mod catalogue;
pub mod countersigning;
pub mod error;
pub mod events;
pub mod export;
pub mod extract;
pub mod history;
pub mod known;
pub mod layout;
pub mod listing;
pub mod lookup;
pub mod parallel;
pub mod passage;
pub mod place;
pub mod record;
pub mod sealing;
pub mod status;
pub mod workspace;

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::bundle::Contents;
use chancery_core::{BundleId, BundleName, Digest, Findings, When};

use self::error::ArchiveError;
use self::events::EventLog;
use self::events::event::Event;
use crate::durable::{Lock, NewFile, Unpublished, folder_of, make_folder, sync_folder};
use crate::error::{Error, Result};
use crate::opened::Opened;

/// A folder of bundles.
#[derive(Debug, Clone)]
pub struct Archive(PathBuf);

impl Archive {
    /// The archive in this folder, which need not be there yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Makes a new file in the folder where a statement of this date lies.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(&self, issued: When) -> Result<NewFile> {
        NewFile::create_in(&self.folder_of(issued)?)
    }

    /// The folder where a statement of this date lies, made where it is not there.
    ///
    /// # Errors
    /// What the system says.
    pub fn folder_of(&self, issued: When) -> Result<PathBuf> {
        let folder = self.0.join(layout::folder(issued));
        if folder.is_symlink() {
            return Err(ArchiveError::FolderIsLink { folder }.into());
        }
        make_folder(&folder)?;
        Ok(folder)
    }

    /// As [`Archive::create`], for one of many files.
    ///
    /// # Errors
    /// As there.
    pub fn create_one_of_many(&self, issued: When) -> Result<NewFile> {
        NewFile::create_one_of_many_in(&self.folder_of(issued)?)
    }

    /// Holds the lock of all who put bundles into the archive, from the moment at which a bundle has its name until the event log
    /// says so.
    ///
    /// # Errors
    /// What the system says, and where somebody holds it for long.
    pub fn lock(&self) -> Result<Lock> {
        Lock::of(&self.0)
    }

    /// Puts a written bundle in its place, and writes down that it is there. Then both are durable.
    ///
    /// # Errors
    /// Where the archive has this very bundle, and what the system says.
    pub fn keep(&self, file: NewFile, what: Shelfmark<'_>, events: Vec<Event>) -> Result<PathBuf> {
        file.sync()?;
        let _lock = self.lock()?;
        let path = self.place(file, what)?;
        self.sync([folder_of(&path)])?;
        self.record(&path, what.id, events)?;
        Ok(path)
    }

    /// Makes durable which names there are in folders of the archive, and in the archive itself: whoever made a folder may have been
    /// killed before that.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync<'a>(&'a self, folders: impl IntoIterator<Item = &'a Path>) -> Result<()> {
        let sync = |folder: &Path| sync_folder(folder).map_err(|error| Error::io("write", folder, error));
        folders.into_iter().chain([self.0.as_path()]).try_for_each(sync)
    }

    /// Gives a written bundle a name in the folder of its year: its own or, where that is taken, with its short id behind it.
    /// The name is durable only once the folder has been synced.
    ///
    /// # Errors
    /// As [`Archive::keep`].
    pub fn place(&self, file: NewFile, what: Shelfmark<'_>) -> Result<PathBuf> {
        let folder = self.0.join(layout::folder(what.issued));
        let mut file = file;
        for name in layout::names(what.name, what.id) {
            match file.link(&name) {
                Ok(path) => return Ok(path),
                Err(Unpublished::Failed(error)) => return Err(error),
                Err(Unpublished::Taken(back)) => {
                    let there = folder.join(&name);
                    if id_of(&there).ok().flatten() == Some(*what.id) {
                        return Err(ArchiveError::SameBundle { path: there }.into());
                    }
                    file = back;
                }
            }
        }
        Err(ArchiveError::NamesTaken { folder, name: what.name.clone() }.into())
    }

    /// Writes down what happened to a bundle that lies at `path`.
    ///
    /// # Errors
    /// Where the event log cannot be written: the bundle is there all the same.
    pub fn record(&self, path: &Path, id: &BundleId, events: Vec<Event>) -> Result<()> {
        let below = self.below(path).unwrap_or_default();
        let events: Vec<Event> = events.into_iter().map(|event| event.or_about(*id, &below)).collect();
        EventLog::of(&self.0)
            .append(&events)
            .map_err(|error| ArchiveError::NotRecorded { path: path.to_owned(), source: Box::new(error) }.into())
    }

    /// The path below the archive of a file in it.
    pub fn below(&self, path: &Path) -> Option<String> {
        // Where a path leads is not told by its letters.
        let (folder, archive) = (fs::canonicalize(folder_of(path)).ok()?, fs::canonicalize(&self.0).ok()?);
        let below = folder.strip_prefix(archive).ok()?.join(path.file_name()?);
        Some(below.to_string_lossy().into_owned())
    }

    /// Makes sure that there is such a folder.
    ///
    /// # Errors
    /// Where there is none.
    pub fn check(&self) -> Result<()> {
        if self.0.is_dir() { Ok(()) } else { Err(self.missing()) }
    }

    /// What is said where there is no such folder.
    pub fn missing(&self) -> Error {
        ArchiveError::NoArchive { folder: self.0.clone() }.into()
    }
}

/// Where a bundle lies in an archive, and what it is known by.
#[derive(Debug, Clone, Copy)]
pub struct Shelfmark<'a> {
    /// When its statement was issued: the year is its folder.
    pub issued: When,
    /// Its own name.
    pub name: &'a BundleName,
    /// Its id.
    pub id: &'a BundleId,
}

/// The id of the bundle in a file, if it is one, whatever it is worth.
///
/// # Errors
/// Where it cannot be read.
pub fn id_of(path: &Path) -> Result<Option<BundleId>> {
    let opened = Opened::open(path)?;
    let contents = Contents::read(&opened, &mut Findings::default()).map_err(|error| Error::io("read", path, error))?;
    Ok(contents.map(|contents| BundleId(Digest::of(&contents.tagmanifest))))
}
