//! The table of FORMAT.md 12.5 through the whole judge: real bundles, lists as text, every combination of what a reader
//! can know of a key. What is expected is restated here from that page alone.

use std::collections::BTreeSet;

use bag::Bag;
use chancery_core::{Digest, Proofs, Report, Role, Timestamp, Trust, TrustList, Verdict, VerifyOptions, verify};

use crate::support::{IDENTITY, SEALED_AT, key};
use crate::vectors_make::bag;

/// Who signs: in which role, under which identity, with the key of which seed.
type Party = (Role, &'static str, u8);
const PRESS: Party = (Role::Issuer, IDENTITY, 7);
const LEGAL: Party = (Role::Issuer, "legal@mfa.example", 8);
const WITNESS: Party = (Role::Witness, "witness@archive.example", 9);

/// A line of the list for a key: whether it is for the role in which the key signed, and from when until when.
#[derive(Debug, Clone, Copy)]
struct Line {
    for_the_role: bool,
    from: Option<&'static str>,
    until: Option<&'static str>,
}

/// A line for the role.
const fn line(from: Option<&'static str>, until: Option<&'static str>) -> Line {
    Line { for_the_role: true, from, until }
}

/// The lines of the list for a key.
const LISTED: [&[Line]; 8] = [NOT_LISTED, OTHER_ROLE, OPEN, JUST_OPEN, NOT_YET_OPEN, CLOSED, RETIRED, UNION];
const NOT_LISTED: &[Line] = &[];
const OTHER_ROLE: &[Line] = &[Line { for_the_role: false, from: Some("2020-01-01T00:00:00Z"), until: None }];
const OPEN: &[Line] = &[line(Some("2020-01-01T00:00:00Z"), None)];
/// Not yet by a clock that is five minutes behind.
const JUST_OPEN: &[Line] = &[line(Some("2026-03-12T14:02:00Z"), None)];
const NOT_YET_OPEN: &[Line] = &[line(Some("2026-03-12T14:05:01Z"), None)];
const CLOSED: &[Line] = &[line(None, Some("2026-03-12T14:04:59Z"))];
const RETIRED: &[Line] = &[line(Some("2020-01-01T00:00:00Z"), Some("2026-09-01T00:00:00Z"))];
/// Not when it is said to be compromised, nor soon after.
const UNION: &[Line] = &[line(None, Some("2026-04-01T00:00:00Z")), line(Some("2026-08-01T00:00:00Z"), None)];

/// As of when a key is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Revoked {
    Not,
    Always,
    Since(&'static str),
}

const REVOKED: [Revoked; 4] = [Revoked::Not, Revoked::Always, BEFORE_IT_SIGNED, LATER];
const BEFORE_IT_SIGNED: Revoked = Revoked::Since("2026-02-01T00:00:00Z");
const LATER: Revoked = Revoked::Since("2026-06-01T00:00:00Z");

/// By when a signature is proven to have existed.
const PROVEN: [&[&str]; 8] = [
    &[],
    // More than five minutes before Sealed-At, and exactly five.
    &["2026-03-12T13:59:59Z"],
    &["2026-03-12T14:00:00Z"],
    SOON,
    // When the key was compromised, after that, and after it was retired.
    &["2026-06-01T00:00:00Z"],
    &["2026-07-01T00:00:00Z"],
    &["2026-10-01T00:00:00Z"],
    &["2026-10-01T00:00:00Z", "2026-03-12T14:10:00Z"],
];
const SOON: &[&str] = &["2026-03-12T14:10:00Z"];

/// The reader's clocks: more than five minutes behind Sealed-At, exactly five, a week later, and when all is over.
const CLOCKS: [&str; 4] =
    ["2026-03-12T13:59:59Z", "2026-03-12T14:00:00Z", "2026-03-19T00:00:00Z", "2027-01-01T00:00:00Z"];
const EARLY: &str = CLOCKS[2];
const LATE: &str = CLOCKS[3];

const FIVE_MINUTES: i64 = 300;

/// What the reader knows of one signature.
#[derive(Debug, Clone, Copy)]
struct Known {
    listed: &'static [Line],
    revoked: Revoked,
    proven: &'static [&'static str],
}

/// Of a key that is trusted, and no more.
const TRUSTED: Known = Known { listed: OPEN, revoked: Revoked::Not, proven: &[] };
const UNKNOWN: Known = Known { listed: NOT_LISTED, ..TRUSTED };

/// Everything that can be known of one signature.
fn all_known() -> impl Iterator<Item = Known> {
    let of_list = |listed| REVOKED.into_iter().flat_map(move |revoked| of_both(listed, revoked));
    LISTED.into_iter().flat_map(of_list)
}

fn of_both(listed: &'static [Line], revoked: Revoked) -> impl Iterator<Item = Known> {
    PROVEN.into_iter().map(move |proven| Known { listed, revoked, proven })
}

/// What the reader demands: how many signers, and whether times must be proven.
type Demands = (usize, bool);
const NO_DEMANDS: Demands = (1, false);
const DEMANDS: [Demands; 4] = [NO_DEMANDS, (1, true), (2, false), (2, true)];

/// Whether proven times are demanded of witnesses too: "their signatures are weighed by the same rows".
fn of_witnesses((_, proven_times): Demands) -> bool {
    proven_times
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The row of FORMAT.md 12.5 that decides, by its own words.
fn row(known: &Known, claimed: Timestamp, clock: Timestamp) -> usize {
    let lines: Vec<&Line> = known.listed.iter().filter(|line| line.for_the_role).collect();
    let lies_in = |line: &Line, at: Timestamp| {
        line.from.is_none_or(|from| time(from) <= at) && line.until.is_none_or(|until| at <= time(until))
    };
    let in_window = |at: Timestamp| lines.iter().any(|line| lies_in(line, at));
    let proofs: Vec<Timestamp> = known.proven.iter().map(|proof| time(proof)).collect();
    let proven_within: Vec<Timestamp> = proofs.iter().copied().filter(|proof| in_window(*proof)).collect();
    if lines.is_empty() {
        return 1;
    }
    if !in_window(claimed) || claimed > clock.plus_seconds(FIVE_MINUTES) {
        return 2;
    }
    if proofs.iter().any(|proof| proof.plus_seconds(FIVE_MINUTES) < claimed) {
        return 3;
    }
    if let Revoked::Since(since) = known.revoked
        && proven_within.iter().any(|proof| *proof < time(since))
    {
        return 4;
    }
    if known.revoked != Revoked::Not {
        return 5;
    }
    // A clock that is a little behind the claimed time.
    let clock = if clock < claimed { claimed } else { clock };
    match (in_window(clock), proven_within.is_empty()) {
        (false, false) => 6,
        (false, true) => 7,
        (true, false) => 8,
        (true, true) => 9,
    }
}

/// Whether the outcome of a row is "trusted".
fn is_trusted(row: usize, proven_times: bool) -> bool {
    match row {
        4 | 6 | 8 => true,
        7 | 9 => !proven_times,
        _ => false,
    }
}

/// Whether the time is proven by which the outcome of a row came about.
fn is_proven(row: usize) -> bool {
    [4, 6, 8].contains(&row)
}

/// The row for whoever did not write Sealed-At: the earliest proof, or else the clock, stands in its place.
fn row_of_later(known: &Known, clock: Timestamp) -> usize {
    row(known, known.proven.iter().map(|proof| time(proof)).min().unwrap_or(clock), clock)
}

/// A bundle, and the SHA-256 of each signature's file.
struct Sealed {
    bag: Bag,
    bytes: Vec<u8>,
}

impl Sealed {
    fn new(bag: Bag) -> Self {
        Self { bytes: bag.bytes(), bag }
    }

    /// By one issuer, with a witness.
    fn single() -> Self {
        Self::new(signed(Bag::small(), WITNESS))
    }

    /// By two issuers.
    fn joint() -> Self {
        Self::new(signed(Bag::joint(), LEGAL))
    }

    fn digest(&self, (role, identity, _): Party) -> Digest {
        Digest::of(self.bag.file(&format!("signatures/{role}.{identity}.sig")))
    }

    /// What the judge says to a reader who knows this of the parties.
    fn judged(&self, known: &[(Party, Known)], clock: &str, (required_signers, proven_times): Demands) -> Report {
        let mut proofs = Proofs::default();
        for (party, known) in known {
            known.proven.iter().for_each(|proof| proofs.add(self.digest(*party), time(proof)));
        }
        let trust = Trust::List(trust_list(known));
        let question = VerifyOptions::new(&trust, time(clock))
            .require(required_signers)
            .require_proven_time(proven_times)
            .proofs(&proofs);
        verify(&self.bytes[..], &question).unwrap()
    }
}

fn signed(bag: Bag, (role, identity, seed): Party) -> Bag {
    bag.signed(role, identity, seed)
}

/// The reader's two files, written and read.
fn trust_list(known: &[(Party, Known)]) -> TrustList {
    let lines = known.iter().flat_map(|(party, known)| known.listed.iter().map(|line| line_text(*party, line)));
    let signers = lines.collect::<String>();
    let lines = known.iter().map(|(party, known)| revoked_text(*party, known.revoked));
    let list = TrustList::parse(signers.as_bytes(), Some(lines.collect::<String>().as_bytes())).unwrap();
    assert!(list.unusable().is_empty(), "{:?}", list.unusable());
    list
}

fn line_text((role, identity, seed): Party, line: &Line) -> String {
    let namespace = if line.for_the_role { role.namespace() } else { Role::Archivist.namespace() };
    let option = |name, time: Option<&str>| time.map(|time| format!(",{name}=\"{}\"", compact(time)));
    let ends = [option("valid-after", line.from), option("valid-before", line.until)];
    let ends: String = ends.into_iter().flatten().collect();
    format!("{identity} namespaces=\"{namespace}\"{ends} {}\n", key(seed).public().unwrap())
}

fn revoked_text((_, _, seed): Party, revoked: Revoked) -> String {
    let since = match revoked {
        Revoked::Not => return String::new(),
        Revoked::Always => String::new(),
        Revoked::Since(since) => format!(" compromised-since={}", compact(since)),
    };
    format!("{}{since} reason=laptop stolen\n", key(seed).public().unwrap())
}

/// 20260312140500Z for 2026-03-12T14:05:00Z.
fn compact(time: &str) -> String {
    time.replace(['-', ':', 'T'], "")
}

/// The row that decided on a party's signature, and what came of it.
fn decided(report: &Report, (role, identity, _): Party) -> (usize, &'static str) {
    let fits =
        |signature: &&chancery_core::Signature| signature.role() == role && signature.identity().as_str() == identity;
    let signature = report.signatures().iter().find(fits).unwrap();
    (signature.ruling().unwrap().row.number(), signature.status().as_str())
}

/// The same, as it should be.
fn expected(row: usize, proven_times: bool) -> (usize, &'static str) {
    (row, if is_trusted(row, proven_times) { "trusted" } else { "untrusted" })
}

fn verdict(authentic: bool) -> Verdict {
    if authentic { Verdict::Authentic } else { Verdict::Untrusted }
}

#[test]
fn the_first_row_that_fits_decides_on_a_bundle() {
    let sealed = Sealed::single();
    let mut rows = BTreeSet::new();
    for (known, clock) in all_known().flat_map(|known| CLOCKS.map(|clock| (known, clock))) {
        let row = row(&known, time(SEALED_AT), time(clock));
        rows.insert(row);
        for (demands, witness) in DEMANDS.into_iter().flat_map(|demands| [(demands, TRUSTED), (demands, UNKNOWN)]) {
            let case = format!("{known:?}, {clock}, {demands:?}, {witness:?}");
            let report = sealed.judged(&[(PRESS, known), (WITNESS, witness)], clock, demands);
            assert_eq!(decided(&report, PRESS), expected(row, demands.1), "{case}");
            assert_eq!(report.is_time_proven(), is_proven(row), "{case}");
            let trusted = is_trusted(row, demands.1);
            let signers = usize::from(trusted)
                + usize::from(is_trusted(row_of_later(&witness, time(clock)), of_witnesses(demands)));
            assert_eq!(report.verdict(), verdict(trusted && signers >= demands.0), "{case}");
        }
    }
    assert_eq!(rows, (1..=9).collect());
}

#[test]
fn a_witness_counts_towards_the_number_of_signers_and_changes_no_issuer() {
    const ISSUERS: [Known; 3] = [TRUSTED, UNKNOWN, Known { listed: RETIRED, proven: SOON, ..TRUSTED }];
    let sealed = Sealed::single();
    let mut rows = BTreeSet::new();
    for (witness, clock) in all_known().flat_map(|witness| CLOCKS.map(|clock| (witness, clock))) {
        let row_of_witness = row_of_later(&witness, time(clock));
        rows.insert(row_of_witness);
        for (issuer, demands) in ISSUERS.into_iter().flat_map(|issuer| DEMANDS.map(|demands| (issuer, demands))) {
            let case = format!("{witness:?}, {clock}, {demands:?}, {issuer:?}");
            let row = row(&issuer, time(SEALED_AT), time(clock));
            let report = sealed.judged(&[(PRESS, issuer), (WITNESS, witness)], clock, demands);
            assert_eq!(decided(&report, PRESS), expected(row, demands.1), "{case}");
            assert_eq!(decided(&report, WITNESS), expected(row_of_witness, of_witnesses(demands)), "{case}");
            assert_eq!(report.is_time_proven(), is_proven(row), "{case}");
            let trusted = is_trusted(row, demands.1);
            let signers = usize::from(trusted)
                + usize::from(is_trusted(row_of_later(&witness, time(clock)), of_witnesses(demands)));
            assert_eq!(report.verdict(), verdict(trusted && signers >= demands.0), "{case}");
        }
    }
    // The earliest proof is no proof against itself; without one the clock cannot lie outside the window.
    assert_eq!(rows, BTreeSet::from([1, 2, 4, 5, 6, 8, 9]));
}

#[test]
fn a_joint_statement_is_worth_what_its_least_signature_is() {
    const SECOND: [Known; 6] = [
        TRUSTED,
        UNKNOWN,
        Known { listed: RETIRED, ..TRUSTED },
        Known { proven: SOON, ..TRUSTED },
        Known { revoked: Revoked::Always, ..TRUSTED },
        Known { revoked: LATER, proven: SOON, ..TRUSTED },
    ];
    let sealed = Sealed::joint();
    for (first, second) in all_known().flat_map(|first| SECOND.map(|second| (first, second))) {
        for (clock, demands) in
            [EARLY, LATE].into_iter().flat_map(|clock| [NO_DEMANDS, (2, true)].map(|demands| (clock, demands)))
        {
            let case = format!("{first:?}, {second:?}, {clock}, {demands:?}");
            let rows = [&first, &second].map(|known| row(known, time(SEALED_AT), time(clock)));
            for known in [[(PRESS, first), (LEGAL, second)], [(LEGAL, first), (PRESS, second)]] {
                let report = sealed.judged(&known, clock, demands);
                assert_eq!(known.map(|(party, _)| decided(&report, party)), rows.map(|row| expected(row, demands.1)));
                assert_eq!(report.is_time_proven(), rows.into_iter().all(is_proven), "{case}");
                // Both have to be trusted, and then there are two.
                let trusted = rows.into_iter().all(|row| is_trusted(row, demands.1));
                assert_eq!(report.verdict(), verdict(trusted), "{case}");
            }
        }
    }
}

#[test]
fn a_joint_statement_that_one_issuer_has_not_signed_is_untrusted() {
    let proven = Known { proven: SOON, ..TRUSTED };
    for bag in [Bag::joint(), signed(Bag::joint(), WITNESS)] {
        let report = Sealed::new(bag).judged(&[(PRESS, proven)], LATE, NO_DEMANDS);
        assert_eq!((decided(&report, PRESS), report.verdict()), (expected(8, false), Verdict::Untrusted));
    }
}

#[test]
fn revocations_count_whatever_the_clock_says() {
    let sealed = Sealed::single();
    for revoked in REVOKED.into_iter().filter(|revoked| *revoked != Revoked::Not) {
        for clock in &CLOCKS[1..] {
            let report = sealed.judged(&[(PRESS, Known { revoked, ..TRUSTED })], clock, NO_DEMANDS);
            assert_eq!(
                (decided(&report, PRESS), report.verdict()),
                (expected(5, false), Verdict::Untrusted),
                "{clock}"
            );
        }
    }
}

#[test]
fn signatures_count_once_for_each_identity() {
    for seed in [PRESS.2, WITNESS.2] {
        let again = (Role::Witness, IDENTITY, seed);
        let sealed = Sealed::new(signed(Bag::small(), again));
        let judged = |required| sealed.judged(&[(PRESS, TRUSTED), (again, TRUSTED)], EARLY, (required, false));
        assert_eq!(decided(&judged(1), again), expected(9, false));
        assert_eq!([1, 2].map(|required| judged(required).verdict()), [Verdict::Authentic, Verdict::Untrusted]);
    }
}
