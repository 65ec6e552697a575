//! What an announcement comes to in a list: the old key ends, and the new one is trusted in its roles.

use crate::error::{Error, Result};
use chancery_core::trust::announcement::{Announcement, LINES};
use chancery_core::trust::edit;
use chancery_core::verify::announcement::announcement;
use chancery_core::{Report, Role, TrustList};
use chancery_office::trust_sources::{ListFile, with_line};
use serde::Serialize;

use super::GrantOptions;
use super::retire::{opens_later, warn_of_more};
use crate::context::Context;
use crate::input::Input;

/// What a bundle that was judged announces.
///
/// # Errors
/// Where it announces nothing that could be followed.
pub fn read(input: &Input, report: &Report) -> Result<Announcement> {
    const LONGEST: u64 = 4 << 10;
    let hint = "ask the office for its key announcement, made by `chancery key rotate`";
    let refused = |why: String| Error::path(&input.name, why, hint);
    let lines = report.documents.iter().find(|seen| seen.path.below() == LINES && seen.entry.size <= LONGEST);
    let lines = lines.ok_or_else(|| refused("is no key announcement: it has no lines for a trust list".to_owned()))?;
    announcement(report, &input.document(lines)?).map_err(refused)
}

/// Whether the list trusts the new key as the announcement says, and the old one no longer than that.
pub fn is_done(list: &TrustList, announced: &Announcement) -> bool {
    let Announcement { old, until, .. } = announced;
    let mut windows = list.rules.iter().filter(|rule| rule.key == *old).map(|rule| rule.window);
    trusts_new(list, announced) && windows.all(|window| window.before.is_some_and(|before| before <= *until))
}

/// Whether the list trusts the new key from then on, for the identity and in every role that it gives the old one.
fn trusts_new(list: &TrustList, announced: &Announcement) -> bool {
    let Announcement { identity, new, from, .. } = announced;
    let trusts = |role: Role| list.trusts_from(new, identity, role, *from);
    roles(list, announced).into_iter().all(trusts)
}

/// The roles in which the list trusts the old key at the end of its time; those that it gave earlier are over.
fn roles(list: &TrustList, announced: &Announcement) -> Vec<Role> {
    let Announcement { identity, old, until, from, .. } = announced;
    let last = (*until).min(*from);
    let granted = |role: &Role| {
        let grants = list.standing(old, identity, *role).grants;
        grants.iter().any(|grant| grant.window.contains(last))
    };
    Role::ALL.into_iter().filter(granted).collect()
}

/// The list with the old key retired, and the new one added in the roles that it gave the old one. To do it once more
/// changes nothing.
///
/// # Errors
/// Where a line trusts the old key only later.
pub fn new_list(context: &Context, file: &ListFile, announced: &Announcement, bytes: &[u8]) -> Result<Vec<u8>> {
    let Announcement { identity, old, until, new, from } = announced;
    let retired = edit::retire(bytes, old, *until).map_err(|later| opens_later(&file.path, later))?;
    warn_of_more(context, file, identity, &retired);
    if trusts_new(&file.list, announced) {
        return Ok(retired.list);
    }
    let grant = GrantOptions { roles: roles(&file.list, announced), from: Some(*from), until: None };
    Ok(with_line(retired.list, &grant.line(context, identity, new, identity.as_str())?))
}

/// A handover, for scripts.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    identity: &'a str,
    fingerprint: String,
    from: String,
    replaces: String,
    until: String,
    /// The announcement's id, where it was made here.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    path: Option<String>,
}

/// What scripts are told of a handover: `path` is that of what was made or changed.
pub fn line(announced: &Announcement, id: Option<String>, path: Option<String>) -> Line<'_> {
    let Announcement { identity, old, until, new, from } = announced;
    Line {
        identity: identity.as_str(),
        fingerprint: new.fingerprint().to_string(),
        from: from.to_string(),
        replaces: old.fingerprint().to_string(),
        until: until.to_string(),
        id,
        path,
    }
}
