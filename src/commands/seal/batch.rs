//! `chancery seal --batch`: many statements from a table.

use std::path::Path;

use chancery_core::{BundleId, Fingerprint, Identity, Metadata, Role, Timestamp};
use chancery_office::Warning;
use chancery_office::archive::Archive;
use chancery_office::archive::events::event::Event;
use chancery_office::compose::batch::{Batch, BatchObserver, BatchWork, KeptRow, Worker};
use chancery_office::defaults::Defaults;
use chancery_office::json::RowLine;

use crate::archive::{Open, jobs, open_to_write};
use crate::ask::own_list::check_own_list;
use crate::context::{self, Context};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::options::metadata::MetadataOptions;
use crate::options::sealing::SealingOptions;
use crate::options::trust::TrustOptions;
use crate::show::progress::Progress;
use crate::show::ui::Ui;
use crate::show::warnings;
use crate::{events, input, show};

/// Who seals, with what from the command line.
pub struct By<'a> {
    /// The identity.
    pub identity: &'a Identity,
    /// The office's defaults.
    pub defaults: &'a Defaults,
    /// The options.
    pub options: &'a SealingOptions,
}

/// Seals what is missing, reports each bad row, and says how it went.
pub fn run(context: &Context, table: &Path, by: &By<'_>) -> Result<Exit> {
    if by.options.metadata != MetadataOptions::default() {
        let hint = "name the values in the table's columns, or in chancery.toml for all of them";
        return Err(Error::refused("with --batch the table says what each statement is", hint));
    }
    let waiting = || context.ui.note("another batch is being sealed into this archive: waiting for its end");
    let mut batch = Batch::open(table, Archive::at(&context.office.archive), &waiting)?;
    let Open { mut catalogue, _place } = open_to_write(context)?;
    let signer = by.options.signer.source.open(context, by.identity)?;
    let public = signer.public()?;
    let sealed_at = context.sealing_time(by.options.sealed_at)?;
    check_own_list(context, &public, by.identity, Role::Issuer, sealed_at)?;
    let choice = TrustOptions::plain().choose(context)?;
    let worker = Worker {
        identity: by.identity,
        defaults: by.defaults,
        signer: signer.as_ref(),
        fingerprint: public.fingerprint(),
        trust: &choice.trust,
        now: context.office.now,
        workers: input::workers,
        input: input::spool,
    };
    let is_one_time = by.options.sealed_at.is_some() || context.source_date_epoch.is_some();
    let work = BatchWork {
        worker,
        sealed_at: is_one_time.then_some(sealed_at),
        clock: &|| Ok(context::now()?),
        events: &|at, metadata, id| Ok(sealed_events(context, at, (metadata, id), by.identity)?),
        jobs: jobs(),
    };
    let observer = Observer {
        ui: context.ui,
        fingerprint: public.fingerprint(),
        counted: Progress::of(context.ui, batch.rows(), "rows"),
    };
    let tally = batch.seal(work, &mut catalogue, &observer)?;
    drop(observer);
    show::tally::print(context, &tally, by.identity)?;
    Ok(if tally.failed > 0 { Exit::Failed } else { Exit::Done })
}

/// What there is to write down of a statement that was sealed at this moment.
fn sealed_events(
    context: &Context,
    at: Timestamp,
    (metadata, id): (&Metadata, BundleId),
    identity: &Identity,
) -> Result<Vec<Event>> {
    let mut context = context.clone();
    context.office.now = at;
    events::sealed(&context, metadata, id, identity.as_str())
}

/// Says how it goes: to scripts of every row, to people of what is wrong.
struct Observer {
    ui: Ui,
    fingerprint: Fingerprint,
    counted: Progress,
}

impl BatchObserver for Observer {
    fn warn(&self, row: u64, warning: Warning) {
        warnings::say(self.ui.in_row(row), &warning);
    }

    fn fail(&self, row: u64, error: &chancery_office::Error) {
        self.ui.in_row(row).error(&error.into());
    }

    fn keep(&self, kept: &KeptRow<'_>) -> chancery_office::Result<()> {
        if !self.ui.json {
            return Ok(());
        }
        let KeptRow { row, id, path, there_already, .. } = *kept;
        let fingerprint = (!there_already).then(|| self.fingerprint.to_string());
        let (id, path) = (id.to_string(), path.display().to_string());
        Ok(self.ui.print_json(&RowLine { row, id, path, fingerprint, there_already })?)
    }

    fn advance(&self, rows: u64) {
        self.counted.advance(rows);
    }
}
