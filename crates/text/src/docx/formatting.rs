//! How letters look, as far as it changes what is read: hidden, struck out, above the line, below it.

use super::markup::Element;
use crate::superscript::Baseline;

/// How letters look, as far as something says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether they are hidden.
    pub hidden: Option<bool>,
    /// Whether they are struck out.
    pub struck: Option<bool>,
    /// Where they stand.
    pub place: Option<Baseline>,
}

/// How far letters must be moved up or down to stand above or below the line, in half points.
const FAR: i32 = 4;

impl Look {
    /// This look, and another's where this one says nothing.
    pub fn or(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            place: self.place.or(other.place),
        }
    }

    /// Takes over what a property says.
    pub fn take(&mut self, property: &Element) {
        match property.name.as_str() {
            "vanish" => self.hidden = Some(property.is_on()),
            "strike" | "dstrike" => self.struck = Some(property.is_on()),
            "vertAlign" => self.place = Some(aligned(property.attribute("val"))),
            "position" => self.place = moved(property.attribute("val")).or(self.place),
            _ => {}
        }
    }
}

fn aligned(value: Option<&str>) -> Baseline {
    match value {
        Some("superscript") => Baseline::Above,
        Some("subscript") => Baseline::Below,
        _ => Baseline::Line,
    }
}

/// By half points, or in strict documents by points with their unit.
fn moved(value: Option<&str>) -> Option<Baseline> {
    let value = value?;
    let number = value.trim_end_matches("pt").split('.').next()?.parse::<i32>().ok()?;
    let half_points = if value.ends_with("pt") { number.saturating_mul(2) } else { number };
    match half_points {
        FAR.. => Some(Baseline::Above),
        half if half <= -FAR => Some(Baseline::Below),
        _ => None,
    }
}
