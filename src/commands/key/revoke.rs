//! `chancery key revoke`: a key that may be in other hands.

use chancery_core::statement::value::SingleLine;
use chancery_core::trust::REVOKED_KEYS;
use chancery_core::{Fingerprint, Identity, PublicKey, Timestamp, TrustList};
use chancery_office::json::KeyRevokedLine;
use chancery_office::keys::folder::read_public;
use chancery_office::keys::room::moves;
use chancery_office::keys::succession::{Succession, public_of};
use chancery_office::trust_sources::error::ListChange;
use chancery_office::trust_sources::revoke::{Revocation, is_revoked, other_keys, revoke};
use clap::Args;

use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::options::key_choice::KeyChoice;
use crate::options::trust::moment;
use crate::show::escape::quoted;
use crate::show::format::shell_quoted;
use crate::show::ui::{LABEL, escape, styled};

/// Revoke a key that may be in other hands: nothing that it signed is trusted, but what is proven to be older
///
/// The key goes into `revoked_keys` beside the trust list, which stays as it was.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    choice: KeyChoice,
    /// Since when it may have been in other hands; `always` where nobody knows
    #[arg(long, value_name = "TIME", value_parser = since)]
    compromised_since: Since,
    /// Why, in a line
    #[arg(long, value_name = "TEXT")]
    reason: SingleLine,
}

/// Since when a key is not to be trusted.
#[derive(Debug, Clone, Copy)]
struct Since(Option<Timestamp>);

fn since(text: &str) -> std::result::Result<Since, String> {
    if text == "always" { Ok(Since(None)) } else { moment(text).map(|time| Since(Some(time))) }
}

/// Adds the key to the list of revoked keys.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let since = arguments.compromised_since.0;
    let identity = &arguments.choice.identity;
    let (list, key) =
        arguments.choice.find(context, ListChange::Revoke, |list, rule| !is_revoked(list, &rule.key, since))?;
    let Revocation { path, line } = revoke(&list, &key, since, arguments.reason.as_str())?;
    let fingerprint = key.fingerprint().to_string();
    let words = since.map_or("always".to_owned(), |since| since.to_string());
    if context.ui.json {
        let path = path.display().to_string();
        let told = KeyRevokedLine { identity: identity.to_string(), fingerprint, path, compromised_since: words, line };
        context.ui.print_json(&told)?;
        return Ok(Exit::Done);
    }
    let shown = escape(&path.display().to_string());
    context
        .ui
        .print(&format!("{shown} revokes the key of {identity}, compromised since {words}\n  {fingerprint}\n"))?;
    if context.ui.quiet {
        // What is to be published is no advice.
        return context.ui.print(&format!("{}\n", escape(&line))).map(|()| Exit::Done);
    }
    context.ui.print(&format!(
        "\nNothing that is signed with it is trusted here any more, but what is proven to be older.\n\
         Every reader has a list of their own. If the key is your office's, publish {} where your fingerprint stands,\n\
         for the file {REVOKED_KEYS} beside each reader's trust list:\n\n{}\n{}{}",
        styled(LABEL, "this line now"),
        escape(&line),
        others(
            &list.list,
            identity,
            &key,
            &format!("--compromised-since {words} --reason {}", shell_quoted(arguments.reason.as_str()))
        ),
        what_to_do_next(context, identity, &key),
    ))?;
    Ok(Exit::Done)
}

/// The other keys of the identity, which may have lain in the same place.
fn others(list: &TrustList, identity: &Identity, key: &PublicKey, since_and_why: &str) -> String {
    let keys = other_keys(list, identity, key);
    if keys.is_empty() {
        return String::new();
    }
    let line =
        |key: &Fingerprint| format!("  chancery key revoke {identity} --fingerprint {key} {}\n", escape(since_and_why));
    let lines: String = keys.iter().map(line).collect();
    format!(
        "\nOther keys of {identity} are not revoked. Revoke each that lay in the same place, former ones too:\n{lines}"
    )
}

/// How a new key is made where the one that is revoked is the one in use: with the commands that make room for it.
fn what_to_do_next(context: &Context, identity: &Identity, key: &PublicKey) -> String {
    let folder = context.office.keys_folder();
    let current = context.office.public_path(identity);
    if !read_public(&current).is_ok_and(|current| current == *key) {
        return String::new();
    }
    // What a broken-off rotation left may be in the same hands.
    let next = Succession::in_folder(&folder, identity).next();
    let left = [public_of(&next), next].into_iter().filter(|path| path.exists());
    let left: String = left.map(|path| format!("  rm {}\n", quoted(&path))).collect();
    let there = moves(&context.office, identity).into_iter();
    let moves: String = there.map(|(from, to)| format!("  mv {} {}\n", quoted(&from), quoted(&to))).collect();
    format!(
        "\nA new key cannot be announced with this one: a thief can do that too. Make one, and publish\n\
         its fingerprint as you did the first time:\n{left}{moves}  chancery key new {identity}\n"
    )
}
