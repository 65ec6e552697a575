//! How a batch went.

use chancery_core::Identity;
use chancery_office::compose::batch::Tally;
use chancery_office::json::{BatchSummary, BatchSummaryLine};

use super::format::counted;
use super::ui::escape;
use crate::context::Context;
use crate::error::Result;

/// Says it.
///
/// # Errors
/// Where it cannot be printed.
pub fn print(context: &Context, tally: &Tally, identity: &Identity) -> Result<()> {
    let Tally { sealed, there, failed, joint, .. } = *tally;
    if context.ui.json {
        return context.ui.print_json(&BatchSummaryLine { summary: BatchSummary { sealed, there, failed, joint } });
    }
    let archive = escape(&context.office.archive.display().to_string());
    let mut text = format!("Sealed {} into {archive}, signed by {identity}\n", counted(sealed, "statement"));
    if there > 0 {
        text += &format!("{} there already, and left as they are\n", counted(there, "statement"));
    }
    if joint > 0 {
        text += &format!("{} joint: not authentic until all issuers have signed\n", counted(joint, "statement"));
    }
    if failed > 0 {
        text +=
            &format!("{} failed: mend them and run it again, only what is missing is sealed\n", counted(failed, "row"));
    }
    context.ui.print(&text)
}
