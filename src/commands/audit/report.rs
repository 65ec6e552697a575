//! What an audit says, bundle by bundle and at its end.

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use crate::error::Result;
use chancery_core::{BundleId, Report, Verdict};
use chancery_office::archive::audit::{Checked, Tally};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::events::event::Outcome;
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::show::format::{counted, grouped};
use crate::show::ui::{escape, styled, verdict_style};
use crate::show::verdict::{ReportView, known};
use crate::trust_choice::{Choice, TrustOptions};

/// Says what is found.
pub struct AuditPrinter<'a> {
    /// Where it runs.
    pub context: &'a Context,
    /// By whose trust.
    pub choice: &'a Choice,
    /// What the judge was asked.
    pub options: &'a TrustOptions,
    /// How many untrusted and unlisted ones were not named: a whole archive may be.
    passed_over: [Cell<u64>; 2],
    named: [Cell<u64>; 2],
}

/// How many untrusted, and how many unlisted bundles a person is told one by one.
const NAMED: u64 = 20;
const UNTRUSTED: usize = 0;
const UNLISTED: usize = 1;

impl<'a> AuditPrinter<'a> {
    /// Tells by this trust.
    pub fn new(context: &'a Context, choice: &'a Choice, options: &'a TrustOptions) -> Self {
        Self { context, choice, options, passed_over: <_>::default(), named: <_>::default() }
    }

    /// Whether one more of a kind is told one by one.
    fn is_named(&self, kind: usize) -> bool {
        let counts = self.named.get(kind).zip(self.passed_over.get(kind));
        counts.is_some_and(|(named, passed_over)| {
            let is_named = named.get() < NAMED;
            let count = if is_named { named } else { passed_over };
            count.set(count.get().saturating_add(1));
            is_named
        })
    }

    /// Says how many were not named.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn rest(&self) -> Result<()> {
        for (count, what) in self.passed_over.iter().zip(["untrusted", "unlisted"]) {
            if count.get() > 0 && !self.context.ui.json {
                let count = grouped(count.get());
                self.context.ui.print(&format!("and {count} more {what}: --json names them all\n"))?;
            }
        }
        Ok(())
    }

    /// Tells of one file: scripts of each, people of those that are not as they should be.
    ///
    /// # Errors
    /// Where it cannot be printed, and what the system says of the catalogue.
    pub fn tell(&self, catalogue: &Catalogue, checked: &Checked) -> Result<()> {
        let path = catalogue.archive().folder().join(&checked.found.path);
        match &checked.judged {
            Err(error) => {
                self.context.ui.error(error);
                Ok(())
            }
            Ok(report) if self.context.ui.json => self.print_script(catalogue, &path, report, checked),
            Ok(report) => self.print_person(&path, report, checked),
        }
    }

    fn print_script(&self, catalogue: &Catalogue, path: &Path, report: &Report, checked: &Checked) -> Result<()> {
        #[derive(Serialize)]
        struct Line<'a> {
            #[serde(flatten)]
            line: crate::show::verdict::json::Line<'a>,
            listed: bool,
        }
        let intact = report.verdict.is_intact();
        let known = if intact {
            known::in_catalogue(self.context, catalogue, report, self.choice, self.options)?
        } else {
            None
        };
        let file = path.display().to_string();
        let shown = ReportView { file: &file, report, choice: self.choice, known: known.as_ref() };
        self.context.ui.print_json(&Line { line: shown.json(), listed: checked.is_listed })
    }

    fn print_person(&self, path: &Path, report: &Report, checked: &Checked) -> Result<()> {
        let shown_path = escape(&path.display().to_string());
        let is_damage = !matches!(report.verdict, Verdict::Authentic | Verdict::Untrusted);
        if is_damage || (report.verdict == Verdict::Untrusted && self.is_named(UNTRUSTED)) {
            let worst = report.findings.heaviest();
            let found = worst.map(|found| format!(": {}: {}", escape(&found.place), escape(&found.message)));
            let word = styled(verdict_style(report.verdict), &format!("{:<9}", word(checked.outcome)));
            self.context.ui.print(&format!("{word}  {shown_path}{}\n", found.unwrap_or_default()))?;
        }
        if !checked.is_listed && self.is_named(UNLISTED) {
            self.context.ui.print(&format!("UNLISTED   {shown_path}: the event log does not name this bundle\n"))?;
        }
        Ok(())
    }

    /// Tells of a bundle that is in no file.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn missing(&self, catalogue: &Catalogue, id: &BundleId, path: &str) -> Result<()> {
        let path = catalogue.archive().folder().join(path).display().to_string();
        if self.context.ui.json {
            #[derive(Serialize)]
            struct Line {
                file: String,
                id: String,
                verdict: Option<&'static str>,
                missing: bool,
            }
            return self.context.ui.print_json(&Line { file: path, id: id.to_string(), verdict: None, missing: true });
        }
        let path = escape(&path);
        let word = styled(verdict_style(Verdict::NotAuthentic), "MISSING");
        self.context
            .ui
            .print(&format!("{word}    {path}: the event log names it, {}, and no file holds it\n", id.short()))
    }

    /// Says how it went.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn summary(&self, tally: &Tally, took: Duration) -> Result<()> {
        if self.context.ui.json {
            #[derive(Serialize)]
            struct Line {
                summary: Summary,
            }
            return self.context.ui.print_json(&Line { summary: Summary::of(tally, took) });
        }
        let mut text = format!("Checked {}: {} authentic", counted(tally.checked, "bundle"), grouped(tally.authentic));
        let others = [
            (tally.damaged, "damaged"),
            (tally.missing, "missing"),
            (tally.unreadable, "could not be read"),
            (tally.untrusted, "intact, but their signers are not trusted here"),
            (tally.unlisted, "not in the event log: `chancery add` with such a file records it"),
        ];
        for (count, what) in others {
            if count > 0 {
                text += &format!("\n  {} {what}", grouped(count));
            }
        }
        self.context.ui.print(&(text + "\n"))?;
        if tally.damaged > 0 || tally.missing > 0 {
            self.context
                .ui
                .note("put whole copies back in their places, from a backup or from who has one, and audit again");
        }
        Ok(())
    }
}

#[derive(Debug, Serialize)]
struct Summary {
    checked: u64,
    authentic: u64,
    damaged: u64,
    untrusted: u64,
    missing: u64,
    unlisted: u64,
    unreadable: u64,
    seconds: f64,
}

impl Summary {
    fn of(tally: &Tally, took: Duration) -> Self {
        let Tally { checked, authentic, damaged, untrusted, missing, unlisted, unreadable } = *tally;
        Self { checked, authentic, damaged, untrusted, missing, unlisted, unreadable, seconds: took.as_secs_f64() }
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Damaged => "DAMAGED",
        Outcome::Untrusted => "UNTRUSTED",
        Outcome::Missing => "MISSING",
        Outcome::NotChecked => "UNCHECKED",
        Outcome::Authentic | Outcome::Done => "AUTHENTIC",
    }
}

/// What an audit ends with: damage before what could not be read, before what is not trusted.
pub fn exit(tally: &Tally) -> Exit {
    match tally.outcome() {
        Outcome::Damaged | Outcome::Missing => Exit::NotAuthentic,
        Outcome::NotChecked => Exit::Failed,
        Outcome::Untrusted => Exit::NotTrusted,
        Outcome::Authentic | Outcome::Done => Exit::Done,
    }
}
