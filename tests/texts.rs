//! Texts compared: real pairs, and copies in which one thing was changed, in every language there is a sample of.

mod support;

#[path = "texts/changed.rs"]
mod changed;
#[path = "texts/pairs.rs"]
mod pairs;
#[path = "texts/statements.rs"]
mod statements;
