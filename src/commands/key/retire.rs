//! `chancery key retire`: a key that is used no longer; what it signed before stays authentic.

use chancery_core::{Identity, PublicKey, Timestamp};
use chancery_office::json::KeyRetiredLine;
use chancery_office::keys::folder::read_public;
use chancery_office::trust_sources::error::ListChange;
use chancery_office::trust_sources::retire::retire;
use clap::Args;

use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::options::key_choice::KeyChoice;
use crate::options::trust::moment;
use crate::show::escape::quoted;
use crate::show::ui::escape;
use crate::show::warnings::told;

/// Retire a key: what it signed until then stays authentic, nothing later is
///
/// Every line that trusts the key gets an end; all else in the list stays as it was. For a key that may have been in
/// other hands use `key revoke`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    choice: KeyChoice,
    /// Until when it was used [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
}

/// Closes the key's windows.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let at = arguments.at.unwrap_or(context.office.now);
    let identity = &arguments.choice.identity;
    let is_open = |before: Option<Timestamp>| before.is_none_or(|before| before > at);
    let (list, key) = arguments.choice.find(context, ListChange::Retire, |_, rule| is_open(rule.window.before))?;
    let changed = told(context.ui, retire(&list, identity, &key, at)?);
    let fingerprint = key.fingerprint().to_string();
    if context.ui.json {
        let (path, until) = (list.path.display().to_string(), at.to_string());
        let line = KeyRetiredLine { identity: identity.to_string(), fingerprint, path, until, lines: changed };
        context.ui.print_json(&line)?;
        return Ok(Exit::Done);
    }
    let lines: Vec<String> = changed.iter().map(ToString::to_string).collect();
    context.ui.print(&format!(
        "{} trusts {identity} only until {at}, with the key\n  {fingerprint}\n  changed: line {}\n",
        escape(&list.path.display().to_string()),
        lines.join(", "),
    ))?;
    context.ui.advise(&format!(
        "\nWhat it signed until then stays authentic, with a note that its time is the signer's own word.\n\
         Every reader has a list of their own. If the key is your office's, tell them:\n  chancery key retire {identity} --fingerprint {fingerprint} --at {at}\n{}",
        about_private(context, identity, &key),
    ))?;
    Ok(Exit::Done)
}

/// What is to become of the private key, where it is here.
fn about_private(context: &Context, identity: &Identity, key: &PublicKey) -> String {
    let private = context.office.private_path(identity);
    if !private.is_file() || !read_public(&context.office.public_path(identity)).is_ok_and(|public| public == *key) {
        return String::new();
    }
    let file = quoted(&private);
    format!(
        "\nThe private key is to sign nothing after that: whoever has it can sign what they say is older. Destroy it then, with\n\
         every copy, or lock it away:\n  shred -u {file}\n"
    )
}
