//! Faults in the manifests. Every vector but those of the folder `digest` is signed again with the trusted key.

use super::bag::{BAG_INFO, BAGIT, Bag, DOCUMENT, MANIFEST, METADATA, SIGNATURE, TAGMANIFEST};
use super::vector::Vector;

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    [of_either("manifest", MANIFEST), of_either("tagmanifest", TAGMANIFEST), of_documents(), of_tags(), digests()]
        .concat()
}

/// Ways to write a manifest that mean the same to some tool.
type Rewrite = (&'static str, &'static str, &'static str, fn(&str) -> String);

#[rustfmt::skip]
const REWRITES: &[Rewrite] = &[
    ("bom", "manifest.syntax manifest.unlisted-file", "a byte order mark comes first",
        |text| format!("\u{feff}{text}")),
    ("crlf", "manifest.syntax manifest.unlisted-file", "lines end with CR LF",
        |text| text.replace('\n', "\r\n")),
    ("upper-case", "manifest.syntax manifest.unlisted-file", "digits are in upper case",
        |text| text.lines().map(|line| format!("{}{}\n", line[..64].to_uppercase(), &line[64..])).collect()),
    ("one-space", "manifest.syntax manifest.unlisted-file", "one space stands before a path",
        |text| text.replace("  ", " ")),
    ("three-spaces", "manifest.syntax manifest.unlisted-file", "three spaces stand before a path",
        |text| text.replace("  ", "   ")),
    ("tab", "manifest.syntax manifest.unlisted-file", "a tab stands before a path",
        |text| text.replace("  ", "\t")),
    ("star", "manifest.syntax manifest.unlisted-file", "a path is marked as binary, as md5sum does",
        |text| text.replace("  ", " *")),
    ("dot-slash", "manifest.missing-file manifest.unlisted-file", "paths begin with ./",
        |text| text.replace("  ", "  ./")),
    ("trailing-space", "manifest.syntax manifest.unlisted-file", "a space stands after a path",
        |text| text.replace('\n', " \n")),
    ("comment-line", "manifest.syntax", "a line is a comment",
        |text| format!("# SHA-256\n{text}")),
    ("blank-first", "manifest.syntax", "a blank line comes first",
        |text| format!("\n{text}")),
    ("blank-last", "manifest.syntax", "a blank line comes last",
        |text| format!("{text}\n")),
    ("no-final-lf", "manifest.syntax", "the last line does not end",
        |text| text.trim_end().to_owned()),
    ("carriage-returns", "manifest.syntax manifest.unlisted-file", "lines end with CR alone",
        |text| text.replace('\n', "\r")),
    ("line-twice", "manifest.syntax manifest.missing-file", "the last line stands twice",
        |text| format!("{text}{}\n", text.lines().last().unwrap())),
    ("unsorted", "manifest.syntax manifest.missing-file manifest.unlisted-file", "lines are not sorted",
        |text| text.lines().rev().map(|line| format!("{line}\n")).collect()),
    ("short-digest", "manifest.syntax manifest.unlisted-file", "digests are cut to 128 bits",
        |text| text.lines().map(|line| format!("{}\n", &line[32..])).collect()),
    ("empty", "manifest.syntax manifest.unlisted-file", "the file is empty",
        |_| String::new()),
];

fn of_either(which: &str, path: &str) -> Vec<Vector> {
    let vector = |(name, codes, comment, rewrite): &Rewrite| {
        let bag = Bag::full().change(path, |bytes| rewrite(std::str::from_utf8(bytes).unwrap()).into());
        Vector::fault(which, name, codes, &format!("{path}: {comment}"), bag.bytes())
    };
    REWRITES.iter().map(vector).collect()
}

/// What the manifest says of documents.
fn of_documents() -> Vec<Vector> {
    let ghost = format!("{}  data/text.de.txt\n", "0".repeat(64));
    let changed = |name, codes, comment, change: &dyn Fn(&str) -> String| {
        let bag = Bag::full().change(MANIFEST, |bytes| change(std::str::from_utf8(bytes).unwrap()).into());
        Vector::fault("manifest", name, codes, comment, bag.bytes())
    };
    let lines = |text: &str, count| text.lines().take(count).map(|line| format!("{line}\n")).collect::<String>();
    vec![
        changed("missing-line", "manifest.unlisted-file", "a document is not listed", &|text| lines(text, 1)),
        changed("missing-file", "manifest.missing-file", "a document is listed that is not there", &|text| {
            ghost.clone() + text
        }),
        changed(
            "lists-tag-file",
            "manifest.syntax manifest.missing-file",
            "bagit.txt is listed among the documents",
            &|text| text.to_owned() + &text[..66] + "bagit.txt\n",
        ),
        changed(
            "percent-encoded",
            "manifest.missing-file manifest.unlisted-file",
            "a dot is percent-encoded, as RFC 8493 allows for some characters",
            &|text| text.replace("text.en.txt", "text%2Een.txt"),
        ),
        changed("other-case", "manifest.missing-file manifest.unlisted-file", "a path is in upper case", &|text| {
            text.replace("en.txt", "EN.txt")
        }),
        changed("not-ascii", "manifest.syntax manifest.unlisted-file", "a path is not ASCII", &|text| {
            text.replace("en.txt", "én.txt")
        }),
        changed("wrong-digest", "digest.mismatch", "a digest is that of another document", &|text| {
            let (first, second) = text.split_at(text.find('\n').unwrap() + 1);
            [&second[..64], &first[64..], second].concat()
        }),
        changed("many-faults", "manifest.syntax findings.too-many", "1,001 lines are blank", &|text| {
            text.to_owned() + &"\n".repeat(1_001)
        }),
        Vector::fault(
            "manifest",
            "not-utf-8",
            "manifest.syntax manifest.unlisted-file",
            "the file is not UTF-8",
            Bag::full().replace_bytes(MANIFEST, "en.txt", b"\xe9n.txt").bytes(),
        ),
    ]
}

/// What the tag manifest says of the other files.
fn of_tags() -> Vec<Vector> {
    let listing = |bag: &Bag, path: &str| format!("{}  {path}\n", chancery_core::digest::Digest::of(bag.file(path)));
    let added = |name, comment, path: &str| {
        let bag = Bag::small();
        let line = listing(&bag, path);
        let bag = bag.change(TAGMANIFEST, |bytes| [bytes, line.as_bytes()].concat());
        Vector::fault("tagmanifest", name, "manifest.missing-file", comment, bag.bytes())
    };
    let left_out = |name, comment, path: &str| {
        let bag = Bag::small();
        let line = listing(&bag, path);
        let bag = bag.replace(TAGMANIFEST, &line, "");
        Vector::fault("tagmanifest", name, "manifest.unlisted-file", comment, bag.bytes())
    };
    vec![
        added("lists-signature", "a signature is listed", SIGNATURE),
        added("lists-itself", "the tag manifest is listed", TAGMANIFEST),
        left_out("omits-bag-info", "bag-info.txt is not listed", BAG_INFO),
        left_out("omits-bagit", "bagit.txt is not listed", BAGIT),
        left_out("omits-manifest", "the manifest is not listed: no document is signed", MANIFEST),
        left_out("omits-metadata", "the metadata is not listed", METADATA),
    ]
}

/// What someone can change who has no key: the container is always right.
fn digests() -> Vec<Vector> {
    let more = |bytes: &[u8]| [bytes, b"\n"].concat();
    let shut = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("open", "shut").into_bytes();
    let vector = |name, codes, comment, bag: Bag| Vector::fault("digest", name, codes, comment, bag.bytes());
    let tampered = |path| Bag::small().tampered(path, more);
    let (small, signature) = (Bag::small(), Bag::small().file(SIGNATURE).to_vec());
    let with_old_signature = |bag: Bag| bag.tampered(SIGNATURE, |_| signature.clone());
    vec![
        vector("document", "digest.mismatch", "a document was changed", Bag::small().tampered(DOCUMENT, shut)),
        vector(
            "document-emptied",
            "digest.mismatch bag-info.mismatch",
            "a document was emptied",
            small.tampered(DOCUMENT, |_| Vec::new()),
        ),
        vector("bagit", "digest.mismatch bag.declaration", "bagit.txt was changed", tampered(BAGIT)),
        vector("metadata", "digest.mismatch metadata.not-canonical", "metadata.json was changed", tampered(METADATA)),
        vector(
            "bag-info",
            "digest.mismatch bag-info.mismatch",
            "bag-info.txt was changed",
            Bag::small().tampered(BAG_INFO, shut),
        ),
        vector("manifest", "digest.mismatch manifest.syntax", "the manifest was changed", tampered(MANIFEST)),
        vector("tagmanifest", "signature.bad manifest.syntax", "the tag manifest was changed", tampered(TAGMANIFEST)),
        vector("documents-swapped", "digest.mismatch", "two documents have each other's bytes", documents_swapped()),
        vector(
            "sealed-without-key",
            "signature.bad",
            "a document was changed, with both manifests, under the old signature",
            with_old_signature(Bag::small().replace(DOCUMENT, "open", "shut")),
        ),
        vector(
            "time-changed",
            "signature.bad",
            "the time of sealing was changed, with the tag manifest, under the old signature",
            with_old_signature(Bag::small().replace(BAG_INFO, "14:05:00Z", "14:05:01Z")),
        ),
    ]
}

fn documents_swapped() -> Bag {
    let (full, french) = (Bag::full(), Bag::full().file("data/text.fr.txt").to_vec());
    let english = full.file(DOCUMENT).to_vec();
    full.tampered(DOCUMENT, |_| french).tampered("data/text.fr.txt", |_| english)
}
