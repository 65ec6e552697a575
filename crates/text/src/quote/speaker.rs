//! Whose words a paragraph holds, in a transcript that names who speaks: `Question (Daily News): …`.

use std::collections::HashMap;
use std::ops::Range;

use super::super::tokens::{Gap, Tokens};

/// A name before a colon is no longer than this, in letters.
const LONGEST: usize = 120;

/// The name that stands before the paragraph with this token, or before the nearest one above it that has one. `known` are those
/// who speak in the statement; others are names where they stand before two paragraphs or more.
pub fn speaker(text: &Tokens, at: usize, known: &[String]) -> Option<String> {
    let labels: Vec<(usize, String)> =
        paragraphs(text).into_iter().filter_map(|range| Some((range.start, label(text, range)?))).collect();
    let mut heads: HashMap<&str, usize> = HashMap::new();
    for (_, label) in &labels {
        let count = heads.entry(head(label)).or_default();
        *count = count.saturating_add(1);
    }
    let is_known = |label: &str| known.iter().any(|name| name == head(label));
    // One word that stands before several paragraphs, such as `Note`, makes no transcript.
    let is_transcript =
        labels.iter().any(|(_, label)| is_known(label)) || heads.values().filter(|count| **count > 1).count() > 1;
    let is_repeated = |label: &str| heads.get(head(label)).is_some_and(|count| *count > 1);
    let is_name = |label: &str| is_known(label) || (is_transcript && is_repeated(label));
    // One who speaks once is named like the others: with a word in brackets, as `(Radio Aldermouth)`.
    let is_like_them = |label: &str| is_transcript && label.ends_with([')', '\u{ff09}']);
    let (_, label) =
        labels.iter().rev().find(|(start, label)| *start <= at && (is_name(label) || is_like_them(label)))?;
    Some(label.clone())
}

/// The lines of a text: some transcripts have no empty ones between.
fn paragraphs(text: &Tokens) -> Vec<Range<usize>> {
    let begins = |(at, token): (usize, &super::Token)| (at == 0 || token.gap >= Gap::LineBreak).then_some(at);
    let mut starts: Vec<usize> = text.list.iter().enumerate().filter_map(begins).collect();
    starts.push(text.list.len());
    starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
}

/// What stands before the first colon of a paragraph, where it can be a name.
fn label(text: &Tokens, range: Range<usize>) -> Option<String> {
    let first = text.list.get(range.start)?;
    let last = text.list.get(range.end.checked_sub(1)?)?;
    let words = text.text.get(first.start..last.end)?;
    let (label, _) = words.split_once([':', '\u{ff1a}'])?;
    let is_name = label.chars().count() <= LONGEST
        && !label.contains(['!', '?', '\u{3002}', ';'])
        && label.chars().any(char::is_alphabetic);
    is_name.then(|| label.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The name without what is said of its bearer.
fn head(label: &str) -> &str {
    label.split([',', '(', '\u{ff08}']).next().unwrap_or_default().trim()
}
