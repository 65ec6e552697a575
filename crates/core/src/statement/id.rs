//! A bundle's id: the SHA-256 of its `tagmanifest-sha256.txt`, which covers all that was signed.

use std::fmt;
use std::str::FromStr;

use crate::digest::Digest;

/// `sha256:` and 64 lowercase hexadecimal digits. It stays the same when evidence is added to a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundleId(pub Digest);

impl BundleId {
    /// The first 12 hexadecimal digits, for people.
    pub fn short(&self) -> String {
        self.0.to_string().chars().take(12).collect()
    }
}

impl fmt::Display for BundleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.0)
    }
}

/// The text is not a bundle's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotABundleId;

impl std::error::Error for NotABundleId {}

impl fmt::Display for NotABundleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a bundle's id: sha256: and 64 lowercase hexadecimal digits")
    }
}

impl FromStr for BundleId {
    type Err = NotABundleId;

    fn from_str(text: &str) -> Result<Self, NotABundleId> {
        let hex = text.strip_prefix("sha256:").ok_or(NotABundleId)?;
        hex.parse().map(Self).map_err(|_| NotABundleId)
    }
}

deserialize_from_text!(BundleId);
