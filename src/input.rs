//! Which bundle is meant: a file, `-` for standard input, or the id of one in the archive.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::{io, thread};

use crate::error::{Error, Result};
use chancery_core::{Digest, DocumentSeen, Documents, Report, Source, Trust, verify};
use chancery_office::opened::Opened;

use super::archive;
use super::trust_choice::TrustOptions;
use crate::context::Context;
use crate::show::progress::Progress;

/// What standard input is called.
pub const STANDARD_INPUT: &str = "standard input";

/// An open bundle.
#[derive(Debug)]
pub struct Input {
    /// What it is called, for people: its path, or `standard input`.
    pub name: String,
    /// Its bytes.
    pub opened: Opened,
}

impl Input {
    /// The bytes of a document, read once more and hashed again: they are those that were judged.
    ///
    /// # Errors
    /// Where they are not, and what the system says. The caller bounds the size.
    pub fn document(&self, seen: &DocumentSeen) -> Result<Vec<u8>> {
        let size = usize::try_from(seen.entry.size).unwrap_or_default();
        let failed = |error| Error::io("read", &self.name, error);
        let bytes = self.opened.read_at(seen.entry.data_offset(), size).map_err(failed)?;
        if Some(Digest::of(&bytes)) != seen.digest {
            return Err(Error::path(
                &self.name,
                "changed between two readings",
                "let nothing write to it, and try again",
            ));
        }
        Ok(bytes)
    }
}

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// Where it cannot be read.
pub fn open_file(argument: &str) -> Result<Input> {
    if argument == "-" {
        let opened = spool().and_then(Opened::from_file).map_err(|error| Error::io("read", STANDARD_INPUT, error))?;
        return Ok(Input { name: STANDARD_INPUT.to_owned(), opened });
    }
    open_path(Path::new(argument))
}

/// Opens a file, whatever its name is made of.
///
/// # Errors
/// Where it cannot be read.
pub fn open_path(path: &Path) -> Result<Input> {
    Ok(Input { name: path.display().to_string(), opened: Opened::open(path)? })
}

/// Opens a file, standard input, or a bundle of the archive by its id.
///
/// # Errors
/// Where there is no such file or id, or it cannot be read.
pub fn open_file_or_id(context: &Context, argument: &str) -> Result<Input> {
    if argument.starts_with("sha256:") && !is_id(argument) {
        return Err(Error::refused(
            format!("{argument} is no bundle's id"),
            "an id has four to 64 lowercase hexadecimal digits",
        ));
    }
    if argument == "-" || !is_id(argument) || Path::new(argument).exists() {
        return open_file(argument);
    }
    let path = archive::find(context, argument)?;
    Ok(Input { name: path.display().to_string(), opened: Opened::open(&path)? })
}

/// Whether it could be an id: `sha256:` or not, and at least four hexadecimal digits.
pub fn is_id(argument: &str) -> bool {
    let digits = argument.strip_prefix("sha256:").unwrap_or(argument);
    (4..=64).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Copies standard input into a file that has no name.
///
/// # Errors
/// What the system says.
pub fn spool() -> io::Result<std::fs::File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    Ok(file)
}

/// How many threads there may be for so many bytes. To ask the system costs more than a small bundle.
pub fn workers(bytes: u64) -> NonZeroUsize {
    match bytes {
        0..WORTH_ASKING => NonZeroUsize::MIN,
        _ => thread::available_parallelism().unwrap_or(NonZeroUsize::MIN).min(MOST_WORKERS),
    }
}

const WORTH_ASKING: u64 = 1 << 20;
/// Each has a buffer of its own, and memory is bounded on every machine.
const MOST_WORKERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(15);

/// Judges a bundle, with a progress bar where that takes long.
///
/// # Errors
/// Where it cannot be read.
pub fn judge(context: &Context, input: &Input, trust: &Trust, options: &TrustOptions) -> Result<Report> {
    let progress = Progress::of_bytes(context.ui, input.opened.size());
    let workers = workers(input.opened.size());
    let documents = Documents::Hash { workers, progress: &|bytes| progress.advance(bytes) };
    verify(&input.opened, &options.question(context, trust, documents))
        .map_err(|error| Error::io("read", PathBuf::from(&input.name), error))
}
