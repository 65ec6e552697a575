//! Where in a part the reader is: what the elements around a letter say about it.

use super::super::What;
use super::formatting::Look;
use crate::superscript::Baseline;

/// What holds inside an element.
#[derive(Debug, Clone, Copy, Default)]
pub struct Level {
    /// What the letters directly inside are.
    pub letters: Letters,
    /// What is to be done at its end.
    pub ending: Ending,
    /// What the text inside is, where it stands around that of the document.
    pub around: Option<What>,
    /// Where a formula puts it.
    pub place: Baseline,
    /// Whether white space counts.
    pub preserves_space: bool,
    /// Whether all inside is passed over: it is said elsewhere, or is how things were before.
    pub passed_over: bool,
    /// Of what the elements inside are properties.
    pub properties: Properties,
}

/// What letters directly inside an element are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Letters {
    /// Of an element that is not known to hold any.
    #[default]
    Unknown,
    /// Text.
    Text,
    /// Codes and measures.
    Code,
}

/// What is to be done at the end of an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ending {
    #[default]
    /// Nothing.
    Nothing,
    /// A text element ends: its letters are said.
    Letters,
    /// A line ends.
    Line,
    /// A paragraph ends.
    Paragraph,
    /// A run ends.
    Run,
    /// A text box ends.
    Box,
    /// A reading ends, which stands above other text.
    Reading,
    /// What it stands above ends.
    Ruby,
    /// The choices of one saying end.
    Choices,
    /// A part of a formula ends, which this sign follows.
    Sign(Option<char>),
    /// Brackets of a formula end.
    Delimiters,
}

/// Of what elements are properties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Properties {
    /// They are none.
    #[default]
    None,
    /// Of a run.
    Run,
    /// Of a paragraph.
    Paragraph,
    /// Of a paragraph's mark.
    Mark,
    /// Of anything else.
    Other,
}

/// What is known of a paragraph.
#[derive(Debug, Default)]
pub struct Paragraph {
    /// Its style.
    pub style: Option<String>,
    /// Whether its end is deleted, so that the next one goes on in it.
    pub goes_on: bool,
}

/// What is known of a run.
#[derive(Debug, Default)]
pub struct Run {
    /// Its style.
    pub style: Option<String>,
    /// How it looks of itself.
    pub look: Look,
}

impl Level {
    /// Makes the letters inside the element text.
    pub fn begin_text(&mut self) {
        self.letters = Letters::Text;
        self.ending = Ending::Letters;
    }
}

/// Brackets around a part of a formula.
pub struct Delimiters {
    /// Before the first part.
    pub begin: String,
    /// Between two parts.
    pub between: String,
    /// After the last part.
    pub end: String,
    /// Whether the first of the parts between them has begun.
    pub begun: bool,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self { begin: "(".to_owned(), between: "|".to_owned(), end: ")".to_owned(), begun: false }
    }
}
