use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::example::{Example, arbitrary};
use super::record;

#[test]
fn the_smallest_statement_has_these_members() {
    let mut example = Example::smallest();
    example.status = Some("withdrawn");
    assert_eq!(
        record(&example.record()),
        format!(
            "{{\"uri\":\"{}\",\"standard\":{{\"name\":\"ninjs\",\"version\":\"3.1\",\"schema\":\
             \"http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#\"}},\"type\":\"text\",\"representationType\":\"partial\",\
             \"profile\":\"chancery/1\",\"versionCreated\":\"2026-03-12T14:00:00Z\",\"pubStatus\":\"canceled\",\
             \"language\":\"en\",\"title\":\"Harbour, \\\"open\\\"\",\
             \"headlines\":[{{\"role\":\"main\",\"value\":\"Harbour, \\\"open\\\"\"}}],\
             \"genres\":[{{\"name\":\"press-release\"}}],\"infoSources\":[{{\"name\":\"Ministry of Exampleland\",\
             \"role\":\"publisher\",\"literal\":\"press@mfa.example\"}}],\"renditions\":[{{\"name\":\"data/harbour.txt\",\
             \"contentType\":\"text/plain; charset=utf-8\",\"sizeInBytes\":21}}]}}\n",
            example.id
        )
    );
}

#[test]
fn everything_is_said() {
    let example = Example::new();
    let value: Value = serde_json::from_str(&record(&example.record())).unwrap();
    let (older, newer) = (example.older.to_string(), example.newer.to_string());
    for (key, expected) in [
        ("type", json!("composite")),
        ("pubStatus", json!("usable")),
        ("contentCreated", json!("2026-03-11T00:00:00Z")),
        ("embargoedUntil", json!("2026-03-12T13:00:00Z")),
        ("usageTerms", json!("CC0")),
        ("by", json!("Ilva Torrend, Minister; Teo Harvane")),
        ("people", json!([{"name": "Ilva Torrend", "rel": "speaker"}, {"name": "Teo Harvane", "rel": "speaker"}])),
        ("located", json!("Aldermouth")),
        ("subjects", json!([{"name": "harbours"}, {"name": "<ships> & co"}])),
        (
            "altIds",
            json!([
                {"role": "identifier", "value": "MFA-2026-031"},
                {"role": "source", "value": "https://mfa.example/a?b&c"}
            ]),
        ),
        (
            "associations",
            json!([
                {"uri": older, "name": older, "rel": "replaces"},
                {"uri": newer, "name": newer, "rel": "replacedBy"}
            ]),
        ),
    ] {
        assert_eq!(value[key], expected, "{key}");
    }
    assert_eq!(value["headlines"][1], json!({"role": "alternative", "value": "Le port <ouvert>"}));
    assert_eq!(value["descriptions"][1], json!({"role": "reason", "value": "-1 day was wrong"}));
    assert_eq!(value["renditions"][1]["title"], json!("Picture 1.png"));
    assert!(value.get("salt").is_none());
}

proptest! {
    #[test]
    fn any_strings_read_back(example in arbitrary()) {
        let value: Value = serde_json::from_str(&record(&example.record())).unwrap();
        prop_assert_eq!(value["title"].as_str(), Some(example.metadata.title.as_str()));
    }
}
