//! Whether a copy is a part of the statement, fairly cut out.

use std::ops::Range;

use super::super::align::Hunk;
use super::super::tokens::{Token, Tokens};

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

/// Whether everything that differs is left out of the copy, and fairly: at its beginning or end, in whole sentences, or where
/// the copy says so with an ellipsis.
pub fn is_excerpt(hunks: &[Hunk], sealed: &Tokens, copy: &Tokens, starts: &[bool]) -> bool {
    let begins = |at: usize| starts.get(at).copied().unwrap_or(true);
    hunks.iter().all(|hunk| {
        let put_in = copy.list.get(hunk.copy.clone()).unwrap_or_default();
        if !put_in.is_empty() {
            return is_ellipsis(put_in, copy);
        }
        let at_an_end = hunk.sealed.start == 0 || hunk.sealed.end == sealed.list.len();
        at_an_end || (begins(hunk.sealed.start) && begins(hunk.sealed.end))
    })
}

/// Whether this says that something was left out: `…`, `...`, in brackets or not.
pub fn is_ellipsis(put_in: &[Token], copy: &Tokens) -> bool {
    let text: String = put_in.iter().map(|token| copy.text_of(token)).collect();
    let bare = text.trim_matches(['[', ']', '(', ')']);
    bare == "\u{2026}" || bare == "..."
}
