//! What a function gives beside its value: what its caller should be told.

/// A value, and what should be said with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// What was asked for.
    pub value: T,
    /// What the caller should be told, in the order in which it was noticed.
    pub warnings: Vec<Warning>,
}

impl<T> Outcome<T> {
    /// A value of which there is nothing more to say.
    pub fn plain(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }
}

/// Something that should be said and stops nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {}
