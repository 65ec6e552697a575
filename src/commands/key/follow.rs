//! `chancery key follow`: from a key that the reader trusts to the one that takes its place.

use crate::error::{Error, Result};
use chancery_core::trust::announcement::Announcement;
use chancery_core::verify::announcement::check_followable;
use chancery_core::{Fingerprint, Trust};
use chancery_office::trust_sources::revocations::read_list;
use chancery_office::trust_sources::{ListFile, change};
use clap::Args;

use super::trust_bundle::picture;
use super::{handover, list_to_change};
use crate::ask::prompt;
use crate::context::Context;
use crate::exit::Exit;
use crate::input;
use crate::show::ui::escape;
use crate::show::verdict::ReportView;
use crate::trust_choice::{Choice, TrustOptions, warn_of_passed_over, warn_of_unusable};

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
    let path = list_to_change(context)?;
    warn_of_passed_over(context, &path)?;
    if !path.is_file() {
        let hint = "to follow a key you must trust the old one: `chancery key trust`";
        return Err(Error::path(path, "there is no such trust list", hint));
    }
    let list = read_list(&context.office, &path)?;
    warn_of_unusable(context, &list);
    let words = path.display().to_string();
    let choice = Choice { trust: Trust::List(list.list.clone()), words, passed_over: None };
    let input = input::open_file_or_id(context, &arguments.bundle)?;
    let report = input::judge(context, &input, &choice.trust, &TrustOptions::plain())?;
    let exit = Exit::of(report.verdict);
    if exit != Exit::Done {
        ReportView { file: &input.name, report: &report, choice: &choice, known: None }.print(context.ui)?;
        context.ui.warn("nothing was followed: the announcement must be authentic by your own trust list");
        return Ok(exit);
    }
    let announced = handover::read(&input, &report)?;
    check_named(arguments, &announced)?;
    if handover::is_done(&list.list, &announced) {
        return report_done(context, &list, &announced, "already trusts");
    }
    let hint = "ask the office itself which key it uses now: `chancery key trust` takes that";
    check_followable(&report, &announced, &list.list).map_err(|why| Error::path(&path, why, hint))?;
    if !is_wanted(context, arguments, &announced)? {
        return Err(Error::refused("not followed, as you answered", "the list is as it was"));
    }
    change(&path, |bytes| {
        // The question may have stood for long: what was judged then must hold now.
        let now = read_list(&context.office, &path)?;
        if (&now.list.rules, &now.list.revoked) != (&list.list.rules, &list.list.revoked) {
            return Err(Error::path(&path, "was changed while you were asked", "nothing was followed; try again"));
        }
        handover::new_list(context, &list, &announced, &bytes)
    })?;
    report_done(context, &list, &announced, "now trusts")
}

/// That the reader named no other key than the new one.
fn check_named(arguments: &Arguments, announced: &Announcement) -> Result<()> {
    let fingerprint = announced.new.fingerprint();
    if arguments.fingerprint.is_none_or(|named| named == fingerprint) {
        return Ok(());
    }
    let problem = format!("the new key that is announced is {fingerprint}, not the one that you named");
    Err(Error::refused(problem, "nothing was changed; ask the office which of the two is its own"))
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
        context.ui.print_json(&handover::line(announced, None, Some(list.path.display().to_string())))?;
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
