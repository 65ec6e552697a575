//! Exports of real bundles, judged by the published schemas of their formats with other people's validators.
//!
//! Where a validator is missing its test says so and is skipped; with `CHANCERY_REQUIRE_INTEROP=1` it fails.

mod linked_data;
mod newsroom;
mod preservation;
mod statements;
mod tables;
pub mod tools;
