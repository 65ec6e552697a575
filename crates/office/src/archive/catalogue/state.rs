//! By what a file or a folder is known to be what it was.

use std::fs::{self, DirEntry, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A folder that changed within this time may change again without another time of change.
const RESTLESS: Duration = Duration::from_secs(2);

/// By what a folder is known again: empty while it may still be changing.
pub(super) fn stamp(found: &Metadata, now: SystemTime) -> String {
    let Some(changed) = changed(found) else { return String::new() };
    let settled = now.duration_since(changed).is_ok_and(|age| age > RESTLESS);
    let since = changed.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
    if settled { format!("{since}:{}", number(found)) } else { String::new() }
}

/// When the names in a folder changed last: by the one time that nobody can set.
#[cfg(unix)]
fn changed(found: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let (seconds, parts) = (u64::try_from(found.ctime()).ok()?, u32::try_from(found.ctime_nsec()).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, parts))
}

#[cfg(not(unix))]
fn changed(found: &Metadata) -> Option<SystemTime> {
    found.modified().ok()
}

/// What tells that a file is not what it was: its size, its number and its times; empty where nothing is there.
pub(super) fn state(path: &Path) -> String {
    let Ok(found) = fs::symlink_metadata(path) else { return String::new() };
    let since = |time: Option<SystemTime>| time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let times = [found.modified().ok(), changed(&found)].map(|time| since(time).unwrap_or_default().as_nanos());
    format!("{}:{}:{times:?}", found.len(), number(&found))
}

/// The number by which the system knows a file or folder.
#[cfg(unix)]
pub(super) fn number(found: &Metadata) -> i64 {
    std::os::unix::fs::MetadataExt::ino(found).cast_signed()
}

#[cfg(not(unix))]
pub(super) fn number(_: &Metadata) -> i64 {
    0
}

/// As [`number`], of a file in a folder that is read.
#[cfg(unix)]
pub(super) fn inode(found: &DirEntry) -> i64 {
    std::os::unix::fs::DirEntryExt::ino(found).cast_signed()
}

#[cfg(not(unix))]
pub(super) fn inode(_: &DirEntry) -> i64 {
    0
}
