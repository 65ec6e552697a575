//! What can go wrong with an archive.

use std::path::Path;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {}

impl ArchiveError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match *self {}
    }
}
