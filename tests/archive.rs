//! An archive that is used for years and damaged: many writers at once, killed processes, full disks, files changed by hand,
//! garbage for a catalogue. What was sealed stays, what is wrong is told, and nothing is told wrongly.
#![cfg(target_os = "linux")]

mod appended;
mod attacks;
mod audits;
mod by_hand;
mod catalogues;
mod corrections;
mod disks;
mod ids;
mod killed;
mod logs;
mod merged;
mod resumed;
mod together;
mod users;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::support::{Office, SEALED_AT, text};

/// A statement in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    id: String,
    path: PathBuf,
}

/// What a program printed for scripts, line by line.
#[track_caller]
fn lines(output: &[u8]) -> Vec<Value> {
    text(output).lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Runs it, which must end with this code, and gives what it printed.
#[track_caller]
fn ends(office: &Office, code: i32, arguments: &[&str]) -> Output {
    let output = office.run(arguments);
    let said = [text(&output.stdout), text(&output.stderr)].concat();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    output
}

/// Runs it with `--json`, which must end with this code, and gives its lines.
#[track_caller]
fn json(office: &Office, code: i32, arguments: &[&str]) -> Vec<Value> {
    lines(&ends(office, code, &[&["--json"], arguments].concat()).stdout)
}

/// The statement that a line tells of.
fn kept(office: &Office, line: &Value) -> Kept {
    Kept { id: line["id"].as_str().unwrap().to_owned(), path: office.path(line["path"].as_str().unwrap()) }
}

/// Runs a command that seals, and gives the statement.
#[track_caller]
fn sealed(office: &Office, arguments: &[&str]) -> Kept {
    kept(office, &json(office, 0, &[arguments, &["--sealed-at", SEALED_AT]].concat())[0])
}

/// Writes a table of so many statements, each issued a day later, with identifiers or without, and gives its name.
fn table(office: &Office, count: usize, with_identifiers: bool) -> &'static str {
    let mut rows = "documents,title,issued,identifier\n".to_owned();
    for number in 1..=count {
        office.write(&format!("texts/{number}.txt"), format!("Text number{number} of the ministry.\n"));
        let identifier = if with_identifiers { format!("N-{number}") } else { String::new() };
        rows += &format!("texts/{number}.txt,Statement {number},2026-01-{number:02},{identifier}\n");
    }
    office.write("table.csv", rows);
    "table.csv"
}

/// `seal --batch` of the office's table.
const BATCH: [&str; 5] = ["seal", "--batch", "table.csv", "--sealed-at", SEALED_AT];

/// An office with so many statements: number 1 issued on 1 January 2026 with the word `number1`, and so on.
fn office_with(count: usize) -> (Office, Vec<Kept>) {
    let office = Office::new();
    table(&office, count, true);
    let lines = json(&office, 0, &BATCH);
    let kept = lines.iter().filter(|line| line["id"].is_string()).map(|line| kept(&office, line)).collect();
    (office, kept)
}

/// Every line of every event log of an archive, each of which must be a whole event.
#[track_caller]
fn events_of(archive: &Path) -> Vec<Value> {
    let (mut events, folder) = (Vec::new(), archive.join("events"));
    for (name, content) in snapshot(&folder) {
        assert!(name.extension().is_some_and(|ending| ending == "jsonl"), "{}", name.display());
        assert!(content.is_empty() || content.ends_with(b"\n"), "{} ends in half a line", name.display());
        events.extend(lines(&content));
    }
    events
}

/// How often the event log says that a bundle was sealed or added.
fn recorded(archive: &Path) -> BTreeMap<String, usize> {
    let mut recorded = BTreeMap::new();
    for event in events_of(archive) {
        if ["sealed", "added"].contains(&event["event"].as_str().unwrap()) {
            *recorded.entry(event["ids"][0].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    recorded
}

/// All that is in a folder and below it, but for locks, which are nobody's content.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).into_iter().flatten().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if !entry.file_name().to_string_lossy().starts_with(".chancery-lock") {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The bundles below an archive, as paths from there; nothing else may lie there but logs and locks.
#[track_caller]
fn bundles(archive: &Path) -> Vec<PathBuf> {
    let mut bundles = Vec::new();
    for (name, _) in snapshot(archive) {
        match name.extension().and_then(|ending| ending.to_str()) {
            Some("zip") => bundles.push(name),
            Some("jsonl") if name.starts_with("events") => {}
            _ => panic!("{} was left in the archive", name.display()),
        }
    }
    bundles
}

/// What lists and searches say: ids and titles, in order.
#[track_caller]
fn answers(office: &Office) -> Vec<Vec<String>> {
    [&["list"][..], &["list", "--sort", "title"], &["search", "ministry", "--sort", "newest"], &["search", "number1"]]
        .into_iter()
        .map(|asked| json(office, 0, asked).iter().map(|row| format!("{} {}", row["id"], row["title"])).collect())
        .collect()
}

/// Audits, which must end with this code; gives the lines of bundles and the summary.
#[track_caller]
fn audit(office: &Office, code: i32, arguments: &[&str]) -> (Vec<Value>, Value) {
    let mut lines = json(office, code, &[&["audit"], arguments].concat());
    let summary = lines.pop().unwrap()["summary"].clone();
    (lines, summary)
}

/// How many of each kind an audit counted: checked, authentic, damaged, untrusted, missing, unlisted, unreadable.
fn counts(summary: &Value) -> [u64; 7] {
    ["checked", "authentic", "damaged", "untrusted", "missing", "unlisted", "unreadable"]
        .map(|key| summary[key].as_u64().unwrap())
}

/// That every bundle of an archive is whole, listed and written down once, and that nothing else is there.
#[track_caller]
fn assert_sound(office: &Office, archive: &str) {
    let there = bundles(&office.path(archive)).len();
    assert_eq!(json(office, 0, &["--archive", archive, "list"]).len(), there);
    let (_, summary) = audit(office, 0, &["--archive", archive]);
    assert_eq!(counts(&summary), [there as u64, there as u64, 0, 0, 0, 0, 0]);
    let recorded = recorded(&office.path(archive));
    assert!(recorded.len() == there && recorded.values().all(|times| *times == 1), "{recorded:?}");
}
