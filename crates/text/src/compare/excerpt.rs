//! Whether a copy is a part of the statement, fairly cut out.

use std::ops::Range;

use super::super::hunk::Hunk;
use super::super::segments::word_starts;
use super::super::tokens::{Sort, Token, Tokens};

/// The same stretches, each moved to where a sentence begins if it can be: of `one. two.` in which a sentence was left out it
/// does not matter to the words whether that is `two.` or `. two`.
pub fn settled(hunks: Vec<Hunk>, [sealed, copy]: [&Tokens; 2], starts: [&[bool]; 2]) -> Vec<Hunk> {
    let mut least = (0, 0);
    let settle = |hunk: Hunk| {
        let room = (hunk.sealed.start.saturating_sub(least.0)).min(hunk.copy.start.saturating_sub(least.1));
        let back = match (hunk.sealed.is_empty(), hunk.copy.is_empty()) {
            (false, true) => shift(&sealed.list, &hunk.sealed, starts[0], room),
            (true, false) => shift(&copy.list, &hunk.copy, starts[1], room),
            _ => 0,
        };
        let moved = |range: Range<usize>| range.start.saturating_sub(back)..range.end.saturating_sub(back);
        let hunk = Hunk { sealed: moved(hunk.sealed), copy: moved(hunk.copy) };
        least = (hunk.sealed.end, hunk.copy.end);
        hunk
    };
    hunks.into_iter().map(settle).collect()
}

/// How far back a stretch can be moved so that it begins where a sentence does, and the text stays the same.
fn shift(list: &[Token], range: &Range<usize>, starts: &[bool], room: usize) -> usize {
    let begins = |at: usize| starts.get(at).copied().unwrap_or(true);
    for back in 0..=room {
        let (start, end) = (range.start.saturating_sub(back), range.end.saturating_sub(back));
        if begins(start) && begins(end) {
            return back;
        }
        let id = |at: usize| at.checked_sub(1).and_then(|at| list.get(at)).map(|token| token.id);
        if id(start).is_none() || id(start) != id(end) {
            return 0;
        }
    }
    0
}

/// A copy that is a part of the sealed text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excerpt {
    /// How many times something is left out between two of its sentences, and the copy does not say so.
    pub silent: usize,
    /// How many times it says so, with an ellipsis.
    pub marked: usize,
    /// Whether it begins or ends within a sentence.
    pub cuts_sentence: bool,
}

/// How a copy was cut out of the sealed text, where everything that differs is left out, and fairly: at its beginning or end, in whole
/// sentences, or where the copy says so with an ellipsis.
pub fn excerpt(hunks: &[Hunk], sealed: &Tokens, copy: &Tokens, starts: &[bool]) -> Option<Excerpt> {
    let mut excerpt = Excerpt::default();
    let words = word_starts(sealed);
    let cuts_number = |at: usize| {
        let is_word = sealed.list.get(at).is_some_and(|token| token.sort == Sort::Word);
        at > 0 && is_word && words.get(at) == Some(&false)
    };
    for hunk in hunks {
        if cuts_number(hunk.sealed.start) || cuts_number(hunk.sealed.end) {
            return None;
        }
        let put_in = copy.list.get(hunk.copy.clone()).unwrap_or_default();
        let (from, to) = (hunk.sealed.start, hunk.sealed.end);
        let is_whole = begins(sealed, starts, from) && begins(sealed, starts, to);
        if !put_in.is_empty() {
            is_ellipsis(put_in, copy).then_some(())?;
            excerpt.marked = excerpt.marked.saturating_add(1);
        } else if from == 0 || to == sealed.list.len() {
            let cut = if from == 0 { to } else { from };
            excerpt.cuts_sentence |= !begins(sealed, starts, cut);
        } else {
            is_whole.then_some(())?;
            excerpt.silent = excerpt.silent.saturating_add(1);
        }
    }
    Some(excerpt)
}

/// Whether a sentence begins there, or nothing but signs that belong to the one before stand before the next that does.
fn begins(sealed: &Tokens, starts: &[bool], at: usize) -> bool {
    let signs = sealed.list.get(at..).unwrap_or_default().iter().take_while(|token| !token.is_wordlike()).count();
    (at..=at.saturating_add(signs)).any(|at| starts.get(at).copied().unwrap_or(true))
}

/// Whether this says that something was left out: `…`, `...`, in brackets or not.
pub fn is_ellipsis(put_in: &[Token], copy: &Tokens) -> bool {
    let text: String = put_in.iter().map(|token| copy.text_of(token)).collect();
    let bare = text.trim_matches(['[', ']', '(', ')']);
    bare == "\u{2026}" || (bare.len() >= 3 && bare.bytes().all(|byte| byte == b'.'))
}
