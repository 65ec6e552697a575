//! `chancery extract`: writes out the documents of a bundle, verified first and once more while they are written.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::digest::stream::{Stream, hash_all};
use chancery_core::{DocumentSeen, Report, Source};
use chancery_office::durable::NewFolder;
use chancery_office::positioned::write_all_at;
use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::input;
use crate::input::Input;
use crate::show::progress::Progress;
use crate::show::ui::escape;
use crate::show::verdict::ReportView;
use crate::trust_choice::TrustOptions;

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
    if !report.verdict.is_intact() {
        shown.print(context.ui)?;
        context.ui.warn("nothing was extracted");
        return Ok(Exit::of(report.verdict));
    }
    write_out(context, &input, &report, &arguments.to)?;
    if context.ui.json {
        #[derive(Serialize)]
        struct Extracted<'a> {
            #[serde(flatten)]
            line: crate::show::verdict::json::Line<'a>,
            path: String,
            documents: Vec<&'a str>,
        }
        let documents = report.documents.iter().map(|seen| seen.path.below()).collect();
        let path = arguments.to.display().to_string();
        context.ui.print_json(&Extracted { line: shown.json(), path, documents })?;
    } else {
        let mut text = shown.text();
        text += &format!("\nWritten to {}:\n", escape(&arguments.to.display().to_string()));
        text.extend(report.documents.iter().map(|seen| format!("  {}\n", seen.path.below())));
        context.ui.print(&text)?;
    }
    Ok(Exit::of(report.verdict))
}

/// Writes all documents into a folder that gets its name when all of them are whole.
fn write_out(context: &Context, input: &Input, report: &Report, to: &Path) -> Result<()> {
    let folder = NewFolder::create_for(to)?;
    let failed = |error| Error::io("write in", to, error);
    let mut outputs = Vec::new();
    for seen in &report.documents {
        let path = folder.path().join(seen.path.below());
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(failed)?;
        }
        File::options().write(true).create_new(true).open(&path).map_err(failed)?;
        outputs.push(Output { input, seen, path });
    }
    let progress = Progress::of_bytes(context.ui, report.payload.octets);
    let written =
        hash_all(&outputs, input::workers(report.payload.octets), &|bytes| progress.advance(bytes)).map_err(failed)?;
    for (output, fixity) in outputs.iter().zip(written) {
        if Some(fixity.digest) != output.seen.digest {
            return Err(Error::path(
                &input.name,
                "changed between two readings",
                "let nothing write to it, and try again",
            ));
        }
        output.open().and_then(|file| file.sync_all()).map_err(failed)?;
    }
    folder.publish()
}

/// A document on its way out of the bundle.
struct Output<'a> {
    input: &'a Input,
    seen: &'a DocumentSeen,
    path: PathBuf,
}

impl Output<'_> {
    /// Opens the file for each writing: there may be more documents than files can be open at once.
    fn open(&self) -> io::Result<File> {
        File::options().write(true).open(&self.path)
    }
}

impl Stream for Output<'_> {
    fn size(&self) -> u64 {
        self.seen.entry.size
    }

    fn read(&self, piece: &mut [u8], at: u64) -> io::Result<()> {
        self.input.opened.read_exact_at(piece, self.seen.entry.data_offset().saturating_add(at))
    }

    fn pass(&self, piece: &[u8], at: u64) -> io::Result<()> {
        write_all_at(&self.open()?, piece, at)
    }
}
