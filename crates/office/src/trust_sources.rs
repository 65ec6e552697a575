//! Trust lists in files, with the lists of revoked keys that count beside them.

mod change;
pub mod error;
pub mod revocations;

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::TrustList;
use chancery_core::trust::revoked_keys::{self, Revoked};
use chancery_core::trust::{REVOKED_KEYS, allowed_signers};

pub use self::change::{append_line, change, change_locked, true_path, with_line};
use crate::error::{Error, Result};
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
    let (rules, unusable) = allowed_signers::read(&read_bounded(path, LONGEST_LIST)?);
    let list = TrustList { rules, unusable, revoked: read_revoked_beside(path)? };
    Ok(ListFile { path: path.to_owned(), list })
}

/// Reads the list of revoked keys beside a trust list, whether or not the trust list is there.
///
/// # Errors
/// Where it is there and cannot be understood whole.
pub fn read_revoked_beside(path: &Path) -> Result<Vec<Revoked>> {
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
fn read_revoked(path: &Path) -> Result<Vec<Revoked>> {
    let hint = "mend that line: a list of revoked keys must be understood whole";
    match read_bounded(path, LONGEST_LIST) {
        Ok(bytes) => revoked_keys::read(&bytes).map_err(|fault| Error::content(path, fault, hint)),
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
        assert!(read(&path).unwrap().list.revoked.is_empty());
        fs::write(folder.path().join(REVOKED_KEYS), "garbage\n").unwrap();
        assert!(read(&path).is_err(), "garbage");
    }
}
