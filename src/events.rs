//! What is written into the archive's event log: when, by whom and with this program.

use chancery_core::{BundleId, Metadata};
use chancery_office::archive::events::event::{Event, Kind, Outcome};
use chancery_office::archive::record::Recorder;

use crate::archive::{Open, open};
use crate::context::Context;
use crate::error::Result;

/// The program and its version.
pub const PROGRAM: &str = concat!("chancery ", env!("CARGO_PKG_VERSION"));

/// Who does something now, with this program.
pub fn recorder<'a>(context: &Context, agent: &'a str) -> Recorder<'a> {
    Recorder { now: context.office.now, agent, program: PROGRAM }
}

/// An event of now.
pub fn event(context: &Context, kind: Kind, outcome: Outcome, agent: &str) -> Event {
    recorder(context, agent).event(kind, outcome)
}

/// What there is to say of a statement that was sealed: of itself, and of the one that it replaces.
///
/// # Errors
/// What the system says.
pub fn sealed(context: &Context, metadata: &Metadata, id: BundleId, identity: &str) -> Result<Vec<Event>> {
    let recorder = recorder(context, identity);
    let mut events = vec![recorder.sealed()];
    if metadata.replaces.is_some() {
        let Open { catalogue, .. } = open(context)?;
        events.extend(recorder.replaced(&catalogue, metadata, id)?);
    }
    Ok(events)
}
