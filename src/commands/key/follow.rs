//! `chancery key follow`: from a key that the reader trusts to the one that takes its place.

use std::path::Path;

use chancery_core::trust::announcement::Announcement;
use chancery_core::{Fingerprint, Trust};
use chancery_office::keys::apply_announcement;
use chancery_office::keys::follow::Follow;
use chancery_office::trust_sources::choice::Choice;
use chancery_office::trust_sources::error::ListNeed;
use chancery_office::trust_sources::{ListFile, own};
use clap::Args;

use super::replaced_line;
use super::trust_bundle::picture;
use crate::ask::prompt;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::options::trust::TrustOptions;
use crate::show::ui::escape;
use crate::show::verdict::ReportView;
use crate::show::warnings::{say, told};

/// Follow a key announcement: trust the new key of an identity whose old key you trust
///
/// The announcement must be authentic by your trust list, and signed with both keys. You are asked before the list is
/// changed: the old key is retired in it, the new one added.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The announcement's .zip file, or its id in the archive
    #[arg(value_name = "BUNDLE")]
    bundle: String,
    /// The new key's fingerprint, got from elsewhere, instead of the question
    #[arg(long, value_name = "SHA256:…")]
    fingerprint: Option<Fingerprint>,
}

/// Checks the announcement, asks, and changes the list.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let office = &context.office;
    told(context.ui, own::passed_over(office, &own::to_change(office)?)?);
    let list = own::read_to_change(office, ListNeed::Follow)?;
    for warning in &own::unusable(&list) {
        say(context.ui, warning);
    }
    let words = list.path.display().to_string();
    let choice = Choice { trust: Trust::List(list.list.clone()), words, passed_over: None };
    let input = input::open_file_or_id(context, &arguments.bundle)?;
    let report = input::judge(context, &input, &choice.trust, &TrustOptions::plain())?;
    let exit = Exit::of(report.verdict());
    if exit != Exit::Done {
        ReportView { file: &input.name, report: &report, choice: &choice, known: None }.print(context.ui)?;
        context.ui.warn("nothing was followed: the announcement must be authentic by your own trust list");
        return Ok(exit);
    }
    let announced = apply_announcement::read(&input.opened, Path::new(&input.name), &report)?;
    let Some(follow) = Follow::prepare(&list, &report, &announced, arguments.fingerprint)? else {
        return report_done(context, &list, &announced, "already trusts");
    };
    if !is_wanted(context, arguments, &announced)? {
        return Err(Error::refused("not followed, as you answered", "the list is as it was"));
    }
    told(context.ui, follow.carry_out(office)?);
    report_done(context, &list, &announced, "now trusts")
}

/// Whether the reader named the new key, or says yes to it.
fn is_wanted(context: &Context, arguments: &Arguments, announced: &Announcement) -> Result<bool> {
    let Announcement { identity, until, new, from, .. } = announced;
    let fingerprint = new.fingerprint();
    if arguments.fingerprint.is_some() {
        return Ok(true);
    }
    if !prompt::can_ask() || context.ui.json {
        let hint = "get the new key's fingerprint elsewhere, and say it: --fingerprint SHA256:…";
        return Err(Error::refused("there is nobody to ask whether to follow", hint));
    }
    prompt::confirm(&format!(
        "The holder of the key that you trust for {identity} announces a new one, used from {from} on:\n\n{}\n\
         If the old key was stolen, a thief could announce this too: compare the fingerprint with what the office\n\
         publishes elsewhere, on its own site, in print or on the telephone, never with what came with this file.\n\
         Trust the new key for {identity}, and the old one only until {until}?",
        picture(&fingerprint),
    ))
}

fn report_done(context: &Context, list: &ListFile, announced: &Announcement, words: &str) -> Result<Exit> {
    let Announcement { identity, old, until, new, from } = announced;
    if context.ui.json {
        context.ui.print_json(&replaced_line::line(announced, None, Some(list.path.display().to_string())))?;
        return Ok(Exit::Done);
    }
    context.ui.print(&format!(
        "{} {words} {identity} from {from} on, with the key\n  {}\nand until {until} with the old one\n  {}\n",
        escape(&list.path.display().to_string()),
        new.fingerprint(),
        old.fingerprint(),
    ))?;
    Ok(Exit::Done)
}
