//! The command line as text: every `tests/cmd/*.txt` is a session in a fresh office, and must go as it is written.
//!
//! `tests/cmd/README.md` says how to write one. With `CHANCERY_WRITE_CMD=1` the files are rewritten to what happens.
#![cfg(target_os = "linux")]

#[path = "cmd/hidden.rs"]
mod hidden;
#[path = "cmd/session.rs"]
mod session;
#[path = "cmd/shell.rs"]
mod shell;
#[path = "interop/stored.rs"]
mod stored;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use chancery::cli::Cli;
use clap::CommandFactory;

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

/// The names of a command and of all below it, as they are typed.
fn typed(command: &clap::Command, above: &str) -> Vec<String> {
    let name = format!("{above}{}", command.get_name());
    let below = command.get_subcommands().filter(|command| command.get_name() != "help" && !command.is_hide_set());
    let more = below.flat_map(|command| typed(command, &format!("{name} ")));
    std::iter::once(name.clone()).chain(more).collect()
}

#[test]
fn no_session_is_lost() {
    assert!(files().len() >= 40, "{} sessions are left", files().len());
}

#[test]
fn the_help_of_every_command_is_in_a_session() {
    let help = fs::read_to_string(folder().join("help.txt")).unwrap();
    for command in typed(&Cli::command(), "") {
        assert!(help.lines().any(|line| line == format!("$ {command} --help")), "{command} --help is in no session");
    }
}
