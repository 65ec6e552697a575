//! The layers of metadata, each over those before it: defaults, front matter, a file, what is given for this statement.

use std::path::Path;

use chancery_core::statement::json;
use chancery_core::statement::json::Json;
use chancery_text::front_matter;

use super::options::MetadataOptions;
use crate::compose::documents::Documents;
use crate::compose::draft::{Draft, Fault};
use crate::compose::error::ComposeError;
use crate::compose::formats;
use crate::compose::warning::ComposeWarning;
use crate::defaults::Defaults;
use crate::error::{Error, Result};
use crate::files::read_text;
use crate::outcome::Tell;

/// What the front matter of the first document says.
pub(super) fn documents(draft: &mut Draft, documents: &Documents, tell: Tell<'_>) -> Result<()> {
    let text = documents.text.as_deref();
    match text.and_then(front_matter::split) {
        Some((front_matter, _)) => layer_front_matter(draft, front_matter, documents, tell)?,
        None if text.is_some_and(front_matter::begins) => {
            tell(ComposeWarning::UnendedFrontMatter.into());
        }
        None => {}
    }
    Ok(())
}

/// What a file of metadata says.
pub(super) fn metadata_file(draft: &mut Draft, options: &MetadataOptions) -> Result<()> {
    let Some(path) = &options.metadata else { return Ok(()) };
    draft.layer(as_sealed(read_file(path)?)).map_err(|fault| bad_file(path, fault.to_string()))
}

/// The metadata in what `chancery --json show` prints of a bundle, but for the documents, which are named anew; else all of it.
fn as_sealed(values: Json) -> Json {
    let Json::Object(entries) = &values else { return values };
    let metadata = entries.iter().find(|(key, _)| key == "metadata").map(|(_, value)| value);
    match (metadata, entries.iter().any(|(key, _)| key == "verdict")) {
        (Some(Json::Object(sealed)), true) => {
            Json::Object(sealed.iter().filter(|(key, _)| key != "documents").cloned().collect())
        }
        _ => values,
    }
}

/// What the office's defaults say.
pub(super) fn defaults(draft: &mut Draft, defaults: &Defaults) -> Result<()> {
    for (key, value) in [("language", &defaults.language), ("type", &defaults.kind)] {
        set(draft, key, value.as_deref()).map_err(|fault| ComposeError::Default { fault })?;
    }
    Ok(())
}

fn set(draft: &mut Draft, key: &str, value: Option<&str>) -> std::result::Result<(), Fault> {
    value.map_or(Ok(()), |value| draft.set_text(key, value)).map_err(|fault| Fault { key: key.to_owned(), ..fault })
}

fn layer_front_matter(draft: &mut Draft, text: &str, documents: &Documents, tell: Tell<'_>) -> Result<()> {
    let origin = documents.sources.get(documents.first).map(|source| source.origin.clone()).unwrap_or_default();
    let wrong = |problem: String| ComposeError::FrontMatter { path: origin.clone(), problem };
    let mut values = formats::yaml(text).map_err(wrong)?;
    if let Json::Object(entries) = &mut values {
        let before = entries.len();
        // A text that somebody else wrote must not replace a statement.
        entries.retain(|(key, _)| !matches!(key.as_str(), "replaces" | "reason"));
        if entries.len() < before {
            tell(ComposeWarning::ReplacesInFrontMatter.into());
        }
    }
    if values == Json::Null {
        return Ok(());
    }
    draft.layer(values).map_err(|fault| wrong(fault.to_string()).into())
}

const LONGEST_FILE: u64 = 4 << 20;

fn read_file(path: &Path) -> Result<Json> {
    let text = read_text(path, LONGEST_FILE)?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let values = match ending.as_str() {
        "json" => json::parse(text.as_bytes()),
        "yaml" | "yml" => formats::yaml(&text),
        "toml" => formats::toml(&text),
        _ => Err("is not called .json, .yaml or .toml".to_owned()),
    };
    values.map_err(|problem| bad_file(path, problem))
}

fn bad_file(path: &Path, problem: String) -> Error {
    ComposeError::MetadataFile { path: path.to_owned(), problem }.into()
}

/// What is given for this statement.
pub(super) fn options(draft: &mut Draft, options: &MetadataOptions) -> Result<()> {
    let replaces = options.replaces.map(|id| id.to_string());
    let texts = [
        ("title", &options.title),
        ("type", &options.kind),
        ("identifier", &options.identifier),
        ("issued", &options.issued),
        ("held", &options.held),
        ("embargo", &options.embargo),
        ("place", &options.place),
        ("language", &options.language),
        ("summary", &options.summary),
        ("source", &options.source),
        ("rights", &options.rights),
        ("replaces", &replaces),
        ("reason", &options.reason),
        ("salt", &options.salt),
    ];
    for (key, value) in texts {
        set(draft, key, value.as_deref()).map_err(|fault| ComposeError::Given { fault })?;
    }
    for (key, values) in [("speakers", &options.speakers), ("subjects", &options.subjects)] {
        if !values.is_empty() {
            let items = values.iter().map(|value| Json::String(value.clone())).collect();
            draft.set(key, Json::Array(items)).map_err(|fault| ComposeError::GivenItem { fault })?;
        }
    }
    Ok(())
}
