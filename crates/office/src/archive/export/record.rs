//! What is exported of one statement, and what the formats share in writing it.

use std::collections::BTreeMap;

use chancery_core::statement::metadata::Speaker;
use chancery_core::{BundleId, Digest, Document, Metadata, Report, Timestamp};
use serde::Serialize;

use crate::archive::events::event::Event;

/// The status of a statement that a later one withdraws.
pub const WITHDRAWN: &str = "withdrawn";
/// The status of a statement that no later one is known to correct or withdraw.
pub const CURRENT: &str = "current";

/// One statement to export. All of it comes from a bundle that was judged authentic, its documents hashed.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The bundle's id.
    pub id: BundleId,
    /// Where its file lies below the archive: `2026/name.zip`.
    pub path: &'a str,
    /// The size of that file in bytes.
    pub size: u64,
    /// What the issuers sealed.
    pub metadata: &'a Metadata,
    /// What the judge said.
    pub report: &'a Report,
    /// `current`, `corrected` or `withdrawn`, as far as the archive knows.
    pub status: Option<&'a str>,
    /// The bundles that correct it.
    pub corrected_by: &'a [BundleId],
    /// The bundles that withdraw it.
    pub withdrawn_by: &'a [BundleId],
    /// When it was verified for this export.
    pub checked: Timestamp,
    /// The program and its version: `chancery 0.1.0`.
    pub program: &'a str,
    /// What the archive's log says happened to it.
    pub events: &'a [Event],
}

impl<'a> Record<'a> {
    /// The bundles that correct or withdraw it.
    pub(super) fn replaced_by(&self) -> impl Iterator<Item = &'a BundleId> {
        self.corrected_by.iter().chain(self.withdrawn_by)
    }

    /// The documents, in the order of the metadata: what is said of each, and how it was found.
    pub(super) fn parts(&self) -> Vec<Part<'a>> {
        let seen: BTreeMap<_, _> = self.report.documents().iter().map(|seen| (seen.path(), seen)).collect();
        let part = |document: &'a Document| {
            let seen = seen.get(&document.path);
            let (size, digest) = (seen.map_or(0, |seen| seen.size()), seen.and_then(|seen| seen.digest()));
            Part { document, size, digest }
        };
        self.metadata.documents.iter().map(part).collect()
    }
}

/// One document: what the metadata says of it, and how it was found.
pub(super) struct Part<'a> {
    pub document: &'a Document,
    pub size: u64,
    pub digest: Option<Digest>,
}

/// A speaker in one line: the name, and the office where it is known.
pub(super) fn speaker_line(speaker: &Speaker) -> String {
    match &speaker.role {
        Some(role) => format!("{}, {role}", speaker.name),
        None => speaker.name.to_string(),
    }
}

/// A value as JSON. `<` is written as an escape, so that nothing ends the script of a page that it is put into.
pub(super) fn json(value: &impl Serialize) -> String {
    // Nothing here can fail to be written: every map's keys are strings. In JSON `<` stands in strings alone.
    serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ends_no_script() {
        assert_eq!(json(&"</script>"), "\"\\u003c/script>\"");
    }
}
