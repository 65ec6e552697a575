//! Names that are not the same file on every computer, or lead elsewhere. What is called `sealed` has its name in the
//! manifest and the metadata too, and is signed again with the trusted key; what is called `added` was put in after.

use super::bag::{Bag, DOCUMENT};
use super::vector::Vector;
use super::zip::Piece::{Central, Local};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let mut vectors: Vec<_> = DOCUMENTS.iter().flat_map(of_document).collect();
    vectors.extend(TOPS.iter().map(of_top));
    for more in [collisions(), lengths(), tops(), raw()] {
        vectors.extend(more);
    }
    vectors
}

/// The name of a vector, its comment, and the path of a document.
type Name = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const DOCUMENTS: &[Name] = &[
    ("up", "the name leads out of the bundle", "data/../../evil.txt"),
    ("up-inside", "the name leads up, though not out of the bundle", "data/a/../text.txt"),
    ("up-with-backslashes", "the name leads out of the bundle, on Windows", "data/..\\..\\evil.txt"),
    ("dot", "a part of the name is a dot", "data/./text.txt"),
    ("double-slash", "a part of the name is empty", "data//text.txt"),
    ("two-dots-inside", "the name holds two dots", "data/text..txt"),
    ("trailing-dot", "the name ends with a dot, which Windows drops", "data/text.txt."),
    ("trailing-dot-of-folder", "a folder's name ends with a dot", "data/a./text.txt"),
    ("trailing-slash", "the name ends with a slash", "data/text.txt/"),
    ("leading-dot", "the file is hidden, on Unix", "data/.text.txt"),
    ("leading-hyphen", "the name looks like an option", "data/-text.txt"),
    ("space", "the name holds a space", "data/a text.txt"),
    ("backslash", "the name holds a backslash", "data/a\\text.txt"),
    ("colon", "the name is a stream of another file, on Windows", "data/text.txt:stream"),
    ("drive", "the name has a drive, on Windows", "data/C:text.txt"),
    ("star", "the name is a pattern", "data/*.txt"),
    ("percent", "the name is percent-encoded", "data/a%2ftext.txt"),
    ("tilde", "the name begins as a home folder", "data/~root"),
    ("nul", "the name ends for C at NUL", "data/text.txt\0.exe"),
    ("line-feed", "the name holds a line feed", "data/text\n.txt"),
    ("escape", "the name holds a terminal's escape", "data/\u{1b}[2Jtext.txt"),
    ("not-ascii", "the name is not ASCII", "data/текст.txt"),
    ("right-to-left", "the name turns the direction of its end", "data/text\u{202e}txt.exe"),
    ("fullwidth-dots", "the name holds full-width dots", "data/\u{ff0e}\u{ff0e}/text.txt"),
    ("device", "the name is a device, on Windows", "data/NUL"),
    ("device-extension", "the name is a device with an extension", "data/con.en.txt"),
    ("device-folder", "a folder's name is a device", "data/aux/text.txt"),
    ("device-number", "the name is a numbered device, in mixed case", "data/Lpt0.txt"),
    ("too-deep", "there are nine parts", "data/1/2/3/4/5/6/7/8/9"),
];

/// A document whose name is not allowed is none, so that the bundle lacks the one it has.
const LOST: &str = "name.invalid bag.missing-file bag-info.mismatch metadata.value metadata.not-canonical";

fn of_document((name, comment, path): &Name) -> [Vector; 2] {
    // What stands in a manifest must be printable ASCII.
    let printable = path.bytes().all(|byte| byte.is_ascii_graphic());
    let of_manifest = match *path {
        "data/text\n.txt" => "manifest.missing-file manifest.syntax",
        _ if printable => "manifest.missing-file",
        _ => "manifest.syntax",
    };
    let sealed = Bag::small().renamed(DOCUMENT, path).bytes();
    let sealed_codes = format!("{LOST} {of_manifest}");
    let place = if *path < DOCUMENT { 2 } else { 3 };
    let added = Bag::small().with_file(place, path, "more\n").bytes();
    [
        Vector::fault("names", &format!("sealed-{name}"), &sealed_codes, comment, sealed),
        Vector::fault("names", &format!("added-{name}"), "name.invalid", comment, added),
    ]
}

/// Names of the top folder, as `Bundle-Name` has them too.
#[rustfmt::skip]
const TOPS: &[Name] = &[
    ("top-upper-case", "the top folder is in upper case", "2026-03-12-Harbour"),
    ("top-space", "the top folder has a space", "2026 harbour"),
    ("top-dot", "the top folder has a dot", "2026.harbour"),
    ("top-underscore", "the top folder has an underscore", "2026_harbour"),
    ("top-hyphen", "the top folder begins with a hyphen", "-harbour"),
    ("top-device", "the top folder is a device, on Windows", "com1"),
    ("top-up", "the top folder is the folder above", ".."),
    ("top-empty", "the top folder has no name: all names are absolute", ""),
    ("top-not-ascii", "the top folder is not ASCII", "гавань"),
];

fn of_top((name, comment, top): &Name) -> Vector {
    let codes = if top.is_ascii() { "name.top bag-info.syntax" } else { "name.top name.invalid bag.missing-file" };
    Vector::fault("names", name, codes, comment, Bag::small().under(top).bytes())
}

/// Two names that are one, on some computer.
fn collisions() -> Vec<Vector> {
    let added = |name, codes: &str, comment, path: &str| {
        let codes = format!("{codes} manifest.unlisted-file metadata.documents bag-info.mismatch");
        Vector::fault("names", name, &codes, comment, Bag::small().with_file(2, path, "more\n").bytes())
    };
    let sealed = |name, codes, comment, first: &str, second: &str| {
        let bag = Bag::full().renamed(DOCUMENT, first).renamed("data/text.fr.txt", second);
        Vector::fault("names", name, codes, comment, bag.bytes())
    };
    vec![
        sealed("sealed-case", "name.collision", "two names differ only in case", "data/TEXT.txt", "data/text.txt"),
        sealed(
            "sealed-case-of-folder",
            "name.collision",
            "two names differ only in the case of a folder",
            "data/A/text.txt",
            "data/a/text.txt",
        ),
        sealed(
            "sealed-file-as-folder",
            "name.collision",
            "a name is the folder of another",
            "data/a",
            "data/a/text.txt",
        ),
        sealed(
            "sealed-file-as-folder-case",
            "name.collision",
            "a name is the folder of another, but for its case",
            "data/A",
            "data/a/text.txt",
        ),
        added("added-case", "name.collision", "a name is added that differs only in case", "data/TEXT.en.txt"),
    ]
}

fn lengths() -> Vec<Vector> {
    let codes = format!("{LOST} manifest.missing-file");
    let sealed = |name, comment, path: &str| {
        Vector::fault("names", name, &codes, comment, Bag::small().renamed(DOCUMENT, path).bytes())
    };
    let part = "a".repeat(99);
    vec![
        sealed("sealed-long-part", "a part has 101 bytes", &format!("data/a{part}a")),
        sealed("sealed-long-path", "the path below data/ has 201 bytes", &format!("data/{part}/{part}/b")),
        sealed("sealed-very-long", "the name has 1,200 bytes", &format!("data/{}", "a".repeat(1_200))),
        Vector::fault(
            "names",
            "top-long",
            "name.top bag-info.syntax",
            "the top folder has 101 bytes",
            Bag::small().under(&"a".repeat(101)).bytes(),
        ),
    ]
}

/// Files that lie in another top folder, or in none.
fn tops() -> Vec<Vector> {
    let with_name = |name, codes, comment, path: &str| {
        Vector::fault("names", name, codes, comment, Bag::small().zip().with_entry(path, b"more\n").bytes())
    };
    let other_case = "2026-03-12-HARBOUR/data/more.txt";
    vec![
        with_name("other-top", "name.top bag.unexpected-file", "a file lies in another top folder", "other/more.txt"),
        with_name(
            "other-top-mac",
            "name.top bag.unexpected-file",
            "a folder of macOS lies beside the top folder",
            "__MACOSX/._2026-03-12-harbour",
        ),
        with_name(
            "other-top-case",
            "name.top bag.order manifest.unlisted-file metadata.documents bag-info.mismatch",
            "a document lies in the top folder, but for its case",
            other_case,
        ),
        with_name("no-top", "name.top bag.unexpected-file", "a file lies beside the top folder", "allowed_signers"),
        with_name("absolute", "name.top bag.unexpected-file", "a name is absolute", "/etc/passwd"),
        with_name("absolute-drive", "name.top bag.unexpected-file", "a name is absolute, on Windows", "C:\\evil.txt"),
        with_name(
            "up-from-top",
            "name.top bag.unexpected-file",
            "a name leads out of the folder of the bundle",
            "../evil.txt",
        ),
        with_name("empty-name", "name.top bag.unexpected-file", "a name is empty", ""),
        renamed_folder(),
    ]
}

/// What someone can do who has no key.
fn renamed_folder() -> Vector {
    let mut bag = Bag::small();
    "2026-03-12-harbor".clone_into(&mut bag.top);
    Vector::fault(
        "names",
        "renamed-top",
        "name.top",
        "the top folder has another name than the one that was sealed",
        bag.bytes(),
    )
}

/// Names in encodings that are no text.
fn raw() -> Vec<Vector> {
    let name = b"2026-03-12-harbour/data/t\x82xt.en.txt";
    let zip = Bag::small().zip().set(&Local(2), 30, name).set(&Central(2), 46, name);
    let codes = "name.invalid bag.missing-file manifest.missing-file metadata.documents bag-info.mismatch";
    vec![Vector::fault("names", "code-page-437", codes, "a letter of the name is in code page 437", zip.bytes())]
}
