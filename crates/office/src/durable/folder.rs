//! A folder that is there whole, or not at all.

use std::io;
use std::path::{Path, PathBuf};

use super::names::{ENDING, PASSING, RANDOM, sweep};
use super::place::{folder_of, make_folder, rename_new, sync_folder};
use crate::error::{Error, Result};
use crate::files::error::FileError;

/// A folder that has no name of its own yet. It vanishes with all that is in it when it is dropped.
#[derive(Debug)]
pub struct NewFolder {
    passing: tempfile::TempDir,
    target: PathBuf,
}

impl NewFolder {
    /// Makes a folder beside the place where it will be.
    ///
    /// # Errors
    /// Where something is there already, and what the system says.
    pub fn create_for(target: &Path) -> Result<Self> {
        if target.symlink_metadata().is_ok() {
            return Err(FileError::FolderTaken { path: target.to_owned() }.into());
        }
        let above = folder_of(target);
        make_folder(above)?;
        sweep(above);
        let passing = tempfile::Builder::new().prefix(PASSING).suffix(ENDING).rand_bytes(RANDOM).tempdir_in(above);
        let passing = passing.map_err(|error| Error::io("write in", above, error))?;
        Ok(Self { passing, target: target.to_owned() })
    }

    /// Where it is for now.
    pub fn path(&self) -> &Path {
        self.passing.path()
    }

    /// Gives the folder its name. Never replaces anything.
    ///
    /// # Errors
    /// Where something is there by now, and what the system says.
    pub fn publish(self) -> Result<()> {
        let failed = |error| Error::io("write", &self.target, error);
        match rename_new(self.passing.path(), &self.target) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(FileError::FolderTaken { path: self.target }.into());
            }
            renamed => renamed.map_err(failed)?,
        }
        // It has gone to its place: there is nothing left to remove.
        drop(self.passing.keep());
        let above = folder_of(&self.target);
        sync_folder(above).map_err(failed)
    }
}
