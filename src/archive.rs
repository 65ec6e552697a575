//! An archive: a folder of bundles, one file each.

pub mod catalogue;
pub mod countersigning;
pub mod events;
pub mod layout;
pub mod passage;
pub mod rounds;
pub mod sealing;
pub mod status;

use std::path::{Path, PathBuf};

use crate::bundle::Contents;
use crate::bundle::source::Opened;
use crate::digest::Digest;
use crate::durable::{NewFile, Unpublished, make_folder};
use crate::error::{Error, Result};
use crate::finding::Findings;
use crate::statement::id::BundleId;
use crate::statement::path::BundleName;
use crate::statement::time::When;

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
        let folder = self.0.join(layout::folder(issued));
        make_folder(&folder)?;
        NewFile::create_in(&folder)
    }

    /// Puts a written bundle in its place, under its own name or, where that is taken, with its short id behind it.
    ///
    /// # Errors
    /// Where the archive has this very bundle, and what the system says.
    pub fn put(&self, file: NewFile, issued: When, name: &BundleName, id: &BundleId) -> Result<PathBuf> {
        let folder = self.0.join(layout::folder(issued));
        let mut file = file;
        for name in layout::names(name, id) {
            match file.publish(&name) {
                Ok(path) => return Ok(path),
                Err(Unpublished::Failed(error)) => return Err(error),
                Err(Unpublished::Taken(back)) => {
                    let there = folder.join(&name);
                    if id_of(&there)? == Some(*id) {
                        return Err(Error::path(
                            there,
                            "has the id of this very bundle",
                            "nothing was sealed; `chancery verify` tells whether the one that is there is whole",
                        ));
                    }
                    file = back;
                }
            }
        }
        Err(Error::path(folder, format!("has other files named {name}"), "move them away"))
    }

    /// What is said where there is no such folder.
    pub fn missing(&self) -> Error {
        let hint = "name one with --archive, or make one with `chancery init`";
        Error::path(&self.0, "there is no such archive", hint)
    }
}

/// The id of the bundle in a file, if it is one.
fn id_of(path: &Path) -> Result<Option<BundleId>> {
    let opened = Opened::open(path)?;
    let contents = Contents::read(&opened, &mut Findings::default()).map_err(|error| Error::io("read", path, error))?;
    Ok(contents.map(|contents| BundleId(Digest::of(&contents.tagmanifest))))
}
