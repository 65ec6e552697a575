//! Ed25519 private keys in OpenSSH's files, encrypted or not. They are wiped from memory when they go.

use chancery_core::signature::sshsig::{self, Ed25519};
use chancery_core::{PublicKey, Role};
use ed25519_dalek::{Signer, SigningKey};
use ssh_key::private::{Ed25519Keypair, Ed25519PrivateKey, KeypairData};
use ssh_key::{Cipher, Kdf, LineEnding};
use zeroize::Zeroizing;

/// A private key that can sign. It has no text form, so it cannot end up in an error or a log.
pub struct PrivateKey(SigningKey);

/// A private key file, read but perhaps still encrypted.
#[derive(PartialEq, Eq)]
pub struct KeyFile(ssh_key::PrivateKey);

/// Why a private key file gives no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoKey {
    /// It is not an OpenSSH private key file.
    #[error("is not an OpenSSH private key")]
    Syntax,
    /// It holds a key of another algorithm.
    #[error("is not an Ed25519 key")]
    Algorithm,
    /// It would take hours to try a passphrase.
    #[error("asks for so many rounds of its passphrase that it would take hours to open")]
    Rounds,
    /// The passphrase is wrong, or the file is damaged.
    #[error("the passphrase is wrong")]
    Passphrase,
}

/// Randomness for a new or newly encrypted key file.
pub struct Randomness {
    /// The salt of the passphrase.
    pub salt: [u8; 16],
    /// What tells a right passphrase from a wrong one.
    pub check: u32,
}

/// How hard guessing a passphrase is made: OpenSSH's own choice.
const BCRYPT_ROUNDS: u32 = 24;
/// A file that asks for more would keep whoever opens it waiting.
const MOST_ROUNDS: u32 = 2_000;

impl PrivateKey {
    /// The key with this secret seed (RFC 8032, section 5.1.5).
    pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Its public key, derived from it and never taken from elsewhere.
    ///
    /// # Errors
    /// Where the key is weak, which no key made from a random seed is.
    pub fn public(&self) -> Result<PublicKey, chancery_core::signature::public_key::BadKey> {
        PublicKey::from_bytes(self.0.verifying_key().as_bytes())
    }

    /// Signs `message` in a role: the signature file, byte for byte as ssh-keygen writes it.
    pub fn sign(&self, role: Role, message: &[u8]) -> String {
        let namespace = role.namespace();
        let signature = self.0.sign(&sshsig::signed_bytes(namespace, message)).to_bytes();
        let key = self.0.verifying_key().to_bytes();
        sshsig::write(&Ed25519 { key, namespace: namespace.to_owned(), signature })
    }

    /// The private key file, encrypted with the passphrase where one is given.
    ///
    /// # Errors
    /// [`NoKey::Syntax`] where the library refuses, which no key of ours makes it do.
    pub fn to_openssh(
        &self,
        comment: &str,
        passphrase: Option<&str>,
        random: &Randomness,
    ) -> Result<Zeroizing<String>, NoKey> {
        let seed = Zeroizing::new(self.0.to_bytes());
        let pair = Ed25519Keypair::from(Ed25519PrivateKey::from_bytes(&seed));
        let key = ssh_key::PrivateKey::new(KeypairData::from(pair), comment).map_err(|_| NoKey::Syntax)?;
        let key = match passphrase {
            Some(passphrase) => {
                let kdf = Kdf::Bcrypt { salt: random.salt.to_vec(), rounds: BCRYPT_ROUNDS };
                key.encrypt_with(Cipher::Aes256Ctr, kdf, random.check, passphrase).map_err(|_| NoKey::Syntax)?
            }
            None => key,
        };
        key.to_openssh(LineEnding::LF).map_err(|_| NoKey::Syntax)
    }
}

impl KeyFile {
    /// Reads a private key file's text.
    ///
    /// # Errors
    /// [`NoKey::Syntax`] where it is none, [`NoKey::Algorithm`] where its key is not an Ed25519 key, [`NoKey::Rounds`] where it
    /// could not be opened in a reasonable time.
    pub fn parse(text: &[u8]) -> Result<Self, NoKey> {
        let key = ssh_key::PrivateKey::from_openssh(text).map_err(|_| NoKey::Syntax)?;
        if key.algorithm() != ssh_key::Algorithm::Ed25519 {
            return Err(NoKey::Algorithm);
        }
        match key.kdf() {
            Kdf::Bcrypt { rounds, .. } if *rounds > MOST_ROUNDS => Err(NoKey::Rounds),
            _ => Ok(Self(key)),
        }
    }

    /// Whether a passphrase is needed.
    pub fn is_encrypted(&self) -> bool {
        self.0.is_encrypted()
    }

    /// Opens it, with the passphrase where one is needed.
    ///
    /// # Errors
    /// [`NoKey::Passphrase`] where it is wrong or missing.
    pub fn open(&self, passphrase: &str) -> Result<PrivateKey, NoKey> {
        let opened;
        let key = if self.is_encrypted() {
            opened = self.0.decrypt(passphrase).map_err(|_| NoKey::Passphrase)?;
            &opened
        } else {
            &self.0
        };
        let pair = key.key_data().ed25519().ok_or(NoKey::Algorithm)?;
        Ok(PrivateKey::from_seed(&Zeroizing::new(pair.private.to_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use chancery_core::signature::public_key::Judgement;
    use chancery_core::signature::sshsig::Envelope;

    use super::*;

    fn key() -> PrivateKey {
        PrivateKey::from_seed(&Zeroizing::new([5; 32]))
    }

    #[test]
    fn what_it_signs_verifies_under_its_public_key() {
        let public = key().public().unwrap();
        let Ok(Envelope::Ed25519(signed)) = sshsig::parse(key().sign(Role::Issuer, b"text").as_bytes()) else {
            panic!()
        };
        assert_eq!(signed.key, *public.as_bytes());
        let bytes = |message| sshsig::signed_bytes("chancery-issuer", message);
        assert_eq!(public.judge(&bytes(b"text"), &signed.signature), Judgement::Good);
        assert_eq!(public.judge(&bytes(b"texT"), &signed.signature), Judgement::Bad);
    }

    #[test]
    fn a_file_opens_with_its_passphrase_alone() {
        let random = Randomness { salt: [1; 16], check: 7 };
        let text = key().to_openssh("press", Some("correct horse"), &random).unwrap();
        let file = KeyFile::parse(text.as_bytes()).unwrap();
        assert!(file.is_encrypted());
        assert_eq!(file.open("correct horse").unwrap().public(), key().public());
        assert_eq!(file.open("battery staple").err(), Some(NoKey::Passphrase));
        let text = key().to_openssh("press", None, &random).unwrap();
        assert_eq!(KeyFile::parse(text.as_bytes()).unwrap().open("").unwrap().public(), key().public());
        assert_eq!(KeyFile::parse(b"garbage").err(), Some(NoKey::Syntax));
    }
}
