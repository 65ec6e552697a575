//! What the libraries want told, in words: the one place that says so.

use chancery_office::archive::catalogue::Few;
use chancery_office::defaults::CONFIG;
use chancery_office::matching::Skipped;
use chancery_office::{Outcome, Warning};
mod compose;

use super::escape::quoted;
use super::format::grouped;
use super::ui::Ui;
use crate::hints::trust::adopt;

/// Says what an outcome wants told, and gives its value.
pub fn told<T>(ui: Ui, outcome: Outcome<T>) -> T {
    for warning in &outcome.warnings {
        say(ui, warning);
    }
    outcome.value
}

/// Says one thing.
pub fn say(ui: Ui, warning: &Warning) {
    match warning {
        Warning::Compose(warning) => compose::say(ui, warning),
        Warning::ListPassedOver { folder, instead } => ui.note(&format!(
            "{} has a trust list that is not yours yet, so {} is used; {}",
            folder.display(),
            instead.display(),
            adopt(folder)
        )),
        Warning::UnusableLine { path, line } => {
            ui.warn(&format!("{}: line {} cannot be used: it {}", path.display(), line.line, line.why));
        }
        Warning::MoreUnusableLines { path, more } => {
            ui.warn(&format!("{}: {more} more lines cannot be used: is it really a trust list?", path.display()));
        }
        Warning::RetiredForOthers { path, line, others } => ui.warn(&format!(
            "{}: line {line} named the key for {others}: it is retired for all of them",
            path.display()
        )),
        Warning::NotRetired { path, line } => ui.warn(&format!(
            "{}: line {line} names the key too, but cannot be used here and stays as it is: mend it by hand, for other programs may use it",
            path.display()
        )),
        Warning::RotationFinished => {
            ui.note("an earlier rotation was broken off: it is finished as it was begun, whatever the options say now");
        }
        Warning::RotationResumed { next, path } => {
            let files = quoted(path);
            ui.note(&format!(
                "a rotation was broken off before it announced anything, and is finished now, with the key that it made, {next}: the passphrase of the key in use is asked, then the one that was chosen for the new key; if nobody knows that any more, remove {files} and {files}.pub, and rotate again"
            ));
        }
        Warning::DefaultsStay { another } => {
            let names = another.as_ref().map(|named| format!(", and still names {named}")).unwrap_or_default();
            ui.warn(&format!(
                "{CONFIG} is there already and stays as it is{names}: edit it to change the defaults"
            ));
        }
        Warning::PutIn(files) => {
            let files = few(files);
            ui.note(&format!(
                "put into the archive by hand: {files}; `chancery add` checks and records what is put in"
            ));
        }
        Warning::NotRead(why) => ui.warn(why),
        Warning::LogChanged => {
            ui.warn("the event log only grows, and is not what it was: what it named before can no longer be missed");
        }
        Warning::Gone(files) => {
            ui.warn(&format!("gone from the archive: {}; `chancery audit` tells what is missing", few(files)));
        }
        Warning::CatalogueMadeAgain => ui.note("the catalogue was of no use: it was made again from the archive"),
        Warning::CatalogueBusy => {
            ui.note("another process is reading the archive: what is newest may not be listed yet");
        }
        Warning::IndexBusy => ui.note("another process is indexing the archive: what is newest may not be found yet"),
        Warning::StandingUnknown(why) => {
            ui.warn(&format!("whether it was corrected or withdrawn cannot be told: {why}"));
        }
        Warning::LogIsEmpty => ui.warn("the event log names no bundle: what is missing cannot be told"),
        Warning::NoEvents(count) => {
            ui.warn(&format!("lines of the event log that are no events were passed over: {count}"));
        }
        Warning::NothingToResume => ui.note("no audit was broken off of what is asked for: this one begins anew"),
        Warning::PassedOver(count, since) => {
            let count = grouped(*count);
            ui.note(&format!("{count} are passed over: the event log says that they were authentic since {since}"));
        }
        Warning::NotWrittenDown(why) => ui.warn(&format!("what is found cannot be written down: {why}")),
        _ => {}
    }
}

fn few(few: &Few) -> String {
    let named: Vec<String> = few.first.iter().map(|path| path.display().to_string()).collect();
    let more = few.count.saturating_sub(named.len() as u64);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

/// Says that a bundle of the archive was not looked into.
pub fn skipped(ui: Ui, skipped: &Skipped) {
    match skipped {
        Skipped::Unread(error) => ui.warn(&error.to_string()),
        Skipped::NotIntact { file, verdict } => ui.warn(&format!("{file}: {verdict}, so it was not looked into")),
        _ => {}
    }
}
