//! The answer: which document a copy is compared with, and what comes of that.

use chancery_core::statement::value::SingleLine;
use chancery_core::{Document, DocumentSeen, LanguageTag, Metadata};
use chancery_text::{Comparison, DocumentKind, Reading, TextExtractor, Unreadable, closest, compare};

use super::copy::Copy;
use super::error::MatchError;
use super::judged::{JudgedBundle, charset, extract};
use crate::compose::proposal;
use crate::error::Result;

/// What comes of a comparison.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The document that the copy was compared with; `None` where it was compared with the bytes of all.
    pub document: Option<&'a Document>,
    /// What was found.
    pub outcome: CopyOutcome,
    /// The documents of which no text could be read, though they are of a kind that has one.
    pub unread: Vec<(&'a Document, Unreadable)>,
}

/// What was found.
#[derive(Debug)]
pub enum CopyOutcome {
    /// The copy is the document, byte for byte.
    SameBytes,
    /// They were compared word by word.
    Words(Box<Comparison>),
    /// They have other bytes, and cannot be compared by words.
    OtherBytes(Wordless),
}

/// Why words cannot be compared.
#[derive(Debug)]
pub enum Wordless {
    /// The copy has none that can be read.
    Copy(Unreadable),
    /// The document has none that can be read.
    Document(Unreadable),
    /// None of the documents has.
    Documents,
}

impl Answer<'_> {
    /// The comparison, where words were compared.
    pub fn comparison(&self) -> Option<&Comparison> {
        match &self.outcome {
            CopyOutcome::Words(comparison) => Some(comparison),
            _ => None,
        }
    }
}

/// Compares a copy with the document of this name, or with the one that it is most like.
///
/// `claims` is the metadata of the bundle's report.
///
/// # Errors
/// [`MatchError::NoSuchDocument`], and what the system says.
pub fn compare_copy<'a>(
    bundle: &JudgedBundle<'_>,
    claims: &'a Metadata,
    copy: &Copy,
    name: Option<&str>,
    extractor: &dyn TextExtractor,
) -> Result<Answer<'a>> {
    let all = claims.documents.iter().zip(bundle.report.documents());
    let candidates: Vec<_> = all.filter(|(document, _)| name.is_none_or(|name| is_called(document, name))).collect();
    if let Some(name) = name.filter(|_| candidates.is_empty()) {
        let documents = claims.documents.iter().map(|document| document.path.below().to_owned()).collect();
        return Err(MatchError::NoSuchDocument { bundle: bundle.name.into(), name: name.to_owned(), documents }.into());
    }
    if let Some((document, _)) = candidates.iter().find(|(_, seen)| seen.digest() == Some(copy.digest)) {
        return Ok(Answer { document: Some(document), outcome: CopyOutcome::SameBytes, unread: Vec::new() });
    }
    let named = candidates.first().map(|(document, _)| *document).filter(|_| candidates.len() == 1);
    match &copy.text {
        Err(why) => {
            Ok(Answer { document: named, outcome: CopyOutcome::OtherBytes(Wordless::Copy(*why)), unread: Vec::new() })
        }
        Ok(text) => Ok(by_words(&Documents { bundle, candidates, extractor }.texts()?, named, &text.reading)),
    }
}

/// The documents that a copy may be of.
struct Documents<'a, 'b> {
    bundle: &'b JudgedBundle<'b>,
    candidates: Vec<(&'a Document, &'b DocumentSeen)>,
    extractor: &'b dyn TextExtractor,
}

/// The texts of documents, and those of which no text could be read.
#[derive(Default)]
struct Texts<'a> {
    read: Vec<(&'a Document, Vec<Reading>)>,
    unread: Vec<(&'a Document, Unreadable)>,
}

impl<'a> Documents<'a, '_> {
    fn texts(&self) -> Result<Texts<'a>> {
        let mut texts = Texts::default();
        for (document, seen) in &self.candidates {
            match self.readings(document, seen)? {
                Ok(readings) => texts.read.push((document, readings)),
                Err(Unreadable::Unknown) => {}
                Err(why) => texts.unread.push((document, why)),
            }
        }
        Ok(texts)
    }

    /// The text of a document: as it is shown, and for Markdown also as it is written.
    fn readings(
        &self,
        document: &Document,
        seen: &DocumentSeen,
    ) -> Result<std::result::Result<Vec<Reading>, Unreadable>> {
        let (kind, bytes) = match self.bundle.bytes(document, seen)? {
            Ok(found) => found,
            Err(why) => return Ok(Err(why)),
        };
        let said = charset(document);
        let shown = extract(self.extractor, kind, &bytes, said)?;
        let written = if kind == DocumentKind::Markdown { DocumentKind::Plain.take(&bytes, said).ok() } else { None };
        Ok(shown.map(|shown| std::iter::once(shown).chain(written).map(|text| text.reading).collect()))
    }
}

fn is_called(document: &Document, name: &str) -> bool {
    let own = document.name.as_ref().map(SingleLine::as_str);
    let file = document.path.below().rsplit('/').next();
    [Some(document.path.as_str()), Some(document.path.below()), own, file].contains(&Some(name))
}

fn by_words<'a>(texts: &Texts<'a>, named: Option<&'a Document>, copy: &Reading) -> Answer<'a> {
    let Texts { read, unread } = texts;
    let language =
        copy.pieces.iter().find(|piece| piece.around.is_none()).and_then(|piece| proposal::language(&piece.text));
    let is_preferred = |document: &Document| {
        let tag = document.language.as_ref().map(LanguageTag::as_str);
        tag.zip(language.as_ref())
            .is_some_and(|(tag, language)| tag.split('-').next() == language.as_str().split('-').next())
    };
    let preferred: Vec<bool> = read.iter().map(|(document, _)| is_preferred(document)).collect();
    let first: Vec<&Reading> = read.iter().filter_map(|(_, readings)| readings.first()).collect();
    let near = closest(copy, &first, &preferred);
    let pairs = near
        .iter()
        .filter_map(|at| read.get(*at))
        .flat_map(|(document, readings)| readings.iter().map(move |sealed| (*document, compare(sealed, copy))));
    // Of documents that are hardly less like the copy than the first, one that it is, or that differs less.
    let better = |next: &Comparison, best: &Comparison| !best.is_same() && next.changes.len() < best.changes.len();
    let best = pairs.reduce(|best, next| if better(&next.1, &best.1) { next } else { best });
    if let Some((document, best)) = best {
        let outcome = CopyOutcome::Words(Box::new(best));
        return Answer { document: Some(document), outcome, unread: unread.clone() };
    }
    let why = unread.first().map(|(_, why)| *why);
    let wordless = named.and(why).map_or(Wordless::Documents, Wordless::Document);
    Answer { document: named, outcome: CopyOutcome::OtherBytes(wordless), unread: Vec::new() }
}
