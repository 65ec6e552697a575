//! The copy that is compared: its bytes, and its text where it has any.

use std::io::Read;
use std::path::Path;

use chancery_core::digest::Hasher;
use chancery_core::{Digest, Source};
use chancery_text::{Charset, DocumentKind, Extracted, LARGEST_DOCUMENT, Piece, TextExtractor, Unreadable};

use super::error::MatchError;
use super::judged::extract;
use crate::error::{Error, Result};
use crate::opened::Opened;

/// A copy from anywhere.
#[derive(Debug)]
#[non_exhaustive]
pub struct Copy {
    /// What it is called.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub digest: Digest,
    /// What it seems to be.
    pub kind: DocumentKind,
    /// Its text, or why there is none.
    pub text: std::result::Result<Extracted, Unreadable>,
}

impl Copy {
    /// Reads a file. The text of one that is larger than [`LARGEST_DOCUMENT`] is not read.
    ///
    /// # Errors
    /// [`MatchError::EmptyCopy`], and what the system says.
    pub fn open(path: &Path, extractor: &dyn TextExtractor) -> Result<Self> {
        let opened = Opened::open(path)?;
        let name = path.display().to_string();
        let failed = |error| Error::io("read", path, error);
        if opened.size() > LARGEST_DOCUMENT {
            let digest = digest(&opened).map_err(failed)?;
            return Ok(Self { name, digest, kind: DocumentKind::Plain, text: Err(Unreadable::TooLarge) });
        }
        let bytes = opened.read_at(0, usize::try_from(opened.size()).unwrap_or_default()).map_err(failed)?;
        let kind = DocumentKind::of_file(&bytes, &path.to_string_lossy());
        Self::of_kind(name, kind, &bytes, extractor)
    }

    /// Takes bytes that come from no file, such as what was pasted.
    ///
    /// # Errors
    /// [`MatchError::EmptyCopy`], and what the extractor says.
    pub fn of_bytes(name: impl Into<String>, bytes: &[u8], extractor: &dyn TextExtractor) -> Result<Self> {
        Self::of_kind(name.into(), DocumentKind::of_file(bytes, ""), bytes, extractor)
    }

    fn of_kind(name: String, kind: DocumentKind, bytes: &[u8], extractor: &dyn TextExtractor) -> Result<Self> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(MatchError::EmptyCopy { copy: name.into() }.into());
        }
        let text = extract(extractor, kind, bytes, Charset::Unsaid)?.and_then(seen);
        Ok(Self { name, digest: Digest::of(bytes), kind, text })
    }
}

/// A text of which a reader sees something: a scanned page has none, whatever was written invisibly over it.
fn seen(text: Extracted) -> std::result::Result<Extracted, Unreadable> {
    let is_seen =
        |piece: &Piece| piece.around.is_none_or(|around| around.what.is_seen()) && !piece.text.trim().is_empty();
    if text.reading.pieces.iter().any(is_seen) { Ok(text) } else { Err(Unreadable::NoText) }
}

fn digest(opened: &Opened) -> std::io::Result<Digest> {
    let mut hasher = Hasher::default();
    let mut reader = opened.reader();
    let mut piece = vec![0; 256 << 10];
    loop {
        match reader.read(&mut piece)? {
            0 => return Ok(hasher.finish()),
            count => hasher.update(piece.get(..count).unwrap_or_default()),
        }
    }
}
