//! When something fails in the middle: a source that changes, a disk that is full, a process that is killed. What is made
//! is there whole or not at all, and every source stays as it was.
#![cfg(target_os = "linux")]

mod changing;
mod countersigning;
mod disks;
mod killed;
mod lists;
mod many;
mod rotations;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{Office, SEALED_AT, text};

const MIB: u64 = 1 << 20;

/// The title and the date that seal asks for, and a fixed time.
const ENOUGH: [&str; 6] = ["--title", "Film", "--issued", "2026-03-12", "--sealed-at", SEALED_AT];

/// A large file of zeros that takes no room.
fn large(office: &Office, name: &str, size: u64) -> PathBuf {
    let path = office.path(name);
    File::create(&path).unwrap().set_len(size).unwrap();
    path
}

/// `chancery seal`, to be run.
fn sealing(office: &Office, document: &str) -> Command {
    let mut command = office.command();
    command.args(["seal", document]).args(ENOUGH);
    command
}

/// A sealed bundle with a large document.
fn large_bundle(office: &Office, size: u64) -> PathBuf {
    let source = large(office, "film.bin", size);
    let bundle = office.seal(["film.bin", "--title", "Film", "--issued", "2026-03-12"]);
    fs::remove_file(source).unwrap();
    bundle
}

/// All files below a folder, hidden ones too, as paths from there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// The bundles in an office's archive, below it.
fn bundles(office: &Office) -> Vec<PathBuf> {
    let mut found = files(&office.path("archive"));
    found.retain(|path| path.extension().is_some_and(|ending| ending == "zip"));
    found
}

/// What an output must say, and that the exit code is 2.
#[track_caller]
fn assert_failed(output: &Output, said: &str) {
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains(said), "{error}");
}

/// The arguments of a command, of any kind.
fn words<'a>(words: &[&'a dyn AsRef<OsStr>]) -> Vec<&'a OsStr> {
    words.iter().map(|word| (*word).as_ref()).collect()
}
