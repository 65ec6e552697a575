//! ninjs, judged by IPTC's JSON schema.

use std::path::Path;

use chancery_office::archive::export::Format;

use crate::exports::statements::all;
use crate::exports::tools::{have_python, schema, script};

#[test]
fn ninjs_is_valid() {
    if !have_python("jsonschema, rfc3339_validator, rfc3986_validator") {
        return;
    }
    // The published one, where it is; ours allows no more than that does.
    for schema in schema("ninjs-schema_3.1.json").into_iter().chain(schema("ninjs-as-used.json")) {
        is_valid_by(&schema);
    }
}

fn is_valid_by(schema: &Path) {
    let validate = |document: &str| script("validate_json.py", &[schema], document);
    for statement in all() {
        let document = Format::Ninjs.record(&statement.record(), true);
        assert_eq!(validate(&document), Ok(()), "{document}");
    }
    let document = Format::Ninjs.record(&all()[0].record(), true);
    for (from, to, said) in [
        ("\"uri\":", "\"url\":", "'uri' is a required property"),
        ("\"uri\":\"sha256:", "\"uri\":\"", "is not a 'uri'"),
        ("T00:00:00Z\"", "\"", "is not a 'date-time'"),
        ("\"usable\"", "\"fine\"", "'fine' is not one of"),
        ("\"genres\":", "\"colours\":", "'colours' was unexpected"),
    ] {
        let broken = document.replacen(from, to, 1);
        let refusal = validate(&broken).unwrap_err();
        assert!(refusal.contains(said), "{refusal}\n{broken}");
    }
}
