//! The shapes of glyphs, as far as they tell what is read: fonts have digits for use above and below the line, which say the same as
//! those on it.

use hayro_interpret::font::Glyph;
use hayro_interpret::kurbo::{Rect, Shape};

use crate::superscript;

/// Glyphs are measured in thousandths of their font's size.
pub const EM: f64 = 1000.0;
/// From where on a digit stands above the line.
const ABOVE: f64 = 0.2 * EM;
/// Down to where a digit reaches that stands below the line, or else is an old one such as `3` with its tail.
const BELOW: f64 = -0.08 * EM;
/// How high it is at most.
const LOW: f64 = 0.5 * EM;

/// What a glyph says, with digits above and below the line set apart.
pub fn placed(text: String, glyph: &Glyph<'_>) -> String {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    match bounds(glyph) {
        Some(bounds) if bounds.y0 > ABOVE => superscript::above(&text),
        Some(bounds) if bounds.y0 < BELOW && bounds.height() < LOW => superscript::below(&text),
        _ => text,
    }
}

/// From where to where a mark is drawn that takes no room of its own.
pub fn width(glyph: &Glyph<'_>, size: f64) -> (f64, f64) {
    bounds(glyph).map_or((0.0, 0.0), |bounds| (bounds.x0 / EM * size, bounds.x1 / EM * size))
}

/// Whether a glyph is there and has no shape, like that of a space.
pub fn is_blank(glyph: &Glyph<'_>) -> bool {
    match glyph {
        Glyph::Outline(outline) => outline.glyph_id().to_u32() != 0 && bounds(glyph).is_none(),
        Glyph::Type3(_) => false,
    }
}

fn bounds(glyph: &Glyph<'_>) -> Option<Rect> {
    let Glyph::Outline(outline) = glyph else { return None };
    let shape = outline.outline();
    (!shape.elements().is_empty()).then(|| shape.bounding_box())
}
