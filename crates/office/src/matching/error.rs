//! What can go wrong with copies and quotes compared with statements.

use std::path::Path;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MatchError {}

impl MatchError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match *self {}
    }
}
