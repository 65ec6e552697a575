//! Names of documents, and of the bundle itself: ASCII, and the same file on every computer (FORMAT.md).

use std::fmt;
use std::str::FromStr;

const LONGEST_PART: usize = 100;
const LONGEST_PATH: usize = 200;
const DEEPEST: usize = 8;
const FOLDER: &str = "data/";

/// Why a name cannot be a file's name in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// A part has a character other than ASCII letters, digits, `_`, `.` and `-`, or begins with one of the last three.
    Character,
    /// A part is empty, holds `..` or ends in a dot.
    Dots,
    /// A part is over 100 bytes, the whole over 200, or there are over 8 levels.
    Long,
    /// A part is a Windows device name.
    Device,
    /// It is not under `data/`.
    Elsewhere,
}

impl std::error::Error for BadName {}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Character => "may hold only ASCII letters, digits, `_`, `.` and `-`, a letter or digit first",
            Self::Dots => "has a part that is empty, holds `..` or ends in a dot",
            Self::Long => "has a part over 100 bytes, is over 200 bytes in all, or has over 8 levels",
            Self::Device => "has a part that is the name of a Windows device",
            Self::Elsewhere => "does not lie under data/",
        })
    }
}

/// The path of a document in its bundle: `data/` and a relative path whose parts are safe names on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentPath(String);

impl DocumentPath {
    /// The path, with `data/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path below `data/`.
    pub fn below(&self) -> &str {
        self.0.strip_prefix(FOLDER).unwrap_or(&self.0)
    }

    /// A document's path from its path below `data/`.
    ///
    /// # Errors
    /// [`BadName`] where a part is not allowed.
    pub fn new(below: &str) -> Result<Self, BadName> {
        if below.len() > LONGEST_PATH || below.split('/').count() > DEEPEST {
            return Err(BadName::Long);
        }
        below.split('/').try_for_each(check_part)?;
        Ok(Self(format!("{FOLDER}{below}")))
    }
}

impl FromStr for DocumentPath {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        Self::new(text.strip_prefix(FOLDER).ok_or(BadName::Elsewhere)?)
    }
}

impl fmt::Display for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_part(part: &str) -> Result<(), BadName> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    if part.len() > LONGEST_PART {
        return Err(BadName::Long);
    }
    if part.is_empty() || part.contains("..") || part.ends_with('.') {
        return Err(BadName::Dots);
    }
    if !part.bytes().next().is_some_and(plain) || !part.bytes().all(|byte| plain(byte) || b"_.-".contains(&byte)) {
        return Err(BadName::Character);
    }
    if is_device(part) { Err(BadName::Device) } else { Ok(()) }
}

/// Whether Windows takes the name for a device, whatever its extension.
pub(crate) fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// A bundle's name, that of the folder in its ZIP file: `[a-z0-9][a-z0-9-]*`, at most 100 bytes, no Windows device.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundleName(String);

impl BundleName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BundleName {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        check_part(text)?;
        let good = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if good { Ok(Self(text.to_owned())) } else { Err(BadName::Character) }
    }
}

impl fmt::Display for BundleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_have_safe_names() {
        for text in [
            "data/a",
            "data/statement.en.txt",
            "data/A_b-c.d/1.txt",
            "data/console.txt",
            "data/com10",
            "data/1/2/3/4/5/6/7/8",
        ] {
            assert!(text.parse::<DocumentPath>().is_ok(), "{text}");
        }
    }

    #[test]
    fn unsafe_names_are_told_why() {
        let long = format!("data/{}", "a".repeat(101));
        let longer = format!("data/{0}/{0}/{0}", "a".repeat(70));
        for (text, why) in [
            ("a", BadName::Elsewhere),
            ("Data/a", BadName::Elsewhere),
            ("/data/a", BadName::Elsewhere),
            ("data/", BadName::Dots),
            ("data//a", BadName::Dots),
            ("data/../a", BadName::Dots),
            ("data/a..b", BadName::Dots),
            ("data/a.", BadName::Dots),
            ("data/a/", BadName::Dots),
            ("data/.a", BadName::Character),
            ("data/-a", BadName::Character),
            ("data/a b", BadName::Character),
            ("data/a\\b", BadName::Character),
            ("data/a\0", BadName::Character),
            ("data/%25", BadName::Character),
            ("data/é", BadName::Character),
            ("data/CON", BadName::Device),
            ("data/nul.txt", BadName::Device),
            ("data/x/Lpt9.a.b", BadName::Device),
            ("data/1/2/3/4/5/6/7/8/9", BadName::Long),
            (&long, BadName::Long),
            (&longer, BadName::Long),
        ] {
            assert_eq!(text.parse::<DocumentPath>(), Err(why), "{text}");
        }
    }

    #[test]
    fn a_bundle_is_named_in_lowercase() {
        assert!("2025-12-04-year-end".parse::<BundleName>().is_ok());
        for text in ["", "A", "a_b", "a.b", "-a", "con", "a/b", &"a".repeat(101)] {
            assert!(text.parse::<BundleName>().is_err(), "{text}");
        }
    }
}
