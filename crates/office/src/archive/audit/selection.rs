//! What is audited, in words that the event log keeps: an audit that was broken off is gone on with by one of the same.

use std::fmt;
use std::str::FromStr;

use chancery_core::{Timestamp, When};

use crate::archive::about::About;
use crate::archive::catalogue::select::Filter;
use crate::archive::lookup::IdPrefix;

/// Which bundles are audited.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Single bundles; all of them otherwise.
    pub ids: Vec<IdPrefix>,
    /// What is asked of a statement.
    pub about: About,
    /// Only so many, drawn by lot.
    pub sample: Option<u64>,
    /// Only those that no audit has verified for so long.
    pub older_than: Option<Age>,
}

/// A time, or how long ago that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Since this time.
    Since(Timestamp),
    /// For so many days.
    Days(i64),
}

/// What is said of a text that is no age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no day such as 2026-03-12 and no number of days such as 30d")]
pub struct NotAnAge;

impl FromStr for Age {
    type Err = NotAnAge;

    fn from_str(text: &str) -> Result<Self, NotAnAge> {
        if let Some(days) = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok()) {
            return Ok(Self::Days(i64::from(days)));
        }
        text.parse::<When>().map(|when| Self::Since(when.start())).map_err(|_| NotAnAge)
    }
}

impl Age {
    fn start(self, now: Timestamp) -> Timestamp {
        const DAY: i64 = 24 * 60 * 60;
        match self {
            Self::Since(time) => time,
            Self::Days(days) => now.plus_seconds(days.saturating_mul(-DAY)),
        }
    }
}

impl Selection {
    /// Whether every bundle is asked for: only then can one be missing.
    pub fn is_of_all(&self, now: Timestamp) -> bool {
        self.ids.is_empty() && self.filter(now, None).is_empty() && self.sample.is_none()
    }

    /// What the catalogue is asked; of an audit that is gone on with, only what it has not verified since it began.
    pub fn filter(&self, now: Timestamp, resumed: Option<Timestamp>) -> Filter {
        let since = self.older_than.map(|age| age.start(now));
        Filter {
            unchecked: since.max(resumed).map(|since| (since, now)),
            sample: self.sample,
            broken_too: true,
            ..self.about.filter()
        }
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<String> = self.ids.iter().map(ToString::to_string).collect();
        let mut parts: Vec<String> = (!ids.is_empty()).then(|| format!("ids {}", ids.join(" "))).into_iter().collect();
        parts.extend(self.about.words());
        parts.extend(self.sample.map(|sample| format!("sample {sample}")));
        parts.extend(self.older_than.map(|age| match age {
            Age::Since(time) => format!("not verified since {time}"),
            Age::Days(days) => format!("not verified for {days} days"),
        }));
        if parts.is_empty() { f.write_str("all") } else { f.write_str(&parts.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_has_words_for_all_that_is_asked() {
        assert_eq!(Selection::default().to_string(), "all");
        let about = About {
            since: Some("2026-03-12".parse().unwrap()),
            signer: Some("press@mfa.example".parse().unwrap()),
            ..About::default()
        };
        let (ids, older_than) = (vec!["sha256:abcd".parse().unwrap()], Some("30d".parse().unwrap()));
        let selection = Selection { ids, about, sample: Some(3), older_than };
        assert_eq!(
            selection.to_string(),
            "ids sha256:abcd, since 2026-03-12, signer press@mfa.example, sample 3, not verified for 30 days"
        );
    }

    #[test]
    fn an_age_is_a_day_or_a_number_of_days() {
        assert_eq!("30d".parse(), Ok(Age::Days(30)));
        assert!(matches!("2026-03-12".parse(), Ok(Age::Since(_))));
        assert_eq!("-3d".parse::<Age>(), Err(NotAnAge));
    }
}
