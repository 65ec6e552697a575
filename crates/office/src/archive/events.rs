//! The event log: what happened to an archive's bundles, when, by whom and with what outcome. JSON Lines, a file a year, never rewritten.

pub mod event;

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use self::event::Event;
use super::error::ArchiveError;
use crate::durable::{Lock, make_folder, sync_folder};
use crate::error::{Error, Result};
use crate::files::open_regular;

/// The folder of the log in an archive.
pub const EVENTS: &str = "events";
const ENDING: &str = "jsonl";
/// Longer lines are none of ours.
const LONGEST_LINE: u64 = 1 << 20;

/// The event log of one archive.
#[derive(Debug, Clone)]
pub struct EventLog(PathBuf);

/// One line of the log: the event, or `None` where it is none.
pub type Line = Option<Event>;

impl EventLog {
    /// The log of the archive in this folder, which need not have one yet.
    pub fn of(archive: &Path) -> Self {
        Self(archive.join(EVENTS))
    }

    /// Adds events at the end, each in the file of its year, and makes them durable: all of a file's, or none.
    ///
    /// # Errors
    /// What the system says.
    pub fn append(&self, events: &[Event]) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        if self.0.is_symlink() {
            return Err(ArchiveError::LogIsLink { folder: self.0.clone() }.into());
        }
        make_folder(&self.0)?;
        let _lock = Lock::of(&self.0)?;
        let mut years: BTreeMap<i32, String> = BTreeMap::new();
        for event in events {
            let text = years.entry(event.time.day().year()).or_default();
            *text += &event.to_line();
        }
        years.into_iter().try_for_each(|(year, text)| self.append_to(&format!("{year:04}.{ENDING}"), &text))
    }

    fn append_to(&self, name: &str, text: &str) -> Result<()> {
        let path = self.0.join(name);
        let failed = |error| Error::io("write", &path, error);
        let there = path.symlink_metadata().ok();
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            return Err(ArchiveError::LogIsNoFile { path }.into());
        }
        let mut file = File::options().create(true).read(true).append(true).open(&path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?;
        if has_other_names(&found) {
            return Err(ArchiveError::LogHasOtherName { path }.into());
        }
        let before = found.len();
        let written = write_lines(&mut file, before, text).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // What could not be written whole is taken back; should that fail too, the half line is no event to any reader.
            let _ = file.set_len(before);
            return Err(failed(error));
        }
        // Whoever made the file may have been killed before its name was durable.
        sync_folder(&self.0).map_err(failed)
    }

    /// Gives every line to `each`, oldest file first, until that says that it is enough. Nothing where there is no log.
    ///
    /// # Errors
    /// What the system says, and what `each` says.
    pub fn read(&self, each: &mut dyn FnMut(Line) -> Result<()>) -> Result<()> {
        self.files()?.into_iter().try_for_each(|(path, _)| self.read_from(&path, 0, each).map(drop))
    }

    /// Gives the lines of one file from a byte on, and says where the last whole one ended.
    ///
    /// # Errors
    /// As [`EventLog::read`].
    pub fn read_from(&self, path: &Path, from: u64, each: &mut dyn FnMut(Line) -> Result<()>) -> Result<u64> {
        let failed = |error| Error::io("read", path, error);
        let mut file = open_regular(path)?;
        file.seek(SeekFrom::Start(from)).map_err(failed)?;
        let mut reader = BufReader::with_capacity(256 << 10, file);
        let (mut end, mut line) = (from, Vec::new());
        loop {
            line.clear();
            let count = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(failed)?;
            let is_whole = line.last() == Some(&b'\n');
            if count == 0 || !is_whole && (count as u64) < LONGEST_LINE {
                // Whoever writes may be in the middle of a line.
                return Ok(end);
            }
            end = end.saturating_add(count as u64);
            if !is_whole {
                end = end.saturating_add(reader.skip_until(b'\n').map_err(failed)? as u64);
                line.clear();
            }
            each(Event::from_line(&line))?;
        }
    }

    /// The files of the log, by name, with what the system knows of them: several where archives were merged.
    ///
    /// # Errors
    /// What the system says.
    pub fn files(&self) -> Result<Vec<(PathBuf, Metadata)>> {
        let failed = |error| Error::io("read", &self.0, error);
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed)?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            let found = path.symlink_metadata().map_err(failed)?;
            if found.is_file() && path.extension().is_some_and(|ending| ending == ENDING) {
                files.push((path, found));
            }
        }
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(files)
    }
}

#[cfg(unix)]
fn has_other_names(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(found) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Writes whole lines, after a line break where a killed process has left half a line.
fn write_lines(file: &mut File, before: u64, text: &str) -> io::Result<()> {
    if before > 0 {
        let mut last = [0];
        file.seek(SeekFrom::Start(before.saturating_sub(1)))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use chancery_core::{BundleId, Digest};

    use super::event::{Kind, Outcome};
    use super::*;

    fn event(time: &str) -> Event {
        Event::new(Kind::Sealed, Outcome::Done, (time.parse().unwrap(), "press@mfa.example", "chancery test"))
            .about(BundleId(Digest::of(b"")), "2026/a.zip")
    }

    fn times(log: &EventLog) -> Vec<Option<String>> {
        let mut times = Vec::new();
        log.read(&mut |line| {
            times.push(line.map(|event| event.time.to_string()));
            Ok(())
        })
        .unwrap();
        times
    }

    #[test]
    fn events_are_added_to_the_files_of_their_years() {
        let folder = tempfile::tempdir().unwrap();
        let log = EventLog::of(folder.path());
        assert_eq!(times(&log), []);
        log.append(&[event("2026-12-31T23:59:59Z"), event("2027-01-01T00:00:00Z")]).unwrap();
        log.append(&[event("2026-01-01T00:00:00Z")]).unwrap();
        let found = ["2026-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"];
        assert_eq!(times(&log), found.map(|time| Some(time.to_owned())));
    }

    #[test]
    fn half_a_line_is_no_event_and_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let log = EventLog::of(folder.path());
        log.append(&[event("2026-01-01T00:00:00Z")]).unwrap();
        let path = folder.path().join("events/2026.jsonl");
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [&whole[..], &whole[..20]].concat()).unwrap();
        assert_eq!(times(&log).len(), 1, "half a line may still be being written");
        log.append(&[event("2026-01-02T00:00:00Z")]).unwrap();
        let found = [Some("2026-01-01T00:00:00Z"), None, Some("2026-01-02T00:00:00Z")];
        assert_eq!(times(&log), found.map(|time| time.map(ToOwned::to_owned)));
    }

    #[cfg(unix)]
    #[test]
    fn a_log_that_leads_elsewhere_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        fs::write(&elsewhere, "").unwrap();
        fs::create_dir(folder.path().join(EVENTS)).unwrap();
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("events/2026.jsonl")).unwrap();
        assert!(EventLog::of(folder.path()).append(&[event("2026-01-01T00:00:00Z")]).is_err());
        assert_eq!(fs::read(&elsewhere).unwrap(), b"");
    }
}
