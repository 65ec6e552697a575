//! What the signer's own list says of the key that is about to sign.

use std::path::PathBuf;

use chancery_core::trust::table::Case;
use chancery_core::{Identity, PublicKey, Role, Row, Ruling, Timestamp, TrustList};

use super::replacement::Replacement;
use super::room::replacement;
use crate::error::Result;
use crate::office::Office;
use crate::trust_sources::error::RevokedKeyWish;
use crate::trust_sources::own;
use crate::trust_sources::revocations::{read_list, refuse_revoked};

/// That the signer's own list does not trust the key that signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustWarning {
    /// The list.
    pub path: PathBuf,
    /// In which role it signs.
    pub role: Role,
    /// At what time.
    pub claimed: Timestamp,
    /// What to do about it.
    pub remedy: TrustRemedy,
    /// Whether what was signed is trusted after that; else it is to be signed again.
    pub keeps: bool,
}

/// What to do about a key that the signer's own list does not trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustRemedy {
    /// The list names other keys for the identity: trust this one, if it is the right one.
    TrustAnother(KeyToTrust),
    /// The list does not know the key: trust it.
    Trust(KeyToTrust),
    /// The list trusts the key only later: trust it from then on.
    TrustEarlier(KeyToTrust),
    /// The time is yet to come: name another.
    Wait,
    /// The key's time is over: go on with another.
    Replace(Replacement),
}

/// A key that is to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyToTrust {
    /// The folder of keys, where one is named.
    pub keys: Option<PathBuf>,
    /// The public key's file.
    pub public: PathBuf,
    /// Its owner.
    pub identity: Identity,
    /// In which role.
    pub role: Role,
    /// From when on, of an issuer: others are judged as of today.
    pub claimed: Timestamp,
}

/// Refuses a key that the signer's own list revokes. One that it does not trust is most likely a mistake: what that means is given.
///
/// # Errors
/// Where the key is revoked, or the list is there and cannot be read.
pub fn check(
    office: &Office,
    key: &PublicKey,
    identity: &Identity,
    role: Role,
    sealed_at: Timestamp,
) -> Result<Option<TrustWarning>> {
    let path = office.list_path().0.map_or_else(|| own::to_change(office), Ok)?;
    refuse_revoked(office, &path, key, RevokedKeyWish::Sign(identity.clone()))?;
    if !path.exists() {
        return Ok(None);
    }
    let list = read_list(office, &path)?.list;
    // One who signs later than an issuer does it now.
    let claimed = if role == Role::Issuer { sealed_at } else { office.now };
    let standing = list.standing(key, identity, role);
    let ruling = Case { standing: &standing, claimed, proofs: &[], now: office.now }.decide();
    if ruling.trusted(false).is_some() {
        return Ok(None);
    }
    let to_trust = KeyToTrust {
        keys: office.keys.clone(),
        public: office.public_path(identity),
        identity: identity.clone(),
        role,
        claimed: ruling.claimed,
    };
    let (remedy, keeps) = match cause(&list, key, identity, &ruling) {
        Cause::Another => (TrustRemedy::TrustAnother(to_trust), true),
        Cause::Unknown => (TrustRemedy::Trust(to_trust), true),
        Cause::TooEarly => (TrustRemedy::TrustEarlier(to_trust), true),
        Cause::ToCome => (TrustRemedy::Wait, false),
        Cause::Over => (TrustRemedy::Replace(replacement(office, identity)), false),
    };
    Ok(Some(TrustWarning { path, role, claimed, remedy, keeps }))
}

/// Why a key is not trusted.
enum Cause {
    /// The list names others.
    Another,
    /// The list does not know it.
    Unknown,
    /// It is trusted only later.
    TooEarly,
    /// It signs as of a time that is yet to come.
    ToCome,
    /// Its time is over.
    Over,
}

fn cause(list: &TrustList, key: &PublicKey, identity: &Identity, ruling: &Ruling) -> Cause {
    let first = ruling.grants.iter().map(|grant| grant.window.after).min().flatten();
    match ruling.row {
        Row::UnknownKey if others_are_named(list, key, identity) => Cause::Another,
        Row::UnknownKey => Cause::Unknown,
        _ if ruling.is_in_window() => Cause::ToCome,
        _ if first.is_some_and(|first| ruling.claimed < first) => Cause::TooEarly,
        _ => Cause::Over,
    }
}

/// Whether the list names other keys for the identity, and not this one.
fn others_are_named(list: &TrustList, key: &PublicKey, identity: &Identity) -> bool {
    let mut named = list.rules().iter().filter(|rule| rule.principals.fits(identity.as_str())).peekable();
    named.peek().is_some() && named.all(|rule| rule.key != *key)
}
