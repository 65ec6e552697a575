//! `chancery compare`: is this text the statement?

pub mod json;
pub mod marks;
mod page;
pub mod text;

use std::path::{Path, PathBuf};

use chancery_office::matching::{Answer, Copy, CopyOutcome, JudgedBundle, compare_copy};
use chancery_text::{Comparison, LARGEST_DOCUMENT, TextExtractor};
use clap::Args;

use super::text_worker;
use crate::archive::Asked;
use crate::ask::paste;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::options::trust::TrustOptions;
use crate::show::verdict::ReportView;

/// Compare a copy with the statement that was sealed, word by word
///
/// The copy is a file (plain text, Markdown, a web page, DOCX, PDF), or - for what is pasted. The bundle is verified first.
/// There are three answers: the same bytes; the same words, where nothing differs but white space, line breaks, the kind of
/// quotation marks and dashes, and markup; or different, with every difference.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The bundle's .zip file, or its id in the archive
    #[arg(value_name = "BUNDLE|ID")]
    bundle: String,
    /// The file to compare, or - for standard input and for what is pasted at the terminal
    #[arg(value_name = "COPY")]
    copy: String,
    /// Compare with this document, not with the one that is most like the copy
    #[arg(long, value_name = "NAME")]
    document: Option<String>,
    /// Show every difference, and what was left out of the comparison, however long that is
    #[arg(long)]
    all: bool,
    /// Write the comparison as a page to this file, to send to somebody
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    trust: TrustOptions,
}

/// Judges the bundle, then compares.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    if arguments.bundle == "-" && arguments.copy == "-" {
        return Err(Error::refused("standard input cannot be both the bundle and the copy", "name the bundle's file"));
    }
    let choice = arguments.trust.choose(context)?;
    let input = input::open_file_or_id(context, &arguments.bundle)?;
    let report = input::judge(context, &input, &choice.trust, &arguments.trust)?;
    let known = Asked::new(context, &choice, &arguments.trust).of(&report);
    let shown = ReportView { file: &input.name, report: &report, choice: &choice, known: known.as_ref() };
    let Some(claims) = report.claims().filter(|_| report.verdict().is_intact()) else {
        if context.ui.json {
            context.ui.print_json(&json::unjudged(&shown))?;
        } else {
            context.ui.print(&shown.text())?;
        }
        context.ui.warn("nothing was compared");
        return Ok(Exit::of(report.verdict()));
    };
    let extractor = text_worker::extractor();
    let copy = read_copy(context, &arguments.copy, &extractor)?;
    let bundle = JudgedBundle { name: &input.name, opened: &input.opened, report: &report };
    let answer = compare_copy(&bundle, claims, &copy, arguments.document.as_deref(), &extractor)?;
    if context.ui.json {
        context.ui.print_json(&json::line(&shown, &copy, &answer))?;
    } else {
        context.ui.print(&text::text(&shown, &copy, &answer, arguments.all))?;
    }
    if let Some(path) = &arguments.html {
        page::write(path, &shown, &copy, &answer, context.office.now)?;
    }
    Ok(exit(&answer).worst(Exit::of(report.verdict())))
}

/// Reads a file, or standard input for `-`.
fn read_copy(context: &Context, argument: &str, extractor: &dyn TextExtractor) -> Result<Copy> {
    if argument != "-" {
        return Ok(Copy::open(Path::new(argument), extractor)?);
    }
    let bytes = paste::read(context, LARGEST_DOCUMENT)?;
    if bytes.len() as u64 > LARGEST_DOCUMENT {
        return Err(Error::refused("standard input is too large to be compared", "name a file"));
    }
    Ok(Copy::of_bytes(input::STANDARD_INPUT, &bytes, extractor)?)
}

fn exit(answer: &Answer) -> Exit {
    if matches!(&answer.outcome, CopyOutcome::SameBytes) || answer.comparison().is_some_and(Comparison::is_same) {
        Exit::Done
    } else {
        Exit::NotAuthentic
    }
}
