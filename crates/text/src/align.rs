//! Two texts laid side by side: what was left out, put in or changed between them.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

use super::anchors::by_stretches;
use super::hunk::Hunk;
use super::segments::word_starts;
use super::tokens::{Token, Tokens, same_gap};

/// Whether two texts have the same words, numbers and signs in the same order.
pub fn is_same(sealed: &[Token], copy: &[Token]) -> bool {
    let is_equal = sealed.iter().map(|token| token.id).eq(copy.iter().map(|token| token.id));
    is_equal && sealed.windows(2).zip(copy.windows(2)).all(|(one, other)| is_same_gap(one, other))
}

fn is_same_gap(one: &[Token], other: &[Token]) -> bool {
    match (one, other) {
        ([first, second], [third, fourth]) => same_gap([first, second], [third, fourth]),
        _ => true,
    }
}

/// Where two texts differ, token by token.
pub fn hunks(sealed: &[Token], copy: &[Token]) -> Vec<Hunk> {
    let ids = |tokens: &[Token]| tokens.iter().map(|token| token.id).collect::<Vec<u32>>();
    with_gaps(by_stretches(&ids(sealed), &ids(copy), &lay), sealed, copy)
}

fn lay(sealed: &[u32], copy: &[u32]) -> Vec<Hunk> {
    let mut input = InternedInput::<u32>::default();
    input.update_before(sealed.iter().copied());
    input.update_after(copy.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    diff.hunks().map(|hunk| Hunk { sealed: range(hunk.before), copy: range(hunk.after) }).collect()
}

/// Adds the places where the letters are the same and the spaces between them are not.
fn with_gaps(found: Vec<Hunk>, sealed: &[Token], copy: &[Token]) -> Vec<Hunk> {
    let end = Hunk { sealed: sealed.len()..sealed.len(), copy: copy.len()..copy.len() };
    let mut all: Vec<Hunk> = Vec::new();
    let (mut at, mut other) = (0_usize, 0_usize);
    for hunk in found.into_iter().chain([end]) {
        let one = sealed.get(at..hunk.sealed.start).unwrap_or_default();
        let two = copy.get(other..hunk.copy.start).unwrap_or_default();
        for (step, (one, two)) in one.windows(2).zip(two.windows(2)).enumerate() {
            if !is_same_gap(one, two) {
                let pair = |from: usize| from.saturating_add(step)..from.saturating_add(step).saturating_add(2);
                push(&mut all, Hunk { sealed: pair(at), copy: pair(other) });
            }
        }
        (at, other) = (hunk.sealed.end, hunk.copy.end);
        if !(hunk.sealed.is_empty() && hunk.copy.is_empty()) {
            push(&mut all, hunk);
        }
    }
    all
}

/// Adds a stretch, as one with the last where they meet.
fn push(all: &mut Vec<Hunk>, next: Hunk) {
    match all.last_mut() {
        Some(last) if next.sealed.start <= last.sealed.end && next.copy.start <= last.copy.end => {
            last.sealed.end = last.sealed.end.max(next.sealed.end);
            last.copy.end = last.copy.end.max(next.copy.end);
        }
        _ => all.push(next),
    }
}

/// The same stretches as a reader sees them: whole words and numbers, and as one where hardly anything stands between two.
pub fn as_read(hunks: Vec<Hunk>, sealed: &Tokens, copy: &Tokens) -> Vec<Hunk> {
    let starts = [word_starts(sealed), word_starts(copy)];
    let mut all: Vec<Hunk> = Vec::new();
    let mut left = joined(hunks, &sealed.list).into_iter().peekable();
    while let Some(mut hunk) = left.next() {
        let floor = all.last().map_or((0, 0), |last| (last.sealed.end, last.copy.end));
        while cuts(&starts, hunk.sealed.start, hunk.copy.start) && step_back(&mut hunk, floor) {}
        loop {
            // What is reached on the way to the end of a word belongs to it.
            let reached = |next: &Hunk| next.sealed.start <= hunk.sealed.end || next.copy.start <= hunk.copy.end;
            if let Some(next) = left.next_if(reached) {
                (hunk.sealed.end, hunk.copy.end) = (next.sealed.end, next.copy.end);
            } else if cuts(&starts, hunk.sealed.end, hunk.copy.end) {
                hunk.sealed.end = hunk.sealed.end.saturating_add(1);
                hunk.copy.end = hunk.copy.end.saturating_add(1);
            } else {
                break;
            }
        }
        let is_short = hunk.sealed.len().max(hunk.copy.len()) <= LONG;
        if is_short && sealed.words(hunk.sealed.clone()) == copy.words(hunk.copy.clone()) {
            // What differs is whether it stands apart from what is before it.
            step_back(&mut hunk, floor);
        }
        push(&mut all, hunk);
    }
    all
}

/// Begins a stretch one token earlier in both texts, where that is no part of the stretch before.
fn step_back(hunk: &mut Hunk, floor: (usize, usize)) -> bool {
    let is_free = hunk.sealed.start > floor.0 && hunk.copy.start > floor.1;
    if is_free {
        hunk.sealed.start = hunk.sealed.start.saturating_sub(1);
        hunk.copy.start = hunk.copy.start.saturating_sub(1);
    }
    is_free
}

/// Whether a stretch that begins or ends there cuts a word of either text.
fn cuts(starts: &[Vec<bool>; 2], sealed: usize, copy: usize) -> bool {
    let [of_sealed, of_copy] = starts;
    let cuts = |starts: &[bool], at: usize| at > 0 && starts.get(at) == Some(&false);
    let is_end = sealed >= of_sealed.len() || copy >= of_copy.len();
    !is_end && (cuts(of_sealed, sealed) || cuts(of_copy, copy))
}

/// As one, where what was changed is long and what stands between is a word or two.
fn joined(hunks: Vec<Hunk>, sealed: &[Token]) -> Vec<Hunk> {
    let mut all: Vec<Hunk> = Vec::new();
    for hunk in hunks {
        let size = |hunk: &Hunk| hunk.sealed.len().saturating_add(hunk.copy.len());
        match all.last_mut() {
            Some(last)
                if size(last) >= LONG
                    && size(&hunk) >= LONG
                    && is_island(sealed, last.sealed.end..hunk.sealed.start) =>
            {
                last.sealed.end = hunk.sealed.end;
                last.copy.end = hunk.copy.end;
            }
            _ => all.push(hunk),
        }
    }
    all
}

/// How many tokens a change has that swallows a word between it and the next.
const LONG: usize = 6;

fn is_island(sealed: &[Token], between: Range<usize>) -> bool {
    sealed.get(between).unwrap_or_default().iter().filter(|token| token.is_wordlike()).count() <= 1
}
