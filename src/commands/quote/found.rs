//! A passage in the statement that holds it.

use crate::error::Result;
use chancery_core::{Document, DocumentSeen, Metadata, Report};
use chancery_text::compare::confusables::{Strange, strange};
use chancery_text::compare::is_statement;
use chancery_text::kind::{Kind, charset_of};
use chancery_text::quote::{Found, Quote, speaker};
use chancery_text::tokens::{Tokens, Vocabulary};

use crate::commands::text_worker;
use crate::input::Input;
use crate::show::verdict::ReportView;
use crate::show::verdict::known::Known;
use crate::trust_choice::Choice;

/// A passage, the statement that holds it, and what the judge says of that.
pub struct Passage {
    /// What the bundle's file is called.
    pub file: String,
    /// What the judge says.
    pub report: Report,
    /// What the archive knows of the statement.
    pub known: Option<Known>,
    /// The document's number.
    pub document: usize,
    /// The passage that was sought.
    pub quote: Tokens,
    /// Where it stands.
    pub found: Found,
    /// Who speaks there, as the text itself says; of a passage with ellipses, who speaks after each.
    pub speakers: Vec<Option<String>>,
    /// Letters of the quote that are not what they seem to be.
    pub strange: Vec<Strange>,
}

impl Passage {
    /// The report on its statement.
    pub fn shown<'a>(&'a self, choice: &'a Choice) -> ReportView<'a> {
        ReportView { file: &self.file, report: &self.report, choice, known: self.known.as_ref() }
    }
}

/// How like a passage must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Word for word.
    Exact,
    /// As like as there is one.
    Near,
}

/// Where a bundle has a passage: the document's number, the passage as it was sought, and where it stands.
pub struct Place {
    document: usize,
    quote: Tokens,
    /// Where it stands.
    pub found: Found,
    speakers: Vec<Option<String>>,
    strange: Vec<Strange>,
}

impl Place {
    /// With the statement around it.
    pub fn in_statement(self, file: String, report: Report, known: Option<Known>) -> Passage {
        let Self { document, quote, found, speakers, strange } = self;
        Passage { file, report, known, document, quote, found, speakers, strange }
    }
}

/// Looks for a passage in every document of a bundle that was judged.
///
/// # Errors
/// What the system says.
pub fn look(input: &Input, report: &Report, sought: &str, likeness: Likeness) -> Result<Option<Place>> {
    let Some(claims) = report.claims().filter(|_| report.verdict.is_intact()) else { return Ok(None) };
    let mut best: Option<Place> = None;
    for (number, (document, seen)) in claims.documents.iter().zip(&report.documents).enumerate() {
        let Some(place) = look_in(input, (number, document, seen), claims, sought, likeness)? else { continue };
        let rank = |place: &Place| (place.found.is_exact(), place.found.share);
        if best.as_ref().is_none_or(|best| rank(&place) > rank(best)) {
            best = Some(place);
        }
    }
    Ok(best)
}

fn look_in(
    input: &Input,
    (number, document, seen): (usize, &Document, &DocumentSeen),
    claims: &Metadata,
    sought: &str,
    likeness: Likeness,
) -> Result<Option<Place>> {
    let Some(kind) =
        Kind::of_media_type(document.media_type.as_str()).filter(|_| seen.entry.size <= text_worker::LARGEST)
    else {
        return Ok(None);
    };
    let Ok(taken) = text_worker::take(kind, &input.document(seen)?, charset_of(document.media_type.as_str()))? else {
        return Ok(None);
    };
    let mut vocabulary = Vocabulary::default();
    let mut text = Tokens::of(&taken.reading, &mut vocabulary).only(is_statement);
    let Some(quote) = Quote::of(sought, &mut vocabulary) else { return Ok(None) };
    if taken.reading.breaks_words {
        let broken = text.broken_words(&mut vocabulary);
        text.join(&broken, |id| quote.tokens.list.iter().any(|token| token.id == id));
    }
    let found = match likeness {
        Likeness::Exact => quote.exactly_in(&text),
        Likeness::Near => quote.exactly_in(&text).or_else(|| quote.nearly_in(&text)),
    };
    let known: Vec<String> = claims.speakers.iter().map(|speaker| speaker.name.to_string()).collect();
    Ok(found.map(|found| {
        // Who speaks where a piece begins and where it ends.
        let last = found.range.end.saturating_sub(1);
        let ends = found.omitted.iter().flat_map(|omitted| [omitted.start.saturating_sub(1), omitted.end]);
        let places = std::iter::once(found.range.start).chain(ends).chain([last]);
        let mut speakers: Vec<_> = places.map(|at| speaker(&found.text, at, &known)).collect();
        speakers.dedup();
        let strange = strange(&found.changes, &found.text, &quote.tokens);
        Place { document: number, quote: quote.tokens, found: found.in_paragraph(), speakers, strange }
    }))
}
