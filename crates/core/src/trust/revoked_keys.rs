//! `revoked_keys`: a public key a line, as `ssh-keygen -Y verify -r` takes it; the comment says since when and why.

use std::fmt;

use super::key_line::{self, blanks};
use super::window::parse_time;
use crate::signature::public_key::{NotAPublicKey, PublicKey};
use crate::statement::time::Timestamp;

/// A key that is no longer to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokedKey {
    /// Its number in the file, from 1.
    pub line: usize,
    /// The key.
    pub key: PublicKey,
    /// Since when it may have been in other hands; `None` means always.
    pub compromised_since: Option<Timestamp>,
    /// Why, as the list says.
    pub reason: Option<String>,
}

/// A line of a list of revoked keys that cannot be understood: whom it revokes is not known, so the list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustListError {
    line: usize,
    fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    NoKey,
    Time(String),
}

impl TrustListError {
    /// The line's number, from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for TrustListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} ", self.line)?;
        match &self.fault {
            Fault::NoKey => f.write_str("is no public key"),
            Fault::Time(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for TrustListError {}

/// Reads the list. Unlike a trust list it is all or nothing: a line that cannot be read might be the one that counts.
///
/// # Errors
/// The line's number and what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Vec<RevokedKey>, TrustListError> {
    let mut revoked = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let number = at.saturating_add(1);
        let line = key_line::visible(line);
        let line = line.get(blanks(line)..).unwrap_or_default();
        if matches!(line.first(), None | Some(b'#')) {
            continue;
        }
        revoked.extend(entry(number, line).map_err(|fault| TrustListError { line: number, fault })?);
    }
    Ok(revoked)
}

/// What a line revokes; nothing where its key is one that is never trusted, and so cannot be trusted wrongly.
fn entry(line: usize, text: &[u8]) -> Result<Option<RevokedKey>, Fault> {
    let (words, comment) = key_line::words(text).map_err(|_| Fault::NoKey)?;
    // A certificate stands for the key that it certifies.
    let key = match PublicKey::certified(&words).map_or_else(|| words.parse(), Ok) {
        Ok(key) => key,
        Err(NotAPublicKey::Algorithm(_) | NotAPublicKey::Key(_)) => return Ok(None),
        Err(NotAPublicKey::Syntax) => return Err(Fault::NoKey),
    };
    let comment = String::from_utf8_lossy(comment);
    let (before, reason) = match comment.split_once("reason=") {
        Some((before, reason)) => (before, Some(reason.to_owned())),
        None => (comment.as_ref(), None),
    };
    let since = before.split_ascii_whitespace().find_map(|word| word.strip_prefix("compromised-since="));
    Ok(Some(RevokedKey {
        line,
        key,
        compromised_since: since.map(parse_time).transpose().map_err(Fault::Time)?,
        reason,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    #[test]
    fn the_comment_says_since_when_and_why() {
        let text = format!(
            "# list\n{KEY} compromised-since=20260301Z reason=laptop stolen\n\n{KEY}\nssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU= x\n"
        );
        let revoked = read(text.as_bytes()).unwrap();
        assert_eq!(revoked.len(), 2);
        assert_eq!(revoked[0].compromised_since.unwrap().to_string(), "2026-03-01T00:00:00Z");
        assert_eq!(revoked[0].reason.as_deref(), Some("laptop stolen"));
        assert_eq!((revoked[1].line, revoked[1].compromised_since), (4, None));
    }

    #[test]
    fn a_certificate_revokes_the_key_that_it_certifies() {
        use base64ct::{Base64, Encoding};

        use crate::signature::wire::put_string;
        let key: PublicKey = KEY.parse().unwrap();
        let mut blob = Vec::new();
        for part in [&b"ssh-ed25519-cert-v01@openssh.com"[..], b"nonce", key.as_bytes()] {
            put_string(&mut blob, part);
        }
        blob.extend([0; 8 + 4]);
        (0..2).for_each(|_| put_string(&mut blob, b"id"));
        blob.extend([0; 16]);
        (0..5).for_each(|_| put_string(&mut blob, b"x"));
        let line = |blob: &[u8]| format!("ssh-ed25519-cert-v01@openssh.com {} office", Base64::encode_string(blob));
        assert_eq!(read(line(&blob).as_bytes()).unwrap()[0].key, key);
        assert!(read(line(&blob[..blob.len() - 1]).as_bytes()).is_err(), "cut short");
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
