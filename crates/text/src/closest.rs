//! Which of several documents a copy is most like.

use std::collections::HashMap;

use super::Reading;
use super::tokens::{Tokens, Vocabulary};

/// The numbers of the documents that a text is most like, the likeliest first: those that are hardly less like it than the best, and
/// of these the `preferred` ones before the others.
pub fn closest(copy: &Reading, documents: &[&Reading], preferred: &[bool]) -> Vec<usize> {
    let mut vocabulary = Vocabulary::default();
    let copy = counts(copy, &mut vocabulary);
    let likeness: Vec<u64> =
        documents.iter().map(|document| likeness(&copy, &counts(document, &mut vocabulary))).collect();
    let best = likeness.iter().copied().max().unwrap_or_default();
    let mut near: Vec<(usize, u64)> =
        likeness.into_iter().enumerate().filter(|(_, likeness)| *likeness >= best.saturating_sub(NEAR)).collect();
    near.sort_by_key(|(at, likeness)| (preferred.get(*at) != Some(&true), u64::MAX.saturating_sub(*likeness), *at));
    near.into_iter().map(|(at, _)| at).take(MOST).collect()
}

/// So many are compared with the text.
const MOST: usize = 4;
/// Likeness is counted in thousandths.
const WHOLE: u64 = 1_000;
/// Documents as much less like a text are taken to be as like it.
const NEAR: u64 = 50;

/// How often each form stands in a text.
type Counts = HashMap<u32, u64>;

fn counts(reading: &Reading, vocabulary: &mut Vocabulary) -> Counts {
    let mut counts = Counts::new();
    for token in Tokens::of(reading, vocabulary).list.iter().filter(|token| token.is_wordlike()) {
        let count = counts.entry(token.id).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// How many of the copy's words a document has, and how many of its own the copy has.
fn likeness(copy: &Counts, document: &Counts) -> u64 {
    let both: u64 = copy.iter().map(|(id, count)| document.get(id).copied().unwrap_or_default().min(*count)).sum();
    let share = |of: &Counts| both.saturating_mul(WHOLE).checked_div(of.values().sum()).unwrap_or_default();
    share(copy).saturating_mul(3).saturating_add(share(document)) / 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_like_is_found_and_its_language_decides_between_equals() {
        let read = |text: &str| Reading::of(text.to_owned());
        let documents = ["one two three four", "un deux trois quatre", "one two three vier"].map(read);
        let documents: Vec<&Reading> = documents.iter().collect();
        let closest = |text: &str, preferred: [bool; 3]| closest(&read(text), &documents, &preferred);
        assert_eq!(closest("un deux", [true, false, false]), [1]);
        assert_eq!(closest("three two one", [false; 3]), [0, 2]);
        assert_eq!(closest("three two one", [false, false, true]), [2, 0]);
        assert!(super::closest(&read("a"), &[], &[]).is_empty());
    }
}
