//! All that an office and an archive do: statements sealed, keys kept, bundles catalogued, audited and exported.
//!
//! The library is silent: it prints nothing, reads no environment and asks no clock but to tell a stale file. Time, randomness and the
//! number of threads come in as arguments.
//!
//! - What a function has to tell besides its value comes as data: an [`Outcome`] has warnings, an observer is told of each item.
//! - What is missing comes as data too: the caller asks, and goes on.
//! - A failure is an [`Error`] of the room in which it happened. What to do about it depends on the program, so the program says it.
//! - Nothing is judged here: [`Judge`] asks `chancery-core`.
//!
//! An office that seals one statement into its archive, and an archive that audits itself:
//!
//! ```no_run
#![doc = include_str!("../examples/seal.rs")]
//! ```
//!
//! ```no_run
#![doc = include_str!("../examples/audit.rs")]
//! ```

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
pub mod archive;
#[doc(hidden)]
pub mod bundle;
#[doc(hidden)]
pub mod compose;
#[doc(hidden)]
pub mod defaults;
#[doc(hidden)]
pub mod durable;
#[doc(hidden)]
pub mod error;
#[doc(hidden)]
pub mod files;
pub mod json;
#[doc(hidden)]
pub mod judging;
#[doc(hidden)]
pub mod keys;
#[doc(hidden)]
pub mod matching;
#[doc(hidden)]
pub mod office;
#[doc(hidden)]
pub mod opened;
#[doc(hidden)]
pub mod outcome;
#[doc(hidden)]
pub mod positioned;
#[doc(hidden)]
pub mod text_worker;
#[doc(hidden)]
pub mod trust_sources;

pub use crate::archive::Archive;
pub use crate::archive::accession::Accession;
pub use crate::archive::audit::run::{Audit, AuditObserver, AuditOptions};
pub use crate::archive::audit::selection::Selection;
pub use crate::archive::audit::{Checked, Tally};
pub use crate::archive::catalogue::Catalogue;
pub use crate::archive::error::ArchiveError;
pub use crate::archive::known::Known;
pub use crate::archive::lookup::IdPrefix;
pub use crate::archive::record::Recorder;
pub use crate::archive::sealing::Signing;
pub use crate::archive::workspace::{Effort as CatalogueEffort, Workspace};
pub use crate::compose::documents::{DocumentOptions, Documents, gather};
pub use crate::compose::error::ComposeError;
pub use crate::compose::metadata::{Assembling, MetadataOptions};
pub use crate::compose::seal::{Destination, Effort, SealedBundle, Statement, seal};
pub use crate::defaults::Defaults;
pub use crate::error::{Error, Result};
pub use crate::files::error::FileError;
pub use crate::judging::Judge;
pub use crate::keys::error::KeyError;
pub use crate::keys::folder::{open as open_key, read_private as read_key};
pub use crate::keys::pair::NewPair;
pub use crate::keys::signer::Signer;
pub use crate::matching::error::MatchError;
pub use crate::matching::{compare_copy, find_passage};
pub use crate::office::Office;
pub use crate::opened::OpenBundle;
pub use crate::outcome::{Outcome, Warning};
pub use crate::text_worker::TextWorker;
pub use crate::trust_sources::error::TrustError;
pub use crate::trust_sources::grant::KeyGrant;
