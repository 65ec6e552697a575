//! A verdict as scripts read it: the object that the program prints, and that other bindings give, of each bundle.
//!
//! Keys may be added, none renamed or removed. With the feature `schema` each type has a JSON Schema.

#[cfg(feature = "schema")]
mod schema;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::Finding;
use crate::statement::metadata::Metadata;
use crate::verify::report::{Report, Signature};

/// One bundle, judged.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct VerdictLine {
    /// The file, as it was named.
    pub file: String,
    /// The bundle's own name.
    pub name: Option<String>,
    /// The bundle's id: `sha256:` and 64 hexadecimal digits.
    pub id: Option<String>,
    /// Whether the bundle is authentic. It never says whether the statement is true.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["authentic", "not-authentic", "untrusted", "not-checked"])))]
    pub verdict: &'static str,
    /// The statement's title; null where the bundle was changed.
    pub title: Option<String>,
    /// The day or the time at which the statement was published.
    pub issued: Option<String>,
    /// The identities of all publishers, each of which must sign.
    pub issuers: Option<Vec<String>>,
    /// When the issuers say that they sealed it.
    pub sealed_at: Option<String>,
    /// Whether something independent proves when it was signed.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["proven", "claimed", null])))]
    pub time: Option<&'static str>,
    /// Whether it still holds; null where no archive knows.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["current", "corrected", "withdrawn", null])))]
    pub status: Option<&'static str>,
    /// What corrects or withdraws it, and what came after that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<ReplacedBy>,
    /// The trust list that was used, in words.
    pub trust_list: String,
    /// Every signature, in the order of the files.
    pub signatures: Vec<SignatureLine>,
    /// Everything that was found, in the order of checking.
    pub findings: Vec<FindingLine>,
    /// All of the statement's metadata, as `metadata.json` has it: `show` alone prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::MetadataObject>"))]
    pub metadata: Option<Metadata>,
}

/// A later statement that takes the place of another.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReplacedBy {
    /// Its id.
    pub id: String,
    /// What it does to the other.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["current", "corrected", "withdrawn"])))]
    pub status: &'static str,
    /// The day or the time at which it was published.
    pub issued: String,
    /// The reason that it gives.
    pub reason: Option<String>,
    /// Its file.
    pub path: String,
}

/// A signature, judged.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SignatureLine {
    /// Its file in the bundle.
    pub file: String,
    /// In which role it was made.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["issuer", "witness", "archivist"])))]
    pub role: &'static str,
    /// The identity that it names.
    pub identity: String,
    /// The fingerprint of its key, as ssh-keygen prints it; null where the signature cannot be judged.
    pub fingerprint: Option<String>,
    /// What it is worth.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["trusted", "untrusted", "bad", "ignored"])))]
    pub status: &'static str,
    /// The row of the table of trust (FORMAT.md, 12.5) that decided.
    pub row: Option<usize>,
    /// That row's name.
    pub rule: Option<&'static str>,
    /// Why, in words.
    pub reason: Option<String>,
}

/// Something that was found: see docs/findings.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct FindingLine {
    /// Its stable code.
    pub code: &'static str,
    /// Where it was found.
    pub place: String,
    /// What exactly was found.
    pub message: String,
    /// What the code means.
    pub meaning: &'static str,
}

impl VerdictLine {
    /// What there is to print of a report on `file`, judged by the trust list that `trust_list` names in words. What an archive
    /// knows besides (`status`, `replaced_by`) and the metadata are left out.
    pub fn new(file: &str, report: &Report, trust_list: &str) -> Self {
        let is_intact = report.verdict().is_intact();
        let claims = report.claims().filter(|_| is_intact);
        let name = report.name();
        Self {
            file: file.to_owned(),
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            id: report.id().map(|id| id.to_string()),
            verdict: report.verdict().as_str(),
            title: claims.map(|claims| claims.title.to_string()),
            issued: claims.map(|claims| claims.issued.to_string()),
            issuers: claims.map(|claims| claims.issuers().map(ToString::to_string).collect()),
            sealed_at: report.sealed_at().filter(|_| is_intact).map(|time| time.to_string()),
            time: claims.map(|_| if report.is_time_proven() { "proven" } else { "claimed" }),
            status: None,
            replaced_by: Vec::new(),
            trust_list: trust_list.to_owned(),
            signatures: report.signatures().iter().map(|signature| SignatureLine::new(signature, is_intact)).collect(),
            findings: report.findings().as_slice().iter().map(FindingLine::from).collect(),
            metadata: None,
        }
    }
}

impl SignatureLine {
    fn new(signature: &Signature, is_intact: bool) -> Self {
        let ruling = signature.ruling().filter(|_| is_intact);
        Self {
            file: signature.file(),
            role: signature.role().as_str(),
            identity: signature.identity().to_string(),
            fingerprint: signature.fingerprint().map(|fingerprint| fingerprint.to_string()),
            status: signature.status().as_str(),
            row: ruling.map(|ruling| ruling.row.number()),
            rule: ruling.map(|ruling| ruling.row.as_str()),
            reason: ruling.map(|ruling| ruling.reason(signature.identity(), signature.role())),
        }
    }
}

impl From<&Finding> for FindingLine {
    fn from(finding: &Finding) -> Self {
        let Finding { code, place, message } = finding;
        Self { code: code.as_str(), place: place.clone(), message: message.clone(), meaning: code.meaning() }
    }
}
