//! `chancery export`: statements in the formats of others.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::{BundleId, Metadata, Report, Source, Trust, Verdict};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::catalogue::select::{Found, Sort};
use chancery_office::archive::events::event::Event;
use chancery_office::archive::export::stream::Export;
use chancery_office::archive::export::{Format, Record};
use chancery_office::archive::parallel::{ROUND, portions, round};
use chancery_office::archive::status::{Standing, Status, Successor};
use chancery_office::durable::{NewFile, NewFolder, folder_of};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::archive::{Open, open_to_write};
use crate::context::Context;
use crate::exit::Exit;
use crate::filter::FilterOptions;
use crate::show::format::counted;
use crate::show::listing::page::note_broken;
use crate::show::progress::Progress;
use crate::show::ui::{Ui, escape};
use crate::show::verdict::known;
use crate::trust_choice::{Choice, TrustOptions};
use crate::{events, input};

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
    let quiet = Context { ui: Ui { quiet: true, ..context.ui }, ..context.clone() };
    let mut exporting = Exporting {
        context,
        quiet: &quiet,
        arguments,
        choice: &choice,
        catalogue: &catalogue,
        count: 0,
        exit: Exit::Done,
        seen: HashSet::new(),
    };
    let (format, to) = (arguments.format.format(), arguments.to.as_path());
    if !format.one_file() {
        exporting.write_folder(format, to)?;
    } else if to == Path::new("-") {
        exporting.write_output(format)?;
    } else {
        exporting.write_file(format, to)?;
    }
    exporting.report()
}

struct Exporting<'a> {
    context: &'a Context,
    /// The same, for what is done side by side.
    quiet: &'a Context,
    arguments: &'a Arguments,
    choice: &'a Choice,
    catalogue: &'a Catalogue,
    count: u64,
    exit: Exit,
    seen: HashSet<BundleId>,
}

/// Writes a file under the first of these names that is free.
fn write_new(folder: &Path, names: [String; 2], text: &str) -> Result<()> {
    for name in names {
        let path = folder.join(name);
        match File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => {
                let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
                return written.map_err(|error| Error::io("write", path, error));
            }
        }
    }
    Err(Error::path(folder, "has the files of this statement already", "please report this"))
}

/// A bundle that was verified, and its size.
type Judged = Result<(Report, u64)>;

impl Exporting<'_> {
    fn write_file(&mut self, format: Format, to: &Path) -> Result<()> {
        let file = NewFile::create_for(to)?;
        let failed = |error| Error::io("write", to, error);
        let mut export = Export::begin(format, BufWriter::new(file.file()), folder_of(to)).map_err(failed)?;
        self.each(format, &mut |record| export.add(record).map_err(failed))?;
        export.finish().and_then(|mut out| out.flush()).map_err(failed)?;
        self.refuse_nothing(format)?;
        file.publish_at(to)
    }

    fn write_output(&mut self, format: Format) -> Result<()> {
        if io::stdout().is_terminal() {
            let hint = "name a file with --to, or send it to another program";
            return Err(Error::refused("an export is for other programs, not for a terminal", hint));
        }
        let failed = |error| Error::io("write to", "standard output", error);
        let mut export = Export::begin(format, BufWriter::new(io::stdout()), &std::env::temp_dir()).map_err(failed)?;
        self.each(format, &mut |record| export.add(record).map_err(failed))?;
        export.finish().and_then(|mut out| out.flush()).map_err(failed)
    }

    fn write_folder(&mut self, format: Format, to: &Path) -> Result<()> {
        if to == Path::new("-") {
            let problem = format!("{} is a folder with a file for each statement", format.as_str());
            return Err(Error::refused(problem, "name a folder with --to"));
        }
        let folder = NewFolder::create_for(to)?;
        self.each(format, &mut |record| {
            let (name, ending) = (&record.report.name, format.file_name_ending());
            let names = [format!("{name}.{ending}"), format!("{name}-{}.{ending}", record.id.0)];
            write_new(folder.path(), names, &format.record(record, true))
        })?;
        folder.publish()
    }

    /// Gives every authentic statement that is asked for to `write`.
    fn each(&mut self, format: Format, write: &mut dyn FnMut(&Record<'_>) -> Result<()>) -> Result<()> {
        let filter = self.arguments.filter.filter();
        let keys = self.catalogue.select(&filter, Sort::Oldest, None)?;
        let counted = Progress::of(self.context.ui, keys.len() as u64, "statements");
        for keys in keys.chunks(ROUND) {
            let found = keys.iter().filter_map(|key| self.catalogue.file(*key).transpose());
            let found = found.collect::<Result<Vec<Found>>>()?;
            let events = if format == Format::Premis { self.events(&found)? } else { HashMap::new() };
            let folder = self.catalogue.archive().folder();
            let size = |found: &Found| fs::metadata(folder.join(&found.path)).map_or(0, |there| there.len());
            for found in portions(found, size) {
                self.portion(&found, &events, write)?;
            }
            counted.advance(keys.len() as u64);
        }
        Ok(())
    }

    /// Verifies some side by side, and writes them one after another.
    fn portion(
        &mut self,
        found: &[Found],
        events: &HashMap<BundleId, Vec<Event>>,
        write: &mut dyn FnMut(&Record<'_>) -> Result<()>,
    ) -> Result<()> {
        let folder = self.catalogue.archive().folder();
        let (quiet, trust, options) = (self.quiet, &self.choice.trust, &self.arguments.trust);
        let judge = |found: &Found| judge(quiet, &folder.join(&found.path), trust, options);
        let judged = round(found, crate::archive::jobs(), judge).map_err(|error| Error::io("read", folder, error))?;
        found.iter().zip(judged).try_for_each(|(found, judged)| self.one(found, judged, events, write))
    }

    fn one(
        &mut self,
        found: &Found,
        judged: Judged,
        events: &HashMap<BundleId, Vec<Event>>,
        write: &mut dyn FnMut(&Record<'_>) -> Result<()>,
    ) -> Result<()> {
        let path = self.catalogue.archive().folder().join(&found.path);
        let (report, size) = match judged {
            Ok(judged) => judged,
            Err(error) => {
                self.context.ui.error(&error);
                self.exit = self.exit.worst(Exit::Failed);
                return Ok(());
            }
        };
        let is_again = report.id.is_some_and(|id| !self.seen.insert(id));
        if is_again && report.statement().is_some() {
            // The same bundle may lie in several files.
            return Ok(());
        }
        let Some((id, metadata)) = report.id.zip(report.statement()) else {
            self.exit = self.exit.worst(Exit::of(report.verdict));
            let verdict = if report.verdict == Verdict::Untrusted {
                "its signer is not trusted here"
            } else {
                report.verdict.as_str()
            };
            self.context.ui.warn(&format!("{} is not exported: {verdict}", path.display()));
            return Ok(());
        };
        let standing = self.standing(id, metadata)?;
        let status = standing.status();
        if self.arguments.filter.status().is_some_and(|wanted| wanted != status) {
            return Ok(());
        }
        let ids = |status| ids(&standing.successors, status);
        let (corrected_by, withdrawn_by) = (ids(Status::Corrected), ids(Status::Withdrawn));
        self.count = self.count.saturating_add(1);
        write(&Record {
            id,
            path: &found.path.to_string_lossy(),
            size,
            metadata,
            report: &report,
            status: Some(status.as_str()),
            corrected_by: &corrected_by,
            withdrawn_by: &withdrawn_by,
            checked: self.context.office.now,
            program: events::PROGRAM,
            events: events.get(&id).map_or(&[], Vec::as_slice),
        })
    }

    /// What came after a statement.
    fn standing(&self, id: BundleId, metadata: &Metadata) -> Result<Standing> {
        if self.catalogue.replacing(&id)?.is_empty() {
            return Ok(Standing::default());
        }
        known::standing_of(self.context, self.catalogue, (&id, metadata), self.choice, &self.arguments.trust)
    }

    /// What the event log says of some bundles.
    fn events(&self, found: &[Found]) -> Result<HashMap<BundleId, Vec<Event>>> {
        let mut events: HashMap<BundleId, Vec<Event>> =
            found.iter().filter_map(|found| found.id).map(|id| (id, Vec::new())).collect();
        self.catalogue.events().read(&mut |line| {
            if let Some(event) = line {
                for id in &event.ids {
                    if let Some(known) = events.get_mut(id) {
                        known.push(Event { ids: vec![*id], ..event.clone() });
                    }
                }
            }
            Ok(())
        })?;
        Ok(events)
    }

    /// The schema of PREMIS has no file of no statement.
    fn refuse_nothing(&self, format: Format) -> Result<()> {
        if self.count > 0 || format != Format::Premis {
            return Ok(());
        }
        Err(Error::refused("there is no statement to export", "PREMIS has no empty file: nothing was written"))
    }

    fn report(&self) -> Result<Exit> {
        let to = self.arguments.to.display().to_string();
        if to == "-" {
            return Ok(self.exit);
        }
        if self.context.ui.json {
            #[derive(Serialize)]
            struct Line {
                statements: u64,
                path: String,
            }
            self.context.ui.print_json(&Line { statements: self.count, path: to })?;
        } else {
            let count = counted(self.count, "statement");
            self.context.ui.print(&format!("Exported {count} to {}\n", escape(&to)))?;
        }
        Ok(self.exit)
    }
}

fn judge(context: &Context, path: &Path, trust: &Trust, options: &TrustOptions) -> Judged {
    let input = input::open_path(path)?;
    Ok((input::judge(context, &input, trust, options)?, input.opened.size()))
}

/// What takes effect on a statement itself, in this way.
fn ids(successors: &[Successor], status: Status) -> Vec<BundleId> {
    successors.iter().filter(|successor| successor.status == status).map(|successor| successor.id).collect()
}
