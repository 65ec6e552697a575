//! Judges bundles of sealed statements: a bundle's bytes, whom the reader trusts, and a time, to a [`Report`].
//!
//! The crate is pure: it reads no file, no environment and no clock, and prints nothing.

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
pub mod bundle;
#[doc(hidden)]
pub mod digest;
#[doc(hidden)]
pub mod finding;
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
pub use crate::trust::proofs::Proofs;
pub use crate::trust::ruling::Ruling;
pub use crate::trust::table::Row;
pub use crate::trust::{Ground, Named, Trust, TrustList};
pub use crate::verify::report::{DocumentSeen, Report, Signature, SignatureStatus, Verdict};
pub use crate::verify::{Documents, VerifyOptions, verify};
