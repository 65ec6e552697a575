//! Judges bundles of sealed statements: a bundle's bytes, whom the reader trusts, and a time, to a [`Report`].
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use chancery_core::{Trust, TrustList, Verdict, VerifyOptions, verify};
//!
//! # let bundle = include_bytes!("../../../archive/2026/2026-10-01-an-embassy-opens-in-velloway.zip");
//! # let allowed_signers = include_bytes!("../../../keys/allowed_signers");
//! let trust = Trust::List(TrustList::parse(allowed_signers, None)?);
//! let options = VerifyOptions::new(&trust, "2026-12-01T00:00:00Z".parse()?);
//! let report = verify(&bundle[..], &options)?;
//! match report.verdict() {
//!     Verdict::Authentic => println!("authentic"),
//!     Verdict::Untrusted => println!("unchanged, but signed by someone whom you do not trust"),
//!     Verdict::NotChecked => println!("made by a later version"),
//!     Verdict::NotAuthentic => println!("forged, or changed: {:?}", report.findings().heaviest()),
//! }
//! if let Some(statement) = report.statement() {
//!     println!("{}", statement.title);
//! }
//! # assert_eq!(report.statement().map(|statement| statement.title.as_str()), Some("An Embassy Opens in Velloway"));
//! # Ok(())
//! # }
//! ```
//!
//! Everything begins at [`verify()`]. It takes the bundle's bytes from any [`Source`]: a slice, or your own type that reads a
//! file piece by piece. What is wrong with a bundle is a [`Finding`] in the [`Report`], never an error.
//!
//! Metadata is only a statement where the verdict is [`Verdict::Authentic`]: [`Report::statement`] gives it then and only
//! then. [`Report::claims`] gives what anybody can have written. Text from a bundle can hold anything but control characters
//! in metadata, and control characters too in findings: escape it before you show it.
//!
//! The crate is pure: it reads no file, no environment and no clock, and prints nothing. It starts threads only where
//! [`Documents::Hash`] asks for more than one.
//!
//! # What may grow
//!
//! [`Code`], [`Error`] and the like are `non_exhaustive`: later versions find more. [`Verdict`], [`Weight`],
//! [`SignatureStatus`] and [`Trust`] are not: whoever matches them must decide what a new one means, so a new one is a new
//! major version.

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

// The modules are hidden: they serve the project's own crates and tests, and change without notice. Others use the root.
#[doc(hidden)]
pub mod bundle;
#[doc(hidden)]
pub mod digest;
#[doc(hidden)]
pub mod finding;
pub mod json;
#[doc(hidden)]
pub mod signature;
#[doc(hidden)]
pub mod statement;
#[doc(hidden)]
pub mod trust;
#[doc(hidden)]
pub mod verify;

pub use crate::bundle::source::Source;
pub use crate::digest::Digest;
pub use crate::finding::{Code, Finding, Findings, Weight};
pub use crate::signature::public_key::{Fingerprint, PublicKey};
pub use crate::statement::id::BundleId;
pub use crate::statement::identity::{Identity, Role};
pub use crate::statement::language::LanguageTag;
pub use crate::statement::metadata::{Document, Metadata};
pub use crate::statement::path::{BundleName, DocumentPath};
pub use crate::statement::time::{Timestamp, When};
pub use crate::statement::value::{DocumentRole, MediaType};
pub use crate::trust::allowed_signers::UnusableLine;
pub use crate::trust::proofs::Proofs;
pub use crate::trust::revoked_keys::TrustListError;
pub use crate::trust::row::Row;
pub use crate::trust::ruling::Ruling;
pub use crate::trust::{Ground, NamedKeys, Trust, TrustList};
pub use crate::verify::error::Error;
pub use crate::verify::options::{Documents, VerifyOptions};
pub use crate::verify::report::{DocumentSeen, Report, Signature, SignatureStatus, Verdict};
pub use crate::verify::verify;
