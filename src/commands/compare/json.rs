//! A comparison as scripts read it.

use chancery_office::json::{Change, CompareLine, ConfusableLine, LeftOut, NotComparedLine};
use chancery_office::matching::{Answer, Copy, CopyOutcome, Wordless};
use chancery_text::{Comparison, Confusable, Hunk, Side, Tokens};

use super::text::strange_words;
use crate::show::verdict::ReportView;

/// Makes the line.
pub fn line(shown: &ReportView<'_>, copy: &Copy, answer: &Answer<'_>) -> CompareLine {
    let comparison = answer.comparison();
    CompareLine {
        result: result(answer),
        document: answer.document.map(|document| document.path.below().to_owned()),
        copy: copy.name.clone(),
        encoding: copy.text.as_ref().ok().and_then(|text| text.encoding.clone()),
        excerpt: comparison.is_some_and(|comparison| comparison.excerpt.is_some()),
        words: comparison.map(|comparison| comparison.words),
        held: comparison.map(|comparison| comparison.held),
        changes: comparison.map(changes).unwrap_or_default(),
        left_out: comparison.map(left_out).unwrap_or_default(),
        strange: comparison.map(|comparison| comparison.strange.iter().map(strange_line).collect()).unwrap_or_default(),
        unread: answer.unread.iter().map(|(document, _)| document.path.below().to_owned()).collect(),
        by_bytes: by_bytes(answer),
        verdict: shown.json(),
    }
}

/// What scripts read of something strange.
pub fn strange_line(strange: &Confusable) -> ConfusableLine {
    let kind = match strange {
        Confusable::LooksLike { .. } => "looks-like",
        Confusable::WordLooksLike { .. } => "word-looks-like",
        Confusable::Invisible { .. } => "invisible",
        Confusable::TurnsRound { .. } => "turns-round",
        Confusable::Unreadable { .. } => "unreadable",
    };
    ConfusableLine { kind, message: strange_words(strange) }
}

/// Makes the line of a bundle that is not compared with.
pub fn unjudged(shown: &ReportView<'_>) -> NotComparedLine {
    NotComparedLine { result: None, verdict: shown.json() }
}

/// The answer in one word.
pub fn result(answer: &Answer) -> &'static str {
    match &answer.outcome {
        CopyOutcome::SameBytes => "same-bytes",
        CopyOutcome::Words(comparison) if comparison.is_same() => "same-words",
        CopyOutcome::Words(_) | CopyOutcome::OtherBytes(_) => "different",
    }
}

fn by_bytes(answer: &Answer) -> Option<String> {
    match &answer.outcome {
        CopyOutcome::OtherBytes(Wordless::Copy(why)) => Some(format!("the copy: {why}")),
        CopyOutcome::OtherBytes(Wordless::Document(why)) => Some(format!("the document: {why}")),
        CopyOutcome::OtherBytes(Wordless::Documents) => {
            Some("none of the documents holds text that is read".to_owned())
        }
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

fn left_out(comparison: &Comparison) -> Vec<LeftOut> {
    let of = |side| if side == Side::Sealed { "sealed" } else { "copy" };
    let parts = comparison.left_out.iter();
    parts
        .map(|part| LeftOut { of: of(part.side), part: part.what.as_str(), words: part.words, text: part.text.clone() })
        .collect()
}
