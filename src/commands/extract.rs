//! `chancery extract`: writes out the documents of a bundle, verified first and once more while they are written.

use std::path::PathBuf;

use chancery_office::archive::extract::write_out;
use chancery_office::json::ExtractedLine;
use clap::Args;

use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::input;
use crate::options::trust::TrustOptions;
use crate::show::progress::Progress;
use crate::show::ui::escape;
use crate::show::verdict::ReportView;

/// Write a bundle's documents into a new folder, after verifying it
///
/// Nothing is written of a bundle that is not authentic. One that is intact but not trusted is written, and the exit
/// code says so.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The bundle's .zip file, - for standard input, or its id in the archive
    #[arg(value_name = "BUNDLE|ID")]
    bundle: String,
    /// The folder to make; it must not be there yet
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    trust: TrustOptions,
}

/// Judges the bundle, then writes exactly the bytes that were judged.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let input = input::open_file_or_id(context, &arguments.bundle)?;
    let report = input::judge(context, &input, &choice.trust, &arguments.trust)?;
    let shown = ReportView { file: &input.name, report: &report, choice: &choice, known: None };
    if !report.verdict().is_intact() {
        shown.print(context.ui)?;
        context.ui.warn("nothing was extracted");
        return Ok(Exit::of(report.verdict()));
    }
    let (bytes, to) = (report.payload().octets, &arguments.to);
    let progress = Progress::of_bytes(context.ui, bytes);
    write_out(&input, &report, to, input::workers(bytes), &|count| progress.advance(count))?;
    if context.ui.json {
        let documents = report.documents().iter().map(|seen| seen.path().below().to_owned()).collect();
        let path = arguments.to.display().to_string();
        context.ui.print_json(&ExtractedLine { verdict: shown.json(), path, documents })?;
    } else {
        let mut text = shown.text();
        text += &format!("\nWritten to {}:\n", escape(&arguments.to.display().to_string()));
        text.extend(report.documents().iter().map(|seen| format!("  {}\n", seen.path().below())));
        context.ui.print(&text)?;
    }
    Ok(Exit::of(report.verdict()))
}
