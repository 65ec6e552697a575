//! The command line as text: every `tests/cmd/*.txt` is a session in a fresh office, and must go as it is written.
//!
//! `tests/cmd/README.md` says how to write one. With `CHANCERY_WRITE_CMD=1` the files are rewritten to what happens.
#![cfg(target_os = "linux")]

mod hidden;
mod session;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{fs, thread};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd")
}

/// The files of sessions, by name.
fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    files
}

#[test]
fn every_session_goes_as_it_is_written() {
    let files = files();
    let ahead = Mutex::new(files.iter());
    let faults = Mutex::new(Vec::new());
    let play = || {
        while let Some(file) = { ahead.lock().unwrap().next() } {
            let more = play(file);
            faults.lock().unwrap().extend(more);
        }
    };
    thread::scope(|scope| (0..workers()).for_each(|_| drop(scope.spawn(play))));
    let mut faults = faults.into_inner().unwrap();
    faults.sort();
    assert!(faults.is_empty(), "{}\n\nIf it is meant, run this again with CHANCERY_WRITE_CMD=1.", faults.join("\n"));
}

fn workers() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Plays a session, and rewrites its file where that is asked for; else tells every step that went otherwise.
fn play(file: &Path) -> Vec<String> {
    let written = fs::read_to_string(file).unwrap();
    let (played, faults) = session::play(&written);
    if std::env::var("CHANCERY_WRITE_CMD").as_deref() != Ok("1") {
        let name = file.file_name().unwrap().display();
        return faults.into_iter().map(|fault| format!("{name}: {fault}")).collect();
    }
    if played != written {
        fs::write(file, played).unwrap();
    }
    Vec::new()
}

#[test]
fn no_session_is_lost() {
    assert!(files().len() >= 40, "{} sessions are left", files().len());
}
