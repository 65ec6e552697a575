//! Somebody who is not root, where this user may become somebody else.

use std::fs;
use std::os::unix::fs::chown;
use std::process::{Command, Stdio};

use crate::support::Office;

const NOBODY: u32 = 65_534;

/// Gives the office and all that is in it to nobody, where that is allowed.
pub fn own_all(office: &Office) {
    let mut paths = vec![office.path("")];
    while let Some(path) = paths.pop() {
        let _ = chown(&path, Some(NOBODY), Some(NOBODY));
        if path.is_dir() && !path.is_symlink() {
            paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
}

/// chancery as nobody, in the office; `None`, and a word about it, where that cannot be.
pub fn command(office: &Office) -> Option<Command> {
    let become_nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let able = Command::new("setpriv").args(become_nobody).arg("true").output();
    if !able.is_ok_and(|run| run.status.success()) {
        eprintln!("skipped: this user may not become another one");
        return None;
    }
    let (command, mut other) = (office.command(), Command::new("setpriv"));
    other.args(become_nobody).arg(command.get_program()).current_dir(office.path("")).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => other.env(name, value),
            None => other.env_remove(name),
        };
    }
    Some(other)
}
