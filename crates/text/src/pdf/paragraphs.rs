//! Pages put together: lines to paragraphs, and what stands around them apart.

use super::super::What;
use super::letter::LineKind;
use super::line::TextLine;
use crate::{Around, Piece};

/// How much further apart lines of two paragraphs stand than those of one.
const FURTHER: f64 = 1.25;
/// How far apart the lines of a text stand at most, in sizes of its letters, unless all of its lines do.
const USUAL: f64 = 1.5;
/// From how many lines on their usual distance is known.
const ENOUGH: usize = 8;

/// The pieces of a document.
pub fn put_together(pages: Vec<Vec<TextLine>>) -> Vec<Piece> {
    let usual = usual_distance(&pages);
    let mut pieces = Pieces::default();
    for page in pages {
        let mut last: Option<TextLine> = None;
        for line in page {
            let end = last.as_ref().map_or("\n", |last| between(last, &line, usual));
            pieces.add(&line, end);
            last = Some(line);
        }
    }
    pieces.finish()
}

/// How far apart the lines of a paragraph stand, in sizes of their letters.
fn usual_distance(pages: &[Vec<TextLine>]) -> f64 {
    let pairs = pages.iter().flat_map(|page| page.iter().zip(page.iter().skip(1)));
    let mut distances: Vec<f64> = pairs.filter_map(|(one, next)| distance(one, next)).collect();
    distances.sort_by(f64::total_cmp);
    let usual = distances.get(distances.len() / 5).copied().unwrap_or(USUAL);
    if distances.len() < ENOUGH { usual.min(USUAL) } else { usual }
}

/// How far below a line the next one stands, if it does.
fn distance(one: &TextLine, next: &TextLine) -> Option<f64> {
    let distance = (next.down - one.down) / one.size.max(next.size);
    (one.turn == next.turn && one.kind == next.kind && (0.5..4.0).contains(&distance)).then_some(distance)
}

fn between(last: &TextLine, next: &TextLine, usual: f64) -> &'static str {
    if is_initial(last, next) {
        return "";
    }
    if last.turn != next.turn {
        return "\n\n";
    }
    let distance = (next.down - last.down) / last.size.max(next.size);
    let other_size = last.size.max(next.size) > 1.15 * last.size.min(next.size);
    if distance > usual * FURTHER || other_size { "\n\n" } else { "\n" }
}

/// Whether a line is but the large letter with which the next one begins.
fn is_initial(last: &TextLine, next: &TextLine) -> bool {
    let one_letter = last.text.chars().count() == 1 && last.text.chars().all(char::is_alphabetic);
    let large = last.size > 1.7 * next.size;
    let close = (-0.3..0.6).contains(&((next.start - last.end) / next.size));
    let beside = next.down < last.down && next.down > last.down - last.size;
    one_letter && large && close && beside && last.turn == next.turn
}

/// Pieces in the making.
#[derive(Default)]
struct Pieces {
    made: Vec<Piece>,
    /// Where the last piece of the text is.
    text: Option<usize>,
    parts: usize,
    last: Option<LineKind>,
}

impl Pieces {
    /// Adds a line, with what ends the one before it on its page.
    fn add(&mut self, line: &TextLine, end: &str) {
        let same = self.last.replace(line.kind) == Some(line.kind);
        let Some(what) = line.kind.what() else { return self.add_text(&line.text, if same { end } else { "\n" }) };
        match self.made.last_mut().filter(|_| same) {
            Some(piece) => piece.text.push_str(&format!("{end}{}", line.text)),
            None => self.begin(&line.text, Some(what)),
        }
    }

    fn add_text(&mut self, text: &str, end: &str) {
        if let Some(piece) = self.text.and_then(|at| self.made.get_mut(at)) {
            piece.text.push_str(end);
        }
        let last = self.made.len().checked_sub(1);
        match self.made.last_mut().filter(|_| last == self.text) {
            Some(piece) => piece.text.push_str(text),
            None => self.begin(text, None),
        }
    }

    fn begin(&mut self, text: &str, what: Option<What>) {
        let around = what.map(|what| Around { what, part: self.parts });
        self.parts = self.parts.saturating_add(usize::from(what.is_some()));
        self.text = if what.is_none() { Some(self.made.len()) } else { self.text };
        self.made.push(Piece { text: text.to_owned(), around });
    }

    fn finish(mut self) -> Vec<Piece> {
        for piece in &mut self.made {
            if !piece.text.ends_with('\n') {
                piece.text.push('\n');
            }
        }
        self.made
    }
}
