//! Trust lists in files, with the lists of revoked keys that count beside them.

mod change;
pub mod choice;
pub mod conflict;
pub mod error;
pub mod grant;
pub mod own;
pub mod retire;
pub mod revocations;
pub mod revoke;

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::trust::REVOKED_KEYS;
use chancery_core::trust::revoked_keys::{self, RevokedKey};
use chancery_core::{TrustList, TrustListError};

pub use self::change::{append_line, change, change_locked, true_path, with_line};
use self::error::TrustError;
use crate::error::Result;
use crate::files::{is_missing, read_bounded};

/// A trust list and where it was read.
#[derive(Debug, Clone, Default)]
pub struct ListFile {
    /// The file, as the reader named it.
    pub path: PathBuf,
    /// What it says, with the revocations that count beside it.
    pub list: TrustList,
}

/// No system follows more links.
const MOST_LINKS: usize = 40;
/// Lists larger than this are not read.
const LONGEST_LIST: u64 = 1 << 20;

/// Reads a list, and `revoked_keys` beside it where there is one.
///
/// # Errors
/// Where the list cannot be read, or a list of revoked keys is there and cannot be understood whole.
pub fn read(path: &Path) -> Result<ListFile> {
    let list = TrustList::new(&read_bounded(path, LONGEST_LIST)?, read_revoked_beside(path)?);
    Ok(ListFile { path: path.to_owned(), list })
}

/// Reads the list of revoked keys beside a trust list, whether or not the trust list is there.
///
/// # Errors
/// Where it is there and cannot be understood whole.
pub fn read_revoked_beside(path: &Path) -> Result<Vec<RevokedKey>> {
    let mut revoked = read_revoked(&path.with_file_name(REVOKED_KEYS))?;
    let mut seen = path.to_owned();
    // Where the list is a link, what lies beside each file on the way that it leads counts too.
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&seen) else { break };
        seen = seen.parent().unwrap_or(Path::new("")).join(target);
        revoked.extend(read_revoked(&seen.with_file_name(REVOKED_KEYS))?);
    }
    Ok(revoked)
}

/// Reads a list of revoked keys; none where nothing is there.
fn read_revoked(path: &Path) -> Result<Vec<RevokedKey>> {
    let unreadable =
        |fault: TrustListError| TrustError::RevokedList { path: path.to_owned(), fault: fault.to_string() };
    match read_bounded(path, LONGEST_LIST) {
        Ok(bytes) => Ok(revoked_keys::read(&bytes).map_err(unreadable)?),
        Err(error) if is_missing(path, &error) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use chancery_core::trust::ALLOWED_SIGNERS;

    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    #[test]
    fn a_list_that_cannot_be_read_whole_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(ALLOWED_SIGNERS);
        assert!(read(&path).is_err(), "missing");
        fs::write(&path, format!("press@mfa.example {KEY}\n")).unwrap();
        assert!(read(&path).unwrap().list.revoked().is_empty());
        fs::write(folder.path().join(REVOKED_KEYS), "garbage\n").unwrap();
        assert!(read(&path).is_err(), "garbage");
    }
}
