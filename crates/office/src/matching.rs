//! Copies and quotes compared with statements that were sealed.

pub mod answer;
pub mod copy;
pub mod error;
pub mod judged;
pub mod passage;
pub mod search;

pub use self::answer::{Answer, CopyOutcome, Wordless, compare_copy};
pub use self::copy::Copy;
pub use self::judged::JudgedBundle;
pub use self::passage::{Likeness, Passage, find_passage};
pub use self::search::{PassageSearch, Quoted, SearchResult, Skipped};
