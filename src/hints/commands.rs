//! Commands of this program, as they can be typed, with the folder of keys where one is named.

use std::path::Path;

use chancery_core::Identity;
use chancery_office::keys::replacement::Replacement;

use crate::show::escape::quoted;

/// The program as it is to be called for the keys in use.
pub fn program(keys: Option<&Path>) -> String {
    keys.map_or("chancery".to_owned(), |keys| format!("chancery --keys {}", quoted(keys)))
}

/// The command that trusts a public key for an identity.
pub fn trust(keys: Option<&Path>, public: &Path, identity: &Identity) -> String {
    format!("{} key trust {} {identity}", program(keys), quoted(public))
}

/// The commands, in a line, by which an identity goes on with a new key that nothing announces: the old one is retired where
/// the list trusts it still, and makes room.
pub fn replace(replacement: &Replacement) -> String {
    let Replacement { identity, keys, retire, moves } = replacement;
    let program = program(keys.as_deref());
    let retire = retire.map(|key| format!("{program} key retire {identity} --fingerprint {key}")).into_iter();
    let moves = moves.iter().map(|(from, to)| format!("mv {} {}", quoted(from), quoted(to)));
    let all: Vec<String> = retire.chain(moves).chain([format!("{program} key new {identity}")]).collect();
    all.join(" && ")
}
