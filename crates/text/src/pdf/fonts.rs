//! A font in place of those that a file only names: its letters have names and widths that are known without it, and no shapes are
//! needed to read them.

use std::sync::Arc;

use hayro_interpret::font::FontData;

/// A font without any shapes.
pub fn without_shapes() -> (FontData, u32) {
    (Arc::new(FONT), 0)
}

/// An OpenType font of one letter, which has neither shape nor width: a font whose letters have widths of their own would be
/// stretched to those of the font it stands for.
const FONT: [u8; 178] = [
    0x00, 0x01, 0x00, 0x00, 0, 4, 0, 0x40, 0, 2, 0, 0, // four tables
    b'h', b'e', b'a', b'd', 0, 0, 0, 0, 0, 0, 0, 76, 0, 0, 0, 54, // each with its place and length
    b'h', b'h', b'e', b'a', 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 36, //
    b'h', b'm', b't', b'x', 0, 0, 0, 0, 0, 0, 0, 168, 0, 0, 0, 4, //
    b'm', b'a', b'x', b'p', 0, 0, 0, 0, 0, 0, 0, 172, 0, 0, 0, 6, //
    0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x5f, 0x0f, 0x3c, 0xf5, 0, 0, // head: versions, its magic number, flags
    0x03, 0xe8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, // 1,000 units to the em; when it was made and changed
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // no extent, no style
    0, 0, // up to a multiple of four
    0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // hhea: its version, no heights
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, // one width
    0, 0, 0, 0, // hmtx: none
    0x00, 0x00, 0x50, 0x00, 0, 1, // maxp: one letter
];
