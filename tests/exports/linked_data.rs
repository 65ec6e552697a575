//! JSON-LD, read by rdflib: every class and every property must be one of schema.org.

use chancery_office::archive::export::Format;

use crate::exports::statements::{all, exported};
use crate::exports::tools::{Refusal, have_python, script};

#[test]
fn json_ld_uses_the_words_of_schema_org() {
    if !have_python("rdflib") {
        return;
    }
    let judge = |document: &str| -> Refusal { script("schema_org.py", &[], document) };
    let statements = all();
    let document = exported(Format::JsonLd, &statements);
    assert_eq!(judge(&document), Ok(()), "{document}");
    for (from, to, said) in [
        ("\"NewsArticle\"", "\"PressRelease\"", "schema.org has no class PressRelease"),
        ("\"headline\"", "\"heading\"", "schema.org has no property heading"),
        ("\"encodingFormat\"", "\"MediaObject\"", "schema.org has no property MediaObject"),
        ("https://schema.org/", "https://schema.example/", "the context is not schema.org's"),
    ] {
        let refusal = judge(&document.replacen(from, to, 1)).unwrap_err();
        assert!(refusal.contains(said), "{refusal}");
    }
}
