//! How a batch went.

use crate::error::Result;
use chancery_core::Identity;
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::show::format::counted;
use crate::show::ui::escape;

/// How it went.
#[derive(Debug, Default, Serialize)]
pub struct Tally {
    /// Sealed by this run.
    pub sealed: u64,
    /// In the archive already.
    pub there: u64,
    /// Rows that could not be sealed.
    pub failed: u64,
    /// Sealed, and to be signed by others too.
    pub joint: u64,
}

impl Tally {
    /// Says it.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn report(&self, context: &Context, identity: &Identity) -> Result<Exit> {
        let exit = if self.failed > 0 { Exit::Failed } else { Exit::Done };
        if context.ui.json {
            #[derive(Serialize)]
            struct Line<'a> {
                summary: &'a Tally,
            }
            context.ui.print_json(&Line { summary: self })?;
            return Ok(exit);
        }
        let archive = escape(&context.office.archive.display().to_string());
        let mut text = format!("Sealed {} into {archive}, signed by {identity}\n", counted(self.sealed, "statement"));
        if self.there > 0 {
            text += &format!("{} there already, and left as they are\n", counted(self.there, "statement"));
        }
        if self.joint > 0 {
            text +=
                &format!("{} joint: not authentic until all issuers have signed\n", counted(self.joint, "statement"));
        }
        if self.failed > 0 {
            text += &format!(
                "{} failed: mend them and run it again, only what is missing is sealed\n",
                counted(self.failed, "row")
            );
        }
        context.ui.print(&text)?;
        Ok(exit)
    }
}
