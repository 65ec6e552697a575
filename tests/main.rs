//! Every test of the program and of the crates together, in one binary: to link nineteen costs more than to run them.

mod archive;
mod back_files;
mod cmd;
mod copies;
mod docs;
mod ed25519;
mod exports;
mod failures;
mod golden;
mod hostile_terminal;
mod interop;
mod json;
mod prompts;
mod sealing;
mod stories;
mod support;
mod texts;
mod trust_table;
mod vectors;
mod vectors_make;
mod vectors_read;
mod zip_oracle;
