//! What is said of a statement as options or in a row of a table.

use std::path::PathBuf;

use chancery_core::statement::identity::NotAnIdentity;
use chancery_core::{BundleId, Identity};

/// The values that are given for one statement, over all others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetadataOptions {
    /// A JSON, YAML or TOML file with metadata, or what `chancery --json show` printed
    pub metadata: Option<PathBuf>,
    /// The title
    pub title: Option<String>,
    /// What it is: press-release, press-conference, speech, interview, communique, notice, …
    pub kind: Option<String>,
    /// The office's own reference
    pub identifier: Option<String>,
    /// When it was published, such as 2026-03-12 or 2026-03-12T14:00:00Z
    pub issued: Option<String>,
    /// When the event itself took place
    pub held: Option<String>,
    /// The time before which it must not be published
    pub embargo: Option<String>,
    /// The publisher's name
    pub publisher: Option<String>,
    /// A further issuer of a joint statement, who signs it too
    pub co_issuers: Vec<CoIssuer>,
    /// Who speaks
    pub speakers: Vec<String>,
    /// Where
    pub place: Option<String>,
    /// The language of the statement, such as en
    pub language: Option<String>,
    /// What it is about
    pub subjects: Vec<String>,
    /// In a few sentences
    pub summary: Option<String>,
    /// Where it was published
    pub source: Option<String>,
    /// What may be done with it
    pub rights: Option<String>,
    /// The id of the bundle that this one corrects or withdraws
    pub replaces: Option<BundleId>,
    /// Why it does
    pub reason: Option<String>,
    /// 32 hexadecimal digits instead of random ones, for an embargoed statement
    pub salt: Option<String>,
}

/// A further issuer, and its name where the metadata does not say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoIssuer {
    /// Under which identity it signs.
    pub identity: Identity,
    /// Its name.
    pub name: Option<String>,
}

impl CoIssuer {
    /// An issuer whose name is known.
    pub fn of(identity: &Identity, name: &str) -> Self {
        Self { identity: identity.clone(), name: Some(name.to_owned()) }
    }
}

/// An identity, and perhaps a name.
///
/// # Errors
/// What is wrong with it.
pub fn co_issuer(text: &str) -> Result<CoIssuer, String> {
    let (identity, name) = text.split_once(',').map_or((text, None), |(identity, name)| (identity, Some(name.trim())));
    let identity = identity.trim().parse().map_err(|fault: NotAnIdentity| fault.to_string())?;
    Ok(CoIssuer { identity, name: name.filter(|name| !name.is_empty()).map(ToOwned::to_owned) })
}
