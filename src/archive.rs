//! An archive: a folder of bundles, one file each.

pub mod countersigning;
pub mod events;
pub mod export;
pub mod layout;
pub mod sealing;

use std::fs;
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

    /// The files that may be bundles, in no order: everything that ends in `.zip`, in the archive and its folders.
    ///
    /// # Errors
    /// What the system says.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        if !self.0.is_dir() {
            let hint = "name one with --archive, or make one with `chancery init`";
            return Err(Error::path(&self.0, "there is no such archive", hint));
        }
        let mut found = Vec::new();
        let mut folders = vec![(self.0.clone(), 0_u8)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(|error| Error::io("read", &folder, error))? {
                let entry = entry.map_err(|error| Error::io("read", &folder, error))?;
                let kind = entry.file_type().map_err(|error| Error::io("read", entry.path(), error))?;
                let path = entry.path();
                if kind.is_dir() && depth < DEEPEST {
                    folders.push((path, depth.saturating_add(1)));
                } else if kind.is_file() && path.extension().is_some_and(|ending| ending == layout::ENDING) {
                    found.push(path);
                }
            }
        }
        Ok(found)
    }

    /// The file of the one bundle whose id begins so: `sha256:` may be left out, and all but the first digits.
    ///
    /// # Errors
    /// Where there is none or there are several, and what the system says.
    pub fn find(&self, id: &str) -> Result<PathBuf> {
        let digits = id.strip_prefix("sha256:").unwrap_or(id);
        let mut found: Vec<PathBuf> = Vec::new();
        for path in self.files()? {
            if id_of(&path)?.is_some_and(|id| id.0.to_string().starts_with(digits)) {
                found.push(path);
            }
        }
        found.sort();
        match found.as_slice() {
            [path] => Ok(path.clone()),
            [] => Err(Error::path(
                &self.0,
                format!("has no bundle with the id {id}"),
                "`chancery list` shows what is there",
            )),
            [first, second, ..] => {
                let (first, second) = (first.display(), second.display());
                let problem = format!("has several bundles whose ids begin with {digits}: {first}, {second}");
                Err(Error::path(&self.0, problem, "give more digits of the id, or name the file"))
            }
        }
    }
}

/// Folders below this are not searched: no archive has them.
const DEEPEST: u8 = 4;

/// The id of the bundle in a file, if it is one.
fn id_of(path: &Path) -> Result<Option<BundleId>> {
    let opened = Opened::open(path)?;
    let contents = Contents::read(&opened, &mut Findings::default()).map_err(|error| Error::io("read", path, error))?;
    Ok(contents.map(|contents| BundleId(Digest::of(&contents.tagmanifest))))
}
