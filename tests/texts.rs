//! Texts compared: real pairs, and copies in which one thing was changed, in every language there is a sample of.

mod changed;
mod pairs;
mod statements;
