//! An archive that audits: every bundle in it, verified again by the reader's own trust list.
//!
//! `cargo run -p chancery-office --example audit FOLDER` audits the office in a folder.

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::Path;
use std::{env, fs};

use chancery_core::{BundleId, Timestamp, Trust, TrustList};
use chancery_office::{
    Audit, AuditObserver, AuditOptions, Catalogue, CatalogueEffort, Checked, Judge, Office, Outcome, Recorder,
    Selection, Tally, Warning, Workspace,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).ok_or("name the office's folder")?;
    let tally = archive_that_audits(Path::new(&folder), "2026-06-01T12:00:00Z".parse()?)?;
    println!(
        "{} checked, {} authentic, {} damaged, {} missing",
        tally.checked, tally.authentic, tally.damaged, tally.missing
    );
    Ok(())
}

/// Verifies every bundle of the archive in an office's folder, and writes down in its event log what was found.
///
/// # Errors
/// Where there is no such office, and what the system says.
pub fn archive_that_audits(folder: &Path, now: Timestamp) -> Result<Tally, Box<dyn Error>> {
    let office = Office::at(folder, now);
    let list = TrustList::parse(&fs::read(folder.join("keys/allowed_signers"))?, None)?;
    let trust = Trust::List(list);
    let effort = CatalogueEffort { jobs: NonZeroUsize::MIN, progress: &|_| () };

    // Warnings are data: files that somebody put in by hand, a log that changed.
    let Outcome { value: mut workspace, warnings, .. } = Workspace::open_to_write(&office, effort)?;
    for warning in warnings {
        eprintln!("{warning:?}");
    }

    let options = AuditOptions {
        selection: Selection::default(),
        resume: false,
        judge: Judge::new(&trust, now),
        jobs: NonZeroUsize::MIN,
        effort,
        recorder: Recorder { now, agent: "archivist", program: "example 1.0.0" },
        clock: &|| Some(now),
    };
    Ok(Audit::begin(&mut workspace.catalogue, &options, &mut Printer)?.run()?)
}

/// What is told of each bundle.
struct Printer;

impl AuditObserver for Printer {
    fn begin(&mut self, total: u64) {
        println!("{total} to check");
    }

    fn advance(&mut self, _: u64) {}

    fn checked(&mut self, _: &Catalogue, checked: &Checked) -> chancery_office::Result<()> {
        let verdict = checked.judged.as_ref().map_or("not to be read", |report| report.verdict().as_str());
        println!("{}: {verdict}", checked.found.path.display());
        Ok(())
    }

    fn missing(&mut self, id: &BundleId, path: &Path) -> chancery_office::Result<()> {
        println!("{}: missing, {id}", path.display());
        Ok(())
    }

    fn warn(&mut self, warning: Warning) {
        eprintln!("{warning:?}");
    }
}
