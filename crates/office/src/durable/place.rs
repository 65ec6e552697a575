//! Folders made, and names given in them so that they last.

use std::path::Path;
use std::{fs, io};

use crate::error::{Error, Result};
use crate::files::error::FileError;

/// Makes a folder and those above it that are not there, and makes each of them durable.
///
/// # Errors
/// What the system says.
pub fn make_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let failed = |error| Error::io("make the folder", folder, error);
    let above = folder_of(folder);
    make_folder(above)?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !folder.is_dir() => return Err(failed(error)),
        _ => {}
    }
    sync_folder(above).map_err(failed)
}

/// Gives a file or folder another name in its folder, which must be free, and makes that durable.
///
/// # Errors
/// Where the name is taken, and what the system says.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    let failed = |error| Error::io("rename", from, error);
    if to.symlink_metadata().is_ok() {
        return Err(FileError::FolderTaken { path: to.to_owned() }.into());
    }
    rename_new(from, to).map_err(failed)?;
    sync_folder(folder_of(to)).map_err(failed)
}

/// The folder in which a file or folder lies; `.` where its path names none.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Renames where nothing has the new name.
#[cfg(target_os = "linux")]
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // A file system that cannot promise not to replace; nothing was there a moment ago.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => fs::rename(from, to),
        renamed => Ok(renamed?),
    }
}

/// Renames where nothing has the new name.
#[cfg(not(target_os = "linux"))]
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    // Replaces an empty folder at most, and nothing was there a moment ago.
    fs::rename(from, to)
}

/// Makes durable which names there are in a folder.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Nothing of the kind can be asked for here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
