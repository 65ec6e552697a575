//! The passage of a statement in which the words stand that were sought.

use std::collections::BTreeSet;

use chancery_core::{Digest, Document, DocumentSeen, Metadata, Report, Source};
use chancery_text::TextExtractor;

use super::catalogue::text;
use super::catalogue::words::{query, words};
use crate::opened::Opened;

/// How many words a passage has at most.
const WORDS: usize = 24;
/// How many of them stand before the first that was sought.
const BEFORE: usize = 6;
/// Longer documents have passages in their beginnings alone.
const LONGEST: u64 = 16 << 20;

/// The passage with most of the words, in the documents as they were sealed, else in the metadata.
pub fn of(opened: &Opened, report: &Report, sought: &str, extractor: &dyn TextExtractor) -> Option<String> {
    let claims = report.claims()?;
    let wanted = Wanted::of(sought);
    let texts = claims
        .documents
        .iter()
        .zip(report.documents())
        .filter_map(|(document, seen)| text_of(opened, document, seen, extractor));
    let passages = texts.chain(about(claims)).filter_map(|text| passage(&text, &wanted));
    // Of equally good ones the first.
    passages.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, passage)| passage)
}

/// A document's text, where its bytes are those that the signed manifest lists.
fn text_of(opened: &Opened, document: &Document, seen: &DocumentSeen, extractor: &dyn TextExtractor) -> Option<String> {
    if !document.media_type.is_text() || seen.size() > LONGEST {
        return None;
    }
    let bytes = opened.read_at(seen.offset(), usize::try_from(seen.size()).ok()?).ok()?;
    if seen.listed() != Some(Digest::of(&bytes)) {
        return None;
    }
    text::of(&document.media_type, extractor, || Some(bytes.clone()))
}

fn about(claims: &Metadata) -> impl Iterator<Item = String> {
    let summary = claims.summary.as_ref().map(ToString::to_string);
    let reason = claims.reason.as_ref().map(ToString::to_string);
    let speakers = claims.speakers.iter().map(|speaker| match &speaker.role {
        Some(role) => format!("{}, {role}", speaker.name),
        None => speaker.name.to_string(),
    });
    let lines = claims.subjects.iter().chain(&claims.place).chain(&claims.identifier).map(ToString::to_string);
    let publishers = claims.publishers.iter().map(|publisher| publisher.name.to_string());
    let titles = std::iter::once(&claims.title).chain(claims.titles.values()).map(ToString::to_string);
    summary.into_iter().chain(reason).chain(speakers).chain(lines).chain(publishers).chain(titles)
}

/// The words that are sought, whole or as beginnings.
struct Wanted(Vec<(String, bool)>);

impl Wanted {
    fn of(sought: &str) -> Self {
        let query = query(sought).unwrap_or_default();
        let mut wanted = Vec::new();
        for piece in query.split('"').collect::<Vec<_>>().chunks(2) {
            if let [before, found] = piece {
                let begins = before.trim() == "*";
                if let Some((_, last)) = wanted.last_mut().filter(|_| begins) {
                    *last = true;
                }
                wanted.extend(found.split(' ').map(|word| (word.to_owned(), false)));
            }
        }
        if query.ends_with('*') {
            wanted.last_mut().into_iter().for_each(|(_, begins)| *begins = true);
        }
        Self(wanted)
    }

    /// Which of the sought words these are.
    fn fits(&self, word: &str) -> Option<usize> {
        self.0.iter().position(|(sought, begins)| word == sought || (*begins && word.starts_with(sought.as_str())))
    }
}

/// The best passage of a text, and how many different words of those sought stand in it.
fn passage(text: &str, wanted: &Wanted) -> Option<(usize, String)> {
    let pieces = pieces(text);
    let hits: Vec<(usize, usize)> = pieces
        .iter()
        .enumerate()
        .flat_map(|(at, (start, end))| {
            let found = words(text.get(*start..*end).unwrap_or_default());
            let which: BTreeSet<usize> = found.split(' ').filter_map(|word| wanted.fits(word)).collect();
            which.into_iter().map(move |which| (at, which))
        })
        .collect();
    let (first, count) = densest(&hits)?;
    let from = first.saturating_sub(BEFORE);
    let to = from.saturating_add(WORDS).min(pieces.len());
    let (start, _) = pieces.get(from)?;
    let (_, end) = pieces.get(to.saturating_sub(1))?;
    let found = text.get(*start..*end)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = if from > 0 { "\u{2026} " } else { "" };
    let after = if to < pieces.len() { " \u{2026}" } else { "" };
    Some((count, format!("{before}{found}{after}")))
}

/// The hit after which most different words stand close together.
fn densest(hits: &[(usize, usize)]) -> Option<(usize, usize)> {
    let mut best = None;
    for (at, (first, _)) in hits.iter().enumerate() {
        let near =
            hits.get(at..)?.iter().take_while(|(piece, _)| piece.saturating_sub(*first) < WORDS.saturating_sub(BEFORE));
        let mut which: Vec<usize> = near.map(|(_, which)| *which).collect();
        which.sort_unstable();
        which.dedup();
        if best.is_none_or(|(_, count)| which.len() > count) {
            best = Some((*first, which.len()));
        }
    }
    best
}

/// How many bytes a piece may have up to this letter.
fn most(letter: char) -> usize {
    if letter.is_alphanumeric() { 256 } else { 64 }
}

/// Where the words of a text begin and end: what stands between spaces; letters of scripts without spaces one by one.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut open = false;
    for (at, letter) in text.char_indices() {
        let end = at.saturating_add(letter.len_utf8());
        let alone = !letter.is_ascii() && super::catalogue::words::is_word_alone(letter);
        match pieces.last_mut() {
            _ if letter.is_whitespace() => open = false,
            // What has no spaces for long is cut where a word ends, and at last anywhere.
            Some((start, last)) if open && !alone && end.saturating_sub(*start) < most(letter) => *last = end,
            _ => {
                pieces.push((at, end));
                open = !alone;
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, sought: &str) -> Option<String> {
        passage(text, &Wanted::of(sought)).map(|(_, passage)| passage)
    }

    #[test]
    fn a_passage_holds_most_of_the_words() {
        let text =
            format!("The sea. {}The harbour\n is OPEN, and so is the sea. {}", "Word ".repeat(40), "More ".repeat(40));
        let expected = "\u{2026} Word Word Word Word Word The harbour is OPEN, and so is the sea. More More More More More More More More More More \u{2026}";
        assert_eq!(found(&text, "harbour open sea").unwrap(), expected);
        assert_eq!(found("Short text.", "TEXT").unwrap(), "Short text.");
        assert_eq!(found("Harbours.", "harb*").unwrap(), "Harbours.");
        assert_eq!(found("Harbours.", "harb"), None);
    }

    #[test]
    fn a_text_without_spaces_costs_no_more_than_another() {
        let text = "a,".repeat(500_000) + "harbour";
        assert!(found(&text, "a").unwrap().len() < 10_000);
        assert!(found(&text, "harbour").unwrap().ends_with("harbour"));
    }

    #[test]
    fn scripts_without_spaces_are_cut_by_letters() {
        let text = "声明".repeat(30) + "国际档案日";
        let found = found(&text, "档案").unwrap();
        assert!(
            found.ends_with("国际档案日") && found.starts_with("\u{2026} ") && found.chars().count() < 30,
            "{found}"
        );
    }
}
