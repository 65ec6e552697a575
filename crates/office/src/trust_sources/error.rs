//! What can go wrong with trust lists.

use std::path::{Path, PathBuf};

use chancery_core::{Fingerprint, Identity, Timestamp};

use crate::keys::state::KeyState;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// A list of revoked keys cannot be understood whole.
    #[error("{path}: {fault}")]
    RevokedList {
        /// The list.
        path: PathBuf,
        /// What is wrong in it.
        fault: String,
    },
    /// A key is revoked.
    #[error("{path}: names this key as revoked")]
    Revoked {
        /// The list of revoked keys.
        path: PathBuf,
        /// What it was to be used for.
        wish: RevokedKeyWish,
    },
    /// A list would become too large.
    #[error("{path}: would be larger than {most} bytes, which nobody reads any more")]
    TooLarge {
        /// The list.
        path: PathBuf,
        /// The most that is read.
        most: u64,
    },
    /// This user has no settings, so there can be no list of their own.
    #[error("there is no place for your own trust list")]
    NoPlace,
    /// There is no list at all.
    #[error("there is no trust list")]
    NoList,
    /// A list is not there.
    #[error("{path}: there is no such trust list")]
    NoSuchList {
        /// The list.
        path: PathBuf,
        /// What it was needed for.
        need: ListNeed,
    },
    /// A folder of keys has a list that this user did not make, and there is no other.
    #[error("{path}: has a trust list that is not yours yet, so it is not used")]
    NotYours {
        /// The folder.
        path: PathBuf,
    },
    /// A list does not name an identity, or not the key.
    #[error("{path}: {}", not_named(.identity, *.fingerprint))]
    NotNamed {
        /// The list.
        path: PathBuf,
        /// Whom.
        identity: Identity,
        /// With which key.
        fingerprint: Option<Fingerprint>,
    },
    /// All keys that could be meant are changed already.
    #[error("{path}: every key of {identity} that is meant {} already", .change.done())]
    DoneAlready {
        /// The list.
        path: PathBuf,
        /// Whose keys.
        identity: Identity,
        /// What was to be done.
        change: ListChange,
    },
    /// Several keys could be meant.
    #[error("{path}: names several keys for {identity}: {}", with_states(.keys))]
    SeveralNamed {
        /// The list.
        path: PathBuf,
        /// Whose keys.
        identity: Identity,
        /// Those.
        keys: Vec<(Fingerprint, KeyState)>,
    },
    /// A line begins to trust a key only after it would end.
    #[error("{path}: line {line} trusts the key only from {after} on")]
    OpensLater {
        /// The list.
        path: PathBuf,
        /// The line's number.
        line: usize,
        /// When it begins.
        after: Timestamp,
    },
    /// A key would be trusted until a time before it is trusted.
    #[error("the key would be trusted until before it is trusted")]
    EndsBeforeItBegins,
    /// A bundle announces no key.
    #[error("{path}: {why}")]
    NoAnnouncement {
        /// The bundle.
        path: PathBuf,
        /// Why not, in a clause.
        why: String,
    },
    /// A bundle announces another key than was named.
    #[error("the new key that is announced is {fingerprint}, not the one that you named")]
    AnotherAnnounced {
        /// The key that it announces.
        fingerprint: Fingerprint,
    },
    /// A list does not allow an announcement to be followed.
    #[error("{path}: {why}")]
    NotFollowable {
        /// The list.
        path: PathBuf,
        /// Why not, in a clause.
        why: String,
    },
    /// A list was changed in the meantime.
    #[error("{path}: was changed while you were asked")]
    ChangedMeanwhile {
        /// The list.
        path: PathBuf,
    },
    /// A public key file holds another key than was named.
    #[error("{path}: holds the key {fingerprint}, which is not what you named")]
    AnotherKey {
        /// The file.
        path: PathBuf,
        /// The key in it.
        fingerprint: Fingerprint,
    },
    /// A public key file does not say whose key it is.
    #[error("{path}: is a public key, and does not say whose")]
    NoOwner {
        /// The file.
        path: PathBuf,
    },
    /// An identity did not sign a bundle.
    #[error("{path}: {identity} did not sign this bundle as an issuer")]
    DidNotSign {
        /// The bundle.
        path: PathBuf,
        /// Who did not.
        identity: Identity,
    },
    /// A bundle is signed with another key than was named.
    #[error("{path}: is signed by {identity} with the key {fingerprint}, not with {named}, which you named")]
    SignedWithAnother {
        /// The bundle.
        path: PathBuf,
        /// Who signed.
        identity: Identity,
        /// With which key.
        fingerprint: Fingerprint,
        /// The key that was named.
        named: Fingerprint,
    },
}

/// What a revoked key was to be used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevokedKeyWish {
    /// To be trusted.
    Trust,
    /// To sign, under this identity.
    Sign(Identity),
}

/// What a list was needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListNeed {
    /// To judge by it.
    Judge,
    /// To change what it says of a key.
    Change,
    /// To follow a key announcement.
    Follow,
}

/// What is done about a key in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListChange {
    /// It gets an end.
    Retire,
    /// It is revoked.
    Revoke,
}

impl ListChange {
    /// That it is done already, as a clause.
    fn done(self) -> &'static str {
        match self {
            Self::Retire => "is retired by then",
            Self::Revoke => "is revoked as far back",
        }
    }
}

impl TrustError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::RevokedList { path, .. }
            | Self::Revoked { path, .. }
            | Self::TooLarge { path, .. }
            | Self::NoSuchList { path, .. }
            | Self::NotYours { path }
            | Self::NotNamed { path, .. }
            | Self::DoneAlready { path, .. }
            | Self::SeveralNamed { path, .. }
            | Self::OpensLater { path, .. }
            | Self::NoAnnouncement { path, .. }
            | Self::NotFollowable { path, .. }
            | Self::ChangedMeanwhile { path }
            | Self::AnotherKey { path, .. }
            | Self::NoOwner { path }
            | Self::DidNotSign { path, .. }
            | Self::SignedWithAnother { path, .. } => Some(path),
            Self::NoPlace | Self::NoList | Self::EndsBeforeItBegins | Self::AnotherAnnounced { .. } => None,
        }
    }
}

fn not_named(identity: &Identity, fingerprint: Option<Fingerprint>) -> String {
    match fingerprint {
        Some(fingerprint) => format!("does not name the key {fingerprint} for {identity}"),
        None => format!("names no key for {identity}"),
    }
}

fn with_states(keys: &[(Fingerprint, KeyState)]) -> String {
    let named = keys.iter().map(|(key, state)| format!("{key} ({})", state.in_short()));
    named.collect::<Vec<_>>().join(" and ")
}
