//! Where a passage is looked for: in one bundle, or in every statement of the archive.

use std::path::Path;

use chancery_core::{Report, Verdict};
use chancery_office::archive::known::Known;
use chancery_office::matching::{JudgedBundle, Likeness, Passage, PassageSearch, Quoted, Skipped, find_passage};
use chancery_office::trust_sources::choice::Choice;

use super::super::text_worker;
use crate::archive::{Asked, Open, in_catalogue, index, open};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::options::trust::TrustOptions;
use crate::show::verdict::ReportView;
use crate::show::warnings;

/// A passage, the statement that holds it, and what the archive knows of that.
pub struct Statement {
    /// What the bundle's file is called.
    pub file: String,
    /// What the judge says.
    pub report: Report,
    /// What the archive knows of the statement.
    pub known: Option<Known>,
    /// Where the passage is.
    pub passage: Passage,
}

impl Statement {
    /// The report on it.
    pub fn shown<'a>(&'a self, choice: &'a Choice) -> ReportView<'a> {
        ReportView { file: &self.file, report: &self.report, choice, known: self.known.as_ref() }
    }
}

/// What came of looking.
#[derive(Default)]
pub struct Looked {
    /// Where the passage is word for word: in authentic statements first.
    pub exact: Vec<Statement>,
    /// How many statements more may have it.
    pub more: u64,
    /// The passage that is most like it, where none is it.
    pub near: Option<Statement>,
    /// How many statements there were to look in.
    pub statements: u64,
    /// The verdict on a bundle that was named and not looked into.
    pub refused: Option<Verdict>,
    /// A bundle that was named and does not have it, or was not looked into.
    pub named: Option<(String, Box<Report>)>,
}

/// The statements in which a passage is looked for, and the reader's trust.
pub struct Looking<'a> {
    /// What the program runs with.
    pub context: &'a Context,
    /// The passage.
    pub wanted: &'a str,
    /// The trust, as it was chosen.
    pub choice: &'a Choice,
    /// How that was asked for.
    pub options: &'a TrustOptions,
}

impl Looking<'_> {
    /// Looks in one bundle.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn in_bundle(&self, bundle: &str) -> Result<Looked> {
        let input = input::open_file_or_id(self.context, bundle)?;
        let report = input::judge(self.context, &input, &self.choice.trust, self.options)?;
        let file = input.name.clone();
        if !report.verdict().is_intact() {
            let (refused, named) = (Some(report.verdict()), Some((file, Box::new(report))));
            return Ok(Looked { refused, named, statements: 1, ..Looked::default() });
        }
        let mut looked = Looked { statements: 1, ..Looked::default() };
        let judged = JudgedBundle { name: &input.name, opened: &input.opened, report: &report };
        let Some(passage) = find_passage(&judged, self.wanted, Likeness::Near, &text_worker::extractor())? else {
            looked.named = Some((file, Box::new(report)));
            return Ok(looked);
        };
        let known = Asked::new(self.context, self.choice, self.options).of(&report);
        let is_exact = passage.found.is_exact();
        let statement = Statement { file, report, known, passage };
        if is_exact {
            looked.exact.push(statement);
        } else {
            looked.near = Some(statement);
        }
        Ok(looked)
    }

    /// Looks in the archive.
    ///
    /// # Errors
    /// What the system says.
    pub fn in_archive(&self, limit: usize) -> Result<Looked> {
        let Open { mut catalogue, _place } = open(self.context)?;
        index(self.context, &mut catalogue)?;
        let judge = |path: &Path| {
            let input = input::open_path(path)?;
            let report = input::judge(self.context, &input, &self.choice.trust, self.options)?;
            Ok((input.opened, report))
        };
        let skipped = |skipped: Skipped| warnings::skipped(self.context.ui, &skipped);
        let extractor = text_worker::extractor();
        let search = PassageSearch {
            catalogue: &catalogue,
            wanted: self.wanted,
            extractor: &extractor,
            judge: &judge,
            skipped: &skipped,
        };
        let found = search.run(limit)?;
        let statement = |quoted: Quoted| {
            let known = in_catalogue(self.context, &catalogue, &quoted.report, self.choice, self.options)?;
            Ok(Statement { file: quoted.file, report: quoted.report, known, passage: quoted.passage })
        };
        Ok(Looked {
            exact: found.exact.into_iter().map(statement).collect::<Result<_>>()?,
            more: found.more,
            near: found.near.map(statement).transpose()?,
            statements: found.statements,
            ..Looked::default()
        })
    }
}
