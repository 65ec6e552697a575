//! `chancery key trust`: a public key that was got from its owner, trusted from now on.

use std::path::PathBuf;

use chancery_core::{Fingerprint, Identity};
use chancery_office::TrustError;
use chancery_office::keys::folder::{read_public, refuse_former};
use chancery_office::trust_sources::conflict::TrustConflict;
use clap::Args;

use super::trust_bundle::{self, Wanted};
use super::trusted_line;
use crate::ask::prompt;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::options::grant::GrantOptions;
use crate::show::conflict;

/// Trust a public key that was got from its owner, or the key that signed a bundle
///
/// Compare its fingerprint first with one that the owner publishes elsewhere. The line goes into the trust list of the
/// office in this folder where you made it, else into your own. Of a bundle the fingerprint and OpenSSH's picture of it
/// are shown, and you are asked; its key is trusted from the day on which the bundle says it was sealed.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The public key file, or a bundle
    #[arg(value_name = "FILE.pub|BUNDLE")]
    pub file: PathBuf,
    /// Whose key it is, such as press@mfa.example; a bundle says that itself, and you are asked
    #[arg(value_name = "IDENTITY")]
    pub identity: Option<Identity>,
    /// The key's fingerprint, got from elsewhere with the identity: instead of the question about a bundle, and checked of a file
    #[arg(long, value_name = "SHA256:…", requires = "identity")]
    pub fingerprint: Option<Fingerprint>,
    #[command(flatten)]
    pub grant: GrantOptions,
}

/// Adds the line, unless it is there.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let Arguments { file, identity, fingerprint: named, grant } = arguments;
    if trust_bundle::is_bundle(file) {
        let wanted = Wanted { file, identity: identity.as_ref(), fingerprint: *named, grant };
        return trust_bundle::run(context, &wanted);
    }
    let key = read_public(file)?;
    let fingerprint = key.fingerprint();
    if named.is_some_and(|named| named != fingerprint) {
        return Err(TrustError::AnotherKey { path: file.clone(), fingerprint }.into());
    }
    let identity = identity.as_ref().ok_or_else(|| TrustError::NoOwner { path: file.clone() })?;
    refuse_former(identity)?;
    let grant = grant.grant(context.office.now);
    if let Some(conflict) = TrustConflict::before(&context.office, identity, &key, &grant)? {
        context.ui.warn(&conflict::words(&conflict));
        let asked = named.is_none() && context.ui.can_ask();
        if asked && !prompt::confirm(&format!("Trust {fingerprint} for {identity} all the same?"))? {
            return Err(Error::refused("no key was trusted, as you answered", "the list is as it was"));
        }
    }
    let granted = grant.add(&context.office, identity, &key)?;
    trusted_line::print(context, identity, fingerprint, grant.from, &granted)?;
    if named.is_none() {
        trusted_line::advise(context, &granted)?;
    }
    Ok(Exit::Done)
}
