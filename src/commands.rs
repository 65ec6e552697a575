//! The commands: one file each, with its arguments and its `run`.

pub mod add;
pub mod audit;
pub mod compare;
pub mod completions;
pub mod correct;
pub mod countersign;
pub mod demo;
pub mod export;
pub mod extract;
pub mod filter;
pub mod history;
pub mod init;
pub mod key;
pub mod list;
pub mod man;
pub mod quote;
pub mod reindex;
pub mod seal;
pub mod search;
pub mod show;
pub mod text_worker;
pub mod verify;
