//! A passage as scripts read it.

use chancery_office::json::{NotQuotedLine, QuoteLine, QuoteNothingLine};
use chancery_office::trust_sources::choice::Choice;

use super::super::compare::json::{change, strange_line};
use super::look::{Looked, Statement};
use crate::context::Context;
use crate::error::Result;
use crate::show::verdict::ReportView;

/// Prints a line for each statement that has the passage, or one for what there is.
///
/// # Errors
/// What the system says.
pub fn print(context: &Context, looked: &Looked, choice: &Choice) -> Result<()> {
    for (statement, found) in
        looked.exact.iter().map(|statement| (statement, "exact")).chain(looked.near.iter().map(|near| (near, "near")))
    {
        let shown = statement.shown(choice);
        context.ui.print_json(&line(statement, &shown, found, looked.more))?;
    }
    match &looked.named {
        Some((file, report)) => {
            let shown = ReportView { file, report, choice, known: None };
            let found = looked.refused.is_none().then_some("none");
            context.ui.print_json(&NotQuotedLine { found, passage: None, changes: Vec::new(), verdict: shown.json() })
        }
        None if looked.exact.is_empty() && looked.near.is_none() => context.ui.print_json(&QuoteNothingLine {
            found: "none",
            id: None,
            title: None,
            passage: None,
            changes: Vec::new(),
        }),
        None => Ok(()),
    }
}

fn line(statement: &Statement, shown: &ReportView<'_>, found: &'static str, more: u64) -> QuoteLine {
    let text = &statement.passage.found.text;
    let claims = statement.report.claims();
    let document = claims.and_then(|claims| claims.documents.get(statement.passage.document));
    QuoteLine {
        found,
        passage: text.words(statement.passage.found.range.clone()),
        changes: statement
            .passage
            .found
            .changes
            .iter()
            .map(|hunk| change(hunk, text, &statement.passage.quote))
            .collect(),
        document: document.map(|document| document.path.below().to_owned()),
        speaker: statement.passage.speakers.first().cloned().flatten(),
        speakers: if statement.passage.speakers.len() > 1 { statement.passage.speakers.clone() } else { Vec::new() },
        paragraph: text.words(statement.passage.found.paragraph()),
        omitted: statement.passage.found.omitted.iter().map(|range| text.words(range.clone())).collect(),
        places: statement.passage.found.places,
        strange: statement.passage.confusables.iter().map(strange_line).collect(),
        more,
        verdict: shown.json(),
    }
}
