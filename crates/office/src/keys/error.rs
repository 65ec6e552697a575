//! What can go wrong with keys and those who sign.

use std::path::{Path, PathBuf};

use chancery_core::Identity;
use chancery_core::signature::public_key::{BadKey, NotAPublicKey};

use super::agent_error::AgentError;
use super::private_key::NoKey;
use super::replacement::Replacement;
use super::rotation_error::RotationError;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Others can read a private key file.
    #[error("{path}: can be read by others, so it is not used")]
    Shared {
        /// The file.
        path: PathBuf,
    },
    /// A file holds a private key, or something else, where a public key is needed.
    #[error("{path}: is a private key or something else, not a public key")]
    NotPublic {
        /// The file.
        path: PathBuf,
    },
    /// A file holds no usable public key.
    #[error("{path}: {fault}")]
    BadPublic {
        /// The file.
        path: PathBuf,
        /// Why not.
        fault: NotAPublicKey,
    },
    /// A private key file gives no key.
    #[error("{path}: {fault}")]
    Unopened {
        /// The file.
        path: PathBuf,
        /// Why not.
        fault: NoKey,
    },
    /// A folder of keys came from elsewhere.
    #[error("{path}: holds keys that you did not make here")]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// A folder of keys came from elsewhere, and its user does not take it for their own.
    #[error("{path}: holds keys that you did not make here, and is not adopted")]
    NotAdopted {
        /// The folder.
        path: PathBuf,
    },
    /// There is no private key to protect.
    #[error("{path}: there is no such private key")]
    NothingToProtect {
        /// Its file.
        path: PathBuf,
    },
    /// There is no private key to sign with.
    #[error("{path}: there is no such private key")]
    NoPrivateKey {
        /// Its file.
        path: PathBuf,
        /// Its owner.
        identity: Identity,
    },
    /// There is the public key alone.
    #[error("{path}: the private key is missing: only the public key is here")]
    PrivateKeyMissing {
        /// The private key's file.
        path: PathBuf,
        /// How its owner goes on without it.
        replacement: Box<Replacement>,
    },
    /// There is no room for a new key: an old public key is there alone.
    #[error("{path}: is there already, and its private key is missing")]
    PublicKeyAlone {
        /// The public key's file.
        path: PathBuf,
        /// How its owner goes on without it.
        replacement: Box<Replacement>,
    },
    /// There is no room for a new key: an old one is there, and is not trusted now.
    #[error("{path}: is there already")]
    NotInUse {
        /// The private key's file.
        path: PathBuf,
        /// How its owner goes on without it.
        replacement: Box<Replacement>,
    },
    /// There is no room for a new key: the one in use is there.
    #[error("{path}: is there already")]
    InUse {
        /// The private key's file.
        path: PathBuf,
        /// Its owner.
        identity: Identity,
        /// The folder of keys, where one is named.
        keys: Option<PathBuf>,
    },
    /// There is no room for a new key: its file came in the meantime.
    #[error("{path}: is there already")]
    PairTaken {
        /// The file.
        path: PathBuf,
    },
    /// An identity has the name of another file in the folder of keys.
    #[error("{name} is the name of another file in the folder of keys")]
    ReservedName {
        /// The name.
        name: String,
    },
    /// An identity is the name of a former key's file.
    #[error("{identity} is no identity, but the name of the file of a former key of {owner}")]
    FormerName {
        /// The name.
        identity: Identity,
        /// The identity whose key it was.
        owner: String,
    },
    /// The system gives no randomness for a new key.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// The system gives no randomness for the mark of an office.
    #[error("the system gives no randomness")]
    NoMark,
    /// A new key is weak.
    #[error("{fault}")]
    WeakNewKey {
        /// Why.
        fault: BadKey,
    },
    /// A key is weak.
    #[error("{fault}")]
    WeakKey {
        /// Why.
        fault: BadKey,
    },
    /// A key has no file format.
    #[error("the key cannot be written")]
    Unwritable,
    /// A private key was changed in the meantime.
    #[error("{path}: was changed while the passphrase was asked")]
    ChangedMeanwhile {
        /// Its file.
        path: PathBuf,
    },
    /// A folder has no key.
    #[error("{path}: there is no key to sign with: this folder seems to be no office")]
    NoKeyToSign {
        /// The folder.
        path: PathBuf,
    },
    /// A folder has several keys, and none is named.
    #[error("{path}: has several keys")]
    SeveralKeys {
        /// The folder.
        path: PathBuf,
    },
    /// Neither the folder of keys nor the trust list names an identity.
    #[error("nothing is known of {identity}")]
    Unknown {
        /// Whom.
        identity: Identity,
    },
    /// Something about an SSH agent.
    #[error(transparent)]
    Agent(#[from] AgentError),
    /// Something about a new key in the place of another.
    #[error(transparent)]
    Rotation(#[from] RotationError),
}

impl KeyError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Shared { path }
            | Self::NotPublic { path }
            | Self::BadPublic { path, .. }
            | Self::Unopened { path, .. }
            | Self::Foreign { path }
            | Self::NotAdopted { path }
            | Self::NothingToProtect { path }
            | Self::NoPrivateKey { path, .. }
            | Self::PrivateKeyMissing { path, .. }
            | Self::PublicKeyAlone { path, .. }
            | Self::NotInUse { path, .. }
            | Self::InUse { path, .. }
            | Self::PairTaken { path }
            | Self::ChangedMeanwhile { path }
            | Self::NoKeyToSign { path }
            | Self::SeveralKeys { path } => Some(path),
            Self::ReservedName { .. }
            | Self::FormerName { .. }
            | Self::NoRandomness
            | Self::NoMark
            | Self::WeakNewKey { .. }
            | Self::WeakKey { .. }
            | Self::Unwritable
            | Self::Unknown { .. } => None,
            Self::Agent(error) => Some(error.path()),
            Self::Rotation(error) => error.path(),
        }
    }
}
