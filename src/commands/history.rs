//! `chancery history`: what happened to a statement, as the archive's event log tells it.

use std::path::Path;

use chancery_office::ArchiveError;
use chancery_office::archive::Archive;
use chancery_office::archive::events::event::{Event, Kind, Outcome};
use chancery_office::archive::history::History;
use chancery_office::archive::lookup::IdPrefix;
use chancery_office::json::HistoryLine;
use clap::Args;

use crate::archive::{Open, open};
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::input;
use crate::show::escape::escape;
use crate::show::warnings::told;

/// Tell what happened to a statement: sealed, added, signed, audited, corrected, withdrawn
///
/// It is what the archive's event log says: nobody signs that. JSON has the event types of PREMIS 3 too.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The id of the statement, in full or its first digits, or its .zip file
    #[arg(value_name = "ID")]
    id: String,
}

/// Finds the statement's events and prints them, the oldest first.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let archive = Archive::at(&context.office.archive);
    archive.check()?;
    let id = id(&arguments.id)?;
    let history = told(context.ui, History::read(&archive, id.clone())?);
    let events = history.of_one()?;
    if events.is_empty() {
        return nothing(context, &id);
    }
    events.iter().try_for_each(|event| tell(context, event))?;
    Ok(Exit::Done)
}

/// The id that was given, or that of a bundle's file.
fn id(argument: &str) -> Result<IdPrefix> {
    match argument.parse() {
        Ok(id) if !Path::new(argument).exists() => Ok(id),
        _ => Ok(IdPrefix::of_bundle(&input::open_file(argument)?)?),
    }
}

fn nothing(context: &Context, id: &IdPrefix) -> Result<Exit> {
    let Open { catalogue, .. } = open(context)?;
    if catalogue.by_id(id.digits())?.is_empty() {
        let archive = catalogue.archive().folder().to_owned();
        return Err(ArchiveError::NoBundle { archive, id: id.digits().to_owned() }.into());
    }
    context.ui.note("the event log says nothing of it: `chancery add` with its file records it");
    Ok(Exit::Done)
}

fn tell(context: &Context, event: &Event) -> Result<()> {
    if context.ui.json {
        return context.ui.print_json(&HistoryLine { event: event.clone(), premis: event.event.premis() });
    }
    let what = match (event.event, event.outcome) {
        (kind, Outcome::Done) => kind.as_str().to_owned(),
        (kind, outcome) => format!("{}: {}", kind.as_str(), outcome.as_str()),
    };
    let by = event.by.map(|id| format!(" by {}", id.short())).unwrap_or_default();
    let note = event.note.as_ref().map(|note| format!("  \u{201c}{}\u{201d}", escape(note))).unwrap_or_default();
    let place = event.path.as_ref().filter(|_| event.event != Kind::Audited);
    let place = place.map(|path| format!("  {}", escape(path))).unwrap_or_default();
    let (agent, program) = (escape(&event.agent), escape(&event.program));
    context.ui.print(&format!("{}  {what}{by}, {agent}, {program}{place}{note}\n", event.time))
}
