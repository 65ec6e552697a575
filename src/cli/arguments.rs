//! The words of the command line: the commands, and the options that every one of them has.
#![allow(missing_docs, reason = "each command has its help where its arguments are")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::commands::{
    add, audit, compare, completions, correct, countersign, demo, export, extract, history, init, key, list, man,
    quote, reindex, seal, search, show, text_worker, verify,
};
use crate::show::ui::Color;

/// Seal official statements into signed bundles, and prove bundles authentic.
///
/// A bundle is one .zip file: a statement, its metadata, and a signature over all of it. Anyone can verify it, years
/// later, with this program or with unzip, ssh-keygen and sha256sum alone.
///
/// A signature proves who signed and that nothing changed. It never proves that a statement is true.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten, next_help_heading = "Options of every command")]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Globals {
    /// The folder of bundles
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "CHANCERY_ARCHIVE",
        default_value = "archive",
        hide_env_values = true
    )]
    pub archive: PathBuf,
    /// The folder of keys and the trust list [default: keys, where this user made it]
    #[arg(long, global = true, value_name = "DIR", env = "CHANCERY_KEYS", hide_env_values = true)]
    pub keys: Option<PathBuf>,
    /// Print one JSON object a result, one a line
    #[arg(long, global = true)]
    pub json: bool,
    /// Print only results, warnings and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value = "auto")]
    pub color: Color,
}

/// What there is to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    // For the press office.
    Init(init::Arguments),
    #[command(subcommand)]
    Key(key::Command),
    Seal(Box<seal::Arguments>),
    Correct(Box<correct::CorrectArguments>),
    Withdraw(Box<correct::WithdrawArguments>),
    Countersign(countersign::Arguments),
    // For anyone who has a bundle.
    Verify(verify::Arguments),
    Show(show::Arguments),
    Extract(extract::Arguments),
    Compare(compare::Arguments),
    Quote(quote::Arguments),
    // For the archivist.
    Add(add::Arguments),
    List(list::Arguments),
    Search(search::Arguments),
    Audit(audit::Arguments),
    History(history::Arguments),
    Export(export::Arguments),
    Reindex(reindex::Arguments),
    // For all.
    Demo(demo::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    // For the program itself.
    TakeText(text_worker::Arguments),
}
