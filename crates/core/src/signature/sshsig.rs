//! The SSHSIG envelope (OpenSSH's PROTOCOL.sshsig), read by its exact grammar and written in its only form.

use base64ct::{Base64, Encoding};
use sha2::Digest as _;

use super::public_key::{ED25519, blob_bytes};
use super::wire::{Reader, put_string};

const MAGIC: &[u8] = b"SSHSIG";
const HEADER: &str = "-----BEGIN SSH SIGNATURE-----\n";
const FOOTER: &str = "\n-----END SSH SIGNATURE-----\n";
const VERSION: u32 = 1;
const HASH: &str = "sha512";
const WIDTH: usize = 70;

/// What a signature file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Envelope {
    /// An Ed25519 signature over the SHA-512 of the message. Neither key nor signature has been judged.
    Ed25519(Ed25519),
    /// A well-formed envelope around another algorithm.
    Other(Other),
}

/// The parts of an Ed25519 envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ed25519 {
    /// The key that is said to have signed: it proves nothing.
    pub key: [u8; 32],
    /// What the signature is for.
    pub namespace: String,
    /// The signature.
    pub signature: [u8; 64],
}

/// The parts of an envelope that this version does not judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The algorithms of key and hash, as in `ssh-rsa with sha512`.
    pub algorithm: String,
    /// What the signature is for.
    pub namespace: String,
}

/// The bytes that an SSHSIG signature signs for a message: never the message itself.
pub fn signed_bytes(namespace: &str, message: &[u8]) -> Vec<u8> {
    bytes_to_sign(namespace, &hash(message))
}

/// The hash of a message, taken once however many have signed it.
pub fn hash(message: &[u8]) -> [u8; 64] {
    sha2::Sha512::digest(message).into()
}

/// As [`signed_bytes`], for a message of this [`hash`].
pub fn bytes_to_sign(namespace: &str, hash: &[u8; 64]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    put_string(&mut bytes, namespace.as_bytes());
    put_string(&mut bytes, b"");
    put_string(&mut bytes, HASH.as_bytes());
    put_string(&mut bytes, hash);
    bytes
}

/// A signature file, byte for byte as ssh-keygen writes it.
pub fn write(signed: &Ed25519) -> String {
    let mut key = Vec::new();
    put_string(&mut key, ED25519.as_bytes());
    put_string(&mut key, &signed.key);
    let mut signature = Vec::new();
    put_string(&mut signature, ED25519.as_bytes());
    put_string(&mut signature, &signed.signature);
    let mut blob = MAGIC.to_vec();
    blob.extend_from_slice(&VERSION.to_be_bytes());
    for field in [&key, signed.namespace.as_bytes(), b"", HASH.as_bytes(), &signature] {
        put_string(&mut blob, field);
    }
    armor(&blob)
}

/// Reads a signature file.
///
/// # Errors
/// What is wrong with it, in one clause.
pub fn parse(file: &[u8]) -> Result<Envelope, &'static str> {
    let blob = unarmor(file)?;
    let mut reader = Reader::new(&blob);
    if reader.take(MAGIC.len()) != Some(MAGIC) {
        return Err("does not hold an SSHSIG envelope");
    }
    if reader.number() != Some(VERSION) {
        return Err("is not of version 1 of SSHSIG");
    }
    let cut = "is cut short or holds text that is not ASCII";
    let key = reader.string().ok_or(cut)?;
    let namespace = reader.text().ok_or(cut)?.to_owned();
    if !reader.string().ok_or(cut)?.is_empty() {
        return Err("has something in the field that SSHSIG reserves");
    }
    let hash = reader.text().ok_or(cut)?;
    let signature = reader.string().ok_or(cut)?;
    if !reader.is_empty() {
        return Err("has bytes after the envelope");
    }
    envelope(key, namespace, hash, signature)
}

fn envelope(key: &[u8], namespace: String, hash: &str, signature: &[u8]) -> Result<Envelope, &'static str> {
    if !(1..=255).contains(&namespace.len()) {
        return Err("has no namespace of 1 to 255 bytes");
    }
    if !matches!(hash, "sha256" | HASH) {
        return Err("names a hash that SSHSIG does not know");
    }
    let algorithm = algorithm_of(key).ok_or("holds no public key")?;
    let mut reader = Reader::new(signature);
    let signed_by = reader.text().ok_or("holds no signature")?;
    if algorithm != ED25519 || hash != HASH {
        let algorithm = format!("{algorithm} with {hash}");
        return Ok(Envelope::Other(Other { algorithm, namespace }));
    }
    if signed_by != ED25519 {
        return Err("holds a signature of another algorithm than its key's");
    }
    let signature = reader.string().and_then(|bytes| bytes.try_into().ok()).filter(|_| reader.is_empty());
    let signature = signature.ok_or("holds no Ed25519 signature of 64 bytes")?;
    let key = blob_bytes(key).ok_or("holds no Ed25519 public key of 32 bytes")?;
    Ok(Envelope::Ed25519(Ed25519 { key, namespace, signature }))
}

fn algorithm_of(key: &[u8]) -> Option<&str> {
    let name = Reader::new(key).text()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-@._".contains(&byte);
    ((1..=64).contains(&name.len()) && name.bytes().all(plain)).then_some(name)
}

fn armor(blob: &[u8]) -> String {
    let digits = Base64::encode_string(blob);
    let mut lines = String::with_capacity(digits.len().saturating_add(100));
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at.is_multiple_of(WIDTH) {
            lines.push('\n');
        }
        lines.push(digit);
    }
    format!("{HEADER}{lines}{FOOTER}")
}

/// Takes the armor off; whatever is not written exactly as [`armor`] writes it is refused.
fn unarmor(file: &[u8]) -> Result<Vec<u8>, &'static str> {
    let text = std::str::from_utf8(file).map_err(|_| "is not text")?;
    let digits = text.strip_prefix(HEADER).ok_or("does not begin with the line BEGIN SSH SIGNATURE")?;
    let digits = digits.strip_suffix(FOOTER).ok_or("does not end with the line END SSH SIGNATURE")?;
    let blob = Base64::decode_vec(&digits.replace('\n', "")).map_err(|_| "is not base64")?;
    if armor(&blob) == text { Ok(blob) } else { Err("is not wrapped as ssh-keygen wraps it") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Ed25519 {
        Ed25519 { key: [7; 32], namespace: "chancery-issuer".into(), signature: [9; 64] }
    }

    #[test]
    fn an_envelope_reads_back_as_written() {
        let text = write(&sample());
        assert_eq!(parse(text.as_bytes()), Ok(Envelope::Ed25519(sample())));
        assert!(text.lines().all(|line| line.len() <= WIDTH));
    }

    #[test]
    fn only_one_text_holds_an_envelope() {
        let text = write(&sample());
        for other in [
            text.replace('\n', "\r\n"),
            format!("{text}\n"),
            format!(" {text}"),
            format!("{text}{text}"),
            text.trim_end().to_owned(),
            text.replacen('\n', "\n\n", 2),
            text.replacen('A', "A\n", 1),
            String::new(),
        ] {
            assert!(parse(other.as_bytes()).is_err(), "{other}");
        }
    }

    #[test]
    fn fields_out_of_grammar_are_refused() {
        let blob = unarmor(write(&sample()).as_bytes()).unwrap();
        let changed = |at: usize, byte: u8| {
            let mut other = blob.clone();
            other[at] = byte;
            parse(armor(&other).as_bytes())
        };
        assert!(changed(0, b's').is_err());
        assert!(changed(9, 0).is_err(), "version 0");
        assert!(changed(9, 2).is_err(), "version 2");
        let mut longer = blob.clone();
        longer.push(0);
        assert!(parse(armor(&longer).as_bytes()).is_err(), "bytes after the envelope");
        assert!(parse(armor(&blob[..blob.len() - 1]).as_bytes()).is_err(), "cut short");
    }

    #[test]
    fn another_hash_is_another_algorithm() {
        let blob = unarmor(write(&sample()).as_bytes()).unwrap();
        let at = blob.windows(6).position(|window| window == b"sha512").unwrap();
        let mut other = blob.clone();
        other[at..at + 6].copy_from_slice(b"sha256");
        assert!(matches!(parse(armor(&other).as_bytes()), Ok(Envelope::Other(_))));
        other[at..at + 6].copy_from_slice(b"sha384");
        assert!(parse(armor(&other).as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = parse(&bytes);
            let _ = parse(armor(&bytes).as_bytes());
        }

        #[test]
        fn what_is_read_is_written_again(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let text = armor(&bytes);
            prop_assert_eq!(unarmor(text.as_bytes()), Ok(bytes));
        }
    }
}
