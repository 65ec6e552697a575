//! What to do about failures with trust lists, and about keys that the signer's own list does not trust.

use std::path::Path;

use chancery_core::Role;
use chancery_office::TrustError;
use chancery_office::keys::preflight::{KeyToTrust, TrustRemedy, TrustWarning};
use chancery_office::trust_sources::error::{ListNeed, RevokedKeyWish};

use super::commands::{replace, trust};

/// What to do; empty where there is nothing to say.
pub fn hint(error: &TrustError) -> String {
    let hint = match error {
        TrustError::Revoked { wish: RevokedKeyWish::Sign(identity), .. } => {
            return format!("it must sign nothing more: `chancery key new {identity}` says how to make another");
        }
        TrustError::NotYours { path } => return adopt(path),
        TrustError::NoSuchList { need, .. } => no_such_list(*need),
        other => plain(other),
    };
    hint.to_owned()
}

/// Hints that are always the same.
fn plain(error: &TrustError) -> &'static str {
    match error {
        TrustError::RevokedList { .. } => "mend that line: a list of revoked keys must be understood whole",
        TrustError::Revoked { .. } => "a revoked key cannot be trusted again",
        TrustError::TooLarge { .. } => "take lines out that are no longer needed; it is as it was",
        TrustError::NoPlace => "name a folder with --keys",
        TrustError::NoList => no_such_list(ListNeed::Change),
        TrustError::NotNamed { .. } => "`chancery key list` shows whom it names",
        TrustError::DoneAlready { .. } => "`chancery key list` shows what is trusted, retired and revoked",
        TrustError::SeveralNamed { .. } => {
            "say which with --fingerprint SHA256:…, and several one after the other; `chancery key list` shows from when to when each is used"
        }
        TrustError::OpensLater { .. } => "choose a later time, or remove that line by hand; nothing was changed",
        TrustError::EndsBeforeItBegins => "mend --from and --until",
        TrustError::NoAnnouncement { .. } => "ask the office for its key announcement, made by `chancery key rotate`",
        TrustError::AnotherAnnounced { .. } => "nothing was changed; ask the office which of the two is its own",
        TrustError::NotFollowable { .. } => {
            "ask the office itself which key it uses now: `chancery key trust` takes that"
        }
        TrustError::ChangedMeanwhile { .. } => "nothing was followed; try again",
        TrustError::AnotherKey { .. } => "nothing was trusted; ask the office which key is its own",
        TrustError::NoOwner { .. } => "say it after the file: chancery key trust FILE.pub press@mfa.example",
        TrustError::DidNotSign { .. } => "leave the identity out to be shown who did",
        TrustError::SignedWithAnother { .. } => "no key was trusted; ask the office which key is its own",
        _ => "",
    }
}

fn no_such_list(need: ListNeed) -> &'static str {
    match need {
        ListNeed::Judge => "name one with --signers FILE, or a key with --fingerprint SHA256:…",
        ListNeed::Change => "make a key with `chancery key new`, or trust one with `chancery key trust`",
        ListNeed::Follow => "to follow a key you must trust the old one: `chancery key trust`",
    }
}

/// How a folder of keys becomes the user's own.
pub fn adopt(folder: &Path) -> String {
    format!("if it is your own, adopt it with `chancery init`, or name it: --keys {}", folder.display())
}

/// The list, the role and the time at which it does not trust the key that signs, in a clause.
pub fn untrusted(warning: &TrustWarning) -> String {
    format!("{} does not trust this key as {} at {}", warning.path.display(), warning.role, warning.claimed)
}

/// What to do about a key that the signer's own list does not trust, in a clause.
pub fn remedy(warning: &TrustWarning) -> String {
    match &warning.remedy {
        TrustRemedy::TrustAnother(key) => format!(
            "it names another key for {}, so this may be a wrong or an old one; if it is the right one, trust it: {}",
            key.identity,
            trust_as(key)
        ),
        TrustRemedy::Trust(key) => format!("if it is to sign as {}, trust it so: {}", key.role, trust_as(key)),
        TrustRemedy::TrustEarlier(key) => {
            format!("if it was the signer's own by then, trust it from then on: {}", trust_as(key))
        }
        TrustRemedy::Wait => "that time is yet to come: name one that is not".to_owned(),
        TrustRemedy::Replace(replacement) => {
            format!("its time is over: sign with a new key, which is made with: {}", replace(replacement))
        }
    }
}

fn trust_as(key: &KeyToTrust) -> String {
    let how = match key.role {
        Role::Issuer => format!("--from {}", key.claimed.day()),
        // Theirs is judged as of today.
        Role::Witness | Role::Archivist => format!("--role {}", key.role),
    };
    format!("{} {how}", trust(key.keys.as_deref(), &key.public, &key.identity))
}
