//! A letter as it stands on a page.

use super::super::What;

/// A letter, or several that are drawn as one, in the directions of its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// What it says.
    pub text: String,
    /// Where it begins, along the line.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// How far down its line stands, at a right angle to the line.
    pub down: f64,
    /// Its font's size on the page.
    pub size: f64,
    /// In which direction its line goes, in degrees.
    pub turn: i32,
    /// Where it belongs.
    pub kind: LineKind,
    /// Whether it takes room on the line, as marks above and below others do not.
    pub has_room: bool,
}

/// Where a letter belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// To the text.
    Text,
    /// To what is not seen.
    Unseen,
    /// To what the file says is repeated on each page.
    Margin,
    /// To the head of a page.
    Header,
    /// To its foot.
    Footer,
}

impl LineKind {
    /// What it is called, where it stands around the text.
    pub fn what(self) -> Option<What> {
        match self {
            Self::Text => None,
            Self::Unseen => Some(What::Invisible),
            Self::Margin | Self::Header => Some(What::PageHeader),
            Self::Footer => Some(What::PageFooter),
        }
    }
}

impl Letter {
    /// Whether it is but white space.
    pub fn is_space(&self) -> bool {
        !self.text.is_empty() && self.text.chars().all(char::is_whitespace)
    }

    /// Whether it says what the one before it says already: some programs say it with each shape that they make a syllable of.
    pub fn repeats(&self, last: &Self) -> bool {
        self.text == last.text && self.text.chars().nth(1).is_some() && !(self.has_room && last.has_room)
    }

    /// How far it is to the next letter, whichever stands to the left.
    pub fn gap(&self, next: &Self) -> f64 {
        (next.start - self.end).max(self.start - next.end)
    }
}
