//! `chancery show`: what a bundle says, with the verdict first.

use chancery_core::statement::metadata::Unknown;
use chancery_core::{Document, DocumentSeen, Metadata, Report};
use clap::Args;

use crate::archive::Asked;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::input::Input;
use crate::options::trust::TrustOptions;
use crate::show::format::grouped;
use crate::show::ui::{LABEL, escape, escape_lines, styled};
use crate::show::verdict::ReportView;

/// Show a bundle's metadata and documents, with the verdict first
#[derive(Debug, Args)]
pub struct Arguments {
    /// The bundle's .zip file, - for standard input, or its id in the archive
    #[arg(value_name = "BUNDLE|ID")]
    bundle: String,
    /// Show the text of its text documents too
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    trust: TrustOptions,
}

/// Judges the bundle and shows what it holds, unless it is not authentic.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    if context.ui.json && arguments.text {
        return Err(Error::refused(
            "--text shows texts to a person, --json values to a program",
            "use one of them, or `chancery extract`",
        ));
    }
    let choice = arguments.trust.choose(context)?;
    let input = input::open_file_or_id(context, &arguments.bundle)?;
    let report = input::judge(context, &input, &choice.trust, &arguments.trust)?;
    let known = Asked::new(context, &choice, &arguments.trust).of(&report);
    let shown = ReportView { file: &input.name, report: &report, choice: &choice, known: known.as_ref() };
    let claims = report.claims().filter(|_| report.verdict().is_intact());
    if context.ui.json {
        let mut line = shown.json();
        line.metadata = claims.cloned();
        context.ui.print_json(&line)?;
        return Ok(Exit::of(report.verdict()));
    }
    let Some(metadata) = claims else {
        context.ui.print(&shown.text())?;
        return Ok(Exit::of(report.verdict()));
    };
    let mut text = shown.text();
    text += &format!("\n{}\n{}", styled(LABEL, "Metadata:"), metadata_text(metadata));
    text += &format!("\n{}\n{}", styled(LABEL, "Documents:"), documents_text(metadata, &report));
    context.ui.print(&text)?;
    if arguments.text {
        print_texts(context, &input, metadata, &report)?;
    }
    Ok(Exit::of(report.verdict()))
}

fn metadata_text(metadata: &Metadata) -> String {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut row = |label: &str, value: Option<String>| rows.extend(value.map(|value| (label.to_owned(), value)));
    row("title", Some(metadata.title.to_string()));
    for (language, title) in &metadata.titles {
        row(&format!("title ({language})"), Some(title.to_string()));
    }
    row("type", Some(metadata.kind.to_string()));
    row("identifier", metadata.identifier.as_ref().map(ToString::to_string));
    row("issued", Some(metadata.issued.to_string()));
    row("held", metadata.held.map(|held| held.to_string()));
    row("embargo", metadata.embargo.map(|embargo| format!("not before {embargo}")));
    for publisher in &metadata.publishers {
        row("publisher", Some(format!("{} <{}>", publisher.name, publisher.identity)));
    }
    for speaker in &metadata.speakers {
        let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        row("speaker", Some(format!("{}{role}", speaker.name)));
    }
    row("place", metadata.place.as_ref().map(ToString::to_string));
    row("language", Some(metadata.language.to_string()));
    for subject in &metadata.subjects {
        row("subject", Some(subject.to_string()));
    }
    row("summary", metadata.summary.as_ref().map(ToString::to_string));
    row("source", metadata.source.as_ref().map(ToString::to_string));
    row("rights", metadata.rights.as_ref().map(ToString::to_string));
    row("replaces", metadata.replaces.map(|id| id.to_string()));
    row("reason", metadata.reason.as_ref().map(ToString::to_string));
    for (key, value) in &metadata.unknown {
        row(&format!("{key} (unknown)"), Some(unknown(value)));
    }
    let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0).min(24);
    rows.into_iter()
        .map(|(label, value)| {
            format!("  {}  {}\n", styled(LABEL, &format!("{:<width$}", escape(&label))), escape(&value))
        })
        .collect()
}

fn unknown(value: &Unknown) -> String {
    match value {
        Unknown::Text(text) => text.to_string(),
        Unknown::Flag(flag) => flag.to_string(),
        Unknown::Number(number) => number.to_string(),
        Unknown::List(items) => items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// Each document as the metadata describes it, with its size and digest.
fn documents_text(metadata: &Metadata, report: &Report) -> String {
    let mut text = String::new();
    for (document, seen) in metadata.documents.iter().zip(report.documents()) {
        let language = document.language.as_ref().map(|language| format!(", {language}")).unwrap_or_default();
        let name =
            document.name.as_ref().map(|name| format!(" (own name: {})", escape(name.as_str()))).unwrap_or_default();
        let digest = seen.digest().map(|digest| format!("\n    sha256 {digest}")).unwrap_or_default();
        text += &format!(
            "  {}{name}\n    {}{language}, {}, {} bytes{digest}\n",
            document.path,
            document.role,
            document.media_type,
            grouped(seen.size())
        );
    }
    text
}

/// Larger texts are for `extract`.
const LONGEST_TEXT: u64 = 16 << 20;

/// Prints the documents that are text, one by one, each read once more and hashed again.
fn print_texts(context: &Context, input: &Input, metadata: &Metadata, report: &Report) -> Result<()> {
    let documents = metadata.documents.iter().zip(report.documents());
    for (document, seen) in documents.filter(|(document, _)| document.media_type.is_text()) {
        let title = styled(LABEL, &format!("── {} ──", document.path));
        context.ui.print(&format!("\n{title}\n{}", document_text(input, document, seen)?))?;
    }
    Ok(())
}

fn document_text(input: &Input, document: &Document, seen: &DocumentSeen) -> Result<String> {
    if seen.size() > LONGEST_TEXT {
        return Ok("(too long to show here: use `chancery extract`)\n".to_owned());
    }
    if !document.media_type.is_utf8_text() {
        return Ok(format!("({}: use `chancery extract`)\n", document.media_type));
    }
    let bytes = input.document(seen)?;
    // Each line is marked, so that no text can pass for what chancery says.
    let text = escape_lines(&String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
    Ok(text.lines().map(|line| format!("\u{2502} {line}\n")).collect())
}
