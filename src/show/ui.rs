//! Everything that a person sees: escaping and colour. Nothing from a bundle reaches a terminal but through here.

use std::io;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use chancery_core::Verdict;
use chancery_office::json::{ErrorLine, Failure};
use clap::ValueEnum;
use serde::Serialize;

use super::escape::escape_json;
pub use super::escape::{escape, escape_lines};
use crate::error::{Error, Result};

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
        let hint = error.hint().to_owned();
        if self.json {
            let path = error.concerned().map(|path| path.display().to_string());
            let error = Failure { message: error.to_string(), hint, path, row: self.row };
            // There is nobody left to tell that this failed too.
            let _ = self.print_json(&ErrorLine { error });
            return;
        }
        say("error", AnsiColor::Red, &(self.place() + &error.to_string()));
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
