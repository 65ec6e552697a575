//! A new office: a folder of keys, an archive, and defaults.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::defaults::{CONFIG, Defaults};
use crate::durable::{NewFile, Unpublished, make_folder};
use crate::error::{Error, Result};
use crate::keys::error::KeyError;
use crate::office::Office;

const GITIGNORE: &str = "# Private keys are never shared; public keys and trust lists are.\n*\n!.gitignore\n!*.pub\n!allowed_signers\n!revoked_keys\n";

/// The folder of keys, where it came from elsewhere: its user must say that it is their own before an office is made there.
pub fn foreign_keys(office: &Office) -> Option<PathBuf> {
    let keys = office.keys_folder();
    (office.keys.is_none() && office.is_foreign(&keys)).then_some(keys)
}

/// That an office is not made beside keys which its user does not call their own.
pub fn not_adopted(keys: &Path) -> Error {
    KeyError::NotAdopted { path: keys.to_owned() }.into()
}

/// Whether the office has defaults already.
pub fn is_configured(office: &Office) -> bool {
    office.folder.join(CONFIG).exists()
}

/// Makes what is not there yet and changes nothing that is; notes in this user's settings that the office is the user's own,
/// unless its keys were named. Gives what was made.
///
/// # Errors
/// What the system says.
pub fn make(office: &Office, defaults: Option<&Defaults>) -> Result<Vec<String>> {
    let keys = office.keys_folder();
    let mut made = Vec::new();
    for folder in [&keys, &office.archive] {
        if !folder.is_dir() {
            make_folder(folder)?;
            made.push(format!("{}/", folder.display()));
        }
    }
    made.extend(write_new(&keys, ".gitignore", GITIGNORE)?);
    if let Some(defaults) = defaults {
        made.extend(write_new(&office.folder, CONFIG, &defaults.to_toml())?);
    }
    if office.keys.is_none() {
        office.adopt(&keys)?;
    }
    Ok(made)
}

fn write_new(folder: &Path, name: &str, text: &str) -> Result<Option<String>> {
    let file = NewFile::create_in(folder)?;
    let path = folder.join(name);
    file.file().write_all(text.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
    match file.publish(name) {
        Ok(_) => Ok(Some(path.display().to_string())),
        Err(Unpublished::Taken(_)) => Ok(None),
        Err(Unpublished::Failed(error)) => Err(error),
    }
}

/// Whether a folder has public keys.
pub fn has_keys(folder: &Path) -> bool {
    let mut files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.any(|file| file.path().extension().is_some_and(|ending| ending == "pub"))
}
