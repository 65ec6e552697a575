//! Processes that are killed, gently and not: no part of what they were making is left under its name.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::failures::{MIB, files, large, large_bundle, sealing, words};
use crate::support::Office;
use crate::support::running::Running;

const SIZE: u64 = 200 * MIB;
const SIGNALS: [(&str, i32); 3] = [("INT", 2), ("KILL", 9), ("TERM", 15)];

/// Starts it, and kills it when it has written a part. Where it was faster, what it `made` is removed, and it tries again.
fn kill_at(command: &mut Command, made: &Path, written: u64, (name, number): (&str, i32)) {
    for _ in 0..9 {
        let mut running = Running::start(command);
        if running.comes_to(written) {
            running.signal(name);
        }
        if running.end().status.signal() == Some(number) {
            return;
        }
        fs::remove_file(made).or_else(|_| fs::remove_dir_all(made)).unwrap();
    }
    panic!("it is too fast to be killed");
}

#[test]
fn of_a_killed_seal_nothing_is_left() {
    let office = Office::new();
    large(&office, "film.bin", SIZE);
    let before = files(&office.path(""));
    let made = office.path("archive/2026/2026-03-12-film.zip");
    for signal in SIGNALS {
        for part in [MIB, SIZE / 2, SIZE - 20 * MIB] {
            kill_at(&mut sealing(&office, "film.bin"), &made, part, signal);
            assert_eq!(files(&office.path("")), before, "{} at {part}", signal.0);
        }
    }
    assert!(sealing(&office, "film.bin").output().unwrap().status.success());
    assert!(made.exists());
}

#[test]
fn of_a_killed_seal_to_a_file_nothing_is_left() {
    let office = Office::new();
    large(&office, "film.bin", SIZE);
    let before = files(&office.path(""));
    let mut command = sealing(&office, "film.bin");
    kill_at(command.args(["--out", "film.zip"]), &office.path("film.zip"), SIZE / 2, SIGNALS[1]);
    assert_eq!(files(&office.path("")), before);
}

/// The folders in which an extraction works before it is whole.
fn passing(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(".chancery-")).collect()
}

#[test]
fn a_killed_extract_leaves_no_folder_under_its_name_and_the_next_one_sweeps_up() {
    let office = Office::new();
    let bundle = large_bundle(&office, SIZE);
    let arguments = words(&[&"extract", &bundle, &"--to", &"out"]);
    for signal in SIGNALS {
        kill_at(office.command().args(&arguments), &office.path("out"), SIZE / 2, signal);
        assert!(!office.path("out").exists());
    }
    let left = passing(&office.path(""));
    assert_eq!(left.len(), SIGNALS.len(), "a folder cannot be without a name while it is filled");
    for path in &left {
        let long_ago = SystemTime::now() - Duration::from_hours(48);
        fs::File::open(path).unwrap().set_modified(long_ago).unwrap();
    }
    assert!(office.run(&arguments).status.success());
    assert_eq!(fs::metadata(office.path("out/film.bin")).unwrap().len(), SIZE);
    assert!(passing(&office.path("")).is_empty());
}
