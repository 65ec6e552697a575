//! The words of a text, as the catalogue indexes and seeks them: in any script, whatever the form of their letters.
//!
//! Scripts that put no spaces between words have one word a letter: what is sought there is a run of letters, which
//! finds whatever a dictionary would cut in two.

use chancery_text::letters::{has_no_spaces, is_of_any_script};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, each once where it stands, with one space between them.
pub fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut before = None;
    for letter in plain_letters(text) {
        let kind = kind(letter);
        if kind != Some(Kind::Nothing) {
            let joined = before == kind && kind == Some(Kind::Joined);
            if kind.is_some() {
                if !joined && !words.is_empty() {
                    words.push(' ');
                }
                words.push(letter);
            }
            before = kind;
        }
    }
    words
}

/// What is sought, as FTS5 takes it: every word, `"a phrase"`, the beginning of a word with `*`. `None` where it holds no word.
pub fn query(sought: &str) -> Option<String> {
    let mut query = String::new();
    let straight = sought.replace(['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'], "\"");
    for (at, part) in straight.split('"').enumerate() {
        let is_phrase = at % 2 == 1;
        let pieces: Vec<&str> = if is_phrase { vec![part] } else { part.split_whitespace().collect() };
        for piece in pieces {
            let found = words(piece);
            if !found.is_empty() {
                let begins = if !is_phrase && piece.ends_with('*') { " *" } else { "" };
                // Words hold no quotation marks.
                query += &format!("{}\"{found}\"{begins}", if query.is_empty() { "" } else { " " });
            }
        }
    }
    (!query.is_empty()).then_some(query)
}

/// Whether a letter is a word by itself, in a script that puts no spaces between words.
pub fn is_word_alone(letter: char) -> bool {
    kind(letter) == Some(Kind::Single)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter or digit of a word of several.
    Joined,
    /// A letter that is a word.
    Single,
    /// What is passed over as if it were not there.
    Nothing,
}

fn kind(letter: char) -> Option<Kind> {
    match letter {
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{640}' => Some(Kind::Nothing),
        '0'..='9' | 'a'..='z' => Some(Kind::Joined),
        _ if letter.is_ascii() || !(letter.is_alphanumeric() || is_combining_mark(letter)) => None,
        _ if has_no_spaces(letter) => Some(Kind::Single),
        _ => Some(Kind::Joined),
    }
}

/// Lowercase, of one width and form, without the marks that many writers leave out.
fn plain_letters(text: &str) -> impl Iterator<Item = char> {
    let mut base = ' ';
    // Some letters have a case only once they are decomposed.
    let decomposed = text.chars().flat_map(char::to_lowercase).nfkd().flat_map(char::to_lowercase);
    let bare = decomposed.filter(move |letter| {
        if !is_combining_mark(*letter) {
            base = *letter;
            return true;
        }
        !is_left_out(*letter, base)
    });
    bare.nfc().flat_map(|letter| {
        let folded: &[char] = match letter {
            '\u{df}' => &['s', 's'],
            '\u{3c2}' => &['\u{3c3}'],
            _ => &[],
        };
        let kept = folded.is_empty().then_some(letter);
        folded.iter().copied().chain(kept)
    })
}

/// Accents, Arabic and Hebrew vowel points; but not what makes й of и, or が of か.
fn is_left_out(mark: char, base: char) -> bool {
    match mark {
        '\u{306}' => base != '\u{438}',
        '\u{3099}' | '\u{309a}' => false,
        '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' => true,
        _ => is_of_any_script(mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_their_script() {
        for (text, expected) in [
            ("The harbour, re-opened: 12.5 km!", "the harbour re opened 12 5 km"),
            ("Café STRASSE Straße Ωμέγας ﬁn", "cafe strasse strasse ωμεγασ fin"),
            ("Ёлка и йод; ЇЖАК", "елка и йод іжак"),
            ("国际档案日 2025年", "国 际 档 案 日 2025 年"),
            ("東京スーパー", "東 京 ス ー パ ー"),
            ("がく", "が く"),
            ("ที่นี่", "ท ี ่ น ี ่"),
            ("हिन्दी में", "हिन्दी में"),
            ("مُحَمَّد ـ السَّلام", "محمد السلام"),
            ("co\u{ad}operate zero\u{200d}width", "cooperate zerowidth"),
            ("한국어 문장", "한국어 문장"),
            ("\u{1b}[31m", "31m"),
            ("—…", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn every_word_is_sought_phrases_whole_and_stars_as_beginnings() {
        for (sought, expected) in [
            ("open harbour", Some("\"open\" \"harbour\"")),
            ("\"open harbour\" re-open", Some("\"open harbour\" \"re open\"")),
            ("harb*", Some("\"harb\" *")),
            ("档案日", Some("\"档 案 日\"")),
            ("“the sea” OR NOT near(a)", Some("\"the sea\" \"or\" \"not\" \"near a\"")),
            ("\" * - ", None),
        ] {
            assert_eq!(query(sought).as_deref(), expected, "{sought}");
        }
    }

    proptest::proptest! {
        #[test]
        fn words_of_words_are_the_same_words(text in "\\PC{0,60}") {
            let once = words(&text);
            proptest::prop_assert_eq!(words(&once), once);
        }
    }
}
