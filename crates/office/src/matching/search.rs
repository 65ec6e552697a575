//! A passage looked for in every statement of an archive.

use std::fmt;
use std::path::Path;

use chancery_core::{Report, Verdict};
use chancery_text::{Quote, TextExtractor, Vocabulary};

use super::judged::JudgedBundle;
use super::passage::{Likeness, Passage, find_passage};
use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::select::Sort;
use crate::error::{Error, Result};
use crate::opened::Opened;

/// A passage, and the statement that holds it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Quoted {
    /// What the bundle's file is called.
    pub file: String,
    /// What the judge says.
    pub report: Report,
    /// Where the passage is.
    pub passage: Passage,
}

/// What came of looking.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct SearchResult {
    /// Where the passage is word for word: in authentic statements first.
    pub exact: Vec<Quoted>,
    /// How many statements more may have it.
    pub more: u64,
    /// The passage that is most like it, where none is it.
    pub near: Option<Quoted>,
    /// How many statements there were to look in.
    pub statements: u64,
}

/// A bundle of the archive that was not looked into.
#[derive(Debug)]
#[non_exhaustive]
pub enum Skipped {
    /// It could not be read.
    Unread(Error),
    /// It is not intact.
    NotIntact {
        /// What it is called.
        file: String,
        /// What the judge says.
        verdict: Verdict,
    },
}

/// A search of an archive for a passage.
pub struct PassageSearch<'a> {
    /// The archive's catalogue, with its words indexed.
    pub catalogue: &'a Catalogue,
    /// The passage.
    pub wanted: &'a str,
    /// Takes out the texts.
    pub extractor: &'a dyn TextExtractor,
    /// Opens a bundle and judges it with its documents.
    pub judge: &'a dyn Fn(&Path) -> Result<(Opened, Report)>,
    /// Hears of each bundle that was not looked into.
    pub skipped: &'a dyn Fn(Skipped),
}

impl fmt::Debug for PassageSearch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PassageSearch").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

/// Of statements that have the words one after another, so many are looked at: some have other signs between them, or another case.
const MOST_LOOKED_AT: usize = 300;

impl PassageSearch<'_> {
    /// Looks in the statements that have the words one after another, and else in those that are likeliest to have something like
    /// it. No more than `limit` are found word for word; [`usize::MAX`] is all of them.
    ///
    /// # Errors
    /// What the system says.
    pub fn run(&self, limit: usize) -> Result<SearchResult> {
        let mut result = self.exactly(limit)?;
        if result.exact.is_empty() {
            self.nearly(&mut result)?;
        }
        result.statements = self.catalogue.size()?;
        Ok(result)
    }

    fn exactly(&self, limit: usize) -> Result<SearchResult> {
        let mut result = SearchResult::default();
        let Some(filter) = Catalogue::holding(&pieces(self.wanted)) else { return Ok(result) };
        let keys = self.catalogue.select(&filter, Sort::Newest, None)?;
        let most = if limit < usize::MAX { MOST_LOOKED_AT } else { usize::MAX };
        let mut left = keys.len() as u64;
        for key in keys.into_iter().take(most) {
            if result.exact.len() >= limit {
                break;
            }
            left = left.saturating_sub(1);
            result.exact.extend(self.look(key, Likeness::Exact)?);
        }
        result.more = left;
        result.exact.sort_by_key(|quoted| quoted.report.verdict());
        Ok(result)
    }

    fn nearly(&self, result: &mut SearchResult) -> Result<()> {
        for key in self.catalogue.likely(self.wanted)? {
            let Some(quoted) = self.look(key, Likeness::Near)? else { continue };
            if quoted.passage.found.is_exact() {
                result.exact.push(quoted);
            } else if result.near.as_ref().is_none_or(|near| is_better(&quoted, near)) {
                result.near = Some(quoted);
            }
        }
        result.exact.sort_by_key(|quoted| quoted.report.verdict());
        if !result.exact.is_empty() {
            result.near = None;
        }
        Ok(())
    }

    /// Looks in one bundle of the archive. One that cannot be read, or is not intact, has no passage.
    fn look(&self, key: i64, likeness: Likeness) -> Result<Option<Quoted>> {
        let Some(found) = self.catalogue.file(key)? else { return Ok(None) };
        let path = self.catalogue.archive().folder().join(found.path);
        let file = path.display().to_string();
        let (opened, report) = match (self.judge)(&path) {
            Ok(judged) => judged,
            Err(error) => {
                (self.skipped)(Skipped::Unread(error));
                return Ok(None);
            }
        };
        if !report.verdict().is_intact() {
            (self.skipped)(Skipped::NotIntact { file, verdict: report.verdict() });
            return Ok(None);
        }
        let bundle = JudgedBundle { name: &file, opened: &opened, report: &report };
        let passage = find_passage(&bundle, self.wanted, likeness, self.extractor)?;
        Ok(passage.map(|passage| Quoted { file, report, passage }))
    }
}

fn is_better(quoted: &Quoted, near: &Quoted) -> bool {
    let rank = |quoted: &Quoted| (quoted.passage.found.share, quoted.report.verdict() == Verdict::Authentic);
    rank(quoted) > rank(near)
}

/// What is between the ellipses of a passage.
fn pieces(wanted: &str) -> Vec<String> {
    let quote = Quote::of(wanted, &mut Vocabulary::default());
    let words = |quote: &Quote| quote.pieces.iter().map(|piece| quote.tokens.words(piece.clone())).collect();
    quote.as_ref().map(words).unwrap_or_default()
}
