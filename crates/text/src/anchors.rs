//! Long texts cut into short ones at what both have once: to lay two long texts side by side at once can take for ever.

use std::collections::HashMap;
use std::ops::Range;

use super::hunk::Hunk;

/// So many tokens one after another are a mark, where both texts have them once.
const MARK: usize = 4;
/// Stretches of which the product of lengths is greater are laid side by side by their marks alone.
const MOST: usize = 20_000_000;

/// Lays two short texts side by side.
pub type DiffFn<'a> = &'a dyn Fn(&[u32], &[u32]) -> Vec<Hunk>;

/// Lays two texts side by side, stretch by stretch; `lay` does so with two short ones. Long stretches that have no mark in common are
/// different as a whole.
pub fn by_stretches(sealed: &[u32], copy: &[u32], lay: DiffFn<'_>) -> Vec<Hunk> {
    if sealed.len().saturating_mul(copy.len()) <= MOST {
        return lay(sealed, copy);
    }
    let mut all = Vec::new();
    let (mut at, mut other) = (0, 0);
    for (start, begin) in marks(sealed, copy).into_iter().chain([(sealed.len(), copy.len())]) {
        stretch(sealed, copy, at..start, other..begin, lay, &mut all);
        (at, other) = (start, begin);
    }
    all
}

fn stretch(sealed: &[u32], copy: &[u32], one: Range<usize>, two: Range<usize>, lay: DiffFn<'_>, all: &mut Vec<Hunk>) {
    let (from, begin) = (one.start, two.start);
    let (Some(first), Some(second)) = (sealed.get(one.clone()), copy.get(two.clone())) else { return };
    if first == second {
        return;
    }
    if first.len().saturating_mul(second.len()) > MOST {
        all.push(Hunk { sealed: one, copy: two });
        return;
    }
    let moved = |range: Range<usize>, by: usize| range.start.saturating_add(by)..range.end.saturating_add(by);
    let found = lay(first, second).into_iter();
    all.extend(found.map(|hunk| Hunk { sealed: moved(hunk.sealed, from), copy: moved(hunk.copy, begin) }));
}

/// Where both texts have a mark, in an order that is the same in both.
fn marks(sealed: &[u32], copy: &[u32]) -> Vec<(usize, usize)> {
    let (mut first, second) = (once(sealed), once(copy));
    first.retain(|mark, _| second.contains_key(mark));
    let mut pairs: Vec<(usize, usize)> =
        first.into_iter().filter_map(|(mark, at)| Some((at, *second.get(mark)?))).collect();
    pairs.sort_unstable();
    increasing(&pairs)
}

/// The runs of tokens that a text has once, and where.
fn once(text: &[u32]) -> HashMap<&[u32], usize> {
    let mut places: HashMap<&[u32], Option<usize>> = HashMap::new();
    for (at, mark) in text.windows(MARK).enumerate() {
        places.entry(mark).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places.into_iter().filter_map(|(mark, at)| Some((mark, at?))).collect()
}

/// The longest part of these pairs in which the second numbers grow too (patience sorting).
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (number, (_, place)) in pairs.iter().enumerate() {
        let is_less = |end: &usize| pairs.get(*end).is_some_and(|(_, other)| other < place);
        let length = ends.partition_point(is_less);
        before.push(length.checked_sub(1).and_then(|at| ends.get(at)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut chain = Vec::new();
    let mut next = ends.last().copied();
    while let Some(number) = next {
        chain.extend(pairs.get(number));
        next = before.get(number).copied().flatten();
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(one: &[u32], other: &[u32]) -> Vec<Hunk> {
        let equal = one.iter().zip(other).take_while(|(one, other)| one == other).count();
        vec![Hunk { sealed: equal..one.len(), copy: equal..other.len() }]
    }

    #[test]
    fn long_texts_are_cut_where_both_have_the_same_once() {
        let sealed: Vec<u32> = (0..30_000).collect();
        let mut copy = sealed.clone();
        copy[20_000] = 99_999;
        copy.remove(10_000);
        let found = by_stretches(&sealed, &copy, &whole);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|hunk| hunk.sealed.len() < 10 && hunk.copy.len() < 10), "{found:?}");
        assert_eq!((found[0].sealed.start, found[1].sealed.start), (10_000, 20_000));
    }

    #[test]
    fn long_texts_with_nothing_in_common_are_different_as_a_whole() {
        let (sealed, copy) = (vec![1; 30_000], vec![2; 30_000]);
        assert_eq!(by_stretches(&sealed, &copy, &whole), [Hunk { sealed: 0..30_000, copy: 0..30_000 }]);
    }

    #[test]
    fn what_grows_is_the_longest_that_does() {
        assert_eq!(increasing(&[(0, 5), (1, 1), (2, 2), (3, 9), (4, 3)]), [(1, 1), (2, 2), (4, 3)]);
        assert_eq!(increasing(&[]), []);
    }
}
