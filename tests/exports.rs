//! Exports of real bundles, judged by the published schemas of their formats with other people's validators.
//!
//! Where a validator is missing its test says so and is skipped; with `CHANCERY_REQUIRE_INTEROP=1` it fails.

#[path = "exports/linked_data.rs"]
mod linked_data;
#[path = "exports/newsroom.rs"]
mod newsroom;
#[path = "exports/preservation.rs"]
mod preservation;
#[path = "exports/statements.rs"]
mod statements;
mod support;
#[path = "exports/tables.rs"]
mod tables;
#[path = "exports/tools.rs"]
mod tools;
