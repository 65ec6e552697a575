//! What is written into the archive's event log: when, by whom and with which program.

use super::Context;
use crate::archive::events::event::{Event, Kind, Outcome};
use crate::archive::status::WITHDRAWAL;
use crate::statement::id::BundleId;
use crate::statement::metadata::Metadata;

/// The program and its version.
pub const PROGRAM: &str = concat!("chancery ", env!("CARGO_PKG_VERSION"));

/// An event of now.
pub fn event(context: &Context, kind: Kind, outcome: Outcome, agent: &str) -> Event {
    Event::new(kind, outcome, (context.now, agent, PROGRAM))
}

/// What there is to say of a statement that was sealed: of itself, and of the one that it replaces.
pub fn sealed(context: &Context, metadata: &Metadata, id: BundleId, identity: &str) -> Vec<Event> {
    let mut events = vec![event(context, Kind::Sealed, Outcome::Done, identity)];
    events.extend(replaced(context, metadata, id, identity));
    events
}

/// What there is to say of the statement that this one replaces, where it does.
pub fn replaced(context: &Context, metadata: &Metadata, id: BundleId, agent: &str) -> Option<Event> {
    let kind = if metadata.kind.as_str() == WITHDRAWAL { Kind::Withdrawn } else { Kind::Corrected };
    let mut replaced = event(context, kind, Outcome::Done, agent);
    replaced.ids = vec![metadata.replaces?];
    replaced.by = Some(id);
    replaced.note = metadata.reason.as_ref().map(ToString::to_string);
    Some(replaced)
}

/// Whoever runs the program, where no key says who it is.
pub fn user() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}
