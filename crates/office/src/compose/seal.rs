//! One statement sealed: written, signed, judged, and kept in the archive or in a file of its own.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chancery_core::bundle::bag_info::BagInfo;
use chancery_core::digest::stream::Progress;
use chancery_core::{BundleId, Metadata, Timestamp};

use super::documents::Documents;
use super::error::ComposeError;
use super::naming;
use crate::archive::events::event::Event;
use crate::archive::sealing::Signing;
use crate::archive::{Archive, Shelfmark, sealing};
use crate::bundle::write::Plan;
use crate::durable::NewFile;
use crate::error::Result;

/// A statement that is ready to be sealed.
#[derive(Debug)]
pub struct Statement {
    /// Its documents.
    pub documents: Documents,
    /// What is said of it.
    pub metadata: Metadata,
    /// When it is sealed.
    pub sealed_at: Timestamp,
}

impl Statement {
    /// The bundle's name and time.
    ///
    /// # Errors
    /// Where its title makes no name.
    pub fn info(&self) -> Result<BagInfo> {
        let name = naming::bundle_name(self.metadata.issued, self.metadata.title.as_str())
            .map_err(|fault| ComposeError::BundleName { problem: fault.to_string() })?;
        Ok(BagInfo { name, sealed_at: self.sealed_at })
    }
}

/// Where a bundle goes.
#[derive(Clone, Copy)]
pub enum Destination<'a> {
    /// To this file, which is not there yet.
    File(&'a Path),
    /// Into an archive.
    Archive {
        /// The archive.
        archive: &'a Archive,
        /// Says what its event log is to say of the bundle with this id.
        events: &'a dyn Fn(BundleId) -> Result<Vec<Event>>,
    },
}

/// How many threads there may be, and what is told how many bytes they have dealt with.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// The threads.
    pub workers: NonZeroUsize,
    /// What is told.
    pub progress: Progress<'a>,
}

impl Default for Effort<'_> {
    /// One thread, and no progress.
    fn default() -> Self {
        Self { workers: NonZeroUsize::MIN, progress: &|_| () }
    }
}

/// A bundle that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBundle {
    /// Its id.
    pub id: BundleId,
    /// Where it is.
    pub path: PathBuf,
}

/// Writes a bundle, has it signed, judges it, gives it its name, and writes down in the archive that it is there.
///
/// # Errors
/// Where the signer does not sign, a document changed meanwhile, something is there already, and what the system says.
pub fn seal(
    statement: &Statement,
    issuer: Signing<'_>,
    destination: Destination<'_>,
    effort: Effort<'_>,
) -> Result<SealedBundle> {
    let info = statement.info()?;
    let metadata = &statement.metadata;
    let (file, target) = match destination {
        Destination::File(path) => (NewFile::create_for(path)?, path),
        Destination::Archive { archive, .. } => (archive.create(metadata.issued)?, archive.folder()),
    };
    let plan = Plan { info: &info, metadata, documents: &statement.documents.sources };
    let id = sealing::seal(&plan, &[issuer], (&file, target), effort.workers, effort.progress)?.id;
    let path = match destination {
        Destination::File(path) => file.publish_at(path).map(|()| path.to_owned())?,
        Destination::Archive { archive, events } => {
            let mark = Shelfmark { issued: metadata.issued, name: &info.name, id: &id };
            archive.keep(file, mark, events(id)?)?
        }
    };
    Ok(SealedBundle { id, path })
}
