//! Processes that are killed at many moments: every bundle is whole or absent, and the next run makes up for the rest.

use std::fs;
use std::process::Command;

use crate::archive::{audit, bundles, counts, ends, events_of, json, office_with, sealed, snapshot, table};
use crate::support::running::{killed_after, moments};
use crate::support::{Office, SEALED_AT};

/// How an archive is told to be another one.
fn in_archive(office: &Office, archive: &str, arguments: &[&str]) -> Command {
    let mut command = office.command();
    command.args(["--archive", archive]).args(arguments);
    command
}

/// That whatever is there is whole, and that nothing else is.
#[track_caller]
fn assert_whole(office: &Office, archive: &str) -> usize {
    let there = bundles(&office.path(archive)).len();
    assert_eq!(json(office, 0, &["--archive", archive, "list"]).len(), there);
    events_of(&office.path(archive));
    let (_, summary) = audit(office, 0, &["--archive", archive]);
    let [checked, authentic, .., missing, _, unreadable] = counts(&summary);
    assert_eq!([checked, authentic, missing, unreadable], [there as u64, there as u64, 0, 0]);
    there
}

#[test]
fn of_a_killed_seal_there_is_all_or_nothing() {
    let office = Office::new();
    office.write("text.txt", "We open an embassy.\n");
    let seal = ["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12", "--sealed-at", SEALED_AT];
    for (number, moment) in moments(&mut in_archive(&office, "whole", &seal)).into_iter().enumerate() {
        let archive = format!("archive-{number}");
        fs::create_dir(office.path(&archive)).unwrap();
        killed_after(&mut in_archive(&office, &archive, &seal), moment);
        let there = assert_whole(&office, &archive);
        assert!(there <= 1);
        ends(&office, if there == 0 { 0 } else { 2 }, &[&["--archive", &archive][..], &seal].concat());
        assert_eq!(assert_whole(&office, &archive), 1);
    }
}

fn killed_batches(with_identifiers: bool) {
    let office = Office::new();
    table(&office, 5, with_identifiers);
    let batch = ["seal", "--batch", "table.csv"];
    for (number, moment) in moments(&mut in_archive(&office, "whole", &batch)).into_iter().enumerate() {
        let archive = format!("archive-{number}");
        fs::create_dir(office.path(&archive)).unwrap();
        killed_after(&mut in_archive(&office, &archive, &batch), moment);
        let there = bundles(&office.path(&archive)).len();
        let summary = json(&office, 0, &["--archive", &archive, "seal", "--batch", "table.csv"]).pop().unwrap();
        let [sealed, known, failed] = ["sealed", "there", "failed"].map(|key| summary["summary"][key].as_u64());
        assert_eq!(
            [sealed, known, failed],
            [Some(5 - there as u64), Some(there as u64), Some(0)],
            "batch after {moment:?}"
        );
        crate::archive::assert_sound(&office, &archive);
        assert_eq!(bundles(&office.path(&archive)).len(), 5);
    }
}

#[test]
fn a_batch_that_was_killed_seals_what_is_missing_by_identifier() {
    killed_batches(true);
}

#[test]
fn a_batch_that_was_killed_seals_what_is_missing_by_its_documents() {
    killed_batches(false);
}

fn killed_additions(more: &[&str]) {
    let office = Office::new();
    office.add_key("archivist@court.example", 9);
    office.done(["key", "trust", "keys/archivist@court.example.pub", "archivist@court.example", "--role", "archivist"]);
    for name in ["a", "b"] {
        office.write("text.txt", format!("The text of {name}.\n"));
        office.done(["seal", "text.txt", "--title", name, "--issued", "2025-06-01", "--out", &format!("{name}.zip")]);
    }
    let add = [&["add", "a.zip", "b.zip"], more].concat();
    for (number, moment) in moments(&mut in_archive(&office, "whole", &add)).into_iter().enumerate() {
        let archive = format!("archive-{number}");
        fs::create_dir(office.path(&archive)).unwrap();
        killed_after(&mut in_archive(&office, &archive, &add), moment);
        assert!(assert_whole(&office, &archive) <= 2);
        ends(&office, 0, &[&["--archive", &archive][..], &add].concat());
        crate::archive::assert_sound(&office, &archive);
        assert_eq!(bundles(&office.path(&archive)).len(), 2);
    }
}

#[test]
fn of_a_killed_add_there_is_all_or_nothing() {
    killed_additions(&[]);
}

#[test]
fn of_a_killed_add_with_an_archivists_signature_there_is_all_or_nothing() {
    killed_additions(&["--countersign", "archivist@court.example"]);
}

#[test]
fn of_a_killed_correction_there_is_all_or_nothing() {
    let office = Office::new();
    office.write("text.txt", "We open an embassy.\n");
    office.write("mended.txt", "We open two embassies.\n");
    let old = sealed(&office, &["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12"]);
    let correct = ["correct", &old.id, "mended.txt", "--reason", "There are two", "--sealed-at", SEALED_AT];
    fs::create_dir_all(office.path("whole/2026")).unwrap();
    fs::copy(&old.path, office.path("whole/2026/embassy.zip")).unwrap();
    for (number, moment) in moments(&mut in_archive(&office, "whole", &correct)).into_iter().enumerate() {
        let archive = format!("archive-{number}");
        fs::create_dir_all(office.path(&archive).join("2026")).unwrap();
        fs::copy(&old.path, office.path(&archive).join("2026/embassy.zip")).unwrap();
        killed_after(&mut in_archive(&office, &archive, &correct), moment);
        let there = assert_whole(&office, &archive);
        let shown = json(&office, 0, &["--archive", &archive, "show", &old.id]);
        let status = if there == 1 { "current" } else { "corrected" };
        assert_eq!(shown[0]["status"], status, "correct after {moment:?}: {shown:?}");
        let again = [&["--archive", &archive][..], &correct].concat();
        ends(&office, if there == 1 { 0 } else { 2 }, &again);
        assert_eq!(assert_whole(&office, &archive), 2);
    }
}

#[test]
fn an_audit_that_was_killed_is_gone_on_with() {
    let (office, _) = office_with(6);
    let before = snapshot(&office.path("archive/events"));
    for moment in moments(&mut in_archive(&office, "archive", &["audit"])) {
        for (name, content) in &before {
            fs::write(office.path("archive/events").join(name), content).unwrap();
        }
        killed_after(&mut in_archive(&office, "archive", &["audit"]), moment);
        let events = events_of(&office.path("archive"));
        let is_told = |kind: &str| events.iter().any(|event| event["event"] == kind);
        // Where it was killed before it began or after it ended, another one is of all.
        let left = if is_told("audited") && !is_told("audit-ended") { 0 } else { 6 };
        let (lines, summary) = audit(&office, 0, &["--resume"]);
        assert_eq!(
            (lines.len() as u64, counts(&summary)),
            (left, [left, left, 0, 0, 0, 0, 0]),
            "audit after {moment:?}: {events:?}"
        );
    }
}

#[test]
fn after_a_killed_reindex_lists_are_right() {
    let (office, _) = office_with(6);
    let right = crate::archive::answers(&office);
    for moment in moments(&mut in_archive(&office, "archive", &["reindex"])) {
        killed_after(&mut in_archive(&office, "archive", &["reindex"]), moment);
        assert_eq!(crate::archive::answers(&office), right, "reindex after {moment:?}");
    }
}

#[test]
fn after_a_killed_list_or_search_without_a_catalogue_lists_are_right() {
    let (office, _) = office_with(6);
    let right = crate::archive::answers(&office);
    for arguments in [&["list"][..], &["search", "ministry"]] {
        fs::remove_dir_all(office.path(".cache")).unwrap();
        for moment in moments(&mut in_archive(&office, "archive", arguments)).into_iter().step_by(2) {
            fs::remove_dir_all(office.path(".cache")).unwrap();
            killed_after(&mut in_archive(&office, "archive", arguments), moment);
            assert_eq!(crate::archive::answers(&office), right, "{arguments:?} after {moment:?}");
        }
    }
}

/// A power cut in the middle of a line: half of it is no event, and spoils no other.
#[test]
fn half_a_line_of_the_log_is_made_up_for() {
    let (office, kept) = office_with(3);
    let log = fs::read_dir(office.path("archive/events")).unwrap().map(|entry| entry.unwrap().path());
    let log = log.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")).last().unwrap();
    let whole = fs::read(&log).unwrap();
    fs::write(&log, &whole[..whole.len() - 40]).unwrap();
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 1, 0], "the third is unlisted");
    ends(&office, 0, &["seal", "--batch", "table.csv"]);
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 0, 0]);
    let told = json(&office, 0, &["history", &kept[2].id]);
    assert!(told.iter().any(|event| event["event"] == "sealed"), "{told:?}");
    let halves = fs::read_to_string(&log).unwrap();
    let halves = halves.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_err()).count();
    assert_eq!(halves, 1, "the half line stays as it is");
}
