//! Statements that are corrected and withdrawn: by whom it takes effect, and that the old ones stay.

use std::fs;

use serde_json::Value;

use crate::archive::{Kept, ends, json, sealed};
use crate::support::{IDENTITY, Office, text};

const OTHER: &str = "press@trade.example";

/// An office with a statement, and a text `n.txt` for whatever comes next.
fn office() -> (Office, Kept) {
    let office = Office::new();
    office.add_key(OTHER, 8);
    office.write("text.txt", "We open an embassy.\n");
    let first = sealed(&office, &["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12"]);
    (office, first)
}

#[track_caller]
fn correct(office: &Office, old: &Kept, reason: &str) -> Kept {
    office.write("mended.txt", format!("We open two embassies: {reason}.\n"));
    sealed(office, &["correct", &old.id, "mended.txt", "--reason", reason])
}

#[track_caller]
fn withdraw(office: &Office, old: &Kept, reason: &str) -> Kept {
    sealed(office, &["withdraw", &old.id, "--reason", reason])
}

/// The status of a statement, which verify, show and list must say alike, and that it is authentic.
#[track_caller]
fn status(office: &Office, kept: &Kept) -> String {
    let verified = json(office, 0, &["verify", kept.path.to_str().unwrap()]);
    let shown = json(office, 0, &["show", &kept.id]);
    let listed = json(office, 0, &["list"]);
    let row = listed.iter().find(|row| row["id"] == *kept.id).unwrap();
    let said: Vec<&str> = [&verified[0], &shown[0], row].iter().map(|line| line["status"].as_str().unwrap()).collect();
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
    for wanted in ["current", "corrected", "withdrawn"] {
        let of_status = json(office, 0, &["list", "--status", wanted]);
        assert_eq!(of_status.iter().any(|row| row["id"] == *kept.id), wanted == said[0], "--status {wanted}");
        let found = json(office, 0, &["search", "embassy", "--status", wanted]);
        assert!(found.iter().all(|row| row["status"] == wanted));
    }
    said[0].to_owned()
}

/// Every id that `show` says takes effect on a statement.
fn replaced_by(office: &Office, kept: &Kept) -> Vec<String> {
    let shown = json(office, 0, &["show", &kept.id]);
    let later: &[Value] = shown[0]["replaced_by"].as_array().map_or(&[], Vec::as_slice);
    later.iter().map(|later| later["id"].as_str().unwrap().to_owned()).collect()
}

/// What `show` says to a person.
#[track_caller]
fn shown(office: &Office, code: i32, kept: &Kept) -> String {
    text(&ends(office, code, &["show", &kept.id]).stdout)
}

#[test]
fn a_chain_of_corrections_is_followed_to_its_end() {
    let (office, a) = office();
    let bytes = fs::read(&a.path).unwrap();
    assert_eq!(status(&office, &a), "current");
    let b = correct(&office, &a, "There are two");
    let c = correct(&office, &b, "There are three");
    assert_eq!([&a, &b, &c].map(|kept| status(&office, kept)), ["corrected", "corrected", "current"]);
    assert_eq!(replaced_by(&office, &a), [b.id.clone(), c.id.clone()]);
    assert_eq!(replaced_by(&office, &b), std::slice::from_ref(&c.id));
    let said = shown(&office, 0, &a);
    assert!(said.contains("There are two") && said.contains("which was itself corrected"), "{said}");
    assert!(fs::read(&a.path).unwrap() == bytes, "the old bundle stays");
    let told = json(&office, 0, &["history", &a.id]);
    assert!(told.iter().any(|event| event["event"] == "corrected" && event["by"] == *b.id), "{told:?}");
    fs::remove_dir_all(office.path(".cache")).unwrap();
    assert_eq!([&a, &b, &c].map(|kept| status(&office, kept)), ["corrected", "corrected", "current"]);
}

#[test]
fn of_two_corrections_both_are_told() {
    let (office, a) = office();
    let b = correct(&office, &a, "There are two");
    let c = correct(&office, &a, "There are three");
    assert_eq!([&a, &b, &c].map(|kept| status(&office, kept)), ["corrected", "current", "current"]);
    let mut both = [b.id, c.id];
    both.sort();
    let mut found = replaced_by(&office, &a);
    found.sort();
    assert_eq!(found, both);
    let said = shown(&office, 0, &a);
    assert!(said.contains("There are two") && said.contains("There are three"), "{said}");
}

#[test]
fn a_withdrawn_statement_is_withdrawn_whatever_else_was_done() {
    let (office, a) = office();
    let b = correct(&office, &a, "There are two");
    let c = withdraw(&office, &b, "It was a draft");
    assert_eq!([&a, &b, &c].map(|kept| status(&office, kept)), ["corrected", "withdrawn", "current"]);
    assert_eq!(replaced_by(&office, &a), [b.id.clone(), c.id.clone()]);
    let said = shown(&office, 0, &a);
    assert!(said.contains("which was itself withdrawn") && said.contains("It was a draft"), "{said}");
    withdraw(&office, &a, "All of it was a draft");
    assert_eq!(status(&office, &a), "withdrawn", "a withdrawal counts for more than a correction");
}

#[test]
fn what_replaces_a_statement_that_the_archive_does_not_have_says_so() {
    let (office, _) = office();
    let unknown = format!("sha256:{}", "ab".repeat(32));
    office.write("new.txt", "New.\n");
    let new = sealed(
        &office,
        &[
            "seal",
            "new.txt",
            "--title",
            "New",
            "--issued",
            "2026-03-12",
            "--type",
            "correction",
            "--replaces",
            &unknown,
            "--reason",
            "Why not",
        ],
    );
    assert_eq!(status(&office, &new), "current");
    let said = shown(&office, 0, &new);
    assert!(said.contains("replaces") && said.contains("which the archive does not have"), "{said}");
    assert_eq!(office.run(["show", &unknown]).status.code(), Some(2));
    ends(&office, 2, &["correct", &unknown, "new.txt", "--reason", "x"]);
}

/// Seals what says that it replaces a statement, by another identity.
fn by_another(office: &Office, old: &Kept) -> Kept {
    office.write("claim.txt", "We open no embassy.\n");
    sealed(
        office,
        &[
            "seal",
            "claim.txt",
            "--title",
            "No embassy",
            "--issued",
            "2026-03-13",
            "--type",
            "correction",
            "--key",
            OTHER,
            "--publisher",
            "Ministry of Trade",
            "--replaces",
            &old.id,
            "--reason",
            "Never agreed",
        ],
    )
}

#[test]
fn a_correction_by_another_identity_takes_no_effect_and_is_told() {
    let (office, a) = office();
    ends(&office, 2, &["correct", &a.id, "text.txt", "--reason", "x", "--key", OTHER]);
    let claim = by_another(&office, &a);
    assert_eq!([&a, &claim].map(|kept| status(&office, kept)), ["current", "current"]);
    assert!(replaced_by(&office, &a).is_empty());
    let said = shown(&office, 0, &a);
    assert!(said.contains("without effect") && said.contains("its issuers are not those of this statement"), "{said}");
}

#[test]
fn a_correction_by_a_key_that_is_not_trusted_takes_no_effect_and_is_told() {
    let (office, a) = office();
    let b = correct(&office, &a, "There are two");
    assert_eq!(status(&office, &a), "corrected");
    let thief = Office::new();
    thief.add_key(IDENTITY, 66);
    thief.write("forged.txt", "We open no embassy at all.\n");
    let seal = ["seal", "forged.txt", "--title", "None", "--issued", "2026-03-14", "--type", "correction"];
    let forged = sealed(&thief, &[&seal[..], &["--replaces", &b.id, "--reason", "x"]].concat());
    fs::copy(forged.path, office.path("archive/2026/forged.zip")).unwrap();
    let shown_b = json(&office, 0, &["show", &b.id]);
    assert_eq!((&shown_b[0]["verdict"], &shown_b[0]["status"]), (&"authentic".into(), &"current".into()));
    let said = shown(&office, 0, &b);
    assert!(said.contains("without effect, its signer is not trusted here"), "{said}");
    let listed = json(&office, 3, &["list"]);
    assert_eq!(listed.iter().filter(|row| row["verdict"] == "untrusted").count(), 1);
}

#[test]
fn a_correction_that_is_damaged_takes_no_effect_and_is_told() {
    let (office, a) = office();
    let b = correct(&office, &a, "There are two");
    let mut bytes = fs::read(&b.path).unwrap();
    let at = bytes.windows(7).position(|window| window == b"We open").unwrap();
    bytes[at] ^= 1;
    fs::write(&b.path, bytes).unwrap();
    let said = shown(&office, 0, &a);
    assert!(said.contains("without effect, it is not authentic"), "{said}");
    assert_eq!(json(&office, 0, &["show", &a.id])[0]["status"], "current");
    ends(&office, 1, &["audit"]);
}

#[test]
fn a_correction_that_goes_takes_its_effect_with_it() {
    let (office, a) = office();
    let b = correct(&office, &a, "There are two");
    assert_eq!(status(&office, &a), "corrected");
    fs::rename(&b.path, office.path("away.zip")).unwrap();
    assert_eq!(status(&office, &a), "current");
    ends(&office, 0, &["add", "away.zip"]);
    assert_eq!(status(&office, &a), "corrected");
}

/// A reader who has the file alone is told by the archive in use.
#[test]
fn a_copy_elsewhere_has_the_status_that_the_archive_knows() {
    let (office, a) = office();
    fs::copy(&a.path, office.path("copy.zip")).unwrap();
    let status = |office: &Office| json(office, 0, &["verify", "copy.zip"])[0]["status"].clone();
    assert_eq!(status(&office), "current");
    withdraw(&office, &a, "It was a draft");
    assert_eq!(status(&office), "withdrawn");
    fs::rename(office.path("archive"), office.path("elsewhere")).unwrap();
    assert_eq!(status(&office), Value::Null);
}
