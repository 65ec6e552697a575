//! `chancery key protect`: the passphrase of a private key.

use std::io::Write;
use std::path::PathBuf;

use crate::error::{Error, Result};
use chancery_core::Identity;
use chancery_office::durable::{Lock, NewFile, folder_of};
use chancery_office::trust_sources::true_path;
use clap::Args;
use serde::Serialize;

use super::new::encrypted;
use super::{anew, read_private};
use crate::ask::passphrase::PassphraseSource;
use crate::context::Context;
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
    let path = context.office.private_path(&arguments.identity);
    let real = true_path(&path);
    let folder = folder_of(&real);
    if !real.exists() {
        if context.office.public_path(&arguments.identity).is_file() {
            return Err(anew::private_is_missing(context, &arguments.identity));
        }
        return Err(Error::path(
            path,
            "there is no such private key",
            "`chancery key list` names whom the trust list names",
        ));
    }
    let before = read_private(&path)?;
    let key = arguments.passphrase.open(&before, &path)?;
    let text = if arguments.no_passphrase {
        encrypted(&arguments.identity, &key, None)?
    } else {
        let new = PassphraseSource { passphrase_file: arguments.new_passphrase_file.clone() };
        let passphrase = new.new_at_terminal_or_file(&path)?;
        encrypted(&arguments.identity, &key, Some(&passphrase))?
    };
    let _lock = Lock::of(folder)?;
    if read_private(&path)? != before {
        return Err(Error::path(path, "was changed while the passphrase was asked", "nothing was changed; try again"));
    }
    let new = NewFile::create_private_in(folder)?;
    new.file().write_all(text.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
    let name = real.file_name().and_then(|name| name.to_str()).unwrap_or(arguments.identity.as_str());
    new.replace(name)?;
    let words = if arguments.no_passphrase { "has no passphrase now" } else { "has its new passphrase" };
    if context.ui.json {
        #[derive(Serialize)]
        struct Line<'a> {
            identity: &'a str,
            encrypted: bool,
        }
        context.ui.print_json(&Line { identity: arguments.identity.as_str(), encrypted: !arguments.no_passphrase })?;
    } else {
        context.ui.print(&format!("the private key of {} {words}\n", arguments.identity))?;
    }
    Ok(Exit::Done)
}
