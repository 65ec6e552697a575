//! The names that files and folders have while they are made, and the removal of what killed processes have left.

use std::fs;
#[cfg(target_os = "linux")]
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How a passing name begins.
pub(super) const PASSING: &str = ".chancery-";
/// How it ends.
pub(super) const ENDING: &str = ".tmp";
/// How many random letters stand between the two.
pub(super) const RANDOM: usize = 6;
/// A passing file this old belongs to no running process.
pub(super) const STALE: Duration = Duration::from_hours(24);

/// A passing name: random letters between the two ends.
#[cfg(target_os = "linux")]
pub(super) fn random_name() -> io::Result<String> {
    let mut bytes = [0; RANDOM];
    getrandom::fill(&mut bytes).map_err(|_| io::Error::from(io::ErrorKind::Other))?;
    let letters: String = bytes.iter().map(|byte| char::from(b'a'.saturating_add(byte % 26))).collect();
    Ok(format!("{PASSING}{letters}{ENDING}"))
}

/// Whether a name is one that is made here: six random letters between the two ends, or a process's number, as once.
fn is_passing(name: &str) -> bool {
    let middle = name.strip_prefix(PASSING).and_then(|rest| rest.strip_suffix(ENDING)).unwrap_or_default();
    let random = middle.len() == RANDOM && middle.bytes().all(|byte| byte.is_ascii_alphanumeric());
    random || (!middle.is_empty() && middle.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Removes what killed processes have left, and nothing else; whatever cannot be removed stays.
pub(super) fn sweep(folder: &Path) {
    let Ok(files) = fs::read_dir(folder) else { return };
    let is_stale = |file: &fs::DirEntry| {
        let passing = file.file_name().to_str().is_some_and(is_passing);
        let age = || SystemTime::now().duration_since(file.metadata().ok()?.modified().ok()?).ok();
        passing && age().is_some_and(|age| age > STALE)
    };
    for file in files.flatten().filter(is_stale) {
        let _ = fs::remove_file(file.path()).or_else(|_| fs::remove_dir_all(file.path()));
    }
}
