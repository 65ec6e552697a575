//! `chancery quote`: is this passage in an authentic statement, and in which?

mod json;
mod look;
mod text;

use chancery_text::quote::Quote;
use chancery_text::tokens::Vocabulary;
use clap::Args;

use self::look::{Looked, Looking};
use crate::ask::paste;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::options::trust::TrustOptions;

/// Find a passage in a bundle, or in every statement of the archive, word for word or nearly
///
/// White space, line breaks, the kind of quotation marks and dashes, and markup do not matter; … and [...] leave something out, and
/// what they leave out is shown. Where no statement has the passage word for word, the one that is most like it is shown with every difference.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The passage, or - for standard input and for what is pasted at the terminal
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// Look in this bundle alone: its .zip file, or its id in the archive [default: the whole archive]
    #[arg(value_name = "BUNDLE|ID")]
    bundle: Option<String>,
    /// Show at most so many statements that have it word for word; 0 is all of them
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    trust: TrustOptions,
}

/// A longer passage is a document: `compare` is for those.
const LONGEST: u64 = 256 << 10;

/// Looks for the passage and shows where it is.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let wanted = passage(context, arguments)?;
    if Quote::of(&wanted, &mut Vocabulary::default()).is_none() {
        return Err(Error::refused("there is no word in the passage", "give the words that are quoted"));
    }
    let choice = arguments.trust.choose(context)?;
    let limit = if arguments.limit == 0 { usize::MAX } else { arguments.limit };
    let looking = Looking { context, wanted: &wanted, choice: &choice, options: &arguments.trust };
    let looked = match &arguments.bundle {
        Some(bundle) => looking.in_bundle(bundle)?,
        None => looking.in_archive(limit)?,
    };
    if context.ui.json {
        json::print(context, &looked, &choice)?;
    } else {
        context.ui.print(&text::text(&looked, &choice))?;
    }
    Ok(exit(&looked))
}

fn passage(context: &Context, arguments: &Arguments) -> Result<String> {
    let too_long = || Error::refused("the passage is too long", "compare a whole text with `chancery compare`");
    if arguments.text != "-" {
        return if arguments.text.len() as u64 > LONGEST { Err(too_long()) } else { Ok(arguments.text.clone()) };
    }
    if arguments.bundle.as_deref() == Some("-") {
        return Err(Error::refused(
            "standard input cannot be both the passage and the bundle",
            "name the bundle's file",
        ));
    }
    let bytes = paste::read(context, LONGEST)?;
    if bytes.len() as u64 > LONGEST {
        return Err(too_long());
    }
    String::from_utf8(bytes).map_err(|_| Error::refused("the passage is not UTF-8 text", "paste it as text"))
}

/// What was found decides; of several statements that have the passage word for word, the one that is trusted.
fn exit(looked: &Looked) -> Exit {
    let _best = looked.exact.iter().map(|passage| passage.report.verdict()).min();
    let best = looked.exact.iter().map(|statement| statement.report.verdict()).min();
    looked.refused.or(best).map_or(Exit::NotAuthentic, Exit::of)
}
