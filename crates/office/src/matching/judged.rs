//! A bundle that was judged, and the texts of its documents.

use chancery_core::{Digest, Document, DocumentSeen, Report, Source};
use chancery_text::{
    Charset, DocumentKind, Error as TextError, Extracted, LARGEST_DOCUMENT, TextExtractor, Unreadable, charset_of,
};

use super::error::MatchError;
use crate::error::{Error, Result};
use crate::opened::Opened;

/// A bundle that was judged, and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct JudgedBundle<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its bytes.
    pub opened: &'a Opened,
    /// What the judge says.
    pub report: &'a Report,
}

/// A text, or why there is none.
pub(super) type Text = std::result::Result<Extracted, Unreadable>;

/// A document's kind and bytes, or why it holds no text.
pub(super) type Bytes = std::result::Result<(DocumentKind, Vec<u8>), Unreadable>;

impl JudgedBundle<'_> {
    /// A document's kind and bytes, where it is of a kind that holds text and not too large.
    pub(super) fn bytes(&self, document: &Document, seen: &DocumentSeen) -> Result<Bytes> {
        let Some(kind) = DocumentKind::of_media_type(document.media_type.as_str()) else {
            return Ok(Err(Unreadable::Unknown));
        };
        if seen.size() > LARGEST_DOCUMENT {
            return Ok(Err(Unreadable::TooLarge));
        }
        Ok(Ok((kind, self.read(seen)?)))
    }

    /// Reads a document once more, and checks that its bytes are those that were judged.
    fn read(&self, seen: &DocumentSeen) -> Result<Vec<u8>> {
        let size = usize::try_from(seen.size()).unwrap_or_default();
        let failed = |error| Error::io("read", self.name, error);
        let bytes = self.opened.read_at(seen.offset(), size).map_err(failed)?;
        if Some(Digest::of(&bytes)) != seen.digest() {
            return Err(MatchError::Changed { bundle: self.name.into() }.into());
        }
        Ok(bytes)
    }
}

/// What is said of a document's encoding.
pub(super) fn charset(document: &Document) -> Charset<'_> {
    charset_of(document.media_type.as_str())
}

/// Takes a text out of bytes. That there is none is no error.
///
/// # Errors
/// Where nobody could look.
pub(super) fn extract(
    extractor: &dyn TextExtractor,
    kind: DocumentKind,
    bytes: &[u8],
    charset: Charset<'_>,
) -> Result<Text> {
    match extractor.extract(kind, bytes, charset) {
        Ok(text) => Ok(Ok(text)),
        Err(TextError::Unreadable(why)) => Ok(Err(why)),
        Err(TextError::Extractor(error)) => Err(Error::io("start", "chancery", error)),
        Err(_) => Ok(Err(Unreadable::Exhausting)),
    }
}
