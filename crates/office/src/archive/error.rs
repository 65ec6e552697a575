//! What can go wrong with an archive.

use std::path::{Path, PathBuf};

use chancery_core::BundleName;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// There is no folder of bundles.
    #[error("{}: there is no such archive", folder.display())]
    NoArchive {
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// A folder of an archive is a link: nothing would find what is put there.
    #[error("{}: is a link", folder.display())]
    FolderIsLink {
        /// The folder of a year.
        folder: PathBuf,
    },
    /// The archive has this very bundle.
    #[error("{}: has the id of this very bundle", path.display())]
    SameBundle {
        /// Its file.
        path: PathBuf,
    },
    /// Every name that a bundle can have is taken by another one.
    #[error("{}: has other files named {name}", folder.display())]
    NamesTaken {
        /// The folder of a year.
        folder: PathBuf,
        /// The bundle's own name.
        name: BundleName,
    },
    /// A bundle is in the archive, but the event log does not say so.
    #[error("{}: is in the archive, but that could not be written down: {source}", path.display())]
    NotRecorded {
        /// The bundle's file.
        path: PathBuf,
        /// Why the event log could not be written.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The folder of the event log is a link.
    #[error("{}: is a link", folder.display())]
    LogIsLink {
        /// The folder of the log.
        folder: PathBuf,
    },
    /// A file of the event log is not a plain file.
    #[error("{}: is a link or no file", path.display())]
    LogIsNoFile {
        /// The file of a year.
        path: PathBuf,
    },
    /// A file of the event log is also a file somewhere else.
    #[error("{}: has another name elsewhere", path.display())]
    LogHasOtherName {
        /// The file of a year.
        path: PathBuf,
    },
    /// A file of the event log is longer than any can be.
    #[error("{}: is too long", path.display())]
    LogTooLong {
        /// The file of a year.
        path: PathBuf,
    },
    /// The catalogue of an archive cannot be used; the archive itself can.
    #[error("{}: {fault}", path.display())]
    Catalogue {
        /// The catalogue.
        path: PathBuf,
        /// What is wrong with it.
        fault: CatalogueFault,
    },
    /// No bundle has this id.
    #[error("{}: has no bundle with the id {id}", archive.display())]
    NoBundle {
        /// The archive.
        archive: PathBuf,
        /// The id, as it was given.
        id: String,
    },
    /// No bundle has an id of which an audit was asked for.
    #[error("{}: has no bundle with the id {id}", archive.display())]
    NothingToAudit {
        /// The archive.
        archive: PathBuf,
        /// The id, as it was given.
        id: String,
    },
    /// The ids of several bundles begin so.
    #[error(
        "{}: has several bundles whose ids begin with {id}: {}, {}",
        archive.display(), first.display(), second.display()
    )]
    SeveralBundles {
        /// The archive.
        archive: PathBuf,
        /// The digits, as they were given.
        id: String,
        /// The file of one of them.
        first: PathBuf,
        /// The file of another.
        second: PathBuf,
    },
    /// The event log names several statements whose ids begin so.
    #[error("{}: has several statements whose ids begin with {id}", archive.display())]
    SeveralStatements {
        /// The archive.
        archive: PathBuf,
        /// The digits.
        id: String,
    },
    /// A file is not the bundle that it was taken for.
    #[error("{}: is no intact bundle", path.display())]
    NoIntactBundle {
        /// The file.
        path: PathBuf,
    },
    /// A bundle was changed after it was judged.
    #[error("{}: changed between two readings", path.display())]
    ChangedBetweenReadings {
        /// The bundle's file.
        path: PathBuf,
    },
    /// A bundle was changed on its way into the archive.
    #[error("{}: was changed while it was being added", path.display())]
    ChangedWhileAdded {
        /// The bundle's file.
        path: PathBuf,
    },
    /// No file of a bundle that the archive had is whole.
    #[error("{}: held this bundle, and is damaged", path.display())]
    DamagedInArchive {
        /// The first of its files.
        path: PathBuf,
    },
    /// A bundle cannot have its own name in an archive.
    #[error("{}: its name {fault}", path.display())]
    Name {
        /// The bundle's file.
        path: PathBuf,
        /// What is wrong with the name.
        fault: String,
    },
    /// An export has two statements of the same name and id.
    #[error("{}: has the files of this statement already", folder.display())]
    ExportedAlready {
        /// The folder of the export.
        folder: PathBuf,
    },
    /// An export of no statement, in a format that has none of that.
    #[error("there is no statement to export")]
    NothingToExport,
}

/// What is wrong with a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueFault {
    /// It holds something that chancery did not write: it must be made again.
    #[error("the catalogue is damaged")]
    Damaged,
    /// The same, and it is removed already: the next run makes it again.
    #[error("the catalogue is damaged")]
    Removed,
    /// Another process is bringing it up to date: wait.
    #[error("another process is bringing the catalogue up to date")]
    Busy,
    /// There is no room for it.
    #[error("the catalogue cannot be used: the disk is full")]
    DiskFull,
    /// It cannot be read or written where it is, for this reason.
    #[error("the catalogue cannot be used: {0}")]
    Unusable(String),
}

impl ArchiveError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::NoArchive { folder }
            | Self::FolderIsLink { folder }
            | Self::NamesTaken { folder, .. }
            | Self::LogIsLink { folder }
            | Self::ExportedAlready { folder } => Some(folder),
            Self::SameBundle { path }
            | Self::NotRecorded { path, .. }
            | Self::LogIsNoFile { path }
            | Self::LogHasOtherName { path }
            | Self::LogTooLong { path }
            | Self::Catalogue { path, .. }
            | Self::NoIntactBundle { path }
            | Self::ChangedBetweenReadings { path }
            | Self::ChangedWhileAdded { path }
            | Self::DamagedInArchive { path }
            | Self::Name { path, .. } => Some(path),
            Self::NoBundle { archive, .. }
            | Self::NothingToAudit { archive, .. }
            | Self::SeveralBundles { archive, .. }
            | Self::SeveralStatements { archive, .. } => Some(archive),
            Self::NothingToExport => None,
        }
    }
}
