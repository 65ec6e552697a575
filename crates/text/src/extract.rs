//! Texts taken out of documents, here or elsewhere.

use crate::charset::Charset;
use crate::error::Error;
use crate::kind::{DocumentKind, Extracted};

/// Larger documents are not read as text, in bytes.
pub const LARGEST_DOCUMENT: u64 = 64 << 20;

/// Takes the text out of documents: in this process, or in one with limits where documents may be hostile.
pub trait TextExtractor: Sync {
    /// The text of a document of this kind; `charset` is what is said of its encoding.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where the document has no text that can be read, and [`Error::Extractor`] where nobody could look.
    fn extract(&self, kind: DocumentKind, bytes: &[u8], charset: Charset<'_>) -> Result<Extracted, Error>;
}

/// Takes texts out of documents in this process, with no limit to time and memory: for documents that are trusted, and where the
/// process itself has limits, as in a browser.
///
/// ```
/// use chancery_text::{Charset, DocumentKind, InProcess, TextExtractor};
///
/// let page = b"<title>Harbour</title><p>The harbour <b>opens</b>.";
/// let text = InProcess.extract(DocumentKind::Html, page, Charset::Unsaid)?;
/// assert_eq!(text.reading.pieces.last().map(|piece| piece.text.trim()), Some("The harbour opens."));
/// # Ok::<(), chancery_text::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl TextExtractor for InProcess {
    fn extract(&self, kind: DocumentKind, bytes: &[u8], charset: Charset<'_>) -> Result<Extracted, Error> {
        Ok(kind.take(bytes, charset)?)
    }
}
