use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::example::{Example, arbitrary};
use super::{HEAD, TAIL, record};

#[test]
fn the_smallest_statement_has_these_properties() {
    let example = Example::smallest();
    assert_eq!(
        record(&example.record(), false),
        format!(
            ",\n{{\"@type\":\"NewsArticle\",\"@id\":\"{id}\",\"identifier\":[\"{id}\"],\"schemaVersion\":\"chancery/1\",\
             \"headline\":{{\"@language\":\"en\",\"@value\":\"Harbour, \\\"open\\\"\"}},\"genre\":\"press-release\",\
             \"datePublished\":\"2026-03-12T14:00:00Z\",\"creativeWorkStatus\":\"current\",\
             \"publisher\":[{{\"@type\":\"Organization\",\"name\":\"Ministry of Exampleland\",\
             \"identifier\":\"press@mfa.example\"}}],\"inLanguage\":\"en\",\
             \"associatedMedia\":[{{\"@type\":\"MediaObject\",\"contentUrl\":\"data/harbour.txt\",\
             \"encodingFormat\":\"text/plain; charset=utf-8\",\"inLanguage\":\"en\",\"additionalType\":\"original\",\
             \"contentSize\":\"21 B\",\"sha256\":\"{digest}\"}}],\"sdDatePublished\":\"2026-11-24\"}}",
            id = example.id,
            digest = example.digest
        )
    );
}

#[test]
fn a_file_holds_one_graph() {
    let (first, second) = (Example::new(), Example::smallest());
    let file = HEAD.to_owned() + &record(&first.record(), true) + &record(&second.record(), false) + TAIL;
    let value: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(value["@context"], json!("https://schema.org/"));
    let [node, _] = value["@graph"].as_array().unwrap().as_slice() else { panic!("{file}") };
    let (older, newer) = (first.older.to_string(), first.newer.to_string());
    for (key, expected) in [
        ("identifier", json!([first.id.to_string(), "MFA-2026-031"])),
        ("alternativeHeadline", json!([{"@language": "fr", "@value": "Le port <ouvert>"}])),
        ("contentReferenceTime", json!("2026-03-11")),
        ("conditionsOfAccess", json!("under embargo until 2026-03-12T13:00:00Z")),
        ("creativeWorkStatus", json!("corrected")),
        (
            "contributor",
            json!([
                {"@type": "Person", "name": "Ilva Torrend", "jobTitle": "Minister"},
                {"@type": "Person", "name": "Teo Harvane"}
            ]),
        ),
        ("locationCreated", json!({"@type": "Place", "name": "Aldermouth"})),
        ("keywords", json!(["harbours", "<ships> & co"])),
        ("abstract", json!("=SUM(A1)")),
        ("description", json!("-1 day was wrong")),
        ("url", json!("https://mfa.example/a?b&c")),
        ("copyrightNotice", json!("CC0")),
        ("citation", json!({"@id": older})),
        ("correction", json!([{"@id": newer}])),
    ] {
        assert_eq!(node[key], expected, "{key}");
    }
    assert!(node.get("salt").is_none() && node.get("subjectOf").is_none());
}

#[test]
fn what_withdraws_a_statement_does_not_correct_it() {
    let mut example = Example::new();
    example.status = Some("withdrawn");
    std::mem::swap(&mut example.corrected_by, &mut example.withdrawn_by);
    let node: Value = serde_json::from_str(&record(&example.record(), true)).unwrap();
    assert_eq!((&node["subjectOf"][0]["@id"], node.get("correction")), (&json!(example.newer.to_string()), None));
}

proptest! {
    #[test]
    fn any_strings_read_back(example in arbitrary()) {
        let node: Value = serde_json::from_str(&record(&example.record(), true)).unwrap();
        prop_assert_eq!(node["headline"]["@value"].as_str(), Some(example.metadata.title.as_str()));
        prop_assert_eq!(node["publisher"][0]["name"].as_str(), Some(example.metadata.publishers[0].name.as_str()));
    }
}
