//! Who signs: with a private key in the folder of keys, or with one that the SSH agent keeps.

mod own_list;

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::{Identity, PublicKey};
use chancery_office::defaults::Defaults;
use chancery_office::keys::agent::Agent;
use chancery_office::keys::signer::Signer;
use chancery_office::trust_sources::revocations::read_list;
use clap::Args;

pub use self::own_list::{TrustWarning, check_own_list};
use crate::ask::passphrase::PassphraseSource;
use crate::commands::key::{anew, read_private, read_public};
use crate::context::Context;

/// Whose key signs, and where it is.
#[derive(Debug, Args)]
pub struct SignerOptions {
    /// Whose key signs [default: the office's identity]
    #[arg(long, value_name = "IDENTITY")]
    pub key: Option<Identity>,
    #[command(flatten)]
    pub source: KeySource,
}

/// Where a private key is.
#[derive(Debug, Args)]
pub struct KeySource {
    /// Have the SSH agent at `SSH_AUTH_SOCK` sign: the private key need not lie in a file
    #[arg(long, conflicts_with = "passphrase_file")]
    pub ssh_agent: bool,
    #[command(flatten)]
    pub passphrase: PassphraseSource,
}

impl SignerOptions {
    /// Who signs: as named, else as the office's defaults say, else the owner of the only key there is.
    ///
    /// # Errors
    /// Where that cannot be told.
    pub fn identity(&self, context: &Context, defaults: &Defaults) -> Result<Identity> {
        let named = self.key.clone().or_else(|| defaults.identity.clone());
        let identity = named.map_or_else(|| self.only_key(&context.office.keys_folder()), Ok)?;
        refuse_former(&identity)?;
        Ok(identity)
    }

    /// The identity of the one key in the folder, where there is one.
    fn only_key(&self, folder: &Path) -> Result<Identity> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = files.filter_map(|file| file.file_name().to_str().map(ToOwned::to_owned));
        let named = names.filter_map(|name| name.strip_suffix(".pub").and_then(|name| name.parse::<Identity>().ok()));
        // Without an agent, a public key whose private key is not there signs nothing.
        let usable = |identity: &Identity| self.source.ssh_agent || folder.join(identity.as_str()).is_file();
        let named: Vec<Identity> = named.filter(|identity| !is_former(identity)).collect();
        let identities: Vec<&Identity> = named.iter().filter(|identity| usable(identity)).collect();
        match (identities.as_slice(), named.as_slice()) {
            // The one whose private key is missing is named too: what to do then is said of that.
            ([identity], _) => Ok((*identity).clone()),
            ([], [identity]) => Ok(identity.clone()),
            ([], _) => {
                let hint = "go into the office's folder, or make an office here with `chancery init`";
                Err(Error::path(folder, "there is no key to sign with: this folder seems to be no office", hint))
            }
            _ => Err(Error::path(folder, "has several keys", "name one with --key IDENTITY, or in chancery.toml")),
        }
    }
}

impl KeySource {
    /// Opens the identity's key, asking for its passphrase where that is needed.
    ///
    /// # Errors
    /// Where it is not there, or does not open.
    pub fn open(&self, context: &Context, identity: &Identity) -> Result<Box<dyn Signer>> {
        if self.ssh_agent {
            let (agent, key) = in_agent(context, identity)?;
            return Ok(Box::new(agent.key(key)));
        }
        refuse_former(identity)?;
        let path = context.office.private_path(identity);
        let file = read_private(&path).map_err(|error| no_such_key(context, error, identity))?;
        Ok(Box::new(self.passphrase.open(&file, &path)?))
    }
}

/// What the key of an identity is called once another one has taken its place: the day on which that was.
pub fn former_name(identity: &Identity, day: &str, again: usize) -> String {
    let again = if again == 0 { String::new() } else { format!("-{again}") };
    format!("{identity}{FORMER}{day}{again}")
}

const FORMER: &str = ".until-";

/// Whether that is the name of a former key, which signs nothing more.
pub fn is_former(identity: &Identity) -> bool {
    identity.as_str().contains(FORMER)
}

/// Refuses the name of a former key's file, which is no identity.
///
/// # Errors
/// Where it is one.
pub fn refuse_former(identity: &Identity) -> Result<()> {
    let Some((owner, _)) = identity.as_str().split_once(FORMER) else { return Ok(()) };
    let problem = format!("{identity} is no identity, but the name of the file of a former key of {owner}");
    let hint =
        format!("say {owner}: its key in use signs; a former key is named with --fingerprint, to retire or revoke it");
    Err(Error::refused(problem, hint))
}

pub fn no_such_key(context: &Context, error: Error, identity: &Identity) -> Error {
    let Some(path) = error.concerned().filter(|_| error.is_not_found()) else { return error };
    if context.office.public_path(identity).is_file() {
        return anew::private_is_missing(context, identity);
    }
    let hint = format!("make it: chancery key new {identity}; or, where an agent keeps it, say --ssh-agent");
    Error::path(path, "there is no such private key", hint)
}

const SOCKET: &str = "SSH_AUTH_SOCK";

/// The agent, and the key in it that is the identity's.
fn in_agent(context: &Context, identity: &Identity) -> Result<(Agent, PublicKey)> {
    let socket = std::env::var_os(SOCKET).filter(|socket| !socket.is_empty()).map(PathBuf::from);
    let socket = socket.ok_or_else(|| {
        Error::refused(format!("there is no SSH agent: {SOCKET} is not set"), "start one: eval \"$(ssh-agent)\"")
    })?;
    let agent = Agent::at(&socket);
    let there = agent.keys()?;
    let known = known_keys(context, identity)?;
    let usable: Vec<&PublicKey> = known.iter().filter(|key| there.contains(key)).collect();
    match usable.as_slice() {
        [key] => Ok((agent, **key)),
        [] if known.is_empty() => {
            let hint =
                format!("put its public key there: `ssh-add -L` prints the agent's keys; or trust it for {identity}");
            Err(Error::path(
                context.office.public_path(identity),
                "there is no such public key, so none to look for",
                hint,
            ))
        }
        [] => {
            let wanted: Vec<String> = known.iter().map(|key| key.fingerprint().to_string()).collect();
            let problem = format!("the SSH agent does not have the key of {identity}, {}", wanted.join(" or "));
            Err(Error::path(socket, problem, "add it with `ssh-add`, or plug in what holds it"))
        }
        _ => {
            let path = context.office.public_path(identity);
            Err(Error::path(path, format!("the SSH agent has several keys of {identity}"), "put the one to use there"))
        }
    }
}

/// The public keys of an identity: the one in the folder of keys, else those that the trust list names.
fn known_keys(context: &Context, identity: &Identity) -> Result<Vec<PublicKey>> {
    let path = context.office.public_path(identity);
    if path.symlink_metadata().is_ok() {
        return Ok(vec![read_public(&path)?]);
    }
    let Some(path) = context.office.list_path().0.filter(|path| path.is_file()) else { return Ok(Vec::new()) };
    let mut keys = Vec::new();
    for rule in read_list(&context.office, &path)?.list.rules {
        if rule.principals.fits(identity.as_str()) && !keys.contains(&rule.key) {
            keys.push(rule.key);
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_former_key_is_named_after_its_last_day_and_chosen_by_nobody() {
        let identity: Identity = "press@mfa.example".parse().unwrap();
        assert_eq!(former_name(&identity, "20261124", 0), "press@mfa.example.until-20261124");
        assert_eq!(former_name(&identity, "20261124", 2), "press@mfa.example.until-20261124-2");
        assert!(is_former(&former_name(&identity, "20261124", 2).parse().unwrap()) && !is_former(&identity));
        assert!(refuse_former(&former_name(&identity, "20261124", 0).parse().unwrap()).is_err());
        assert!(refuse_former(&identity).is_ok());
    }
}
