//! Who signs: with a private key in the folder of keys, or with one that the SSH agent keeps.

use std::path::PathBuf;

use chancery_core::Identity;
use chancery_office::defaults::Defaults;
use chancery_office::keys::folder::refuse_former;
use chancery_office::keys::signer::Signer;
use chancery_office::keys::signing_key::{in_agent, only_signer, private_key};
use clap::Args;

use crate::ask::passphrase::PassphraseSource;
use crate::context::Context;
use crate::error::{Error, Result};

/// Whose key signs, and where it is.
#[derive(Debug, Args)]
pub struct SignerOptions {
    /// Whose key signs [default: the office's identity]
    #[arg(long, value_name = "IDENTITY")]
    pub key: Option<Identity>,
    #[command(flatten)]
    pub source: KeySource,
}

/// Where a private key is.
#[derive(Debug, Args)]
pub struct KeySource {
    /// Have the SSH agent at `SSH_AUTH_SOCK` sign: the private key need not lie in a file
    #[arg(long, conflicts_with = "passphrase_file")]
    pub ssh_agent: bool,
    #[command(flatten)]
    pub passphrase: PassphraseSource,
}

impl SignerOptions {
    /// Who signs: as named, else as the office's defaults say, else the owner of the only key there is.
    ///
    /// # Errors
    /// Where that cannot be told.
    pub fn identity(&self, context: &Context, defaults: &Defaults) -> Result<Identity> {
        let named = self.key.clone().or_else(|| defaults.identity.clone());
        let identity = named.map_or_else(|| only_signer(&context.office, self.source.ssh_agent), Ok)?;
        refuse_former(&identity)?;
        Ok(identity)
    }
}

impl KeySource {
    /// Opens the identity's key, asking for its passphrase where that is needed.
    ///
    /// # Errors
    /// Where it is not there, or does not open.
    pub fn open(&self, context: &Context, identity: &Identity) -> Result<Box<dyn Signer>> {
        if self.ssh_agent {
            return Ok(Box::new(in_agent(&context.office, identity, &socket()?)?));
        }
        let (file, path) = private_key(&context.office, identity)?;
        Ok(Box::new(self.passphrase.open(&file, &path)?))
    }
}

const SOCKET: &str = "SSH_AUTH_SOCK";

/// Where the agent listens.
fn socket() -> Result<PathBuf> {
    let socket = std::env::var_os(SOCKET).filter(|socket| !socket.is_empty()).map(PathBuf::from);
    socket.ok_or_else(|| {
        Error::refused(format!("there is no SSH agent: {SOCKET} is not set"), "start one: eval \"$(ssh-agent)\"")
    })
}
