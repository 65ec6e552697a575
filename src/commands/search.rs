//! `chancery search`: the statements that hold some words, with the passage.

use chancery_office::archive::catalogue::select::{Filter, Sort};
use chancery_office::archive::catalogue::words;
use chancery_office::archive::listing::{Row, Wanted};
use chancery_office::archive::passage;
use chancery_office::opened::Opened;
use clap::Args;

use super::filter::FilterOptions;
use super::text_worker;
use crate::archive::{Open, index, jobs, open};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::judging::judge_by;
use crate::options::trust::TrustOptions;
use crate::show::listing::page::{Order, Page, note_broken, note_not_hashed};

/// Find statements by their words, in any script, with the passage
///
/// Every word must be there, in the title, the metadata or the texts; "several words" in quotation marks are a phrase, a star
/// stands for the end of a word. Letters match in either case and without their accents.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The words
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    filter: FilterOptions,
    /// In which order [default: the best match first]
    #[arg(long, value_enum)]
    sort: Option<Order>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    trust: TrustOptions,
}

/// Words that stand in so many statements tell none of them from another.
const MOST_RANKED: u64 = 20_000;

/// Finds, judges and shows.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let sought = arguments.words.join(" ");
    let query = words::query(&sought)
        .ok_or_else(|| Error::refused(format!("{sought:?} holds no word"), "give words of letters or digits"))?;
    let choice = arguments.trust.choose(context)?;
    let mut wanted = Wanted {
        filter: Filter { words: Some(query), ..arguments.filter.filter() },
        status: arguments.filter.status(),
        sort: arguments.sort.map_or(Sort::Best, Sort::from),
        most: arguments.page.most(context),
        judge: judge_by(context, &choice.trust, &arguments.trust),
        jobs: jobs(),
    };
    let Open { mut catalogue, _place } = open(context)?;
    index(context, &mut catalogue)?;
    if wanted.sort == Sort::Best && catalogue.how_many(&wanted.filter, MOST_RANKED)? >= MOST_RANKED {
        context.ui.note("so many statements hold these words that none is the best: the newest are first");
        wanted.sort = Sort::Newest;
    }
    let extractor = text_worker::extractor();
    let passage = |row: Row| {
        // A file that is gone by now has no passage.
        let passage = |opened| passage::of(&opened, &row.report, &sought, &extractor);
        let passage = Opened::open(&row.path).ok().and_then(passage);
        Row { passage: Some(passage.unwrap_or_default()), ..row }
    };
    note_broken(context, &catalogue, &arguments.filter.filter())?;
    let (exit, count) = arguments.page.print(context, &catalogue, &wanted, &passage)?;
    if count > 0 {
        note_not_hashed(context);
    }
    Ok(exit)
}
