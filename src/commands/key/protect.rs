//! `chancery key protect`: the passphrase of a private key.

use std::path::PathBuf;

use chancery_core::Identity;
use chancery_office::json::KeyProtectedLine;
use chancery_office::keys::pair::Protection;
use clap::Args;

use crate::ask::passphrase::PassphraseSource;
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;

/// Set, change or remove the passphrase of a private key
#[derive(Debug, Args)]
pub struct Arguments {
    /// Whose key
    #[arg(value_name = "IDENTITY")]
    identity: Identity,
    /// Remove the passphrase
    #[arg(long, conflicts_with = "new_passphrase_file")]
    no_passphrase: bool,
    /// Read the new passphrase from the first line of a file
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Replaces the private key file, all at once, by one with the new passphrase.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let protection = Protection::of(&context.office, &arguments.identity)?;
    let key = arguments.passphrase.open(protection.file(), protection.path())?;
    let new = PassphraseSource { passphrase_file: arguments.new_passphrase_file.clone() };
    let shown = protection.path();
    let passphrase = if arguments.no_passphrase { None } else { Some(new.new_at_terminal_or_file(shown)?) };
    protection.replace(&key, passphrase.as_ref().map(|passphrase| passphrase.as_str()))?;
    let words = if arguments.no_passphrase { "has no passphrase now" } else { "has its new passphrase" };
    if context.ui.json {
        context.ui.print_json(&KeyProtectedLine {
            identity: arguments.identity.to_string(),
            encrypted: !arguments.no_passphrase,
        })?;
    } else {
        context.ui.print(&format!("the private key of {} {words}\n", arguments.identity))?;
    }
    Ok(Exit::Done)
}
