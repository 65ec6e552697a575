//! Which parts around a text belong to it: those in which the other text has its words.

use std::collections::{BTreeMap, BTreeSet};

use super::super::align::{Hunk, hunks, is_same};
use super::super::tokens::{Token, Tokens};
use super::super::{Around, What};
use super::is_statement;

/// The tokens of both texts that are compared. What stands around a text is compared with it where the other one holds it, as
/// a whole: nothing is picked out of a part.
pub fn choose(all: &[Tokens; 2]) -> [Tokens; 2] {
    let [sealed, copy] = all;
    let bare = [sealed.only(is_statement), copy.only(|around| around.is_none())];
    let has_front = |tokens: &Tokens| parts(tokens).iter().any(|part| part.what == What::FrontMatter);
    let fronts = all.iter().all(has_front);
    if all.iter().all(|tokens| parts(tokens).is_empty()) || (!fronts && is_same(&bare[0].list, &bare[1].list)) {
        return bare;
    }
    let [of_sealed, of_copy] = belonging(all, &bare);
    [
        sealed.only(|around| is_statement(around) || around.is_some_and(|around| of_sealed.contains(&around))),
        copy.only(|around| around.is_none_or(|around| of_copy.contains(&around))),
    ]
}

/// The parts around each text of which the other holds half the words or more, and holds them nowhere else.
fn belonging(all: &[Tokens; 2], bare: &[Tokens; 2]) -> [BTreeSet<Around>; 2] {
    let [missing_sealed, missing_copy] = missing(bare);
    let mut held: [BTreeMap<Around, usize>; 2] = Default::default();
    let [held_sealed, held_copy] = &mut held;
    let [sealed, copy] = all;
    for (one, other) in pairs(all) {
        let (of_sealed, of_copy) = (sealed.around(&one), copy.around(&other));
        let both_front =
            [of_sealed, of_copy].iter().all(|part| part.is_some_and(|part| part.what == What::FrontMatter));
        let wanted_sealed = if is_statement(of_sealed) { missing_sealed.contains(&one.start) } else { both_front };
        let wanted_copy = if of_copy.is_none() { missing_copy.contains(&other.start) } else { both_front };
        if let Some(part) = of_copy.filter(|_| wanted_sealed) {
            add(held_copy, part);
        }
        if let Some(part) = of_sealed.filter(|_| wanted_copy) {
            add(held_sealed, part);
        }
    }
    [most(sealed, held_sealed), most(copy, held_copy)]
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
