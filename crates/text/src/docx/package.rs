//! The package (ISO/IEC 29500-2): the parts of a document in a ZIP container, no more of them than is sensible.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use zip::ZipArchive;
use zip::result::ZipError;

use super::relations::{self, DocumentKind, Relation};
use crate::Unreadable;
use crate::reading::LONGEST;

/// Bytes in all parts that are read, uncompressed.
const MOST: u64 = 64 << 20;
const MOST_PARTS: usize = 4_096;
/// How a compound file begins: a Word document of before 2007, or an encrypted one.
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Whether a file is one of older Office programs, or of newer ones with a password.
pub fn is_compound_file(bytes: &[u8]) -> bool {
    bytes.starts_with(&COMPOUND_FILE)
}
const DIRECTORY_ENTRY: [u8; 4] = *b"PK\x01\x02";

/// A package whose parts can be read.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each part is, by its name in lower case: case tells no parts apart.
    parts: HashMap<String, usize>,
    /// How many bytes may still be read.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        if is_compound_file(bytes) {
            return Err(if is_encrypted(bytes) { Unreadable::Encrypted } else { Unreadable::Damaged });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
        if archive.len() > MOST_PARTS {
            return Err(Unreadable::TooLarge);
        }
        let parts: HashMap<String, usize> =
            archive.file_names().enumerate().map(|(at, name)| (name.to_lowercase(), at)).collect();
        // Of two parts with one name, one program reads the first and another the last.
        if entries(bytes, archive.central_directory_start()) != parts.len() {
            return Err(Unreadable::Damaged);
        }
        Ok(Self { archive, parts, left: MOST })
    }

    /// The name of the part that is the document itself.
    pub fn main(&mut self) -> Result<String, Unreadable> {
        let relations = self.relations("", "_rels/.rels")?;
        let main = relations.into_iter().find(|relation| relation.kind == DocumentKind::Document);
        Ok(main.map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target))
    }

    /// Which parts a part says belong to it.
    pub fn relations_of(&mut self, part: &str) -> Result<Vec<Relation>, Unreadable> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        self.relations(folder, &format!("{folder}/_rels/{name}.rels"))
    }

    fn relations(&mut self, folder: &str, part: &str) -> Result<Vec<Relation>, Unreadable> {
        if !self.parts.contains_key(&key(part)) {
            return Ok(Vec::new());
        }
        relations::read(&self.part(part)?, folder)
    }

    /// The XML of a part.
    pub fn part(&mut self, name: &str) -> Result<String, Unreadable> {
        let at = *self.parts.get(&key(name)).ok_or(Unreadable::Damaged)?;
        let entry = self.archive.by_index(at).map_err(|error| fault(&error))?;
        let most = self.left.min(LONGEST as u64);
        let mut bytes = Vec::new();
        entry.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged)?;
        self.left = most_left(self.left, most, bytes.len() as u64)?;
        decoded(&bytes)
    }
}

fn most_left(left: u64, most: u64, read: u64) -> Result<u64, Unreadable> {
    if read > most { Err(Unreadable::TooLarge) } else { Ok(left.saturating_sub(read)) }
}

fn key(name: &str) -> String {
    name.trim_start_matches('/').to_lowercase()
}

/// UTF-8 or UTF-16, the only encodings that parts have.
fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = bytes.get(mark..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(std::borrow::Cow::into_owned).ok_or(Unreadable::Damaged)
}

fn fault(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        _ => Unreadable::Damaged,
    }
}

/// How many entries the directory has, the library's list of them having every name once.
fn entries(bytes: &[u8], directory: u64) -> usize {
    let mut rest = usize::try_from(directory).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    let mut count = 0_usize;
    while let Some(next) = after_entry(rest) {
        rest = next;
        count = count.saturating_add(1);
    }
    count
}

/// What follows a directory entry: 46 bytes, its name, extra field and comment (APPNOTE 4.3.12).
fn after_entry(bytes: &[u8]) -> Option<&[u8]> {
    let entry = bytes.first_chunk::<46>().filter(|entry| entry.starts_with(&DIRECTORY_ENTRY))?;
    let (lengths, _) = entry.get(28..34)?.as_chunks::<2>();
    let length = lengths.iter().map(|bytes| usize::from(u16::from_le_bytes(*bytes))).sum::<usize>();
    bytes.get(length.saturating_add(46)..)
}

/// Whether a compound file holds a stream of the name under which encrypted packages are kept (MS-OFFCRYPTO 2.3.4).
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}
