//! How an identity goes on with another key where the one in its place is lost, revoked or retired.

use std::path::PathBuf;

use chancery_core::{Fingerprint, Identity};

/// What makes room for a new key that nothing announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Whose key.
    pub identity: Identity,
    /// The folder of keys, where one is named.
    pub keys: Option<PathBuf>,
    /// The old key, which is to be retired, where the list trusts it still.
    pub retire: Option<Fingerprint>,
    /// The files to rename, each with its new name.
    pub moves: Vec<(PathBuf, PathBuf)>,
}
