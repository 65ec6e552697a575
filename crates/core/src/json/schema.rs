//! The shape of `metadata.json` (FORMAT.md, 6), for the schema alone: its values are written as texts.
#![allow(dead_code, reason = "only its schema is used")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// A statement's metadata, as `metadata.json` has it.
#[derive(JsonSchema)]
#[schemars(rename = "Metadata")]
pub(super) struct MetadataObject {
    /// The format.
    #[schemars(extend("enum" = ["chancery/1"]))]
    format: String,
    /// The title, in the original's language.
    title: String,
    /// The title in other languages, by language tag.
    #[schemars(skip_serializing_if = "Option::is_none")]
    titles: Option<BTreeMap<String, String>>,
    /// What kind of statement it is.
    r#type: String,
    /// The office's own reference.
    #[schemars(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    /// The day or the time at which it was published.
    issued: String,
    /// The day or the time of the event itself.
    #[schemars(skip_serializing_if = "Option::is_none")]
    held: Option<String>,
    /// The time before which it must not be published.
    #[schemars(skip_serializing_if = "Option::is_none")]
    embargo: Option<String>,
    /// Who publishes it; each signs as an issuer.
    publishers: Vec<PublisherObject>,
    /// Who speaks.
    #[schemars(skip_serializing_if = "Option::is_none")]
    speakers: Option<Vec<SpeakerObject>>,
    /// Where.
    #[schemars(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// The original's language.
    language: String,
    /// What it is about.
    #[schemars(skip_serializing_if = "Option::is_none")]
    subjects: Option<Vec<String>>,
    /// In a few sentences.
    #[schemars(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// Where it was published.
    #[schemars(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// What may be done with it.
    #[schemars(skip_serializing_if = "Option::is_none")]
    rights: Option<String>,
    /// The id of the bundle that this one corrects or withdraws.
    #[schemars(skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    /// Why it does.
    #[schemars(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Random digits, exactly with an embargo.
    #[schemars(skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    /// Every document.
    documents: Vec<DocumentObject>,
}

/// Who publishes a statement.
#[derive(JsonSchema)]
#[schemars(rename = "Publisher")]
struct PublisherObject {
    /// The office's name.
    name: String,
    /// The identity under which it signs.
    identity: String,
}

/// Who speaks in a statement.
#[derive(JsonSchema)]
#[schemars(rename = "Speaker")]
struct SpeakerObject {
    /// The person's name.
    name: String,
    /// The person's office.
    #[schemars(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
}

/// A document of a statement.
#[derive(JsonSchema)]
#[schemars(rename = "Document")]
struct DocumentObject {
    /// Its path in the bundle.
    path: String,
    /// Its own name, where that is another.
    #[schemars(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Its media type.
    media_type: String,
    /// Its language.
    #[schemars(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// What it is to the statement.
    role: String,
}
