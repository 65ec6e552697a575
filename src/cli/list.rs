//! `chancery list`: what is in the archive, read from the bundles themselves.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::trust_choice::{Choice, TrustOptions};
use super::ui::{FAINT, LABEL, escape, escape_lines, styled, verdict_style, verdict_words};
use super::{Context, Exit};
use crate::archive::Archive;
use crate::archive::export::csv::spreadsheet_safe;
use crate::bundle::source::Opened;
use crate::error::{Error, Result};
use crate::statement::metadata::Metadata;
use crate::statement::time::Timestamp;
use crate::trust::proofs::Proofs;
use crate::verify::report::{Report, Verdict};
use crate::verify::{Documents, Question, verify};

/// List the archive's bundles, newest first
///
/// Every bundle is opened and judged from its signature to its metadata; its documents are not hashed. `chancery verify`
/// does that.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    trust: TrustOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

/// Judges every bundle and lists them by date of issue.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let archive = Archive::at(&context.archive);
    let mut exit = Exit::Done;
    let mut rows = Vec::new();
    for path in archive.files()? {
        match judge(context, arguments, &choice, &path) {
            Ok(report) => {
                exit = exit.worse(Exit::of(report.verdict));
                rows.push(Row { path, report });
            }
            Err(error) => {
                context.ui.error(&error);
                exit = exit.worse(Exit::Failed);
            }
        }
    }
    rows.sort_by(|a, b| b.order().cmp(&a.order()));
    let format = if context.ui.json { Format::Json } else { arguments.format };
    match format {
        Format::Json => rows.iter().try_for_each(|row| context.ui.print_json(&row.line()))?,
        Format::Csv => context.ui.print(&csv(&rows)?)?,
        Format::Table => context.ui.print(&table(&rows))?,
    }
    if !rows.is_empty() {
        context
            .ui
            .note("signatures and metadata were checked, the documents were not hashed: `chancery verify` does that");
    }
    Ok(exit)
}

fn judge(context: &Context, arguments: &Arguments, choice: &Choice, path: &Path) -> Result<Report> {
    let question = Question {
        trust: &choice.trust,
        now: arguments.trust.at.unwrap_or(context.now),
        required_signers: arguments.trust.require,
        require_proven_time: arguments.trust.require_proven_time,
        proofs: &Proofs::default(),
        documents: Documents::Skip,
    };
    verify(&Opened::open(path)?, &question).map_err(|error| Error::io("read", path, error))
}

/// One bundle of the archive.
struct Row {
    path: PathBuf,
    report: Report,
}

impl Row {
    /// What the bundle says, unless it is known to be forged or could not be read.
    fn claims(&self) -> Option<&Metadata> {
        self.report.claims().filter(|_| self.report.verdict.is_intact())
    }

    /// By date of issue, then of sealing, then by path, so that the order is always the same.
    fn order(&self) -> (Option<i64>, Option<i64>, &Path) {
        let issued = self.claims().map(|claims| claims.issued.start().unix());
        (issued, self.report.sealed_at.map(Timestamp::unix), &self.path)
    }

    fn line(&self) -> Line {
        let claims = self.claims();
        let text = |value: fn(&Metadata) -> Option<String>| claims.and_then(value);
        Line {
            id: self.report.id.map(|id| id.to_string()),
            path: self.path.display().to_string(),
            verdict: self.report.verdict.as_str(),
            title: text(|claims| Some(claims.title.to_string())),
            kind: text(|claims| Some(claims.kind.to_string())),
            identifier: text(|claims| claims.identifier.as_ref().map(ToString::to_string)),
            issued: text(|claims| Some(claims.issued.to_string())),
            language: text(|claims| Some(claims.language.to_string())),
            publishers: claims
                .map(|claims| claims.publishers.iter().map(|publisher| publisher.name.to_string()).collect()),
            issuers: claims.map(|claims| claims.issuers().map(ToString::to_string).collect()),
            sealed_at: self.report.sealed_at.filter(|_| claims.is_some()).map(|time| time.to_string()),
            status: None,
            documents: NOT_HASHED,
        }
    }
}

/// What scripts are told of the documents: `verify` hashes them, `list` does not.
const NOT_HASHED: &str = "not-hashed";

#[derive(Debug, Serialize)]
struct Line {
    id: Option<String>,
    path: String,
    verdict: &'static str,
    title: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    identifier: Option<String>,
    issued: Option<String>,
    language: Option<String>,
    publishers: Option<Vec<String>>,
    issuers: Option<Vec<String>>,
    sealed_at: Option<String>,
    status: Option<&'static str>,
    documents: &'static str,
}

const COLUMNS: [&str; 13] = [
    "id",
    "path",
    "verdict",
    "title",
    "type",
    "identifier",
    "issued",
    "language",
    "publishers",
    "issuers",
    "sealed_at",
    "status",
    "documents",
];

fn csv(rows: &[Row]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Error::refused(format!("the table cannot be written: {error}"), "");
    writer.write_record(COLUMNS).map_err(failed)?;
    for line in rows.iter().map(Row::line) {
        let many = |values: Option<Vec<String>>| values.unwrap_or_default().join(" | ");
        let cell = |value: Option<String>| spreadsheet_safe(value.unwrap_or_default());
        let record = [
            line.id.unwrap_or_default(),
            spreadsheet_safe(line.path),
            line.verdict.to_owned(),
            cell(line.title),
            cell(line.kind),
            cell(line.identifier),
            line.issued.unwrap_or_default(),
            line.language.unwrap_or_default(),
            spreadsheet_safe(many(line.publishers)),
            many(line.issuers),
            line.sealed_at.unwrap_or_default(),
            line.status.unwrap_or_default().to_owned(),
            line.documents.to_owned(),
        ];
        writer.write_record(record).map_err(failed)?;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Ok(escape_lines(&String::from_utf8_lossy(&bytes)))
}

/// The width of the column of types.
const KIND: usize = 16;
/// What all columns but the title take, with what stands between them.
const BESIDES_TITLE: usize = 57;

/// One line a bundle, as wide as the terminal.
fn table(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "the archive has no bundles\n".to_owned();
    }
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).max(60);
    let title_width = width.saturating_sub(BESIDES_TITLE);
    let mut text = styled(
        LABEL,
        &format!(
            "{}  {}  {}  {}  ID",
            cell("ISSUED", 10),
            cell("TYPE", KIND),
            cell("LANG", 8),
            cell("TITLE", title_width)
        ),
    ) + "\n";
    for row in rows {
        let id = row.report.id.map(|id| id.short()).unwrap_or_default();
        let verdict = row.report.verdict;
        let Some(claims) = row.claims() else {
            let words = styled(verdict_style(verdict), verdict_words(verdict));
            text += &format!("{}  {words}: {}\n", cell("", 10), escape(&row.path.display().to_string()));
            continue;
        };
        let mark = if verdict == Verdict::Authentic {
            String::new()
        } else {
            format!(" {}", styled(verdict_style(verdict), "?"))
        };
        text += &format!(
            "{}  {}  {}  {}  {}{mark}\n",
            claims.issued.day(),
            cell(&escape(claims.kind.as_str()), KIND),
            cell(claims.language.as_str(), 8),
            cell(&escape(claims.title.as_str()), title_width),
            styled(FAINT, &id)
        );
    }
    let untrusted = rows.iter().filter(|row| row.report.verdict == Verdict::Untrusted).count();
    if untrusted > 0 {
        text += &format!("? {untrusted} of them: {}\n", verdict_words(Verdict::Untrusted));
    }
    text
}

/// A text in a column: padded, or cut with an ellipsis.
fn cell(text: &str, width: usize) -> String {
    if text.width() <= width {
        return format!("{text}{}", " ".repeat(width.saturating_sub(text.width())));
    }
    let mut cut = String::new();
    let mut used = 1_usize;
    for letter in text.chars() {
        used = used.saturating_add(letter.width().unwrap_or(0));
        if used > width {
            break;
        }
        cut.push(letter);
    }
    let cut = format!("{}…", cut.trim_end());
    format!("{cut}{}", " ".repeat(width.saturating_sub(cut.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_their_width_in_any_script() {
        for text in ["", "short", "a long title that does not fit", "国际档案日的声明", "Заявление министерства"]
        {
            assert_eq!(cell(text, 10).width(), 10, "{text}");
        }
    }
}
