//! `chancery list`: what is in the archive, told from the bundles themselves.

use crate::error::Result;
use clap::Args;

use crate::archive::{Open, open};
use crate::context::Context;
use crate::exit::Exit;
use crate::filter::FilterOptions;
use crate::show::listing::Wanted;
use crate::show::listing::page::{Order, Page, note_broken, note_not_hashed};
use crate::trust_choice::TrustOptions;

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
        choice: &choice,
        options: &arguments.trust,
    };
    let Open { catalogue, .. } = &open(context)?;
    note_broken(context, catalogue, &wanted.filter)?;
    let (exit, count) = arguments.page.print(context, catalogue, &wanted, &mut Ok)?;
    if count > 0 {
        note_not_hashed(context);
    }
    Ok(exit)
}
