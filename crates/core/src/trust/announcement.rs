//! What a key announcement says: from when on an identity signs with another key. It is sealed as a statement.

use super::allowed_signers;
use crate::signature::public_key::PublicKey;
use crate::statement::identity::{Identity, Role};
use crate::statement::time::Timestamp;

/// The type of the statement.
pub const KIND: &str = "key-announcement";
/// The document of an announcement that programs read: two lines for a trust list.
pub const LINES: &str = "allowed_signers";
/// The document that people read.
pub const TEXT: &str = "key-announcement.txt";

/// An identity's new key, in the place of its old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Whose keys they are.
    pub identity: Identity,
    /// The key that was used until now.
    pub old: PublicKey,
    /// Until when it is.
    pub until: Timestamp,
    /// The new key.
    pub new: PublicKey,
    /// From when on that is used.
    pub from: Timestamp,
}

impl Announcement {
    /// The two lines of a trust list.
    pub fn lines(&self) -> String {
        let (identity, namespace) = (&self.identity, Role::Issuer.namespace());
        let line = |window: &str, time: Timestamp, key: &PublicKey| {
            format!("{identity} namespaces=\"{namespace}\",{window}=\"{}\" {key}\n", time.compact())
        };
        line("valid-before", self.until, &self.old) + &line("valid-after", self.from, &self.new)
    }

    /// The announcement in words.
    pub fn text(&self) -> String {
        let Self { identity, old, until, new, from } = self;
        format!(
            "{identity} signs with a new key from {from} on.

New key:  {}
Old key:  {}, used until {until}

This announcement is signed with both keys: with the old one, so that whoever trusts it can
check that its holder made the announcement, and with the new one, so that nobody can announce
a key that is not in their hands. What was signed with the old key while it was used stays as
it was.

To follow it:   chancery key follow THIS-BUNDLE.zip
By hand:        give the lines of your trust list that name the old key the valid-before in the
                file {LINES} beside this text, and add the line of the new key.

If the old key was ever in other hands, whoever had it could have made this announcement.
Compare the new key's fingerprint with what {identity} publishes elsewhere.
",
            new.fingerprint(),
            old.fingerprint(),
        )
    }

    /// Reads the two lines, which are written in one way only.
    ///
    /// # Errors
    /// What is wrong with them, in one clause.
    pub fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let wrong = "is not the two lines that a key announcement has";
        let (rules, unusable) = allowed_signers::read(bytes);
        let [old, new] = <[_; 2]>::try_from(rules).map_err(|_| wrong)?;
        let read = Self {
            identity: old.principals.to_text().parse().map_err(|_| wrong)?,
            old: old.key,
            until: old.window.before.ok_or(wrong)?,
            new: new.key,
            from: new.window.after.ok_or(wrong)?,
        };
        if unusable.is_empty() && read.lines().as_bytes() == bytes { Ok(read) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announcement() -> Announcement {
        let key = |letters: &str| format!("ssh-ed25519 {letters}").parse().unwrap();
        Announcement {
            identity: "press@mfa.example".parse().unwrap(),
            old: key("AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"),
            until: "2026-06-01T00:00:00Z".parse().unwrap(),
            new: key("AAAAC3NzaC1lZDI1NTE5AAAAIJU8oP6hPqX2bvTBjCLbRuMeQYWV9LvNkChl5xQ5Pq5F"),
            from: "2026-05-01T00:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn it_reads_back_as_written() {
        let lines = announcement().lines();
        assert_eq!(Announcement::read(lines.as_bytes()), Ok(announcement()));
        assert_eq!(lines.lines().count(), 2);
    }

    #[test]
    fn nothing_else_is_an_announcement() {
        let lines = announcement().lines();
        let (old, new) = lines.split_once('\n').unwrap();
        for other in [
            String::new(),
            old.to_owned(),
            format!("{new}{old}\n"),
            format!("{lines}{new}"),
            lines.replace("press@mfa.example", "*"),
            lines.replacen("press@", "legal@", 1),
            lines.replace("chancery-issuer", "chancery-*"),
            lines.replace("valid-after", "valid-before"),
            lines.replace('\n', "\r\n"),
            format!("# a comment\n{lines}"),
            lines.trim_end().to_owned(),
        ] {
            assert!(Announcement::read(other.as_bytes()).is_err(), "{other}");
        }
    }

    #[test]
    fn its_text_names_both_keys_and_both_times() {
        let (text, announcement) = (announcement().text(), announcement());
        for part in [announcement.old.fingerprint().to_string(), announcement.new.fingerprint().to_string()] {
            assert!(text.contains(&part));
        }
        assert!(text.contains("2026-06-01T00:00:00Z") && text.contains("2026-05-01T00:00:00Z"));
    }
}
