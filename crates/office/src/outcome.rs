//! What a function gives beside its value: what its caller should be told.

use std::path::PathBuf;

use chancery_core::trust::allowed_signers::UnusableLine;
use chancery_core::{Fingerprint, Identity, Timestamp};

use crate::archive::catalogue::Few;
use crate::compose::warning::ComposeWarning;

/// A value, and what should be said with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// What was asked for.
    pub value: T,
    /// What the caller should be told, in the order in which it was noticed.
    pub warnings: Vec<Warning>,
}

impl<T> Outcome<T> {
    /// A value of which there is nothing more to say.
    pub fn plain(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }
}

/// Takes what should be said, at the moment at which it is noticed.
pub type Tell<'a> = &'a dyn Fn(Warning);

/// Something that should be said and stops nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A folder of keys has a list that this user did not make: another list is used.
    ListPassedOver {
        /// The folder.
        folder: PathBuf,
        /// The list that is used.
        instead: PathBuf,
    },
    /// A line of a trust list cannot be used.
    UnusableLine {
        /// The list.
        path: PathBuf,
        /// The line, and why.
        line: UnusableLine,
    },
    /// Further lines of a trust list cannot be used.
    MoreUnusableLines {
        /// The list.
        path: PathBuf,
        /// How many.
        more: usize,
    },
    /// A line that named a retired key for others too.
    RetiredForOthers {
        /// The list.
        path: PathBuf,
        /// The line's number.
        line: usize,
        /// Whom it names, as it does.
        others: String,
    },
    /// A line that names a retired key, but cannot be used here: it stays as it is.
    NotRetired {
        /// The list.
        path: PathBuf,
        /// The line's number.
        line: usize,
    },
    /// An earlier rotation had announced its key: it is finished.
    RotationFinished,
    /// An earlier rotation had made its key, and announced nothing: it goes on with that key.
    RotationResumed {
        /// The key that it made.
        next: Fingerprint,
        /// Its private key file.
        path: PathBuf,
    },
    /// The office's defaults are there already and stay as they are.
    DefaultsStay {
        /// The identity that they name, where another one was given.
        another: Option<Identity>,
    },
    /// Files were put into the archive by hand: the event log does not name them.
    PutIn(Few),
    /// A folder of the archive or the event log could not be read, for this reason.
    NotRead(String),
    /// The event log is not what it was, with more at its end.
    LogChanged,
    /// Files are gone from the archive.
    Gone(Few),
    /// The catalogue could not be used, and was made again.
    CatalogueMadeAgain,
    /// Another process is bringing the catalogue up to date: what is newest may be missing.
    CatalogueBusy,
    /// Another process is indexing words: what is newest may be missing.
    IndexBusy,
    /// What the archive knows of a statement cannot be told, for this reason.
    StandingUnknown(String),
    /// The event log names no bundle.
    LogIsEmpty,
    /// So many lines of the event log are no events.
    NoEvents(u64),
    /// No audit of this selection was broken off.
    NothingToResume,
    /// So many bundles are not verified again: the event log says that they were authentic since then.
    PassedOver(u64, Timestamp),
    /// The event log cannot be written, for this reason: the audit goes on.
    NotWrittenDown(String),
    /// Of a statement in the making.
    Compose(ComposeWarning),
}

impl From<ComposeWarning> for Warning {
    fn from(warning: ComposeWarning) -> Self {
        Self::Compose(warning)
    }
}
