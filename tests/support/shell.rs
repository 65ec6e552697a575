//! Other programs that run chancery: a shell, a terminal.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::Office;

/// A program in the office's folder with the settings under which chancery runs there, and chancery first on its PATH.
pub fn in_office(office: &Office, program: &str) -> Command {
    let like = office.command();
    let mut command = Command::new(program);
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let programs = Path::new(like.get_program()).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", programs.display())).env("LC_ALL", "C.UTF-8");
    for name in ["COLUMNS", "CLICOLOR", "CLICOLOR_FORCE", "CDPATH"] {
        command.env_remove(name);
    }
    command.current_dir(office.path("")).stdin(Stdio::null());
    command
}
