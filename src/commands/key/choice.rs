//! Which of an identity's keys is meant.

use std::path::PathBuf;

use crate::error::{Error, Result};
use chancery_core::trust::allowed_signers::Rule;
use chancery_core::{Fingerprint, Identity, PublicKey, TrustList};
use chancery_office::trust_sources::ListFile;
use chancery_office::trust_sources::revocations::read_list;
use clap::Args;

use super::list_to_change;
use crate::context::Context;
use crate::signer::refuse_former;
use crate::trust_choice::warn_of_passed_over;

/// An identity, and which of its keys.
#[derive(Debug, Args)]
pub struct KeyChoice {
    /// Whose key
    #[arg(value_name = "IDENTITY")]
    pub identity: Identity,
    /// Which of its keys, where it has several
    #[arg(long, value_name = "SHA256:…")]
    pub fingerprint: Option<Fingerprint>,
}

impl KeyChoice {
    /// The list to change, and the one key in it that is meant, of those that `counts` says could be;
    /// of the others it is said that each is `done` already.
    ///
    /// # Errors
    /// Where there is no list, or none or several are meant.
    pub fn find(
        &self,
        context: &Context,
        counts: impl Fn(&TrustList, &Rule) -> bool,
        done: &str,
    ) -> Result<(ListFile, PublicKey)> {
        refuse_former(&self.identity)?;
        let path = list_to_change(context)?;
        warn_of_passed_over(context, &path)?;
        if !path.is_file() {
            let hint = "make a key with `chancery key new`, or trust one with `chancery key trust`";
            return Err(Error::path(path, "there is no such trust list", hint));
        }
        let file = read_list(&context.office, &path)?;
        let list = &file.list;
        let all = keys(list.rules.iter().filter(|rule| rule.principals.fits(self.identity.as_str())));
        let meant = |key: &&PublicKey| self.fingerprint.is_none_or(|fingerprint| key.fingerprint() == fingerprint);
        let possible: Vec<PublicKey> = all.iter().filter(meant).copied().collect();
        let open = |key: &&PublicKey| list.rules.iter().any(|rule| rule.key == **key && counts(list, rule));
        let open: Vec<PublicKey> = possible.iter().filter(open).copied().collect();
        match open.as_slice() {
            [key] => Ok((file, *key)),
            [] if possible.is_empty() => Err(self.unnamed(path)),
            [] => {
                let problem = format!("every key of {} that is meant {done} already", self.identity);
                Err(Error::path(path, problem, "`chancery key list` shows what is trusted, retired and revoked"))
            }
            several => Err(self.several(context, &file, several)),
        }
    }

    fn unnamed(&self, path: PathBuf) -> Error {
        let problem = match self.fingerprint {
            Some(fingerprint) => format!("does not name the key {fingerprint} for {}", self.identity),
            None => format!("names no key for {}", self.identity),
        };
        Error::path(path, problem, "`chancery key list` shows whom it names")
    }

    fn several(&self, context: &Context, file: &ListFile, keys: &[PublicKey]) -> Error {
        let named = |key: &PublicKey| {
            let mut rules = file.list.rules.iter().filter(|rule| rule.key == *key);
            let state = match () {
                () if file.list.revoked.iter().any(|revoked| revoked.key == *key) => "revoked",
                () if rules.any(|rule| rule.window.contains(context.office.now)) => "in use",
                () => "not in use now",
            };
            format!("{} ({state})", key.fingerprint())
        };
        let named: Vec<String> = keys.iter().map(named).collect();
        let problem = format!("names several keys for {}: {}", self.identity, named.join(" and "));
        let hint = "say which with --fingerprint SHA256:…, and several one after the other; `chancery key list` shows from when to when each is used";
        Error::path(&file.path, problem, hint)
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
