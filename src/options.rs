//! Options that several commands have, as clap reads them.

pub mod documents;
pub mod grant;
pub mod key_choice;
pub mod metadata;
pub mod sealing;
pub mod signer;
pub mod trust;
