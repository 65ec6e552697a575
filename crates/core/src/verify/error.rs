//! Why a bundle could not be judged at all.

use std::{error, fmt, io};

/// Why a bundle could not be judged. What is wrong with a bundle is never an error: the report says it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The system said this while the bundle was read.
    Io(io::Error),
    /// The digests that the caller knows are those of other documents.
    OtherDocuments {
        /// So many digests are known.
        known: usize,
        /// So many documents are there.
        there: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::OtherDocuments { known, there } => {
                write!(f, "the digests of {known} documents are known, but the bundle has {there}")
            }
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io(error) => error.source(),
            Self::OtherDocuments { .. } => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// For callers for whom it is one more failure to read.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Io(error) => error,
            other @ Error::OtherDocuments { .. } => Self::new(io::ErrorKind::InvalidInput, other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_said_stays_as_it_was() {
        let error = Error::from(io::Error::from(io::ErrorKind::UnexpectedEof));
        assert_eq!(error.to_string(), io::Error::from(io::ErrorKind::UnexpectedEof).to_string());
        assert_eq!(io::Error::from(error).kind(), io::ErrorKind::UnexpectedEof);
        let other = io::Error::from(Error::OtherDocuments { known: 1, there: 2 });
        assert_eq!(other.kind(), io::ErrorKind::InvalidInput);
        assert_eq!(other.to_string(), "the digests of 1 documents are known, but the bundle has 2");
    }
}
