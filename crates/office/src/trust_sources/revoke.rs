//! Keys that may be in other hands.

use std::path::PathBuf;

use chancery_core::trust::revoked_keys::RevokedKey;
use chancery_core::trust::{REVOKED_KEYS, edit};
use chancery_core::{Fingerprint, Identity, PublicKey, Timestamp, TrustList};

use super::ListFile;
use super::change::append_line;
use crate::error::Result;

/// A key that was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The list of revoked keys.
    pub path: PathBuf,
    /// The line in it.
    pub line: String,
}

/// Adds a key to the list of revoked keys beside a trust list, which stays as it was. It may have been in other hands since
/// then, or always.
///
/// # Errors
/// What the system says.
pub fn revoke(file: &ListFile, key: &PublicKey, since: Option<Timestamp>, reason: &str) -> Result<Revocation> {
    let line = edit::revocation(key, since, reason);
    let path = file.path.with_file_name(REVOKED_KEYS);
    append_line(&path, &line)?;
    Ok(Revocation { path, line })
}

/// Whether a list says that already, or worse.
pub fn is_revoked(list: &TrustList, key: &PublicKey, since: Option<Timestamp>) -> bool {
    let reaches_back = |revoked: &RevokedKey| revoked.compromised_since <= since;
    list.revoked().iter().any(|revoked| revoked.key == *key && reaches_back(revoked))
}

/// The other keys of an identity, which may have been in the same place, and are not revoked.
pub fn other_keys(list: &TrustList, identity: &Identity, key: &PublicKey) -> Vec<Fingerprint> {
    let is_revoked = |key: &PublicKey| list.revoked().iter().any(|revoked| revoked.key == *key);
    let rules = list.rules().iter().filter(|rule| rule.principals.fits(identity.as_str()));
    let others = rules.filter(|rule| rule.key != *key && !is_revoked(&rule.key));
    let mut keys: Vec<Fingerprint> = others.map(|rule| rule.key.fingerprint()).collect();
    keys.dedup();
    keys
}
