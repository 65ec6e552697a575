//! Files read with care: regular ones only, and never more of them than there may be.

pub mod error;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::{fs, io};

use self::error::FileError;
use crate::error::{Error, Result};

/// Opens a regular file. Neither a pipe nor a device is opened: either could keep the reader waiting for ever.
///
/// # Errors
/// Where it is not there, cannot be read or is no regular file.
pub fn open_regular(path: &Path) -> Result<File> {
    let failed = |error| Error::io("read", path, error);
    check_kind(path, &fs::metadata(path).map_err(failed)?)?;
    let file = File::open(path).map_err(failed)?;
    check_kind(path, &file.metadata().map_err(failed)?)?;
    Ok(file)
}

fn check_kind(path: &Path, metadata: &fs::Metadata) -> Result<()> {
    if metadata.is_dir() {
        return Err(FileError::Folder { path: path.to_owned() }.into());
    }
    if !metadata.is_file() {
        return Err(FileError::NotRegular { path: path.to_owned() }.into());
    }
    Ok(())
}

/// Reads a regular file of at most `most` bytes whole.
///
/// # Errors
/// As [`open_regular`], and where it is larger.
pub fn read_bounded(path: &Path, most: u64) -> Result<Vec<u8>> {
    read_at_most(path, open_regular(path)?, most)
}

/// Reads at most `most` bytes from an open file that is called `path`.
///
/// # Errors
/// What the system says, and where there are more.
pub fn read_at_most(path: &Path, file: File, most: u64) -> Result<Vec<u8>> {
    // Room for all of it at once: what grows leaves copies behind, of secrets too.
    let size = file.metadata().map_or(0, |metadata| metadata.len()).min(most);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default().saturating_add(32));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| Error::io("read", path, error))?;
    if bytes.len() as u64 > most {
        return Err(FileError::TooLarge { path: path.to_owned(), most }.into());
    }
    Ok(bytes)
}

/// As [`read_bounded`], of a text in UTF-8.
///
/// # Errors
/// As there, and where it is no such text.
pub fn read_text(path: &Path, most: u64) -> Result<String> {
    let bytes = read_bounded(path, most)?;
    String::from_utf8(bytes).map_err(|_| FileError::NotUtf8 { path: path.to_owned() }.into())
}

/// Whether the failure was only that nothing is there: not even a link that leads nowhere.
pub fn is_missing(path: &Path, error: &Error) -> bool {
    let not_found = matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::NotFound);
    not_found && path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_within_bounds_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let error = read_bounded(&path, 3).unwrap_err();
        assert!(is_missing(&path, &error));
        fs::write(&path, "abc").unwrap();
        assert_eq!(read_bounded(&path, 3).unwrap(), b"abc");
        assert!(read_bounded(&path, 2).is_err());
        assert!(read_bounded(folder.path(), 3).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_not_missing_and_a_device_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        assert!(!is_missing(&path, &read_bounded(&path, 3).unwrap_err()));
        assert!(read_bounded(Path::new("/dev/zero"), 3).is_err());
    }
}
