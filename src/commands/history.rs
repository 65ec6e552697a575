//! `chancery history`: what happened to a statement, as the archive's event log tells it.

use std::path::Path;

use crate::error::{Error, Result};
use chancery_core::{BundleId, Digest};
use chancery_office::archive::Archive;
use chancery_office::archive::events::EventLog;
use chancery_office::archive::events::event::{Event, Kind, Outcome};
use clap::Args;
use serde::Serialize;

use crate::archive::{Open, open};
use crate::context::Context;
use crate::exit::Exit;
use crate::input;
use crate::show::ui::escape;

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
    if !archive.folder().is_dir() {
        return Err(archive.missing());
    }
    let digits = digits(&arguments.id)?;
    let log = EventLog::of(archive.folder());
    let (mut events, mut ids, mut garbled): (Vec<Event>, Vec<BundleId>, u64) = (Vec::new(), Vec::new(), 0);
    log.read(&mut |line| {
        let Some(mut event) = line else {
            garbled = garbled.saturating_add(1);
            return Ok(());
        };
        event.ids.retain(|id| id.0.to_string().starts_with(&digits));
        ids.extend(event.ids.iter());
        if !event.ids.is_empty() {
            events.push(event);
        }
        Ok(())
    })?;
    ids.sort_unstable();
    ids.dedup();
    if garbled > 0 {
        context.ui.warn(&format!("lines of the event log that are no events were passed over: {garbled}"));
    }
    if ids.len() > 1 {
        let problem = format!("has several statements whose ids begin with {digits}");
        return Err(Error::path(archive.folder(), problem, "give more digits of the id"));
    }
    if events.is_empty() {
        return nothing(context, &digits);
    }
    events.sort_by_key(|event| event.time);
    events.iter().try_for_each(|event| tell(context, event))?;
    Ok(Exit::Done)
}

/// The digits of an id, from what was given: an id, or a bundle's file.
fn digits(argument: &str) -> Result<String> {
    if input::is_id(argument) && !Path::new(argument).exists() {
        return Ok(argument.strip_prefix("sha256:").unwrap_or(argument).to_owned());
    }
    let input = input::open_file(argument)?;
    let id: Option<Digest> = chancery_office::archive::catalogue::entry::id(&input.opened);
    id.map(|id| id.to_string()).ok_or_else(|| Error::path(argument, "is no intact bundle", "give the statement's id"))
}

fn nothing(context: &Context, digits: &str) -> Result<Exit> {
    let Open { catalogue, .. } = open(context)?;
    let folder = catalogue.archive().folder();
    if catalogue.by_id(digits)?.is_empty() {
        let problem = format!("has no bundle with the id {digits}");
        return Err(Error::path(folder, problem, "`chancery list` shows what is there"));
    }
    context.ui.note("the event log says nothing of it: `chancery add` with its file records it");
    Ok(Exit::Done)
}

fn tell(context: &Context, event: &Event) -> Result<()> {
    if context.ui.json {
        #[derive(Serialize)]
        struct Line<'a> {
            #[serde(flatten)]
            event: &'a Event,
            premis: &'static str,
        }
        return context.ui.print_json(&Line { event, premis: event.event.premis() });
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
