//! Rows as a table that fits the terminal, and as CSV.

use chancery_core::Verdict;
use chancery_office::archive::export::csv::{self, spreadsheet_safe};
use chancery_office::archive::listing::Row;
use chancery_office::archive::status::Status;
use chancery_office::json::ListLine;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::ui::{FAINT, LABEL, escape, escape_lines, styled, verdict_style, verdict_words};
use super::line as line_of;
use crate::show::format::grouped;

/// The first line of CSV; `passage` comes last, where there is one.
pub fn csv_head(with_passage: bool) -> String {
    csv::line(csv::LISTED.into_iter().chain(with_passage.then_some("passage")))
}

/// A row as a line of CSV, safe for a terminal.
pub fn csv(row: &Row, with_passage: bool) -> String {
    let ListLine {
        id,
        path,
        verdict,
        title,
        kind,
        identifier,
        issued,
        language,
        publishers,
        issuers,
        sealed_at,
        status,
        documents,
        passage,
    } = line_of(row);
    let many = |values: Option<Vec<String>>| values.unwrap_or_default().join(" | ");
    let cell = |value: Option<String>| spreadsheet_safe(value.unwrap_or_default());
    let mut cells = vec![
        id.unwrap_or_default(),
        spreadsheet_safe(path),
        verdict.to_owned(),
        cell(title),
        cell(kind),
        cell(identifier),
        issued.unwrap_or_default(),
        language.unwrap_or_default(),
        spreadsheet_safe(many(publishers)),
        many(issuers),
        sealed_at.unwrap_or_default(),
        status.unwrap_or_default().to_owned(),
        documents.to_owned(),
    ];
    cells.extend(with_passage.then(|| cell(passage)));
    escape_lines(&csv::line(cells))
}

/// The width of the column of types.
const KIND: usize = 16;
/// What all columns but the title take, with what stands between them.
const BESIDES_TITLE: usize = 57;

/// More than this beyond a page are not counted: that would take longer than to find the page.
pub const COUNTED: u64 = 10_000;

/// What there is beyond a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum More {
    /// Nothing.
    None,
    /// So many.
    Some(u64),
    /// Nobody has looked.
    Perhaps,
}

/// One line a bundle, as wide as the terminal; under it the passage that was sought.
pub fn table(rows: &[Row], more: More) -> String {
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).max(60);
    let title_width = width.saturating_sub(BESIDES_TITLE);
    let heads = [cell("ISSUED", 10), cell("TYPE", KIND), cell("LANG", 8), cell("TITLE", title_width), "ID".to_owned()];
    let mut text = styled(LABEL, &heads.join("  ")) + "\n";
    for row in rows {
        text += &line(row, title_width);
        let room = width.saturating_sub(INDENT.len());
        text.extend(
            row.passage
                .iter()
                .filter(|passage| !passage.is_empty())
                .map(|passage| format!("{INDENT}{}\n", cell(&escape(passage), room).trim_end())),
        );
    }
    text + &legend(rows, more)
}

/// Passages stand under the titles' first column.
const INDENT: &str = "            ";

fn line(row: &Row, title_width: usize) -> String {
    let id = row.report.id().map(|id| id.short()).unwrap_or_default();
    let verdict = row.report.verdict();
    let Some(claims) = row.claims() else {
        let words = styled(verdict_style(verdict), verdict_words(verdict));
        return format!("{}  {words}: {}\n", cell("", 10), escape(&row.path.display().to_string()));
    };
    let mut marks = String::new();
    if verdict != Verdict::Authentic {
        marks += &styled(verdict_style(verdict), "?");
    }
    marks += mark(row.status);
    let marks = if marks.is_empty() { marks } else { format!(" {marks}") };
    format!(
        "{}  {}  {}  {}  {}{marks}\n",
        claims.issued.day(),
        cell(&escape(claims.kind.as_str()), KIND),
        cell(claims.language.as_str(), 8),
        cell(&escape(claims.title.as_str()), title_width),
        styled(FAINT, &id)
    )
}

fn mark(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Corrected) => "C",
        Some(Status::Withdrawn) => "W",
        Some(Status::Current) | None => "",
    }
}

/// What the marks mean, and how many more there are.
fn legend(rows: &[Row], more: More) -> String {
    let count = |is_so: fn(&Row) -> bool| rows.iter().filter(|row| is_so(row)).count();
    let untrusted = count(Row::is_untrusted);
    let corrected = count(|row| row.status == Some(Status::Corrected));
    let withdrawn = count(|row| row.status == Some(Status::Withdrawn));
    let mut text = String::new();
    if untrusted > 0 {
        text += &format!("? {untrusted} of them: {}\n", verdict_words(Verdict::Untrusted));
    }
    for (mark, count, what) in [("C", corrected, "corrected"), ("W", withdrawn, "withdrawn")] {
        if count > 0 {
            text += &format!("{mark} {count} of them: {what} later; `chancery show ID` tells by what and why\n");
        }
    }
    match more {
        More::Some(0) | More::None => {}
        More::Some(more) => {
            let over = if more >= COUNTED { "over " } else { "" };
            text += &format!("and {over}{} more: --limit 0 shows all\n", grouped(more));
        }
        More::Perhaps => text += "and perhaps more: --limit 0 shows all\n",
    }
    text
}

/// A text in a column: padded, or cut with an ellipsis.
fn cell(text: &str, width: usize) -> String {
    if text.width() <= width {
        return format!("{text}{}", " ".repeat(width.saturating_sub(text.width())));
    }
    let mut cut = String::new();
    let mut used = 1_usize;
    for letter in text.chars() {
        used = used.saturating_add(letter.width().unwrap_or(0));
        if used > width {
            break;
        }
        cut.push(letter);
    }
    let cut = format!("{}…", cut.trim_end());
    format!("{cut}{}", " ".repeat(width.saturating_sub(cut.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_their_width_in_any_script() {
        for text in ["", "short", "a long title that does not fit", "国际档案日的声明", "Заявление министерства"]
        {
            assert_eq!(cell(text, 10).width(), 10, "{text}");
        }
    }
}
