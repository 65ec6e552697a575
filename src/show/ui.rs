//! Everything that a person sees: escaping and colour. Nothing from a bundle reaches a terminal but through here.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::error::{Error, Result};
use crate::hints;
use anstyle::{AnsiColor, Style};
use chancery_core::Verdict;
use clap::ValueEnum;
use serde::Serialize;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Where it is a terminal, and NO_COLOR does not forbid it.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where output goes and how much of it.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    /// Whether results are JSON.
    pub json: bool,
    /// Whether only results and errors are said.
    pub quiet: bool,
    /// The row of a table that is being dealt with: what is said names it, and nothing is asked.
    pub row: Option<u64>,
}

impl Ui {
    /// Sets the colour for the whole process.
    pub fn set_color(color: Color) {
        match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }

    /// Writes a text to standard output, as it is. A reader that has gone away is no error.
    ///
    /// # Errors
    /// What the system says.
    pub fn print(self, text: &str) -> Result<()> {
        let mut out = anstream::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::io("write to", "standard output", error))
            }
            _ => Ok(()),
        }
    }

    /// Writes advice below a result, unless results alone are wanted.
    ///
    /// # Errors
    /// What the system says.
    pub fn advise(self, text: &str) -> Result<()> {
        if self.quiet { Ok(()) } else { self.print(text) }
    }

    /// Writes one JSON object on a line of its own.
    ///
    /// # Errors
    /// What the system says.
    pub fn print_json(self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value).map_err(|error| Error::refused(error.to_string(), ""))?;
        self.print(&(escape_json(&text) + "\n"))
    }

    /// The same, for a row of a table.
    #[must_use]
    pub fn in_row(self, row: u64) -> Self {
        Self { row: Some(row), ..self }
    }

    /// Whether there is somebody to ask.
    pub fn can_ask(self) -> bool {
        !self.json && self.row.is_none() && crate::ask::prompt::can_ask()
    }

    /// Says something on standard error that is no result.
    pub fn note(self, text: &str) {
        if !self.quiet && self.row.is_none() {
            say("note", AnsiColor::Cyan, text);
        }
    }

    /// Says something of several lines on standard error, unless results alone are wanted.
    pub fn say(self, text: &str) {
        if !self.quiet && !self.json {
            // Standard error is the last place to complain to.
            let _ = anstream::stderr().write_all(text.as_bytes());
        }
    }

    /// Warns on standard error.
    pub fn warn(self, text: &str) {
        say("warning", AnsiColor::Yellow, &(self.place() + text));
    }

    /// Says what went wrong, and what to do.
    pub fn error(self, error: &Error) {
        let hint = hints::hint(error);
        if self.json {
            #[derive(Serialize)]
            struct Line<'a> {
                error: Fault<'a>,
            }
            #[derive(Serialize)]
            struct Fault<'a> {
                message: String,
                hint: &'a str,
                path: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                row: Option<u64>,
            }
            let path = error.concerned().map(|path| path.display().to_string());
            let fault = Fault { message: error.to_string(), hint: &hint, path, row: self.row };
            // There is nobody left to tell that this failed too.
            let _ = self.print_json(&Line { error: fault });
            return;
        }
        say("error", AnsiColor::Red, &format!("{}{error}", self.place()));
        if !hint.is_empty() {
            say("hint", AnsiColor::Cyan, &hint);
        }
    }

    /// Which row is spoken of.
    fn place(self) -> String {
        self.row.map(|row| format!("row {row}: ")).unwrap_or_default()
    }
}

fn say(what: &str, color: AnsiColor, text: &str) {
    let style = color.on_default().bold();
    // Standard error is the last place to complain to.
    let _ = writeln!(anstream::stderr(), "{style}{what}:{style:#} {}", escape(text));
}

/// Text from anywhere, made safe for a terminal: what moves, hides or turns text round is shown as `\u{…}`.
pub fn escape(text: &str) -> String {
    escape_all_but(text, |_| false)
}

/// As [`escape`], for a text of several lines: line breaks and tabs stay.
pub fn escape_lines(text: &str) -> String {
    escape_all_but(text, |letter| matches!(letter, '\n' | '\t'))
}

/// JSON whose strings do nothing to a terminal: the same values, written with `\u` and four digits.
fn escape_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_unsafe(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(letter);
        }
    }
    safe
}

fn escape_all_but(text: &str, stays: fn(char) -> bool) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if !stays(letter) && is_unsafe(letter) {
            // Writing to a string does not fail.
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(letter));
        } else {
            safe.push(letter);
        }
    }
    safe
}

/// Control characters, line separators, bidi controls, and characters that cannot be seen but change what is.
fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Text in a style, where there is colour.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The verdict as people read it.
pub fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Authentic => "AUTHENTIC",
        Verdict::Untrusted => "INTACT, BUT SIGNER NOT TRUSTED",
        Verdict::NotChecked => "COULD NOT CHECK",
        Verdict::NotAuthentic => "NOT AUTHENTIC",
    }
}

/// The colour of a verdict.
pub fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Authentic => AnsiColor::Green,
        Verdict::Untrusted | Verdict::NotChecked => AnsiColor::Yellow,
        Verdict::NotAuthentic => AnsiColor::Red,
    }
    .on_default()
    .bold()
}

/// Headings and labels.
pub const LABEL: Style = Style::new().bold();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_or_hides_reaches_a_terminal() {
        assert_eq!(escape("a\x1b[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(escape("a\nb\r\tc\u{85}\u{9b}"), "a\\u{a}b\\u{d}\\u{9}c\\u{85}\\u{9b}");
        assert_eq!(escape("\u{202e}x\u{2066}\u{200f}\u{61c}\u{2028}"), "\\u{202e}x\\u{2066}\\u{200f}\\u{61c}\\u{2028}");
        assert_eq!(escape("\u{feff}\u{200b}\u{e0041}\u{ad}"), "\\u{feff}\\u{200b}\\u{e0041}\\u{ad}");
        assert_eq!(escape_lines("a\n\tb\r\x1b"), "a\n\tb\\u{d}\\u{1b}");
    }

    #[test]
    fn json_holds_the_same_values_and_nothing_unsafe() {
        let value = "a\u{9b}\u{202e}\u{e0041}\u{1b}\"";
        let json = escape_json(&serde_json::to_string(value).unwrap());
        assert!(json.is_ascii(), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
    }

    #[test]
    fn every_script_stays_as_it_is() {
        for text in ["«Заявление»", "声明", "שלום", "سلام", "क्षत्रि‍य", "می‌خواهم", "👩‍👧", "e\u{301}"]
        {
            assert_eq!(escape(text), text);
        }
    }
}
