//! What a list knows already of an identity whose key is about to be trusted.

use crate::error::Result;
use chancery_core::trust::Grant;
use chancery_core::trust::allowed_signers::Rule;
use chancery_core::{Identity, PublicKey, Timestamp, TrustList};
use chancery_office::trust_sources::revocations::read_list;

use super::anew::trusts_now;
use super::list_to_change;
use super::trust::Arguments;
use crate::context::Context;

/// What the reader should know before the key is trusted from a time on; nothing where it is the identity's first one, or the list
/// says the same already.
///
/// # Errors
/// Where the list is there and cannot be read.
pub fn before(
    context: &Context,
    arguments: &Arguments,
    (identity, key): (&Identity, &PublicKey),
    from: Option<Timestamp>,
) -> Result<Option<String>> {
    let path = list_to_change(context)?;
    if !path.is_file() {
        return Ok(None);
    }
    let list = read_list(&context.office, &path)?.list;
    let (same, others): (Vec<&Rule>, Vec<&Rule>) =
        list.rules.iter().filter(|rule| rule.principals.fits(identity.as_str())).partition(|rule| rule.key == *key);
    if same.is_empty() {
        return Ok(Some(another_key(context, &list, identity, &others)).filter(|_| !others.is_empty()));
    }
    let from = from.unwrap_or(context.office.now);
    Ok(is_wider(arguments, &list, (identity, key), from).then(|| wider(identity, &same, from)))
}

/// Whether the list trusts the key in a role that is to be given, but not for all of the time.
fn is_wider(
    arguments: &Arguments,
    list: &TrustList,
    (identity, key): (&Identity, &PublicKey),
    from: Timestamp,
) -> bool {
    let until = arguments.grant.until;
    let covers = |grant: &Grant| {
        let long = grant.window.before.is_none_or(|before| until.is_some_and(|until| until <= before));
        grant.window.contains(from) && long
    };
    arguments.grant.roles().into_iter().any(|role| {
        let grants = list.standing(key, identity, role).grants;
        !grants.is_empty() && !grants.iter().any(covers)
    })
}

fn another_key(context: &Context, list: &TrustList, identity: &Identity, others: &[&Rule]) -> String {
    let first = |at: usize, rule: &&&Rule| others.iter().position(|other| other.key == rule.key) == Some(at);
    let named: Vec<String> = others
        .iter()
        .enumerate()
        .filter(|(at, rule)| first(*at, rule))
        .map(|(_, rule)| {
            let used = if trusts_now(context, list, identity, &rule.key) { "in use" } else { "not in use now" };
            format!("{} (line {}, {used})", rule.key.fingerprint(), rule.line)
        })
        .collect();
    format!(
        "your list names another key for {identity} already: {}. This one may be a forgery, or a new key: that is announced in a bundle which the key that you trust has signed, and `chancery key follow` takes it from there",
        named.join(" and ")
    )
}

fn wider(identity: &Identity, same: &[&Rule], from: Timestamp) -> String {
    let window = |rule: &&Rule| {
        let end = |word, time: Option<Timestamp>| time.map(|time| format!(" {word} {time}")).unwrap_or_default();
        let roles =
            rule.namespaces.as_ref().map_or("every role".to_owned(), |roles| roles.to_text().replace("chancery-", ""));
        format!("line {} as {roles}{}{}", rule.line, end("from", rule.window.after), end("until", rule.window.before))
    };
    let windows: Vec<String> = same.iter().map(window).collect();
    format!(
        "your list trusts this key for {identity} already, {}: to trust it from {from} on widens that",
        windows.join(" and ")
    )
}
