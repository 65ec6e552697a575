//! Which kind of document holds a text, and how it is taken out of that.

use super::charset::{Charset, Decoded, decode};
use super::{Around, Piece, Reading, Unreadable, What, docx, html, markdown, pdf};
use crate::front_matter;
use crate::reading::LONGEST;

/// A kind of document that text is taken out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// A PDF file.
    Pdf,
}

/// A document's text, and the encoding in which its letters were written where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// The text.
    pub reading: Reading,
    /// The encoding, such as `windows-1251`.
    pub encoding: Option<String>,
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

impl DocumentKind {
    /// The kind of a sealed document, by its media type.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        match media_type.split(';').next().unwrap_or_default() {
            "text/html" | "application/xhtml+xml" => Some(Self::Html),
            "text/markdown" => Some(Self::Markdown),
            "application/pdf" => Some(Self::Pdf),
            DOCX => Some(Self::Docx),
            _ if media_type.starts_with("text/") => Some(Self::Plain),
            _ => None,
        }
    }

    /// The kind of a file from anywhere, by its bytes and its name. What is no other kind can only be plain text.
    ///
    /// ```
    /// use chancery_text::DocumentKind;
    ///
    /// assert_eq!(DocumentKind::of_file(b"%PDF-1.7", "statement"), DocumentKind::Pdf);
    /// assert_eq!(DocumentKind::of_file(b"<!doctype html>", ""), DocumentKind::Html);
    /// ```
    pub fn of_file(bytes: &[u8], name: &str) -> Self {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
        let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
        match extension.as_str() {
            _ if head.starts_with(b"%PDF-") => Self::Pdf,
            "pdf" => Self::Pdf,
            _ if docx::is_compound_file(head) || is_office_package(bytes) => Self::Docx,
            "htm" | "html" | "xhtml" | "xht" | "shtml" => Self::Html,
            "md" | "markdown" => Self::Markdown,
            "txt" | "text" => Self::Plain,
            _ if begins_a_page(head) => Self::Html,
            _ => Self::Plain,
        }
    }

    /// Its name, as the program passes it to itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// All of them.
    pub const ALL: [Self; 5] = [Self::Plain, Self::Markdown, Self::Html, Self::Docx, Self::Pdf];

    /// Takes the text out of a document of this kind. Whatever is no plain text can take any time and memory where it is
    /// hostile: call this in a process with limits then.
    ///
    /// # Errors
    /// Where there is none to be had.
    pub fn take(self, bytes: &[u8], said: Charset<'_>) -> Result<Extracted, Unreadable> {
        let as_bytes = match self {
            Self::Docx => Some(docx::read(bytes)),
            Self::Pdf => Some(pdf::read(bytes)),
            _ => None,
        };
        if let Some(read) = as_bytes {
            return read.map(|reading| Extracted { reading: reading.with_marks(), encoding: None });
        }
        if bytes.len() > LONGEST {
            return Err(Unreadable::TooLarge);
        }
        let in_page =
            (self == Self::Html && said == Charset::Unsaid).then(|| html::encoding(&as_signs(bytes))).flatten();
        let said = in_page.as_deref().map_or(said, Charset::InPage);
        let Decoded { text, encoding } = decode(bytes, said).ok_or(Unreadable::Unknown)?;
        let reading = match self {
            Self::Html => html::read(&text)?,
            Self::Markdown => with_front_matter(&text, markdown::read)?,
            _ => with_front_matter(&text, |text| Ok(Reading::of(text.to_owned())))?,
        };
        Ok(Extracted { reading: reading.with_marks(), encoding: Some(encoding.to_owned()) })
    }
}

/// Bytes as the signs of which tags are made, in whatever encoding a page is written.
fn as_signs(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' }).collect()
}

/// The label of the encoding that a media type names.
pub fn charset_of(media_type: &str) -> Charset<'_> {
    media_type.split("; charset=").nth(1).map_or(Charset::Unsaid, Charset::Label)
}

/// How far into a file one looks for what it is.
const LOOKED_AT: usize = 1024;

/// Whether a ZIP file says that it is a document of an Office program (ECMA-376, 2).
fn is_office_package(bytes: &[u8]) -> bool {
    const TYPES: &[u8] = b"[Content_Types].xml";
    bytes.starts_with(b"PK\x03\x04") && bytes.windows(TYPES.len()).any(|name| name == TYPES)
}

/// How a page begins, by which browsers know it whatever it is called (MIME Sniffing, 7.1).
const PAGES: [&str; 17] = [
    "<!doctype html",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
    "<!--",
];

fn begins_a_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)).to_ascii_lowercase();
    let text = text.trim_start();
    let ends_there = |rest: &str| rest.starts_with([' ', '>', '\n', '\r', '\t']);
    PAGES.iter().any(|page| text.strip_prefix(page).is_some_and(|rest| ends_there(rest) || *page == "<!--"))
}

/// Metadata at the head of a text stands around it: a reader of the statement never saw it.
fn with_front_matter(text: &str, read: impl Fn(&str) -> Result<Reading, Unreadable>) -> Result<Reading, Unreadable> {
    let Some((front, body)) = front_matter::split(text) else { return read(text) };
    let mut reading = read(body)?;
    let around = Some(Around { what: What::FrontMatter, part: 0 });
    reading.pieces.insert(0, Piece { text: front.to_owned(), around });
    Ok(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_and_its_name_say() {
        for (bytes, name, expected) in [
            ("%PDF-1.7", "a.txt", DocumentKind::Pdf),
            ("PK\u{3}\u{4}..[Content_Types].xml", "a", DocumentKind::Docx),
            ("PK\u{3}\u{4}", "a.zip", DocumentKind::Plain),
            ("<P>One", "a", DocumentKind::Html),
            ("\n <!DOCTYPE html>", "-", DocumentKind::Html),
            ("<p>One", "a.txt", DocumentKind::Plain),
            ("One <p>", "a.HTM", DocumentKind::Html),
            ("<people>", "a", DocumentKind::Plain),
            ("# One", "a.md", DocumentKind::Markdown),
            ("# One", "a", DocumentKind::Plain),
        ] {
            assert_eq!(DocumentKind::of_file(bytes.as_bytes(), name), expected, "{bytes} {name}");
        }
    }

    #[test]
    fn front_matter_stands_around_a_text() {
        let taken = DocumentKind::Plain.take(b"---\ntitle: T\n---\nText.\n", Charset::Unsaid).unwrap();
        let [front, text] = &taken.reading.pieces[..] else { panic!() };
        assert_eq!((front.around.unwrap().what, front.text.as_str()), (What::FrontMatter, "title: T\n"));
        assert_eq!((text.around, text.text.as_str()), (None, "Text.\n"));
        assert_eq!(taken.encoding.unwrap(), "UTF-8");
    }
}
