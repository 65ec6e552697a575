//! The table that decides what a good signature is worth (FORMAT.md 12.5): the first row that fits.

use super::row::Row;
use super::ruling::Ruling;
use super::{Grant, Standing};
use crate::statement::time::Timestamp;

/// A clock may be wrong by so many seconds.
pub const GRACE: i64 = 300;

/// What is known of one signature that is good over these bytes.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What the reader says of its key, for its identity and role.
    pub standing: &'a Standing,
    /// When it says that it was made: an issuer's `Sealed-At`.
    pub claimed: Timestamp,
    /// By when it is proven to have existed, the earliest first.
    pub proofs: &'a [Timestamp],
    /// The time of asking.
    pub now: Timestamp,
}

impl Case<'_> {
    /// Decides the case by the table.
    pub fn decide(&self) -> Ruling {
        Ruling {
            row: Row::ALL.into_iter().find(|row| self.fits(*row)).unwrap_or(Row::UnknownKey),
            grants: self.standing.grants.clone(),
            grant: self.grant().copied(),
            claimed: self.claimed,
            now: self.now,
            proven: self.contradiction().or_else(|| self.proof()),
            ignored: self.proofs.iter().copied().filter(|proof| !self.helps(*proof)).collect(),
            revoked: self.standing.revoked.clone(),
        }
    }

    /// Whether a row fits, where none before it does.
    fn fits(&self, row: Row) -> bool {
        match row {
            Row::UnknownKey => self.standing.grants.is_empty(),
            Row::OutsideValidity => !self.within(self.claimed) || self.is_in_the_future(),
            Row::Contradicted => self.contradiction().is_some(),
            Row::RevokedProvenEarlier => self.is_revoked() && self.proof().is_some(),
            Row::Revoked => self.is_revoked(),
            Row::RetiredProven => self.is_retired() && self.proof().is_some(),
            Row::RetiredClaimed => self.is_retired(),
            Row::ValidProven => self.proof().is_some(),
            Row::ValidClaimed => true,
        }
    }

    /// Whether the key's window, the union of its grants', holds a time.
    fn within(&self, time: Timestamp) -> bool {
        self.standing.grants.iter().any(|grant| grant.window.contains(time))
    }

    fn is_in_the_future(&self) -> bool {
        self.claimed > self.now.plus_seconds(GRACE)
    }

    fn is_revoked(&self) -> bool {
        self.standing.revoked.is_some()
    }

    /// Whether the window is closed by now. A clock that is a little behind the claimed time does not make it so.
    fn is_retired(&self) -> bool {
        !self.within(self.now.max(self.claimed))
    }

    /// The earliest proof that says another thing than the claimed time.
    fn contradiction(&self) -> Option<Timestamp> {
        self.proofs.iter().copied().find(|proof| proof.plus_seconds(GRACE) < self.claimed)
    }

    /// The earliest proof that helps: within the window, and before the key is said to have been in other hands.
    fn proof(&self) -> Option<Timestamp> {
        self.proofs.iter().copied().find(|proof| self.helps(*proof))
    }

    fn helps(&self, proof: Timestamp) -> bool {
        self.within(proof) && self.is_before_compromise(proof)
    }

    fn is_before_compromise(&self, time: Timestamp) -> bool {
        self.standing.revoked.as_ref().is_none_or(|revoked| revoked.compromised_since.is_some_and(|since| time < since))
    }

    /// The grant that counts: of those that are open at the claimed time the one that is open for longest, else the first.
    fn grant(&self) -> Option<&Grant> {
        let grants = &self.standing.grants;
        let open = grants.iter().filter(|grant| grant.window.contains(self.claimed));
        open.max_by_key(|grant| (!grant.window.closed_by(self.now), grant.window.before.is_none(), grant.window.before))
            .or_else(|| grants.first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::revoked_keys::RevokedKey;
    use crate::trust::window::{Window, parse_time};
    use crate::trust::{Grant, Ground};

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
    /// For each revocation, the numbers of the rows that fit with each proof.
    type ByRevocation = [(&'static str, &'static str); 4];
    const CLAIMED: &str = "20260701Z";
    const ASKED: &str = "20300101Z";

    fn time(text: &str) -> Timestamp {
        parse_time(text).unwrap()
    }

    fn grant(line: usize, after: &str, before: &str) -> Grant {
        let end = |text: &str| (!text.is_empty()).then(|| time(text));
        Grant {
            ground: Ground::Line(line),
            every_role: false,
            window: Window { after: end(after), before: end(before) },
        }
    }

    fn revoked(since: &str) -> RevokedKey {
        let compromised_since = (since != "always").then(|| time(since));
        RevokedKey { line: 1, key: KEY.parse().unwrap(), compromised_since, reason: None }
    }

    /// The number of the row that fits a signature that says it was made in July 2026.
    fn row(grants: &[Grant], since: &str, proofs: &[&str], now: &str) -> usize {
        let revoked = (!since.is_empty()).then(|| revoked(since));
        let standing = Standing { grants: grants.to_vec(), revoked };
        let proofs: Vec<Timestamp> = proofs.iter().map(|proof| time(proof)).collect();
        Case { standing: &standing, claimed: time(CLAIMED), proofs: &proofs, now: time(now) }.decide().row.number()
    }

    /// Every state of a key, by every revocation, by every proof: which row fits, as FORMAT.md 12.5 numbers them.
    #[test]
    fn every_case_falls_into_its_row() {
        let (valid, retired) = (grant(1, "20250101Z", ""), grant(2, "20250101Z", "20270101Z"));
        let (late, early) = (grant(3, "20260702Z", ""), grant(4, "", "20260630Z"));
        // A proof: none, before the claimed time, soon after it, in late 2026, when the retired key was retired.
        let proofs: [&[&str]; 5] = [&[], &["20260630Z"], &["20260801Z"], &["20261101Z"], &["20280101Z"]];
        let cases: [(&[Grant], ByRevocation); 6] = [
            (&[], [("", "11111"), ("always", "11111"), ("20260601Z", "11111"), ("20261001Z", "11111")]),
            (&[late], [("", "22222"), ("always", "22222"), ("20260601Z", "22222"), ("20261001Z", "22222")]),
            (&[early], [("", "22222"), ("always", "22222"), ("20260601Z", "22222"), ("20261001Z", "22222")]),
            (&[valid], [("", "93888"), ("always", "53555"), ("20260601Z", "53555"), ("20261001Z", "53455")]),
            (&[retired], [("", "73667"), ("always", "53555"), ("20260601Z", "53555"), ("20261001Z", "53455")]),
            (&[retired, valid], [("", "93888"), ("always", "53555"), ("20260601Z", "53555"), ("20261001Z", "53455")]),
        ];
        for (grants, by_revocation) in cases {
            for (since, expected) in by_revocation {
                let found: String = proofs.iter().map(|proofs| row(grants, since, proofs, ASKED).to_string()).collect();
                assert_eq!(found, expected, "{grants:?} {since}");
            }
        }
    }

    #[test]
    fn the_clock_makes_a_key_retired_and_a_time_future() {
        let retired = [grant(1, "20250101Z", "20270101Z")];
        for (now, expected) in
            [("20260630235459Z", 2), ("20260630235500Z", 9), ("20260701Z", 9), ("20270101Z", 9), ("20270101000001Z", 7)]
        {
            assert_eq!(row(&retired, "", &[], now), expected, "{now}");
        }
        // A clock that is a little behind retires nothing that has just begun.
        assert_eq!(row(&[grant(1, CLAIMED, "")], "", &[], "20260630235500Z"), 9);
        // Whoever asks at an earlier time is told what is revoked all the same.
        assert_eq!(row(&retired, "20290101Z", &[], "20260801Z"), 5);
    }

    #[test]
    fn edges_are_to_the_second() {
        let valid = [grant(1, CLAIMED, "20270101Z")];
        for (proof, since, expected) in [
            ("20260630235459Z", "", 3),
            // Five minutes earlier contradicts nothing, and lies outside the window.
            ("20260630235500Z", "", 7),
            ("20260701Z", "", 6),
            ("20270101Z", "", 6),
            ("20270101000001Z", "", 7),
            ("20260930235959Z", "20261001Z", 4),
            ("20261001Z", "20261001Z", 5),
        ] {
            assert_eq!(row(&valid, since, &[proof], ASKED), expected, "{proof} {since}");
        }
    }

    #[test]
    fn proofs_that_do_not_help_are_told_and_hurt_nothing() {
        let standing = Standing { grants: vec![grant(1, "", "20270101Z")], revoked: None };
        let proofs = ["20260801Z", "20280101Z"].map(time);
        let ruling = Case { standing: &standing, claimed: time(CLAIMED), proofs: &proofs, now: time(ASKED) }.decide();
        assert_eq!((ruling.row, ruling.proven), (Row::RetiredProven, Some(proofs[0])));
        assert_eq!(ruling.ignored, [proofs[1]]);
    }

    #[test]
    fn the_line_that_counts_is_the_one_that_is_open_for_longest() {
        let line = |grants: &[Grant]| {
            let standing = Standing { grants: grants.to_vec(), revoked: None };
            let case = Case { standing: &standing, claimed: time(CLAIMED), proofs: &[], now: time(ASKED) };
            case.decide().grant.map(|grant| grant.ground)
        };
        let (early, retired) = (grant(1, "", "20260801Z"), grant(2, "", "20270101Z"));
        assert_eq!(line(&[early, retired]), Some(Ground::Line(2)));
        assert_eq!(line(&[early, grant(3, "", ""), retired]), Some(Ground::Line(3)));
        assert_eq!(line(&[grant(4, "20270101Z", ""), early]), Some(Ground::Line(1)));
        assert_eq!(line(&[]), None);
    }
}
