//! A statement's metadata: the values of `metadata.json`, and the one way they are written (FORMAT.md).

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::id::BundleId;
use super::identity::Identity;
use super::language::LanguageTag;
use super::path::DocumentPath;
use super::time::{Timestamp, When};
use super::value::{DocumentRole, MediaType, Prose, Salt, SingleLine, StatementType, WebAddress};

/// The format that this version makes and judges.
pub const FORMAT: &str = "chancery/1";

/// All that `metadata.json` says. The fields stand in the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// Always [`FORMAT`].
    pub format: Format,
    /// The title, in the original's language.
    pub title: SingleLine,
    /// The title in other languages.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<LanguageTag, SingleLine>,
    /// What kind of statement it is.
    #[serde(rename = "type")]
    pub kind: StatementType,
    /// The office's own reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<SingleLine>,
    /// When it was published.
    pub issued: When,
    /// When the event itself took place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<When>,
    /// The time before which it must not be published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embargo: Option<When>,
    /// Who publishes it; each signs as an issuer.
    pub publishers: Vec<Publisher>,
    /// Who speaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<SingleLine>,
    /// The original's language.
    pub language: LanguageTag,
    /// What it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<SingleLine>,
    /// In a few sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Prose>,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<WebAddress>,
    /// What may be done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<Prose>,
    /// The bundle that this one corrects or withdraws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<BundleId>,
    /// Why it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
    /// Exactly with an embargo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salt: Option<Salt>,
    /// Every document, bytewise by path.
    pub documents: Vec<Document>,
    /// Keys that this version does not know, bytewise by name.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, Unknown>,
}

impl Metadata {
    /// The keys that this version knows, in the order in which they are written.
    pub const KEYS: [&str; 20] = [
        "format",
        "title",
        "titles",
        "type",
        "identifier",
        "issued",
        "held",
        "embargo",
        "publishers",
        "speakers",
        "place",
        "language",
        "subjects",
        "summary",
        "source",
        "rights",
        "replaces",
        "reason",
        "salt",
        "documents",
    ];

    /// `metadata.json`, byte for byte.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Nothing here can fail to be written: every map's keys are strings.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The publishers' identities, in order: who must sign.
    pub fn issuers(&self) -> impl Iterator<Item = &Identity> {
        self.publishers.iter().map(|publisher| &publisher.identity)
    }
}

/// The marker of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format;

/// Who publishes a statement: the name is what the signer says of itself, the identity is what is proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publisher {
    /// The office's name.
    pub name: SingleLine,
    /// The identity under which it signs.
    pub identity: Identity,
}

/// Who speaks in a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Speaker {
    /// The person's name.
    pub name: SingleLine,
    /// The person's office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<SingleLine>,
}

/// What is said of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Where it lies in the bundle.
    pub path: DocumentPath,
    /// Its own name, where it differs from its path below `data/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<SingleLine>,
    /// Its media type.
    pub media_type: MediaType,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
    /// What it is to the statement.
    pub role: DocumentRole,
}

/// The value of a key that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Unknown {
    /// A string.
    Text(Prose),
    /// A truth value.
    Flag(bool),
    /// An integer between -2^53 and 2^53, both excluded.
    Number(i64),
    /// Strings.
    List(Vec<Prose>),
}

macro_rules! written_as_text {
    ($($name:ty),*) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )* };
}

written_as_text!(BundleId, DocumentPath, Identity, LanguageTag, Timestamp, When);

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(FORMAT)
    }
}
