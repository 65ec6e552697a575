//! A statement: its metadata, as values that can only be made by parsing.

#[cfg(feature = "seal")]
pub mod draft;
#[cfg(any(feature = "seal", feature = "text"))]
pub mod front_matter;
pub mod id;
pub mod identity;
pub mod json;
pub mod language;
#[cfg(feature = "seal")]
pub mod media;
pub mod metadata;
#[cfg(feature = "seal")]
pub mod naming;
pub mod path;
#[cfg(feature = "seal")]
pub mod proposal;
pub mod read;
pub mod time;
pub mod value;
