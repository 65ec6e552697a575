//! What an announcement comes to in a list: the old key ends, and the new one is trusted in its roles.

use std::path::Path;

use chancery_core::trust::announcement::{Announcement, LINES};
use chancery_core::verify::announcement::announcement;
use chancery_core::{Digest, DocumentSeen, Report, Role, Source, TrustList};

use crate::archive::error::ArchiveError;
use crate::error::{Error, Result};
use crate::opened::Opened;
use crate::outcome::Outcome;
use crate::trust_sources::error::TrustError;
use crate::trust_sources::grant::KeyGrant;
use crate::trust_sources::retire::{beyond, retired};
use crate::trust_sources::{ListFile, with_line};

/// What a bundle that was judged announces; `path` names it in errors.
///
/// # Errors
/// Where it announces nothing that could be followed.
pub fn read(opened: &Opened, path: &Path, report: &Report) -> Result<Announcement> {
    const LONGEST: u64 = 4 << 10;
    let refused = |why: String| TrustError::NoAnnouncement { path: path.to_owned(), why };
    let lines = report.documents().iter().find(|seen| seen.path().below() == LINES && seen.size() <= LONGEST);
    let lines = lines.ok_or_else(|| refused("is no key announcement: it has no lines for a trust list".to_owned()))?;
    Ok(announcement(report, &bytes_of(opened, path, lines)?).map_err(refused)?)
}

/// The bytes of a small document, read again: they are those that were judged.
fn bytes_of(opened: &Opened, path: &Path, seen: &DocumentSeen) -> Result<Vec<u8>> {
    let size = usize::try_from(seen.size()).unwrap_or_default();
    let bytes = opened.read_at(seen.offset(), size).map_err(|error| Error::io("read", path, error))?;
    if Some(Digest::of(&bytes)) == seen.digest() {
        return Ok(bytes);
    }
    Err(ArchiveError::ChangedBetweenReadings { path: path.to_owned() }.into())
}

/// Whether the list trusts the new key as the announcement says, and the old one no longer than that.
pub fn is_done(list: &TrustList, announced: &Announcement) -> bool {
    let Announcement { old, until, .. } = announced;
    let mut windows = list.rules().iter().filter(|rule| rule.key == *old).map(|rule| rule.window);
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
pub fn new_list(file: &ListFile, announced: &Announcement, bytes: &[u8]) -> Result<Outcome<Vec<u8>>> {
    let Announcement { identity, old, until, new, from } = announced;
    let retired = retired(file, bytes, old, *until)?;
    let warnings = beyond(file, identity, &retired);
    if trusts_new(&file.list, announced) {
        return Ok(Outcome { value: retired.list, warnings });
    }
    let roles = roles(&file.list, announced);
    // As in the program's own words: a grant without a role is one to an issuer.
    let roles = if roles.is_empty() { vec![Role::Issuer] } else { roles };
    let line = KeyGrant { roles, from: *from, until: None }.line(identity, new, identity.as_str())?;
    Ok(Outcome { value: with_line(retired.list, &line), warnings })
}
