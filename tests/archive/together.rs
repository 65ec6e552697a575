//! Several at once: nothing fails, nothing is lost, and whoever reads waits for nobody.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::process::Command;

use rusqlite::Connection;

use crate::archive::{
    BATCH, answers, assert_sound, bundles, ends, events_of, json, lines, office_with, sealed, snapshot, table,
};
use crate::support::running::Running;
use crate::support::{Office, SEALED_AT, text};

fn command(office: &Office, arguments: &[&str]) -> Command {
    let mut command = office.command();
    command.args(arguments);
    command
}

#[test]
fn many_write_and_read_at_once() {
    let office = Office::new();
    table(&office, 8, true);
    office.write("first.txt", "The first of the ministry.\n");
    sealed(&office, &["seal", "first.txt", "--title", "First", "--issued", "2026-03-12"]);
    let mut commands = vec![command(&office, &BATCH)];
    for number in 1..=3 {
        let (name, out) = (format!("new-{number}.txt"), format!("made-{number}.zip"));
        office.write(&name, format!("New {number} of the ministry.\n"));
        let seal = ["seal", &name, "--title", "New", "--issued", "2026-02-01", "--sealed-at", SEALED_AT];
        commands.push(command(&office, &seal));
        office.write("made.txt", format!("Made elsewhere, {number}, for the ministry.\n"));
        office.done(["seal", "made.txt", "--title", "Made", "--issued", "2025-02-01", "--out", &out]);
        commands.push(command(&office, &["add", &out]));
    }
    for _ in 0..2 {
        for reads in [&["--json", "list"][..], &["--json", "search", "ministry"], &["--json", "audit"]] {
            commands.push(command(&office, reads));
        }
    }
    let running: Vec<Running> = commands.iter_mut().map(Running::start).collect();
    for (number, running) in running.into_iter().enumerate() {
        let output = running.end();
        assert!(output.status.success(), "{:?}: {}{}", commands[number], text(&output.stdout), text(&output.stderr));
    }
    assert_eq!(bundles(&office.path("archive")).len(), 1 + 8 + 3 + 3);
    assert_sound(&office, "archive");
    assert_eq!(json(&office, 0, &["search", "ministry"]).len(), 15);
}

/// What is put in while an audit looks is not missing: what an audit says of that stays in the log for ever.
#[test]
fn an_audit_misses_nothing_that_is_being_put_in() {
    let office = Office::new();
    let mut rows = "documents,title,issued\n".to_owned();
    for number in 0..700 {
        office.write(&format!("texts/{number}.txt"), format!("Text {number}.\n"));
        rows += &format!("texts/{number}.txt,Statement {number},{}-02-01\n", 2020 + number % 5);
    }
    office.write("table.csv", rows);
    fs::create_dir_all(office.path("archive")).unwrap();
    let mut batch = command(&office, &[&["--quiet"], &BATCH[..3]].concat()).spawn().unwrap();
    while batch.try_wait().unwrap().is_none() {
        let output = office.run(["--json", "audit"]);
        let summary = lines(&output.stdout).pop().unwrap();
        assert_eq!((output.status.code(), &summary["summary"]["missing"]), (Some(0), &0.into()), "{summary}");
    }
    assert!(batch.wait().unwrap().success());
    let events = events_of(&office.path("archive"));
    assert!(events.iter().all(|event| event["outcome"] != "missing"));
    assert_sound(&office, "archive");
}

/// Two batches of one table seal each statement once.
#[test]
fn two_batches_at_once_seal_each_statement_once() {
    for with_identifiers in [true, false] {
        let office = Office::new();
        table(&office, 5, with_identifiers);
        let mut both = [command(&office, &BATCH[..3]), command(&office, &BATCH[..3])];
        let running: Vec<Running> = both.iter_mut().map(Running::start).collect();
        for running in running {
            let output = running.end();
            assert!(output.status.success(), "{}", text(&output.stderr));
        }
        assert_eq!(bundles(&office.path("archive")).len(), 5);
        assert_sound(&office, "archive");
    }
}

/// Of several who take in the same bundle one does, and it is there once.
#[test]
fn a_bundle_that_several_take_in_is_there_once() {
    let office = Office::new();
    office.write("made.txt", "Made elsewhere.\n");
    office.done(["seal", "made.txt", "--title", "Made", "--issued", "2025-02-01", "--out", "made.zip"]);
    let mut commands: Vec<Command> = (0..4).map(|_| command(&office, &["add", "made.zip"])).collect();
    let running: Vec<Running> = commands.iter_mut().map(Running::start).collect();
    let ended: Vec<_> = running.into_iter().map(Running::end).collect();
    assert!(ended.iter().any(|output| output.status.success()));
    assert_sound(&office, "archive");
    assert_eq!(bundles(&office.path("archive")).len(), 1);
}

#[test]
fn readers_wait_for_no_writer() {
    let (office, kept) = office_with(3);
    let locks = [".chancery-lock", ".chancery-lock-batch", "events/.chancery-lock"].map(|name| {
        let path = office.path("archive").join(name);
        let file = File::options().create(true).truncate(false).write(true).open(path).unwrap();
        file.lock().unwrap();
        file
    });
    let before = snapshot(&office.path("archive"));
    let path = kept[0].path.to_str().unwrap();
    for reads in [
        &["list"][..],
        &["search", "ministry"],
        &["show", &kept[0].id],
        &["verify", path],
        &["history", &kept[0].id],
        &["export", "--format", "csv", "--to", "-"],
        &["reindex"],
    ] {
        ends(&office, 0, reads);
    }
    assert_eq!(json(&office, 0, &["list"]).len(), 3);
    assert!(snapshot(&office.path("archive")) == before);
    drop(locks);
    ends(&office, 0, &["audit"]);
}

/// What another process is writing to the catalogue keeps nobody from reading.
#[test]
fn readers_wait_for_nobody_who_writes_the_catalogue() {
    let (office, kept) = office_with(3);
    let before = answers(&office);
    let writer = busy(&office);
    assert_eq!(json(&office, 0, &["show", &kept[1].id])[0]["status"], "current");
    assert_eq!(json(&office, 0, &["list"]).len(), 3);
    drop(writer);
    assert_eq!(answers(&office), before);
}

/// Begins to write to the catalogue, and does not end.
fn busy(office: &Office) -> Connection {
    let catalogue = snapshot(&office.path(".cache/chancery"));
    let name = catalogue.keys().find(|name| name.extension().is_some_and(|ending| ending == "sqlite")).unwrap();
    let writer = Connection::open(office.path(".cache/chancery").join(name)).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    writer
}

/// A batch that cannot learn what is there does not seal it again.
#[test]
fn a_batch_seals_nothing_twice_while_another_process_writes_the_catalogue() {
    for with_identifiers in [true, false] {
        let office = Office::new();
        table(&office, 3, with_identifiers);
        // The catalogue knows nothing yet of what this run seals.
        ends(&office, 0, &BATCH[..3]);
        let before = snapshot(&office.path("archive"));
        let writer = busy(&office);
        let output = office.run(["seal", "--batch", "table.csv", "--sealed-at", "2026-04-01T00:00:00Z"]);
        assert!([Some(0), Some(2)].contains(&output.status.code()), "{}", text(&output.stderr));
        drop(writer);
        ends(&office, 0, &BATCH);
        assert_eq!(bundles(&office.path("archive")).len(), 3, "statements were sealed twice");
        assert!(snapshot(&office.path("archive")) == before);
    }
}

/// A reader who comes while a bundle has its name and is not written down yet does not say that it was put in by hand.
#[test]
fn what_is_being_put_in_is_not_said_to_be_put_in_by_hand() {
    let (office, _) = office_with(1);
    office.write("made.txt", "Made elsewhere.\n");
    office.done(["seal", "made.txt", "--title", "Made", "--issued", "2026-02-01", "--out", "made.zip"]);
    ends(&office, 0, &["list"]);
    let lock = File::open(office.path("archive/.chancery-lock")).unwrap();
    lock.lock().unwrap();
    fs::copy(office.path("made.zip"), office.path("archive/2026/made.zip")).unwrap();
    let output = ends(&office, 0, &["--json", "list"]);
    assert!(!text(&output.stderr).contains("by hand"), "{}", text(&output.stderr));
    let ids: BTreeSet<String> = lines(&output.stdout).iter().map(|row| row["id"].to_string()).collect();
    assert_eq!(ids.len(), 2);
}

/// Many who find no catalogue, garbage for one, or have it made again, at the same time.
#[test]
fn many_make_the_catalogue_at_once() {
    let (office, _) = office_with(4);
    let right = answers(&office);
    let file =
        snapshot(&office.path(".cache/chancery")).into_keys().find(|name| name.to_string_lossy().ends_with("sqlite"));
    let file = office.path(".cache/chancery").join(file.unwrap());
    for before in [None, Some(&b"garbage "[..]), Some(b"")] {
        fs::remove_file(&file).unwrap();
        if let Some(before) = before {
            fs::write(&file, before.repeat(2_000)).unwrap();
        }
        let asked: [&[&str]; 4] = [&["list"], &["search", "ministry"], &["reindex"], &["list"]];
        let mut commands: Vec<Command> =
            asked.repeat(2).into_iter().map(|asked| command(&office, &[&["--json"], asked].concat())).collect();
        let running: Vec<Running> = commands.iter_mut().map(Running::start).collect();
        for (number, running) in running.into_iter().enumerate() {
            let output = running.end();
            let said =
                format!("{before:?} {}: {}{}", asked[number % 4].join(" "), text(&output.stdout), text(&output.stderr));
            assert!(output.status.success(), "{said}");
        }
        assert_eq!(answers(&office), right);
    }
}
