//! Seals official statements into signed bundles, and proves bundles authentic.
//!
//! The library is silent: it prints nothing, reads no environment and asks no clock but to tell a stale file. Time, randomness and the
//! number of threads come in as arguments. Without the features `seal`, `text` and `cli` it is the verifying core alone.

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

#[cfg(feature = "seal")]
pub mod archive;
pub mod bundle;
pub mod digest;
#[cfg(feature = "seal")]
pub mod durable;
pub mod error;
pub mod files;
pub mod finding;
pub mod seal;
pub mod statement;
#[cfg(feature = "text")]
pub mod text;
pub mod trust;
pub mod verify;

#[cfg(feature = "cli")]
pub mod cli;
