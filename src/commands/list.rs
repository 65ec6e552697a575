//! `chancery list`: what is in the archive, told from the bundles themselves.

use chancery_office::archive::listing::Wanted;
use clap::Args;

use super::filter::FilterOptions;
use crate::archive::{Open, jobs, open};
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::judging::judge_by;
use crate::options::trust::TrustOptions;
use crate::show::listing::page::{Order, Page, note_broken, note_not_hashed};

/// List the archive's bundles, newest first
///
/// Every bundle that is listed is opened and judged from its signature to its metadata; its documents are not hashed. `chancery
/// verify` and `chancery audit` do that.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filter: FilterOptions,
    /// In which order
    #[arg(long, value_enum, default_value = "newest")]
    sort: Order,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    trust: TrustOptions,
}

/// Finds, judges and lists.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let wanted = Wanted {
        filter: arguments.filter.filter(),
        status: arguments.filter.status(),
        sort: arguments.sort.into(),
        most: arguments.page.most(context),
        judge: judge_by(context, &choice.trust, &arguments.trust),
        jobs: jobs(),
    };
    let Open { catalogue, .. } = &open(context)?;
    note_broken(context, catalogue, &wanted.filter)?;
    let (exit, count) = arguments.page.print(context, catalogue, &wanted, &|row| row)?;
    if count > 0 {
        note_not_hashed(context);
    }
    Ok(exit)
}
