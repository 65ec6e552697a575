//! What an archive knows of a statement, in words and as scripts read it.

use std::path::Path;

use chancery_office::archive::known::Known;
use chancery_office::archive::status::{Status, Successor};
use chancery_office::json::ReplacedBy;

use crate::show::escape::escape;

/// In words, line by line.
pub fn lines(known: &Known) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let Some((id, path)) = &known.replaces {
        let place = path.as_ref().map_or("which the archive does not have".to_owned(), |path| shown(path));
        lines.push(("replaces", format!("{}, {place}", id.short())));
    }
    match known.status() {
        None => {}
        Some(Status::Current) => lines.push(("status", "current, as far as the archive knows".to_owned())),
        Some(_) => {
            for successor in &known.standing.successors {
                push_words(successor, 0, &mut lines);
            }
        }
    }
    let without = known.standing.without_effect.iter();
    lines.extend(
        without.map(|(path, why)| ("", format!("{} says that it replaces this: without effect, {why}", shown(path)))),
    );
    lines
}

/// Everything that takes effect on it, the nearest first, as scripts read it.
pub fn replaced_by(known: &Known) -> Vec<ReplacedBy> {
    known.successors().into_iter().map(line).collect()
}

fn line(successor: &Successor) -> ReplacedBy {
    ReplacedBy {
        id: successor.id.to_string(),
        status: successor.status.as_str(),
        issued: successor.issued.to_string(),
        reason: successor.reason.clone(),
        path: successor.path.display().to_string(),
    }
}

fn push_words(successor: &Successor, depth: usize, lines: &mut Vec<(&'static str, String)>) {
    let done = match successor.status {
        Status::Withdrawn => "withdrawn",
        Status::Corrected | Status::Current => "corrected",
    };
    let reason = successor.reason.as_ref().map(|reason| format!(": \u{201c}{}\u{201d}", escape(reason)));
    let (label, which) = if depth == 0 { ("status", "") } else { ("", "which was itself ") };
    let words = format!(
        "{which}{done} on {} by {}, {}{}",
        successor.issued,
        successor.id.short(),
        shown(&successor.path),
        reason.unwrap_or_default()
    );
    lines.push((label, words));
    successor.later.iter().for_each(|later| push_words(later, depth.saturating_add(1), lines));
}

fn shown(path: &Path) -> String {
    escape(&path.display().to_string())
}
