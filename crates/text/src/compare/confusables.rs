//! Letters of a copy that are not what they seem to be: look-alikes, letters that cannot be seen, letters that turn others round.

use std::collections::{BTreeMap, HashMap};

use icu_properties::props::Script;
use unicode_security::confusable_detection::skeleton;

use super::super::hunk::Hunk;
use super::super::letters::name::name;
use super::super::letters::{UNREADABLE, is_invisible, script, turns_round};
use super::super::tokens::{Token, Tokens};

/// Something strange about the letters of a copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confusable {
    /// A letter that looks like another.
    LooksLike {
        /// The letter.
        letter: char,
        /// What the sealed text has in its place.
        sealed: char,
        /// A word in which it stands.
        word: String,
        /// How many times.
        count: usize,
    },
    /// A word that looks like another, and has letters of two scripts or not as many letters.
    WordLooksLike {
        /// The word.
        word: String,
        /// What the sealed text has in its place, where it has such a word.
        sealed: Option<String>,
    },
    /// A letter that cannot be seen.
    Invisible {
        /// The letter.
        letter: char,
        /// How many times it stands where the sealed text does not have it.
        count: usize,
    },
    /// A letter that changes the direction in which others are shown.
    TurnsRound {
        /// The letter.
        letter: char,
        /// How many times it stands where the sealed text does not have it.
        count: usize,
    },
    /// Letters that could not be read in the encoding of the copy.
    Unreadable {
        /// How many.
        count: usize,
    },
}

impl Confusable {
    /// The name of a letter where it has one here, and its number.
    pub fn name(letter: char) -> String {
        name(letter)
    }
}

/// Everything strange in what the copy has of its own.
pub fn strange(changes: &[Hunk], sealed: &Tokens, copy: &Tokens) -> Vec<Confusable> {
    let mut alike: BTreeMap<(char, char), (String, usize)> = BTreeMap::new();
    let mut words = Vec::new();
    let mut hidden: BTreeMap<char, usize> = BTreeMap::new();
    for change in changes {
        let of = |tokens: &Tokens, range: std::ops::Range<usize>| tokens.list.get(range).unwrap_or_default().to_vec();
        let (was, is) = (of(sealed, change.sealed.clone()), of(copy, change.copy.clone()));
        count_hidden(text(sealed, &was), text(copy, &is), &mut hidden);
        words.extend(look_alikes(sealed, &was, copy, &is, &mut alike));
    }
    words.sort();
    words.dedup();
    let letters = alike.into_iter().map(|((letter, sealed), (word, count))| Confusable::LooksLike {
        letter,
        sealed,
        word,
        count,
    });
    let hidden = hidden.into_iter().map(|(letter, count)| match letter {
        UNREADABLE => Confusable::Unreadable { count },
        _ if turns_round(letter) => Confusable::TurnsRound { letter, count },
        _ => Confusable::Invisible { letter, count },
    });
    letters.chain(words).chain(hidden).collect()
}

fn text<'a>(tokens: &'a Tokens, list: &[Token]) -> &'a str {
    match (list.first(), list.last()) {
        (Some(first), Some(last)) => tokens.text.get(first.start..last.end).unwrap_or_default(),
        _ => "",
    }
}

/// Counts the letters that cannot be seen or read and that the sealed text does not have there.
fn count_hidden(was: &str, is: &str, hidden: &mut BTreeMap<char, usize>) {
    let mut there: HashMap<char, usize> = HashMap::new();
    for letter in was.chars().filter(|letter| is_hidden(*letter)) {
        let count = there.entry(letter).or_default();
        *count = count.saturating_add(1);
    }
    for letter in is.chars().filter(|letter| is_hidden(*letter)) {
        if let Some(left) = there.get_mut(&letter).filter(|left| **left > 0 && letter != UNREADABLE) {
            *left = left.saturating_sub(1);
        } else {
            let count = hidden.entry(letter).or_default();
            *count = count.saturating_add(1);
        }
    }
}

fn is_hidden(letter: char) -> bool {
    letter == UNREADABLE || is_invisible(letter)
}

/// Finds the words that look like one that was sealed there, and the letters by which they differ.
fn look_alikes(
    sealed: &Tokens,
    was: &[Token],
    copy: &Tokens,
    is: &[Token],
    alike: &mut BTreeMap<(char, char), (String, usize)>,
) -> Vec<Confusable> {
    let seen: HashMap<String, &str> = was
        .iter()
        .filter(|token| token.is_wordlike())
        .map(|token| sealed.text_of(token))
        .map(|word| (look(word), word))
        .collect();
    let mut words = Vec::new();
    // One letter looks like many: it is a look-alike where it alone was changed.
    let is_telling = |word: &str| word.chars().count() > 1 || (was.len() == 1 && is.len() == 1);
    let of_copy = is.iter().filter(|token| token.is_wordlike()).map(|token| copy.text_of(token));
    for word in of_copy.filter(|word| is_telling(word)) {
        let visible: String = word.chars().filter(|letter| !is_hidden(*letter)).collect();
        match seen.get(&look(word)).filter(|sealed| **sealed != visible) {
            Some(sealed) if sealed.chars().count() == visible.chars().count() => {
                for (was, is) in sealed.chars().zip(visible.chars()).filter(|(was, is)| was != is) {
                    let (_, count) = alike.entry((is, was)).or_insert_with(|| (visible.clone(), 0));
                    *count = count.saturating_add(1);
                }
            }
            Some(sealed) => words.push(Confusable::WordLooksLike { word: visible, sealed: Some((*sealed).to_owned()) }),
            None if mixes_scripts(&visible) => words.push(Confusable::WordLooksLike { word: visible, sealed: None }),
            None => {}
        }
    }
    words
}

/// What a word looks like (UTS 39, skeletons).
fn look(word: &str) -> String {
    let visible: String = word.chars().filter(|letter| !is_hidden(*letter)).collect();
    skeleton(&visible).collect()
}

/// Whether a word has letters of two scripts that look alike.
fn mixes_scripts(word: &str) -> bool {
    let has = |wanted: Script| word.chars().any(|letter| script(letter) == wanted);
    [Script::Latin, Script::Cyrillic, Script::Greek, Script::Armenian].into_iter().filter(|script| has(*script)).count()
        > 1
}
