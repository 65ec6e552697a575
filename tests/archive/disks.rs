//! An archive on a disk that is full or cannot be written to.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::archive::{BATCH, assert_sound, audit, bundles, counts, ends, events_of, json, sealed, snapshot, table};
use crate::support::{Office, SEALED_AT, text};

const FULL: &str = "no space left on device";

/// A file system of 2 MiB in a folder of an office.
struct Disk<'a>(&'a Office, &'a str);

impl<'a> Disk<'a> {
    /// Mounts it; `None`, and a word about it, where that is not allowed.
    fn mount(office: &'a Office, name: &'a str) -> Option<Self> {
        fs::create_dir_all(office.path(name)).unwrap();
        let arguments = ["-t", "tmpfs", "-o", "size=2m,mode=755", "tmpfs"];
        let mounted = Command::new("mount").args(arguments).arg(office.path(name)).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(office, name));
        }
        eprintln!("skipped: this user may not mount a file system");
        None
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path(self.1).join(name)
    }

    /// Fills it, but for so many pages.
    fn fill(&self, left: usize) {
        assert!(fs::write(self.path("filler"), vec![0; 3 << 20]).is_err());
        let filler = fs::File::options().write(true).open(self.path("filler")).unwrap();
        filler.set_len(filler.metadata().unwrap().len() - 4_096 * left as u64).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.path("filler")).unwrap();
    }

    fn close(&self) {
        assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(self.path("")).status().unwrap().success());
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path("")).status();
    }
}

/// An office whose archive lies on a small disk and has a statement, with a bundle that was made elsewhere.
fn prepare(office: &Office) {
    office.write("text.txt", "We open an embassy.\n");
    office.write("made.txt", "Made elsewhere.\n");
    office.done(["seal", "made.txt", "--title", "Made", "--issued", "2025-02-01", "--out", "made.zip"]);
    table(office, 5, true);
    office.write("first.txt", "The first.\n");
    let first = ["--archive", "disk/archive", "seal", "first.txt", "--title", "First", "--issued", "2026-03-12"];
    sealed(office, &first);
}

const SEAL: [&str; 8] = ["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12", "--sealed-at", SEALED_AT];
const ADD: [&str; 2] = ["add", "made.zip"];

fn in_archive<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["--archive", "disk/archive"], arguments].concat()
}

#[test]
fn on_a_full_disk_nothing_is_put_in_and_everything_can_be_read() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "disk") else { return };
    prepare(&office);
    disk.fill(0);
    let before = snapshot(&disk.path("archive"));
    for arguments in [&SEAL[..], &BATCH, &ADD] {
        let output = ends(&office, 2, &in_archive(arguments));
        let said = text(&output.stderr);
        assert!(said.to_lowercase().contains(FULL), "{arguments:?}: {said}");
        assert!(snapshot(&disk.path("archive")) == before, "{arguments:?}");
    }
    ends(&office, 0, &in_archive(&["list"]));
    ends(&office, 0, &in_archive(&["search", "first"]));
    disk.make_room();
    for arguments in [&SEAL[..], &BATCH, &ADD] {
        ends(&office, 0, &in_archive(arguments));
    }
    assert_sound(&office, "disk/archive");
    assert_eq!(bundles(&disk.path("archive")).len(), 1 + 1 + 5 + 1);
}

/// Whatever there is room for, no half of anything is left, and with more room the rest is done once.
#[test]
fn on_a_disk_with_little_room_all_is_whole() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "disk") else { return };
    prepare(&office);
    let first = snapshot(&disk.path("archive"));
    for left in 1..14 {
        disk.fill(left);
        for arguments in [&BATCH[..], &ADD] {
            let output = office.run(in_archive(arguments));
            assert!([Some(0), Some(2)].contains(&output.status.code()), "{}", text(&output.stderr));
        }
        let there = bundles(&disk.path("archive")).len();
        events_of(&disk.path("archive"));
        assert_eq!(json(&office, 0, &in_archive(&["list"])).len(), there, "{left}");
        disk.make_room();
        for arguments in [&BATCH[..], &ADD] {
            ends(&office, 0, &in_archive(arguments));
        }
        assert_eq!(bundles(&disk.path("archive")).len(), 7, "{left}");
        assert_sound(&office, "disk/archive");
        // As it was at first.
        fs::remove_dir_all(disk.path("archive")).unwrap();
        for (name, content) in &first {
            let path = disk.path("archive").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
}

#[test]
fn an_audit_that_cannot_be_written_down_says_so_and_finds_the_same() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "disk") else { return };
    prepare(&office);
    ends(&office, 0, &in_archive(&BATCH));
    let damaged = bundles(&disk.path("archive")).pop().unwrap();
    fs::write(disk.path("archive").join(damaged), "no bundle").unwrap();
    // The last page of the log has room for some lines.
    let log = snapshot(&disk.path("archive/events")).into_keys().next_back().unwrap();
    let path = disk.path("archive/events").join(log);
    let whole = fs::read(&path).unwrap();
    let line = String::from_utf8(whole.clone()).unwrap().lines().next().unwrap().to_owned() + "\n";
    let lines = line.repeat(4_096 / line.len() + 1);
    fs::write(&path, [&whole[..], &lines.as_bytes()[..4_096 - whole.len() % 4_096]].concat()).unwrap();
    for close in [false, true] {
        if close {
            disk.close();
        } else {
            disk.fill(0);
        }
        let before = snapshot(&disk.path("archive"));
        let output = ends(&office, 1, &in_archive(&["--json", "audit"]));
        let said = text(&output.stderr);
        assert!(said.contains("cannot be written down"), "{said}");
        let summary = crate::archive::lines(&output.stdout).pop().unwrap();
        assert_eq!(counts(&summary["summary"])[..5], [6, 5, 1, 0, 0]);
        assert!(snapshot(&disk.path("archive")) == before);
    }
}

#[test]
fn an_archive_that_cannot_be_written_can_be_read() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "disk") else { return };
    prepare(&office);
    ends(&office, 0, &in_archive(&BATCH));
    disk.close();
    let before = snapshot(&disk.path("archive"));
    for with_catalogue in [true, false] {
        if !with_catalogue {
            fs::remove_dir_all(office.path(".cache")).unwrap();
        }
        let listed = json(&office, 0, &in_archive(&["list"]));
        assert_eq!(listed.len(), 6);
        assert_eq!(json(&office, 0, &in_archive(&["search", "number3"])).len(), 1);
        let id = listed[0]["id"].as_str().unwrap();
        for reads in [&["show", id][..], &["history", id], &["reindex"], &["export", "--format", "jsonl", "--to", "-"]]
        {
            ends(&office, 0, &in_archive(reads));
        }
        let output = ends(&office, 0, &in_archive(&["audit"]));
        assert!(text(&output.stderr).contains("cannot be written down"), "{}", text(&output.stderr));
    }
    for writes in [&SEAL[..], &ADD] {
        ends(&office, 2, &in_archive(writes));
    }
    assert!(snapshot(&disk.path("archive")) == before);
}

/// Where there is no room for a catalogue, that is said, or nothing is wrong; with room all is as it should be.
#[test]
fn a_catalogue_on_a_full_or_closed_disk_harms_nothing() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, ".cache") else { return };
    table(&office, 5, true);
    for left in [0, 1, 8, 20] {
        disk.fill(left);
        for asked in [&BATCH[..], &["list"], &["search", "number2"], &["audit"]] {
            let output = office.run([&["--json"], asked].concat());
            let lines = crate::archive::lines(&output.stdout);
            let said = format!("{left} {asked:?}: {lines:?}");
            match output.status.code() {
                Some(0) if asked == ["list"] => {
                    assert_eq!(lines.len(), bundles(&office.path("archive")).len(), "{said}");
                }
                Some(0) => {}
                Some(2) => assert!(lines.iter().any(|line| line["error"]["message"].is_string()), "{said}"),
                _ => panic!("{said}"),
            }
        }
        disk.make_room();
        ends(&office, 0, &BATCH);
        assert_sound(&office, "archive");
        assert_eq!(bundles(&office.path("archive")).len(), 5);
        assert_eq!(json(&office, 0, &["search", "number2"]).len(), 1);
        fs::remove_dir_all(disk.path("chancery")).unwrap();
    }
    disk.close();
    assert_eq!(json(&office, 0, &["list"]).len(), 5);
    assert_eq!(counts(&audit(&office, 0, &[]).1), [5, 5, 0, 0, 0, 0, 0]);
}
