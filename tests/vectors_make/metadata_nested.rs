//! Faults in what `metadata.json` says of people and documents, signed again with the trusted key.

use super::bag::{BAG_INFO, Bag, METADATA};
use super::metadata::{KC, VC};
use super::vector::Vector;
use super::{Replacement, replaced};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let tables = [PEOPLE, DOCUMENTS];
    let mut vectors: Vec<_> =
        tables.iter().flat_map(|rows| replaced("metadata", &Bag::full(), METADATA, rows)).collect();
    vectors.extend([publisher_twice(), documents_unsorted()]);
    vectors
}

/// Without a publisher that is understood, nobody could have signed.
const NOBODY: &str = "metadata.value metadata.not-canonical bag-info.syntax signature.none signature.unlisted-issuer";
const NAMELESS: &str = "metadata.key metadata.not-canonical bag-info.syntax signature.none signature.unlisted-issuer";
/// A document that is not understood is missing from the list.
const VCD: &str = "metadata.value metadata.not-canonical metadata.documents";
const KCD: &str = "metadata.key metadata.not-canonical metadata.documents";

#[rustfmt::skip]
const PEOPLE: &[Replacement] = &[
    ("publishers-object", NOBODY, "publishers is one object, not an array",
        "[\n    {\n      \"name\": \"Ministry of Foreign Affairs\",\n      \
            \"identity\": \"press@mfa.example\"\n    }\n  ]",
        "{\n    \"name\": \"Ministry of Foreign Affairs\",\n    \"identity\": \"press@mfa.example\"\n  }"),
    ("publisher-no-name", NAMELESS, "the publisher has no name",
        "      \"name\": \"Ministry of Foreign Affairs\",\n", ""),
    ("publisher-extra-key", KC, "the publisher has a key more",
        "\"press@mfa.example\"\n", "\"press@mfa.example\",\n      \"url\": \"https://mfa.example\"\n"),
    ("publisher-identity-upper-case", NOBODY, "the publisher's identity is in upper case",
        "\"press@mfa.example\"", "\"Press@mfa.example\""),
    ("publisher-identity-path", NOBODY, "the publisher's identity holds a slash",
        "\"press@mfa.example\"", "\"../press\""),
    ("speaker-no-name", KC, "a speaker has no name",
        "\"name\": \"B. Example\"", "\"role\": \"B. Example\""),
    ("speaker-extra-key", KC, "a speaker has a key more",
        "\"name\": \"B. Example\"", "\"name\": \"B. Example\",\n      \"title\": \"Dr\""),
];

#[rustfmt::skip]
const DOCUMENTS: &[Replacement] = &[
    ("document-extra-key", KC, "a document has a key more",
        "\"role\": \"original\"", "\"role\": \"original\",\n      \"size\": \"17\""),
    ("document-no-role", KCD, "a document has no role",
        ",\n      \"role\": \"original\"", ""),
    ("document-no-media-type", KCD, "a document has no media type",
        "(English).txt\",\n      \"media_type\": \"text/plain; charset=utf-8\"", "(English).txt\""),
    ("document-role", VCD, "a document's role is none that there is",
        "\"original\"", "\"copy\""),
    ("document-role-case", VCD, "a document's role is in upper case",
        "\"original\"", "\"Original\""),
    ("document-language", VC, "a document's language is none",
        "\"language\": \"fr\"", "\"language\": \"french\""),
    ("media-type-no-charset", VCD, "a text has no charset",
        "text/plain; charset=utf-8", "text/plain"),
    ("media-type-no-space", VCD, "no space stands after ; in a media type",
        "text/plain; charset=utf-8", "text/plain;charset=utf-8"),
    ("media-type-upper-case", VCD, "a media type is in upper case",
        "text/plain; charset=utf-8", "Text/plain; charset=utf-8"),
    ("media-type-quoted", VCD, "a parameter of a media type is quoted",
        "text/plain; charset=utf-8", "text/plain; charset=\\\"utf-8\\\""),
    ("media-type-parameter-twice", VCD, "a media type has two charsets",
        "text/plain; charset=utf-8", "text/plain; charset=utf-8; charset=utf-16"),
    ("media-type-no-slash", VCD, "a media type has no slash",
        "text/plain; charset=utf-8", "text; charset=utf-8"),
    ("document-missing", "metadata.documents", "a document is not described",
        ",\n    {\n      \"path\": \"data/text.fr.txt\",\n      \"media_type\": \"text/markdown; charset=utf-8\",\n\
            \x20     \"language\": \"fr\",\n      \"role\": \"translation\"\n    }", ""),
    ("document-extra", "metadata.documents", "a document is described that is not there",
        "\"translation\"\n    }", "\"translation\"\n    },\n    {\n      \"path\": \"data/z.bin\",\n      \
            \"media_type\": \"a/b\",\n      \"role\": \"attachment\"\n    }"),
    ("document-twice", "metadata.value metadata.documents", "a document is described twice",
        "\"translation\"\n    }", "\"translation\"\n    },\n    {\n      \"path\": \"data/text.fr.txt\",\n      \
            \"media_type\": \"a/b\",\n      \"role\": \"attachment\"\n    }"),
    ("document-other-case", "metadata.documents", "a document's path is in upper case, unlike its file",
        "data/text.en.txt", "data/TEXT.en.txt"),
    ("document-no-folder", VCD, "a document's path lacks data/",
        "data/text.en.txt", "text.en.txt"),
    ("document-path-up", VCD, "a document's path leads out of the bundle",
        "data/text.en.txt", "data/../text.en.txt"),
];

/// One publisher under two names, as bag-info.txt says too.
fn publisher_twice() -> Vector {
    let second =
        "press@mfa.example\"\n    },\n    {\n      \"name\": \"Press\",\n      \"identity\": \"press@mfa.example\"";
    let organization = "Source-Organization: Ministry of Foreign Affairs\n";
    let bag = Bag::small()
        .replace(METADATA, "press@mfa.example\"", second)
        .replace(BAG_INFO, organization, &format!("{organization}Source-Organization: Press\n"))
        .replace(BAG_INFO, "Issuer: press@mfa.example\n", "Issuer: press@mfa.example\nIssuer: press@mfa.example\n");
    Vector::fault("metadata", "publisher-twice", "metadata.value", "two publishers have one identity", bag.bytes())
}

/// Each document has the other's path.
fn documents_unsorted() -> Vector {
    let swapped = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        text.replace("text.en", "text..").replace("text.fr", "text.en").replace("text..", "text.fr").into()
    };
    let bag = Bag::full().change(METADATA, swapped);
    let codes = "metadata.value metadata.documents";
    Vector::fault("metadata", "documents-unsorted", codes, "documents are not sorted by path", bag.bytes())
}
