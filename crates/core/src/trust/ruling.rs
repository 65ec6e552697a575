//! What the table decided of one signature, and why, in words that can be quoted.

use super::revoked_keys::RevokedKey;
use super::row::{Row, RowOutcome};
use super::window::Window;
use super::{Grant, Ground};
use crate::statement::identity::{Identity, Role};
use crate::statement::time::Timestamp;

/// A decision of the table, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ruling {
    /// The row that fits.
    pub row: Row,
    /// All that trusts the key for the identity and role.
    pub grants: Vec<Grant>,
    /// What trusts it at the claimed time; of several, what does so for longest.
    pub grant: Option<Grant>,
    /// When the signature says that it was made.
    pub claimed: Timestamp,
    /// The time of asking.
    pub now: Timestamp,
    /// The earliest time by which the signature is proven to have existed, of those that count.
    pub proven: Option<Timestamp>,
    /// The proven times that do not count: outside the key's window, or after it was in other hands.
    pub ignored: Vec<Timestamp>,
    /// That the key is revoked.
    pub revoked: Option<RevokedKey>,
}

impl Ruling {
    /// On what ground the signature is trusted, if it is, where proof of its time is asked for or not.
    pub fn trusted(&self, require_proven_time: bool) -> Option<Ground> {
        let trusted = match self.row.outcome() {
            RowOutcome::Trusted => true,
            RowOutcome::TrustedIfClaimsDo => !require_proven_time,
            RowOutcome::NotTrusted => false,
        };
        self.grant.filter(|_| trusted).map(|grant| grant.ground)
    }

    /// Whether the signature is trusted and its time is proven.
    pub fn is_proven(&self) -> bool {
        self.row.outcome() == RowOutcome::Trusted
    }

    /// Why the row fits, in one or two clauses about `identity` in `role`.
    pub fn reason(&self, identity: &Identity, role: Role) -> String {
        let claim = self.claim(role);
        let (claimed, now) = (self.claimed, self.now);
        let (trusts, only) = (self.trusts_at(claimed), self.windows());
        let proven = self.proven.map(|proven| format!("the signature is proven to have existed by {proven}"));
        let proven = proven.unwrap_or_default();
        match self.row {
            Row::UnknownKey => format!("nothing that the reader trusts names this key for {identity} as {role}"),
            Row::OutsideValidity if claimed > now && self.is_in_window() => {
                format!("{claim}, but it is asked at {now}, which is earlier")
            }
            Row::OutsideValidity => format!("{claim}, but {only}"),
            Row::Contradicted => format!("{claim}, but {proven}: the two contradict each other"),
            Row::RevokedProvenEarlier => {
                let then = self.proven.map(|proven| self.trusts_at(proven)).unwrap_or_default();
                format!("this key is {}, but {proven}, before that, when {then} it", self.since())
            }
            Row::Revoked if self.ignored.is_empty() => {
                format!("this key is {}, and nothing independent proves that the signature is older", self.since())
            }
            Row::Revoked => format!("this key is {}, and no proof shows that the signature is older", self.since()),
            Row::RetiredProven => format!("{only}, and {proven}, within that time"),
            Row::RetiredClaimed => format!("{only}; {claim}, and nothing independent proves that time"),
            Row::ValidProven => format!("{trusts} this key at {claimed}, and {proven}"),
            Row::ValidClaimed if role == Role::Issuer => {
                format!("{trusts} this key; {claim}, and nothing independent proves that time")
            }
            Row::ValidClaimed => format!("{trusts} this key at {now}; nothing independent proves when it signed"),
        }
    }

    /// Who trusts the key at a time: a line whose window holds it, of several the one that is open for longest.
    fn trusts_at(&self, time: Timestamp) -> String {
        let open = self.grants.iter().filter(|grant| grant.window.contains(time));
        let longest = open.max_by_key(|grant| (grant.window.before.is_none(), grant.window.before));
        by(longest.map(|grant| grant.ground))
    }

    /// When the key is trusted, by which lines: all that there is.
    fn windows(&self) -> String {
        let window = |window: Window| {
            let end = |word, time: Option<Timestamp>| time.map(|time| format!(" {word} {time}")).unwrap_or_default();
            end("from", window.after) + &end("until", window.before)
        };
        let each = |grant: &Grant| format!("{} this key only{}", by(Some(grant.ground)), window(grant.window));
        let all: Vec<String> = self.grants.iter().map(each).collect();
        all.join(", and ")
    }

    fn claim(&self, role: Role) -> String {
        match role {
            Role::Issuer => format!("the issuer says that it sealed this at {}", self.claimed),
            Role::Witness | Role::Archivist => format!("the time that counts for this signature is {}", self.claimed),
        }
    }

    /// Whether the time at which it says that it was made lies in the key's window.
    pub fn is_in_window(&self) -> bool {
        self.grant.is_some_and(|grant| grant.window.contains(self.claimed))
    }

    fn since(&self) -> String {
        let since = self.revoked.as_ref().and_then(|revoked| revoked.compromised_since);
        since.map_or("revoked for all time".to_owned(), |since| format!("revoked as compromised since {since}"))
    }
}

fn by(ground: Option<Ground>) -> String {
    match ground {
        Some(Ground::Line(line)) => format!("line {line} of the list trusts"),
        Some(Ground::Named) | None => "the reader trusts".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::Standing;
    use crate::trust::table::Case;
    use crate::trust::window::parse_time;

    const ALWAYS: &str = "always";

    fn time(text: &str) -> Timestamp {
        parse_time(text).unwrap()
    }

    fn ruling(until: Option<&str>, since: &str, proof: Option<&str>) -> Ruling {
        let window = Window { after: Some(time("20250101Z")), before: until.map(time) };
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea".parse().unwrap();
        let compromised_since = (!since.is_empty() && since != ALWAYS).then(|| time(since));
        let revoked = (!since.is_empty()).then_some(RevokedKey { line: 1, key, compromised_since, reason: None });
        let standing = Standing { grants: vec![Grant { ground: Ground::Line(4), every_role: false, window }], revoked };
        let proofs: Vec<Timestamp> = proof.map(time).into_iter().collect();
        Case { standing: &standing, claimed: time("20260701Z"), proofs: &proofs, now: time("20300101Z") }.decide()
    }

    #[test]
    fn every_reason_says_on_what_it_rests() {
        let issuer = |ruling: &Ruling| ruling.reason(&"press@mfa.example".parse().unwrap(), Role::Issuer);
        let claim = "the issuer says that it sealed this at 2026-07-01T00:00:00Z";
        let proven = "the signature is proven to have existed by 2026-08-01T00:00:00Z";
        for (ruling, expected) in [
            (
                ruling(Some("20260101Z"), "", None),
                format!(
                    "{claim}, but line 4 of the list trusts this key only from 2025-01-01T00:00:00Z until 2026-01-01T00:00:00Z"
                ),
            ),
            (
                ruling(None, "", Some("20260101Z")),
                format!(
                    "{claim}, but the signature is proven to have existed by 2026-01-01T00:00:00Z: the two contradict each other"
                ),
            ),
            (
                ruling(None, "20260901Z", Some("20260801Z")),
                format!(
                    "this key is revoked as compromised since 2026-09-01T00:00:00Z, but {proven}, before that, when line 4 of the list trusts it"
                ),
            ),
            (
                ruling(None, ALWAYS, None),
                "this key is revoked for all time, and nothing independent proves that the signature is older"
                    .to_owned(),
            ),
            (
                ruling(None, ALWAYS, Some("20260801Z")),
                "this key is revoked for all time, and no proof shows that the signature is older".to_owned(),
            ),
            (
                ruling(Some("20270101Z"), "", Some("20260801Z")),
                format!(
                    "line 4 of the list trusts this key only from 2025-01-01T00:00:00Z until 2027-01-01T00:00:00Z, and {proven}, within that time"
                ),
            ),
            (
                ruling(Some("20270101Z"), "", None),
                format!(
                    "line 4 of the list trusts this key only from 2025-01-01T00:00:00Z until 2027-01-01T00:00:00Z; {claim}, and nothing independent proves that time"
                ),
            ),
            (
                ruling(None, "", Some("20260801Z")),
                format!("line 4 of the list trusts this key at 2026-07-01T00:00:00Z, and {proven}"),
            ),
            (
                ruling(None, "", None),
                format!("line 4 of the list trusts this key; {claim}, and nothing independent proves that time"),
            ),
        ] {
            assert_eq!(issuer(&ruling), expected);
        }
    }

    /// Of several lines, each time in a reason is held against the line that holds it.
    #[test]
    fn a_reason_names_the_line_that_holds_the_time() {
        let grant = |line, after: &str, before: Option<&str>| Grant {
            ground: Ground::Line(line),
            every_role: false,
            window: Window { after: Some(time(after)), before: before.map(time) },
        };
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea".parse().unwrap();
        let reason = |grants: &[Grant], since: Option<&str>, proof: Option<&str>| {
            let revoked =
                since.map(|since| RevokedKey { line: 1, key, compromised_since: Some(time(since)), reason: None });
            let standing = Standing { grants: grants.to_vec(), revoked };
            let proofs: Vec<Timestamp> = proof.map(time).into_iter().collect();
            let case =
                Case { standing: &standing, claimed: time("20260301Z"), proofs: &proofs, now: time("20300101Z") };
            case.decide().reason(&"press@mfa.example".parse().unwrap(), Role::Issuer)
        };
        let (early, late) = (grant(1, "20260101Z", Some("20260401Z")), grant(2, "20260801Z", None));
        let told = reason(&[early, late], Some("20260901Z"), Some("20260815Z"));
        assert!(told.ends_with("before that, when line 2 of the list trusts it"), "{told}");
        let told = reason(&[early, grant(2, "20260801Z", Some("20261001Z"))], None, None);
        let both = "line 1 of the list trusts this key only from 2026-01-01T00:00:00Z until 2026-04-01T00:00:00Z, \
                    and line 2 of the list trusts this key only from 2026-08-01T00:00:00Z until 2026-10-01T00:00:00Z";
        assert!(told.starts_with(both), "{told}");
        assert!(reason(&[early, late], None, None).starts_with("line 1 of the list trusts this key; the issuer"));
    }

    #[test]
    fn a_demand_for_proof_is_met_by_proof_alone() {
        let (claimed, proven) = (ruling(None, "", None), ruling(None, "", Some("20260801Z")));
        assert_eq!(claimed.trusted(false), Some(Ground::Line(4)));
        assert_eq!(claimed.trusted(true), None);
        assert_eq!(proven.trusted(true), Some(Ground::Line(4)));
        assert_eq!(ruling(None, ALWAYS, None).trusted(false), None);
        assert!(proven.is_proven() && !claimed.is_proven());
    }
}
