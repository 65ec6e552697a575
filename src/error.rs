//! Why a command could not do what was asked.

pub use chancery_office::{Error, Result};
