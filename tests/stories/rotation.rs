//! A key is changed in peace.

use std::fs;

use crate::stories::people::{Office, Reader};
use crate::support::IDENTITY;

const ROTATION: &str = "2026-03-01T09:00:00Z";
/// A fingerprint of nobody.
const ANOTHER: &str = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn an_office_changes_its_key_and_its_readers_follow() {
    // The office has had its key since 2024, and seals a statement with it.
    let office = Office::opens("2024-01-01", "correct horse");
    let printed = office.publishes_its_fingerprint();
    let harbour = office.seals("The harbour is open", "2024-03-01T10:00:00Z", "passphrase");
    assert_eq!(harbour.fingerprint, printed);

    // A stranger who trusts nobody learns that nothing was changed, and that this proves nothing.
    let stranger = Reader::new();
    stranger.verifies(&harbour.bundle).untrusted_by_row(1);

    // A reader asks the office for its fingerprint, by telephone, and trusts whoever signed that statement. The wrong
    // fingerprint would have trusted nobody.
    let reader = Reader::new();
    reader.trusts(&harbour.bundle, ANOTHER).refused(2, "which you named");
    assert!(!reader.list("allowed_signers").exists());
    reader.trusts(&harbour.bundle, &printed).done();
    reader.verifies(&harbour.bundle).authentic_by_row(9);

    // So does somebody else, who will not hear of what comes. Later statements need no further word.
    let late_reader = Reader::new();
    late_reader.trusts(&harbour.bundle, &printed).done();
    let pier = office.seals("The pier is closed", "2025-09-09T08:00:00Z", "passphrase");
    reader.verifies(&pier.bundle).authentic_by_row(9);

    // The office makes a new key, with a passphrase of its own, and publishes an announcement that both keys have signed.
    office.0.keeps("new-passphrase", "staple and more");
    let announcement = office.rotates(ROTATION, "passphrase", "new-passphrase");
    assert_eq!(office.publishes_its_fingerprint(), announcement.fingerprint);
    assert_ne!(announcement.fingerprint, printed);

    // From then on the new key signs, with the new passphrase alone.
    let seal = ["seal", "text.txt", "--title", "T", "--issued", "2026-03-10", "--passphrase-file", "passphrase"];
    office.0.chancery(&seal).refused(2, "the passphrase is wrong");
    let lighthouse = office.seals("The lighthouse is lit", "2026-03-10T10:00:00Z", "new-passphrase");
    assert_eq!(lighthouse.fingerprint, announcement.fingerprint);

    // The announcement can be checked with the old key, so the reader follows it, having asked for the new fingerprint.
    reader.verifies(&lighthouse.bundle).untrusted_by_row(1);
    reader.verifies(&announcement.bundle).authentic_by_row(9);
    reader.follows(&announcement.bundle, &printed).refused(2, "not the one that you named");
    reader.follows(&announcement.bundle, &announcement.fingerprint).done();

    // What the old key signed stays authentic, with the note that its time is its signer's own word.
    for old in [&harbour, &pier, &announcement] {
        let judged = reader.verifies(&old.bundle);
        judged.authentic_by_row(7);
        judged.says("trust.retired-key");
    }
    reader.verifies(&lighthouse.bundle).authentic_by_row(9);

    // Whoever has not followed trusts the old key as before, and does not know the new one. The stranger knows neither.
    late_reader.verifies(&pier.bundle).authentic_by_row(9);
    late_reader.verifies(&lighthouse.bundle).untrusted_by_row(1);
    stranger.verifies(&lighthouse.bundle).untrusted_by_row(1);
    stranger.follows(&announcement.bundle, &announcement.fingerprint).refused(2, "there is no such trust list");

    // Following it once more changes nothing; but whoever names another fingerprint is told so even then.
    let list = fs::read(reader.list("allowed_signers")).unwrap();
    reader.follows(&announcement.bundle, &announcement.fingerprint).done();
    assert_eq!(fs::read(reader.list("allowed_signers")).unwrap(), list);
    reader.follows(&announcement.bundle, ANOTHER).refused(2, "not the one that you named");
}

#[test]
fn nobody_follows_whoever_has_another_key_or_one_that_is_retired() {
    let office = Office::opens("2024-01-01", "correct horse");
    let harbour = office.seals("The harbour is open", "2024-03-01T10:00:00Z", "passphrase");
    let (reader, late_reader) = (Reader::new(), Reader::new());
    for reader in [&reader, &late_reader] {
        reader.trusts(&harbour.bundle, &office.publishes_its_fingerprint()).done();
    }
    office.0.keeps("new-passphrase", "staple and more");
    let announcement = office.rotates(ROTATION, "passphrase", "new-passphrase");
    reader.follows(&announcement.bundle, &announcement.fingerprint).done();
    let lists = || [&reader, &late_reader].map(|reader| fs::read(reader.list("allowed_signers")).unwrap());
    let before = lists();

    // A forger says to be the office, and announces a key that the forger has made. Readers who took the fingerprint from
    // the forger's own page still do not follow: no key that they trust has signed.
    let forger = Office::opens("2024-01-01", "a forger's");
    forger.0.keeps("new-passphrase", "a forger's too");
    let forged = forger.rotates("2025-01-01T09:00:00Z", "passphrase", "new-passphrase");
    for reader in [&reader, &late_reader] {
        reader.verifies(&forged.bundle).untrusted_by_row(1);
        reader.follows(&forged.bundle, &forged.fingerprint).refused(3, "nothing was followed");
    }

    // A thief finds the old key on a disk that was thrown away, with its passphrase on a note. What the thief seals with it
    // looks like an announcement, but the key that it names did not sign.
    let thrown_away = office.0.path(format!("keys/{IDENTITY}.until-20260301"));
    let thief = Office::with_stolen(&thrown_away, &office.0.path("passphrase"));
    let lines = [("before", thief.public_key()), ("after", forger.public_key())].map(|(word, key)| {
        format!("{IDENTITY} namespaces=\"chancery-issuer\",valid-{word}=\"20251112000000Z\" {key}\n")
    });
    thief.0.keeps("allowed_signers", &lines.concat());
    let options = ["allowed_signers", "--type", "key-announcement", "--passphrase-file", "passphrase"];
    let half = thief.seals_with("New key", "2025-11-11T11:11:11Z", &options);
    late_reader.verifies(&half.bundle).authentic_by_row(9);
    late_reader.follows(&half.bundle, &forged.fingerprint).refused(2, "is not signed with the new key");

    // So the thief announces a key of the thief's own, as of a time when the old one was in use. Nobody can tell it from an
    // announcement of the office; but a key that a reader's list calls retired announces nothing more.
    thief.0.keeps("new-passphrase", "a thief's");
    let backdated = thief.rotates("2025-11-11T11:11:11Z", "passphrase", "new-passphrase");
    reader.verifies(&backdated.bundle).authentic_by_row(7);
    reader.follows(&backdated.bundle, &backdated.fingerprint).refused(2, "is retired, so it can announce no other");
    assert_eq!(lists(), before);
}

#[test]
fn whoever_trusts_the_new_key_already_follows_to_retire_the_old_one() {
    let office = Office::opens("2024-01-01", "correct horse");
    let harbour = office.seals("The harbour is open", "2024-03-01T10:00:00Z", "passphrase");
    let reader = Reader::new();
    reader.trusts(&harbour.bundle, &office.publishes_its_fingerprint()).done();
    let announcement = office.rotates(ROTATION, "passphrase", "passphrase");

    // A reader comes to a new statement before the announcement, and trusts the new key by its fingerprint, from that day.
    let lighthouse = office.seals("The lighthouse is lit", "2026-03-01T10:00:00Z", "passphrase");
    reader.trusts(&lighthouse.bundle, &announcement.fingerprint).done();
    reader.verifies(&lighthouse.bundle).authentic_by_row(9);

    // The announcement is still worth following: the old key ends by it. Whoever names another fingerprint is told so.
    reader.follows(&announcement.bundle, ANOTHER).refused(2, "not the one that you named");
    reader.follows(&announcement.bundle, &announcement.fingerprint).done();
    reader.verifies(&harbour.bundle).authentic_by_row(7);
    reader.verifies(&lighthouse.bundle).authentic_by_row(9);
}

#[test]
fn whoever_knows_the_new_key_as_another_or_as_a_witness_follows_it_as_the_offices() {
    let office = Office::opens("2024-01-01", "correct horse");
    let harbour = office.seals("The harbour is open", "2024-03-01T10:00:00Z", "passphrase");
    let printed = office.publishes_its_fingerprint();
    let announcement = office.rotates(ROTATION, "passphrase", "passphrase");
    let lighthouse = office.seals("The lighthouse is lit", "2026-03-01T10:00:00Z", "passphrase");
    for (identity, role) in [("legal@mfa.example", "issuer"), (IDENTITY, "witness")] {
        let reader = Reader::new();
        reader.trusts(&harbour.bundle, &printed).done();
        reader.0.keeps("new.pub", &format!("{}\n", office.public_key()));
        reader.0.chancery(&["key", "trust", "new.pub", identity, "--role", role, "--from", "2026-01-01"]).done();
        reader.verifies(&lighthouse.bundle).untrusted_by_row(1);
        reader.follows(&announcement.bundle, &announcement.fingerprint).done();
        reader.verifies(&harbour.bundle).authentic_by_row(7);
        reader.verifies(&lighthouse.bundle).authentic_by_row(9);
    }
}
