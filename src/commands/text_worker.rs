//! `chancery take-text`: the process with limits in which this program takes texts out of documents.

use std::io;

use chancery_office::text_worker::{TextWorker, serve};
use chancery_text::DocumentKind;
use clap::Args;

use crate::error::Result;
use crate::exit::Exit;

/// Take the text out of standard input, for this program itself
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct Arguments {
    /// Which kind of document it is
    #[arg(value_parser = kind)]
    kind: DocumentKind,
    /// Its encoding, where it was sealed with one
    #[arg(long)]
    charset: Option<String>,
}

fn kind(name: &str) -> std::result::Result<DocumentKind, String> {
    DocumentKind::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(|| "is no such kind".to_owned())
}

/// This program, run again with limits. Where nobody knows which file it is, it cannot be started.
pub fn extractor() -> TextWorker {
    TextWorker::new(std::env::current_exe().unwrap_or_default(), ["take-text"])
}

/// Reads standard input and prints its text.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    serve(arguments.kind, arguments.charset.as_deref(), io::stdin().lock(), io::stdout().lock())?;
    Ok(Exit::Done)
}
