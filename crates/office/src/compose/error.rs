//! What can go wrong with a statement in the making.

use std::path::Path;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ComposeError {}

impl ComposeError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match *self {}
    }
}
