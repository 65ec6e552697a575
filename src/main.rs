//! The program: an exit code, nothing more.

use std::process::ExitCode;

fn main() -> ExitCode {
    chancery::cli::main()
}
