//! Who signs: an identity such as `press@mfa.example`, and the role in which it signs.

use std::fmt;
use std::str::FromStr;

/// The name under which a key signs: `[a-z0-9][a-z0-9._+-]*(@[a-z0-9][a-z0-9.-]*)?`, at most 100 bytes, no `..`, no final dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(String);

/// The text is not an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnIdentity;

impl std::error::Error for NotAnIdentity {}

impl fmt::Display for NotAnIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not an identity such as press@mfa.example (lowercase ASCII)")
    }
}

impl Identity {
    const LONGEST: usize = 100;

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Identity {
    type Err = NotAnIdentity;

    fn from_str(text: &str) -> Result<Self, NotAnIdentity> {
        let (local, domain) = text.split_once('@').unwrap_or((text, "a"));
        let good = text.len() <= Self::LONGEST
            && part_is_good(local, b"._+-")
            && part_is_good(domain, b".-")
            && !text.contains("..")
            && !text.ends_with('.');
        if good { Ok(Self(text.to_owned())) } else { Err(NotAnIdentity) }
    }
}

fn part_is_good(part: &str, also: &[u8]) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    part.bytes().next().is_some_and(plain) && part.bytes().all(|byte| plain(byte) || also.contains(&byte))
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// In which capacity somebody signs. The signature's namespace says it, so a signature made in one role is void in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The office that issues the statement.
    Issuer,
    /// A co-signer who has seen it.
    Witness,
    /// Who took it into an archive.
    Archivist,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Issuer, Self::Witness, Self::Archivist];

    /// The role's name, as in the names of signature files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Witness => "witness",
            Self::Archivist => "archivist",
        }
    }

    /// The SSHSIG namespace of the role.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::Issuer => "chancery-issuer",
            Self::Witness => "chancery-witness",
            Self::Archivist => "chancery-archivist",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotARole;

impl std::error::Error for NotARole {}

impl fmt::Display for NotARole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a role: issuer, witness or archivist")
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(NotARole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_told_from_other_text() {
        for text in ["press@mfa.example", "a", "0", "press", "a.b+c_d-e@x-y.z", &"a".repeat(100)] {
            assert!(text.parse::<Identity>().is_ok(), "{text}");
        }
        for text in [
            "",
            "@",
            "a@",
            "@b",
            "a@b@c",
            "A",
            "a b",
            "a..b",
            "a.",
            "a@b.",
            ".a",
            "-a",
            "a@-b",
            "a@b_c",
            "a/b",
            "*",
            "пресс",
            &"a".repeat(101),
        ] {
            assert!(text.parse::<Identity>().is_err(), "{text}");
        }
    }

    #[test]
    fn roles_read_back_as_written() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("Issuer".parse::<Role>(), Err(NotARole));
    }
}
