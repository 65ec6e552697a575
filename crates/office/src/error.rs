//! What can go wrong on the way to an answer: files that cannot be read, wrong usage, refusals.
//!
//! What is wrong *with a bundle* is never an error: it is a [`Finding`](chancery_core::Finding).

use std::path::{Path, PathBuf};

use crate::archive::error::ArchiveError;
use crate::compose::error::ComposeError;
use crate::keys::error::KeyError;
use crate::matching::error::MatchError;
use crate::trust_sources::error::TrustError;
use std::{fmt, io};

/// A failure to look or to do, in one lowercase line without a full stop; [`Error::hint`] says what to do.
#[derive(Debug)]
pub enum Error {
    /// The operating system refused or failed.
    Io {
        /// What was being done, as in "read" or "write".
        doing: &'static str,
        /// The file or folder concerned.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A path is not what is needed there.
    Path {
        /// The file or folder concerned.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// A file holds something that cannot be used, such as an unreadable key or trust list.
    Content {
        /// The file concerned.
        path: PathBuf,
        /// What is wrong in it, with the line where there is one.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// An archive's catalogue cannot be used; the archive itself can.
    Catalogue {
        /// The catalogue.
        path: PathBuf,
        /// What that means for who wants it.
        fault: CatalogueFault,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// Something about keys and whoever signs.
    Key(KeyError),
    /// Something about trust lists.
    Trust(TrustError),
    /// Something about a statement in the making.
    Compose(ComposeError),
    /// Something about an archive.
    Archive(ArchiveError),
    /// Something about copies and quotes compared with statements.
    Match(MatchError),
    /// What was asked for is not possible or not allowed.
    Refused {
        /// What is wrong.
        problem: String,
        /// What to do.
        hint: String,
    },
}

/// What can be done about a catalogue that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogueFault {
    /// It holds something that is none of ours: it must be made again.
    Damaged,
    /// Another process is bringing it up to date: wait.
    Busy,
    /// It cannot be read or written where it is, whatever is done about it.
    Unusable,
}

/// The result of trying.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure of the system while `doing` something with `path`.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io { doing, path: path.into(), source }
    }

    /// A path that cannot serve.
    pub fn path(path: impl Into<PathBuf>, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Path { path: path.into(), problem: problem.into(), hint: hint.into() }
    }

    /// A file whose content cannot be used.
    pub fn content(path: impl Into<PathBuf>, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Content { path: path.into(), problem: problem.into(), hint: hint.into() }
    }

    /// Something that cannot be done as asked.
    pub fn refused(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refused { problem: problem.into(), hint: hint.into() }
    }

    /// What to do about it; empty where there is nothing to say.
    pub fn hint(&self) -> &str {
        match self {
            Self::Io { source, .. } => io_hint(source),
            Self::Key(_) | Self::Trust(_) | Self::Compose(_) | Self::Archive(_) | Self::Match(_) => "",
            Self::Path { hint, .. }
            | Self::Content { hint, .. }
            | Self::Catalogue { hint, .. }
            | Self::Refused { hint, .. } => hint,
        }
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
            Self::Io { path, .. }
            | Self::Path { path, .. }
            | Self::Content { path, .. }
            | Self::Catalogue { path, .. } => Some(path),
            Self::Refused { .. } => None,
            Self::Key(error) => error.path(),
            Self::Trust(error) => error.path(),
            Self::Compose(error) => error.path(),
            Self::Archive(error) => error.path(),
            Self::Match(error) => error.path(),
        }
    }
}

fn io_hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "check the spelling of the path",
        io::ErrorKind::PermissionDenied => "check who may read and write there",
        io::ErrorKind::StorageFull => "free some space and try again",
        io::ErrorKind::AlreadyExists => "chancery never overwrites a file: choose another name or move that one away",
        _ => "",
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, source } => {
                write!(f, "cannot {doing} {}: {}", path.display(), plain(source))
            }
            Self::Path { path, problem, .. }
            | Self::Content { path, problem, .. }
            | Self::Catalogue { path, problem, .. } => {
                write!(f, "{}: {problem}", path.display())
            }
            Self::Refused { problem, .. } => f.write_str(problem),
            Self::Key(error) => error.fmt(f),
            Self::Trust(error) => error.fmt(f),
            Self::Compose(error) => error.fmt(f),
            Self::Archive(error) => error.fmt(f),
            Self::Match(error) => error.fmt(f),
        }
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

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<TrustError> for Error {
    fn from(error: TrustError) -> Self {
        Self::Trust(error)
    }
}

impl From<ComposeError> for Error {
    fn from(error: ComposeError) -> Self {
        Self::Compose(error)
    }
}

impl From<ArchiveError> for Error {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

impl From<MatchError> for Error {
    fn from(error: MatchError) -> Self {
        Self::Match(error)
    }
}
