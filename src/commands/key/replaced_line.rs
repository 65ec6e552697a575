//! A key in the place of another, for scripts.

use chancery_core::trust::announcement::Announcement;
use chancery_office::json::KeyReplacedLine;

/// The line: `path` is that of what was made or changed.
pub fn line(announced: &Announcement, id: Option<String>, path: Option<String>) -> KeyReplacedLine {
    let Announcement { identity, old, until, new, from } = announced;
    KeyReplacedLine {
        identity: identity.to_string(),
        fingerprint: new.fingerprint().to_string(),
        from: from.to_string(),
        replaces: old.fingerprint().to_string(),
        until: until.to_string(),
        id,
        path,
    }
}
