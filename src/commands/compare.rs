//! `chancery compare`: is this text the statement?

mod answer;
mod copy;
pub mod json;
pub mod marks;
mod page;
pub mod text;

use std::path::PathBuf;

use crate::error::{Error, Result};
use chancery_text::compare::Comparison;
use clap::Args;

use self::answer::{Answer, Outcome};
use self::copy::Copy;
use crate::context::Context;
use crate::exit::Exit;
use crate::input;
use crate::show::verdict::ReportView;
use crate::show::verdict::known::Asked;
use crate::trust_choice::TrustOptions;

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
    let Some(claims) = report.claims().filter(|_| report.verdict.is_intact()) else {
        if context.ui.json {
            context.ui.print_json(&json::unjudged(&shown))?;
        } else {
            context.ui.print(&shown.text())?;
        }
        context.ui.warn("nothing was compared");
        return Ok(Exit::of(report.verdict));
    };
    let copy = Copy::read(context, &arguments.copy)?;
    let answer = answer::find(&input, claims, &report, &copy, arguments.document.as_deref())?;
    if context.ui.json {
        context.ui.print_json(&json::line(&shown, &copy, &answer))?;
    } else {
        context.ui.print(&text::text(&shown, &copy, &answer, arguments.all))?;
    }
    if let Some(path) = &arguments.html {
        page::write(path, &shown, &copy, &answer, context.office.now)?;
    }
    Ok(exit(&answer).worst(Exit::of(report.verdict)))
}

fn exit(answer: &Answer) -> Exit {
    if matches!(&answer.outcome, Outcome::SameBytes) || answer.comparison().is_some_and(Comparison::is_same) {
        Exit::Done
    } else {
        Exit::NotAuthentic
    }
}
