//! Small letters above and below the line: `10²` is not `102`, however a document writes it.

/// Where letters stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Baseline {
    /// On the line.
    #[default]
    Line,
    /// Above it.
    Above,
    /// Below it.
    Below,
}

impl Baseline {
    /// A text as it reads there.
    pub fn set(self, text: String) -> String {
        match self {
            Self::Line => text,
            Self::Above => above(&text),
            Self::Below => below(&text),
        }
    }
}

/// A text above the line: digits and signs as the letters that Unicode has for them, an ordinal's ending (`4th`) as it is, and
/// anything else after a sign that it stands there.
pub fn above(text: &str) -> String {
    set(text, ABOVE, '^')
}

/// A text below the line, likewise.
pub fn below(text: &str) -> String {
    set(text, BELOW, '_')
}

fn set(text: &str, places: &str, sign: char) -> String {
    let set: String = text.chars().map(|letter| placed(letter, places)).collect();
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    let is_plain = |letter: char| letter.is_numeric() && placed(letter, places) == letter && !places.contains(letter);
    let is_variable = match (letters.next(), letters.next()) {
        (Some(letter), None) => letter.is_alphabetic() && !ENDINGS.contains(letter),
        _ => false,
    };
    if is_variable || text.chars().any(is_plain) { format!("{sign}{set}") } else { set }
}

/// Letters that end an ordinal number by themselves, as in `1er` and `2o`, or an abbreviation.
const ENDINGS: &str = "aeorsd\u{aa}\u{ba}\u{435}\u{44f}\u{439}";

const PLAIN: &str = "0123456789+-=()\u{2212}";
const ABOVE: &str = "\u{2070}\u{b9}\u{b2}\u{b3}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}\u{207a}\u{207b}\u{207c}\u{207d}\u{207e}\u{207b}";
const BELOW: &str = "\u{2080}\u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\u{2089}\u{208a}\u{208b}\u{208c}\u{208d}\u{208e}\u{208b}";

fn placed(letter: char, places: &str) -> char {
    let at = PLAIN.chars().position(|plain| plain == letter);
    at.and_then(|at| places.chars().nth(at)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_have_letters_above_and_below_the_line_and_words_none() {
        assert_eq!(above("2-10(+)"), "\u{b2}\u{207b}\u{b9}\u{2070}\u{207d}\u{207a}\u{207e}");
        assert_eq!(below("2"), "\u{2082}");
        assert_eq!((above("th"), above("e")), ("th".to_owned(), "e".to_owned()));
        assert_eq!((above("n"), below("x")), ("^n".to_owned(), "_x".to_owned()));
        assert_eq!(above("\u{662}"), "^\u{662}");
        assert_eq!(above("\u{b2}"), "\u{b2}");
    }
}
