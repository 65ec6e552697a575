//! Key pairs in files: made, and given another passphrase.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chancery_core::trust::{ALLOWED_SIGNERS, REVOKED_KEYS};
use chancery_core::{Identity, PublicKey};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::folder::{is_former, own_folder, read_private};
use super::private_key::{KeyFile, PrivateKey, Randomness};
use super::room::{private_is_missing, taken};
use crate::durable::{Lock, NewFile, Unpublished, folder_of, make_folder};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::trust_sources::grant::KeyGrant;
use crate::trust_sources::{change_locked, true_path, with_line};

/// A key pair that is to be made.
#[derive(Debug, Clone)]
pub struct NewPair<'a> {
    /// Who will sign with it.
    pub identity: &'a Identity,
    /// The comment in its public key, and in the line that trusts it.
    pub comment: &'a str,
    /// For what it is trusted.
    pub grant: KeyGrant,
}

impl NewPair<'_> {
    /// Makes a key where there is room for it. Nothing is written yet.
    ///
    /// # Errors
    /// Where the folder of keys is another's, the name or its place is taken, or the grant means nothing.
    pub fn prepare(&self, office: &Office) -> Result<PreparedPair> {
        let folder = own_folder(office)?;
        refuse_reserved(self.identity)?;
        if let Some(taken) = taken(office, self.identity) {
            return Err(taken.into());
        }
        let key = fresh_key()?;
        let public = key.public().map_err(|fault| KeyError::WeakNewKey { fault })?;
        let line = self.grant.line(self.identity, &public, self.comment)?;
        let public_text = format!("{public} {}\n", self.comment);
        Ok(PreparedPair { folder, identity: self.identity.clone(), key, public, public_text, line })
    }
}

/// A key pair that is not written yet.
pub struct PreparedPair {
    folder: PathBuf,
    identity: Identity,
    key: PrivateKey,
    public: PublicKey,
    public_text: String,
    line: String,
}

impl PreparedPair {
    /// Writes the pair, encrypted where there is a passphrase, and the line that trusts it; gives the public key. The folder of
    /// keys is this user's own from then on.
    ///
    /// # Errors
    /// What the system says, and where a file of that name came in the meantime.
    pub fn write(self, office: &Office, passphrase: Option<&str>) -> Result<PublicKey> {
        let text = encrypted(&self.identity, &self.key, passphrase)?;
        make_folder(&self.folder)?;
        let lock = Lock::of(&self.folder)?;
        write_pair(&self.folder, &self.identity, &text, &self.public_text)?;
        change_locked(&self.folder.join(ALLOWED_SIGNERS), |list| Ok(with_line(list, &self.line)))?;
        drop(lock);
        if office.keys.is_none() {
            office.adopt(&self.folder)?;
        }
        Ok(self.public)
    }
}

/// A private key must not have the name of a list or of a public key.
fn refuse_reserved(identity: &Identity) -> Result<()> {
    let name = identity.as_str();
    let is_public = name.rsplit('.').next() == Some("pub");
    if is_former(identity) || is_public || [ALLOWED_SIGNERS, REVOKED_KEYS].contains(&name) {
        return Err(KeyError::ReservedName { name: name.to_owned() }.into());
    }
    Ok(())
}

/// A new private key.
///
/// # Errors
/// Where the system gives no randomness.
pub fn fresh_key() -> Result<PrivateKey> {
    let mut seed = Zeroizing::new([0; 32]);
    fill_random(&mut *seed)?;
    Ok(PrivateKey::from_seed(&seed))
}

fn fill_random(bytes: &mut [u8]) -> Result<()> {
    Ok(getrandom::fill(bytes).map_err(|_| KeyError::NoRandomness)?)
}

/// A private key as a file's text, encrypted where there is a passphrase.
///
/// # Errors
/// Where the system gives no randomness.
pub fn encrypted(identity: &Identity, key: &PrivateKey, passphrase: Option<&str>) -> Result<Zeroizing<String>> {
    let mut random = Randomness { salt: [0; 16], check: 0 };
    let mut check = [0; 4];
    fill_random(&mut random.salt)?;
    fill_random(&mut check)?;
    random.check = u32::from_ne_bytes(check);
    Ok(key.to_openssh(identity.as_str(), passphrase, &random).map_err(|_| KeyError::Unwritable)?)
}

fn write_pair(folder: &Path, identity: &Identity, private: &str, public: &str) -> Result<()> {
    let private_file = NewFile::create_private_in(folder)?;
    let public_file = NewFile::create_in(folder)?;
    for (file, text) in [(&private_file, private), (&public_file, public)] {
        file.file().write_all(text.as_bytes()).map_err(|error| Error::io("write in", folder, error))?;
    }
    let made = publish(private_file, identity.as_str(), folder)?;
    publish(public_file, &format!("{identity}.pub"), folder).inspect_err(|_| {
        // The pair is made whole or not at all.
        let _ = fs::remove_file(&made);
    })?;
    Ok(())
}

fn publish(file: NewFile, name: &str, folder: &Path) -> Result<PathBuf> {
    file.publish(name).map_err(|unpublished| match unpublished {
        Unpublished::Taken(_) => KeyError::PairTaken { path: folder.join(name) }.into(),
        Unpublished::Failed(error) => error,
    })
}

/// A private key file that is to get another passphrase, or none.
pub struct Protection {
    identity: Identity,
    path: PathBuf,
    real: PathBuf,
    before: KeyFile,
}

impl Protection {
    /// Reads an identity's private key file.
    ///
    /// # Errors
    /// Where it is not there, or cannot be used.
    pub fn of(office: &Office, identity: &Identity) -> Result<Self> {
        let path = office.private_path(identity);
        let real = true_path(&path);
        if !real.exists() {
            if office.public_path(identity).is_file() {
                return Err(private_is_missing(office, identity).into());
            }
            return Err(KeyError::NothingToProtect { path }.into());
        }
        let before = read_private(&path)?;
        Ok(Self { identity: identity.clone(), path, real, before })
    }

    /// The file as it was read.
    pub fn file(&self) -> &KeyFile {
        &self.before
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Replaces it, all at once, by one with another passphrase, or none.
    ///
    /// # Errors
    /// Where it was changed since it was read, and what the system says.
    pub fn replace(self, key: &PrivateKey, passphrase: Option<&str>) -> Result<()> {
        let Self { identity, path, real, before } = self;
        let text = encrypted(&identity, key, passphrase)?;
        let folder = folder_of(&real);
        let _lock = Lock::of(folder)?;
        if read_private(&path)? != before {
            return Err(KeyError::ChangedMeanwhile { path }.into());
        }
        let new = NewFile::create_private_in(folder)?;
        new.file().write_all(text.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
        let name = real.file_name().and_then(|name| name.to_str()).unwrap_or(identity.as_str());
        new.replace(name).map(drop)
    }
}
