//! What to do about failures with an archive.

use chancery_office::ArchiveError;

/// What to do; empty where there is nothing to say.
pub fn hint(error: &ArchiveError) -> String {
    match *error {
        _ => String::new(),
    }
}
