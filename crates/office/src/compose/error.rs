//! What can go wrong with a statement in the making.

mod faults;

use std::error::Error as Cause;
use std::path::{Path, PathBuf};

use chancery_core::bundle::bag::most;
use chancery_core::{Identity, Timestamp, When};

pub use self::faults::{TableFault, Unfit};
use super::draft::Fault;

/// A failure, in one lowercase line without a full stop.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ComposeError {
    /// There is no document to seal.
    #[error("no document is named")]
    NoDocument,
    /// A folder was named that has no files.
    #[error("the folder has no files")]
    EmptyFolder,
    /// A name was given for standard input, which is not among the documents.
    #[error("there is a name for what comes from standard input, and nothing does")]
    NameOfNothing,
    /// There are more documents than a statement can have.
    #[error("{count} documents were named: a statement has at most {}", most::DOCUMENTS)]
    TooManyDocuments {
        /// How many there are.
        count: usize,
    },
    /// A folder that was named as a document is an office.
    #[error("{}: is an office, with its keys and archive", .path.display())]
    Office {
        /// The folder.
        path: PathBuf,
    },
    /// A document is named more than once.
    #[error("{}: is named twice", .path.display())]
    NamedTwice {
        /// The document.
        path: PathBuf,
    },
    /// Something in a folder is neither a file nor a folder.
    #[error("{}: is a link or no file", .path.display())]
    NotAFile {
        /// What it is called.
        path: PathBuf,
    },
    /// A document's name is no text.
    #[error("{}: has a name that is not UTF-8 text", .path.display())]
    NameNotUtf8 {
        /// The document.
        path: PathBuf,
    },
    /// A role or media type is given to a file that is no document.
    #[error("{}: is not among the documents", .path.display())]
    NotADocument {
        /// The file.
        path: PathBuf,
    },
    /// A document has a name that cannot be kept.
    #[error("{}: its name {problem}", .path.display())]
    Name {
        /// The document.
        path: PathBuf,
        /// What is wrong, in one clause.
        problem: String,
    },
    /// Nothing came from standard input.
    #[error("{}: is empty", .path.display())]
    EmptyInput {
        /// What standard input is called.
        path: PathBuf,
    },
    /// A document is a private key.
    #[error("{}: is a private key: it must never be published", .path.display())]
    PrivateKey {
        /// The document.
        path: PathBuf,
    },
    /// A document is text in an encoding that cannot be told.
    #[error("{}: seems to be text, but not UTF-8; its encoding cannot be told", .path.display())]
    Encoding {
        /// The document.
        path: PathBuf,
    },
    /// A document changed while it was sealed.
    #[error("{}: was changed while it was being sealed", .path.display())]
    Changed {
        /// The document.
        path: PathBuf,
    },
    /// The statement needs values that nothing gives.
    #[error("the statement needs {}", .fields.join(", "))]
    Missing {
        /// The keys of these values, such as `title`.
        fields: Vec<&'static str>,
    },
    /// The statement needs the name of a further issuer.
    #[error("the statement needs the name of {identity}")]
    NamelessIssuer {
        /// The issuer.
        identity: Identity,
    },
    /// A default of the office cannot be used.
    #[error("chancery.toml: {fault}")]
    Default {
        /// What is wrong.
        fault: Fault,
    },
    /// A value that was given as an option cannot be used.
    #[error("{fault}")]
    Given {
        /// What is wrong.
        fault: Fault,
    },
    /// One of several values that were given as options cannot be used.
    #[error("{fault}")]
    GivenItem {
        /// What is wrong.
        fault: Fault,
    },
    /// A value that is taken over from an earlier statement cannot be used.
    #[error("{fault}")]
    TakenOver {
        /// What is wrong.
        fault: Fault,
    },
    /// A file of metadata cannot be used.
    #[error("{}: {problem}", .path.display())]
    MetadataFile {
        /// The file.
        path: PathBuf,
        /// What is wrong, in one clause.
        problem: String,
    },
    /// The front matter of the first document cannot be used.
    #[error("{}: front matter: {problem}", .path.display())]
    FrontMatter {
        /// The document.
        path: PathBuf,
        /// What is wrong, in one clause.
        problem: String,
    },
    /// Values that are there cannot be a statement's.
    #[error("{}", listed(.faults))]
    Values {
        /// What is wrong.
        faults: Vec<Fault>,
    },
    /// The metadata is larger than a bundle takes.
    #[error("the metadata has {size} bytes: at most {} are allowed", most::TAG_FILE)]
    MetadataTooLarge {
        /// How many bytes it has.
        size: u64,
    },
    /// The metadata does not name the one who signs.
    #[error("the metadata names {} as publisher, but {identity} would sign", together(.named))]
    OtherPublisher {
        /// Whom it names.
        named: Vec<Identity>,
        /// Who signs.
        identity: Identity,
    },
    /// The metadata names somebody who was not said to sign.
    #[error("the metadata names {} as publishers, so {other} would have to sign too", together(.named))]
    FurtherPublisher {
        /// Whom it names.
        named: Vec<Identity>,
        /// The one who was not said to sign.
        other: Identity,
    },
    /// A statement is issued long after its sealing.
    #[error("issued is {issued}, more than a year after the sealing at {sealed_at}")]
    IssuedLate {
        /// When it is issued.
        issued: When,
        /// When it is sealed.
        sealed_at: Timestamp,
    },
    /// There is no salt, and none can be made.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// No name for the bundle can be made.
    #[error("the bundle's name {problem}")]
    BundleName {
        /// What is wrong, in one clause.
        problem: String,
    },
    /// A bundle that was written is not what it must be.
    #[error("what was written does not verify ({found})")]
    DoesNotVerify {
        /// What was found first.
        found: String,
    },
    /// Something that must work did not.
    #[error("{problem}")]
    Unexpected {
        /// What is wrong.
        problem: String,
    },
    /// The statement that is to be replaced says nothing of itself.
    #[error("{}: says nothing of itself", .path.display())]
    NothingSaid {
        /// The bundle.
        path: PathBuf,
    },
    /// The statement that is to be replaced was issued by others.
    #[error("the statement was issued by {}: what {identity} seals cannot correct it", together(.issuers))]
    NotAnIssuer {
        /// Who issued it.
        issuers: Vec<Identity>,
        /// Who would replace it.
        identity: Identity,
    },
    /// A bundle cannot be signed.
    #[error("{}: {unfit}", .path.display())]
    Unfit {
        /// The bundle.
        path: PathBuf,
        /// Why not.
        unfit: Unfit,
    },
    /// A bundle changed while it was signed.
    #[error("{}: was changed while it was being signed", .path.display())]
    BundleChanged {
        /// The bundle.
        path: PathBuf,
    },
    /// A bundle with a further signature is not what it must be.
    #[error("{}: with that signature it would not verify{}", .path.display(), in_brackets(.found.as_ref()))]
    WouldNotVerify {
        /// The bundle.
        path: PathBuf,
        /// What was found first.
        found: Option<String>,
    },
    /// A table cannot be used.
    #[error("{}: {fault}", .path.display())]
    Table {
        /// The table.
        path: PathBuf,
        /// What is wrong with it.
        fault: TableFault,
    },
    /// A value in a row of a table cannot be used.
    #[error("{column} {problem}")]
    Cell {
        /// Its column.
        column: &'static str,
        /// What is wrong, in one clause.
        problem: String,
    },
    /// A row has several values where there can be one.
    #[error("{column} has several values, or none")]
    SeveralValues {
        /// Their column.
        column: &'static str,
    },
    /// A row names a file outside the folder of its table.
    #[error("{}: lies outside the folder of the table", .path.display())]
    Outside {
        /// The file.
        path: PathBuf,
    },
    /// Two rows have one identifier.
    #[error("row {row} has the identifier {identifier:?} too")]
    IdentifierTwice {
        /// The earlier row.
        row: u64,
        /// The identifier.
        identifier: String,
    },
    /// Two rows have the same documents.
    #[error("row {row} has the same documents too")]
    DocumentsTwice {
        /// The earlier row.
        row: u64,
    },
    /// Another statement in the archive has a row's identifier.
    #[error("{}: has the row's identifier, and other documents", .path.display())]
    IdentifierInUse {
        /// The other bundle.
        path: PathBuf,
    },
    /// Statements were sealed, and the event log does not say so.
    #[error("{}: what was sealed is there, but could not be written down: {cause}", .path.display())]
    NotWrittenDown {
        /// The archive.
        path: PathBuf,
        /// Why not.
        cause: Box<dyn Cause + Send + Sync>,
    },
}

fn together(identities: &[Identity]) -> String {
    identities.iter().map(Identity::as_str).collect::<Vec<_>>().join(" and ")
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
}

fn in_brackets(found: Option<&String>) -> String {
    found.map(|found| format!(" ({found})")).unwrap_or_default()
}

impl ComposeError {
    /// The file or folder concerned, if one is.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Office { path }
            | Self::NamedTwice { path }
            | Self::NotAFile { path }
            | Self::NameNotUtf8 { path }
            | Self::NotADocument { path }
            | Self::Name { path, .. }
            | Self::EmptyInput { path }
            | Self::PrivateKey { path }
            | Self::Encoding { path }
            | Self::Changed { path }
            | Self::MetadataFile { path, .. }
            | Self::FrontMatter { path, .. }
            | Self::NothingSaid { path }
            | Self::Unfit { path, .. }
            | Self::BundleChanged { path }
            | Self::WouldNotVerify { path, .. }
            | Self::Table { path, .. }
            | Self::Outside { path }
            | Self::IdentifierInUse { path }
            | Self::NotWrittenDown { path, .. } => Some(path),
            _ => None,
        }
    }
}
