//! Where a glyph is drawn: its own directions, turned and stretched to those of the page.

use hayro_interpret::kurbo::Affine;

use super::shape::EM;

/// Where and how a glyph is drawn on a page.
pub struct Placement {
    page: [f64; 6],
    glyph: [f64; 6],
    /// Whether its line goes down the page.
    goes_down: bool,
}

impl Placement {
    /// By where a glyph is in its text, and that on the page.
    pub fn new(glyph: Affine, page: Affine, goes_down: bool) -> Self {
        Self { page: page.as_coeffs(), glyph: glyph.as_coeffs(), goes_down }
    }

    /// Where it begins.
    pub fn origin(&self) -> (f64, f64) {
        self.point((0.0, 0.0))
    }

    /// How large its font is.
    pub fn size(&self) -> f64 {
        let (x, y) = self.vector(if self.goes_down { (EM, 0.0) } else { (0.0, EM) });
        x.hypot(y)
    }

    /// How long an advance of this many thousandths is along its line. Down the page, glyphs are taken to be squares.
    pub fn advance(&self, thousandths: f64) -> f64 {
        let (x, y) = self.vector((thousandths, 0.0));
        if self.goes_down { self.size() } else { x.hypot(y).copysign(thousandths) }
    }

    /// In which direction its line goes, as a vector of length one.
    pub fn along(&self) -> (f64, f64) {
        let (x, y) = self.vector(if self.goes_down { (0.0, -EM) } else { (EM, 0.0) });
        let length = x.hypot(y);
        if length > 0.0 { (x / length, y / length) } else { (1.0, 0.0) }
    }

    fn vector(&self, end: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.point(end);
        let (x0, y0) = self.origin();
        (x - x0, y - y0)
    }

    fn point(&self, point: (f64, f64)) -> (f64, f64) {
        moved(self.page, moved(self.glyph, point))
    }
}

fn moved(by: [f64; 6], (x, y): (f64, f64)) -> (f64, f64) {
    let [xx, xy, yx, yy, x0, y0] = by;
    (xx * x + yx * y + x0, xy * x + yy * y + y0)
}
