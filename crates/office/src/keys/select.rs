//! Which of an identity's keys is meant.

use chancery_core::trust::allowed_signers::Rule;
use chancery_core::{Fingerprint, Identity, PublicKey, TrustList};

use super::folder::refuse_former;
use super::state::KeyState;
use crate::error::Result;
use crate::office::Office;
use crate::trust_sources::ListFile;
use crate::trust_sources::error::{ListChange, TrustError};

/// An identity, and which of its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySelector {
    /// Whose key.
    pub identity: Identity,
    /// Which of its keys, where it has several.
    pub fingerprint: Option<Fingerprint>,
}

impl KeySelector {
    /// Refuses the name of a former key's file, which is no identity.
    ///
    /// # Errors
    /// Where it is one.
    pub fn check(&self) -> Result<()> {
        refuse_former(&self.identity)
    }

    /// The one key in a list that is meant, of those that `counts` says could be changed.
    ///
    /// # Errors
    /// Where none or several are meant.
    pub fn find(
        &self,
        office: &Office,
        file: &ListFile,
        change: ListChange,
        counts: impl Fn(&TrustList, &Rule) -> bool,
    ) -> Result<PublicKey> {
        let list = &file.list;
        let all = keys(list.rules().iter().filter(|rule| rule.principals.fits(self.identity.as_str())));
        let meant = |key: &&PublicKey| self.fingerprint.is_none_or(|fingerprint| key.fingerprint() == fingerprint);
        let possible: Vec<PublicKey> = all.iter().filter(meant).copied().collect();
        let open = |key: &&PublicKey| list.rules().iter().any(|rule| rule.key == **key && counts(list, rule));
        let open: Vec<PublicKey> = possible.iter().filter(open).copied().collect();
        let (path, identity) = (file.path.clone(), self.identity.clone());
        let error = match open.as_slice() {
            [key] => return Ok(*key),
            [] if possible.is_empty() => TrustError::NotNamed { path, identity, fingerprint: self.fingerprint },
            [] => TrustError::DoneAlready { path, identity, change },
            several => {
                // Each has a line, so each has a state.
                let state = |key| KeyState::of_key(list, key, office.now).unwrap_or(KeyState::Retired);
                let keys = several.iter().map(|key| (key.fingerprint(), state(key))).collect();
                TrustError::SeveralNamed { path, identity, keys }
            }
        };
        Err(error.into())
    }
}

/// The keys of some rules, each once.
fn keys<'a>(rules: impl Iterator<Item = &'a Rule>) -> Vec<PublicKey> {
    let mut keys = Vec::new();
    for rule in rules {
        if !keys.contains(&rule.key) {
            keys.push(rule.key);
        }
    }
    keys
}
