//! Reads the vectors, by every path.

mod changes;
mod files;
mod judge;
mod limits;
mod program;
mod second;

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::trust::ALLOWED_SIGNERS;
use chancery_core::{Report, Timestamp, Trust, TrustList, VerifyOptions, verify};

use crate::vectors_make::vector::Vector;

/// The reader's clock.
const NOW: &str = "2026-06-01T12:00:00Z";

/// Where the vectors lie.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// Every vector that lies there: a file in a folder is one.
fn vectors() -> Vec<Vector> {
    let read = |name: String| Vector::parse(&name, &fs::read(folder().join(&name)).unwrap());
    files::names().into_iter().filter(|name| name.contains('/')).map(read).collect()
}

/// The reader's trust list.
fn list() -> TrustList {
    chancery_office::trust_sources::read(&folder().join(ALLOWED_SIGNERS)).unwrap().list
}

/// What chancery says of a bundle, on the reader's trust list and clock.
fn judged(bundle: &[u8], trust: &Trust) -> Report {
    let question = VerifyOptions::new(trust, now());
    verify(bundle, &question).unwrap()
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}
