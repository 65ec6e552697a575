//! Durable writing: a file is there whole, under a name that was free, or it is not there at all.

mod folder;
#[cfg(target_os = "linux")]
mod linux;
mod lock;
mod names;
mod place;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::{fs, io};

pub use self::folder::NewFolder;
pub use self::lock::Lock;
use self::names::{ENDING, PASSING, RANDOM, sweep};
pub use self::place::{folder_of, make_folder, rename, sync_folder};
use crate::error::{Error, Result};
use crate::files::error::FileError;

/// A file that has no name yet. It vanishes when it is dropped or the process is killed.
#[derive(Debug)]
pub struct NewFile {
    folder: PathBuf,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// A file without a name, which Linux can make.
    #[cfg(target_os = "linux")]
    Unnamed(File),
    /// A file under a passing name; what a killed process leaves is swept by a later one.
    NamedKeys(tempfile::NamedTempFile),
}

impl NewFile {
    /// Makes a new file in a folder, for anyone to read and its owner to write.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_in(folder: &Path) -> Result<Self> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        sweep(folder);
        Self::create(folder, 0o644).map_err(|error| Error::io("write in", folder, error))
    }

    /// Makes the file that is to be at this path, in a folder that need not be there. [`NewFile::publish_at`] gives it its name.
    ///
    /// # Errors
    /// Where something is there already, and what the system says.
    pub fn create_for(target: &Path) -> Result<Self> {
        if target.symlink_metadata().is_ok() {
            return Err(FileError::FileTaken { path: target.to_owned() }.into());
        }
        let folder = folder_of(target);
        make_folder(folder)?;
        Self::create_in(folder)
    }

    /// As [`NewFile::create_in`], for its owner alone to read.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_private_in(folder: &Path) -> Result<Self> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self::create(folder, 0o600).map_err(|error| Error::io("write in", folder, error))
    }

    fn create(folder: &Path, mode: u32) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = linux::unnamed(folder, mode) {
            return Ok(Self { folder: folder.to_owned(), form: Form::Unnamed(file) });
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(PASSING).suffix(ENDING).rand_bytes(RANDOM);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
        let _ = mode;
        Ok(Self { folder: folder.to_owned(), form: Form::NamedKeys(builder.tempfile_in(folder)?) })
    }

    /// The file, open for reading and writing.
    pub fn file(&self) -> &File {
        match &self.form {
            #[cfg(target_os = "linux")]
            Form::Unnamed(file) => file,
            Form::NamedKeys(file) => file.as_file(),
        }
    }

    /// As [`NewFile::create_in`], and leaves to others to sweep what killed processes have left: for many files in one folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn create_one_of_many_in(folder: &Path) -> Result<Self> {
        Self::create(folder, 0o644).map_err(|error| Error::io("write in", folder, error))
    }

    /// Makes what was written durable, gives it a name in its folder, and makes that durable too. Never replaces a file.
    ///
    /// # Errors
    /// Where the name is taken, with the file back to be named otherwise; or what the system says.
    pub fn publish(self, name: &str) -> std::result::Result<PathBuf, Unpublished> {
        self.sync().map_err(Unpublished::Failed)?;
        let folder = self.folder.clone();
        let path = self.link(name)?;
        sync_folder(&folder).map_err(|error| Unpublished::Failed(Error::io("write", &path, error)))?;
        Ok(path)
    }

    /// As [`NewFile::publish`], with the name that a file made by [`NewFile::create_for`] was made for.
    ///
    /// # Errors
    /// Where something is there by now, the path ends in no name for a file, and what the system says.
    pub fn publish_at(self, target: &Path) -> Result<()> {
        let name = target.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| FileError::NoName { path: target.to_owned() })?;
        match self.publish(name) {
            Ok(_) => Ok(()),
            Err(Unpublished::Taken(_)) => Err(FileError::FileTaken { path: target.to_owned() }.into()),
            Err(Unpublished::Failed(error)) => Err(error),
        }
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> Result<()> {
        self.file().sync_all().map_err(|error| Error::io("write in", &self.folder, error))
    }

    /// Gives the file a name in its folder, which is durable only once the folder has been synced. Never replaces a file.
    ///
    /// # Errors
    /// As [`NewFile::publish`].
    pub fn link(self, name: &str) -> std::result::Result<PathBuf, Unpublished> {
        let path = self.folder.join(name);
        let failed = |error| Unpublished::Failed(Error::io("write", &path, error));
        let folder = self.folder;
        match self.form {
            #[cfg(target_os = "linux")]
            Form::Unnamed(file) => match linux::link(&file, &path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(Unpublished::Taken(Self { folder, form: Form::Unnamed(file) }));
                }
                linked => linked.map_err(failed)?,
            },
            Form::NamedKeys(file) => match file.persist_noclobber(&path) {
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(Unpublished::Taken(Self { folder, form: Form::NamedKeys(error.file) }));
                }
                persisted => drop(persisted.map_err(|error| failed(error.error))?),
            },
        }
        Ok(path)
    }

    /// As [`NewFile::publish`], for a file that exists to be changed: replaces what has the name.
    ///
    /// # Errors
    /// What the system says.
    pub fn replace(self, name: impl AsRef<Path>) -> Result<PathBuf> {
        let path = self.folder.join(name);
        let failed = |error| Error::io("write", &path, error);
        self.file().sync_all().map_err(failed)?;
        let folder = self.folder.clone();
        match self.form {
            #[cfg(target_os = "linux")]
            Form::Unnamed(file) => {
                let passing = linux::link_passing(&file, &folder).map_err(failed)?;
                fs::rename(&passing, &path).map_err(failed).inspect_err(|_| {
                    // The name was made here, a moment ago, and is nobody else's.
                    let _ = fs::remove_file(&passing);
                })?;
            }
            Form::NamedKeys(file) => drop(file.persist(&path).map_err(|error| failed(error.error))?),
        }
        sync_folder(&folder).map_err(failed)?;
        Ok(path)
    }
}

/// Why a file has no name yet.
#[derive(Debug)]
pub enum Unpublished {
    /// The name is taken.
    Taken(NewFile),
    /// The system refused.
    Failed(Error),
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::SystemTime;

    use super::lock::LOCK;
    use super::names::STALE;
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn new_file(folder: &Path, text: &str) -> NewFile {
        let file = NewFile::create_in(folder).unwrap();
        file.file().write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        drop(new_file(folder.path(), "lost"));
        assert_eq!(names(folder.path()), [""; 0]);
        new_file(folder.path(), "kept").publish("a").unwrap();
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn a_name_that_is_taken_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        new_file(folder.path(), "first").publish("a").unwrap();
        let Err(Unpublished::Taken(back)) = new_file(folder.path(), "second").publish("a") else { panic!() };
        back.publish("b").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "first");
        assert_eq!(fs::read_to_string(folder.path().join("b")).unwrap(), "second");
    }

    #[test]
    fn a_list_is_replaced_at_once() {
        let folder = tempfile::tempdir().unwrap();
        new_file(folder.path(), "first").publish("a").unwrap();
        new_file(folder.path(), "second").replace("a").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "second");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn what_a_killed_process_left_is_swept_when_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".chancery-abcdef.tmp", ".chancery-fedcba.tmp", ".chancery-notes.tmp", LOCK, "other.tmp"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let old = SystemTime::now() - STALE - STALE;
        for name in [".chancery-abcdef.tmp", ".chancery-notes.tmp", LOCK, "other.tmp"] {
            File::options().write(true).open(folder.path().join(name)).unwrap().set_modified(old).unwrap();
        }
        drop(new_file(folder.path(), ""));
        assert_eq!(names(folder.path()), [".chancery-fedcba.tmp", LOCK, ".chancery-notes.tmp", "other.tmp"]);
    }

    #[test]
    fn a_folder_takes_its_name_or_vanishes() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        drop(NewFolder::create_for(&target).unwrap());
        assert_eq!(names(folder.path()), [""; 0]);
        NewFolder::create_for(&target).unwrap().publish().unwrap();
        assert_eq!(names(folder.path()), ["out"]);
        assert!(NewFolder::create_for(&target).is_err());
    }
}
