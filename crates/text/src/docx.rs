//! The text of a Word document (ISO/IEC 29500, Office Open XML), part by part.
//!
//! Text is what a reader sees of the document as it stands: insertions are text; what was deleted or moved away, hidden text, the
//! code of fields, comments, page headers and footers, diagrams and charts stand around it. Footnotes and endnotes follow the
//! document. Not text are the numbers that Word makes itself: of lists, notes and captions. Letters in an element that is not known
//! stand around the text as `other text`, so that none is passed over; a document inside the document (`w:altChunk`) is U+FFFD.
//!
//! No library for Word documents is used: those drop in silence what they do not know.

mod formatting;
mod level;
mod markup;
mod math;
mod output;
mod package;
mod relations;
mod story;
mod styles;
#[cfg(test)]
mod tests;

use self::output::Bit;
use self::package::Package;
pub use self::package::is_compound_file;
use self::relations::{DocumentKind, Relation};
use self::styles::Styles;
use super::{Around, Piece, Reading, Unreadable, What};
use crate::reading::LONGEST;

/// Takes the text out of a DOCX file.
///
/// # Errors
/// Where there is none to be had.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let relations = package.relations_of(&main)?;
    let styles = styles(&mut package, &relations)?;
    let mut said = Charset::default();
    said.part(&mut package, &main, None, &styles)?;
    for (kind, what) in IN_ORDER {
        for relation in relations.iter().filter(|relation| relation.kind == kind) {
            said.part(&mut package, &relation.target, what, &styles)?;
        }
    }
    said.reading()
}

/// The parts that hold text, in the order in which they are read, and what those are called that stand around the document.
const IN_ORDER: [(DocumentKind, Option<What>); 7] = [
    (DocumentKind::Footnotes, None),
    (DocumentKind::Endnotes, None),
    (DocumentKind::Header, Some(What::PageHeader)),
    (DocumentKind::Footer, Some(What::PageFooter)),
    (DocumentKind::Comments, Some(What::Comment)),
    (DocumentKind::Diagram, Some(What::Diagram)),
    (DocumentKind::Chart, Some(What::Chart)),
];

fn styles(package: &mut Package<'_>, relations: &[Relation]) -> Result<Styles, Unreadable> {
    match relations.iter().find(|relation| relation.kind == DocumentKind::Styles) {
        Some(relation) => Styles::read(&package.part(&relation.target)?),
        None => Ok(Styles::default()),
    }
}

/// What the parts read so far say.
#[derive(Default)]
struct Charset {
    pieces: Vec<Piece>,
    parts: usize,
    length: usize,
}

impl Charset {
    fn part(
        &mut self,
        package: &mut Package<'_>,
        name: &str,
        what: Option<What>,
        styles: &Styles,
    ) -> Result<(), Unreadable> {
        let mut bits = story::read(&package.part(name)?, what, styles)?;
        // Before the first note stand the lines that part the notes from the text.
        if let Some(first) = bits.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        bits.into_iter().try_for_each(|bit| self.add(bit))
    }

    /// Adds a bit, unless it is but space that stands around the text.
    fn add(&mut self, bit: Bit) -> Result<(), Unreadable> {
        self.length = self.length.saturating_add(bit.text.len());
        if self.length > LONGEST {
            return Err(Unreadable::TooLarge);
        }
        if bit.around.is_some() && bit.text.trim().is_empty() {
            return Ok(());
        }
        let around = bit.around.map(|what| Around { what, part: self.parts });
        self.parts = self.parts.saturating_add(usize::from(around.is_some()));
        self.pieces.push(Piece { text: bit.text, around });
        Ok(())
    }

    fn reading(self) -> Result<Reading, Unreadable> {
        let says = |piece: &Piece| !piece.text.trim().is_empty();
        if !self.pieces.iter().any(says) {
            return Err(Unreadable::NoText);
        }
        Ok(Reading { pieces: self.pieces, breaks_words: false })
    }
}
