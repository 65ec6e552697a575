//! `chancery reindex`: the catalogue made again.

use chancery_office::Workspace;
use chancery_office::json::ReindexedLine;
use clap::Args;

use crate::archive::{index, refresh};
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::show::format::counted;
use crate::show::ui::escape;

/// Make the catalogue of the archive again, from the bundles
///
/// The catalogue is what makes lists and searches quick. It lies outside the archive, holds nothing that is not in the bundles and
/// the event log, and is brought up to date by every command: this is for when it is doubted.
#[derive(Debug, Args)]
pub struct Arguments {}

/// Removes the catalogue and makes it again.
pub fn run(context: &Context, _: &Arguments) -> Result<Exit> {
    let Workspace { mut catalogue, place } = Workspace::emptied(&context.office)?;
    refresh(context, &mut catalogue, true)?;
    index(context, &mut catalogue)?;
    let bundles = catalogue.size()?;
    let path = place.path.display().to_string();
    if context.ui.json {
        context.ui.print_json(&ReindexedLine { bundles, catalogue: path })?;
    } else {
        context.ui.print(&format!("Catalogued {} in {}\n", counted(bundles, "bundle"), escape(&path)))?;
    }
    Ok(Exit::Done)
}
