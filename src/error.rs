//! Why a command could not do what was asked: one line for what is wrong, one for what to do.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use crate::hints;

/// A failure as it is shown: the problem in one lowercase line without a full stop, and what to do.
#[derive(Debug)]
pub struct Error {
    problem: String,
    hint: String,
    path: Option<PathBuf>,
    /// What a library said; kept apart, since it is large and rarely there.
    cause: Option<Box<chancery_office::Error>>,
}

/// The result of trying.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure of the system while `doing` something with `path`.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        chancery_office::Error::io(doing, path, source).into()
    }

    /// A path that cannot serve.
    pub fn path(path: impl Into<PathBuf>, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        let path = path.into();
        let problem = format!("{}: {}", path.display(), problem.into());
        Self { problem, hint: hint.into(), path: Some(path), cause: None }
    }

    /// Something that cannot be done as asked.
    pub fn refused(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { problem: problem.into(), hint: hint.into(), path: None, cause: None }
    }

    /// What to do about it; empty where there is nothing to say.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// What a library said, where it is a failure of one.
    pub fn cause(&self) -> Option<&chancery_office::Error> {
        self.cause.as_deref()
    }

    /// Whether a file or folder is not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self.cause(), Some(chancery_office::Error::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound)
    }

    /// The file or folder concerned, if one is.
    pub fn concerned(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

impl From<&chancery_office::Error> for Error {
    fn from(error: &chancery_office::Error) -> Self {
        if let chancery_office::Error::Caller(said) = error
            && let Some(Self { problem, hint, path, .. }) = said.downcast_ref::<Self>()
        {
            return Self { problem: problem.clone(), hint: hint.clone(), path: path.clone(), cause: None };
        }
        let (problem, hint) = (hints::problem(error), hints::hint(error));
        Self { problem, hint, path: error.concerned().map(Path::to_owned), cause: None }
    }
}

impl From<chancery_office::Error> for Error {
    fn from(error: chancery_office::Error) -> Self {
        match error {
            chancery_office::Error::Caller(said) => match said.downcast::<Self>() {
                Ok(said) => *said,
                Err(other) => Self::refused(other.to_string(), ""),
            },
            error => {
                let said = Self::from(&error);
                Self { cause: Some(Box::new(error)), ..said }
            }
        }
    }
}

/// What this program says in the middle of what a library does goes through the library as it is.
impl From<Error> for chancery_office::Error {
    fn from(error: Error) -> Self {
        match error.cause {
            Some(cause) => *cause,
            None => Self::Caller(Box::new(error)),
        }
    }
}

macro_rules! from_rooms {
    ($($room:ident),*) => { $(
        impl From<chancery_office::$room> for Error {
            fn from(error: chancery_office::$room) -> Self {
                chancery_office::Error::from(error).into()
            }
        }
    )* };
}

from_rooms!(ArchiveError, ComposeError, KeyError, MatchError, TrustError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_says_goes_through_a_library_unchanged() {
        let shown = |error: &Error| (error.to_string(), error.hint().to_owned(), error.concerned().map(Path::to_owned));
        let said = || Error::path("a.txt", "is wrong", "mend it");
        let through = chancery_office::Error::from(said());
        assert_eq!(shown(&Error::from(&through)), shown(&said()));
        assert_eq!(shown(&Error::from(through)), shown(&said()));
    }

    #[test]
    fn what_a_library_says_comes_back_as_it_was() {
        let failed = || Error::io("read", "a.txt", io::Error::from(io::ErrorKind::NotFound));
        assert!(failed().is_not_found());
        assert!(Error::from(chancery_office::Error::from(failed())).is_not_found());
        assert_eq!(failed().hint(), "check the spelling of the path");
    }
}
