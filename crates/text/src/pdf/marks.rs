//! Marked content (ISO 32000-2, 14.6): what a file says about what it draws.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use hayro_syntax::object::{Dict, Name, String as PdfString};

use super::letter::LineKind;

/// How many marks inside of each other are minded.
const DEEPEST: usize = 64;

/// For how many letters the file may say what they say, not more than a word has: else a page could say one thing and show another.
const LONGEST: usize = 16;

/// The marks that are open.
#[derive(Default)]
pub struct Marks {
    /// The innermost last.
    open: Vec<Mark>,
    /// How many are open inside of those.
    deeper: usize,
}

#[derive(Default)]
struct Mark {
    /// What the letters inside say together.
    says: Option<String>,
    /// How many of those letters were drawn.
    drawn: usize,
    kind: Option<LineKind>,
}

impl Marks {
    /// A mark begins.
    pub fn begin(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        if self.open.len() >= DEEPEST {
            self.deeper = self.deeper.saturating_add(1);
            return;
        }
        let says = properties.and_then(|properties| properties.get::<PdfString<'_>>("ActualText"));
        let kind = properties.filter(|_| tag == b"Artifact").and_then(kind);
        self.open.push(Mark { says: says.map(|text| decoded(text.as_bytes())), drawn: 0, kind });
    }

    /// The innermost mark ends.
    pub fn end(&mut self) {
        match self.deeper.checked_sub(1) {
            Some(deeper) => self.deeper = deeper,
            None => drop(self.open.pop()),
        }
    }

    /// Where the letters here belong, if the file says so.
    pub fn kind(&self) -> Option<LineKind> {
        self.open.iter().rev().find_map(|mark| mark.kind)
    }

    /// What a letter here says, if the file says that: the first all that is marked, the others nothing.
    pub fn says(&mut self) -> Option<String> {
        let mark = self.open.iter_mut().find(|mark| mark.says.is_some())?;
        mark.drawn = mark.drawn.saturating_add(1);
        match mark.drawn {
            1 => mark.says.clone(),
            2..=LONGEST => Some(String::new()),
            _ => None,
        }
    }
}

/// An artifact that paging made (14.8.2.2.2); others, such as rules and backgrounds, have no letters or belong to the text.
fn kind(properties: &Dict<'_>) -> Option<LineKind> {
    let is = |key: &str, value: &[u8]| properties.get::<Name<'_>>(key).is_some_and(|name| name.as_ref() == value);
    if is("Subtype", b"Header") {
        return Some(LineKind::Header);
    }
    if is("Subtype", b"Footer") {
        return Some(LineKind::Footer);
    }
    is("Type", b"Pagination").then_some(LineKind::Margin)
}

/// A text string (7.9.2.2).
fn decoded(bytes: &[u8]) -> String {
    let (encoding, text) = match bytes {
        [0xfe, 0xff, text @ ..] => (UTF_16BE, text),
        [0xff, 0xfe, text @ ..] => (UTF_16LE, text),
        [0xef, 0xbb, 0xbf, text @ ..] => (UTF_8, text),
        // PDFDocEncoding but for a few signs, which are given as what cannot be read.
        _ if bytes.iter().any(|byte| matches!(byte, 0x18..=0x1f | 0x80..=0xa0)) => {
            return char::REPLACEMENT_CHARACTER.to_string();
        }
        _ => (WINDOWS_1252, bytes),
    };
    encoding.decode_without_bom_handling(text).0.into_owned()
}
