//! Bundles of a later version of the format: what FORMAT.md 12.4 still asks of them, and what it does not.

use chancery_core::Verdict;

use super::bag::{BAG_INFO, BAGIT, Bag, DOCUMENT, MANIFEST, METADATA, SIGNATURE};
use super::vector::Vector;
use super::{Replacement, replaced};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    not_checked().into_iter().chain(not_authentic()).collect()
}

fn not_checked() -> Vec<Vector> {
    let vector = |name: &str, comment, bag: Bag| {
        Vector::new(format!("later/{name}"), Verdict::NotChecked, "format.later", comment, bag.bytes())
    };
    let shapeless = "Bundle-Format: chancery/2\nall the rest is new";
    vec![
        vector("plain", "the format is chancery/2", named("chancery/2")),
        vector("highest", "the format has nine digits", named("chancery/999999999")),
        vector(
            "metadata",
            "metadata.json is not JSON",
            named("chancery/2").change(METADATA, |_| b"title = 'x'\n".to_vec()),
        ),
        vector("bagit", "bagit.txt declares BagIt 2.0", named("chancery/2").replace(BAGIT, "1.0", "2.0")),
        vector("bag-info", "bag-info.txt has the format alone", Bag::small().change(BAG_INFO, |_| shapeless.into())),
        vector(
            "bundle-name",
            "Bundle-Name is not the folder's name",
            named("chancery/2").replace(BAG_INFO, "2026-03-12-harbour", "other"),
        ),
        vector(
            "signature",
            "the signature file holds something else",
            named("chancery/2").change(SIGNATURE, |_| b"new\n".to_vec()),
        ),
        vector("unsigned", "there is no file in signatures/", named("chancery/2").unsigned()),
        vector(
            "evidence",
            "evidence lies beside the signature",
            named("chancery/2").with_evidence("log.tlog-proof", "proof"),
        ),
    ]
}

/// Faults that a later version is not allowed either.
fn not_authentic() -> Vec<Vector> {
    let later = || named("chancery/2");
    // Nothing but the container, the names, the manifests and the digests is judged.
    let fault = |name, codes, comment, bag: Bag| Vector::fault("later", name, codes, comment, bag.bytes());
    let mut vectors = replaced("later", &Bag::small(), BAG_INFO, FORMATS);
    vectors.extend([
        fault(
            "changed-document",
            "digest.mismatch",
            "a document was changed, and its CRC-32",
            later().tampered(DOCUMENT, |bytes| [bytes, b"x"].concat()),
        ),
        fault("name", "name.invalid", "a file's name is not allowed", later().with_file(2, "data/a b", "more\n")),
        fault(
            "unexpected-file",
            "bag.unexpected-file",
            "a file lies beside bagit.txt",
            later().with_file(1, "fetch.txt", ""),
        ),
        fault(
            "evidence-alone",
            "bag.missing-file",
            "evidence is about a signature that is not there",
            later().with_evidence("witness.a.sig.1.tsr", "time"),
        ),
        fault(
            "empty-signature",
            "container.limit",
            "a file under signatures/ is empty",
            later().change(SIGNATURE, |_| Vec::new()),
        ),
        fault(
            "manifest",
            "manifest.syntax",
            "the manifest has a blank line",
            later().replace(MANIFEST, ".txt\n", ".txt\n\n"),
        ),
        fault(
            "not-utf-8",
            "bag-info.syntax",
            "bag-info.txt is not UTF-8",
            later().replace_bytes(BAG_INFO, "harbour is", b"harb\xf6r is"),
        ),
    ]);
    vectors
}

/// The line is neither the single one that must be, nor the one that the rest of the bundle demands.
const BOTH: &str = "bag-info.syntax bag-info.mismatch";

/// Formats that are not `chancery/1` nor that of a later version.
#[rustfmt::skip]
const FORMATS: &[Replacement] = &[
    ("zero", BOTH, "the format is chancery/0",
        "chancery/1", "chancery/0"),
    ("leading-zero", BOTH, "the format is chancery/02",
        "chancery/1", "chancery/02"),
    ("ten-digits", BOTH, "the format has ten digits",
        "chancery/1", "chancery/1000000000"),
    ("no-number", BOTH, "the format has no number",
        "chancery/1", "chancery/"),
    ("other-name", BOTH, "the format is not chancery's",
        "chancery/1", "chancellery/2"),
    ("upper-case", BOTH, "the format is Chancery/2",
        "chancery/1", "Chancery/2"),
    ("space-after", BOTH, "a space follows the format chancery/2",
        "chancery/1", "chancery/2 "),
    ("carriage-return", BOTH, "the line of the format chancery/2 ends with CR LF",
        "chancery/1", "chancery/2\r"),
    ("no-space", "bag-info.syntax", "no space stands before the format chancery/2",
        "Bundle-Format: chancery/1", "Bundle-Format:chancery/2"),
    ("no-format", "bag-info.syntax", "bag-info.txt names no format",
        "Bundle-Format: chancery/1\n", ""),
    ("two-formats", "bag-info.syntax", "bag-info.txt names the formats chancery/1 and chancery/2",
        "Bundle-Format: chancery/1\n", "Bundle-Format: chancery/1\nBundle-Format: chancery/2\n"),
    ("two-later-formats", BOTH, "bag-info.txt names chancery/2 twice",
        "Bundle-Format: chancery/1\n", "Bundle-Format: chancery/2\nBundle-Format: chancery/2\n"),
];

fn named(format: &str) -> Bag {
    Bag::small().replace(BAG_INFO, "chancery/1", format)
}
