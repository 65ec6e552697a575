//! A comparison as scripts read it.

use chancery_text::align::Hunk;
use chancery_text::compare::confusables::Strange;
use chancery_text::compare::{Comparison, Side};
use chancery_text::tokens::Tokens;
use serde::Serialize;

use super::answer::{Answer, Outcome, Wordless};
use super::copy::Copy;
use super::text::strange_words;
use crate::show::verdict::ReportView;
use crate::show::verdict::json::Line as Verdict;

/// A comparison as scripts read it. Keys may be added, none renamed or removed.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    result: &'static str,
    document: Option<&'a str>,
    copy: &'a str,
    encoding: Option<&'a str>,
    excerpt: bool,
    /// How many words the document has, and how many of them the copy holds.
    words: Option<usize>,
    held: Option<usize>,
    changes: Vec<Change>,
    left_out: Vec<LeftOut<'a>>,
    strange: Vec<StrangeLine>,
    /// Documents of which no text could be read.
    unread: Vec<&'a str>,
    /// Why bytes alone were compared.
    by_bytes: Option<String>,
    #[serde(flatten)]
    bundle: Verdict<'a>,
}

/// A change, in the words of both.
#[derive(Debug, Serialize)]
pub struct Change {
    kind: &'static str,
    sealed: String,
    copy: String,
}

#[derive(Debug, Serialize)]
struct LeftOut<'a> {
    of: &'static str,
    part: &'static str,
    words: usize,
    text: &'a str,
}

/// Makes the line.
pub fn line<'a>(shown: &'a ReportView<'a>, copy: &'a Copy, answer: &'a Answer<'a>) -> Line<'a> {
    let comparison = answer.comparison();
    Line {
        result: result(answer),
        document: answer.document.map(|document| document.path.below()),
        copy: &copy.name,
        encoding: copy.taken.as_ref().ok().and_then(|taken| taken.encoding.as_deref()),
        excerpt: comparison.is_some_and(|comparison| comparison.excerpt.is_some()),
        words: comparison.map(|comparison| comparison.words),
        held: comparison.map(|comparison| comparison.held),
        changes: comparison.map(changes).unwrap_or_default(),
        left_out: comparison.map(left_out).unwrap_or_default(),
        strange: comparison.map(|comparison| comparison.strange.iter().map(strange_line).collect()).unwrap_or_default(),
        unread: answer.unread.iter().map(|(document, _)| document.path.below()).collect(),
        by_bytes: by_bytes(answer),
        bundle: shown.json(),
    }
}

/// Something strange about the letters of a copy: what kind of thing, and in words.
#[derive(Debug, Serialize)]
pub struct StrangeLine {
    kind: &'static str,
    message: String,
}

/// What scripts read of something strange.
pub fn strange_line(strange: &Strange) -> StrangeLine {
    let kind = match strange {
        Strange::LooksLike { .. } => "looks-like",
        Strange::WordLooksLike { .. } => "word-looks-like",
        Strange::Invisible { .. } => "invisible",
        Strange::TurnsRound { .. } => "turns-round",
        Strange::Unreadable { .. } => "unreadable",
    };
    StrangeLine { kind, message: strange_words(strange) }
}

/// What scripts read of a bundle that is not compared with: `result` is null.
#[derive(Debug, Serialize)]
pub struct Unjudged<'a> {
    result: Option<&'static str>,
    #[serde(flatten)]
    bundle: Verdict<'a>,
}

/// Makes the line of a bundle that is not compared with.
pub fn unjudged<'a>(shown: &'a ReportView<'a>) -> Unjudged<'a> {
    Unjudged { result: None, bundle: shown.json() }
}

/// The answer in one word.
pub fn result(answer: &Answer) -> &'static str {
    match &answer.outcome {
        Outcome::SameBytes => "same-bytes",
        Outcome::Words(comparison) if comparison.is_same() => "same-words",
        Outcome::Words(_) | Outcome::OtherBytes(_) => "different",
    }
}

fn by_bytes(answer: &Answer) -> Option<String> {
    match &answer.outcome {
        Outcome::OtherBytes(Wordless::Copy(why)) => Some(format!("the copy: {why}")),
        Outcome::OtherBytes(Wordless::Document(why)) => Some(format!("the document: {why}")),
        Outcome::OtherBytes(Wordless::Documents) => Some("none of the documents holds text that is read".to_owned()),
        _ => None,
    }
}

/// Every change.
fn changes(comparison: &Comparison) -> Vec<Change> {
    comparison.changes.iter().map(|hunk| change(hunk, &comparison.sealed, &comparison.copy)).collect()
}

/// One change.
pub fn change(hunk: &Hunk, sealed: &Tokens, copy: &Tokens) -> Change {
    let (sealed, copy) = (sealed.words(hunk.sealed.clone()), copy.words(hunk.copy.clone()));
    let kind = match (sealed.is_empty(), copy.is_empty()) {
        (true, _) => "insert",
        (_, true) => "delete",
        _ => "replace",
    };
    Change { kind, sealed, copy }
}

fn left_out(comparison: &Comparison) -> Vec<LeftOut<'_>> {
    let of = |side| if side == Side::Sealed { "sealed" } else { "copy" };
    let parts = comparison.left_out.iter();
    parts
        .map(|part| LeftOut { of: of(part.side), part: part.what.as_str(), words: part.words, text: &part.text })
        .collect()
}
