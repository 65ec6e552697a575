//! A report in plain words, and as JSON.

mod advice;
pub mod json;
mod known;

use anstyle::AnsiColor;
use chancery_core::statement::metadata::Publisher;
use chancery_core::{Finding, Ground, Identity, Report, Signature, SignatureStatus, Verdict, Weight};
use chancery_office::archive::known::Known;
use chancery_office::archive::status::Status;
use chancery_office::trust_sources::choice::Choice;

use super::ui::{FAINT, LABEL, Ui, escape, styled, verdict_style, verdict_words};
use crate::error::Result;
use crate::show::format::grouped;

/// A report with the words around it.
pub struct ReportView<'a> {
    /// What the file is called.
    pub file: &'a str,
    /// What was found.
    pub report: &'a Report,
    /// On whose trust.
    pub choice: &'a Choice,
    /// What the archive knows of it, where it was asked.
    pub known: Option<&'a Known>,
}

impl ReportView<'_> {
    /// Prints the whole report, for whoever reads it.
    ///
    /// # Errors
    /// What the system says.
    pub fn print(&self, ui: Ui) -> Result<()> {
        if ui.json { ui.print_json(&self.json()) } else { ui.print(&self.text()) }
    }

    /// The whole report for a person: verdict, what was checked, findings, what to do.
    pub fn text(&self) -> String {
        let mut text = self.headline() + "\n";
        for (label, value) in self.facts() {
            text += &format!("  {} {value}\n", styled(LABEL, &format!("{label:<12}")));
        }
        text += &format!("\n{}\n", styled(LABEL, "Checked:"));
        text += &self.checks();
        let findings = self.report.findings().as_slice();
        if !findings.is_empty() {
            text += &format!("\n{}\n", styled(LABEL, "Found:"));
            text.extend(findings.iter().map(|finding| self.finding(finding)));
        }
        text + &self.advice()
    }

    /// That it was corrected or withdrawn, where the archive knows: that is said even where results alone are wanted.
    pub fn status_lines(&self) -> String {
        let replaced = self.known.filter(|known| known.status().is_some_and(|status| status != Status::Current));
        let lines = replaced.into_iter().flat_map(known::lines).filter(|(label, _)| *label == "status");
        lines.map(|(label, value)| format!("  {label:<12} {value}\n")).collect()
    }

    /// One line: the verdict with the title, the office, the dates and the key.
    pub fn headline(&self) -> String {
        let verdict = self.report.verdict();
        let words = styled(verdict_style(verdict), verdict_words(verdict));
        let Some(claims) = self.report.claims() else { return format!("{words}: {}", escape(self.file)) };
        let issuers: Vec<&str> = claims.issuers().map(Identity::as_str).collect();
        let title = escape(claims.title.as_str());
        let sealed = self.report.sealed_at().map(|time| format!(", sealed {time}")).unwrap_or_default();
        let keys: Vec<String> = self
            .report
            .issuer_signatures()
            .filter_map(|signature| Some(signature.fingerprint()?.to_string()))
            .collect();
        let key = if keys.is_empty() { String::new() } else { format!(", key {}", keys.join(" and ")) };
        let by = match verdict {
            Verdict::Authentic => "by",
            Verdict::Untrusted => "says it is by",
            Verdict::NotAuthentic | Verdict::NotChecked => {
                return format!(
                    "{words}: {} (says it is \u{201c}{title}\u{201d} by {})",
                    escape(self.file),
                    issuers.join(" and ")
                );
            }
        };
        format!(
            "{words}: \u{201c}{title}\u{201d} {by} {}, issued {}{sealed}{key}{}",
            issuers.join(" and "),
            claims.issued,
            self.not_signed()
        )
    }

    /// Who has not signed yet, where a joint statement is not trusted for want of that.
    fn not_signed(&self) -> String {
        let missing: Vec<&str> = self.report.unsigned().map(Identity::as_str).collect();
        if missing.is_empty() || self.report.verdict() != Verdict::Untrusted {
            return String::new();
        }
        let mut signed = self.report.issuer_signatures();
        let trusted = signed.all(|signature| matches!(signature.status(), SignatureStatus::Trusted(_)));
        let words = styled(verdict_style(Verdict::Untrusted), "not signed by all yet:");
        let others = if trusted { "; the signatures that it has are trusted" } else { "" };
        let have = if missing.len() == 1 { "has" } else { "have" };
        format!(", {words} {} {have} not signed{others}", missing.join(" and "))
    }

    fn finding(&self, found: &Finding) -> String {
        let mut new = self.report.signatures().iter().filter(|signature| signature.file() == found.place);
        let meaning = match new.find_map(|signature| self.new_key(signature)) {
            Some(true) => "that is the new key, which the list trusts as an issuer",
            Some(false) => "the new key signs its own announcement: nothing is known of it before that is followed",
            None => found.code.meaning(),
        };
        finding(found, meaning)
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![("file", escape(self.file))];
        if self.report.verdict() == Verdict::NotAuthentic {
            // Whatever else it says may be forged.
            return facts;
        }
        if let Some(id) = self.report.id() {
            facts.push(("id", id.to_string()));
        }
        if let Some(claims) = self.report.claims() {
            facts.extend(claims.publishers.iter().map(|publisher| ("publisher", said_name(publisher, self.report))));
        }
        if let Some(sealed_at) = self.report.sealed_at() {
            let proof = if self.report.is_time_proven() { ONCE_PROVEN } else { "nothing independent proves it" };
            facts.push(("sealed at", format!("{sealed_at}, as the signer says; {proof}")));
        }
        facts.push(("trust", self.trust()));
        facts.extend(self.known.into_iter().flat_map(known::lines));
        facts
    }

    fn trust(&self) -> String {
        let lines: Vec<String> = self
            .report
            .signatures()
            .iter()
            .filter_map(|signature| match signature.status() {
                SignatureStatus::Trusted(Ground::Line(line)) => {
                    Some(format!("line {line} for {}", signature.identity()))
                }
                _ => None,
            })
            .collect();
        let words = escape(&self.choice.words);
        if lines.is_empty() { words } else { format!("{words}, {}", lines.join(", ")) }
    }

    /// What was checked, room by room.
    fn checks(&self) -> String {
        let report = self.report;
        let bytes = grouped(report.payload().octets);
        let documents = match report.payload().streams {
            0 => "the documents".to_owned(),
            1 => format!("1 document, {bytes} bytes"),
            count => format!("{} documents, {bytes} bytes", grouped(count as u64)),
        };
        let rooms: [(&[&str], (String, &str)); 3] = [
            (
                &["container.", "name.", "bag."],
                ("the ZIP file".to_owned(), ": nothing hidden, every byte the only one allowed"),
            ),
            (&["digest.", "manifest.", "documents."], (documents, ": the SHA-256 of each, as it was sealed")),
            (
                &["metadata.", "bag-info."],
                ("the metadata".to_owned(), ": every value, written in the only allowed way"),
            ),
        ];
        let reached = |at: usize| at == 0 || report.id().is_some();
        let mut text = String::new();
        for (at, (prefixes, words)) in rooms.into_iter().enumerate() {
            let worst = worst_in(report.findings().as_slice(), prefixes);
            let later = at == 2 && report.verdict() == Verdict::NotChecked;
            let good = report.verdict().is_intact();
            text += &check(if !reached(at) || later { None } else { Some(worst) }, good, &words.0, words.1);
        }
        text.extend(report.signatures().iter().map(|signature| match self.new_key(signature) {
            Some(trusted) => new_key_check(signature, trusted),
            None => signature_check(signature, report),
        }));
        text
    }
}

/// Said of the new key, which signs its announcement as a witness.
fn new_key_check(signature: &Signature, trusted: bool) -> String {
    let mark = styled(AnsiColor::Cyan.on_default().bold(), "new key    ");
    let words = if trusted {
        "signed with the new key, which your list trusts as an issuer"
    } else {
        "here the new key is to sign: `chancery key follow` checks that"
    };
    format!("  {mark}  {} {}: {words}\n{}", signature.role(), signature.identity(), ruling(signature))
}

/// Said of the time of sealing where the table of trust found proof.
const ONCE_PROVEN: &str = "something independent proves that it was signed by the time given below";

fn said_name(publisher: &Publisher, report: &Report) -> String {
    if report.unsigned().any(|identity| *identity == publisher.identity) {
        let name = escape(publisher.name.as_str());
        return format!("{name} (as another names {}, who has not signed)", publisher.identity);
    }
    format!("{} ({}'s own name for itself)", escape(publisher.name.as_str()), publisher.identity)
}

fn worst_in(findings: &[Finding], prefixes: &[&str]) -> Weight {
    let in_room = |finding: &&Finding| prefixes.iter().any(|prefix| finding.code.as_str().starts_with(prefix));
    findings.iter().filter(in_room).map(|finding| finding.code.weight()).max().unwrap_or(Weight::Note)
}

/// One line of what was checked. Where the whole is not authentic, no part of it is called good.
fn check(worst: Option<Weight>, good: bool, what: &str, claim: &str) -> String {
    let mark = match worst {
        None => styled(FAINT, "not reached"),
        Some(Weight::Broken) => styled(AnsiColor::Red.on_default().bold(), "BROKEN     "),
        Some(_) if good => styled(AnsiColor::Green.on_default(), "ok         "),
        Some(_) => styled(FAINT, "no fault   "),
    };
    let claim = if worst == Some(Weight::Broken) { "" } else { claim };
    format!("  {mark}  {what}{claim}\n")
}

fn signature_check(signature: &Signature, report: &Report) -> String {
    let (style, mark, words) = match signature.status() {
        SignatureStatus::Trusted(_) | SignatureStatus::Untrusted if report.verdict() == Verdict::NotAuthentic => {
            let words = "signed the list of files, not these files as they are";
            return format!(
                "  {}  {} {}: {words}\n",
                styled(FAINT, "no fault   "),
                signature.role(),
                signature.identity()
            );
        }
        SignatureStatus::Trusted(_) => (AnsiColor::Green, "ok         ", "signed all of it, with a trusted key"),
        SignatureStatus::Untrusted => {
            (AnsiColor::Yellow, "NOT TRUSTED", "a good signature, by a key that is not trusted here")
        }
        SignatureStatus::Bad => (AnsiColor::Red, "BROKEN     ", "the signature does not stand up"),
        SignatureStatus::Ignored => (AnsiColor::Yellow, "not judged ", "a signature of another kind"),
    };
    let mark = styled(style.on_default().bold(), mark);
    format!("  {mark}  {} {}: {words}\n{}", signature.role(), signature.identity(), ruling(signature))
}

/// Which row of the table of trust decided, and why, where no finding says that.
fn ruling(signature: &Signature) -> String {
    let Some(ruling) = &signature.ruling() else { return String::new() };
    let reason = match signature.finding() {
        Some(_) => "as found below".to_owned(),
        None => ruling.reason(signature.identity(), signature.role()),
    };
    format!(
        "               by row {} of the table of trust (FORMAT.md 12.5): {}\n",
        ruling.row.number(),
        escape(&reason)
    )
}

fn finding(finding: &Finding, meaning: &str) -> String {
    let (style, weight) = match finding.code.weight() {
        Weight::Broken => (AnsiColor::Red, "broken"),
        Weight::Untrusted => (AnsiColor::Yellow, "untrusted"),
        Weight::Unjudged => (AnsiColor::Yellow, "not checked"),
        Weight::Note => (AnsiColor::Cyan, "note"),
    };
    let weight = styled(style.on_default().bold(), &format!("{weight:<11}"));
    let (place, message) = (escape(&finding.place), escape(&finding.message));
    format!("  {weight}  {}  {place}\n               {message}\n               ({meaning})\n", finding.code)
}
