//! `chancery key revoke`: a key that may be in other hands.

use crate::error::Result;
use chancery_core::statement::value::Line;
use chancery_core::trust::allowed_signers::Rule;
use chancery_core::trust::revoked_keys::Revoked;
use chancery_core::trust::{REVOKED_KEYS, edit};
use chancery_core::{Identity, PublicKey, Timestamp, TrustList};
use chancery_office::trust_sources::append_line;
use clap::Args;
use serde::Serialize;

use super::anew::{quoted, room};
use super::choice::KeyChoice;
use super::read_public;
use super::succession::{Succession, public_of};
use crate::context::Context;
use crate::exit::Exit;
use crate::show::format::shell_quoted;
use crate::show::ui::{LABEL, escape, styled};
use crate::trust_choice::moment;

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
    reason: Line,
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
        arguments.choice.find(context, |list, rule| !is_revoked(list, &rule.key, since), "is revoked as far back")?;
    let line = edit::revocation(&key, since, arguments.reason.as_str());
    let path = list.path.with_file_name(REVOKED_KEYS);
    append_line(&path, &line)?;
    let fingerprint = key.fingerprint().to_string();
    let words = since.map_or("always".to_owned(), |since| since.to_string());
    if context.ui.json {
        #[derive(Serialize)]
        struct Revocation<'a> {
            identity: &'a str,
            fingerprint: String,
            path: String,
            compromised_since: String,
            line: String,
        }
        let path = path.display().to_string();
        let told = Revocation { identity: identity.as_str(), fingerprint, path, compromised_since: words, line };
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
    let is_other = |rule: &&Rule| {
        rule.principals.fits(identity.as_str())
            && rule.key != *key
            && list.revoked.iter().all(|revoked| revoked.key != rule.key)
    };
    let mut keys: Vec<String> =
        list.rules.iter().filter(is_other).map(|rule| rule.key.fingerprint().to_string()).collect();
    keys.dedup();
    if keys.is_empty() {
        return String::new();
    }
    let line =
        |key: &String| format!("  chancery key revoke {identity} --fingerprint {key} {}\n", escape(since_and_why));
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
    let there = room(context, identity).into_iter();
    let moves: String = there.map(|(from, to)| format!("  mv {} {}\n", quoted(&from), quoted(&to))).collect();
    format!(
        "\nA new key cannot be announced with this one: a thief can do that too. Make one, and publish\n\
         its fingerprint as you did the first time:\n{left}{moves}  chancery key new {identity}\n"
    )
}

/// Whether the list says that already, or worse.
fn is_revoked(list: &TrustList, key: &PublicKey, since: Option<Timestamp>) -> bool {
    let reaches_back = |revoked: &Revoked| revoked.compromised_since <= since;
    list.revoked.iter().any(|revoked| revoked.key == *key && reaches_back(revoked))
}
