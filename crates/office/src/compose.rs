//! A statement in the making: its documents described, its metadata gathered.

pub mod draft;
pub mod error;
pub mod formats;
pub mod media;
pub mod naming;
pub mod proposal;
