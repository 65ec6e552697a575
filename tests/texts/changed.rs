//! One character, word, number, space or order changed at random must be told; a change of form alone must not.

use chancery_text::Reading;
use chancery_text::charset::Charset;
use chancery_text::compare::{Comparison, compare};
use chancery_text::kind::DocumentKind;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::texts::statements::{Text, texts};

fn compared(text: &str, copy: &str) -> Comparison {
    compare(&Reading::of(text.to_owned()), &Reading::of(copy.to_owned()))
}

/// A text as a web page, with a page around it.
fn page(text: &str) -> Reading {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace("\n\n", "<p>");
    let page =
        format!("<!doctype html><title>News</title><nav>Home</nav><main><p>{text}</main><footer>Imprint</footer>");
    DocumentKind::Html.take(page.as_bytes(), Charset::Label("utf-8")).unwrap().reading
}

/// What is the same outside the changes is the same in both, in order: nothing is hidden in what is not shown.
fn shows_all(comparison: &Comparison) -> bool {
    let (sealed, copy) = (&comparison.sealed.list, &comparison.copy.list);
    let (mut at, mut other) = (0, 0);
    let ends = (sealed.len()..sealed.len(), copy.len()..copy.len());
    let hunks = comparison.changes.iter().map(|hunk| (hunk.sealed.clone(), hunk.copy.clone()));
    hunks.chain([ends]).all(|(one, two)| {
        let same =
            sealed[at..one.start].iter().map(|token| token.id).eq(copy[other..two.start].iter().map(|token| token.id));
        (at, other) = (one.end, two.end);
        same
    })
}

/// Where the letters of a text stand that fit.
fn places(text: &str, fits: impl Fn(char, Option<char>) -> bool) -> Vec<(usize, char)> {
    let next = |at: usize, letter: char| text[at + letter.len_utf8()..].chars().next();
    text.char_indices().filter(|(at, letter)| fits(*letter, next(*at, *letter))).collect()
}

/// Whether a letter is of a script that puts spaces between words.
fn is_spaced(letter: char) -> bool {
    letter.is_alphanumeric()
        && !('\u{e00}'..='\u{eff}').contains(&letter)
        && !('\u{3005}'..='\u{9fff}').contains(&letter)
}

/// Makes a false copy, at a place and with a letter that are drawn by lot; `None` where the text has no such place.
type Forgery = fn(&str, usize, char) -> Option<String>;

/// The ways in which a copy can be false.
const FORGERIES: [Forgery; 10] = [
    // One more or less.
    |text, index, letter| {
        let all = places(text, |found, _| found.is_ascii_digit());
        let (at, found) = *one(&all, index)?;
        let digit = found.to_digit(10)? + if letter > 'z' { 1 } else { 9 };
        Some(format!("{}{}{}", &text[..at], digit % 10, &text[at + 1..]))
    },
    // Two neighbours in the other order, in scripts without spaces too.
    |text, index, _| {
        let is_letter = |letter: char| letter.is_alphabetic() && !is_combining_mark(letter);
        let all =
            places(text, |found, next| is_letter(found) && next.is_some_and(|next| is_letter(next) && next != found));
        let (at, found) = *one(&all, index)?;
        let after = at + found.len_utf8();
        let next = text[after..].chars().next()?;
        Some(format!("{}{next}{found}{}", &text[..at], &text[after + next.len_utf8()..]))
    },
    // Another letter or digit.
    |text, index, letter| {
        let all = places(text, |found, _| found.is_alphanumeric() && found != letter);
        let (at, found) = *one(&all, index)?;
        Some(format!("{}{letter}{}", &text[..at], &text[at + found.len_utf8()..]))
    },
    // One left out.
    |text, index, _| {
        let all = places(text, |found, _| found.is_alphanumeric());
        let (at, found) = *one(&all, index)?;
        Some(format!("{}{}", &text[..at], &text[at + found.len_utf8()..]))
    },
    // One put in.
    |text, index, letter| {
        let all = places(text, |found, _| found.is_alphanumeric());
        let (at, _) = *one(&all, index)?;
        Some(format!("{}{letter}{}", &text[..at], &text[at..]))
    },
    // A word or number parted in two.
    |text, index, _| {
        let all = places(text, |found, next| is_spaced(found) && next.is_some_and(is_spaced));
        let (at, found) = *one(&all, index)?;
        let at = at + found.len_utf8();
        Some(format!("{} {}", &text[..at], &text[at..]))
    },
    // Two words joined.
    |text, index, _| {
        let all = places(text, |found, next| is_spaced(found) && next == Some(' '));
        let all: Vec<_> = all
            .into_iter()
            .filter(|(at, found)| text[at + found.len_utf8() + 1..].chars().next().is_some_and(is_spaced))
            .collect();
        let (at, found) = *one(&all, index)?;
        let at = at + found.len_utf8();
        Some(format!("{}{}", &text[..at], &text[at + 1..]))
    },
    // The other case.
    |text, index, _| {
        let other = |letter: char| {
            if letter.is_lowercase() { letter.to_uppercase().next() } else { letter.to_lowercase().next() }
        };
        let all = places(text, |found, _| other(found).is_some_and(|other| other != found && other.is_alphabetic()));
        let (at, found) = *one(&all, index)?;
        Some(format!("{}{}{}", &text[..at], other(found)?, &text[at + found.len_utf8()..]))
    },
    // A sign left out.
    |text, index, _| {
        let all = places(text, |found, _| ",.:;!?()%\u{3002}\u{ff0c}\u{60c}\u{964}".contains(found));
        let (at, found) = *one(&all, index)?;
        Some(format!("{}{}", &text[..at], &text[at + found.len_utf8()..]))
    },
    // A word left out, or two in the other order.
    |text, index, letter| {
        let words: Vec<&str> = text.split(' ').collect();
        let pairs: Vec<usize> = (1..words.len())
            .filter(|at| {
                bare(words[*at]) != bare(words[at - 1]) && has_letters(words[*at]) && has_letters(words[at - 1])
            })
            .collect();
        let at = *one(&pairs, index)?;
        let mut words = words;
        if letter > 'z' {
            words.swap(at - 1, at);
        } else {
            words.remove(at);
        }
        Some(words.join(" "))
    },
];

fn one<T>(all: &[T], index: usize) -> Option<&T> {
    all.get(index.checked_rem(all.len())?)
}

fn bare(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

fn has_letters(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn letter() -> impl Strategy<Value = char> {
    prop::sample::select(
        "aeZ19\u{430}\u{44f}\u{3b1}\u{5d0}\u{627}\u{915}\u{10d0}\u{56fd}\u{e01}\u{b2}".chars().collect::<Vec<_>>(),
    )
}

#[test]
fn whatever_is_changed_is_told_in_every_language() {
    let all = texts();
    let config = ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() };
    let strategy = (any::<usize>(), 0..FORGERIES.len(), any::<usize>(), letter());
    let run = proptest::test_runner::TestRunner::new(config).run(&strategy, |(which, forgery, index, letter)| {
        let Text { name, text } = one(&all, which).unwrap();
        let Some(forged) = FORGERIES[forgery](text, index, letter) else { return Ok(()) };
        let comparison = compared(text, &forged);
        prop_assert!(!comparison.is_same(), "{}: forgery {} at {}", name, forgery, index);
        prop_assert!(
            !compare(&page(text), &page(&forged)).is_same(),
            "{}: forgery {} at {} of a page",
            name,
            forgery,
            index
        );
        prop_assert!(shows_all(&comparison), "{}: {:?}", name, comparison.changes);
        prop_assert!(comparison.changes.len() <= 2, "{}: {:?}", name, comparison.changes);
        prop_assert!(
            comparison.held < comparison.words
                || comparison.changes.iter().all(|hunk| hunk.sealed.is_empty()
                    || !comparison.sealed.list[hunk.sealed.clone()]
                        .iter()
                        .any(chancery_text::tokens::Token::is_wordlike))
        );
        Ok(())
    });
    run.unwrap();
    for (which, forgery) in FORGERIES.iter().enumerate() {
        let made = all.iter().filter(|text| forgery(&text.text, 0, 'a').is_some()).count();
        assert!(made >= 11 || which == 7, "forgery {which} can be made of {made} texts alone");
    }
}

/// The ways in which a copy can differ in form alone.
const FORMS: [fn(&str) -> String; 7] = [
    |text| text.nfd().collect(),
    |text| text.replace(' ', "\u{a0} "),
    |text| {
        text.split(' ')
            .enumerate()
            .map(|(at, word)| {
                format!(
                    "{}{word}",
                    if at == 0 {
                        ""
                    } else if at % 7 == 0 {
                        "\r\n"
                    } else {
                        " "
                    }
                )
            })
            .collect()
    },
    |text| {
        text.chars()
            .map(|letter| if "\u{201c}\u{201d}\u{201e}\u{ab}\u{bb}".contains(letter) { '"' } else { letter })
            .collect()
    },
    |text| text.chars().map(|letter| if "\u{2013}\u{2010}\u{2014}".contains(letter) { '-' } else { letter }).collect(),
    |text| {
        text.chars()
            .flat_map(|letter| if letter.is_alphabetic() { vec![letter, '\u{ad}'] } else { vec![letter] })
            .collect()
    },
    |text| format!("\n\t {}\n\n", text.replace('\n', "\n\n  ")),
];

#[test]
fn form_alone_is_no_difference_in_any_language() {
    for Text { name, text } in texts() {
        for (which, form) in FORMS.iter().enumerate() {
            let comparison = compared(&text, &form(&text));
            assert!(comparison.is_same(), "{name}: form {which}: {:?}", comparison.changes);
        }
        let all = FORMS.iter().fold(text.clone(), |text, form| form(&text));
        assert!(compared(&text, &all).is_same(), "{name}");
    }
}
