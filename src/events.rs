//! What is written into the archive's event log: when, by whom and with which program.

use crate::error::Result;
use chancery_core::{BundleId, Metadata};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::catalogue::entry::issuers;
use chancery_office::archive::events::event::{Event, Kind, Outcome};
use chancery_office::archive::status::WITHDRAWAL;

use super::archive::{Open, open};
use crate::context::Context;

/// The program and its version.
pub const PROGRAM: &str = concat!("chancery ", env!("CARGO_PKG_VERSION"));

/// An event of now.
pub fn event(context: &Context, kind: Kind, outcome: Outcome, agent: &str) -> Event {
    Event::new(kind, outcome, (context.office.now, agent, PROGRAM))
}

/// What there is to say of a statement that was sealed: of itself, and of the one that it replaces.
///
/// # Errors
/// What the system says.
pub fn sealed(context: &Context, metadata: &Metadata, id: BundleId, identity: &str) -> Result<Vec<Event>> {
    let mut events = vec![event(context, Kind::Sealed, Outcome::Done, identity)];
    if metadata.replaces.is_some() {
        let Open { catalogue, .. } = open(context)?;
        events.extend(replaced(context, &catalogue, metadata, (id, identity))?);
    }
    Ok(events)
}

/// What there is to say of the statement that this one replaces: nothing, where the archive does not have it, or its issuers are
/// others.
///
/// # Errors
/// What the system says.
pub fn replaced(
    context: &Context,
    catalogue: &Catalogue,
    metadata: &Metadata,
    (id, agent): (BundleId, &str),
) -> Result<Option<Event>> {
    let Some(old) = metadata.replaces else { return Ok(None) };
    let found = catalogue.by_id(&old.0.to_string())?;
    let has_effect = found.iter().any(|found| {
        let issuers = issuers(&catalogue.archive().folder().join(&found.path));
        issuers.is_some_and(|issuers| issuers.iter().all(|issuer| metadata.issuers().any(|other| other == issuer)))
    });
    let kind = if metadata.kind.as_str() == WITHDRAWAL { Kind::Withdrawn } else { Kind::Corrected };
    let mut replaced = event(context, kind, Outcome::Done, agent);
    replaced.ids = vec![old];
    replaced.by = Some(id);
    replaced.note = metadata.reason.as_ref().map(ToString::to_string);
    Ok(has_effect.then_some(replaced))
}
