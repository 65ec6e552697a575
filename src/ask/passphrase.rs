//! Passphrases: from a file, the environment, or the terminal with no echo. Never an argument, never standard input.

mod terminal;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use chancery_office::KeyError;
use chancery_office::files::read_at_most;
use chancery_office::keys::folder;
use chancery_office::keys::private_key::{KeyFile, NoKey, PrivateKey};
use clap::Args;
use zeroize::Zeroizing;

use self::terminal::Answer;
use crate::error::{Error, Result};
use crate::show::escape::escape;

/// How a passphrase is given.
#[derive(Debug, Args)]
pub struct PassphraseSource {
    /// Read the key's passphrase from the first line of a file
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

const VARIABLE: &str = "CHANCERY_PASSPHRASE";
const ATTEMPTS: usize = 3;
const LONGEST: u64 = 4_096;

impl PassphraseSource {
    /// The passphrase, where a file or the environment gives one.
    fn given(&self) -> Result<Option<Zeroizing<String>>> {
        if let Some(path) = &self.passphrase_file {
            return first_line(path).map(Some);
        }
        Ok(std::env::var(VARIABLE).ok().map(Zeroizing::new))
    }

    /// Opens a private key file, asking at the terminal where nothing else gives the passphrase.
    ///
    /// # Errors
    /// Where the passphrase is wrong or cannot be had.
    pub fn open(&self, file: &KeyFile, path: &Path) -> Result<PrivateKey> {
        if !file.is_encrypted() {
            return Ok(folder::open(file, path, "")?);
        }
        if let Some(passphrase) = self.given()? {
            return Ok(folder::open(file, path, &passphrase)?);
        }
        let shown = escape(&path.display().to_string());
        let mut prompt = format!("Passphrase for {shown}: ");
        for _ in 1..ATTEMPTS {
            match folder::open(file, path, &ask(&prompt)?) {
                Err(chancery_office::Error::Key(KeyError::Unopened { fault: NoKey::Passphrase, .. })) => {
                    prompt = format!("That is not the passphrase. Again, for {shown}: ");
                }
                opened => return Ok(opened?),
            }
        }
        Ok(folder::open(file, path, &ask(&prompt)?)?)
    }

    /// A new passphrase, asked twice at the terminal where nothing else gives it.
    ///
    /// # Errors
    /// Where it is empty, or the two differ, or it cannot be had.
    pub fn new_passphrase(&self, path: &Path) -> Result<Zeroizing<String>> {
        match self.given()? {
            Some(passphrase) => not_empty(passphrase),
            None => not_empty(ask_twice(path)?),
        }
    }

    /// As [`PassphraseSource::new_passphrase`], but not from the environment, which gives the old one.
    ///
    /// # Errors
    /// As there.
    pub fn new_at_terminal_or_file(&self, path: &Path) -> Result<Zeroizing<String>> {
        match &self.passphrase_file {
            Some(file) => not_empty(first_line(file)?),
            None => not_empty(ask_twice(path)?),
        }
    }
}

fn not_empty(passphrase: Zeroizing<String>) -> Result<Zeroizing<String>> {
    if passphrase.is_empty() {
        return Err(Error::refused("the passphrase is empty", "choose one, or say --no-passphrase"));
    }
    Ok(passphrase)
}

fn ask_twice(path: &Path) -> Result<Zeroizing<String>> {
    let first = ask(&format!("New passphrase for {}: ", escape(&path.display().to_string())))?;
    if first != ask("The same again: ")? {
        return Err(Error::refused("the two passphrases differ", "try again; nothing was changed"));
    }
    Ok(first)
}

fn ask(prompt: &str) -> Result<Zeroizing<String>> {
    match terminal::ask(prompt) {
        Ok(Answer::Typed(passphrase)) => Ok(passphrase),
        Ok(Answer::BrokenOff) => Err(Error::refused("broken off", "nothing was changed")),
        Ok(Answer::Ended) => Err(Error::refused("no passphrase was given", "nothing was changed; try again")),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(Error::refused("the passphrase is not UTF-8 text", "set the terminal to UTF-8, and try again"))
        }
        Err(_) => {
            let hint = format!(
                "give it with --passphrase-file FILE or {VARIABLE}; a new one for `key protect` with --new-passphrase-file"
            );
            Err(Error::refused("there is no terminal to ask for the passphrase", hint))
        }
    }
}

fn first_line(path: &Path) -> Result<Zeroizing<String>> {
    // A pipe will do: a shell gives one for `<(command)`.
    let file = File::open(path).map_err(|error| Error::io("read", path, error))?;
    let bytes = Zeroizing::new(read_at_most(path, file, LONGEST)?);
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::path(path, "is not UTF-8 text", "save it as UTF-8"))?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}
