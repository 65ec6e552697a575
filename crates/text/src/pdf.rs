//! The text of a PDF file (ISO 32000), by where its letters stand on the page.
//!
//! Pages are drawn, by [`hayro_interpret`], and their letters are put together to words, lines and paragraphs in the order in which
//! they are drawn: as most programs that make PDF draw columns one after the other. What a letter is, the file says in its fonts or
//! beside them (`ActualText`, for no more than a word), not the shape that is seen. Drawn are annotations and the fields of forms
//! too, where the file holds how they look. Layers that are switched off are not. What is known to be passed over is U+FFFD.
//!
//! Around the text stand headers and footers of pages, and letters that are not seen: a layer of recognised text under a scan,
//! letters without colour or off the page.

mod direction;
mod drawn;
mod fonts;
mod letter;
mod line;
mod margins;
mod marks;
mod paragraphs;
mod placement;
mod shape;
mod stretches;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, RectExt, TransformExt, interpret_page,
};
use hayro_syntax::object::dict::keys::{ANNOTS, AP, CONTENTS, COUNT, F, PAGES, SUBTYPE, V};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::drawn::Drawn;
use self::line::TextLine;
use super::{Reading, Unreadable};
use crate::reading::LONGEST;

/// The flags of annotations (12.5.3) that are not on the page as it is seen.
const HIDDEN_OR_NOT_VIEWED: u32 = 1 << 1 | 1 << 5;

/// Takes the text out of a PDF file. Hostile ones can take any time and memory: call this in a process with limits.
///
/// # Errors
/// Where there is none to be had, or a page is missing.
pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(fault)?;
    if pdf.pages().len() < pages_promised(&pdf).unwrap_or_default() {
        return Err(Unreadable::Damaged);
    }
    let mut pages = Vec::new();
    let mut length = 0_usize;
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let lines = lines(&pdf, page, &cache)?;
        length = lines.iter().fold(length, |sum, line| sum.saturating_add(line.text.len()));
        if length > LONGEST {
            return Err(Unreadable::TooLarge);
        }
        pages.push(lines);
    }
    margins::mark(&mut pages);
    let pieces = paragraphs::put_together(pages);
    if pieces.is_empty() { Err(Unreadable::NoText) } else { Ok(Reading { pieces, breaks_words: true }) }
}

fn fault(error: LoadPdfError) -> Unreadable {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::Encrypted,
        _ => Unreadable::Damaged,
    }
}

/// How many pages the file says it has.
fn pages_promised(pdf: &Pdf) -> Option<usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    catalog.get::<Dict<'_>>(PAGES)?.get::<usize>(COUNT)
}

/// The lines of a page, in the order in which they are drawn.
fn lines<'a>(pdf: &'a Pdf, page: &Page<'a>, cache: &InterpreterCache<'a>) -> Result<Vec<TextLine>, Unreadable> {
    if !holds_contents(page) {
        return Err(Unreadable::Damaged);
    }
    let (width, height) = page.render_dimensions();
    let mut drawn = Drawn::on(f64::from(width), f64::from(height));
    let passed_over = Arc::new(AtomicBool::new(false));
    let start = page.initial_transform(true).to_kurbo();
    let settings = settings(&passed_over);
    let mut context = Context::new(start, page.media_box().to_kurbo(), cache, pdf.xref(), settings);
    interpret_page(page, &mut context, &mut drawn);
    let mut lines = line::lines(drawn.letters()?, f64::from(height));
    if passed_over.load(Ordering::Relaxed) || says_what_is_not_drawn(page) {
        lines.push(TextLine::unreadable());
    }
    Ok(lines)
}

/// Whether all streams of a page can be read.
fn holds_contents(page: &Page<'_>) -> bool {
    match page.raw().get::<Object<'_>>(CONTENTS) {
        None => !page.raw().contains_key(CONTENTS),
        Some(Object::Stream(stream)) => stream.decoded_data().is_ok(),
        Some(Object::Array(streams)) => all_readable(&streams),
        Some(_) => false,
    }
}

fn all_readable(streams: &Array<'_>) -> bool {
    let count = streams.raw_iter().filter(|item| !matches!(item, MaybeRef::NotRef(Object::Null(_)))).count();
    streams.iter::<Stream<'_>>().filter(|stream| stream.decoded_data().is_ok()).count() == count
}

/// Whether there are fields or notes with text on a page for which the file does not hold how they look.
fn says_what_is_not_drawn(page: &Page<'_>) -> bool {
    let Some(annotations) = page.raw().get::<Array<'_>>(ANNOTS) else { return false };
    annotations.iter::<Dict<'_>>().any(|annotation| {
        let is_note = annotation.get::<Name<'_>>(SUBTYPE).is_some_and(|name| name.as_ref() == b"FreeText");
        let says = is_note || annotation.get::<PdfString<'_>>(V).is_some_and(|text| !text.as_bytes().is_empty());
        let is_hidden = annotation.get::<u32>(F).unwrap_or_default() & HIDDEN_OR_NOT_VIEWED != 0;
        says && !is_hidden && !annotation.contains_key(AP)
    })
}

/// How pages are drawn: without any fonts but their own, and minding it where one cannot be read, as its letters are passed over.
fn settings(passed_over: &Arc<AtomicBool>) -> InterpreterSettings {
    let passed_over = Arc::clone(passed_over);
    InterpreterSettings {
        font_resolver: Arc::new(|_| Some(fonts::without_shapes())),
        warning_sink: Arc::new(move |warning| {
            if !matches!(warning, InterpreterWarning::ImageDecodeFailure) {
                passed_over.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    }
}
