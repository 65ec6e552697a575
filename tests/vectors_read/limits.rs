//! The limits of FORMAT.md 11 and 6.6 that would make for large files: each is allowed, and one more is not.

use chancery_core::{Code, Trust, Verdict, Weight};

use super::{judged, list};
use crate::vectors_make::bag::{BAG_INFO, Bag, DOCUMENT, METADATA};

/// Makes a bundle with so many of something, the most that are allowed, and with one more, for which there is a code.
fn check(make: impl Fn(usize) -> Bag, most: usize, code: Code) {
    let trust = Trust::List(list());
    let most_allowed = judged(&make(most).bytes(), &trust);
    assert_eq!(most_allowed.verdict(), Verdict::Authentic, "{:?}", most_allowed.findings().as_slice().first());
    let one_more = judged(&make(most + 1).bytes(), &trust);
    let broken = one_more.findings().as_slice().iter().map(|finding| finding.code);
    let broken: Vec<_> = broken.filter(|code| code.weight() == Weight::Broken).collect();
    assert_eq!(broken.first(), Some(&code), "{broken:?}");
}

#[test]
fn ten_thousand_documents_are_allowed() {
    check(with_documents, 10_000, Code::ContainerLimit);
}

/// Empty documents, each described.
fn with_documents(count: usize) -> Bag {
    let paths = || (0..count).map(|number| format!("data/{number:05}"));
    let descriptions: Vec<_> = paths().map(|path| DESCRIPTION.replace(DOCUMENT, &path)).collect();
    let mut bag = Bag::small().replace(BAG_INFO, "21.1", &format!("0.{count}")).replace(
        METADATA,
        DESCRIPTION,
        &descriptions.join(",\n"),
    );
    bag.files.splice(2..3, paths().map(|path| (path, Vec::new())));
    bag.seal()
}

const DESCRIPTION: &str = r#"    {
      "path": "data/text.en.txt",
      "media_type": "text/plain; charset=utf-8",
      "role": "original"
    }"#;

#[test]
fn a_thousand_and_twenty_four_files_in_signatures_are_allowed() {
    let with_files = |count: usize| {
        let names = (1..count).map(|number| format!("{number}.tlog-proof"));
        names.fold(Bag::small(), |bag, name| bag.with_evidence(&name, "proof"))
    };
    check(with_files, 1_024, Code::ContainerLimit);
}

#[test]
fn four_mebibytes_of_metadata_are_allowed() {
    let beside = with_metadata(&[]).file(METADATA).len();
    // The last value has what is left after 63 values as long as may be, with their 16 bytes each of key and marks.
    let with_bytes = |size: usize| {
        let left = size - beside - 63 * (65_536 + 16) - 16;
        with_metadata(&[vec![65_536; 63], vec![left]].concat())
    };
    assert_eq!(with_bytes(4 << 20).file(METADATA).len(), 4 << 20);
    check(with_bytes, 4 << 20, Code::ContainerLimit);
}

/// Metadata with unknown keys of these lengths.
fn with_metadata(lengths: &[usize]) -> Bag {
    let line = |(number, length): (usize, &usize)| format!(",\n  \"x-{number:04}\": \"{}\"", "a".repeat(*length));
    let lines: String = lengths.iter().enumerate().map(line).collect();
    Bag::small().replace(METADATA, "\n  ]\n}\n", &format!("\n  ]{lines}\n}}\n"))
}

#[test]
fn ten_thousand_items_are_allowed() {
    for item in ["\"peace\"", "\"b\""] {
        let with_items = |count: usize| {
            let more = format!("{item},\n    ").repeat(count - 2);
            Bag::full().replace(METADATA, &format!("{item}\n"), &format!("{more}{item}\n"))
        };
        check(with_items, 10_000, Code::MetadataValue);
    }
}
