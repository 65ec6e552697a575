//! Metadata in the making: values from several places, later ones winning, until a statement can be made of them.

use std::collections::BTreeMap;

use chancery_core::statement::json::Json;
use chancery_core::statement::metadata::FORMAT;
use chancery_core::statement::read::from_values;
use chancery_core::{Document, Findings, Identity, Metadata, Timestamp, When};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::proposal::registered;

/// Metadata that is not complete or not checked yet.
#[derive(Debug, Clone, Default)]
pub struct Draft(BTreeMap<String, Json>);

/// A value that cannot be used: its key and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key} {problem}")]
pub struct Fault {
    /// The key concerned, as in `speakers[0].name`.
    pub key: String,
    /// What is wrong, in one clause.
    pub problem: String,
}

/// What every statement needs.
const REQUIRED: [&str; 5] = ["title", "type", "issued", "publishers", "language"];

impl Draft {
    /// Takes values in, over those that are there.
    ///
    /// # Errors
    /// Where they are no object, or name what only sealing can name.
    pub fn layer(&mut self, values: Json) -> Result<(), Fault> {
        let Json::Object(entries) = values else { return Err(fault("metadata", "is not a list of keys and values")) };
        for (key, value) in entries {
            match key.as_str() {
                "documents" => return Err(fault(&key, "is made by sealing: name the documents on the command line")),
                "format" if value == Json::String(FORMAT.to_owned()) => {}
                "format" => return Err(fault(&key, "is not chancery/1, the only one there is")),
                _ => self.set(&key, value)?,
            }
        }
        Ok(())
    }

    /// Sets one value, put into its usual form.
    ///
    /// # Errors
    /// Where it can have none.
    pub fn set(&mut self, key: &str, value: Json) -> Result<(), Fault> {
        if Metadata::KEYS.contains(&key) && !is_text(&value) {
            return Err(fault(key, "has no text, or a number or truth value: put it in quotation marks"));
        }
        let value = match key {
            "speakers" => list(value, speaker),
            "subjects" | "publishers" => list(value, |item| item),
            "language" => usual(key, value, registered)?,
            "issued" | "held" | "embargo" => usual(key, value, moment)?,
            "source" => usual(key, value, address)?,
            "titles" => titles(value)?,
            _ => value,
        };
        self.0.insert(key.to_owned(), value);
        Ok(())
    }

    /// Sets one value from text.
    ///
    /// # Errors
    /// As [`Draft::set`].
    pub fn set_text(&mut self, key: &str, value: &str) -> Result<(), Fault> {
        self.set(key, Json::String(value.to_owned()))
    }

    /// The text of a value, where it is one.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.0.get(key) {
            Some(Json::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether there is a value.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Takes a value out.
    pub fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// Names the one publisher, who signs under `identity`, where no publishers are named yet.
    pub fn publish_as(&mut self, name: Option<&str>, identity: &Identity) {
        if let Some(name) = name.filter(|_| !self.has("publishers")) {
            self.0.insert("publishers".to_owned(), Json::Array(vec![publisher(name, identity)]));
        }
    }

    /// Names a further publisher, who signs under `identity`, where it is not named yet.
    pub fn publish_with(&mut self, name: &str, identity: &Identity) {
        let publisher = publisher(name, identity);
        if let Some(Json::Array(publishers)) = self.0.get_mut("publishers") {
            publishers.push(publisher);
        }
    }

    /// Whether the publishers name this identity.
    pub fn publishes(&self, identity: &Identity) -> bool {
        let named = |value: &Json| match value {
            Json::Object(entries) => {
                entries.iter().any(|(key, value)| key == "identity" && *value == Json::String(identity.to_string()))
            }
            _ => false,
        };
        matches!(self.0.get("publishers"), Some(Json::Array(publishers)) if publishers.iter().any(named))
    }

    /// The keys of what is required and missing.
    pub fn missing(&self) -> Vec<&'static str> {
        REQUIRED.into_iter().filter(|key| !self.has(key)).collect()
    }

    /// Makes metadata of it.
    ///
    /// # Errors
    /// Everything that is wrong or missing.
    pub fn finish(self, documents: &[Document]) -> Result<Metadata, Vec<Fault>> {
        let mut entries: Vec<(String, Json)> = self.0.into_iter().collect();
        entries.push(("format".to_owned(), Json::String(FORMAT.to_owned())));
        entries.push(("documents".to_owned(), Json::Array(documents.iter().map(document).collect())));
        let mut findings = Findings::default();
        let metadata = from_values(entries, &mut findings);
        let faults: Vec<Fault> = findings
            .into_vec()
            .into_iter()
            .map(|finding| {
                fault(finding.place.trim_start_matches("metadata.json").trim_start_matches(": "), &finding.message)
            })
            .collect();
        metadata.filter(|_| faults.is_empty()).ok_or(faults)
    }
}

fn publisher(name: &str, identity: &Identity) -> Json {
    let pair = [("name", name), ("identity", identity.as_str())];
    Json::Object(pair.map(|(key, text)| (key.to_owned(), Json::String(text.to_owned()))).to_vec())
}

fn fault(key: &str, problem: &str) -> Fault {
    Fault { key: key.to_owned(), problem: problem.to_owned() }
}

/// Whether all values are text. A format may have taken a reference such as `2026_0007` for a number, and lost how it was written.
fn is_text(value: &Json) -> bool {
    match value {
        Json::String(_) => true,
        Json::Array(items) => items.iter().all(is_text),
        Json::Object(entries) => entries.iter().all(|(_, value)| is_text(value)),
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::OtherNumber => false,
    }
}

fn list(value: Json, each: fn(Json) -> Json) -> Json {
    match value {
        Json::Array(items) => Json::Array(items.into_iter().map(each).collect()),
        one => Json::Array(vec![each(one)]),
    }
}

/// `NAME, ROLE` as a speaker.
fn speaker(value: Json) -> Json {
    let Json::String(text) = value else { return value };
    let (name, role) = text.split_once(", ").map_or((text.as_str(), None), |(name, role)| (name, Some(role)));
    let pairs = [("name", Some(name)), ("role", role)];
    let given =
        pairs.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Json::String(text?.trim().to_owned()))));
    Json::Object(given.collect())
}

/// Puts a text into its usual form.
fn usual<T: ToString>(key: &str, value: Json, form: fn(&str) -> Result<T, String>) -> Result<Json, Fault> {
    let Json::String(text) = value else { return Err(fault(key, "is not a text: put it in quotation marks")) };
    form(text.trim())
        .map(|value| Json::String(value.to_string()))
        .map_err(|problem| fault(key, &format!("{text:?} {problem}")))
}

/// A day, or a moment with whatever offset from UTC.
fn moment(text: &str) -> Result<When, String> {
    let wanted = || "is not a time such as 2026-03-12 or 2026-03-12T14:00:00Z".to_owned();
    text.parse().or_else(|_| {
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| wanted())?;
        if time.nanosecond() != 0 {
            return Err("has fractions of a second".to_owned());
        }
        Timestamp::from_unix(time.unix_timestamp()).map(When::Moment).ok_or_else(wanted)
    })
}

/// An address of the web, in ASCII.
fn address(text: &str) -> Result<String, String> {
    let wanted = || "is not a web address such as https://mfa.example/news/1".to_owned();
    let url = url::Url::parse(text).map_err(|_| wanted())?;
    if matches!(url.scheme(), "http" | "https") { Ok(url.to_string()) } else { Err(wanted()) }
}

fn titles(value: Json) -> Result<Json, Fault> {
    let Json::Object(entries) = value else { return Err(fault("titles", "is not a list of languages and titles")) };
    let tagged = entries.into_iter().map(|(tag, title)| {
        let tag = registered(&tag).map_err(|problem| fault("titles", &format!("{tag:?} {problem}")))?;
        Ok((tag.to_string(), title))
    });
    tagged.collect::<Result<_, Fault>>().map(Json::Object)
}

fn document(document: &Document) -> Json {
    let pairs = [
        ("path", Some(document.path.to_string())),
        ("name", document.name.as_ref().map(ToString::to_string)),
        ("media_type", Some(document.media_type.to_string())),
        ("language", document.language.as_ref().map(ToString::to_string)),
        ("role", Some(document.role.to_string())),
    ];
    let given = pairs.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Json::String(text?))));
    Json::Object(given.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::formats;

    fn documents() -> Vec<Document> {
        let media_type = "text/plain; charset=utf-8".parse().unwrap();
        let role = chancery_core::DocumentRole::Original;
        vec![Document { path: "data/a.txt".parse().unwrap(), name: None, media_type, language: None, role }]
    }

    fn draft(yaml: &str) -> Draft {
        let mut draft = Draft::default();
        draft.layer(formats::yaml(yaml).unwrap()).unwrap();
        draft
    }

    const ENOUGH: &str =
        "title: A\ntype: notice\nissued: 2026-03-12\nlanguage: en\npublishers: [{name: P, identity: p}]\n";

    #[test]
    fn later_values_win() {
        let mut draft = draft(ENOUGH);
        draft.layer(formats::yaml("title: B\nsubjects: x\n").unwrap()).unwrap();
        let metadata = draft.finish(&documents()).unwrap();
        assert_eq!(metadata.title.as_str(), "B");
        assert_eq!(metadata.subjects.len(), 1);
    }

    #[test]
    fn values_are_put_into_their_usual_form() {
        let more = "speakers: ['Ana Example, Minister', Bo]\nidentifier: '15'\nlanguage: EN-us\nheld: 2026-03-12T15:30:00+01:00\nsource: https://мид.example/а\n";
        let metadata =
            draft(&format!("{ENOUGH}{more}").replacen("language: en\n", "", 1)).finish(&documents()).unwrap();
        assert_eq!(metadata.speakers[0].role.as_ref().unwrap().as_str(), "Minister");
        assert_eq!(metadata.speakers[1].role, None);
        assert_eq!(metadata.identifier.unwrap().as_str(), "15");
        assert_eq!(metadata.language.as_str(), "en-US");
        assert_eq!(metadata.held.unwrap().to_string(), "2026-03-12T14:30:00Z");
        assert_eq!(metadata.source.unwrap().as_str(), "https://xn--d1ahl.example/%D0%B0");
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(draft("title: A\n").missing(), ["type", "issued", "publishers", "language"]);
    }

    #[test]
    fn every_fault_is_told_with_its_key() {
        let faults = draft(&format!("{ENOUGH}reason: why\nsalt: x\n")).finish(&documents()).unwrap_err();
        let keys: Vec<_> = faults.iter().map(|fault| fault.key.as_str()).collect();
        assert_eq!(keys, ["salt", "reason"]);
        for bad in [
            "language: english\n",
            "issued: yesterday\n",
            "issued: 12\n",
            "source: ftp://a\n",
            "documents: []\n",
            "titles: {zz: A}\n",
            "identifier: 2026_0007\n",
            "identifier: 0x1F\n",
            "identifier: 007\n",
            "place: true\n",
            "title:\n",
            "subjects: [x, 1]\n",
            "format: other\n",
        ] {
            assert!(Draft::default().layer(formats::yaml(bad).unwrap()).is_err(), "{bad}");
        }
    }
}
