//! What an archive knows of a statement beside its bundle: what corrects or withdraws it, and what it replaces itself.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::{BundleId, Metadata, Report};
use chancery_office::archive::Archive;
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::status::{Standing, Status, Successor, standing};
use serde::Serialize;

use super::super::ui::escape;
use crate::archive::{Open, forget_damaged, open};
use crate::context::Context;
use crate::input;
use crate::trust_choice::{Choice, TrustOptions};

/// What an archive knows of one statement.
#[derive(Debug, Default)]
pub struct Known {
    /// What came after it.
    pub standing: Standing,
    /// Whether the archive has the statement itself.
    pub is_there: bool,
    /// What it replaces: the id, and the file where the archive has it.
    pub replaces: Option<(BundleId, Option<PathBuf>)>,
}

impl Known {
    /// How the statement stands, where the archive knows anything of it.
    pub fn status(&self) -> Option<Status> {
        let knows = self.is_there || !self.standing.successors.is_empty();
        knows.then(|| self.standing.status())
    }

    /// In words, line by line.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if let Some((id, path)) = &self.replaces {
            let place = path.as_ref().map_or("which the archive does not have".to_owned(), |path| shown(path));
            lines.push(("replaces", format!("{}, {place}", id.short())));
        }
        match self.status() {
            None => {}
            Some(Status::Current) => lines.push(("status", "current, as far as the archive knows".to_owned())),
            Some(_) => {
                for successor in &self.standing.successors {
                    push_words(successor, 0, &mut lines);
                }
            }
        }
        let without = self.standing.without_effect.iter();
        lines.extend(
            without
                .map(|(path, why)| ("", format!("{} says that it replaces this: without effect, {why}", shown(path)))),
        );
        lines
    }

    /// Everything that takes effect on it, the nearest first, as scripts read it.
    pub fn replaced_by(&self) -> Vec<ReplacedBy<'_>> {
        let mut all = Vec::new();
        let mut queue: Vec<&Successor> = self.standing.successors.iter().rev().collect();
        while let Some(successor) = queue.pop() {
            all.push(ReplacedBy {
                id: successor.id.to_string(),
                status: successor.status.as_str(),
                issued: successor.issued.to_string(),
                reason: successor.reason.as_deref(),
                path: successor.path.display().to_string(),
            });
            queue.extend(successor.later.iter().rev());
        }
        all
    }
}

/// A later statement, as scripts read it.
#[derive(Debug, Serialize)]
pub struct ReplacedBy<'a> {
    id: String,
    status: &'static str,
    issued: String,
    reason: Option<&'a str>,
    path: String,
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

/// The archive in use, asked of one bundle after another. Where there is none, or it cannot tell, nothing is known: no verdict
/// rests on it.
pub struct Asked<'a> {
    context: &'a Context,
    choice: &'a Choice,
    options: &'a TrustOptions,
    /// Opened when it is first needed; `None` where it cannot be.
    open: OnceCell<Option<Open>>,
}

impl<'a> Asked<'a> {
    /// Asks by this trust.
    pub fn new(context: &'a Context, choice: &'a Choice, options: &'a TrustOptions) -> Self {
        Self { context, choice, options, open: OnceCell::new() }
    }

    /// What is known of an intact bundle.
    pub fn of(&self, report: &Report) -> Option<Known> {
        if !report.verdict.is_intact() || !Archive::at(&self.context.office.archive).folder().is_dir() {
            return None;
        }
        let opened = self.open.get_or_init(|| open(self.context).map_err(|error| self.warn(error)).ok()).as_ref()?;
        let known = in_catalogue(self.context, &opened.catalogue, report, self.choice, self.options);
        known.map_err(|error| self.warn(error)).ok().flatten()
    }

    fn warn(&self, error: Error) {
        let error = forget_damaged(self.context, error);
        self.context.ui.warn(&format!("whether it was corrected or withdrawn cannot be told: {error}"));
    }
}

/// What a catalogue knows of an intact bundle.
///
/// # Errors
/// What the system says.
pub fn in_catalogue(
    context: &Context,
    catalogue: &Catalogue,
    report: &Report,
    choice: &Choice,
    options: &TrustOptions,
) -> Result<Option<Known>> {
    let Some((id, claims)) = report.id.zip(report.claims()) else { return Ok(None) };
    let is_there = !catalogue.by_id(&id.0.to_string())?.is_empty();
    let replaces = claims.replaces.map(|id| Ok::<_, Error>((id, file_of(catalogue, &id)?))).transpose()?;
    Ok(Some(Known { standing: standing_of(context, catalogue, (&id, claims), choice, options)?, is_there, replaces }))
}

/// What came after a statement, by the reader's own trust.
///
/// # Errors
/// What the system says.
pub fn standing_of(
    context: &Context,
    catalogue: &Catalogue,
    statement: (&BundleId, &Metadata),
    choice: &Choice,
    options: &TrustOptions,
) -> Result<Standing> {
    let quiet = Context { ui: super::Ui { json: true, quiet: true, row: None }, ..context.clone() };
    standing(catalogue, statement, &|path| input::judge(&quiet, &input::open_path(path)?, &choice.trust, options))
}

fn file_of(catalogue: &Catalogue, id: &BundleId) -> Result<Option<PathBuf>> {
    let found = catalogue.by_id(&id.0.to_string())?.into_iter().next();
    Ok(found.map(|found| catalogue.archive().folder().join(found.path)))
}
