//! What comes of reading a document: its text, what stands around that, or why there is none.

use serde::{Deserialize, Serialize};

/// A document's text as its reader sees it, piece by piece, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The pieces, in the order in which they are read.
    pub pieces: Vec<Piece>,
    /// Whether a word may be broken at the end of a line with a hyphen that is none of its own, as on a printed page.
    pub breaks_words: bool,
}

/// A piece of a document: of its text, or of what stands around that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The text. A line ends with `\n`, a paragraph with `\n\n`.
    pub text: String,
    /// What it is, where it stands around the text of the document.
    pub around: Option<Around>,
}

/// A part of a document that stands around its text, such as a navigation or a page's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Around {
    /// What it is.
    pub what: What,
    /// Which of the document's parts it is, counted from 0: pieces of one part have one number.
    pub part: usize,
}

/// What stands around the texts of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum What {
    /// `<nav>` of a web page.
    Nav,
    /// `<header>` of a web page.
    Header,
    /// `<footer>` of a web page.
    Footer,
    /// `<aside>` of a web page.
    Aside,
    /// `<form>` of a web page, and whatever can be filled in or pressed.
    Form,
    /// `<title>` of a web page.
    Title,
    /// `<noscript>` of a web page.
    Noscript,
    /// What a web page has for browsers that cannot show something.
    Fallback,
    /// Metadata at the head of a text.
    FrontMatter,
    /// What stands above the text on each page.
    PageHeader,
    /// What stands below the text on each page.
    PageFooter,
    /// A comment on a Word document.
    Comment,
    /// What is struck out, or was deleted and is still in the document.
    Deleted,
    /// What is marked as hidden.
    Hidden,
    /// What a field of a Word document is computed from.
    FieldCode,
    /// A diagram in a Word document.
    Diagram,
    /// A chart in a Word document.
    Chart,
    /// Text of a Word document in a place that is not known.
    Other,
    /// Text of a PDF file that is not drawn.
    Invisible,
}

impl What {
    /// What it is called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nav => "nav",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Aside => "aside",
            Self::Form => "form",
            Self::Title => "title",
            Self::Noscript => "noscript",
            Self::Fallback => "fallback",
            Self::FrontMatter => "front matter",
            Self::PageHeader => "page header",
            Self::PageFooter => "page footer",
            Self::Comment => "comment",
            Self::Deleted => "deleted text",
            Self::Hidden => "hidden text",
            Self::FieldCode => "field code",
            Self::Diagram => "diagram",
            Self::Chart => "chart",
            Self::Other => "other text",
            Self::Invisible => "invisible text",
        }
    }

    /// Whether it is shown on a web page like its text, in a part that pages have for what stands around a statement.
    pub fn is_on_page(self) -> bool {
        matches!(self, Self::Nav | Self::Header | Self::Footer | Self::Aside | Self::Form)
    }

    /// Whether a reader sees it beside the text, so that words of the text itself can stand there.
    pub fn is_seen(self) -> bool {
        self.is_on_page() || matches!(self, Self::PageHeader | Self::PageFooter)
    }
}

impl Piece {
    /// The first or last letter of a piece, spaces aside: of what stands around the text a line break alone.
    fn edge(&self, last: bool) -> Option<char> {
        let mut letters = self.text.chars().filter(|letter| *letter != ' ');
        let letter = if last { letters.next_back() } else { letters.next() }?;
        (self.around.is_none() || letter == '\n').then_some(letter)
    }

    /// The first or last letter of a piece of text, white space aside.
    fn letter(&self, last: bool) -> Option<char> {
        let text = self.around.is_none().then(|| self.text.trim())?;
        if last { text.chars().next_back() } else { text.chars().next() }
    }

    fn what(&self) -> Option<What> {
        self.around.map(|around| around.what)
    }
}

/// Stands in a line for words of it that are hidden or struck out: whoever compares it sees that there is something.
const HIDDEN_HERE: &str = " \u{fffc} ";

impl Reading {
    /// A reading of one text with nothing around it.
    pub fn of(text: String) -> Self {
        Self { pieces: vec![Piece { text, around: None }], breaks_words: false }
    }

    /// The same with everything as text that stands within a line of it: readers take a button there for a word of that, and so they
    /// do a part that begins in the middle of a sentence.
    #[must_use]
    pub fn with_parts_of_lines(mut self) -> Self {
        let is_open = |letter: char| letter.is_alphanumeric() || matches!(letter, ',' | '-' | '(');
        let lines = self.lines();
        let sentences = self.neighbours(Piece::letter);
        for ((piece, line), (before, after)) in self.pieces.iter_mut().zip(lines).zip(sentences) {
            let is_apart = piece.edge(false) == Some('\n');
            let is_in_line = line.is_some_and(|letter| is_open(letter) || !is_apart);
            // On lines of its own, between words that are no sentence each.
            let is_in_sentence = before.is_some_and(is_open) && after.is_some_and(char::is_lowercase);
            if piece.what().is_some_and(What::is_on_page) && (is_in_line || is_in_sentence) {
                piece.around = None;
            }
        }
        self
    }

    /// The same with a mark wherever words within a line are hidden or struck out: they are no text, and the line is not without
    /// them what it is with them.
    #[must_use]
    pub fn with_marks(self) -> Self {
        let lines = self.lines();
        let marked = |(piece, before): (Piece, Option<char>)| {
            let is_hidden = matches!(piece.what(), Some(What::Hidden | What::Deleted));
            let is_marked = before.is_some() && is_hidden && piece.text.chars().any(char::is_alphanumeric);
            let mark = is_marked.then(|| Piece { text: HIDDEN_HERE.to_owned(), around: None });
            std::iter::once(piece).chain(mark)
        };
        Self { pieces: self.pieces.into_iter().zip(lines).flat_map(marked).collect(), breaks_words: self.breaks_words }
    }

    /// For each piece the last letter of text before it, where it stands within a line.
    fn lines(&self) -> Vec<Option<char>> {
        let is_line = |letter: &char| *letter != '\n';
        let sides = self.neighbours(Piece::edge).into_iter();
        sides.map(|(before, after)| after.filter(is_line).and(before.filter(is_line))).collect()
    }

    /// For each piece the letters that stand nearest before and after it, where `edge` gives the first or last letter of a piece.
    fn neighbours(&self, edge: fn(&Piece, bool) -> Option<char>) -> Vec<(Option<char>, Option<char>)> {
        let nearest = |pieces: &mut dyn Iterator<Item = &Piece>, last: bool| {
            let mut nearest = None;
            let edge = |piece: &Piece| {
                let before = nearest;
                nearest = edge(piece, last).or(before);
                before
            };
            pieces.map(edge).collect::<Vec<Option<char>>>()
        };
        let before = nearest(&mut self.pieces.iter(), true);
        let mut after = nearest(&mut self.pieces.iter().rev(), false);
        after.reverse();
        before.into_iter().zip(after).collect()
    }
}

/// Why no text can be taken out of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is of a kind that holds no text, or of one that is not known.
    #[error("it is not text of a kind that is read")]
    Unknown,
    /// It is not what it seems to be, or damaged.
    #[error("it is damaged, or not what it seems to be")]
    Damaged,
    /// It can only be read with a password.
    #[error("it can only be read with a password")]
    Encrypted,
    /// It holds more than is read.
    #[error("it is too large to be read")]
    TooLarge,
    /// It holds no text, but perhaps pictures of it.
    #[error("it holds no text, but perhaps pictures of it")]
    NoText,
    /// To read it fails, or takes more time or memory than it may.
    #[error("to read it fails, or takes too much time or memory")]
    Exhausting,
}

/// No more text than this is taken out of a document.
pub const LONGEST: usize = 16 << 20;
