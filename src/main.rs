//! The program: an exit code, nothing more.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::exit
    )
)]

mod archive;
mod ask;
mod cli;
mod commands;
mod context;
mod environment;
mod error;
mod events;
mod exit;
mod hints;
mod input;
mod judging;
mod options;
mod show;
mod standard_input;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
