//! What is being sealed, in a few lines: nothing of it can be changed afterwards.

use chancery_core::{Document, Metadata};

use super::ui::escape;

/// How many documents are named one by one.
const NAMED: usize = 12;

/// The values that matter most, and what each document is taken for.
pub fn text(metadata: &Metadata) -> String {
    let title = escape(metadata.title.as_str());
    let kind = escape(metadata.kind.as_str());
    let mut text =
        format!("  \u{201c}{title}\u{201d}\n  {kind}, issued {}, in {}\n", metadata.issued, metadata.language);
    if let Some(replaced) = &metadata.replaces {
        text += &format!("  takes the place of {}\n", replaced.short());
    }
    text.extend(metadata.documents.iter().take(NAMED).map(document));
    if let Some(more) = metadata.documents.len().checked_sub(NAMED).filter(|more| *more > 0) {
        text += &format!("  and {more} more documents\n");
    }
    text
}

fn document(document: &Document) -> String {
    let language = document.language.as_ref().map(|language| format!(" in {language}")).unwrap_or_default();
    format!("  {}: {}{language}\n", document.path.below(), document.role)
}
