//! What can go wrong where a new key takes the place of another.

use std::path::{Path, PathBuf};

use chancery_core::{Identity, Timestamp};

use super::private_key::NoKey;
use super::replacement::Replacement;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RotationError {
    /// The old key would end before it signs.
    #[error("the old key would be retired at {until}, before it signs the announcement at {sealed_at}")]
    EndsBeforeItSigns {
        /// Its end.
        until: Timestamp,
        /// When it signs.
        sealed_at: Timestamp,
    },
    /// The office's name cannot be used.
    #[error("{path}: publisher {fault}")]
    Publisher {
        /// The file of the office's defaults.
        path: PathBuf,
        /// What is wrong with the name.
        fault: String,
    },
    /// The office's own list does not trust the key that would announce another.
    #[error("{path}: its key cannot announce another: {reason}")]
    CannotAnnounce {
        /// The list.
        path: PathBuf,
        /// Why, in a clause.
        reason: String,
        /// What helps.
        remedy: Box<Remedy>,
    },
    /// The office's own list trusts the old key for a shorter time.
    #[error("{path}: trusts the old key only until {end}, which is before {until}")]
    EndsEarlier {
        /// The list.
        path: PathBuf,
        /// The end there.
        end: Timestamp,
        /// The end that was wanted.
        until: Timestamp,
    },
    /// What an earlier rotation left cannot be used.
    #[error("{path}: {fault}")]
    LeftOver {
        /// The private key that it left.
        path: PathBuf,
        /// Why not.
        fault: LeftOver,
    },
    /// The next key's file came in the meantime.
    #[error("{path}: is there already")]
    NextTaken {
        /// The file.
        path: PathBuf,
    },
    /// The public key in the folder is another one than that which signs.
    #[error("{path}: is not the public key of the private key that signs")]
    OldKeyChanged {
        /// Its file.
        path: PathBuf,
    },
    /// The announcement has no name.
    #[error("the bundle's name {fault}")]
    Name {
        /// Why not.
        fault: String,
    },
    /// The announcement's metadata cannot be used.
    #[error("{problem}")]
    Metadata {
        /// Why not.
        problem: String,
    },
    /// The announcement's documents cannot be described.
    #[error("the announcement cannot be described")]
    Undescribed,
}

/// What helps where a key cannot announce another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// The key is unknown: it may be trusted first.
    Trust {
        /// The folder of keys, where one is named.
        keys: Option<PathBuf>,
        /// The public key's file.
        public: PathBuf,
        /// Its owner.
        identity: Identity,
    },
    /// The key's time is over, or it is revoked: its owner goes on with another.
    Replace(Replacement),
}

/// Why a key that an earlier rotation left cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeftOver {
    /// The list revokes it.
    #[error("is a key that is revoked")]
    Revoked,
    /// It is not encrypted, and was to be.
    #[error("is a new key without a passphrase, left by a rotation that was broken off")]
    WithoutPassphrase,
    /// Its public key is another one.
    #[error("is not the private key of the public key beside it")]
    NotThePair,
    /// It does not open.
    #[error(transparent)]
    Unopened(NoKey),
}

impl RotationError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Publisher { path, .. }
            | Self::CannotAnnounce { path, .. }
            | Self::EndsEarlier { path, .. }
            | Self::LeftOver { path, .. }
            | Self::NextTaken { path }
            | Self::OldKeyChanged { path } => Some(path),
            Self::EndsBeforeItSigns { .. } | Self::Name { .. } | Self::Metadata { .. } | Self::Undescribed => None,
        }
    }
}
