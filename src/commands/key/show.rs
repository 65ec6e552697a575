//! `chancery key show`: one identity's keys.

use std::path::Path;

use chancery_core::{Identity, TrustList};
use chancery_office::KeyError;
use chancery_office::json::{KeyLine, KeyShownLine};
use chancery_office::keys::folder::{read_private, read_public};
use chancery_office::trust_sources::own;
use chancery_office::trust_sources::revocations::read_list;
use clap::Args;

use super::key_line::{line, words};
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::show::ui::{LABEL, escape, styled};
use crate::show::warnings::told;

/// Show an identity's public key, its fingerprint, and what it is trusted for
#[derive(Debug, Args)]
pub struct Arguments {
    /// Whose key
    #[arg(value_name = "IDENTITY")]
    identity: Identity,
}

/// Shows the key in the folder of keys, and every line of the trust list that names the identity.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let identity = &arguments.identity;
    let path = context.office.public_path(identity);
    let key = if path.exists() { Some(read_public(&path)?) } else { None };
    let list = context.office.list_path().0;
    told(context.ui, own::passed_over(&context.office, list.as_deref().unwrap_or(Path::new("")))?);
    let list = match list {
        Some(path) => read_list(&context.office, &path)?.list,
        None => TrustList::default(),
    };
    let rules = list.rules().iter().filter(|rule| rule.principals.fits(identity.as_str()));
    let trusted: Vec<KeyLine> = rules.map(|rule| line(&list, rule, context.office.now)).collect();
    if key.is_none() && trusted.is_empty() {
        return Err(KeyError::Unknown { identity: identity.clone() }.into());
    }
    let (private, private_words) = private_state(context, identity);
    if context.ui.json {
        let fingerprint = key.map(|key| key.fingerprint().to_string());
        let public = key.map(|key| key.to_string());
        context.ui.print_json(&KeyShownLine {
            identity: identity.to_string(),
            fingerprint,
            public,
            private,
            trusted,
        })?;
        return Ok(Exit::Done);
    }
    let mut text = format!("{}\n", styled(LABEL, identity.as_str()));
    if let Some(key) = key {
        text += &format!(
            "  public key   {}\n  fingerprint  {}\n               {key}\n",
            escape(&path.display().to_string()),
            key.fingerprint()
        );
    }
    text += &format!("  private key  {private_words}\n");
    if trusted.is_empty() {
        text += "  the trust list does not name it\n";
    }
    text.extend(trusted.iter().map(words));
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

/// What there is of a private key, for scripts and for people.
fn private_state(context: &Context, identity: &Identity) -> (&'static str, &'static str) {
    let path = context.office.private_path(identity);
    match read_private(&path) {
        Ok(file) if file.is_encrypted() => ("encrypted", "here, with a passphrase"),
        Ok(_) => ("unencrypted", "here, without a passphrase"),
        Err(error) if error.is_not_found() => ("none", "not here"),
        Err(_) => ("unusable", "here, but it cannot be used: others can read it, or it is no Ed25519 key"),
    }
}
