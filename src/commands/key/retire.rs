//! `chancery key retire`: a key that is used no longer; what it signed before stays authentic.

use std::path::Path;

use crate::error::{Error, Result};
use chancery_core::trust::edit::{self, OpensLater, Retired};
use chancery_core::{Identity, PublicKey, Timestamp};
use chancery_office::trust_sources::{ListFile, change};
use clap::Args;
use serde::Serialize;

use super::choice::KeyChoice;
use super::{anew, read_public};
use crate::context::Context;
use crate::exit::Exit;
use crate::show::ui::escape;
use crate::trust_choice::moment;

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
    let (list, key) = arguments.choice.find(
        context,
        |_, rule| rule.window.before.is_none_or(|before| before > at),
        "is retired by then",
    )?;
    let mut changed = Vec::new();
    change(&list.path, |bytes| {
        let retired = edit::retire(&bytes, &key, at).map_err(|later| opens_later(&list.path, later))?;
        warn_of_more(context, &list, identity, &retired);
        changed = retired.changed;
        Ok(retired.list)
    })?;
    let fingerprint = key.fingerprint().to_string();
    if context.ui.json {
        #[derive(Serialize)]
        struct Line<'a> {
            identity: &'a str,
            fingerprint: String,
            path: String,
            until: String,
            lines: Vec<usize>,
        }
        let (path, until) = (list.path.display().to_string(), at.to_string());
        let line = Line { identity: identity.as_str(), fingerprint, path, until, lines: changed };
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
    let file = anew::quoted(&private);
    format!(
        "\nThe private key is to sign nothing after that: whoever has it can sign what they say is older. Destroy it then, with\n\
         every copy, or lock it away:\n  shred -u {file}\n"
    )
}

/// A line that begins to trust the key later cannot end before.
pub fn opens_later(path: &Path, OpensLater { line, after }: OpensLater) -> Error {
    let hint = "choose a later time, or remove that line by hand; nothing was changed";
    Error::path(path, format!("line {line} trusts the key only from {after} on"), hint)
}

/// Says what of a retirement is more than was asked for, or less: a line may name the key for others too, and one that
/// chancery cannot use may still be used by ssh-keygen.
pub fn warn_of_more(context: &Context, file: &ListFile, identity: &Identity, retired: &Retired) {
    let shown = file.path.display();
    let changed = file.list.rules.iter().filter(|rule| retired.changed.contains(&rule.line));
    for rule in changed.filter(|rule| rule.principals.to_text() != identity.as_str()) {
        let others = rule.principals.to_text();
        context
            .ui
            .warn(&format!("{shown}: line {} named the key for {others}: it is retired for all of them", rule.line));
    }
    for line in &retired.unusable {
        context.ui.warn(&format!("{shown}: line {line} names the key too, but cannot be used here and stays as it is: mend it by hand, for other programs may use it"));
    }
}
