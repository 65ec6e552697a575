//! A comparison as a person reads it.

use std::io::stdout;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::super::ui::{LABEL, escape, styled};
use super::super::verdict::Shown;
use super::super::words::{counted, grouped};
use super::answer::{Answer, Outcome, Wordless};
use super::copy::Copy;
use super::marks;
use crate::text::What;
use crate::text::compare::strange::Strange;
use crate::text::compare::{Comparison, LeftOut, Side};
use crate::text::kind::Kind;

/// The verdict, the answer, and every difference or as many as fit a screen.
pub fn text(shown: &Shown, copy: &Copy, answer: &Answer, all: bool) -> String {
    let mut text = format!("{}\n{}\n", shown.headline(), shown.status_lines());
    text += &format!("{}\n", headline(copy, answer));
    for (label, value) in facts(copy, answer) {
        text += &format!("  {} {value}\n", styled(LABEL, &format!("{label:<12}")));
    }
    let Some(comparison) = answer.comparison() else { return text };
    text.extend(
        comparison
            .strange
            .iter()
            .map(|strange| format!("  {} {}\n", styled(ALARM, "beware      "), escape(&strange_words(strange)))),
    );
    if !comparison.is_same() {
        text += &changes(comparison, &text, all);
    }
    if all {
        text.extend(comparison.left_out.iter().map(left_out_text));
    }
    text
}

const ALARM: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();

pub fn headline(copy: &Copy, answer: &Answer) -> String {
    let copy = escape(&copy.name);
    let document = answer.document.map_or("any document".to_owned(), |document| document.path.below().to_owned());
    match &answer.outcome {
        Outcome::SameBytes => format!("{}: {copy} is {document}, byte for byte", styled(GOOD, "SAME BYTES")),
        Outcome::Words(found) if found.is_same() => {
            format!("{}: {copy} says word for word what {document} says", styled(GOOD, "SAME WORDS"))
        }
        Outcome::Words(found) if found.is_excerpt => {
            format!("{}: {copy} is an excerpt of {document}", styled(ALARM, "DIFFERENT"))
        }
        Outcome::Words(found) if found.held == 0 => {
            format!("{}: {copy} has nothing in common with {document}", styled(ALARM, "DIFFERENT"))
        }
        Outcome::Words(_) => format!("{}: {copy} does not say what {document} says", styled(ALARM, "DIFFERENT")),
        Outcome::OtherBytes(_) => format!("{}: {copy} has not the bytes of {document}", styled(ALARM, "DIFFERENT")),
    }
}

pub fn facts(copy: &Copy, answer: &Answer) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(document) = answer.document {
        let language = document.language.as_ref().map(|language| format!(" in {language}")).unwrap_or_default();
        facts.push(("document", format!("{}, {}{language}", document.path.below(), document.role)));
    }
    match &answer.outcome {
        Outcome::SameBytes => {}
        Outcome::OtherBytes(why) => facts.push(("compared", format!("by bytes alone: {}", wordless(why)))),
        Outcome::Words(comparison) => {
            facts.push(("read as", read_as(copy)));
            facts.push(("holds", share(comparison)));
            let caveat = caveat(copy.kind).filter(|_| comparison.is_same() || comparison.is_excerpt);
            facts.extend(caveat.map(|caveat| ("note", caveat.to_owned())));
            facts.extend(left_out(comparison, Side::Copy).map(|parts| ("left out", format!("of the copy: {parts}"))));
            facts.extend(
                left_out(comparison, Side::Sealed).map(|parts| ("left out", format!("of what was sealed: {parts}"))),
            );
        }
    }
    facts
}

fn wordless(why: &Wordless) -> String {
    match why {
        Wordless::Copy(why) => format!("of the copy, {why}"),
        Wordless::Document(why) => format!("of the document, {why}"),
        Wordless::Documents => "none of the documents holds text that is read".to_owned(),
    }
}

fn read_as(copy: &Copy) -> String {
    let kind = match copy.kind {
        Kind::Plain => "plain text",
        Kind::Markdown => "Markdown",
        Kind::Html => "a web page",
        Kind::Docx => "a Word document",
        Kind::Pdf => "a PDF file",
    };
    let encoding = copy.taken.as_ref().ok().and_then(|taken| taken.encoding.as_ref());
    encoding.map_or(kind.to_owned(), |encoding| format!("{kind}, in {encoding}"))
}

/// What cannot be seen of a copy of this kind by its words.
fn caveat(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Pdf => Some("a PDF file can show other letters than it says it has; pictures are not read"),
        Kind::Html => Some("what style sheets, scripts and pictures add or hide is not read"),
        Kind::Docx => Some("pictures are not read"),
        Kind::Plain | Kind::Markdown => None,
    }
}

fn share(comparison: &Comparison) -> String {
    let (held, words) = (comparison.held as u64, comparison.words as u64);
    if held == words {
        return format!("all {} of the statement", counted(words, "word"));
    }
    // Rounded down: what is not whole is never called 100 %.
    let thousandths = held.saturating_mul(1_000).checked_div(words).unwrap_or_default();
    format!(
        "{} of {} of the statement ({}.{} %)",
        grouped(held),
        counted(words, "word"),
        thousandths / 10,
        thousandths % 10
    )
}

/// What was left out, by kind and number of words; what is short is shown at once.
fn left_out(comparison: &Comparison, side: Side) -> Option<String> {
    let mut kinds: Vec<(What, u64, Vec<&str>)> = Vec::new();
    for part in comparison.left_out.iter().filter(|part| part.side == side) {
        if !kinds.iter().any(|(what, ..)| *what == part.what) {
            kinds.push((part.what, 0, Vec::new()));
        }
        if let Some((_, words, texts)) = kinds.iter_mut().find(|(what, ..)| *what == part.what) {
            *words = words.saturating_add(part.words as u64);
            texts.push(&part.text);
        }
    }
    let shown = |(what, words, texts): (What, u64, Vec<&str>)| {
        let text =
            if words <= SHORT { format!(": \u{201c}{}\u{201d}", escape(&texts.join(" "))) } else { String::new() };
        format!("{} ({}{text})", what.as_str(), counted(words, "word"))
    };
    let shown: Vec<String> = kinds.into_iter().map(shown).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// What has no more words is short.
const SHORT: u64 = 8;

fn left_out_text(part: &LeftOut) -> String {
    let of = if part.side == Side::Copy { "the copy" } else { "what was sealed" };
    format!(
        "\n{}\n\u{2502} {}\n",
        styled(LABEL, &format!("Left out of {of}: {}", part.what.as_str())),
        escape(&part.text)
    )
}

/// Lines that a screen has where nobody says how many.
const SCREEN: usize = 24;

fn changes(comparison: &Comparison, before: &str, all: bool) -> String {
    let colour = anstream::AutoStream::choice(&stdout()) != anstream::ColorChoice::Never;
    let (width, height) = terminal_size::terminal_size()
        .map_or((80, SCREEN), |(width, height)| (usize::from(width.0).max(20), usize::from(height.0)));
    let count = comparison.changes.len() as u64;
    let key = if colour { "red was sealed, green is in the copy" } else { "[-sealed-] {+in the copy+}" };
    let mut text = format!("\n{} {key}\n", styled(LABEL, &format!("{}:", counted(count, "change"))));
    let mut left = height.saturating_sub(before.lines().count()).saturating_sub(4);
    for (at, hunk) in comparison.changes.iter().enumerate() {
        let line = format!(
            "{:>4}  {}\n",
            at.saturating_add(1),
            marks::line(hunk, (&comparison.sealed, &comparison.copy), colour, all)
        );
        let lines = anstream::adapter::strip_str(&line).to_string().width().div_ceil(width);
        if !all && at > 0 && lines > left {
            let more = count.saturating_sub(at as u64);
            return text
                + &format!("      and {} more: --all shows them, --html FILE writes them as a page\n", grouped(more));
        }
        left = left.saturating_sub(lines);
        text += &line;
    }
    text
}

/// Something strange about the letters of a copy, in words.
pub fn strange_words(strange: &Strange) -> String {
    let times = |count: usize| if count == 1 { String::new() } else { format!(", {} times", grouped(count as u64)) };
    match strange {
        Strange::LooksLike { letter, sealed, word, count } => format!(
            "the copy has {letter} ({}) where the statement has {sealed} ({}), in \u{201c}{word}\u{201d}{}",
            Strange::name(*letter),
            Strange::name(*sealed),
            times(*count)
        ),
        Strange::WordLooksLike { word, sealed: Some(sealed) } => {
            format!("\u{201c}{word}\u{201d} looks like \u{201c}{sealed}\u{201d}, and has other letters")
        }
        Strange::WordLooksLike { word, sealed: None } => {
            format!("\u{201c}{word}\u{201d} mixes letters of several alphabets that look alike")
        }
        Strange::Invisible { letter, count } => {
            format!("a letter that cannot be seen: {}{}", Strange::name(*letter), times(*count))
        }
        Strange::TurnsRound { letter, count } => {
            format!("a letter that turns round what is shown: {}{}", Strange::name(*letter), times(*count))
        }
        Strange::Unreadable { count } => {
            format!("letters that could not be read in this encoding: {}", grouped(*count as u64))
        }
    }
}
