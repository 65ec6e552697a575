//! Room for a new key where an old one is in its place.

use std::path::PathBuf;

use chancery_core::{Identity, PublicKey};

use super::error::KeyError;
use super::folder::read_public;
use super::replacement::Replacement;
use super::state::KeyState;
use super::succession::{Succession, public_of};
use crate::office::Office;
use crate::trust_sources::revocations::read_list;

/// What an identity has to do to go on with a new key.
pub fn replacement(office: &Office, identity: &Identity) -> Replacement {
    let current = read_public(&office.public_path(identity)).ok();
    let trusted = current.filter(|key| is_in_use(office, identity, key));
    Replacement {
        identity: identity.clone(),
        keys: office.keys.clone(),
        retire: trusted.map(|key| key.fingerprint()),
        moves: moves(office, identity),
    }
}

/// What is to be renamed to make room for a new key of an identity.
pub fn moves(office: &Office, identity: &Identity) -> Vec<(PathBuf, PathBuf)> {
    let former = Succession::in_folder(&office.keys_folder(), identity).free_former(office.now);
    let pairs = [(office.private_path(identity), former.clone()), (office.public_path(identity), public_of(&former))];
    pairs.into_iter().filter(|(path, _)| path.symlink_metadata().is_ok()).collect()
}

/// That an identity's private key is missing, and its public key alone is there.
pub fn private_is_missing(office: &Office, identity: &Identity) -> KeyError {
    let replacement = Box::new(replacement(office, identity));
    KeyError::PrivateKeyMissing { path: office.private_path(identity), replacement }
}

/// Why there is no room for a new key of an identity; `None` where there is.
pub fn taken(office: &Office, identity: &Identity) -> Option<KeyError> {
    let (private, public) = (office.private_path(identity), office.public_path(identity));
    let [private_is_there, public_is_there] = [&private, &public].map(|path| path.symlink_metadata().is_ok());
    let boxed = || Box::new(replacement(office, identity));
    match read_public(&public).ok() {
        _ if !private_is_there && !public_is_there => None,
        _ if !private_is_there => Some(KeyError::PublicKeyAlone { path: public, replacement: boxed() }),
        Some(key) if !is_in_use(office, identity, &key) => {
            Some(KeyError::NotInUse { path: private, replacement: boxed() })
        }
        _ => Some(KeyError::InUse { path: private, identity: identity.clone(), keys: office.keys.clone() }),
    }
}

/// Whether the list that commands change trusts the key for the identity now.
fn is_in_use(office: &Office, identity: &Identity, key: &PublicKey) -> bool {
    let list = office.list_to_change().and_then(|path| read_list(office, &path).ok());
    let list = list.map(|file| file.list).unwrap_or_default();
    KeyState::of(&list, identity, key, office.now) == Some(KeyState::InUse)
}
