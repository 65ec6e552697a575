//! `chancery key`: the office's keys, and whom the reader trusts.

mod follow;
mod key_line;
mod list;
mod new;
mod protect;
mod replaced_line;
mod retire;
mod revoke;
mod rotate;
mod show;
mod trust;
mod trust_bundle;
mod trusted_line;

use clap::Subcommand;

use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;

/// Make, list, protect, trust, retire, revoke and rotate keys
#[derive(Debug, Subcommand)]
pub enum Command {
    New(new::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Trust(trust::Arguments),
    Protect(protect::Arguments),
    Retire(retire::Arguments),
    Revoke(revoke::Arguments),
    Rotate(rotate::Arguments),
    Follow(follow::Arguments),
}

/// Runs one of them.
pub fn run(context: &Context, command: &Command) -> Result<Exit> {
    match command {
        Command::New(arguments) => new::run(context, arguments),
        Command::List(arguments) => list::run(context, arguments),
        Command::Show(arguments) => show::run(context, arguments),
        Command::Trust(arguments) => trust::run(context, arguments),
        Command::Protect(arguments) => protect::run(context, arguments),
        Command::Retire(arguments) => retire::run(context, arguments),
        Command::Revoke(arguments) => revoke::run(context, arguments),
        Command::Rotate(arguments) => rotate::run(context, arguments),
        Command::Follow(arguments) => follow::run(context, arguments),
    }
}
