//! What is shown: verdicts, tables, progress; every text escaped.

pub mod conflict;
pub mod escape;
pub mod format;
pub mod listing;
pub mod progress;
pub mod quoting;
pub mod sealed;
pub mod summary;
pub mod tally;
pub mod ui;
pub mod verdict;
pub mod warnings;
