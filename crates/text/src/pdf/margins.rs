//! Headers and footers of pages: what stands at the top or the bottom and is repeated, or only the page's number.

use std::collections::HashMap;

use super::letter::LineKind;
use super::line::TextLine;

/// How much of a page's height its margins take at most.
const MARGIN: f64 = 0.15;
/// Likewise of what the file itself calls a header or footer.
const SAID_MARGIN: f64 = 0.2;
/// How many lines a header or footer has at most.
const MOST_LINES: usize = 4;
/// How many faces a line is given at most.
const MOST_FACES: usize = 8;
/// On one of how many pages a line must be repeated.
const ONE_IN: usize = 4;

/// The top or the bottom of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Edge {
    Top,
    Bottom,
}

/// Which edge a line stands at, what it says there and how high it stands.
type Face = (Edge, Vec<Word>, i64);

/// A part of what a line says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Word {
    Text(String),
    /// A number that counts with the pages: how far it is ahead of them.
    Ahead(i64),
}

/// Marks the lines that are headers and footers.
pub fn mark(pages: &mut [Vec<TextLine>]) {
    let repeated = repeated(pages);
    for (number, page) in (0..).zip(pages) {
        place(page);
        for edge in [Edge::Top, Edge::Bottom] {
            for at in outermost(page, edge) {
                let Some(line) = page.get_mut(at) else { break };
                let is_repeated = || faces(line, edge, number).iter().any(|face| repeated.contains_key(face));
                // Inside of what is text, all is.
                if !is_number_of(&line.text, number) && !is_repeated() {
                    break;
                }
                line.kind = if edge == Edge::Top { LineKind::Header } else { LineKind::Footer };
            }
        }
    }
}

/// The faces that are repeated on enough pages.
fn repeated(pages: &[Vec<TextLine>]) -> HashMap<Face, usize> {
    let mut counts: HashMap<Face, usize> = HashMap::new();
    for (number, page) in (0..).zip(pages) {
        for edge in [Edge::Top, Edge::Bottom] {
            let lines = outermost(page, edge).into_iter().filter_map(|at| page.get(at));
            for face in lines.flat_map(|line| faces(line, edge, number)) {
                let count = counts.entry(face).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    let least = pages.len().div_ceil(ONE_IN).max(2);
    counts.retain(|_, count| *count >= least);
    counts
}

/// Tells apart what the file itself says is repeated on each page. In the middle of a page nothing is.
fn place(page: &mut [TextLine]) {
    let is_said = |line: &&mut TextLine| matches!(line.kind, LineKind::Margin | LineKind::Header | LineKind::Footer);
    for line in page.iter_mut().filter(is_said) {
        let is_top = line.down < line.page / 2.0;
        let from_edge = if is_top { line.down } else { line.page - line.down };
        line.kind = match line.kind {
            _ if from_edge > line.page * SAID_MARGIN => LineKind::Text,
            LineKind::Margin if is_top => LineKind::Header,
            LineKind::Margin => LineKind::Footer,
            kind => kind,
        };
    }
}

/// Where the lines in a margin are, from the edge of the page inwards.
fn outermost(page: &[TextLine], edge: Edge) -> Vec<usize> {
    let mut lines: Vec<(usize, f64)> = page
        .iter()
        .enumerate()
        .filter(|(_, line)| line.turn == 0 && line.kind == LineKind::Text)
        .map(|(at, line)| (at, if edge == Edge::Top { line.down } else { line.page - line.down }))
        .filter(|(at, from_edge)| page.get(*at).is_some_and(|line| *from_edge < line.page * MARGIN))
        .collect();
    lines.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    lines.into_iter().take(MOST_LINES).map(|(at, _)| at).collect()
}

/// The faces of a line: each of its numbers may be the same on all pages, or count with them.
#[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
fn faces(line: &TextLine, edge: Edge, page: i64) -> Vec<Face> {
    let mut faces = vec![Vec::new()];
    for word in words(&line.text) {
        let ahead = word.parse::<i64>().ok().map(|number| Word::Ahead(number.saturating_sub(page)));
        let counting = ahead.filter(|_| faces.len() < MOST_FACES).map(|ahead| with(&faces, &ahead));
        faces = with(&faces, &Word::Text(word));
        faces.extend(counting.unwrap_or_default());
    }
    let height = (line.down / 3.0).round() as i64;
    faces.into_iter().map(|words| (edge, words, height)).collect()
}

fn with(faces: &[Vec<Word>], word: &Word) -> Vec<Vec<Word>> {
    faces.iter().map(|face| face.iter().chain([word]).cloned().collect()).collect()
}

/// A text's numbers and what stands between them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in text.chars() {
        let goes_on = |word: &&mut String| word.ends_with(|last: char| last.is_numeric() == letter.is_numeric());
        match words.last_mut().filter(goes_on) {
            Some(word) => word.push(letter),
            None => words.push(letter.to_string()),
        }
    }
    words
}

/// Whether a line is but the number of this page, as in `7`, `- 7 -` and `7/12`. Any other number may be a statement's.
fn is_number_of(text: &str, page: i64) -> bool {
    let around = |letter: char| letter.is_whitespace() || "-\u{2010}\u{2013}\u{2014}/|\u{b7}.[]()".contains(letter);
    let numbers = || text.split(around).filter(|number| !number.is_empty());
    let is_short = |number: &str| number.chars().count() <= 3 && number.chars().all(char::is_numeric);
    let is_this = numbers().next().and_then(|number| number.parse::<i64>().ok()) == Some(page.saturating_add(1));
    is_this && (1..=2).contains(&numbers().count()) && numbers().all(is_short)
}
