//! `chancery key`: the office's keys, and whom the reader trusts.

pub mod anew;
mod announce;
mod choice;
mod follow;
mod handover;
mod known;
mod list;
mod new;
mod protect;
mod retire;
mod revoke;
mod rotate;
mod show;
mod succession;
mod trust;
mod trust_bundle;

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::{Identity, PublicKey, Role, Timestamp};
use chancery_office::files::read_bounded;
use chancery_office::keys::private_key::KeyFile;
use clap::{Args, Subcommand};

use crate::ask::passphrase::no_key;
use crate::context::Context;
use crate::exit::Exit;
use crate::trust_choice::moment;

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

/// For what and when a key is trusted.
#[derive(Debug, Clone, Args)]
pub struct GrantOptions {
    /// The roles in which it may sign: issuer, witness, archivist [default: issuer]
    #[arg(long = "role", value_name = "ROLE")]
    pub roles: Vec<Role>,
    /// Trust it from this time on [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub from: Option<Timestamp>,
    /// Trust it until this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub until: Option<Timestamp>,
}

impl GrantOptions {
    /// The roles in which the key may sign.
    pub fn roles(&self) -> Vec<Role> {
        if self.roles.is_empty() { vec![Role::Issuer] } else { self.roles.clone() }
    }

    /// The line of a trust list that grants it.
    ///
    /// # Errors
    /// Where it would end before it begins.
    pub fn line(&self, context: &Context, identity: &Identity, key: &PublicKey, comment: &str) -> Result<String> {
        let from = self.from.unwrap_or(context.office.now);
        if self.until.is_some_and(|until| until <= from) {
            return Err(Error::refused(
                "the key would be trusted until before it is trusted",
                "mend --from and --until",
            ));
        }
        let roles: Vec<&str> = self.roles().into_iter().map(Role::namespace).collect();
        let until = self.until.map(|until| format!(",valid-before=\"{}\"", until.compact())).unwrap_or_default();
        let options = format!("namespaces=\"{}\",valid-after=\"{}\"{until}", roles.join(","), from.compact());
        Ok(format!("{identity} {options} {key} {comment}").trim_end().to_owned())
    }
}

/// The list that commands change: the named folder's, that of an office which this user made, or the user's own.
///
/// # Errors
/// Where there is no place for the user's own.
pub fn list_to_change(context: &Context) -> Result<PathBuf> {
    let refused = || Error::refused("there is no place for your own trust list", "name a folder with --keys");
    context.office.list_to_change().ok_or_else(refused)
}

const LONGEST: u64 = 64 << 10;

/// Reads a private key file that nobody else can read.
///
/// # Errors
/// Where it is not there, others can read it, or it is no Ed25519 key.
pub fn read_private(path: &Path) -> Result<KeyFile> {
    let text = zeroize::Zeroizing::new(read_small(path)?);
    refuse_shared(path)?;
    KeyFile::parse(&text).map_err(|fault| no_key(path, fault))
}

/// Reads a public key file.
///
/// # Errors
/// Where it is not there or holds no Ed25519 public key.
pub fn read_public(path: &Path) -> Result<PublicKey> {
    let text = read_small(path)?;
    let text = String::from_utf8_lossy(&text);
    let hint = "name an OpenSSH public key file, such as press@mfa.example.pub";
    if text.starts_with("-----BEGIN") {
        return Err(Error::path(path, "is a private key or something else, not a public key", hint));
    }
    text.trim().parse().map_err(|fault: chancery_core::signature::public_key::NotAPublicKey| {
        Error::path(path, fault.to_string(), hint)
    })
}

fn read_small(path: &Path) -> Result<Vec<u8>> {
    read_bounded(path, LONGEST)
}

#[cfg(unix)]
fn refuse_shared(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|error| Error::io("read", path, error))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let hint =
        format!("make it yours alone: chmod 600 {}", crate::show::format::shell_quoted(&path.display().to_string()));
    Err(Error::path(path, "can be read by others, so it is not used", hint))
}

#[cfg(not(unix))]
fn refuse_shared(path: &Path) -> Result<()> {
    fs::metadata(path).map(drop).map_err(|error| Error::io("read", path, error))
}

/// The folder of keys where it may be written to: named by the user, or made by the user, or not there yet.
///
/// # Errors
/// Where it came from elsewhere.
pub fn own_folder(context: &Context) -> Result<PathBuf> {
    let folder = context.office.keys_folder();
    if context.office.keys.is_none() && context.office.is_foreign(&folder) {
        let hint = "if it is your own, adopt it with `chancery init`, or name it with --keys";
        return Err(Error::path(folder, "holds keys that you did not make here", hint));
    }
    Ok(folder)
}
