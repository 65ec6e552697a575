//! An archive: what is in it, what happened to it, what came out of it.

use chancery_core::json::VerdictLine;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::archive::events::event::Event;

/// `list` and `search`: a statement. Its documents were not hashed: `verify` does that.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ListLine {
    /// The bundle's id.
    pub id: Option<String>,
    /// The bundle's file.
    pub path: String,
    /// The verdict on signatures and metadata.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["authentic", "not-authentic", "untrusted", "not-checked"])))]
    pub verdict: &'static str,
    /// The statement's title; null where the bundle was changed.
    pub title: Option<String>,
    /// What kind of statement it is.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The office's own reference.
    pub identifier: Option<String>,
    /// The day or the time at which it was published.
    pub issued: Option<String>,
    /// The language of the original.
    pub language: Option<String>,
    /// The names of its publishers.
    pub publishers: Option<Vec<String>>,
    /// The identities of its publishers.
    pub issuers: Option<Vec<String>>,
    /// When the issuers say that they sealed it.
    pub sealed_at: Option<String>,
    /// Whether it still holds.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["current", "corrected", "withdrawn", null])))]
    pub status: Option<&'static str>,
    /// Always `not-hashed`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["not-hashed"])))]
    pub documents: &'static str,
    /// The passage that has the words of a search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
}

/// `add`: a bundle that is in the archive.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AddedLine {
    /// Its id.
    pub id: String,
    /// Its file in the archive.
    pub path: String,
    /// The fingerprint of the archivist's key, where one signed.
    pub fingerprint: Option<String>,
    /// Whether the archive had it already.
    pub there_already: bool,
}

/// `audit`: a bundle, verified again.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AuditLine {
    /// The verdict.
    #[serde(flatten)]
    pub verdict: VerdictLine,
    /// Whether the event log knows the bundle.
    pub listed: bool,
}

/// `audit`: a bundle that the event log names and the archive has no longer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MissingLine {
    /// Where it was.
    pub file: String,
    /// Its id.
    pub id: String,
    /// Always null: there is nothing to judge.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [null])))]
    pub verdict: Option<&'static str>,
    /// Always true.
    pub missing: bool,
}

/// `audit`: its last line.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AuditSummaryLine {
    /// How the audit went.
    pub summary: AuditSummary,
}

/// How an audit went, in bundles.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct AuditSummary {
    /// Verified again.
    pub checked: u64,
    /// Found authentic.
    pub authentic: u64,
    /// Found changed, forged or malformed.
    pub damaged: u64,
    /// Found intact, by a signer that the list does not trust.
    pub untrusted: u64,
    /// Named by the event log, and not there.
    pub missing: u64,
    /// There, and not named by the event log.
    pub unlisted: u64,
    /// There, and not to be read.
    pub unreadable: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// `history`: an event.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct HistoryLine {
    /// The event, as the event log has it.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(with = "super::schema::EventObject"))]
    pub event: Event,
    /// What PREMIS 3 calls it.
    pub premis: &'static str,
}

/// `export`: a file or folder that was written.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ExportedLine {
    /// How many statements it has.
    pub statements: u64,
    /// The file or folder.
    pub path: String,
}

/// `extract`: a bundle whose files were written.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ExtractedLine {
    /// The verdict.
    #[serde(flatten)]
    pub verdict: VerdictLine,
    /// The folder.
    pub path: String,
    /// The documents, by their paths in the folder.
    pub documents: Vec<String>,
}

/// `reindex`: a catalogue that was made again.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReindexedLine {
    /// How many bundles it names.
    pub bundles: u64,
    /// Its file.
    pub catalogue: String,
}
