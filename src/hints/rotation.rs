//! What to do about failures where a new key takes the place of another.

use chancery_office::keys::rotation_error::{Remedy, RotationError};

use super::commands::{replace, trust};

/// What to do; empty where there is nothing to say.
pub fn hint(error: &RotationError) -> String {
    let hint = match error {
        RotationError::EndsBeforeItSigns { .. } => "leave out --at, or name a later time",
        RotationError::Publisher { .. } => "mend it, or give --office",
        RotationError::CannotAnnounce { remedy, .. } => return help(remedy),
        RotationError::EndsEarlier { .. } => {
            "name that time with --at, or an earlier one, or leave --at out; nothing was changed"
        }
        RotationError::LeftOver { .. } => {
            "remove it and its .pub file, to make a new one, unless you made it yourself just now"
        }
        RotationError::NextTaken { .. } => "does another rotation run?",
        RotationError::OldKeyChanged { .. } => "was it changed just now? Mend it, and try again",
        RotationError::Metadata { .. } => "mend publisher in chancery.toml, or give --office",
        RotationError::Name { .. } | RotationError::Undescribed => "please report this",
        _ => "",
    };
    hint.to_owned()
}

fn help(remedy: &Remedy) -> String {
    match remedy {
        Remedy::Trust { keys, public, identity } => {
            format!("if the key is your own, trust it first: {}", trust(keys.as_deref(), public, identity))
        }
        Remedy::Replace(replacement) => {
            format!("make a new key, and publish its fingerprint as you did the first time: {}", replace(replacement))
        }
    }
}
