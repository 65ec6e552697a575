//! What is wrong with a bundle that is to be signed, and with a table of statements.

use chancery_core::{Identity, Role};

/// Why a bundle cannot be signed as was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// It says nothing of itself.
    #[error("cannot be signed")]
    SaysNothing,
    /// It does not name the identity as an issuer.
    #[error("does not name {identity} as an issuer, so it cannot sign as one")]
    NotNamed {
        /// The identity.
        identity: Identity,
    },
    /// The identity has signed it in this role.
    #[error("is signed by {identity} as {role} already")]
    Signed {
        /// The identity.
        identity: Identity,
        /// The role.
        role: Role,
    },
    /// Another identity has signed it with the same key.
    #[error("is signed with this very key by {identity}: no key stands for two")]
    SameKey {
        /// The other identity.
        identity: Identity,
    },
}

/// What is wrong with a table of statements, or with a row of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableFault {
    /// It is no text in UTF-8.
    #[error("is not UTF-8 text")]
    NotUtf8,
    /// It is not CSV.
    #[error("is no table")]
    NoTable,
    /// Two columns have one name.
    #[error("has the column {column:?} twice")]
    ColumnTwice {
        /// Their name.
        column: &'static str,
    },
    /// It does not say which documents there are.
    #[error("has no column \u{201c}documents\u{201d}")]
    NoDocuments,
    /// It has a column that means nothing.
    #[error("has the unknown column {found:?}")]
    UnknownColumn {
        /// How it is called.
        found: String,
    },
    /// A row has more cells than there are columns.
    #[error("has {cells} cells where the table has {columns} columns")]
    TooManyCells {
        /// How many cells the row has.
        cells: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A line of JSON Lines is longer than a row can be.
    #[error("has a line that is too long for a row")]
    LongLine,
    /// A line of JSON Lines is no row.
    #[error("{problem}")]
    NoRow {
        /// What is wrong, in one clause.
        problem: String,
    },
}
