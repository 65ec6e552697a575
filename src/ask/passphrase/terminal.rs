//! A secret typed at the terminal with no echo. Enter, Ctrl-C and Ctrl-D leave the terminal as it was before.

#[cfg(unix)]
use std::fs::File;
use std::io;
#[cfg(unix)]
use std::io::{Read, Write};

use zeroize::Zeroizing;

#[cfg(unix)]
use crate::ask::raw_terminal::Raw;

/// What came of asking.
pub enum Answer {
    /// A secret, perhaps an empty one.
    Typed(Zeroizing<String>),
    /// Ctrl-C.
    BrokenOff,
    /// Ctrl-D before anything else.
    Ended,
}

/// Asks at the terminal of the process, wherever standard input comes from.
///
/// # Errors
/// Where there is no terminal.
#[cfg(unix)]
pub fn ask(prompt: &str) -> io::Result<Answer> {
    let terminal = File::options().read(true).write(true).open("/dev/tty")?;
    let quiet = Raw::begin(&terminal, false)?;
    write!(&terminal, "{prompt}")?;
    let answer = read(&terminal);
    drop(quiet);
    writeln!(&terminal)?;
    answer
}

/// Asks at the terminal of the process, wherever standard input comes from.
///
/// # Errors
/// Where there is no terminal.
#[cfg(not(unix))]
pub fn ask(prompt: &str) -> io::Result<Answer> {
    rpassword::prompt_password(prompt).map(|secret| Answer::Typed(Zeroizing::new(secret)))
}

#[cfg(unix)]
const LONGEST: usize = 4_096;

/// Reads keys up to the end of the line.
#[cfg(unix)]
fn read(mut terminal: &File) -> io::Result<Answer> {
    let mut typed = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut key = [0; 1];
    loop {
        if terminal.read(&mut key)? == 0 {
            return Ok(Answer::Ended);
        }
        match key {
            [0x03] => return Ok(Answer::BrokenOff),
            [0x04] if typed.is_empty() => return Ok(Answer::Ended),
            [b'\r' | b'\n' | 0x04] => return text(&typed),
            [0x08 | 0x7f] => erase_letter(&mut typed),
            [0x15] => typed.clear(),
            [byte] if typed.len() < LONGEST => typed.push(byte),
            _ => {}
        }
    }
}

/// Takes the last letter back, which may have several bytes.
#[cfg(unix)]
fn erase_letter(typed: &mut Vec<u8>) {
    while typed.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
}

#[cfg(unix)]
fn text(typed: &[u8]) -> io::Result<Answer> {
    let text = std::str::from_utf8(typed).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(Answer::Typed(Zeroizing::new(text.to_owned())))
}
