//! Which trust list a verdict rests on. A folder that somebody sent may bring `keys/` of its own: it is not used.

use std::path::{Path, PathBuf};

use chancery_core::trust::REVOKED_KEYS;
use chancery_core::{Fingerprint, NamedKeys, Trust};

use super::error::{ListNeed, TrustError};
use super::own;
use super::revocations::{read_list, revocations};
use crate::error::Result;
use crate::office::Office;
use crate::outcome::Outcome;

/// Whom the reader trusts, with words for it.
#[derive(Debug)]
pub struct Choice {
    /// Whom.
    pub trust: Trust,
    /// The list, in words.
    pub words: String,
    /// A folder of keys that was found and not used.
    pub passed_over: Option<PathBuf>,
}

impl Choice {
    /// Trust in nobody.
    pub fn nobody() -> Self {
        Self { trust: Trust::Nobody, words: "no trust list".to_owned(), passed_over: None }
    }

    /// Trust in whom the reader names: by fingerprints, by a list, else by the office's list or the user's own.
    ///
    /// # Errors
    /// Where the list that was named, or an adopted one, cannot be read.
    pub fn of(office: &Office, signers: Option<&Path>, fingerprints: &[Fingerprint]) -> Result<Outcome<Self>> {
        if !fingerprints.is_empty() {
            return named_keys(office, fingerprints).map(Outcome::plain);
        }
        let (path, passed_over) = signers.map_or_else(|| office.list_path(), |path| (Some(path.to_owned()), None));
        let Some(path) = path else { return Ok(Outcome::plain(Self { passed_over, ..Self::nobody() })) };
        let missing = || TrustError::NoSuchList { path: path.clone(), need: ListNeed::Judge }.into();
        let file = read_list(office, &path).map_err(|error| if error.is_not_found() { missing() } else { error })?;
        let warnings = own::unusable(&file);
        let value = Self { trust: Trust::List(file.list), words: path.display().to_string(), passed_over };
        Ok(Outcome { value, warnings })
    }
}

/// Trusts some keys, but none that the reader's own list of revoked keys names: that always counts.
fn named_keys(office: &Office, fingerprints: &[Fingerprint]) -> Result<Choice> {
    // The list may not be there yet, and the revocations beside it all the same.
    let path = office.list_to_change().unwrap_or_default();
    let named = NamedKeys::new(fingerprints.iter().copied()).with_revoked(revocations(office, &path)?);
    let mut words = match fingerprints {
        [_] => "the key whose fingerprint you gave".to_owned(),
        _ => "the keys whose fingerprints you gave".to_owned(),
    };
    if named.revoked().iter().any(|revoked| fingerprints.contains(&revoked.key.fingerprint())) {
        words += &format!(", and {}", path.with_file_name(REVOKED_KEYS).display());
    }
    Ok(Choice { trust: Trust::Named(named), words, passed_over: None })
}
