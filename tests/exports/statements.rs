//! Statements to export: sealed in a throwaway office, and judged.

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::{BundleId, Report, Timestamp, Trust, Verdict, VerifyOptions, verify};
use chancery_office::archive::events::event::{Event, Kind, Outcome};
use chancery_office::archive::export::stream::Export;
use chancery_office::archive::export::{Format, Record};
use chancery_office::opened::Opened;

use crate::support::{IDENTITY, Office, samples, text};

/// When they are exported.
pub const CHECKED: &str = "2026-11-24T09:00:00Z";
const PROGRAM: &str = "chancery 0.1.0";
/// What XML cannot hold, what spreadsheets take for a formula, what ends a script, and what is written from right to left.
pub const HOSTILE: &str = "=1+1 </title></script> ]]> \u{fffe}\u{ffff} & \"quoted\" 'שלום' 𝕏";

/// All that the record of one statement borrows.
pub struct Statement {
    pub id: BundleId,
    pub path: String,
    pub size: u64,
    pub report: Report,
    pub status: &'static str,
    pub corrected_by: Vec<BundleId>,
    pub withdrawn_by: Vec<BundleId>,
    pub events: Vec<Event>,
}

impl Statement {
    pub fn record(&self) -> Record<'_> {
        Record {
            id: self.id,
            path: &self.path,
            size: self.size,
            metadata: self.report.statement().unwrap(),
            report: &self.report,
            status: Some(self.status),
            corrected_by: &self.corrected_by,
            withdrawn_by: &self.withdrawn_by,
            checked: time(CHECKED),
            program: PROGRAM,
            events: &self.events,
        }
    }
}

/// Statements of every kind: in several languages, with media, of two publishers, with a witness, corrected, withdrawn, under
/// an embargo, and with strings that no format likes.
pub fn all() -> Vec<Statement> {
    let office = Office::new();
    office.add_key("maritime@isles.example", 8);
    office.add_key("notary@archive.example", 9);
    let visa = seal(&office, &[&sample("2026-05-20-visa-notice.md")]);
    let corrects = ["--title", "The fee is 36 crowns", "--issued", "2026-05-22", "--replaces", &visa.id.to_string()];
    let corrects = corrects.into_iter().chain(["--reason", "the fee was wrong", "--type", "correction"]);
    office.write("fee.txt", "The fee is 36 crowns.\n");
    let correction = seal(&office, &["fee.txt"].into_iter().chain(corrects).collect::<Vec<_>>());
    let visa = Statement { status: "corrected", corrected_by: vec![correction.id], events: events(&visa), ..visa };
    let harbour = Statement { status: "withdrawn", withdrawn_by: vec![correction.id], ..harbour(&office) };
    let conference = seal(&office, &[&sample("2026-04-02-press-conference.en.txt")]);
    vec![visa, correction, harbour, conference, media(&office), hostile(&office)]
}

/// All of `format` in one file.
pub fn exported(format: Format, statements: &[Statement]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut export = Export::begin(format, Vec::new(), folder.path()).unwrap();
    for statement in statements {
        export.add(&statement.record()).unwrap();
    }
    String::from_utf8(export.finish().unwrap()).unwrap()
}

/// A joint statement in three languages, with two speakers and a witness.
fn harbour(office: &Office) -> Statement {
    let of = |name: &str| sample(&format!("2026-03-12-harbour-agreement/{name}"));
    let [english, french, russian] = ["en", "fr", "ru"].map(|tag| of(&format!("statement.{tag}.txt")));
    let [french, russian] = [format!("--translation=fr={french}"), format!("--translation=ru={russian}")];
    let (metadata, other) = (of("metadata.yaml"), "maritime@isles.example, Ministry of Maritime Affairs");
    let path = office.seal([&english, &french, &russian, "--metadata", &metadata, "--co-issuer", other]);
    countersign(office, &path, "issuer", "maritime@isles.example");
    countersign(office, &path, "witness", "notary@archive.example");
    judge(office, &path)
}

/// Adds the signature of a key that the office trusts as an issuer, and from now on in this role.
fn countersign(office: &Office, path: &Path, role: &str, identity: &str) {
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    let line = list.lines().find(|line| line.starts_with(identity)).unwrap();
    let line = line.replace("chancery-issuer", &format!("chancery-{role}"));
    office.write("keys/allowed_signers", format!("{list}{line}\n"));
    let options = ["--role", role, "--key", identity];
    let output = office.command().arg("countersign").arg(path).args(options).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// A text with a picture, under an embargo.
fn media(office: &Office) -> Statement {
    office.write("release.txt", "The picture shows the harbour.\n");
    office.write("harbour (1).png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let options =
        ["--title", "With a picture", "--issued", "2026-03-12T12:00:00Z", "--embargo", "2026-03-12T12:00:00Z"];
    seal(office, &["release.txt", "harbour (1).png"].into_iter().chain(options).collect::<Vec<_>>())
}

fn hostile(office: &Office) -> Statement {
    office.write("hostile.txt", "Nothing.\n");
    let options = ["--title", "--place", "--summary", "--subject", "--rights", "--identifier"];
    let options = options.into_iter().flat_map(|option| [option.to_owned(), HOSTILE.to_owned()]);
    let options: Vec<String> = options.chain(["--issued".to_owned(), "2026-07-01".to_owned()]).collect();
    let arguments: Vec<&str> = ["hostile.txt"].into_iter().chain(options.iter().map(String::as_str)).collect();
    let statement = seal(office, &arguments);
    let (path, note) = ("2026/a\u{0}\u{1b}[31m\r\n\u{ffff}.zip".to_owned(), format!("{HOSTILE}\u{0}\u{8}\r\n\u{c}"));
    let mut event = Event::new(Kind::Audited, Outcome::Damaged, (time(CHECKED), &note, &note));
    event.note = Some(note);
    Statement { path, events: vec![event], ..statement }
}

/// What the log could say of it.
fn events(statement: &Statement) -> Vec<Event> {
    let event = |kind, outcome| {
        Event::new(kind, outcome, (time("2026-06-01T00:00:00Z"), IDENTITY, PROGRAM))
            .about(statement.id, &statement.path)
    };
    let kinds = [Kind::Sealed, Kind::Added, Kind::Countersigned, Kind::Corrected, Kind::Withdrawn, Kind::AuditBegun];
    let outcomes = [Outcome::Authentic, Outcome::Untrusted, Outcome::Damaged, Outcome::Missing, Outcome::NotChecked];
    let done = kinds.map(|kind| event(kind, Outcome::Done));
    done.into_iter().chain(outcomes.map(|outcome| event(Kind::Audited, outcome))).collect()
}

fn seal(office: &Office, arguments: &[&str]) -> Statement {
    judge(office, &office.seal(arguments))
}

fn judge(office: &Office, path: &Path) -> Statement {
    let trust = Trust::List(chancery_office::trust_sources::read(&office.path("keys/allowed_signers")).unwrap().list);
    let question = VerifyOptions::new(&trust, time(CHECKED));
    let report = verify(&Opened::open(path).unwrap(), &question).unwrap();
    assert_eq!(report.verdict(), Verdict::Authentic, "{:?}", report.findings());
    Statement {
        id: report.id().unwrap(),
        path: path.strip_prefix(office.path("archive")).unwrap().to_str().unwrap().to_owned(),
        size: fs::metadata(path).unwrap().len(),
        report,
        status: "current",
        corrected_by: Vec::new(),
        withdrawn_by: Vec::new(),
        events: Vec::new(),
    }
}

fn sample(name: &str) -> String {
    samples().join(name).into_os_string().into_string().unwrap()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Writes a text into a folder.
pub fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}
