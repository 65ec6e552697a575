//! What a document says: its text, taken out of whatever form it has, and compared word by word.
//!
//! Nothing here judges whether a bundle is authentic. All of it is pure: bytes in, text out. It touches no file, starts no process and
//! asks no clock.
//!
//! A document's bytes become a [`Reading`] by way of a [`TextExtractor`], and two readings are compared by [`compare`]:
//!
//! ```
//! use chancery_text::{Charset, DocumentKind, InProcess, TextExtractor, compare};
//!
//! let sealed = b"The harbour opens on 1 May. All ships may enter.";
//! let page = b"<h1>News</h1><p>The harbour opens on <b>2 May</b>. All ships may enter.</p>";
//!
//! let sealed = InProcess.extract(DocumentKind::Plain, sealed, Charset::Label("utf-8"))?.reading;
//! let copy = InProcess.extract(DocumentKind::of_file(page, "page.html"), page, Charset::Unsaid)?.reading;
//! let comparison = compare(&sealed, &copy);
//!
//! assert!(!comparison.is_same());
//! let changes = comparison.changes.iter();
//! let changes: Vec<_> = changes.map(|hunk| (comparison.sealed.words(hunk.sealed.clone()), comparison.copy.words(hunk.copy.clone()))).collect();
//! assert_eq!(changes, [(String::new(), "News".to_owned()), ("1".to_owned(), "2".to_owned())]);
//! # Ok::<(), chancery_text::Error>(())
//! ```
//!
//! A passage is looked for in one text with [`Quote`].

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::exit
    )
)]

// The modules are hidden: what they show serves the project's own crates and tests, and changes without notice. What others
// build on stands at the root.
#[doc(hidden)]
pub mod align;
mod anchors;
#[doc(hidden)]
pub mod charset;
#[doc(hidden)]
pub mod closest;
#[doc(hidden)]
pub mod compare;
#[doc(hidden)]
pub mod docx;
#[doc(hidden)]
pub mod error;
#[doc(hidden)]
pub mod extract;
#[doc(hidden)]
pub mod front_matter;
#[doc(hidden)]
pub mod html;
mod hunk;
#[doc(hidden)]
pub mod kind;
#[doc(hidden)]
pub mod letters;
#[doc(hidden)]
pub mod markdown;
#[doc(hidden)]
pub mod pdf;
#[doc(hidden)]
pub mod quote;
#[doc(hidden)]
pub mod reading;
mod segments;
mod superscript;
#[doc(hidden)]
pub mod tokens;

pub use crate::charset::Charset;
pub use crate::closest::closest;
pub use crate::compare::confusables::Confusable;
pub use crate::compare::{Comparison, Excerpt, LeftOut, Side, compare};
pub use crate::error::Error;
pub use crate::extract::{InProcess, LARGEST_DOCUMENT, TextExtractor};
pub use crate::hunk::Hunk;
pub use crate::kind::{DocumentKind, Extracted, charset_of};
pub use crate::quote::{Found, Quote, speaker};
pub use crate::reading::{Around, Piece, Reading, Unreadable, What};
pub use crate::tokens::{Gap, Sort, Token, Tokens, Vocabulary};
