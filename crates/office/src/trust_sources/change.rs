//! Lists that exist to be changed, changed all at once and under a lock.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::error::TrustError;
use crate::durable::{Lock, NewFile, folder_of};
use crate::error::{Error, Result};
use crate::files::{is_missing, read_bounded};

/// Lists larger than this are not read.
const LONGEST: u64 = 1 << 20;

/// Adds a line to a list that exists to be changed, leaving the rest as it is, all at once and under a lock.
///
/// # Errors
/// What the system says.
pub fn append_line(path: &Path, line: &str) -> Result<()> {
    change(path, |list| Ok(with_line(list, line)))
}

/// Changes a list that exists to be changed, all at once and under a lock. Where it is not there it is made.
///
/// # Errors
/// What `new` says, and what the system says.
pub fn change(path: &Path, new: impl FnOnce(Vec<u8>) -> Result<Vec<u8>>) -> Result<()> {
    let real = &true_path(path);
    let _lock = Lock::of(folder_of(real))?;
    write_new(real, new)
}

/// As [`change`], by whoever holds the lock of the folder in which the list was looked for.
///
/// # Errors
/// As there.
pub fn change_locked(path: &Path, new: impl FnOnce(Vec<u8>) -> Result<Vec<u8>>) -> Result<()> {
    let real = &true_path(path);
    // A list that is reached by a link is changed under the lock of the folder where it lies, too.
    let elsewhere = real.parent() != fs::canonicalize(folder_of(path)).ok().as_deref();
    let _lock = if elsewhere && real.exists() { Some(Lock::of(folder_of(real))?) } else { None };
    write_new(real, new)
}

/// Writes what a list becomes, in its place.
fn write_new(path: &Path, new: impl FnOnce(Vec<u8>) -> Result<Vec<u8>>) -> Result<()> {
    let before = match read_bounded(path, LONGEST) {
        Ok(bytes) => bytes,
        Err(error) if is_missing(path, &error) => Vec::new(),
        Err(error) => return Err(error),
    };
    let after = new(before.clone())?;
    if after.len() as u64 > LONGEST {
        return Err(TrustError::TooLarge { path: path.to_owned(), most: LONGEST }.into());
    }
    if after == before && path.exists() {
        return Ok(());
    }
    let failed = |error| Error::io("write", path, error);
    let file = NewFile::create_in(folder_of(path))?;
    io::Write::write_all(&mut file.file(), &after).map_err(failed)?;
    if let Ok(before) = fs::metadata(path) {
        file.file().set_permissions(before.permissions()).map_err(failed)?;
    }
    file.replace(path.file_name().unwrap_or_default()).map(drop)
}

/// The list with a further line at its end.
pub fn with_line(mut list: Vec<u8>, line: &str) -> Vec<u8> {
    if list.last().is_some_and(|byte| *byte != b'\n') {
        list.push(b'\n');
    }
    list.extend_from_slice(line.as_bytes());
    list.push(b'\n');
    list
}

/// The file that a path leads to, through links: what is changed is the file, and the links stay.
pub fn true_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
