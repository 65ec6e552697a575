//! Events: this export's own verification, and what the archive's log says.

use chancery_core::{Digest, Signature};

use super::super::record::Record;
use super::super::xml::Xml;
use super::objects::document_id;
use super::{identifier, kind, trusted};
use crate::archive::events::event::{Event, Outcome};

const EVENT_TYPE: [(&str, &str); 2] =
    [("authority", "eventType"), ("authorityURI", "http://id.loc.gov/vocabulary/preservation/eventType")];
const CHECKED_SIGNATURES: &str = "the signatures were checked against the keys that the reader trusts: \
     that says who signed, and nothing about what the statement says";
/// Outcomes.
const SUCCESS: &str = "success";
const WARNING: &str = "warning";
const FAIL: &str = "fail";
/// Roles of agents.
const EXECUTING: &str = "executing program";
const IMPLEMENTER: &str = "implementer";
const SIGNER: &str = "signer";

/// A statement's events: those of this export first, then those of the log, in its order.
pub fn events(record: &Record<'_>) -> String {
    let mut xml = Xml::piece();
    Happening::fixity_check(record).write(&mut xml);
    Happening::signature_validation(record).write(&mut xml);
    for event in record.events {
        Happening::logged(record, event).write(&mut xml);
    }
    xml.finish()
}

/// An event as PREMIS has it.
struct Happening {
    id: String,
    kind: &'static str,
    time: String,
    detail: String,
    outcome: &'static str,
    notes: Vec<String>,
    /// Identifier and role.
    agents: Vec<((&'static str, String), &'static str)>,
    objects: Vec<(&'static str, String)>,
}

impl Happening {
    fn fixity_check(record: &Record<'_>) -> Self {
        let payload = record.report.payload();
        let documents = record.parts();
        let objects = documents.iter().map(|part| (kind::DOCUMENT, document_id(&record.id, part)));
        Self {
            id: format!("{}#fixity-check-{}", record.id, record.checked),
            kind: "fixity check",
            time: record.checked.to_string(),
            detail: "the SHA-256 of every document was computed and compared with the signed manifest".to_owned(),
            outcome: SUCCESS,
            notes: vec![format!("documents: {}, bytes: {}; all unchanged", payload.streams, payload.octets)],
            agents: vec![((kind::PROGRAM, record.program.to_owned()), EXECUTING)],
            objects: [(kind::BUNDLE, record.id.to_string())].into_iter().chain(objects).collect(),
        }
    }

    fn signature_validation(record: &Record<'_>) -> Self {
        let signatures = record.report.signatures();
        let program = ((kind::PROGRAM, record.program.to_owned()), EXECUTING);
        let signers = trusted(record).map(|signature| ((kind::IDENTITY, signature.identity().to_string()), SIGNER));
        Self {
            id: format!("{}#digital-signature-validation-{}", record.id, record.checked),
            kind: "digital signature validation",
            time: record.checked.to_string(),
            detail: CHECKED_SIGNATURES.to_owned(),
            outcome: SUCCESS,
            notes: signatures.iter().map(signature_note).collect(),
            agents: [program].into_iter().chain(signers).collect(),
            objects: vec![(kind::BUNDLE, record.id.to_string())],
        }
    }

    /// An event of the log, as far as it concerns this bundle: an audit of many is an event of each.
    fn logged(record: &Record<'_>, event: &Event) -> Self {
        let words = format!("{}: {}", event.event.as_str(), event.outcome.as_str());
        let by = event.by.iter().map(|by| (kind::BUNDLE, by.to_string()));
        Self {
            id: format!("{}#{}", record.id, digest(event)),
            kind: event.event.premis(),
            time: event.time.to_string(),
            detail: words,
            outcome: outcome(event.outcome),
            notes: event.note.iter().cloned().collect(),
            agents: vec![
                ((super::agents::agent_kind(&event.agent), event.agent.clone()), IMPLEMENTER),
                ((kind::PROGRAM, event.program.clone()), EXECUTING),
            ],
            objects: [(kind::BUNDLE, record.id.to_string())].into_iter().chain(by).collect(),
        }
    }

    fn write(&self, xml: &mut Xml) {
        xml.element("event", &[], |xml| {
            identifier(xml, "eventIdentifier", (kind::EVENT, &self.id), None);
            xml.text_with("eventType", &EVENT_TYPE, self.kind);
            xml.text("eventDateTime", &self.time);
            xml.element("eventDetailInformation", &[], |xml| xml.text("eventDetail", &self.detail));
            xml.element("eventOutcomeInformation", &[], |xml| {
                xml.text("eventOutcome", self.outcome);
                for note in &self.notes {
                    xml.element("eventOutcomeDetail", &[], |xml| xml.text("eventOutcomeDetailNote", note));
                }
            });
            for ((kind, value), role) in &self.agents {
                identifier(xml, "linkingAgentIdentifier", (kind, value), Some(("linkingAgentRole", role)));
            }
            for (kind, value) in &self.objects {
                identifier(xml, "linkingObjectIdentifier", (kind, value), None);
            }
        });
    }
}

/// One signature in a line: role, signer, key, what it is worth and why.
fn signature_note(signature: &Signature) -> String {
    let key = signature.fingerprint().map(|fingerprint| format!(", key {fingerprint}")).unwrap_or_default();
    let ruling = signature.ruling();
    let reason = ruling.map(|ruling| ruling.reason(signature.identity(), signature.role()));
    let reason = reason.map(|reason| format!("; {reason}")).unwrap_or_default();
    format!("{} {}{key}: {}{reason}", signature.role(), signature.identity(), signature.status().as_str())
}

/// What tells an event of the log from others: the digest of its line.
fn digest(event: &Event) -> Digest {
    Digest::of(&serde_json::to_vec(event).unwrap_or_default())
}

/// The outcome in the words of <https://id.loc.gov/vocabulary/preservation/eventOutcome>.
fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done | Outcome::Authentic => SUCCESS,
        Outcome::Untrusted | Outcome::NotChecked => WARNING,
        Outcome::Damaged | Outcome::Missing => FAIL,
    }
}
