//! `chancery completions`: what a shell completes.

use clap::Args;
use clap_complete::Shell;

use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub struct Arguments {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub fn run(context: &Context, arguments: &Arguments, command: &mut clap::Command) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, command, "chancery", &mut script);
    context.ui.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
