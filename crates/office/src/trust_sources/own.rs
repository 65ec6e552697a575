//! The list that an office or its reader keeps, and a folder of keys that is passed over for it: somebody else's may come along
//! with what they send.

use std::path::{Path, PathBuf};

use super::ListFile;
use super::error::{ListNeed, TrustError};
use super::revocations::read_list;
use crate::error::Result;
use crate::office::Office;
use crate::outcome::{Outcome, Warning};

/// The list that commands change: the named folder's, that of an office which this user made, or the user's own.
///
/// # Errors
/// Where there is no place for the user's own.
pub fn to_change(office: &Office) -> Result<PathBuf> {
    Ok(office.list_to_change().ok_or(TrustError::NoPlace)?)
}

/// Reads the list that commands change.
///
/// # Errors
/// Where it is not there, or cannot be read.
pub fn read_to_change(office: &Office, need: ListNeed) -> Result<ListFile> {
    let path = to_change(office)?;
    if !path.is_file() {
        return Err(TrustError::NoSuchList { path, need }.into());
    }
    read_list(office, &path)
}

/// That a folder of keys here is passed over for the list `instead`: most likely it is a copy of the user's own office.
///
/// # Errors
/// Where there is no other list either.
pub fn passed_over(office: &Office, instead: &Path) -> Result<Outcome<()>> {
    let Some(folder) = office.list_path().1 else { return Ok(Outcome::plain(())) };
    if !instead.is_file() {
        return Err(TrustError::NotYours { path: folder }.into());
    }
    let warnings = vec![Warning::ListPassedOver { folder, instead: instead.to_owned() }];
    Ok(Outcome { value: (), warnings })
}

/// How many lines are named; a file with more of them is something else.
const NAMED: usize = 5;

/// The lines of a list that cannot be used.
pub fn unusable(file: &ListFile) -> Vec<Warning> {
    let named = file.list.unusable().iter().take(NAMED);
    let mut warnings: Vec<Warning> =
        named.map(|line| Warning::UnusableLine { path: file.path.clone(), line: line.clone() }).collect();
    let more = file.list.unusable().len().checked_sub(NAMED).filter(|more| *more > 0);
    warnings.extend(more.map(|more| Warning::MoreUnusableLines { path: file.path.clone(), more }));
    warnings
}
