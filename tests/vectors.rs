//! One-fault vectors: bundles as files in `tests/vectors/`, each with its verdict and finding codes in a header. All of
//! them are read by every path: the library, the program, and a second implementation.
//!
//! `CHANCERY_WRITE_VECTORS=1 cargo test --test vectors` writes the files anew.
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test may give up, and says what it skips"
)]
