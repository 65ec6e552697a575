//! Faults in the values of `metadata.json`, signed again with the trusted key.

use super::bag::{Bag, METADATA};
use super::vector::Vector;
use super::{Replacement, replaced};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let tables = [REQUIRED, TEXTS, TIMES, TAGS, KINDS, RELATIONS, UNKNOWN];
    let of_table = |rows: &&[Replacement]| replaced("metadata", &Bag::full(), METADATA, rows);
    let mut vectors: Vec<_> = tables.iter().flat_map(of_table).collect();
    vectors.extend(too_long());
    vectors.push(title_differs());
    vectors
}

/// A value that must be there and is not understood: chancery reads no further.
const V: &str = "metadata.value";
/// A value that may be left out and is not understood: the rest is compared with what it would be without it.
pub const VC: &str = "metadata.value metadata.not-canonical";
const K: &str = "metadata.key";
/// A key that is not allowed, as a value that is not understood.
pub const KC: &str = "metadata.key metadata.not-canonical";

#[rustfmt::skip]
const REQUIRED: &[Replacement] = &[
    ("no-format", K, "format is missing",
        "  \"format\": \"chancery/1\",\n", ""),
    ("no-title", K, "title is missing",
        "  \"title\": \"On the word \\\"peace\\\"\",\n", ""),
    ("no-type", K, "type is missing",
        "  \"type\": \"speech\",\n", ""),
    ("no-issued", K, "issued is missing",
        "  \"issued\": \"2026-03-12\",\n", ""),
    ("no-language", K, "language is missing",
        "  \"language\": \"en-GB\",\n", ""),
    ("format-2", V, "format is chancery/2, but bag-info.txt says chancery/1",
        "chancery/1", "chancery/2"),
    ("format-number", V, "format is a number",
        "\"chancery/1\"", "1"),
    ("title-number", V, "title is a number",
        "\"On the word \\\"peace\\\"\"", "17"),
    ("title-array", V, "title is an array",
        "\"On the word \\\"peace\\\"\"", "[\n    \"a\"\n  ]"),
    ("title-null", V, "title is null",
        "\"On the word \\\"peace\\\"\"", "null"),
    ("title-object", V, "title is an object from language to text",
        "\"On the word \\\"peace\\\"\"", "{\n    \"en\": \"On the word\"\n  }"),
];

#[rustfmt::skip]
const TEXTS: &[Replacement] = &[
    ("text-empty", VC, "a text is empty",
        "\"Exampleville\"", "\"\""),
    ("text-null", VC, "an optional value is null",
        "\"Exampleville\"", "null"),
    ("text-true", VC, "a text is true",
        "\"Exampleville\"", "true"),
    ("text-leading-space", VC, "a text begins with a space",
        "\"Exampleville\"", "\" Exampleville\""),
    ("text-trailing-space", VC, "a text ends with a space",
        "\"Exampleville\"", "\"Exampleville \""),
    ("text-tab-escaped", VC, "a text holds a tab, as an escape",
        "\"Exampleville\"", "\"Example\\tville\""),
    ("text-line-feed-escaped", VC, "a text holds a line feed, as an escape",
        "\"Exampleville\"", "\"Example\\nville\""),
    ("text-nul-escaped", VC, "a text holds NUL, as an escape",
        "\"Exampleville\"", "\"Example\\u0000ville\""),
    ("text-delete", VC, "a text holds U+007F",
        "\"Exampleville\"", "\"Example\u{7f}ville\""),
    ("text-next-line", VC, "a text holds U+0085",
        "\"Exampleville\"", "\"Example\u{85}ville\""),
    ("text-line-separator", VC, "a text holds U+2028",
        "\"Exampleville\"", "\"Example\u{2028}ville\""),
    ("text-paragraph-separator", VC, "a text holds U+2029",
        "\"Exampleville\"", "\"Example\u{2029}ville\""),
    ("subjects-empty", VC, "subjects is an empty array",
        "[\n    \"diplomacy\",\n    \"peace\"\n  ]", "[]"),
    ("subjects-text", VC, "subjects is one text",
        "[\n    \"diplomacy\",\n    \"peace\"\n  ]", "\"diplomacy\""),
    ("subjects-number", VC, "a subject is a number",
        "\"diplomacy\"", "1"),
    ("subjects-empty-text", VC, "a subject is an empty text",
        "\"diplomacy\"", "\"\""),
    ("speakers-empty", VC, "speakers is an empty array",
        "[\n    {\n      \"name\": \"A. N. Example\",\n      \"role\": \"Minister of Foreign Affairs\"\n    },\n    \
            {\n      \"name\": \"B. Example\"\n    }\n  ]", "[]"),
    ("speaker-text", VC, "a speaker is a text",
        "{\n      \"name\": \"B. Example\"\n    }", "\"B. Example\""),
];

#[rustfmt::skip]
const TIMES: &[Replacement] = &[
    ("date-no-such-day", V, "issued is 29 February of a common year",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"2026-02-29\""),
    ("date-month-13", V, "issued is in the thirteenth month",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"2026-13-12\""),
    ("date-year-0", V, "issued is in the year 0",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"0000-03-12\""),
    ("date-five-digit-year", V, "issued is in a year of five digits",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"12026-03-12\""),
    ("date-basic", V, "issued is written without hyphens",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"20260312\""),
    ("date-one-digit", V, "issued has a month of one digit",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"2026-3-12\""),
    ("date-week", V, "issued is a day of a week",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"2026-W11-4\""),
    ("date-arabic-digits", V, "issued is in Arabic-Indic digits",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"٢٠٢٦-٠٣-١٢\""),
    ("time-zone", VC, "held is not in UTC",
        "T10:00:00Z", "T10:00:00+00:00"),
    ("time-no-zone", VC, "held has no zone",
        "T10:00:00Z", "T10:00:00"),
    ("time-fraction", VC, "held has a fraction of a second",
        "T10:00:00Z", "T10:00:00.5Z"),
    ("time-leap-second", VC, "held is a leap second",
        "T10:00:00Z", "T23:59:60Z"),
    ("time-24", VC, "held is at 24:00:00",
        "T10:00:00Z", "T24:00:00Z"),
    ("time-space", VC, "held has a space for T",
        "T10:00:00Z", " 10:00:00Z"),
    ("time-lower-case", VC, "held has z in lower case",
        "T10:00:00Z", "T10:00:00z"),
    ("time-number", VC, "held is a number of seconds",
        "\"2026-03-11T10:00:00Z\"", "1773223200"),
];

#[rustfmt::skip]
const TAGS: &[Replacement] = &[
    ("language-upper-case", V, "language is in upper case",
        "\"en-GB\"", "\"EN\""),
    ("language-underscore", V, "language has an underscore",
        "\"en-GB\"", "\"en_GB\""),
    ("language-region-lower-case", V, "the region of language is in lower case",
        "\"en-GB\"", "\"en-gb\""),
    ("language-script-case", V, "the script of language is in upper case",
        "\"en-GB\"", "\"en-LATN\""),
    ("language-order", V, "region and script of language stand in the wrong order",
        "\"en-GB\"", "\"en-GB-Latn\""),
    ("language-variant-twice", V, "a variant of language stands twice",
        "\"en-GB\"", "\"en-scotland-scotland\""),
    ("language-private-use", V, "language is for private use",
        "\"en-GB\"", "\"x-mfa\""),
    ("language-extension", V, "language has an extension",
        "\"en-GB\"", "\"en-u-ca-gregory\""),
    ("language-grandfathered", V, "language is grandfathered",
        "\"en-GB\"", "\"i-klingon\""),
    ("language-name", V, "language is the name of a language",
        "\"en-GB\"", "\"English\""),
    ("language-extended", V, "language has an extended language subtag",
        "\"en-GB\"", "\"zh-cmn\""),
    ("titles-bad-tag", VC, "a language of titles is in upper case",
        "\"fr\": \"Sur", "\"FR\": \"Sur"),
    ("titles-empty", VC, "titles is an empty object",
        "{\n    \"fr\": \"Sur le mot « paix »\",\n    \"ru\": \"О слове «мир»\"\n  }", "{}"),
    ("titles-array", VC, "titles is an array",
        "{\n    \"fr\": \"Sur le mot « paix »\",\n    \"ru\": \"О слове «мир»\"\n  }",
        "[\n    \"Sur le mot\"\n  ]"),
    ("titles-number", VC, "a title in another language is a number",
        "\"Sur le mot « paix »\"", "17"),
    ("titles-own-language", V, "titles repeats the language of the title",
        "\"fr\": \"Sur", "\"en-GB\": \"Sur"),
    ("titles-unsorted", "metadata.not-canonical", "titles is not sorted",
        "\"fr\": \"Sur", "\"tr\": \"Sur"),
];

#[rustfmt::skip]
const KINDS: &[Replacement] = &[
    ("type-space", V, "type holds a space",
        "\"speech\"", "\"press release\""),
    ("source-ftp", VC, "source is not of the web",
        "https://mfa.example/news/17?a=b#c", "ftp://mfa.example/17"),
    ("source-upper-case", VC, "the scheme of source is in upper case",
        "https://mfa", "HTTPS://mfa"),
    ("source-script", VC, "source is a script",
        "https://mfa.example/news/17?a=b#c", "javascript:alert(1)"),
    ("source-space", VC, "source holds a space",
        "news/17", "news 17"),
    ("source-not-ascii", VC, "source is not ASCII",
        "https://mfa.example", "https://мид.example"),
    ("source-scheme-alone", VC, "source is a scheme alone",
        "https://mfa.example/news/17?a=b#c", "https://"),
    ("replaces-upper-case", VC, "replaces has digits in upper case",
        "sha256:00112233445566778899aabbccddeeff00", "sha256:00112233445566778899AABBCCDDEEFF00"),
    ("replaces-short-form", VC, "replaces is a short form",
        "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "001122334455"),
    ("replaces-other-hash", VC, "replaces names another hash",
        "sha256:", "sha512:"),
    ("salt-upper-case", VC, "salt has digits in upper case",
        "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789abcdef"),
    ("salt-short", VC, "salt has 31 digits",
        "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcde"),
];

#[rustfmt::skip]
const RELATIONS: &[Replacement] = &[
    ("salt-without-embargo", V, "salt is there without embargo",
        "  \"embargo\": \"2026-03-12T06:00:00Z\",\n", ""),
    ("embargo-without-salt", V, "embargo is there without salt",
        "  \"salt\": \"0123456789abcdef0123456789abcdef\",\n", ""),
    ("reason-without-replaces", V, "reason is there without replaces",
        "  \"replaces\": \"sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\",\n", ""),
    ("name-is-path", V, "a document's name is its inner path",
        "Speech (English).txt", "text.en.txt"),
];

#[rustfmt::skip]
const UNKNOWN: &[Replacement] = &[
    ("unknown-null", VC, "an unknown key is null",
        "\"all\"", "null"),
    ("unknown-float", VC, "an unknown key is a fraction",
        "-77", "1.5"),
    ("unknown-exponent", VC, "an unknown key has an exponent",
        "-77", "1e3"),
    ("unknown-whole-fraction", VC, "an unknown key has the fraction .0",
        "-77", "77.0"),
    ("unknown-minus-zero", VC, "an unknown key is -0",
        "-77", "-0"),
    ("unknown-2-53", VC, "an unknown key is 2^53",
        "-77", "9007199254740992"),
    ("unknown-minus-2-53", VC, "an unknown key is -2^53",
        "-77", "-9007199254740992"),
    ("unknown-2-64", VC, "an unknown key is 2^64",
        "-77", "18446744073709551616"),
    ("unknown-object", VC, "an unknown key is an object",
        "\"all\"", "{\n    \"a\": \"b\"\n  }"),
    ("unknown-empty-array", VC, "an unknown key is an empty array",
        "[\n    \"a\",\n    \"b\"\n  ]", "[]"),
    ("unknown-mixed-array", VC, "an unknown key is an array with a number",
        "\"b\"\n", "1\n"),
    ("unknown-nested-array", VC, "an unknown key is an array in an array",
        "\"b\"\n", "[\n      \"b\"\n    ]\n"),
    ("unknown-empty-text", VC, "an unknown key is an empty text",
        "\"all\"", "\"\""),
    ("unknown-empty-name", KC, "an unknown key has an empty name",
        "\"x-audience\"", "\"\""),
    ("unknown-space-in-front", KC, "an unknown key's name begins with a space",
        "\"x-audience\"", "\" x-audience\""),
    ("unknown-case-variant", KC, "an unknown key differs from a known one only in case",
        "\"x-audience\"", "\"Title\""),
    ("unknown-line-separator", KC, "an unknown key's name holds U+2028",
        "\"x-audience\"", "\"x\u{2028}a\""),
    ("unknown-unsorted", "metadata.not-canonical", "unknown keys are not sorted",
        "\"x-audience\"", "\"y-audience\""),
    ("unknown-before-documents", "metadata.not-canonical", "an unknown key stands before documents",
        "  \"documents\"", "  \"a\": \"b\",\n  \"documents\""),
];

/// Texts one byte longer than they may be.
fn too_long() -> Vec<Vector> {
    let vector = |(name, comment, text, longest): &(&str, &str, &str, usize)| {
        let long = "a".repeat(longest + 1);
        let bag = Bag::full().replace(METADATA, &format!("\"{text}\""), &format!("\"{long}\""));
        Vector::fault("metadata", name, if *text == "speech" { V } else { VC }, comment, bag.bytes())
    };
    let lengths = [
        ("long-place", "place has 4,097 bytes", "Exampleville", 4_096),
        ("long-summary", "summary has 65,537 bytes", "The minister speaks of a word, and of \\\\ in it.", 65_536),
        ("long-type", "type has 101 bytes", "speech", 100),
        ("long-unknown-text", "an unknown key has 65,537 bytes", "all", 65_536),
    ];
    let mut vectors: Vec<_> = lengths.iter().map(vector).collect();
    let key = format!("\"x-{}\"", "a".repeat(255));
    let bag = Bag::full().replace(METADATA, "\"x-audience\"", &key);
    vectors.push(Vector::fault("metadata", "long-key", KC, "an unknown key's name has 257 bytes", bag.bytes()));
    vectors
}

/// The other side of `bag-info/title`.
fn title_differs() -> Vector {
    let bag = Bag::small().replace(METADATA, "The harbour is open", "The harbour is closed");
    Vector::fault("metadata", "title-differs", "bag-info.mismatch", "title is not that of bag-info.txt", bag.bytes())
}
