//! Other ways to write `metadata.json`, which some JSON reader takes for the same, signed again with the trusted key.

use super::bag::{Bag, METADATA};
use super::vector::Vector;
use super::{Replacement, replaced};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let mut vectors = replaced("metadata", &Bag::full(), METADATA, TEXTS);
    vectors.extend(REWRITES.iter().map(rewritten));
    vectors.extend(NOT_TEXT.iter().map(not_text));
    vectors
}

const JSON: &str = "metadata.json";
const CANONICAL: &str = "metadata.not-canonical";

#[rustfmt::skip]
const TEXTS: &[Replacement] = &[
    ("key-twice", JSON, "a key stands twice, with two values",
        "  \"type\": \"speech\"", "  \"type\": \"notice\",\n  \"type\": \"speech\""),
    ("key-twice-escaped", JSON, "a key stands twice, once with an escape",
        "  \"type\": \"speech\"", "  \"\\u0074ype\": \"notice\",\n  \"type\": \"speech\""),
    ("key-twice-unknown", JSON, "an unknown key stands twice, with one value",
        "  \"x-final\": true", "  \"x-final\": true,\n  \"x-final\": true"),
    ("key-twice-in-titles", JSON, "a language stands twice in titles",
        "    \"ru\"", "    \"fr\": \"Le mot\",\n    \"ru\""),
    ("key-twice-in-publisher", JSON, "an identity stands twice in a publisher",
        "      \"identity\": \"press", "      \"identity\": \"legal@mfa.example\",\n      \"identity\": \"press"),
    ("key-twice-in-document", JSON, "a path stands twice in a document",
        "      \"name\": \"Speech", "      \"path\": \"data/text.fr.txt\",\n      \"name\": \"Speech"),
    ("key-twice-in-unknown", JSON, "a key stands twice in an object that is not allowed either",
        "\"all\"", "{\n    \"a\": \"b\",\n    \"a\": \"c\"\n  }"),
    ("comma-after-last", JSON, "a comma follows the last item",
        "\"peace\"\n  ]", "\"peace\",\n  ]"),
    ("comment", JSON, "a comment stands in it",
        "  \"type\"", "  // the kind\n  \"type\""),
    ("single-quotes", JSON, "a text stands in single quotes",
        "\"Exampleville\"", "'Exampleville'"),
    ("not-a-number", JSON, "an unknown key is NaN",
        "-77", "NaN"),
    ("infinity", JSON, "an unknown key is too large for a number of 64 bits with a fraction",
        "-77", "1e999"),
    ("leading-zero", JSON, "an integer has a leading zero",
        "-77", "-077"),
    ("plus", JSON, "an integer has a plus",
        "-77", "+77"),
    ("hexadecimal", JSON, "an integer is hexadecimal",
        "-77", "0x12"),
    ("lone-surrogate", JSON, "a text holds a lone surrogate",
        "\"Exampleville\"", "\"Example\\ud800ville\""),
    ("surrogates-swapped", JSON, "a text holds a pair of surrogates in the wrong order",
        "\"Exampleville\"", "\"Example\\udca2\\ud83dville\""),
    ("escape-unknown", JSON, "a text holds an escape that JSON has not",
        "\"Exampleville\"", "\"Example\\x41ville\""),
    ("control-raw", JSON, "a text holds a raw tab",
        "\"Exampleville\"", "\"Example\tville\""),
    ("line-feed-raw", JSON, "a text holds a raw line feed",
        "\"Exampleville\"", "\"Example\nville\""),
    ("escape-letter", CANONICAL, "a letter is escaped",
        "\"Exampleville\"", "\"\\u0045xampleville\""),
    ("escape-quote", CANONICAL, "a quote is escaped by its number",
        "\\\"peace\\\"\"", "\\u0022peace\\\"\""),
    ("escape-slash", CANONICAL, "a slash is escaped",
        "MFA/2026/17", "MFA\\/2026/17"),
    ("escape-not-ascii", CANONICAL, "a letter that is not ASCII is escaped",
        "Sur le mot « paix", "Sur le mot \\u00ab paix"),
    ("escape-pair", CANONICAL, "a letter beyond U+FFFF is escaped as a pair of surrogates",
        "Exampleville", "Exampleville \\ud83d\\udce2"),
    ("escape-key", CANONICAL, "a letter of a key is escaped",
        "\"place\"", "\"pl\\u0061ce\""),
    ("key-order", CANONICAL, "two keys stand in the wrong order",
        "  \"place\": \"Exampleville\",\n  \"language\": \"en-GB\",\n",
        "  \"language\": \"en-GB\",\n  \"place\": \"Exampleville\",\n"),
    ("key-order-in-document", CANONICAL, "two keys of a document stand in the wrong order",
        "      \"language\": \"fr\",\n      \"role\": \"translation\"\n",
        "      \"role\": \"translation\",\n      \"language\": \"fr\"\n"),
    ("key-order-in-publisher", CANONICAL, "two keys of the publisher stand in the wrong order",
        "      \"name\": \"Ministry of Foreign Affairs\",\n      \"identity\": \"press@mfa.example\"\n",
        "      \"identity\": \"press@mfa.example\",\n      \"name\": \"Ministry of Foreign Affairs\"\n"),
    ("unknown-first", CANONICAL, "an unknown key comes first",
        "  \"format\"", "  \"a\": \"b\",\n  \"format\""),
    ("array-on-one-line", CANONICAL, "an array stands on one line",
        "[\n    \"diplomacy\",\n    \"peace\"\n  ]", "[\"diplomacy\", \"peace\"]"),
    ("space-before-colon", CANONICAL, "a space stands before a colon",
        "\"place\": ", "\"place\" : "),
    ("no-space-after-colon", CANONICAL, "no space stands after a colon",
        "\"place\": ", "\"place\":"),
    ("trailing-space", CANONICAL, "a space stands at the end of a line",
        "\"speech\",\n", "\"speech\", \n"),
    ("blank-line", CANONICAL, "a line is blank",
        "\"speech\",\n", "\"speech\",\n\n"),
    ("tab", CANONICAL, "a tab stands for an indentation",
        "  \"place\"", "\t\"place\""),
];

/// The name, codes and comment of a vector, and how the whole file is changed.
type Rewrite = (&'static str, &'static str, &'static str, fn(&str) -> String);

#[rustfmt::skip]
const REWRITES: &[Rewrite] = &[
    ("empty", JSON, "the file is empty",
        |_| String::new()),
    ("array", JSON, "the file is an array",
        |text| format!("[{text}]")),
    ("text", JSON, "the file is a text",
        |_| "\"chancery/1\"\n".to_owned()),
    ("bom", JSON, "a byte order mark comes first",
        |text| format!("\u{feff}{text}")),
    ("cut-short", JSON, "the last brace is missing",
        |text| text.trim_end_matches("}\n").to_owned()),
    ("second-object", JSON, "a second object follows",
        |text| format!("{text}{{}}\n")),
    ("nul-after", JSON, "NUL follows",
        |text| format!("{text}\0")),
    ("no-final-lf", CANONICAL, "the last line does not end",
        |text| text.trim_end().to_owned()),
    ("two-final-lf", CANONICAL, "a blank line comes last",
        |text| format!("{text}\n")),
    ("blank-first", CANONICAL, "a blank line comes first",
        |text| format!("\n{text}")),
    ("crlf", CANONICAL, "lines end with CR LF",
        |text| text.replace('\n', "\r\n")),
    ("four-spaces", CANONICAL, "the indentation is of four spaces",
        |text| text.replace("  ", "    ")),
    ("compact", CANONICAL, "all stands on one line",
        |text| text.lines().map(|line| line.trim_start().replacen("\": ", "\":", 1)).collect::<String>() + "\n"),
    ("nested-64", "metadata.value metadata.not-canonical", "an unknown key is nested as deep as a reader must follow",
        |text| text.replace("\"all\"", &nested(63))),
    ("nested-65", JSON, "an unknown key is nested deeper than a reader may follow",
        |text| text.replace("\"all\"", &nested(64))),
    ("nested-10000", JSON, "an unknown key is nested so deep that it would end a careless reader",
        |text| text.replace("\"all\"", &nested(10_000))),
];

fn nested(depth: usize) -> String {
    format!("{}\"a\"{}", "[".repeat(depth), "]".repeat(depth))
}

fn rewritten((name, codes, comment, rewrite): &Rewrite) -> Vector {
    let bag = Bag::full().change(METADATA, |bytes| rewrite(std::str::from_utf8(bytes).unwrap()).into());
    Vector::fault("metadata", name, codes, comment, bag.bytes())
}

/// Bytes that are not UTF-8, in place of the name of a town.
const NOT_TEXT: &[(&str, &str, &[u8])] = &[
    ("latin-1", "a text is in ISO 8859-1", b"Ex\xe4mpleville"),
    ("overlong", "a text holds a slash in two bytes", b"Example\xc0\xafville"),
    ("surrogate-raw", "a text holds a surrogate in three bytes", b"Example\xed\xa0\x80ville"),
    ("beyond-unicode", "a text holds U+110000", b"Example\xf4\x90\x80\x80ville"),
];

fn not_text((name, comment, bytes): &(&str, &str, &[u8])) -> Vector {
    let bag = Bag::full().replace_bytes(METADATA, "Exampleville", bytes);
    Vector::fault("metadata", name, JSON, comment, bag.bytes())
}
