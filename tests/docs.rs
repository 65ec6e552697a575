//! The documents under test: what they tell a reader to type is typed here, what they list is what there is, and their
//! links lead somewhere.
//!
//! With `CHANCERY_WRITE_DOCS=1` the parts that are made from the program are written again: `docs/cli.md`, the table in
//! `docs/findings.md`, and the picture `docs/demo.svg` with the text that it is made from.
#![cfg(target_os = "linux")]

mod commands;
mod demo;
mod example;
mod links;
mod markdown;
mod picture;
mod reference;
mod scratch;
mod session;

use std::fs;
use std::path::{Path, PathBuf};

/// A path in the project.
fn project(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// The text of a file in the project.
fn page(relative: &str) -> String {
    fs::read_to_string(project(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// Whether a page is as it is made from the program; writes it where that is asked for.
pub fn check_written(relative: &str, made: &str) {
    if std::env::var("CHANCERY_WRITE_DOCS").as_deref() == Ok("1") {
        fs::write(project(relative), made).unwrap();
    }
    let found = fs::read_to_string(project(relative)).unwrap_or_default();
    let differs = || found.lines().zip(made.lines()).position(|(a, b)| a != b).map_or("its end".into(), line_number);
    assert!(found == made, "{relative} is not up to date at {}: CHANCERY_WRITE_DOCS=1 writes it again", differs());
}

fn line_number(at: usize) -> String {
    format!("line {}", at + 1)
}
