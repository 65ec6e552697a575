//! A statement for the tests of the formats, and any other.

use chancery_core::statement::metadata::{Format, Publisher, Speaker};
use chancery_core::statement::value::{Prose, SingleLine};
use chancery_core::verify::report::ReportParts;
use chancery_core::{
    BundleId, Digest, Document, DocumentRole, Ground, Metadata, PublicKey, Report, Role, SignatureStatus, Verdict,
};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event as XmlEvent;

use super::record::{CURRENT, Record};
use crate::archive::events::event::{Event, Kind, Outcome};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

/// All that a record borrows.
#[derive(Debug, Clone)]
pub struct Example {
    pub id: BundleId,
    pub older: BundleId,
    pub newer: BundleId,
    pub digest: Digest,
    pub path: String,
    pub metadata: Metadata,
    pub report: Report,
    pub status: Option<&'static str>,
    pub corrected_by: Vec<BundleId>,
    pub withdrawn_by: Vec<BundleId>,
    pub events: Vec<Event>,
}

impl Example {
    /// A statement that uses every field, and was corrected.
    pub fn new() -> Self {
        let [id, older, newer] = [b"id", b"ol", b"ne"].map(|bytes| BundleId(Digest::of(bytes)));
        let digest = Digest::of(b"abc");
        let time = "2026-03-12T14:05:00Z".parse().unwrap();
        let mut corrected = Event::new(Kind::Corrected, Outcome::Done, (time, "press@mfa.example", "chancery 0.1.0"))
            .about(id, "2026/harbour.zip");
        corrected.by = Some(newer);
        corrected.note = Some("a <date>\u{0} was wrong".to_owned());
        let audited = Event::new(Kind::Audited, Outcome::Authentic, (time, "Night & Day", "chancery 0.2.0"));
        Self {
            id,
            older,
            newer,
            digest,
            path: "2026/harbour.zip".to_owned(),
            metadata: metadata(older),
            report: report(id, digest, FILES).assemble(),
            status: Some("corrected"),
            corrected_by: vec![newer],
            withdrawn_by: Vec::new(),
            events: vec![corrected, audited],
        }
    }

    /// One with no more than every statement has.
    pub fn smallest() -> Self {
        let mut example = Self::new();
        let metadata = &mut example.metadata;
        metadata.titles.clear();
        (metadata.identifier, metadata.held, metadata.embargo, metadata.place) = (None, None, None, None);
        (metadata.summary, metadata.source, metadata.rights) = (None, None, None);
        (metadata.replaces, metadata.reason, metadata.salt) = (None, None, None);
        (metadata.speakers, metadata.subjects) = (Vec::new(), Vec::new());
        metadata.documents.truncate(1);
        example.report = report(example.id, example.digest, &FILES[..1]).assemble();
        (example.status, example.corrected_by, example.events) = (Some(CURRENT), Vec::new(), Vec::new());
        example
    }

    /// What is exported.
    pub fn record(&self) -> Record<'_> {
        Record {
            id: self.id,
            path: &self.path,
            size: 4_711,
            metadata: &self.metadata,
            report: &self.report,
            status: self.status,
            corrected_by: &self.corrected_by,
            withdrawn_by: &self.withdrawn_by,
            checked: "2026-11-24T09:00:00Z".parse().unwrap(),
            program: "chancery 0.1.0",
            events: &self.events,
        }
    }

    /// Adds a witness's signature to the report on the smallest.
    pub fn sign_as_witness(&mut self, key: PublicKey, status: SignatureStatus) {
        let mut parts = report(self.id, self.digest, &FILES[..1]);
        parts.signatures.push((Role::Witness, "press@mfa.example".parse().unwrap(), self.digest, key, status));
        self.report = parts.assemble();
    }

    pub fn fingerprint(&self) -> String {
        self.report.signatures()[0].fingerprint().unwrap().to_string()
    }
}

/// Any strings, wherever a string is free.
pub fn arbitrary() -> impl Strategy<Value = Example> {
    let line = || any::<String>().prop_filter_map("no line", |text| text.parse::<SingleLine>().ok());
    let prose = any::<String>().prop_filter_map("no prose", |text| text.parse::<Prose>().ok());
    let lines = (line(), line(), line(), line(), proptest::collection::vec(line(), 0..3));
    (lines, prose, any::<[String; 4]>()).prop_map(
        |((title, name, role, place, subjects), prose, [path, note, agent, program])| {
            let mut example = Example::new();
            let metadata = &mut example.metadata;
            metadata.titles.insert("ru".parse().unwrap(), title.clone());
            metadata.documents[0].name = Some(name.clone());
            (metadata.title, metadata.publishers[0].name, metadata.place) = (title, name.clone(), Some(place.clone()));
            (metadata.identifier, metadata.subjects) = (Some(place), subjects);
            metadata.speakers = vec![Speaker { name, role: Some(role) }];
            (metadata.summary, metadata.rights, metadata.reason) =
                (Some(prose.clone()), Some(prose.clone()), Some(prose));
            example.path = path;
            example.events.iter_mut().for_each(|event| {
                (event.note, event.agent, event.program) = (Some(note.clone()), agent.clone(), program.clone());
            });
            example
        },
    )
}

/// The texts of a well-formed XML document's innermost elements, in order.
pub fn xml_texts(xml: &str) -> Vec<String> {
    // XML 1.0, section 2.2, production 2; the reader does not check it.
    let is_character =
        |letter| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(is_character), "{xml:?}");
    let mut reader = Reader::from_str(xml);
    let (mut texts, mut text, mut depth) = (Vec::new(), None, 0_i32);
    loop {
        match reader.read_event().unwrap() {
            XmlEvent::Start(_) => (depth, text) = (depth + 1, Some(String::new())),
            XmlEvent::Text(piece) => {
                if let Some(text) = &mut text {
                    *text += &piece.xml10_content();
                }
            }
            XmlEvent::GeneralRef(name) => {
                let letter = unescape(&format!("&{};", &*name)).unwrap().into_owned();
                if let Some(text) = &mut text {
                    *text += &letter;
                }
            }
            XmlEvent::End(_) => {
                depth -= 1;
                texts.extend(text.take());
            }
            XmlEvent::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{xml}");
    texts
}

fn metadata(older: BundleId) -> Metadata {
    let line = |text: &str| text.parse::<SingleLine>().unwrap();
    let prose = |text: &str| Some(text.parse::<Prose>().unwrap());
    let identity = "press@mfa.example".parse().unwrap();
    Metadata {
        format: Format,
        title: line("Harbour, \"open\""),
        titles: [("fr".parse().unwrap(), line("Le port <ouvert>"))].into(),
        kind: "press-release".parse().unwrap(),
        identifier: Some(line("MFA-2026-031")),
        issued: "2026-03-12T14:00:00Z".parse().unwrap(),
        held: Some("2026-03-11".parse().unwrap()),
        embargo: Some("2026-03-12T13:00:00Z".parse().unwrap()),
        publishers: vec![Publisher { name: line("Ministry of Exampleland"), identity }],
        speakers: vec![
            Speaker { name: line("Ilva Torrend"), role: Some(line("Minister")) },
            Speaker { name: line("Teo Harvane"), role: None },
        ],
        place: Some(line("Aldermouth")),
        language: "en".parse().unwrap(),
        subjects: vec![line("harbours"), line("<ships> & co")],
        summary: prose("=SUM(A1)"),
        source: Some("https://mfa.example/a?b&c".parse().unwrap()),
        rights: prose("CC0"),
        replaces: Some(older),
        reason: prose("-1 day was wrong"),
        salt: Some("00".repeat(16).parse().unwrap()),
        documents: vec![
            document("harbour.txt", "text/plain; charset=utf-8", DocumentRole::Original),
            document("picture.png", "image/png", DocumentRole::Attachment),
        ],
        unknown: [].into(),
    }
}

fn document(below: &str, media_type: &str, role: DocumentRole) -> Document {
    let (path, media_type) = (format!("data/{below}").parse().unwrap(), media_type.parse().unwrap());
    let name = (below != "harbour.txt").then(|| "Picture 1.png".parse().unwrap());
    let language = (below == "harbour.txt").then(|| "en".parse().unwrap());
    Document { path, name, media_type, language, role }
}

fn report(id: BundleId, digest: Digest, files: &[(&str, u64)]) -> ReportParts {
    let key: PublicKey = KEY.parse().unwrap();
    let trusted = SignatureStatus::Trusted(Ground::Line(1));
    ReportParts {
        verdict: Verdict::Authentic,
        id: Some(id),
        name: "harbour".to_owned(),
        sealed_at: Some("2026-03-12T14:05:00Z".parse().unwrap()),
        documents: files.iter().map(|(path, size)| (path.parse().unwrap(), *size, digest)).collect(),
        signatures: vec![(Role::Issuer, "press@mfa.example".parse().unwrap(), digest, key, trusted)],
    }
}

const FILES: &[(&str, u64)] = &[("data/harbour.txt", 21), ("data/picture.png", 70_000)];
