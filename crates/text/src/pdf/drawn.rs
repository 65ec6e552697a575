//! What is drawn on a page: its letters are collected, all else is passed over.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::BezPath;
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use hayro_syntax::object::Dict;

use super::letter::{Letter, LineKind};
use super::marks::Marks;
use super::placement::Placement;
use super::shape::{is_blank, placed, width};
use crate::Unreadable;

/// Letters on a page, far more than anyone can read on one.
const MOST: usize = 1 << 20;
/// How far a letter may be drawn from where it was drawn before, as printers make bold ones, in sizes of its font.
const SAME_PLACE: f64 = 0.1;

/// A page on which letters are drawn.
pub struct Drawn {
    width: f64,
    height: f64,
    letters: Vec<Letter>,
    /// Where runs of letters were drawn, by what they say and about where.
    runs: HashMap<(u64, i64, i64), (f64, f64)>,
    marks: Marks,
    too_many: bool,
}

impl Drawn {
    /// A page of this size.
    pub fn on(width: f64, height: f64) -> Self {
        let (letters, runs) = (Vec::new(), HashMap::new());
        Self { width, height, letters, runs, marks: Marks::default(), too_many: false }
    }

    /// The letters, in the order in which they were drawn.
    pub fn letters(self) -> Result<Vec<Letter>, Unreadable> {
        if self.too_many { Err(Unreadable::TooLarge) } else { Ok(self.letters) }
    }

    fn letter(&mut self, glyph: &PositionedGlyph<'_>, place: &Placement, seen: bool) -> Option<Letter> {
        let text = placed(self.says(glyph)?, glyph);
        let ((x, y), (along_x, along_y), size) = (place.origin(), place.along(), place.size());
        let advance = place.advance(advance(glyph));
        let (left, right) = if advance > 0.0 { (0.0, advance) } else { width(glyph, size) };
        let start = x * along_x + y * along_y;
        let (start, end, down) = (start + left, start + right, y * along_x - x * along_y);
        if ![start, end, down, size].iter().all(|number| number.is_finite()) || size <= 0.0 {
            return Some(nowhere(text));
        }
        let kind =
            if seen && self.holds(x, y, size) { self.marks.kind().unwrap_or(LineKind::Text) } else { LineKind::Unseen };
        Some(Letter { text, start, end, down, size, turn: degrees(along_x, along_y), kind, has_room: advance > 0.0 })
    }

    /// What a glyph says; nothing for one that says nothing and draws nothing.
    fn says(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        if let Some(text) = self.marks.says() {
            return Some(text);
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let text: String = text.chars().map(known).collect();
        if !text.is_empty() && text != "\u{fffd}" {
            return Some(text);
        }
        (!is_blank(glyph)).then(|| "\u{fffd}".to_owned())
    }

    fn holds(&self, x: f64, y: f64, size: f64) -> bool {
        let near = |place: f64, end: f64| place > -size && place < end + size;
        near(x, self.width) && near(y, self.height)
    }

    /// Whether the same run was drawn here before; it is remembered.
    fn was_drawn(&mut self, run: &[Letter]) -> bool {
        let Some(first) = run.first() else { return true };
        let reach = first.size * SAME_PLACE;
        let (name, column, row) = (name(run), cell(first.start, reach), cell(first.down, reach));
        for (x, y) in (-1..=1).flat_map(|x| (-1..=1).map(move |y| (x, y))) {
            let there = self.runs.get(&(name, column.saturating_add(x), row.saturating_add(y)));
            if there.is_some_and(|(x, y)| (x - first.start).hypot(y - first.down) < reach) {
                return true;
            }
        }
        self.runs.insert((name, column, row), (first.start, first.down));
        false
    }
}

impl<'a> Device<'a> for Drawn {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let seen = !matches!(mode, DrawMode::Invisible) && !is_transparent(&props.paint);
        let goes_down = run.writing_mode() == WritingMode::Vertical;
        self.too_many = self.too_many || self.letters.len().saturating_add(run.glyphs().len()) > MOST;
        if self.too_many {
            return;
        }
        let letter = |glyph| {
            let place = Placement::new(PositionedGlyph::transform(glyph), props.transform, goes_down);
            self.letter(glyph, &place, seen)
        };
        let letters: Vec<Letter> = run.glyphs().iter().filter_map(letter).collect();
        if !self.was_drawn(&letters) {
            self.letters.extend(letters);
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.marks.begin(tag, properties);
    }

    fn end_marked_content(&mut self) {
        self.marks.end();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn is_transparent(paint: &Paint<'_>) -> bool {
    matches!(paint, Paint::Color(color) if color.to_rgba().components().last() == Some(&0.0))
}

/// A letter that stands in no place.
fn nowhere(text: String) -> Letter {
    Letter { text, start: 0.0, end: 0.0, down: 0.0, size: 1.0, turn: 0, kind: LineKind::Unseen, has_room: false }
}

/// A character, unless nobody can tell what it stands for.
fn known(letter: char) -> char {
    match letter {
        '\t' | '\n' | '\r' => ' ',
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => char::REPLACEMENT_CHARACTER,
        _ => letter,
    }
}

fn advance(glyph: &Glyph<'_>) -> f64 {
    let advance = match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(drawn) => drawn.advance_width(),
    };
    f64::from(advance.unwrap_or_default())
}

#[expect(clippy::cast_possible_truncation, reason = "an angle")]
fn degrees(along_x: f64, along_y: f64) -> i32 {
    (along_y.atan2(along_x).to_degrees().round() as i32).rem_euclid(360)
}

#[expect(clippy::cast_possible_truncation, reason = "far away, all cells are one")]
fn cell(place: f64, size: f64) -> i64 {
    (place / size).floor() as i64
}

/// What a run says and whether it is seen, in short.
fn name(run: &[Letter]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for letter in run {
        (&letter.text, letter.kind == LineKind::Unseen, letter.turn).hash(&mut hasher);
    }
    hasher.finish()
}
