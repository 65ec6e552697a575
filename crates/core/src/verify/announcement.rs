//! Whether a bundle announces a key, and whether both keys stand behind it.

use super::report::{Report, Signature};
use crate::signature::public_key::PublicKey;
use crate::statement::identity::Role;
use crate::trust::TrustList;
use crate::trust::allowed_signers::Rule;
use crate::trust::announcement::{Announcement, KIND};
use crate::trust::row::Row;

/// The announcement in a bundle that was judged, whose document with the lines is `lines`.
///
/// # Errors
/// Why it announces nothing that could be followed, in one clause.
pub fn announcement(report: &Report, lines: &[u8]) -> Result<Announcement, String> {
    let statement = report.statement().ok_or("is not authentic by your trust list")?;
    if statement.kind.as_str() != KIND {
        return Err(format!("is no key announcement but of the type {}", statement.kind));
    }
    let announced = Announcement::read(lines)?;
    let issuers: Vec<_> = statement.issuers().collect();
    if issuers != [&announced.identity] {
        return Err(format!("announces a key of {}, who is not its one issuer", announced.identity));
    }
    if announced.old == announced.new {
        return Err("announces the key that it is signed with".to_owned());
    }
    if !signed(report, &announced, Role::Issuer, announced.old) {
        return Err("is not signed with the old key that it names".to_owned());
    }
    if !signed(report, &announced, Role::Witness, announced.new) {
        return Err("is not signed with the new key that it names".to_owned());
    }
    let early = |time| report.sealed_at.is_none_or(|sealed_at| time < sealed_at);
    if early(announced.from) || early(announced.until) {
        return Err("speaks of a time before it was sealed".to_owned());
    }
    Ok(announced)
}

/// Whether the reader may follow it: not on the word of a key that is retired in the reader's list, for whoever has it by
/// now could back-date, nor to a key that the list revokes or ends.
///
/// # Errors
/// Why not, in one clause.
pub fn check_followable(report: &Report, announced: &Announcement, list: &TrustList) -> Result<(), String> {
    let retired =
        |signature: &Signature| signature.ruling.as_ref().is_some_and(|ruling| ruling.row == Row::RetiredClaimed);
    if list.revoked().iter().any(|revoked| revoked.key == announced.new) {
        return Err("revokes the new key, and a revoked key cannot be trusted again".to_owned());
    }
    let ended = |rule: &Rule| rule.key == announced.new && rule.window.before.is_some();
    if list.rules().iter().any(ended) {
        return Err(
            "gives the new key an end already: whether that is to be lifted is for its reader to say".to_owned()
        );
    }
    if report.issuer_signatures().any(retired) {
        return Err(format!("says that the old key of {} is retired, so it can announce no other", announced.identity));
    }
    Ok(())
}

/// Whether the identity signed in this role with this key, whether or not the reader trusts that.
fn signed(report: &Report, announced: &Announcement, role: Role, key: PublicKey) -> bool {
    let is_it = |signature: &Signature| {
        signature.role == role && signature.identity == announced.identity && signature.key == Some(key)
    };
    report.signatures.iter().any(|signature| is_it(signature) && signature.status.is_good())
}
