//! Locks: who writes waits for who writes, and who reads for nobody.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;
use std::{fs, io, thread};

use crate::error::{Error, Result};
use crate::files::error::FileError;
use crate::files::open_regular;

/// Holds a folder's lock until it is dropped, so that only one process changes the files in it that change.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// Waits for the lock of a folder, but not for ever.
    ///
    /// # Errors
    /// What the system says, and where somebody holds it for long.
    pub fn of(folder: &Path) -> Result<Self> {
        let path = folder.join(LOCK);
        Self::hold(Self::open(&path)?, &path)
    }

    /// Opens the file of a lock, made where it is not there.
    fn open(path: &Path) -> Result<File> {
        if path.symlink_metadata().is_ok_and(|there| !there.is_file()) {
            return Err(FileError::LockNotAFile { path: path.to_owned() }.into());
        }
        // One that is there need not be writable: it may be another user's. Some network file systems lock no other.
        let file = File::options().create(true).truncate(false).write(true).open(path);
        let file = file.or_else(|error| File::open(path).map_err(|_| error));
        file.map_err(|error| Error::io("lock", path, error))
    }

    /// Whether somebody holds the lock of a folder just now.
    pub fn is_held(folder: &Path) -> bool {
        let path = folder.join(LOCK);
        let Ok(file) = open_regular(&path) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// Another lock of a folder, for work that takes long: `waiting` is told where somebody holds it, and that is waited for.
    ///
    /// # Errors
    /// What the system says.
    pub fn of_work(folder: &Path, work: &str, waiting: &dyn Fn()) -> Result<Self> {
        let path = folder.join(format!("{LOCK}-{work}"));
        let file = Self::open(&path)?;
        match file.try_lock() {
            Ok(()) => return Ok(Self(file)),
            Err(TryLockError::WouldBlock) => waiting(),
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", path, error)),
        }
        file.lock().map_err(|error| Error::io("lock", path, error))?;
        Ok(Self(file))
    }

    /// Waits for the lock of a file that is to be replaced by another of its name.
    ///
    /// # Errors
    /// As [`Lock::of`].
    pub fn of_file(path: &Path) -> Result<Self> {
        let failed = |error| Error::io("lock", path, error);
        for _ in 0..ATTEMPTS {
            let lock = Self::hold(open_regular(path)?, path)?;
            // Whoever held the lock may have replaced the file: then another one has its name by now.
            if is_same(&lock.0, path).map_err(failed)? {
                return Ok(lock);
            }
        }
        Err(FileError::Replaced { path: path.to_owned() }.into())
    }

    /// Whether the locked file still has the name, and nobody has put another in its place meanwhile.
    ///
    /// # Errors
    /// What the system says.
    pub fn is_still(&self, path: &Path) -> Result<bool> {
        is_same(&self.0, path).map_err(|error| Error::io("read", path, error))
    }

    fn hold(file: File, path: &Path) -> Result<Self> {
        for _ in 0..ATTEMPTS {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) => thread::sleep(BETWEEN_ATTEMPTS),
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", path, error)),
            }
        }
        Err(FileError::Held { path: path.to_owned() }.into())
    }
}

/// Whether an open file still has this name.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (open, named) = (file.metadata()?, fs::metadata(path)?);
    Ok((open.dev(), open.ino()) == (named.dev(), named.ino()))
}

#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> io::Result<bool> {
    // An open file cannot be replaced there.
    fs::metadata(path).map(|named| named.is_file())
}

/// With the pause between them, half a minute.
const ATTEMPTS: u32 = 600;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(50);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file unlocks it too.
        let _ = self.0.unlock();
    }
}

/// The file of a folder's lock.
pub(super) const LOCK: &str = ".chancery-lock";
