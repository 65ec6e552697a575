//! Other people's tools on chancery's bundles and keys, and chancery on theirs: what FORMAT.md promises to whoever never
//! runs this program.
//!
//! Where a tool is missing its test says so and is skipped; with `CHANCERY_REQUIRE_INTEROP=1` it fails.

#[path = "interop/agents.rs"]
mod agents;
#[path = "interop/allowed_signers.rs"]
mod allowed_signers;
#[path = "interop/corpus.rs"]
mod corpus;
#[path = "interop/keys.rs"]
mod keys;
#[path = "interop/recipe.rs"]
mod recipe;
#[path = "interop/second.rs"]
mod second;
#[path = "interop/stored.rs"]
mod stored;
mod support;
#[path = "interop/tampering.rs"]
mod tampering;
#[path = "interop/unpacking.rs"]
mod unpacking;
