//! What can go wrong when the text of a document is wanted.

use std::io;

use crate::reading::Unreadable;

/// Why there is no text, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The document has none that can be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The extractor itself failed, whatever the document is.
    #[error("the text extractor failed: {0}")]
    Extractor(#[source] io::Error),
}
