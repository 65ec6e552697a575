//! Statements in rows, as `list` and `search` show them.

pub mod page;
pub mod table;

use chancery_core::Metadata;
use chancery_office::archive::listing::Row;
use chancery_office::archive::status::Status;
use chancery_office::json::ListLine;

/// The row as scripts read it.
pub fn line(row: &Row) -> ListLine {
    let claims = row.claims();
    let text = |value: fn(&Metadata) -> Option<String>| claims.and_then(value);
    ListLine {
        id: row.report.id().map(|id| id.to_string()),
        path: row.path.display().to_string(),
        verdict: row.report.verdict().as_str(),
        title: text(|claims| Some(claims.title.to_string())),
        kind: text(|claims| Some(claims.kind.to_string())),
        identifier: text(|claims| claims.identifier.as_ref().map(ToString::to_string)),
        issued: text(|claims| Some(claims.issued.to_string())),
        language: text(|claims| Some(claims.language.to_string())),
        publishers: claims.map(|claims| claims.publishers.iter().map(|publisher| publisher.name.to_string()).collect()),
        issuers: claims.map(|claims| claims.issuers().map(ToString::to_string).collect()),
        sealed_at: row.report.sealed_at().filter(|_| claims.is_some()).map(|time| time.to_string()),
        status: row.status.map(Status::as_str),
        documents: NOT_HASHED,
        passage: row.passage.clone(),
    }
}

/// What scripts are told of the documents: `verify` hashes them, `list` does not.
const NOT_HASHED: &str = "not-hashed";
