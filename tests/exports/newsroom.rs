//! ninjs, judged by IPTC's JSON schema.

use chancery::archive::export::Format;

use crate::statements::all;
use crate::tools::{have_python, schema, script};

#[test]
fn ninjs_is_valid() {
    if !have_python("jsonschema, rfc3339_validator, rfc3986_validator") {
        return;
    }
    let Some(schema) = schema("ninjs-schema_3.1.json") else { return };
    let validate = |document: &str| script("validate_json.py", &[&schema], document);
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
