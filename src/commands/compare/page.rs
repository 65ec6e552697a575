//! A comparison as one page, to send to an editor: it needs nothing else, and asks nothing of the network.

use std::io::Write;
use std::path::Path;

use chancery_core::Timestamp;
use chancery_office::durable::NewFile;
use chancery_office::matching::{Answer, Copy};
use chancery_text::{Comparison, Gap, LeftOut, Side, Tokens};

use super::marks;
use super::text::{facts, headline, strange_words};
use crate::error::{Error, Result};
use crate::show::format::counted;
use crate::show::ui::{escape, verdict_words};
use crate::show::verdict::ReportView;

/// Writes the page to a new file.
///
/// # Errors
/// Where there is such a file, and what the system says.
pub fn write(path: &Path, shown: &ReportView, copy: &Copy, answer: &Answer, now: Timestamp) -> Result<()> {
    let file = NewFile::create_for(path)?;
    let page = page(shown, copy, answer, now);
    file.file().write_all(page.as_bytes()).map_err(|error| Error::io("write", path, error))?;
    Ok(file.publish_at(path)?)
}

const STYLE: &str = "body{font:1.05rem/1.55 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font:bold 1.5rem/1.3 system-ui,sans-serif}h1.good{color:#0a6b2d}h1.bad{color:#a3141c}h2{font:bold 1.05rem/1.4 system-ui,sans-serif;margin-top:2rem}
table{font:.9rem/1.45 system-ui,sans-serif;border-collapse:collapse}th{text-align:left;vertical-align:top;padding:.15rem 1rem .15rem 0;white-space:nowrap}td{overflow-wrap:anywhere}
del{background:#fbd5d5;color:#8f0f16}ins{background:#cdeed6;color:#064d1f;text-decoration:none;font-weight:bold}
footer,.small{font:.85rem/1.45 system-ui,sans-serif;color:#555}blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #ccc}";

fn page(shown: &ReportView, copy: &Copy, answer: &Answer, now: Timestamp) -> String {
    let head = plain(&headline(shown, copy, answer));
    let (result, rest) = head.split_once(": ").unwrap_or((&head, ""));
    let is_good = result.starts_with("SAME");
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n",
        html(&format!("{result}: {}", copy.name))
    );
    page += &format!(
        "<h1 class=\"{}\">{}</h1>\n<p>{}</p>\n",
        if is_good { "good" } else { "bad" },
        html(result),
        html(rest)
    );
    page += &table(shown, copy, answer);
    if let Some(comparison) = answer.comparison() {
        page += &body(comparison);
    }
    page += &footer(shown, now);
    page
}

fn table(shown: &ReportView, copy: &Copy, answer: &Answer) -> String {
    let mut rows = vec![("bundle", shown.file.to_owned()), ("verdict", plain(&shown.headline()))];
    rows.extend(shown.report.id().map(|id| ("id", id.to_string())));
    let status = shown.status_lines();
    rows.extend(status.lines().map(|line| ("status", line.trim().trim_start_matches("status").trim().to_owned())));
    rows.push(("copy", copy.name.clone()));
    rows.push(("copy's SHA-256", copy.digest.to_string()));
    rows.extend(facts(copy, answer));
    let row = |(label, value): &(&str, String)| format!("<tr><th>{}</th><td>{}</td></tr>\n", html(label), html(value));
    format!("<table>\n{}</table>\n", rows.iter().map(row).collect::<String>())
}

/// The text of the statement with every change in its place, and what was not compared.
fn body(comparison: &Comparison) -> String {
    let mut page = String::new();
    if !comparison.strange.is_empty() {
        let items = comparison.strange.iter().map(|strange| format!("<li>{}</li>\n", html(&strange_words(strange))));
        page += &format!("<h2>Letters that are not what they seem</h2>\n<ul>\n{}</ul>\n", items.collect::<String>());
    }
    if comparison.is_same() {
        page += "<h2>The statement</h2>\n<p dir=\"auto\">";
    } else {
        page += &list(comparison);
        page += "<h2>The statement, with the copy's changes marked</h2>\n<p class=\"small\"><del>Red</del> was sealed and is not in the copy; \
                 <ins>green</ins> is in the copy and was not sealed.</p>\n<p dir=\"auto\">";
    }
    page += &marked(comparison);
    page += "</p>\n";
    page.extend(comparison.left_out.iter().map(left_out));
    page
}

/// Every change in its place, with a link to it; of very many the first.
fn list(comparison: &Comparison) -> String {
    let count = comparison.changes.len();
    let sides = (&comparison.sealed, &comparison.copy);
    let item = |(at, hunk)| {
        format!("<li><a href=\"#change-{at}\">{}</a></li>\n", html(&marks::line(hunk, sides, false, false)))
    };
    let items: String = comparison.changes.iter().take(LISTED).enumerate().map(item).collect();
    let more = count.checked_sub(LISTED).filter(|more| *more > 0);
    let more = more.map(|more| format!("<p class=\"small\">and {more} more, marked below</p>\n")).unwrap_or_default();
    format!("<h2>{}</h2>\n<ol class=\"small\">\n{items}</ol>\n{more}", counted(count as u64, "change"))
}

/// How many changes are listed above the text.
const LISTED: usize = 200;

fn marked(comparison: &Comparison) -> String {
    let (sealed, copy) = (&comparison.sealed, &comparison.copy);
    let mut text = String::new();
    let mut from = 0;
    for (at, hunk) in comparison.changes.iter().enumerate() {
        text += &flowing(sealed, from..hunk.sealed.start, PARAGRAPH);
        text += &format!("<span id=\"change-{at}\"></span>");
        text += &element("del", sealed, hunk.sealed.clone());
        text += &element("ins", copy, hunk.copy.clone());
        from = hunk.sealed.end;
    }
    text + &flowing(sealed, from..sealed.list.len(), PARAGRAPH)
}

const PARAGRAPH: &str = "</p>\n<p dir=\"auto\">";

/// Marked words; the white space before them stays outside.
fn element(name: &str, tokens: &Tokens, range: std::ops::Range<usize>) -> String {
    let Some(first) = tokens.list.get(range.start).filter(|_| !range.is_empty()) else { return String::new() };
    let text = flowing(tokens, range, "<br>");
    let gap = if first.gap == Gap::Nothing { "" } else { " " };
    format!("{gap}<{name}>{}</{name}>", text.trim_start_matches("<br>").trim_start())
}

/// Some tokens as they are read; `paragraph` stands between two paragraphs.
fn flowing(tokens: &Tokens, range: std::ops::Range<usize>, paragraph: &str) -> String {
    let first = range.start;
    let mut text = String::new();
    for (at, token) in tokens.list.get(range).unwrap_or_default().iter().enumerate() {
        text += match token.gap {
            _ if first == 0 && at == 0 => "",
            Gap::Nothing => "",
            Gap::Space | Gap::LineBreak => " ",
            Gap::Paragraph => paragraph,
        };
        text += &html(tokens.text_of(token));
    }
    text
}

fn left_out(part: &LeftOut) -> String {
    let of = if part.side == Side::Copy { "the copy" } else { "what was sealed" };
    let words = counted(part.words as u64, "word");
    format!(
        "<h2>Not compared: {} of {of}, {words}</h2>\n<blockquote dir=\"auto\">{}</blockquote>\n",
        html(part.what.as_str()),
        html(&part.text)
    )
}

fn footer(shown: &ReportView, now: Timestamp) -> String {
    let verdict = html(verdict_words(shown.report.verdict()));
    format!(
        "<footer>\n<p>Compared on {now} by chancery {}. The verdict on the bundle is \u{201c}{verdict}\u{201d}, by the trust list of whoever made \
         this page. A verdict says who signed and that nothing changed since. It does not say that the statement is true. \
         Anyone who has the bundle and the copy can check this page: chancery compare BUNDLE COPY.</p>\n</footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// Text without colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// Text from anywhere, made safe for a page; what cannot be seen is shown as `\u{…}`.
fn html(text: &str) -> String {
    quick_xml::escape::escape(escape(text)).into_owned()
}
