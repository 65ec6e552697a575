//! Where a passage stands in a text.

use std::ops::Range;

use super::super::hunk::Hunk;
use super::super::tokens::{Gap, Tokens};

/// Where a passage stands in a text.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Found {
    /// The text.
    pub text: Tokens,
    /// The passage, as a stretch of its tokens.
    pub range: Range<usize>,
    /// What an ellipsis of the quote leaves out of it, as stretches of its tokens.
    pub omitted: Vec<Range<usize>>,
    /// Where the quote differs from the passage, in stretches of the text and of the quote; nothing where it is exact.
    pub changes: Vec<Hunk>,
    /// How many of the quote's words are found, in thousandths.
    pub share: usize,
    /// At how many places of the text it stands so, up to some.
    pub places: usize,
}

impl Found {
    /// Whether it stands there word for word.
    pub fn is_exact(&self) -> bool {
        self.changes.is_empty()
    }

    /// The same with no more of the text than its paragraph.
    #[must_use]
    pub fn in_paragraph(self) -> Self {
        let paragraph = self.paragraph();
        let moved = |range: Range<usize>| {
            range.start.saturating_sub(paragraph.start)..range.end.saturating_sub(paragraph.start)
        };
        Self {
            text: self.text.with(self.text.list.get(paragraph.clone()).unwrap_or_default().to_vec()),
            range: moved(self.range),
            omitted: self.omitted.into_iter().map(moved).collect(),
            changes: self.changes.into_iter().map(|hunk| Hunk { sealed: moved(hunk.sealed), ..hunk }).collect(),
            share: self.share,
            places: self.places,
        }
    }

    /// The paragraphs from that in which the passage begins to that in which it ends, as a stretch of the text's tokens.
    pub fn paragraph(&self) -> Range<usize> {
        let list = &self.text.list;
        let begins = |at: &usize| list.get(*at).is_some_and(|token| token.gap == Gap::Paragraph);
        let start = (0..=self.range.start).rev().find(begins).unwrap_or(0);
        let end = (self.range.end..list.len()).find(begins).unwrap_or(list.len());
        start..end
    }
}

/// Shares are counted in thousandths.
pub const WHOLE: usize = 1_000;
