//! What an audit says, bundle by bundle and at its end.

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use chancery_core::{BundleId, Report, Verdict};
use chancery_office::archive::audit::run::AuditObserver;
use chancery_office::archive::audit::{Checked, Tally};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::events::event::Outcome;
use chancery_office::archive::known::Known;
use chancery_office::json::{AuditLine, AuditSummary, AuditSummaryLine, MissingLine};
use chancery_office::trust_sources::choice::Choice;
use chancery_office::{Judge, Warning};

use crate::error::Result;
use crate::exit::Exit;
use crate::show::format::{counted, grouped};
use crate::show::progress::Progress;
use crate::show::ui::{Ui, escape, styled, verdict_style};
use crate::show::verdict::ReportView;
use crate::show::warnings;

/// Says what is found.
pub struct AuditPrinter<'a> {
    ui: Ui,
    choice: &'a Choice,
    judge: Judge<'a>,
    untrusted: Named,
    unlisted: Named,
    /// What is shown while the catalogue is brought up to date.
    read: &'a RefCell<Option<Progress>>,
    counted: Option<Progress>,
}

/// How many of a kind were named one by one, and how many were not: a whole archive may be of that kind.
#[derive(Debug, Default)]
struct Named {
    named: u64,
    passed_over: u64,
}

/// How many untrusted, and how many unlisted bundles a person is told one by one.
const NAMED: u64 = 20;

impl Named {
    /// Whether one more is told.
    fn is_told(&mut self) -> bool {
        let is_told = self.named < NAMED;
        let count = if is_told { &mut self.named } else { &mut self.passed_over };
        *count = count.saturating_add(1);
        is_told
    }
}

impl AuditObserver for AuditPrinter<'_> {
    fn begin(&mut self, total: u64) {
        self.clear();
        self.counted = Some(Progress::of(self.ui, total, "bundles"));
    }

    fn advance(&mut self, count: u64) {
        self.counted.iter().for_each(|counted| counted.advance(count));
    }

    /// Tells of one file: scripts of each, people of those that are not as they should be.
    fn checked(&mut self, catalogue: &Catalogue, checked: &Checked) -> chancery_office::Result<()> {
        let path = catalogue.archive().folder().join(&checked.found.path);
        match &checked.judged {
            Err(error) => {
                self.ui.error(&error.into());
                Ok(())
            }
            Ok(report) if self.ui.json => Ok(self.print_script(catalogue, &path, report, checked)?),
            Ok(report) => Ok(self.print_person(&path, report, checked)?),
        }
    }

    fn missing(&mut self, id: &BundleId, path: &Path) -> chancery_office::Result<()> {
        self.clear();
        let path = path.display().to_string();
        if self.ui.json {
            let line = MissingLine { file: path, id: id.to_string(), verdict: None, missing: true };
            return Ok(self.ui.print_json(&line)?);
        }
        let path = escape(&path);
        let word = styled(verdict_style(Verdict::NotAuthentic), "MISSING");
        Ok(self
            .ui
            .print(&format!("{word}    {path}: the event log names it, {}, and no file holds it\n", id.short()))?)
    }

    fn warn(&mut self, warning: Warning) {
        warnings::say(self.ui, &warning);
    }
}

impl<'a> AuditPrinter<'a> {
    /// Tells by this trust.
    pub fn new(ui: Ui, choice: &'a Choice, judge: Judge<'a>, read: &'a RefCell<Option<Progress>>) -> Self {
        let (untrusted, unlisted) = (Named::default(), Named::default());
        Self { ui, choice, judge, untrusted, unlisted, read, counted: None }
    }

    /// Ends the progress bars.
    fn clear(&mut self) {
        self.read.take();
        self.counted = None;
    }

    /// Says how many were not named.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn rest(&mut self) -> Result<()> {
        self.clear();
        for (named, what) in [(&self.untrusted, "untrusted"), (&self.unlisted, "unlisted")] {
            if named.passed_over > 0 && !self.ui.json {
                let count = grouped(named.passed_over);
                self.ui.print(&format!("and {count} more {what}: --json names them all\n"))?;
            }
        }
        Ok(())
    }

    fn print_script(&self, catalogue: &Catalogue, path: &Path, report: &Report, checked: &Checked) -> Result<()> {
        let intact = report.verdict().is_intact();
        let known = if intact { Known::of(catalogue, report, &self.judge)? } else { None };
        let file = path.display().to_string();
        let shown = ReportView { file: &file, report, choice: self.choice, known: known.as_ref() };
        self.ui.print_json(&AuditLine { verdict: shown.json(), listed: checked.is_listed })
    }

    fn print_person(&mut self, path: &Path, report: &Report, checked: &Checked) -> Result<()> {
        let shown_path = escape(&path.display().to_string());
        let is_damage = !matches!(report.verdict(), Verdict::Authentic | Verdict::Untrusted);
        if is_damage || (report.verdict() == Verdict::Untrusted && self.untrusted.is_told()) {
            let worst = report.findings().heaviest();
            let found = worst.map(|found| format!(": {}: {}", escape(&found.place), escape(&found.message)));
            let word = styled(verdict_style(report.verdict()), &format!("{:<9}", word(checked.outcome)));
            self.ui.print(&format!("{word}  {shown_path}{}\n", found.unwrap_or_default()))?;
        }
        if !checked.is_listed && self.unlisted.is_told() {
            self.ui.print(&format!("UNLISTED   {shown_path}: the event log does not name this bundle\n"))?;
        }
        Ok(())
    }

    /// Says how it went.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn summary(&self, tally: &Tally, took: Duration) -> Result<()> {
        if self.ui.json {
            return self.ui.print_json(&AuditSummaryLine { summary: summary(tally, took) });
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
        self.ui.print(&(text + "\n"))?;
        if tally.damaged > 0 || tally.missing > 0 {
            self.ui.note("put whole copies back in their places, from a backup or from who has one, and audit again");
        }
        Ok(())
    }
}

fn summary(tally: &Tally, took: Duration) -> AuditSummary {
    let Tally { checked, authentic, damaged, untrusted, missing, unlisted, unreadable } = *tally;
    AuditSummary { checked, authentic, damaged, untrusted, missing, unlisted, unreadable, seconds: took.as_secs_f64() }
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
