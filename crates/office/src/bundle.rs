//! Bundles written, and written again with a further signature.

pub mod countersign;
pub mod write;
