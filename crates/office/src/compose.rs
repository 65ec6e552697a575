//! A statement in the making: its documents described, its metadata gathered.

pub mod batch;
pub mod documents;
pub mod draft;
pub mod error;
pub mod formats;
pub mod media;
pub mod metadata;
pub mod naming;
pub mod proposal;
pub mod replace;
pub mod seal;
pub mod table;
pub mod warning;
