//! The files in a folder of keys: private keys that nobody else reads, public keys, and former keys by their names.

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::signature::public_key::NotAPublicKey;
use chancery_core::{Identity, PublicKey};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::private_key::{KeyFile, PrivateKey};
use crate::error::{Error, Result};
use crate::files::read_bounded;
use crate::office::Office;

/// Key files larger than this are none.
const LONGEST: u64 = 64 << 10;

/// Reads a private key file that nobody else can read.
///
/// # Errors
/// Where it is not there, others can read it, or it is no Ed25519 key.
pub fn read_private(path: &Path) -> Result<KeyFile> {
    let text = Zeroizing::new(read_bounded(path, LONGEST)?);
    refuse_shared(path)?;
    Ok(KeyFile::parse(&text).map_err(|fault| KeyError::Unopened { path: path.to_owned(), fault })?)
}

/// Opens a private key file that was read at `path`, with its passphrase, which is empty where it needs none.
///
/// # Errors
/// Where the passphrase is wrong.
pub fn open(file: &KeyFile, path: &Path, passphrase: &str) -> Result<PrivateKey> {
    Ok(file.open(passphrase).map_err(|fault| KeyError::Unopened { path: path.to_owned(), fault })?)
}

/// Reads a public key file.
///
/// # Errors
/// Where it is not there or holds no Ed25519 public key.
pub fn read_public(path: &Path) -> Result<PublicKey> {
    let text = read_bounded(path, LONGEST)?;
    let text = String::from_utf8_lossy(&text);
    if text.starts_with("-----BEGIN") {
        return Err(KeyError::NotPublic { path: path.to_owned() }.into());
    }
    let bad = |fault: NotAPublicKey| KeyError::BadPublic { path: path.to_owned(), fault };
    Ok(text.trim().parse().map_err(bad)?)
}

#[cfg(unix)]
fn refuse_shared(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|error| Error::io("read", path, error))?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyError::Shared { path: path.to_owned() }.into()) }
}

#[cfg(not(unix))]
fn refuse_shared(path: &Path) -> Result<()> {
    fs::metadata(path).map(drop).map_err(|error| Error::io("read", path, error))
}

/// The folder of keys where it may be written to: named by the user, or made by the user, or not there yet.
///
/// # Errors
/// Where it came from elsewhere.
pub fn own_folder(office: &Office) -> Result<PathBuf> {
    let path = office.keys_folder();
    if office.keys.is_none() && office.is_foreign(&path) {
        return Err(KeyError::Foreign { path }.into());
    }
    Ok(path)
}

/// What the key of an identity is called once another one has taken its place: the day on which that was.
pub fn former_name(identity: &Identity, day: &str, again: usize) -> String {
    let again = if again == 0 { String::new() } else { format!("-{again}") };
    format!("{identity}{FORMER}{day}{again}")
}

const FORMER: &str = ".until-";

/// Whether that is the name of a former key, which signs nothing more.
pub fn is_former(identity: &Identity) -> bool {
    identity.as_str().contains(FORMER)
}

/// Refuses the name of a former key's file, which is no identity.
///
/// # Errors
/// Where it is one.
pub fn refuse_former(identity: &Identity) -> Result<()> {
    let Some((owner, _)) = identity.as_str().split_once(FORMER) else { return Ok(()) };
    Err(KeyError::FormerName { identity: identity.clone(), owner: owner.to_owned() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_former_key_is_named_after_its_last_day_and_chosen_by_nobody() {
        let identity: Identity = "press@mfa.example".parse().unwrap();
        assert_eq!(former_name(&identity, "20261124", 0), "press@mfa.example.until-20261124");
        assert_eq!(former_name(&identity, "20261124", 2), "press@mfa.example.until-20261124-2");
        assert!(is_former(&former_name(&identity, "20261124", 2).parse().unwrap()) && !is_former(&identity));
        assert!(refuse_former(&former_name(&identity, "20261124", 0).parse().unwrap()).is_err());
        assert!(refuse_former(&identity).is_ok());
    }
}
