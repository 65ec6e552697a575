//! How much of a list is shown, in which order, and how: what `list` and `search` share.

use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::catalogue::select::{Filter, Sort};
use chancery_office::archive::listing::{Listed, Row, Wanted, broken, list};
use clap::{Args, ValueEnum};

use super::line;
use super::table::{self, COUNTED, More};
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::show::format::grouped;

/// How much is shown, and how.
#[derive(Debug, Args)]
pub struct Page {
    /// At most so many; 0 is all of them [default: 100 in a table, all in JSON and CSV]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// By time of issue, the newest first
    Newest,
    /// By time of issue, the oldest first
    Oldest,
    /// By time of sealing, the newest first
    Sealed,
    /// By title
    Title,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
            Order::Sealed => Self::Sealed,
            Order::Title => Self::Title,
        }
    }
}

/// A page of a table.
const PAGE: u64 = 100;

/// Says how many files a filter cannot be asked of.
///
/// # Errors
/// What the system says of the catalogue.
pub fn note_broken(context: &Context, catalogue: &Catalogue, filter: &Filter) -> Result<()> {
    let count = broken(catalogue, filter)?;
    if count > 0 {
        let count = grouped(count);
        context.ui.warn(&format!(
            "files that are no intact bundles, and in no answer to a filter: {count}; `chancery audit` names them"
        ));
    }
    Ok(())
}

/// Says what a list rests on.
pub fn note_not_hashed(context: &Context) {
    context.ui.note("signatures and metadata were checked, the documents were not hashed: `chancery verify` does that");
}

impl Page {
    /// At most how many rows there are.
    pub fn most(&self, context: &Context) -> Option<u64> {
        let usual = (self.format(context) == Format::Table).then_some(PAGE);
        self.limit.map_or(usual, |limit| (limit > 0).then_some(limit))
    }

    fn format(&self, context: &Context) -> Format {
        if context.ui.json { Format::Json } else { self.format }
    }

    /// Lists the rows and prints them, each as `ready` makes it; says what it ends with, and how many there were. A file that cannot be
    /// read keeps no other from being shown.
    ///
    /// # Errors
    /// What the system says of the catalogue.
    pub fn print(
        &self,
        context: &Context,
        catalogue: &Catalogue,
        wanted: &Wanted<'_>,
        ready: &dyn Fn(Row) -> Row,
    ) -> Result<(Exit, u64)> {
        let with_passage = wanted.filter.words.is_some();
        let (mut exit, mut count) = (Exit::Done, 0_u64);
        let mut rows = Vec::new();
        if self.format(context) == Format::Csv {
            context.ui.print(&table::csv_head(with_passage))?;
        }
        for listed in list(catalogue, wanted)? {
            let row = match listed? {
                Listed::Row(row) => ready(*row),
                Listed::Unreadable(error) => {
                    context.ui.error(&error.into());
                    exit = exit.worst(Exit::Failed);
                    continue;
                }
            };
            exit = exit.worst(Exit::of(row.report.verdict()));
            count = count.saturating_add(1);
            match self.format(context) {
                Format::Json => context.ui.print_json(&line(&row))?,
                Format::Csv => context.ui.print(&table::csv(&row, with_passage))?,
                Format::Table => rows.push(row),
            }
        }
        if self.format(context) == Format::Table && !rows.is_empty() {
            context.ui.print(&table::table(&rows, self.more(catalogue, wanted, count)?))?;
        }
        if count == 0 && self.format(context) == Format::Table {
            let nothing = if catalogue.size()? == 0 { "the archive has no bundles" } else { "nothing is found" };
            context.ui.print(&format!("{nothing}\n"))?;
        }
        Ok((exit, count))
    }

    /// How many there are beyond a page, where that can be told.
    fn more(&self, catalogue: &Catalogue, wanted: &Wanted<'_>, count: u64) -> Result<More> {
        match () {
            () if wanted.most != Some(count) => Ok(More::None),
            // Which of the others fit is known only once they have been judged.
            () if wanted.status.is_some() || wanted.filter.signer.is_some() => Ok(More::Perhaps),
            () => {
                let most = count.saturating_add(COUNTED);
                Ok(More::Some(catalogue.how_many(&wanted.filter, most)?.saturating_sub(count)))
            }
        }
    }
}
