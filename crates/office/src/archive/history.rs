//! What happened to a statement, as an archive's event log says.

use chancery_core::BundleId;

use super::Archive;
use super::error::ArchiveError;
use super::events::EventLog;
use super::events::event::Event;
use super::lookup::IdPrefix;
use crate::error::Result;
use crate::outcome::{Outcome, Warning};

/// The events of all statements whose ids begin so.
#[derive(Debug)]
pub struct History {
    archive: Archive,
    id: IdPrefix,
    ids: Vec<BundleId>,
    events: Vec<Event>,
}

impl History {
    /// Reads them from the event log.
    ///
    /// # Errors
    /// Where there is no archive, and what the system says.
    pub fn read(archive: &Archive, id: IdPrefix) -> Result<Outcome<Self>> {
        archive.check()?;
        let (mut events, mut ids, mut garbled) = (Vec::new(), Vec::new(), 0_u64);
        EventLog::of(archive.folder()).read(&mut |line| {
            let Some(mut event) = line else {
                garbled = garbled.saturating_add(1);
                return Ok(());
            };
            event.ids.retain(|other| id.fits(other));
            ids.extend(event.ids.iter());
            if !event.ids.is_empty() {
                events.push(event);
            }
            Ok(())
        })?;
        ids.sort_unstable();
        ids.dedup();
        let warnings = (garbled > 0).then_some(Warning::NoEvents(garbled)).into_iter().collect();
        Ok(Outcome { value: Self { archive: archive.clone(), id, ids, events }, warnings })
    }

    /// The events of the one statement that is meant, the oldest first.
    ///
    /// # Errors
    /// Where several statements are.
    pub fn of_one(mut self) -> Result<Vec<Event>> {
        if self.ids.len() > 1 {
            let archive = self.archive.folder().to_owned();
            return Err(ArchiveError::SeveralStatements { archive, id: self.id.digits().to_owned() }.into());
        }
        self.events.sort_by_key(|event| event.time);
        Ok(self.events)
    }
}
