//! A bundle's file, opened once.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use chancery_core::{Digest, DocumentSeen, Source};

use crate::archive::error::ArchiveError;
use crate::error::{Error, Result};
use crate::files::open_regular;
use crate::positioned;

/// A bundle's file: read once into memory where it is small, kept open where it is not.
#[derive(Debug)]
pub enum Opened {
    /// All of it.
    Memory(Vec<u8>),
    /// The open file and its size when it was opened.
    File(File, u64),
}

/// Files up to this size are read at once.
const SMALL: u64 = 4 << 20;

impl Opened {
    /// Opens a regular file.
    ///
    /// # Errors
    /// Where it is not there, cannot be read or is no regular file.
    pub fn open(path: &Path) -> Result<Self> {
        let file = open_regular(path)?;
        Self::from_file(file).map_err(|error| Error::io("read", path, error))
    }

    /// Takes an open file.
    ///
    /// # Errors
    /// What the system says.
    pub fn from_file(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        let opened = Self::File(file, size);
        if size > SMALL {
            return Ok(opened);
        }
        opened.read_at(0, usize::try_from(size).unwrap_or_default()).map(Self::Memory)
    }
}

impl Opened {
    /// All of its bytes, from the first on.
    pub fn reader(&self) -> Reader<'_> {
        Reader { source: self, at: 0 }
    }
}

/// The bytes of a bundle one after another.
#[derive(Debug)]
pub struct Reader<'a> {
    source: &'a Opened,
    at: u64,
}

impl io::Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.source.size().saturating_sub(self.at)).unwrap_or(usize::MAX);
        let count = buffer.len().min(left);
        self.source.read_exact_at(buffer.get_mut(..count).unwrap_or_default(), self.at)?;
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

impl Source for Opened {
    fn size(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.as_slice().size(),
            Self::File(_, size) => *size,
        }
    }

    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        match self {
            Self::Memory(bytes) => bytes.as_slice().read_exact_at(buffer, offset),
            Self::File(file, _) => positioned::read_exact_at(file, buffer, offset),
        }
    }
}

/// An open bundle, and what it is called.
#[derive(Debug)]
pub struct OpenBundle {
    /// What it is called, for people: its path, or `standard input`.
    pub name: String,
    /// Its bytes.
    pub opened: Opened,
}

impl OpenBundle {
    /// Opens a bundle's file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self { name: path.display().to_string(), opened: Opened::open(path)? })
    }

    /// What it is called, as a path.
    pub fn path(&self) -> &Path {
        Path::new(&self.name)
    }

    /// The bytes of a document, read once more and hashed again: they are those that were judged.
    ///
    /// # Errors
    /// Where they are not, and what the system says. The caller bounds the size.
    pub fn document(&self, seen: &DocumentSeen) -> Result<Vec<u8>> {
        let size = usize::try_from(seen.size()).unwrap_or_default();
        let failed = |error| Error::io("read", &self.name, error);
        let bytes = self.opened.read_at(seen.offset(), size).map_err(failed)?;
        if Some(Digest::of(&bytes)) != seen.digest() {
            return Err(ArchiveError::ChangedBetweenReadings { path: PathBuf::from(&self.name) }.into());
        }
        Ok(bytes)
    }
}
