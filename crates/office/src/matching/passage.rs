//! A passage in a bundle that was judged.

use chancery_core::{Document, DocumentSeen, Metadata};
use chancery_text::compare::confusables::strange;
use chancery_text::compare::is_statement;
use chancery_text::{Confusable, Found, Quote, TextExtractor, Tokens, Vocabulary, speaker};

use super::judged::{JudgedBundle, charset, extract};
use crate::error::Result;

/// How like a passage must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Word for word.
    Exact,
    /// As like as there is one.
    Near,
}

/// Where a bundle has a passage.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Passage {
    /// The document's number.
    pub document: usize,
    /// The passage that was wanted.
    pub quote: Tokens,
    /// Where it is.
    pub found: Found,
    /// Who speaks there, as the text itself says; of a passage with ellipses, who speaks after each.
    pub speakers: Vec<Option<String>>,
    /// Letters of the quote that are not what they seem to be.
    pub confusables: Vec<Confusable>,
}

/// Looks for a passage in every document of a bundle that was judged.
///
/// # Errors
/// What the system says.
pub fn find_passage(
    bundle: &JudgedBundle<'_>,
    wanted: &str,
    likeness: Likeness,
    extractor: &dyn TextExtractor,
) -> Result<Option<Passage>> {
    let report = bundle.report;
    let Some(claims) = report.claims().filter(|_| report.verdict().is_intact()) else { return Ok(None) };
    let search = Search { bundle, claims, wanted, likeness, extractor };
    let mut best: Option<Passage> = None;
    for (number, (document, seen)) in claims.documents.iter().zip(report.documents()).enumerate() {
        let Some(passage) = search.look_in(number, document, seen)? else { continue };
        let rank = |passage: &Passage| (passage.found.is_exact(), passage.found.share);
        if best.as_ref().is_none_or(|best| rank(&passage) > rank(best)) {
            best = Some(passage);
        }
    }
    Ok(best)
}

struct Search<'a> {
    bundle: &'a JudgedBundle<'a>,
    claims: &'a Metadata,
    wanted: &'a str,
    likeness: Likeness,
    extractor: &'a dyn TextExtractor,
}

impl Search<'_> {
    fn look_in(&self, number: usize, document: &Document, seen: &DocumentSeen) -> Result<Option<Passage>> {
        let Ok((kind, bytes)) = self.bundle.bytes(document, seen)? else { return Ok(None) };
        let Ok(extracted) = extract(self.extractor, kind, &bytes, charset(document))? else { return Ok(None) };
        let mut vocabulary = Vocabulary::default();
        let mut text = Tokens::of(&extracted.reading, &mut vocabulary).only(is_statement);
        let Some(quote) = Quote::of(self.wanted, &mut vocabulary) else { return Ok(None) };
        if extracted.reading.breaks_words {
            let broken = text.broken_words(&mut vocabulary);
            text.join(&broken, |id| quote.tokens.list.iter().any(|token| token.id == id));
        }
        let found = match self.likeness {
            Likeness::Exact => quote.exactly_in(&text),
            Likeness::Near => quote.exactly_in(&text).or_else(|| quote.nearly_in(&text)),
        };
        Ok(found.map(|found| {
            let confusables = strange(&found.changes, &found.text, &quote.tokens);
            let speakers = self.speakers(&found);
            Passage { document: number, quote: quote.tokens, found: found.in_paragraph(), speakers, confusables }
        }))
    }

    /// Who speaks where a piece begins and where it ends.
    fn speakers(&self, found: &Found) -> Vec<Option<String>> {
        let known: Vec<String> = self.claims.speakers.iter().map(|speaker| speaker.name.to_string()).collect();
        let last = found.range.end.saturating_sub(1);
        let ends = found.omitted.iter().flat_map(|omitted| [omitted.start.saturating_sub(1), omitted.end]);
        let places = std::iter::once(found.range.start).chain(ends).chain([last]);
        let mut speakers: Vec<_> = places.map(|at| speaker(&found.text, at, &known)).collect();
        speakers.dedup();
        speakers
    }
}
