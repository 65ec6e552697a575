//! The JSON Schemas: one for every command that prints objects, made from the types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::{
    AddedLine, AuditLine, AuditSummaryLine, BatchSummaryLine, CompareLine, CountersignedLine, ErrorLine, ExportedLine,
    ExtractedLine, HistoryLine, KeyLine, KeyMadeLine, KeyProtectedLine, KeyReplacedLine, KeyRetiredLine,
    KeyRevokedLine, KeyShownLine, KeyTrustedLine, ListLine, MissingLine, NotComparedLine, NotQuotedLine,
    OfficeMadeLine, QuoteLine, QuoteNothingLine, ReindexedLine, RowLine, SealedLine, VerdictLine,
};

/// Makes the schema of a type.
type Shape = fn(&mut SchemaGenerator) -> Schema;

/// The commands that print objects, by their names with spaces.
pub const COMMANDS: [&str; 27] = [
    "add",
    "audit",
    "compare",
    "correct",
    "countersign",
    "demo",
    "export",
    "extract",
    "history",
    "init",
    "key follow",
    "key list",
    "key new",
    "key protect",
    "key retire",
    "key revoke",
    "key rotate",
    "key show",
    "key trust",
    "list",
    "quote",
    "reindex",
    "seal",
    "search",
    "show",
    "verify",
    "withdraw",
];

/// The objects that a command can print on its lines.
fn shapes(command: &str) -> Vec<Shape> {
    match command {
        "add" => vec![shape::<AddedLine>, shape::<VerdictLine>],
        "audit" => vec![shape::<AuditLine>, shape::<MissingLine>, shape::<AuditSummaryLine>],
        "compare" => vec![shape::<CompareLine>, shape::<NotComparedLine>],
        "correct" | "withdraw" => vec![shape::<SealedLine>],
        "countersign" => vec![shape::<CountersignedLine>, shape::<VerdictLine>],
        "export" => vec![shape::<ExportedLine>],
        "extract" => vec![shape::<ExtractedLine>, shape::<VerdictLine>],
        "history" => vec![shape::<HistoryLine>],
        "init" => vec![shape::<OfficeMadeLine>],
        "key follow" => vec![shape::<KeyReplacedLine>, shape::<VerdictLine>],
        "key list" => vec![shape::<KeyLine>],
        "key new" => vec![shape::<KeyMadeLine>],
        "key protect" => vec![shape::<KeyProtectedLine>],
        "key retire" => vec![shape::<KeyRetiredLine>],
        "key revoke" => vec![shape::<KeyRevokedLine>],
        "key rotate" => vec![shape::<KeyReplacedLine>],
        "key show" => vec![shape::<KeyShownLine>],
        "key trust" => vec![shape::<KeyTrustedLine>, shape::<VerdictLine>],
        "list" | "search" => vec![shape::<ListLine>],
        "quote" => vec![shape::<QuoteLine>, shape::<QuoteNothingLine>, shape::<NotQuotedLine>],
        "reindex" => vec![shape::<ReindexedLine>],
        "seal" => vec![shape::<SealedLine>, shape::<RowLine>, shape::<BatchSummaryLine>],
        "show" | "verify" => vec![shape::<VerdictLine>],
        "demo" => vec![
            shape::<OfficeMadeLine>,
            shape::<KeyMadeLine>,
            shape::<SealedLine>,
            shape::<ListLine>,
            shape::<VerdictLine>,
            shape::<CompareLine>,
            shape::<QuoteLine>,
        ],
        _ => Vec::new(),
    }
}

fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// The JSON Schema (draft 2020-12) of one line that a command prints with `--json`: one of its objects, or a failure.
pub fn schema_of(command: &str) -> Schema {
    let mut generator = SchemaGenerator::new(SchemaSettings::draft2020_12().for_serialize());
    let mut any: Vec<Schema> = shapes(command).into_iter().map(|shape| shape(&mut generator)).collect();
    any.push(shape::<ErrorLine>(&mut generator));
    let definitions = generator.take_definitions(true);
    schemars::json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("chancery --json {command}"),
        "description": "One line of its output. Keys may be added, none renamed or removed.",
        "anyOf": any,
        "$defs": definitions,
    })
}

/// An event, as the event log has it.
#[derive(JsonSchema)]
#[schemars(rename = "Event")]
#[allow(dead_code, reason = "only its schema is used")]
pub(super) struct EventObject {
    /// When.
    time: String,
    /// What happened.
    #[schemars(extend("enum" = ["sealed", "added", "countersigned", "corrected", "withdrawn", "audit-begun", "audited", "audit-ended"]))]
    event: String,
    /// With what outcome.
    #[schemars(extend("enum" = ["done", "authentic", "untrusted", "damaged", "missing"]))]
    outcome: String,
    /// To which bundles.
    #[schemars(skip_serializing_if = "Option::is_none")]
    ids: Option<Vec<String>>,
    /// Where the bundle was, below the archive.
    #[schemars(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The bundle that corrects or withdraws.
    #[schemars(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// Why, or what was found.
    #[schemars(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// The audit to which it belongs: the moment at which that began.
    #[schemars(skip_serializing_if = "Option::is_none")]
    audit: Option<String>,
    /// Who did it.
    agent: String,
    /// With which program and version.
    program: String,
}
