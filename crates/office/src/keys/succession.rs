//! The files of a key and of the one that takes its place, so that neither is ever lost.
//!
//! The new pair is written beside the old one first, under names that nobody signs with. At the end the old pair is
//! named after its last day, and the new one takes its names. A run that was broken off in between is finished by the next.

use std::io::Write;
use std::path::{Path, PathBuf};

use chancery_core::{Identity, PublicKey, Timestamp};

use super::folder::{former_name, read_public};
use super::rotation_error::RotationError;
use crate::durable::{self, NewFile, Unpublished};
use crate::error::{Error, Result};

/// An identity's key files in a folder.
pub struct Succession<'a> {
    folder: &'a Path,
    identity: &'a Identity,
}

impl<'a> Succession<'a> {
    /// The files of an identity in a folder of keys.
    pub fn in_folder(folder: &'a Path, identity: &'a Identity) -> Self {
        Self { folder, identity }
    }

    /// Where the next private key lies until it is used.
    pub fn next(&self) -> PathBuf {
        self.folder.join(format!(".next-{}", self.identity))
    }

    fn next_public(&self) -> PathBuf {
        self.folder.join(format!(".next-{}.pub", self.identity))
    }

    fn current(&self) -> PathBuf {
        self.folder.join(self.identity.as_str())
    }

    fn current_public(&self) -> PathBuf {
        self.folder.join(format!("{}.pub", self.identity))
    }

    /// The next public key, where a run was broken off before it was used.
    ///
    /// # Errors
    /// Where its file cannot be read.
    pub fn unfinished(&self) -> Result<Option<PublicKey>> {
        let path = self.next_public();
        if path.symlink_metadata().is_ok() { read_public(&path).map(Some) } else { Ok(None) }
    }

    /// The public key that is in its place, if one is.
    ///
    /// # Errors
    /// Where its file cannot be read.
    pub fn current_key(&self) -> Result<Option<PublicKey>> {
        let path = self.current_public();
        if path.symlink_metadata().is_ok() { read_public(&path).map(Some) } else { Ok(None) }
    }

    /// Writes the next pair, the private key first: without it the public one is worth nothing.
    ///
    /// # Errors
    /// What the system says.
    pub fn prepare(&self, private: &str, public: &str) -> Result<()> {
        let files = [
            (NewFile::create_private_in(self.folder)?, private, self.next()),
            (NewFile::create_in(self.folder)?, public, self.next_public()),
        ];
        for (file, text, path) in files {
            file.file().write_all(text.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // What an earlier run left without its other half is of no use.
            let _ = std::fs::remove_file(&path);
            file.publish(name).map_err(|unpublished| match unpublished {
                Unpublished::Taken(_) => RotationError::NextTaken { path: path.clone() }.into(),
                Unpublished::Failed(error) => error,
            })?;
        }
        Ok(())
    }

    /// Names the current pair after its last day and the next one as current; gives the former private key's name. What
    /// is done already is not done again.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(&self, until: Timestamp) -> Result<PathBuf> {
        let former = self.former(until);
        if self.next().symlink_metadata().is_ok() {
            move_if_there(&self.current_public(), &public_of(&former))?;
            move_if_there(&self.current(), &former)?;
            durable::rename(&self.next(), &self.current())?;
        }
        durable::rename(&self.next_public(), &self.current_public())?;
        Ok(former)
    }

    /// The name that the current private key gets: the one beside its public key, where an earlier run moved that alone.
    fn former(&self, until: Timestamp) -> PathBuf {
        let half = self.current().symlink_metadata().is_ok() && self.current_public().symlink_metadata().is_err();
        let is_half = |path: &PathBuf| path.symlink_metadata().is_err() && public_of(path).symlink_metadata().is_ok();
        let moved = self.formers(until).take_while(|path| public_of(path).symlink_metadata().is_ok()).last();
        moved.filter(|path| half && is_half(path)).unwrap_or_else(|| self.free_former(until))
    }

    /// The first name of a former private key that is free, with its public key's.
    pub fn free_former(&self, until: Timestamp) -> PathBuf {
        let is_free = |path: &PathBuf| [path, &public_of(path)].iter().all(|path| path.symlink_metadata().is_err());
        let first = || self.folder.join(former_name(self.identity, &compact(until), 0));
        self.formers(until).find(is_free).unwrap_or_else(first)
    }

    /// The names of former private keys of one day, in their order.
    fn formers(&self, until: Timestamp) -> impl Iterator<Item = PathBuf> {
        (0..MOST_A_DAY).map(move |again| self.folder.join(former_name(self.identity, &compact(until), again)))
    }
}

fn compact(until: Timestamp) -> String {
    until.day().to_string().replace('-', "")
}

/// Nobody has more keys in a day; whoever does is told that the first name is taken.
const MOST_A_DAY: usize = 100;

/// The public key's file beside a private key's.
pub fn public_of(private: &Path) -> PathBuf {
    let mut name = private.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

/// Renames a file, if it is there.
fn move_if_there(from: &Path, to: &Path) -> Result<()> {
    if from.symlink_metadata().is_ok() { durable::rename(from, to) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const NAMES: [&str; 4] = ["p@m.example", "p@m.example.pub", ".next-p@m.example", ".next-p@m.example.pub"];

    fn names(folder: &Path) -> Vec<(String, String)> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap())
            .map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap()))
            .collect();
        names.sort();
        names
    }

    /// Wherever a run is broken off, the next one comes to the same end, and no key is lost.
    #[test]
    fn a_broken_succession_is_finished() {
        let identity: Identity = "p@m.example".parse().unwrap();
        let until = "2026-03-12T00:00:00Z".parse().unwrap();
        let old = [("p@m.example.until-20260312", NAMES[0]), ("p@m.example.until-20260312.pub", NAMES[1])];
        let new = [(NAMES[0], NAMES[2]), (NAMES[1], NAMES[3])];
        // Each state is what a run leaves that ends after so many of its four steps.
        let steps = [(NAMES[1], old[1].0), (NAMES[0], old[0].0), (NAMES[2], NAMES[0])];
        for done in 0..=steps.len() {
            let folder = tempfile::tempdir().unwrap();
            for name in NAMES {
                fs::write(folder.path().join(name), name).unwrap();
            }
            for (from, to) in &steps[..done] {
                fs::rename(folder.path().join(from), folder.path().join(to)).unwrap();
            }
            Succession::in_folder(folder.path(), &identity).finish(until).unwrap();
            assert_eq!(names(folder.path()).len(), 4, "{done}");
            for (name, text) in new.into_iter().chain(old) {
                assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text, "{done}");
            }
        }
    }

    #[test]
    fn a_second_succession_on_one_day_takes_another_name() {
        let identity: Identity = "p@m.example".parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let until = "2026-03-12T00:00:00Z".parse().unwrap();
        for round in 0..2 {
            for name in &NAMES[round * 2..] {
                fs::write(folder.path().join(name), name).unwrap();
            }
            Succession::in_folder(folder.path(), &identity).finish(until).unwrap();
        }
        let found: Vec<String> = names(folder.path()).into_iter().map(|(name, _)| name).collect();
        assert!(found.contains(&"p@m.example.until-20260312-1".to_owned()), "{found:?}");
        assert_eq!(found.len(), 6);
    }
}
