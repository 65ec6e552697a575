//! schema.org in JSON-LD: one `@graph` of statements, as FORMAT.md section 15 maps them.
//!
//! All of them are of the type `NewsArticle`: its subtypes say what an editor made of the news, which no press office does.

use chancery_core::statement::metadata::FORMAT;
use chancery_core::{BundleId, LanguageTag, Metadata};
use serde::Serialize;

use super::record::{Part, Record, json};

/// What a file begins with.
pub const HEAD: &str = "{\"@context\":\"https://schema.org/\",\"@graph\":[\n";
/// What a file ends with.
pub const TAIL: &str = "\n]}\n";

/// A statement as a node, after a comma where it is not the first.
pub fn record(record: &Record<'_>, first: bool) -> String {
    let between = if first { "" } else { ",\n" };
    between.to_owned() + &json(&article(record))
}

/// The properties in the order in which they are written. What is empty is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@type")]
    class: &'static str,
    #[serde(rename = "@id")]
    id: String,
    identifier: Vec<String>,
    schema_version: &'static str,
    headline: InLanguage<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternative_headline: Vec<InLanguage<'a>>,
    genre: &'a str,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_reference_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conditions_of_access: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creative_work_status: Option<&'a str>,
    publisher: Vec<Organization<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributor: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location_created: Option<Place<'a>>,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright_notice: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<Reference>,
    /// Those that correct it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<Reference>,
    /// Those that withdraw it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subject_of: Vec<Reference>,
    associated_media: Vec<MediaObject<'a>>,
    sd_date_published: String,
}

/// A text and its language.
#[derive(Serialize)]
struct InLanguage<'a> {
    #[serde(rename = "@language")]
    language: &'a str,
    #[serde(rename = "@value")]
    value: &'a str,
}

/// The name is the publisher's own claim; the identifier is the identity that is proven.
#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    class: &'static str,
    name: &'a str,
    identifier: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Person<'a> {
    #[serde(rename = "@type")]
    class: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    #[serde(rename = "@type")]
    class: &'static str,
    name: &'a str,
}

/// Another statement, by its id.
#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MediaObject<'a> {
    #[serde(rename = "@type")]
    class: &'static str,
    content_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    encoding_format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    additional_type: &'static str,
    content_size: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

fn article<'a>(record: &Record<'a>) -> Article<'a> {
    let metadata = record.metadata;
    let references = |ids: &'a [BundleId]| ids.iter().map(reference).collect();
    let (corrected, withdrawn) = (references(record.corrected_by), references(record.withdrawn_by));
    Article {
        class: "NewsArticle",
        id: record.id.to_string(),
        identifier: identifiers(record),
        schema_version: FORMAT,
        headline: in_language(&metadata.language, metadata.title.as_str()),
        alternative_headline: metadata.titles.iter().map(|(tag, title)| in_language(tag, title.as_str())).collect(),
        genre: metadata.kind.as_str(),
        date_published: metadata.issued.to_string(),
        content_reference_time: metadata.held.map(|held| held.to_string()),
        conditions_of_access: metadata.embargo.map(|embargo| format!("under embargo until {embargo}")),
        creative_work_status: record.status,
        publisher: publishers(metadata),
        contributor: contributors(metadata),
        location_created: metadata.place.as_ref().map(|place| Place { class: "Place", name: place.as_str() }),
        in_language: metadata.language.as_str(),
        keywords: metadata.subjects.iter().map(chancery_core::statement::value::SingleLine::as_str).collect(),
        summary: metadata.summary.as_ref().map(chancery_core::statement::value::Prose::as_str),
        description: metadata.reason.as_ref().map(chancery_core::statement::value::Prose::as_str),
        url: metadata.source.as_ref().map(chancery_core::statement::value::WebAddress::as_str),
        copyright_notice: metadata.rights.as_ref().map(chancery_core::statement::value::Prose::as_str),
        citation: metadata.replaces.as_ref().map(reference),
        correction: corrected,
        subject_of: withdrawn,
        associated_media: record.parts().iter().map(media_object).collect(),
        sd_date_published: record.checked.day().to_string(),
    }
}

/// The bundle's id, then the office's own reference.
fn identifiers(record: &Record<'_>) -> Vec<String> {
    let own = record.metadata.identifier.iter().map(ToString::to_string);
    [record.id.to_string()].into_iter().chain(own).collect()
}

fn in_language<'a>(language: &'a LanguageTag, value: &'a str) -> InLanguage<'a> {
    InLanguage { language: language.as_str(), value }
}

fn publishers(metadata: &Metadata) -> Vec<Organization<'_>> {
    let publishers = metadata.publishers.iter();
    publishers
        .map(|it| Organization { class: "Organization", name: it.name.as_str(), identifier: it.identity.as_str() })
        .collect()
}

fn contributors(metadata: &Metadata) -> Vec<Person<'_>> {
    let speakers = metadata.speakers.iter();
    speakers
        .map(|it| Person {
            class: "Person",
            name: it.name.as_str(),
            job_title: it.role.as_ref().map(chancery_core::statement::value::SingleLine::as_str),
        })
        .collect()
}

fn reference(id: &impl ToString) -> Reference {
    Reference { id: id.to_string() }
}

fn media_object<'a>(part: &Part<'a>) -> MediaObject<'a> {
    let document = part.document;
    MediaObject {
        class: "MediaObject",
        content_url: document.path.as_str(),
        name: document.name.as_ref().map(chancery_core::statement::value::SingleLine::as_str),
        encoding_format: document.media_type.as_str(),
        in_language: document.language.as_ref().map(LanguageTag::as_str),
        additional_type: document.role.as_str(),
        content_size: format!("{} B", part.size),
        sha256: part.digest.map(|digest| digest.to_string()),
    }
}

#[cfg(test)]
mod tests;
