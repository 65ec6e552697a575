//! Bags with a file too few or too many, or with another declaration.

use super::bag::{BAG_INFO, BAGIT, Bag, DOCUMENT, MANIFEST, METADATA, TAGMANIFEST};
use super::vector::Vector;
use super::{Replacement, replaced};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let mut vectors = replaced("bag", &Bag::small(), BAGIT, DECLARATIONS);
    vectors.extend(declarations());
    vectors.extend(missing());
    vectors.extend(EXTRA.iter().map(extra));
    vectors.push(unlisted());
    vectors
}

const DECLARATION: &str = "bag.declaration";

/// `bagit.txt`, signed again with the trusted key.
#[rustfmt::skip]
const DECLARATIONS: &[Replacement] = &[
    ("declaration-0.97", DECLARATION, "bagit.txt declares BagIt 0.97",
        "1.0", "0.97"),
    ("declaration-lower-case", DECLARATION, "bagit.txt names the encoding in lower case",
        "UTF-8", "utf-8"),
    ("declaration-utf-16", DECLARATION, "bagit.txt declares that the other files are in UTF-16",
        "UTF-8", "UTF-16"),
    ("declaration-two-spaces", DECLARATION, "two spaces follow a colon in bagit.txt",
        ": 1.0", ":  1.0"),
    ("declaration-extra-line", DECLARATION, "bagit.txt has a line more",
        "UTF-8\n", "UTF-8\nBag-Software-Agent: chancery\n"),
    ("declaration-no-final-lf", DECLARATION, "the last line of bagit.txt does not end",
        "UTF-8\n", "UTF-8"),
];

fn declarations() -> Vec<Vector> {
    let vector = |name, comment, change: &dyn Fn(&[u8]) -> Vec<u8>| {
        Vector::fault("bag", name, DECLARATION, comment, Bag::small().change(BAGIT, change).bytes())
    };
    let crlf = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes();
    vec![
        vector("declaration-empty", "bagit.txt is empty", &|_| Vec::new()),
        vector("declaration-bom", "a byte order mark comes first in bagit.txt", &|bytes| {
            [b"\xef\xbb\xbf", bytes].concat()
        }),
        vector("declaration-crlf", "lines of bagit.txt end with CR LF", &crlf),
    ]
}

/// A file that every bundle has is not there.
fn missing() -> Vec<Vector> {
    let vector = |name, codes, comment, bag: Bag| Vector::fault("bag", name, codes, comment, bag.bytes());
    let without = |name, comment, path| vector(name, "bag.missing-file", comment, Bag::small().without(path));
    let empty = Bag::small().replace(BAG_INFO, "21.1", "0.0").without(DOCUMENT).seal();
    vec![
        without("no-bagit", "bagit.txt is missing", BAGIT),
        without("no-metadata", "metadata.json is missing", METADATA),
        without("no-bag-info", "bag-info.txt is missing", BAG_INFO),
        without("no-manifest", "manifest-sha256.txt is missing", MANIFEST),
        without("no-tagmanifest", "tagmanifest-sha256.txt is missing", TAGMANIFEST),
        vector(
            "no-document",
            "bag.missing-file manifest.missing-file metadata.documents bag-info.mismatch",
            "the only document is missing",
            Bag::small().without(DOCUMENT),
        ),
        vector(
            "no-document-sealed",
            "bag.missing-file manifest.syntax metadata.documents",
            "the only document is missing, in the manifest too",
            empty,
        ),
    ]
}

/// The name of a vector, its comment, and the path of a file that no bundle has.
#[rustfmt::skip]
const EXTRA: &[(&str, &str, &str)] = &[
    ("extra-file", "a file lies beside the tag files", "README.txt"),
    ("extra-thumbs", "a file of Windows lies beside the tag files", "Thumbs.db"),
    ("extra-ds-store", "a file of macOS lies beside the tag files", ".DS_Store"),
    ("extra-fetch", "a file lies there that has BagIt fetch documents from elsewhere", "fetch.txt"),
    ("extra-manifest", "a second manifest lies there, with another hash", "manifest-sha512.txt"),
    ("extra-tagmanifest", "a second tag manifest lies there, with another hash", "tagmanifest-sha512.txt"),
    ("extra-case", "a second metadata.json lies there, in another case", "Metadata.json"),
    ("extra-trust-list", "a trust list lies in the bundle", "allowed_signers"),
    ("extra-folder", "a file lies in a folder beside data/", "more/text.txt"),
    ("extra-data-case", "a file lies in Data/", "Data/text.txt"),
    ("extra-data-file", "there is a file data", "data"),
];

fn extra((name, comment, path): &(&str, &str, &str)) -> Vector {
    let codes = match *path {
        "Metadata.json" | "data" => "bag.unexpected-file name.collision",
        _ => "bag.unexpected-file",
    };
    Vector::fault("bag", name, codes, comment, Bag::small().with_file(2, path, "more\n").bytes())
}

fn unlisted() -> Vector {
    let codes = "manifest.unlisted-file metadata.documents bag-info.mismatch";
    let bag = Bag::small().with_file(3, "data/z.txt", "more\n");
    Vector::fault(
        "bag",
        "unlisted-document",
        codes,
        "a document was added that the manifest does not list",
        bag.bytes(),
    )
}
