//! What is shown: verdicts, tables, progress; every text escaped.

pub mod format;
pub mod listing;
pub mod progress;
pub mod ui;
pub mod verdict;
pub mod warnings;
