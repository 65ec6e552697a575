//! `revoked_keys`: a public key a line, as `ssh-keygen -Y verify -r` takes it; the comment says since when and why.

use super::window::parse_time;
use crate::seal::public_key::{NotAPublicKey, PublicKey};
use crate::statement::time::Timestamp;

/// A key that is no longer to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Its number in the file, from 1.
    pub line: usize,
    /// The key.
    pub key: PublicKey,
    /// Since when it may have been in other hands; `None` means always.
    pub compromised_since: Option<Timestamp>,
    /// Why, as the list says.
    pub reason: Option<String>,
}

/// Reads the list. Unlike a trust list it is all or nothing: a line that cannot be read might be the one that counts.
///
/// # Errors
/// The line's number and what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Vec<Revoked>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is not a text with a public key a line".to_owned())?;
    let mut revoked = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at.saturating_add(1);
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.parse() {
            Ok(key) => revoked.push(entry(number, key, line).map_err(|why| format!("line {number} {why}"))?),
            // Such a key is never trusted, and so cannot be trusted wrongly.
            Err(NotAPublicKey::Algorithm(_) | NotAPublicKey::Key(_)) => {}
            Err(NotAPublicKey::Syntax) => return Err(format!("line {number} is no public key")),
        }
    }
    Ok(revoked)
}

fn entry(line: usize, key: PublicKey, text: &str) -> Result<Revoked, String> {
    let comment = text.splitn(3, [' ', '\t']).nth(2).unwrap_or_default();
    let (before, reason) = match comment.split_once("reason=") {
        Some((before, reason)) => (before, Some(reason.to_owned())),
        None => (comment, None),
    };
    let since = before.split_ascii_whitespace().find_map(|word| word.strip_prefix("compromised-since="));
    Ok(Revoked { line, key, compromised_since: since.map(parse_time).transpose()?, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    #[test]
    fn the_comment_says_since_when_and_why() {
        let text = format!(
            "# list\n{KEY} compromised-since=20260301Z reason=laptop stolen\n\n{KEY}\nssh-rsa AAAAB3NzaC1yc2E= x\n"
        );
        let revoked = read(text.as_bytes()).unwrap();
        assert_eq!(revoked.len(), 2);
        assert_eq!(revoked[0].compromised_since.unwrap().to_string(), "2026-03-01T00:00:00Z");
        assert_eq!(revoked[0].reason.as_deref(), Some("laptop stolen"));
        assert_eq!((revoked[1].line, revoked[1].compromised_since), (4, None));
    }

    #[test]
    fn what_cannot_be_read_is_never_an_empty_list() {
        for text in [&b"SSHKRL\n\0"[..], b"garbage\n", b"\xff\n", b"ssh-ed25519 AAAA\n", b"ssh-rsa AAAA\n"] {
            assert!(read(text).is_err());
        }
        assert!(read(format!("{KEY} compromised-since=yesterday").as_bytes()).is_err());
        // Whole lines of a trust list are not what is wanted here: they must not be passed over.
        let key = KEY.split_once(' ').unwrap().1;
        for line in
            [format!("press@mfa.example {KEY}"), format!("SSH-ED25519 {key}"), format!("a namespaces=\"x\" {KEY}")]
        {
            assert!(read(line.as_bytes()).is_err(), "{line}");
        }
    }
}
