//! What should be said of a statement in the making, and does not stop it.

use std::path::PathBuf;

use chancery_core::When;

/// Something that should be said of a statement in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ComposeWarning {
    /// A document has another name in the bundle.
    Renamed {
        /// Its own name.
        name: String,
        /// Its name in the bundle.
        path: String,
    },
    /// A document is empty.
    EmptyDocument {
        /// The document.
        path: PathBuf,
    },
    /// A file in a folder is hidden or will not stay, and is not sealed.
    LeftOut {
        /// The file.
        path: PathBuf,
    },
    /// A text begins as if it had front matter, which does not end.
    UnendedFrontMatter,
    /// Front matter cannot say that the statement replaces another one.
    ReplacesInFrontMatter,
    /// The statement is issued after its sealing.
    IssuedAfterSealing {
        /// When it is issued.
        issued: When,
    },
    /// The statement is issued before its event took place.
    IssuedBeforeEvent {
        /// When it is issued.
        issued: When,
        /// When the event took place.
        held: When,
    },
    /// A correction or withdrawal does not say of which statement.
    ReplacesNothing {
        /// The type of the statement.
        kind: String,
    },
    /// The type of the statement is not one of the known ones.
    OwnType {
        /// The type.
        kind: String,
    },
}
