//! Announcements of keys: which bundles make one, and which may be followed.

use chancery_core::trust::announcement::Announcement;
use chancery_core::verify::announcement::{announcement, check_followable};
use chancery_core::{Report, Role, Trust, TrustList, VerifyOptions, verify};

use crate::support::{IDENTITY, key};
use crate::vectors_make::bag::{Bag, METADATA};

fn announced() -> Announcement {
    Announcement {
        identity: IDENTITY.parse().unwrap(),
        old: key(7).public().unwrap(),
        until: "2026-05-01T00:00:00Z".parse().unwrap(),
        new: key(9).public().unwrap(),
        from: "2026-04-01T00:00:00Z".parse().unwrap(),
    }
}

/// An announcement signed with both keys.
fn signed() -> Bag {
    Bag::small().replace(METADATA, "\"notice\"", "\"key-announcement\"").signed(Role::Witness, IDENTITY, 9)
}

fn list(more: &str, revoked: &str) -> TrustList {
    let line = format!("{IDENTITY} {more} {}\n", key(7).public().unwrap());
    TrustList::parse(line.as_bytes(), Some(revoked.as_bytes())).unwrap()
}

fn judged(bag: &Bag, list: TrustList) -> Report {
    let trust = Trust::List(list);
    verify(&bag.bytes()[..], &VerifyOptions::new(&trust, "2026-06-01T12:00:00Z".parse().unwrap())).unwrap()
}

fn fault(bag: &Bag, lines: &str) -> String {
    announcement(&judged(bag, list("", "")), lines.as_bytes()).unwrap_err()
}

#[test]
fn a_key_is_announced_by_both_keys() {
    let report = judged(&signed(), list("", ""));
    assert_eq!(announcement(&report, announced().lines().as_bytes()), Ok(announced()));
    assert_eq!(check_followable(&report, &announced(), &list("", "")), Ok(()));
}

#[test]
fn what_announces_nothing_says_why() {
    let lines = announced().lines();
    let stranger = judged(&signed(), TrustList::default());
    let not_authentic = Err("is not authentic by your trust list".to_owned());
    assert_eq!(announcement(&stranger, lines.as_bytes()), not_authentic);
    assert_eq!(fault(&Bag::small(), &lines), "is no key announcement but of the type notice");
    assert_eq!(fault(&signed(), "press"), "is not the two lines that a key announcement has");
    let with = |change: &dyn Fn(&mut Announcement)| {
        let mut other = announced();
        change(&mut other);
        fault(&signed(), &other.lines())
    };
    let other = with(&|other| other.identity = "legal@mfa.example".parse().unwrap());
    assert_eq!(other, "announces a key of legal@mfa.example, who is not its one issuer");
    assert_eq!(with(&|other| other.new = other.old), "announces the key that it is signed with");
    let [third] = [key(8).public().unwrap()];
    assert_eq!(with(&|other| other.old = third), "is not signed with the old key that it names");
    assert_eq!(with(&|other| other.new = third), "is not signed with the new key that it names");
    let early = "2026-03-12T14:04:59Z".parse().unwrap();
    assert_eq!(with(&|other| other.from = early), "speaks of a time before it was sealed");
    assert_eq!(with(&|other| other.until = early), "speaks of a time before it was sealed");
    let then = "2026-03-12T14:05:00Z".parse().unwrap();
    let mut at_once = announced();
    (at_once.from, at_once.until) = (then, then);
    assert!(announcement(&judged(&signed(), list("", "")), at_once.lines().as_bytes()).is_ok());
    let alone = signed().without(&format!("signatures/witness.{IDENTITY}.sig"));
    assert_eq!(fault(&alone, &lines), "is not signed with the new key that it names");
    let by_another = alone.signed(Role::Witness, "legal@mfa.example", 9);
    assert_eq!(fault(&by_another, &lines), "is not signed with the new key that it names");
    // A good signature in another role does not count.
    let archived = signed().without(&format!("signatures/witness.{IDENTITY}.sig")).signed(Role::Archivist, IDENTITY, 9);
    assert_eq!(fault(&archived, &lines), "is not signed with the new key that it names");
}

#[test]
fn the_word_of_a_retired_key_is_not_followed() {
    let report = judged(&signed(), list("valid-before=\"20260501Z\"", ""));
    let told = check_followable(&report, &announced(), &list("", "")).unwrap_err();
    assert_eq!(told, "says that the old key of press@mfa.example is retired, so it can announce no other");
}

#[test]
fn a_key_that_the_list_ends_or_revokes_is_not_followed() {
    let report = judged(&signed(), list("", ""));
    let revoked = format!("{}\n", key(9).public().unwrap());
    let told = check_followable(&report, &announced(), &list("", &revoked)).unwrap_err();
    assert_eq!(told, "revokes the new key, and a revoked key cannot be trusted again");
    let line = |seed, end| format!("{IDENTITY} {end} {}\n", key(seed).public().unwrap());
    let followed =
        |lines: &str| check_followable(&report, &announced(), &TrustList::parse(lines.as_bytes(), None).unwrap());
    let told = followed(&line(9, "valid-before=\"20300101Z\"")).unwrap_err();
    assert_eq!(told, "gives the new key an end already: whether that is to be lifted is for its reader to say");
    assert_eq!(followed(&line(9, "")), Ok(()));
    assert_eq!(followed(&line(8, "valid-before=\"20300101Z\"")), Ok(()));
    let other = format!("{}\n", key(8).public().unwrap());
    assert_eq!(check_followable(&report, &announced(), &list("", &other)), Ok(()));
}
