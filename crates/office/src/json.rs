//! What scripts read: every object that `chancery --json` prints, as a named type.
//!
//! Keys may be added, none renamed or removed. With the feature `schema` each type has a JSON Schema, from which `docs/schema/`
//! is made; other bindings use the same types, so that all of them give the same JSON.

mod archive;
mod failure;
mod keys;
mod matching;
#[cfg(feature = "schema")]
mod schema;
mod sealing;

pub use chancery_core::json::{FindingLine, ReplacedBy, SignatureLine, VerdictLine};

pub use self::archive::{
    AddedLine, AuditLine, AuditSummary, AuditSummaryLine, ExportedLine, ExtractedLine, HistoryLine, ListLine,
    MissingLine, ReindexedLine,
};
pub use self::failure::{ErrorLine, Failure};
pub use self::keys::{
    KeyLine, KeyMadeLine, KeyProtectedLine, KeyReplacedLine, KeyRetiredLine, KeyRevokedLine, KeyShownLine,
    KeyTrustedLine, OfficeMadeLine,
};
pub use self::matching::{
    Change, CompareLine, ConfusableLine, LeftOut, NotComparedLine, NotQuotedLine, QuoteLine, QuoteNothingLine,
};
#[cfg(feature = "schema")]
pub use self::schema::{COMMANDS, schema_of};
pub use self::sealing::{BatchSummary, BatchSummaryLine, CountersignedLine, RowLine, SealedLine};
