//! A passage as scripts read it.

use crate::error::Result;
use serde::Serialize;

use super::super::compare::json::{Change, StrangeLine, change, strange_line};
use super::found::Passage;
use super::look::Looked;
use crate::context::Context;
use crate::show::verdict::ReportView;
use crate::show::verdict::json::Line as Verdict;
use crate::trust_choice::Choice;

/// A passage as scripts read it, with the report on its statement. Keys may be added, none renamed or removed.
#[derive(Debug, Serialize)]
struct Line<'a> {
    found: &'static str,
    passage: String,
    changes: Vec<Change>,
    document: Option<&'a str>,
    /// Who speaks where the passage begins, as the text says.
    speaker: Option<&'a str>,
    /// Who speaks after each ellipsis, one after another, where that is not the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<Option<&'a str>>,
    paragraph: String,
    /// What the ellipses of the passage leave out.
    omitted: Vec<String>,
    /// At how many places of the document it stands.
    places: usize,
    strange: Vec<StrangeLine>,
    /// How many statements may have it beyond those that are printed.
    more: u64,
    #[serde(flatten)]
    bundle: Verdict<'a>,
}

/// What scripts read where nothing is found.
#[derive(Debug, Serialize)]
struct Nothing {
    found: &'static str,
    id: Option<String>,
    title: Option<String>,
    passage: Option<String>,
    changes: [Change; 0],
}

/// What scripts read of one bundle that does not have it; `found` is null where it was not looked into.
#[derive(Debug, Serialize)]
struct NotIn<'a> {
    found: Option<&'static str>,
    passage: Option<String>,
    changes: [Change; 0],
    #[serde(flatten)]
    bundle: Verdict<'a>,
}

/// Prints a line for each statement that has the passage, or one for what there is.
///
/// # Errors
/// What the system says.
pub fn print(context: &Context, looked: &Looked, choice: &Choice) -> Result<()> {
    for (passage, found) in
        looked.exact.iter().map(|passage| (passage, "exact")).chain(looked.near.iter().map(|near| (near, "near")))
    {
        let shown = passage.shown(choice);
        context.ui.print_json(&line(passage, &shown, found, looked.more))?;
    }
    match &looked.named {
        Some((file, report)) => {
            let shown = ReportView { file, report, choice, known: None };
            let found = looked.refused.is_none().then_some("none");
            context.ui.print_json(&NotIn { found, passage: None, changes: [], bundle: shown.json() })
        }
        None if looked.exact.is_empty() && looked.near.is_none() => {
            context.ui.print_json(&Nothing { found: "none", id: None, title: None, passage: None, changes: [] })
        }
        None => Ok(()),
    }
}

fn line<'a>(passage: &'a Passage, shown: &'a ReportView<'a>, found: &'static str, more: u64) -> Line<'a> {
    let text = &passage.found.text;
    let claims = passage.report.claims();
    let document = claims.and_then(|claims| claims.documents.get(passage.document));
    Line {
        found,
        passage: text.words(passage.found.range.clone()),
        changes: passage.found.changes.iter().map(|hunk| change(hunk, text, &passage.quote)).collect(),
        document: document.map(|document| document.path.below()),
        speaker: passage.speakers.first().and_then(Option::as_deref),
        speakers: if passage.speakers.len() > 1 {
            passage.speakers.iter().map(Option::as_deref).collect()
        } else {
            Vec::new()
        },
        paragraph: text.words(passage.found.paragraph()),
        omitted: passage.found.omitted.iter().map(|range| text.words(range.clone())).collect(),
        places: passage.found.places,
        strange: passage.strange.iter().map(strange_line).collect(),
        more,
        bundle: shown.json(),
    }
}
