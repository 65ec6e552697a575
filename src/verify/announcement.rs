//! Whether a bundle announces a key, and whether both keys stand behind it.

use super::report::{Report, Signature, SignatureStatus};
use crate::seal::public_key::PublicKey;
use crate::statement::identity::Role;
use crate::trust::announcement::Announcement;

/// The announcement in a bundle that was judged, whose document with the lines is `lines`.
///
/// # Errors
/// Why it announces nothing that could be followed, in one clause.
pub fn announcement(report: &Report, lines: &[u8]) -> Result<Announcement, String> {
    let statement = report.statement().ok_or("is not authentic by your trust list")?;
    if statement.kind.as_str() != "key-announcement" {
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

/// Whether the identity signed in this role with this key, whether or not the reader trusts that.
fn signed(report: &Report, announced: &Announcement, role: Role, key: PublicKey) -> bool {
    let good = |status| matches!(status, SignatureStatus::Trusted(_) | SignatureStatus::Untrusted);
    let is_it = |signature: &Signature| {
        signature.role == role && signature.identity == announced.identity && signature.key == Some(key)
    };
    report.signatures.iter().any(|signature| is_it(signature) && good(signature.status))
}
