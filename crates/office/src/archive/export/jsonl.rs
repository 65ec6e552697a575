//! Everything, one JSON object a line (JSON Lines).

use chancery_core::{Metadata, Signature};
use serde::Serialize;

use super::record::{Part, Record, json};

/// A statement as a line. `metadata` is `metadata.json` as it was sealed.
pub fn record(record: &Record<'_>) -> String {
    let report = record.report;
    let line = Line {
        id: record.id.to_string(),
        path: record.path,
        size: record.size,
        name: report.name(),
        verdict: report.verdict().as_str(),
        sealed_at: report.sealed_at().map(|time| time.to_string()),
        time: if report.is_time_proven() { "proven" } else { "claimed" },
        status: record.status,
        replaced_by: record.replaced_by().map(ToString::to_string).collect(),
        checked: record.checked.to_string(),
        program: record.program,
        documents: record.parts().iter().map(document_line).collect(),
        signatures: report.signatures().iter().map(signature_line).collect(),
        metadata: record.metadata,
    };
    json(&line) + "\n"
}

/// A statement as scripts read it, in the words of `chancery verify --json`. Keys may be added, none renamed or removed.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    path: &'a str,
    size: u64,
    name: &'a str,
    verdict: &'static str,
    sealed_at: Option<String>,
    time: &'static str,
    status: Option<&'a str>,
    replaced_by: Vec<String>,
    checked: String,
    program: &'a str,
    documents: Vec<DocumentLine<'a>>,
    signatures: Vec<SignatureLine>,
    metadata: &'a Metadata,
}

#[derive(Serialize)]
struct DocumentLine<'a> {
    path: &'a str,
    size: u64,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct SignatureLine {
    file: String,
    role: &'static str,
    identity: String,
    fingerprint: Option<String>,
    status: &'static str,
    sha256: String,
}

fn document_line<'a>(part: &Part<'a>) -> DocumentLine<'a> {
    DocumentLine {
        path: part.document.path.as_str(),
        size: part.size,
        sha256: part.digest.map(|digest| digest.to_string()),
    }
}

fn signature_line(signature: &Signature) -> SignatureLine {
    SignatureLine {
        file: signature.file(),
        role: signature.role().as_str(),
        identity: signature.identity().to_string(),
        fingerprint: signature.fingerprint().map(|fingerprint| fingerprint.to_string()),
        status: signature.status().as_str(),
        sha256: signature.digest().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::example::{Example, arbitrary};
    use super::*;

    #[test]
    fn a_line_holds_the_metadata_the_digests_and_the_signatures() {
        let example = Example::new();
        let line = record(&example.record());
        assert!(line.starts_with(&format!("{{\"id\":\"{}\",\"path\":\"2026/harbour.zip\",\"size\":4711,", example.id)));
        assert_eq!(line.matches('\n').count(), 1);
        let value: Value = serde_json::from_str(&line).unwrap();
        let documents = serde_json::json!([
            {"path": "data/harbour.txt", "size": 21, "sha256": example.digest.to_string()},
            {"path": "data/picture.png", "size": 70_000, "sha256": example.digest.to_string()},
        ]);
        assert_eq!(value["documents"], documents);
        let signatures = serde_json::json!([{
            "file": "signatures/issuer.press@mfa.example.sig",
            "role": "issuer",
            "identity": "press@mfa.example",
            "fingerprint": example.fingerprint(),
            "status": "trusted",
            "sha256": example.digest.to_string(),
        }]);
        assert_eq!(value["signatures"], signatures);
        let metadata: Value = serde_json::from_slice(&example.metadata.to_bytes()).unwrap();
        assert_eq!(value["metadata"], metadata);
        assert_eq!(
            (value["status"].as_str(), value["checked"].as_str()),
            (Some("corrected"), Some("2026-11-24T09:00:00Z"))
        );
    }

    proptest! {
        #[test]
        fn any_strings_read_back(example in arbitrary()) {
            let record = example.record();
            let value: Value = serde_json::from_str(&super::record(&record)).unwrap();
            prop_assert_eq!(value["path"].as_str(), Some(record.path));
            prop_assert_eq!(value["metadata"]["title"].as_str(), Some(record.metadata.title.as_str()));
        }
    }
}
