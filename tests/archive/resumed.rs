//! An audit that is broken off in the middle goes on where it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::archive::{Kept, audit, counts, ends, events_of, json, office_with};
use crate::support::Office;

/// The event log of this year.
fn log(office: &Office) -> PathBuf {
    let logs = fs::read_dir(office.path("archive/events")).unwrap().map(|entry| entry.unwrap().path());
    logs.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")).max().unwrap()
}

/// Audits all, and leaves the log as if that had been broken off after some: what ended and the others are taken back.
fn broken_off(office: &Office, after: &[Kept]) {
    ends(office, 0, &["audit"]);
    let done: BTreeSet<&str> = after.iter().map(|kept| kept.id.as_str()).collect();
    let (mut lines, log) = (String::new(), log(office));
    for line in fs::read_to_string(&log).unwrap().lines() {
        let mut event: Value = serde_json::from_str(line).unwrap();
        if event["event"] == "audited" {
            event["ids"].as_array_mut().unwrap().retain(|id| done.contains(id.as_str().unwrap()));
        }
        if event["event"] != "audit-ended" {
            lines += &format!("{event}\n");
        }
    }
    fs::write(log, lines).unwrap();
}

fn ids(lines: &[Value]) -> BTreeSet<String> {
    lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_resumed_audit_verifies_the_rest() {
    let (office, kept) = office_with(6);
    broken_off(&office, &kept[..4]);
    let (lines, summary) = audit(&office, 0, &["--resume"]);
    assert_eq!(counts(&summary), [2, 2, 0, 0, 0, 0, 0]);
    assert_eq!(ids(&lines), kept[4..].iter().map(|kept| kept.id.clone()).collect());
    let events = events_of(&office.path("archive"));
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).collect::<Vec<_>>();
    assert_eq!([of("audit-begun").len(), of("audit-ended").len()], [1, 1], "it is the same audit");
    let audits: BTreeSet<String> = of("audited").iter().map(|event| event["audit"].to_string()).collect();
    assert_eq!(audits.len(), 1);
    let all: Vec<&Value> = of("audited").into_iter().flat_map(|event| event["ids"].as_array().unwrap()).collect();
    assert_eq!(all.len(), 6, "together they are of all, and of none twice");
    // Nothing is left to go on with.
    let (_, summary) = audit(&office, 0, &["--resume"]);
    assert_eq!(counts(&summary), [6, 6, 0, 0, 0, 0, 0]);
}

#[test]
fn a_resumed_audit_needs_no_catalogue_of_before() {
    let (office, kept) = office_with(6);
    broken_off(&office, &kept[..4]);
    fs::remove_dir_all(office.path(".cache")).unwrap();
    let (lines, _) = audit(&office, 0, &["--resume"]);
    assert_eq!(ids(&lines), kept[4..].iter().map(|kept| kept.id.clone()).collect());
}

#[test]
fn a_resumed_audit_tells_of_what_is_damaged_or_missing_in_the_rest() {
    let (office, kept) = office_with(6);
    broken_off(&office, &kept[..3]);
    fs::write(&kept[3].path, "no bundle").unwrap();
    fs::remove_file(&kept[4].path).unwrap();
    let (lines, summary) = audit(&office, 1, &["--resume"]);
    assert_eq!(counts(&summary), [2, 1, 1, 0, 1, 0, 0]);
    let damaged = lines.iter().find(|line| line["verdict"] == "not-authentic").unwrap();
    assert_eq!(damaged["file"].as_str().map(|file| office.path(file)), Some(kept[3].path.clone()));
    assert!(lines.iter().any(|line| line["missing"] == true && line["id"] == *kept[4].id));
}

/// An audit that finds damage ends with 1, in however many sittings it comes to its end.
#[test]
fn what_was_found_damaged_before_is_not_forgotten_by_the_exit_code() {
    let (office, kept) = office_with(6);
    broken_off(&office, &kept[..3]);
    fs::write(&kept[0].path, "no bundle").unwrap();
    let log = log(&office);
    let damaged =
        fs::read_to_string(&log).unwrap().lines().map(|line| found_damaged(line, &kept[0].id)).collect::<String>();
    fs::write(&log, damaged).unwrap();
    ends(&office, 1, &["audit", "--resume"]);
}

/// The line of an audit as it is where that found one bundle damaged.
fn found_damaged(line: &str, id: &str) -> String {
    let mut event: Value = serde_json::from_str(line).unwrap();
    if event["event"] != "audited" {
        return format!("{line}\n");
    }
    event["ids"].as_array_mut().unwrap().retain(|other| other != id);
    let mut other = event.clone();
    (other["ids"], other["outcome"]) = (Value::from(vec![id]), "damaged".into());
    format!("{event}\n{other}\n")
}

/// An audit of some bundles in between is none that could be gone on with, and takes nothing from the one that was broken off.
#[test]
fn what_was_audited_by_name_in_between_need_not_be_audited_again() {
    let (office, kept) = office_with(6);
    broken_off(&office, &kept[..3]);
    ends(&office, 0, &["list"]);
    ends(&office, 0, &["verify", kept[3].path.to_str().unwrap()]);
    let (lines, _) = audit(&office, 0, &["--resume"]);
    assert_eq!(ids(&lines), kept[3..].iter().map(|kept| kept.id.clone()).collect());
}

#[test]
fn what_is_sealed_meanwhile_belongs_to_the_rest() {
    let (office, kept) = office_with(4);
    broken_off(&office, &kept);
    office.write("new.txt", "New.\n");
    let new = crate::archive::sealed(&office, &["seal", "new.txt", "--title", "New", "--issued", "2026-03-12"]);
    let (lines, _) = audit(&office, 0, &["--resume"]);
    assert_eq!(ids(&lines), BTreeSet::from([new.id]));
}

/// Where no audit was broken off, it says so and is one of all.
#[test]
fn with_nothing_to_resume_an_audit_is_of_all() {
    let (office, _) = office_with(2);
    let output = ends(&office, 0, &["audit", "--resume"]);
    assert!(
        crate::archive::text(&output.stderr).contains("no audit was broken off"),
        "{}",
        crate::archive::text(&output.stderr)
    );
    assert_eq!(json(&office, 0, &["audit", "--resume"]).len(), 3);
}
