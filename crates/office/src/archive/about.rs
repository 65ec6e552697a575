//! What is asked of a statement, as a reader asks it.

use std::fmt;

use chancery_core::{Identity, LanguageTag, Timestamp, When};

use super::catalogue::select::Filter;

/// What is asked of a statement; all of it must hold.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Issued on this day or later.
    pub since: Option<When>,
    /// Issued on this day or earlier.
    pub until: Option<When>,
    /// Of this type.
    pub kind: Option<String>,
    /// With a document in this language.
    pub language: Option<LanguageTag>,
    /// With these words in a speaker's name.
    pub speaker: Option<String>,
    /// Signed under this identity.
    pub signer: Option<Identity>,
}

impl About {
    /// What the catalogue is asked.
    pub fn filter(&self) -> Filter {
        Filter {
            since: self.since.map(When::start),
            before: self.until.map(moment_after),
            kind: self.kind.clone(),
            language: self.language.clone(),
            speaker: self.speaker.clone(),
            signer: self.signer.clone(),
            ..Filter::default()
        }
    }

    /// In words, one for each thing that is asked.
    pub(super) fn words(&self) -> Vec<String> {
        fn part<T: fmt::Display>(name: &str, value: Option<&T>) -> Option<String> {
            value.map(|value| format!("{name} {value}"))
        }
        let parts = [
            part("since", self.since.as_ref()),
            part("until", self.until.as_ref()),
            part("type", self.kind.as_ref()),
            part("language", self.language.as_ref()),
            part("speaker", self.speaker.as_ref()),
            part("signer", self.signer.as_ref()),
        ];
        parts.into_iter().flatten().collect()
    }
}

/// The first moment after a day or a moment: a filter up to a day includes that day.
fn moment_after(time: When) -> Timestamp {
    const DAY: i64 = 24 * 60 * 60;
    match time {
        When::Day(_) => time.start().plus_seconds(DAY),
        When::Moment(moment) => moment.plus_seconds(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_includes_what_it_names() {
        assert_eq!(moment_after("2026-03-12".parse().unwrap()).to_string(), "2026-03-13T00:00:00Z");
        assert_eq!(moment_after("2026-03-12T10:00:00Z".parse().unwrap()).to_string(), "2026-03-12T10:00:01Z");
    }
}
