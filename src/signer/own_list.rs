//! What the signer's own list says of the key that is about to sign.

use crate::error::{Error, Result};
use chancery_core::trust::table::Case;
use chancery_core::{Identity, PublicKey, Role, Row, Ruling, Timestamp, TrustList};
use chancery_office::trust_sources::revocations::{read_list, refuse_revoked};

use crate::ask::prompt;
use crate::commands::key::{anew, list_to_change};
use crate::context::Context;

/// That the signer's own list does not trust the key that signed.
#[derive(Debug)]
pub struct TrustWarning {
    /// The list, the role and the time, in a clause.
    pub what: String,
    /// What to do about it, in a clause.
    pub mend: String,
    /// Whether what was signed is trusted after that; else it is to be signed anew.
    pub keeps: bool,
}

/// Refuses a key that the signer's own list revokes. One that it does not trust is most likely a mistake: that is said, and asked
/// about where there is somebody to ask.
///
/// # Errors
/// Where the key is revoked, the answer is no, or the list is there and cannot be read.
pub fn check_own_list(
    context: &Context,
    key: &PublicKey,
    identity: &Identity,
    role: Role,
    sealed_at: Timestamp,
) -> Result<Option<TrustWarning>> {
    let path = context.office.list_path().0.map_or_else(|| list_to_change(context), Ok)?;
    refuse_revoked(
        &context.office,
        &path,
        key,
        &format!("it must sign nothing more: `chancery key new {identity}` says how to make another"),
    )?;
    if !path.exists() {
        return Ok(None);
    }
    let list = read_list(&context.office, &path)?.list;
    // Whoever signs later than an issuer does it now.
    let claimed = if role == Role::Issuer { sealed_at } else { context.office.now };
    let standing = list.standing(key, identity, role);
    let ruling = Case { standing: &standing, claimed, proofs: &[], now: context.office.now }.decide();
    if ruling.trusted(false).is_some() {
        return Ok(None);
    }
    let (mend, keeps) = mend(context, (&list, key), &ruling, identity, role);
    let what = format!("{} does not trust this key as {role} at {claimed}", path.display());
    let doubt = TrustWarning { what, mend, keeps };
    context.ui.warn(&format!("{}: your own `verify` will say so; {}", doubt.what, doubt.mend));
    if context.ui.can_ask() && !prompt::confirm("Sign with it all the same?")? {
        return Err(Error::refused("not signed, as you answered", doubt.mend));
    }
    Ok(Some(doubt))
}

/// What to do about a key that is not trusted, and whether that helps what it signs now.
fn mend(
    context: &Context,
    (list, key): (&TrustList, &PublicKey),
    ruling: &Ruling,
    identity: &Identity,
    role: Role,
) -> (String, bool) {
    let (program, file) = (anew::program(context), anew::quoted(&context.office.public_path(identity)));
    let how = match role {
        Role::Issuer => format!(" --from {}", ruling.claimed.day()),
        // Theirs is judged as of today.
        Role::Witness | Role::Archivist => format!(" --role {role}"),
    };
    let trust = format!("{program} key trust {file} {identity}{how}");
    let first = ruling.grants.iter().map(|grant| grant.window.after).min().flatten();
    match ruling.row {
        Row::UnknownKey if others_are_named(list, key, identity) => {
            let words = format!(
                "it names another key for {identity}, so this may be a wrong or an old one; if it is the right one, trust it: {trust}"
            );
            (words, true)
        }
        Row::UnknownKey => (format!("if it is to sign as {role}, trust it so: {trust}"), true),
        _ if ruling.is_in_window() => ("that time is yet to come: name one that is not".to_owned(), false),
        _ if first.is_some_and(|first| ruling.claimed < first) => {
            (format!("if it was the signer's own by then, trust it from then on: {trust}"), true)
        }
        _ => (
            format!("its time is over: sign with a new key, which is made with: {}", anew::commands(context, identity)),
            false,
        ),
    }
}

/// Whether the list names other keys for the identity, and not this one.
fn others_are_named(list: &TrustList, key: &PublicKey, identity: &Identity) -> bool {
    let mut named = list.rules.iter().filter(|rule| rule.principals.fits(identity.as_str())).peekable();
    named.peek().is_some() && named.all(|rule| rule.key != *key)
}
