//! A failure: what a command prints when it could not do what was asked.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

/// A failure, on a line of its own.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ErrorLine {
    /// What went wrong.
    pub error: Failure,
}

/// What went wrong, and what to do.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Failure {
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty where there is nothing to say.
    pub hint: String,
    /// The file or folder concerned.
    pub path: Option<String>,
    /// The row of the table, in a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}
