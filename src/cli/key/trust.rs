//! `chancery key trust`: a public key that was got from its owner, trusted from now on.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::super::ui::escape;
use super::super::{Context, Exit, office};
use super::{Grant, read_public};
use crate::durable::make_folder;
use crate::error::{Error, Result};
use crate::statement::identity::Identity;
use crate::trust::{ALLOWED_SIGNERS, TrustList};

/// Trust a public key that was got from its owner
///
/// Compare its fingerprint first with one that the owner publishes elsewhere. The line goes into the trust list of the
/// office in this folder where you made it, else into your own.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The public key file
    #[arg(value_name = "FILE.pub")]
    file: PathBuf,
    /// Whose key it is, such as press@mfa.example
    #[arg(value_name = "IDENTITY")]
    identity: Identity,
    #[command(flatten)]
    grant: Grant,
}

/// Adds the line, unless it is there.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let key = read_public(&arguments.file)?;
    let path = list_to_change(context)?;
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let identity = &arguments.identity;
    if path.exists() {
        let list = TrustList::read(&path)?;
        if list.revoked.iter().any(|revoked| revoked.key == key) {
            let beside = path.with_file_name(crate::trust::REVOKED_KEYS);
            return Err(Error::path(beside, "names this key as revoked", "a revoked key cannot be trusted again"));
        }
    }
    let line = arguments.grant.line(context, identity, &key, identity.as_str())?;
    if !holds(&path, &line) {
        office::append_line(&path, &line)?;
    }
    let fingerprint = key.fingerprint().to_string();
    if context.ui.json {
        #[derive(Serialize)]
        struct Trusted<'a> {
            identity: &'a str,
            fingerprint: String,
            path: String,
        }
        let path = path.display().to_string();
        context.ui.print_json(&Trusted { identity: identity.as_str(), fingerprint, path })?;
    } else {
        let list = escape(&path.display().to_string());
        let from = arguments.grant.from.unwrap_or(context.now);
        context.ui.print(&format!(
            "{list} trusts {identity} from {from} on, with the key\n  {fingerprint}\n\
             Is this what the office publishes on its own site, in print or on the telephone? If not, remove the line again.\n"
        ))?;
    }
    Ok(Exit::Done)
}

/// Whether the list has this very line.
fn holds(path: &Path, line: &str) -> bool {
    std::fs::read_to_string(path).is_ok_and(|text| text.lines().any(|there| there == line))
}

/// The named folder's list, that of an office which this user made, or the user's own.
fn list_to_change(context: &Context) -> Result<PathBuf> {
    if let Some(keys) = &context.keys {
        return Ok(keys.join(ALLOWED_SIGNERS));
    }
    let here = Path::new(office::KEYS);
    if here.is_dir() && office::is_adopted(here) {
        return Ok(here.join(ALLOWED_SIGNERS));
    }
    let own = office::settings_folder().map(|folder| folder.join(ALLOWED_SIGNERS));
    own.ok_or_else(|| Error::refused("there is no place for your own trust list", "name a folder with --keys"))
}
