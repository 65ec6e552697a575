//! Questions asked at a terminal: on standard error, answered on standard input.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::error::{Error, Result};
use crate::show::escape::escape;

/// Whether there is somebody to ask.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a line; an empty answer means the proposal, where there is one.
///
/// # Errors
/// Where the input ends.
pub fn ask(question: &str, proposal: Option<&str>) -> Result<String> {
    let shown = proposal.map(|proposal| format!(" [{}]", escape(proposal))).unwrap_or_default();
    loop {
        let answer = read_line(&format!("{question}{shown}: "))?;
        match (answer.trim(), proposal) {
            ("", Some(proposal)) => return Ok(proposal.to_owned()),
            ("", None) => {}
            (answer, _) => return Ok(answer.to_owned()),
        }
    }
}

/// Asks whether to go on; anything but yes is no.
///
/// # Errors
/// Where the input ends.
pub fn confirm(question: &str) -> Result<bool> {
    let answer = read_line(&format!("{question} [y/N]: "))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn read_line(prompt: &str) -> Result<String> {
    let failed = |error| Error::io("read", "standard input", error);
    let mut out = io::stderr().lock();
    write!(out, "{prompt}").and_then(|()| out.flush()).map_err(failed)?;
    let mut answer = String::new();
    match io::stdin().lock().read_line(&mut answer).map_err(failed)? {
        0 => Err(Error::refused("nothing was answered", "give the values as options instead")),
        _ => Ok(answer),
    }
}
