//! Faults in `bag-info.txt`, signed again with the trusted key.

use super::bag::{BAG_INFO, Bag};
use super::vector::Vector;
use super::{Replacement, replaced};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let changed = |name, codes, comment, change: fn(&str) -> Vec<u8>| {
        let bag = Bag::small().change(BAG_INFO, |bytes| change(std::str::from_utf8(bytes).unwrap()));
        Vector::fault("bag-info", name, codes, comment, bag.bytes())
    };
    let mut vectors = replaced("bag-info", &Bag::small(), BAG_INFO, ROWS);
    vectors.extend([
        changed("bom", "bag-info.syntax", "a byte order mark comes first", |text| format!("\u{feff}{text}").into()),
        changed("crlf", "bag-info.syntax", "lines end with CR LF", |text| text.replace('\n', "\r\n").into()),
        changed("empty", "bag-info.syntax", "the file is empty", |_| Vec::new()),
        changed("no-final-lf", "bag-info.syntax", "the last line does not end", |text| text.trim_end().into()),
        changed("blank-last", "bag-info.syntax", "a blank line comes last", |text| format!("{text}\n").into()),
        changed("lower-case-labels", "bag-info.syntax", "labels are in lower case, as RFC 8493 allows", lower_labels),
        changed("not-utf-8", "bag-info.syntax", "the title is in ISO 8859-1", |text| {
            text.replace("harbour is", "harb?r is").bytes().map(|byte| if byte == b'?' { 0xf6 } else { byte }).collect()
        }),
    ]);
    vectors
}

fn lower_labels(text: &str) -> Vec<u8> {
    let line = |line: &str| line.split_once(": ").map(|(label, value)| format!("{}: {value}\n", label.to_lowercase()));
    text.lines().filter_map(line).collect::<String>().into()
}

#[rustfmt::skip]
const ROWS: &[Replacement] = &[
    ("folded-line", "bag-info.mismatch", "a value goes on in a second line, as RFC 8493 allows",
        "The harbour is open", "The harbour\n  is open"),
    ("extra-label", "bag-info.syntax", "a label is added that RFC 8493 knows",
        "Bagging-Date", "Contact-Name: A. N. Example\nBagging-Date"),
    ("extra-line-at-the-end", "bag-info.syntax", "a label follows Sealed-At",
        "14:05:00Z\n", "14:05:00Z\nBag-Size: 1 KB\n"),
    ("blank-line", "bag-info.syntax", "a line is blank",
        "Bagging-Date", "\nBagging-Date"),
    ("missing-organization", "bag-info.syntax", "Source-Organization is missing",
        "Source-Organization: Ministry of Foreign Affairs\n", ""),
    ("missing-date", "bag-info.syntax", "Bagging-Date is missing",
        "Bagging-Date: 2026-03-12\n", ""),
    ("missing-oxum", "bag-info.syntax", "Payload-Oxum is missing",
        "Payload-Oxum: 21.1\n", ""),
    ("missing-name", "bag-info.syntax", "Bundle-Name is missing",
        "Bundle-Name: 2026-03-12-harbour\n", ""),
    ("missing-issuer", "bag-info.syntax", "Issuer is missing",
        "Issuer: press@mfa.example\n", ""),
    ("missing-sealed-at", "bag-info.syntax", "Sealed-At is missing",
        "Sealed-At: 2026-03-12T14:05:00Z\n", ""),
    ("extra-identifier", "bag-info.syntax", "External-Identifier is there, and metadata.json has no identifier",
        "Bagging-Date", "External-Identifier: 17\nBagging-Date"),
    ("extra-issuer", "bag-info.syntax", "an Issuer is added whom metadata.json does not name",
        "Sealed-At", "Issuer: legal@mfa.example\nSealed-At"),
    ("line-twice", "bag-info.syntax", "Payload-Oxum stands twice",
        "Payload-Oxum: 21.1\n", "Payload-Oxum: 21.1\nPayload-Oxum: 21.1\n"),
    ("sealed-at-twice", "bag-info.syntax", "Sealed-At stands twice, with two values",
        "Sealed-At", "Sealed-At: 2026-03-11T14:05:00Z\nSealed-At"),
    ("order", "bag-info.syntax", "two lines are in the wrong order",
        "Bagging-Date: 2026-03-12\nPayload-Oxum: 21.1\n", "Payload-Oxum: 21.1\nBagging-Date: 2026-03-12\n"),
    ("no-space", "bag-info.syntax", "no space stands after a colon",
        "Bagging-Date: ", "Bagging-Date:"),
    ("two-spaces", "bag-info.mismatch", "two spaces stand after a colon",
        "Bagging-Date: ", "Bagging-Date:  "),
    ("space-before-colon", "bag-info.syntax", "a space stands before a colon",
        "Bagging-Date: ", "Bagging-Date : "),
    ("trailing-space", "bag-info.mismatch", "a space stands at the end of a line",
        "Bagging-Date: 2026-03-12", "Bagging-Date: 2026-03-12 "),
    ("organization", "bag-info.mismatch", "Source-Organization is not the publisher of metadata.json",
        "Ministry of Foreign", "Ministry of Home"),
    ("title", "bag-info.mismatch", "External-Description is not the title of metadata.json",
        "The harbour is open", "The harbour is closed"),
    ("bagging-date", "bag-info.mismatch", "Bagging-Date is not the day of Sealed-At",
        "Bagging-Date: 2026-03-12", "Bagging-Date: 2026-03-13"),
    ("oxum-bytes", "bag-info.mismatch", "Payload-Oxum has another number of bytes",
        "21.1", "22.1"),
    ("oxum-count", "bag-info.mismatch", "Payload-Oxum has another number of documents",
        "21.1", "21.2"),
    ("oxum-leading-zero", "bag-info.mismatch", "Payload-Oxum has a leading zero",
        "21.1", "021.1"),
    ("issuer", "bag-info.mismatch", "Issuer is not the publisher of metadata.json",
        "Issuer: press", "Issuer: legal"),
    ("sealed-at-date", "bag-info.syntax", "Sealed-At is a day, not a moment",
        "Sealed-At: 2026-03-12T14:05:00Z", "Sealed-At: 2026-03-12"),
    ("sealed-at-zone", "bag-info.syntax", "Sealed-At is not in UTC",
        "14:05:00Z", "14:05:00+01:00"),
    ("sealed-at-fraction", "bag-info.syntax", "Sealed-At has a fraction of a second",
        "14:05:00Z", "14:05:00.0Z"),
    ("sealed-at-leap-second", "bag-info.syntax", "Sealed-At is a leap second",
        "14:05:00Z", "23:59:60Z"),
    ("sealed-at-no-such-day", "bag-info.syntax", "Sealed-At is on 30 February",
        "Sealed-At: 2026-03-12", "Sealed-At: 2026-02-30"),
    ("sealed-at-lower-case", "bag-info.syntax", "Sealed-At has t and z in lower case",
        "2026-03-12T14:05:00Z", "2026-03-12t14:05:00z"),
    ("bundle-name-upper-case", "bag-info.syntax", "Bundle-Name is in upper case",
        "2026-03-12-harbour", "2026-03-12-HARBOUR"),
    ("bundle-name-other", "name.top", "Bundle-Name is not the name of the top folder",
        "2026-03-12-harbour", "2026-03-12-harbor"),
];
