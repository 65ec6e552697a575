//! What is written into an archive's event log: when, by whom and with which program.

use chancery_core::{BundleId, Metadata, Timestamp};

use super::catalogue::Catalogue;
use super::catalogue::entry::issuers;
use super::events::event::{Event, Kind, Outcome};
use super::status::{Status, is_by_issuers_of};
use crate::error::Result;

/// Who does something to an archive's bundles, when and with which program.
#[derive(Debug, Clone, Copy)]
pub struct Recorder<'a> {
    /// The time.
    pub now: Timestamp,
    /// Who does it: the identity that signs, else who runs the program.
    pub agent: &'a str,
    /// The program and its version.
    pub program: &'a str,
}

impl Recorder<'_> {
    /// A statement was sealed into the archive.
    pub fn sealed(&self) -> Event {
        self.event(Kind::Sealed, Outcome::Done)
    }

    /// An event of now.
    pub fn event(&self, kind: Kind, outcome: Outcome) -> Event {
        Event::new(kind, outcome, (self.now, self.agent, self.program))
    }

    /// What there is to say of the statement that this one replaces: nothing, where the archive does not have it, or its issuers are
    /// others.
    ///
    /// # Errors
    /// What the system says.
    pub fn replaced(&self, catalogue: &Catalogue, later: &Metadata, id: BundleId) -> Result<Option<Event>> {
        let Some(old) = later.replaces else { return Ok(None) };
        let found = catalogue.by_id(&old.0.to_string())?;
        let has_effect = found.iter().any(|found| {
            let issuers = issuers(&catalogue.archive().folder().join(&found.path));
            issuers.is_some_and(|issuers| is_by_issuers_of(later, &issuers))
        });
        let kind = match Status::after(later) {
            Status::Withdrawn => Kind::Withdrawn,
            Status::Corrected | Status::Current => Kind::Corrected,
        };
        let mut replaced = self.event(kind, Outcome::Done);
        replaced.ids = vec![old];
        replaced.by = Some(id);
        replaced.note = later.reason.as_ref().map(ToString::to_string);
        Ok(has_effect.then_some(replaced))
    }
}
