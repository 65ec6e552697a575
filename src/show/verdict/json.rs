//! A report as scripts read it.

use chancery_core::{Finding, Metadata, Signature};
use serde::Serialize;

use super::ReportView;
use super::known::{Known, ReplacedBy};

impl ReportView<'_> {
    /// The report for scripts.
    pub fn json(&self) -> Line<'_> {
        let report = self.report;
        let told = report.verdict.is_intact();
        let claims = report.claims().filter(|_| told);
        Line {
            file: self.file,
            name: Some(report.name.as_str()).filter(|name| !name.is_empty()),
            id: report.id.map(|id| id.to_string()),
            verdict: report.verdict.as_str(),
            title: claims.map(|claims| claims.title.as_str()),
            issued: claims.map(|claims| claims.issued.to_string()),
            issuers: claims.map(|claims| claims.issuers().map(ToString::to_string).collect()),
            sealed_at: report.sealed_at.filter(|_| told).map(|time| time.to_string()),
            time: claims.map(|_| if report.is_time_proven() { "proven" } else { "claimed" }),
            status: self.known.and_then(|known| Some(known.status()?.as_str())),
            replaced_by: self.known.map(Known::replaced_by).unwrap_or_default(),
            trust_list: &self.choice.words,
            signatures: report.signatures.iter().map(|signature| signature_line(signature, told)).collect(),
            findings: report.findings.as_slice().iter().map(finding_line).collect(),
            metadata: None,
        }
    }
}

/// A report as scripts read it. Keys may be added, none renamed or removed.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    file: &'a str,
    name: Option<&'a str>,
    id: Option<String>,
    verdict: &'static str,
    title: Option<&'a str>,
    issued: Option<String>,
    issuers: Option<Vec<String>>,
    sealed_at: Option<String>,
    time: Option<&'static str>,
    status: Option<&'static str>,
    /// What corrects or withdraws it, and what came after that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaced_by: Vec<ReplacedBy<'a>>,
    trust_list: &'a str,
    signatures: Vec<SignatureLine>,
    findings: Vec<FindingLine<'a>>,
    /// All of the metadata, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<&'a Metadata>,
}

#[derive(Debug, Serialize)]
struct SignatureLine {
    file: String,
    role: &'static str,
    identity: String,
    fingerprint: Option<String>,
    status: &'static str,
    row: Option<usize>,
    rule: Option<&'static str>,
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct FindingLine<'a> {
    code: &'static str,
    place: &'a str,
    message: &'a str,
    meaning: &'static str,
}

fn signature_line(signature: &Signature, told: bool) -> SignatureLine {
    let ruling = signature.ruling.as_ref().filter(|_| told);
    SignatureLine {
        file: signature.file(),
        role: signature.role.as_str(),
        identity: signature.identity.to_string(),
        fingerprint: signature.fingerprint().map(|fingerprint| fingerprint.to_string()),
        status: signature.status.as_str(),
        row: ruling.map(|ruling| ruling.row.number()),
        rule: ruling.map(|ruling| ruling.row.as_str()),
        reason: ruling.map(|ruling| ruling.reason(&signature.identity, signature.role)),
    }
}

fn finding_line(finding: &Finding) -> FindingLine<'_> {
    let Finding { code, place, message } = finding;
    FindingLine { code: code.as_str(), place, message, meaning: code.meaning() }
}
