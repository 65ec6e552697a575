//! What only a sealer asks of metadata: it would be too late to ask it of a sealed bundle.

use chancery_core::bundle::bag::most;
use chancery_core::statement::value::StatementType;
use chancery_core::{Identity, Metadata, Timestamp};

use super::options::CoIssuer;
use crate::compose::error::ComposeError;
use crate::compose::warning::ComposeWarning;
use crate::error::Result;
use crate::outcome::Tell;

/// Whether those whom the metadata names are exactly those who were said to sign.
pub(super) fn check_issuers(metadata: &Metadata, identity: &Identity, co_issuers: &[CoIssuer]) -> Result<()> {
    let is_meant = |named: &&Identity| *named == identity || co_issuers.iter().any(|other| other.identity == **named);
    let issuers: Vec<&Identity> = metadata.issuers().collect();
    let named = || issuers.iter().map(|issuer| (*issuer).clone()).collect();
    if !issuers.contains(&identity) {
        return Err(ComposeError::OtherPublisher { named: named(), identity: identity.clone() }.into());
    }
    let Some(other) = issuers.iter().find(|named| !is_meant(named)) else { return Ok(()) };
    Err(ComposeError::FurtherPublisher { named: named(), other: (*other).clone() }.into())
}

/// Whether the metadata fits into a bundle.
pub(super) fn check_size(metadata: &Metadata) -> Result<()> {
    let size = metadata.to_bytes().len() as u64;
    if size <= most::TAG_FILE {
        return Ok(());
    }
    Err(ComposeError::MetadataTooLarge { size }.into())
}

/// Whether the times and the type fit together.
pub(super) fn check(metadata: &Metadata, sealed_at: Timestamp, tell: Tell<'_>) -> Result<()> {
    const DAY: i64 = 24 * 60 * 60;
    const YEAR: i64 = 366 * DAY;
    if metadata.issued.start() > sealed_at.plus_seconds(YEAR) {
        return Err(ComposeError::IssuedLate { issued: metadata.issued, sealed_at }.into());
    }
    if metadata.issued.start() > sealed_at.plus_seconds(DAY) {
        tell(ComposeWarning::IssuedAfterSealing { issued: metadata.issued }.into());
    }
    if let Some(held) = metadata.held.filter(|held| held.day().start() > metadata.issued.day().start()) {
        tell(ComposeWarning::IssuedBeforeEvent { issued: metadata.issued, held }.into());
    }
    let kind = metadata.kind.as_str();
    if matches!(kind, "correction" | "withdrawal") && metadata.replaces.is_none() {
        tell(ComposeWarning::ReplacesNothing { kind: kind.to_owned() }.into());
    }
    if !StatementType::KNOWN.contains(&kind) {
        tell(ComposeWarning::OwnType { kind: kind.to_owned() }.into());
    }
    Ok(())
}
