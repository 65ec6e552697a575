//! Keys that are used no longer: what they signed before stays authentic.

use chancery_core::trust::edit::{self, OpensLater, Retired};
use chancery_core::{Identity, PublicKey, Timestamp};

use super::ListFile;
use super::change::change;
use super::error::TrustError;
use crate::error::Result;
use crate::outcome::{Outcome, Warning};

/// Closes the window of every line that names a key; gives the numbers of the lines that were changed.
///
/// # Errors
/// Where a line trusts the key only later, and what the system says.
pub fn retire(file: &ListFile, identity: &Identity, key: &PublicKey, at: Timestamp) -> Result<Outcome<Vec<usize>>> {
    let mut outcome = Outcome::plain(Vec::new());
    change(&file.path, |bytes| {
        let retired = retired(file, &bytes, key, at)?;
        outcome.warnings = beyond(file, identity, &retired);
        outcome.value = retired.changed;
        Ok(retired.list)
    })?;
    Ok(outcome)
}

/// A list with a key retired.
///
/// # Errors
/// Where a line trusts the key only later: it cannot end before.
pub fn retired(file: &ListFile, bytes: &[u8], key: &PublicKey, at: Timestamp) -> Result<Retired> {
    let later = |OpensLater { line, after }| TrustError::OpensLater { path: file.path.clone(), line, after };
    Ok(edit::retire(bytes, key, at).map_err(later)?)
}

/// What of a retirement is more than was asked for, or less: a line may name the key for others too, and one that chancery
/// cannot use may still be used by ssh-keygen.
pub fn beyond(file: &ListFile, identity: &Identity, retired: &Retired) -> Vec<Warning> {
    let path = || file.path.clone();
    let changed = file.list.rules().iter().filter(|rule| retired.changed.contains(&rule.line));
    let others = changed.filter(|rule| rule.principals.to_text() != identity.as_str());
    let others = others.map(|rule| Warning::RetiredForOthers {
        path: path(),
        line: rule.line,
        others: rule.principals.to_text(),
    });
    let unusable = retired.unusable.iter().map(|line| Warning::NotRetired { path: path(), line: *line });
    others.chain(unusable).collect()
}
