//! Where a command runs: what the options and the environment say, and the time.

use std::ffi::OsString;
use std::time::{SystemTime, UNIX_EPOCH};

use chancery_core::Timestamp;
use chancery_office::office::Office;

use crate::error::{Error, Result};
use crate::show::ui::Ui;

/// Where a command runs: what the options and the environment say, and the time.
#[derive(Debug, Clone)]
pub struct Context {
    /// What prints.
    pub ui: Ui,
    /// The office, its user's folders, and the time.
    pub office: Office,
    /// The time of sealing that a build sets, in seconds since 1970.
    pub source_date_epoch: Option<OsString>,
}

impl Context {
    /// When something is sealed: as was said, else `SOURCE_DATE_EPOCH`, else now.
    ///
    /// # Errors
    /// Where `SOURCE_DATE_EPOCH` is no time.
    pub fn sealing_time(&self, given: Option<Timestamp>) -> Result<Timestamp> {
        if let Some(time) = given {
            return Ok(time);
        }
        let Some(epoch) = &self.source_date_epoch else { return Ok(self.office.now) };
        let time = epoch.to_str().and_then(|text| text.parse().ok()).and_then(Timestamp::from_unix);
        time.ok_or_else(|| {
            Error::refused("SOURCE_DATE_EPOCH is not a number of seconds", "unset it, or use --sealed-at")
        })
    }
}

/// The time of this computer's clock.
///
/// # Errors
/// Where it is out of all bounds.
pub fn now() -> Result<Timestamp> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|time| i64::try_from(time.as_secs()).ok());
    let clock = || Error::refused("this computer's clock is out of all bounds", "set the clock");
    seconds.and_then(Timestamp::from_unix).ok_or_else(clock)
}
