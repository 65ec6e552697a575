//! A bundle's documents written out, and hashed once more while they are written.

use std::fs::{self, File};
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chancery_core::digest::stream::{Progress, Stream, hash_all};
use chancery_core::{DocumentSeen, Report, Source};

use super::error::ArchiveError;
use crate::durable::NewFolder;
use crate::error::{Error, Result};
use crate::opened::OpenBundle;
use crate::positioned::write_all_at;

/// Writes all documents into a folder that gets its name when all of them are whole.
///
/// # Errors
/// Where the bundle is not the one that was judged, and what the system says.
pub fn write_out(
    bundle: &OpenBundle,
    report: &Report,
    to: &Path,
    workers: NonZeroUsize,
    progress: Progress<'_>,
) -> Result<()> {
    let folder = NewFolder::create_for(to)?;
    let failed = |error| Error::io("write in", to, error);
    let mut outputs = Vec::new();
    for seen in report.documents() {
        let path = folder.path().join(seen.path().below());
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(failed)?;
        }
        File::options().write(true).create_new(true).open(&path).map_err(failed)?;
        outputs.push(Output { bundle, seen, path });
    }
    let written = hash_all(&outputs, workers, progress).map_err(failed)?;
    for (output, fixity) in outputs.iter().zip(written) {
        if Some(fixity.digest) != output.seen.digest() {
            return Err(ArchiveError::ChangedBetweenReadings { path: PathBuf::from(&bundle.name) }.into());
        }
        output.open().and_then(|file| file.sync_all()).map_err(failed)?;
    }
    folder.publish()
}

/// A document on its way out of the bundle.
struct Output<'a> {
    bundle: &'a OpenBundle,
    seen: &'a DocumentSeen,
    path: PathBuf,
}

impl Output<'_> {
    /// Opens the file for each writing: there may be more documents than files can be open at once.
    fn open(&self) -> io::Result<File> {
        File::options().write(true).open(&self.path)
    }
}

impl Stream for Output<'_> {
    fn size(&self) -> u64 {
        self.seen.size()
    }

    fn read(&self, piece: &mut [u8], at: u64) -> io::Result<()> {
        self.bundle.opened.read_exact_at(piece, self.seen.offset().saturating_add(at))
    }

    fn pass(&self, piece: &[u8], at: u64) -> io::Result<()> {
        write_all_at(&self.open()?, piece, at)
    }
}
