//! `chancery completions`: what a shell completes.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Context, Exit};
use crate::error::Result;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub struct Arguments {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "chancery", &mut script);
    context.ui.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
