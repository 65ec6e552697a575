//! How an identity goes on with another key where the one in its place is lost, revoked or retired.

use std::path::{Path, PathBuf};

use crate::error::Error;
use chancery_core::{Identity, PublicKey, TrustList};
use chancery_office::trust_sources::revocations::read_list;

use super::succession::{Succession, public_of};
use super::{list_to_change, read_public};
use crate::context::Context;
use crate::show::format::shell_quoted;
use crate::show::ui::escape;

/// The program as it is to be called for the keys in use here.
pub fn program(context: &Context) -> String {
    context.office.keys.as_deref().map_or("chancery".to_owned(), |keys| format!("chancery --keys {}", quoted(keys)))
}

/// The commands, in a line, by which an identity goes on with a new key that nothing announces: the old one is retired where
/// the list trusts it still, and makes room.
pub fn commands(context: &Context, identity: &Identity) -> String {
    let program = program(context);
    let trusted =
        read_public(&context.office.public_path(identity)).ok().filter(|key| is_in_use(context, identity, key));
    let retire =
        trusted.map(|key| format!("{program} key retire {identity} --fingerprint {}", key.fingerprint())).into_iter();
    let moves = room(context, identity).into_iter().map(|(from, to)| format!("mv {} {}", quoted(&from), quoted(&to)));
    let all: Vec<String> = retire.chain(moves).chain([format!("{program} key new {identity}")]).collect();
    all.join(" && ")
}

/// What is to be renamed to make room for a new key of an identity.
pub fn room(context: &Context, identity: &Identity) -> Vec<(PathBuf, PathBuf)> {
    let former = Succession::in_folder(&context.office.keys_folder(), identity).free_former(context.office.now);
    let pairs = [
        (context.office.private_path(identity), former.clone()),
        (context.office.public_path(identity), public_of(&former)),
    ];
    pairs.into_iter().filter(|(path, _)| path.symlink_metadata().is_ok()).collect()
}

/// A private key whose public key alone is there.
pub fn private_is_missing(context: &Context, identity: &Identity) -> Error {
    let hint = format!(
        "put it back from a copy, or say --ssh-agent where an agent keeps it; if it is lost, go on with a new key: {}",
        commands(context, identity)
    );
    Error::path(context.office.private_path(identity), "the private key is missing: only the public key is here", hint)
}

/// That there is no room for a new key, and what to do.
pub fn taken(context: &Context, identity: &Identity) -> Option<Error> {
    let (private, public) = (context.office.private_path(identity), context.office.public_path(identity));
    let [private_is_there, public_is_there] = [&private, &public].map(|path| path.symlink_metadata().is_ok());
    let program = program(context);
    match read_public(&public).ok() {
        _ if !private_is_there && !public_is_there => None,
        _ if !private_is_there => Some(Error::path(
            public,
            "is there already, and its private key is missing",
            private_is_missing(context, identity).hint(),
        )),
        Some(key) if !is_in_use(context, identity, &key) => {
            let hint = format!(
                "your list does not trust that key now; to go on with a new one: {}",
                commands(context, identity)
            );
            Some(Error::path(private, "is there already", hint))
        }
        _ => {
            let hint = format!(
                "`{program} key rotate {identity}` puts a new key in its place and announces it; `{program} key revoke` is for one that may be in other hands; for somebody else, choose another identity"
            );
            Some(Error::path(private, "is there already", hint))
        }
    }
}

/// Whether the list to be changed trusts the key for the identity now.
fn is_in_use(context: &Context, identity: &Identity, key: &PublicKey) -> bool {
    let list = list_to_change(context)
        .and_then(|path| read_list(&context.office, &path))
        .map(|file| file.list)
        .unwrap_or_default();
    trusts_now(context, &list, identity, key)
}

/// Whether a list trusts a key for an identity now, in whatever role.
pub fn trusts_now(context: &Context, list: &TrustList, identity: &Identity, key: &PublicKey) -> bool {
    let rules = list.rules.iter().filter(|rule| rule.key == *key && rule.principals.fits(identity.as_str()));
    let revoked = list.revoked.iter().any(|revoked| revoked.key == *key);
    !revoked && rules.into_iter().any(|rule| rule.window.contains(context.office.now))
}

/// A path as it can be typed, and shown.
pub fn quoted(path: &Path) -> String {
    escape(&shell_quoted(&path.display().to_string()))
}
