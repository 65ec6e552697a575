//! What a trust list knows already of an identity whose key is about to be trusted, in words.

use chancery_core::Timestamp;
use chancery_office::keys::state::KeyState;
use chancery_office::trust_sources::conflict::{NamedKey, NamedWindow, TrustConflict};

/// The conflict, in a sentence.
pub fn words(conflict: &TrustConflict) -> String {
    match conflict {
        TrustConflict::AnotherKey { identity, keys } => {
            let named: Vec<String> = keys.iter().map(key_words).collect();
            format!(
                "your list names another key for {identity} already: {}. This one may be a forgery, or a new key: that is announced in a bundle which the key that you trust has signed, and `chancery key follow` takes it from there",
                named.join(" and ")
            )
        }
        TrustConflict::Wider { identity, lines, from } => {
            let windows: Vec<String> = lines.iter().map(window_words).collect();
            format!(
                "your list trusts this key for {identity} already, {}: to trust it from {from} on widens that",
                windows.join(" and ")
            )
        }
    }
}

fn key_words(key: &NamedKey) -> String {
    let used = if key.state == KeyState::InUse { "in use" } else { "not in use now" };
    format!("{} (line {}, {used})", key.fingerprint, key.line)
}

fn window_words(named: &NamedWindow) -> String {
    let NamedWindow { line, namespaces, window } = named;
    let end = |word, time: Option<Timestamp>| time.map(|time| format!(" {word} {time}")).unwrap_or_default();
    let roles = namespaces.as_ref().map_or("every role".to_owned(), |roles| roles.replace("chancery-", ""));
    format!("line {line} as {roles}{}{}", end("from", window.after), end("until", window.before))
}
