//! Is this the statement? A copy compared with what was sealed, word by word.
//!
//! The answer rests on one plain comparison of tokens ([`is_same`]); everything else says where two texts differ.

pub mod confusables;
pub(super) mod excerpt;
mod parts;

use std::collections::{BTreeMap, HashSet};

use confusables::Confusable;
pub use excerpt::Excerpt;
pub use parts::is_statement;

use super::align::{as_read, hunks, is_same};
use super::hunk::Hunk;
use super::segments::{sentence_starts, word_starts};
use super::tokens::{Token, Tokens, Vocabulary};
use super::{Around, Reading, What};

/// A copy beside what was sealed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Comparison {
    is_same: bool,
    /// What was compared of the sealed document.
    pub sealed: Tokens,
    /// What was compared of the copy.
    pub copy: Tokens,
    /// Where they differ, in whole words; nothing where they are the same.
    pub changes: Vec<Hunk>,
    /// How many words the sealed text has.
    pub words: usize,
    /// How many of them the copy holds, in their order.
    pub held: usize,
    /// Where the copy is a part of the sealed text, fairly cut out: how.
    pub excerpt: Option<Excerpt>,
    /// How many words were joined that the copy, or the document, breaks at the ends of printed lines.
    pub rejoined: usize,
    /// What stands around either text, and was not compared.
    pub left_out: Vec<LeftOut>,
    /// Letters of the copy that are not what they seem to be.
    pub strange: Vec<Confusable>,
}

/// A part that stands around a text, and was not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Of which text.
    pub side: Side,
    /// What it is.
    pub what: What,
    /// How many words it has.
    pub words: usize,
    /// What it says, where white space is one space.
    pub text: String,
}

/// One of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What was sealed.
    Sealed,
    /// What is compared with it.
    Copy,
}

impl Comparison {
    /// Whether the copy has the same words, numbers and signs in the same order.
    pub fn is_same(&self) -> bool {
        self.is_same
    }
}

/// Compares a copy with a sealed document.
///
/// ```
/// use chancery_text::{Reading, compare};
///
/// let read = |text: &str| Reading::of(text.to_owned());
/// // White space, line breaks and the kind of quotation marks do not matter.
/// assert!(compare(&read("\"Yes\", he said."), &read("\u{201c}Yes\u{201d},\nhe said.")).is_same());
/// let cut = compare(&read("One thing. Another thing."), &read("Another thing."));
/// assert!(!cut.is_same() && cut.excerpt.is_some());
/// ```
pub fn compare(sealed: &Reading, copy: &Reading) -> Comparison {
    let mut vocabulary = Vocabulary::default();
    let mut all = [Tokens::of(sealed, &mut vocabulary), Tokens::of(copy, &mut vocabulary)];
    let rejoined = rejoin(&mut all, [sealed.breaks_words, copy.breaks_words], &mut vocabulary);
    let chosen = parts::choose(&all);
    let left_out = left_out(&all, &chosen);
    let [sealed, copy] = chosen;
    let is_same = is_same(&sealed.list, &copy.list);
    let words = count(&sealed);
    let (changes, excerpt, strange) = (Vec::new(), None, Vec::new());
    let mut comparison =
        Comparison { is_same, sealed, copy, changes, words, held: words, excerpt, rejoined, left_out, strange };
    if !is_same {
        differ(&mut comparison);
    }
    comparison
}

/// Says where and how two texts differ that do.
fn differ(comparison: &mut Comparison) {
    let (sealed, copy) = (&comparison.sealed, &comparison.copy);
    let starts = [sentence_starts(sealed), sentence_starts(copy)];
    let found = excerpt::settled(hunks(&sealed.list, &copy.list), [sealed, copy], [&starts[0], &starts[1]]);
    let excerpt = excerpt::excerpt(&found, sealed, copy, &starts[0]);
    comparison.changes = as_read(found, sealed, copy);
    if comparison.changes.is_empty() {
        // Whatever finds the differences, texts that differ are never shown without one.
        comparison.changes.push(Hunk { sealed: 0..sealed.list.len(), copy: 0..copy.list.len() });
    }
    comparison.held = held(sealed, &comparison.changes);
    comparison.excerpt = excerpt.filter(|_| comparison.held > 0);
    comparison.strange = confusables::strange(&comparison.changes, sealed, copy);
}

/// How many words there are.
fn count(tokens: &Tokens) -> usize {
    word_starts(tokens).into_iter().zip(&tokens.list).filter(|(starts, token)| *starts && token.is_wordlike()).count()
}

/// How many words stand outside all changes.
fn held(sealed: &Tokens, changes: &[Hunk]) -> usize {
    let mut changed = vec![false; sealed.list.len()];
    for change in changes {
        changed.get_mut(change.sealed.clone()).into_iter().for_each(|changed| changed.fill(true));
    }
    let (mut held, mut is_whole) = (0_usize, false);
    for ((starts, token), changed) in word_starts(sealed).into_iter().zip(&sealed.list).zip(changed) {
        if starts {
            held = held.saturating_add(usize::from(is_whole));
            is_whole = token.is_wordlike();
        }
        is_whole &= !changed;
    }
    held.saturating_add(usize::from(is_whole))
}

/// Makes one word of two that a hyphen at the end of a printed line parts, where the other text has that word.
fn rejoin(all: &mut [Tokens; 2], breaks: [bool; 2], vocabulary: &mut Vocabulary) -> usize {
    let [sealed, copy] = all;
    let mut broken = |tokens: &Tokens, breaks: bool| if breaks { tokens.broken_words(vocabulary) } else { Vec::new() };
    let joined = [broken(sealed, breaks[0]), broken(copy, breaks[1])];
    let ids = |tokens: &Tokens, broken: &[(usize, u32)]| {
        let whole = tokens.list.iter().map(|token| token.id);
        whole.chain(broken.iter().map(|(_, id)| *id)).collect::<HashSet<u32>>()
    };
    let known = [ids(copy, &joined[1]), ids(sealed, &joined[0])];
    let of_sealed = sealed.join(&joined[0], |id| known[0].contains(&id));
    of_sealed.saturating_add(copy.join(&joined[1], |id| known[1].contains(&id)))
}

/// Everything that was read and not compared, part by part.
fn left_out(all: &[Tokens; 2], chosen: &[Tokens; 2]) -> Vec<LeftOut> {
    let mut found = Vec::new();
    for ((all, chosen), side) in all.iter().zip(chosen).zip([Side::Sealed, Side::Copy]) {
        let compared: HashSet<Around> = chosen.list.iter().filter_map(|token| chosen.around(token)).collect();
        let mut parts: BTreeMap<Around, Vec<Token>> = BTreeMap::new();
        for (token, around) in all.list.iter().filter_map(|token| Some((token, all.around(token)?))) {
            if !compared.contains(&around) {
                parts.entry(around).or_default().push(*token);
            }
        }
        let mut parts: Vec<(Around, Tokens)> = parts.into_iter().map(|(part, list)| (part, all.with(list))).collect();
        parts.sort_by_key(|(_, tokens)| tokens.list.first().map(|token| token.start));
        found.extend(parts.into_iter().map(|(part, tokens)| LeftOut {
            side,
            what: part.what,
            words: count(&tokens),
            text: tokens.words(0..tokens.list.len()),
        }));
    }
    found
}

#[cfg(test)]
mod tests;
