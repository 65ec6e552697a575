//! `chancery audit`: is everything in the archive still there, and still what was sealed?

mod report;

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::time::Instant;

use chancery_office::archive::audit::run::{Audit, AuditOptions};
use chancery_office::archive::audit::selection::{Age, Selection};
use chancery_office::archive::lookup::IdPrefix;
use chancery_office::archive::workspace::Effort;
use clap::Args;

use self::report::{AuditPrinter, exit};
use super::filter::About;
use crate::archive::{Open, READ, jobs, open_to_write};
use crate::context::{Context, now};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::judging::judge_by;
use crate::options::trust::TrustOptions;
use crate::show::progress::Progress;
use crate::{environment, events};

/// Verify the archive's bundles again, every byte of them
///
/// Tells apart what is damaged, what is missing (the event log names it and no file holds it), what is not trusted by the list that
/// is used, and what is unlisted (a file that the event log does not name). What is found is added to the event log.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The ids of single bundles; all of them otherwise
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    about: About,
    /// Only so many, drawn by lot
    #[arg(long, value_name = "N", conflicts_with = "resume")]
    sample: Option<u64>,
    /// Only those that no audit has verified since then: a day, or a number of days such as 30d
    #[arg(long, value_name = "TIME")]
    older_than: Option<Age>,
    /// How many bundles are verified at once [default: two for each processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Go on with the last audit that was broken off
    #[arg(long, conflicts_with = "ids")]
    resume: bool,
    #[command(flatten)]
    trust: TrustOptions,
}

impl Arguments {
    fn selection(&self) -> Result<Selection> {
        let ids = self.ids.iter().map(|id| parse_id(id)).collect::<Result<_>>()?;
        Ok(Selection { ids, about: self.about.about(), sample: self.sample, older_than: self.older_than })
    }
}

fn parse_id(id: &str) -> Result<IdPrefix> {
    id.parse().map_err(|fault| Error::refused(format!("{id:?} {fault}"), "`chancery list` shows the ids"))
}

/// Verifies, writes down and reports.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let Open { mut catalogue, _place } = open_to_write(context)?;
    let twice = NonZeroUsize::MIN.saturating_add(1);
    let read = RefCell::new(None);
    let user = environment::user();
    let judge = judge_by(context, &choice.trust, &arguments.trust);
    let read_more = |count| read.borrow_mut().get_or_insert_with(|| Progress::of(context.ui, 0, READ)).advance(count);
    let options = AuditOptions {
        selection: arguments.selection()?,
        resume: arguments.resume,
        judge,
        jobs: arguments.jobs.unwrap_or(jobs().saturating_mul(twice)),
        effort: Effort { jobs: jobs(), progress: &read_more },
        recorder: events::recorder(context, &user),
        clock: &|| now().ok(),
    };
    let mut printer = AuditPrinter::new(context.ui, &choice, judge, &read);
    let audit = Audit::begin(&mut catalogue, &options, &mut printer)?;
    let clock = Instant::now();
    let tally = audit.run()?;
    printer.rest()?;
    printer.summary(&tally, clock.elapsed())?;
    Ok(exit(&tally))
}
