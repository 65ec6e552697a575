//! For what and when a key is trusted.

use std::path::PathBuf;

use chancery_core::{Identity, PublicKey, Role, Timestamp, TrustList};

use super::change::{change, with_line};
use super::error::{RevokedKeyWish, TrustError};
use super::own;
use super::revocations::{read_list, refuse_revoked};
use crate::durable::make_folder;
use crate::error::Result;
use crate::office::Office;

/// For what and when a key is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyGrant {
    /// The roles in which it may sign.
    pub roles: Vec<Role>,
    /// From when on.
    pub from: Timestamp,
    /// Until when, if that is known.
    pub until: Option<Timestamp>,
}

/// A key that a list trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// The list.
    pub path: PathBuf,
    /// The number of the last line that trusts the key for the identity.
    pub line: Option<usize>,
}

impl KeyGrant {
    /// The line of a trust list that grants it.
    ///
    /// # Errors
    /// Where it would end before it begins.
    pub fn line(&self, identity: &Identity, key: &PublicKey, comment: &str) -> Result<String> {
        if self.until.is_some_and(|until| until <= self.from) {
            return Err(TrustError::EndsBeforeItBegins.into());
        }
        let roles: Vec<&str> = self.roles.iter().copied().map(Role::namespace).collect();
        let until = self.until.map(|until| format!(",valid-before=\"{}\"", until.compact())).unwrap_or_default();
        let options = format!("namespaces=\"{}\",valid-after=\"{}\"{until}", roles.join(","), self.from.compact());
        Ok(format!("{identity} {options} {key} {comment}").trim_end().to_owned())
    }

    /// Adds a line for a key to the list that commands change, unless the list says the same already.
    ///
    /// # Errors
    /// Where the key is revoked, the grant means nothing, and what the system says.
    pub fn add(&self, office: &Office, identity: &Identity, key: &PublicKey) -> Result<Granted> {
        let path = own::to_change(office)?;
        refuse_revoked(office, &path, key, RevokedKeyWish::Trust)?;
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        let line = self.line(identity, key, identity.as_str())?;
        change(&path, |bytes| {
            let list = TrustList::new(&bytes, Vec::new());
            let trusted = |role: &Role| list.trusts_from(key, identity, *role, self.from);
            let is_there = self.until.is_none() && self.roles.iter().all(trusted);
            Ok(if is_there { bytes } else { with_line(bytes, &line) })
        })?;
        let list = read_list(office, &path)?.list;
        let added = list.rules().iter().rfind(|rule| rule.key == *key && rule.principals.fits(identity.as_str()));
        Ok(Granted { path, line: added.map(|rule| rule.line) })
    }
}
