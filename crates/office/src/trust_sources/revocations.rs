//! What counts whatever list a reader names: the keys that this user's own settings revoke.

use std::path::Path;

use chancery_core::PublicKey;
use chancery_core::trust::REVOKED_KEYS;
use chancery_core::trust::revoked_keys::RevokedKey;

use super::error::{RevokedKeyWish, TrustError};
use crate::error::Result;
use crate::office::Office;
use crate::trust_sources::{ListFile, read, read_revoked_beside};

/// Reads a list, with the revocations beside it and this user's own: those count whatever list does.
///
/// # Errors
/// Where the list, or a list of revoked keys, cannot be read.
pub fn read_list(office: &Office, path: &Path) -> Result<ListFile> {
    let mut file = read(path)?;
    file.list.revoke(own_revocations(office)?);
    Ok(file)
}

/// The keys that are revoked, beside a list, which need not be there, and in this user's own settings.
///
/// # Errors
/// Where a list of revoked keys is there and cannot be understood whole.
pub fn revocations(office: &Office, path: &Path) -> Result<Vec<RevokedKey>> {
    let mut revoked = read_revoked_beside(path)?;
    revoked.extend(own_revocations(office)?);
    Ok(revoked)
}

/// Refuses a key that is revoked, beside a list or in this user's own settings.
///
/// # Errors
/// Where it is, with the file that says so.
pub fn refuse_revoked(office: &Office, path: &Path, key: &PublicKey, wish: RevokedKeyWish) -> Result<()> {
    let names = |revoked: Vec<RevokedKey>| revoked.iter().any(|revoked| revoked.key == *key);
    let settings = office.settings.clone().unwrap_or_default();
    let file = match () {
        () if names(read_revoked_beside(path)?) => path.with_file_name(REVOKED_KEYS),
        () if names(own_revocations(office)?) => settings.join(REVOKED_KEYS),
        () => return Ok(()),
    };
    Err(TrustError::Revoked { path: file, wish }.into())
}

fn own_revocations(office: &Office) -> Result<Vec<RevokedKey>> {
    office.users_list().map_or_else(|| Ok(Vec::new()), |own| read_revoked_beside(&own))
}
