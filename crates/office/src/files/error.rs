//! What can go wrong with a file or folder, beside what the system says.

use std::path::{Path, PathBuf};

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// An office's defaults cannot be understood.
    #[error("{}: {problem}", .path.display())]
    Defaults {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// It is a folder, where a file is wanted.
    #[error("{}: is a folder", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// It is a pipe, a device or the like.
    #[error("{}: is not a regular file", .path.display())]
    NotRegular {
        /// What it is called.
        path: PathBuf,
    },
    /// It is larger than such a file may be.
    #[error("{}: is larger than {most} bytes", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes it may have.
        most: u64,
    },
    /// It is no text in UTF-8.
    #[error("{}: is not UTF-8 text", .path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
    },
    /// A file that was to be made is there already.
    #[error("{}: is there already", .path.display())]
    FileTaken {
        /// The file.
        path: PathBuf,
    },
    /// A folder that was to be made is there already.
    #[error("{}: is there already", .path.display())]
    FolderTaken {
        /// The folder.
        path: PathBuf,
    },
    /// The path ends in no name that a file can have.
    #[error("{}: is no name for a file", .path.display())]
    NoName {
        /// The path.
        path: PathBuf,
    },
    /// Something other than a file has the name of a lock.
    #[error("{}: is a link or no file", .path.display())]
    LockNotAFile {
        /// The lock.
        path: PathBuf,
    },
    /// Another file takes the name each time that it is to be locked.
    #[error("{}: is replaced again and again", .path.display())]
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// Another process holds the lock for long.
    #[error("{}: is held by another process", .path.display())]
    Held {
        /// The lock, or the file that is locked.
        path: PathBuf,
    },
}

impl FileError {
    /// The file or folder concerned.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Defaults { path, .. }
            | Self::Folder { path }
            | Self::NotRegular { path }
            | Self::TooLarge { path, .. }
            | Self::NotUtf8 { path }
            | Self::FileTaken { path }
            | Self::FolderTaken { path }
            | Self::NoName { path }
            | Self::LockNotAFile { path }
            | Self::Replaced { path }
            | Self::Held { path } => Some(path),
        }
    }
}
