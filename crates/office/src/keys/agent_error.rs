//! What can go wrong with an SSH agent.

use std::path::{Path, PathBuf};

use chancery_core::{Fingerprint, Identity};

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgentError {
    /// It takes too long.
    #[error("{path}: the SSH agent does not answer")]
    Silent {
        /// Its socket.
        path: PathBuf,
    },
    /// It went away in the middle of its answer.
    #[error("{path}: the SSH agent broke off its answer")]
    BrokenOff {
        /// Its socket.
        path: PathBuf,
    },
    /// Nothing listens there.
    #[error("{path}: no SSH agent answers there")]
    Missing {
        /// The socket.
        path: PathBuf,
    },
    /// Something else listens there.
    #[error("{path}: what answers there is no SSH agent")]
    NoAgent {
        /// The socket.
        path: PathBuf,
    },
    /// It does not sign.
    #[error("{path}: the SSH agent does not sign with the key {fingerprint}")]
    Refuses {
        /// Its socket.
        path: PathBuf,
        /// The key.
        fingerprint: Fingerprint,
    },
    /// Its signature is not one of the key's.
    #[error("{path}: the SSH agent gave a signature that does not verify")]
    BadSignature {
        /// Its socket.
        path: PathBuf,
    },
    /// No public key says which key of the agent to use.
    #[error("{path}: there is no such public key, so none to look for")]
    NoPublicKey {
        /// The public key's file.
        path: PathBuf,
        /// Its owner.
        identity: Identity,
    },
    /// It does not have the key.
    #[error("{path}: the SSH agent does not have the key of {identity}, {}", one_of(.keys))]
    NotThere {
        /// Its socket.
        path: PathBuf,
        /// The key's owner.
        identity: Identity,
        /// The owner's keys.
        keys: Vec<Fingerprint>,
    },
    /// It has several keys that would do.
    #[error("{path}: the SSH agent has several keys of {identity}")]
    Several {
        /// The file that would say which.
        path: PathBuf,
        /// The keys' owner.
        identity: Identity,
    },
}

impl AgentError {
    /// The file or socket concerned.
    pub fn path(&self) -> &Path {
        match self {
            Self::Silent { path }
            | Self::BrokenOff { path }
            | Self::Missing { path }
            | Self::NoAgent { path }
            | Self::Refuses { path, .. }
            | Self::BadSignature { path }
            | Self::NoPublicKey { path, .. }
            | Self::NotThere { path, .. }
            | Self::Several { path, .. } => path,
        }
    }
}

fn one_of(keys: &[Fingerprint]) -> String {
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.join(" or ")
}
