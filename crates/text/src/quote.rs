//! Is this passage in a text, and where? Exactly, after the same equivalences as a comparison, or nearly.

mod found;
mod near;
mod speaker;

use std::ops::Range;

pub use found::Found;
use found::WHOLE;
pub use speaker::speaker;

use super::Reading;
use super::align::is_same;
use super::compare::excerpt::is_ellipsis;
use super::segments::word_starts;
use super::tokens::{Sort, Token, Tokens, Vocabulary};

/// A passage that is sought: what stands between its ellipses, each piece in its order.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Quote {
    /// The passage, without the quotation marks around it.
    pub tokens: Tokens,
    /// The pieces, as stretches of its tokens.
    pub pieces: Vec<Range<usize>>,
}

impl Quote {
    /// The passage that is wanted; `None` where it holds no word.
    ///
    /// ```
    /// use chancery_text::{Quote, Reading, Tokens, Vocabulary};
    ///
    /// let mut vocabulary = Vocabulary::default();
    /// let text = Tokens::of(&Reading::of("The harbour, says the Ministry, opens in May.".to_owned()), &mut vocabulary);
    /// let quote = Quote::of("the harbour … opens", &mut vocabulary).expect("it holds words");
    /// assert!(quote.exactly_in(&text).is_none(), "another case is another word");
    /// let found = quote.nearly_in(&text).expect("nearly there");
    /// assert_eq!(text.words(found.range), "The harbour, says the Ministry, opens");
    /// ```
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
