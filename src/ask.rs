//! What is asked at a terminal: questions, passphrases, a text to paste.

pub mod own_list;
pub mod passphrase;
pub mod paste;
pub mod prompt;
#[cfg(unix)]
mod raw_terminal;
pub mod statement;
