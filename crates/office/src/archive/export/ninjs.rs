//! IPTC ninjs 3.1, a file a statement, as FORMAT.md section 15 maps it. The documents are named, not held.

use chancery_core::statement::metadata::FORMAT;
use chancery_core::{Metadata, When};
use serde::Serialize;

use super::record::{Part, Record, WITHDRAWN, json, speaker_line};

const STANDARD: Standard =
    Standard { name: "ninjs", version: "3.1", schema: "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#" };

/// A statement as a file.
pub fn record(record: &Record<'_>) -> String {
    json(&item(record)) + "\n"
}

/// The members in the order in which they are written. What is empty is left out.
#[derive(Serialize)]
struct Item<'a> {
    uri: String,
    standard: Standard,
    r#type: &'static str,
    #[serde(rename = "representationType")]
    representation_type: &'static str,
    profile: &'static str,
    #[serde(rename = "versionCreated")]
    version_created: String,
    #[serde(rename = "contentCreated", skip_serializing_if = "Option::is_none")]
    content_created: Option<String>,
    #[serde(rename = "embargoedUntil", skip_serializing_if = "Option::is_none")]
    embargoed_until: Option<String>,
    #[serde(rename = "pubStatus")]
    pub_status: &'static str,
    #[serde(rename = "usageTerms", skip_serializing_if = "Option::is_none")]
    usage_terms: Option<&'a str>,
    language: &'a str,
    title: &'a str,
    headlines: Vec<Said<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Said<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    located: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subjects: Vec<NamedKeys<'a>>,
    genres: [NamedKeys<'a>; 1],
    #[serde(rename = "infoSources")]
    info_sources: Vec<InfoSource<'a>>,
    #[serde(rename = "altIds", skip_serializing_if = "Vec::is_empty")]
    alt_ids: Vec<Said<'a>>,
    renditions: Vec<Rendition<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associations: Vec<Association>,
}

#[derive(Serialize)]
struct Standard {
    name: &'static str,
    version: &'static str,
    schema: &'static str,
}

/// A text in a role.
#[derive(Serialize)]
struct Said<'a> {
    role: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    rel: &'static str,
}

#[derive(Serialize)]
struct NamedKeys<'a> {
    name: &'a str,
}

/// The name is the publisher's own claim; the literal is the identity that is proven.
#[derive(Serialize)]
struct InfoSource<'a> {
    name: &'a str,
    role: &'static str,
    literal: &'a str,
}

#[derive(Serialize)]
struct Rendition<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(rename = "contentType")]
    content_type: &'a str,
    #[serde(rename = "sizeInBytes")]
    size_in_bytes: u64,
}

#[derive(Serialize)]
struct Association {
    uri: String,
    name: String,
    rel: &'static str,
}

fn item<'a>(record: &Record<'a>) -> Item<'a> {
    let metadata = record.metadata;
    let only_texts = metadata.documents.iter().all(|document| document.media_type.is_text());
    Item {
        uri: record.id.to_string(),
        standard: STANDARD,
        r#type: if only_texts { "text" } else { "composite" },
        representation_type: "partial",
        profile: FORMAT,
        version_created: moment(metadata.issued),
        content_created: metadata.held.map(moment),
        embargoed_until: metadata.embargo.map(moment),
        pub_status: if record.status == Some(WITHDRAWN) { "canceled" } else { "usable" },
        usage_terms: metadata.rights.as_ref().map(chancery_core::statement::value::Prose::as_str),
        language: metadata.language.as_str(),
        title: metadata.title.as_str(),
        headlines: headlines(metadata),
        descriptions: descriptions(metadata),
        by: (!metadata.speakers.is_empty()).then(|| by(metadata)),
        people: metadata.speakers.iter().map(|it| Person { name: it.name.as_str(), rel: "speaker" }).collect(),
        located: metadata.place.as_ref().map(chancery_core::statement::value::SingleLine::as_str),
        subjects: metadata.subjects.iter().map(|subject| NamedKeys { name: subject.as_str() }).collect(),
        genres: [NamedKeys { name: metadata.kind.as_str() }],
        info_sources: info_sources(metadata),
        alt_ids: alternative_ids(metadata),
        renditions: record.parts().iter().map(rendition).collect(),
        associations: associations(record),
    }
}

/// A day stands for its first moment.
fn moment(when: When) -> String {
    when.start().to_string()
}

fn headlines(metadata: &Metadata) -> Vec<Said<'_>> {
    let main = Said { role: "main", value: metadata.title.as_str() };
    let others = metadata.titles.values().map(|title| Said { role: "alternative", value: title.as_str() });
    [main].into_iter().chain(others).collect()
}

fn descriptions(metadata: &Metadata) -> Vec<Said<'_>> {
    let summary = metadata.summary.iter().map(|summary| Said { role: "summary", value: summary.as_str() });
    let reason = metadata.reason.iter().map(|reason| Said { role: "reason", value: reason.as_str() });
    summary.chain(reason).collect()
}

fn by(metadata: &Metadata) -> String {
    let speakers: Vec<String> = metadata.speakers.iter().map(speaker_line).collect();
    speakers.join("; ")
}

fn info_sources(metadata: &Metadata) -> Vec<InfoSource<'_>> {
    let publishers = metadata.publishers.iter();
    publishers
        .map(|it| InfoSource { name: it.name.as_str(), role: "publisher", literal: it.identity.as_str() })
        .collect()
}

fn alternative_ids(metadata: &Metadata) -> Vec<Said<'_>> {
    let identifier =
        metadata.identifier.iter().map(|identifier| Said { role: "identifier", value: identifier.as_str() });
    let source = metadata.source.iter().map(|source| Said { role: "source", value: source.as_str() });
    identifier.chain(source).collect()
}

fn rendition<'a>(part: &Part<'a>) -> Rendition<'a> {
    Rendition {
        name: part.document.path.as_str(),
        title: part.document.name.as_ref().map(chancery_core::statement::value::SingleLine::as_str),
        content_type: part.document.media_type.as_str(),
        size_in_bytes: part.size,
    }
}

/// The statement that this one replaces, and those that replace it.
fn associations(record: &Record<'_>) -> Vec<Association> {
    let older = record.metadata.replaces.iter().map(|id| (id, "replaces"));
    let newer = record.replaced_by().map(|id| (id, "replacedBy"));
    older.chain(newer).map(|(id, rel)| Association { uri: id.to_string(), name: id.to_string(), rel }).collect()
}

#[cfg(test)]
mod tests;
