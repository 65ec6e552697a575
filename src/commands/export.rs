//! `chancery export`: statements in the formats of others.

use std::io;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use chancery_core::Verdict;
use chancery_office::archive::export::Format;
use chancery_office::archive::export::run::{ExportObserver, ExportOptions, to_file, to_folder, to_output};
use chancery_office::json::ExportedLine;
use clap::{Args, ValueEnum};

use super::filter::FilterOptions;
use crate::archive::{Open, jobs, open_to_write};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::events::PROGRAM;
use crate::exit::Exit;
use crate::judging::judge_by;
use crate::options::trust::TrustOptions;
use crate::show::format::counted;
use crate::show::listing::page::note_broken;
use crate::show::progress::Progress;
use crate::show::ui::{Ui, escape};

/// Export statements to the formats of spreadsheets, catalogues, preservation systems and newsrooms
///
/// Every bundle is verified first, documents and all; only what is authentic is exported. csv, jsonl, premis and jsonld are one file
/// for all statements; dc and ninjs a folder with a file for each.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filter: FilterOptions,
    /// The format
    #[arg(long, value_enum)]
    format: Kind,
    /// The file or folder to write, which must not be there yet; - is standard output, for one file
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    #[command(flatten)]
    trust: TrustOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A table for spreadsheets
    Csv,
    /// JSON Lines: all that is known of a statement on a line
    Jsonl,
    /// Dublin Core in XML (`oai_dc`)
    Dc,
    /// PREMIS 3 in XML: objects, events, agents
    Premis,
    /// IPTC ninjs 3.1
    Ninjs,
    /// schema.org in JSON-LD
    Jsonld,
}

impl Kind {
    fn format(self) -> Format {
        match self {
            Self::Csv => Format::Csv,
            Self::Jsonl => Format::JsonLines,
            Self::Dc => Format::DublinCore,
            Self::Premis => Format::Premis,
            Self::Ninjs => Format::Ninjs,
            Self::Jsonld => Format::JsonLd,
        }
    }
}

/// Verifies and exports.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let Open { catalogue, _place } = open_to_write(context)?;
    note_broken(context, &catalogue, &arguments.filter.filter())?;
    let options = ExportOptions {
        format: arguments.format.format(),
        filter: arguments.filter.filter(),
        status: arguments.filter.status(),
        judge: judge_by(context, &choice.trust, &arguments.trust),
        jobs: jobs(),
        now: context.office.now,
        program: PROGRAM,
    };
    let mut printer = ExportPrinter { ui: context.ui, exit: Exit::Done, counted: None };
    let (to, is_output) = (arguments.to.as_path(), arguments.to == Path::new("-"));
    check(options.format, is_output)?;
    let count = match () {
        () if !options.format.one_file() => to_folder(&catalogue, &options, to, &mut printer)?,
        () if is_output => to_output(&catalogue, &options, (io::stdout(), STANDARD_OUTPUT.as_ref()), &mut printer)?,
        () => to_file(&catalogue, &options, to, &mut printer)?,
    };
    printer.counted = None;
    if !is_output {
        report(context, count, to)?;
    }
    Ok(printer.exit)
}

/// What standard output is called.
const STANDARD_OUTPUT: &str = "standard output";

/// Refuses to write where no one could read it.
fn check(format: Format, is_output: bool) -> Result<()> {
    if is_output && !format.one_file() {
        let problem = format!("{} is a folder with a file for each statement", format.as_str());
        return Err(Error::refused(problem, "name a folder with --to"));
    }
    if is_output && io::stdout().is_terminal() {
        let hint = "name a file with --to, or send it to another program";
        return Err(Error::refused("an export is for other programs, not for a terminal", hint));
    }
    Ok(())
}

fn report(context: &Context, count: u64, to: &Path) -> Result<()> {
    let path = to.display().to_string();
    if context.ui.json {
        return context.ui.print_json(&ExportedLine { statements: count, path });
    }
    context.ui.print(&format!("Exported {} to {}\n", counted(count, "statement"), escape(&path)))
}

/// Says what is passed over.
struct ExportPrinter {
    ui: Ui,
    exit: Exit,
    counted: Option<Progress>,
}

impl ExportObserver for ExportPrinter {
    fn begin(&mut self, total: u64) {
        self.counted = Some(Progress::of(self.ui, total, "statements"));
    }

    fn advance(&mut self, count: u64) {
        self.counted.iter().for_each(|counted| counted.advance(count));
    }

    fn unreadable(&mut self, error: chancery_office::Error) {
        self.ui.error(&error.into());
        self.exit = self.exit.worst(Exit::Failed);
    }

    fn not_exported(&mut self, path: &Path, verdict: Verdict) {
        self.exit = self.exit.worst(Exit::of(verdict));
        let why = if verdict == Verdict::Untrusted { "its signer is not trusted here" } else { verdict.as_str() };
        self.ui.warn(&format!("{} is not exported: {why}", path.display()));
    }
}
