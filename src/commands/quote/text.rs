//! A passage as a person reads it.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use chancery_core::Verdict;
use chancery_office::trust_sources::choice::Choice;
use chancery_text::tokens::Tokens;

use super::super::compare::marks;
use super::super::compare::text::{ALARM, GOOD, beware, described};
use super::look::{Looked, Statement};
use crate::show::format::{counted, grouped};
use crate::show::ui::{LABEL, escape, styled};
use crate::show::verdict::ReportView;

const DOUBT: Style = AnsiColor::Yellow.on_default().bold();

/// Where the passage stands, or where one like it does.
pub fn text(looked: &Looked, choice: &Choice) -> String {
    let named = looked.named.as_ref().map(|(file, report)| ReportView { file, report, choice, known: None });
    if let Some(shown) = named.as_ref().filter(|_| looked.refused.is_some()) {
        return shown.text() + "\nNothing was looked for in it.\n";
    }
    let mut text = format!("{}\n", headline(looked));
    text.extend(named.map(|shown| format!("\n{}\n", shown.headline())));
    for statement in looked.exact.iter().chain(&looked.near) {
        text += &format!("\n{}\n{}", statement.shown(choice).headline(), facts(statement, choice));
    }
    if looked.more > 0 && !looked.exact.is_empty() {
        text += &format!("\nand {} more may have it: --limit 0 shows all\n", grouped(looked.more));
    }
    text
}

fn headline(looked: &Looked) -> String {
    let count = looked.statements;
    let everywhere = match (count, looked.more) {
        (1, _) => "the statement".to_owned(),
        (_, 0) => format!("any of the {} searched", counted(count, "statement")),
        (_, more) => format!("any statement that was looked into (--limit 0 looks into {} more)", grouped(more)),
    };
    let authentic =
        looked.exact.iter().filter(|statement| statement.report.verdict() == Verdict::Authentic).count() as u64;
    let least = if looked.more > 0 { "at least " } else { "" };
    let is_cut = |statement: &Statement| statement.passage.found.omitted.iter().any(|range| !range.is_empty());
    let found = if looked.exact.iter().any(is_cut) { "FOUND, WITH WORDS LEFT OUT" } else { "FOUND" };
    match (looked.exact.len() as u64, authentic) {
        (0, _) if looked.near.is_some() => {
            format!("{}: not word for word in {everywhere}; the passage that is most like it:", styled(ALARM, "NEAR"))
        }
        (0, _) => format!(
            "{}: neither this passage nor one near enough to show is in {everywhere}",
            styled(ALARM, "NOT FOUND")
        ),
        (all, 0) => {
            let holding = counted(all, "statement");
            format!("{}: word for word in {least}{holding}, but the signer is not trusted", styled(DOUBT, found))
        }
        (_, authentic) => {
            let style = if found == "FOUND" { GOOD } else { DOUBT };
            format!("{}: word for word in {least}{}", styled(style, found), counted(authentic, "authentic statement"))
        }
    }
}

fn facts(statement: &Statement, choice: &Choice) -> String {
    let (text, found) = (&statement.passage.found.text, &statement.passage.found);
    let mut lines: Vec<(&str, String)> = vec![("bundle", escape(&statement.file))];
    let claims = statement.report.claims();
    if let Some(document) = claims.and_then(|claims| claims.documents.get(statement.passage.document)) {
        lines.push(("document", described(document)));
    }
    lines.push(speaker(statement));
    lines.push(("passage", format!("\u{201c}{}\u{201d}", escape(&text.words(found.range.clone())))));
    let colour = marks::in_colour();
    let change = |hunk| ("differs", marks::line(hunk, (text, &statement.passage.quote), colour, false));
    lines.extend(found.changes.iter().map(change));
    if !found.changes.is_empty() {
        lines.push(("", marks::key(colour, "quote")));
    }
    lines.extend(found.omitted.iter().map(|range| ("left out", omitted(text, range))));
    if found.places > 1 {
        let more = counted(found.places.saturating_sub(1) as u64, "other place");
        lines.push(("places", format!("also at {more} in this document; the first is shown")));
    }
    lines.push(("paragraph", paragraph(text, found.paragraph(), &found.range)));
    let status = statement.shown(choice).status_lines();
    let line = |(label, value): (&str, String)| format!("  {} {value}\n", styled(LABEL, &format!("{label:<12}")));
    status + &beware(&statement.passage.confusables, false) + &lines.into_iter().map(line).collect::<String>()
}

/// Who says it: as the text says, else as the metadata says of the whole statement.
fn speaker(statement: &Statement) -> (&'static str, String) {
    if statement.passage.speakers.len() > 1 {
        let names = statement
            .passage
            .speakers
            .iter()
            .map(|name| escape(name.as_deref().unwrap_or("somebody whom the text does not name")));
        let names = names.collect::<Vec<_>>().join(", then ");
        return ("speaker", format!("{}: {names}", styled(ALARM, "NOT ONE SPEAKER")));
    }
    if let [Some(speaker)] = statement.passage.speakers.as_slice() {
        return ("speaker", format!("{}, named in the text before the passage", escape(speaker)));
    }
    let speakers = statement.report.claims().map(|claims| &claims.speakers[..]).unwrap_or_default();
    let names: Vec<String> = speakers.iter().map(|speaker| escape(speaker.name.as_str())).collect();
    match names.as_slice() {
        [] => ("speaker", "the statement names none".to_owned()),
        names => {
            ("speaker", format!("the text names none above the passage; the statement is by {}", names.join(", ")))
        }
    }
}

fn omitted(text: &Tokens, range: &Range<usize>) -> String {
    if range.is_empty() {
        return "the ellipsis leaves out nothing".to_owned();
    }
    let words = text.list.get(range.clone()).unwrap_or_default().iter().filter(|token| token.is_wordlike()).count();
    format!(
        "at the ellipsis, {}: \u{201c}{}\u{201d}",
        counted(words as u64, "word"),
        marks::stretch(text, range.clone(), false)
    )
}

/// So many tokens of the paragraph are shown before and after the passage.
const AROUND: usize = 60;

fn paragraph(text: &Tokens, paragraph: Range<usize>, passage: &Range<usize>) -> String {
    let from = paragraph.start.max(passage.start.saturating_sub(AROUND));
    let to = paragraph.end.min(passage.end.saturating_add(AROUND));
    let before = if from > paragraph.start { "\u{2026} " } else { "" };
    let after = if to < paragraph.end { " \u{2026}" } else { "" };
    format!("{before}{}{after}", escape(&text.words(from..to)))
}
