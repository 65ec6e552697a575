//! An office: a folder with `chancery.toml`, keys and an archive; and which such folders this user made.

pub mod make;

use std::path::{Path, PathBuf};
use std::{fs, io};

use chancery_core::trust::ALLOWED_SIGNERS;
use chancery_core::{Identity, Timestamp};

use crate::durable::{NewFile, make_folder};
use crate::error::{Error, Result};
use crate::files::read_text;
use crate::keys::error::KeyError;
use crate::trust_sources::append_line;

/// The folder of keys in an office.
pub const KEYS: &str = "keys";

/// Settings larger than this are none.
const LONGEST: u64 = 1 << 20;

/// An office as its user works in it: its folders, the user's own, and the time. Nothing else is asked of the system.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Office {
    /// The office's own folder, in which `keys/` and `chancery.toml` are looked for; empty for the current one.
    pub folder: PathBuf,
    /// The folder of bundles.
    pub archive: PathBuf,
    /// The folder of keys, where the user named one.
    pub keys: Option<PathBuf>,
    /// This user's own folder of settings, where there is one.
    pub settings: Option<PathBuf>,
    /// This user's own folder for what can be made again, where there is one.
    pub cache: Option<PathBuf>,
    /// The time.
    pub now: Timestamp,
}

impl Office {
    /// The office in a folder, with `keys/` and `archive/` in it, of a user with no settings and no cache.
    pub fn at(folder: impl Into<PathBuf>, now: Timestamp) -> Self {
        let folder = folder.into();
        Self { archive: folder.join("archive"), folder, keys: None, settings: None, cache: None, now }
    }

    /// The folder in which keys are made and looked for.
    pub fn keys_folder(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.own_keys())
    }

    /// The folder of keys that lies in the office's own folder, whether or not another one was named.
    pub fn own_keys(&self) -> PathBuf {
        self.folder.join(KEYS)
    }

    /// Where an identity's private key lies.
    pub fn private_path(&self, identity: &Identity) -> PathBuf {
        self.keys_folder().join(identity.as_str())
    }

    /// Where an identity's public key lies.
    pub fn public_path(&self, identity: &Identity) -> PathBuf {
        self.keys_folder().join(format!("{identity}.pub"))
    }

    /// The list to use where none is named: that of the folder of keys, where it was named or is this user's own; else the
    /// user's own. With it, a folder of keys that was passed over.
    pub fn list_path(&self) -> (Option<PathBuf>, Option<PathBuf>) {
        if let Some(keys) = &self.keys {
            return (Some(keys.join(ALLOWED_SIGNERS)), None);
        }
        let here = self.own_keys().join(ALLOWED_SIGNERS);
        let there = here.is_file();
        if there && self.is_adopted(&self.own_keys()) {
            return (Some(here), None);
        }
        (self.users_list().filter(|path| path.is_file()), there.then(|| self.own_keys()))
    }

    /// The list that is changed: the named folder's, that of an office which this user made, or the user's own. `None` where
    /// there is no place for the user's own.
    pub fn list_to_change(&self) -> Option<PathBuf> {
        if let Some(keys) = &self.keys {
            return Some(keys.join(ALLOWED_SIGNERS));
        }
        let here = self.own_keys();
        if here.is_dir() && self.is_adopted(&here) {
            return Some(here.join(ALLOWED_SIGNERS));
        }
        self.users_list()
    }

    /// Where the user's own list lies, whether or not it is there.
    pub fn users_list(&self) -> Option<PathBuf> {
        self.settings.as_ref().map(|folder| folder.join(ALLOWED_SIGNERS))
    }

    /// Whether this user made or adopted the office with this folder of keys: the user's settings name the folder and the
    /// mark in it. Another folder at the same place has another mark, or none.
    pub fn is_adopted(&self, keys: &Path) -> bool {
        let Some(((settings, folder), mark)) = self.settings.as_ref().zip(line_of(keys)).zip(mark_of(keys)) else {
            return false;
        };
        let wanted = format!("{mark} {folder}");
        read_text(&settings.join(OFFICES), LONGEST).is_ok_and(|text| text.lines().any(|adopted| adopted == wanted))
    }

    /// Whether there is a folder of keys that came from elsewhere.
    pub fn is_foreign(&self, keys: &Path) -> bool {
        let filled = fs::read_dir(keys).is_ok_and(|mut entries| entries.next().is_some());
        (filled || keys.is_symlink()) && !self.is_adopted(keys)
    }

    /// Notes that this user made or adopted the office with this folder of keys.
    ///
    /// # Errors
    /// What the system says.
    pub fn adopt(&self, keys: &Path) -> Result<()> {
        let Some((settings, folder)) = self.settings.as_ref().zip(line_of(keys)) else { return Ok(()) };
        if self.is_adopted(keys) {
            return Ok(());
        }
        let mark = new_mark()?;
        let path = keys.join(MARK);
        let file = NewFile::create_private_in(keys)?;
        io::Write::write_all(&mut file.file(), mark.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
        file.replace(MARK)?;
        make_folder(settings)?;
        append_line(&settings.join(OFFICES), &format!("{mark} {folder}"))
    }
}

const OFFICES: &str = "offices";
/// The file in a folder of keys by which it is known again.
const MARK: &str = ".chancery-office";

fn new_mark() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| KeyError::NoMark)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn mark_of(keys: &Path) -> Option<String> {
    let mark = read_text(&keys.join(MARK), 64).ok()?;
    (mark.len() == 32 && mark.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(mark)
}

/// The folder's one true path, where it can be a line.
fn line_of(keys: &Path) -> Option<String> {
    let path = fs::canonicalize(keys).ok()?;
    path.to_str().filter(|path| !path.contains('\n')).map(ToOwned::to_owned)
}
