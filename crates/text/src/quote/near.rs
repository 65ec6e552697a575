//! The passage that is most like a quote.

use std::collections::HashMap;
use std::ops::Range;

use super::super::align::{as_read, hunks};
use super::super::hunk::Hunk;
use super::super::tokens::{Token, Tokens};
use super::Quote;
use super::found::{Found, WHOLE};

/// A passage of which less is found is not like the quote.
const ENOUGH: usize = 600;
/// Fewer words than these are found by chance.
const FEWEST: usize = 3;

impl Quote {
    /// The passage of a text that is most like it, where enough of it is like it.
    ///
    /// Piece by piece between the ellipses: for each the stretch of the text that shares most words with it, in whatever case, laid beside
    /// it word by word.
    pub fn nearly_in(&self, text: &Tokens) -> Option<Found> {
        let mut forms = HashMap::new();
        let (wanted, there) = (without_case(&self.tokens, &mut forms), without_case(text, &mut forms));
        let (mut held, mut all, mut from) = (0_usize, 0_usize, 0_usize);
        let mut places: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for piece in &self.pieces {
            let sought = wanted.get(piece.clone())?;
            all = all.saturating_add(words(sought));
            let (range, found) = place(sought, there.get(from..)?).unwrap_or((0..0, 0));
            held = held.saturating_add(found);
            let range = range.start.saturating_add(from)..range.end.saturating_add(from);
            from = range.end;
            places.push((range, piece.clone()));
        }
        let share = held.saturating_mul(WHOLE).checked_div(all)?;
        (share >= ENOUGH && held >= FEWEST.min(all.saturating_sub(1)).max(1)).then_some(())?;
        let changes = places.iter().flat_map(|(range, piece)| changes(text, range, self, piece)).collect();
        places.retain(|(range, _)| !range.is_empty());
        let omitted = places.windows(2).filter_map(|pair| Some(pair.first()?.0.end..pair.last()?.0.start)).collect();
        let range = places.first()?.0.start..places.last()?.0.end;
        Some(Found { text: text.clone(), range, omitted, changes, share, places: 1 })
    }
}

/// The tokens with one number for a word in whatever case.
fn without_case(tokens: &Tokens, forms: &mut HashMap<String, u32>) -> Vec<Token> {
    let form = |token: &Token| {
        let form = if token.is_wordlike() { tokens.text_of(token).to_lowercase() } else { format!(" {}", token.id) };
        let next = u32::try_from(forms.len()).unwrap_or(u32::MAX);
        Token { id: *forms.entry(form).or_insert(next), ..*token }
    };
    tokens.list.iter().map(form).collect()
}

/// Where a piece and a stretch of the text differ, in tokens of the whole text and the whole quote.
fn changes(text: &Tokens, range: &Range<usize>, quote: &Quote, piece: &Range<usize>) -> Vec<Hunk> {
    let part = |tokens: &Tokens, range: &Range<usize>| {
        tokens.with(tokens.list.get(range.clone()).unwrap_or_default().to_vec())
    };
    let (sealed, copy) = (part(text, range), part(&quote.tokens, piece));
    let found = as_read(hunks(&sealed.list, &copy.list), &sealed, &copy);
    let moved = |stretch: Range<usize>, by: usize| stretch.start.saturating_add(by)..stretch.end.saturating_add(by);
    let in_whole = |hunk: Hunk| Hunk { sealed: moved(hunk.sealed, range.start), copy: moved(hunk.copy, piece.start) };
    found.into_iter().map(in_whole).collect()
}

/// Where a piece stands nearly: of a window that holds it, the stretch in which its words stand close together, and on both sides as
/// many tokens as it has that are not found there. With how many of its words are.
fn place(piece: &[Token], text: &[Token]) -> Option<(Range<usize>, usize)> {
    let window = window(piece, text)?;
    let list = text.get(window.clone())?;
    let dense = dense(list, &hunks(list, piece))?;
    let found = hunks(list.get(dense.clone())?, piece);
    let before = found.first().filter(|hunk| hunk.sealed.start == 0).map_or(0, |hunk| hunk.copy.len());
    let after = found.last().filter(|hunk| hunk.sealed.end == dense.len()).map_or(0, |hunk| hunk.copy.len());
    let start = window.start.saturating_add(dense.start).saturating_sub(before);
    let end = window.start.saturating_add(dense.end).saturating_add(after);
    let changed: usize = found.iter().map(|hunk| words(piece.get(hunk.copy.clone()).unwrap_or_default())).sum();
    Some((start..end.min(text.len()), words(piece).saturating_sub(changed)))
}

fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| token.is_wordlike()).count()
}

/// What a word that is found is worth, beside one that is not.
const FOUND: i64 = 3;

/// The stretch in which most is found and least is not.
fn dense(list: &[Token], changes: &[Hunk]) -> Option<Range<usize>> {
    let mut worth = vec![FOUND; list.len()];
    for change in changes {
        worth.get_mut(change.sealed.clone()).into_iter().for_each(|changed| changed.fill(-1));
    }
    let (mut sum, mut start) = (0_i64, 0_usize);
    let mut best: Option<(i64, Range<usize>)> = None;
    for (at, worth) in worth.into_iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, at);
        }
        sum = sum.saturating_add(worth);
        if best.as_ref().is_none_or(|(most, _)| sum > *most) {
            best = Some((sum, start..at.saturating_add(1)));
        }
    }
    best.map(|(_, range)| range).filter(|range| !range.is_empty())
}

/// The stretch, half as long again as the quote, with most of its words; and as much again on both sides.
fn window(quote: &[Token], text: &[Token]) -> Option<Range<usize>> {
    let length = quote.len().saturating_add(quote.len() / 2).saturating_add(2);
    let mut wanted: HashMap<u32, i64> = HashMap::new();
    for token in quote.iter().filter(|token| token.is_wordlike()) {
        let count = wanted.entry(token.id).or_default();
        *count = count.saturating_add(1);
    }
    let (mut held, mut best) = (0_i64, (0_i64, 0_usize));
    for at in 0..text.len() {
        if let Some(left) = text.get(at).and_then(|token| wanted.get_mut(&token.id)) {
            held = held.saturating_add(i64::from(*left > 0));
            *left = left.saturating_sub(1);
        }
        let gone = at.checked_sub(length).and_then(|at| text.get(at));
        if let Some(left) = gone.and_then(|token| wanted.get_mut(&token.id)) {
            *left = left.saturating_add(1);
            held = held.saturating_sub(i64::from(*left > 0));
        }
        if held > best.0 {
            best = (held, at);
        }
    }
    let (held, end) = best;
    let margin = quote.len();
    (held > 0).then(|| {
        let start = end.saturating_sub(length).saturating_sub(margin);
        start..end.saturating_add(margin).saturating_add(1).min(text.len())
    })
}
