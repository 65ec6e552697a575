//! What can go wrong with copies and quotes compared with statements.

use std::path::{Path, PathBuf};

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MatchError {
    /// The bundle has no document of this name.
    #[error("{}: has no document called {name}", bundle.display())]
    NoSuchDocument {
        /// What the bundle is called.
        bundle: PathBuf,
        /// The name that was asked for.
        name: String,
        /// The names of the documents that it has.
        documents: Vec<String>,
    },
    /// A document is no longer what was judged.
    #[error("{}: changed between two readings", bundle.display())]
    Changed {
        /// What the bundle is called.
        bundle: PathBuf,
    },
    /// The copy holds nothing but white space.
    #[error("{}: is empty", copy.display())]
    EmptyCopy {
        /// What the copy is called.
        copy: PathBuf,
    },
}

impl MatchError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::NoSuchDocument { bundle, .. } | Self::Changed { bundle } => Some(bundle),
            Self::EmptyCopy { copy } => Some(copy),
        }
    }
}
