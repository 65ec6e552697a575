//! The state of a key in a trust list.

use chancery_core::trust::allowed_signers::Rule;
use chancery_core::{Identity, PublicKey, Timestamp, TrustList};

/// How a key is used, by a list and at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It is trusted.
    InUse,
    /// It is trusted only later.
    NotYet,
    /// Its time is over.
    Retired,
    /// It is revoked.
    Revoked,
}

impl KeyState {
    /// What one line of a list says of its key.
    pub fn of_rule(list: &TrustList, rule: &Rule, now: Timestamp) -> Self {
        match () {
            () if list.revoked().iter().any(|revoked| revoked.key == rule.key) => Self::Revoked,
            () if rule.window.closed_by(now) => Self::Retired,
            () if !rule.window.contains(now) => Self::NotYet,
            () => Self::InUse,
        }
    }

    /// What a list says of a key, whatever identities its lines name; `None` where it has no line.
    pub fn of_key(list: &TrustList, key: &PublicKey, now: Timestamp) -> Option<Self> {
        Self::of_rules(list, list.rules().iter().filter(|rule| rule.key == *key), now)
    }

    /// What a list says of an identity's key, in whatever role; `None` where it has no line.
    pub fn of(list: &TrustList, identity: &Identity, key: &PublicKey, now: Timestamp) -> Option<Self> {
        let rules = list.rules().iter().filter(|rule| rule.key == *key && rule.principals.fits(identity.as_str()));
        Self::of_rules(list, rules, now)
    }

    /// Of several lines, the one that trusts the key now counts most, then one that will.
    fn of_rules<'a>(list: &TrustList, rules: impl Iterator<Item = &'a Rule>, now: Timestamp) -> Option<Self> {
        let states: Vec<Self> = rules.map(|rule| Self::of_rule(list, rule, now)).collect();
        let order = [Self::Revoked, Self::InUse, Self::NotYet, Self::Retired];
        order.into_iter().find(|state| states.contains(state))
    }

    /// The state in two or three words.
    pub(crate) fn in_short(self) -> &'static str {
        match self {
            Self::InUse => "in use",
            Self::NotYet | Self::Retired => "not in use now",
            Self::Revoked => "revoked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    #[test]
    fn of_several_lines_the_one_in_use_counts() {
        let text =
            format!("a@m.example valid-before=\"20250101Z\" {KEY}\nb@m.example valid-after=\"20270101Z\" {KEY}\n");
        let list = TrustList::parse(text.as_bytes(), None).unwrap();
        let [former, later] = ["a@m.example", "b@m.example"].map(|identity| identity.parse().unwrap());
        let key = KEY.parse().unwrap();
        let at = |time: &str| time.parse().unwrap();
        let now = at("2026-01-01T00:00:00Z");
        assert_eq!(KeyState::of(&list, &former, &key, now), Some(KeyState::Retired));
        assert_eq!(KeyState::of(&list, &later, &key, now), Some(KeyState::NotYet));
        assert_eq!(KeyState::of_key(&list, &key, now), Some(KeyState::NotYet));
        assert_eq!(KeyState::of_key(&list, &key, at("2024-01-01T00:00:00Z")), Some(KeyState::InUse));
        let revoking = TrustList::parse(text.as_bytes(), Some(KEY.as_bytes())).unwrap();
        assert_eq!(KeyState::of_key(&revoking, &key, now), Some(KeyState::Revoked));
        assert_eq!(KeyState::of_key(&TrustList::default(), &key, now), None);
    }
}
