//! What to do about each failure of the libraries, with the commands and options of this program: the one place that says so.

mod archive;
pub mod commands;
mod compose;
mod files;
mod keys;
mod matching;
mod rotation;
pub mod trust;

use std::io;

use chancery_office::Error;

/// What is wrong, with the options of this program where it is about them.
pub fn problem(error: &Error) -> String {
    match error {
        Error::Compose(error) => compose::problem(error),
        other => other.to_string(),
    }
}

/// What to do; empty where there is nothing to say.
pub fn hint(error: &Error) -> String {
    match error {
        Error::File(error) => files::hint(error).to_owned(),
        Error::Key(error) => keys::hint(error),
        Error::Trust(error) => trust::hint(error),
        Error::Compose(error) => compose::hint(error),
        Error::Archive(error) => archive::hint(error),
        Error::Match(error) => matching::hint(error),
        Error::Io { source, .. } => io_hint(source).to_owned(),
        _ => String::new(),
    }
}

fn io_hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "check the spelling of the path",
        io::ErrorKind::PermissionDenied => "check who may read and write there",
        io::ErrorKind::StorageFull => "free some space and try again",
        io::ErrorKind::AlreadyExists => "chancery never overwrites a file: choose another name or move that one away",
        _ => "",
    }
}
