//! What can go wrong with keys and whoever signs.

use std::path::Path;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {}

impl KeyError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match *self {}
    }
}
