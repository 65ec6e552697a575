//! Is this passage in a text, and where? Exactly, after the same equivalences as a comparison, or nearly.

mod near;
mod speaker;

use std::ops::Range;

pub use speaker::speaker;

use super::Reading;
use super::align::{Hunk, is_same};
use super::compare::excerpt::is_ellipsis;
use super::segments::word_starts;
use super::tokens::{Gap, Sort, Token, Tokens, Vocabulary};

/// A passage that is sought: what stands between its ellipses, each piece in its order.
#[derive(Debug, Clone)]
pub struct Quote {
    /// The passage, without the quotation marks around it.
    pub tokens: Tokens,
    /// The pieces, as stretches of its tokens.
    pub pieces: Vec<Range<usize>>,
}

/// Where a passage stands in a text.
#[derive(Debug, Clone)]
pub struct Found {
    /// The text.
    pub text: Tokens,
    /// The passage, as a stretch of its tokens.
    pub range: Range<usize>,
    /// What an ellipsis of the quote leaves out of it, as stretches of its tokens.
    pub omitted: Vec<Range<usize>>,
    /// Where the quote differs from the passage, in stretches of the text and of the quote; nothing where it is exact.
    pub changes: Vec<Hunk>,
    /// How many of the quote's words are found, in thousandths.
    pub share: usize,
    /// At how many places of the text it stands so, up to some.
    pub places: usize,
}

impl Found {
    /// Whether it stands there word for word.
    pub fn is_exact(&self) -> bool {
        self.changes.is_empty()
    }

    /// The same with no more of the text than its paragraph.
    #[must_use]
    pub fn in_paragraph(self) -> Self {
        let paragraph = self.paragraph();
        let moved = |range: Range<usize>| {
            range.start.saturating_sub(paragraph.start)..range.end.saturating_sub(paragraph.start)
        };
        Self {
            text: self.text.with(self.text.list.get(paragraph.clone()).unwrap_or_default().to_vec()),
            range: moved(self.range),
            omitted: self.omitted.into_iter().map(moved).collect(),
            changes: self.changes.into_iter().map(|hunk| Hunk { sealed: moved(hunk.sealed), ..hunk }).collect(),
            share: self.share,
            places: self.places,
        }
    }

    /// The paragraphs from that in which the passage begins to that in which it ends, as a stretch of the text's tokens.
    pub fn paragraph(&self) -> Range<usize> {
        let list = &self.text.list;
        let begins = |at: &usize| list.get(*at).is_some_and(|token| token.gap == Gap::Paragraph);
        let start = (0..=self.range.start).rev().find(begins).unwrap_or(0);
        let end = (self.range.end..list.len()).find(begins).unwrap_or(list.len());
        start..end
    }
}

impl Quote {
    /// The passage that is sought; `None` where it holds no word.
    pub fn of(text: &str, vocabulary: &mut Vocabulary) -> Option<Self> {
        let mut tokens = Tokens::of(&Reading::of(text.to_owned()), vocabulary);
        without_marks_around(&mut tokens, vocabulary);
        let pieces = pieces(&tokens);
        let holds_words = tokens.list.iter().any(Token::is_wordlike);
        holds_words.then_some(Self { tokens, pieces })
    }

    /// Where it stands in a text, word for word.
    pub fn exactly_in(&self, text: &Tokens) -> Option<Found> {
        let whole = std::iter::once(0..self.tokens.list.len()).collect::<Vec<_>>();
        // An ellipsis may stand in the statement itself.
        self.placed(text, &whole).or_else(|| self.placed(text, &self.pieces))
    }

    /// The passage of a text that is most like it, where enough of it is like it.
    pub fn nearly_in(&self, text: &Tokens) -> Option<Found> {
        near::nearest(self, text)
    }

    /// Where these pieces stand one after another, with as little as possible between them.
    fn placed(&self, text: &Tokens, pieces: &[Range<usize>]) -> Option<Found> {
        let there = There::of(text);
        let of = |range: &Range<usize>| self.tokens.list.get(range.clone()).unwrap_or_default();
        let (first, later) = pieces.split_first()?;
        let mut best: Option<Vec<Range<usize>>> = None;
        let mut from = 0;
        for _ in 0..MOST_TRIED {
            let Some(start) = there.position(of(first), from) else { break };
            let Some(places) = there.follow(start, of(first).len(), later.iter().map(of)) else { break };
            let span = |places: &[Range<usize>]| Some(places.last()?.end.saturating_sub(places.first()?.start));
            if best.as_ref().is_none_or(|best| span(&places) < span(best)) {
                best = Some(places);
            }
            from = start.saturating_add(1);
            if later.is_empty() {
                break;
            }
        }
        let places = best?;
        let others = if later.is_empty() { there.others(of(first), places.first()?.end) } else { 0 };
        let omitted = places.windows(2).filter_map(|pair| Some(pair.first()?.end..pair.last()?.start)).collect();
        let range = places.first()?.start..places.last()?.end;
        Some(Found {
            text: text.clone(),
            range,
            omitted,
            changes: Vec::new(),
            share: WHOLE,
            places: others.saturating_add(1),
        })
    }
}

/// So many places of a first piece are tried: the nearest to the rest is wanted, not all of them.
const MOST_TRIED: usize = 200;
/// Shares are counted in thousandths.
const WHOLE: usize = 1_000;

/// The tokens of a text, and where a passage neither begins nor ends: within a number.
struct There<'a> {
    list: &'a [Token],
    starts: Vec<bool>,
}

impl<'a> There<'a> {
    fn of(text: &'a Tokens) -> Self {
        Self { list: &text.list, starts: word_starts(text) }
    }

    /// Whether a number goes on there that began before.
    fn is_within_number(&self, at: usize) -> bool {
        let is_word = self.list.get(at).is_some_and(|token| token.sort == Sort::Word);
        is_word && self.starts.get(at) == Some(&false)
    }

    /// Where a piece stands first, from a place on.
    fn position(&self, piece: &[Token], from: usize) -> Option<usize> {
        let id = piece.first()?.id;
        let fits = |at: &usize| {
            let end = at.saturating_add(piece.len());
            let is_there = || self.list.get(*at..end).is_some_and(|there| is_same(piece, there));
            let is_whole = || !self.is_within_number(*at) && !self.is_within_number(end);
            self.list.get(*at).is_some_and(|token| token.id == id) && is_there() && is_whole()
        };
        (from..self.list.len()).find(fits)
    }

    /// The places of the later pieces, each the first after the one before it.
    fn follow<'b>(
        &self,
        start: usize,
        length: usize,
        later: impl Iterator<Item = &'b [Token]>,
    ) -> Option<Vec<Range<usize>>> {
        let mut end = start.saturating_add(length);
        let later = later.map(|piece| {
            let start = self.position(piece, end)?;
            end = start.saturating_add(piece.len());
            Some(start..end)
        });
        std::iter::once(Some(start..start.saturating_add(length))).chain(later).collect()
    }

    /// At how many places a piece stands from there on.
    fn others(&self, piece: &[Token], from: usize) -> usize {
        let mut from = from;
        let next = || {
            let start = self.position(piece, from)?;
            from = start.saturating_add(piece.len());
            Some(())
        };
        std::iter::from_fn(next).take(MOST_TRIED).count()
    }
}

/// Takes away the quotation marks around the whole: they say that it is a quote.
fn without_marks_around(tokens: &mut Tokens, vocabulary: &Vocabulary) {
    let is_mark = |token: Option<&Token>| token.is_some_and(|token| vocabulary.form(token.id) == "\"");
    if tokens.list.len() > 2 && is_mark(tokens.list.first()) && is_mark(tokens.list.last()) {
        tokens.list.pop();
        tokens.list.remove(0);
    }
}

/// What stands between the ellipses.
fn pieces(tokens: &Tokens) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < tokens.list.len() {
        // The longest first: brackets belong to what they hold.
        let length = (1..=5).rev().find(|length| {
            let there = tokens.list.get(at..at.saturating_add(*length));
            there.is_some_and(|there| is_ellipsis(there, tokens))
        });
        let next = at.saturating_add(length.unwrap_or(1));
        if length.is_some() {
            pieces.push(from..at);
            from = next;
        }
        at = next;
    }
    pieces.push(from..tokens.list.len());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests;
