//! The answer: which document a copy is compared with, and what comes of that.

use crate::error::{Error, Result};
use chancery_core::statement::value::Line;
use chancery_core::{Document, DocumentSeen, LanguageTag, Metadata, Report};
use chancery_office::compose::proposal;
use chancery_text::closest::closest;
use chancery_text::compare::{Comparison, compare};
use chancery_text::kind::{Kind, charset_of};
use chancery_text::{Reading, Unreadable};

use super::copy::Copy;
use crate::commands::text_worker;
use crate::input::Input;

/// What comes of a comparison.
pub struct Answer<'a> {
    /// The document that the copy was compared with; `None` where it was compared with the bytes of all.
    pub document: Option<&'a Document>,
    /// What was found.
    pub outcome: Outcome,
    /// The documents of which no text could be read, though they are of a kind that has one.
    pub unread: Vec<(&'a Document, Unreadable)>,
}

/// What was found.
pub enum Outcome {
    /// The copy is the document, byte for byte.
    SameBytes,
    /// They were compared word by word.
    Words(Box<Comparison>),
    /// They have other bytes, and cannot be compared by words.
    OtherBytes(Wordless),
}

/// Why words cannot be compared.
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
            Outcome::Words(comparison) => Some(comparison),
            _ => None,
        }
    }
}

/// Compares a copy with the document of this name, or with the one that it is most like.
///
/// # Errors
/// Where there is no such document, or what the system says.
pub fn find<'a>(
    input: &Input,
    claims: &'a Metadata,
    report: &Report,
    copy: &Copy,
    name: Option<&str>,
) -> Result<Answer<'a>> {
    let all = claims.documents.iter().zip(&report.documents);
    let candidates: Vec<_> = all.filter(|(document, _)| name.is_none_or(|name| is_called(document, name))).collect();
    if let Some(name) = name.filter(|_| candidates.is_empty()) {
        let names: Vec<&str> = claims.documents.iter().map(|document| document.path.below()).collect();
        let hint = format!("its documents are: {}", names.join(", "));
        return Err(Error::path(&input.name, format!("has no document called {name}"), hint));
    }
    if let Some((document, _)) = candidates.iter().find(|(_, seen)| seen.digest == Some(copy.digest)) {
        return Ok(Answer { document: Some(document), outcome: Outcome::SameBytes, unread: Vec::new() });
    }
    let named = candidates.first().map(|(document, _)| *document).filter(|_| candidates.len() == 1);
    match &copy.taken {
        Err(why) => {
            Ok(Answer { document: named, outcome: Outcome::OtherBytes(Wordless::Copy(*why)), unread: Vec::new() })
        }
        Ok(taken) => by_words(input, &candidates, named, &taken.reading),
    }
}

fn is_called(document: &Document, name: &str) -> bool {
    let own = document.name.as_ref().map(Line::as_str);
    let file = document.path.below().rsplit('/').next();
    [Some(document.path.as_str()), Some(document.path.below()), own, file].contains(&Some(name))
}

fn by_words<'a>(
    input: &Input,
    candidates: &[(&'a Document, &DocumentSeen)],
    named: Option<&'a Document>,
    copy: &Reading,
) -> Result<Answer<'a>> {
    let mut texts: Vec<(&Document, Vec<Reading>)> = Vec::new();
    let mut unread = Vec::new();
    for (document, seen) in candidates {
        match readings(input, document, seen)? {
            Ok(readings) => texts.push((document, readings)),
            Err(Unreadable::Unknown) => {}
            Err(why) => unread.push((*document, why)),
        }
    }
    let language =
        copy.pieces.iter().find(|piece| piece.around.is_none()).and_then(|piece| proposal::language(&piece.text));
    let is_preferred = |document: &Document| {
        let tag = document.language.as_ref().map(LanguageTag::as_str);
        tag.zip(language.as_ref())
            .is_some_and(|(tag, language)| tag.split('-').next() == language.as_str().split('-').next())
    };
    let preferred: Vec<bool> = texts.iter().map(|(document, _)| is_preferred(document)).collect();
    let first: Vec<&Reading> = texts.iter().filter_map(|(_, readings)| readings.first()).collect();
    let near = closest(copy, &first, &preferred);
    let pairs = near
        .iter()
        .filter_map(|at| texts.get(*at))
        .flat_map(|(document, readings)| readings.iter().map(move |sealed| (*document, compare(sealed, copy))));
    // Of documents that are hardly less like the copy than the first, one that it is, or that differs less.
    let better = |next: &Comparison, best: &Comparison| !best.is_same() && next.changes.len() < best.changes.len();
    let best = pairs.reduce(|best, next| if better(&next.1, &best.1) { next } else { best });
    if let Some((document, best)) = best {
        return Ok(Answer { document: Some(document), outcome: Outcome::Words(Box::new(best)), unread });
    }
    let why = unread.first().map(|(_, why)| *why);
    let wordless = named.and(why).map_or(Wordless::Documents, Wordless::Document);
    Ok(Answer { document: named, outcome: Outcome::OtherBytes(wordless), unread: Vec::new() })
}

/// The text of a document: as it is shown, and for Markdown also as it is written.
fn readings(
    input: &Input,
    document: &Document,
    seen: &DocumentSeen,
) -> Result<std::result::Result<Vec<Reading>, Unreadable>> {
    let Some(kind) = Kind::of_media_type(document.media_type.as_str()) else { return Ok(Err(Unreadable::Unknown)) };
    if seen.entry.size > text_worker::LARGEST {
        return Ok(Err(Unreadable::TooLarge));
    }
    let bytes = input.document(seen)?;
    let said = charset_of(document.media_type.as_str());
    let shown = text_worker::take(kind, &bytes, said)?;
    let written = if kind == Kind::Markdown { Kind::Plain.take(&bytes, said).ok() } else { None };
    Ok(shown.map(|shown| std::iter::once(shown).chain(written).map(|taken| taken.reading).collect()))
}
