//! Bytes to letters: by the mark at their beginning, by what is said of them, or as browsers guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and how its bytes were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text. A byte that is no letter in this encoding is U+FFFD, which is equal to nothing.
    pub text: String,
    /// The encoding, such as `UTF-8` or `windows-1251`.
    pub encoding: &'static str,
}

/// What is said of the encoding of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset<'a> {
    /// Nothing.
    Unsaid,
    /// This, by whoever sealed them.
    Label(&'a str),
    /// This, by the page itself.
    InPage(&'a str),
}

/// Reads bytes as text; `None` where they are none.
pub fn decode(bytes: &[u8], said: Charset<'_>) -> Option<Decoded> {
    let labelled = match said {
        Charset::Unsaid => None,
        Charset::Label(label) => Some(Encoding::for_label(label.as_bytes())?),
        Charset::InPage(label) => in_page(label),
    };
    // A mark at the beginning goes before whatever is said, as in a browser.
    let encoding =
        Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or(labelled).map_or_else(|| guess(bytes), Some)?;
    let (text, encoding, _) = encoding.decode(bytes);
    Some(Decoded { text: text.into_owned(), encoding: encoding.name() })
}

fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    if bytes.contains(&0) {
        return sixteen_bits(bytes);
    }
    // What was cut off in the middle of a letter is what it was up to there.
    if std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true) {
        return Some(UTF_8);
    }
    if bytes.iter().any(|byte| is_no_letter(*byte)) {
        return None;
    }
    if is_nearly_utf8(bytes) {
        return Some(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// Whether hardly a byte is wrong, of many letters of several bytes that are right.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right = right.saturating_add(chunk.valid().chars().filter(|letter| !letter.is_ascii()).count());
        wrong = wrong.saturating_add(usize::from(!chunk.invalid().is_empty()));
    }
    right > wrong.saturating_mul(20)
}

/// What no text holds in any encoding of single bytes.
fn is_no_letter(byte: u8) -> bool {
    matches!(byte, 0..=8 | 14..=31) && byte != 0x1b
}

/// UTF-16 without a mark: every other byte of what is written in it is nearly always the same.
fn sixteen_bits(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let of = |encoding: &'static Encoding| {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        let is_odd = |letter: char| letter.is_control() && !letter.is_whitespace();
        (!faulty && !text.chars().any(is_odd)).then_some(encoding)
    };
    let spaces = |pair: [u8; 2]| pairs.iter().filter(|found| **found == pair).count();
    let order = if spaces([b' ', 0]) >= spaces([0, b' ']) { [UTF_16LE, UTF_16BE] } else { [UTF_16BE, UTF_16LE] };
    order.into_iter().find_map(of)
}

/// The encoding that a page says it is written in (HTML, 13.2.3.2).
fn in_page(label: &str) -> Option<&'static Encoding> {
    match Encoding::for_label(label.trim().as_bytes())? {
        // A page of which that could be read as bytes is not written in these.
        found if found == UTF_16LE || found == UTF_16BE => Some(UTF_8),
        found if found == encoding_rs::X_USER_DEFINED => Some(WINDOWS_1252),
        found => Some(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], said: Charset<'_>) -> (String, &'static str) {
        let decoded = decode(bytes, said).unwrap();
        (decoded.text, decoded.encoding)
    }

    const RUSSIAN: &str = "Министерство иностранных дел сообщает: соглашение вступает в силу с первого января.";
    const GERMAN: &str = "Die Vertragsparteien erklären, dass künftig für Überfahrten keine Gebühren erhoben werden.";

    #[test]
    fn encodings_that_are_not_said_are_guessed() {
        let cyrillic = encoding_rs::WINDOWS_1251.encode(RUSSIAN).0;
        assert_eq!(read(&cyrillic, Charset::Unsaid), (RUSSIAN.to_owned(), "windows-1251"));
        let western = WINDOWS_1252.encode(GERMAN).0;
        assert_eq!(read(&western, Charset::Unsaid), (GERMAN.to_owned(), "windows-1252"));
        assert_eq!(read(RUSSIAN.as_bytes(), Charset::Unsaid), (RUSSIAN.to_owned(), "UTF-8"));
        assert_eq!(read("Да".as_bytes().split_last().unwrap().1, Charset::Unsaid), ("Д\u{fffd}".to_owned(), "UTF-8"));
    }

    #[test]
    fn a_wrong_byte_makes_no_other_encoding_of_a_text() {
        let mut bytes = RUSSIAN.as_bytes().to_vec();
        bytes[0] = 0xff;
        assert_eq!(read(&bytes, Charset::Unsaid).1, "UTF-8");
    }

    #[test]
    fn sixteen_bits_are_read_with_and_without_a_mark() {
        for text in [RUSSIAN, "It is ours.", "国际档案日"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(read(&[&[0xff, 0xfe], &little[..]].concat(), Charset::Unsaid).0, text);
            assert_eq!(read(&[&[0xfe, 0xff], &big[..]].concat(), Charset::Unsaid).0, text);
            if text.contains(' ') {
                assert_eq!(read(&little, Charset::Unsaid).0, text);
                assert_eq!(read(&big, Charset::Unsaid).0, text);
            }
        }
    }

    #[test]
    fn a_page_says_its_encoding_and_a_mark_goes_before_that() {
        let page = encoding_rs::WINDOWS_1251.encode("Да").0;
        assert_eq!(read(&page, Charset::InPage("windows-1251")), ("Да".to_owned(), "windows-1251"));
        assert_eq!(read("\u{feff}Да".as_bytes(), Charset::InPage("windows-1251")), ("Да".to_owned(), "UTF-8"));
        assert_eq!(read("Да".as_bytes(), Charset::InPage("utf-16")).1, "UTF-8");
        assert_eq!(read("Да".as_bytes(), Charset::InPage("unheard-of")).1, "UTF-8");
    }

    #[test]
    fn what_is_no_text_is_not_read_as_such() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Charset::Unsaid), None);
        assert_eq!(decode(b"\xff\xd8\xff\xe1\x01", Charset::Unsaid), None);
        assert_eq!(decode(b"a", Charset::Label("unheard-of")), None);
    }
}
