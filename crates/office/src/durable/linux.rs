//! Files without names, which Linux can make.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, openat};

use super::names::random_name;

/// A file without a name, where the file system can make one and it can be given a name later.
pub(super) fn unnamed(folder: &Path, mode: u32) -> Option<File> {
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let file = File::from(openat(CWD, folder, flags, Mode::from_raw_mode(mode)).ok()?);
    Path::new(&handle(&file)).exists().then_some(file)
}

/// Gives the file a passing name in the folder that nobody has, in this process or another.
pub(super) fn link_passing(file: &File, folder: &Path) -> io::Result<PathBuf> {
    for _ in 0..ATTEMPTS {
        let passing = folder.join(random_name()?);
        match link(file, &passing) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            linked => return linked.map(|()| passing),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

const ATTEMPTS: usize = 64;

/// Gives the file a name that is free.
pub(super) fn link(file: &File, path: &Path) -> io::Result<()> {
    Ok(linkat(CWD, handle(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

fn handle(file: &File) -> String {
    format!("/proc/self/fd/{}", file.as_raw_fd())
}
