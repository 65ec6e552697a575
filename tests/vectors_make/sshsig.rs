//! A signature file by its fields (FORMAT.md 8.3 and 8.4), each of which can be another than it must be.

use base64ct::{Base64, Encoding};
use chancery_core::Digest;
use chancery_core::signature::wire::put_string;
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest as _, Sha512};

/// The fields of an SSHSIG blob.
#[derive(Clone)]
pub struct Blob {
    pub magic: &'static [u8],
    pub version: u32,
    pub key_type: Vec<u8>,
    pub key: Vec<u8>,
    pub namespace: &'static str,
    pub reserved: &'static [u8],
    pub hash: &'static str,
    pub signature_type: Vec<u8>,
    pub signature: Vec<u8>,
    pub rest: &'static [u8],
}

impl Blob {
    /// An issuer's blob, not yet signed.
    pub fn new() -> Self {
        Self {
            magic: b"SSHSIG",
            version: 1,
            key_type: b"ssh-ed25519".to_vec(),
            key: Vec::new(),
            namespace: "chancery-issuer",
            reserved: b"",
            hash: "sha512",
            signature_type: b"ssh-ed25519".to_vec(),
            signature: Vec::new(),
            rest: b"",
        }
    }

    /// Signed, as its own fields say, by the key with this seed.
    pub fn signed(mut self, seed: u8, message: &[u8]) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        self.key = key.verifying_key().to_bytes().to_vec();
        self.signature = key.sign(&self.signed_bytes(message)).to_bytes().to_vec();
        self
    }

    /// What is signed (FORMAT.md 8.2), as its own fields say.
    pub fn signed_bytes(&self, message: &[u8]) -> Vec<u8> {
        let digest = match self.hash {
            "sha256" => Digest::of(message).as_bytes().to_vec(),
            _ => Sha512::digest(message).to_vec(),
        };
        let mut bytes = b"SSHSIG".to_vec();
        for field in [self.namespace.as_bytes(), self.reserved, self.hash.as_bytes(), &digest] {
            put_string(&mut bytes, field);
        }
        bytes
    }

    /// The blob.
    pub fn bytes(&self) -> Vec<u8> {
        let pair = |kind: &[u8], value: &[u8]| {
            let mut bytes = Vec::new();
            put_string(&mut bytes, kind);
            put_string(&mut bytes, value);
            bytes
        };
        let mut bytes = [self.magic, &self.version.to_be_bytes()].concat();
        let (key, signature) = (pair(&self.key_type, &self.key), pair(&self.signature_type, &self.signature));
        for field in [&key, self.namespace.as_bytes(), self.reserved, self.hash.as_bytes(), &signature] {
            put_string(&mut bytes, field);
        }
        [&bytes, self.rest].concat()
    }

    /// The signature file.
    pub fn file(&self) -> String {
        armored(&self.bytes(), 70)
    }
}

/// A blob in its armor, in lines of this width.
pub fn armored(blob: &[u8], width: usize) -> String {
    let digits = Base64::encode_string(blob);
    let lines = digits.as_bytes().chunks(width).map(|line| format!("{}\n", String::from_utf8_lossy(line)));
    format!("-----BEGIN SSH SIGNATURE-----\n{}-----END SSH SIGNATURE-----\n", lines.collect::<String>())
}
