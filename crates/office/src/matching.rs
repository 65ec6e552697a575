//! Copies and quotes compared with statements that were sealed.

pub mod error;
