//! A comparison as a person reads it.

use anstyle::{AnsiColor, Style};
use chancery_core::Document;
use chancery_office::archive::known::Known;
use chancery_office::archive::status::Status;
use chancery_office::matching::{Answer, Copy, CopyOutcome, Wordless};
use chancery_text::{Comparison, Confusable, DocumentKind, LeftOut, Side, What};
use unicode_width::UnicodeWidthStr;

use super::marks;
use crate::show::format::{counted, grouped};
use crate::show::ui::{LABEL, escape, styled};
use crate::show::verdict::ReportView;

/// The verdict, the answer, and every difference or as many as fit a screen.
pub fn text(shown: &ReportView, copy: &Copy, answer: &Answer, all: bool) -> String {
    let mut text = format!("{}\n{}\n", shown.headline(), shown.status_lines());
    text += &format!("{}\n", headline(shown, copy, answer));
    for (label, value) in facts(copy, answer) {
        text += &format!("  {} {value}\n", styled(LABEL, &format!("{label:<12}")));
    }
    let Some(comparison) = answer.comparison() else { return text };
    text += &beware(&comparison.strange, all);
    if !comparison.is_same() {
        text += &changes(comparison, &text, all);
    }
    if all {
        text.extend(comparison.left_out.iter().map(left_out_text));
    }
    text
}

/// Letters that are not what they seem; of many the first.
pub fn beware(strange: &[Confusable], all: bool) -> String {
    let shown = if all { strange.len() } else { strange.len().min(NAMED) };
    let line = |words: &str| format!("  {} {}\n", styled(ALARM, "beware      "), escape(words));
    let mut text: String = strange.iter().take(shown).map(|strange| line(&strange_words(strange))).collect();
    if let Some(more) = strange.len().checked_sub(shown).filter(|more| *more > 0) {
        text += &line(&format!("{} more of this kind: --all names them", grouped(more as u64)));
    }
    text
}

/// How many such letters are named on a screen.
const NAMED: usize = 5;

/// What must not be overlooked.
pub const ALARM: Style = AnsiColor::Red.on_default().bold();
/// What is as it was sealed.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();

/// The answer on one line.
pub fn headline(shown: &ReportView, copy: &Copy, answer: &Answer) -> String {
    let copy = escape(&copy.name);
    let document =
        answer.document.map_or("any document of the bundle".to_owned(), |document| document.path.below().to_owned());
    let (style, result, words) = match &answer.outcome {
        CopyOutcome::SameBytes => (GOOD, "SAME BYTES", format!("{copy} is {document}, byte for byte")),
        CopyOutcome::Words(found) if found.is_same() => {
            (GOOD, "SAME WORDS", format!("{copy} says word for word what {document} says"))
        }
        CopyOutcome::Words(found) => (ALARM, "DIFFERENT", difference(found, &copy, &document)),
        CopyOutcome::OtherBytes(_) => (ALARM, "DIFFERENT", format!("{copy} is not {document}, byte for byte")),
    };
    format!("{}: {words}{}", styled(style, result), since(shown))
}

/// That the statement was corrected or withdrawn, where the archive knows.
fn since(shown: &ReportView) -> String {
    match shown.known.and_then(Known::status) {
        Some(Status::Withdrawn) => format!("; {}", styled(ALARM, "THE STATEMENT WAS WITHDRAWN SINCE")),
        Some(Status::Corrected) => format!("; {}", styled(ALARM, "THE STATEMENT WAS CORRECTED SINCE")),
        Some(Status::Current) | None => String::new(),
    }
}

fn difference(found: &Comparison, copy: &str, document: &str) -> String {
    let Some(excerpt) = found.excerpt else {
        let nothing = found.held == 0;
        return if nothing {
            format!("{copy} has nothing in common with {document}")
        } else {
            format!("{copy} does not say what {document} says")
        };
    };
    let passages = |count: usize| counted(count as u64, "passage");
    let mut how = Vec::new();
    if excerpt.silent > 0 {
        how.push(format!("with {} left out in its middle and not marked", passages(excerpt.silent)));
    }
    if excerpt.marked > 0 {
        how.push(format!("with {} left out at an ellipsis", passages(excerpt.marked)));
    }
    if excerpt.cuts_sentence {
        how.push("begun or ended within a sentence".to_owned());
    }
    let how = if how.is_empty() { String::new() } else { format!(", {}", how.join(", ")) };
    format!("{copy} is an excerpt of {document}{how}")
}

/// What the answer rests on, line by line.
pub fn facts(copy: &Copy, answer: &Answer) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(document) = answer.document {
        facts.push(("document", described(document)));
    }
    match &answer.outcome {
        CopyOutcome::SameBytes => {}
        CopyOutcome::OtherBytes(why) => facts.push(("compared", format!("by its bytes alone: {}", wordless(why)))),
        CopyOutcome::Words(comparison) => {
            facts.push(("read as", read_as(copy)));
            facts.push(("holds", share(comparison)));
            let caveat = caveat(copy.kind).filter(|_| comparison.is_same() || comparison.excerpt.is_some());
            facts.extend(caveat.map(|caveat| ("note", caveat.to_owned())));
            if comparison.rejoined > 0 {
                let words = counted(comparison.rejoined as u64, "word");
                facts.push(("joined", format!("{words}, broken with a hyphen at the end of a printed line")));
            }
            let not_compared = |parts: String, whose: &str| ("set aside", format!("{whose} {parts}: not compared"));
            facts.extend(left_out(comparison, Side::Copy).map(|parts| not_compared(parts, "the copy's")));
            facts.extend(left_out(comparison, Side::Sealed).map(|parts| not_compared(parts, "of what was sealed:")));
        }
    }
    let unread = answer.unread.iter();
    facts.extend(unread.map(|(document, why)| ("not read", format!("{}: {why}", document.path.below()))));
    facts
}

/// A document by its name, its role and its language.
pub fn described(document: &Document) -> String {
    let language = document.language.as_ref().map(|language| format!(" in {language}")).unwrap_or_default();
    format!("{}, {}{language}", document.path.below(), document.role)
}

fn wordless(why: &Wordless) -> String {
    match why {
        Wordless::Copy(why) => format!("no text can be taken out of the copy: {why}"),
        Wordless::Document(why) => format!("no text can be taken out of the document: {why}"),
        Wordless::Documents => "none of the documents holds text that can be read".to_owned(),
    }
}

fn read_as(copy: &Copy) -> String {
    let kind = match copy.kind {
        DocumentKind::Plain => "plain text",
        DocumentKind::Markdown => "Markdown",
        DocumentKind::Html => "a web page",
        DocumentKind::Docx => "a Word document",
        DocumentKind::Pdf => "a PDF file",
    };
    let encoding = copy.text.as_ref().ok().and_then(|text| text.encoding.as_ref());
    encoding.map_or(kind.to_owned(), |encoding| format!("{kind}, in {encoding}"))
}

/// What cannot be seen of a copy of this kind by its words.
fn caveat(kind: DocumentKind) -> Option<&'static str> {
    match kind {
        DocumentKind::Pdf => Some("a PDF file can show other letters than it says it has; pictures are not read"),
        DocumentKind::Html => Some("what style sheets, scripts and pictures add or hide is not read"),
        DocumentKind::Docx => Some("pictures are not read"),
        DocumentKind::Plain | DocumentKind::Markdown => None,
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
        styled(LABEL, &format!("Not compared of {of}: {}", part.what.as_str())),
        escape(&part.text)
    )
}

/// Lines that a screen has where nobody says how many.
const SCREEN: usize = 24;

fn changes(comparison: &Comparison, before: &str, all: bool) -> String {
    let colour = marks::in_colour();
    let (width, height) = terminal_size::terminal_size()
        .map_or((80, SCREEN), |(width, height)| (usize::from(width.0).max(20), usize::from(height.0)));
    let count = comparison.changes.len() as u64;
    let key = marks::key(colour, "copy");
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
pub fn strange_words(strange: &Confusable) -> String {
    let times = |count: usize| if count == 1 { String::new() } else { format!(", {} times", grouped(count as u64)) };
    match strange {
        Confusable::LooksLike { letter, sealed, word, count } => format!(
            "the copy has {letter} ({}) where the statement has {sealed} ({}), in \u{201c}{word}\u{201d}{}",
            Confusable::name(*letter),
            Confusable::name(*sealed),
            times(*count)
        ),
        Confusable::WordLooksLike { word, sealed: Some(sealed) } => {
            format!("\u{201c}{word}\u{201d} looks like \u{201c}{sealed}\u{201d}, and has other letters")
        }
        Confusable::WordLooksLike { word, sealed: None } => {
            format!("\u{201c}{word}\u{201d} mixes letters of several alphabets that look alike")
        }
        Confusable::Invisible { letter, count } => {
            format!("a sign that cannot be seen: {}{}", Confusable::name(*letter), times(*count))
        }
        Confusable::TurnsRound { letter, count } => {
            format!(
                "a sign that turns round the order of what is shown: {}{}",
                Confusable::name(*letter),
                times(*count)
            )
        }
        Confusable::Unreadable { count } => {
            format!("letters that could not be read in this encoding: {}", grouped(*count as u64))
        }
    }
}
