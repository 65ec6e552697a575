//! The passage that is most like a quote.

use std::collections::HashMap;
use std::ops::Range;

use super::super::align::{Hunk, as_read, hunks};
use super::super::tokens::{Token, Tokens};
use super::{Found, Quote, WHOLE};

/// A passage of which less is found is not like the quote.
const ENOUGH: usize = 600;
/// Fewer words than these are found by chance.
const FEWEST: usize = 3;

/// Finds it: the stretch of the text that shares most words with the quote, laid beside it word by word.
pub fn nearest(quote: &Quote, text: &Tokens) -> Option<Found> {
    let range = range(quote, &text.list)?;
    let part = Tokens { list: text.list.get(range.clone())?.to_vec(), ..text.clone() };
    let found = hunks(&part.list, &quote.tokens.list);
    let share = share(&found, quote)?;
    let moved =
        |stretch: Range<usize>| stretch.start.saturating_add(range.start)..stretch.end.saturating_add(range.start);
    let changes = as_read(found, &part, &quote.tokens)
        .into_iter()
        .map(|hunk| Hunk { sealed: moved(hunk.sealed), copy: hunk.copy });
    Some(Found { text: text.clone(), changes: changes.collect(), omitted: Vec::new(), share, range })
}

/// The passage: of a window that holds it, the stretch in which the quote's words stand close together, and on both sides as many
/// tokens as the quote has that are not found there.
fn range(quote: &Quote, text: &[Token]) -> Option<Range<usize>> {
    let window = window(&quote.tokens.list, text)?;
    let list = text.get(window.clone())?;
    let dense = dense(list, &hunks(list, &quote.tokens.list))?;
    let found = hunks(list.get(dense.clone())?, &quote.tokens.list);
    let before = found.first().filter(|hunk| hunk.sealed.start == 0).map_or(0, |hunk| hunk.copy.len());
    let after = found.last().filter(|hunk| hunk.sealed.end == dense.len()).map_or(0, |hunk| hunk.copy.len());
    let start = window.start.saturating_add(dense.start).saturating_sub(before);
    let end = window.start.saturating_add(dense.end).saturating_add(after);
    Some(start..end.min(text.len()))
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

/// How many of the quote's words are found, where these are enough.
fn share(found: &[Hunk], quote: &Quote) -> Option<usize> {
    let words = |tokens: &[Token]| tokens.iter().filter(|token| token.is_wordlike()).count();
    let all = words(&quote.tokens.list);
    let changed: usize =
        found.iter().map(|hunk| words(quote.tokens.list.get(hunk.copy.clone()).unwrap_or_default())).sum();
    let held = all.saturating_sub(changed);
    let share = held.saturating_mul(WHOLE).checked_div(all)?;
    (share >= ENOUGH && held >= FEWEST.min(all.saturating_sub(1)).max(1)).then_some(share)
}
