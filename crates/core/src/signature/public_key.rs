//! Ed25519 public keys (RFC 8032) as OpenSSH writes them, and the strict verification of signatures.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Base64Unpadded, Encoding};
use ed25519_dalek::{Signature, VerifyingKey};

use super::wire::{Reader, put_string};
use crate::digest::Digest;

/// The only algorithm of keys that counts here.
pub const ED25519: &str = "ssh-ed25519";

/// The other types of keys that OpenSSH knows, with the number of strings that make the key in their blobs.
const OTHER_TYPES: [(&str, usize); 15] = [
    ("ssh-rsa", 2),
    ("ssh-dss", 4),
    ("ecdsa-sha2-nistp256", 2),
    ("ecdsa-sha2-nistp384", 2),
    ("ecdsa-sha2-nistp521", 2),
    ("sk-ssh-ed25519@openssh.com", 2),
    ("sk-ecdsa-sha2-nistp256@openssh.com", 3),
    (CERTIFICATE, 1),
    ("ssh-rsa-cert-v01@openssh.com", 2),
    ("ssh-dss-cert-v01@openssh.com", 4),
    ("ecdsa-sha2-nistp256-cert-v01@openssh.com", 2),
    ("ecdsa-sha2-nistp384-cert-v01@openssh.com", 2),
    ("ecdsa-sha2-nistp521-cert-v01@openssh.com", 2),
    ("sk-ssh-ed25519-cert-v01@openssh.com", 2),
    ("sk-ecdsa-sha2-nistp256-cert-v01@openssh.com", 3),
];

/// A certificate for an Ed25519 key.
const CERTIFICATE: &str = "ssh-ed25519-cert-v01@openssh.com";

/// An Ed25519 public key in its only encoding, under which nobody but its owner can sign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Why 32 bytes are no key to trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadKey {
    /// They are no point of the curve, or a second encoding of one.
    NotCanonical,
    /// The point has a small order: anyone can sign under it.
    Weak,
}

impl std::error::Error for BadKey {}

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotCanonical => "the key is not an Ed25519 public key in its only encoding",
            Self::Weak => "the key is weak: anyone can sign under it",
        })
    }
}

/// What a signature is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The owner of the key signed exactly these bytes.
    Good,
    /// Not so, or not provably so.
    Bad,
}

impl PublicKey {
    /// Takes 32 bytes for a key.
    ///
    /// # Errors
    /// [`BadKey`] where they are no canonical encoding of a point, or that of a point of small order.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, BadKey> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| BadKey::NotCanonical)?;
        if key.to_edwards().compress().as_bytes() != bytes {
            Err(BadKey::NotCanonical)
        } else if key.is_weak() {
            Err(BadKey::Weak)
        } else {
            Ok(Self(key))
        }
    }

    /// The key's 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Judges a signature over `message`: RFC 8032, section 5.1.7 without the cofactor, S below the group's order,
    /// no point of small order and none in a second encoding.
    pub fn judge(&self, message: &[u8], signature: &[u8; 64]) -> Judgement {
        match self.0.verify_strict(message, &Signature::from_bytes(signature)) {
            Ok(()) => Judgement::Good,
            Err(_) => Judgement::Bad,
        }
    }

    /// The Ed25519 key in a certificate, as in `-cert.pub` files. Who certified it, and for what, is not looked at.
    pub fn certified(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        words.next().filter(|algorithm| *algorithm == CERTIFICATE)?;
        let blob = Base64::decode_vec(words.next()?).ok().filter(|blob| is_other_key(CERTIFICATE, blob))?;
        let mut reader = Reader::new(&blob);
        let (_name, _nonce, key) = (reader.string()?, reader.string()?, reader.string()?);
        Self::from_bytes(key.try_into().ok()?).ok()
    }

    /// The key as an SSH blob (RFC 8709, section 4).
    pub fn to_blob(&self) -> Vec<u8> {
        let mut blob = Vec::with_capacity(51);
        put_string(&mut blob, ED25519.as_bytes());
        put_string(&mut blob, self.as_bytes());
        blob
    }

    /// The key's fingerprint, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Digest::of(&self.to_blob()))
    }
}

impl fmt::Display for PublicKey {
    /// Writes `ssh-ed25519 AAAA…`, as in `.pub` files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ED25519} {}", Base64::encode_string(&self.to_blob()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no Ed25519 public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAPublicKey {
    /// It is not of the form `<algorithm> <base64>`.
    Syntax,
    /// It is a key of another algorithm.
    Algorithm(String),
    /// It is an Ed25519 key that is not to be trusted.
    Key(BadKey),
}

impl std::error::Error for NotAPublicKey {}

impl fmt::Display for NotAPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("not a public key of the form `ssh-ed25519 AAAA…`"),
            Self::Algorithm(name) => write!(f, "keys of type {name} are not supported: only {ED25519} is"),
            Self::Key(bad) => bad.fmt(f),
        }
    }
}

impl FromStr for PublicKey {
    type Err = NotAPublicKey;

    /// Reads `ssh-ed25519 AAAA…`, with whatever comment follows.
    fn from_str(text: &str) -> Result<Self, NotAPublicKey> {
        let mut words = text.split_ascii_whitespace();
        let (algorithm, blob) = words.next().zip(words.next()).ok_or(NotAPublicKey::Syntax)?;
        let blob = Base64::decode_vec(blob).map_err(|_| NotAPublicKey::Syntax)?;
        if algorithm != ED25519 {
            // What is said before the key must be said in the key, or the line is something else.
            return Err(if is_other_key(algorithm, &blob) {
                NotAPublicKey::Algorithm(algorithm.to_owned())
            } else {
                NotAPublicKey::Syntax
            });
        }
        let bytes = blob_bytes(&blob).ok_or(NotAPublicKey::Syntax)?;
        Self::from_bytes(&bytes).map_err(NotAPublicKey::Key)
    }
}

/// Whether the blob is a whole key of this other type, as far as can be told without knowing its numbers.
fn is_other_key(algorithm: &str, blob: &[u8]) -> bool {
    let Some((_, strings)) = OTHER_TYPES.iter().find(|(name, _)| *name == algorithm) else { return false };
    let mut reader = Reader::new(blob);
    let is_certificate = algorithm.contains("-cert-v01@");
    let named = reader.text() == Some(algorithm) && (!is_certificate || reader.string().is_some());
    let whole = named && (0..*strings).all(|_| reader.string().is_some_and(|part| !part.is_empty()));
    whole && (!is_certificate || rest_of_certificate(&mut reader).is_some()) && reader.is_empty()
}

/// What follows the key in a certificate (PROTOCOL.certkeys): from the serial number to the signature.
fn rest_of_certificate(reader: &mut Reader<'_>) -> Option<()> {
    reader.take(8)?;
    reader.number()?;
    (0..2).try_for_each(|_| reader.string().map(drop))?;
    (0..2).try_for_each(|_| reader.take(8).map(drop))?;
    (0..5).try_for_each(|_| reader.string().map(drop))
}

/// The 32 bytes in the blob of an Ed25519 key.
pub fn blob_bytes(blob: &[u8]) -> Option<[u8; 32]> {
    let mut reader = Reader::new(blob);
    let algorithm = reader.text()?;
    let bytes = reader.string()?.try_into().ok()?;
    (algorithm == ED25519 && reader.is_empty()).then_some(bytes)
}

/// A key's fingerprint: `SHA256:` and 43 base64 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(Digest);

impl Fingerprint {
    /// The fingerprint of a public key's blob, whatever its algorithm and whether or not it is to be trusted.
    pub fn of_blob(blob: &[u8]) -> Self {
        Self(Digest::of(blob))
    }

    /// The fingerprint's 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SHA256:{}", Base64Unpadded::encode_string(self.0.as_bytes()))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAFingerprint {
    /// It is not of the form.
    Syntax,
    /// It has the form, but its last digit is one with which none can end.
    LastDigit,
}

impl fmt::Display for NotAFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax => "is not a fingerprint of the form SHA256:… with 43 digits, as ssh-keygen -l prints it",
            Self::LastDigit => {
                "is mistyped: no fingerprint ends with that digit, so compare it with what was published"
            }
        })
    }
}

impl std::error::Error for NotAFingerprint {}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits = text.strip_prefix("SHA256:").ok_or(NotAFingerprint::Syntax)?;
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/".contains(&byte);
        if digits.len() != 43 || !digits.bytes().all(is_digit) {
            return Err(NotAFingerprint::Syntax);
        }
        let mut bytes = [0; 32];
        Base64Unpadded::decode(digits, &mut bytes).map_err(|_| NotAFingerprint::LastDigit)?;
        Ok(Self(Digest::from_bytes(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    #[test]
    fn a_key_reads_back_as_written() {
        let key: PublicKey = LINE.parse().unwrap();
        assert_eq!(key.to_string(), LINE);
        assert_eq!(format!("{LINE} some comment").parse(), Ok(key));
        assert_eq!(key.fingerprint().to_string().parse(), Ok(key.fingerprint()));
    }

    #[test]
    fn other_algorithms_and_other_text_are_refused() {
        let rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU=";
        assert_eq!(rsa.parse::<PublicKey>(), Err(NotAPublicKey::Algorithm("ssh-rsa".into())));
        // A key of another type that is cut short is none: it may have been the one that counts.
        assert_eq!("ssh-rsa AAAAB3NzaC1yc2E=".parse::<PublicKey>(), Err(NotAPublicKey::Syntax));
        for text in
            ["", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-ed25519 !!!!", &LINE[..LINE.len() - 4], "\u{1b}[31m AAAA"]
        {
            assert_eq!(text.parse::<PublicKey>(), Err(NotAPublicKey::Syntax), "{text}");
        }
    }

    #[test]
    fn weak_and_twice_encoded_keys_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::from_bytes(&identity), Err(BadKey::Weak));
        assert_eq!(PublicKey::from_bytes(&[0; 32]), Err(BadKey::Weak));
        let mut twice = [0xff; 32];
        twice[0] = 0xee;
        assert_eq!(PublicKey::from_bytes(&twice), Err(BadKey::NotCanonical));
    }

    #[test]
    fn nothing_else_is_a_fingerprint() {
        for text in [
            "",
            "SHA256:",
            "MD5:aa",
            "sha256:AAAA",
            &format!("SHA256:{}", "A".repeat(44)),
            &format!("SHA256:{}", "A".repeat(42)),
        ] {
            assert!(text.parse::<Fingerprint>().is_err(), "{text}");
        }
    }
}
