//! What is asked of a person who seals a statement: what is missing, and whether it is meant so.

use chancery_core::{Identity, Metadata};
use chancery_office::compose::documents::Documents;
use chancery_office::compose::metadata::{Assembling, Assembly, Missing};

use super::prompt;
use crate::context::Context;
use crate::error::Result;
use crate::show::ui::escape;
use crate::show::{summary, warnings};

/// Puts metadata together, asks for what is missing where there is somebody to ask, and says whether anything was asked.
///
/// # Errors
/// Everything that is wrong; what is missing and required, where there is nobody to ask.
pub fn metadata(context: &Context, assembling: &Assembling<'_>, documents: &Documents) -> Result<(Metadata, bool)> {
    let tell = |warning| warnings::say(context.ui, &warning);
    let mut assembly = assembling.assemble(documents, &tell)?;
    let asked = context.ui.can_ask() && complete(context, &mut assembly)?;
    Ok((assembly.finish(&tell)?, asked))
}

/// Asks for what is required and missing, with proposals from the text. Says whether it asked.
fn complete(context: &Context, assembly: &mut Assembly<'_>) -> Result<bool> {
    let mut asked = false;
    while let Some(missing) = assembly.missing() {
        asked = true;
        let (question, proposal) = match &missing {
            Missing::Value(key) => (question(key).to_owned(), assembly.proposal(key, context.office.now)),
            Missing::NameOf(identity) => (format!("The name of {identity}, who is to sign too"), None),
            _ => break,
        };
        let answer = prompt::ask(&question, proposal.as_deref())?;
        if let Err(fault) = assembly.answer(&missing, &answer) {
            context.ui.warn(&format!("the answer {}", fault.problem));
        }
    }
    Ok(asked)
}

fn question(key: &str) -> &'static str {
    match key {
        "title" => "Title",
        "language" => "Language of the text",
        "issued" => "Published on (year-month-day, such as 2026-03-12)",
        "type" => "Type",
        _ => "The publisher's name",
    }
}

/// Shows whoever was asked for values what is to be sealed, and asks once more.
///
/// # Errors
/// Where the input ends.
pub fn confirm(metadata: &Metadata, identity: &Identity) -> Result<bool> {
    let publishers = metadata.publishers.iter();
    let published: String = publishers
        .map(|publisher| format!("  published by {} ({})\n", escape(publisher.name.as_str()), publisher.identity))
        .collect();
    prompt::confirm(&format!(
        "{}{published}  signed by {identity}\nSeal this? It cannot be changed afterwards",
        summary::text(metadata)
    ))
}
