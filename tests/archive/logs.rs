//! An event log with lines that are none: passed over, kept as they are, and in nobody's way.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use crate::archive::{audit, counts, ends, json, office_with, sealed, snapshot};
use crate::support::{Office, text};

/// The log of this year.
fn log(office: &Office) -> PathBuf {
    let logs = snapshot(&office.path("archive/events")).into_keys();
    office.path("archive/events").join(logs.max().unwrap())
}

fn add_lines(office: &Office, lines: &[u8]) {
    File::options().append(true).open(log(office)).unwrap().write_all(lines).unwrap();
}

#[test]
fn lines_that_are_no_events_are_passed_over() {
    let long = [&b"x".repeat(3 << 20)[..], b"\n"].concat();
    for garbage in [
        &b"\n\n\n"[..],
        b"no event\n",
        b"{}\n[]\nnull\n",
        b"\xff\xfe\x00\x00\n",
        b"{\"time\":\"2026-03-12T14:05:00Z\",\"event\":\"praised\",\"outcome\":\"done\",\"agent\":\"a\",\"program\":\"b\"}\n",
        b"{\"time\":\"yesterday\",\"event\":\"sealed\",\"outcome\":\"done\",\"ids\":[\"x\"],\"agent\":\"a\",\"program\":\"b\"}\n",
        &long,
        b"half a line",
        &long[..2 << 20],
    ] {
        let (office, kept) = office_with(2);
        ends(&office, 0, &["list"]);
        add_lines(&office, garbage);
        office.write("new.txt", "New.\n");
        let new = sealed(&office, &["seal", "new.txt", "--title", "New", "--issued", "2026-03-12"]);
        let what = text(&garbage[..garbage.len().min(40)]);
        for _ in 0..2 {
            assert_eq!(json(&office, 0, &["list"]).len(), 3, "{what:?}");
            assert_eq!(counts(&audit(&office, 0, &[]).1), [3, 3, 0, 0, 0, 0, 0], "{what:?}");
            for kept in [&kept[0], &kept[1], &new] {
                assert_eq!(json(&office, 0, &["history", &kept.id])[0]["event"], "sealed", "{what:?}");
            }
            fs::remove_dir_all(office.path(".cache")).unwrap();
        }
        let now = fs::read(log(&office)).unwrap();
        assert!(now.windows(garbage.len().min(64)).any(|window| window == &garbage[..garbage.len().min(64)]));
    }
}

#[test]
fn without_a_log_an_archive_is_listed_audited_and_added_to() {
    let (office, kept) = office_with(2);
    ends(&office, 0, &["audit"]);
    fs::remove_dir_all(office.path("archive/events")).unwrap();
    assert_eq!(json(&office, 0, &["list"]).len(), 2);
    assert_eq!(counts(&audit(&office, 0, &[]).1)[..5], [2, 2, 0, 0, 0]);
    let paths: Vec<&str> = kept.iter().map(|kept| kept.path.to_str().unwrap()).collect();
    ends(&office, 0, &[&["add"][..], &paths].concat());
    assert_eq!(counts(&audit(&office, 0, &[]).1), [2, 2, 0, 0, 0, 0, 0]);
    fs::remove_file(&kept[0].path).unwrap();
    assert_eq!(counts(&audit(&office, 1, &[]).1), [1, 1, 0, 0, 1, 0, 0]);
}

/// A log that was restored from a backup, in place or as another file, knows what the backup knew.
#[test]
fn a_log_of_before_knows_what_it_knew() {
    for in_place in [true, false] {
        let (office, _) = office_with(2);
        ends(&office, 0, &["audit"]);
        let backup = fs::read(log(&office)).unwrap();
        office.write("new.txt", "New.\n");
        let new = sealed(&office, &["seal", "new.txt", "--title", "New", "--issued", "2026-03-12"]);
        ends(&office, 0, &["audit"]);
        let log = log(&office);
        if !in_place {
            fs::rename(&log, office.path("of-before")).unwrap();
        }
        fs::write(log, &backup).unwrap();
        assert_eq!(counts(&audit(&office, 0, &[]).1), [3, 3, 0, 0, 0, 1, 0], "in place: {in_place}");
        ends(&office, 0, &["add", new.path.to_str().unwrap()]);
        assert_eq!(counts(&audit(&office, 0, &[]).1), [3, 3, 0, 0, 0, 0, 0], "in place: {in_place}");
    }
}

#[test]
fn a_log_is_the_same_log_from_wherever_the_archive_is_named() {
    let (office, _) = office_with(2);
    ends(&office, 0, &["list"]);
    fs::create_dir(office.path("reader")).unwrap();
    let archive = office.path("archive").display().to_string();
    for named in ["archive", "reader/../archive", &archive] {
        let output = office.run(["--archive", named, "list"]);
        assert!(output.status.success());
        assert!(!text(&output.stderr).contains("warning"), "{named}: {}", text(&output.stderr));
    }
}
