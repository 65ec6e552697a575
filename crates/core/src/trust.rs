//! Whom the reader trusts, for what, from when to when. Nothing in a bundle can add to it.

pub mod allowed_signers;
pub mod announcement;
pub mod edit;
mod key_line;
pub mod pattern;
pub mod proofs;
pub mod revoked_keys;
pub mod row;
pub mod ruling;
pub mod table;
pub mod window;

use self::allowed_signers::{Rule, UnusableLine};
use self::revoked_keys::{RevokedKey, TrustListError};
use self::window::Window;
use crate::signature::public_key::{Fingerprint, PublicKey};
use crate::statement::identity::{Identity, Role};
use crate::statement::time::Timestamp;

/// The name of the trust list in a folder of keys.
pub const ALLOWED_SIGNERS: &str = "allowed_signers";
/// The name of the list of revoked keys beside it.
pub const REVOKED_KEYS: &str = "revoked_keys";

/// Whom the reader trusts.
#[derive(Debug, Clone)]
pub enum Trust {
    /// Nobody: the reader has no list.
    Nobody,
    /// Some keys, for this question, whatever identities they claim.
    Named(NamedKeys),
    /// Those whom a list names.
    List(TrustList),
}

impl Trust {
    /// What the reader says of a key for an identity and a role.
    pub fn standing(&self, key: &PublicKey, identity: &Identity, role: Role) -> Standing {
        match self {
            Self::Nobody => Standing::default(),
            Self::Named(named) => named.standing(key),
            Self::List(list) => list.standing(key, identity, role),
        }
    }
}

/// Keys that the reader names by their fingerprints.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chancery_core::{NamedKeys, Trust};
///
/// let fingerprint = "SHA256:vFDL5vSmSdGqFJJKJTUCnrdYyKFHOUvhyKNvQMr2qAU".parse()?;
/// let trust = Trust::Named(NamedKeys::new([fingerprint]));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct NamedKeys {
    keys: Vec<Fingerprint>,
    revoked: Vec<RevokedKey>,
}

impl NamedKeys {
    /// The keys with these fingerprints, none of them revoked.
    pub fn new(keys: impl IntoIterator<Item = Fingerprint>) -> Self {
        Self { keys: keys.into_iter().collect(), revoked: Vec::new() }
    }

    /// The same, but for those that the reader's own list revokes: that counts whatever the reader names.
    #[doc(hidden)]
    #[must_use]
    pub fn with_revoked(self, revoked: Vec<RevokedKey>) -> Self {
        Self { revoked, ..self }
    }

    /// The keys that the reader's own list revokes.
    #[doc(hidden)]
    pub fn revoked(&self) -> &[RevokedKey] {
        &self.revoked
    }

    fn standing(&self, key: &PublicKey) -> Standing {
        let grant = Grant { ground: Ground::Named, every_role: false, window: Window::default() };
        let grants = self.keys.iter().filter(|named| **named == key.fingerprint()).map(|_| grant).collect();
        Standing { grants, revoked: revocation(&self.revoked, key) }
    }
}

/// A trust list, read.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chancery_core::{Trust, TrustList};
///
/// let list = b"press@mfa.example namespaces=\"chancery-issuer\" \
///     ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\n";
/// let trust = Trust::List(TrustList::parse(list, None)?);
///
/// let fault = TrustList::parse(list, Some(b"# keys that were stolen\nnone\n")).unwrap_err();
/// assert_eq!((fault.line(), fault.to_string().as_str()), (2, "line 2 is no public key"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct TrustList {
    rules: Vec<Rule>,
    unusable: Vec<UnusableLine>,
    revoked: Vec<RevokedKey>,
}

impl TrustList {
    /// Reads the bytes of a list (`allowed_signers`) and, where there is one, of the list of revoked keys beside it.
    ///
    /// A line of the trust list that cannot be used trusts nothing: see [`TrustList::unusable`].
    ///
    /// # Errors
    /// Where the list of revoked keys cannot be understood whole.
    pub fn parse(allowed_signers: &[u8], revoked_keys: Option<&[u8]>) -> Result<Self, TrustListError> {
        let revoked = revoked_keys.map_or_else(|| Ok(Vec::new()), revoked_keys::read)?;
        Ok(Self::new(allowed_signers, revoked))
    }

    /// Reads the bytes of a list; these keys are revoked, whatever it says.
    #[doc(hidden)]
    pub fn new(allowed_signers: &[u8], revoked: Vec<RevokedKey>) -> Self {
        let (rules, unusable) = allowed_signers::read(allowed_signers);
        Self { rules, unusable, revoked }
    }

    /// Its usable lines.
    #[doc(hidden)]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Its lines that cannot be used.
    pub fn unusable(&self) -> &[UnusableLine] {
        &self.unusable
    }

    /// Revokes more keys.
    #[doc(hidden)]
    pub fn revoke(&mut self, keys: Vec<RevokedKey>) {
        self.revoked.extend(keys);
    }

    /// The keys that are revoked.
    #[doc(hidden)]
    pub fn revoked(&self) -> &[RevokedKey] {
        &self.revoked
    }

    /// Whether it trusts a key for an identity and a role from a time on, with no end.
    pub fn trusts_from(&self, key: &PublicKey, identity: &Identity, role: Role, from: Timestamp) -> bool {
        let covers = |grant: &Grant| grant.window.contains(from) && grant.window.before.is_none();
        self.standing(key, identity, role).grants.iter().any(covers)
    }

    /// What the list says of a key for an identity and a role.
    pub fn standing(&self, key: &PublicKey, identity: &Identity, role: Role) -> Standing {
        let fits = |rule: &&Rule| {
            rule.key == *key
                && rule.principals.fits(identity.as_str())
                && rule.namespaces.as_ref().is_none_or(|namespaces| namespaces.fits(role.namespace()))
        };
        let grant = |rule: &Rule| Grant {
            ground: Ground::Line(rule.line),
            every_role: rule.namespaces.is_none(),
            window: rule.window,
        };
        Standing {
            grants: self.rules.iter().filter(fits).map(grant).collect(),
            revoked: revocation(&self.revoked, key),
        }
    }
}

/// What the list of revoked keys says of a key; of several lines the one that reaches back furthest.
fn revocation(revoked: &[RevokedKey], key: &PublicKey) -> Option<RevokedKey> {
    revoked.iter().filter(|revoked| revoked.key == *key).min_by_key(|revoked| revoked.compromised_since).cloned()
}

/// What a reader says of a key for an identity and a role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// By what it is trusted, and when; empty where nothing does.
    pub grants: Vec<Grant>,
    /// That it is revoked.
    pub revoked: Option<RevokedKey>,
}

/// One ground to trust a key, for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// What grants it.
    pub ground: Ground,
    /// Whether it gives the key every role.
    pub every_role: bool,
    /// When.
    pub window: Window,
}

/// On what ground a key is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ground {
    /// This line of the trust list.
    Line(usize),
    /// The reader named the key.
    Named,
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    fn list(lines: &[&str], revoked: &[&str]) -> TrustList {
        let text = |lines: &[&str]| -> String { lines.iter().map(|line| line.replace("KEY", KEY) + "\n").collect() };
        TrustList::parse(text(lines).as_bytes(), Some(text(revoked).as_bytes())).unwrap()
    }

    /// The lines that trust the key for press@mfa.example as an issuer.
    fn lines(list: &TrustList) -> Vec<Ground> {
        let standing = list.standing(&KEY.parse().unwrap(), &"press@mfa.example".parse().unwrap(), Role::Issuer);
        standing.grants.iter().map(|grant| grant.ground).collect()
    }

    #[test]
    fn a_key_is_trusted_for_its_identity_and_role() {
        let issuer = "press@mfa.example namespaces=\"chancery-issuer\",valid-after=\"20260101Z\" KEY";
        let list = list(&["# x", issuer, "press@mfa.example KEY"], &[]);
        assert_eq!(lines(&list), [Ground::Line(2), Ground::Line(3)]);
    }

    #[test]
    fn it_is_unknown_for_anything_else() {
        for line in [
            "legal@mfa.example KEY",
            "press@mfa.example namespaces=\"chancery-witness\" KEY",
            "!press@mfa.example,* KEY",
            "",
        ] {
            assert_eq!(lines(&list(&[line], &[])), [], "{line}");
        }
    }

    #[test]
    fn of_several_revocations_the_strictest_counts() {
        let since = |revoked: &[&str]| {
            let key: PublicKey = KEY.parse().unwrap();
            let identity = "press@mfa.example".parse().unwrap();
            list(&[], revoked).standing(&key, &identity, Role::Issuer).revoked.map(|revoked| revoked.compromised_since)
        };
        let (early, late) = ("KEY compromised-since=20270101Z", "KEY compromised-since=20290101Z");
        assert_eq!(since(&[late, early]), Some(Some("2027-01-01T00:00:00Z".parse().unwrap())));
        assert_eq!(since(&[late, "KEY", early]), Some(None));
        assert_eq!(since(&[]), None);
    }

    #[test]
    fn a_named_key_is_trusted_whatever_it_claims_but_not_where_it_is_revoked() {
        let key: PublicKey = KEY.parse().unwrap();
        let named = NamedKeys::new([key.fingerprint()]).with_revoked(list(&[], &["KEY"]).revoked);
        let standing = Trust::Named(named).standing(&key, &"any".parse().unwrap(), Role::Witness);
        assert_eq!(standing.grants.iter().map(|grant| grant.ground).collect::<Vec<_>>(), [Ground::Named]);
        assert!(standing.revoked.is_some());
        assert_eq!(Trust::Nobody.standing(&key, &"any".parse().unwrap(), Role::Issuer), Standing::default());
    }

    #[test]
    fn revocations_must_be_understood_whole() {
        let line = format!("press@mfa.example {KEY}\n");
        assert!(TrustList::parse(line.as_bytes(), None).unwrap().revoked.is_empty());
        assert_eq!(TrustList::parse(line.as_bytes(), Some(KEY.as_bytes())).unwrap().revoked.len(), 1);
        assert!(TrustList::parse(line.as_bytes(), Some(b"garbage\n")).is_err());
    }
}
