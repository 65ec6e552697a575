//! A report in plain words, and as JSON.

pub mod json;
pub mod known;

use anstyle::AnsiColor;

use self::known::Known;
use super::input;
use super::trust_choice::Choice;
use super::ui::{FAINT, LABEL, Ui, escape, styled, verdict_style, verdict_words};
use super::words::{grouped, shell_quoted};
use crate::error::Result;
use crate::finding::{Code, Finding, Weight};
use crate::trust::{Ground, Trust};
use crate::verify::report::{Report, Signature, SignatureStatus, Verdict};

/// A report with the words around it.
pub struct Shown<'a> {
    /// What the file is called.
    pub file: &'a str,
    /// What was found.
    pub report: &'a Report,
    /// On whose trust.
    pub choice: &'a Choice,
    /// What the archive knows of it, where it was asked.
    pub known: Option<&'a Known>,
}

impl Shown<'_> {
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
        let findings = self.report.findings.as_slice();
        if !findings.is_empty() {
            text += &format!("\n{}\n", styled(LABEL, "Found:"));
            text.extend(findings.iter().map(finding));
        }
        text + &self.advice()
    }

    /// One line: the verdict with the title, the office, the dates and the key.
    pub fn headline(&self) -> String {
        let verdict = self.report.verdict;
        let words = styled(verdict_style(verdict), verdict_words(verdict));
        let Some(claims) = self.report.claims() else { return format!("{words}: {}", escape(self.file)) };
        let issuers: Vec<&str> = claims.issuers().map(crate::statement::identity::Identity::as_str).collect();
        let title = escape(claims.title.as_str());
        let sealed = self.report.sealed_at.map(|time| format!(", sealed {time}")).unwrap_or_default();
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
            "{words}: \u{201c}{title}\u{201d} {by} {}, issued {}{sealed}{key}",
            issuers.join(" and "),
            claims.issued
        )
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![("file", escape(self.file))];
        if self.report.verdict == Verdict::NotAuthentic {
            // Whatever else it says may be forged.
            return facts;
        }
        if let Some(id) = self.report.id {
            facts.push(("id", id.to_string()));
        }
        if let Some(claims) = self.report.claims() {
            facts.extend(claims.publishers.iter().map(|publisher| ("publisher", said_name(publisher))));
        }
        if let Some(sealed_at) = self.report.sealed_at {
            let proof = if self.report.is_time_proven() { ONCE_PROVEN } else { "nothing independent proves it" };
            facts.push(("sealed at", format!("{sealed_at}, as the signer says; {proof}")));
        }
        facts.push(("trust", self.trust()));
        facts.extend(self.known.into_iter().flat_map(Known::lines));
        facts
    }

    fn trust(&self) -> String {
        let lines: Vec<String> = self
            .report
            .signatures
            .iter()
            .filter_map(|signature| match signature.status {
                SignatureStatus::Trusted(Ground::Line(line)) => Some(format!("line {line} for {}", signature.identity)),
                _ => None,
            })
            .collect();
        let words = escape(&self.choice.words);
        if lines.is_empty() { words } else { format!("{words}, {}", lines.join(", ")) }
    }

    /// What was checked, room by room.
    fn checks(&self) -> String {
        let report = self.report;
        let bytes = grouped(report.payload.octets);
        let documents = match report.payload.streams {
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
        let reached = |at: usize| at == 0 || report.id.is_some();
        let mut text = String::new();
        for (at, (prefixes, words)) in rooms.into_iter().enumerate() {
            let worst = worst_in(report.findings.as_slice(), prefixes);
            let later = at == 2 && report.verdict == Verdict::NotChecked;
            let good = report.verdict.is_intact();
            text += &check(if !reached(at) || later { None } else { Some(worst) }, good, &words.0, words.1);
        }
        text.extend(report.signatures.iter().map(|signature| signature_check(signature, report)));
        text
    }

    /// What to do where the signer is not trusted.
    fn advice(&self) -> String {
        let mut text = String::new();
        if self.report.verdict == Verdict::Untrusted {
            text.extend(unknown_keys(self.report).map(|signature| match self.choice.trust {
                Trust::Named(_) if self.is_partly_trusted() => another_issuer(signature),
                Trust::Named(_) => ANOTHER_KEY.to_owned(),
                Trust::Nobody | Trust::List(_) => self.how_to_trust(signature),
            }));
        }
        if self.report.verdict == Verdict::NotAuthentic {
            text += NOT_AUTHENTIC;
        }
        if self.report.verdict == Verdict::NotChecked {
            text += "\nThis file may be sound. A newer chancery can tell.\n";
        }
        if let Some(folder) = self.choice.passed_over.as_ref().filter(|_| self.report.verdict == Verdict::Untrusted) {
            let folder = escape(&folder.display().to_string());
            text += &format!(
                "\nThe folder {folder} has a trust list that was not used: whoever sent you this folder can have written it.\nIf it is your own, say so: --keys {folder}\n"
            );
        }
        text
    }

    /// Whether some issuer is trusted.
    fn is_partly_trusted(&self) -> bool {
        let mut issuers = self.report.issuer_signatures();
        issuers.any(|signature| matches!(signature.status, SignatureStatus::Trusted(_)))
    }

    fn how_to_trust(&self, signature: &Signature) -> String {
        let Some(fingerprint) = signature.fingerprint() else { return String::new() };
        let identity = &signature.identity;
        let file = match self.file {
            input::STANDARD_INPUT => "-".to_owned(),
            file if file.starts_with('-') => escape(&shell_quoted(&format!("./{file}"))),
            file => escape(&shell_quoted(file)),
        };
        let trust = if file == "-" {
            let from = self.report.sealed_at.map(|time| format!(" --from {}", time.day())).unwrap_or_default();
            format!("chancery key trust {identity}.pub {identity}{from}")
        } else {
            format!("chancery key trust {file}")
        };
        format!(
            "\nWhoever holds this key signed the file. Whether that is {identity}, the file cannot prove:\n\n    {fingerprint}\n\n\
             Compare it with the fingerprint that the office publishes elsewhere: on its own web site, in a printed\n\
             gazette, by telephone. Never compare it with anything that came with this file. If it is the same:\n\n    \
             chancery verify {file} --fingerprint {fingerprint}     # trusts it this once\n    \
             {trust}     # trusts it from that day on, for other files too\n"
        )
    }
}

/// Said of the time of sealing where the table of trust found proof.
const ONCE_PROVEN: &str = "something independent proves that it was signed by the time given below";

/// What to do with a file that is not authentic.
const NOT_AUTHENTIC: &str = "\nDo not rely on this file. If it may have come through incomplete, or packed again by another program,\nfetch the original .zip file from the office and verify that.\n";

/// What to do where the reader named a key and another one signed.
const ANOTHER_KEY: &str = "\nThis file is signed with another key than the one whose fingerprint you gave: it is not what that key signed.\nCheck that you gave it rightly. If you did, do not rely on this file: ask the office.\n";

/// What to do where a joint statement has an issuer whose key the reader did not name.
fn another_issuer(signature: &Signature) -> String {
    let Some(fingerprint) = signature.fingerprint() else { return String::new() };
    format!(
        "\nThis is a joint statement. {} is said to have signed it too, with a key that you did not name:\n\n    {fingerprint}\n\n\
         Compare it with what that office publishes elsewhere. If it is the same, give it as well, with another --fingerprint.\n",
        signature.identity
    )
}

/// The issuers' signatures by keys that nothing is known of. A key that is revoked, or not trusted for the time, is
/// no key to be advised to trust.
fn unknown_keys(report: &Report) -> impl Iterator<Item = &Signature> {
    report.issuer_signatures().filter(|signature| signature.finding == Some(Code::TrustUnknownKey))
}

fn said_name(publisher: &crate::statement::metadata::Publisher) -> String {
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
    let (style, mark, words) = match signature.status {
        SignatureStatus::Trusted(_) | SignatureStatus::Untrusted if report.verdict == Verdict::NotAuthentic => {
            let words = "signed the list of files, not these files as they are";
            return format!("  {}  {} {}: {words}\n", styled(FAINT, "no fault   "), signature.role, signature.identity);
        }
        SignatureStatus::Trusted(_) => (AnsiColor::Green, "ok         ", "signed all of it, with a trusted key"),
        SignatureStatus::Untrusted => {
            (AnsiColor::Yellow, "NOT TRUSTED", "a good signature, by a key that is not trusted here")
        }
        SignatureStatus::Bad => (AnsiColor::Red, "BROKEN     ", "the signature does not stand up"),
        SignatureStatus::Ignored => (AnsiColor::Yellow, "not judged ", "a signature of another kind"),
    };
    let mark = styled(style.on_default().bold(), mark);
    format!("  {mark}  {} {}: {words}\n{}", signature.role, signature.identity, ruling(signature))
}

/// Which row of the table of trust decided, and why, where no finding says that.
fn ruling(signature: &Signature) -> String {
    let Some(ruling) = &signature.ruling else { return String::new() };
    let reason = match signature.finding {
        Some(_) => "as found below".to_owned(),
        None => ruling.reason(&signature.identity, signature.role),
    };
    format!(
        "               by row {} of the table of trust (FORMAT.md 12.5): {}\n",
        ruling.row.number(),
        escape(&reason)
    )
}

fn finding(finding: &Finding) -> String {
    let (style, weight) = match finding.code.weight() {
        Weight::Broken => (AnsiColor::Red, "broken"),
        Weight::Untrusted => (AnsiColor::Yellow, "untrusted"),
        Weight::Unjudged => (AnsiColor::Yellow, "not checked"),
        Weight::Note => (AnsiColor::Cyan, "note"),
    };
    let weight = styled(style.on_default().bold(), &format!("{weight:<11}"));
    let (place, message) = (escape(&finding.place), escape(&finding.message));
    format!(
        "  {weight}  {}  {place}\n               {message}\n               ({})\n",
        finding.code,
        finding.code.meaning()
    )
}
