//! Stored ZIP files as the zip crate reads and writes them, whether or not they are bundles.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::{Cursor, Read, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// A file in a ZIP file: its name and its bytes.
pub type Stored = (String, Vec<u8>);

/// The options under which the crate writes what FORMAT.md 10 demands.
pub fn options(large: bool) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(large);
    options.unix_permissions(0o644).last_modified_time(DateTime::default())
}

/// A ZIP file with these files.
pub fn pack(files: &[Stored]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options(false)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The files of a ZIP file, in order.
pub fn unpack(file: impl Read + Seek) -> Vec<Stored> {
    let mut archive = ZipArchive::new(file).unwrap();
    (0..archive.len()).map(|at| read(&mut archive, at)).collect()
}

/// The folder in which the first file of a ZIP file lies, or the file itself.
pub fn top(file: impl Read + Seek) -> String {
    let archive = ZipArchive::new(file).unwrap();
    let first = archive.name_for_index(0).unwrap();
    first.split_once('/').map_or(first, |(top, _)| top).to_owned()
}

fn read(archive: &mut ZipArchive<impl Read + Seek>, at: usize) -> Stored {
    let mut file = archive.by_index(at).unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    (file.name().to_owned(), bytes)
}

/// The ZIP file packed again with changed files: what a forger makes who knows the container, but has no key.
pub fn repacked(bundle: &[u8], change: impl FnOnce(&mut Vec<Stored>)) -> Vec<u8> {
    let mut files = unpack(Cursor::new(bundle));
    change(&mut files);
    pack(&files)
}

/// The one file whose name ends so.
pub fn file_mut<'a>(files: &'a mut [Stored], ending: &str) -> &'a mut Vec<u8> {
    let file = files.iter_mut().find(|(name, _)| name.ends_with(ending));
    &mut file.unwrap_or_else(|| panic!("no file {ending}")).1
}
