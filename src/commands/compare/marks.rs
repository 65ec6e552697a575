//! Changes as a person reads them: with some words before and after, in colour or between marks.

use anstyle::{AnsiColor, Effects, Style};
use chancery_text::{Gap, Hunk, Tokens};

use crate::show::format::counted;
use crate::show::ui::{escape, styled};

/// What is shown of the words around a change.
const AROUND: usize = 7;
/// Of a longer stretch its beginning and its end are shown.
const LONGEST: usize = 40;

const WAS: Style = AnsiColor::Red.on_default().effects(Effects::STRIKETHROUGH);
const IS: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);

/// Whether standard output has colour: then there are no marks.
pub fn in_colour() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// What the colours or the marks mean; the other text is called `other`.
pub fn key(colour: bool, other: &str) -> String {
    if colour { format!("red was sealed, green is in the {other}") } else { format!("[-sealed-] {{+in the {other}+}}") }
}

/// A change in its place, on one line.
pub fn line(hunk: &Hunk, (sealed, copy): (&Tokens, &Tokens), colour: bool, whole: bool) -> String {
    let from = hunk.sealed.start.saturating_sub(AROUND);
    let to = hunk.sealed.end.saturating_add(AROUND).min(sealed.list.len());
    let mut line = if from > 0 { "\u{2026} ".to_owned() } else { String::new() };
    line += &escape(&sealed.words(from..hunk.sealed.start));
    let begins = if hunk.sealed.is_empty() { (copy, hunk.copy.start) } else { (sealed, hunk.sealed.start) };
    line += gap(begins);
    line += &marked(&stretch(sealed, hunk.sealed.clone(), whole), ["[-", "-]"], WAS, colour);
    line += if colour && !hunk.sealed.is_empty() && !hunk.copy.is_empty() { " " } else { "" };
    line += &marked(&stretch(copy, hunk.copy.clone(), whole), ["{+", "+}"], IS, colour);
    let goes_on = if hunk.sealed.is_empty() { (copy, hunk.copy.end) } else { (sealed, hunk.sealed.end) };
    line += gap(goes_on);
    line += &escape(&sealed.words(hunk.sealed.end..to));
    if to < sealed.list.len() {
        line += " \u{2026}";
    }
    line.trim().to_owned()
}

fn marked(text: &str, [open, close]: [&str; 2], style: Style, colour: bool) -> String {
    match text {
        "" => String::new(),
        _ if colour => styled(style, text),
        _ => format!("{open}{text}{close}"),
    }
}

/// What stands before a token, as it is shown on one line.
fn gap((tokens, at): (&Tokens, usize)) -> &'static str {
    let is_apart = tokens.list.get(at).is_some_and(|token| token.gap != Gap::Nothing);
    if is_apart { " " } else { "" }
}

/// A stretch of a text; of a long one its beginning and its end.
pub fn stretch(tokens: &Tokens, range: std::ops::Range<usize>, whole: bool) -> String {
    let count = range.len();
    if whole || count <= LONGEST {
        return escape(&tokens.words(range));
    }
    let half = LONGEST / 2;
    let (first, last) = (range.start.saturating_add(half), range.end.saturating_sub(half));
    let hidden = tokens.list.get(first..last).unwrap_or_default().iter().filter(|token| token.is_wordlike()).count();
    let (begin, end) = (tokens.words(range.start..first), tokens.words(last..range.end));
    format!("{} \u{2026} {} \u{2026} {}", escape(&begin), counted(hidden as u64, "word"), escape(&end))
}
