//! The catalogue: what an archive holds, found in a moment. It is derived from the bundles and the event log, lies outside
//! the archive, and is made again wherever it cannot be used. No verdict rests on it.

pub mod entry;
mod log;
mod passages;
mod refresh;
mod rows;
mod schema;
pub mod select;
mod state;
pub mod text;
mod texts;
pub mod words;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

pub use self::refresh::{Few, Noticed, RefreshOptions};
use super::Archive;
use super::error::{ArchiveError, CatalogueFault};
use super::events::EventLog;
use crate::durable::{folder_of, make_folder};
use crate::error::{Error, Result};

/// The catalogue of one archive.
#[derive(Debug)]
pub struct Catalogue {
    db: Connection,
    path: PathBuf,
    archive: Archive,
}

impl Catalogue {
    /// Opens the catalogue in this file, and makes an empty one where nothing is there.
    ///
    /// # Errors
    /// What the system says; also where what is there is no catalogue.
    pub fn open(path: &Path, archive: &Archive) -> Result<Self> {
        make_folder(folder_of(path))?;
        let db = schema::open(path).map_err(|error| failed(path, &error))?;
        Ok(Self { db, path: path.to_owned(), archive: archive.clone() })
    }

    /// Removes a catalogue, which need not be there.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove(path: &Path) -> Result<()> {
        for ending in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            match fs::remove_file(&name) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io("remove", PathBuf::from(name), error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether an error means that the catalogue is of no use, and must be made again.
    pub fn is_damaged(error: &Error) -> bool {
        matches!(fault_of(error), Some(CatalogueFault::Damaged))
    }

    /// Whether an error means that the catalogue cannot be used where it is, whatever is done about it.
    pub fn is_unusable(error: &Error) -> bool {
        matches!(fault_of(error), Some(CatalogueFault::DiskFull | CatalogueFault::Unusable(_)))
    }

    /// Whether an error means that another process is bringing the catalogue up to date.
    pub fn is_busy(error: &Error) -> bool {
        matches!(fault_of(error), Some(CatalogueFault::Busy))
    }

    /// Whether an error is about a catalogue, and not about the archive.
    pub fn is_fault(error: &Error) -> bool {
        fault_of(error).is_some()
    }

    /// The archive whose catalogue it is.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The archive's event log.
    pub fn events(&self) -> EventLog {
        EventLog::of(self.archive.folder())
    }

    fn failed(&self, error: &rusqlite::Error) -> Error {
        failed(&self.path, error)
    }
}

fn fault_of(error: &Error) -> Option<&CatalogueFault> {
    match error {
        Error::Archive(ArchiveError::Catalogue { fault, .. }) => Some(fault),
        _ => None,
    }
}

/// Whether what the library says means that the file is no catalogue of ours.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows, SqlInputError,
    };
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => {
            matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown)
        }
        FromSqlConversionFailure(..)
        | IntegralValueOutOfRange(..)
        | InvalidColumnType(..)
        | QueryReturnedNoRows
        | SqlInputError { .. } => true,
        _ => false,
    }
}

fn failed(path: &Path, error: &rusqlite::Error) -> Error {
    let fault = match error.sqlite_error_code() {
        _ if is_damage(error) => CatalogueFault::Damaged,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => CatalogueFault::Busy,
        Some(ErrorCode::DiskFull) => CatalogueFault::DiskFull,
        _ => CatalogueFault::Unusable(error.to_string()),
    };
    ArchiveError::Catalogue { path: path.to_owned(), fault }.into()
}

/// A name or path as the catalogue keeps it: not every file's name is text.
fn to_bytes(name: &OsStr) -> &[u8] {
    name.as_encoded_bytes()
}

#[cfg(unix)]
fn from_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn from_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
