//! Other people's tools on chancery's bundles and keys, and chancery on theirs: what FORMAT.md promises to whoever never
//! runs this program.
//!
//! Where a tool is missing its test says so and is skipped; with `CHANCERY_REQUIRE_INTEROP=1` it fails.

mod agents;
mod allowed_signers;
mod corpus;
mod keys;
mod recipe;
mod second;
mod tampering;
mod unpacking;
