//! Those who sign: a private key at hand, or one that an agent keeps.

use chancery_core::{PublicKey, Role};

use super::error::KeyError;
use super::private_key::PrivateKey;
use crate::error::Result;

/// Something that can sign under one key.
pub trait Signer: Sync {
    /// The public key under which its signatures verify.
    ///
    /// # Errors
    /// Where there is none that can be trusted.
    fn public(&self) -> Result<PublicKey>;

    /// Signs `message` in a role: the signature file.
    ///
    /// # Errors
    /// Where it cannot sign, or refuses.
    fn sign(&self, role: Role, message: &[u8]) -> Result<String>;
}

impl Signer for PrivateKey {
    fn public(&self) -> Result<PublicKey> {
        Ok(Self::public(self).map_err(|fault| KeyError::WeakKey { fault })?)
    }

    fn sign(&self, role: Role, message: &[u8]) -> Result<String> {
        Ok(Self::sign(self, role, message))
    }
}
