//! From a key that a reader trusts to the one that takes its place.

use chancery_core::trust::announcement::Announcement;
use chancery_core::verify::announcement::check_followable;
use chancery_core::{Fingerprint, Report};

use super::apply_announcement::{is_done, new_list};
use crate::error::Result;
use crate::office::Office;
use crate::outcome::{Outcome, Warning};
use crate::trust_sources::error::TrustError;
use crate::trust_sources::revocations::read_list;
use crate::trust_sources::{ListFile, change};

/// A key announcement that may be followed, once its reader says so.
#[derive(Debug)]
pub struct Follow<'a> {
    file: &'a ListFile,
    announcement: &'a Announcement,
}

impl<'a> Follow<'a> {
    /// Whether an announcement, read from a bundle that is authentic by a list, may be followed there; `None` where the list says
    /// the same already. `named` is the new key, where the reader got that from elsewhere.
    ///
    /// # Errors
    /// Where another key was named, and where the list does not allow it.
    pub fn prepare(
        file: &'a ListFile,
        report: &Report,
        announcement: &'a Announcement,
        named: Option<Fingerprint>,
    ) -> Result<Option<Self>> {
        let fingerprint = announcement.new.fingerprint();
        if named.is_some_and(|named| named != fingerprint) {
            return Err(TrustError::AnotherAnnounced { fingerprint }.into());
        }
        if is_done(&file.list, announcement) {
            return Ok(None);
        }
        check_followable(report, announcement, &file.list)
            .map_err(|why| TrustError::NotFollowable { path: file.path.clone(), why })?;
        Ok(Some(Self { file, announcement }))
    }

    /// Changes the list: the old key is retired in it, the new one added.
    ///
    /// # Errors
    /// Where the list was changed since it was read, and what the system says.
    pub fn carry_out(self, office: &Office) -> Result<Outcome<()>> {
        let Self { file, announcement } = self;
        let mut warnings: Vec<Warning> = Vec::new();
        change(&file.path, |bytes| {
            // The question may have stood for long: what was judged then must hold now.
            let now = read_list(office, &file.path)?;
            if (&now.list.rules(), &now.list.revoked()) != (&file.list.rules(), &file.list.revoked()) {
                return Err(TrustError::ChangedMeanwhile { path: file.path.clone() }.into());
            }
            let new = new_list(file, announcement, &bytes)?;
            warnings = new.warnings;
            Ok(new.value)
        })?;
        Ok(Outcome { value: (), warnings })
    }
}
