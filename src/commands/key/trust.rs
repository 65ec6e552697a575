//! `chancery key trust`: a public key that was got from its owner, trusted from now on.

use std::path::PathBuf;

use crate::error::{Error, Result};
use chancery_core::trust::allowed_signers;
use chancery_core::{Fingerprint, Identity, PublicKey, Timestamp, TrustList};
use chancery_office::durable::make_folder;
use chancery_office::trust_sources::revocations::{read_list, refuse_revoked};
use chancery_office::trust_sources::{change, with_line};
use clap::Args;
use serde::Serialize;

use super::{GrantOptions, known, list_to_change, read_public, trust_bundle};
use crate::ask::prompt;
use crate::context::Context;
use crate::exit::Exit;
use crate::show::ui::escape;
use crate::signer::refuse_former;

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
    if trust_bundle::is_bundle(&arguments.file) {
        return trust_bundle::run(context, arguments);
    }
    let key = read_public(&arguments.file)?;
    let fingerprint = key.fingerprint();
    if arguments.fingerprint.is_some_and(|named| named != fingerprint) {
        let problem = format!("holds the key {fingerprint}, which is not what you named");
        return Err(Error::path(&arguments.file, problem, "nothing was trusted; ask the office which key is its own"));
    }
    let identity = arguments.identity.as_ref().ok_or_else(|| {
        let hint = "say it after the file: chancery key trust FILE.pub press@mfa.example";
        Error::path(&arguments.file, "is a public key, and does not say whose", hint)
    })?;
    refuse_former(identity)?;
    if let Some(known) = known::before(context, arguments, (identity, &key), arguments.grant.from)? {
        context.ui.warn(&known);
        let asked = arguments.fingerprint.is_none() && context.ui.can_ask();
        if asked && !prompt::confirm(&format!("Trust {fingerprint} for {identity} all the same?"))? {
            return Err(Error::refused("no key was trusted, as you answered", "the list is as it was"));
        }
    }
    add(context, arguments, (identity, &key), arguments.grant.from)?;
    Ok(Exit::Done)
}

/// Adds a line for the key, unless it is there, and says so.
pub fn add(
    context: &Context,
    arguments: &Arguments,
    (identity, key): (&Identity, &PublicKey),
    from: Option<Timestamp>,
) -> Result<()> {
    let path = list_to_change(context)?;
    refuse_revoked(&context.office, &path, key, "a revoked key cannot be trusted again")?;
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let from = from.unwrap_or(context.office.now);
    let grant = GrantOptions { from: Some(from), ..arguments.grant.clone() };
    let line = grant.line(context, identity, key, identity.as_str())?;
    let roles = arguments.grant.roles();
    change(&path, |bytes| {
        let list = TrustList { rules: allowed_signers::read(&bytes).0, ..TrustList::default() };
        let trusted =
            arguments.grant.until.is_none() && roles.iter().all(|role| list.trusts_from(key, identity, *role, from));
        Ok(if trusted { bytes } else { with_line(bytes, &line) })
    })?;
    let fingerprint = key.fingerprint().to_string();
    if context.ui.json {
        #[derive(Serialize)]
        struct Trusted<'a> {
            identity: &'a str,
            fingerprint: String,
            path: String,
        }
        let path = path.display().to_string();
        return context.ui.print_json(&Trusted { identity: identity.as_str(), fingerprint, path });
    }
    let list = escape(&path.display().to_string());
    context.ui.print(&format!("{list} trusts {identity} from {from} on, with the key\n  {fingerprint}\n"))?;
    let compared = trust_bundle::is_bundle(&arguments.file) || arguments.fingerprint.is_some();
    let rules = read_list(&context.office, &path)?.list.rules;
    let added = rules.iter().rfind(|rule| rule.key == *key && rule.principals.fits(identity.as_str()));
    match added.filter(|_| !compared) {
        // Nobody has named the fingerprint or was asked about it.
        Some(rule) => context.ui.advise(&format!(
            "Compare that with what the office publishes on its own site, in print or on the telephone. If it is another,\n\
             take line {} out of {list} again.\n",
            rule.line
        )),
        None => Ok(()),
    }
}
