//! What a list knows already of an identity whose key is about to be trusted.

use chancery_core::trust::allowed_signers::Rule;
use chancery_core::trust::pattern::PatternList;
use chancery_core::trust::window::Window;
use chancery_core::{Fingerprint, Identity, PublicKey, Timestamp, TrustList};

use super::grant::KeyGrant;
use super::own;
use super::revocations::read_list;
use crate::error::Result;
use crate::keys::state::KeyState;
use crate::office::Office;

/// What the reader should know before a key is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustConflict {
    /// The list names other keys for the identity.
    AnotherKey {
        /// Whose.
        identity: Identity,
        /// Those, each once.
        keys: Vec<NamedKey>,
    },
    /// The list trusts this key already, and would trust it for longer.
    Wider {
        /// Whose.
        identity: Identity,
        /// The lines that trust it.
        lines: Vec<NamedWindow>,
        /// From when on it would be trusted.
        from: Timestamp,
    },
}

/// A key that a list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKey {
    /// Which.
    pub fingerprint: Fingerprint,
    /// The first line that names it.
    pub line: usize,
    /// Whether it is used.
    pub state: KeyState,
}

/// A line that trusts a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedWindow {
    /// Its number.
    pub line: usize,
    /// The namespaces for which it does, as the line has them; `None` for all.
    pub namespaces: Option<String>,
    /// When.
    pub window: Window,
}

impl TrustConflict {
    /// What speaks against a grant; `None` where it is the identity's first key, or the list says the same already.
    ///
    /// # Errors
    /// Where the list is there and cannot be read.
    pub fn before(office: &Office, identity: &Identity, key: &PublicKey, grant: &KeyGrant) -> Result<Option<Self>> {
        let path = own::to_change(office)?;
        if !path.is_file() {
            return Ok(None);
        }
        let list = read_list(office, &path)?.list;
        let (same, others): (Vec<&Rule>, Vec<&Rule>) = list
            .rules()
            .iter()
            .filter(|rule| rule.principals.fits(identity.as_str()))
            .partition(|rule| rule.key == *key);
        if same.is_empty() {
            let keys = named_keys(&list, identity, &others, office.now);
            return Ok(Some(Self::AnotherKey { identity: identity.clone(), keys }).filter(|_| !others.is_empty()));
        }
        let wider = Self::Wider {
            identity: identity.clone(),
            lines: same.into_iter().map(named_window).collect(),
            from: grant.from,
        };
        Ok(Some(wider).filter(|_| is_wider(&list, identity, key, grant)))
    }
}

/// Whether the list trusts the key in a role that is to be given, but not for all of the time.
fn is_wider(list: &TrustList, identity: &Identity, key: &PublicKey, wanted: &KeyGrant) -> bool {
    let covers = |window: Window| {
        let long = window.before.is_none_or(|before| wanted.until.is_some_and(|until| until <= before));
        window.contains(wanted.from) && long
    };
    wanted.roles.iter().any(|role| {
        let grants = list.standing(key, identity, *role).grants;
        !grants.is_empty() && !grants.iter().any(|grant| covers(grant.window))
    })
}

fn named_keys(list: &TrustList, identity: &Identity, rules: &[&Rule], now: Timestamp) -> Vec<NamedKey> {
    let mut keys: Vec<NamedKey> = Vec::new();
    for rule in rules {
        let fingerprint = rule.key.fingerprint();
        if keys.iter().all(|key| key.fingerprint != fingerprint) {
            // It has a line, so it has a state.
            let state = KeyState::of(list, identity, &rule.key, now).unwrap_or(KeyState::Retired);
            keys.push(NamedKey { fingerprint, line: rule.line, state });
        }
    }
    keys
}

fn named_window(rule: &Rule) -> NamedWindow {
    let namespaces = rule.namespaces.as_ref().map(PatternList::to_text);
    NamedWindow { line: rule.line, namespaces, window: rule.window }
}
