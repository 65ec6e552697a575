//! A text pasted into the terminal, or sent by another program: standard input, up to its end.

use std::io::{self, IsTerminal, Read};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::STANDARD_INPUT;

/// Reads standard input whole, at most so many bytes and one more.
///
/// # Errors
/// Where that is broken off, and what the system says.
pub fn read(context: &Context, most: u64) -> Result<Vec<u8>> {
    if !io::stdin().is_terminal() {
        return read_from(io::stdin().lock(), most);
    }
    context.ui.note("paste the text here; then press Enter and Ctrl-D");
    at_terminal(most)
}

fn read_from(from: impl Read, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn failed(error: io::Error) -> Error {
    Error::io("read", STANDARD_INPUT, error)
}

/// A terminal cuts lines after 4,095 bytes, which is less than a long paragraph, unless it hands over every key.
#[cfg(unix)]
fn at_terminal(most: u64) -> Result<Vec<u8>> {
    let terminal = io::stdin();
    let raw = super::raw_terminal::Raw::begin(&terminal, true).map_err(failed)?;
    let typed = typed(terminal.lock(), most);
    drop(raw);
    typed
}

#[cfg(not(unix))]
fn at_terminal(most: u64) -> Result<Vec<u8>> {
    read_from(io::stdin().lock(), most)
}

/// What is typed up to Ctrl-D.
#[cfg(unix)]
fn typed(mut from: impl Read, most: u64) -> Result<Vec<u8>> {
    let mut typed = Vec::new();
    let mut piece = [0; 4_096];
    while (typed.len() as u64) <= most {
        let count = from.read(&mut piece).map_err(failed)?;
        for key in piece.get(..count).unwrap_or_default() {
            match key {
                0x03 => return Err(Error::refused("broken off", "")),
                0x04 => return Ok(typed),
                0x08 | 0x7f => while typed.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {},
                key => typed.push(*key),
            }
        }
        if count == 0 {
            break;
        }
    }
    Ok(typed)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_ends_with_a_key() {
        assert_eq!(typed(&b"One \xd0\x94\x7f\ntwo\n\x04more"[..], 100).unwrap(), b"One \ntwo\n");
        assert_eq!(typed(&b"One"[..], 100).unwrap(), b"One");
        assert!(typed(&b"One\x03"[..], 100).is_err());
    }
}
