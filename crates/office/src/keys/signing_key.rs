//! Who signs: the owner of a private key in the folder of keys, or of one that the SSH agent keeps.

use std::path::{Path, PathBuf};

use chancery_core::{Identity, PublicKey};

use super::agent::{Agent, AgentKey};
use super::agent_error::AgentError;
use super::error::KeyError;
use super::folder::{is_former, read_private, read_public, refuse_former};
use super::private_key::KeyFile;
use super::room::private_is_missing;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::trust_sources::revocations::read_list;

/// The identity of the one key in the folder of keys that can sign: with its private key, or by an agent.
///
/// # Errors
/// Where there is none, or there are several.
pub fn only_signer(office: &Office, by_agent: bool) -> Result<Identity> {
    let path = office.keys_folder();
    let files = std::fs::read_dir(&path).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().to_str().map(ToOwned::to_owned));
    let named = names.filter_map(|name| name.strip_suffix(".pub").and_then(|name| name.parse::<Identity>().ok()));
    // Without an agent, a public key whose private key is not there signs nothing.
    let usable = |identity: &Identity| by_agent || path.join(identity.as_str()).is_file();
    let named: Vec<Identity> = named.filter(|identity| !is_former(identity)).collect();
    let identities: Vec<&Identity> = named.iter().filter(|identity| usable(identity)).collect();
    match (identities.as_slice(), named.as_slice()) {
        // The one whose private key is missing is named too: what to do then is said of that.
        ([identity], _) => Ok((*identity).clone()),
        ([], [identity]) => Ok(identity.clone()),
        ([], _) => Err(KeyError::NoKeyToSign { path }.into()),
        _ => Err(KeyError::SeveralKeys { path }.into()),
    }
}

/// The private key file of an identity, with its path.
///
/// # Errors
/// Where it is not there, or cannot be used.
pub fn private_key(office: &Office, identity: &Identity) -> Result<(KeyFile, PathBuf)> {
    refuse_former(identity)?;
    let path = office.private_path(identity);
    let file = read_private(&path).map_err(|error| missing(office, error, identity))?;
    Ok((file, path))
}

fn missing(office: &Office, error: Error, identity: &Identity) -> Error {
    let Some(path) = error.concerned().filter(|_| error.is_not_found()) else { return error };
    if office.public_path(identity).is_file() {
        return private_is_missing(office, identity).into();
    }
    KeyError::NoPrivateKey { path: path.to_owned(), identity: identity.clone() }.into()
}

/// The key of an identity that the agent at a socket keeps.
///
/// # Errors
/// Where the agent does not answer, or has none of the identity's keys, or several.
pub fn in_agent(office: &Office, identity: &Identity, socket: &Path) -> Result<AgentKey> {
    let agent = Agent::at(socket);
    let there = agent.keys()?;
    let known = known_keys(office, identity)?;
    let usable: Vec<&PublicKey> = known.iter().filter(|key| there.contains(key)).collect();
    let (path, identity) = (office.public_path(identity), identity.clone());
    match usable.as_slice() {
        [key] => Ok(agent.key(**key)),
        [] if known.is_empty() => Err(AgentError::NoPublicKey { path, identity }.into()),
        [] => {
            let keys = known.iter().map(PublicKey::fingerprint).collect();
            Err(AgentError::NotThere { path: socket.to_owned(), identity, keys }.into())
        }
        _ => Err(AgentError::Several { path, identity }.into()),
    }
}

/// The public keys of an identity: the one in the folder of keys, else those that the trust list names.
fn known_keys(office: &Office, identity: &Identity) -> Result<Vec<PublicKey>> {
    let path = office.public_path(identity);
    if path.symlink_metadata().is_ok() {
        return Ok(vec![read_public(&path)?]);
    }
    let Some(path) = office.list_path().0.filter(|path| path.is_file()) else { return Ok(Vec::new()) };
    let mut keys = Vec::new();
    for rule in read_list(office, &path)?.list.rules() {
        if rule.principals.fits(identity.as_str()) && !keys.contains(&rule.key) {
            keys.push(rule.key);
        }
    }
    Ok(keys)
}
