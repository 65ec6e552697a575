//! What a letter is in a text that is compared or searched.

pub mod name;

use icu_properties::props::{BidiControl, Dash, DefaultIgnorableCodePoint, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::char::is_combining_mark;

/// What a letter does in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It parts words, and does no more.
    Space,
    /// It parts lines too.
    LineBreak,
    /// A letter or digit of a word of several; whatever stands in the middle of a word and cannot be seen; what could not be read.
    Word,
    /// A letter of a script that puts no spaces between words.
    Alone,
    /// A hyphen or dash, of whatever length.
    Dash,
    /// A quotation mark or an apostrophe, with one stroke or with two.
    Quote(Strokes),
    /// Any other sign.
    Sign,
}

/// How many strokes a quotation mark has: they differ where they mean feet and inches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strokes {
    /// `'`
    One,
    /// `"`
    Two,
}

/// What could not be read.
pub const UNREADABLE: char = '\u{fffd}';
/// Where a word may be broken: it is seen at the end of a line alone.
pub const SOFT_HYPHEN: char = '\u{ad}';

/// What a letter does.
pub fn class(letter: char) -> Class {
    match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | UNREADABLE => Class::Word,
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::LineBreak,
        '\''
        | '`'
        | '\u{b4}'
        | '\u{2018}'..='\u{201b}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{2032}'
        | '\u{2bc}'
        | '\u{5f3}'
        | '\u{275b}'
        | '\u{275c}'
        | '\u{ff07}' => Class::Quote(Strokes::One),
        '"'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{201c}'..='\u{201f}'
        | '\u{2033}'
        | '\u{5f4}'
        | '\u{275d}'
        | '\u{275e}'
        | '\u{300c}'..='\u{300f}'
        | '\u{301d}'..='\u{301f}'
        | '\u{ff02}' => Class::Quote(Strokes::Two),
        // A minus above or below the line, and a space that is drawn as a stroke.
        '\u{207b}' | '\u{208b}' | '\u{1680}' => Class::Sign,
        _ if letter.is_whitespace() => Class::Space,
        _ if letter == '-' || CodePointSetData::new::<Dash>().contains(letter) => Class::Dash,
        _ if letter.is_ascii() => Class::Sign,
        _ if is_invisible(letter) || is_combining_mark(letter) => Class::Word,
        _ if !letter.is_alphanumeric() => Class::Sign,
        _ if has_no_spaces(letter) && !is_digit(letter) => Class::Alone,
        _ => Class::Word,
    }
}

/// Whether a letter cannot be seen.
pub fn is_invisible(letter: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter)
        || turns_round(letter)
        || matches!(letter, '\u{2800}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a letter changes the direction in which others are shown.
pub fn turns_round(letter: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(letter)
}

/// The script that a letter belongs to.
pub fn script(letter: char) -> Script {
    CodePointMapData::<Script>::new().get(letter)
}

/// Whether the letter belongs to the one before it, and is none by itself.
pub fn is_joined(letter: char) -> bool {
    is_combining_mark(letter) || is_invisible(letter)
}

fn is_digit(letter: char) -> bool {
    CodePointMapData::<GeneralCategory>::new().get(letter) == GeneralCategory::DecimalNumber
}

/// Whether a letter belongs to a script that puts no spaces between words. Long vowels of Japanese do, though other scripts may have
/// them too.
pub fn has_no_spaces(letter: char) -> bool {
    matches!(letter, '\u{30fc}' | '\u{ff70}') || WITHOUT_SPACES.contains(&script(letter))
}

const WITHOUT_SPACES: [Script; 8] = [
    Script::Han,
    Script::Hiragana,
    Script::Katakana,
    Script::Bopomofo,
    Script::Thai,
    Script::Lao,
    Script::Khmer,
    Script::Myanmar,
];

/// Whether a mark has the script of the letter that it is put on.
pub fn is_of_any_script(mark: char) -> bool {
    script(mark) == Script::Inherited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_do_what_they_do_in_their_script() {
        for (letters, expected) in [
            ("aЖ9é²ا\u{fffd}\u{200d}\u{e52}", Class::Word),
            ("国がスー", Class::Alone),
            ("-–—−\u{2010}", Class::Dash),
            (" \u{a0}\u{202f}\t\u{3000}", Class::Space),
            ("\n\u{2029}", Class::LineBreak),
            ("«”„「", Class::Quote(Strokes::Two)),
            ("'’‹", Class::Quote(Strokes::One)),
            (".,%№…。", Class::Sign),
        ] {
            for letter in letters.chars() {
                assert_eq!(class(letter), expected, "{letter:?}");
            }
        }
    }
}
