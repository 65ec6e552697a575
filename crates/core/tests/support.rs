//! What the project's tests have in their own `support`, without the office's crate.

use chancery_core::signature::sshsig::{self, Ed25519};
use chancery_core::{PublicKey, Role};
use ed25519_dalek::{Signer, SigningKey};

pub const IDENTITY: &str = "press@mfa.example";
pub const SEALED_AT: &str = "2026-03-12T14:05:00Z";

/// A key that anyone can have who reads this.
pub struct Key(SigningKey);

pub fn key(seed: u8) -> Key {
    Key(SigningKey::from_bytes(&[seed; 32]))
}

impl Key {
    pub fn public(&self) -> Result<PublicKey, String> {
        PublicKey::from_bytes(self.0.verifying_key().as_bytes()).map_err(|fault| fault.to_string())
    }

    /// A signature file.
    pub fn sign(&self, role: Role, message: &[u8]) -> String {
        let namespace = role.namespace();
        let signature = self.0.sign(&sshsig::signed_bytes(namespace, message)).to_bytes();
        let key = self.0.verifying_key().to_bytes();
        sshsig::write(&Ed25519 { key, namespace: namespace.to_owned(), signature })
    }
}
