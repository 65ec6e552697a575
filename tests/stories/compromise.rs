//! A key is stolen.

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::{Proofs, Report, Row, Trust, Verdict, VerifyOptions, verify};

use crate::stories::people::{Office, Published, Reader};
use crate::support::IDENTITY;

const STOLEN: &str = "2026-01-10T18:00:00Z";
const REASON: &str = "laptop stolen from a train on 10 January";

#[test]
fn an_office_whose_key_is_stolen_is_believed_again_by_a_new_one() {
    // An office seals a statement in June, and a reader trusts it.
    let office = Office::opens("2024-01-01", "correct horse");
    let harbour = office.seals("The harbour is open", "2025-06-01T10:00:00Z", "passphrase");
    let printed = office.publishes_its_fingerprint();
    let reader = Reader::new();
    reader.trusts(&harbour.bundle, &printed).done();

    // In January a laptop is stolen, with the key and a note of the passphrase. The thief seals a forgery that says it is
    // from September. Readers take it for authentic: that is what a stolen key means.
    let private = office.0.path(format!("keys/{IDENTITY}"));
    let thief = Office::with_stolen(&private, &office.0.path("passphrase"));
    let forgery = thief.seals("The harbour is closed", "2025-09-01T10:00:00Z", "passphrase");
    reader.verifies(&harbour.bundle).authentic_by_row(9);
    reader.verifies(&forgery.bundle).authentic_by_row(9);

    // The office revokes the key, and tells everybody the line to add. From then on it signs nothing with that key itself.
    let revoke = ["key", "revoke", IDENTITY, "--compromised-since", STOLEN, "--reason", REASON];
    let told = office.0.chancery(&revoke).done().out;
    let line = told.lines().find(|line| line.starts_with("ssh-ed25519 ")).unwrap();
    let seal = ["seal", "text.txt", "--title", "T", "--issued", "2026-01-11", "--passphrase-file", "passphrase"];
    office.0.chancery(&seal).refused(2, "it must sign nothing more");
    reader.revokes(line);

    // Now the forgery is not trusted, and neither is anything else by that key: nothing proves that it is older. The reason
    // is the one that the office gave. ssh-keygen says the same of both, with the same line.
    for bundle in [&forgery.bundle, &harbour.bundle] {
        let judged = reader.verifies(bundle);
        judged.untrusted_by_row(5);
        judged.says("compromised since 2026-01-10T18:00:00Z");
        judged.says(REASON);
        // No other clock helps, nor does it to name the key: to be revoked is for all questions.
        reader.verifies_with(bundle, &["--at", "2025-12-01"]).untrusted_by_row(5);
        reader.verifies_with(bundle, &["--fingerprint", &printed]).untrusted_by_row(5);
    }

    // The thief cannot lead readers on to another key, whenever the announcement says that it was made.
    for time in ["2026-02-01T09:00:00Z", "2025-10-01T09:00:00Z"] {
        let thief = Office::with_stolen(&private, &office.0.path("passphrase"));
        thief.0.keeps("new-passphrase", "a thief's");
        let announcement = thief.rotates(time, "passphrase", "new-passphrase");
        reader.follows(&announcement.bundle, &announcement.fingerprint).refused(3, REASON);
    }

    // Something independent has seen the signature of the June statement the day after: that one is older than the theft,
    // and authentic. The forgery was seen in February, which proves nothing; the thief's own word proves nothing either.
    let seen = [(&harbour, "2025-06-02T00:00:00Z"), (&forgery, "2026-02-01T00:00:00Z")];
    let proofs = proofs(&seen);
    assert_ruled(&reader, &harbour, &proofs, Verdict::Authentic, Row::RevokedProvenEarlier);
    assert_ruled(&reader, &forgery, &proofs, Verdict::Untrusted, Row::Revoked);
    assert_ruled(&reader, &harbour, &Proofs::default(), Verdict::Untrusted, Row::Revoked);

    // The office makes room for a new key as it was told to, and makes one.
    assert_eq!(moves(&told).lines().count(), 2, "{told}");
    assert!(told.contains(&format!("  chancery key new {IDENTITY}\n")), "{told}");
    office.0.types(&moves(&told)).done();
    office.0.keeps("new-passphrase", "staple and more");
    office.makes_a_key("2026-01-12", "new-passphrase");
    let new = office.publishes_its_fingerprint();
    assert_ne!(new, printed);

    // It seals the June statement anew, with the new key, and says that it takes the old one's place. A reader who has
    // got the new fingerprint from the office verifies it; the forgery stays what it is.
    let options =
        ["--passphrase-file", "new-passphrase", "--replaces", &harbour.id, "--reason", "sealed with a new key"];
    let anew = office.seals_with("The harbour is open", "2026-01-12T10:00:00Z", &options);
    assert_eq!(anew.fingerprint, new);
    reader.verifies(&anew.bundle).untrusted_by_row(1);
    reader.trusts(&anew.bundle, &new).done();
    reader.verifies(&anew.bundle).authentic_by_row(9);
    reader.verifies(&forgery.bundle).untrusted_by_row(5);
}

#[test]
fn whoever_hears_first_that_a_key_is_revoked_does_not_come_to_trust_it() {
    let office = Office::opens("2024-01-01", "correct horse");
    let harbour = office.seals("The harbour is open", "2025-06-01T10:00:00Z", "passphrase");
    let reader = Reader::new();
    // Of the office this reader knows nothing yet but the line that it published.
    reader.revokes(&format!("{} compromised-since=20260110180000Z reason={REASON}", office.public_key()));
    let printed = office.publishes_its_fingerprint();
    reader.trusts(&harbour.bundle, &printed).refused(2, "a revoked key cannot be trusted again");
    assert!(!reader.list("allowed_signers").exists());
    reader.verifies_with(&harbour.bundle, &["--fingerprint", &printed]).untrusted_by_row(5);
}

#[test]
fn a_key_that_was_retired_is_revoked_and_the_one_in_use_stays_where_it_is() {
    let office = Office::opens("2024-01-01", "correct horse");
    let retired = office.publishes_its_fingerprint();
    office.rotates("2026-03-01T09:00:00Z", "passphrase", "passphrase");
    // The old key turns up in other hands after all. The new one was never there, and goes on.
    let revoke =
        ["key", "revoke", IDENTITY, "--fingerprint", &retired, "--compromised-since", STOLEN, "--reason", REASON];
    let told = office.0.chancery(&revoke).done().out;
    assert!(!told.contains("  mv ") && !told.contains("chancery key new"), "{told}");
    office.seals("The lighthouse is lit", "2026-03-10T10:00:00Z", "passphrase");
}

#[test]
fn the_moves_that_a_revocation_proposes_overwrite_no_key_of_the_same_day() {
    let office = Office::opens("2024-01-01", "correct horse");
    let before = office.public_key();
    // A key is changed in the morning, and the new one is stolen in the afternoon.
    let rotate = ["key", "rotate", IDENTITY, "--passphrase-file", "passphrase", "--no-passphrase"];
    office.0.chancery(&rotate).done();
    let stolen = office.publishes_its_fingerprint();
    let revoke =
        ["key", "revoke", IDENTITY, "--fingerprint", &stolen, "--compromised-since", STOLEN, "--reason", REASON];
    let told = office.0.chancery(&revoke).done().out;
    office.0.types(&moves(&told)).done();
    let public = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "pub");
    let kept = fs::read_dir(office.0.path("keys")).unwrap().map(|entry| entry.unwrap().path()).filter(public);
    let kept: String = kept.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(kept.contains(&before), "{told}{kept}");
}

/// The commands by which a revocation says that room is made for a new key.
fn moves(told: &str) -> String {
    told.lines().filter(|line| line.starts_with("  mv ")).map(|line| format!("{line}\n")).collect()
}

/// What something independent has seen, and when.
fn proofs(seen: &[(&Published, &str)]) -> Proofs {
    let mut proofs = Proofs::default();
    for (published, by) in seen {
        let report = judged(&published.bundle, &Trust::Nobody, &Proofs::default());
        proofs.add(report.signatures()[0].digest(), by.parse().unwrap());
    }
    proofs
}

/// What a reader is told who has proofs of when a statement was signed.
#[track_caller]
fn assert_ruled(reader: &Reader, published: &Published, proofs: &Proofs, verdict: Verdict, row: Row) {
    let list = chancery_office::trust_sources::read(&reader.list("allowed_signers")).unwrap().list;
    let report = judged(&published.bundle, &Trust::List(list), proofs);
    assert_eq!((report.verdict(), report.signatures()[0].ruling().unwrap().row), (verdict, row));
}

fn judged(bundle: &Path, trust: &Trust, proofs: &Proofs) -> Report {
    let question = VerifyOptions::new(trust, "2026-03-12T14:05:00Z".parse().unwrap()).proofs(proofs);
    verify(&fs::read(bundle).unwrap()[..], &question).unwrap()
}
