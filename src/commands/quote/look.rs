//! Where a passage is looked for: in one bundle, or in every statement of the archive.

use crate::error::Result;
use chancery_core::{Report, Verdict};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::catalogue::select::Sort;
use chancery_text::quote::Quote;
use chancery_text::tokens::Vocabulary;

use super::found::{Likeness, Passage, look};
use crate::archive::{Open, index, open};
use crate::context::Context;
use crate::input::{self, Input};
use crate::show::verdict::known::{Asked, in_catalogue};
use crate::trust_choice::{Choice, TrustOptions};

/// What came of looking.
#[derive(Default)]
pub struct Looked {
    /// Where the passage stands word for word: in authentic statements first.
    pub exact: Vec<Passage>,
    /// How many statements more may have it.
    pub more: u64,
    /// The passage that is most like it, where none is it.
    pub near: Option<Passage>,
    /// How many statements were there to look in.
    pub statements: u64,
    /// The verdict on a bundle that was named and not looked into.
    pub refused: Option<Verdict>,
    /// A bundle that was named and does not have it, or was not looked into.
    pub named: Option<(String, Box<Report>)>,
}

/// Looks in one bundle.
///
/// # Errors
/// Where it cannot be read.
pub fn in_bundle(
    context: &Context,
    sought: &str,
    bundle: &str,
    choice: &Choice,
    options: &TrustOptions,
) -> Result<Looked> {
    let input = input::open_file_or_id(context, bundle)?;
    let report = input::judge(context, &input, &choice.trust, options)?;
    if !report.verdict.is_intact() {
        let (refused, named) = (Some(report.verdict), Some((input.name, Box::new(report))));
        return Ok(Looked { refused, named, statements: 1, ..Looked::default() });
    }
    let mut looked = Looked { statements: 1, ..Looked::default() };
    let Some(place) = look(&input, &report, sought, Likeness::Near)? else {
        looked.named = Some((input.name, Box::new(report)));
        return Ok(looked);
    };
    let known = Asked::new(context, choice, options).of(&report);
    let is_exact = place.found.is_exact();
    let passage = place.in_statement(input.name, report, known);
    if is_exact {
        looked.exact.push(passage);
    } else {
        looked.near = Some(passage);
    }
    Ok(looked)
}

/// Looks in the archive: in the statements that have the words one after another, and else in those that are likeliest to have
/// something like it.
///
/// # Errors
/// What the system says.
pub fn in_archive(
    context: &Context,
    sought: &str,
    limit: usize,
    choice: &Choice,
    options: &TrustOptions,
) -> Result<Looked> {
    let Open { mut catalogue, _place } = open(context)?;
    index(context, &mut catalogue)?;
    let archive = Searched { context, catalogue: &catalogue, sought, choice, options };
    let mut looked = archive.exactly(limit)?;
    if looked.exact.is_empty() {
        archive.nearly(&mut looked)?;
    }
    looked.statements = catalogue.size()?;
    Ok(looked)
}

/// Of statements that have the words one after another, so many are looked at: some have other signs between them, or another case.
const MOST_LOOKED_AT: usize = 300;

struct Searched<'a> {
    context: &'a Context,
    catalogue: &'a Catalogue,
    sought: &'a str,
    choice: &'a Choice,
    options: &'a TrustOptions,
}

impl Searched<'_> {
    fn exactly(&self, limit: usize) -> Result<Looked> {
        let mut looked = Looked::default();
        let Some(filter) = Catalogue::holding(&pieces(self.sought)) else { return Ok(looked) };
        let keys = self.catalogue.select(&filter, Sort::Newest, None)?;
        let most = if limit < usize::MAX { MOST_LOOKED_AT } else { usize::MAX };
        let mut left = keys.len() as u64;
        for key in keys.into_iter().take(most) {
            if looked.exact.len() >= limit {
                break;
            }
            left = left.saturating_sub(1);
            looked.exact.extend(self.look(key, Likeness::Exact)?);
        }
        looked.more = left;
        looked.exact.sort_by_key(|passage| passage.report.verdict);
        Ok(looked)
    }

    fn nearly(&self, looked: &mut Looked) -> Result<()> {
        for key in self.catalogue.likely(self.sought)? {
            let Some(passage) = self.look(key, Likeness::Near)? else { continue };
            if passage.found.is_exact() {
                looked.exact.push(passage);
            } else if looked.near.as_ref().is_none_or(|near| is_better(&passage, near)) {
                looked.near = Some(passage);
            }
        }
        looked.exact.sort_by_key(|passage| passage.report.verdict);
        if !looked.exact.is_empty() {
            looked.near = None;
        }
        Ok(())
    }

    /// Looks in one bundle of the archive. One that cannot be read, or is not authentic, has no passage.
    fn look(&self, key: i64, likeness: Likeness) -> Result<Option<Passage>> {
        let Some(found) = self.catalogue.file(key)? else { return Ok(None) };
        let path = self.catalogue.archive().folder().join(found.path);
        let judged = input::open_path(&path).and_then(|input| Ok((self.judge(&input)?, input)));
        let (report, input) = match judged {
            Ok(judged) => judged,
            Err(error) => {
                self.context.ui.warn(&error.to_string());
                return Ok(None);
            }
        };
        if !report.verdict.is_intact() {
            self.context.ui.warn(&format!("{}: {}, so it was not looked into", input.name, report.verdict));
            return Ok(None);
        }
        let Some(place) = look(&input, &report, self.sought, likeness)? else { return Ok(None) };
        let known = in_catalogue(self.context, self.catalogue, &report, self.choice, self.options)?;
        Ok(Some(place.in_statement(input.name, report, known)))
    }

    fn judge(&self, input: &Input) -> Result<Report> {
        input::judge(self.context, input, &self.choice.trust, self.options)
    }
}

fn is_better(passage: &Passage, near: &Passage) -> bool {
    let rank = |passage: &Passage| (passage.found.share, passage.report.verdict == Verdict::Authentic);
    rank(passage) > rank(near)
}

/// What stands between the ellipses of a passage.
fn pieces(sought: &str) -> Vec<String> {
    let quote = Quote::of(sought, &mut Vocabulary::default());
    let words = |quote: &Quote| quote.pieces.iter().map(|piece| quote.tokens.words(piece.clone())).collect();
    quote.as_ref().map(words).unwrap_or_default()
}
