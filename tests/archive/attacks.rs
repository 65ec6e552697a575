//! What a stranger, or an accident, has tried with an archive.

use std::fs;

use serde_json::Value;

use crate::archive::{BATCH, Kept, ends, events_of, json, kept, office_with, sealed};
use crate::support::{IDENTITY, Office, text};

const OTHER: &str = "press@trade.example";

/// An office of the stranger's own, with another key under the same identity.
fn stranger() -> Office {
    let office = Office::new();
    office.add_key(IDENTITY, 66);
    office
}

#[track_caller]
fn sealed_out(office: &Office, arguments: &[&str]) -> Kept {
    office.write("text.txt", "A text of somebody's.\n");
    let all = [&["seal", "text.txt", "--issued", "2026-03-12", "--out", "out.zip"], arguments].concat();
    let line: Value = json(office, 0, &all)[0].clone();
    kept(office, &line)
}

#[test]
fn a_file_that_was_looked_at_on_its_way_is_read_again() {
    let (office, all) = office_with(2);
    office.write("why.txt", "It was never decided.\n");
    let withdrawal = sealed(&office, &["withdraw", &all[0].id, "--reason", "never decided"]);
    let whole = fs::read(&withdrawal.path).unwrap();
    for harm in [&whole[..1_000], b"", b"garbage"] {
        fs::write(&withdrawal.path, harm).unwrap();
        office.run(["reindex"]);
        fs::write(&withdrawal.path, &whole).unwrap();
        assert_eq!(json(&office, 0, &["show", &all[0].id])[0]["status"], "withdrawn");
        assert_eq!(json(&office, 0, &["list"]).len(), 3);
    }
}

#[test]
fn a_batch_takes_no_strangers_bundle_for_the_offices_own() {
    let (office, _) = office_with(3);
    let stranger = stranger();
    let forged = sealed_out(&stranger, &["--title", "Forged", "--identifier", "N-4"]);
    fs::copy(forged.path, office.path("archive/2026/forged.zip")).unwrap();
    crate::archive::table(&office, 4, true);
    let lines = json(&office, 0, &BATCH);
    assert_eq!(lines.last().unwrap()["summary"], serde_json::json!({"sealed": 1, "there": 3, "failed": 0, "joint": 0}));
    let sealed: Vec<Value> =
        events_of(&office.path("archive")).into_iter().filter(|event| event["event"] == "sealed").collect();
    assert!(sealed.len() == 4 && sealed.iter().all(|event| event["ids"][0] != *forged.id), "{sealed:?}");
}

#[test]
fn a_batch_seals_again_what_was_damaged_and_says_where_an_identifier_is_taken() {
    let (office, all) = office_with(2);
    ends(&office, 0, &["list"]);
    let mut rotten = fs::read(&all[0].path).unwrap();
    let at = rotten.windows(7).position(|window| window == b"number1").unwrap();
    rotten[at] ^= 1;
    fs::write(&all[0].path, rotten).unwrap();
    let output = ends(&office, 2, &BATCH);
    assert!(text(&output.stderr).contains("has the id of this very bundle"), "{}", text(&output.stderr));
    office.write("texts/2.txt", "Quite another text.\n");
    let output = ends(&office, 2, &BATCH);
    assert!(text(&output.stderr).contains("row 3: "), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("has the row's identifier, and other documents"));
}

#[test]
fn nobody_is_listed_as_having_signed_what_they_have_not() {
    let office = Office::new();
    office.add_key(OTHER, 8);
    office.write("text.txt", "Trade.\n");
    let arguments = ["seal", "text.txt", "--title", "Trade", "--issued", "2026-03-12", "--key", OTHER];
    let bundle = sealed(&office, &arguments);
    // The stranger signs as a witness under the ministry's identity.
    let stranger = Office::new();
    stranger.add_key(IDENTITY, 66);
    stranger.add_key(OTHER, 8);
    fs::copy(&bundle.path, stranger.path("bundle.zip")).unwrap();
    ends(&stranger, 0, &["countersign", "bundle.zip", "--role", "witness", "--key", IDENTITY]);
    fs::copy(stranger.path("bundle.zip"), &bundle.path).unwrap();
    assert_eq!(json(&office, 0, &["verify", bundle.path.to_str().unwrap()])[0]["verdict"], "authentic");
    assert_eq!(json(&office, 0, &["list", "--signer", IDENTITY]).len(), 0);
    assert_eq!(json(&office, 0, &["list", "--signer", OTHER]).len(), 1);
}

#[test]
fn a_bundle_that_comes_back_gives_its_trusted_signatures_and_no_others() {
    let office = Office::new();
    for (identity, seed, role) in [("notary@archive.example", 8, "archivist"), ("legal@mfa.example", 9, "witness")] {
        office.add_key(identity, seed);
        let public = format!("keys/{identity}.pub");
        ends(&office, 0, &["key", "trust", &public, identity, "--role", role, "--from", "2020-01-01"]);
    }
    let bundle = sealed_out(&office, &["--title", "Harbour"]);
    let came = office.path("came.zip");
    fs::copy(&bundle.path, &came).unwrap();
    let added = json(&office, 0, &["add", "out.zip", "--countersign", "notary@archive.example"]);
    let kept = kept(&office, &added[0]);
    ends(&office, 0, &["countersign", "came.zip", "--role", "witness", "--key", "legal@mfa.example"]);
    let stranger = stranger();
    stranger.add_key("nobody@nowhere.example", 67);
    fs::copy(&came, stranger.path("came.zip")).unwrap();
    ends(&stranger, 0, &["countersign", "came.zip", "--role", "witness", "--key", "nobody@nowhere.example"]);
    fs::copy(stranger.path("came.zip"), &came).unwrap();
    ends(&office, 0, &["add", "came.zip"]);
    let signatures = json(&office, 0, &["verify", kept.path.to_str().unwrap()])[0]["signatures"].clone();
    let mut files: Vec<&str> = signatures.as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()).collect();
    files.sort_unstable();
    let expected = [
        "signatures/archivist.notary@archive.example.sig",
        "signatures/issuer.press@mfa.example.sig",
        "signatures/witness.legal@mfa.example.sig",
    ];
    assert_eq!(files, expected);
    assert_eq!(json(&office, 0, &["history", &kept.id]).len(), 3, "added, countersigned twice");
}

#[test]
fn of_two_files_of_a_bundle_the_whole_one_is_shown() {
    let (office, all) = office_with(1);
    let mut rotten = fs::read(&all[0].path).unwrap();
    let at = rotten.windows(7).position(|window| window == b"number1").unwrap();
    rotten[at] ^= 1;
    fs::create_dir(office.path("archive/0000")).unwrap();
    fs::write(office.path("archive/0000/x.zip"), rotten).unwrap();
    assert_eq!(json(&office, 0, &["show", &all[0].id])[0]["verdict"], "authentic");
    fs::copy(&all[0].path, office.path("copy.zip")).unwrap();
    ends(&office, 0, &["add", "copy.zip"]);
}

#[test]
fn every_statement_has_an_export_of_its_own() {
    let (office, all) = office_with(3);
    let short = &all[2].id[7..19];
    for (at, to) in ["a/n.zip".to_owned(), format!("b/n-{short}.zip"), "c/n.zip".to_owned()].iter().enumerate() {
        let to = office.path("archive").join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(&all[at].path, to).unwrap();
    }
    for format in ["dc", "ninjs"] {
        ends(&office, 0, &["export", "--format", format, "--to", format]);
        assert_eq!(fs::read_dir(office.path(format)).unwrap().count(), 3);
    }
}

#[test]
fn the_log_says_of_no_statement_what_takes_no_effect() {
    let (office, all) = office_with(1);
    office.add_key(OTHER, 8);
    office.write("text.txt", "Not ours.\n");
    let arguments = ["seal", "text.txt", "--title", "Not ours", "--issued", "2026-03-12", "--type", "withdrawal"];
    let more = ["--replaces", &all[0].id, "--reason", "by trade", "--key", OTHER];
    sealed(&office, &[&arguments[..], &more].concat());
    assert_eq!(json(&office, 0, &["history", &all[0].id]).len(), 1);
}

#[test]
fn a_folder_that_leads_elsewhere_takes_no_bundle() {
    let office = Office::new();
    fs::create_dir_all(office.path("archive")).unwrap();
    fs::create_dir(office.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(office.path("elsewhere"), office.path("archive/2026")).unwrap();
    office.write("text.txt", "A text.\n");
    let output = ends(&office, 2, &["seal", "text.txt", "--title", "T", "--issued", "2026-03-12"]);
    assert!(text(&output.stderr).contains("is a link"));
    assert_eq!(fs::read_dir(office.path("elsewhere")).unwrap().count(), 0);
}

#[test]
fn an_entry_that_cannot_be_read_keeps_nobody_from_the_others() {
    let (office, _) = office_with(2);
    fs::rename(office.path("archive/events"), office.path("events")).unwrap();
    office.write("archive/events", "x");
    assert_eq!(json(&office, 0, &["list"]).len(), 2);
    let (lines, _) = crate::archive::audit(&office, 2, &[]);
    assert_eq!(lines.len(), 2);
}
