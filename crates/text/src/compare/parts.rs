//! Which parts around a text belong to it: those in which the other text has its words.

use std::collections::{BTreeMap, BTreeSet};

use super::super::align::{hunks, is_same};
use super::super::hunk::Hunk;
use super::super::tokens::{Token, Tokens};
use super::super::{Around, What};

/// The tokens of both texts that are compared. What stands around a text is compared with it where the other one holds it, as
/// a whole: nothing is picked out of a part. Metadata at the head of a copy is text; that of what was sealed is compared with it.
pub fn choose(all: &[Tokens; 2]) -> [Tokens; 2] {
    let [sealed, copy] = all;
    let is_front = |around: Option<Around>| around.is_some_and(|around| around.what == What::FrontMatter);
    let has_front = parts(copy).iter().any(|part| is_front(Some(*part)));
    let is_sealed = |around: Option<Around>| is_statement(around) || (has_front && is_front(around));
    let is_copy = |around: Option<Around>| around.is_none() || is_front(around);
    let bare = [sealed.only(is_sealed), copy.only(is_copy)];
    if is_same(&bare[0].list, &bare[1].list) || all.iter().all(|tokens| parts(tokens).is_empty()) {
        return bare;
    }
    let [of_sealed, of_copy] = belonging(all, &bare);
    let is_in = |around: Option<Around>, parts: &BTreeSet<Around>| around.is_some_and(|around| parts.contains(&around));
    [
        sealed.only(|around| is_sealed(around) || is_in(around, &of_sealed)),
        copy.only(|around| is_copy(around) || is_in(around, &of_copy)),
    ]
}

/// Whether a part belongs to the sealed statement whatever the copy holds: what an office sealed as a page is all of that page.
pub fn is_statement(around: Option<Around>) -> bool {
    around.is_none_or(|around| around.what.is_on_page())
}

/// The parts around each text of which the other has half the words or more, and has them nowhere else.
fn belonging(all: &[Tokens; 2], bare: &[Tokens; 2]) -> [BTreeSet<Around>; 2] {
    let missing = missing(bare);
    let mut held: [BTreeMap<Around, usize>; 2] = Default::default();
    let [sealed, copy] = all;
    for (one, other) in pairs(all) {
        let [held_sealed, held_copy] = &mut held;
        let part = |around: Option<Around>| around.filter(|around| around.what.is_seen());
        if let Some(part) = part(copy.around(&other)).filter(|_| missing[0].contains(&one.start)) {
            add(held_copy, part);
        }
        if let Some(part) = part(sealed.around(&one)).filter(|_| missing[1].contains(&other.start)) {
            add(held_sealed, part);
        }
    }
    [most(sealed, &held[0]), most(copy, &held[1])]
}

fn add(counts: &mut BTreeMap<Around, usize>, part: Around) {
    let count = counts.entry(part).or_default();
    *count = count.saturating_add(1);
}

/// The parts of which at least half is held.
fn most(tokens: &Tokens, held: &BTreeMap<Around, usize>) -> BTreeSet<Around> {
    let mut sizes = BTreeMap::new();
    for token in tokens.list.iter().filter(|token| token.is_wordlike()) {
        tokens.around(token).into_iter().for_each(|part| add(&mut sizes, part));
    }
    let is_most =
        |(part, held): &(&Around, &usize)| sizes.get(part).is_some_and(|size| held.saturating_mul(2) >= *size);
    held.iter().filter(is_most).map(|(part, _)| *part).collect()
}

/// The parts around a text, in order.
pub fn parts(tokens: &Tokens) -> Vec<Around> {
    let mut seen = BTreeSet::new();
    tokens.pieces.iter().flatten().copied().filter(|part| seen.insert(*part)).collect()
}

/// Where the words begin that each of two texts has and the other has not.
fn missing(bare: &[Tokens; 2]) -> [BTreeSet<usize>; 2] {
    let found = hunks(&bare[0].list, &bare[1].list);
    let starts = |tokens: &Tokens, range: fn(&Hunk) -> std::ops::Range<usize>| {
        let changed = found.iter().filter_map(|hunk| tokens.list.get(range(hunk))).flatten();
        changed.map(|token| token.start).collect::<BTreeSet<usize>>()
    };
    [starts(&bare[0], |hunk| hunk.sealed.clone()), starts(&bare[1], |hunk| hunk.copy.clone())]
}

/// The words that stand in both texts, with everything around them, side by side.
fn pairs(all: &[Tokens; 2]) -> Vec<(Token, Token)> {
    let [sealed, copy] = all;
    let end = Hunk { sealed: sealed.list.len()..sealed.list.len(), copy: copy.list.len()..copy.list.len() };
    let (mut at, mut other) = (0, 0);
    let mut pairs = Vec::new();
    for hunk in hunks(&sealed.list, &copy.list).into_iter().chain([end]) {
        let equal = |tokens: &Tokens, from: usize, to: usize| tokens.list.get(from..to).unwrap_or_default().to_vec();
        let both = equal(sealed, at, hunk.sealed.start).into_iter().zip(equal(copy, other, hunk.copy.start));
        pairs.extend(both.filter(|(token, _)| token.is_wordlike()));
        (at, other) = (hunk.sealed.end, hunk.copy.end);
    }
    pairs
}
