//! Where two texts differ.

use std::ops::Range;

/// A stretch in which two texts differ, in tokens of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// What the sealed text has there.
    pub sealed: Range<usize>,
    /// What the copy has there.
    pub copy: Range<usize>,
}
