//! Dublin Core's fifteen elements in the container `oai_dc` of OAI-PMH 2.0, a file a statement.
//!
//! Terms of DCMI that FORMAT.md section 15 names are said by the element that they refine, as the terms allow: `spatial` by
//! `coverage`, `abstract` by `description`, `replaces` by `relation`. Of the documents there are the media types and the languages.

use std::collections::BTreeSet;

use chancery_core::Metadata;
use chancery_core::statement::metadata::Publisher;

use super::record::{CURRENT, Record, speaker_line};
use super::xml::{Attributes, Xml};

const ROOT: &str = "oai_dc:dc";
const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    (
        "xsi:schemaLocation",
        "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    ),
];

/// A statement as a file.
pub fn record(record: &Record<'_>) -> String {
    let mut xml = Xml::document();
    xml.element(ROOT, &NAMESPACES, |xml| {
        let mut elements = Elements(xml);
        elements.description(record);
        elements.relations(record);
    });
    xml.finish()
}

/// The elements, being written.
struct Elements<'a>(&'a mut Xml);

impl Elements<'_> {
    /// What the statement is.
    fn description(&mut self, record: &Record<'_>) {
        let metadata = record.metadata;
        self.add("identifier", &record.id);
        self.all("identifier", &metadata.identifier);
        self.titles(metadata);
        self.add("type", &metadata.kind);
        // First when it was published, then when it took place, then until when it was under embargo.
        self.add("date", &metadata.issued);
        self.all("date", metadata.held);
        self.all("date", metadata.embargo);
        self.all("publisher", metadata.publishers.iter().map(publisher_line));
        self.all("contributor", metadata.speakers.iter().map(speaker_line));
        self.all("coverage", &metadata.place);
        self.all("language", languages(metadata));
        self.all("subject", &metadata.subjects);
        self.all("description", &metadata.summary);
        self.all("description", &metadata.reason);
        // Nobody should take a withdrawn statement for a current one.
        let status = record.status.filter(|status| *status != CURRENT);
        self.all("description", status.map(|status| format!("This statement is {status}.")));
        self.all("rights", &metadata.rights);
    }

    /// The title, and the title in other languages.
    fn titles(&mut self, metadata: &Metadata) {
        self.with("title", &[("xml:lang", metadata.language.as_str())], &metadata.title);
        for (language, title) in &metadata.titles {
            self.with("title", &[("xml:lang", language.as_str())], title);
        }
    }

    /// Where it comes from, what it is made of, and what it has to do with others.
    fn relations(&mut self, record: &Record<'_>) {
        let metadata = record.metadata;
        self.all("source", &metadata.source);
        let formats: BTreeSet<&str> = metadata.documents.iter().map(|document| document.media_type.as_str()).collect();
        self.all("format", formats);
        self.all("relation", metadata.replaces);
        self.all("relation", record.replaced_by());
    }

    fn all<T: ToString>(&mut self, name: &str, values: impl IntoIterator<Item = T>) {
        values.into_iter().for_each(|value| self.add(name, &value));
    }

    fn add(&mut self, name: &str, value: &impl ToString) {
        self.with(name, &[], value);
    }

    fn with(&mut self, name: &str, attributes: &Attributes<'_>, value: &impl ToString) {
        self.0.text_with(&format!("dc:{name}"), attributes, &value.to_string());
    }
}

/// What a publisher says that it is called, and the identity that is proven.
fn publisher_line(publisher: &Publisher) -> String {
    format!("{} ({})", publisher.name, publisher.identity)
}

/// The statement's language, then those of its documents.
fn languages(metadata: &Metadata) -> Vec<&str> {
    let original = metadata.language.as_str();
    let documents = metadata.documents.iter().filter_map(|document| document.language.as_ref());
    let others: BTreeSet<&str> =
        documents.map(chancery_core::statement::language::LanguageTag::as_str).filter(|tag| *tag != original).collect();
    [original].into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::example::{Example, arbitrary, xml_texts};
    use super::*;

    #[test]
    fn the_smallest_statement_has_these_elements() {
        let example = Example::smallest();
        let expected = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
  <dc:identifier>{}</dc:identifier>
  <dc:title xml:lang="en">Harbour, &quot;open&quot;</dc:title>
  <dc:type>press-release</dc:type>
  <dc:date>2026-03-12T14:00:00Z</dc:date>
  <dc:publisher>Ministry of Exampleland (press@mfa.example)</dc:publisher>
  <dc:language>en</dc:language>
  <dc:format>text/plain; charset=utf-8</dc:format>
</oai_dc:dc>
"#,
            example.id
        );
        assert_eq!(record(&example.record()), expected);
    }

    #[test]
    fn everything_is_said_in_order() {
        let example = Example::new();
        let (id, older, newer) = (example.id.to_string(), example.older.to_string(), example.newer.to_string());
        let expected = [
            &id,
            "MFA-2026-031",
            "Harbour, \"open\"",
            "Le port <ouvert>",
            "press-release",
            "2026-03-12T14:00:00Z",
            "2026-03-11",
            "2026-03-12T13:00:00Z",
            "Ministry of Exampleland (press@mfa.example)",
            "Ilva Torrend, Minister",
            "Teo Harvane",
            "Aldermouth",
            "en",
            "harbours",
            "<ships> & co",
            "=SUM(A1)",
            "-1 day was wrong",
            "This statement is corrected.",
            "CC0",
            "https://mfa.example/a?b&c",
            "image/png",
            "text/plain; charset=utf-8",
            &older,
            &newer,
        ];
        assert_eq!(xml_texts(&record(&example.record())), expected);
    }

    proptest! {
        #[test]
        fn any_strings_are_well_formed(example in arbitrary()) {
            let texts = xml_texts(&record(&example.record()));
            let title = example.metadata.title.as_str().replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
            prop_assert!(texts.contains(&title), "{}", title);
        }
    }
}
