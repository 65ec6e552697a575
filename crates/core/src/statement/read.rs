//! `metadata.json` read back: every fault found, and only the exact bytes that a sealer writes accepted.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use super::json::{self, Json};
use super::language::LanguageTag;
use super::metadata::{Document, FORMAT, Format, Metadata, Publisher, Speaker, Unknown};
use super::value::{Prose, SingleLine, longest, text_fault};
use crate::finding::{Code, Findings};

const FILE: &str = "metadata.json";
const MOST_ITEMS: usize = 10_000;
const INTEGERS_BELOW: u64 = 1 << 53;

/// Reads the metadata and adds a finding for every fault; `None` where a required value is not there or not usable.
pub fn read(bytes: &[u8], findings: &mut Findings) -> Option<Metadata> {
    let entries = match json::parse(bytes) {
        Ok(Json::Object(entries)) if entries.len() <= MOST_ITEMS => entries,
        Ok(_) => {
            findings.add(Code::MetadataJson, FILE, "is not a JSON object of at most 10,000 keys");
            return None;
        }
        Err(error) => {
            findings.add(Code::MetadataJson, FILE, error);
            return None;
        }
    };
    let metadata = from_values(entries, findings)?;
    check_canonical(&metadata, bytes, findings);
    Some(metadata)
}

/// Makes metadata of its values, in whatever order; adds a finding for every fault.
pub fn from_values(entries: Vec<(String, Json)>, findings: &mut Findings) -> Option<Metadata> {
    let metadata = metadata(&mut Fields::new(FILE.to_owned(), entries, findings))?;
    check_relations(&metadata, findings);
    Some(metadata)
}

fn metadata(fields: &mut Fields<'_>) -> Option<Metadata> {
    let format = format(fields);
    let title = fields.required("title");
    let titles = titles(fields);
    let kind = fields.required("type");
    let identifier = fields.optional("identifier");
    let issued = fields.required("issued");
    let held = fields.optional("held");
    let embargo = fields.optional("embargo");
    let publishers = fields.objects("publishers", true, publisher);
    let speakers = fields.objects("speakers", false, speaker);
    let place = fields.optional("place");
    let language = fields.required("language");
    let subjects = fields.strings("subjects");
    let summary = fields.optional("summary");
    let source = fields.optional("source");
    let rights = fields.optional("rights");
    let replaces = fields.optional("replaces");
    let reason = fields.optional("reason");
    let salt = fields.optional("salt");
    let documents = fields.objects("documents", true, document);
    let unknown = unknown(fields);
    Some(Metadata {
        format: format?,
        title: title?,
        titles,
        kind: kind?,
        identifier,
        issued: issued?,
        held,
        embargo,
        publishers,
        speakers,
        place,
        language: language?,
        subjects,
        summary,
        source,
        rights,
        replaces,
        reason,
        salt,
        documents,
        unknown,
    })
}

fn format(fields: &mut Fields<'_>) -> Option<Format> {
    match fields.take("format") {
        Some(Json::String(text)) if text == FORMAT => Some(Format),
        Some(_) => fields.fault("format", format!("is not {FORMAT:?}")),
        None => fields.missing("format"),
    }
}

fn titles(fields: &mut Fields<'_>) -> BTreeMap<LanguageTag, SingleLine> {
    let place = fields.place_of("titles");
    let entries = match fields.take("titles") {
        None => return BTreeMap::new(),
        Some(Json::Object(entries)) if !entries.is_empty() && entries.len() <= MOST_ITEMS => entries,
        Some(_) => {
            fields.fault::<()>("titles", "is not an object with 1 to 10,000 entries");
            return BTreeMap::new();
        }
    };
    let mut titles = BTreeMap::new();
    for (tag, title) in entries {
        match tag.parse::<LanguageTag>() {
            Ok(tag) => {
                let title = text_value(title, &format!("{place}.{tag}"), fields.findings);
                titles.extend(title.map(|title| (tag, title)));
            }
            Err(error) => fields.findings.add(Code::MetadataValue, &place, format!("{tag:?} {error}")),
        }
    }
    titles
}

fn publisher(fields: &mut Fields<'_>) -> Option<Publisher> {
    let (name, identity) = (fields.required("name"), fields.required("identity"));
    Some(Publisher { name: name?, identity: identity? })
}

fn speaker(fields: &mut Fields<'_>) -> Option<Speaker> {
    let (name, role) = (fields.required("name"), fields.optional("role"));
    Some(Speaker { name: name?, role })
}

fn document(fields: &mut Fields<'_>) -> Option<Document> {
    let path = fields.required("path");
    let name = fields.optional("name");
    let media_type = fields.required("media_type");
    let language = fields.optional("language");
    let role = fields.required("role");
    Some(Document { path: path?, name, media_type: media_type?, language, role: role? })
}

fn unknown(fields: &mut Fields<'_>) -> BTreeMap<String, Unknown> {
    let mut unknown = BTreeMap::new();
    for (key, value) in std::mem::take(&mut fields.entries) {
        if Metadata::KEYS.iter().any(|known| known.eq_ignore_ascii_case(&key)) {
            fields.findings.add(Code::MetadataKey, FILE, format!("{key:?} differs from a known key only in case"));
        } else if let Some(fault) = text_fault(&key, longest::KEY) {
            fields.findings.add(Code::MetadataKey, FILE, format!("the key {key:?} {fault}"));
        } else if let Some(value) = unknown_value(value) {
            unknown.insert(key, value);
        } else {
            let place = fields.place_of(&key);
            let wanted = "is not a string, true, false, an integer below 2^53 or an array of strings";
            fields.findings.add(Code::MetadataValue, place, wanted);
        }
    }
    unknown
}

fn unknown_value(value: Json) -> Option<Unknown> {
    match value {
        Json::String(text) => text.parse().ok().map(Unknown::Text),
        Json::Bool(flag) => Some(Unknown::Flag(flag)),
        Json::Integer(number) => (number.unsigned_abs() < INTEGERS_BELOW).then_some(Unknown::Number(number)),
        Json::Array(items) if !items.is_empty() && items.len() <= MOST_ITEMS => {
            let texts: Option<Vec<Prose>> = items
                .into_iter()
                .map(|item| match item {
                    Json::String(text) => text.parse().ok(),
                    _ => None,
                })
                .collect();
            texts.map(Unknown::List)
        }
        _ => None,
    }
}

/// An object's keys, taken one by one; what is left over in the end is unknown.
struct Fields<'a> {
    place: String,
    entries: BTreeMap<String, Json>,
    findings: &'a mut Findings,
}

impl<'a> Fields<'a> {
    fn new(place: String, entries: Vec<(String, Json)>, findings: &'a mut Findings) -> Self {
        Self { place, entries: entries.into_iter().collect(), findings }
    }

    fn take(&mut self, key: &str) -> Option<Json> {
        self.entries.remove(key)
    }

    fn place_of(&self, key: &str) -> String {
        let between = if self.place == FILE { ": " } else { "." };
        format!("{}{between}{key}", self.place)
    }

    fn fault<T>(&mut self, key: &str, fault: impl Into<String>) -> Option<T> {
        let place = self.place_of(key);
        self.findings.add(Code::MetadataValue, place, fault);
        None
    }

    fn missing<T>(&mut self, key: &str) -> Option<T> {
        let place = self.place.clone();
        self.findings.add(Code::MetadataKey, place, format!("the required key {key:?} is missing"));
        None
    }

    fn required<T: FromStr<Err: Display>>(&mut self, key: &str) -> Option<T> {
        if self.entries.contains_key(key) { self.optional(key) } else { self.missing(key) }
    }

    fn optional<T: FromStr<Err: Display>>(&mut self, key: &str) -> Option<T> {
        let place = self.place_of(key);
        let value = self.take(key)?;
        text_value(value, &place, self.findings)
    }

    fn items(&mut self, key: &str, required: bool) -> Vec<(String, Json)> {
        let place = self.place_of(key);
        match self.take(key) {
            Some(Json::Array(items)) if !items.is_empty() && items.len() <= MOST_ITEMS => {
                items.into_iter().enumerate().map(|(at, item)| (format!("{place}[{at}]"), item)).collect()
            }
            Some(_) => {
                self.fault::<()>(key, "is not an array of 1 to 10,000 items");
                Vec::new()
            }
            None if required => {
                self.missing::<()>(key);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn strings<T: FromStr<Err: Display>>(&mut self, key: &str) -> Vec<T> {
        let items = self.items(key, false);
        items.into_iter().filter_map(|(place, item)| text_value(item, &place, self.findings)).collect()
    }

    fn objects<T>(&mut self, key: &str, required: bool, read: fn(&mut Fields<'_>) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for (place, item) in self.items(key, required) {
            let Json::Object(entries) = item else {
                self.findings.add(Code::MetadataValue, place, "is not an object");
                continue;
            };
            let mut fields = Fields::new(place, entries, self.findings);
            found.extend(read(&mut fields));
            fields.refuse_rest();
        }
        found
    }

    fn refuse_rest(&mut self) {
        for key in std::mem::take(&mut self.entries).into_keys() {
            self.findings.add(Code::MetadataKey, &self.place, format!("the key {key:?} is not allowed here"));
        }
    }
}

fn text_value<T: FromStr<Err: Display>>(value: Json, place: &str, findings: &mut Findings) -> Option<T> {
    let Json::String(text) = value else {
        findings.add(Code::MetadataValue, place, "is not a string");
        return None;
    };
    text.parse().map_err(|fault: T::Err| findings.add(Code::MetadataValue, place, fault.to_string())).ok()
}

/// What values owe to each other.
fn check_relations(metadata: &Metadata, findings: &mut Findings) {
    for (place, fault) in relation_faults(metadata) {
        findings.add(Code::MetadataValue, format!("{FILE}: {place}"), fault);
    }
}

/// The key concerned and what is wrong, for every rule between values that is broken.
fn relation_faults(metadata: &Metadata) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    let mut rule = |holds: bool, place, fault| {
        if !holds {
            faults.push((place, fault));
        }
    };
    rule(!metadata.titles.contains_key(&metadata.language), "titles", "repeats the language of the original");
    rule(metadata.reason.is_none() || metadata.replaces.is_some(), "reason", "is there without replaces");
    rule(metadata.salt.is_some() == metadata.embargo.is_some(), "salt", "must be there exactly when embargo is");
    let mut identities: Vec<_> = metadata.issuers().collect();
    identities.sort();
    rule(identities.is_sorted_by(|a, b| a < b), "publishers", "names an identity twice");
    rule(
        metadata.documents.is_sorted_by(|a, b| a.path < b.path),
        "documents",
        "is not sorted bytewise by path, each once",
    );
    let named = |document: &Document| document.name.as_ref().is_some_and(|name| name.as_str() == document.path.below());
    rule(!metadata.documents.iter().any(named), "documents", "gives a name that is no different from the path");
    faults
}

fn check_canonical(metadata: &Metadata, bytes: &[u8], findings: &mut Findings) {
    let expected = metadata.to_bytes();
    if expected != bytes {
        let same = expected.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        let line = bytes.iter().take(same).filter(|byte| **byte == b'\n').count().saturating_add(1);
        findings.add(
            Code::MetadataCanonical,
            format!("{FILE}: line {line}"),
            format!("differs at byte {same} from the only way to write these values"),
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SMALLEST: &str = r#"{
  "format": "chancery/1",
  "title": "T",
  "type": "notice",
  "issued": "2026-03-12",
  "publishers": [
    {
      "name": "P",
      "identity": "press@mfa.example"
    }
  ],
  "language": "en",
  "documents": [
    {
      "path": "data/a.txt",
      "media_type": "text/plain; charset=utf-8",
      "role": "original"
    }
  ]
}
"#;

    fn codes(text: &str) -> Vec<Code> {
        let mut findings = Findings::default();
        read(text.as_bytes(), &mut findings);
        findings.into_vec().into_iter().map(|finding| finding.code).collect()
    }

    /// The smallest metadata with a line changed.
    fn with(line: &str, other: &str) -> String {
        assert!(SMALLEST.contains(line), "{line}");
        SMALLEST.replacen(line, other, 1)
    }

    #[test]
    fn the_smallest_metadata_is_read_and_written_again() {
        let mut findings = Findings::default();
        let metadata = read(SMALLEST.as_bytes(), &mut findings).unwrap();
        assert_eq!(findings, Findings::default());
        assert_eq!(metadata.to_bytes(), SMALLEST.as_bytes());
    }

    #[test]
    fn unknown_keys_are_kept() {
        let more = "  ],\n  \"a\": 1,\n  \"b\": [\n    \"x\"\n  ],\n  \"c\": true,\n  \"d\": \"e\"\n}\n";
        let text = SMALLEST.replace("  ]\n}\n", more);
        let mut findings = Findings::default();
        let metadata = read(text.as_bytes(), &mut findings).unwrap();
        assert_eq!(findings, Findings::default());
        assert_eq!(metadata.unknown.len(), 4);
        assert_eq!(metadata.to_bytes(), text.as_bytes());
    }

    #[test]
    fn every_other_way_to_write_the_same_is_refused() {
        for text in [
            SMALLEST.replace("  ", "\t"),
            SMALLEST.replace('\n', "\r\n"),
            SMALLEST.replace("\": ", "\":"),
            SMALLEST.trim_end().to_owned(),
            format!("{SMALLEST}\n"),
            with("\"T\"", "\"\\u0054\""),
            with("\"T\"", "\"T\\/\""),
            with("  \"title\": \"T\",\n  \"type\": \"notice\",\n", "  \"type\": \"notice\",\n  \"title\": \"T\",\n"),
        ] {
            assert_eq!(codes(&text), [Code::MetadataCanonical], "{text}");
        }
    }

    #[test]
    fn faults_are_named_where_they_are() {
        for (text, code) in [
            (with("\"T\"", "\"\""), Code::MetadataValue),
            (with("\"T\"", "7"), Code::MetadataValue),
            (with("\"T\"", "null"), Code::MetadataValue),
            (with("\"2026-03-12\"", "\"2026-02-30\""), Code::MetadataValue),
            (with("\"en\"", "\"EN\""), Code::MetadataValue),
            (with("\"original\"", "\"copy\""), Code::MetadataValue),
            (with("data/a.txt", "data/../a.txt"), Code::MetadataValue),
            (with("  \"title\": \"T\",\n", ""), Code::MetadataKey),
            (with("\"title\": \"T\"", "\"title\": \"T\",\n  \"Title\": \"T\""), Code::MetadataKey),
            (with("\"name\": \"P\"", "\"name\": \"P\",\n      \"note\": \"x\""), Code::MetadataKey),
            (with("\"title\": \"T\"", "\"title\": \"T\",\n  \"title\": \"T\""), Code::MetadataJson),
            (with("\"title\": \"T\"", "\"title\": \"T\",\n  \"x\": 1.5"), Code::MetadataValue),
            (with("\"title\": \"T\"", "\"title\": \"T\",\n  \"x\": 9007199254740992"), Code::MetadataValue),
            (with("\"title\": \"T\"", "\"title\": \"T\",\n  \"x\": []"), Code::MetadataValue),
            (with("\"language\": \"en\"", "\"language\": \"en\",\n  \"reason\": \"r\""), Code::MetadataValue),
            (with("\"language\": \"en\"", "\"language\": \"en\",\n  \"embargo\": \"2026-03-12\""), Code::MetadataValue),
            ("[]".to_owned(), Code::MetadataJson),
            (String::new(), Code::MetadataJson),
        ] {
            assert!(codes(&text).contains(&code), "{text}\n{:?}", codes(&text));
        }
    }

    #[test]
    fn all_faults_are_found_and_not_only_the_first() {
        let text = with("\"T\"", "\"\"").replace("\"en\"", "\"english\"").replace("\"original\"", "\"copy\"");
        assert_eq!(codes(&text).len(), 3);
    }

    proptest! {
        #[test]
        fn a_byte_changed_is_found_or_another_value(at in 0..SMALLEST.len(), byte in 0..0x80_u8) {
            let mut bytes = SMALLEST.as_bytes().to_vec();
            bytes[at] = byte;
            let mut findings = Findings::default();
            let metadata = read(&bytes, &mut findings);
            prop_assert!(metadata.is_some() || !findings.as_slice().is_empty());
            if findings.as_slice().is_empty() {
                prop_assert_eq!(metadata.unwrap().to_bytes(), bytes);
            }
        }

        #[test]
        fn titles_in_any_script_come_back(title in "\\PC{1,80}") {
            prop_assume!(text_fault(&title, longest::LINE).is_none());
            let quoted = serde_json::to_string(&title).unwrap();
            let mut findings = Findings::default();
            let metadata = read(with("\"T\"", &quoted).as_bytes(), &mut findings).unwrap();
            prop_assert_eq!(metadata.title.as_str(), title);
            prop_assert_eq!(findings, Findings::default());
        }
    }
}
