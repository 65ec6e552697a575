//! Standard input, as a file.

use std::fs::File;
use std::io;

/// What standard input is called.
pub const STANDARD_INPUT: &str = "standard input";

/// Copies standard input into a file that has no name.
///
/// # Errors
/// What the system says.
pub fn spool() -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    Ok(file)
}
