//! What can go wrong on the way to an answer: files that cannot be read, refusals.
//!
//! What is wrong *with a bundle* is never an error: it is a [`Finding`](chancery_core::Finding).

use std::io;
use std::path::{Path, PathBuf};

use crate::archive::error::ArchiveError;
use crate::compose::error::ComposeError;
use crate::files::error::FileError;
use crate::keys::agent_error::AgentError;
use crate::keys::error::KeyError;
use crate::keys::rotation_error::RotationError;
use crate::matching::error::MatchError;
use crate::trust_sources::error::TrustError;

/// A failure to look or to do, in one lowercase line without a full stop. What to do about it depends on the program: its data say
/// what happened to what.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused or failed.
    #[error("cannot {doing} {}: {}", path.display(), plain(source))]
    Io {
        /// What was being done, as in "read" or "write".
        doing: &'static str,
        /// The file or folder concerned.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something about a file or folder.
    #[error(transparent)]
    File(#[from] FileError),
    /// Something about keys and signing.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Something about trust lists.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// Something about a statement in the making.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// Something about an archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Something about copies and quotes compared with statements.
    #[error(transparent)]
    Match(#[from] MatchError),
    /// What the caller's own code said, where the library called it: an observer, or a closure.
    #[error(transparent)]
    Caller(Box<dyn std::error::Error + Send + Sync>),
}

/// The result of trying.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure of the system while `doing` something with `path`.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io { doing, path: path.into(), source }
    }

    /// Whether the system refused or failed.
    pub fn is_io(&self) -> bool {
        matches!(self, Self::Io { .. })
    }

    /// Whether a file or folder is not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// The file or folder concerned, if one is.
    pub fn concerned(&self) -> Option<&Path> {
        match self {
            Self::Io { path, .. } => Some(path),
            Self::File(error) => error.path(),
            Self::Key(error) => error.path(),
            Self::Trust(error) => error.path(),
            Self::Compose(error) => error.path(),
            Self::Archive(error) => error.path(),
            Self::Match(error) => error.path(),
            Self::Caller(_) => None,
        }
    }
}

impl From<AgentError> for Error {
    fn from(error: AgentError) -> Self {
        Self::Key(error.into())
    }
}

impl From<RotationError> for Error {
    fn from(error: RotationError) -> Self {
        Self::Key(error.into())
    }
}

/// The system's message without its number, in lowercase.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
