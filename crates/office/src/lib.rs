//! All that an office and an archive do: statements sealed, keys kept, bundles catalogued, audited and exported.
//!
//! The library is silent: it prints nothing, reads no environment and asks no clock but to tell a stale file. Time, randomness and the
//! number of threads come in as arguments.

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
pub mod trust_sources;

pub use crate::archive::error::ArchiveError;
pub use crate::compose::error::ComposeError;
pub use crate::error::{Error, Result};
pub use crate::keys::error::KeyError;
pub use crate::matching::error::MatchError;
pub use crate::office::Office;
pub use crate::outcome::{Outcome, Warning};
pub use crate::trust_sources::error::TrustError;
