//! Statements sealed and signed.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

/// `seal`, `correct` and `withdraw`: a bundle that was made.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SealedLine {
    /// Its id.
    pub id: String,
    /// Its file.
    pub path: String,
    /// The fingerprint of the key that signed.
    pub fingerprint: String,
    /// The identities that must sign too before it is authentic.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsigned: Vec<String>,
}

/// `countersign`: a bundle that was signed again.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CountersignedLine {
    /// Its id, which stays.
    pub id: String,
    /// Its file.
    pub path: String,
    /// The fingerprint of the key that signed.
    pub fingerprint: String,
    /// In which role.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["issuer", "witness", "archivist"])))]
    pub role: &'static str,
    /// By whom.
    pub identity: String,
    /// The identities that must sign too before it is authentic.
    pub unsigned: Vec<String>,
}

/// `seal --batch`: a row that is in the archive.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RowLine {
    /// The row's number in the table.
    pub row: u64,
    /// The bundle's id.
    pub id: String,
    /// The bundle's file.
    pub path: String,
    /// The fingerprint of the key that signed; null where the bundle was there already.
    pub fingerprint: Option<String>,
    /// Whether the archive had it already.
    pub there_already: bool,
}

/// `seal --batch`: its last line.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BatchSummaryLine {
    /// How the batch went.
    pub summary: BatchSummary,
}

/// How a batch went, in rows.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BatchSummary {
    /// Sealed by this run.
    pub sealed: u64,
    /// In the archive already.
    pub there: u64,
    /// Rows that could not be sealed.
    pub failed: u64,
    /// Sealed, and to be signed by others too.
    pub joint: u64,
}
